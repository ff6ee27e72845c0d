"""The budget in words: a sentence by rule, what asks for attention, and the rows of its tables and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from dashboards.display import dates, links
from dashboards.display.columns import Column
from dashboards.display.contradictions import listed_lines
from dashboards.display.formats import Amounts, ValueFormat, as_printed, counted, format_of, money, number
from dashboards.display.words import listed
from metrics import (
    Breakdown,
    Deflated,
    Meaning,
    Members,
    Modifications,
    NoProjection,
    Pace,
    Projection,
    PublishedFigure,
    Standing,
    UnitCost,
    legible,
    metric,
)

DEMONSTRATION = "Demostración"
LEVELS = {"subtitle": "Subtítulo", "budget_item": "Ítem", "budget_line": "Asignación"}
STANDINGS: Mapping[Standing, str] = {
    Standing.OVERSPENT: "Sobrepasado",
    Standing.FAST: "Adelantado",
    Standing.EVEN: "Al ritmo del año",
    Standing.SLOW: "Atrasado",
    Standing.NO_BUDGET: "Sin presupuesto",
    Standing.NOT_KNOWN: "Falta un mes",
}
NOT_JUDGED = "Falta cargar algún mes de este año: no se juzga el ritmo del gasto."
RULES = (
    "«Sobrepasado»: lo devengado supera el presupuesto vigente. «Adelantado» y «atrasado»: lo devengado se aparta más de diez "
    "puntos de la parte del año que ya pasó (3 de 12 meses son 25 %). Es una regla de aviso y no un juicio: hay gastos que "
    "por su naturaleza se concentran en unos meses."
)
IN_PESOS_ONLY = "Sólo se suman montos en pesos; lo presupuestado en dólares, si lo hay, va aparte."
ROUNDED = "Cada monto se redondea a miles de pesos por separado: una suma puede diferir en uno de la de sus partes."


def clp(amounts: Amounts) -> ValueFormat:
    """How amounts are written."""
    return money(metric("budget.current").unit, amounts)


def share(value: float | None) -> str:
    """'25,52 %'."""
    return format_of(metric("budget.execution_share").unit).text(value)


def checked(checks: int, agree: int, undecided: int, contradictions: int) -> str:
    """How the printed amounts stand against each other and against the register."""
    known = counted(checks, "comprobación", "comprobaciones")
    rest = [
        f"{number(count)} {what}"
        for count, what in ((checks - agree - undecided, "difieren"), (undecided, "no se pueden decidir"))
        if count
    ]
    said = f"De {known} de montos de presupuesto e ingresos, {', '.join([f'{number(agree)} concuerdan', *rest])}"
    if not contradictions:
        return f"{said}."
    named = counted(contradictions, "contradicción del documento las reúne", "contradicciones del documento las reúnen")
    return f"{said}. {named}, y nada se corrige:"


def out_of_100(value: float) -> str:
    """'$99,96'; what is not all of it is never written as all."""
    told = number(100 * value, 2)
    return f"casi ${told}" if value < 1 and told == number(100, 2) else f"${told}"


def sentence(found: Breakdown, amounts: Amounts) -> str:
    """What the numbers mean; nothing where one of them is not known whole."""
    current, accrued, left = (found.total(one) for one in ("current", "accrued_to_date", "left"))
    if not found.is_partial and current == 0 and accrued is not None:
        spent = f"Se devengaron {clp(amounts).text(accrued)} sin presupuesto vigente."
        return spent if accrued else "No tiene presupuesto ni gasto en este año."
    executed, of_enacted = found.total("execution_share"), found.total("execution_of_enacted_share")
    if found.is_partial or None in (current, accrued, left, executed):
        return ""
    of = clp(amounts)
    said = (
        f"De cada $100 vigentes se devengaron {out_of_100(executed or 0)}: {of.text(accrued)} de {of.text(current)}. "
    )
    said += _left(left or 0, of)
    if of_enacted is not None:
        said += f" Frente a la ley la ejecución es de {share(of_enacted)}."
    return said


def _left(left: float, of: ValueFormat) -> str:
    if left < 0:
        return f"Se devengó {of.text(-left)} más que lo vigente."
    return f"Quedan {of.text(left)} por devengar." if left else "No queda nada por devengar."


def alerts(found: Breakdown, members: Members, said: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """What is not at the pace of the year, the gravest first: a sentence, where it is seen, and whether it is made up."""
    order = [Standing.OVERSPENT, Standing.FAST, Standing.SLOW]
    rows = [row for row in found.frame.iter_rows(named=True) if Standing(row["standing"]) in order]
    for row in sorted(rows, key=lambda row: (order.index(Standing(row["standing"])), -(row["current"] or 0))):
        yield _alert(row, members, found), links.of_budget_node(row["code"], **said), row["demonstration"]


def _alert(row: Mapping[str, Any], members: Members, found: Breakdown) -> str:
    name = f"{row['code']} {legible(members.label(row['code']))}"
    standing, passed = Standing(row["standing"]), share(found.passed)
    if standing is Standing.OVERSPENT and row["execution_share"] is None:
        return f"{name} gasta sin presupuesto vigente"
    if standing is Standing.OVERSPENT:
        return f"{name} sobrepasa su presupuesto: lleva {share(row['execution_share'])} de lo vigente"
    rest = f"lleva {share(row['execution_share'])} de lo vigente con {passed} del año"
    if standing is Standing.FAST:
        lasts = row["lasts_to"]
        until = f"; a este ritmo se agota en {_month_name(lasts)}" if lasts else ""
        return f"{name} va adelantado: {rest}{until}"
    return f"{name} va atrasado: {rest}"


def _month_name(month: int) -> str:
    return dates.period(f"2024-{month:02}").partition(" ")[0]


# --- the classifier --------------------------------------------------------------------------------------


def table_columns(level: str) -> tuple[Column, ...]:
    """The columns of a level's table; its files hold pesos, however people read them."""
    cells = clp(Amounts.PESOS).cell_format

    def amount(name: str, title: str) -> Column:
        return Column(name, title, is_number=True, number_format=cells)

    def part(name: str, title: str) -> Column:
        return Column(name, title, is_number=True, number_format="0.00%")

    return (
        Column("named", LEVELS[level]),
        amount("enacted", "Ley"),
        amount("current", "Vigente"),
        amount("accrued_to_date", "Devengado"),
        amount("paid_to_date", "Pagado"),
        amount("left", "Saldo"),
        part("execution_share", "% del vigente"),
        part("weight", "% del total"),
        Column("standing", "Ritmo"),
        Column("kind", "Clase de dato"),
    )


