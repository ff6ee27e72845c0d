"""Values that arrive already added up, each for an interval of days: what may be made of them, and what may not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any

import polars as pl

from data_access.reference.territories import COUNTRY, HELD, REGIONS, absent, holds, of_several_levels, one_level
from metrics.model.coverage import Coverage
from metrics.model.days import Days, Spans, joined, labels, without
from metrics.model.dimensions import REGION
from metrics.model.errors import GrainError, LevelError, NotAdditiveError
from metrics.model.fetches import MISSING, Cells, Fetches, Frames, Missing, ObservedFetch, no_cells
from metrics.model.formulas.base import Formula
from metrics.model.intervals import Interval, cover
from metrics.model.messages import Message
from metrics.model.periods import GRAINS, Grain, Period, label
from metrics.model.scope import Scope


class ObservationKind(StrEnum):
    """How an observed value behaves in time: flows add up, stocks and rates do not."""

    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"


_NOTHING_KNOWN = Message.of("nothing_known")


@dataclass(frozen=True, kw_only=True)
class Observed(Formula):
    """A value that arrives already added up: the indicator of the metric's own id.

    `by` is the indicator's own dimension, if any; `overlapping` says that its members overlap
    (one person in several of them), so that they cannot be added. Its interval is its source's:
    nothing is said of the days between.
    """

    behaves_as: ObservationKind
    by: str | None = None
    overlapping: bool = False

    @property
    def kind(self) -> str:
        return f"observed_{self.behaves_as}"

    @property
    def register(self) -> str:
        return "observations"

    @property
    def own_dimension(self) -> str | None:
        return self.by

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (*((self.by,) if self.by else ()), REGION, *GRAINS)

    @property
    def is_flow(self) -> bool:
        return self.behaves_as is ObservationKind.FLOW and not self.overlapping

    @property
    def tells_a_state(self) -> bool:
        return self.behaves_as is ObservationKind.STOCK

    @property
    def _is_rate(self) -> bool:
        return self.behaves_as is ObservationKind.RATE

    def adds_over(self, dimension: str) -> bool:
        """Flows over everything, stocks over everything but time, rates over nothing; never over members that overlap."""
        if self._is_rate or (self.overlapping and dimension == self.by):
            return False
        return self.behaves_as is ObservationKind.FLOW or dimension not in GRAINS

    def days(self, coverage: Coverage, period: Period | None, grains: tuple[Grain, ...]) -> Days | None:
        """All days of the period: each value has its own."""
        return (period.start, period.end) if period else (date.min, date.max)

    def leaves_days_out(self, coverage: Coverage, days: Days, period: Period) -> bool:
        """Each value has days of its own: `combine` says whether they are all of the period."""
        return False

    def missing(self, scope: Scope) -> Missing:
        """Each value has days of its own: `combine` says what is missing, row by row."""
        return Missing()

    def fetches(self, scope: Scope) -> Fetches:
        asked = ObservedFetch(indicator=scope.metric_id, filters=scope.filters, horizon=scope.coverage.horizon)
        return Fetches(observed=(asked,))

    def combine(self, scope: Scope, frames: Frames) -> Cells:
        selected = _within(frames.observed[0], scope.period)
        windows = _windows(selected, scope)
        self._refuse_sums(selected, windows, scope)
        expected = _expected(windows, scope)
        cells = [one for window in windows for one in self._cells(window, scope, expected)]
        taken = [value for cell in cells for value in cell.taken]
        left_out = selected.height - sum(len(window.values) for window in windows)
        notes = [Message.of("longer_periods_left_out", values=left_out)] if left_out else []
        notes += [] if cells else [_NOTHING_KNOWN]
        return Cells(
            frame=_frame(cells, scope),
            days=_hull(taken),
            leaves_days_out=self._leaves_days_out(taken, scope.period),
            partial_units=self._partial_units(cells, scope),
            notes=(*notes, *_aside(cells)),
        )

    # --- what is refused -------------------------------------------------------------------------------

    def _refuse_sums(self, selected: pl.DataFrame, windows: Sequence[_Window], scope: Scope) -> None:
        """MetricError where the values of a cell would be added and cannot be."""
        asked = scope.filters.members_of(REGION)
        if not scope.is_fixed(REGION) and of_several_levels(asked):
            raise LevelError(scope.metric_id, asked)
        values = [value for window in windows for value in window.values]
        is_summed = self.by and (self._is_rate or self.overlapping) and not scope.is_fixed(self.by)
        if self.by and is_summed and len({value.member for value in values}) > 1:
            raise NotAdditiveError(scope.metric_id, self.by)
        if not self._is_rate:
            return
        counted = [value for window in windows for value in window.values if value.region in _shown(window, scope)]
        if not scope.is_fixed(REGION) and len({value.region for value in counted}) > 1:
            raise NotAdditiveError(scope.metric_id, REGION)
        if scope.period and not scope.grains and len({value.key for value in counted}) > 1:
            raise NotAdditiveError(scope.metric_id, "year")

    # --- the cells of a window -------------------------------------------------------------------------

    def _cells(self, window: _Window, scope: Scope, expected: Sequence[str]) -> Iterator[_Cell]:
        groups: dict[tuple[str | None, str | None], list[_Value]] = defaultdict(list)
        shown = _shown(window, scope) if self._is_rate or REGION in scope.by else None
        for value in window.values:
            if shown is None or value.region in shown:
                place = value.region if REGION in scope.by else None
                groups[place, value.member if self.by in scope.by else None].append(value)
        for (region, member), values in groups.items():
            labelled = {REGION: region, self.by or "": member, **window.labels}
            yield self._cell(window, values, labelled, expected)

    def _cell(
        self,
        window: _Window,
        values: Sequence[_Value],
        labelled: Mapping[str, str | None],
        expected: Sequence[str],
    ) -> _Cell:
        """What the values of a cell add up to: of each member, what is taken of it."""
        members: dict[str, list[_Value]] = defaultdict(list)
        for value in values:
            members[value.member].append(value)
        take = _flow if self.behaves_as is ObservationKind.FLOW else _last
        parts = [take(of_member, window.days) for of_member in members.values()]
        if take is _last:  # those of an earlier day than the newest are not of that day
            newest = max(value.day for part in parts for value in part.taken)
            parts = [replace(part, missing=_stale(part.taken, newest)) for part in parts]
        days = joined(chain.from_iterable(part.missing for part in parts))
        return _Cell(
            labels=labelled,
            misses_days=bool(days),
            taken=[value for part in parts for value in part.taken],
            aside=sum(part.aside for part in parts),
            missing=(
                *labels(days),
                *(f"{REGION}={code}" for code in expected if any(code in part.absent_of(expected) for part in parts)),
            ),
        )

    def _leaves_days_out(self, taken: Sequence[_Value], period: Period | None) -> bool:
        """A flow of which some day of the period is not told."""
        return self.behaves_as is ObservationKind.FLOW and bool(period and _untold((period.start, period.end), taken))

    def _partial_units(self, cells: Sequence[_Cell], scope: Scope) -> dict[str, date | None]:
        """The units of time whose flows miss some day, with the last one told, or None where the source does not state it."""
        partial: dict[str, date | None] = {}
        for grain in scope.grains if self.behaves_as is ObservationKind.FLOW else ():
            units: dict[str, list[_Cell]] = defaultdict(list)
            for cell in cells:
                units[cell.labels[grain] or ""].append(cell)
            for unit, of_unit in units.items():
                values = [value for cell in of_unit for value in cell.taken]
                if any(cell.misses_days for cell in of_unit) or _untold(scope.asked_of(Period.parse(unit)), values):
                    partial[unit] = (
                        None if any(value.is_undated for value in values) else max(value.day for value in values)
                    )
        return partial


# --- values ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Value:
    """An observation; `end` of one without an end is that of what its source covers."""

    region: str
    member: str
    key: str
    start: date | None
    end: date | None
    value: float
    demonstration: bool
    rank: int

    @property
    def is_undated(self) -> bool:
        """The source does not state its last day."""
        return self.key.endswith("..")

    @property
    def days(self) -> Days:
        """Its interval; without a start, that of its last day."""
        return self.start or self.day, self.day

    @property
    def day(self) -> date:
        """Its last day."""
        return self.end or date.min


@dataclass(frozen=True, kw_only=True)
class _Window:
    """The days of the period, or of a unit of time, of which values are added, and those that lie within them."""

    days: Days | None
    labels: Mapping[str, str | None]
    values: Sequence[_Value]


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What is taken of one member: the values that are added, how many were left aside, and what is missing."""

    taken: Sequence[_Value]
    aside: int = 0
    missing: Spans = ()

    @property
    def below(self) -> frozenset[str]:
        """The territories below the country that are added."""
        return frozenset(value.region for value in self.taken) - {COUNTRY}

    def absent_of(self, expected: Sequence[str]) -> Sequence[str]:
        """Those expected that are in none of the territories; none where the country's own value is taken."""
        return absent(expected, self.below) if self.below else ()


