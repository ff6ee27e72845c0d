"""The budget: levels that add up, pace and projection, modifications, corrections, prices, unit costs, and a printed increase."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access import schema
from data_access.contracts.refusals import RefusedError
from data_access.loading import withdraw
from data_access.reference.packaged import read_csv
from metrics import Monitor, NoProjection, Projection, Standing
from metrics.model.errors import UnknownMemberError
from metrics.studies.budget.breakdown import AHEAD, standing
from metrics.studies.budget.pace import ENOUGH_YEARS, project
from metrics.studies.budget.prices import _real
from tests.tables import clear, load_observations, load_rows, load_table, rows_of

ROW = {"line_code": "21.01", "month": date(2024, 1, 1), "stage": "accrued", "corrected_on": None}
JANUARY = (date(2024, 1, 1), date(2024, 1, 31))
ENTRIES = """
    | line_code | month      | stage   | amount_clp |
    | 21.01     | 2024-01-01 | enacted | 1000       |
    | 21.01     | 2024-01-01 | current | 1000       |
    | 22.08.007 | 2024-01-01 | enacted | 400        |
    | 22.08.007 | 2024-01-01 | current | 400        |
    | 22.05     | 2024-01-01 | enacted | 100        |
    | 22.05     | 2024-01-01 | current | 100        |
    | 22.08.007 | 2024-02-01 | current | 200        |
    | 22.05     | 2024-02-01 | current | -50        |
    | 21.01     | 2024-01-01 | accrued | 100        |
    | 21.01     | 2024-02-01 | accrued | 100        |
    | 21.01     | 2024-03-01 | accrued | 150        |
    | 22.08.007 | 2024-03-01 | accrued | 60         |
    | 22.05     | 2024-02-01 | accrued | 70         |
    | 21.01     | 2024-03-01 | paid    | 300        |
"""
DECREES = """
    | year | decree | line_code | dated      | label         | amount_clp |
    | 2024 | H-1    | 22.08.007 | 2024-02-10 | Más viajes    | 200        |
    | 2024 | H-1    | 22.05     | 2024-02-10 | Más viajes    | -80        |