def filed_columns(level: str) -> tuple[Column, ...]:
    """The same in a file: the code and the name apart, and both shares."""
    first, *rest = table_columns(level)
    of_enacted = Column("execution_of_enacted_share", "% de la ley", is_number=True, number_format="0.00%")
    return (Column("code", "Código"), Column("label", first.title), *rest[:6], of_enacted, *rest[6:])


def _joined(kind: str, said: str, row: Mapping[str, Any], figures: Sequence[PublishedFigure]) -> str:
    """The kind of data of a row and where what was spent is printed, to the peso or the thousand, if it is."""
    amount = row["accrued_to_date"]
    lines = sorted({figure.line for figure in figures if amount is not None and figure.stored == int(amount)})
    return f"{kind}; {said.format(listed_lines(lines))}" if lines else kind


PRINTED_COLUMNS = (
    *(column for column in table_columns("subtitle") if column.name not in {"left", "weight", "standing", "kind"}),
    Column("printed_kind", "Clase de dato"),
)


def in_table(
    found: Breakdown, members: Members, look: tuple[Amounts, Mapping[str, str]], figures: Sequence[PublishedFigure]
) -> pl.DataFrame:
    """The parts of a node as people read them, and their total; each leads to its own place.

    `figures` are what is printed of just these months.
    """
    amounts, said = look
    of, rows = clp(amounts), []
    for row in found.frame.iter_rows(named=True):
        label = legible(members.label(row["code"]))
        rows.append(
            row
            | _texts(row, of)
            | {
                "label": label,
                "named": f"{row['code']} {label}",
                "named_address": links.of_budget_node(row["code"], **said),
                "standing": STANDINGS[Standing(row["standing"])],
                "kind": _joined(kind_of(row), "lo devengado está impreso ({})", row, figures),
                "printed_kind": _joined(kind_of(row), "{}", row, figures),
                "is_total": False,
            }
        )
    return pl.DataFrame([*rows, _total(found, of)], infer_schema_length=None) if rows else pl.DataFrame()


