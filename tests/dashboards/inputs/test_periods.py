"""The periods that a reader can ask for: those of which there are data, and no others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.inputs import periods

WHOLE_2024_AND_A_QUARTER = [(date(2024, 1, 1), date(2025, 3, 31))]
PART_OF_A_YEAR = [(date(2024, 2, 10), date(2024, 5, 20))]
WITH_A_GAP = [(date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 7, 1), date(2024, 12, 31))]


def test_years_come_first_and_then_the_last_twelve_months_quarters_and_months():
    offered = periods.offered(WHOLE_2024_AND_A_QUARTER)
    assert list(offered.items())[:5] == [
        ("2025", "2025 (datos al 31-03-2025)"),
        ("2024", "2024"),
        ("2024-04..2025-03", "Últimos 12 meses (abril de 2024 a marzo de 2025)"),
        ("2025-Q1", "ene-mar 2025"),
        ("2024-Q4", "oct-dic 2024"),
    ]
    assert list(offered)[-2:] == ["2024-01", periods.OTHER]
    assert len(offered) == 2 + 1 + 5 + 15 + 1


def test_what_is_not_known_whole_says_so():
    offered = periods.offered(PART_OF_A_YEAR)
    assert offered["2024"] == "2024 (datos al 20-05-2024)"
    assert offered["2024-Q1"] == "ene-mar 2024 (incompleto)"
    assert offered["2024-03"] == "marzo de 2024"
    assert not any("Últimos" in words for words in offered.values())


def test_a_gap_is_in_no_period():
    offered = periods.offered(WITH_A_GAP)
    assert "2024-05" not in offered
    assert "2024-Q2" not in offered
    assert offered["2024-Q3"] == "jul-sept 2024"
    assert not any("Últimos" in words for words in offered.values())


@pytest.mark.parametrize(
    ("spans", "first"),
    [
        (WHOLE_2024_AND_A_QUARTER, "2024"),
        (PART_OF_A_YEAR, "2024"),
        (WITH_A_GAP, "2023"),
        ([(date(2024, 2, 29), date(2024, 2, 29))], "2024"),
        ([], "2024"),
    ],
)
def test_first_comes_the_last_whole_year(spans, first):
    assert periods.first(spans) == first


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2024-03..2024-08", "2024-03..2024-08"),
        ("2024-02-29", "2024-02-29"),
        ("2025-Q1", "2025-Q1"),
        ("2030", None),
        ("2023", None),
        ("2024-13", None),
        ("'; DROP TABLE attentions", None),
        ("<script>", None),
        ("9" * 10_000, None),
        ("", None),
    ],
)
def test_only_periods_with_data_are_read(text, read):
    found = periods.read(text, WHOLE_2024_AND_A_QUARTER)
    assert (found.label if found else None) == read


@given(start=st.dates(date(2018, 1, 1), date(2026, 12, 31)), days=st.integers(0, 1500), data=st.data())
def test_whatever_is_offered_can_be_read(start, days, data):
    spans = [(start, date.fromordinal(start.toordinal() + days))]
    offered = periods.offered(spans)
    code = data.draw(st.sampled_from([one for one in offered if one != periods.OTHER]))
    assert periods.read(code, spans) is not None
    assert periods.first(spans) in offered
