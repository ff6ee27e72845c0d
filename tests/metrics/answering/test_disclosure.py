"""Counts of persons are rounded cell by cell before anything is added up, for whoever is not entitled to them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from data_access.engine import DatabaseUnavailableError
from data_access.reference.protection import load_protection_key
from metrics import ENTITLED, PUBLIC, Message, Monitor, Viewer
from metrics.model.errors import MonthsOnlyError
from metrics.queries import protection
from metrics.queries.protection import STEP, offset_of, rounded
from tests import naive
from tests.tables import clear, load_observations, load_rows, load_table, rows_of

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
DIRECTOR = Viewer(id="director", regions=frozenset({"16"}))
OFFSETS = {("16", "immediate", "2024-03"): 1, ("13", "immediate", "2024-03"): 4, ("13", "referred", "2024-03"): 2}
"""16 counts 3, which goes to 0; 13 counts 6, which goes to 10, and 3 referred, which go to 5."""


def _records(**counts):
    """Attentions of March 2024: how many by unit and resolution, such as immediate_16=3."""
    template = rows_of(schema.attention_records, "| folio |\n| T |")[0]
    cells = [(name.rpartition("_")[::2], count) for name, count in counts.items()]
    return [
        template | {"folio": f"T{unit}{resolution}{number}", "unit_code": unit, "resolution": resolution}
        for (resolution, unit), count in cells
        for number in range(count)
    ]


@pytest.fixture
def attended(engine, monkeypatch):
    monkeypatch.setattr(protection, "offset_of", lambda _adds, _key, _register, cell: OFFSETS[cell])
    load_rows(engine, {schema.attention_records: _records(immediate_16=3, immediate_13=6, referred_13=3)})
    return engine


def _values(engine, metric, *dimensions, viewer=PUBLIC, **question):
    frame = Monitor(engine, viewer=viewer).observe(metric, by=dimensions, **question).answers[0].frame
    rows = frame.select(*dimensions, "value", "suppressed").rows()
    return [row for row in rows if row[-2] != 0]


def test_cells_are_rounded_before_they_are_added(attended):
    assert _values(attended, "attention.records") == [(15, False)]
    assert _values(attended, "attention.records", "region") == [("13", 15, False), ("16", None, True)]
    assert _values(attended, "attention.immediate_responses", "region") == [("13", 10, False), ("16", None, True)]
    assert _values(attended, "attention.referrals") == [(5, False)]
    assert _values(attended, "attention.records", where={"region": "16"}) == [(None, True)]
    assert _values(attended, "attention.records", "quarter", where={"region": ["13", "16"]}) == [("2024-Q1", 15, False)]
    assert _values(attended, "attention.records", "year", "month", where={"resolution": "referred"}) == [
        ("2024", "2024-03", 5, False)
    ]


def test_zero_is_zero_and_few_are_hidden(attended):
    frame = Monitor(attended).observe("attention.records", by="region").frame
    told = {row["region"]: (row["value"], row["suppressed"], row["protected"]) for row in frame.iter_rows(named=True)}
    assert (told["16"], told["12"], told["13"]) == ((None, True, True), (0, False, True), (15, False, True))


def test_a_viewer_sees_exactly_the_regions_that_they_are_entitled_to(attended):
    assert _values(attended, "attention.records", "region", viewer=DIRECTOR) == [("13", 15, False), ("16", 3, False)]
    assert _values(attended, "attention.records", viewer=DIRECTOR) == [(18, False)]
    assert _values(attended, "attention.records", viewer=DIRECTOR, where={"region": "16"}) == [(3, False)]
    assert _values(attended, "attention.records", "region", viewer=ENTITLED) == [("13", 9, False), ("16", 3, False)]
    assert _values(attended, "attention.records", viewer=ENTITLED) == [(12, False)]


def test_days_are_told_to_whom_they_are_exact(attended):
    day = {"period": "2024-03-01"}
    with pytest.raises(MonthsOnlyError) as refused:
        _values(attended, "attention.records", **day)
    assert str(refused.value) == (
        "attention.records is told for whole months, not for 2024-03-01; allowed: months, quarters, years"
    )
    with pytest.raises(MonthsOnlyError):
        _values(attended, "attention.records", viewer=DIRECTOR, **day)
    with pytest.raises(MonthsOnlyError):
        _values(attended, "attention.records", viewer=DIRECTOR, where={"region": ["13", "16"]}, **day)
    assert _values(attended, "attention.records", viewer=DIRECTOR, where={"region": "16"}, **day) == [(3, False)]
    assert _values(attended, "attention.records", viewer=ENTITLED, **day) == [(12, False)]
    assert _values(attended, "field_operations.count", **day) == [(None, False)]


def test_the_answer_says_for_whom_it_is(attended):
    public, entitled = (
        Monitor(attended, viewer=viewer).observe("attention.records").answers[0] for viewer in (PUBLIC, ENTITLED)
    )
    assert (public.is_protected, entitled.is_protected) == (True, False)
    assert (public.notes, entitled.notes) == ((Message.of("protected_counts", step=STEP),), ())
    assert Monitor(attended).key != Monitor(attended, viewer=DIRECTOR).key


def test_what_is_made_of_counts_is_made_of_rounded_ones(attended):
    load_observations(
        attended, "population.foreign_residents", "| territory_code | period_from | period_to | value |\n"
        "| 13 | 2023-12-31 | 2023-12-31 | 3000 |\n| 16 | 2023-12-31 | 2023-12-31 | 1000 |"
    )  # fmt: skip
    assert _values(attended, "attention.records_per_1000_residents", "region", where={"region": ["13", "16"]}) == [
        ("13", 5, False),
        ("16", None, True),
    ]


def test_people_of_operations_are_rounded_month_by_month_and_operations_are_not(engine, monkeypatch):
    cells = {("13", "2024-03"): 0, ("13", "2024-04"): 1}
    monkeypatch.setattr(protection, "offset_of", lambda _adds, _key, _register, cell: cells[cell])
    text = """
        | folio | held_on    | unit_code | people_attended |
        | O1    | 2024-03-01 | 13        | 44              |
        | O2    | 2024-03-04 | 13        | 5               |
        | O3    | 2024-04-04 | 13        | 4               |
    """
    load_table(engine, schema.field_operations, text)
    assert _values(engine, "field_operations.people") == [(50, False)]
    assert _values(engine, "field_operations.people", "month") == [("2024-03", 45, False), ("2024-04", 5, False)]
    assert _values(engine, "field_operations.count", "month") == [("2024-03", 2, False), ("2024-04", 1, False)]


# --- the rounding ----------------------------------------------------------------------------------------


@given(st.integers(0, 10**7), st.integers(0, 4))
def test_a_count_goes_to_one_of_the_two_multiples_around_it(count, offset):
    assert rounded(count, offset) == naive.rounded(count, offset)


@pytest.mark.parametrize("count", range(12))
def test_over_the_offsets_a_count_is_rounded_without_bias(count):
    assert sum(rounded(count, offset) for offset in range(STEP)) == STEP * count


def test_offsets_come_from_the_key_and_the_cell_alone():
    cells = [(f"{unit:02}", "immediate", f"2024-{month:02}") for unit in range(1, 17) for month in range(1, 13)]

    def offsets(key, *, adds="rows", of=cells):
        return [offset_of(adds, key, "attentions", cell) for cell in of]

    one, again, other = (offsets(key) for key in ("a", "a", "b"))
    assert one == again
    assert one != other
    assert one != offsets("a", adds="people")
    counted = Counter(offsets("a", of=[(f"{number}",) for number in range(5000)]))
    assert set(counted) == set(range(STEP))
    assert all(900 < times < 1100 for times in counted.values())


def test_a_key_is_made_once_and_kept(engine):
    keys = schema.protection_keys
    with engine.begin() as connection:
        assert load_protection_key(connection) == 0
        assert connection.scalar(sa.select(keys.c.key)) == "a secret of the tests"
        connection.execute(sa.delete(keys))
    load_rows(engine, {schema.attention_records: _records(immediate_16=3)})
    with pytest.raises(DatabaseUnavailableError, match="no key for protected counts; run: pnme upgrade"):
        Monitor(engine).observe("attention.records")
    assert Monitor(engine, viewer=ENTITLED).observe("attention.records").answers[0].value == 3


def test_without_a_setting_the_key_is_drawn_by_lot(engine, monkeypatch):
    monkeypatch.delenv("PNME_PROTECTION_KEY")
    found = set()
    for _ in range(2):
        with engine.begin() as connection:
            connection.execute(sa.delete(schema.protection_keys))
            assert load_protection_key(connection) == 1
            found.add(connection.scalar(sa.select(schema.protection_keys.c.key)))
    assert {len(key) for key in found} == {64}
    assert len(found) == 2


# --- what is no small cell -------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", ["attention.records", "field_operations.people", "field_operations.count"])
def test_a_region_is_absent_and_not_zero_where_the_register_was_not_loaded(engine, metric):
    for table in (schema.attention_records, schema.field_operations):
        load_rows(engine, {table: rows_of(table, "| folio | unit_code |\n| A | 13 |")}, covers=YEAR)
    loaded, before = (
        Monitor(engine).observe(metric, period=year, where={"region": "16"}).answers[0] for year in ("2024", "2023")
    )
    assert (loaded.value, before.value) == (0, None)
    assert Monitor(engine).observe(metric, by="region", period="2023").answers[0].added_over("region").rows() == [
        (None,)
    ]


@given(st.lists(st.tuples(st.sampled_from(["13", "16", "TI"]), st.sampled_from(["01", "02"])), max_size=40))
def test_as_a_plain_reading_of_the_rule_says(engine, drawn):
    clear(engine)
    template = rows_of(schema.attention_records, "| folio |\n| P |")[0]
    rows = [
        template | {"folio": f"P{number}", "unit_code": unit, "attended_on": date(2024, int(month), 7)}
        for number, (unit, month) in enumerate(drawn)
    ]
    load_rows(engine, {schema.attention_records: rows})
    cells = Counter(drawn)
    shown = {
        (unit, month): naive.rounded(
            count, offset_of("rows", "a secret of the tests", "attentions", (unit, "immediate", f"2024-{month}"))
        )
        for (unit, month), count in cells.items()
    }
    found = Monitor(engine).observe("attention.records", by=["region", "month"]).answers[0].frame
    for unit, month, value, is_hidden in found.select("region", "month", "value", "suppressed").iter_rows():
        expected = shown.get((unit, month[-2:]), 0)
        is_few = expected == 0 and cells[unit, month[-2:]] > 0
        assert (value, is_hidden) == (None if is_few else expected, is_few)
    total = sum(shown.values())
    assert Monitor(engine).observe("attention.records").answers[0].value == (total or (None if drawn else 0))
