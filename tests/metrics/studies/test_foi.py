"""How long people wait for an answer, who answers sooner and what will be late: by hand, and as other libraries have it."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from data_access.reference.calendar import chilean_calendar
from metrics import ENTITLED, Monitor, catalogue
from metrics.model.errors import MetricError, NotEntitledError, UnknownDimensionError
from metrics.model.filters import NO_FILTERS
from metrics.model.proportions import wilson
from metrics.model.survival import points
from metrics.queries.reader import Reader
from metrics.registers.foi_clock import Case, Pause, State, read
from metrics.studies.foi.dues import forecast
from metrics.studies.foi.ranking import ENOUGH
from tests.metrics.test_against_naive import FROM, TO, foi_requests
from tests.tables import clear, load_rows, load_table, rows_of

PYTHON = Path(__file__).parents[3] / "build" / "survival" / "bin" / "python"
_TEMPLATE = rows_of(schema.foi_requests, "| folio | received_on |\n| A0 | 2024-03-01 |")[0]


# --- how long ----------------------------------------------------------------------------------------------


def _lifelines(samples):
    """For each sample of (days, is answered): [day, at risk, share, low, high] of every point."""
    said = json.dumps([[[days for days, _ in one], [int(answered) for _, answered in one]] for one in samples])
    script = Path(__file__).with_name("lifelines_says.py")
    run = subprocess.run([PYTHON, script], input=said, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(run.stdout)


def _sample(random, rows):
    return [(min(int(random.expovariate(1 / 14)), 60), random.random() < 0.85) for _ in range(rows)]


def _histogram(sample):
    return [
        (days, sum(other == days for other, _ in sample), sum(other == days and answered for other, answered in sample))
        for days in sorted({days for days, _ in sample})
    ]


def test_curves_and_their_bands_are_those_of_lifelines():
    random = Random(20285)
    samples = [_sample(random, rows) for rows in (1, 2, 3, 5, 8, 30, 400, 5000)]
    samples += [[(3, True)] * 4, [(3, False)] * 4, [(0, True), (0, False), (5, True)], [(0, True)] * 3 + [(9, False)]]
    for sample, theirs in zip(samples, _lifelines(samples), strict=True):
        ours = [[one.days, one.at_risk, one.waiting, one.low, one.high] for one in points(_histogram(sample))]
        if theirs[0][0] == 0 and ours[0][0] > 0:
            theirs = theirs[1:]
        assert [one[:2] for one in ours] == [one[:2] for one in theirs]
        assert [one[2:] for one in ours] == [pytest.approx(one[2:], abs=1e-9) for one in theirs]


def test_the_course_of_a_period_is_that_of_its_rows(demo_engine):
    """Every request of 2024 once more from the rows, with the clock counting each, and what lifelines makes of them."""
    calendar = chilean_calendar()
    table = schema.foi_requests
    with demo_engine.connect() as connection:
        rows = connection.execute(table.select().where(table.c.superseded_by.is_(None))).mappings().all()
    waits = [_waited(row, calendar) for row in rows if row["received_on"].year == 2024]
    found = Monitor(demo_engine).foi.course(period="2024")
    (theirs,) = _lifelines([waits])
    ours = [[one.days, one.at_risk, one.waiting, one.low, one.high] for one in found.points]
    assert [one[:2] for one in ours] == [one[:2] for one in theirs]
    assert [one[2:] for one in ours] == [pytest.approx(one[2:], abs=1e-9) for one in theirs]
    assert (found.received, found.answered) == (25009, 24143)
    for days in (15, 20):
        assert found.at_risk(days) == sum(waited >= days for waited, _ in waits)


def _waited(row, calendar, today=date(2025, 3, 31)):
    asked, replied = row["clarification_asked_on"], row["clarified_on"]
    case = Case(
        received_on=row["received_on"],
        extended_on=row["extended_on"],
        pauses=(Pause(from_on=asked, to_on=replied),) if asked else (),
        answered_on=row["first_answer_on"],
        closed_on=row["closed_on"],
    )
    return read(case, today, calendar).days_used, row["first_answer_on"] is not None


def test_the_share_after_so_many_days(engine):
    text = """
        | folio | received_on | first_answer_on |
        | A1    | 2024-03-01  | 2024-03-08      |
        | A2    | 2024-03-01  | 2024-03-22      |
        | A3    | 2024-04-15  |                 |
    """
    load_table(engine, schema.foi_requests, text, covers=(date(2024, 3, 1), date(2024, 4, 30)))
    found = Monitor(engine).foi.course()
    assert [(one.days, one.at_risk, one.answered) for one in found.points] == [
        (0, 3, 0),
        (5, 3, 1),
        (11, 2, 0),
        (15, 1, 1),
    ]
    assert [found.after(days).waiting for days in (0, 4, 5, 14)] == [1, 1, pytest.approx(2 / 3), pytest.approx(2 / 3)]
    assert (found.after(15).waiting, found.after(99).waiting) == (0, 0)
    assert [found.at_risk(days) for days in (0, 5, 6, 12, 16)] == [3, 3, 2, 1, 0]


def test_what_nobody_has_waited_for_is_not_told(engine):
    text = "| folio | received_on |\n| A1 | 2024-04-15 |"
    load_table(engine, schema.foi_requests, text, covers=(date(2024, 3, 1), date(2024, 4, 30)))
    found = Monitor(engine).foi.course()
    assert (found.after(11).waiting, found.after(12)) == (1, None)
    assert Monitor(engine).foi.course(period="2024-03").after(15) is None


def test_of_nothing_there_is_no_course(engine):
    clear(engine)
    found = Monitor(engine).foi.course()
    assert (found.points, found.received, found.after(0)) == ((), 0, None)


# --- who sooner --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"),
    [(0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0), (5, 10, 0.23659, 0.76341), (81, 263, 0.25527, 0.36617)],
)
def test_wilson_as_in_the_tables(successes, cases, low, high):
    """Wilson (1927), as Newcombe (1998) tabulates 81 of 263."""
    assert wilson(successes, cases) == pytest.approx((low, high), abs=2e-4)


def test_of_no_cases_there_is_no_interval():
    assert wilson(0, 0) is None


def _units(engine, answers):
    """Requests by unit, with how many were answered late and soon."""
    rows = [
        _TEMPLATE
        | {
            "folio": f"A{unit}{number}",
            "responsible_unit": unit,
            "first_answer_on": date(2024, 3, 8 if number < soon else 28),
        }
        for unit, (late, soon) in answers.items()
        for number in range(late + soon)
    ]
    load_rows(engine, {schema.foi_requests: rows}, covers=(FROM, TO))


def test_a_rank_is_withheld_below_the_least_count(engine):
    _units(engine, {"studies": (10, 20), "audit": (5, 25), "refuge": (0, ENOUGH - 1), "sanctions": (10, 20)})
    found = Monitor(engine).foi.ranking("responsible_unit").frame
    assert found.select("responsible_unit", "rank", "answered", "quick").rows() == [
        ("audit", 1, 30, 25),
        ("sanctions", 2, 30, 20),
        ("studies", 2, 30, 20),
        ("refuge", None, 29, 29),
    ]
    assert found["low"].to_list()[3] == pytest.approx(wilson(29, 29)[0])


def test_who_received_nothing_is_not_listed_and_a_bad_dimension_is_refused(engine):
    _units(engine, {"studies": (0, 1)})
    assert Monitor(engine).foi.ranking("responsible_unit").frame["responsible_unit"].to_list() == ["studies"]
    assert Monitor(engine).foi.ranking("responsible_unit", period="2024-04").frame.is_empty()
    with pytest.raises(UnknownDimensionError):
        Monitor(engine).foi.ranking("'; DROP")


# --- what will be late -------------------------------------------------------------------------------------

# By hand. Tuesday 30 April: 1 May and 21 May are holidays, and 29 March was Viernes Santo.
OPEN = """
    | folio     | received_on | extended_on | clarification_asked_on | clarified_on | responsible_unit | region_code |
    | today     | 2024-04-02  |             |                        |              | studies          | 13          |
    | late      | 2024-03-01  |             |                        |              | studies          | 16          |
    | new       | 2024-04-30  |             |                        |              | audit            | 13          |
    | stands    | 2024-04-22  |             | 2024-04-24             |              | audit            | 13          |
    | clarified | 2024-04-02  |             | 2024-04-03             | 2024-04-10   |                  |             |
    | extended  | 2024-03-25  | 2024-04-22  |                        |              | studies          | 13          |
