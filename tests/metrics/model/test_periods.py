"""What a period says: its days, its grain, its name and the one of a year before."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.model.errors import PeriodError
from metrics.model.periods import GRAINS, Period, label


@pytest.mark.parametrize(
    ("text", "start", "end", "grain"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "quarter"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), None),
        ("2024-01-01..2024-03-31", date(2024, 1, 1), date(2024, 3, 31), "quarter"),
        ("2024-01-01..2024-12-31", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2023-Q4..2024-02", date(2023, 10, 1), date(2024, 2, 29), None),
        ("2022..2024", date(2022, 1, 1), date(2024, 12, 31), None),
        (" 2024 ", date(2024, 1, 1), date(2024, 12, 31), "year"),
    ],
)
def test_reads_days_and_grain(text, start, end, grain):
    period = Period.parse(text)
    assert (period.start, period.end, period.grain, period.label) == (start, end, grain, text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "2024..",
        "..2024",
        "2024-Q5",
        "2024-Q0",
        "2024-13",
        "2024-00",
        "2023-02-29",
        "2024-02-30",
        "24",
        "0000",
        "2024-1",
        "20240331",
        "٢٠٢٤",
        "2024-W13-7",
        "31-03-2024",
        "2025..2024",
        "2024-03-31..2024-03-30",
        "'; DROP TABLE foi_requests; --",
    ],
)
def test_refuses_what_is_no_period(text):
    with pytest.raises(PeriodError) as refused:
        Period.parse(text)
    assert repr(text) in str(refused.value)
    assert refused.value.message.arguments["asked"] == text


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2024", "2023"),
        ("2024-Q1", "2023-Q1"),
        ("2024-02", "2023-02"),
        ("2025-02", "2024-02"),
        ("2024-02-29", "2023-02-28..2023-02-28"),
        ("2024-01-15..2024-02-29", "2023-01-15..2023-02-28"),
        ("2025-01-01..2025-03-31", "2024-Q1"),
        ("2024-03..2025-02", "2023-03-01..2024-02-29"),
        ("2023-03..2024-02", "2022-03-01..2023-02-28"),
        ("2025-02-28", "2024-02-28..2024-02-28"),
    ],
)
def test_year_before(text, before):
    earlier = Period.parse(text).year_before()
    assert earlier.label == before
    assert Period.parse(before) == earlier


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2024", "2023"),
        ("2024-Q1", "2023-Q4"),
        ("2024-03", "2024-02"),
        ("2024-Q1..2024-Q2", "2023-07-01..2023-12-31"),
        ("2024-01..2024-02", "2023-11-01..2023-12-31"),
        ("2023..2024", "2021-01-01..2022-12-31"),
        ("2024-03-01..2024-03-30", "2024-01-31..2024-02-29"),
        ("2024-03-01", "2024-02-29..2024-02-29"),
    ],
)
def test_the_period_before(text, before):
    earlier = Period.parse(text).previous()
    assert earlier.label == before
    assert Period.parse(before) == earlier


@pytest.mark.parametrize(
    ("text", "grain", "names"),
    [
        ("2023-11..2024-02", "month", ["2023-11", "2023-12", "2024-01", "2024-02"]),
        ("2023-11..2024-02", "quarter", ["2023-Q4", "2024-Q1"]),
        ("2023-11..2024-02", "year", ["2023", "2024"]),
        ("2024-02-29", "month", ["2024-02"]),
        ("2024-02-29", "quarter", ["2024-Q1"]),
    ],
)
def test_units_are_the_whole_ones_that_a_period_touches(text, grain, names):
    assert [unit.label for unit in Period.parse(text).units(grain)] == names


_days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(_days, st.sampled_from(GRAINS))
def test_the_name_of_a_unit_reads_back_as_the_unit_of_the_day(day, grain):
    period = Period.parse(label(day, grain))
    assert period.grain == grain
    assert period.start <= day <= period.end
    assert label(period.start, grain) == label(period.end, grain) == period.label
    assert label(period.end + timedelta(days=1), grain) != period.label


@given(_days, _days, st.sampled_from(GRAINS))
def test_units_leave_no_day_out_and_count_none_twice(one, other, grain):
    start, end = sorted((one, other))
    units = list(Period(start, end, "").units(grain))
    assert units[0].start <= start <= units[0].end
    assert units[-1].start <= end <= units[-1].end
    for earlier, later in pairwise(units):
        assert earlier.end + timedelta(days=1) == later.start
