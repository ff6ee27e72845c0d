"""Every published figure against its parts, its restatements and the metrics layer.

What should hold is read from the declarations (`Metric.expected`) and from the figures themselves
(a national figure and its regions, a span of years and its years, a figure that restates another).
Nothing is mended: a check says what is printed, what comes out, and whether they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Engine

from data_access.published import PublishedFigure
from data_access.schema import published_figures
from metrics.catalogue import metric as metric_of
from metrics.errors import MetricError
from metrics.model import (
    ConstantSum,
    Expectation,
    GrowthOf,
    ObservationKind,
    Observed,
    QuotientOf,
    Ref,
    SumOf,
    WholePartOf,
)
from metrics.observe import Answer, observe
from metrics.periods import Period
from metrics.provenance import Snapshot
from metrics.reader import Reader
from metrics.sql import visible

_COUNTRY = "CL"
_YEAR = re.compile(r"\d{4}")
_NO_VALUE = "el indicador no tiene dato para la fecha de la cifra"


class Outcome(StrEnum):
    """AGREES within the printed precision; UNDECIDABLE: the document does not say enough."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECIDABLE = "undecidable"


class Kind(StrEnum):
    """What a figure is held against."""

    METRICS = "metrics"
    TOTAL = "total"
    PERCENTAGE = "percentage"
    RESTATEMENT = "restatement"
    DATE = "date"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One comparison. `published` and `computed` are in the unit that the document prints."""

    kind: Kind
    figures: tuple[PublishedFigure, ...]
    name: str
    published: float | str | None
    computed: float | str | None
    difference: float | None
    outcome: Outcome
    note: str = ""

    @property
    def id(self) -> str:
        """'kind:figure', with what it is compared with where a figure has several of a kind."""
        return f"{self.kind}:{self.figures[0].id}" + (f":{self.name}" if self.name else "")

    def as_row(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "figures": [figure.id for figure in self.figures],
            "published": self.published,
            "computed": self.computed,
            "difference": self.difference,
            "lines": [figure.line for figure in self.figures],
            "where": [figure.table_name or figure.chapter for figure in self.figures],
            "outcome": str(self.outcome),
            "note": self.note,
        }


def reconcile(engine: Engine, at: Snapshot | None = None) -> list[Check]:
    """All checks of the figures loaded, in the order of the document; it asks every metric that has one, in seconds.

    Everything is read at one snapshot: `at`, or the database as it is now.
    """
    with engine.connect() as connection:
        reader = Reader(connection, at)
        figures = _load(reader)
    checks = [
        *_metric_checks(engine, reader.at, figures),
        *_expected(figures),
        *_implied_totals(figures),
        *_restatements(figures),
    ]
    order = {figure.id: number for number, figure in enumerate(figures)}
    return sorted(checks, key=lambda check: (order[check.figures[0].id], check.id))


def _load(reader: Reader, *conditions: ColumnElement[bool]) -> list[PublishedFigure]:
    table, names = published_figures, tuple(PublishedFigure.__dataclass_fields__)
    query = (
        sa.select(*(table.c[name] for name in names))
        .where(visible(table), *conditions)
        .order_by(table.c.line, table.c.id)
    )
    rows = reader.rows(query, {"horizon": reader.coverage("published_figures", None).horizon})
    return [PublishedFigure(**dict(zip(names, row, strict=True))) for row in rows]


def printed_otherwise(engine: Engine, answer: Answer, at: Snapshot | None = None) -> PublishedFigure | None:
    """The figure that the document prints for the country in the answer's period, if it is another one."""
    if answer.value is None:
        return None
    cell = {"metric": answer.metric.id, "territory_code": _COUNTRY, "period": answer.period}
    with engine.connect() as connection:
        found = _load(Reader(connection, at), *(published_figures.c[name] == value for name, value in cell.items()))
    for figure in found:
        if not figure.member and not figure.restates:
            check = _compare(Kind.METRICS, [figure], answer.value)
            return figure if check.outcome is Outcome.DIFFERS else None
    return None


# --- comparing ------------------------------------------------------------------------------------


def printed_decimals(raw: str) -> int:
    """Decimals that a number is printed with: 2 for '99,96%', 0 for '25.009'."""
    _, comma, decimals = raw.strip(" %*$").partition(",")
    return len(decimals) if comma else 0


