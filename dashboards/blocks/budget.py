"""What a page of the budget is made of, of the whole or of a part of it: figures, warnings, parts, pace and modifications."""

from __future__ import annotations

from dashboards.blocks import figures, listings, markup, notices, provenance, tiles
from dashboards.blocks.block import Blocks, Caption, Drawing, Html, Row, Text
from dashboards.charts import execution, waterfall
from dashboards.charts.marks import Mark
from dashboards.charts.pace import Expected
from dashboards.charts.pace import pace as drawn_pace
from dashboards.charts.spec import Spec
from dashboards.display import budget as in_words
from dashboards.display import classifier, dates, links
from dashboards.display import modifications as changes
from dashboards.display import pace as paces
from dashboards.display.contradictions import listed_lines
from dashboards.display.formats import format_of
from dashboards.display.markdown import as_text
from dashboards.inputs.budget import Look
from dashboards.serving import questions
from dashboards.serving.session import cached
from metrics import Answer, Breakdown, Pace, Period, Projection, PublishedFigure, legible


def nothing() -> Blocks:
    """Say that there is no budget yet."""
    return notices.missing((), "presupuesto")


def standing(found: Breakdown, look: Look) -> Html:
    """The amounts of a place, what is left, and both executions: each of the year up to the month."""
    code, answers = found.node.code, found.whole.answers
    return tiles.tiles(
        answers,
        is_national=not code,
        addresses={answer.metric.id: links.of_definition(answer.metric.id) for answer in answers},
        amounts=look.amounts,
        notes={answer.metric.id: about_value(answer, code, look.month) for answer in answers},
    )


def about_value(answer: Answer, code: str, month: str) -> tuple[str, ...]:
    """Where the document prints a value; of a share, that there is no budget to measure it by."""
    if answer.metric.unit.id == "percent" and answer.value is None and not answer.partial:
        return ("No hay presupuesto sobre el que medirla",)
    return _where_printed(answer, code, month)


def _where_printed(answer: Answer, code: str, month: str) -> tuple[str, ...]:
    """Where the document prints the value: of the whole for the year, of a part for just these months."""
    figures = _of_part(answer, month) if code else _of_whole(answer)
    return (f"Impreso en la Cuenta Pública ({listed_lines([one.line for one in figures])})",) if figures else ()


def _of_whole(answer: Answer) -> list[PublishedFigure]:
    of, figures = format_of(answer.metric.unit), questions.figures_of(answer.metric.id)
    value = None if answer.value is None else of.text(answer.value)
    return [one for one in figures if one.period == answer.period[:4] and of.text(float(one.stored)) == value]


def _of_part(answer: Answer, month: str) -> list[PublishedFigure]:
    is_spent = answer.metric.id == "budget.accrued_to_date"
    return [one for one in printed(month) if is_spent and one.stored == answer.value]


def told(found: Breakdown, look: Look, place: str) -> Html:
    """The headline: what the numbers mean, by rule."""
    sentence = in_words.sentence(found, look.amounts).replace(" %", "\u00a0%").replace("M$ ", "M$\u00a0")
    return markup.html("headline", place=f"{place}, {dates.since_january(look.month)}", told=sentence)


_PURPOSES = ("budget.payroll", "budget.expulsions", "budget.backlog_plan", "budget.equipment")


@cached
def printed(month: str) -> tuple[PublishedFigure, ...]:
    """What is printed of spending by purpose over just the months of the year until one."""
    until = Period.parse(month).end
    found = (figure for one in _PURPOSES for figure in questions.figures_of(one))
    return tuple(one for one in found if (one.period_from, one.period_to) == (until.replace(month=1, day=1), until))


def alerts(found: Breakdown, look: Look) -> Blocks:
    """The parts that are not at the pace of the year, and the rule; of a year with a gap nothing is judged."""
    if found.frame.is_empty():
        return ()
    if found.is_partial:
        return (
            markup.heading("Qué no va al ritmo del año", anchor="presupuesto-avisos"),
            Text(as_text(in_words.NOT_JUDGED)),
        )
    members = questions.members(found.level)
    listed = list(in_words.alerts(found, members, look.said))
    backed = [(text, address) for text, address, is_made_up in listed if not is_made_up]
    made_up = [(text, address) for text, address, is_made_up in listed if is_made_up]
    shown: Blocks = tuple(
        markup.html("reasons", reasons=reasons, kind=kind)
        for reasons, kind in ((backed, ""), (made_up, in_words.DEMONSTRATION))
        if reasons
    )
    return (
        markup.heading("Qué no va al ritmo del año", anchor="presupuesto-avisos"),
        *(shown or (Text(as_text("Ninguna parte se aparta del ritmo del año más de lo que dice la regla.")),)),
        Caption(as_text(in_words.RULES)),
    )


