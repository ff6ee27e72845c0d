"""What a metric of figures that arrive added up should answer: every choice of intervals is tried, and the best one kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from tests.attack.asked import Asked
from tests.attack.naive.knowing import Known
from tests.attack.naive.members import NORTH_TO_SOUTH, place
from tests.attack.naive.said import Cell, Key, Refused, Said
from tests.attack.naive.time import GRAINS, days_of, names_of, period_of, unit_of
from tests.attack.world import Days, Row
from tests.naive import days_between

_COUNTRY, _REST = "CL", "XRM"
_OF_THE_REST = frozenset(NORTH_TO_SOUTH) - {"13"}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Which figures: a flow, a stock or a rate, by their own dimension, whose members may overlap."""

    behaves_as: str
    dimension: str | None = None
    overlapping: bool = False
    periodicity: str = "year"

    requires = ()
    to_date = False
    of = "observations"

    @property
    def name(self) -> str:
        return f"observed {self.behaves_as}"

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (*((self.dimension,) if self.dimension else ()), "region", *GRAINS)


FIGURES = {
    "inclusion.talks": Figures(behaves_as="flow"),
    "regional.outreach_executed": Figures(behaves_as="flow"),
    "permits.requested": Figures(behaves_as="flow", dimension="permit"),
    "sanctions.police_reports": Figures(behaves_as="flow", dimension="police_document"),
    "participation.cosoc_members": Figures(behaves_as="stock", dimension="organisation_type", periodicity="irregular"),
    "institution.regional_directorates": Figures(behaves_as="stock", periodicity="irregular"),
    "population.foreign_residents": Figures(behaves_as="stock"),
    "population.inhabitants": Figures(behaves_as="stock"),
    "communications.followers": Figures(behaves_as="stock", dimension="network", overlapping=True),
    "permits.backlog_share": Figures(behaves_as="rate", dimension="permit", periodicity="irregular"),
    "regional.outreach_compliance_share": Figures(behaves_as="rate"),
}
"""The indicators that are drawn."""


@dataclass(frozen=True)
class Value:
    """One figure; `start` is None where its first day is not stated, `rank` greater where it was known later."""

    region: str
    member: str
    key: str
    start: date | None
    end: date
    is_undated: bool
    number: Fraction
    is_demonstration: bool
    rank: int

    @property
    def days(self) -> Days:
        return self.start or self.end, self.end


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What is taken of one member, the days that are missing of it and how many values were left aside."""

    values: list[Value]
    missing: frozenset[date] = frozenset()
    aside: int = 0

    @property
    def below(self) -> frozenset[str]:
        return frozenset(value.region for value in self.values) - {_COUNTRY}


@dataclass(frozen=True, kw_only=True)
class Window:
    """The values of the period, or of a unit of time, and the days of which they should speak."""

    names: dict[str, str]
    asked: frozenset[date]
    values: list[Value]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the answer, and what it is made of."""

    labels: dict[str, str | None]
    parts: list[Taken]
    window: Window

    @property
    def values(self) -> list[Value]:
        return [value for part in self.parts for value in part.values]

    @property
    def missing(self) -> frozenset[date]:
        return frozenset(day for part in self.parts for day in part.missing)


