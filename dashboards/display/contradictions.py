"""One sentence for each thing that is wrong, written from the numbers of the checks that tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboards.display import checks, dates, words
from dashboards.display.formats import as_printed, number
from metrics import Check, Claim, Finding, PublishedFigure

Told = Sequence[Check]
LISTED, _EXAMPLES = 4, 2
"""What is named one by one, and how many of it where there is more."""
_QUALIFIERS = {"gt": "más de ", "ge": "al menos ", "le": "a lo más "}
_ORDERS = {
    "order_of_events": "lo primero no puede ser anterior a lo segundo",
    "said_to_follow": "según el texto, lo primero vino después de lo segundo",
    "done_and_to_be_done": "se anuncia por hacer lo que ya se cuenta como hecho",
}


@dataclass(frozen=True)
class Said:
    """What is wrong: one clause, and the cases of it where there are several."""

    opening: str
    cases: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it, with its full stop."""
        return f"{self.opening}: {'; '.join(self.cases)}." if self.cases else f"{self.opening}."


def said(finding: Finding) -> Said:
    """What is wrong, or what nothing decides."""
    about = finding.said.arguments
    return SENTENCES[finding.said.id](about["table"], about["checks"])


# --- pieces ----------------------------------------------------------------------------------------------


def listed_lines(lines: Sequence[int]) -> str:
    """'línea 7', 'líneas 7 y 9', 'líneas 7 a 20'."""
    if len(lines) == 1:
        return f"línea {lines[0]}"
    return f"líneas {_joined(map(str, lines))}" if len(lines) <= LISTED else f"líneas {lines[0]} a {lines[-1]}"


def _who(table: str) -> str:
    if not table:
        return "El texto"
    return f"La {table}" if table.startswith("Tabla") else f"«{table}»"


def _in(table: str) -> str:
    if not table:
        return "En el texto"
    return f"En la {table}" if table.startswith("Tabla") else f"En «{table}»"


def _of(table: str) -> str:
    if not table:
        return "del texto"
    return f"de la {table}" if table.startswith("Tabla") else f"de «{table}»"


def _joined(parts: Iterable[str]) -> str:
    """'a', 'a y b', 'a, b y c'."""
    *firsts, last = parts
    return f"{', '.join(firsts)} y {last}" if firsts else last


def _several(opening: str, told: Told, write: Callable[[Check], str]) -> Said:
    """The first cases, and how many more there are."""
    named = told if len(told) <= LISTED else told[:_EXAMPLES]
    left = len(told) - len(named)
    more = [f"y {_counted(left, 'caso', 'casos')} más"] if left else []
    return Said(opening, (*map(write, named), *more))


def _each(told: Told, write: Callable[[Check], str]) -> Said:
    """Cases that say all by themselves."""
    return Said("; ".join(_several("", told, write).cases))


def _counted(count: int, one: str, several: str) -> str:
    return f"{number(count)} {one if count == 1 else several}"


def _printed(check: Check) -> str:
    """What is printed, with the 'more than' that stands before it."""
    qualifier = check.figures[0].qualifier if check.figures else ""
    return _QUALIFIERS.get(qualifier, "") + checks.published(check)


def _name(check: Check) -> str:
    return f"«{checks.name(check.figures[0]) if check.figures else check.claims[0].subject}»"


def _prints(table: str, check: Check) -> str:
    return f"{_who(table)} dice {_printed(check)} en {_name(check)}"


def _on(passage: Claim | PublishedFigure) -> str:
    return f"en la línea {passage.line}"


# --- totals, percentages and averages --------------------------------------------------------------------


def _total(table: str, told: Told) -> Said:
    if len(told) > 1:
        return _several(
            f"{_in(table)}, los totales no son la suma de sus partes",
            told,
            lambda one: f"{_name(one)} dice {_printed(one)} y suman {checks.computed(one)} ({_gap(one)})",
        )
    (one,) = told
    parts = len(one.figures) - 1
    summed = "su única parte es" if parts == 1 else f"sus {number(parts)} partes suman"
    return Said(f"{_prints(table, one)}; {summed} {checks.computed(one)}: {_gap(one)}")


