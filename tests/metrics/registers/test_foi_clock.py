"""The clock of a request for information: worked out by hand, and counted day by day by another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.reference.calendar import calendar_with, chilean_calendar
from data_access.reference.editions import decree
from metrics import Monitor
from metrics.model.errors import ClockError, DayError
from metrics.registers.foi_clock import Case, Pause, State, read, steps

CALENDAR = chilean_calendar()

# By hand, with the calendar on the wall. Holidays: 18, 19 and 20-09-2024 (Fiestas Patrias), 12-10-2024 (a Saturday), 31-10
# and 01-11-2024, 25-12-2024, 01-01-2025, 29-03-2024 (Viernes Santo).
BY_HAND = """
    | case                    | received   | extended   | paused                   | answered   | as_of      | due        | used | left | state            |
    | Fiestas Patrias         | 2024-09-13 |            |                          | 2024-09-24 | 2024-10-31 | 2024-10-16 | 4    | 16   | answered_in_time |
    | still open then         | 2024-09-13 |            |                          |            | 2024-09-20 | 2024-10-16 | 2    | 18   | in_time          |
    | its last day            | 2024-09-13 |            |                          |            | 2024-10-16 | 2024-10-16 | 20   | 0    | due_soon         |
    | the day after           | 2024-09-13 |            |                          |            | 2024-10-17 | 2024-10-16 | 21   | -1   | overdue          |
    | answered that day after | 2024-09-13 |            |                          | 2024-10-17 | 2024-12-01 | 2024-10-16 | 21   | -1   | answered_late    |
    | ten more and one        | 2024-09-13 |            |                          |            | 2024-11-04 | 2024-10-16 | 31   | -11  | very_overdue     |
    | received on a holiday   | 2024-09-19 |            |                          |            | 2024-09-23 | 2024-10-18 | 1    | 19   | in_time          |
    | received on a Sunday    | 2024-09-22 |            |                          |            | 2024-09-22 | 2024-10-18 | 0    | 20   | in_time          |
    | extended                | 2024-09-13 | 2024-10-10 |                          |            | 2024-10-17 | 2024-10-30 | 21   | 9    | in_time          |
    | extended too late       | 2024-09-13 | 2024-10-17 |                          |            | 2024-10-18 | 2024-10-16 | 22   | -2   | overdue          |
    | extended later          | 2024-09-13 | 2024-10-10 |                          |            | 2024-10-09 | 2024-10-16 | 15   | 5    | due_soon         |
    | paused                  | 2024-10-01 |            | 2024-10-04..2024-10-11   |            | 2024-10-15 | 2024-11-07 | 5    | 15   | in_time          |
    | in its pause            | 2024-10-01 |            | 2024-10-04..             |            | 2024-10-11 |            | 3    | 17   | paused           |
    | its reply is to come    | 2024-10-01 |            | 2024-10-04..2024-10-21   |            | 2024-10-11 |            | 3    | 17   | paused           |
    | extended and paused     | 2024-10-01 | 2024-11-06 | 2024-10-04..2024-10-11   | 2024-11-20 | 2024-12-31 | 2024-11-21 | 29   | 1    | answered_in_time |
    | pauses that overlap     | 2024-10-01 |            | 2024-10-04..2024-10-09 2024-10-08..2024-10-11 | | 2024-10-15 | 2024-11-07 | 5 | 15 | in_time |
    | one pause after another | 2024-10-01 |            | 2024-10-04..2024-10-08 2024-10-09..2024-10-11 | | 2024-10-15 | 2024-11-06 | 6 | 14 | in_time |
    | over the year's end     | 2024-12-23 |            |                          |            | 2025-01-06 | 2025-01-22 | 8    | 12   | in_time          |
    | on 29 February          | 2024-02-29 |            |                          |            | 2024-03-04 | 2024-03-28 | 2    | 18   | in_time          |
    | to 29 February          | 2024-02-01 |            |                          | 2024-02-29 | 2024-03-31 | 2024-02-29 | 20   | 0    | answered_in_time |
    | asked on its last day   | 2024-07-01 |            | 2024-07-30..2024-08-06   |            | 2024-08-06 | 2024-08-06 | 20   | 0    | due_soon         |
    | the day itself          | 2024-10-01 |            |                          | 2024-10-01 | 2024-10-01 | 2024-10-29 | 0    | 20   | answered_in_time |
