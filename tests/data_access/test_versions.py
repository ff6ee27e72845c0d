"""Which version of a row stands when loads correct, close, come late, or are taken back."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from data_access import schema
from data_access.loading import Batch, load, withdraw
from data_access.versions import LoadError
from tests.tables import COVERS, load_rows, load_table, rows_of

MARCH, APRIL, MAY, JUNE = date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30)
ENTRIES = schema.revenue_entries


def _revenue(amount, month="2024-01-01"):
    return f"| month | kind | amount_clp |\n| {month} | fees | {amount} |"


def _load(engine, text, day, table=ENTRIES, **options):
    return load_table(engine, table, text, recorded_on=day, covers=(COVERS[0], day), **options)


def _batch(table, text, day, *, closes="", **changes):
    return Batch(
        **{
            "register": next(name for name, tables in schema.REGISTERS.items() if table in tables),
            "source_id": "cuenta_publica_2024",
            "data_kind": "register",
            "recorded_on": day,
            "covers_from": COVERS[0],
            "covers_to": day,
            "rows": {table: rows_of(table, text) if text else []},
            "closes": {table: _named(table, closes)} if closes else {},
            **changes,
        }
    )


def _named(table, text):
    """Rows by what makes them the same one, and nothing else."""
    named = {column.name for column in schema.identity(table)}
    return [{name: value for name, value in row.items() if name in named} for row in rows_of(table, text)]


def _loaded(engine, batch):
    with engine.begin() as connection:
        return load(connection, batch)


def _withdrawn(engine, batch_id, day):
    with engine.begin() as connection:
        return withdraw(connection, batch_id, recorded_on=day)


def _standing(engine, table=ENTRIES, *names):
    columns = [table.c[name] for name in names or ("amount_clp",)]
    query = sa.select(*columns).where(table.c.superseded_by.is_(None)).order_by(*columns)
    with engine.connect() as connection:
        return [tuple(row) if len(columns) > 1 else row[0] for row in connection.execute(query)]


def test_a_correction_that_goes_back_to_the_first_value_on_the_same_day_is_loaded(engine):
    for amount in (100, 900, 100):
        assert _load(engine, _revenue(amount), MARCH) is not None
    assert _standing(engine) == [100]
    assert _load(engine, _revenue(100), MARCH) is None


def test_an_equal_load_of_an_earlier_day_is_there_already(engine):
    _load(engine, _revenue(100), MARCH)
    _load(engine, _revenue(900), APRIL)
    assert _load(engine, _revenue(100), MARCH) is None
    assert _standing(engine) == [900]


def test_what_the_product_ships_is_loaded_once_whatever_came_after(engine):
    shipped = _batch(ENTRIES, _revenue(100), MARCH)
    with engine.begin() as connection:
        assert load(connection, shipped, once=True) is not None
    _load(engine, _revenue(900), MARCH)
    with engine.begin() as connection:
        assert load(connection, shipped, once=True) is None
    assert _standing(engine) == [900]


# --- identity --------------------------------------------------------------------------------------------


def test_a_measure_whose_lead_changes_has_one_lead(engine):
    text = "| measure_code | undersecretariat_code | role |\n| M1 | {} | lead |\n| M1 | interior | co_responsible |"
    _load(engine, text.format("salud_publica"), MARCH, schema.measure_bodies)
    _load(engine, text.format("hacienda"), APRIL, schema.measure_bodies)
    standing = _standing(engine, schema.measure_bodies, "role", "undersecretariat_code")
    assert standing == [("co_responsible", "interior"), ("lead", "hacienda")]


def test_the_milestones_of_a_measure_are_told_together(engine):
    table = schema.milestones
    text = "| measure_code | number | baseline_on | planned_on |\n| M1 | {} | 2024-03-01 | {} |"
    _load(engine, text.format(1, "2024-06-30") + "\n| M1 | 2 | 2024-03-01 | 2024-09-30 |", MARCH, table)
    _load(engine, text.format(1, "2024-06-30").replace("M1", "M2"), MARCH, table)
    _load(engine, text.format(3, "2024-12-31"), APRIL, table)
    standing = _standing(engine, table, "measure_code", "number", "planned_on")
    assert standing == [("M1", 3, date(2024, 12, 31)), ("M2", 1, date(2024, 6, 30))]


# --- closing ---------------------------------------------------------------------------------------------


def test_a_load_closes_a_row_without_a_newer_one(engine):
    _load(engine, _revenue(100) + "\n| 2024-02-01 | fees | 50 |", MARCH)
    done = _loaded(engine, _batch(ENTRIES, "", APRIL, closes=_revenue(100)))
    assert (done.accepted, done.closed, _standing(engine)) == (0, 1, [50])


def test_a_row_that_moves_to_another_key_is_closed_where_it_was(engine):
    _load(engine, _revenue(100), MARCH)
    moved = _batch(ENTRIES, _revenue(100, "2024-02-01"), APRIL, closes=_revenue(100))
    assert _loaded(engine, moved).closed == 1
    assert _standing(engine, ENTRIES, "month", "amount_clp") == [(date(2024, 2, 1), 100)]


def test_closing_what_is_not_there_is_refused_and_leaves_nothing(engine):
    _load(engine, _revenue(100), MARCH)
    for closes in (_revenue(100, "2024-02-01"), ""):
        batch = _batch(ENTRIES, _revenue(7), APRIL, closes=closes or _revenue(7))
        with pytest.raises(LoadError, match="revenue_entries: nothing to close at month=2024-0"):
            _loaded(engine, batch)
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.closed_rows)) == 0
    assert _standing(engine) == [100]


def test_a_row_to_close_is_named_whole(engine):
    _load(engine, _revenue(100), MARCH)
    batch = _batch(ENTRIES, "", APRIL)
    batch.closes[ENTRIES] = [{"kind": "fees"}]
    with pytest.raises(LoadError, match="a row is named by month, kind; missing: month"):
        _loaded(engine, batch)


# --- late ------------------------------------------------------------------------------------------------


def test_a_late_load_fills_in_what_nobody_told_since(engine):
    _load(engine, _revenue(100), MARCH)
    _load(engine, _revenue(300), MAY)
    late = _loaded(engine, _batch(ENTRIES, _revenue(200) + "\n| 2024-02-01 | fees | 50 |", APRIL))
    assert (late.accepted, late.outdated, late.is_late, late.counts_from) == (2, 1, True, MAY)
    assert _standing(engine) == [50, 300]


def test_a_late_load_renews_what_was_known_before_it(engine):
    _load(engine, _revenue(100), MARCH)
    _load(engine, _revenue(7, "2024-02-01"), MAY)
    late = _loaded(engine, _batch(ENTRIES, _revenue(200), APRIL))
    assert (late.outdated, _standing(engine)) == (0, [7, 200])


def test_a_late_load_does_not_open_what_was_closed_later(engine):
    _load(engine, _revenue(100), MARCH)
    _loaded(engine, _batch(ENTRIES, "", MAY, closes=_revenue(100)))
    late = _loaded(engine, _batch(ENTRIES, _revenue(200), APRIL))
    assert (late.outdated, _standing(engine)) == (1, [])


def test_a_late_closing_does_not_close_what_was_told_later(engine):
    _load(engine, _revenue(100), MARCH)
    _load(engine, _revenue(300), MAY)
    late = _loaded(engine, _batch(ENTRIES, "", APRIL, closes=_revenue(100)))
    assert (late.closed, _standing(engine)) == (0, [300])


# --- withdrawing -----------------------------------------------------------------------------------------


def test_what_a_withdrawn_load_had_replaced_stands_again(engine):
    _load(engine, _revenue(100), MARCH)
    wrong = _load(engine, _revenue(900) + "\n| 2024-02-01 | fees | 50 |", APRIL)
    done = _withdrawn(engine, wrong, MAY)
    assert (done.accepted, done.closed, done.counts_from, _standing(engine)) == (1, 2, MAY, [100])


def test_what_came_after_a_withdrawn_load_stays(engine):
    wrong = _load(engine, _revenue(100), MARCH)
    _load(engine, _revenue(900), APRIL)
    assert _withdrawn(engine, wrong, MAY).closed == 0
    assert _standing(engine) == [900]


def test_loads_withdrawn_one_after_the_other_leave_what_is_left(engine):
    first, second, third = (_load(engine, _revenue(n), day) for n, day in ((1, MARCH), (2, APRIL), (3, MAY)))
    _withdrawn(engine, third, JUNE)
    assert _standing(engine) == [2]
    _withdrawn(engine, second, JUNE)
    assert _standing(engine) == [1]
    _withdrawn(engine, first, JUNE)
    assert _standing(engine) == []
    assert _load(engine, _revenue(2), APRIL) is not None
    assert _standing(engine) == [2]


def test_a_late_row_stands_once_what_made_it_outdated_is_withdrawn(engine):
    _load(engine, _revenue(100), MARCH)
    wrong = _load(engine, _revenue(300), MAY)
    _load(engine, _revenue(200), APRIL)
    _withdrawn(engine, wrong, JUNE)
    assert _standing(engine) == [200]


def test_what_a_withdrawn_load_had_closed_is_open_again(engine):
    _load(engine, _revenue(100), MARCH)
    closing = _loaded(engine, _batch(ENTRIES, "", APRIL, closes=_revenue(100)))
    _withdrawn(engine, closing.batch_id, MAY)
    assert _standing(engine) == [100]


@pytest.mark.parametrize("number", [0, 999])
def test_withdrawing_what_is_no_load_is_refused(engine, number):
    with pytest.raises(LoadError, match=f"there is no load {number} of a register"):
        _withdrawn(engine, number, MAY)


def test_a_load_is_withdrawn_once_and_a_withdrawal_never(engine):
    first = _load(engine, _revenue(100), MARCH)
    withdrawal = _withdrawn(engine, first, APRIL).batch_id
    for number in (first, withdrawal):
        with pytest.raises(LoadError, match=f"load {number} was withdrawn, or withdraws another one"):
            _withdrawn(engine, number, MAY)


def test_the_calendar_is_not_withdrawn(engine):
    with engine.connect() as connection:
        edition = connection.scalar(sa.select(sa.func.min(schema.calendar.c.edition)))
    with pytest.raises(LoadError, match="of a register"):
        _withdrawn(engine, edition, MAY)


# --- real rows for demonstration rows --------------------------------------------------------------------


def test_the_first_real_row_takes_the_place_of_every_demonstration_row(engine):
    table = schema.foi_appeals
    made_up = "| folio | filed_on |\n" + "\n".join(f"| D{number} | 2024-03-05 |" for number in range(9))
    _load(engine, made_up, MARCH, table, data_kind="demonstration")
    real = _load(engine, "| folio | filed_on |\n| R1 | 2024-03-06 |", MARCH, table)
    assert _standing(engine, table, "folio") == ["R1"]
    assert _load(engine, made_up, APRIL, table, data_kind="demonstration") is None
    _withdrawn(engine, real, APRIL)
    assert _standing(engine, table, "folio") == []


def test_real_measures_take_the_place_of_the_whole_demonstration_plan(engine):
    reports = "| measure_code | cut_on | status |\n| D1 | 2024-03-31 | implemented |"
    made_up = {
        schema.measures: rows_of(schema.measures, "| code |\n| D1 |"),
        schema.progress_reports: rows_of(schema.progress_reports, reports),
    }
    load_rows(engine, made_up, recorded_on=MARCH, covers=(COVERS[0], MARCH), data_kind="demonstration")
    _load(engine, "| code |\n| R1 |", APRIL, schema.measures)
    assert _standing(engine, schema.measures, "code") == ["R1"]
    assert _standing(engine, schema.progress_reports, "measure_code") == []


def test_a_real_load_known_before_the_demonstration_is_not_outdated_by_it(engine):
    _load(engine, _revenue(100), MAY, data_kind="demonstration")
    done = _loaded(engine, _batch(ENTRIES, _revenue(200), MARCH))
    assert (done.outdated, done.counts_from, _standing(engine)) == (0, MAY, [200])