def _texts(row: Mapping[str, Any], of: ValueFormat) -> dict[str, str]:
    amounts = ("enacted", "current", "accrued_to_date", "paid_to_date", "left")
    shares = ("execution_share", "execution_of_enacted_share", "weight")
    texts = {f"{name}_text": of.text(row[name]).replace(" ", _JOINED) for name in amounts}
    return texts | {f"{name}_text": share(row[name]) if row[name] is not None else _NO_BASE for name in shares}


_NO_BASE, _JOINED = "Sin presupuesto", "\u00a0"


def _total(found: Breakdown, of: ValueFormat) -> dict[str, Any]:
    """The whole, of which the parts are all."""
    row: dict[str, Any] = {one.metric.id.partition(".")[2]: one.value for one in found.whole.answers}
    row |= {"weight": 1.0 if (row["current"] or 0) > 0 else None}
    row |= {"demonstration": any(answer.is_demonstration for answer in found.whole.answers)}
    return (
        row
        | _texts(row, of)
        | {
            "code": found.node.code,
            "label": "Total",
            "named": "Total",
            "named_address": "",
            "standing": STANDINGS[found.standing],
            "lasts_to": None,
            "kind": kind_of(row),
            "printed_kind": kind_of(row),
            "is_total": True,
        }
    )


def kind_of(row: Mapping[str, Any]) -> str:
    """What kind of data a row is of."""
    return DEMONSTRATION if row["demonstration"] else "Registro"


def in_bars(found: Breakdown, members: Members, amounts: Amounts) -> pl.DataFrame:
    """The rows of the chart of size and execution."""
    of = clp(amounts)
    rows = [
        {
            "name": f"{row['code']} {legible(members.label(row['code']))}",
            "size": max(0.0, row["weight"] or 0.0),
            "spent": max(0.0, row["execution_share"] or 0.0),
            "told": _told(row, of),
            "tip": f"{members.label(row['code'])}: {_told(row, of)}",
        }
        for row in found.frame.iter_rows(named=True)
    ]
    schema = {"name": pl.String} | dict.fromkeys(("size", "spent"), pl.Float64)
    return pl.DataFrame(rows, schema=schema | {"told": pl.String, "tip": pl.String})


def _told(row: Mapping[str, Any], of: ValueFormat) -> str:
    if row["execution_share"] is None:
        return f"{of.text(row['accrued_to_date'])} devengados, sin presupuesto vigente"
    return f"{share(row['execution_share'])}: {of.text(row['accrued_to_date'])} de {of.text(row['current'])}"


def bars_told(frame: pl.DataFrame) -> str:
    """What the chart of the parts shows, for those who do not see it."""
    return "; ".join(frame["tip"].to_list())


# --- pace ------------------------------------------------------------------------------------------------

PACE_COLUMNS = (
    Column("month_name", "Mes"),
    Column("accrued", "Devengado acumulado", is_number=True, number_format='"$"#,##0'),
    Column("before", "El año anterior", is_number=True, number_format='"$"#,##0'),
    Column("linear", "Ritmo parejo", is_number=True, number_format='"$"#,##0'),
    Column("current", "Presupuesto vigente", is_number=True, number_format='"$"#,##0'),
)