class OfFigures:
    """One metric's answer."""

    def __init__(self, metric: str, asked: Asked, known: Known) -> None:
        self.metric, self.figures, self.asked, self.known = metric, FIGURES[metric], asked, known
        self.filters = dict(asked.filters)
        self.grains = tuple(grain for grain in GRAINS if grain in asked.by)

    def check(self) -> None:
        """Refuse what may not be asked, whatever was loaded."""
        allowed = set(self.figures.dimensions)
        if not allowed.issuperset(self.asked.by) or not (allowed - set(GRAINS)).issuperset(self.filters):
            raise Refused("unknown_dimension")

    def check_members(self) -> None:
        """Figures are of any territory."""

    def is_kept_apart(self, dimension: str) -> bool:
        return dimension in self.asked.by or len(self.filters.get(dimension, ())) == 1

    # --- values ----------------------------------------------------------------------------------------------

    @cached_property
    def period(self) -> Days | None:
        return period_of(self.asked.period) if self.asked.period else None

    @cached_property
    def selected(self) -> list[Value]:
        """The values that lie within the period."""
        values = [self._value(row) for row in self.known.rows["observations"] if self._is_kept(row)]
        if self.period is None:
            return values
        first, last = self.period
        return [value for value in values if value.start and first <= value.start and value.end <= last]

    def _is_kept(self, row: Row) -> bool:
        named = {"region": row["territory_code"], self.figures.dimension: row["member"]}
        return row["indicator"] == self.metric and all(named[name] in members for name, members in self.filters.items())

    @staticmethod
    def _value(row: Row) -> Value:
        recorded_on, number = row["_place"]
        return Value(
            region=row["territory_code"],
            member=row["member"],
            key=row["period_key"],
            start=row["period_from"],
            end=row["_day"],
            is_undated=row["_undated"],
            number=Fraction(row["value"]),
            is_demonstration=row["_kind"] == "demonstration",
            rank=recorded_on.toordinal() * 10**9 + number,
        )

    @cached_property
    def windows(self) -> list[Window]:
        if not self.grains:
            days = self.period or _hull(self.selected)
            asked = frozenset(days_between(*days)) if days else frozenset()
            return [Window(names={}, asked=asked, values=self.selected)] if self.selected else []
        finest = self.grains[-1]
        units: dict[str, list[Value]] = {}
        for value in self.selected:
            if value.start and unit_of(value.start, finest) == unit_of(value.end, finest):
                units.setdefault(unit_of(value.start, finest), []).append(value)
        if self.selected and not units:
            raise Refused("no_such_grain")
        return [self._window(unit, units[unit]) for unit in sorted(units)]

    def _window(self, unit: str, values: list[Value]) -> Window:
        start = days_of(unit)[0]
        names = {grain: unit_of(start, grain) for grain in self.grains}
        return Window(names=names, asked=frozenset(self._asked_of(unit)), values=values)

    def _asked_of(self, unit: str) -> list[date]:
        start, end = days_of(unit)
        if self.period:
            start, end = max(start, self.period[0]), min(end, self.period[1])
        return days_between(start, end)

    # --- what is not added ------------------------------------------------------------------------------------

    def refuse_sums(self) -> None:
        figures, rate = self.figures, self.figures.behaves_as == "rate"
        windows = self.windows
        asked = self.filters.get("region", ())
        if not self.is_kept_apart("region") and _of_several_levels(asked):
            raise Refused("levels_not_added")
        members = {value.member for window in windows for value in window.values}
        cannot = figures.dimension and (rate or figures.overlapping) and not self.is_kept_apart(figures.dimension)
        if cannot and len(members) > 1:
            raise Refused("not_additive")
        counted = [value for window in windows for value in self._shown(window)]
        if rate and not self.is_kept_apart("region") and len({value.region for value in counted}) > 1:
            raise Refused("not_additive")
        if rate and self.period and not self.grains and len({value.key for value in counted}) > 1:
            raise Refused("not_additive")

    def _shown(self, window: Window) -> list[Value]:
        """Of what is not added: what is asked for; by region, what is below the country, if anything; else the country."""
        there = {value.region for value in window.values}
        if "region" in self.filters:
            shown = there
        elif "region" in self.asked.by:
            shown = there - {_COUNTRY} or there
        else:
            shown = {_COUNTRY} & there or there
        return [value for value in window.values if value.region in shown]

    # --- rows ---------------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[Line]:
        self.refuse_sums()
        return [line for window in self.windows for line in self._lines(window)]

    def _lines(self, window: Window) -> Iterator[Line]:
        is_shown = self.figures.behaves_as == "rate" or "region" in self.asked.by
        groups: dict[tuple[str | None, str | None], list[Value]] = {}
        for value in self._shown(window) if is_shown else window.values:
            region = value.region if "region" in self.asked.by else None
            member = value.member if self.figures.dimension in self.asked.by else None
            groups.setdefault((region, member), []).append(value)
        for (region, member), values in groups.items():
            labels: dict[str, str | None] = {"region": region, self.figures.dimension or "": member, **window.names}
            yield Line(labels=labels, parts=self._parts(values, window), window=window)

    def _parts(self, values: list[Value], window: Window) -> list[Taken]:
        of_members = [
            [value for value in values if value.member == member]
            for member in dict.fromkeys(value.member for value in values)
        ]
        if self.figures.behaves_as == "flow":
            return [_flow(part, window.asked) for part in of_members]
        parts = [_last(part) for part in of_members]
        newest = max(value.end for part in parts for value in part.values)
        return [
            Taken(
                values=part.values,
                missing=frozenset(
                    day for value in part.values for day in days_between(value.end, newest) if day > value.end
                ),
            )
            for part in parts
        ]

    def _absent(self, line: Line) -> Iterator[str]:
        """Regions, or territories asked for, that should be in a sum over territories and are not."""
        for code in self._expected():
            for part in line.parts:
                held = part.below | (_OF_THE_REST if _REST in part.below else frozenset())
                if part.below and code not in held:
                    yield f"region={code}"

    def _expected(self) -> Sequence[str]:
        asked = self.filters.get("region", ())
        if self.is_kept_apart("region"):
            return ()
        if asked:
            return asked
        there = {value.region for window in self.windows for value in window.values}
        is_of_regions = any(code in NORTH_TO_SOUTH or code == _REST for code in there)
        return NORTH_TO_SOUTH if len(there) > 1 and is_of_regions else ()

    def cells(self) -> dict[Key, Cell]:
        cells = {}
        for line in self.lines:
            key = tuple(line.labels[name] for name in self.asked.by)
            cells[key] = Cell(
                value=Fraction(sum(value.number for value in line.values)),
                demonstration=any(value.is_demonstration for value in line.values),
                missing=(*names_of(line.missing), *dict.fromkeys(self._absent(line))),
            )
        if not cells and not self.asked.by:
            return {(): Cell(value=None, demonstration=False, missing=self._all_missing())}
        return {key: cells[key] for key in sorted(cells, key=self._place)}

    def _all_missing(self) -> tuple[str, ...]:
        return names_of(days_between(*self.period)) if self.period else ()

    def _place(self, key: Key) -> list[tuple[int, int, str]]:
        return [
            (0, 0, member or "") if name in GRAINS else place(name, member)
            for name, member in zip(self.asked.by, key, strict=True)
        ]

    # --- the answer ----------------------------------------------------------------------------------------------

    def said(self) -> Said:
        """The answer."""
        cells = self.cells()
        taken = [value for line in self.lines for value in line.values]
        days = _hull(taken)
        return Said(
            cells=cells,
            period=self._label(days),
            days=days,
            known_on=self.known.known_on,
            kinds=self.known.kinds,
            partial=self._is_partial(cells, taken, days),
            partial_units=self._partial_units(),
            provisional_from=self._provisional_from(days),
            freshness=(self.known.last_load, self.known.last, self._expected_next()),
            notes=frozenset(self._notes(days) if self.lines else {("nothing_known", ())}),
        )

    def _label(self, days: Days | None) -> str:
        if self.asked.period:
            return self.asked.period
        if days is None:
            return ""
        return f"{days[0]}" if days[0] == days[1] else f"{days[0]}..{days[1]}"

    def _is_partial(self, cells: dict[Key, Cell], taken: list[Value], days: Days | None) -> bool:
        if any(cell.missing for cell in cells.values()):
            return True
        if self.period is None:
            return False
        told = {day for value in taken for day in days_between(*value.days)}
        leaves_out = self.figures.behaves_as == "flow" and not told.issuperset(days_between(*self.period))
        return days is None or leaves_out

    def _partial_units(self) -> dict[str, date | None]:
        """The units of every grain whose flows miss some day, with the last one told; None where the source does not say it."""
        found: dict[str, date | None] = {}
        for grain in self.grains if self.figures.behaves_as == "flow" else ():
            for unit in dict.fromkeys(line.labels[grain] or "" for line in self.lines):
                lines = [line for line in self.lines if line.labels[grain] == unit]
                values = [value for line in lines for value in line.values]
                told = {day for value in values for day in days_between(*value.days)}
                if not told.issuperset(self._asked_of(unit)) or any(line.missing for line in lines):
                    is_undated = any(value.is_undated for value in values)
                    found[unit] = None if is_undated else max(value.end for value in values)
        return found

    def _provisional_from(self, days: Days | None) -> date | None:
        since = self.known.provisional_from
        return max(since, days[0]) if since and days and since <= days[1] else None

    def _expected_next(self) -> date | None:
        last = self.known.last
        if last is None or self.figures.periodicity == "irregular":
            return None
        return date(last.year + 1, 12, 31) if (last.month, last.day) == (12, 31) else date(last.year, 12, 31)

    def _notes(self, days: Days | None) -> set[tuple[str, tuple[tuple[str, object], ...]]]:
        notes: set[tuple[str, tuple[tuple[str, object], ...]]] = set()
        if days:
            notes |= {
                ("late_load", (("known_on", late.known_on), ("counts_from", late.counts_from)))
                for late in self.known.late
                if late.covers[0] <= days[1] and late.covers[1] >= days[0]
            }
        left_out = len(self.selected) - sum(len(window.values) for window in self.windows)
        if left_out:
            notes.add(("longer_periods_left_out", (("values", left_out),)))
        overlapped = [line for line in self.lines if any(part.aside for part in line.parts)]
        if overlapped:
            used = {
                day for line in overlapped for value in line.values if value.start for day in days_between(*value.days)
            }
            aside = sum(part.aside for line in overlapped for part in line.parts)
            notes.add(("overlapping_intervals", (("aside", aside), ("used", names_of(used)))))
        return notes