@dataclass(frozen=True, kw_only=True)
class _Cell:
    """One row of the answer."""

    labels: Mapping[str, str | None]
    taken: Sequence[_Value]
    aside: int
    missing: tuple[str, ...]
    misses_days: bool


def _within(found: pl.DataFrame, period: Period | None) -> pl.DataFrame:
    if period is None:
        return found
    inside = (pl.col("period_from") >= period.start) & (pl.col("period_to") <= period.end)
    return found.filter(inside.fill_null(value=False))


def _windows(selected: pl.DataFrame, scope: Scope) -> list[_Window]:
    """The values by unit of the shortest grain asked, those that lie in none left out; GrainError if all do."""
    values = [_Value(**row) for row in selected.rename(_NAMES).iter_rows(named=True)]
    if not scope.grains:
        days = (scope.period.start, scope.period.end) if scope.period else _hull(values)
        return [_Window(days=days, labels={}, values=values)] if values else []
    units: dict[str, list[_Value]] = defaultdict(list)
    grain = scope.grains[-1]
    for value in values:
        if value.start and value.end and label(value.start, grain) == label(value.end, grain):
            units[label(value.start, grain)].append(value)
    if values and not units:
        raise GrainError(scope.metric_id, grain)
    return [_window(Period.parse(unit), units[unit], scope) for unit in sorted(units)]


