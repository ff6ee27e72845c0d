"""What a register's metric should answer, row by row and day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import product

from tests.attack.asked import Asked
from tests.attack.naive.calendar import Calendar
from tests.attack.naive.knowing import Known
from tests.attack.naive.members import always_listed, place
from tests.attack.naive.metrics import Kind, Moment
from tests.attack.naive.said import Cell, Key, Refused, Said
from tests.attack.naive.survival import quantile, still_waiting
from tests.attack.naive.time import GRAINS, days_of, is_last_of_month, names_of, period_of, unit_of, year_before
from tests.attack.world import Days, Row
from tests.naive import days_between

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A part of the period whose values are told together: its names by grain, and its days that are asked for."""

    names: dict[str, str]
    asked: tuple[date, ...]
    known: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """All that an answer rests on: the register's, the calendar, and the inhabitants of each territory by day."""

    of_register: Known
    calendar: Calendar
    population: Known


class OfRegister:
    """One metric's answer."""

    def __init__(self, kind: Kind, asked: Asked, knowledge: Knowledge) -> None:
        self.kind, self.asked, self.knowledge = kind, asked, knowledge
        self.known = knowledge.of_register
        self.filters = dict(asked.filters)
        self.grains = tuple(grain for grain in GRAINS if grain in asked.by)

    # --- what may be asked -------------------------------------------------------------------------------

    def check(self) -> None:
        """Refuse what may not be asked, whatever was loaded."""
        allowed = set(self.kind.dimensions)
        if not allowed.issuperset(self.asked.by) or not (allowed - set(GRAINS)).issuperset(self.filters):
            raise Refused("unknown_dimension")
        if not all(self.is_kept_apart(name) for name in self.kind.requires):
            raise Refused("not_additive")
        if self.kind.name == "growth" and not self.asked.period and not self.grains:
            raise Refused("incomplete_question")
        if self.kind.register.by_month and self.asked.period and not self._is_of_whole_months(self.asked.period):
            raise Refused("no_such_grain")

    @staticmethod
    def _is_of_whole_months(period: str) -> bool:
        start, end = period_of(period)
        return start.day == 1 and is_last_of_month(end)

    def check_members(self) -> None:
        """Of the territories, rows are only of regions and of units that have none."""
        if set(self.filters.get("region", ())) & {"CL", "XRM", "EXT", "DIG"}:
            raise Refused("unknown_member")

    def is_kept_apart(self, dimension: str) -> bool:
        return dimension in self.asked.by or len(self.filters.get(dimension, ())) == 1

    # --- days --------------------------------------------------------------------------------------------

    @cached_property
    def period(self) -> Days | None:
        """What is asked for, or all that is known."""
        if self.asked.period:
            return period_of(self.asked.period)
        first, last = self.known.first, self.known.last
        return (first, last) if first and last else None

    @cached_property
    def covered(self) -> list[date]:
        """The days of the period that are known."""
        if self.period is None:
            return []
        start, end = self.period
        return sorted(day for day in self.known.covered if start <= day <= end)

    def is_at_a_date(self) -> bool:
        return self.kind.name == "open_stock" or self.kind.register.day is None

    @cached_property
    def units(self) -> list[Unit]:
        """The finest units of time asked of which some day is known; without any, the period."""
        if not self.grains:
            asked = tuple(days_between(*self.period)) if self.period else ()
            return [Unit(names={}, asked=asked, known=tuple(self.covered))]
        finest = self.grains[-1]
        return [self._unit(name) for name in dict.fromkeys(unit_of(day, finest) for day in self.covered)]

    def moment(self, day: date) -> Moment:
        return Moment(today=day, calendar=self.knowledge.calendar)

    # --- rows --------------------------------------------------------------------------------------------

    def is_kept(self, row: Row, *, beside: str | None = None) -> bool:
        return all(
            self.kind.register.member(row, name) in members for name, members in self.filters.items() if name != beside
        )

    def rows_on(self, days: Iterable[date], today: date) -> list[Row]:
        """The rows that count on one of `days` and that the filters keep; of a snapshot, all."""
        rows = self.kind.register.rows_of(self.known, self.moment(today))
        day_of, among = self.kind.register.day, frozenset(days)
        return [
            row for row in rows if (day_of is None or row[day_of] in among) and self.is_kept(row, beside=self.kind.over)
        ]

    @property
    def others(self) -> list[str]:
        return [name for name in self.asked.by if name not in GRAINS]

    def members(self, row: Row) -> Key:
        return tuple(self.kind.register.member(row, name) for name in self.others)

    def domain(self, name: str, found: Iterable[str | None]) -> list[str | None]:
        """The members shown: those asked for, or all known ones, and those of which there are rows."""
        asked = self.filters.get(name)
        listed = dict.fromkeys(asked or [*always_listed(name), *found])
        return sorted(listed, key=lambda member: place(name, member))

    def all_members(self, rows: list[Row]) -> list[Key]:
        domains = [self.domain(name, (self.kind.register.member(row, name) for row in rows)) for name in self.others]
        return list(product(*domains))

    def key(self, unit: Unit, members: Key) -> Key:
        named = unit.names | dict(zip(self.others, members, strict=True))
        return tuple(named[name] for name in self.asked.by)

    # --- cells -------------------------------------------------------------------------------------------

    def cells(self) -> dict[Key, Cell]:
        how = {
            "open_stock": self._stocks,
            "quantile": self._waits,
            "survival": self._waits,
            "growth": self._growths,
            "share_of_total": self._shares,
            "per_capita": self._rates,
        }
        cells = how.get(self.kind.name, self._sums)()
        places = {
            key: tuple(
                place(name, member) if name not in GRAINS else (0, 0, member)
                for name, member in zip(self.asked.by, key, strict=True)
            )
            for key in cells
        }
        return {key: cells[key] for key in sorted(cells, key=lambda key: places[key])}

    def cell(self, value: Fraction | float | None, missing: tuple[str, ...]) -> Cell:
        return Cell(value=value, demonstration=self.known.has_demonstration, missing=missing)

    def counted_days(self, unit: Unit) -> list[date]:
        """Those that the value of a unit is made of: of what adds up since 1 January, all from then on."""
        if not self.kind.to_date:
            return list(unit.known)
        last = unit.known[-1]
        return sorted(day for day in self.known.covered if date(last.year, 1, 1) <= day <= last)

    def missing(self, unit: Unit) -> tuple[str, ...]:
        """The days that the value of a unit misses."""
        if self.kind.register.day is None:
            return ()
        if self.kind.name == "open_stock":
            first = self.known.first
            assert first
            return names_of(day for day in days_between(first, unit.known[-1]) if day not in self.known.covered)
        asked = unit.asked
        if self.kind.to_date:
            start = unit.asked[0] if self.asked.period or self.grains else unit.asked[-1]
            asked = tuple(days_between(self._since(start), unit.asked[-1]))
        return names_of(day for day in asked if day not in self.known.covered)

    def _today(self) -> date:
        """The last day known; of a snapshot, the last of the period."""
        assert self.known.last
        return self.covered_until if self.kind.register.day is None else self.known.last

    @cached_property
    def covered_until(self) -> date:
        """The last day known up to the end of the period."""
        assert self.period
        return max(day for day in self.known.covered if day <= self.period[1])

    def _sums(self) -> dict[Key, Cell]:
        today = self._today()
        moment = self.moment(today)
        counted = [(unit, self.rows_on(self.counted_days(unit), today)) for unit in self.units]
        members = self.all_members([row for _, rows in counted for row in rows])
        return {
            self.key(unit, one): self.cell(
                self.kind.combine(
                    [part.of([row for row in rows if self.members(row) == one], moment) for part in self.kind.parts]
                ),
                self.missing(unit),
            )
            for unit, rows in counted
            for one in members
        }

    @property
    def _day_of(self) -> str:
        """The column of the day on which rows count."""
        assert self.kind.register.day
        return self.kind.register.day

    def _stocks(self) -> dict[Key, Cell]:
        holds = self.kind.holds
        found = []
        for unit in self.units:
            moment = self.moment(unit.known[-1])
            rows = [row for row in self.known.rows[self.kind.register.table] if self.is_kept(row)]
            there = [row for row in rows if row[self._day_of] <= moment.today and self.kind.among(row, moment)]
            found.append((unit, there, moment))
        members = self.all_members([row for _, rows, _ in found for row in rows])
        return {
            self.key(unit, one): self.cell(
                Fraction(sum(self.members(row) == one and holds(row, moment) for row in rows)), self.missing(unit)
            )
            for unit, rows, moment in found
            for one in members
        }

    def _waits(self) -> dict[Key, Cell]:
        made = self._quantile if self.kind.name == "quantile" else self._surviving
        today = self._today()
        moment = self.moment(today)
        cells = {}
        for unit in self.units:
            rows = self.rows_on(unit.known, today)
            waits = [(self.members(row), wait) for row in rows if (wait := self.kind.waited(row, moment)) is not None]
            for one in dict.fromkeys(members for members, _ in waits) if self.asked.by else [()]:
                mine = [wait for members, wait in waits if members == one]
                is_demonstration = bool(mine) and self.known.has_demonstration
                cells[self.key(unit, one)] = Cell(
                    value=made(mine), demonstration=is_demonstration, missing=self.missing(unit)
                )
        return cells

    def _quantile(self, waits: list[tuple[int, bool]]) -> Fraction | None:
        return quantile(waits, self.kind.q)

    def _surviving(self, waits: list[tuple[int, bool]]) -> Fraction | None:
        return still_waiting(waits, self.kind.days_waited)

    def _growths(self) -> dict[Key, Cell]:
        today = self._today()
        moment = self.moment(today)
        now = [(unit, self.rows_on(unit.known, today)) for unit in self.units]
        members = self.all_members([row for _, rows in now for row in rows])
        cells = {}
        for unit, rows in now:
            base = self._base_days(unit)
            is_whole = all(day in self.known.covered for day in (*unit.asked, *base))
            before = self.rows_on(base, today)
            for one in members:
                above, below = (
                    self.kind.parts[0].of([row for row in part if self.members(row) == one], moment)
                    for part in (rows, before)
                )
                value = above / below - 1 if is_whole and below else None
                cells[self.key(unit, one)] = self.cell(value, self.missing(unit))
        return cells

    def _base_days(self, unit: Unit, *, is_whole: bool = False) -> list[date]:
        """The same days of the year before; of whole months, whole months."""
        start, end = period_of(self.asked.period) if self.asked.period else (unit.asked[0], unit.asked[-1])
        first, last = year_before(start), year_before(end)
        if start.day == 1 and is_last_of_month(end):
            last = days_of(unit_of(last, "month"))[1]
        if not self.grains or is_whole:
            return days_between(first, last)
        months = {(day.year - 1, day.month) for day in unit.asked}
        return [day for day in days_between(first, last) if (day.year, day.month) in months]

    def _shares(self) -> dict[Key, Cell]:
        over = self.kind.over
        assert over
        today = self._today()
        moment = self.moment(today)
        (unit,) = self.units
        rows = [row for row in self.rows_on((), today) if self.kind.parts[0].meets(row, moment)]
        shown = [row for row in rows if self.is_kept(row)]
        is_split = over in self.others
        cells = {}
        for one in self.all_members(rows):
            named = dict(zip(self.others, one, strict=True))
            rest = [
                row
                for row in rows
                if all(self.kind.register.member(row, name) == member for name, member in named.items() if name != over)
            ]
            part = (
                [row for row in shown if self.members(row) == one]
                if is_split
                else [row for row in rest if self.is_kept(row)]
            )
            value = Fraction(len(part), len(rest)) if rest else None
            cells[self.key(unit, one)] = self.cell(value, self.missing(unit))
        return cells

    def _rates(self) -> dict[Key, Cell]:
        cells = {}
        for key, cell in self._sums().items():
            named = dict(zip(self.asked.by, key, strict=True))
            people, is_demonstration = self._people(named)
            value = cell.value * 1000 / people if people and cell.value is not None else None
            cells[key] = Cell(value=value, demonstration=cell.demonstration or is_demonstration, missing=cell.missing)
        return cells

    def _people(self, named: dict[str, str | None]) -> tuple[Fraction | None, bool]:
        """The inhabitants of a cell's region, of all the regions asked for together, or else of the country."""
        regions = (named["region"],) if "region" in named else self.filters.get("region") or ("CL",)
        last = [self._last_of(region) for region in regions]
        if None in last:
            return None, False
        is_made_up = any(row["_kind"] == "demonstration" for row in last if row)
        return Fraction(sum(row["value"] for row in last if row)), is_made_up

    def _last_of(self, region: str | None) -> Row | None:
        """The last population of a territory known at the end of the days."""
        day = self.covered[-1]
        told = [
            row
            for row in self.knowledge.population.rows["observations"]
            if row["indicator"] == self.kind.population and row["territory_code"] == region and row["_day"] <= day
        ]
        return max(told, key=lambda row: (row["_day"], row["period_from"] or date.min, row["_place"]), default=None)

    # --- what is told about them -----------------------------------------------------------------------------

    def said(self) -> Said:
        """The answer."""
        self.refuse_sums()
        nothing = not self._is_known()
        cells = self._nothing() if nothing else self.cells()
        return Said(
            cells=cells,
            period=self._label(nothing=nothing),
            days=None if nothing else self._days(),
            known_on=self.known.known_on,
            kinds=self.known.kinds,
            partial=self._is_partial(cells, nothing=nothing),
            partial_units={} if nothing else self._partial_units(),
            provisional_from=None if nothing else self._provisional_from(),
            freshness=(self.known.last_load, self.known.last, self._expected_next()),
            notes=frozenset(self._notes(cells, nothing=nothing)),
            is_exact=self.kind.is_exact,
        )

    def refuse_sums(self) -> None:
        """What adds up since 1 January is not added over years."""
        is_of_several_years = self.asked.period and len({day.year for day in self.covered}) > 1
        if self.kind.to_date and not self.grains and is_of_several_years:
            raise Refused("not_additive")

    def _is_known(self) -> bool:
        if self.kind.register.day is None:
            return self.period is not None and any(day <= self.period[1] for day in self.known.covered)
        return bool(self.covered)

    def _nothing(self) -> dict[Key, Cell]:
        missing = (self.asked.period,) if self.asked.period else ()
        if self.asked.period:
            missing = names_of(days_between(*period_of(self.asked.period)))
        return {} if self.asked.by else {(): Cell(value=None, demonstration=False, missing=missing)}

    def _days(self) -> Days:
        if not self.covered:
            return self.covered_until, self.covered_until
        first, last = self.covered[0], self.covered[-1]
        if self.kind.to_date and not self.grains:
            return date(last.year, 1, 1), last
        return first, last

    def _label(self, *, nothing: bool) -> str:
        if self.asked.period:
            return self.asked.period
        if nothing:
            return ""
        start, end = self._days()
        return f"{end}" if self.is_at_a_date() or start == end else f"{start}..{end}"

    def _is_partial(self, cells: dict[Key, Cell], *, nothing: bool) -> bool:
        if any(cell.missing for cell in cells.values()):
            return True
        if nothing or self.is_at_a_date() or not self.asked.period:
            return nothing and self.asked.period is not None
        start, end = period_of(self.asked.period)
        return any(day not in self.known.covered for day in days_between(self._since(start), end))

    def _since(self, day: date) -> date:
        return date(day.year, 1, 1) if self.kind.to_date else day

    def _partial_units(self) -> dict[str, date | None]:
        """Of the units of every grain asked of which some day is known, those that miss something, with their last day known.

        A stock is that of an earlier day where the unit's last one is not known.
        """
        found: dict[str, date | None] = {}
        for grain in self.grains:
            for name in dict.fromkeys(unit_of(day, grain) for day in self.covered):
                unit = self._unit(name)
                is_open = self.kind.name == "open_stock" and unit.asked[-1] not in self.known.covered
                if self.missing(unit) or is_open:
                    found[name] = unit.known[-1]
        return found

    def _unit(self, name: str) -> Unit:
        """The unit of that name, its days cut by the period."""
        start, end = days_of(name)
        if self.asked.period:
            first, last = period_of(self.asked.period)
            start, end = max(start, first), min(end, last)
        asked = tuple(days_between(start, end))
        known = tuple(day for day in asked if day in self.known.covered)
        return Unit(names={grain: unit_of(known[0], grain) for grain in self.grains}, asked=asked, known=known)

    def _provisional_from(self) -> date | None:
        since = self.known.provisional_from
        start, end = self._days()
        return max(since, start) if since and since <= end else None

    def _expected_next(self) -> date | None:
        last = self.known.last
        if last is None or self.kind.periodicity == "irregular":
            return None
        following = last + _DAY
        return following if self.kind.periodicity == "day" else days_of(unit_of(following, "month"))[1]

    def _notes(self, cells: dict[Key, Cell], *, nothing: bool):
        if nothing:
            yield "nothing_known", ()
            return
        start, end = self._rests_on()
        for late in self.known.late:
            if late.covers[0] <= end and late.covers[1] >= start:
                yield "late_load", (("known_on", late.known_on), ("counts_from", late.counts_from))
        if self.kind.name == "per_capita" and not self._has_people(cells):
            yield "no_population", ()
        if self.kind.name == "growth" and self._has_no_base():
            yield "no_base_year", ()

    def _has_people(self, cells: dict[Key, Cell]) -> bool:
        return any(self._people(dict(zip(self.asked.by, key, strict=True)))[0] is not None for key in cells)

    def _rests_on(self) -> Days:
        """The days of which the loads make the values: of a state, all until then; of what adds up, since January."""
        start, end = self._days()
        first = self.known.first
        assert first
        return (min(first, start) if self.is_at_a_date() else self._since(start)), end

    def _has_no_base(self) -> bool:
        """Nothing of the year before is known or, without units of time, not all of it."""
        if not self.asked.period:
            return False
        whole = Unit(names={}, asked=tuple(days_between(*period_of(self.asked.period))), known=())
        known = [day in self.known.covered for day in self._base_days(whole, is_whole=True)]
        return not (any(known) if self.grains else all(known))
