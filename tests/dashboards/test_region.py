"""The region, from what a reader chose to the SQL and back: one value, made once, that nobody makes again."""

from __future__ import annotations

import pytest

from dashboards.blocks import splits
from dashboards.display.columns import MetricColumn
from dashboards.inputs.selection import Selection
from dashboards.serving import questions, session
from dashboards.serving.cache import Cache
from metrics import Filters, Monitor
from metrics.answering import answers
from metrics.queries.reader import Reader


@pytest.fixture
def running(demo_engine, monkeypatch):
    """A page runs over the demonstration, and nothing was asked before."""
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(demo_engine, viewer=viewer))
    monkeypatch.setattr(session, "_cache", Cache(1_000_000))
    with session.at_one_snapshot() as monitor:
        yield monitor


def test_what_was_chosen_is_what_the_sql_is_given(running, monkeypatch):
    chosen = Selection("2024", Filters.of({"region": "16"}))
    fetched, bound, fetch, rows = [], [], answers.fetch, Reader.rows

    def fetch_and_note(reader, asked):
        fetched.extend(one.filters for each in asked for one in each.rows)
        return fetch(reader, asked)

    def rows_and_note(reader, statement, binds=None):
        bound.append((binds or {}).get("where_region"))
        return rows(reader, statement, binds)

    monkeypatch.setattr(answers, "fetch", fetch_and_note)
    monkeypatch.setattr(Reader, "rows", rows_and_note)
    answer = questions.observe("foi.requests_received", period=chosen.period, where=chosen.filters).answers[0]
    assert [filters is chosen.filters for filters in fetched] == [True]
    assert ["16"] in bound
    assert answer.filters is chosen.filters
    assert answer.value == 1160


def test_a_drawn_number_is_under_the_code_that_was_asked(running):
    column = MetricColumn("foi.requests_received", "Recibidas")
    split = splits.ask(column, by="region", title="Región", period="2024", where=Filters.of({"region": "16"}))
    drawn = split.marks(column)
    assert drawn.select("code", "name", "value", "text").rows() == [("16", "Ñuble", 1160, "1.160")]