"""
QUARTER = (date(2024, 1, 1), date(2024, 3, 31))


@pytest.fixture
def budget(engine):
    tables = {
        schema.budget_entries: rows_of(schema.budget_entries, ENTRIES),
        schema.budget_modifications: rows_of(schema.budget_modifications, DECREES),
    }
    load_rows(engine, tables, covers=QUARTER, recorded_on=QUARTER[1])
    return Monitor(engine).budget


def _rows(frame, *names):
    return list(frame.select(*names).iter_rows())


# --- the classifier --------------------------------------------------------------------------------------


def test_the_whole_by_subtitle(budget):
    found = budget.breakdown("", month="2024-03")
    assert (found.level, found.passed) == ("subtitle", 0.25)
    names = ("code", "enacted", "current", "accrued_to_date", "paid_to_date", "left")
    assert _rows(found.frame, *names) == [("21", 1000, 1000, 350, 300, 650), ("22", 500, 650, 130, 0, 520)]
    assert _rows(found.frame, "execution_share", "execution_of_enacted_share", "weight") == [
        (0.35, 0.35, 1000 / 1650),
        (0.2, 0.26, 650 / 1650),
    ]
    assert (found.total("current"), found.total("accrued_to_date"), found.total("left")) == (1650, 480, 1170)


def test_a_level_lower_and_one_lower_still(budget):
    items = budget.breakdown("22", month="2024-03")
    assert (items.level, items.node.above) == ("budget_item", ())
    assert _rows(items.frame, "code", "current", "standing") == [("22.08", 600, "slow"), ("22.05", 50, "overspent")]
    lines = budget.breakdown("22.08", month="2024-03")
    assert (lines.level, lines.node.above, lines.node.lines) == ("budget_line", ("22",), ("22.08.007",))
    assert _rows(lines.frame, "code", "current") == [("22.08.007", 600)]
    leaf = budget.breakdown("22.08.007", month="2024-03")
    assert (leaf.level, leaf.parts, leaf.node.above, leaf.frame.height) == ("", None, ("22", "22.08"), 0)


def test_an_item_that_is_one_line_is_not_split_into_itself(budget):
    found = budget.breakdown("22.05", month="2024-03")
    assert (found.level, found.parts, found.node.above, found.node.lines) == ("", None, ("22",), ("22.05",))
    assert found.standing is Standing.OVERSPENT


def test_decrees_of_two_years_may_have_one_number(engine):
    text = """
        | year | decree | line_code | dated      | amount_clp |
        | 2023 | 45     | 21.01     | 2023-05-02 | 10         |
        | 2024 | 45     | 21.01     | 2024-02-02 | 20         |
    """
    covers = (date(2023, 1, 1), QUARTER[1])
    load_table(engine, schema.budget_modifications, text, covers=covers, recorded_on=covers[1])
    study = Monitor(engine).budget
    assert [study.modifications("", month=month).steps["amount"].to_list() for month in ("2023-12", "2024-03")] == [
        [10],
        [20],
    ]


@pytest.mark.parametrize("code", ["99", "22.08.", "22; DROP TABLE budget_lines", "<script>", "Ñ"])
def test_a_place_that_the_classifier_has_not_is_refused(budget, code):
    with pytest.raises(UnknownMemberError):
        budget.node(code)


def test_an_item_without_lines_is_no_place(budget):
    with pytest.raises(UnknownMemberError):
        budget.node("22.01")


def test_a_place_that_no_list_names_is_one_where_it_has_a_line(engine):
    with engine.begin() as connection:
        line = {
            "code": "35.01.002",
            "subtitle": "35",
            "item": "01",
            "allocation": "002",
            "label": "Saldo final de caja",
        }
        connection.execute(schema.budget_lines.insert().values(line))
    text = "| line_code | month | stage | amount_clp |\n| 35.01.002 | 2024-01-01 | current | 9 |"
    load_table(engine, schema.budget_entries, text, covers=QUARTER, recorded_on=QUARTER[1])
    study = Monitor(engine).budget
    assert [one.code for one in study.places() if one.code.startswith("35")] == ["35", "35.01", "35.01.002"]
    assert study.breakdown("35.01", month="2024-03").frame["code"].to_list() == ["35.01.002"]
    assert study.node("35.01.002").above == ("35", "35.01")


@pytest.mark.parametrize(
    ("current", "accrued", "month", "told"),
    [
        (100, 101, 12, Standing.OVERSPENT),
        (100, 100, 12, Standing.EVEN),
        (100, 36, 3, Standing.FAST),
        (100, 35, 3, Standing.EVEN),
        (100, 15, 3, Standing.EVEN),
        (100, 14, 3, Standing.SLOW),
        (100, 0, 1, Standing.EVEN),
        (100, 0, 2, Standing.SLOW),
        (0, 0, 3, Standing.NO_BUDGET),
        (0, 5, 3, Standing.OVERSPENT),
        (0, -1, 1, Standing.NO_BUDGET),
        (-50, -10, 1, Standing.NO_BUDGET),
        (100, -10, 1, Standing.SLOW),
        (None, 5, 3, Standing.NOT_KNOWN),
        (100, None, 3, Standing.NOT_KNOWN),
    ],
)
def test_how_spending_stands_beside_the_year(current, accrued, month, told):
    assert standing(current, accrued, month) is told
    assert AHEAD == 0.10
    assert standing(current, accrued, month, is_partial=True) is Standing.NOT_KNOWN


@pytest.mark.parametrize(("accrued", "lasts_to"), [(400, 8), (750, 4), (273, 11), (251, None), (249, None), (0, None)])
def test_the_month_in_which_a_budget_ends_at_this_pace(engine, accrued, lasts_to):
    text = f"""
        | line_code | month      | stage   | amount_clp |
        | 21.01     | 2024-01-01 | current | 1000       |
        | 21.01     | 2024-03-01 | accrued | {accrued}  |
    """
    load_table(engine, schema.budget_entries, text, covers=QUARTER, recorded_on=QUARTER[1])
    assert Monitor(engine).budget.breakdown("", month="2024-03").frame["lasts_to"].to_list() == [lasts_to]


def test_dollars_are_not_added_to_pesos(engine):
    with engine.begin() as connection:
        line = {"code": "22.09.USD", "subtitle": "22", "item": "09", "currency": "USD", "label": "En dólares"}
        connection.execute(schema.budget_lines.insert().values(line))
    text = """
        | line_code | month      | stage   | amount_clp |
        | 22.05     | 2024-01-01 | current | 1000       |
        | 22.09.USD | 2024-01-01 | current | 7          |
    """
    decree = "| year | decree | line_code | dated | amount_clp |\n| 2024 | H-1 | 22.09.USD | 2024-02-01 | 3 |"
    tables = {
        schema.budget_entries: rows_of(schema.budget_entries, text),
        schema.budget_modifications: rows_of(schema.budget_modifications, decree),
    }
    load_rows(engine, tables, covers=QUARTER, recorded_on=QUARTER[1])
    for amount, day, corrected in ((9, "2024-04-30", None), (5, "2024-05-31", date(2024, 5, 2))):
        row = ROW | {"line_code": "22.09.USD", "amount_clp": amount, "corrected_on": corrected}
        load_rows(engine, {schema.budget_entries: [row]}, covers=JANUARY, recorded_on=date.fromisoformat(day))
    monitor = Monitor(engine)
    assert monitor.observe("budget.current", period="2024-03").answers[0].value == 1000
    assert monitor.observe("budget.accrued", period="2024-03").answers[0].value == 0
    assert monitor.budget.modifications("", month="2024-03").steps.is_empty()
    assert monitor.budget.corrections(month="2024-03").is_empty()


_CODES = [line["code"] for line in read_csv("budget_lines.csv")]
_STAGES = ("enacted", "current", "accrued", "paid")
_OF_STAGE = {
    "enacted": "budget.enacted",
    "current": "budget.current",
    "accrued": "budget.accrued_to_date",
    "paid": "budget.paid_to_date",
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    told=st.dictionaries(
        st.tuples(st.sampled_from(_CODES), st.integers(1, 12), st.sampled_from(_STAGES)),
        st.integers(-(10**12), 10**12),
        min_size=1,
        max_size=40,
    ),
    month=st.integers(1, 12),
)
def test_children_add_up_to_their_parent_at_every_level_stage_and_month(engine, told, month):
    """And to a plain sum of the rows: for each month the amounts of January to it."""
    clear(engine)
    rows = [
        {"line_code": code, "month": date(2024, number, 1), "stage": stage, "amount_clp": amount, "corrected_on": None}
        for (code, number, stage), amount in told.items()
    ]
    load_rows(engine, {schema.budget_entries: rows}, covers=(date(2024, 1, 1), date(2024, 12, 31)))
    monitor = Monitor(engine)
    _adds_up(monitor.budget, monitor, told, f"2024-{month:02}", "")


def _adds_up(study, monitor, told, month, code):
    node = study.node(code)
    for stage, metric in _OF_STAGE.items():
        parent = monitor.observe(metric, period=month, where=node.filters).answers[0].value
        expected = sum(
            amount
            for (line, number, of), amount in told.items()
            if of == stage and number <= int(month[5:]) and line in node.lines
        )
        assert parent == expected
        if node.level_below:
            parts = monitor.observe(metric, by=node.level_below, period=month, where=node.filters).answers[0].frame
            assert sum(parts["value"]) == parent
    for row in study.breakdown(code, month=month).frame.iter_rows(named=True):
        if row["code"] != code:
            _adds_up(study, monitor, told, month, row["code"])


# --- months that were never loaded -----------------------------------------------------------------------


def test_a_month_never_loaded_makes_every_cumulative_figure_after_it_partial(engine):
    for month in (1, 3, 4):
        day = date(2024, month, 1)
        row = ROW | {"month": day, "amount_clp": 10}
        load_rows(engine, {schema.budget_entries: [row]}, covers=(day, _end(day)), recorded_on=_end(day))
    monitor = Monitor(engine)
    for metric in (*_OF_STAGE.values(), "budget.left", "budget.modified", "budget.execution_share"):
        told = {month: monitor.observe(metric, period=f"2024-{month:02}").answers[0].partial for month in (1, 3, 4)}
        assert told == {1: False, 3: True, 4: True}
    pace = monitor.budget.pace("", month="2024-04")
    assert pace.frame["is_partial"].to_list()[:4] == [False, False, True, True]
    assert pace.frame["accrued"].to_list()[:4] == [10, None, 20, 30]
    assert set(monitor.budget.breakdown("", month="2024-04").frame["standing"]) == {"not_known"}
    assert monitor.budget.modifications("", month="2024-04").is_partial
    assert pace.projection is NoProjection.INCOMPLETE


def _end(day):
    return date(day.year, day.month, {2: 29, 4: 30}.get(day.month, 31))


# --- what is told lower ----------------------------------------------------------------------------------


def _tell(engine, amount, recorded_on, corrected_on=None, kind="register", **more):
    row = ROW | {"amount_clp": amount, "corrected_on": corrected_on} | more
    load_rows(engine, {schema.budget_entries: [row]}, covers=JANUARY, recorded_on=recorded_on, data_kind=kind)


def test_less_than_was_told_before_needs_a_dated_correction(engine):
    _tell(engine, 100, date(2024, 1, 31))
    with pytest.raises(RefusedError) as refused:
        _tell(engine, 99, date(2024, 2, 29))
    assert "un monto que no baje del informado antes, o corrected_on con el día de la corrección" in str(
        refused.value.spanish
    )
    _tell(engine, 100, date(2024, 2, 29))
    _tell(engine, 120, date(2024, 3, 31))
    _tell(engine, 90, date(2024, 4, 30), corrected_on=date(2024, 4, 12))
    study = Monitor(engine).budget
    fall = [(date(2024, 4, 12), date(2024, 4, 30), "21.01", "accrued", 120, 90)]
    names = ("corrected_on", "known_on", "code", "stage", "before", "after")
    assert _rows(study.corrections(month="2024-01"), *names) == fall
    _tell(engine, 90, date(2024, 5, 31))  # told again without its date, as files that accumulate do
    assert _rows(Monitor(engine).budget.corrections(month="2024-01"), *names) == fall


def test_a_row_that_is_closed_and_a_load_that_is_withdrawn_are_told_too(engine):
    _tell(engine, 100, date(2024, 1, 31))
    key = {name: ROW[name] for name in ("line_code", "month", "stage")}
    load_rows(
        engine,
        {schema.budget_entries: []},
        covers=JANUARY,
        recorded_on=date(2024, 2, 29),
        closes={schema.budget_entries: [key]},
    )
    _tell(engine, 100, date(2024, 3, 31))
    _tell(engine, 300, date(2024, 4, 30))
    with engine.begin() as connection:
        last = connection.scalar(sa.select(sa.func.max(schema.load_batches.c.id)))
        withdraw(connection, last, recorded_on=date(2024, 5, 31))
    found = Monitor(engine).budget.corrections(month="2024-01")
    assert _rows(found, "known_on", "corrected_on", "before", "after") == [
        (date(2024, 2, 29), None, 100, None),
        (date(2024, 5, 31), None, 300, 100),
    ]


def test_what_was_made_up_and_what_is_real_are_not_one_correction(engine):
    _tell(engine, 100, date(2024, 1, 31), kind="demonstration")
    _tell(engine, 40, date(2024, 2, 29))
    assert Monitor(engine).budget.corrections(month="2024-01").is_empty()


def test_budgets_may_fall_for_decrees_take_away(engine):
    _tell(engine, 100, date(2024, 1, 31), stage="current")
    _tell(engine, 40, date(2024, 2, 29), stage="current")
    assert Monitor(engine).observe("budget.current", period="2024-01").answers[0].value == 40


def test_a_correction_is_not_dated_after_it_was_known_nor_before_its_month(engine):
    for day in (date(2024, 2, 1), date(2023, 12, 31)):
        with pytest.raises(RefusedError, match="corrected_on"):
            _tell(engine, 1, date(2024, 1, 31), corrected_on=day)


def test_a_load_that_comes_late_does_not_make_a_later_one_a_fall(engine):
    _tell(engine, 100, date(2024, 3, 31))
    _tell(engine, 80, date(2024, 1, 31))
    with pytest.raises(RefusedError, match="is_not_lowered_later"):
        _tell(engine, 101, date(2024, 2, 29))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(told=st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 5)), min_size=1, max_size=8))
def test_what_was_spent_never_falls_from_day_to_day_without_a_dated_correction(engine, told):
    """Loads of January in any order, some with the day of a correction: what is refused leaves nothing."""
    clear(engine)
    days = [date(2024, month, 28) for month in range(2, 8)]
    corrected = set()
    for amount, is_corrected, place in told:
        try:
            _tell(engine, amount, days[place], corrected_on=days[place] if is_corrected else None)
        except RefusedError:
            continue
        if is_corrected:
            corrected.add(days[place])
    monitor = Monitor(engine)
    values = [(day, monitor.observe("budget.accrued", period="2024-01", as_of=day).answers[0].value) for day in days]
    known = [(day, value) for day, value in values if value is not None]
    for (since, before), (day, after) in pairwise(known):
        assert after >= before or any(since < one <= day for one in corrected)


# --- pace ------------------------------------------------------------------------------------------------


def test_the_year_month_by_month(budget):
    found = budget.pace("", month="2024-03")
    assert found.frame["accrued"].to_list() == [100, 270, 480, *[None] * 9]
    assert found.frame["current"].to_list() == [1500, 1650, 1650, *[None] * 9]
    assert found.frame["linear"].to_list()[:3] == [137.5, 275, 412.5]
    assert found.frame["before"].null_count() == 12
    assert (found.projection, found.closed_years, found.year) == (NoProjection.FEW_YEARS, (), 2024)
    assert budget.pace("22", month="2024-02").frame["accrued"].to_list()[:3] == [0, 70, None]


CLOSED = {2021: [25.0, 100.0], 2022: [20.0, 100.0], 2023: [60.0, 200.0]}


def _twelve(halves):
    return [halves[0]] * 6 + [halves[1]] * 6


def test_a_projection_by_the_parts_of_closed_years():
    """By June they had spent 25, 20 and 30 %: 50 comes to 200, from 166,7 to 250."""
    closed = {year: _twelve(halves) for year, halves in CLOSED.items()}
    found = project(closed, 50, 6, is_partial=False)
    assert isinstance(found, Projection)
    assert (found.value, round(found.low, 6), found.high) == (pytest.approx(200), 166.666667, 250)
    assert found.years == (2021, 2022, 2023)
    assert found.errors == pytest.approx({2021: 0.25 / 0.25 - 1, 2022: 0.2 / 0.275 - 1, 2023: 0.3 / 0.225 - 1})


@pytest.mark.parametrize(
    ("closed", "accrued", "month", "is_partial", "why"),
    [
        (CLOSED, 50, 12, False, NoProjection.CLOSED),
        (CLOSED, None, 6, False, NoProjection.INCOMPLETE),
        (CLOSED, 50, 12, True, NoProjection.INCOMPLETE),
        (CLOSED, 50, 6, True, NoProjection.INCOMPLETE),
        ({2021: CLOSED[2021], 2022: CLOSED[2022]}, 50, 6, False, NoProjection.FEW_YEARS),
        (CLOSED | {2023: [0.0, 10.0]}, 50, 6, False, NoProjection.NOTHING_SPENT),
        (CLOSED | {2023: [0.0, 0.0]}, 50, 6, False, NoProjection.NOTHING_SPENT),
        (CLOSED, 0, 6, False, NoProjection.NOTHING_SPENT),
    ],
)
def test_why_there_is_no_projection(closed, accrued, month, is_partial, why):
    assert project({year: _twelve(one) for year, one in closed.items()}, accrued, month, is_partial=is_partial) is why
    assert ENOUGH_YEARS == 3


def test_three_closed_years_of_rows_make_a_projection(engine):
    rows = [
        {
            "line_code": "21.01",
            "month": date(year, month, 1),
            "stage": "accrued",
            "amount_clp": 10,
            "corrected_on": None,
        }
        for year in (2021, 2022, 2023, 2024)
        for month in range(1, 13 if year < 2024 else 4)
    ]
    covers = (date(2021, 1, 1), date(2024, 3, 31))
    load_rows(engine, {schema.budget_entries: rows}, covers=covers, recorded_on=covers[1])
    found = Monitor(engine).budget.pace("", month="2024-03")
    assert (found.projection.value, found.projection.low, found.projection.high) == (120, 120, 120)
    assert found.closed_years == (2021, 2022, 2023)
    assert found.frame["before"].to_list()[:3] == [10, 20, 30]


def test_a_closed_year_is_closed_in_the_middle_of_it_and_later_years_project_nothing(demo_engine, engine):
    assert Monitor(demo_engine).budget.pace("", month="2024-06").projection is NoProjection.CLOSED
    rows = [
        ROW | {"month": date(year, month, 1), "amount_clp": 10}
        for year in (2021, 2022, 2023, 2024)
        for month in range(1, 4 if year == 2021 else 13)
    ]
    covers = (date(2021, 1, 1), date(2024, 12, 31))
    load_rows(engine, {schema.budget_entries: rows}, covers=covers, recorded_on=covers[1])
    assert Monitor(engine).budget.pace("", month="2022-06").closed_years == (2021,)


# --- modifications ---------------------------------------------------------------------------------------


def test_what_led_from_the_law_to_the_current_budget(budget):
    whole = budget.modifications("", month="2024-03")
    assert _rows(whole.steps, "decree", "dated", "amount", "after") == [("H-1", date(2024, 2, 10), 120, 1620)]
    assert (whole.enacted.value, whole.current.value, whole.undeclared) == (1500, 1650, 30)
    assert _rows(budget.modifications("22.05", month="2024-03").steps, "amount", "after") == [(-80, 20)]
    assert budget.modifications("22.05", month="2024-03").undeclared == 30
    before = budget.modifications("", month="2024-01")
    assert (before.steps.height, before.undeclared) == (0, 0)


# --- prices ----------------------------------------------------------------------------------------------


def test_without_an_index_there_are_no_real_terms(budget):
    assert budget.base_months() == ()
    found = budget.deflated("", month="2024-03", base="2024-03")
    assert (found.total(2024, "nominal"), found.total(2024, "real")) == (480, None)
    assert found.missing == ("2024-03", "2024-01", "2024-02")


def _prices(engine, text):
    load_table(engine, schema.price_index, text, covers=(date(2023, 1, 1), date(2024, 3, 31)), recorded_on=QUARTER[1])


def test_real_terms_month_by_month(engine, budget):
    _prices(
        engine,
        "| month | level |\n| 2024-01-01 | 100 |\n| 2024-02-01 | 110 |\n| 2024-03-01 | 121 |",
    )
    found = Monitor(engine).budget.deflated("", month="2024-03", base="2024-03")
    assert _rows(found.frame, "unit", "nominal", "real") == [
        ("2024-01", 100, 121),
        ("2024-02", 170, 187),
        ("2024-03", 210, 210),
    ]
    assert (found.total(2024, "real"), found.growth("real"), found.missing) == (518, None, ())
    assert Monitor(engine).budget.base_months() == ("2024-01", "2024-02", "2024-03")


@given(amount=st.integers(-(10**14), 10**14), own=st.integers(1, 10**8), base=st.integers(1, 10**8))
def test_an_amount_in_its_own_prices_is_itself_and_another_is_the_nearest_peso(amount, own, base):
    levels = {"2024-01": Decimal(own) / 10000, "2024-02": Decimal(base) / 10000}
    assert _real(amount, "2024-01", "2024-01", levels) == amount
    told = _real(amount, "2024-01", "2024-02", levels)
    assert abs(told - Fraction(amount) * base / own) <= Fraction(1, 2)
    assert _real(amount, "2024-03", "2024-02", levels) is None


def test_an_index_without_one_of_the_months_refuses_and_names_it(engine, budget):
    _prices(engine, "| month | level |\n| 2024-01-01 | 100 |\n| 2024-03-01 | 121 |")
    found = Monitor(engine).budget.deflated("", month="2024-03", base="2024-03")
    assert (found.missing, found.total(2024, "real")) == (("2024-02",), None)


@pytest.mark.parametrize("level", ["0", "-1"])
def test_a_level_is_positive(engine, level):
    with pytest.raises(RefusedError, match="level"):
        _prices(engine, f"| month | level |\n| 2024-01-01 | {level} |")


# --- what it bought --------------------------------------------------------------------------------------

SPENDING = """
    | line_code | month      | stage   | amount_clp |
    | 22.08.007 | 2024-03-01 | accrued | 900        |
