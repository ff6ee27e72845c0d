"""Whatever is sent: refused in the same words on both databases, or stored and read back as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data_access import contracts, schema
from data_access.contracts import NoContractError, contract_of
from data_access.contracts.persons import are_runs
from data_access.contracts.refusals import RefusedError
from data_access.demonstration import demonstration_steps
from data_access.engine import connect
from data_access.loading import load, load_frames
from data_access.migration import upgrade
from data_access.published import published_batches
from data_access.reference import load_reference
from tests.bench import generator
from tests.data_access.contracts.good import GOOD, LAST, TODAY, batch_of

TABLES = tuple(GOOD)
_odd_texts = st.sampled_from(
    ["", " ", "A\x00", "a\nb", "\ud800", "12.345.678-5", "04/03/2024", "13", "portal", "Ñ" * 300]
)
_odd_days = st.sampled_from([date(1999, 12, 31), date(2080, 1, 1), date.min, date.max])
_days = st.integers(-400, 800).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
_numbers = st.integers() | st.integers(-5, 105) | st.sampled_from([10**12, 2**31, 2**63, -(2**63)])
_floats = st.floats() | st.decimals() | st.decimals(allow_nan=False, allow_infinity=False, places=2)
_anything = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    _odd_texts,
    _days,
    _odd_days,
    _numbers,
    _floats,
    st.just(datetime(2024, 3, 4, tzinfo=UTC)),
    st.just(b"A1"),
    st.just([1]),
)
_corruptions = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20), _anything), max_size=3)


@st.composite
def rows_sent(draw):
    """A table, and up to three rows of it of which some cells came otherwise."""
    table = draw(st.sampled_from(TABLES))
    rows = [dict(GOOD[table]) for _ in range(draw(st.integers(1, 3)))]
    names = list(GOOD[table])
    for number, place, value in draw(_corruptions):
        rows[number % len(rows)][names[place % len(names)]] = value
    return table, rows


@pytest.fixture(scope="module")
def both(sqlite_server, postgresql_server, database_names):
    engines = []
    for server in (sqlite_server, postgresql_server):
        engines.append(connect(server.create(next(database_names))))
        with engines[-1].begin() as connection:
            upgrade(connection)
            load_reference(connection)
    yield engines
    for engine in engines:
        engine.dispose()


def _told_or_stored(engine, table, send):
    """What people are told, or the rows as they are read back; nothing stays."""
    names = contract_of(table).key
    columns = [table.c[column.name] for column in contract_of(table).columns]
    with engine.connect() as connection, connection.begin() as transaction:
        try:
            send(connection)
        except RefusedError as refused:
            found = refused.spanish
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        else:
            query = sa.select(*columns).order_by(*(table.c[name] for name in names))
            found = [dict(row) for row in connection.execute(query).mappings()]
        transaction.rollback()
    return found


@given(rows_sent())
def test_rows_are_refused_alike_or_stored_as_they_came(both, sent):
    table, rows = sent
    found = [
        _told_or_stored(engine, table, lambda connection: load(connection, batch_of(*rows, table=table), today=TODAY))
        for engine in both
    ]
    assert found[0] == found[1]
    if not isinstance(found[0], str):
        key = contract_of(table).key
        assert sorted(found[0], key=lambda row: [row[name] for name in key]) == sorted(
            rows, key=lambda row: [row[name] for name in key]
        )
        frame = pl.DataFrame(rows, infer_schema_length=None)
        for engine in both:
            again = _told_or_stored(engine, table, lambda connection: _send_frame(connection, table, frame))
            assert again == found[0]


def _send_frame(connection, table, frame):
    load_frames(connection, batch_of(table=table), iter([frame]), checksum="x", today=TODAY)


def test_what_the_product_ships_passes(both):
    """The rows of every register, published and demonstration: `load` raises where one does not."""
    batches = [*published_batches(), *(batch for _, step in demonstration_steps() for batch in step())]
    with both[0].connect() as connection, connection.begin() as transaction:
        assert all(load(connection, batch, today=LAST) for batch in batches)
        transaction.rollback()


def test_what_is_measured_with_passes(both):
    days = (generator.LAST_DAY, *generator.LATER_DAYS)
    frames = (generator.frames(2000), *(generator.later_frames(2000, number) for number in range(len(days) - 1)))
    with both[0].connect() as connection, connection.begin() as transaction:
        for day, sent in zip(days, frames, strict=True):
            said = {
                "recorded_on": day,
                "covers_to": day,
                "covers_from": generator.FIRST_DAY if day == days[0] else days[0],
            }
            load_frames(connection, batch_of(**said), sent, checksum=str(day), today=day)
        transaction.rollback()


# --- contracts ------------------------------------------------------------------------------------------


def test_every_table_of_a_register_has_a_contract():
    assert set(contracts.CONTRACTS) == {table for tables in schema.REGISTERS.values() for table in tables}


def test_a_table_without_a_contract_cannot_be_loaded(both, monkeypatch):
    monkeypatch.delitem(contracts.CONTRACTS, schema.foi_requests)
    with both[0].connect() as connection, pytest.raises(NoContractError, match="no contract for foi_requests"):
        load(connection, batch_of(GOOD[schema.foi_requests]), today=TODAY)


def test_contracts_name_columns_that_are_there():
    for contract in contracts.CONTRACTS.values():
        named = {
            *((contract.day,) if contract.day else ()),
            *contract.up_to,
            *contract.happened,
            *contract.months,
            *contract.blank,
            *contract.members,
            *contract.at_least,
            *contract.not_before,
            *contract.not_before.values(),
        }
        assert named <= {column.name for column in contract.columns}, contract.table.name


def test_every_day_of_a_table_is_the_matter_of_a_rule_or_may_lie_ahead():
    ahead = {"due_on", "baseline_on", "planned_on"}
    for contract in contracts.CONTRACTS.values():
        days = {column.name for column in contract.columns if column.type.python_type is date}
        assert days - ahead == {*filter(None, [contract.day]), *contract.up_to, *contract.happened}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["12.345.678-5", "12345678-5", "12345678K", "1.234.567-4", "5126663-3"], [True] * 5),
        (["AB001T0000001", "C2024-0001", "20240001-A", "2024"], [False] * 4),
        (["123456785"], [True]),
        (["123456785", "202400100", "202400101"], [False] * 3),
        ([None, "1-9"], [None, False]),
    ],
)
def test_what_is_a_run(texts, found):
    assert are_runs(pl.Series(texts, dtype=pl.String)).to_list() == found
