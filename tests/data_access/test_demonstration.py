"""The demonstration rows add up to what is published, cell by cell, and hold nobody."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date

import pytest
import sqlalchemy as sa

from data_access import demonstration, schema
from data_access import initialise as initialising
from data_access.demonstration import demonstration_steps
from data_access.demonstration.months import demonstration_batch, month_end
from data_access.engine import connect
from data_access.initialise import initialise, steps
from data_access.published import published_figures
from data_access.reference.calendar import chilean_calendar
from data_access.reference.editions import REGISTER as CALENDAR
from metrics import ENTITLED, Monitor
from metrics.registers.foi_clock import Case, Pause, read
from tests.tables import load_table

RUN = re.compile(r"\b\d{1,2}\.?\d{3}\.?\d{3}-[\dkK]\b")
CODED = {
    schema.foi_requests: {"channel", "topic", "outcome", "region_code", "responsible_unit"},
    schema.attention_records: {"unit_code", "resolution", "attention_type", "commune_code"},
    schema.field_operations: {"unit_code", "operation_type", "commune_code"},
}
CLOCKED = ("received_on", "extended_on", "clarification_asked_on", "clarified_on")
FOLIO = re.compile(r"(AB001T\d{7}|C\d{4}-\d{4}|(AP|OP)-20(24|25_q1)-\w{2}-\d{3,5})")


def _value(engine, metric, **question):
    return Monitor(engine, viewer=ENTITLED).observe(metric, **question).answers[0].value


@pytest.mark.parametrize(
    ("metric", "period", "value"),
    [
        ("foi.requests_received", "2024", 25009),
        ("foi.requests_answered", "2024", 24143),
        ("foi.answered_within_15_days", "2024", 7742),
        ("foi.requests_received", "2025-Q1", 4838),
        ("foi.requests_received", None, 104183),
        ("foi.appeals_filed", "2022", 569),
        ("foi.appeals_answered", "2022", 569),
        ("foi.appeals_filed", "2023", 967),
        ("foi.appeals_answered", "2023", 967),
        ("foi.appeals_filed", "2024", 791),
        ("foi.appeals_answered", "2024", 791),
        ("foi.appeals_filed", "2025-Q1", 266),
        ("foi.appeals_answered", "2025-Q1", 266),
        ("foi.appeals_filed", None, 2593),
        ("foi.appeals_answered_share", "2024", 1),
        ("field_operations.count", "2024", 585),
        ("field_operations.people", "2024", 13933),
        ("field_operations.count", "2025-Q1", 59),
        ("field_operations.people", "2025-Q1", 980),
        ("budget.enacted", "2024", 21_791_324_000),
        ("budget.current", "2024", 24_111_333_000),
        ("budget.enacted", "2025", 26_041_642_000),
        ("budget.payroll", "2024", 14_396_997_000),
        ("budget.payroll", "2025-Q1", 4_399_812_000),
        ("budget.expulsions", "2024", 3_692_523_523),
        ("budget.expulsions", "2025-Q1", 991_141_730),
        ("budget.backlog_plan", "2024", 148_767_000),
        ("budget.equipment", "2024", 537_836_000),
        ("budget.equipment", "2025-Q1", 64_310_000),
        ("revenue.fees", "2024", 21_792_353_341),
        ("revenue.fines", "2024", 13_976_058_699),
        ("revenue.fines_regularity", "2024", 13_426_757_765),
        ("revenue.fines_airlines", "2024", 549_300_934),
        ("revenue.total", "2024", 35_768_412_040),
        ("revenue.total", "2025-Q1", 10_228_759_401),
    ],
)
def test_published_values(demo_engine, metric, period, value):
    answer = Monitor(demo_engine, viewer=ENTITLED).observe(metric, period=period).answers[0]
    assert (answer.value, answer.is_demonstration) == (value, True)


@pytest.mark.parametrize(
    ("metric", "period", "decimals", "value"),
    [
        ("foi.answered_share", "2025-Q1", 3, 0.981),
        ("foi.answered_share", "2024", 3, 0.965),
        ("budget.execution_share", "2024", 4, 0.9996),
    ],
)
def test_published_shares(demo_engine, metric, period, decimals, value):
    assert round(_value(demo_engine, metric, period=period), decimals) == value


@pytest.mark.parametrize(
    ("metric", "cells"),
    [("attention.records", 34), ("field_operations.count", 34), ("field_operations.people", 34)],
)
def test_every_cell_of_the_regional_tables(demo_engine, metric, cells):
    printed = [
        figure
        for figure in published_figures()
        if figure.metric == metric and figure.territory_code != "CL" and not figure.restates
    ]
    assert len(printed) == cells
    for period in ("2024", "2025-Q1"):
        frame = Monitor(demo_engine, viewer=ENTITLED).observe(metric, by=["region"], period=period).frame
        shown = dict(frame.select("region", "value").iter_rows())
        for figure in printed:
            if figure.period == period:
                assert shown[figure.territory_code] == figure.value, figure.id


def test_regional_cells_known_by_heart(demo_engine):
    frame = Monitor(demo_engine, viewer=ENTITLED).observe("attention.records", by=["region"], period="2024").frame
    assert dict(frame.select("region", "value").iter_rows())["15"] == 2467


@pytest.mark.parametrize(
    ("as_of", "measures", "implemented", "in_progress"),
    [
        (date(2024, 5, 22), None, None, None),
        (date(2024, 8, 20), 86, None, None),
        (date(2024, 8, 21), 86, 62, 24),
        (None, 86, 62, 24),
    ],
)
def test_the_plan_at_its_cuts(demo_engine, as_of, measures, implemented, in_progress):
    assert _value(demo_engine, "plan.measures", as_of=as_of) == measures
    if measures is None or implemented is not None:
        assert _value(demo_engine, "plan.measures_implemented", as_of=as_of) == implemented
        assert _value(demo_engine, "plan.measures_in_progress", as_of=as_of) == in_progress


def test_the_shares_of_the_ten_axes(demo_engine):
    values = Monitor(demo_engine).observe("plan.axis_share", by=["axis"]).frame["value"].to_list()
    assert [round(100 * value, 1) for value in values] == [34.5, 22.6, 15.5, 9.5, 6, 3.6, 2.4, 2.4, 2.4, 1.2]


def test_initialising_again_adds_nothing(demo_engines):
    engine = connect(demo_engines[0].url.render_as_string(hide_password=False))
    done = list(initialise(engine))
    engine.dispose()
    assert [step.label for step in done] == steps(demonstration=True)
    assert [step.added for step in done] == [0] * 11


def test_a_register_that_is_added_is_generated_after_the_others(monkeypatch, tmp_path):
    (tmp_path / "aaa_added.py").write_text('STEPS = (("Generando lo agregado", tuple),)')
    known = demonstration_steps()
    monkeypatch.setattr(demonstration, "__path__", [*demonstration.__path__, str(tmp_path)])
    monkeypatch.setitem(sys.modules, "data_access.demonstration.aaa_added", None)
    monkeypatch.delitem(sys.modules, "data_access.demonstration.aaa_added")
    assert demonstration_steps() == (*known, ("Generando lo agregado", tuple))


@pytest.fixture(scope="session")
def regenerated():
    """The checksums of every batch, made by another process with another hash seed."""
    program = """
