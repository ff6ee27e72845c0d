"""No verdict on made-up values: what the document prints of exactly a cell backs it, and nothing else does."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics.model.messages import Message
from metrics.model.viewer import ENTITLED, PUBLIC
from metrics.monitor import Monitor
from metrics.studies.backing import is_backed
from metrics.studies.comparison import EarlierDay, PreviousPeriod, Verdict, YearBefore, compare_with_target
from tests.tables import load_observations, load_rows, load_table, published_figure

COVERS = (date(2022, 1, 1), date(2024, 12, 31))
APPEALS = """
    | folio | filed_on   |
    | C1    | 2022-02-28 |
    | C2    | 2023-02-28 |
    | C3    | 2024-02-28 |
    | C4    | 2024-02-29 |
"""
NOT_BACKED = Message.of("no_published_base")


def _appeals(engine, data_kind="demonstration"):
    load_table(engine, schema.foi_appeals, APPEALS, covers=COVERS, data_kind=data_kind)


def _print(engine, *figures):
    load_rows(engine, {schema.published_figures: list(figures)}, data_kind="published")


def _filed(year, value, **changes):
    days = {"period": f"{year}", "period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
    return published_figure(f"filed.{year}", "foi.appeals_filed", value) | days | changes


def _against_2023(engine, **asked):
    (found,) = Monitor(engine).compare("foi.appeals_filed", against=YearBefore(), period="2024", **asked)
    return found.difference, found.reason, found.verdict


BACKED = (1, None, Verdict.WORSE)
REFUSED = (None, NOT_BACKED, Verdict.NEITHER)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ([], REFUSED),
        ([_filed(2023, "1")], REFUSED),
        ([_filed(2024, "2")], REFUSED),
        ([_filed(2023, "1"), _filed(2024, "2")], BACKED),
        ([_filed(2023, "1"), _filed(2024, "3")], REFUSED),
        ([_filed(2023, "1"), _filed(2024, "2", qualifier="gt")], REFUSED),
        ([_filed(2023, "1"), _filed(2024, "2", territory_code="13")], REFUSED),
        ([_filed(2023, "1"), _filed(2024, "2", period_to=date(2024, 3, 31))], REFUSED),
        ([_filed(2023, "1"), _filed(2024, "2", metric="foi.appeals_answered")], REFUSED),
        ([_filed(2023, "1"), _filed(2024, "3"), _filed(2024, "2", id="again")], BACKED),
    ],
    ids=["nothing", "before", "now", "both", "other value", "bound", "a region", "other days", "other metric", "twice"],
)
def test_made_up_values_are_compared_where_the_document_prints_both(engine, printed, told):
    _appeals(engine)
    if printed:
        _print(engine, *printed)
    assert _against_2023(engine) == told


def test_registered_values_need_no_figure(engine):
    _appeals(engine, data_kind="register")
    assert _against_2023(engine) == BACKED


def test_a_made_up_zero_is_not_backed(engine):
    _appeals(engine)
    _print(engine, _filed(2024, "2"))
    (found,) = Monitor(engine).compare("foi.appeals_answered", against=YearBefore(), period="2024")
    assert (found.now.value, found.before.value, found.difference, found.reason) == (0, 0, None, NOT_BACKED)


def test_what_is_absent_is_said_before_what_is_not_backed(engine):
    _appeals(engine)
    (found,) = Monitor(engine).compare("foi.appeals_filed", against=YearBefore(), period="2022")
    assert found.reason == Message.of("absent", period="2021")


def test_a_direct_answer_is_as_before(engine):
    _appeals(engine)
    assert Monitor(engine).observe("foi.appeals_filed", period="2024").answers[0].value == 2


REQUESTS = """
    | folio | received_on | first_answer_on | region_code | channel |
    | A1    | 2024-03-01  | 2024-03-08      | 13          | portal  |
    | A2    | 2023-03-01  | 2023-03-08      | 13          | portal  |
