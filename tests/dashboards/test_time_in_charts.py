"""Years, quarters and months on a true time axis: what is missing leaves a gap, what is not whole says so."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from dashboards.charts import hatching, timeline
from dashboards.charts.development import development
from dashboards.charts.lines import apart
from dashboards.charts.marks import Mark, of_members, of_metric
from dashboards.charts.spec import to_spec, with_rows
from dashboards.charts.subsets import subsets_in_time
from dashboards.charts.trend import trend
from dashboards.charts.years import years
from metrics import Monitor
from tests.dashboards import drawn
from tests.dashboards.drawn import PENDING, VALUES, in_time, marks
from tests.tables import load_observations


def _spec(chart):
    return chart if isinstance(chart, dict) else to_spec(chart)


def _rows(chart, *columns):
    """The rows of a chart that have these columns."""
    tables = with_rows(_spec(chart))["datasets"].values()
    return [tuple(row[name] for name in columns) for rows in tables for row in rows if set(columns) <= set(row)]


def _marks(chart):
    return [layer["mark"]["type"] for layer in to_spec(chart)["layer"]]


def _days(*units):
    return [date.fromordinal(timeline.place(unit)[edge]) for unit in units for edge in (timeline.START, timeline.END)]


@pytest.mark.parametrize(
    ("unit", "first", "after", "lines"),
    [
        ("2024", date(2024, 1, 1), date(2025, 1, 1), ["2024"]),
        ("2025-Q1", date(2025, 1, 1), date(2025, 4, 1), ["ene-mar", "2025"]),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1), ["feb", "2024"]),
    ],
)
def test_a_unit_lies_from_its_first_to_its_last_day_and_is_named_in_spanish(unit, first, after, lines):
    assert _days(unit) == [first, after]
    assert timeline.lines_of(unit) == lines


def test_an_axis_begins_and_ends_with_its_units_and_names_what_is_not_whole():
    frame = timeline.placed(drawn.FLOWS.marks(VALUES), drawn.FLOWS.answers)
    assert timeline.scale(frame).to_dict()["domain"] == [date(2020, 1, 1).toordinal(), date(2026, 1, 1).toordinal()]
    labels = timeline.axis(frame).to_dict()["labelExpr"]
    assert '["2025", "al 31-03"]' in labels
    assert "2022" not in labels


def test_a_single_year_does_not_fill_the_page():
    frame = timeline.placed(in_time(VALUES, [("2024", 1)]).marks(VALUES), ())
    first, last = timeline.scale(frame).to_dict()["domain"]
    assert last - first == 4 * 366


def test_a_unit_whose_last_day_nobody_knows_is_called_incomplete():
    split = in_time(VALUES, [("2025-Q1", 1)], {"2025-Q1": None})
    labels = timeline.axis(timeline.placed(split.marks(VALUES), split.answers)).to_dict()["labelExpr"]
    assert '["ene-mar", "2025", "incompleto"]' in labels


def test_what_has_no_date_is_not_on_the_axis():
    split = in_time(VALUES, [("2024", 1), (None, 2)])
    assert timeline.placed(split.marks(VALUES), ())["code"].to_list() == ["2024"]


def test_what_happened_is_bars_and_what_was_the_case_is_points_on_its_days():
    assert _marks(trend(drawn.FLOWS, VALUES)) == ["rect", "rule", "text", "text"]
    states = trend(drawn.STATES, PENDING)
    assert _marks(states) == ["line", "point", "text"]
    days = [(code, date.fromordinal(day)) for code, day in _rows(states, "code", "point")]
    assert ("2021", date(2021, 12, 31)) in days
    assert ("2025", date(2025, 3, 31)) in days


def test_a_line_joins_only_what_has_nothing_missing_between():
    rows = _rows(trend(drawn.STATES, PENDING), "code", "run")
    assert rows == [("2020", 1), ("2021", 1), ("2023", 2), ("2024", 2), ("2025", 2)]


def test_the_part_of_a_sum_is_not_joined_to_whole_ones():
    series = marks("16", "Ñuble", [("2022", 3), ("2023", 4), ("2024", None), ("2025", 1)], "2025")
    more = marks("07", "Maule", [("2023", 4), ("2024", 5), ("2025", 1)], "2025")
    assert _rows(development([*series, *more], VALUES.format), "code", "unit", "run") == [
        ("16", "2022", 1),
        ("16", "2023", 1),
        ("16", "2025", 2),
        ("07", "2023", 1),
        ("07", "2024", 1),
        ("07", "2025", 2),
    ]


def test_a_state_of_a_part_is_joined():
    series = marks("16", "Ñuble", [("2023", 4), ("2024", 5), ("2025", 1)], "2025")
    rows = _rows(development(series, VALUES.format, is_at_a_date=True), "unit", "run")
    assert rows[:3] == [("2023", 1), ("2024", 1), ("2025", 1)]


def test_the_years_of_a_series_lie_over_each_other():
    series = marks("16", "Ñuble", [("2023-02", 1), ("2024-02", 2), ("2024-03", 3)])
    rows = set(_rows(years(series, VALUES.format), "code", "value", "middle"))
    february, march = (timeline.place(unit)[timeline.MIDDLE] for unit in ("2023-02", "2023-03"))
    assert rows == {("2024", 2, february), ("2024", 3, march), ("2023", 1, february)}


def test_five_series_are_drawn_and_no_more():
    series = [mark for number in range(7) for mark in marks(str(number), "x", [("2024", number)])]
    assert {code for (code,) in _rows(development(series, VALUES.format), "code")} == set("01234")


def test_names_at_line_ends_do_not_touch():
    assert apart([10.0, 10.5, 30.0], [1, 2, 1], 2.0) == [10.0, 14.0, 30.0]


def test_nothing_known_is_drawn_as_words():
    split = in_time(VALUES, [("2023", None), ("2024", None)])
    assert _marks(trend(split, VALUES)) == ["rect", "text", "text"]
    assert _rows(trend(split, VALUES), "code", "text") == [("2023", "Sin dato"), ("2024", "Sin dato")]


def test_stripes_stay_within_their_bar():
    frame = pl.DataFrame(
        {"left": [0.0, 10.0], "right": [8.0, 18.0], "value": [20.0, 22.0], "is_partial": [True, False]}
    )
    lines = hatching.over_bars(frame)
    assert len(lines) == 22
    assert all(0 <= line["x"] < line["x2"] <= 8 and 0 <= line["y"] < line["y2"] <= 20 for line in lines)


def test_bars_over_bars_are_striped_once():
    lines = _rows(subsets_in_time(drawn.NESTED, drawn.PARTS), "x", "y2")
    assert 10 < len(lines) < 24


def test_marks_are_made_of_what_is_answered(engine):
    text = """
        | territory_code | period_from | period_to  | value |
        | 13             | 2023-01-01  | 2023-12-31 | 3     |
        | 16             | 2024-01-01  | 2024-12-31 | 7     |
        | CL             | 2024-01-01  | 2024-12-31 | 10    |
    """
    load_observations(engine, "inclusion.talks", text)
    monitor = Monitor(engine)
    regions = monitor.observe("inclusion.talks", by=("region", "year"))["inclusion.talks"]
    found = of_members(regions, "region", monitor.members("region").label)
    assert Mark(code="16", name="Ñuble", unit="2024", value=7.0, text="7") in found
    (country,) = [
        one for one in of_metric(monitor.observe("inclusion.talks", by=("year",)).answers[0]) if one.unit == "2024"
    ]
    assert (country.code, country.value) == ("inclusion.talks", 10.0)
