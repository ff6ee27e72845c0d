"""Answers from register rows: which aggregates a formula needs, and what polars makes of them.

A formula is answered by a generator: it yields the fetches it needs and is sent their frames. So the
fetches of several metrics are read together (`metrics.fetching`), and each formula still reads as a
straight line.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from metrics import observations
from metrics.datasets import Dataset, Shape
from metrics.errors import EmptyQuestionError, GrainError, NotAdditiveError
from metrics.model import (
    Count,
    Difference,
    Formula,
    Growth,
    Observed,
    OpenStock,
    PerCapita,
    Quantile,
    Ratio,
    ShareOfTotal,
    Sum,
    Survival,
)
from metrics.periods import GRAINS, Grain, Period, label
from metrics.provenance import Coverage
from metrics.question import Cells, Fetch, Part, Question
from metrics.reader import Reader
from metrics.survival import quantile, still_waiting

_NOTHING_KNOWN = "sin datos conocidos a esa fecha"
_NO_POPULATION = "sin población cargada para calcular la tasa"
_NO_BASE = "sin un período completo un año antes con que comparar"

Noted = tuple[pl.DataFrame, tuple[str, ...]]
Frames = Generator[Fetch, pl.DataFrame, pl.DataFrame]
Noting = Generator[Fetch, pl.DataFrame, Noted]
Answering = Generator[Fetch, pl.DataFrame, Cells]


def dataset_of(formula: Formula) -> Dataset:
    """The dataset that a formula over rows reads first."""
    match formula:
        case Ratio() | PerCapita():
            return formula.numerator.dataset
        case Difference():
            return formula.minuend.dataset
        case ShareOfTotal():
            return formula.part.dataset
        case Growth():
            return formula.of.dataset
        case Observed():
            msg = "an observed value has no dataset"
            raise TypeError(msg)
        case _:
            return formula.dataset


def answering(reader: Reader, question: Question) -> Answering:
    """The cells of a metric whose formula is over rows, as the steps that lead to them."""
    formula = question.metric.formula
    dataset = dataset_of(formula)
    _refuse_grains(question, dataset)
    known = reader.coverage(dataset.register, question.as_of)
    days = _days(known, question)
    if days is None:
        return Cells(frame=_absent(question), coverage=known, days=None, notes=(_NOTHING_KNOWN,))
    scope = _Scope(reader=reader, question=question, dataset=dataset, known=known, days=days)
    frame, notes = yield from _FORMULAS[type(formula)](scope, formula)
    return Cells(frame=frame, coverage=known, days=days, partial_units=_partial_units(scope), notes=notes)


def _refuse_grains(question: Question, dataset: Dataset) -> None:
    if question.grains and dataset.time is None:
        raise GrainError(question.metric.id, question.grains[0])


def is_to_date(formula: Formula) -> bool:
    """The formula adds up since 1 January."""
    match formula:
        case Sum():
            return formula.year_to_date
        case Ratio() | PerCapita():
            return is_to_date(formula.numerator)
        case _:
            return False


def _days(known: Coverage, question: Question) -> tuple[date, date] | None:
    """The covered days to ask for; a stock or a snapshot looks at the last of them."""
    period, formula = question.period, question.metric.formula
    overlap = known.overlap(period)
    if overlap is None:
        return _snapshot_days(known, period) if is_snapshot(formula) else None
    start, end = overlap
    if is_to_date(formula) and not question.grains:
        start = date(end.year if period is None else start.year, 1, 1)
    return start, end


def is_at_a_date(formula: Formula) -> bool:
    """The formula tells the state of rows on a day, not what happened in a period."""
    return isinstance(formula, OpenStock) or is_snapshot(formula)


def is_snapshot(formula: Formula) -> bool:
    """The formula is over rows that have no day of their own."""
    return not isinstance(formula, Observed) and dataset_of(formula).time is None


def _snapshot_days(known: Coverage, period: Period | None) -> tuple[date, date] | None:
    """A snapshot after the last report still stands as that report left it."""
    if period is None or known.covers_to is None or period.start <= known.covers_to:
        return None
    return known.covers_to, known.covers_to


@dataclass(frozen=True, kw_only=True)
class _Scope:
    """A question bound to its dataset and to the covered days that it asks for."""

    reader: Reader
    question: Question
    dataset: Dataset
    known: Coverage
    days: tuple[date, date]

    @property
    def by(self) -> tuple[str, ...]:
        return self.question.by

    def asking_by(self, by: Sequence[str]) -> _Scope:
        """The same, split by other dimensions."""
        return replace(self, question=replace(self.question, by=tuple(by)))

    def fetch(self, shape: Shape, *, parts: tuple[Part, ...] = (), unfiltered: str | None = None) -> Fetch:
        """The aggregates of the rows of the days, by the dimensions asked."""
        first, last = self.days if self.dataset.time is not None else (date.min, date.max)
        where = tuple(sorted((name, values) for name, values in self.question.where.items() if name != unfiltered))
        return Fetch(
            dataset=self.dataset,
            shape=shape,
            by=self.by,
            where=where,
            first=first,
            last=last,
            today=self._today(),
            horizon=self.known.horizon,
            parts=parts,
        )

    def stock(self, day: date) -> Fetch:
        """The stocks at the end of a day, by the dimensions asked that are not of time."""
        by = tuple(name for name in self.by if name not in GRAINS)
        return replace(self.asking_by(by).fetch(Shape.STOCKS), first=day, last=day, today=day)

    def _today(self) -> date:
        """The day that rows are looked at: the last one known; of a snapshot, the last of the period."""
        last = self.known.covers_to
        return self.days[1] if self.dataset.time is None or last is None else last

    def units(self) -> list[Period]:
        """The finest units of time asked that are covered, in order."""
        units = Period(*self.days, "").units(self.grain) if self.question.grains else ()
        return [unit for unit in units if self.known.overlap(unit)]

    @property
    def grain(self) -> Grain:
        """The shortest of the grains asked."""
        return self.question.grains[-1]


# --- counts and sums ---------------------------------------------------------------------------------


def _parts(scope: _Scope, parts: tuple[Part, ...]) -> Frames:
    """`part_0` and so on of every member asked, added up since 1 January if they say so."""
    if not is_to_date(parts[0]):
        return _with_zeros(scope, (yield scope.fetch(Shape.COUNTS, parts=parts)), len(parts))
    if scope.question.grains:
        return (yield from _to_date(scope, parts))
    start, end = scope.days
    if start.year != end.year:
        raise NotAdditiveError(scope.question.metric.id, "year")
    return _with_zeros(scope, (yield scope.fetch(Shape.COUNTS, parts=parts)), len(parts))


def _to_date(scope: _Scope, parts: tuple[Part, ...]) -> Frames:
    """The sums of each unit of time and of those before it in its year."""
    start, end = scope.days
    since = replace(scope, days=(date(start.year, 1, 1), end))
    grain = scope.grain
    whole = _with_zeros(since, (yield since.fetch(Shape.COUNTS, parts=parts)), len(parts))
    groups = [pl.col(grain).str.head(4), *(pl.col(name) for name in scope.by if name not in GRAINS)]
    sums = [pl.col(f"part_{number}").cum_sum().over(groups) for number in range(len(parts))]
    asked = [unit.label for unit in scope.units()]
    return whole.sort(grain, maintain_order=True).with_columns(sums).filter(pl.col(grain).is_in(asked))


def _divided(frame: pl.DataFrame, denominator: str = "part_1", per: int = 1) -> pl.DataFrame:
    """`part_0` over `denominator`, null where it is zero: the only place where shares are computed.

    `part_0` stays as `counted`: it is what small cells are told by.
    """
    quotient = pl.when(pl.col(denominator) > 0).then(pl.col("part_0") * per / pl.col(denominator))
    others = [name for name in frame.columns if name not in {"part_0", denominator}]
    return frame.select(*others, counted="part_0", value=quotient.cast(pl.Float64))


def _shares(scope: _Scope, share: ShareOfTotal) -> Frames:
    """The filter on `over` chooses which shares are shown: the whole stays whole."""
    if share.over not in scope.by:
        split = yield from _shares(scope.asking_by((*scope.by, share.over)), share)
        return split.drop(share.over)
    counted = yield scope.fetch(Shape.COUNTS, parts=(share.part,), unfiltered=share.over)
    frame = counted.filter(pl.col(share.over).is_not_null())
    others = [name for name in scope.by if name != share.over]
    filled = _with_zeros(scope, frame, 1)
    if not others:
        return _divided(filled.with_columns(part_1=pl.lit(frame["part_0"].sum())))
    totals = frame.group_by(others).agg(part_1=pl.col("part_0").sum())
    return _divided(filled.join(totals, on=others, how="left", nulls_equal=True))


def _part(scope: _Scope, part: Part) -> Noting:
    frame = yield from _parts(scope, (part,))
    return frame.rename({"part_0": "value"}), ()


def _ratio(scope: _Scope, ratio: Ratio) -> Noting:
    frame = yield from _parts(scope, (ratio.numerator, ratio.denominator))
    return _divided(frame), ()


def _difference(scope: _Scope, difference: Difference) -> Noting:
    frame = yield from _parts(scope, (difference.minuend, difference.subtrahend))
    return frame.with_columns(value=pl.col("part_0") - pl.col("part_1")).drop("part_0", "part_1"), ()


def _share(scope: _Scope, share: ShareOfTotal) -> Noting:
    return (yield from _shares(scope, share)), ()


# --- other quantities over the same rows -------------------------------------------------------------


def _growth(scope: _Scope, growth: Growth) -> Noting:
    """Each value over that of the same days a year before, where both periods are whole."""
    question = scope.question
    if question.period is None and not question.grains:
        raise EmptyQuestionError(question.metric.id, "period")
    now = yield from _parts(scope, (growth.of,))
    earlier = yield from _year_before(scope, growth)
    if earlier is None:
        return _divided(now.with_columns(part_1=pl.lit(None, pl.Float64))), (_NO_BASE,)
    joined = _joined(now, earlier.rename({"part_0": "part_1"}).drop("demonstration"), scope.by)
    grown = _divided(joined).with_columns(pl.col("value") - 1)
    return _without_partial(scope, grown), ()


def _year_before(scope: _Scope, growth: Growth) -> Generator[Fetch, pl.DataFrame, pl.DataFrame | None]:
    """What the same question gave a year before, under this year's labels; None where nothing was covered."""
    asked = scope.question.period
    period = asked.year_before() if asked else None
    days = scope.known.overlap(period)
    if days is None or (period and scope.known.is_partial(period)):
        return None
    past = replace(scope, days=days, question=replace(scope.question, period=period))
    frame = yield from _parts(past, (growth.of,))
    partial = set(_partial_units(past))
    grains = [name for name in scope.by if name in GRAINS]
    whole = frame.filter(~pl.col(name).is_in(partial) for name in grains) if grains else frame
    return whole.with_columns(pl.col(name).map_elements(_a_year_later, pl.String) for name in grains)


