"""The plan in words: what changed, what was agreed, who reported; as frames for tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboards.display import dates, links, words
from dashboards.display.columns import Column, Row
from dashboards.display.formats import ABSENT, counted, number
from dashboards.display.measures import KIND, NO_PLAN, kind, titled
from dashboards.display.words import NOT_REPORTED, NOT_STATED
from metrics import Dossier, Members, Review

# --- what changed ----------------------------------------------------------------------------------------

CHANGES = (
    Column("lead", "Quién responde"),
    Column("code", "Medida"),
    Column("title", "Qué es"),
    Column("what", "Qué cambió"),
    Column("before", "Antes"),
    Column("after", "Ahora"),
    KIND,
)


def changes(review: Review, **filters: str) -> pl.DataFrame:
    """What a session looks at, a row for each change, those of one body together."""
    rows = [
        _named(row, **filters) | {"what": what, "before": before, "after": after}
        for row, what, before, after in _told(review)
    ]
    schema = dict.fromkeys((*(one.name for one in CHANGES), "code_address"), pl.String)
    return pl.DataFrame(rows, schema=schema).sort("lead", "code", maintain_order=True)


def changed(count: int, since: date | None) -> str:
    """What the list of changes is called; before the first session nothing changed, it became known."""
    what = "Qué cambió" if since else "Lo que se sabe a esta fecha"
    return f"{what}: {counted(count, 'cosa', 'cosas')}"


def about_changes(since: date | None) -> str:
    """Between when and when."""
    return "Entre la sesión anterior y ésta, por quién responde." if since else "No hay una sesión anterior."


_Change = tuple[str, str, str]
"""What changed, before and after."""


def _told(review: Review) -> Iterator[tuple[Row, str, str, str]]:
    kinds: tuple[tuple[pl.DataFrame, Callable[[Row], _Change]], ...] = (
        (review.transitions, _transition),
        (review.newly_late, _late),
        (review.newly_at_risk, _at_risk),
        (review.moved.filter(pl.col("status").eq_missing(pl.col("status_before"))), _progress),
        (review.replans, _replanned),
        (review.evidence, _proved),
        (review.missing, _silent),
    )
    for frame, tell in kinds:
        yield from ((row, *tell(row)) for row in frame.iter_rows(named=True))


def _transition(row: Row) -> _Change:
    return "Estado oficial", _status(row["status_before"]), _status(row["status"])


def _late(row: Row) -> _Change:
    return "Se atrasó", _schedule(row["schedule_before"]), f"Atrasada: {_days(row['days_late'])}"


def _at_risk(row: Row) -> _Change:
    return "Quedó en riesgo", _schedule(row["schedule_before"]), f"En riesgo: venció «{row['next_milestone']}»"


def _progress(row: Row) -> _Change:
    return "Avance", percent(row["progress_before"]), percent(row["progress"])


def _replanned(row: Row) -> _Change:
    reason = f" {row['reason']}" if row["reason"] else ""
    return f"Se reprogramó «{row['label']}»", dates.day(row["from_on"]), f"{dates.day(row['to_on'])}.{reason}"


def _proved(row: Row) -> _Change:
    told = f"Presentada el {dates.day(row['presented_on'])}"
    if row["reviewed_on"]:
        told += f", revisada el {dates.day(row['reviewed_on'])}"
    return "Evidencia", "Ninguna" if row["is_new"] else "Sin revisar", told


def _silent(row: Row) -> _Change:
    return "No informó en la última ronda", _last(row), NOT_REPORTED


def _named(row: Row, **filters: str) -> dict[str, Any]:
    return {
        "lead": row["lead"] or NOT_STATED,
        "code": row["code"],
        "code_address": links.of_measure(row["code"], **filters),
        "title": titled(row),
        "kind": kind(row),
    }


def percent(share: float | None) -> str:
    """A measure's progress; that nothing was reported is not 0 %."""
    return NOT_REPORTED if share is None else f"{number(round(100 * share))} %"


def _status(code: str | None) -> str:
    return words.MEASURE_STATUS.get(code or "", NOT_REPORTED)


def _schedule(code: str | None) -> str:
    return words.MEASURE_SCHEDULE.get(code or "", NO_PLAN)


def _last(row: Row) -> str:
    return f"Último reporte: {dates.day(row['reported_on'])}" if row["reported_on"] else "Nunca informó"