"""


@pytest.mark.parametrize(
    ("where", "difference"), [({"region": "13"}, 0), ({"region": ["13", "16"]}, None), ({"channel": "portal"}, None)]
)
def test_a_figure_backs_its_own_territory_only(engine, where, difference):
    load_table(engine, schema.foi_requests, REQUESTS, covers=COVERS, data_kind="demonstration")
    figures = [_filed(year, "1", metric="foi.requests_received", territory_code="13") for year in (2023, 2024)]
    _print(engine, *figures)
    (found,) = Monitor(engine).compare("foi.requests_received", against=YearBefore(), period="2024", where=where)
    assert found.difference == difference


def test_a_made_up_value_is_not_held_against_a_goal(engine):
    load_table(engine, schema.foi_requests, REQUESTS, covers=COVERS, data_kind="demonstration")
    answer = Monitor(engine).observe("foi.response_days_median", period="2024").answers[0]
    found = compare_with_target(answer)
    assert (found.now.value, found.reference, found.difference, found.reason) == (5, 15, None, NOT_BACKED)
    _print(engine, _filed(2024, "5", metric="foi.response_days_median"))
    printed = Monitor(engine).figures_of("foi.response_days_median")
    assert compare_with_target(answer, figures=printed).difference == -10


def test_a_figure_without_a_date_backs_a_value_without_one(engine):
    load_observations(engine, "inclusion.talks", "| value |\n| 5 |", data_kind="demonstration", covers=COVERS)
    answer = Monitor(engine).observe("inclusion.talks").answers[0]
    undated = {"metric": "inclusion.talks", "period": "s/f", "period_from": None, "period_to": None}
    _print(engine, _filed(2024, "5", metric="inclusion.talks"))
    assert (answer.value, is_backed(answer, Monitor(engine).figures_of("inclusion.talks"))) == (5, False)
    _print(engine, _filed(2023, "5", **undated))
    assert is_backed(answer, Monitor(engine).figures_of("inclusion.talks"))


RECORDS = "| folio | attended_on |\n" + "".join(
    f"| {year}-{number} | {year}-03-01 |\n" for year, count in ((2023, 11), (2024, 17)) for number in range(count)
)


@pytest.mark.parametrize(("viewer", "difference"), [(PUBLIC, 5), (ENTITLED, None)])
def test_a_rounded_count_is_backed_by_any_figure_of_its_cell(engine, viewer, difference):
    load_table(engine, schema.attention_records, RECORDS, covers=COVERS, data_kind="demonstration")
    _print(engine, _filed(2023, "11", metric="attention.records"), _filed(2024, "18", metric="attention.records"))
    (found,) = Monitor(engine, viewer=viewer).compare("attention.records", against=YearBefore(), period="2024")
    assert found.difference == difference


@pytest.mark.parametrize(("regions", "is_backed"), [(("13", "16"), True), (("13",), False)])
def test_a_rank_says_whether_all_that_is_ranked_is_backed(engine, regions, is_backed):
    operations = "| folio | unit_code |\n| O1 | 13 |\n| O2 | 16 |\n| O3 | NC |"
    load_table(engine, schema.field_operations, operations, covers=COVERS, data_kind="demonstration")
    zeros = [f"{code:02}" for code in range(1, 17) if f"{code:02}" not in ("13", "16")]
    counted = [(code, "1") for code in regions] + [(code, "0") for code in zeros]
    _print(
        engine,
        *(
            _filed(2024, value, metric="field_operations.count", territory_code=code, id=f"operations.{code}")
            for code, value in counted
        ),
    )
    found = Monitor(engine).territory.table("field_operations.count", period="2024")
    assert (found.row("13")["value"], found.row("13")["rank"], found.ranked, found.is_backed) == (1, 1, 16, is_backed)


# --- the demonstration ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric_id", "against", "period", "difference"),
    [
        ("foi.appeals_filed", YearBefore(), "2024", -176),
        ("foi.requests_received", YearBefore(), "2024", None),
        ("field_operations.count", YearBefore(), "2024", None),
        ("attention.records", PreviousPeriod(), "2025-Q1", None),
    ],
)
def test_of_the_demonstration_only_what_is_printed_twice_is_compared(
    demo_engine, metric_id, against, period, difference
):
    (found,) = Monitor(demo_engine).compare(metric_id, against=against, period=period)
    assert found.difference == difference
    assert (found.reason is None) == (difference is not None)


def test_the_plan_is_not_compared_with_reports_that_were_made_up(demo_engine):
    headlines = ("plan.measures_implemented", "plan.measures_in_progress", "plan.implemented_share")
    found = Monitor(demo_engine).compare(*headlines, against=EarlierDay(date(2024, 8, 21)), as_of=date(2025, 3, 31))
    assert [(one.before.value, one.difference, one.reason) for one in found[:2]] == [
        (62, None, NOT_BACKED),
        (24, None, NOT_BACKED),
    ]
    assert found[2].reason == NOT_BACKED


@pytest.mark.parametrize(("period", "is_backed"), [("2024", False), ("2025-Q1", False), ("2024-02", False)])
def test_ranks_of_the_demonstration(demo_engine, period, is_backed):
    assert Monitor(demo_engine).territory.table("foi.requests_received", period=period).is_backed is is_backed


@pytest.mark.parametrize("metric_id", ["attention.records", "field_operations.count"])
def test_what_is_printed_by_region_is_ranked_on_figures(demo_engine, metric_id):
    assert Monitor(demo_engine).territory.table(metric_id, period="2024").is_backed


# --- what the document prints of a metric --------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        (None, [9, 10, 11]),
        ({"region": "13"}, [10]),
        ({"region": ["13", "16"]}, [10, 11]),
        ({"region": "CL"}, [9]),
        ({"channel": "portal"}, []),
    ],
)
def test_the_figures_of_a_metric(engine, where, lines):
    placed = [("CL", 9), ("13", 10), ("16", 11)]
    received = "foi.requests_received"
    _print(
        engine,
        *(_filed(2024, "1", metric=received, id=f"{code}", territory_code=code, line=line) for code, line in placed),
        _filed(2024, "1", line=12),
    )
    assert [figure.line for figure in Monitor(engine).figures_of(received, where=where)] == lines


def test_the_figures_of_a_member(engine):
    talks = [_filed(2024, "50", metric="plan.axis_share", id=code, member=code) for code in ("1", "2")]
    _print(engine, *talks)
    assert [figure.id for figure in Monitor(engine).figures_of("plan.axis_share", where={"axis": "2"})] == ["2"]