def _a_year_later(unit: str) -> str:
    return f"{int(unit[:4]) + 1:04}{unit[4:]}"


def _without_partial(scope: _Scope, frame: pl.DataFrame) -> pl.DataFrame:
    """A part of a period is not compared with a whole one."""
    if not scope.question.grains:
        asked = scope.question.period
        is_partial = bool(asked and scope.known.is_partial(asked))
        return frame.with_columns(value=pl.lit(None, pl.Float64)) if is_partial else frame
    partial = list(_partial_units(scope))
    is_whole = pl.all_horizontal(~pl.col(name).is_in(partial) for name in scope.question.grains)
    return frame.with_columns(value=pl.when(is_whole).then("value"))


def _per_capita(scope: _Scope, rate: PerCapita) -> Noting:
    """Per so many inhabitants of the territory, by the last population known at the end of the days."""
    counted = yield from _parts(scope, (rate.numerator,))
    regions = scope.question.where.get("region", ())
    people = observations.stock_at(scope.reader, rate.population, scope.days[1], scope.question.as_of)
    if "region" in scope.by:
        populated = counted.join(people, on="region", how="left")
    else:
        whole = people.filter(pl.col("region").is_in(regions or ["CL"]))
        is_known = whole.height == max(len(regions), 1)
        populated = counted.with_columns(people=pl.lit(whole["people"].sum() if is_known else None, pl.Float64))
    notes = () if populated["people"].is_not_null().any() else (_NO_POPULATION,)
    return _divided(populated, "people", rate.per), notes