def days_ago(count: int | None) -> str:
    """'hace 1 día'."""
    return f"hace {_days(count)}"


def _days(count: int | None) -> str:
    return ABSENT if count is None else counted(count, "día", "días")


# --- the order of business -------------------------------------------------------------------------------

AGENDA = (
    Column("code", "Medida"),
    Column("title", "Qué es"),
    Column("lead", "Quién responde"),
    Column("why", "Por qué"),
    KIND,
)


def agenda(frame: pl.DataFrame, **filters: str) -> pl.DataFrame:
    """What to speak of, each with its reasons in a sentence."""
    rows = [_named(row, **filters) | {"why": _why(row)} for row in frame.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=dict.fromkeys((*(one.name for one in AGENDA), "code_address"), pl.String))


def _why(row: Row) -> str:
    told = [words.AGENDA_REASONS[one] for one in row["reasons"]]
    if "blocked" in row["reasons"]:
        told[row["reasons"].index("blocked")] = f"espera a {words.listed(row['blocked_by'])}"
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}."


# --- agreements ------------------------------------------------------------------------------------------

AGREEMENTS = (
    Column("code", "Acuerdo"),
    Column("label", "Qué se acordó"),
    Column("body", "Quién debe cumplir"),
    Column("measure", "Medida"),
    Column("due_on", "Plazo"),
    Column("state", "Estado"),
    Column("age", "Antigüedad"),
    KIND,
)


def agreements(frame: pl.DataFrame, **filters: str) -> pl.DataFrame:
    """What was agreed, with its state in words and how many sessions old it is."""
    rows = [
        {
            "code": row["code"],
            "label": row["label"],
            "body": row["body"] or NOT_STATED,
            "measure": row["measure"] or "Ninguna en particular",
            "measure_address": links.of_measure(row["measure"], **filters) if row["measure"] else "",
            "due_on": row["due_on"],
            "state": _agreed(row),
            "age": _sessions(row["sessions_old"]),
            "kind": kind(row),
        }
        for row in frame.iter_rows(named=True)
    ]
    schema = dict.fromkeys((*(one.name for one in AGREEMENTS), "measure_address"), pl.String) | {"due_on": pl.Date}
    return pl.DataFrame(rows, schema=schema)


def _agreed(row: Row) -> str:
    state = words.AGREEMENT_STATES[row["state"]]
    return f"{state} (el {dates.day(row['ended_on'])})" if row["ended_on"] else state


def _sessions(count: int | None) -> str:
    if count is None:
        return ABSENT
    return {0: "De esta sesión", 1: "De la sesión anterior"}.get(count, f"De hace {count} sesiones")


# --- who owes, who reported ------------------------------------------------------------------------------

OWED = (
    Column("body", "Subsecretaría"),
    Column("late", "Atrasadas", is_number=True),
    Column("at_risk", "En riesgo", is_number=True),
    Column("missing", "Sin reporte", is_number=True),
    Column("overdue", "Acuerdos vencidos", is_number=True),
    KIND,
)


def owed(measures: pl.DataFrame, agreed: pl.DataFrame, names: Members, **filters: str) -> pl.DataFrame:
    """What each body owes, who owes most first; nobody who owes nothing. Of several leads of a measure the first owes it."""
    led = measures.group_by(body_code="lead_code").agg(
        late=(pl.col("schedule") == "late").sum().cast(pl.Int64),
        at_risk=(pl.col("schedule") == "at_risk").sum().cast(pl.Int64),
        missing=pl.col("misses_report").sum().cast(pl.Int64),
        made_up=pl.col("demonstration").any(),
    )
    due = (
        agreed.filter(state="overdue")
        .group_by("body_code")
        .agg(overdue=pl.len().cast(pl.Int64), made_up_too=pl.col("demonstration").any())
    )
    joined = led.join(due, on="body_code", how="full", coalesce=True, nulls_equal=True)
    counts = [one.name for one in OWED[1:5]]
    bodies = [names.label(code) if code else NOT_STATED for code in joined["body_code"]]
    counted_up = joined.with_columns(
        pl.col(counts).fill_null(0),
        pl.Series("body", bodies, pl.String),
        demonstration=pl.col("made_up").fill_null(value=False) | pl.col("made_up_too").fill_null(value=False),
    ).with_columns(all=pl.sum_horizontal(counts))
    order = ["all", *counts]
    ordered = counted_up.filter(pl.col("all") > 0).sort(*order, "body", descending=[True] * len(order) + [False])
    rows = list(ordered.iter_rows(named=True))
    to = [links.of_plan(responsable=row["body_code"], **filters) if row["body_code"] else "" for row in rows]
    return ordered.with_columns(
        pl.Series("kind", [kind(row) for row in rows], pl.String), pl.Series("body_address", to, pl.String)
    )