# --- which values are taken ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Block:
    """Values that are taken together, and the days from the first to the last of them."""

    values: list[Value]
    is_country: bool

    @property
    def days(self) -> Days:
        return min(value.days[0] for value in self.values), max(value.end for value in self.values)

    @property
    def rank(self) -> int:
        return max(value.rank for value in self.values)


def _best(blocks: Sequence[Block]) -> list[Block]:
    """Of all choices of blocks of which no two share a day, the one that covers most days.

    Of these, most with the country's own; in as few blocks; known last; and the later one.
    """
    in_order = sorted(blocks, key=lambda block: (block.days[1], block.days[0]))

    def worth(chosen: tuple[int, ...]) -> tuple[object, ...]:
        taken = [in_order[index] for index in chosen]
        lengths = [(block.days[1] - block.days[0]).days + 1 for block in taken]
        preferred = sum(days for days, block in zip(lengths, taken, strict=True) if block.is_country)
        return sum(lengths), preferred, -len(taken), sum(block.rank for block in taken), tuple(reversed(chosen))

    return [in_order[index] for index in max(_choices(in_order), key=worth)]


def _choices(blocks: Sequence[Block], first: int = 0, after: date = date.min) -> Iterator[tuple[int, ...]]:
    """Every choice of blocks, from one of them on, of which no two share a day."""
    yield ()
    for index in range(first, len(blocks)):
        if blocks[index].days[0] > after:
            yield from ((index, *more) for more in _choices(blocks, index + 1, blocks[index].days[1]))


