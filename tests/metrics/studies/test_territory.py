"""Regions beside each other: measures, ranks, what they are held against, peers, and what asks for attention."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access import schema
from metrics import Against, Measure, Monitor, catalogue, measures_of
from metrics.catalogue import metric
from metrics.model.errors import UnknownMemberError
from metrics.model.messages import Message
from metrics.studies.territory.peers import peers
from metrics.studies.territory.table import ENOUGH, _ranks
from tests.tables import load_observations, load_rows, load_table, rows_of

OPERATIONS = """
    | folio | held_on    | unit_code |
    | A1    | 2023-03-01 | 16        |
    | A2    | 2023-05-02 | 16        |
    | B1    | 2024-03-01 | 16        |
    | B2    | 2024-03-04 | 13        |
    | B3    | 2024-03-05 | 13        |
    | B4    | 2024-06-03 | 13        |
    | B5    | 2024-06-04 | 15        |
    | B6    | 2024-06-05 | TI        |
"""
COVERS = (date(2023, 1, 1), date(2024, 12, 31))
PEOPLE = """
    | territory_code | period_from | period_to  | value  |
    | 16             | 2023-06-30  | 2023-06-30 | 1000   |
    | 16             | 2024-06-30  | 2024-06-30 | 2000   |
    | 13             | 2024-06-30  | 2024-06-30 | 10000  |
    | 15             | 2024-06-30  | 2024-06-30 | 500    |
