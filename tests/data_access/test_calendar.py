"""Business days: Monday to Friday, without Chile's holidays, counted from the day after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data_access.reference.calendar import CalendarRangeError, chilean_calendar
from tests import naive

CALENDAR = chilean_calendar()


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2024, 1, 1), "Año Nuevo"),
        (date(2024, 3, 29), "Viernes Santo"),
        (date(2024, 9, 18), "Día de la Independencia"),
        (date(2024, 9, 20), "Fiestas Patrias"),
        (date(2024, 6, 20), "Día Nacional de los Pueblos Indígenas"),
    ],
)
def test_holidays_are_no_business_days(day, holiday):
    found = CALENDAR.days[(day - CALENDAR.days[0].day).days]
    assert (found.day, found.is_business_day) == (day, False)
    assert holiday in found.holiday


@pytest.mark.parametrize(
    ("received", "answered", "days"),
    [
        (date(2024, 3, 4), date(2024, 3, 4), 0),  # the count starts the business day after
        (date(2024, 3, 4), date(2024, 3, 5), 1),
        (date(2024, 3, 1), date(2024, 3, 4), 1),  # Friday to Monday
        (date(2024, 3, 2), date(2024, 3, 4), 1),  # received on a Saturday
        (date(2024, 2, 28), date(2024, 3, 1), 2),  # 29 February is a Thursday
        (date(2024, 2, 29), date(2024, 3, 28), 20),
        (date(2024, 3, 28), date(2024, 4, 1), 1),  # over Good Friday
        (date(2024, 9, 17), date(2024, 9, 23), 1),  # over the national days
        (date(2024, 3, 5), date(2024, 3, 4), -1),
    ],
)
def test_between(received, answered, days):
    assert CALENDAR.between(received, answered) == days


@pytest.mark.parametrize(
    ("received", "term", "due"),
    [
        (date(2024, 2, 29), 20, date(2024, 3, 28)),
        (date(2024, 3, 1), 20, date(2024, 4, 1)),  # Good Friday moves the deadline over the weekend
        (date(2024, 9, 2), 15, date(2024, 9, 26)),
        (date(2024, 3, 2), 0, date(2024, 3, 1)),
    ],
)
def test_after(received, term, due):
    assert CALENDAR.after(received, term) == due


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2080, 1, 1)])
def test_a_day_outside_the_calendar_is_refused(day):
    with pytest.raises(CalendarRangeError, match=f"{day} is outside the calendar"):
        CALENDAR.number(day)


def test_a_deadline_outside_the_calendar_is_refused():
    with pytest.raises(CalendarRangeError, match="20 business days after 2079-12-31"):
        CALENDAR.after(date(2079, 12, 31), 20)


_days = st.dates(date(2000, 1, 1), date(2079, 11, 30))


@given(_days, st.integers(0, 120))
def test_counts_like_a_walk_over_the_days(received, span):
    answered = min(received + timedelta(days=span), date(2079, 12, 31))
    assert CALENDAR.between(received, answered) == naive.business_days(received, answered)


@given(_days, st.integers(1, 40))
def test_a_deadline_is_the_first_day_on_which_the_term_has_passed(received, term):
    assume(received < date(2079, 9, 1))
    due = CALENDAR.after(received, term)
    assert naive.is_business_day(due)
    assert CALENDAR.between(received, due) == term
    assert CALENDAR.between(received, due - timedelta(days=1)) == term - 1
