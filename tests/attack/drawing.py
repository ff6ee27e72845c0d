"""Random worlds: registers whose loads overlap, leave gaps, correct, close, come late, are taken back and sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from tests.attack.drawn_rows import DRAWN
from tests.attack.naive.knowing import news, speaking, standing
from tests.attack.naive.observed import FIGURES
from tests.attack.naive.time import days_of, unit_of
from tests.attack.world import IDENTITIES, TABLES, Days, Decree, Load, Row, Told, Withdrawal, World, identity_of

_FIRST = date(2022, 1, 1)
_FAR = date(2079, 3, 1)
_DAY = timedelta(days=1)


@dataclass
class Drawing:
    """A world in the making; `indicators` are those that its observations are of."""

    random: Random
    start: date
    indicators: list[str]
    told: list[Told] = field(default_factory=list)

    def of(self, register: str) -> list[Load | Withdrawal]:
        """What was told of a register, without what was no news."""
        return news(World(number=0, told=tuple(self.told)).of(register))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, span: Days) -> date:
        """A day of a span; often one on which something turns."""
        start, end = span
        if self.chance(0.4):
            turns = [day for day in _turns(start, end) if start <= day <= end]
            if turns:
                return self.random.choice(turns)
        return start + timedelta(days=self.random.randint(0, (end - start).days))


def _turns(start: date, end: date) -> list[date]:
    """First and last days of months and years, holidays, 29 February, the ends of the span."""
    found = [start, end]
    for year in range(start.year, end.year + 1):
        found += [date(year, 1, 1), date(year, 12, 31), date(year, 9, 18), date(year, 5, 1), date(year, 2, 28)]
        found += [date(year, 2, 28) + _DAY, date(year, 4, 1), date(year, 3, 31), date(year, 7, 1)]
    return found


def draw(seed: int, number: int) -> World:
    """The world of that number: always the same for one seed."""
    random = Random(f"{seed}/{number}")
    indicators = random.sample(sorted(FIGURES), random.choice((1, 2, 3)))
    if random.random() < 0.5:
        indicators.append("population.foreign_residents")
    drawing = Drawing(random, _FIRST + timedelta(days=random.randint(0, 900)), indicators)
    registers = random.sample(sorted(TABLES), random.randint(2, 3))
    if "attentions" in registers and "observations" not in registers and random.random() < 0.7:
        registers.append("observations")
    plans = [register for register in registers for _ in range(random.choice((1, 2, 3, 4, 5, 6, 7)))]
    random.shuffle(plans)
    demonstrations = {register: random.choice((0, 0, 0, 1, 2)) for register in registers}
    for register in plans:
        demonstrations[register] -= 1
        _tell(drawing, register, is_demonstration=demonstrations[register] >= 0)
    if random.random() < 0.3:
        _decree(drawing)
    return World(number=number, told=tuple(drawing.told))


def _tell(drawing: Drawing, register: str, *, is_demonstration: bool) -> None:
    load = _load(drawing, register, is_demonstration=is_demonstration)
    _add(drawing, load)
    before = [one for one in drawing.of(register) if isinstance(one, Load)]
    if drawing.chance(0.15):
        _add(drawing, _changed(drawing, load), load)
    if drawing.chance(0.12):
        again = drawing.random.choice(before)
        _add(drawing, replace(again, provisional_from=None) if drawing.chance(0.3) else again)
    if drawing.chance(0.25):
        _withdraw(drawing, register)
    if drawing.chance(0.02):
        _decree(drawing)


def _add(drawing: Drawing, *loads: Load) -> None:
    """Those loads again, each as the next to arrive; what can no longer be closed is not."""
    for load in loads:
        again = replace(load, number=len(drawing.told))
        told = drawing.of(load.register)
        closes = {
            table: [row for row in rows if _is_there(told, again, table, row)] for table, rows in load.closes.items()
        }
        again = replace(again, closes={table: rows for table, rows in closes.items() if rows})
        drawing.told.append(again)


def _is_there(told: list[Load | Withdrawal], load: Load, table: str, row: Row) -> bool:
    empty = replace(load, rows={}, closes={})
    return identity_of(table, row) in standing(speaking([*told, empty]), table)


def _load(drawing: Drawing, register: str, *, is_demonstration: bool) -> Load:
    covers = _covers(drawing, register)
    kind = "demonstration" if is_demonstration else _real_kind(drawing, register)
    recorded_on = _recorded_on(drawing, register, covers[1])
    rows = DRAWN[register](drawing, covers, recorded_on)
    load = Load(
        number=len(drawing.told),
        register=register,
        data_kind=kind,
        recorded_on=recorded_on,
        covers=covers,
        rows=rows,
        provisional_from=drawing.day(covers) if drawing.chance(0.25) else None,
    )
    return replace(load, closes=_closes(drawing, load)) if drawing.chance(0.35) else load


def _real_kind(drawing: Drawing, register: str) -> str:
    """Published figures are refused beside made-up ones."""
    is_made_up = any(isinstance(one, Load) and one.data_kind == "demonstration" for one in drawing.of(register))
    if register != "observations" or is_made_up:
        return "register"
    return drawing.random.choice(("register", "published"))


def _covers(drawing: Drawing, register: str) -> Days:
    random, start = drawing.random, drawing.start
    if drawing.chance(0.01):
        return _FAR, _FAR + timedelta(days=random.randint(0, 60))
    first = start + timedelta(days=random.randint(0, 500))
    shape = random.choice(("from_start", "month", "month", "quarter", "year", "days", "days", "day", "touching"))
    before = [one for one in drawing.of(register) if isinstance(one, Load)]
    if shape == "touching" and before:
        first = min(before[-1].covers[1] + _DAY, date(2079, 6, 1))
        return first, first + timedelta(days=random.randint(0, 45))
    spans: dict[str, Callable[[], Days]] = {
        "from_start": lambda: (start, first),
        "month": lambda: days_of(unit_of(first, "month")),
        "quarter": lambda: days_of(unit_of(first, "quarter")),
        "year": lambda: days_of(unit_of(first, "year")),
        "days": lambda: (first, first + timedelta(days=random.randint(0, 120))),
        "day": lambda: (first, first),
        "touching": lambda: (first, first + timedelta(days=30)),
    }
    return spans[shape]()


def _recorded_on(drawing: Drawing, register: str, last: date) -> date:
    """Never before the last day covered; often after all that was known before, or on a day on which something was."""
    before = [one.recorded_on for one in drawing.of(register)]
    day = last + timedelta(days=drawing.random.choice((0, 0, 1, 5, 20, 60)))
    if before and drawing.chance(0.55):
        day = max(day, max(before) + timedelta(days=drawing.random.choice((0, 1, 10, 31))))
    same = [one for one in before if one >= last]
    return min(drawing.random.choice(same) if same and drawing.chance(0.2) else day, date(2079, 12, 31))


def _closes(drawing: Drawing, load: Load) -> dict[str, list[Row]]:
    told = drawing.of(load.register)
    loads = speaking([*told, replace(load, rows={}, closes={})])
    closes = {}
    for table in TABLES[load.register]:
        in_load = {identity_of(table, row) for row in load.rows.get(table, ())}
        there = sorted((one for one in standing(loads, table) if one not in in_load), key=repr)
        chosen = drawing.random.sample(there, min(len(there), drawing.random.choice((0, 1, 1, 2))))
        if chosen:
            closes[table] = [dict(zip(IDENTITIES[table], one, strict=True)) for one in chosen]
    return closes


def _changed(drawing: Drawing, load: Load) -> Load:
    """The same load with other rows, as 900 between 100 and 100."""
    return replace(load, rows=DRAWN[load.register](drawing, load.covers, load.recorded_on), closes={})


def _withdraw(drawing: Drawing, register: str) -> None:
    told = drawing.of(register)
    gone = {one.of for one in told if isinstance(one, Withdrawal)}
    loads = [one for one in told if isinstance(one, Load) and one.number not in gone]
    if not loads:
        return
    taken = loads[-1] if drawing.chance(0.4) else drawing.random.choice(loads)
    last = max(one.recorded_on for one in told)
    day = taken.recorded_on if drawing.chance(0.2) else last + timedelta(days=drawing.random.choice((0, 1, 15)))
    day = min(day, date(2079, 12, 31))
    drawing.told.append(Withdrawal(number=len(drawing.told), register=register, of=taken.number, recorded_on=day))
    if drawing.chance(0.4):
        _add(drawing, taken if drawing.chance(0.7) else replace(taken, recorded_on=max(day, taken.recorded_on)))


def _decree(drawing: Drawing) -> None:
    """A holiday more, or one less; known after all decrees before."""
    before = [one.known_on for one in drawing.told if isinstance(one, Decree)]
    known_on = max([*before, drawing.start + timedelta(days=drawing.random.randint(0, 700))])
    changes: dict[date, str | None] = {}
    for _ in range(drawing.random.randint(1, 3)):
        day = drawing.start + timedelta(days=drawing.random.randint(0, 700))
        changes[day] = "Feriado"
    if drawing.chance(0.4):
        changes[date(drawing.start.year + 1, drawing.random.choice((1, 5)), 1)] = None
    drawing.told.append(Decree(number=len(drawing.told), changes=changes, known_on=known_on))