"""


@pytest.fixture
def operations(engine):
    load_table(engine, schema.field_operations, OPERATIONS, covers=COVERS, recorded_on=COVERS[1])
    load_observations(engine, "population.inhabitants", PEOPLE)
    return Monitor(engine)


def told(table, column="value", regions=("15", "13", "16", "TI")):
    found = dict(table.frame.select("region", column).iter_rows())
    return [found.get(code) for code in regions]


def test_amounts_north_to_south_and_then_what_has_no_territory(operations):
    table = operations.territory.table("field_operations.count", period="2024")
    assert table.frame["region"].to_list() == [*operations.regions().labels, "TI"]
    assert told(table) == [1, 3, 1, 1]
    assert (table.national, table.median, table.ranked) == (6, 0, 16)
    assert told(table, "has_territory") == [True, True, True, False]


def test_equal_values_share_a_rank_and_bodies_without_territory_have_none(operations):
    table = operations.territory.table("field_operations.count", period="2024")
    assert told(table, "rank") == [2, 1, 2, None]
    assert told(table, "rank", ("01", "12")) == [4, 4]  # zero, as thirteen of them


def test_shares_of_the_country_count_what_has_no_territory(operations):
    table = operations.territory.table("field_operations.count", period="2024", measure=Measure.SHARE)
    assert told(table) == [pytest.approx(part / 6) for part in (1, 3, 1, 1)]
    assert table.national == 1


def test_so_many_per_thousand_inhabitants_of_the_year(operations):
    table = operations.territory.table("field_operations.count", period="2024", measure=Measure.PER_INHABITANT)
    assert told(table) == [2.0, 0.3, 0.5, None]
    assert table.people.year == "2024"
    assert table.national == pytest.approx(6 / 12_500 * 1000)
    assert told(table, "rank") == [1, 3, 2, None]
    assert told(table, "rank", ("01",)) == [None]  # nobody knows how many live there


def test_a_quarter_is_over_the_population_of_its_year(operations):
    table = operations.territory.table("field_operations.count", period="2024-Q1", measure=Measure.PER_INHABITANT)
    assert (table.people.year, told(table, regions=("16",))) == ("2024", [0.5])


def test_no_estimate_of_foreign_residents_no_value(operations):
    table = operations.territory.table("field_operations.count", period="2024", measure=Measure.PER_FOREIGN_RESIDENT)
    assert (table.people, table.national, set(told(table))) == (None, None, {None})


def test_beside_the_year_before_in_the_population_of_that_year(operations):
    """2 over 1,000 people in 2023, 1 over 2,000 in 2024: more operations are better."""
    table = operations.territory.table(
        "field_operations.count", period="2024", measure=Measure.PER_INHABITANT, against=Against.YEAR_BEFORE
    )
    row = table.row("16")
    assert (row["value"], row["reference"], row["difference"], row["verdict"]) == (0.5, 2.0, -1.5, "worse")
    assert table.reason is None


@pytest.mark.parametrize(
    ("period", "against", "reason"),
    [
        ("2023", Against.YEAR_BEFORE, Message.of("absent", period="2022")),
        ("2025-01", Against.PREVIOUS, Message.of("incomplete_period")),
        ("2024-07-01..2025-02-28", Against.PREVIOUS, Message.of("incomplete_period")),
        ("2024", Against.COUNTRY, Message.of("part_of_country")),
    ],
)
def test_what_cannot_be_compared_says_why(operations, period, against, reason):
    table = operations.territory.table("field_operations.count", period=period, against=against)
    assert table.reason == reason
    assert table.frame["difference"].drop_nulls().is_empty()


def test_demonstration_rows_are_not_judged_unless_the_document_prints_them(engine):
    load_table(
        engine, schema.field_operations, OPERATIONS, covers=COVERS, recorded_on=COVERS[1], data_kind="demonstration"
    )
    table = Monitor(engine).territory.table("field_operations.count", period="2024", against=Against.YEAR_BEFORE)
    row = table.row("16")
    assert (row["difference"], row["verdict"], row["is_backed"]) == (-1, "", False)


# --- rates of few cases ----------------------------------------------------------------------------------


def requests(region, count, quick):
    """`count` answered requests of a region, of which `quick` the next business day and the rest after 25."""
    return "".join(
        f"\n| {region}-{number} | 2024-03-01 | {'2024-03-04' if number < quick else '2024-04-08'} | {region} |"
        for number in range(count)
    )


HEADER = "| folio | received_on | first_answer_on | region_code |"


@pytest.fixture
def answered(engine):
    text = HEADER + requests("16", 40, 10) + requests("13", 40, 20) + requests("12", ENOUGH - 1, ENOUGH - 1)
    load_table(engine, schema.foi_requests, text)
    return Monitor(engine)


def test_a_share_of_few_cases_has_a_value_and_no_rank(answered):
    table = answered.territory.table("foi.answered_within_15_days_share", period="2024")
    assert told(table, regions=("12", "13", "16")) == [1.0, 0.5, 0.25]
    assert told(table, "rank", ("12", "13", "16")) == [None, 1, 2]
    assert table.ranked == 2


def test_a_median_of_few_cases_has_no_rank_and_a_shorter_one_is_the_first(answered):
    table = answered.territory.table("foi.response_days_median", period="2024")
    assert told(table, "rank", ("12", "13", "16")) == [None, 1, 2]


def test_a_rate_is_held_against_the_country(answered):
    table = answered.territory.table("foi.answered_within_15_days_share", period="2024", against=Against.COUNTRY)
    country = (10 + 20 + 29) / 109
    assert table.row("16")["difference"] == pytest.approx(0.25 - country)
    assert table.row("16")["verdict"] == "worse"


def test_rates_are_no_part_of_the_country():
    loaded = ("population.inhabitants", "field_operations.count")
    assert measures_of(metric("foi.response_days_median"), loaded) == (Measure.AMOUNT,)
    assert measures_of(metric("field_operations.count"), loaded) == tuple(Measure)[:3]
    assert measures_of(metric("field_operations.count"), (*loaded, "population.foreign_residents")) == tuple(Measure)
    assert measures_of(metric("field_operations.count"), ()) == (Measure.AMOUNT, Measure.SHARE)
    assert measures_of(metric("population.inhabitants"), loaded) == (Measure.AMOUNT, Measure.SHARE)


@given(st.dictionaries(st.sampled_from(["15", "01", "02", "13"]), st.none() | st.integers(0, 5), min_size=1))
@settings(max_examples=200)
def test_ranks_are_one_more_than_how_many_are_ahead(values):
    for metric_id, is_ahead in (
        ("field_operations.count", lambda one, other: one > other),
        ("foi.response_days_median", lambda one, other: one < other),
    ):
        known = {code: value for code, value in values.items() if value is not None}
        expected = {
            code: 1 + len([other for other in known.values() if is_ahead(other, value)])
            for code, value in known.items()
        }
        assert _ranks(values, metric(metric_id), {}) == (expected if len(known) > 1 else {})


# --- which metrics, which peers --------------------------------------------------------------------------


def test_metrics_are_those_of_registers_with_regions_and_those_printed_by_region(operations):
    listed = operations.territory.metrics()
    assert {"field_operations.count", "population.inhabitants"} <= set(listed)
    assert "permits.requested" not in listed  # printed for the country alone
    assert "foi.requests_received" not in listed  # of a register that holds nothing
    assert list(listed) == [one for one in catalogue() if one in listed]


def test_peers_are_nearest_in_proportion_and_of_two_the_northern_one():
    people = {"15": 50, "01": 200, "02": 100, "13": 1000, "16": 110, "12": 95, "11": 99}
    north_to_south = ("15", "01", "02", "13", "16", "11", "12")
    assert peers("02", people, north_to_south) == ("11", "12", "16", "15")  # half as many is as far as twice as many
    assert peers("07", people, north_to_south) == ()
    assert peers("02", {}, north_to_south) == ()


# --- what asks for attention -----------------------------------------------------------------------------


def test_nothing_asks_for_attention_where_nothing_is_known(engine):
    found = Monitor(engine).territory.sheet("16", period="2024")
    assert (found.lines, found.reasons, found.peers) == ((), (), ())


@pytest.mark.parametrize("place", ["NC", "CL", "Ñuble", "'; DROP TABLE attentions; --"])
def test_a_place_that_is_no_region_has_no_sheet(engine, place):
    with pytest.raises(UnknownMemberError, match="region: unknown member"):
        Monitor(engine).territory.sheet(place, period="2024")


def test_what_misses_its_target(answered):
    """The goal is 15 business days: half of Ñuble's waited 25."""
    reasons = answered.territory.sheet("16", period="2024").reasons
    assert [(one.rule, one.metric.id, one.value, one.reference, one.is_backed) for one in reasons] == [
        ("target", "foi.response_days_median", 25, 15, True)
    ]