"""
COVERS = (date(2024, 3, 1), date(2024, 4, 30))


@pytest.fixture
def open_ones(engine):
    load_table(engine, schema.foi_requests, OPEN, covers=COVERS, recorded_on=COVERS[1])
    return engine


def test_what_is_open_by_when_it_is_due(open_ones):
    found = Monitor(open_ones).foi.dues()
    assert found.as_of == COVERS[1]
    assert found.buckets.rows() == [(1, 3, 0, 1, 1, 6)]
    assert [(one.day, one.left, one.rows) for one in found.calendar if one.rows] == [
        (date(2024, 4, 30), 0, 1),
        (date(2024, 5, 8), 5, 2),
        (date(2024, 5, 30), 20, 1),
    ]
    assert [one.left for one in found.calendar] == list(range(21))
    assert sorted(found.by_unit.rows(), key=str) == sorted(
        [("studies", 1, 2, 0, 0, 0, 3), ("audit", 0, 0, 0, 1, 1, 2), (None, 0, 1, 0, 0, 0, 1)], key=str
    )
    assert {row[0]: row[-1] for row in found.by_region.rows()} == {"13": 4, "16": 1, None: 1}


def test_one_by_one_for_who_may_see_them(open_ones):
    found = Monitor(open_ones, viewer=ENTITLED).foi.folios()
    assert found.select("folio", "left", "due_on").rows() == [
        ("late", -21, date(2024, 4, 1)),
        ("today", 0, date(2024, 4, 30)),
        ("clarified", 5, date(2024, 5, 8)),
        ("extended", 5, date(2024, 5, 8)),
        ("new", 20, date(2024, 5, 30)),
        ("stands", None, None),
    ]
    assert Monitor(open_ones, viewer=ENTITLED).foi.folios(where={"region": "16"})["folio"].to_list() == ["late"]
    with pytest.raises(NotEntitledError):
        Monitor(open_ones).foi.folios()


def test_where_nothing_is_open_nothing_is_due(engine):
    clear(engine)
    found = Monitor(engine).foi.dues()
    assert (found.as_of, found.buckets.rows(), found.calendar) == (None, [(0, 0, 0, 0, 0, 0)], ())
    assert Monitor(engine).foi.forecast() is None
    assert Monitor(engine, viewer=ENTITLED).foi.folios().is_empty()
    assert Monitor(engine).foi.calibration() == []


# Of those of January five were answered after 5 business days, three after 15, one was extended after 18 and answered after 25, and
# one was answered after 22. On Thursday 28 March one open request has used 10 days: six others had gone on from there, three of
# which left at 15, and of the three others two at 18 ('more' is one), so 1/2 of 1/3 breaks the first term. 'more' has used 22, and
# of the extended none came to 30.
BEFORE = """
    | folio | received_on | extended_on | first_answer_on |
    | A1    | 2024-01-02  |             | 2024-01-09      |
    | A2    | 2024-01-02  |             | 2024-01-09      |
    | A3    | 2024-01-02  |             | 2024-01-09      |
    | A4    | 2024-01-02  |             | 2024-01-09      |
    | A5    | 2024-01-02  |             | 2024-01-09      |
    | A6    | 2024-01-02  |             | 2024-01-23      |
    | A7    | 2024-01-02  |             | 2024-01-23      |
    | A8    | 2024-01-02  |             | 2024-01-23      |
    | A9    | 2024-01-02  | 2024-01-26  | 2024-02-06      |
    | B1    | 2024-01-02  |             | 2024-02-01      |
    | open  | 2024-03-14  |             |                 |
    | more  | 2024-02-27  | 2024-03-22  |                 |
