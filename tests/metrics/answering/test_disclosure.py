"""No cell that counts one to four persons is shown, and none can be found from the others and a total."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from metrics import Monitor
from metrics.answering.disclosure import suppress
from metrics.answering.viewer import PUBLIC, Viewer
from metrics.model.metric import Disclosure
from tests import naive
from tests.tables import clear, load_rows, rows_of

_YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def _line(*values):
    return pl.DataFrame({"region": [f"{index:02}" for index in range(len(values))], "value": values}).cast(
        {"value": pl.Float64}
    )


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([10, 20, 30], [10, 20, 30]),
        ([1, 20, 30], [None, None, 30]),
        ([4, 5, 5], [None, None, 5]),
        ([3, 2, 30], [None, None, 30]),
        ([0, 4, 9, 7], [0, None, 9, None]),
        ([0, 0, 4], [0, 0, None]),  # the total is 4: small itself, and not shown either
        ([None, 4, 9], [None, None, None]),
        ([5], [5]),
        ([4], [None]),
        ([0], [0]),
        ([None], [None]),
        ([], []),
    ],
)
def test_small_cells_are_hidden_and_never_one_alone(values, shown):
    assert suppress(_line(*values), Disclosure.SMALL_CELLS, ("region",), viewer=PUBLIC)["value"].to_list() == shown


def test_hidden_is_null_with_a_flag_and_absent_is_null_without_one():
    frame = suppress(_line(None, 0, 3, 2), Disclosure.SMALL_CELLS, ("region",), viewer=PUBLIC)
    assert frame["suppressed"].to_list() == [False, False, True, True]


def test_public_cells_are_shown_however_small():
    frame = suppress(_line(1, 2, None), Disclosure.PUBLIC, ("region",), viewer=PUBLIC)
    assert frame.select("value", "suppressed").rows() == [(1, False), (2, False), (None, False)]


def test_a_table_of_two_dimensions_hides_one_more_in_every_line():
    cells = pl.DataFrame(
        {
            "region": ["13", "13", "13", "16", "16", "16"],
            "month": ["01", "02", "03"] * 2,
            "value": [3.0, 10.0, 20.0, 30.0, 40.0, 50.0],
        }
    )
    frame = suppress(cells, Disclosure.SMALL_CELLS, ("region", "month"), viewer=PUBLIC)
    assert frame["value"].to_list() == [None, None, 20, None, None, 50]


_counts = st.one_of(st.integers(0, 8), st.integers(0, 200))


@given(st.lists(_counts, max_size=20))
def test_hides_what_a_plain_reading_of_the_rule_hides(values):
    frame = suppress(_line(*values), Disclosure.SMALL_CELLS, ("region",), viewer=PUBLIC)
    assert {index for index, flag in enumerate(frame["suppressed"]) if flag} == naive.hidden(values)
    for value, shown, flag in zip(values, frame["value"], frame["suppressed"], strict=True):
        assert shown == (None if flag else value)
        assert shown is None or shown == 0 or shown >= PUBLIC.smallest_count


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_no_hidden_cell_is_the_only_one_of_its_line(regions, months, data):
    by = [f"R{number}" for number in range(regions)], [f"M{number}" for number in range(months)]
    keys = list(product(*by))
    values = data.draw(st.lists(_counts, min_size=len(keys), max_size=len(keys)))
    cells = pl.DataFrame(
        {"region": [key[0] for key in keys], "month": [key[1] for key in keys], "value": values},
        schema={"region": pl.String, "month": pl.String, "value": pl.Float64},
    )
    frame = suppress(cells, Disclosure.SMALL_CELLS, ("region", "month"), viewer=PUBLIC)
    assert frame.filter((pl.col("value") > 0) & (pl.col("value") < PUBLIC.smallest_count)).is_empty()
    for line in (["region"], ["month"], []):
        groups = (
            frame.with_columns(true=pl.Series(values)).partition_by(line)
            if line
            else [frame.with_columns(true=pl.Series(values))]
        )
        for group in groups:
            total = group["true"].sum()
            is_recoverable = group["suppressed"].sum() == 1 and total >= PUBLIC.smallest_count
            assert not is_recoverable or group.filter("suppressed")["true"].item() == total


@given(st.lists(st.tuples(st.sampled_from(["13", "16", "15", "TI"]), st.integers(0, 2)), max_size=25))
def test_no_answer_shows_a_small_count_whatever_is_asked(engine, drawn):
    clear(engine)
    template = rows_of(schema.attention_records, "| folio |\n| P |")[0]
    rows = [
        template
        | {"folio": f"P{number}", "unit_code": unit, "attended_on": date(2024, 1, 31) + timedelta(days=30 * month)}
        for number, (unit, month) in enumerate(drawn)
    ]
    load_rows(engine, {schema.attention_records: rows})
    dimensions = ("region", "month", "resolution")
    for size in range(3):
        for by in combinations(dimensions, size):
            values = Monitor(engine).observe("attention.records", by=by, period="2024").frame["value"].drop_nulls()
            assert all(value == 0 or value >= PUBLIC.smallest_count for value in values)


def test_a_hidden_value_leaves_no_trace_in_the_answer(engine):
    text = "| folio | unit_code |\n" + "\n".join(
        f"| P{number} | {'16' if number < 3 else '13'} |" for number in range(20)
    )
    load_rows(engine, {schema.attention_records: rows_of(schema.attention_records, text)})
    rows = {row["region"]: row for row in Monitor(engine).observe("attention.records", by=["region"]).rows()}
    assert (rows["16"]["value"], rows["16"]["suppressed"]) == (None, True)
    assert (rows["13"]["value"], rows["13"]["suppressed"]) == (None, True)
    assert (rows["12"]["value"], rows["12"]["suppressed"]) == (0, False)
    assert Monitor(engine).observe("attention.records").answers[0].value == 20
    assert Monitor(engine).observe("attention.records", where={"region": "16"}).answers[0].value is None


@pytest.mark.parametrize("metric", ["attention.records", "field_operations.people", "field_operations.count"])
def test_a_region_is_absent_and_not_zero_where_the_register_was_not_loaded(engine, metric):
    for table in (schema.attention_records, schema.field_operations):
        load_rows(engine, {table: rows_of(table, "| folio | unit_code |\n| A | 13 |")}, covers=_YEAR)
    loaded, before = (
        Monitor(engine).observe(metric, period=year, where={"region": "16"}).answers[0] for year in ("2024", "2023")
    )
    assert (loaded.value, before.value) == (0, None)
    assert Monitor(engine).observe(metric, by="region", period="2023").answers[0].added_over("region").rows() == [
        (None,)
    ]


def test_operations_are_public_and_the_people_they_saw_are_not(engine):
    text = "| folio | unit_code | people_attended |\n| O1 | 16 | 3 |\n| O2 | 13 | 50 |\n| O3 | 12 | 60 |"
    load_rows(engine, {schema.field_operations: rows_of(schema.field_operations, text)})
    result = Monitor(engine).observe(
        "field_operations.count", "field_operations.people", by=["region"], where={"region": ["16", "13", "12"]}
    )
    assert result["field_operations.count"].frame["value"].to_list() == [1, 1, 1]
    assert result["field_operations.people"].frame["value"].to_list() == [None, None, 60]


def test_what_a_viewer_may_see_is_part_of_the_question(engine):
    """One record: hidden from the public, shown to a viewer who may see it, and neither gets the other's answer."""
    load_rows(engine, {schema.attention_records: rows_of(schema.attention_records, "| folio |\n| T1 |")})
    insider = Viewer(id="insider", smallest_count=1)
    told = {
        viewer: Monitor(engine, viewer=viewer).observe("attention.records", period="2024").answers[0].value
        for viewer in (PUBLIC, insider)
    }
    assert told == {PUBLIC: None, insider: 1}
    assert Monitor(engine).key != Monitor(engine, viewer=insider).key
