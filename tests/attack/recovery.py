"""An attacker who asks everything and subtracts: what of the small cells of a register can be found from its answers.

A cell is a month, a unit and a resolution of the register of attentions, as of a day. Each answered row is an equation: the
cells that it adds up, and its value. The attacker takes every table of every metric, rates, windows, comparisons and
earlier days, tries the ways of subtracting two and three answers that are known to work, and then all of them at once, by
least squares. A target is found if one way gives its very number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from random import Random

import numpy as np
from sqlalchemy import Engine

from data_access import schema
from data_access.bulk import Row
from metrics import ENTITLED, Against, Measure, MetricError, Monitor, YearBefore
from metrics.model.periods import Period
from metrics.queries.protection import STEP
from tests.tables import clear, load_rows, observation_rows

UNITS = ("15", "13", "16", "08", "12", "NC")
RESOLUTIONS = ("immediate", "referred")
MONTHS = tuple(f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13))
COVERS = (date(2023, 1, 1), date(2024, 12, 31))
KNOWN_ON = tuple(COVERS[1] + timedelta(days=31 * number) for number in range(4))
PEOPLE = 7000
SMALL = range(1, 5)

Cell = tuple[str, str, str]
"""A unit, a month, a resolution."""

CELLS: tuple[Cell, ...] = tuple(product(UNITS, MONTHS, RESOLUTIONS))
COUNTED = {
    "attention.records": RESOLUTIONS,
    "attention.immediate_responses": ("immediate",),
    "attention.referrals": ("referred",),
}
OTHER = {"immediate": "attention.referrals", "referred": "attention.immediate_responses"}
OWN = {"immediate": "attention.immediate_responses", "referred": "attention.referrals"}


# --- what is registered ----------------------------------------------------------------------------------


@dataclass
class World:
    """A history of loads, what each of them closes, and how many rows each cell has after it."""

    loads: list[list[Row]] = field(default_factory=list)
    closes: list[list[Row]] = field(default_factory=list)
    counts: list[Counter[Cell]] = field(default_factory=list)

    def load_into(self, engine: Engine) -> None:
        clear(engine)
        for known_on, rows, closed in zip(KNOWN_ON, self.loads, self.closes, strict=True):
            closes = {schema.attention_records: closed}
            load_rows(engine, {schema.attention_records: rows}, covers=COVERS, recorded_on=known_on, closes=closes)
        text = "| territory_code | period_from | period_to | value |\n| {} | 2022-12-31 | 2022-12-31 | {} |"
        rows = [
            row
            for unit in UNITS[:-1]
            for row in observation_rows("population.foreign_residents", text.format(unit, PEOPLE))
        ]
        load_rows(engine, {schema.observations: rows})

    def targets(self) -> Iterator[tuple[int, Cell, int]]:
        """(load, cell, number): the small counts at each load, and negative loads for what a load changed."""
        for number, counts in enumerate(self.counts):
            yield from ((number, cell, counts[cell]) for cell in CELLS if counts[cell] in SMALL)
            if number:
                changes = ((cell, counts[cell] - self.counts[number - 1][cell]) for cell in CELLS)
                yield from ((-number, cell, change) for cell, change in changes if change in SMALL)


def row_of(cell: Cell, number: int) -> Row:
    unit, month, resolution = cell
    day = date.fromisoformat(f"{month}-{1 + number % 28:02}")
    return {
        "folio": f"{unit}{month}{resolution[0]}{number}",
        "attended_on": day,
        "unit_code": unit,
        "resolution": resolution,
    }


def random_world(random: Random) -> World:
    """Cells of few rows; later loads bring more, and correct the unit of some."""
    world = World()
    stands: dict[str, Row] = {}
    numbers = dict.fromkeys(CELLS, 0)
    for known in KNOWN_ON:
        added = [cell for cell in CELLS for _ in range(_arriving(random, is_first=known is KNOWN_ON[0]))]
        rows = {}
        for cell in added:
            row = row_of(cell, numbers[cell])
            rows[row["folio"]] = row
            numbers[cell] += 1
        if stands:
            for row in random.sample(list(stands.values()), len(stands) // 30):
                rows[row["folio"]] = row | {"unit_code": random.choice(UNITS)}
        stands |= rows
        world.loads.append(list(rows.values()))
        world.closes.append([])
        world.counts.append(Counter(cell_of(row) for row in stands.values()))
    return world


def _arriving(random: Random, *, is_first: bool) -> int:
    return random.choice((0, 0, 1, 1, 2, 2, 3, 4, 6, 9) if is_first else (0,) * 6 + (1, 2))


def cell_of(row: Row) -> Cell:
    return row["unit_code"], f"{row['attended_on']:%Y-%m}", row["resolution"]


def twin_of(world: World, offsets: dict[tuple[str, ...], int]) -> tuple[World, dict[tuple[str, ...], int]]:
    """Another history, with another count wherever one is not zero, and the offsets by which it is rounded to the same.

    `offsets` are those of the world, by the names of its cells as they are hashed: unit, resolution, month.
    """
    twin = World()
    shifted = {cell: _shifted(world, cell, offsets.get((cell[0], cell[2], cell[1]), 0)) for cell in CELLS}
    stands: dict[Cell, list[Row]] = {cell: [] for cell in CELLS}
    for number in range(len(KNOWN_ON)):
        added: list[Row] = []
        closed: list[Row] = []
        for cell, (counts, _) in shifted.items():
            while len(stands[cell]) > counts[number]:
                closed.append({"folio": stands[cell].pop()["folio"]})
            while len(stands[cell]) < counts[number]:
                row = row_of(cell, len(stands[cell]))
                stands[cell].append(row | {"folio": f"{row['folio']}/{number}"})
                added.append(stands[cell][-1])
        twin.loads.append(added)
        twin.closes.append(closed)
        twin.counts.append(Counter({cell: len(rows) for cell, rows in stands.items()}))
    return twin, {(unit, resolution, month): shifted[unit, month, resolution][1] for unit, month, resolution in CELLS}


def _shifted(world: World, cell: Cell, offset: int) -> tuple[list[int], int]:
    """The counts of a cell after each load, all other ones, and the offset that rounds them to the same."""
    counts = [one[cell] for one in world.counts]
    if offset:
        return [count + 1 if count else 0 for count in counts], offset - 1
    if 1 not in counts:
        return [count - 1 if count else 0 for count in counts], 1
    return [_beside(count) for count in counts], 0


def _beside(count: int) -> int:
    """Another count that an offset of zero leaves between the same multiples of five; of zero, zero."""
    within = count % STEP
    if count < STEP:
        return {0: 0, 1: 2, 2: 1, 3: 4, 4: 3}[within]
    return count - within + (within + 1) % STEP


# --- what is asked ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A question: a metric, by dimensions, in a period, of one unit or all, as of a load."""

    metric: str
    by: tuple[str, ...] = ()
    period: str | None = None
    unit: str | None = None
    load: int = len(KNOWN_ON) - 1