"""


def _day(text):
    return date.fromisoformat(text) if text else None


def _pauses(text):
    return tuple(Pause(from_on=_day(a), to_on=_day(b)) for a, _, b in (one.partition("..") for one in text.split()))


def _by_hand():
    header, *lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in BY_HAND.strip().split("\n")
    ]
    return [pytest.param(dict(zip(header, line, strict=True)), id=line[0]) for line in lines]


@pytest.mark.parametrize("told", _by_hand())
def test_by_hand(told):
    case = Case(
        received_on=_day(told["received"]),
        extended_on=_day(told["extended"]),
        pauses=_pauses(told["paused"]),
        answered_on=_day(told["answered"]),
    )
    found = read(case, _day(told["as_of"]), CALENDAR)
    assert (found.due_on, found.days_used, found.days_left, found.state.value) == (
        _day(told["due"]),
        int(told["used"]),
        int(told["left"]),
        told["state"],
    )


def test_an_extension_that_came_too_late_says_so():
    late = Case(received_on=date(2024, 9, 13), extended_on=date(2024, 10, 17))
    assert read(late, date(2024, 10, 18), CALENDAR).is_extension_late
    assert not read(late, date(2024, 10, 16), CALENDAR).is_extension_late  # nobody knows of it yet


def test_asking_after_the_term_has_passed_hides_no_deadline():
    case = Case(received_on=date(2024, 9, 13), pauses=_pauses("2024-11-20.."))
    found = read(case, date(2024, 12, 1), CALENDAR)
    assert (found.due_on, found.state) == (date(2024, 10, 16), State.VERY_OVERDUE)


def test_no_more_days_are_told_than_are_asked_for():
    listed = steps(Case(received_on=date(2024, 9, 13)), date(2024, 10, 14), CALENDAR, most=3)
    assert [one.day.day for one in listed] == [13, 14, 15]


def test_what_was_passed_on_is_closed():
    case = Case(received_on=date(2024, 10, 1), closed_on=date(2024, 10, 4))
    found = read(case, date(2024, 12, 1), CALENDAR)
    assert (found.state, found.ended_on, found.days_used) == (State.CLOSED, date(2024, 10, 4), 3)


@pytest.mark.parametrize(
    ("case", "as_of", "event"),
    [
        (Case(received_on=date(2024, 10, 2)), date(2024, 10, 1), "as_of"),
        (Case(received_on=date(2024, 10, 2), extended_on=date(2024, 10, 1)), date(2024, 10, 9), "extended"),
        (Case(received_on=date(2024, 10, 2), answered_on=date(2024, 10, 1)), date(2024, 10, 9), "answered"),
        (Case(received_on=date(2024, 10, 2), closed_on=date(2024, 10, 1)), date(2024, 10, 9), "closed"),
        (Case(received_on=date(2024, 10, 2), pauses=_pauses("2024-10-01..2024-10-04")), date(2024, 10, 9), "asked"),
        (Case(received_on=date(2024, 10, 2), pauses=_pauses("2024-10-04..2024-10-03")), date(2024, 10, 9), "replied"),
    ],
)
def test_what_comes_before_it_can_is_refused(case, as_of, event):
    with pytest.raises(ClockError, match=f"{event} on .* comes before"):
        read(case, as_of, CALENDAR)


@pytest.mark.parametrize("as_of", [date(1990, 1, 1), date(2200, 1, 1)])
def test_a_day_that_the_calendar_does_not_reach_is_refused(as_of):
    with pytest.raises(DayError, match="outside the calendar"):
        read(Case(received_on=min(as_of, date(2024, 1, 1))), as_of, CALENDAR)


# --- another counts day by day ---------------------------------------------------------------------------

FIRST = date(2024, 1, 2)
_days = st.integers(0, 90).map(lambda number: FIRST + timedelta(days=number))
_later = st.none() | _days


@st.composite
def _cases(draw):
    """A request of early 2024 with whatever may happen to it, in an order that can be."""
    received = draw(_days)
    spans = draw(st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 20)), max_size=3))
    pauses = [
        Pause(from_on=start, to_on=None if length is None else start + timedelta(days=length))
        for start, length in ((received + timedelta(days=after), length) for after, length in spans)
    ]
    after = st.none() | st.integers(0, 80).map(lambda number: received + timedelta(days=number))
    case = Case(
        received_on=received,
        extended_on=draw(after),
        pauses=tuple(pauses),
        answered_on=draw(after),
        closed_on=draw(after),
    )
    return case, received + timedelta(days=draw(st.integers(0, 100)))


_holidays = st.dictionaries(
    st.integers(0, 260).map(lambda n: FIRST + timedelta(days=n)), st.just("Feriado"), max_size=25
)


def _naive(case, as_of, holidays_of):
    """(used, term, due, is open) by walking through the days one by one."""
    ends = [day for day in (case.answered_on, case.closed_on) if day and day <= as_of]
    last = min(ends) if ends else as_of

    def counts(day):
        paused = any(one.from_on < day <= (min(one.to_on, last) if one.to_on else last) for one in case.pauses)
        return day.weekday() < 5 and day not in holidays_of and not paused

    def walk(term):
        day, used = case.received_on, 0
        while used < term:
            day += timedelta(days=1)
            used += counts(day)
        # where the term is zero business days away, the day itself
        return day

    used, day = 0, case.received_on
    while day < last:
        day += timedelta(days=1)
        used += counts(day)
    extended = case.extended_on and case.extended_on <= last and case.extended_on <= walk(20)
    term = 30 if extended else 20
    due = walk(term + 1) - timedelta(days=1)
    while due.weekday() > 4 or due in holidays_of:
        due -= timedelta(days=1)
    return used, term, due, not ends


@given(drawn=_cases(), holidays_of=_holidays)
def test_it_is_what_a_walk_through_the_days_counts(drawn, holidays_of):
    case, as_of = drawn
    found = read(case, as_of, calendar_with(holidays_of))
    used, term, due, is_open = _naive(case, as_of, holidays_of)
    assert (found.days_used, found.term_days, found.days_left) == (used, term, term - used)
    assert (found.ended_on is None) is is_open
    stands = is_open and any(one.from_on <= as_of and (one.to_on is None or one.to_on > as_of) for one in case.pauses)
    assert found.due_on == (None if stands and used <= term else due)
    assert (found.state is State.PAUSED) is (stands and used <= term)
    if is_open:
        assert (found.state in {State.OVERDUE, State.VERY_OVERDUE}) is (used > term)


@given(drawn=_cases(), holidays_of=_holidays)
def test_the_days_one_by_one_end_where_the_clock_does(drawn, holidays_of):
    case, as_of = drawn
    calendar = calendar_with(holidays_of)
    found, listed = read(case, as_of, calendar), steps(case, as_of, calendar, most=1000)
    assert [one.day for one in listed] == [case.received_on + timedelta(days=n) for n in range(len(listed))]
    assert next(one for one in listed if one.day == (found.ended_on or as_of)).days_used == found.days_used
    counted = [one.mark.value == "counted" for one in listed]
    assert [one.days_used for one in listed] == [sum(counted[: n + 1]) for n in range(len(listed))]


@given(drawn=_cases(), holidays_of=_holidays, added=st.integers(0, 200))
def test_a_holiday_more_moves_no_answer_before_it_and_no_deadline_to_an_earlier_day(drawn, holidays_of, added):
    case, as_of = drawn
    holiday = FIRST + timedelta(days=added)
    before = read(case, as_of, calendar_with(holidays_of))
    after = read(case, as_of, calendar_with({**holidays_of, holiday: "Otro"}))
    if before.ended_on and before.ended_on < holiday:
        assert (after.days_used, after.state) == (before.days_used, before.state)
    if before.due_on and after.due_on and before.term_days == after.term_days:
        assert after.due_on >= before.due_on


def test_a_holiday_that_is_decreed_moves_what_is_open(engine):
    case, as_of = Case(received_on=date(2024, 9, 13)), date(2024, 10, 14)
    assert read(case, as_of, Monitor(engine).business_calendar(as_of)).due_on == date(2024, 10, 16)
    with engine.begin() as connection:
        decree(connection, {date(2024, 10, 16): "Feriado excepcional"}, known_on=date(2024, 10, 14))
    assert read(case, as_of, Monitor(engine).business_calendar(as_of)).due_on == date(2024, 10, 17)
    earlier = date(2024, 10, 11)
    assert read(case, earlier, Monitor(engine).business_calendar(earlier)).due_on == date(2024, 10, 16)