def paces(found: Pace, amounts: Amounts) -> pl.DataFrame:
    """The twelve months as people read them."""
    of = clp(amounts)
    rows = [
        row
        | {f"{name}_text": of.text(row[name]) for name in ("accrued", "before", "linear", "current")}
        | {"month_name": _month_name(row["month"]).capitalize() + _gaps(row)}
        for row in found.frame.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _gaps(row: Mapping[str, Any]) -> str:
    """Which of the two years has a month that was never loaded."""
    said = {"is_partial": "este año", "is_before_partial": "el anterior"}
    told = [name for column, name in said.items() if row[column]]
    return f" (incompleto {' y '.join(told)})" if told else ""


def pace_told(found: Pace, amounts: Amounts) -> str:
    """What the chart shows, for those who do not see it."""
    of, last = clp(amounts), found.frame.row(found.month.start.month - 1, named=True)
    return (
        f"Devengado acumulado de {found.year} hasta {_month_name(last['month'])}: {of.text(last['accrued'])}; el año anterior "
        f"llevaba {of.text(last['before'])}, y un ritmo parejo daría {of.text(last['linear'])}"
    )


def projected(found: Pace, amounts: Amounts) -> str:
    """What the year comes to, or why it is not told."""
    if isinstance(found.projection, Projection):
        return _projected(found.projection, found.year, clp(amounts))
    closed = (
        f"hay {len(found.closed_years)} ({listed(map(str, found.closed_years))})"
        if found.closed_years
        else "no hay ninguno"
    )
    return {
        NoProjection.CLOSED: f"{found.year} está cerrado: no hay qué proyectar.",
        NoProjection.FEW_YEARS: (
            f"No se proyecta el gasto a diciembre: harían falta al menos tres años cerrados para probar el método y "
            f"{closed}."
        ),
        NoProjection.INCOMPLETE: "No se proyecta el gasto a diciembre: falta cargar algún mes de este año.",
        NoProjection.NOTHING_SPENT: (
            "No se proyecta el gasto a diciembre: a esta altura del año no hay gasto, o en algún año cerrado no lo hubo."
        ),
    }[found.projection]


def _projected(one: Projection, year: int, of: ValueFormat) -> str:
    worst = max(one.errors.items(), key=lambda item: abs(item[1]))
    return (
        f"Si el resto de {year} sigue como los años cerrados, el gasto llegaría en diciembre a {of.text(one.value)}, entre "
        f"{of.text(one.low)} y {of.text(one.high)} según el más y el menos rápido de ellos ({listed(map(str, one.years))}). El "
        f"método divide lo devengado por la parte del gasto anual que esos años llevaban a este mes; probado en cada uno con "
        f"los demás, su mayor error fue de {number(100 * abs(worst[1]), 1)} % ({worst[0]})."
    )


# --- modifications ---------------------------------------------------------------------------------------

STEP_COLUMNS = (
    Column("dated", "Fecha"),
    Column("decree", "Decreto"),
    Column("label", "Qué hace"),
    Column("lines", "Qué líneas cambia"),
    Column("amount", "Monto", is_number=True, number_format='"$"#,##0'),
    Column("after", "Presupuesto después", is_number=True, number_format='"$"#,##0'),
)


def steps(found: Modifications, amounts: Amounts) -> pl.DataFrame:
    """The decrees in order, and what none of them explains."""
    of = clp(amounts)
    rows = [row | {"lines": _lines_of(row, found.lines, of)} for row in found.steps.iter_rows(named=True)]
    if found.undeclared:
        rest = {"dated": None, "decree": "Sin decreto informado", "label": "Diferencia que el registro no explica"}
        rest |= {"lines": "No se sabe"}
        rows.append(rest | {"amount": found.undeclared, "after": int(found.current.value or 0)})
    written = [
        row
        | {
            "dated_text": dates.day(row["dated"]),
            "amount_text": of.change(row["amount"]) if row["amount"] else "Reasigna, sin cambiar el total",
            "after_text": of.text(row["after"]),
        }
        for row in rows
    ]
    schema: dict[str, Any] = {"dated": pl.Date, "decree": pl.String, "label": pl.String, "amount": pl.Int64}
    schema |= {"after": pl.Int64, "lines": pl.String}
    texts = dict.fromkeys(("dated_text", "amount_text", "after_text"), pl.String)
    return pl.DataFrame(written, schema=schema | texts)


def _lines_of(row: Mapping[str, Any], lines: pl.DataFrame, of: ValueFormat) -> str:
    """'22.11.003: +M$ 40.000; 29.04: -M$ 40.000'."""
    its = lines.filter((pl.col("decree") == row["decree"]) & (pl.col("year") == row["dated"].year))
    return "; ".join(f"{code}: {of.change(amount)}" for code, amount in its.select("code", "amount").iter_rows())


def in_steps(found: Modifications, amounts: Amounts) -> pl.DataFrame:
    """The rows of the waterfall, in the axis's unit: the law, each decree, and the current budget."""
    of, steps_of = clp(amounts), steps(found, amounts)
    enacted, current = found.enacted.value or 0.0, found.current.value or 0.0
    rows = [
        _whole("Ley", enacted, of),
        *(_step(row, of) for row in steps_of.iter_rows(named=True)),
        _whole("Vigente", current, of),
    ]
    return pl.DataFrame(rows).with_columns(pl.col("start", "end") * of.axis_factor)


def _whole(name: str, amount: float, of: ValueFormat) -> dict[str, Any]:
    told = of.text(amount)
    return {"name": name, "start": 0.0, "end": amount, "kind": "Presupuesto", "short": told, "tip": f"{name}: {told}"}


def _step(row: Mapping[str, Any], of: ValueFormat) -> dict[str, Any]:
    day = f"{dates.day(row['dated'])} · " if row["dated"] else ""
    short = of.change(row["amount"]) if row["amount"] else "Reasigna"
    return {
        "name": f"{legible(row['decree'])} · {day}{legible(row['label'])}",
        "start": float(row["after"] - row["amount"]),
        "end": float(row["after"]),
        "kind": "Aumenta" if row["amount"] >= 0 else "Disminuye",
        "short": short,
        "tip": f"{day}{legible(row['decree'])}: {legible(row['label'])}: {short}",
    }


def modified(found: Modifications, amounts: Amounts) -> str:
    """How many decrees changed a budget, and by how much."""
    if found.undeclared is None or found.is_partial:
        return "Falta cargar algún mes de este año: puede haber modificaciones que no se conocen."
    of, change = clp(amounts), int((found.current.value or 0) - (found.enacted.value or 0))
    if not found.steps.height and not change:
        return "Ningún decreto lo ha modificado: rige lo que aprobó la ley."
    how = counted(found.steps.height, "decreto lo llevó", "decretos lo llevaron") if found.steps.height else "Pasó"
    rest = f" De eso, {of.change(found.undeclared)} no tiene decreto informado." if found.undeclared else ""
    return f"{how} de {of.text(found.enacted.value)} a {of.text(found.current.value)}: {of.change(change)}.{rest}"


# --- what it bought --------------------------------------------------------------------------------------

UNIT_COSTS = {
    "budget.expulsions": (
        "Gasto por expulsión",
        "Gasto devengado en pasajes y otros gastos asociados a expulsiones, dividido por las expulsiones materializadas, "
        "administrativas y judiciales, de los mismos días. No incluye remuneraciones ni lo que gastan las policías.",
    ),
}
"""By the metric of what is spent: what the unit cost is called, and what it is."""
PLACES = {"budget.expulsions": "22.08.007"}
"""Where in the classifier it is spent."""
NO_UNIT_COST = (
    "El Plan Rezago no tiene costo por permiso: la Cuenta Pública dice qué parte del rezago se resolvió, y no cuántas "
    "solicitudes resolvió el plan."
)


def unit_cost(found: UnitCost) -> str:
    """What one cost, in pesos, or why it is not told, with what is known."""
    name, _ = UNIT_COSTS[found.spent.metric.id]
    when, things = dates.since_january(found.period.label), found.bought.metric.unit.label
    of, spent = clp(Amounts.PESOS), clp(Amounts.PESOS).text(found.spent.value)
    if found.value is not None:
        count = number(found.bought.value or 0)
        return f"{name} en {when}: {of.text(round(found.value))}. Son {spent} divididos por {count} {things}."
    refused = f"{name} en {when}: no se calcula."
    if found.otherwise is not None:
        start, end = found.otherwise.period_from, found.otherwise.period_to
        return (
            f"{refused} El gasto de {when} es de {spent}, y las {number(float(found.otherwise.stored))} {things} que se publican "
            f"son de otros días ({dates.day(start)} a {dates.day(end)}): dividir uno por otras no diría nada."
        )
    if found.is_known:
        return f"{refused} No hubo {things}."
    return f"{refused} El gasto de {when} es de {spent} y no se conocen las {things} de esos días."


# --- real terms ------------------------------------------------------------------------------------------

NO_INDEX = (
    "No se muestran montos reales: ningún índice de precios está cargado. Sin él no se sabe qué parte de un cambio es de "
    "precios, y ninguno se supone."
)


def real(found: Deflated, amounts: Amounts) -> str:
    """How spending changed once prices are taken out, or why it is not told."""
    of, base = clp(amounts), dates.period(found.base)
    year, missing = found.month.start.year, listed(dates.period(unit) for unit in found.missing)
    now, nominal = found.total(year, "real"), found.total(year, "nominal")
    if now is None or nominal is None:
        why = f"el índice de precios cargado no tiene {missing}" if missing else f"falta algún mes de {year}"
        return f"No se muestran montos reales en pesos de {base}: {why}."
    said = f"Lo devengado en {dates.since_january(found.month.label)} son {of.text(nominal)}, o {of.text(now)} en pesos de {base}."
    grown, nominally = found.growth("real"), found.growth("nominal")
    if grown is None or nominally is None:
        why = f": el índice no tiene {missing}" if missing else ""
        return f"{said} No se compara con {year - 1}{why}."
    return (
        f"{said} Frente a los mismos meses de {year - 1} el gasto {_moved(nominally)} en pesos corrientes y {_moved(grown)} "
        f"en pesos de {base}."
    )


def _moved(change: float) -> str:
    return f"{'creció' if change >= 0 else 'bajó'} {number(100 * abs(change), 2)} %"


MEANING_COLUMNS = (
    Column("base", "Sobre qué base"),
    Column("amount", "Monto de la base", is_number=True),
    Column("nominal", "Aumento nominal", is_number=True),
    Column("agrees", "¿Es el impreso?"),
    Column("prices", "Alza de precios que lo haría real", is_number=True),
)


def meanings(found: tuple[Meaning, ...]) -> pl.DataFrame:
    """What the printed increase could mean, a row for each base."""
    rows = [
        {
            "base": f"{one.base.label} {one.base_figure.period}",
            "amount": as_printed(float(one.base_figure.value), one.base_figure.unit, 0),
            "nominal": f"{number(100 * float(one.increase), 2)} %",
            "agrees": "Sí" if one.agrees else "No",
            "prices": f"{number(100 * float(one.prices), 2)} %",
        }
        for one in found
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys((column.name for column in MEANING_COLUMNS), pl.String))


def meant(found: tuple[Meaning, ...]) -> str:
    """What it could mean, in a sentence; nothing where nothing is printed."""
    if not found:
        return ""
    printed, agreeing = found[0].printed, [one for one in found if one.agrees]
    if agreeing:
        return f"El aumento impreso de {printed.raw} es nominal y sobre el {_base(agreeing[0])}."
    ways = " y ".join(f"{number(100 * float(one.increase), 2)} % sobre el {_base(one)}" for one in found)
    positive = [one for one in found if one.prices > 0]
    real_terms = "".join(
        f" Sería real sobre el {_base(one)} si los precios hubieran subido {number(100 * float(one.prices), 2)} %."
        for one in positive
    )
    impossible = "".join(
        f" Sobre el {_base(one)} sólo lo sería si los precios hubieran bajado." for one in found if one.prices < 0
    )
    return (
        f"La Cuenta Pública imprime {printed.raw} (línea {printed.line}) y no dice sobre qué. En pesos corrientes el aumento es de "
        f"{ways}: no es ninguno de ellos.{real_terms}{impossible} Qué quiso decir no se puede saber con lo publicado."
    )


def _base(one: Meaning) -> str:
    label = one.base.label
    return f"{label[:1].lower()}{label[1:]} de {one.base_figure.period}"


# --- corrections -----------------------------------------------------------------------------------------

CORRECTED_COLUMNS = (
    Column("corrected_on", "Corregido el"),
    Column("known_on", "Se supo el"),
    Column("month", "Mes"),
    Column("line", "Línea"),
    Column("stage", "Etapa"),
    Column("before", "Antes", is_number=True, number_format='"$"#,##0'),
    Column("after", "Ahora", is_number=True, number_format='"$"#,##0'),
)
_STAGES = {"enacted": "Ley", "current": "Vigente", "accrued": "Devengado", "paid": "Pagado"}


def corrected(found: pl.DataFrame, members: Members, amounts: Amounts) -> pl.DataFrame:
    """What was told otherwise before, as people read it."""
    of: Callable[[float | None], str] = clp(amounts).text
    return found.with_columns(
        pl.col("month").map_elements(lambda day: dates.period(f"{day:%Y-%m}"), pl.String).alias("month_text"),
        pl.col("code").map_elements(lambda code: f"{code} {legible(members.label(code))}", pl.String).alias("line"),
        pl.col("stage").replace_strict(_STAGES, return_dtype=pl.String),
        pl.col("corrected_on")
        .map_elements(dates.day, pl.String)
        .fill_null("Carga retirada o fila cerrada")
        .alias("corrected_on_text"),
        pl.col("before").map_elements(of, pl.String).alias("before_text"),
        pl.col("after").map_elements(of, pl.String).fill_null("Retirado").alias("after_text"),
    )