import json, sys
from data_access.demonstration import demonstration_steps
from data_access.inhabitants import inhabitant_batches
from data_access.published import published_batches
makers = (published_batches, inhabitant_batches, *(batches for _, batches in demonstration_steps()))
json.dump([batch.checksum() for maker in makers for batch in maker()], sys.stdout)
"""
    run = subprocess.run(  # noqa: S603  our own interpreter and program
        [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": "7"}, capture_output=True, check=True
    )
    return json.loads(run.stdout)


def test_two_runs_make_the_same_rows(demo_engine, regenerated):
    table = schema.load_batches
    query = sa.select(table.c.checksum).where(table.c.register != CALENDAR).order_by(table.c.id)
    with demo_engine.connect() as connection:
        assert connection.execute(query).scalars().all() == regenerated


def test_no_text_looks_like_a_person(demo_engine):
    tables = [table for group in schema.REGISTERS.values() for table in group if table is not schema.published_figures]
    checked = 0
    with demo_engine.connect() as connection:
        for table in tables:
            for column in table.columns:
                if isinstance(column.type, sa.String):
                    texts = set(connection.execute(sa.select(column).distinct()).scalars()) - {None}
                    checked += len(texts)
                    assert [text for text in texts if "@" in text or RUN.search(text)] == []
    assert checked > 200_000


def test_rows_about_people_hold_codes_and_folios_only(demo_engine):
    with demo_engine.connect() as connection:
        members = set(connection.execute(sa.select(schema.dimension_members.c.member)).scalars())
        known = members | set(connection.execute(sa.select(schema.territories.c.code)).scalars())
        for table, coded in CODED.items():
            texts = {column.name for column in table.columns if isinstance(column.type, sa.String)}
            assert texts == coded | {"folio"}
            for name in coded:
                assert set(connection.execute(sa.select(table.c[name]).distinct()).scalars()) - {None} <= known
            folios = connection.execute(sa.select(table.c.folio)).scalars()
            assert all(FOLIO.fullmatch(folio) for folio in folios)


@pytest.mark.parametrize("table", [schema.attention_records, schema.field_operations])
def test_rows_of_a_region_are_spread_over_its_communes_and_its_kinds(demo_engine, table):
    """A body without territory has no commune; of a region no commune is another's, and its capital comes most often."""
    kind = table.c.attention_type if table is schema.attention_records else table.c.operation_type
    with demo_engine.connect() as connection:
        rows = connection.execute(sa.select(table.c.unit_code, table.c.commune_code, kind)).all()
    by_unit: dict[str, Counter[str | None]] = defaultdict(Counter)
    for unit, commune, _ in rows:
        by_unit[unit][commune] += 1
    assert all(commune.startswith(unit) for unit in by_unit if unit.isdigit() for commune in by_unit[unit])
    assert all(set(by_unit[unit]) == {None} for unit in by_unit if not unit.isdigit())
    assert by_unit["05"].most_common(1)[0][0] == "05101"
    assert len(by_unit["05"]) > 10
    assert len({one for *_, one in rows}) in (4, 6)
    assert all(one for *_, one in rows)