def _window(unit: Period, values: Sequence[_Value], scope: Scope) -> _Window:
    named: dict[str, str | None] = {grain: label(unit.start, grain) for grain in scope.grains}
    return _Window(days=scope.asked_of(unit), labels=named, values=values)


def _untold(days: Days, values: Sequence[_Value]) -> Spans:
    """Those of `days` of which no value speaks."""
    return without(days, joined(value.days for value in values))


_NAMES = {"period_key": "key", "period_from": "start", "period_to": "end"}


# --- levels ----------------------------------------------------------------------------------------------


def _shown(window: _Window, scope: Scope) -> frozenset[str]:
    """The territories that are not added: those asked; by region, those below the country where there are any; else it."""
    there = frozenset(value.region for value in window.values)
    if scope.filters.members_of(REGION):
        return there
    if REGION in scope.by:
        return there - {COUNTRY} or there
    return frozenset({COUNTRY}) if COUNTRY in there else there


def _expected(windows: Sequence[_Window], scope: Scope) -> Sequence[str]:
    """The territories that a sum over territories should hold: those asked, or every region.

    None where they are kept apart, and where all that is known is of one place.
    """
    asked = scope.filters.members_of(REGION)
    if scope.is_fixed(REGION):
        return ()
    if asked:
        return asked
    places = {value.region for window in windows for value in window.values}
    return REGIONS if len(places) > 1 and any(code in REGIONS or code in HELD for code in places) else ()


