"""Roll-ups give what the rows give, whatever was loaded, as of any day, and never stand half refreshed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from data_access.reference.editions import decree
from metrics import ENTITLED, PUBLIC, Monitor, Period
from metrics.model.formulas import Count, Difference, Growth, PerCapita, Ratio, ShareOfTotal
from metrics.queries.rollups import declared, refresh
from metrics.queries.rollups.runs import runs_of, runs_within
from metrics.registers.foi import REQUESTS
from tests.tables import clear, load_rows, load_table, rows_of

FROM, TO = date(2024, 2, 20), date(2024, 5, 31)
_TEMPLATE = rows_of(schema.foi_requests, "| folio | received_on |\n| A0 | 2024-02-20 |")[0]
FOI = (
    "foi.requests_received",
    "foi.requests_answered",
    "foi.answered_within_15_days_share",
    "foi.response_days_median",
    "foi.waiting_after_20_days_share",
    "foi.requests_unanswered",
    "foi.requests_open",
    "foi.requests_overdue",
)
EVENTS = ("first_answer_on", "closed_on", "extended_on")
_events = st.none() | st.integers(0, 60)
LEARNT = timedelta(days=7)
"""After the last day covered; what happened until then is known."""


@st.composite
def histories(draw):
    """A few loads of the same requests, each row as it is known then."""
    kinds = draw(st.lists(st.sampled_from(["register", "demonstration"]), min_size=1, max_size=9))
    return [(kind, [draw(_request(number)) for number in draw(st.sets(st.integers(0, 9)))]) for kind in kinds]


@st.composite
def _request(draw, number):
    received = FROM + timedelta(days=draw(st.integers(0, (TO - FROM).days)))
    days = {name: draw(_events) for name in EVENTS}
    return (
        _TEMPLATE
        | {name: None if offset is None else received + timedelta(days=offset) for name, offset in days.items()}
        | {
            "folio": f"A{number}",
            "received_on": received,
            "region_code": draw(st.sampled_from(["13", "16", None])),
            "channel": draw(st.sampled_from(["portal", "mail"])),
        }
    )


def _load(engine, history):
    clear(engine)
    for number, (kind, rows) in enumerate(history):
        recorded = TO - timedelta(days=10 * (len(history) - 1 - number))
        known = [_as_known(row, recorded) for row in rows if row["received_on"] <= recorded - LEARNT]
        covers = (FROM, recorded - LEARNT)
        load_rows(engine, {schema.foi_requests: known}, covers=covers, recorded_on=recorded, data_kind=kind)


def _as_known(row, day):
    return {name: None if name in EVENTS and value and value > day else value for name, value in row.items()}


_questions = st.fixed_dictionaries(
    {
        "by": st.sets(st.sampled_from(["region", "month", "quarter", "channel"]), max_size=2).map(sorted),
        "period": st.sampled_from([None, "2024", "2024-Q2", "2024-03", "2024-04-10", "2024-03-15..2024-05-02"]),
        "where": st.sampled_from([{}, {"region": "13"}, {"region": ["16", "12"], "channel": "portal"}]),
        "as_of": st.none() | st.integers(0, 95).map(lambda days: TO - timedelta(days=days)),
    }
)


@given(histories(), st.lists(_questions, min_size=6, max_size=6))
def test_a_rollup_gives_what_the_rows_give(engine, history, questions):
    _load(engine, history)
    for question in questions:
        fast, slow = (Monitor(engine).observe(*FOI, **question, use_rollups=uses) for uses in (True, False))
        assert fast.rows() == slow.rows()


_attentions = st.lists(
    st.tuples(
        st.integers(0, 6), st.integers(0, 90), st.sampled_from(["13", "16"]), st.sampled_from(["immediate", "referred"])
    ),
    max_size=25,
    unique_by=lambda row: row[0],
)


@given(st.lists(_attentions, min_size=1, max_size=3), _questions)
def test_attentions_too(engine, history, question):
    clear(engine)
    for number, rows in enumerate(history):
        loaded = [
            {
                "folio": f"T{folio}",
                "attended_on": FROM + timedelta(days=day),
                "unit_code": unit,
                "resolution": resolution,
            }
            for folio, day, unit, resolution in rows
        ]
        load_rows(
            engine, {schema.attention_records: loaded}, covers=(FROM, TO), recorded_on=TO + timedelta(days=number)
        )
    asked = question | {"by": [name for name in question["by"] if name != "channel"], "where": {}, "as_of": None}
    metrics = ("attention.records", "attention.referrals")
    by_month = asked["period"] is None or Period.parse(asked["period"]).is_of_whole_months
    for viewer in (ENTITLED, PUBLIC) if by_month else (ENTITLED,):
        monitor = Monitor(engine, viewer=viewer)
        fast, slow = (monitor.observe(*metrics, **asked, use_rollups=uses) for uses in (True, False))
        assert fast.rows() == slow.rows()


# --- runs of loads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loads", "runs", "within"),
    [
        ([], [], []),
        ([4], [4], []),
        ([4, 9], [9], [4]),
        ([4, 9, 10], [10, 9], []),
        ([4, 9, 10, 15], [15], [10, 9]),
        ([1, 2, 3, 4, 5, 6], [6, 4], [5]),
        ([1, 2, 3, 4, 5, 6, 7], [7, 6, 4], []),
        ([1, 2, 3, 4, 5, 6, 7, 8], [8], [7, 6, 4]),
    ],
)
def test_loads_are_read_in_runs(loads, runs, within):
    assert runs_of(loads) == runs
    assert runs_within(loads) == within


@given(st.integers(0, 300))
def test_runs_hold_every_load_once(loads):
    held = {}
    for load in range(1, loads + 1):
        held[load] = [load, *(one for run in runs_within(range(1, load + 1)) for one in held[run])]
    runs = runs_of(range(1, loads + 1))
    assert sorted(load for run in runs for load in held[run]) == list(range(1, loads + 1))
    assert len(runs) <= loads.bit_length()


# --- which questions they cover ------------------------------------------------------------------------

ROWS = """
    | folio | received_on | first_answer_on | region_code |
    | A1    | 2024-03-01  | 2024-03-08      | 13          |
    | A2    | 2024-03-04  |                 | 16          |
    | A3    | 2024-04-02  | 2024-04-30      | 13          |