@pytest.mark.parametrize(
    "table", [schema.foi_requests, schema.foi_appeals, schema.attention_records, schema.field_operations]
)
def test_no_row_is_later_than_the_cut(demo_engine, table):
    dates = [column for column in table.columns if isinstance(column.type, sa.Date) and column.name != "due_on"]
    with demo_engine.connect() as connection:
        latest = connection.execute(sa.select(*(sa.func.max(column) for column in dates))).one()
    assert max(latest) <= date(2025, 3, 31)


def test_every_due_day_is_that_of_the_clock(demo_engine):
    table, calendar = schema.foi_requests, chilean_calendar()
    columns = [table.c[name] for name in CLOCKED]
    query = sa.select(table.c.due_on, *columns).where(table.c.superseded_by.is_(None)).order_by(table.c.folio)
    with demo_engine.connect() as connection:
        rows = connection.execute(query).all()[::37]
    for due_on, received, extended, asked, replied in rows:
        pauses = (Pause(from_on=asked, to_on=replied),) if asked and replied else ()
        case = Case(received_on=received, extended_on=extended, pauses=pauses)
        assert read(case, due_on, calendar).due_on == due_on
    assert {bool(one.extended_on) for one in rows} == {bool(one.clarified_on) for one in rows} == {True, False}


def test_requests_arrive_on_business_days(demo_engine):
    calendar = chilean_calendar()
    with demo_engine.connect() as connection:
        days = connection.execute(sa.select(schema.foi_requests.c.received_on).distinct()).scalars().all()
    assert all(calendar.day(day).is_business_day for day in days)


def test_what_is_open_at_the_cut_is_new_but_for_a_few(demo_engine):
    """98,1 % of a quarter had an answer on its last day, so what has none is what came last."""
    assert _value(demo_engine, "foi.requests_unanswered", period="2025-Q1") == 4838 - 4746
    assert _value(demo_engine, "foi.requests_open", period="2025-03-31") > 70


# --- another program's demonstration -----------------------------------------------------------------------


def _shown(monkeypatch, engine, *amounts):
    """Initialise with a demonstration of these revenues, one a month; what is answered for the year."""
    batches = [
        demonstration_batch(
            "revenue",
            month_end(date(2024, number, 1)),
            {schema.revenue_entries: [{"month": date(2024, number, 1), "kind": "fees", "amount_clp": amount}]},
        )
        for number, amount in enumerate(amounts, 1)
    ]
    monkeypatch.setattr(initialising, "demonstration_steps", lambda: (("Generando", lambda: batches),))
    added = sum(step.added for step in initialise(engine))
    return _value(engine, "revenue.fees", period="2024"), added


def test_a_demonstration_that_another_program_made_otherwise_is_not_added_to(engine, monkeypatch):
    """A, then B, then A again, as after going back a version; and again, which adds nothing."""
    told = [_shown(monkeypatch, engine, *amounts) for amounts in ((5, 7), (5, 8, 1), (5, 7), (5, 7))]
    assert [value for value, _ in told] == [12, 14, 12, 12]
    assert told[-1][1] == 0
    early = Monitor(engine).observe("revenue.fees", period="2024-01", as_of=date(2024, 1, 31)).answers[0]
    assert early.value == 5


def test_what_a_new_demonstration_takes_the_place_of_was_not_corrected(engine, monkeypatch):
    for amount in (9, 4):
        row = {
            "line_code": "21.01",
            "month": date(2024, 1, 1),
            "stage": "accrued",
            "amount_clp": amount,
            "corrected_on": None,
        }
        batch = demonstration_batch("budget", date(2024, 1, 31), {schema.budget_entries: [row]})
        monkeypatch.setattr(initialising, "demonstration_steps", lambda batch=batch: (("Generando", lambda: [batch]),))
        list(initialise(engine))
    assert _value(engine, "budget.accrued", period="2024-01") == 4
    assert Monitor(engine).budget.corrections(month="2024-01").is_empty()


def test_real_rows_are_not_withdrawn_for_a_demonstration(engine, monkeypatch):
    load_table(engine, schema.revenue_entries, "| month | kind | amount_clp |\n| 2024-01-01 | fees | 3 |")
    assert _shown(monkeypatch, engine, 5, 7)[0] == 3