@dataclass(frozen=True, kw_only=True)
class Named:
    """A few of many: name, address and what is said of each; how many more there are, and which kind of data they are."""

    what: str
    named: tuple[tuple[str, str, str], ...]
    rest: str
    kind: str


_FEW = 3


def latest(late: pl.DataFrame, **filters: str) -> Named | None:
    """The measures that are latest, of those that are late, in order; None if there is none."""
    rows = late.head(_FEW).iter_rows(named=True)
    named = tuple(
        (
            row["code"],
            links.of_measure(row["code"], **filters),
            f"{row['lead'] or NOT_STATED}, {_days(row['days_late'])}",
        )
        for row in rows
    )
    return _few_of("Lo más atrasado", named, late, ("medida más", "medidas más")) if named else None


def most_owing(owing: pl.DataFrame) -> Named | None:
    """The bodies that owe most, of what `owed` tells; None if there is none."""
    rows = owing.head(_FEW).iter_rows(named=True)
    named = tuple((row["body"], row["body_address"], _debts(row)) for row in rows)
    return _few_of("Quién debe más", named, owing, ("organismo más", "organismos más")) if named else None


def _few_of(what: str, named: tuple[tuple[str, str, str], ...], of: pl.DataFrame, more: tuple[str, str]) -> Named:
    others = of.height - len(named)
    return Named(
        what=what,
        named=named,
        rest=f"; y {counted(others, *more)}." if others else ".",
        kind=kind({"demonstration": bool(of["demonstration"].any())}),
    )


def _debts(row: Row) -> str:
    """'2 atrasadas, 1 acuerdo vencido': each count that is not zero."""
    return words.listed(counted(row[name], one, several) for name, one, several in _DEBTS if row[name])


_DEBTS = (
    ("late", "atrasada", "atrasadas"),
    ("at_risk", "en riesgo", "en riesgo"),
    ("missing", "sin reporte", "sin reporte"),
    ("overdue", "acuerdo vencido", "acuerdos vencidos"),
)


PUNCTUALITY = (
    Column("body", "Subsecretaría"),
    Column("due", "Reportes debidos", is_number=True),
    Column("on_time", "A tiempo", is_number=True),
    Column("late", "Tarde", is_number=True),
    Column("missing", "Sin entregar", is_number=True),
    Column("on_time_share", "Puntualidad", is_number=True, number_format="0%"),
    KIND,
)
TOO_FEW = "Pocos casos"


def punctuality(frame: pl.DataFrame) -> pl.DataFrame:
    """How punctual each body was, in words where it had too few reports to say."""
    shares = [TOO_FEW if one is None else percent(one) for one in frame["on_time_share"]]
    kinds = [kind(row) for row in frame.iter_rows(named=True)]
    return frame.with_columns(pl.Series("on_time_share_text", shares, pl.String), pl.Series("kind", kinds, pl.String))


# --- one measure -----------------------------------------------------------------------------------------

MILESTONES = (
    Column("label", "Hito"),
    Column("baseline_on", "Línea base"),
    Column("planned_on", "Plan vigente"),
    Column("actual_on", "Cumplido"),
    Column("target", "Avance que supone", is_number=True, number_format="0%"),
    Column("told", "Situación"),
    KIND,
)
REPLANS = (
    Column("told_on", "Se informó"),
    Column("label", "Hito"),
    Column("from_on", "Antes"),
    Column("to_on", "Después"),
    Column("days", "Días", is_number=True),
    Column("reason", "Motivo"),
    KIND,
)
REPORTS = (
    Column("cut_on", "Corte"),
    Column("delivered", "Entregado"),
    Column("body", "Quién reportó"),
    Column("status", "Estado oficial"),
    Column("progress", "Avance", is_number=True, number_format="0%"),
    Column("moved", "Cambio", is_number=True),
    Column("confidence", "Confianza"),
    Column("narrative", "Relato"),
    KIND,
)
EVIDENCE = (Column("label", "Evidencia"), Column("presented_on", "Presentada"), Column("reviewed", "Revisión"), KIND)
BLOCKERS = (
    Column("body", "Organismo"),
    Column("label", "Qué falta"),
    Column("since_on", "Desde"),
    Column("resolved", "Resuelto"),
    KIND,
)


