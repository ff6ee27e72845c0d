"""The budget in words: a sentence by rule, what asks for attention, and the rows of its tables and charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dashboards.display import dates, links
from dashboards.display.formats import Amounts, ValueFormat, counted, format_of, money, number
from metrics import (
    Breakdown,
    Members,
    Standing,
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
    said = [_agreeing(agree, "concuerda", "concuerdan")]
    said += [
        _agreeing(count, *words)
        for count, words in ((checks - agree - undecided, _DIFFER), (undecided, _UNDECIDED))
        if count
    ]
    known = counted(checks, "comprobación", "comprobaciones")
    told = f"De {known} de montos de presupuesto e ingresos, {', '.join(said)}."
    if not contradictions:
        return told
    named = counted(contradictions, "contradicción del documento toca", "contradicciones del documento tocan")
    return f"{told} {named} estos montos, y nada se corrige:"


_DIFFER, _UNDECIDED = ("difiere", "difieren"), ("no se puede decidir", "no se pueden decidir")


def _agreeing(count: int, one: str, several: str) -> str:
    return f"{number(count)} {one if count == 1 else several}"


def out_of_100(value: float) -> str:
    """'$99,96'; what is not all of it is never written as all."""
    told = number(100 * value, 2)
    return f"casi ${told}" if value < 1 and told == number(100, 2) else f"${told}"


def sentence(found: Breakdown, amounts: Amounts) -> str:
    """What the numbers mean; nothing where one of them is not known whole."""
    current, accrued, left = (found.total(one) for one in ("current", "accrued_to_date", "left"))
    if not found.is_partial and current == 0 and accrued is not None:
        spent = f"Se devengaron {clp(amounts).text(accrued)} sin presupuesto vigente."
        return spent if accrued else f"Sin presupuesto ni gasto en {dates.since_january(found.month.label)}."
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
        until = f"; a este ritmo se agota en {month_name(lasts)}" if lasts else ""
        return f"{name} va adelantado: {rest}{until}"
    return f"{name} va atrasado: {rest}"


def month_name(month: int) -> str:
    """'marzo'."""
    return dates.period(f"2024-{month:02}").partition(" ")[0]