"""


def _spend(engine, period_from, period_to, value):
    load_table(engine, schema.budget_entries, SPENDING, covers=(date(2024, 1, 1), date(2024, 12, 31)))
    text = f"| period_from | period_to | value |\n| {period_from} | {period_to} | {value} |"
    load_observations(engine, "expulsions.total", text)
    return Monitor(engine).budget


def test_what_one_cost_where_both_are_of_the_same_days(engine):
    (found,) = _spend(engine, "2024-01-01", "2024-12-31", 30).unit_costs(month="2024-12")
    assert (found.value, found.period.label, found.otherwise) == (30, "2024", None)


def test_nothing_is_divided_by_what_was_counted_over_other_days(engine):
    (found,) = _spend(engine, "2024-01-01", "2024-05-31", 30).unit_costs(month="2024-03")
    assert (found.value, found.period.label) == (None, "2024-01..2024-03")


def test_nothing_is_divided_by_nothing(engine):
    (found,) = _spend(engine, "2024-01-01", "2024-12-31", 0).unit_costs(month="2024-12")
    assert found.value is None


def test_what_the_document_counts_over_other_days_is_named(demo_engine):
    monitor = Monitor(demo_engine)
    (quarter,) = monitor.budget.unit_costs(month="2025-03")
    assert (quarter.value, quarter.otherwise.stored, quarter.otherwise.period_to) == (None, 438, date(2025, 5, 31))
    (year,) = monitor.budget.unit_costs(month="2024-12")
    assert round(year.value) == round(3_692_523_523 / 1100)


# --- the printed increase --------------------------------------------------------------------------------


def test_what_the_printed_increase_could_mean(demo_engine):
    law, final = Monitor(demo_engine).budget.increase()
    assert (law.base.id, final.base.id) == ("budget.enacted", "budget.current")
    assert law.increase == Fraction(26_041_642, 21_791_324) - 1
    assert final.increase == Fraction(26_041_642, 24_111_333) - 1
    assert not law.agrees
    assert not final.agrees
    assert (round(float(law.prices), 4), round(float(final.prices), 4)) == (0.0501, -0.0509)
    assert law.printed.line == 2249