def _gap(check: Check) -> str:
    """What the parts lack of the total, or have too much."""
    difference = float(check.difference or 0)
    verb = "falta" if difference > 0 else "sobra"
    amount = as_printed(abs(difference), check.figures[0].unit, checks.decimals_of(check))
    return f"{verb if abs(difference) == 1 else verb + 'n'} {amount}"


def _whole(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        subject = one.claims[0].subject if one.claims else one.figures[0].label
        parts = _counted(len(one.figures), "parte suma", "partes suman")
        return f"«{subject}»: {parts} {checks.computed(one)} y debían sumar {checks.published(one)}"

    return _each(told, case)


def _ratio(table: str, told: Told) -> Said:
    first = told[0]
    if len(told) == 1:
        return Said(f"{_prints(table, first)}; {_worked_out(first)}")
    if len({one.passages[0].id for one in told}) == 1:
        return _several(_prints(table, first), told, _worked_out)
    return _several(
        f"{_in(table)}, {number(len(told))} cifras no resultan de las que las componen",
        told,
        lambda one: f"{_name(one)} dice {_printed(one)} y {_worked_out(one)}",
    )


def _worked_out(check: Check) -> str:
    """'con «a» (3) y «b» (4) resulta 75 %'."""
    parts = check.figures[1:]
    if not parts:
        return f"resulta {checks.computed(check)}"
    named = _joined(f"«{checks.name(part)}» ({checks.amount(part)})" for part in parts)
    using = named if len(parts) < LISTED else f"sus {number(len(parts))} partes"
    return f"con {using} resulta {checks.computed(check)}"


def _whole_number(table: str, told: Told) -> Said:
    first = told[0]
    total = first.figures[1]
    none = f"ningún número entero de {checks.amount(total)} («{checks.name(total)}»)"
    if len(told) == 1:
        return Said(f"{_prints(table, first)}, que no corresponde a {none}: {_nearest(first, '')}")
    label = first.figures[0].label
    return _several(f"{number(len(told))} porcentajes de «{label}» no corresponden a {none}", told, _nearest_to_it)


def _nearest_to_it(check: Check) -> str:
    return _nearest(check, f" a {checks.published(check)}")


def _nearest(check: Check, to: str) -> str:
    nearest = check.note.arguments["nearest"] if check.note else 0
    return f"lo más cercano{to} es {number(nearest)}, que da {checks.computed(check)}"


def _bound(table: str, told: Told) -> Said:
    def case(one: Check) -> str:
        whole = f" de «{checks.name(one.figures[1])}»" if len(one.figures) > 1 else ""
        return f"{_prints(table, one)}, que no puede ser más que {checks.computed(one)}{whole}"

    return _each(told, case)


def _indicator(table: str, told: Told) -> Said:
    return _each(told, lambda one: f"{_prints(table, one)}; el indicador da {checks.computed(one)}")


# --- orders of size and of time --------------------------------------------------------------------------


def _order_of_size(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        after, before = (f"«{checks.name(figure)}» ({checks.amount(figure)})" for figure in one.figures[:2])
        return f"El texto pone {after} después de {before}, que es menor"

    return _each(told, case)


def _largest(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        larger = max(one.figures[1:], key=lambda figure: figure.stored)
        rest = f"«{checks.name(larger)}» es más: {checks.computed(one)}"
        return f"Según el texto, {_name(one)} es lo más alto, con {_printed(one)}; {rest}"

    return _each(told, case)


def _periods(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        odd = int(one.difference or 0)
        verb = "no está en el período que le toca" if odd == 1 else "no están en el período que les toca"
        return f"«{one.name}»: {number(odd)} de {number(float(one.published or 0))} cifras {verb}"

    return _each(told, case)


def _order(_: str, told: Told) -> Said:
    reasons = dict.fromkeys(_ORDERS[one.note.id] for one in told if one.note)
    return Said(f"{_events(told)}: {_joined(reasons)}")


def _event(_: str, told: Told) -> Said:
    return Said(f"{_events(told)}: lo mismo con dos fechas")


def _events(told: Told) -> str:
    """What is told of each subject, and when; what is told twice alike, once."""
    events = dict.fromkeys((claim.subject, claim.about, claim.when) for one in told for claim in one.claims)
    return "; ".join(_of_subject(subject, named) for subject, named in groupby(events, key=lambda event: event[0]))


def _of_subject(subject: str, events: Iterable[tuple[str, str, str]]) -> str:
    each = _joined(f"{words.EVENTS[about]} ({dates.published_period(when)})" for _, about, when in events)
    return f"«{subject}», {each}"


def _duration(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        lasts, months = (_counted(int(side or 0), "mes", "meses") for side in (one.published, one.computed))
        span = dates.published_period(one.claims[0].when)
        return f"«{one.claims[0].subject}» dura {lasts} según el texto; de {span} hay {months}"

    return _each(told, case)


# --- what is said in two places --------------------------------------------------------------------------


def _restatement(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        here, there = one.figures[:2]
        return f"{_name(one)} dice {_printed(one)} {_on(here)} y {checks.computed(one)} {_on(there)}"

    return _each(told, case)


def _two_periods(table: str, told: Told) -> Said:
    def case(one: Check) -> str:
        there = one.figures[1]
        told_here, told_there = (f"{dates.published_period(figure.period)} {_on(figure)}" for figure in one.figures[:2])
        return f"«{there.label}» ({checks.amount(there)}), {told_here} y {told_there}"

    if len(told) == 1:
        return Said(f"La misma cifra con dos períodos: {case(told[0])}")
    return _several(f"{number(len(told))} cifras {_of(table)} se repiten con otro período", told, case)


def _two_numbers(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        claim, *others = one.claims
        elsewhere = _joined(map(number, one.note.arguments["numbers"] if one.note else ()))
        return f"{claim.about}, {checks.published(one)} {_on(claim)} frente a {elsewhere} en {_other_lines(others)}"

    opening = f"«{told[0].claims[0].subject}» tiene números distintos"
    return _several(opening, told, case) if len(told) > 1 else Said(f"{opening}: {case(told[0])}")


def _other_lines(claims: Iterable[Claim]) -> str:
    lines = sorted({claim.line for claim in claims})
    return ("la " if len(lines) == 1 else "las ") + listed_lines(lines)


def _two_bases(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        here, there = one.claims[:2]
        spoken = f"de «{here.base}» {_on(here)} y de «{there.base}» {_on(there)}"
        return f"«{here.subject}»: {checks.published(one)} se dice {spoken}"

    return _each(told, case)


def _two_names(_: str, told: Told) -> Said:
    def case(one: Check) -> str:
        here, there = one.claims[:2]
        return f"«{here.subject}», {here.about}: «{here.value}» {_on(here)} y «{there.value}» {_on(there)}"

    return _each(told, case)


# --- what nothing decides --------------------------------------------------------------------------------


def _undecided(_: str, told: Told) -> Said:
    """What is in doubt, and why."""
    note = told[0].note
    reason = words.sentence(note) if note else "el número impreso es aproximado y no decide"
    subjects = [f"«{name}»" for name in dict.fromkeys(checks.subject(one) for one in told)]
    shown = subjects if len(subjects) <= LISTED else [*subjects[:_EXAMPLES], f"{number(len(subjects) - _EXAMPLES)} más"]
    return Said(f"{_joined(shown)}: {reason}")


SENTENCES: Mapping[str, Callable[[str, Told], Said]] = {
    "metrics_differs": _indicator,
    "total_differs": _total,
    "total_differs_from_whole": _whole,
    "percentage_differs": _ratio,
    "percentage_differs_from_whole_number": _whole_number,
    "average_differs": _ratio,
    "bound_differs": _bound,
    "rank_differs": _largest,
    "rank_differs_from_order": _order_of_size,
    "periods_differs": _periods,
    "order_differs": _order,
    "duration_differs": _duration,
    "restatement_differs": _restatement,
    "date_differs": _two_periods,
    "date_differs_of_event": _event,
    "number_differs": _two_numbers,
    "base_differs": _two_bases,
    "name_differs": _two_names,
    "undecided": _undecided,
}
"""By the id of what is said of a finding; of its table, or nothing for the text, and the checks that tell it."""