def _flow(values: Sequence[_Value], window: Days | None) -> _Part:
    """The intervals that are added: the country's own, or those of the territories below it, never two of one day."""
    placed = [value for value in values if value.start and value.end]
    if not placed:
        last = max(values, key=lambda value: (value.day, value.rank)).key
        taken = [value for value in values if value.key == last]
        return _Part(taken=taken, aside=len(values) - len(taken))
    country = [_Block(days=value.days, values=[value]) for value in placed if value.region == COUNTRY]
    blocks = [*country, *_blocks([value for value in placed if value.region != COUNTRY])]
    intervals = [
        Interval(
            start=block.days[0],
            end=block.days[1],
            is_preferred=number < len(country),
            rank=max(value.rank for value in block.values),
        )
        for number, block in enumerate(blocks)
    ]
    chosen = [blocks[place] for place in cover(intervals)]
    taken = [value for block in chosen for value in block.values]
    below = frozenset(value.region for value in taken) - {COUNTRY}
    missing = list(without(window, joined(block.days for block in chosen))) if window else []
    for block in chosen:
        if block.values[0].region != COUNTRY:
            missing += [days for code in below for days in block.missing_of(code)]
    return _Part(
        taken=taken,
        aside=len(values) - len(taken),
        missing=joined(missing),
    )


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Values of one member that are taken together: one of the country, or those that touch of the territories below."""

    days: Days
    values: Sequence[_Value]

    def missing_of(self, code: str) -> Spans:
        """The days of the block of which neither a territory, nor what holds it, nor all its parts together tell."""
        told = [value.days for value in self.values if value.region == code or holds(value.region, code)]
        parts = HELD.get(code, frozenset())
        told += without(self.days, joined(days for part in parts for days in self._untold_of(part))) if parts else ()
        return without(self.days, joined(told))

    def _untold_of(self, code: str) -> Spans:
        return without(self.days, joined(value.days for value in self.values if value.region == code))


def _blocks(values: Sequence[_Value]) -> list[_Block]:
    """Of each territory the intervals that cover most, and those of all territories that overlap together."""
    territories: dict[str, list[_Value]] = defaultdict(list)
    for value in values:
        territories[value.region].append(value)
    taken = [one for of_one in territories.values() for one in _covering(of_one)]
    blocks: list[list[_Value]] = []
    last = date.min
    for value in sorted(taken, key=lambda value: (value.days, value.region)):
        if blocks and value.days[0] <= last:
            blocks[-1].append(value)
        else:
            blocks.append([value])
        last = max(last, value.day)
    return [_block(block) for block in blocks]


def _block(values: Sequence[_Value]) -> _Block:
    level = one_level(value.region for value in values)
    kept = [value for value in values if value.region in level]
    return _Block(days=(min(value.days[0] for value in kept), max(value.day for value in kept)), values=kept)


def _covering(values: Sequence[_Value]) -> list[_Value]:
    intervals = [Interval(start=value.days[0], end=value.day, rank=value.rank) for value in values]
    return [values[place] for place in cover(intervals)]


def _last(values: Sequence[_Value], _window: Days | None) -> _Part:
    """The last value of the country, or of each of the territories below it where theirs is later."""
    last: dict[str, _Value] = {}
    for value in sorted(values, key=lambda value: (value.day, value.start or date.min, value.rank)):
        last[value.region] = value
    country = last.pop(COUNTRY, None)
    if country and all(value.day <= country.day for value in last.values()):
        return _Part(taken=[country])
    level = one_level(last)
    return _Part(
        taken=[value for code, value in last.items() if code in level],
    )


def _stale(taken: Sequence[_Value], newest: date) -> Spans:
    """The days between the values and the newest of all that are added with them."""
    return joined((value.day + timedelta(days=1), newest) for value in taken if date.min < value.day < newest)


# --- answers ---------------------------------------------------------------------------------------------


def _frame(cells: Sequence[_Cell], scope: Scope) -> pl.DataFrame:
    by = list(scope.by)
    rows = [
        (
            *(cell.labels[name] for name in by),
            math.fsum(value.value for value in cell.taken),
            any(value.demonstration for value in cell.taken),
            list(cell.missing),
        )
        for cell in cells
    ]
    if not rows:
        window = scope.period and [(scope.period.start, scope.period.end)]
        return Missing(whole=labels(window or ())).beside(no_cells(by), ())
    schema: dict[str, Any] = {
        **dict.fromkeys(by, pl.String),
        "value": pl.Float64,
        "demonstration": pl.Boolean,
        "missing": MISSING,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _aside(cells: Sequence[_Cell]) -> list[Message]:
    """Which intervals were used where others that overlap were left aside."""
    overlapped = [cell for cell in cells if cell.aside]
    if not overlapped:
        return []
    used = joined(value.days for cell in overlapped for value in cell.taken if value.start)
    return [Message.of("overlapping_intervals", aside=sum(cell.aside for cell in overlapped), used=labels(used))]


def _hull(values: Sequence[_Value]) -> Days | None:
    """From the first day of the values to the last, where both are known."""
    starts = [value.start for value in values if value.start]
    ends = [value.end for value in values if value.end]
    return (min(starts), max(ends)) if starts and ends else None