def _joined(frame: pl.DataFrame, other: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    if not by:
        return pl.concat([frame, other], how="horizontal")
    return frame.join(other, on=list(by), how="left", nulls_equal=True, maintain_order="left")


# --- stocks and waits ----------------------------------------------------------------------------------


def _open(scope: _Scope, stock: OpenStock) -> Noting:
    return (yield from _stocks(scope, stock)), ()


def _stocks(scope: _Scope, stock: OpenStock) -> Frames:
    """The stock at the end of the days, or of each unit of time asked."""
    column = pl.col("overdue" if stock.overdue else "open").alias("part_0")
    if not scope.question.grains:
        counted = yield scope.stock(scope.days[1])
        return _with_zeros(scope, counted.with_columns(column), 1).rename({"part_0": "value"})
    parts = []
    others = [name for name in scope.by if name not in GRAINS]
    for unit in scope.units():
        counted = yield scope.stock(min(unit.end, scope.days[1]))
        labels = {grain: pl.lit(label(unit.start, grain)) for grain in scope.question.grains}
        parts.append(counted.select(*others, column, "demonstration").with_columns(**labels))
    whole = pl.concat(parts).select(*scope.by, "part_0", "demonstration")
    return _with_zeros(scope, whole, 1).rename({"part_0": "value"})


def _waits(scope: _Scope, formula: Quantile | Survival) -> Noting:
    histogram = yield scope.fetch(Shape.WAITS)
    groups: dict[tuple[str | None, ...], list[tuple[int, int, int]]] = {} if scope.by else {(): []}
    marked = set()
    for *key, days, rows, answered, demonstration in histogram.sort("days").iter_rows():
        groups.setdefault(tuple(key), []).append((days, rows, answered))
        if demonstration:
            marked.add(tuple(key))
    found = [(*key, _of_waits(waits, formula), key in marked) for key, waits in groups.items()]
    schema: dict[str, Any] = dict.fromkeys(scope.by, pl.String) | {"value": pl.Float64, "demonstration": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row"), ()


def _of_waits(waits: list[tuple[int, int, int]], formula: Quantile | Survival) -> float | None:
    if isinstance(formula, Quantile):
        return quantile(waits, formula.q)
    return still_waiting(waits, formula.days)


# --- members, zeros and partial periods ------------------------------------------------------------------


def _with_zeros(scope: _Scope, frame: pl.DataFrame, parts: int) -> pl.DataFrame:
    """Every member of the dimensions asked, with zero where the covered days have no row."""
    by = list(scope.by)
    numbers = [pl.col(f"part_{number}").cast(pl.Float64).fill_null(0.0) for number in range(parts)]
    # Without rows there is no mark: a zero is as real as the register that it was counted in.
    marked = (pl.col("demonstration").cast(pl.Int8) == 1).fill_null(scope.known.has_demonstration)
    if by:
        members = pl.DataFrame(_members(scope, frame), schema=dict.fromkeys(by, pl.String), orient="row")
        frame = members.join(frame, on=by, how="left", nulls_equal=True, maintain_order="left")
    return frame.select(*by, *numbers, demonstration=marked)


def _members(scope: _Scope, frame: pl.DataFrame) -> list[tuple[str | None, ...]]:
    """The combinations of members asked by: of time, only units that go together and are covered."""
    grains = scope.question.grains
    times = [tuple(label(unit.start, grain) for grain in grains) for unit in scope.units()] if grains else [()]
    others = [name for name in scope.by if name not in GRAINS]
    found = []
    for time in times:
        for rest in product(*(_domain(scope, name, frame) for name in others)):
            named = dict(zip((*grains, *others), (*time, *rest), strict=True))
            found.append(tuple(named[name] for name in scope.by))
    return found


def _domain(scope: _Scope, name: str, frame: pl.DataFrame) -> list[str | None]:
    found = frame[name].unique(maintain_order=True).to_list()
    asked = scope.question.where.get(name)
    if asked:
        return list(asked)
    known: list[str | None] = list(scope.reader.members(name).labels)
    if name == "region":
        regions = scope.reader.regions().labels
        known = [code for code in known if code in regions or code in found]
    return list(dict.fromkeys([*known, *scope.question.including.get(name, ()), *found]))


def _partial_units(scope: _Scope) -> dict[str, date | None]:
    """The units of time asked that reach beyond the days known."""
    last = scope.known.covers_to
    units = [unit for grain in scope.question.grains for unit in Period(*scope.days, "").units(grain)]
    return {unit.label: last for unit in units if last and scope.known.is_partial(unit)}


def _absent(question: Question) -> pl.DataFrame:
    """No cell is known: one row of null where nothing is asked by, none where something is."""
    schema: dict[str, Any] = dict.fromkeys(question.by, pl.String) | {"value": pl.Float64, "demonstration": pl.Boolean}
    rows = [] if question.by else [(None, False)]
    return pl.DataFrame(rows, schema=schema, orient="row")


_FORMULAS: dict[type[Formula], Callable[[_Scope, Any], Noting]] = {
    Count: _part,
    Sum: _part,
    Ratio: _ratio,
    Difference: _difference,
    ShareOfTotal: _share,
    Growth: _growth,
    PerCapita: _per_capita,
    OpenStock: _open,
    Quantile: _waits,
    Survival: _waits,
}