"""
COVERS = (date(2024, 3, 1), date(2024, 4, 30))


def _tables(engine, *metrics, **question):
    """The roll-ups that an answer was read from, and the register where it was read from rows."""
    found = set()
    for statement in Monitor(engine).observe(*metrics, **question, explain=True).statements:
        names = [stored.table.name for stored in declared() if stored.table.name in statement]
        found.update(name.removeprefix("rollup_of_").rpartition("_")[0] for name in names or ["rows_"])
    return found


@pytest.fixture
def loaded(engine):
    load_table(engine, schema.foi_requests, ROWS, covers=COVERS, recorded_on=COVERS[1])
    return engine


@pytest.mark.parametrize(
    ("metric", "question", "source"),
    [
        ("foi.requests_received", {"period": "2024"}, "foi_requests_counts_region"),
        ("foi.requests_received", {"period": "2024-03", "by": ["region"]}, "foi_requests_counts_region"),
        ("foi.answered_share", {"by": ["month"], "where": {"region": "13"}}, "foi_requests_counts_region"),
        ("foi.requests_received", {"by": ["topic"]}, "foi_requests_counts_topic"),
        ("foi.response_days_median", {"period": "2024"}, "foi_requests_waits_all"),
        ("foi.response_days_median", {"where": {"region": "13"}}, "foi_requests_waits_region"),
        ("foi.response_days_median", {"by": ["topic"]}, "rows"),
        ("foi.requests_open", {"period": "2024-03-05"}, "foi_requests_stocks_region"),
        ("foi.requests_received", {"period": "2024-03-02..2024-03-31"}, "rows"),
        ("foi.requests_received", {"period": "2024-03-01..2024-04-30"}, "foi_requests_counts_region"),
    ],
)
def test_the_smallest_rollup_that_covers_a_question_answers_it(loaded, metric, question, source):
    assert _tables(loaded, metric, **question) == {source}


def test_what_happens_after_the_last_day_known_sends_to_the_rows(engine):
    text = "| folio | received_on | first_answer_on |\n| A1 | 2024-03-01 | 2024-05-02 |"
    load_table(engine, schema.foi_requests, text, covers=COVERS, recorded_on=date(2024, 5, 3))
    assert _tables(engine, "foi.requests_answered", period="2024") == {"rows"}
    assert Monitor(engine).observe("foi.requests_answered", period="2024").answers[0].value == 0


def test_several_metrics_are_read_in_one_statement(loaded):
    result = Monitor(loaded).observe(
        "foi.requests_received", "foi.answered_share", "foi.answered_within_15_days", explain=True
    )
    assert len(result.statements) == 1


def test_another_calendar_sends_to_the_rows_until_the_next_refresh(loaded):
    with loaded.begin() as connection:
        decree(connection, {date(2024, 4, 1): "Feriado"}, known_on=TO)
    assert _tables(loaded, "foi.requests_open") == {"rows"}
    with loaded.begin() as connection:
        assert {one.batches for one in refresh(connection) if "foi_requests" in one.name} == {1}
    assert _tables(loaded, "foi.requests_open") == {"foi_requests_stocks_region"}


def test_every_aggregate_of_every_formula_is_counted():
    """One that only a difference, a growth or a rate names is in the roll-ups too."""
    aggregate = Count(dataset=REQUESTS)
    formulas = (
        aggregate,
        Ratio(numerator=aggregate, denominator=aggregate),
        Difference(minuend=aggregate, subtrahend=aggregate),
        ShareOfTotal(of=aggregate, over="region"),
        Growth(of=aggregate),
        PerCapita(numerator=aggregate, population="population.foreign_residents", per=1000),
    )
    assert [set(formula.aggregates) for formula in formulas] == [{aggregate}] * 6


# --- refreshing ----------------------------------------------------------------------------------------


def _cells(engine):
    with engine.connect() as connection:
        return {
            stored.table.name: sorted(map(str, connection.execute(sa.select(stored.table)).all()))
            for stored in declared()
        }


def _load_again(engine, answered="2024-05-02"):
    text = f"| folio | received_on | first_answer_on | region_code |\n| A2 | 2024-03-04 | {answered} | 16 |"
    load_table(engine, schema.foi_requests, text, covers=(COVERS[1], TO), recorded_on=TO)


def test_a_refresh_reads_only_what_changed(loaded):
    with loaded.begin() as connection:
        assert {(one.batches, one.cells) for one in refresh(connection)} == {(0, 0)}
    _load_again(loaded)
    before = _cells(loaded)
    _load_again(loaded, "")  # it was no answer after all
    after = _cells(loaded)
    added = {name: set(after[name]) - set(cells) for name, cells in before.items()}
    assert all(set(cells) <= set(after[name]) for name, cells in before.items())
    counted = next(one.table.name for one in declared() if one.dataset is REQUESTS and one.rollup.by == ("region",))
    assert len(added[counted]) == 1


def test_a_day_on_which_no_stock_changes_has_no_cell(loaded):
    load_table(loaded, schema.foi_requests, ROWS, covers=(COVERS[1], TO), recorded_on=TO)
    before = _cells(loaded)
    load_table(loaded, schema.foi_requests, ROWS, covers=(COVERS[1], TO), recorded_on=TO)
    stocks = next(one.table.name for one in declared() if "stocks" in one.table.name)
    assert _cells(loaded)[stocks] == before[stocks]


@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
def test_a_refresh_reads_the_calendar_as_often_for_many_rows_as_for_one(engine):
    """Also where the database has no statistics of what was just loaded."""
    requests = [_TEMPLATE | {"folio": f"A{number}"} for number in range(400)]
    load_rows(engine, {schema.foi_requests: requests}, recorded_on=FROM)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    load_rows(engine, {schema.foi_requests: requests}, recorded_on=TO)
    with engine.begin() as connection:
        scanned = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'calendar'"
        connection.execute(sa.delete(schema.rollup_batches).where(schema.rollup_batches.c.batch_id == 2))
        refresh(connection)
        assert connection.exec_driver_sql(scanned).scalar_one() < len(requests)


def test_refreshing_in_full_gives_the_same(loaded):
    _load_again(loaded)
    step_by_step = _cells(loaded)
    with loaded.begin() as connection:
        assert {one.batches for one in refresh(connection, full=True) if "foi_requests" in one.name} == {2}
    assert _cells(loaded) == step_by_step


def test_a_refresh_that_fails_leaves_the_old_ones(loaded):
    before, answer = _cells(loaded), Monitor(loaded).observe(*FOI, by=["region"]).rows()

    def fail(_connection, _cursor, statement, *_):
        if statement.startswith("INSERT INTO rollup_batches"):
            msg = "the disk is full"
            raise OSError(msg)

    sa.event.listen(loaded, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="the disk is full"), loaded.begin() as connection:
        refresh(connection, full=True)
    sa.event.remove(loaded, "before_cursor_execute", fail)
    assert _cells(loaded) == before
    assert Monitor(loaded).observe(*FOI, by=["region"]).rows() == answer


def test_rollups_that_are_behind_are_not_asked(loaded):
    with loaded.begin() as connection:
        connection.execute(sa.delete(schema.rollup_batches))
    assert _tables(loaded, *FOI) == {"rows"}
    with loaded.begin() as connection:
        refresh(connection, full=True)
    assert "rows" not in _tables(loaded, *FOI)


def test_rollups_no_longer_declared_are_dropped(loaded):
    with loaded.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE rollup_of_something_old (batch_id INTEGER)")
        refresh(connection)
    assert "rollup_of_something_old" not in sa.inspect(loaded).get_table_names()


def test_a_batch_without_rows_is_noted(engine):
    load_rows(engine, {schema.attention_records: []})
    assert _tables(engine, "attention.records", period="2024") == {"attentions_counts_region_resolution"}
    assert Monitor(engine).observe("attention.records", period="2024").answers[0].value == 0