def _flow(values: list[Value], asked: frozenset[date]) -> Taken:
    placed = [value for value in values if value.start]
    if not placed:
        last = max(values, key=lambda value: (value.end, value.rank)).key
        taken = [value for value in values if value.key == last]
        return Taken(values=taken, aside=len(values) - len(taken))
    country = [Block(values=[value], is_country=True) for value in placed if value.region == _COUNTRY]
    chosen = _best([*country, *_together([value for value in placed if value.region != _COUNTRY])])
    taken = [value for block in chosen for value in block.values]
    below = {value.region for value in taken} - {_COUNTRY}
    missing = set(asked) - {day for block in chosen for day in days_between(*block.days)}
    for block in chosen:
        if not block.is_country:
            missing |= {day for code in below for day in _untold(block, code)}
    return Taken(values=taken, missing=frozenset(missing), aside=len(values) - len(taken))


def _untold(block: Block, code: str) -> Iterator[date]:
    """The days of a block of which neither a territory nor what holds it, nor all its parts, tell anything."""
    for day in days_between(*block.days):
        told = {value.region for value in block.values if value.days[0] <= day <= value.end}
        is_held = code in _OF_THE_REST and _REST in told
        if code not in told and not is_held and not (code == _REST and told >= _OF_THE_REST):
            yield day


def _together(values: list[Value]) -> list[Block]:
    """Of each territory its best intervals, and those of all territories that share days together."""
    taken = [
        value
        for region in dict.fromkeys(value.region for value in values)
        for block in _best([Block(values=[value], is_country=False) for value in values if value.region == region])
        for value in block.values
    ]
    blocks: list[list[Value]] = []
    for value in sorted(taken, key=lambda value: value.days):
        if blocks and value.days[0] <= max(other.end for other in blocks[-1]):
            blocks[-1].append(value)
        else:
            blocks.append([value])
    return [Block(values=_at_one_level(block), is_country=False) for block in blocks]


def _at_one_level(values: list[Value]) -> list[Value]:
    """Without what another of the territories holds: of the rest of the country and its regions, these where all are there."""
    there = {value.region for value in values}
    if _REST not in there:
        return values
    left_out = {_REST} if there >= _OF_THE_REST else _OF_THE_REST
    return [value for value in values if value.region not in left_out]


def _last(values: list[Value]) -> Taken:
    """The country's last value or, where one of them is later, the last ones of the territories below it."""
    last: dict[str, Value] = {}
    for value in sorted(values, key=lambda value: (value.end, value.start or date.min, value.rank)):
        last[value.region] = value
    country, below = last.get(_COUNTRY), [value for code, value in last.items() if code != _COUNTRY]
    if country and all(value.end <= country.end for value in below):
        return Taken(values=[country])
    return Taken(values=_at_one_level(below))


def _of_several_levels(codes: Iterable[str]) -> bool:
    asked = set(codes)
    return (_COUNTRY in asked and len(asked) > 1) or (_REST in asked and bool(asked & _OF_THE_REST))


def _hull(values: Sequence[Value]) -> Days | None:
    starts = [value.start for value in values if value.start]
    return (min(starts), max(value.end for value in values)) if starts else None
