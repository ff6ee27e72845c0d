"""What holds for every metric of the catalogue, whatever it is: a new one is tested by being declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from data_access import schema
from metrics import Answer, Monitor
from metrics.catalogue import catalogue
from metrics.model.errors import MetricError
from metrics.model.formulas import Observed
from metrics.model.metric import Metric
from metrics.model.periods import GRAINS
from tests.servers import migrated_on
from tests.tables import load_rows, load_table

QUARTER = "2025-Q1"
LAST_LOAD = date(2025, 6, 30)
ONE_ROW = {
    schema.foi_requests: "| folio | received_on |\n| A1 | 2024-02-29 |",
    schema.foi_appeals: "| folio | filed_on |\n| C1 | 2024-02-29 |",
    schema.attention_records: "| folio |\n| T1 |",
    schema.field_operations: "| folio |\n| O1 |",
    schema.budget_entries: "| line_code | month | stage | amount_clp |\n| 21.01 | 2024-01-01 | current | 1 |",
    schema.revenue_entries: "| month | kind | amount_clp |\n| 2024-01-01 | fees | 1 |",
    schema.measures: "| code |\n| M1 |",
}


@dataclass(frozen=True)
class Pair:
    """The same data on SQLite and on PostgreSQL."""

    sqlite: Engine
    postgresql: Engine

    def __iter__(self) -> Iterator[Engine]:
        return iter((self.sqlite, self.postgresql))


@dataclass(frozen=True)
class Databases:
    """Without a row, with one row in each register, and the demonstration."""

    empty: Pair
    one_row: Pair
    demonstration: Pair


@pytest.fixture(scope="session")
def databases(sqlite_server, postgresql_server, demo_engines, database_names) -> Iterator[Databases]:
    made = [
        Pair(*(migrated_on(server, next(database_names)) for server in (sqlite_server, postgresql_server)))
        for _ in range(2)
    ]
    for engine in made[1]:
        _load_one_row(engine)
    yield Databases(*made, Pair(*demo_engines))
    for pair in made:
        for engine in pair:
            engine.dispose()


def _load_one_row(engine: Engine) -> None:
    for table, text in ONE_ROW.items():
        load_table(engine, table, text)
    members = schema.dimension_members
    first = sa.select(sa.func.min(members.c.member)).where(members.c.dimension == schema.indicators.c.dimension)
    with engine.connect() as connection:
        found = connection.execute(sa.select(schema.indicators.c.id, first.scalar_subquery().label("member"))).all()
    rows = [
        {
            "indicator": row.id,
            "territory_code": "CL",
            "member": row.member or "",
            "period_key": "2024",
            "period_from": date(2024, 1, 1),
            "period_to": date(2024, 12, 31),
            "value": 1.0,
        }
        for row in found
    ]
    load_rows(engine, {schema.observations: rows})


# --- the invariants ------------------------------------------------------------------------------------


def _asked_by(metric: Metric) -> list[tuple[str, ...]]:
    """By nothing and by each dimension, beside those without which the metric has no meaning."""
    return [
        tuple(dict.fromkeys((*metric.requires, *extra)))
        for extra in ((), *((dimension,) for dimension in metric.dimensions))
    ]


def _period(metric: Metric) -> str | None:
    return None if isinstance(metric.formula, Observed) else QUARTER


def _answer(engine: Engine, metric: Metric, by: tuple[str, ...], **question: object) -> Answer | str:
    try:
        return Monitor(engine).observe(metric.id, by=by, **question).answers[0]
    except MetricError as error:
        return str(error)


def _said(answer: Answer | str) -> object:
    return answer if isinstance(answer, str) else (answer.frame.rows(), answer.days, answer.partial_units, answer.notes)


def an_empty_database_has_no_value(metric: Metric, databases: Databases) -> None:
    for engine in databases.empty:
        for by in _asked_by(metric):
            answer = _answer(engine, metric, by, period="2024")
            assert isinstance(answer, Answer), answer
            assert (answer.kinds, answer.partial) == (frozenset(), True)
            assert answer.frame.rows() == ([] if by else [(None, False, False, ["2024"])])
        if "region" in metric.dimensions:
            of_one = _answer(engine, metric, (), period="2024", where={"region": "13"})
            assert isinstance(of_one, Answer), of_one
            assert of_one.frame.rows() == [(None, False, False, ["2024"])]


def one_row_is_enough(metric: Metric, databases: Databases) -> None:
    """A published value of a year is refused by quarter and by month."""
    for engine in databases.one_row:
        for by in _asked_by(metric):
            answer = _answer(engine, metric, by, period="2024")
            if isinstance(metric.formula, Observed) and {"quarter", "month"} & set(by):
                assert "its source gives longer periods" in str(answer)
            else:
                assert isinstance(answer, Answer), answer
                assert answer.kinds == {"register"}


def the_demonstration_answers_the_same_on_both_databases(metric: Metric, databases: Databases) -> None:
    for by in _asked_by(metric):
        sqlite, postgresql = (
            _said(_answer(engine, metric, by, period=_period(metric))) for engine in databases.demonstration
        )
        assert sqlite == postgresql


def rollups_say_what_the_rows_say(metric: Metric, databases: Databases) -> None:
    if isinstance(metric.formula, Observed):
        return
    for engine in databases.demonstration:
        for by in _asked_by(metric):
            fast, slow = (
                _said(_answer(engine, metric, by, period=QUARTER, use_rollups=uses)) for uses in (True, False)
            )
            assert fast == slow


def as_of_the_last_load_is_now(metric: Metric, databases: Databases) -> None:
    for by in _asked_by(metric):
        asked = {"period": _period(metric)}
        now, then = (
            _said(_answer(databases.demonstration.sqlite, metric, by, **asked, **known))
            for known in ({}, {"as_of": LAST_LOAD})
        )
        assert now == then


def adds_up(metric: Metric, databases: Databases) -> None:
    """Published values by region are left out: the document's own totals do not always add up."""
    engine = databases.demonstration.sqlite
    is_observed = isinstance(metric.formula, Observed)
    whole = _answer(engine, metric, metric.requires, period=_period(metric))
    for dimension in metric.dimensions:
        is_published_level = is_observed and dimension in {"region", *GRAINS}
        if not metric.adds_over(dimension) or dimension in metric.requires or is_published_level:
            continue
        by = (*metric.requires, dimension)
        answer = _answer(engine, metric, by, period=_period(metric))
        assert isinstance(answer, Answer), answer
        if answer.suppressed_cells == 0:
            assert answer.added_over(dimension).rows() == whole.frame.select(*metric.requires, "value").rows()


INVARIANTS: tuple[Callable[[Metric, Databases], None], ...] = (
    an_empty_database_has_no_value,
    one_row_is_enough,
    the_demonstration_answers_the_same_on_both_databases,
    rollups_say_what_the_rows_say,
    as_of_the_last_load_is_now,
    adds_up,
)


@pytest.mark.parametrize("metric_id", list(catalogue()))
@pytest.mark.parametrize("holds", INVARIANTS, ids=lambda holds: holds.__name__)
def test_every_metric(holds, metric_id, databases):
    holds(catalogue()[metric_id], databases)