def _tolerance(figure: PublishedFigure) -> float:
    """Half of the last printed digit, in printed units; whole amounts are exact."""
    decimals = printed_decimals(figure.raw)
    is_rounded = figure.unit == "%" or decimals > 0
    return 0.5 * 10**-decimals if is_rounded else 0.0


def _printed(figure: PublishedFigure, stored: float) -> float:
    """A stored value in the unit that the document prints, at nine significant decimals."""
    factor = float(figure.value / figure.stored) if figure.stored else 1.0
    return round(stored * factor, 9)


def _compare(
    kind: Kind,
    figures: Iterable[PublishedFigure],
    computed: float | None,
    *,
    name: str = "",
    tolerance: float | None = None,
    note: str = "",
) -> Check:
    """The first of `figures` against `computed` (stored units)."""
    involved = tuple(figures)
    figure = involved[0]
    published = float(figure.value)
    value = None if computed is None else _printed(figure, computed)
    allowed = _tolerance(figure) if tolerance is None else tolerance
    return Check(
        kind=kind,
        figures=involved,
        name=name,
        published=_number(published),
        computed=None if value is None else _number(value),
        difference=None if value is None else _number(round(published - value, 9)),
        outcome=_outcome(figure, value, allowed),
        note=note,
    )


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _outcome(figure: PublishedFigure, value: float | None, tolerance: float) -> Outcome:
    """Whether `value` is what the figure says: 'más de 95 mil' holds for anything from there on."""
    if value is None:
        return Outcome.UNDECIDABLE
    published = float(figure.value)
    if figure.qualifier in ("gt", "ge"):
        return Outcome.AGREES if value >= published else Outcome.DIFFERS
    if figure.qualifier == "le":
        return Outcome.AGREES if value <= published else Outcome.DIFFERS
    if abs(published - value) <= tolerance + 1e-9:
        return Outcome.AGREES
    return Outcome.UNDECIDABLE if figure.qualifier in ("approx", "rounded") else Outcome.DIFFERS


# --- against the metrics layer ----------------------------------------------------------------------


def _metric_checks(engine: Engine, at: Snapshot, figures: list[PublishedFigure]) -> Iterator[Check]:
    for figure in figures:
        value, note = _ask(engine, at, figure)
        yield _compare(Kind.METRICS, [figure], value, note=note)


def _ask(engine: Engine, at: Snapshot, figure: PublishedFigure) -> tuple[float | None, str]:
    """The metric's value for the figure's cell, or None and why there is none."""
    metric = metric_of(figure.metric)
    where: dict[str, str] = {}
    if figure.member:
        where[_own_dimension(figure)] = figure.member
    if figure.territory_code != _COUNTRY:
        where["region"] = figure.territory_code
    try:
        answer = observe(engine, metric.id, by=metric.requires, period=_period(figure), where=where, at=at).answers[0]
    except MetricError as error:
        return None, error.spanish
    cells = answer.frame.filter(~answer.frame["suppressed"]) if answer.frame.height > 1 else answer.frame
    if cells.height != 1:
        return None, "el indicador no tiene un único valor para la cifra"
    value = cells["value"].item()
    return value, "" if value is not None else _NO_VALUE


def _own_dimension(figure: PublishedFigure) -> str:
    metric = metric_of(figure.metric)
    if isinstance(metric.formula, Observed) and metric.formula.by:
        return metric.formula.by
    return metric.requires[0]


def _period(figure: PublishedFigure) -> str | None:
    """The figure's interval as a question; a figure without an end goes up to what is known."""
    if _YEAR.fullmatch(figure.period):
        return figure.period
    if figure.period_from is None:
        return f"1900..{figure.period_to}" if figure.period_to else None
    return f"{figure.period_from}..{figure.period_to or '2100'}"


# --- against what the declarations expect -----------------------------------------------------------


def _expected(figures: list[PublishedFigure]) -> Iterator[Check]:
    for figure in figures:
        if figure.restates:
            continue
        for expectation in metric_of(figure.metric).expected:
            yield from _held_against(figure, expectation, figures)


def _held_against(figure: PublishedFigure, expectation: Expectation, figures: list[PublishedFigure]) -> Iterator[Check]:
    match expectation:
        case SumOf():
            yield from _sum_check(figure, expectation, figures)
        case QuotientOf():
            yield from _quotient_check(figure, expectation, figures)
        case GrowthOf():
            yield from _growth_checks(figure, expectation, figures)
        case WholePartOf():
            yield from _whole_part_check(figure, expectation, figures)
        case ConstantSum():
            yield from _constant_check(figure, expectation, figures)