FIVE = ("16", "15", "11", "12", "14")


def test_who_is_behind_each_peer_and_the_country(engine):
    """Five regions of as many people, of which one answers half as many in time as the others."""
    text = HEADER + "".join(requests(code, 40, 15 if code == "16" else 30) for code in FIVE)
    load_table(engine, schema.foi_requests, text)
    people = "| territory_code | period_from | period_to | value |" + "".join(
        f"\n| {code} | 2024-06-30 | 2024-06-30 | {1000 + number} |" for number, code in enumerate(FIVE)
    )
    load_observations(engine, "population.inhabitants", people)
    monitor = Monitor(engine)
    behind = [one for one in monitor.territory.sheet("16", period="2024").reasons if one.rule == "peers"]
    assert [(one.metric.id, one.value, one.reference) for one in behind if "15_days" in one.metric.id] == [
        ("foi.answered_within_15_days_share", 0.375, 0.75)
    ]
    assert [one for one in monitor.territory.sheet("15", period="2024").reasons if one.rule == "peers"] == []


def test_a_quarter_that_breaks_the_pattern(engine):
    """4, 5, 4, 5 and then 12: far from the median of 4.5, by more than three deviations and than a quarter of it."""
    days = [date(2023 + quarter // 4, 3 * (quarter % 4) + 1, 2) for quarter in range(5)]
    rows = [
        {
            **rows_of(schema.field_operations, "| folio |\n| X |")[0],
            "folio": f"{day}-{number}",
            "held_on": day,
            "unit_code": "16",
        }
        for day, count in zip(days, (4, 5, 4, 5, 12), strict=True)
        for number in range(count)
    ]
    load_rows(engine, {schema.field_operations: rows}, covers=(date(2023, 1, 1), date(2024, 3, 31)))
    monitor = Monitor(engine)
    found = [
        one
        for one in monitor.territory.sheet("16", period="2024-Q1").reasons
        if one.metric.id == "field_operations.count"
    ]
    assert [(one.rule, one.value, one.reference, one.unit) for one in found] == [("pattern", 12, 4.5, "2024-Q1")]
    before = monitor.territory.sheet("16", period="2023").reasons  # of four quarters, none is told from a pattern
    assert [one for one in before if one.rule == "pattern"] == []