def states(found: Dossier) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The three states, kept apart, and what stands beside each."""
    one = found.measure
    reported = f"Según el reporte del {dates.day(one['reported_on'])}" if one["reported_on"] else "Nadie ha reportado"
    yield "Estado oficial", words.MEASURE_STATUS.get(one["status"], NOT_REPORTED), (reported,)
    ended = [f"Término vigente: {dates.day(one['planned_on'])}"] if one["planned_on"] else []
    if one["days_late"]:
        ended.append(f"{counted(one['days_late'], 'día', 'días')} de atraso")
    if one["planned_on"] and one["baseline_on"] and one["planned_on"] > one["baseline_on"]:
        ended.append(f"La línea base decía {dates.day(one['baseline_on'])}")
    yield "Situación de plazo", words.MEASURE_SCHEDULE.get(one["schedule"], NO_PLAN), tuple(ended)
    yield "Evidencia", words.MEASURE_PROOF[one["proof"]], (counted(found.evidence.height, "presentada", "presentadas"),)
    promised = f"Comprometido por los hitos vencidos: {percent(one['promised'])}" if one["promised"] is not None else ""
    yield "Avance reportado", percent(one["progress"]), tuple(filter(None, (promised,)))
    confidence = words.CONFIDENCE.get(one["confidence"], NOT_STATED)
    yield "Confianza del responsable", confidence, ()


EXPLANATION_OWED = (
    "Falta la explicación obligatoria. Quien reporta con confianza baja, o más de 5 puntos bajo lo comprometido, debe decir por "
    "qué."
)


def owes_explanation(found: Dossier) -> bool:
    """It has to say why, and does not."""
    return bool(found.measure["owes_explanation"]) and not (found.measure["narrative"] or "").strip()


def told_by_its_body(found: Dossier) -> str:
    """What its body says of it, or that it should; nothing where it need not and does not."""
    if owes_explanation(found):
        return EXPLANATION_OWED
    told = (found.measure["narrative"] or "").strip()
    return f"Lo que dice el responsable: {told}" if told else ""


def _of_its_kind(one: Dossier, frame: pl.DataFrame) -> pl.DataFrame:
    """The kind of data in each row: a row is copied without the others."""
    return frame.with_columns(kind=pl.lit(kind(one.measure)))


def milestones(one: Dossier) -> pl.DataFrame:
    """Its plan, each milestone with how it stands."""
    rows = one.milestones.iter_rows(named=True)
    return _of_its_kind(one, one.milestones).with_columns(
        pl.Series("told", [_milestone(row, one.today) for row in rows], pl.String),
        pl.Series(
            "actual_on_text", [dates.day(day) if day else "Pendiente" for day in one.milestones["actual_on"]], pl.String
        ),
        pl.Series(
            "target_text", [ABSENT if part is None else percent(part) for part in one.milestones["target"]], pl.String
        ),
    )


def _milestone(row: Row, today: date) -> str:
    due, actual = row["planned_on"], row["actual_on"]
    if actual:
        return "Cumplido a tiempo" if due is None or actual <= due else f"Cumplido {_days((actual - due).days)} después"
    if due is None:
        return ABSENT
    return f"Vencido hace {_days((today - due).days)}" if due < today else f"Faltan {_days((due - today).days)}"


def replans(one: Dossier) -> pl.DataFrame:
    """How its plan was moved."""
    days = [(row["to_on"] - row["from_on"]).days for row in one.replans.iter_rows(named=True)]
    texts = [f"{day:+}".replace("-", "−") for day in days]
    return _of_its_kind(one, one.replans).with_columns(
        pl.Series("days", days, pl.Int64),
        pl.Series("days_text", texts, pl.String),
        pl.col("reason").fill_null("Sin motivo informado"),
    )


def reports(one: Dossier) -> pl.DataFrame:
    """Its reports, latest first, each with what it changed."""
    frame = _of_its_kind(one, one.reports)
    before = [*frame["progress"].to_list()[1:], None][: frame.height]
    pairs = list(zip(frame["progress"], before, strict=True))
    moved = [None if now is None or then is None else round(100 * (now - then)) for now, then in pairs]
    return frame.with_columns(
        pl.Series("delivered", [_delivered(row) for row in frame.iter_rows(named=True)], pl.String),
        pl.col("body").fill_null(NOT_STATED),
        pl.Series("progress_text", [percent(share) for share in frame["progress"]], pl.String),
        pl.Series("moved", moved, pl.Int64),
        pl.Series("moved_text", [_moved(points) for points in moved], pl.String),
        pl.col("status").replace_strict(words.MEASURE_STATUS, default=NOT_REPORTED),
        pl.col("confidence").replace_strict(words.CONFIDENCE, default=NOT_STATED).fill_null(NOT_STATED),
        pl.when(pl.col("narrative").str.strip_chars() == "")
        .then(pl.lit("Sin relato"))
        .otherwise("narrative")
        .alias("narrative"),
    )


def _delivered(row: Row) -> str:
    delivered, due = row["delivered_on"], row["due_on"]
    if delivered is None:
        return NOT_STATED
    return f"{dates.day(delivered)}, tarde" if due and delivered > due else dates.day(delivered)


def _moved(points: int | None) -> str:
    if points is None:
        return "Primer reporte"
    return "Sin cambio" if not points else f"{'+' if points > 0 else '−'}{abs(points)} puntos"


def evidence(one: Dossier) -> pl.DataFrame:
    """What there is to show, each with its link, if it is one."""
    frame = _of_its_kind(one, one.evidence)
    addresses = [links.outside(url) for url in frame["url"]]
    reviewed = [f"Revisada el {dates.day(day)}" if day else "Sin revisar" for day in frame["reviewed_on"]]
    return frame.with_columns(
        pl.Series("label_address", addresses, pl.String), pl.Series("reviewed", reviewed, pl.String)
    )


def blockers(one: Dossier) -> pl.DataFrame:
    """Who must act first."""
    resolved = [dates.day(day) if day else "No" for day in one.blockers["resolved_on"]]
    return _of_its_kind(one, one.blockers).with_columns(
        pl.Series("resolved", resolved, pl.String), pl.col("body").fill_null(NOT_STATED)
    )


# --- the whole plan --------------------------------------------------------------------------------------


def promises(frame: pl.DataFrame, done: Mapping[date, float | None]) -> pl.DataFrame:
    """What was done by each day, where that is known, beside what had been promised for it."""
    counts = [None if done.get(day) is None else int(done[day] or 0) for day in frame["day"]]
    texts = ["Aún no llega" if count is None else number(count) for count in counts]
    return frame.with_columns(
        pl.Series("name", [dates.day(day) for day in frame["day"]], pl.String),
        pl.Series("implemented", counts, pl.Int64),
        pl.Series("implemented_text", texts, pl.String),
    )


def matrix(measures: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Column, ...]]:
    """A row for each ministry and a column for each axis: 'implemented of all', a dash where there is none."""
    axes = measures.select("axis_code", "axis").unique().sort(pl.col("axis_code").cast(pl.Int64), nulls_last=True)
    columns = [Column("ministry", "Ministerio")]
    columns += [Column(f"axis_{code or 'none'}", name or "Sin eje informado") for code, name in axes.iter_rows()]
    columns += [Column("whole", "Todos los ejes"), KIND]
    rows = []
    for ministry, led in measures.sort("ministry").group_by("ministry", maintain_order=True):
        cells = {
            f"axis_{code or 'none'}": _done_of(led.filter(pl.col("axis_code").eq_missing(code)))
            for code in axes["axis_code"]
        }
        marked = kind({"demonstration": bool(led["demonstration"].any())})
        rows.append({"ministry": ministry[0] or NOT_STATED, **cells, "whole": _done_of(led), "kind": marked})
    return pl.DataFrame(rows, schema=dict.fromkeys((one.name for one in columns), pl.String)), tuple(columns)


def _done_of(measures: pl.DataFrame) -> str:
    done = measures.filter(status="implemented").height
    return f"{number(done)} de {number(measures.height)}" if measures.height else "—"
