"""What was known on a day stays what was known on that day, whatever is loaded afterwards."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from metrics import Monitor
from metrics.studies.comparison import EarlierDay
from tests.tables import clear, load_observations, load_rows, load_table

FROM = date(2024, 1, 1)
MARCH, APRIL, MAY = date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)
ASKED = ("foi.requests_received", "foi.requests_answered", "foi.requests_open", "foi.requests_overdue")
KNOWN = {
    MARCH: "| folio | received_on | first_answer_on |\n| A1 | 2024-03-01 | |\n| A2 | 2024-03-04 | 2024-03-08 |",
    APRIL: "| folio | received_on | first_answer_on |\n| A1 | 2024-03-01 | 2024-04-30 |\n| A3 | 2024-04-02 | |",
    MAY: "| folio | received_on | first_answer_on |\n| A2 | 2024-03-05 | |",
}


def _load(engine, day):
    load_table(engine, schema.foi_requests, KNOWN[day], covers=(FROM, day), recorded_on=day)


def _values(engine, **question):
    return [answer.value for answer in Monitor(engine).observe(*ASKED, **question).answers]


def test_each_day_has_its_own_answer(engine):
    for day in KNOWN:
        _load(engine, day)
    assert _values(engine, as_of=date(2024, 3, 30)) == [None, None, None, None]
    assert _values(engine, as_of=MARCH) == [2, 1, 1, 0]
    assert _values(engine, as_of=date(2024, 4, 29)) == [2, 1, 1, 0]
    assert _values(engine, as_of=APRIL) == [3, 2, 1, 0]
    assert _values(engine, as_of=MAY) == _values(engine) == [3, 1, 2, 2]


def test_a_later_load_never_changes_an_earlier_answer(engine):
    answers = {}
    for day in KNOWN:
        _load(engine, day)
        answers[day] = Monitor(engine).observe(*ASKED, by=["region"], as_of=day).rows()
        for earlier, rows in answers.items():
            assert Monitor(engine).observe(*ASKED, by=["region"], as_of=earlier).rows() == rows
    assert len({str(rows) for rows in answers.values()}) == 3


def test_a_past_period_asked_today_uses_what_is_known_today(engine):
    for day in KNOWN:
        _load(engine, day)
    assert _values(engine, period="2024-03") == [2, 1, 2, 0]
    assert _values(engine, period="2024-03", as_of=MARCH) == [2, 1, 1, 0]


def test_the_answer_says_when_it_was_known(engine):
    for day in KNOWN:
        _load(engine, day)
    assert Monitor(engine).observe(*ASKED, as_of=date(2024, 5, 1)).as_of == date(2024, 5, 1)
    assert Monitor(engine).observe(*ASKED, as_of=date(2024, 5, 1)).answers[0].known_on == APRIL
    assert Monitor(engine).observe(*ASKED).as_of == MAY


def test_corrected_observations(engine):
    text = "| period_from | period_to | value |\n| 2024-01-01 | 2024-03-31 | {} |"
    load_observations(engine, "inclusion.talks", text.format(70), recorded_on=MARCH)
    load_observations(engine, "inclusion.talks", text.format(75), recorded_on=MAY)
    values = [Monitor(engine).observe("inclusion.talks", as_of=day).answers[0].value for day in (MARCH, APRIL, MAY)]
    assert values == [70, 70, 75]
    (compared,) = Monitor(engine).compare("inclusion.talks", against=EarlierDay(APRIL), as_of=MAY)
    assert (compared.now.value, compared.difference) == (75, 5)


def test_the_days_of_the_plan(engine):
    for day in (MARCH, MAY):
        text = f"| measure_code | cut_on | status |\n| M1 | {day} | in_progress |"
        load_table(engine, schema.progress_reports, text, recorded_on=day)
    assert Monitor(engine).plan.reporting_dates() == (MAY, MARCH)


_batches = st.lists(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(1, 28), st.none() | st.integers(1, 28)),
        max_size=4,
        unique_by=lambda row: row[0],
    ),
    min_size=1,
    max_size=5,
)


@given(_batches)
def test_the_rows_known_on_a_day_are_the_last_version_of_each_by_then(engine, batches):
    clear(engine)
    known: dict[int, tuple[int, int | None]] = {}
    expected = {}
    for month, rows in enumerate(batches, 1):
        day = date(2024, month, 28)
        known = known | {folio: (received, answered) for folio, received, answered in rows}
        expected[day] = (len(known), sum(answered is not None for _, answered in known.values()))
        loaded = [
            {
                "folio": f"C{folio}",
                "filed_on": date(2024, 1, received),
                "answered_on": answered and date(2024, 1, max(received, answered)),
            }
            for folio, received, answered in rows
        ]
        load_rows(engine, {schema.foi_appeals: loaded}, recorded_on=day, covers=(FROM, day))
    for day, values in expected.items():
        answers = Monitor(engine).observe("foi.appeals_filed", "foi.appeals_answered", as_of=day).answers
        assert tuple(answer.value for answer in answers) == values
