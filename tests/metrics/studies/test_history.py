"""What a cell was said to be, load by load, and which days anything is known of."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from data_access.loading import withdraw
from metrics.model.errors import NotAdditiveError, UnknownMetricError
from metrics.monitor import Monitor
from metrics.studies.history import Told
from tests.tables import load_observations, load_rows, load_table, rows_of

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
JANUARY, MARCH, JUNE, JULY = (date(2025, month, 28) for month in (1, 3, 6, 7))


def _told(day, value, *, partial=False, demonstration=False, suppressed=False):
    return Told(known_on=day, value=value, is_suppressed=suppressed, is_partial=partial, is_demonstration=demonstration)


def _filed(engine, *folios, **load):
    text = "| folio | filed_on |\n" + "".join(f"| {folio} | 2024-02-28 |\n" for folio in folios)
    return load_table(engine, schema.foi_appeals, text, **{"covers": YEAR} | load)


def test_only_what_changed(engine):
    _filed(engine, "C1", recorded_on=JANUARY)
    _filed(engine, "C1", recorded_on=MARCH)
    _filed(engine, "C2", "C3", recorded_on=JUNE)
    assert Monitor(engine).history("foi.appeals_filed", period="2024") == (_told(JANUARY, 1), _told(JUNE, 3))


def test_from_the_first_value_on(engine):
    load_table(
        engine,
        schema.foi_appeals,
        "| folio | filed_on |\n| B1 | 2023-05-02 |",
        covers=(date(2023, 1, 1), date(2023, 12, 31)),
        recorded_on=date(2024, 1, 15),
    )
    _filed(engine, "C1", recorded_on=JANUARY)
    assert Monitor(engine).history("foi.appeals_filed", period="2024") == (_told(JANUARY, 1),)


def test_a_part_of_a_period_and_all_of_it(engine):
    _filed(engine, "C1", covers=(YEAR[0], date(2024, 6, 30)), recorded_on=date(2024, 7, 1))
    load_table(
        engine,
        schema.foi_appeals,
        "| folio | filed_on |\n| C9 | 2024-08-01 |",
        covers=(date(2024, 7, 1), YEAR[1]),
        recorded_on=JANUARY,
    )
    assert Monitor(engine).history("foi.appeals_filed", period="2024") == (
        _told(date(2024, 7, 1), 1, partial=True),
        _told(JANUARY, 2),
    )


def test_what_was_made_up_and_what_took_its_place(engine):
    _filed(engine, "D1", "D2", recorded_on=JANUARY, data_kind="demonstration")
    _filed(engine, "C1", recorded_on=MARCH)
    assert Monitor(engine).history("foi.appeals_filed", period="2024") == (
        _told(JANUARY, 2, demonstration=True),
        _told(MARCH, 1),
    )


def test_what_was_taken_back(engine):
    _filed(engine, "C1", recorded_on=JANUARY)
    second = _filed(engine, "C2", recorded_on=MARCH)
    with engine.begin() as connection:
        withdraw(connection, second, recorded_on=JUNE)
    assert Monitor(engine).history("foi.appeals_filed", period="2024") == (
        _told(JANUARY, 1),
        _told(MARCH, 2),
        _told(JUNE, 1),
    )


def test_a_hidden_value_is_not_an_absent_one(engine):
    load_table(engine, schema.attention_records, "| folio |\n| P1 |", covers=YEAR, recorded_on=JANUARY)
    assert Monitor(engine).history("attention.records", period="2024") == (_told(JANUARY, None, suppressed=True),)


def test_what_observed_values_were(engine):
    for value, day in ((7, JANUARY), (9, MARCH)):
        text = f"| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | {value} |"
        load_observations(engine, "inclusion.talks", text, recorded_on=day)
    assert Monitor(engine).history("inclusion.talks", period="2024") == (_told(JANUARY, 7), _told(MARCH, 9))
    assert Monitor(engine).history("inclusion.talks", period="2023") == ()


def test_a_rate_changes_with_what_it_is_divided_by(engine):
    load_table(
        engine,
        schema.attention_records,
        "| folio |\n" + "".join(f"| P{n} |\n" for n in range(10)),
        covers=YEAR,
        recorded_on=JANUARY,
    )
    for people, day in ((1000, MARCH), (2000, JUNE)):
        text = f"| period_from | period_to | value |\n| 2023-12-31 | 2023-12-31 | {people} |"
        load_observations(engine, "population.foreign_residents", text, recorded_on=day)
    assert Monitor(engine).history("attention.records_per_1000_residents", period="2024") == (
        _told(MARCH, 10),
        _told(JUNE, 5),
    )


def test_one_cell_only(engine):
    tables = {schema.measures: "| code | axis_number |\n| M1 | 1 |\n| M2 | 2 |"}
    load_rows(engine, {table: rows_of(table, text) for table, text in tables.items()}, recorded_on=JANUARY)
    history = Monitor(engine).history
    assert history("plan.axis_share", where={"axis": "1"}) == (_told(JANUARY, 0.5),)
    with pytest.raises(NotAdditiveError, match="cannot be added over axis"):
        history("plan.axis_share")


# --- the days that anything is known of ----------------------------------------------------------------


def test_the_days_of_a_register_and_of_several(engine):
    _filed(engine, "C1")
    operations = "| folio | held_on |\n| O1 | 2025-02-01 |"
    load_table(engine, schema.field_operations, operations, covers=(date(2025, 1, 1), date(2025, 3, 31)))
    monitor = Monitor(engine)
    assert monitor.covered("foi.appeals_filed") == (YEAR,)
    assert monitor.covered("foi.appeals_filed", "field_operations.count") == ((YEAR[0], date(2025, 3, 31)),)
    assert monitor.covered("foi.requests_received") == ()


def test_an_indicator_is_known_on_the_days_of_its_own_values(engine):
    talks = """
        | period_from | period_to  | value |
        | 2022-01-01  | 2022-12-31 | 1     |
        | 2023-01-01  | 2023-12-31 | 1     |
        |             | 2025-03-31 | 1     |
        |             |            | 1     |
    """
    covers = (date(2017, 1, 1), date(2025, 5, 31))
    load_observations(engine, "inclusion.talks", talks, covers=covers, recorded_on=JUNE)
    last = date(2025, 3, 31)
    assert Monitor(engine).covered("inclusion.talks") == ((date(2022, 1, 1), date(2023, 12, 31)), (last, last))
    assert Monitor(engine).covered("inclusion.training_sessions") == ()


def test_the_days_of_a_metric_that_is_none(engine):
    with pytest.raises(UnknownMetricError):
        Monitor(engine).covered("foi.nothing")


def test_the_days_of_the_demonstration(demo_engine):
    monitor = Monitor(demo_engine)
    assert monitor.covered("attention.records") == ((date(2024, 1, 1), date(2025, 3, 31)),)
    assert monitor.covered("permits.backlog_pending") == (
        (date(2022, 12, 31), date(2022, 12, 31)),
        (date(2025, 4, 3), date(2025, 4, 3)),
    )
