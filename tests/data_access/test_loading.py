"""Load batches: whole or not at all, once, in order, and never over older rows."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from data_access.contracts.refusals import RefusedError
from data_access.demonstration.months import apportion, month_end
from data_access.engine import connect
from data_access.initialise import initialise, steps
from data_access.loading import Batch, load
from tests.tables import load_rows, load_table, rows_of

FIRST, SECOND = date(2024, 4, 30), date(2024, 5, 31)
ONE = """
    | folio | received_on | first_answer_on |
    | A1    | 2024-04-01  |                 |
    | A2    | 2024-04-02  | 2024-04-10      |
"""
TWO = """
    | folio | received_on | first_answer_on |
    | A1    | 2024-04-01  | 2024-05-02      |
    | A3    | 2024-05-03  |                 |
"""


def _versions(engine):
    table = schema.foi_requests
    query = sa.select(table.c.folio, table.c.first_answer_on, table.c.batch_id, table.c.superseded_by)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(table.c.folio, table.c.batch_id))]


def test_a_newer_version_supersedes_and_overwrites_nothing(engine):
    first = load_table(engine, schema.foi_requests, ONE, recorded_on=FIRST)
    second = load_table(engine, schema.foi_requests, TWO, recorded_on=SECOND)
    assert _versions(engine) == [
        ("A1", None, first, second),
        ("A1", date(2024, 5, 2), second, None),
        ("A2", date(2024, 4, 10), first, None),
        ("A3", None, second, None),
    ]


def test_a_third_version_supersedes_the_second_only(engine):
    first, second, third = (
        load_table(engine, schema.foi_requests, text, recorded_on=day)
        for text, day in ((ONE, FIRST), (TWO, SECOND), (ONE, date(2024, 6, 30)))
    )
    assert [row[2:] for row in _versions(engine) if row[0] == "A1"] == [(first, second), (second, third), (third, None)]


def test_the_same_batch_is_loaded_once(engine):
    assert load_table(engine, schema.foi_requests, ONE, recorded_on=FIRST) is not None
    assert load_table(engine, schema.foi_requests, ONE, recorded_on=FIRST) is None
    assert len(_versions(engine)) == 2


def test_real_rows_are_not_taken_for_the_demonstration_ones_that_they_equal(engine):
    load_table(engine, schema.foi_requests, ONE, recorded_on=FIRST, data_kind="demonstration")
    register = load_table(engine, schema.foi_requests, ONE, recorded_on=FIRST, data_kind="register")
    assert register is not None
    assert [row[3] for row in _versions(engine) if row[2] != register] == [register, register]


def test_another_register_has_an_order_of_its_own(engine):
    load_table(engine, schema.foi_requests, TWO, recorded_on=SECOND)
    text = "| folio | filed_on |\n| C1 | 2024-04-01 |"
    assert load_table(engine, schema.foi_appeals, text, recorded_on=FIRST) is not None


@pytest.mark.parametrize(
    "text",
    [
        "| folio | received_on |\n| A1 | 2024-04-01 |\n| A1 | 2024-04-02 |",  # the same key twice
        "| folio | received_on |\n| A1 | 2024-04-01 |\n| A2 | |",  # a day that is missing
        "| folio | received_on | region_code |\n| A1 | 2024-04-01 | 13 |\n| A2 | 2024-04-01 | 99 |",
    ],
)
def test_a_batch_with_one_bad_row_leaves_nothing(engine, text):
    load_table(engine, schema.foi_requests, ONE, recorded_on=FIRST)
    with pytest.raises(RefusedError, match="row 2"):
        load_table(engine, schema.foi_requests, text, recorded_on=SECOND)
    with engine.connect() as connection:
        table = schema.load_batches
        query = sa.select(sa.func.count()).where(table.c.register == "foi_requests")
        assert connection.scalar(query) == 1
    assert {row[3] for row in _versions(engine)} == {None}


def test_an_empty_batch_says_that_nothing_happened(engine):
    assert load_rows(engine, {schema.foi_requests: []}, recorded_on=FIRST) is not None
    assert _versions(engine) == []


def test_a_batch_counts_its_rows(engine):
    load_table(engine, schema.foi_requests, ONE, recorded_on=FIRST)
    with engine.connect() as connection:
        table = schema.load_batches
        batch = connection.execute(sa.select(table).where(table.c.register == "foi_requests")).one()
    assert (batch.register, batch.accepted, batch.rejected, batch.data_kind) == ("foi_requests", 2, 0, "register")
    assert batch.recorded_on == FIRST


def test_text_is_stored_as_it_came(engine):
    hostile = '\'; DROP TABLE measures; -- \\N\t"Ñuble"'
    rows = [row | {"title": hostile} for row in rows_of(schema.measures, "| code |\n| M1 |")]
    load_rows(engine, {schema.measures: rows})
    with engine.connect() as connection:
        assert connection.scalar(sa.select(schema.measures.c.title)) == hostile


def test_an_unknown_kind_of_data_is_refused(engine):
    with pytest.raises(RefusedError, match="data_kind"):
        load_table(engine, schema.foi_requests, ONE, data_kind="guess")


def _batch(**changes):
    said = {
        "register": "foi_requests",
        "source_id": "demonstration",
        "data_kind": "demonstration",
        "recorded_on": FIRST,
        "covers_from": date(2024, 4, 1),
        "covers_to": FIRST,
        "rows": {schema.foi_requests: rows_of(schema.foi_requests, ONE)},
    }
    return Batch(**said | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"register": "foi_appeals"},
        {"source_id": "cuenta_publica_2024"},
        {"data_kind": "register"},
        {"recorded_on": SECOND},
        {"covers_from": date(2024, 3, 1)},
        {"covers_to": SECOND},
        {"rows": {}},
        {"rows": {schema.foi_requests: rows_of(schema.foi_requests, TWO)}},
    ],
)
def test_the_checksum_changes_with_what_a_batch_says(changes):
    assert _batch().checksum() == _batch().checksum()
    assert _batch(**changes).checksum() != _batch().checksum()


# --- initialising -----------------------------------------------------------------------------------


def test_initialising_without_demonstration_twice_adds_nothing(bare_url):
    engine = connect(bare_url)
    done = list(initialise(engine, demonstration=False))
    assert [step.label for step in done] == steps(demonstration=False)
    assert [(step.number, step.total) for step in done] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert done[1].added > 0
    assert done[2].added > 599
    assert [step.added for step in initialise(engine, demonstration=False)] == [0, 0, 0, 0]
    with engine.connect() as connection:
        kinds = set(connection.execute(sa.select(schema.load_batches.c.data_kind)).scalars())
    assert kinds == {"published"}
    engine.dispose()


def test_initialising_that_is_interrupted_leaves_nothing(bare_url):
    engine = connect(bare_url)
    started = initialise(engine, demonstration=True)
    assert next(started).label == "Creando las tablas"
    assert next(started).added > 0
    started.close()
    assert not sa.inspect(engine).has_table("load_batches")
    engine.dispose()


# --- spreading a total ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (0, [1, 2], [0, 0]),
        (7, [1], [7]),
        (5, [0, 1], [0, 5]),
        (100, [1, 2, 1], [25, 50, 25]),
    ],
)
def test_apportion(total, weights, parts):
    assert apportion(total, weights) == parts


@given(st.integers(0, 10**13), st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_apportioned_parts_add_up_and_stay_within_one_of_their_share(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) <= whole * 1.01


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2023, 2, 1), date(2023, 2, 28)),
        (date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_month_end(month, last):
    assert month_end(month) == last


def test_load_returns_the_id_of_the_batch(engine):
    with engine.begin() as connection:
        number = load(connection, _batch()).batch_id
        assert number == connection.scalar(sa.select(sa.func.max(schema.load_batches.c.id)))