"""


def test_what_is_expected_comes_from_those_that_waited_as_long(engine):
    load_table(
        engine, schema.foi_requests, BEFORE, covers=(date(2024, 1, 1), date(2024, 3, 28)), recorded_on=date(2024, 3, 28)
    )
    said = Monitor(engine).foi.forecast()
    assert (said.as_of, said.until, said.at_stake, said.paused) == (date(2024, 3, 28), date(2024, 4, 26), 2, 0)
    assert said.expected == pytest.approx(1 / 6)
    assert (said.low, said.high) == (0, pytest.approx(1 / 6 + 1.959964 * (1 / 6 * 5 / 6) ** 0.5))


def test_an_extension_to_come_may_break_too(engine):
    """Half of those that come to 18 days are extended then, and half of the extended break: 1/4, beside the half that nobody extends."""
    rows = """
        | folio | received_on | extended_on | first_answer_on |
        | A1    | 2024-01-02  | 2024-01-26  | 2024-02-06      |
        | A2    | 2024-01-02  | 2024-01-26  | 2024-02-29      |
        | A3    | 2024-01-02  |             | 2024-02-29      |
        | A4    | 2024-01-02  |             | 2024-02-29      |
        | open  | 2024-03-14  |             |                 |
    """
    load_table(
        engine, schema.foi_requests, rows, covers=(date(2024, 1, 1), date(2024, 3, 31)), recorded_on=date(2024, 3, 31)
    )
    nearby, later = (
        _forecast(engine, until=date(2024, 4, 12), as_of=None),
        _forecast(engine, until=date(2024, 4, 30), as_of=None),
    )
    assert nearby.at_stake == 0  # its last day is 12 April
    assert (later.at_stake, later.expected) == (1, pytest.approx(0.5 + 0.5 * 0.5))


def test_of_what_nobody_had_waited_for_nothing_is_expected(engine):
    """The first month of a register: three requests, and nobody has come to the end of a term."""
    rows = "| folio | received_on |\n| A1 | 2024-03-01 |\n| A2 | 2024-03-01 |\n| A3 | 2024-03-04 |"
    load_table(
        engine, schema.foi_requests, rows, covers=(date(2024, 3, 1), date(2024, 3, 28)), recorded_on=date(2024, 3, 28)
    )
    said = Monitor(engine).foi.forecast()
    assert (said.at_stake, said.without_precedent, said.expected, said.low, said.high) == (3, 3, 0, 0, 0)


@pytest.mark.parametrize(
    "where", [{"regoin": "13"}, {"month": "2024-03"}, {"region": "99"}, {"region": "CL"}, {"region": []}]
)
def test_what_requests_cannot_be_asked_by_is_refused(open_ones, where):
    studies = Monitor(open_ones, viewer=ENTITLED).foi
    for ask in (studies.course, studies.dues, studies.forecast, studies.calibration, studies.folios, studies.ranking):
        with pytest.raises(MetricError):
            ask("topic", where=where) if ask == studies.ranking else ask(where=where)


def test_on_a_sunday_today_is_the_last_business_day(engine):
    """Due on Thursday 28 March, before Viernes Santo: on Sunday the 31st it is not overdue yet, and will be on Monday."""
    text = "| folio | received_on |\n| A1 | 2024-02-29 |"
    load_table(
        engine, schema.foi_requests, text, covers=(date(2024, 2, 1), date(2024, 3, 31)), recorded_on=date(2024, 3, 31)
    )
    found = Monitor(engine).foi.dues()
    assert (found.calendar[0].day, found.calendar[0].rows, found.buckets["overdue"].item()) == (date(2024, 3, 28), 1, 0)


def test_rows_that_do_not_say_whose_they_are_have_no_rank(engine):
    _units(engine, {None: (0, 40), "audit": (5, 25)})
    found = Monitor(engine).foi.ranking("responsible_unit").frame
    assert found.select("responsible_unit", "rank").rows() == [("audit", 1), (None, None)]


def _forecast(engine, **asked):
    with engine.connect() as connection:
        return forecast(Reader(connection), NO_FILTERS, **asked)


def test_what_was_expected_of_a_month_beside_what_came(engine):
    march, april = date(2024, 3, 31), date(2024, 4, 30)
    load_table(engine, schema.foi_requests, BEFORE, covers=(date(2024, 1, 1), march), recorded_on=march)
    answered = (
        "| folio | received_on | extended_on | first_answer_on |\n| more | 2024-02-27 | 2024-03-22 | 2024-04-03 |"
    )
    load_table(engine, schema.foi_requests, answered, covers=(date(2024, 4, 1), april), recorded_on=april)
    (told,) = Monitor(engine).foi.calibration()
    assert (told.month, told.broken, told.forecast.at_stake) == (date(2024, 4, 1), 1, 2)  # 'open' was due on 12 April
    assert told.forecast.expected == pytest.approx(1 / 6)
    assert not told.holds  # between 0 and 0,9


@given(foi_requests(), st.integers(0, (TO - FROM).days))
def test_rows_counted_together_are_what_the_clock_says_of_each(engine, rows, offset):
    clear(engine)
    load_rows(engine, {schema.foi_requests: rows}, covers=(FROM, TO))
    day, calendar = FROM + timedelta(days=offset), chilean_calendar()
    states = []
    for row in rows:
        if row["received_on"] > day:
            continue
        asked, replied = row["clarification_asked_on"], row["clarified_on"]
        case = Case(
            received_on=row["received_on"],
            extended_on=row["extended_on"],
            pauses=(Pause(from_on=asked, to_on=replied),) if asked else (),
            answered_on=row["first_answer_on"],
            closed_on=row["closed_on"],
        )
        states.append(read(case, day, calendar).state)
    counted = (
        Monitor(engine).observe("foi.requests_overdue", "foi.requests_due_in_0_to_5_days", period=str(day)).answers
    )
    assert counted[0].value == sum(state in {State.OVERDUE, State.VERY_OVERDUE} for state in states)
    assert counted[1].value == states.count(State.DUE_SOON)


# --- the metrics beside them ---------------------------------------------------------------------------------

# By hand. The term of what came on 1 March ends on 1 April, that of what came on 4 March on the 2nd; ten more end on the 15th.
TERMS = """
    | folio | received_on | extended_on | clarification_asked_on | clarified_on | first_answer_on | closed_on  | outcome   |
    | A1    | 2024-03-01  |             |                        |              | 2024-04-01      | 2024-04-03 | delivered |
    | A2    | 2024-03-01  |             |                        |              | 2024-04-02      | 2024-04-02 | delivered |
    | A3    | 2024-03-01  | 2024-04-01  |                        |              | 2024-04-15      |            | partial   |
    | A4    | 2024-03-01  | 2024-04-01  |                        |              | 2024-04-16      |            | partial   |
    | A5    | 2024-03-01  | 2024-04-02  |                        |              | 2024-04-03      | 2024-04-03 | denied    |
    | A6    | 2024-03-04  |             | 2024-03-06             | 2024-03-08   | 2024-04-04      | 2024-04-04 | delivered |
    | A7    | 2024-03-04  |             |                        |              |                 | 2024-03-06 | referred  |
    | A8    | 2024-03-04  |             |                        |              |                 |            | open      |