def _leaves(figure: PublishedFigure, ref: Ref, figures: list[PublishedFigure]) -> list[PublishedFigure]:
    """The figures that make up `ref` over the interval and territory of `figure`."""
    start, end = _interval(figure, ref)
    territory = ref.territory or figure.territory_code
    member = ref.member if ref.member is not None else _shared_member(figure, ref)
    candidates = [
        other
        for other in figures
        if other.metric == ref.metric
        and not other.restates
        and other is not figure
        and (member is None or other.member == member)
    ]
    same = [other for other in candidates if (other.period_from, other.period_to) == (start, end)]
    found = same or [other for other in candidates if _lies_within(other, start, end)]
    here = [other for other in found if other.territory_code == territory]
    return here or ([] if ref.territory else [other for other in found if other.territory_code != _COUNTRY])


def _shared_member(figure: PublishedFigure, ref: Ref) -> str | None:
    """The figure's own member, where the other metric is split in the same way."""
    mine, theirs = metric_of(figure.metric).formula, metric_of(ref.metric).formula
    is_shared = isinstance(mine, Observed) and isinstance(theirs, Observed) and mine.by == theirs.by
    return figure.member if is_shared and figure.member else None


def _interval(figure: PublishedFigure, ref: Ref) -> tuple[date | None, date | None]:
    if ref.period is None:
        return figure.period_from, figure.period_to
    period = Period.parse(ref.period)
    return period.start, period.end


def _lies_within(figure: PublishedFigure, start: date | None, end: date | None) -> bool:
    """A span that ends in a year not over takes in what is known of that year."""
    if figure.period_from is None or start is None or figure.period_from < start:
        return False
    return end is None or (figure.period_to is not None and figure.period_to <= end)


def _total(parts: list[PublishedFigure]) -> float | None:
    return float(sum(part.stored for part in parts)) if parts else None


def _sum_check(figure: PublishedFigure, expected: SumOf, figures: list[PublishedFigure]) -> Iterator[Check]:
    groups = [_leaves(figure, ref, figures) for ref in expected.parts]
    found = [part for group in groups for part in group]
    if not found:
        return
    name = "+".join(ref.member or ref.metric for ref in expected.parts)
    check = _compare(Kind.TOTAL, [figure, *found], _total(found), name=name)
    if check.outcome is Outcome.DIFFERS and not all(groups):
        note = "alguna de las partes no se publica para el período"
        check = replace(check, outcome=Outcome.UNDECIDABLE, note=note)
    yield check


def _quotient_check(figure: PublishedFigure, expected: QuotientOf, figures: list[PublishedFigure]) -> Iterator[Check]:
    above = _leaves(figure, expected.numerator, figures)
    below = _leaves(figure, expected.denominator, figures)
    numerator, denominator = _total(above), _total(below)
    if numerator is None and denominator is None:
        return
    computed = numerator / denominator if numerator is not None and denominator else None
    note = "" if computed is not None else "falta publicar el numerador o el denominador"
    yield _compare(Kind.PERCENTAGE, [figure, *above, *below], computed, note=note)


def _growth_checks(figure: PublishedFigure, expected: GrowthOf, figures: list[PublishedFigure]) -> Iterator[Check]:
    """Against each base that the figure may mean; if one fits, the others are not held against it."""
    above = _leaves(figure, expected.value, figures)
    value = _total(above)
    checks = []
    for ref in expected.bases:
        below = _leaves(figure, ref, figures)
        base = _total(below)
        computed = value / base - 1 if value is not None and base else None
        note = f"base: {metric_of(ref.metric).label} {ref.period or ''}".strip()
        checks.append(_compare(Kind.PERCENTAGE, [figure, *above, *below], computed, name=ref.metric, note=note))
    fitting = [check for check in checks if check.outcome is Outcome.AGREES]
    yield from fitting or checks


def _whole_part_check(
    figure: PublishedFigure, expected: WholePartOf, figures: list[PublishedFigure]
) -> Iterator[Check]:
    below = _leaves(figure, expected.total, figures)
    total = _total(below)
    if not total:
        return
    nearest = round(float(figure.stored) * total)
    note = f"lo más cercano: {nearest} de {_number(total)}"
    yield _compare(Kind.PERCENTAGE, [figure, *below], nearest / total, name="whole", note=note)


