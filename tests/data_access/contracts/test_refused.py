"""What is refused at the door, the same on SQLite and on PostgreSQL, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
import sqlalchemy as sa

from data_access import schema
from data_access.contracts.refusals import LISTED, RefusedError
from data_access.loading import load, load_frames, withdraw
from tests.data_access.contracts.good import DAY, FIRST, GOOD, LAST, REQUEST, TODAY, batch_of

CALENDAR = "una fecha AAAA-MM-DD entre 2000-01-01 y 2079-12-31"
TEXT_24 = "un texto de hasta 24 caracteres, ni vacío ni un RUN, sin caracteres de control ni espacios en los extremos"
WHOLE_32 = "un entero entre -2147483648 y 2147483647"
RUN = "llegó un RUN, que identifica a una persona"


def _refused(engine, batch, **options):
    """The lines that people are told; the caller commits, and nothing is there."""
    with engine.begin() as connection, pytest.raises(RefusedError) as refused:
        load(connection, batch, **{"today": TODAY, **options})
    _is_empty(engine)
    return refused.value.spanish.splitlines()[1:]


def _is_empty(engine):
    with engine.connect() as connection:
        for tables in schema.REGISTERS.values():
            for table in tables:
                assert connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0
        loads = sa.select(sa.func.count()).where(schema.load_batches.c.register.in_(schema.REGISTERS))
        assert connection.scalar(loads) == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.closed_rows)) == 0


def test_a_good_row_of_each_table_is_taken(engine):
    assert set(GOOD) == {table for tables in schema.REGISTERS.values() for table in tables}
    for table, row in GOOD.items():
        with engine.begin() as connection:
            assert load(connection, batch_of(row, table=table), today=TODAY).accepted == 1
            names = list(row)
            stored = connection.execute(sa.select(*(table.c[name] for name in names))).one()
        assert dict(zip(names, stored, strict=True)) == row


@pytest.mark.parametrize(("first", "then"), [("published", "demonstration"), ("demonstration", "published")])
def test_published_and_made_up_rows_are_kept_apart(engine, first, then):
    row, other = {**GOOD[schema.observations]}, {**GOOD[schema.observations], "value": 2.0}
    with engine.begin() as connection:
        load(connection, replace(batch_of(row, table=schema.observations), data_kind=first), today=TODAY)
    with engine.begin() as connection, pytest.raises(RefusedError) as refused:
        load(connection, replace(batch_of(other, table=schema.observations), data_kind=then), today=TODAY)
    told = f"data_kind: llegó '{then}'; se admite otro registro: éste tiene cargas de tipo {first}"
    assert refused.value.spanish.splitlines()[1:] == [told]


REQUESTS, OPERATIONS, OBSERVATIONS = schema.foi_requests, schema.field_operations, schema.observations
CASES = [
    (REQUESTS, "received_on", "04/03/2024", f"llegó '04/03/2024'; se admite {CALENDAR}"),
    (REQUESTS, "received_on", "2024-03-04", f"llegó '2024-03-04'; se admite {CALENDAR}"),
    (REQUESTS, "received_on", datetime(2024, 3, 4, 10), f"llegó datetime.datetime(2024, 3, 4, 10, 0); se admite {CALENDAR}"),  # noqa: DTZ001
    (REQUESTS, "received_on", None, f"no llegó nada; se admite {CALENDAR}"),
    (REQUESTS, "due_on", date(2080, 1, 1), f"llegó 2080-01-01; se admite {CALENDAR}"),
    (REQUESTS, "due_on", date(2024, 3, 3), "llegó 2024-03-03; se admite una fecha desde el 2024-03-04, que es received_on"),
    (REQUESTS, "first_answer_on", date(2024, 2, 20), "llegó 2024-02-20; se admite una fecha desde el 2024-03-04, que es received_on"),
    (REQUESTS, "extended_on", date(2024, 3, 3), "llegó 2024-03-03; se admite una fecha desde el 2024-03-04, que es received_on"),
    (REQUESTS, "closed_on", date(2024, 3, 3), "llegó 2024-03-03; se admite una fecha desde el 2024-03-04, que es received_on"),
    (REQUESTS, "first_answer_on", date(2025, 1, 1), "llegó 2025-01-01; se admite una fecha hasta el 2024-12-31, día en que se supo la carga"),
    (REQUESTS, "received_on", date(2023, 12, 31), "llegó 2023-12-31; se admite una fecha entre 2024-01-01 y 2024-12-31, días que la carga cubre, o una anterior que cubra una carga vigente"),
    (REQUESTS, "channel", "fax", "llegó 'fax'; se admite uno de portal, mail, office"),
    (REQUESTS, "topic", "weather", "llegó 'weather'; se admite uno de residence_status, file_copy, entry_exit, expulsion, statistics, management, other"),
    (REQUESTS, "outcome", "lost", "llegó 'lost'; se admite uno de delivered, partial, denied, nonexistent, withdrawn, referred, open"),
    (REQUESTS, "region_code", "99", "llegó '99'; se admite uno de 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12 y 10 más, o nada"),
    (REQUESTS, "folio", "", f"llegó ''; se admite {TEXT_24}"),
    (REQUESTS, "folio", " A1", f"llegó ' A1'; se admite {TEXT_24}"),
    (REQUESTS, "folio", "A\x00", f"llegó 'A\\x00'; se admite {TEXT_24}"),
    (REQUESTS, "folio", "A\n1", f"llegó 'A\\n1'; se admite {TEXT_24}"),
    (REQUESTS, "folio", "A\u202e1", f"llegó 'A\\u202e1'; se admite {TEXT_24}"),
    (REQUESTS, "folio", "A\ud800", f"llegó 'A\\ud800'; se admite {TEXT_24}"),
    (REQUESTS, "folio", "Ñ" * 25, f"llegó '{'Ñ' * 25}'; se admite {TEXT_24}"),
    (REQUESTS, "folio", 17, f"llegó 17; se admite {TEXT_24}"),
    *((REQUESTS, "folio", run, f"{RUN}; se admite {TEXT_24}") for run in ("12.345.678-5", "12345678-5", "12345678K", "12345678k", "5.126.663-3", "123456785", "012345678-5")),
    (schema.foi_appeals, "answered_on", date(2024, 3, 1), "llegó 2024-03-01; se admite una fecha desde el 2024-03-04, que es filed_on"),
    (schema.attention_records, "resolution", "magic", "llegó 'magic'; se admite uno de immediate, referred"),
    (schema.attention_records, "attended_on", date(2025, 1, 1), "llegó 2025-01-01; se admite una fecha entre 2024-01-01 y 2024-12-31, días que la carga cubre"),
    (OPERATIONS, "people_attended", -1, f"llegó -1; se admite {WHOLE_32} y no menor que 0"),
    (OPERATIONS, "people_attended", 10**12, f"llegó 1000000000000; se admite {WHOLE_32} y no menor que 0"),
    (OPERATIONS, "people_attended", 10**30, f"llegó {10**30}; se admite {WHOLE_32} y no menor que 0"),
    (OPERATIONS, "people_attended", "ten", f"llegó 'ten'; se admite {WHOLE_32} y no menor que 0"),
    (OPERATIONS, "people_attended", 3.0, f"llegó 3.0; se admite {WHOLE_32} y no menor que 0"),
    (OPERATIONS, "people_attended", True, f"llegó True; se admite {WHOLE_32} y no menor que 0"),
    (OPERATIONS, "unit_code", "99", "llegó '99'; se admite uno de 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12 y 10 más"),
    (schema.budget_entries, "line_code", "99.99", "llegó '99.99'; se admite uno de 21.01, 21.02, 21.03, 22.05, 22.06, 22.08.007, 22.09.002, 22.11.003, 22.12, 24.03.001, 29.04, 29.06.001 y 2 más"),
    (schema.budget_entries, "stage", "spent", "llegó 'spent'; se admite uno de enacted, current, accrued, paid"),
    (schema.budget_entries, "month", date(2024, 1, 15), f"llegó 2024-01-15; se admite {CALENDAR}, que sea el 1 de un mes"),
    (schema.budget_entries, "amount_clp", 2**63, f"llegó {2**63}; se admite un entero entre {-(2**63)} y {2**63 - 1}"),
    (schema.revenue_entries, "kind", "gifts", "llegó 'gifts'; se admite uno de fees, fines_regularity, fines_airlines"),
    (schema.measures, "axis_number", 11, "llegó 11; se admite uno de 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, o nada"),
    (schema.measures, "title", "a\x07", "llegó 'a\\x07'; se admite un texto, sin caracteres de control"),
    (schema.measure_bodies, "role", "boss", "llegó 'boss'; se admite uno de lead, co_responsible"),
    (schema.milestones, "actual_on", date(2025, 1, 1), "llegó 2025-01-01; se admite una fecha hasta el 2024-12-31, día en que se supo la carga"),
    (schema.progress_reports, "cut_on", date(2025, 1, 1), "llegó 2025-01-01; se admite una fecha hasta el 2024-12-31, último día que la carga cubre"),
    (schema.progress_reports, "progress_percent", 101, "llegó 101; se admite un entero entre 0 y 100, o nada"),
    (schema.committee_sessions, "held_on", date(2025, 1, 1), "llegó 2025-01-01; se admite una fecha hasta el 2024-12-31, último día que la carga cubre"),
    (schema.agreements, "fulfilled_on", date(2025, 1, 1), "llegó 2025-01-01; se admite una fecha hasta el 2024-12-31, día en que se supo la carga"),
    *((OBSERVATIONS, "value", value, f"llegó {value}; se admite un número finito") for value in (float("inf"), float("-inf"), float("nan"))),
    (OBSERVATIONS, "value", "9", "llegó '9'; se admite un número finito"),
    (OBSERVATIONS, "member", "women", "llegó 'women'; se admite un miembro de la dimensión del indicador permits.requested, o vacío para el total"),
    (OBSERVATIONS, "period_to", date(2025, 1, 1), "llegó 2025-01-01; se admite una fecha hasta el 2024-12-31, día en que se supo la carga"),
    (schema.published_figures, "value", Decimal("NaN"), "llegó Decimal('NaN'); se admite un decimal de hasta 11 dígitos enteros y 4 decimales"),
    (schema.published_figures, "value", Decimal("0.00001"), "llegó Decimal('0.00001'); se admite un decimal de hasta 11 dígitos enteros y 4 decimales"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "column", "value", "told"), CASES, ids=[f"{table.name}-{column}-{number}" for number, (table, column, *_) in enumerate(CASES)]
)  # fmt: skip
def test_a_bad_value_is_refused_in_these_words(engine, table, column, value, told):
    other = {name: _other(value) for name, value in GOOD[table].items()}
    batch = batch_of(GOOD[table], other | {column: value}, table=table)
    assert f"{table.name}, fila 2, {column}: {told}" in _refused(engine, batch)


def _other(value):
    """Another key, so that the second row is not the first one again."""
    return f"{value}2" if value in {"A1", "C1", "T1", "O1", "M1", "S1", "S1-A1", "f"} else value


def test_the_log_is_told_no_value(engine):
    with engine.begin() as connection, pytest.raises(RefusedError) as refused:
        load(connection, batch_of(REQUEST | {"folio": "12.345.678-5", "channel": "fax"}), today=TODAY)
    told = "load of 'foi_requests' refused, 2 wrong; foi_requests row 1 folio: breaks run; foi_requests row 1 channel: breaks member"
    assert str(refused.value) == told
    assert "12.345" not in refused.value.spanish


def test_an_answer_before_its_receipt_is_one_failure_of_one_cell(engine):
    told = _refused(engine, batch_of(REQUEST | {"first_answer_on": date(2024, 2, 20)}))
    assert told == [
        "foi_requests, fila 1, first_answer_on: llegó 2024-02-20; se admite una fecha desde el 2024-03-04, que es received_on"
    ]


def test_everything_wrong_is_told_up_to_a_bound_and_the_rest_counted(engine):
    rows = [REQUEST | {"folio": f"A{number}", "channel": "fax", "topic": None} for number in range(15)]
    with engine.begin() as connection, pytest.raises(RefusedError) as refused:
        load(connection, batch_of(*rows), today=TODAY)
    lines = refused.value.spanish.splitlines()
    assert lines[0] == "la carga de foi_requests se rechaza entera por 30 fallas"
    assert [line.partition(":")[0] for line in lines[1:4]] == [
        "foi_requests, fila 1, channel",
        "foi_requests, fila 1, topic",
        "foi_requests, fila 2, channel",
    ]
    assert (len(lines), lines[-1]) == (LISTED + 2, "y 10 más")
    assert (len(refused.value.failures), refused.value.left_out) == (LISTED, 10)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (REQUESTS, "foi_requests, fila 2, folio: llegó 'A1' otra vez; se admite una sola fila por folio"),
        (
            schema.revenue_entries,
            "revenue_entries, fila 2, month, kind: llegó 2024-01-01, 'fees' otra vez; se admite una sola fila por month, kind",
        ),
        (
            schema.measure_bodies,
            "measure_bodies, fila 2, measure_code, undersecretariat_code: llegó 'M1', 'interior' otra vez; "
            "se admite una sola fila por measure_code, undersecretariat_code",
        ),
    ],
)
def test_a_row_is_told_once(engine, table, told):
    assert _refused(engine, batch_of(GOOD[table], GOOD[table], table=table)) == [told]


def test_a_column_that_the_table_has_not_is_refused(engine):
    told = _refused(engine, batch_of(REQUEST, REQUEST | {"folio": "A2", "run": "12.345.678-5"}))
    (line,) = told
    assert line.startswith("foi_requests, run: llegó una columna de más; se admite una columna de la tabla: folio, ")


def test_a_column_that_is_absent_is_empty(engine):
    row = {"folio": "C1", "filed_on": DAY}
    with engine.begin() as connection:
        load(connection, batch_of(row, table=schema.foi_appeals), today=TODAY)
    assert _refused_column(engine, {"folio": "C2"}) == "filed_on"


def _refused_column(engine, row):
    with engine.begin() as connection, pytest.raises(RefusedError) as refused:
        load(connection, batch_of(row, table=schema.foi_appeals), today=TODAY)
    (failure,) = refused.value.failures
    return failure.column


def test_folios_of_digits_that_are_no_runs_are_taken(engine):
    """One in eleven has the check digit of a RUN by chance."""
    rows = [REQUEST | {"folio": f"{number}"} for number in range(202400100, 202400130)]
    with engine.begin() as connection:
        assert load(connection, batch_of(*rows), today=TODAY).accepted == 30


# --- days -----------------------------------------------------------------------------------------------


def test_a_request_received_on_a_day_that_another_load_covers_is_taken(engine):
    before = batch_of(covers_from=date(2023, 1, 1), covers_to=date(2023, 12, 31), recorded_on=date(2023, 12, 31))
    row = REQUEST | {"received_on": date(2023, 12, 20), "first_answer_on": DAY}
    with engine.begin() as connection:
        load(connection, before, today=TODAY)
        assert load(connection, batch_of(row), today=TODAY).accepted == 1


def test_days_that_only_demonstration_rows_cover_are_not_covered_for_real_ones(engine):
    before = batch_of(
        covers_from=date(2023, 1, 1), covers_to=date(2023, 12, 31), recorded_on=date(2023, 12, 31), data_kind="demonstration"
    )  # fmt: skip
    with engine.begin() as connection:
        load(connection, before, today=TODAY)
        with pytest.raises(RefusedError, match="row 1 received_on: breaks received_on_is_covered"):
            load(connection, batch_of(REQUEST | {"received_on": date(2023, 12, 20)}), today=TODAY)


def test_an_answer_after_the_days_covered_is_known_when_the_load_is(engine):
    row = REQUEST | {"first_answer_on": date(2025, 1, 10)}
    with engine.begin() as connection:
        assert load(connection, batch_of(row, recorded_on=date(2025, 1, 15)), today=TODAY).accepted == 1


# --- the load as a whole --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"register": "weather"},
            "register: llegó 'weather'; se admite uno de attentions, budget, commitment_reports, commitments, field_operations, foi_appeals, foi_requests, "
            "observations, plan, prices, published_figures, revenue",
        ),
        (
            {"source_id": "rumour"},
            "source_id: llegó 'rumour'; se admite uno de calendar_decree, calendar_package, cuenta_publica_2024, demonstration, ine_projections_2017",
        ),
        ({"data_kind": "guess"}, "data_kind: llegó 'guess'; se admite uno de published, register, demonstration"),
        (
            {"covers_from": LAST, "covers_to": FIRST},
            "covers_from: llegó 2024-12-31; se admite una fecha hasta el 2024-01-01, que es covers_to",
        ),
        (
            {"covers_to": date(2025, 1, 1)},
            "covers_to: llegó 2025-01-01; se admite una fecha hasta el 2024-12-31, que es recorded_on",
        ),
        (
            {"provisional_from": date(2025, 1, 1)},
            "provisional_from: llegó 2025-01-01; se admite una fecha entre 2024-01-01 y 2024-12-31, días que la carga cubre",
        ),
        ({"recorded_on": date(2025, 2, 1)}, "recorded_on: llegó 2025-02-01; se admite una fecha hasta hoy, 2025-01-31"),
        ({"recorded_on": date(2099, 1, 1)}, f"recorded_on: llegó 2099-01-01; se admite {CALENDAR}"),
        ({"recorded_on": "2024-12-31"}, f"recorded_on: llegó '2024-12-31'; se admite {CALENDAR}"),
        ({"covers_from": None}, f"covers_from: no llegó nada; se admite {CALENDAR}"),
        ({"rejected": -1}, "rejected: llegó -1; se admite un entero desde 0"),
        (
            {"register": "foi_appeals"},
            "rows: llegó foi_requests; se admite una tabla del registro: foi_appeals",
        ),
        (
            {"closes": {schema.foi_appeals: [{"folio": "C1"}]}},
            "rows: llegó foi_appeals; se admite una tabla del registro: foi_requests",
        ),
        (
            {"closes": {REQUESTS: [{"folio": 1}]}},
            "foi_requests, fila 1, folio: llegó 1; se admite un texto de hasta 24 caracteres",
        ),
        (
            {"closes": {REQUESTS: [{"folio": "A"}, {"folio": "A"}]}},
            "foi_requests, fila 2, folio: llegó 'A' otra vez; se admite cerrar una sola vez cada folio",
        ),
    ],
)
def test_a_load_that_cannot_be_is_refused_in_these_words(engine, changes, told):
    assert _refused(engine, batch_of(REQUEST, **changes)) == [told]


def test_what_the_product_ships_is_not_held_against_the_clock(engine):
    with engine.begin() as connection:
        assert load(connection, batch_of(REQUEST, data_kind="published"), today=date(2020, 1, 1)) is not None


def test_today_is_the_clock_where_nobody_says_it(engine):
    later = date(2079, 12, 31)
    with engine.begin() as connection, pytest.raises(RefusedError, match="recorded_on: breaks today"):
        load(connection, batch_of(REQUEST, recorded_on=later))


def test_a_withdrawal_is_not_known_before_it_is(engine):
    with engine.begin() as connection:
        number = load(connection, batch_of(REQUEST), today=TODAY).batch_id
        for day in (date(2025, 2, 1), date(2099, 1, 1)):
            with pytest.raises(RefusedError, match="recorded_on"):
                withdraw(connection, number, recorded_on=day, today=TODAY)
        assert withdraw(connection, number, recorded_on=TODAY, today=TODAY).closed == 1


# --- frames ---------------------------------------------------------------------------------------------


def _frame(*rows):
    names = [column.name for column in REQUESTS.columns if column.name not in {"batch_id", "superseded_by"}]
    return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], infer_schema_length=None)


def _refused_frames(engine, *frames):
    with engine.begin() as connection, pytest.raises(RefusedError) as refused:
        load_frames(connection, batch_of(), iter(frames), checksum="x", today=TODAY)
    _is_empty(engine)
    return refused.value.spanish.splitlines()[1:]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [case[1:] for case in CASES if case[0] is REQUESTS and type(case[2]) in {str, date} and "\ud800" not in str(case[2])],
)  # fmt: skip
def test_typed_columns_are_refused_in_the_same_words(engine, column, value, told):
    frames = _frame(REQUEST), _frame(REQUEST | {"folio": "A2", column: value})
    assert f"foi_requests, fila 2, {column}: {told}" in _refused_frames(engine, *frames)


def test_all_frames_are_looked_at_after_one_was_wrong(engine):
    frames = [_frame(REQUEST | {"folio": f"A{number}", "channel": "fax"}) for number in range(3)]
    assert [line.partition(":")[0] for line in _refused_frames(engine, *frames)] == [
        f"foi_requests, fila {number}, channel" for number in (1, 2, 3)
    ]


def test_a_row_that_an_earlier_frame_told_is_refused(engine):
    frames = _frame(REQUEST), _frame(REQUEST | {"folio": "A2"}, REQUEST)
    told = "foi_requests, fila 3, folio: llegó 'A1' otra vez; se admite una sola fila por folio"
    assert _refused_frames(engine, *frames) == [told]


def test_frames_are_stored_as_they_were(engine):
    rows = [REQUEST | {"folio": f'"Ñ, {number}'} for number in range(3)]
    with engine.begin() as connection:
        load_frames(connection, batch_of(), iter([_frame(*rows)]), checksum="x", today=TODAY)
        stored = connection.execute(sa.select(*(REQUESTS.c[name] for name in REQUEST)).order_by(REQUESTS.c.folio))
        assert [dict(row) for row in stored.mappings()] == rows
