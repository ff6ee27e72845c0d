"""What a run has met: counted, so that what it leaves out is seen."""

from __future__ import annotations

from collections.abc import Iterator

from tests.attack.asked import Asked
from tests.attack.naive.knowing import counting_from, is_no_news, news, standing
from tests.attack.naive.reference import KINDS
from tests.attack.naive.said import Refused, Said
from tests.attack.naive.time import GRAINS
from tests.attack.world import Load, Withdrawal, World

Counted = Iterator[tuple[str, str]]


def of_world(world: World) -> Counted:
    """What was told, by its nastiness."""
    for register in world.registers:
        told = world.of(register)
        yield "register", register
        for place, one in enumerate(told):
            for name in _nasty(news(told[:place]), one):
                yield "event", name
    for one in world.decrees:
        yield "event", "holiday decreed" if any(one.changes.values()) else "holiday cancelled"


def _nasty(before: list[Load | Withdrawal], one: Load | Withdrawal) -> Iterator[str]:
    is_late = counting_from([*before, one])[-1] > one.recorded_on
    if isinstance(one, Withdrawal):
        loads = [load for load in before if isinstance(load, Load)]
        yield "withdrawal of the newest" if loads[-1].number == one.of else "withdrawal of an earlier load"
        if is_late:
            yield "late withdrawal"
        return
    yield f"{one.data_kind} load"
    if is_no_news(before, one):
        yield "load that is no news"
        return
    flags = {
        "late load": is_late,
        "load of a day with another": any(other.recorded_on == one.recorded_on for other in before),
        "closing": bool(one.closes),
        "provisional load": one.provisional_from is not None,
        "empty load": not any(one.rows.values()),
        "far load": one.covers[1].year > 2070,
        "load sent again": any(isinstance(other, Load) and other.rows is one.rows for other in before),
        "correction": _corrects(before, one),
    }
    yield from (name for name, is_so in flags.items() if is_so)


def _corrects(before: list[Load | Withdrawal], one: Load) -> bool:
    loads = [other for other in before if isinstance(other, Load)]
    return any(standing(loads, table).keys() & standing([one], table).keys() for table in one.rows)


def of_question(asked: Asked, expected: dict[str, Said] | Refused) -> Counted:
    """What was asked, and which flags were met."""
    for metric in asked.metrics:
        yield "formula", KINDS[metric].name + (" to date" if KINDS[metric].to_date else "")
    yield "grain", "+".join(grain for grain in GRAINS if grain in asked.by) or "none"
    yield "dimensions", str(sum(name not in GRAINS for name in asked.by))
    yield "filters", str(len(asked.filters))
    yield "as of", "a day" if asked.as_of else "now"
    yield "period", "all" if asked.period is None else "a range" if ".." in asked.period else "one unit"
    yield "metrics", str(len(asked.metrics))
    if isinstance(expected, Refused):
        yield "refused", expected.message
        return
    yield "refused", "answered"
    for said in expected.values():
        yield from _of_answer(said)


def _of_answer(said: Said) -> Counted:
    flags = {
        "known": said.days is not None,
        "partial": said.partial,
        "partial units": bool(said.partial_units),
        "provisional": said.provisional_from is not None,
        "some value": any(cell.value is not None for cell in said.cells.values()),
        "some zero": any(cell.value == 0 for cell in said.cells.values()),
        "some null": any(cell.value is None for cell in said.cells.values()),
        "demonstration": any(cell.demonstration for cell in said.cells.values()),
        "missing": any(cell.missing for cell in said.cells.values()),
    }
    yield from (("flag", f"{name}: {'yes' if is_so else 'no'}") for name, is_so in flags.items())
    for name, _ in said.notes:
        yield "note", name