Found = dict[frozenset[Cell], float]
"""The value of each sum of cells that was answered and not hidden."""

Sees = Callable[[float | None], float | None]


def as_shown(value: float | None) -> float | None:
    """What the answer shows."""
    return value


def hiding_few(value: float | None) -> float | None:
    """Protection answer by answer: counts of 1 to 4 are not shown, whatever else was asked."""
    return None if value in SMALL else value


class Attacker:
    """Asks a monitor, and keeps what it shows."""

    def __init__(self, monitor: Monitor, sees: Sees, *, use_rollups: bool) -> None:
        self._monitor, self._sees, self._uses = monitor, sees, use_rollups
        self.known: dict[int, Found] = {number: {} for number in range(len(KNOWN_ON))}
        self.refused = 0

    def ask_everything(self, random: Random) -> None:
        for load in self.known:
            for asked in _tables(load):
                self.ask(asked)
        for metric, unit, month in (
            (random.choice(list(COUNTED)), random.choice(UNITS), random.choice(MONTHS)) for _ in range(60)
        ):
            self.ask(Asked(metric, (), month, unit))
            self.ask(Asked(metric, (), f"{month}-01..{month}-15", unit))
            self.compare(metric, unit, month)

    def ask(self, asked: Asked) -> None:
        where = {"region": asked.unit} if asked.unit else None
        try:
            answer = self._monitor.observe(
                asked.metric,
                by=asked.by,
                period=asked.period,
                where=where,
                as_of=KNOWN_ON[asked.load],
                use_rollups=self._uses,
            ).answers[0]
        except MetricError:
            self.refused += 1
            return
        for row in answer.frame.iter_rows(named=True):
            self._keep(asked.load, cells_of(asked, row), self._sees(row["value"]))

    def ask_rates(self, load: int) -> None:
        """People of a region, by the rate of those that live there."""
        for unit, month in product(UNITS[:-1], MONTHS):
            asked = Asked("attention.records", (), month, unit, load)
            rate = self._monitor.observe(
                "attention.records_per_1000_residents", period=month, where={"region": unit}, as_of=KNOWN_ON[load]
            ).answers[0]
            counted = None if rate.value is None else round(rate.value * PEOPLE / 1000, 6)
            self._keep(load, cells_of(asked, {}), self._sees(counted))

    def compare(self, metric: str, unit: str, month: str) -> None:
        """The year before, by the change."""
        (told,) = self._monitor.compare(metric, against=YearBefore(), period=month, where={"region": unit})
        if told.difference is not None and told.now.value is not None:
            before = Period.parse(month).year_before().label
            shown = self._sees(told.now.value - told.difference)
            self._keep(len(KNOWN_ON) - 1, cells_of(Asked(metric, (), before, unit), {}), shown)

    def _keep(self, load: int, cells: frozenset[Cell], value: float | None) -> None:
        if value is not None and cells:
            self.known[load][cells] = value