def _constant_check(figure: PublishedFigure, expected: ConstantSum, figures: list[PublishedFigure]) -> Iterator[Check]:
    """Once per group of members, on its first one; each rounded member may be off by half a digit."""
    group = [
        other
        for other in figures
        if other.metric == figure.metric
        and not other.restates
        and (other.territory_code, other.period) == (figure.territory_code, figure.period)
    ]
    if group[0] is not figure:
        return
    computed = _printed(figure, float(sum(other.stored for other in group)))
    published = _printed(figure, expected.total)
    tolerance = sum(_tolerance(other) for other in group)
    agrees = abs(computed - published) <= tolerance + 1e-9
    yield Check(
        kind=Kind.TOTAL,
        figures=tuple(group),
        name="whole",
        published=_number(published),
        computed=_number(computed),
        difference=_number(round(published - computed, 9)),
        outcome=Outcome.AGREES if agrees else Outcome.DIFFERS,
        note="suma de los miembros, con el margen de su redondeo",
    )


# --- totals that the figures themselves imply --------------------------------------------------------


def _implied_totals(figures: list[PublishedFigure]) -> Iterator[Check]:
    """A national figure and its regions; a span of time and its parts: same metric, same member."""
    for figure in figures:
        if figure.restates or not _adds_up(figure):
            continue
        siblings = [
            other
            for other in figures
            if other is not figure
            and (other.metric, other.member) == (figure.metric, figure.member)
            and not other.restates
        ]
        regions = [
            other
            for other in siblings
            if (other.period_from, other.period_to) == (figure.period_from, figure.period_to)
            and other.territory_code != _COUNTRY
        ]
        if figure.territory_code == _COUNTRY and regions:
            yield _compare(Kind.TOTAL, [figure, *regions], _total(regions), name="regions")
        parts = [other for other in siblings if _is_part_in_time(other, figure)]
        if parts and _covers(parts, figure):
            yield _compare(Kind.TOTAL, [figure, *parts], _total(parts), name="periods")


def _adds_up(figure: PublishedFigure) -> bool:
    formula = metric_of(figure.metric).formula
    if isinstance(formula, Observed):
        return formula.kind is ObservationKind.FLOW and not formula.overlapping
    return figure.unit != "%" and figure.metric.partition(".")[0] != "plan" and figure.metric != "budget.enacted"


def _is_part_in_time(part: PublishedFigure, whole: PublishedFigure) -> bool:
    return (
        part.territory_code == whole.territory_code
        and (part.period_from, part.period_to) != (whole.period_from, whole.period_to)
        and _lies_within(part, whole.period_from, whole.period_to)
    )


def _covers(parts: list[PublishedFigure], whole: PublishedFigure) -> bool:
    """The parts reach from the first day of the whole to its last."""
    starts = [part.period_from for part in parts if part.period_from]
    ends = [part.period_to for part in parts if part.period_to]
    return min(starts) == whole.period_from and bool(ends) and (whole.period_to is None or max(ends) == whole.period_to)


# --- figures printed more than once ------------------------------------------------------------------


def _restatements(figures: list[PublishedFigure]) -> Iterator[Check]:
    by_id = {figure.id: figure for figure in figures}
    for figure in figures:
        if figure.restates:
            original = by_id[figure.restates]
            yield _compare(Kind.RESTATEMENT, [figure, original], float(original.stored))
            if _adds_up(figure):
                yield _date_check(figure, original)


def _date_check(figure: PublishedFigure, original: PublishedFigure) -> Check:
    """What happened in a period can't have happened in another one: the same amount, two dates."""
    is_dated = all((figure.period_from, figure.period_to, original.period_from, original.period_to))
    is_same = (figure.period_from, figure.period_to) == (original.period_from, original.period_to)
    days = (figure.period_to - original.period_to).days if figure.period_to and original.period_to else None
    return Check(
        kind=Kind.DATE,
        figures=(figure, original),
        name="",
        published=figure.period,
        computed=original.period,
        difference=days,
        outcome=Outcome.AGREES if is_same else Outcome.DIFFERS if is_dated else Outcome.UNDECIDABLE,
        note="" if is_same else "la misma cifra con dos fechas" if is_dated else "una de las dos no fecha su cierre",
    )
