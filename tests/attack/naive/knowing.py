"""What a register tells as of a day, from the list of what was told: which rows stand, which days are covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.attack.world import TABLES, Days, Load, Row, Withdrawal, identity_of
from tests.naive import days_between


@dataclass(frozen=True, kw_only=True)
class Late:
    """A load that was known before another one that was there, and counts from that one's day."""

    known_on: date
    counts_from: date
    covers: Days


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a register tells as of a day."""

    rows: dict[str, list[Row]]
    covered: frozenset[date]
    known_on: date | None
    last_load: date | None
    kinds: frozenset[str]
    provisional_from: date | None
    late: tuple[Late, ...]

    @property
    def first(self) -> date | None:
        return min(self.covered, default=None)

    @property
    def last(self) -> date | None:
        return max(self.covered, default=None)

    @property
    def has_demonstration(self) -> bool:
        return "demonstration" in self.kinds


def counting_from(told: Sequence[Load | Withdrawal]) -> list[date]:
    """The day from which each counts: its own, or that of what was known last before it."""
    days: list[date] = []
    for one in told:
        days.append(max([one.recorded_on, *days[-1:]]))
    return days


def seen(told: Sequence[Load | Withdrawal], as_of: date | None) -> list[Load | Withdrawal]:
    """What of it counts as of a day."""
    return [one for one, day in zip(told, counting_from(told), strict=True) if as_of is None or day <= as_of]


def speaking(told: Sequence[Load | Withdrawal]) -> list[Load]:
    """The loads that were not taken back; once a real one was there, no demonstration."""
    loads = [one for one in told if isinstance(one, Load)]
    is_real = any(one.data_kind == "register" for one in loads)
    gone = {one.of for one in told if isinstance(one, Withdrawal)}
    return [one for one in loads if one.number not in gone and not (is_real and one.data_kind == "demonstration")]


def is_no_news(told: Sequence[Load | Withdrawal], load: Load) -> bool:
    """Demonstration after a real load; or what an equal load says, with nothing known on the same day since."""
    if load.data_kind == "demonstration" and any(isinstance(one, Load) and one.data_kind == "register" for one in told):
        return True
    gone = {one.of for one in told if isinstance(one, Withdrawal)}
    same_day = [
        one for one in told if isinstance(one, Load) and one.number not in gone and one.recorded_on == load.recorded_on
    ]
    return bool(same_day) and same_day[-1].said == load.said


def news(told: Sequence[Load | Withdrawal]) -> list[Load | Withdrawal]:
    """What was told without what was no news."""
    found: list[Load | Withdrawal] = []
    for one in told:
        if isinstance(one, Withdrawal) or not is_no_news(found, one):
            found.append(one)
    return found


def standing(loads: Sequence[Load], table: str) -> dict[tuple[Any, ...], list[tuple[int, Row]]]:
    """Of each identity what was said last: (number of the load, row) pairs; none where it was closed."""
    said: dict[tuple[Any, ...], list[tuple[int, Row]]] = {}
    for load in sorted(loads, key=lambda one: (one.recorded_on, one.number)):
        for row in load.closes.get(table, ()):
            said[identity_of(table, row)] = []
        told: dict[tuple[Any, ...], list[tuple[int, Row]]] = {}
        for row in load.rows.get(table, ()):
            told.setdefault(identity_of(table, row), []).append((load.number, row))
        said |= told
    return {identity: rows for identity, rows in said.items() if rows}


def _told_by(row: Row, load: Load) -> Row:
    """The row with its load's place among the others and, of an interval, its last day: that of its load if it says none."""
    is_interval = "period_to" in row
    more = {"_day": row["period_to"] or load.covers[1], "_undated": row["period_to"] is None} if is_interval else {}
    return row | more | {"_place": (load.recorded_on, load.number), "_kind": load.data_kind}


def what_is_known(register: str, told: Sequence[Load | Withdrawal], as_of: date | None) -> Known:
    """What `register` tells as of a day, by what was told of it in order of arrival."""
    visible = seen(told, as_of)
    loads = speaking(visible)
    in_order = sorted(loads, key=lambda one: (one.recorded_on, one.number))
    late = [
        Late(known_on=one.recorded_on, counts_from=day, covers=one.covers)
        for one, day in zip(visible, counting_from(visible), strict=True)
        if one in loads and isinstance(one, Load) and day > one.recorded_on
    ]
    return Known(
        rows={
            table: [
                _told_by(row, next(load for load in loads if load.number == number))
                for rows in standing(loads, table).values()
                for number, row in rows
            ]
            for table in TABLES[register]
        },
        covered=frozenset(day for one in loads for day in days_between(*one.covers)),
        known_on=max((one.recorded_on for one in visible), default=None),
        last_load=max((one.recorded_on for one in loads), default=None),
        kinds=frozenset(one.data_kind for one in loads),
        provisional_from=in_order[-1].provisional_from if in_order else None,
        late=tuple(late),
    )