def parts(found: Breakdown, look: Look, heading: str) -> Blocks:
    """The parts of a node: a drawing of size and execution, and the table that leads to each."""
    if found.frame.is_empty() or found.parts is None:
        return ()
    members, key = questions.members(found.level), "presupuesto-partes"
    answers = found.parts.answers
    table = classifier.in_table(found, members, (look.amounts, look.said), printed(look.month))
    about = provenance.about(answers, address=links.of_budget_node(found.node.code, **look.said))
    bars = classifier.in_bars(found, members, look.amounts)
    drawn = execution.execution(bars, found.passed)
    by = in_words.LEVELS[found.level].lower()
    caption = f"{found.node.code or 'Presupuesto del Servicio'}: vigente, devengado y pagado por {by}"
    return (
        markup.heading(heading, anchor=key),
        Drawing(drawn, f"{heading}: {classifier.bars_told(bars)}", f"{key}-chart"),
        Caption(as_text(_HOW_TO_READ)),
        listings.table(table, classifier.table_columns(found.level), caption=caption),
        Caption(as_text(f"{in_words.ROUNDED} {in_words.IN_PESOS_ONLY}")),
        provenance.source(answers, caption, anchor=key),
        Row(listings.files(table, classifier.filed_columns(found.level), about, key=key, by=by)),
    )


_HOW_TO_READ = (
    "A la izquierda, en gris, el tamaño de cada parte en el presupuesto vigente. A la derecha, el presupuesto vigente de cada "
    "una como un marco, y lleno lo devengado; la raya que lo cruza es la parte del año que ya pasó."
)


def pace_chart(found: Pace, look: Look) -> Spec:
    """The year month by month, as a drawing."""
    return drawn_pace(_series(found, look), in_words.clp(look.amounts), _expected(found, look))


def pace(found: Pace, look: Look) -> Blocks:
    """The year month by month, and what it comes to; nothing of a part in which nothing stands this year."""
    if not any(value for name in ("accrued", "linear", "current") for value in found.frame[name]):
        return ()
    heading, drawing, *rest = figures.drawn(
        "¿A qué ritmo se gasta?",
        pace_chart(found, look),
        paces.paces(found, look.amounts),
        paces.PACE_COLUMNS,
        found.answers,
        key="presupuesto-ritmo",
        description=paces.pace_told(found, look.amounts),
    )
    return (heading, drawing, Text(as_text(paces.projected(found, look.amounts))), *rest)


def _series(found: Pace, look: Look) -> list[tuple[str, list[Mark]]]:
    """What is drawn: this year, the one before, an even path, and the current budget."""
    of = in_words.clp(look.amounts)
    names = {
        "accrued": f"Devengado {found.year}",
        "linear": "Ritmo parejo",
        "current": "Vigente",
        "before": f"Devengado {found.year - 1}",
    }
    partial = {"accrued": "is_partial", "before": "is_before_partial"}
    drawn = []
    for name, label in names.items():
        year = found.year - 1 if name == "before" else found.year
        marks = [
            Mark(
                code=name,
                name=label,
                unit=f"{year}-{row['month']:02}",
                value=row[name],
                text=of.text(row[name]),
                is_partial=bool(row[partial[name]]) if name in partial else False,
            )
            for row in found.frame.iter_rows(named=True)
            if row[name] is not None
        ]
        drawn.append((label, marks))
    return [one for one in drawn if one[1]]


def _expected(found: Pace, look: Look) -> Expected | None:
    one, of = found.projection, in_words.clp(look.amounts)
    if not isinstance(one, Projection):
        return None
    text = f"{of.text(one.value)}, entre {of.text(one.low)} y {of.text(one.high)}"
    return Expected(low=one.low, value=one.value, high=one.high, text=text)


def modifications(code: str, look: Look) -> Blocks:
    """What led from the law to the current budget, as a waterfall and a table."""
    found = questions.modifications(code, look.month)
    heading, key = "¿Por qué cambió el presupuesto?", "presupuesto-modificaciones"
    answers = (found.enacted, found.current)
    told = Text(as_text(changes.modified(found, look.amounts)))
    frame = changes.steps(found, look.amounts)
    if frame.is_empty():
        return (markup.heading(heading, anchor=key), told)
    drawn = waterfall.waterfall(changes.in_steps(found, look.amounts), in_words.clp(look.amounts))
    about = provenance.about(answers, address=links.of_budget_node(code, **look.said))
    caption = f"{code or 'Presupuesto del Servicio'}: modificaciones del presupuesto"
    return (
        markup.heading(heading, anchor=key),
        Drawing(drawn, f"{heading} {changes.modified(found, look.amounts)}", f"{key}-chart"),
        told,
        listings.table(frame, changes.STEP_COLUMNS, caption=caption),
        provenance.source(answers, caption, anchor=key),
        Row(listings.files(frame, changes.STEP_COLUMNS, about, key=key, by="Decreto")),
    )


def title_of(code: str) -> str:
    """'22 Bienes y servicios de consumo'."""
    node = questions.budget_node(code)
    return f"{code} {legible(questions.members(node.level).label(code))}"