def _tables(load: int) -> Iterator[Asked]:
    for metric in COUNTED:
        for by in (
            (),
            ("region",),
            ("month",),
            ("region", "month"),
            ("region", "quarter"),
            ("region", "year"),
            ("year",),
            ("quarter",),
        ):
            yield Asked(metric, by, None, None, load)
        for month in MONTHS:
            yield Asked(metric, ("region",), f"{MONTHS[0]}..{month}", None, load)
    for by in (("resolution",), ("region", "resolution"), ("region", "resolution", "month"), ("resolution", "quarter")):
        yield Asked("attention.records", by, None, None, load)


def everything_told(monitor: Monitor) -> list[object]:
    """All that the tables, rates and comparisons say, as of each load, and of each cell alone."""
    told: list[object] = []
    for load in range(len(KNOWN_ON)):
        rate = Asked("attention.records_per_1000_residents", ("region", "month"), None, None, load)
        for asked in (*_tables(load), rate):
            answer = monitor.observe(asked.metric, by=asked.by, period=asked.period, as_of=KNOWN_ON[load]).answers[0]
            told.append(
                (asked, answer.frame.rows(), answer.days, answer.partial, answer.kinds, answer.notes, answer.freshness)
            )
    for metric, unit in product(COUNTED, UNITS[:-1]):
        for month in MONTHS[12:]:
            (one,) = monitor.compare(metric, against=YearBefore(), period=month, where={"region": unit})
            told.append((metric, unit, month, one.now.value, one.reference, one.difference, one.reason))
    for metric, measure in product(COUNTED, Measure):
        table = monitor.territory.table(metric, period="2024", measure=measure, against=Against.YEAR_BEFORE)
        told.append((metric, measure, table.frame.rows(), table.national, table.median, table.ranked))
    return told


def cells_of(asked: Asked, row: Row) -> frozenset[Cell]:
    """The cells that a row of the answer adds up."""
    period = Period.parse(asked.period or f"{MONTHS[0]}..{MONTHS[-1]}")
    units = [row.get("region") or asked.unit] if row.get("region") or asked.unit else UNITS
    months = [
        month for month in MONTHS if period.start <= date.fromisoformat(f"{month}-01") and _end(month) <= period.end
    ]
    for grain in ("year", "quarter", "month"):
        if grain in row:
            span = Period.parse(row[grain])
            months = [month for month in months if span.start <= date.fromisoformat(f"{month}-01") <= span.end]
    counted = COUNTED[asked.metric]
    resolutions = [row["resolution"]] if "resolution" in row else counted
    return frozenset(product(units, months, resolutions)) & frozenset(CELLS)


def _end(month: str) -> date:
    return Period.parse(month).end


# --- what is found ---------------------------------------------------------------------------------------


