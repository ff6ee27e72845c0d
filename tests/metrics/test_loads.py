"""What answers say when loads correct, come late, are taken back, or when a holiday is decreed."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from data_access.contracts.refusals import RefusedError
from data_access.loading import Batch, load, withdraw
from data_access.reference.editions import decree, load_packaged_calendar
from metrics import Message, Monitor
from metrics.queries.rollups import refresh
from tests.tables import load_rows, load_table, rows_of

FROM = date(2024, 1, 1)
MARCH, APRIL, MAY, JUNE = date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30)
REQUESTS = "| folio | received_on | region_code |\n"


def _load(engine, text, day, table=schema.foi_requests, **options):
    return load_table(engine, table, text, recorded_on=day, **{"covers": (FROM, day), **options})


def _withdraw(engine, batch_id, day):
    with engine.begin() as connection:
        withdraw(connection, batch_id, recorded_on=day)
        refresh(connection)


def _value(engine, metric="foi.requests_received", **question):
    """The value from the roll-ups, which is that from the rows."""
    values = [Monitor(engine).observe(metric, use_rollups=uses, **question).answers[0].value for uses in (True, False)]
    assert values[0] == values[1]
    return values[0]


def test_a_measure_whose_lead_changes_counts_once(engine):
    body = "| measure_code | undersecretariat_code | role |\n| M1 | {} | lead |"
    for day, lead in ((MARCH, "salud_publica"), (APRIL, "hacienda")):
        rows = {
            schema.measures: rows_of(schema.measures, "| code |\n| M1 |"),
            schema.measure_bodies: rows_of(schema.measure_bodies, body.format(lead)),
        }
        load_rows(engine, rows, recorded_on=day, covers=(FROM, day))
    assert _value(engine, "plan.measures") == 1
    assert [_value(engine, "plan.measures", where={"lead_body": lead}) for lead in ("salud_publica", "hacienda")] == [
        0,
        1,
    ]
    assert _value(engine, "plan.measures", where={"lead_body": "salud_publica"}, as_of=MARCH) == 1


def test_a_measure_whose_last_milestone_is_gone_ends_with_the_one_that_is_left(engine):
    milestones = "| measure_code | number | baseline_on | planned_on |\n| M1 | 1 | 2024-03-01 | 2024-04-15 |"
    last = "\n| M1 | 2 | 2024-03-01 | 2024-12-31 |"
    for day, text in ((MARCH, milestones + last), (APRIL, milestones)):
        rows = {
            schema.measures: rows_of(schema.measures, "| code |\n| M1 |"),
            schema.milestones: rows_of(schema.milestones, text),
        }
        load_rows(engine, rows, recorded_on=day, covers=(FROM, day))
    assert (_value(engine, "plan.measures_late", as_of=MARCH), _value(engine, "plan.measures_late")) == (0, 1)


def test_a_request_whose_region_is_corrected_counts_in_one(engine):
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 13 |", MARCH)
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 16 |", APRIL)
    assert [_value(engine, where={"region": code}) for code in ("13", "16")] == [0, 1]
    assert [_value(engine, where={"region": code}, as_of=MARCH) for code in ("13", "16")] == [1, 0]


def test_a_closed_row_counts_no_more_and_earlier_days_stay(engine):
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 13 |\n| A2 | 2024-03-04 | 13 |", MARCH)
    batch = Batch(
        register="foi_requests",
        source_id="cuenta_publica_2024",
        data_kind="register",
        recorded_on=APRIL,
        covers_from=FROM,
        covers_to=APRIL,
        rows={},
        closes={schema.foi_requests: [{"folio": "A1"}]},
    )
    with engine.begin() as connection:
        load(connection, batch)
        refresh(connection)
    assert (_value(engine), _value(engine, as_of=MARCH)) == (1, 2)
    assert (_value(engine, "foi.requests_open"), _value(engine, "foi.requests_open", as_of=MARCH)) == (1, 2)


def test_a_value_sent_again_is_the_value(engine):
    text = "| month | kind | amount_clp |\n| 2024-01-01 | fees | {} |"
    for amount in (100, 900, 100):
        _load(engine, text.format(amount), MARCH, schema.revenue_entries)
    assert _value(engine, "revenue.total", period="2024-01") == 100


def test_the_same_rows_that_are_not_provisional_any_more_are_news(engine):
    for since in (MARCH, None):
        batch = Batch(
            register="foi_requests",
            source_id="cuenta_publica_2024",
            data_kind="register",
            recorded_on=MARCH,
            covers_from=FROM,
            covers_to=MARCH,
            rows={schema.foi_requests: rows_of(schema.foi_requests, REQUESTS + "| A1 | 2024-03-01 | 13 |")},
            provisional_from=since,
        )
        with engine.begin() as connection:
            assert load(connection, batch)
        assert Monitor(engine).observe("foi.requests_received").answers[0].provisional_from == since
    with engine.begin() as connection:
        assert load(connection, batch) is None


def test_a_mistyped_coverage_is_taken_back_with_its_load(engine):
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 13 |", MARCH)
    wrong = _load(engine, REQUESTS + "| A2 | 2024-03-04 | 13 |", APRIL, covers=(date(2020, 1, 1), APRIL))
    assert Monitor(engine).observe("foi.requests_received").answers[0].days == (date(2020, 1, 1), APRIL)
    _withdraw(engine, wrong, MAY)
    answer = Monitor(engine).observe("foi.requests_received").answers[0]
    assert (answer.value, answer.days, answer.freshness.covers_to) == (1, (FROM, MARCH), MARCH)
    assert Monitor(engine).observe("foi.requests_received", as_of=APRIL).answers[0].value == 2


def test_what_is_known_since_a_withdrawal_is_known_on_its_day(engine):
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 13 |", MARCH)
    wrong = _load(engine, REQUESTS + "| A2 | 2024-04-02 | 13 |", APRIL)
    _withdraw(engine, wrong, MAY)
    answer = Monitor(engine).observe("foi.requests_received").answers[0]
    assert (answer.value, answer.known_on, answer.freshness.last_load) == (1, MAY, MARCH)
    assert Monitor(engine).observe("foi.requests_received", as_of=answer.known_on).answers[0].value == 1
    assert Monitor(engine).observe("foi.requests_received", as_of=APRIL).answers[0].known_on == APRIL


def test_a_late_load_changes_no_earlier_answer_and_is_told(engine):
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 13 |", MARCH)
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 16 |", MAY)
    before = {day: _value(engine, by="region", where={"region": "13"}, as_of=day) for day in (MARCH, APRIL)}
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 15 |\n| A2 | 2024-04-02 | 13 |", APRIL)
    assert {day: _value(engine, by="region", where={"region": "13"}, as_of=day) for day in before} == before
    assert [_value(engine, where={"region": code}) for code in ("16", "15", "13")] == [1, 0, 1]
    told = Message.of("late_load", known_on=APRIL, counts_from=MAY)
    asked = {day: Monitor(engine).observe("foi.requests_received", as_of=day).answers[0] for day in (APRIL, MAY)}
    assert (asked[APRIL].notes, asked[MAY].notes) == ((), (told,))


def test_a_late_load_is_told_by_every_value_that_rests_on_its_days(engine):
    """A stock rests on all that came in until then, a budget to date on what was told since January."""
    march, may = (date(2024, 3, 1), MARCH), (date(2024, 5, 1), MAY)
    budget = "| line_code | month | stage | amount_clp |"
    for table, text in ((schema.foi_requests, REQUESTS), (schema.budget_entries, budget)):
        _load(engine, text, MAY, table, covers=may)
        _load(engine, text, MARCH, table, covers=march)
    told = (Message.of("late_load", known_on=MARCH, counts_from=MAY),)
    for metric, notes in (("foi.requests_open", told), ("budget.enacted", told), ("foi.requests_received", ())):
        assert Monitor(engine).observe(metric, by="month", period="2024-05").answers[0].notes == notes


def test_a_late_report_is_told_by_the_state_of_the_plan_on_a_later_day(engine):
    for day in (MAY, MARCH):
        text = f"| measure_code | cut_on | status |\n| M1 | {day} | in_progress |"
        _load(engine, text, day, schema.progress_reports, covers=(day, day))
    answer = Monitor(engine).observe("plan.measures", period="2024-05").answers[0]
    assert answer.notes == (Message.of("late_load", known_on=MARCH, counts_from=MAY),)


def test_withdrawals_leave_no_trace_in_roll_ups(engine):
    _load(engine, REQUESTS + "| A1 | 2024-03-01 | 13 |", MARCH)
    wrong = _load(engine, REQUESTS + "| A1 | 2024-03-01 | 16 |\n| A2 | 2024-04-02 | 13 |", APRIL)
    _withdraw(engine, wrong, MAY)
    assert [_value(engine, where={"region": code}) for code in ("13", "16")] == [1, 0]
    assert [_value(engine, where={"region": code}, as_of=APRIL) for code in ("13", "16")] == [1, 1]
    assert _value(engine, "foi.requests_open") == 1


def test_a_holiday_decreed_later_leaves_the_days_before_as_they_were(engine):
    """15 business days until Friday 22 March; with a day off less it was 14, as was known from April on."""
    text = "| folio | received_on | first_answer_on |\n| A1 | 2024-03-01 | 2024-03-22 |"
    _load(engine, text, MARCH)
    assert _value(engine, "foi.response_days_median") == 15
    with engine.begin() as connection:
        decree(connection, {date(2024, 3, 13): "Feriado"}, known_on=APRIL)
    asked = Monitor(engine)
    for uses in (True, False):
        told = [
            asked.observe("foi.response_days_median", as_of=day, use_rollups=uses).answers[0].value
            for day in (MARCH, date(2024, 4, 29), APRIL, None)
        ]
        assert told == [15, 15, 14, 14]
    with engine.begin() as connection:
        refresh(connection)
        assert decree(connection, {date(2024, 3, 13): "Feriado"}, known_on=MAY) is None
        assert load_packaged_calendar(connection) == 0
    assert [_value(engine, "foi.response_days_median", as_of=day) for day in (MARCH, APRIL)] == [15, 14]
    with engine.begin() as connection:
        decree(connection, {date(2024, 3, 13): None}, known_on=MAY)
    assert [_value(engine, "foi.response_days_median", as_of=day) for day in (MARCH, APRIL, MAY)] == [15, 14, 15]


def test_a_new_calendar_is_a_new_version_of_the_data(engine):
    before = Monitor(engine).snapshot
    with engine.begin() as connection:
        decree(connection, {date(2030, 1, 2): "Feriado"}, known_on=APRIL)
    assert Monitor(engine).snapshot != before


@pytest.mark.parametrize(("last_day", "answered"), [(date(2024, 3, 31), None), (date(2024, 4, 30), 20)])
def test_an_answer_after_the_last_day_covered_has_not_happened(engine, last_day, answered):
    """Closed on 8 March and answered on 1 April, as is known in April: on 31 March it had waited 5 days for an answer."""
    text = "| folio | received_on | closed_on | first_answer_on |\n| A1 | 2024-03-01 | 2024-03-08 | 2024-04-01 |"
    _load(engine, text, APRIL, covers=(FROM, last_day))
    assert _value(engine, "foi.response_days_median") == answered
    other = "\n| A2 | 2024-03-01 | | 2024-03-12 |"
    _load(engine, text + other, APRIL, covers=(FROM, last_day))
    assert _value(engine, "foi.response_days_median") == 7


def test_waits_far_ahead_are_counted_once_it_is_then(engine):
    day = date(2041, 4, 30)
    text = "| folio | received_on | first_answer_on | due_on |\n| A1 | 2041-03-01 | 2041-03-08 | 2041-03-29 |"
    with pytest.raises(RefusedError, match="recorded_on: breaks today"):
        _load(engine, text, day, covers=(date(2041, 1, 1), day), today=date(2041, 4, 29))
    _load(engine, text, day, covers=(date(2041, 1, 1), day), today=day)
    assert _value(engine, "foi.response_days_median") == 5
    assert _value(engine, "foi.answered_within_15_days") == 1