"""


@pytest.mark.parametrize(
    ("metric", "period", "value"),
    [
        ("foi.requests_extended", "2024-03", 2),  # A5's came a day late
        ("foi.requests_clarified", "2024-03", 1),
        ("foi.requests_referred", "2024-03", 1),
        ("foi.requests_closed", "2024-03", 5),
        ("foi.answered_within_20_days", "2024-03", 2),  # A1 on the last day, A6 two days later for it stood for two
        ("foi.answered_in_time_share", "2024-03", 0.5),  # A1, A3, A6 of six
        ("foi.answers_given", "2024-03", 0),
        ("foi.answers_given", "2024-04", 6),
        ("foi.answers_given_within_20_days_share", "2024-04", pytest.approx(2 / 6)),
        ("foi.terms_broken", "2024-04", 4),  # A2 and A5 on the 2nd, A8 on the 3rd, A4 on the 16th
        ("foi.terms_broken", "2024-04-02", 2),
        ("foi.terms_broken_of_open", "2024-04", 4),
        ("foi.requests_older_than_15_days", "2024-04-02", 5),  # A3 to A6 and A8
        ("foi.requests_older_than_20_days", "2024-04-02", 3),  # A3, A4 and A5: the others came on the 4th
        ("foi.requests_older_than_30_days", "2024-04-17", 1),
        ("foi.requests_overdue", "2024-04-02", 1),  # A5
        ("foi.requests_due_in_0_to_5_days", "2024-04-02", 2),  # A6 and A8
        ("foi.requests_due_in_6_to_10_days", "2024-04-02", 2),  # A3 and A4
        ("foi.closing_days_median", "2024-03", 22),
    ],
)
def test_metrics_of_terms_by_hand(engine, metric, period, value):
    load_table(engine, schema.foi_requests, TERMS, covers=COVERS, recorded_on=COVERS[1])
    for uses_rollups in (True, False):
        assert Monitor(engine).observe(metric, period=period, use_rollups=uses_rollups).answers[0].value == value


_OF_ROWS = [one for one in catalogue() if one.startswith("foi.") and catalogue()[one].formula.datasets]
_UNITS = st.sampled_from(["studies", "audit", None])


@given(foi_requests(), st.data())
def test_roll_ups_say_what_the_rows_say(engine, rows, data):
    """Of every metric of requests, also where pauses stand, and of what is closed or answered meanwhile."""
    clear(engine)
    told = [row | {"responsible_unit": data.draw(_UNITS)} for row in rows]
    known = [
        row | {name: day if day and day <= TO else None for name, day in row.items() if name in _HAPPEN} for row in told
    ]
    load_rows(engine, {schema.foi_requests: known}, covers=(FROM, TO))
    asked = [one for one in _OF_ROWS if not catalogue()[one].formula.needs_period and "appeals" not in one]
    for by in ((), ("region",), ("responsible_unit",), ("month",)):
        ours, theirs = (
            Monitor(engine).observe(*asked, by=by, use_rollups=uses).frame.sort("metric", *by) for uses in (True, False)
        )
        assert ours.equals(theirs), by
    assert (
        Monitor(engine).foi.dues().buckets["rows"].item()
        == Monitor(engine).observe("foi.requests_open").answers[0].value
    )


_HAPPEN = {"first_answer_on", "closed_on", "extended_on", "clarification_asked_on", "clarified_on"}