def ways(cell: Cell) -> Iterator[Sequence[tuple[int, frozenset[Cell]]]]:
    """Sums and differences of answers that leave the cell alone."""
    unit, month, resolution = cell
    alone, both = frozenset([cell]), frozenset((unit, month, one) for one in RESOLUTIONS)
    other = both - alone
    yield [(1, alone)]
    yield [(1, both), (-1, other)]
    for months in _holding(month):
        for counted in ((resolution,), RESOLUTIONS):
            whole = frozenset(product([unit], months, counted))
            rest = [(-1, frozenset((unit, one, each) for each in counted)) for one in months if one != month]
            yield [(1, whole), *rest, *([(-1, other)] if len(counted) > 1 else [])]
    before = MONTHS[: MONTHS.index(month)]
    for counted in ((resolution,), RESOLUTIONS):
        window = frozenset(product([unit], (*before, month), counted))
        less = [(-1, frozenset(product([unit], before, counted)))] if before else []
        yield [(1, window), *less, *([(-1, other)] if len(counted) > 1 else [])]
    everyone = frozenset(product(UNITS, [month], [resolution]))
    yield [(1, everyone), *((-1, frozenset([(one, month, resolution)])) for one in UNITS if one != unit)]


def _holding(month: str) -> Iterator[tuple[str, ...]]:
    place = MONTHS.index(month)
    yield MONTHS[place // 3 * 3 : place // 3 * 3 + 3]
    yield MONTHS[place // 12 * 12 : place // 12 * 12 + 12]


def told_by(known: Found, cell: Cell) -> set[float]:
    """What the ways give for a cell, where all their answers are shown."""
    found = set()
    for way in ways(cell):
        values = [known.get(cells) for _, cells in way]
        if None not in values:
            found.add(
                float(sum(sign * value for (sign, _), value in zip(way, values, strict=True) if value is not None))
            )
    return found


def solved(known: Found) -> dict[Cell, float]:
    """Every cell by least squares over all that is known, where it is determined."""
    place = {cell: number for number, cell in enumerate(CELLS)}
    matrix = np.zeros((len(known), len(CELLS)))
    for number, cells in enumerate(known):
        matrix[number, [place[cell] for cell in cells]] = 1
    _, singular, right = np.linalg.svd(matrix.T @ matrix)
    free = right[singular < 1e-6 * singular.max()] if singular.size else right
    is_free = (np.abs(free) > 1e-6).any(axis=0) if free.size else np.zeros(len(CELLS), dtype=bool)
    solution = np.linalg.lstsq(matrix, np.array(list(known.values())), rcond=None)[0]
    return {cell: float(solution[number]) for cell, number in place.items() if not is_free[number]}


def recovered(world: World, attacker: Attacker) -> tuple[int, int]:
    """How many targets the attacker names rightly by some way, of how many there are."""
    solutions = {load: solved(known) for load, known in attacker.known.items()}
    estimates = [
        {cell: told_by(known, cell) | ({solutions[load][cell]} if cell in solutions[load] else set()) for cell in CELLS}
        for load, known in attacker.known.items()
    ]
    found = total = 0
    for load, cell, number in world.targets():
        total += 1
        if load >= 0:
            told: Iterable[float] = estimates[load][cell]
        else:
            told = (after - before for after in estimates[-load][cell] for before in estimates[-load - 1][cell])
        found += any(abs(one - number) < 1e-3 for one in told)
    return found, total


def attack(
    engine: Engine, monitor: Callable[[Engine], Monitor], sees: Sees, seed: int, *, use_rollups: bool
) -> tuple[int, int]:
    """Load a random world, ask everything of it, and say what was found: (recovered, targets)."""
    random = Random(seed)
    world = random_world(random)
    world.load_into(engine)
    attacker = Attacker(monitor(engine), sees, use_rollups=use_rollups)
    attacker.ask_everything(random)
    attacker.ask_rates(0)
    return recovered(world, attacker)


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """How many targets of how many were recovered in worlds of one database, answered in one way."""

    name: str
    recovered: int
    targets: int
    is_unprotected: bool = False


def campaigns(engines: dict[str, Engine], targets: int, seed: int) -> Iterator[Campaign]:
    """Of each database at least so many targets, from roll-ups and from rows; and a world of each without protection."""
    for name, engine in engines.items():
        for uses in (True, False):
            found = total = 0
            number = 1000 * seed
            while total < targets:
                recovered_here, targets_here = attack(engine, Monitor, as_shown, number, use_rollups=uses)
                found, total, number = found + recovered_here, total + targets_here, number + 1
            source = "roll-ups" if uses else "rows"
            yield Campaign(name=f"{name}, {source}", recovered=found, targets=total)
        off = attack(engine, _entitled, hiding_few, 1000 * seed, use_rollups=True)
        yield Campaign(name=f"{name}, protection off", recovered=off[0], targets=off[1], is_unprotected=True)


def _entitled(engine: Engine) -> Monitor:
    return Monitor(engine, viewer=ENTITLED)
