"""What a tile says of a change: which value is the same as when, or why nothing is compared."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.blocks import tiles
from dashboards.serving import session
from dashboards.serving.cache import Cache
from data_access import schema
from metrics import EarlierDay, Monitor, YearBefore
from tests.tables import load_rows, load_table, rows_of

COVERS = (date(2023, 1, 1), date(2024, 12, 31))
MEASURES = "| code | title |\n| M1 | Una |\n| M2 | Otra |"
REPORTS = "| measure_code | cut_on | status |\n| M1 | {day} | implemented |\n| M2 | {day} | in_progress |"
MARCH, AUGUST = date(2024, 3, 31), date(2024, 8, 21)


@pytest.fixture
def plan(engine):
    for day in (MARCH, AUGUST):
        texts = {schema.measures: MEASURES, schema.progress_reports: REPORTS.format(day=day)}
        rows = {table: rows_of(table, text) for table, text in texts.items()}
        load_rows(engine, rows, recorded_on=day, covers=(day, day))
    return Monitor(engine)


def _told(monitor, compared):
    with session.at_one_snapshot(monitor.viewer):
        return tiles.tiles(compared, is_national=False).markup


@pytest.fixture(autouse=True)
def running(engine, monkeypatch):
    """A page runs over the database of the test, and nothing was asked before."""
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(engine, viewer=viewer))
    monkeypatch.setattr(session, "_cache", Cache(1_000_000))


def test_a_count_that_is_the_same_says_when(plan):
    compared = plan.compare("plan.measures_implemented", against=EarlierDay(MARCH), as_of=AUGUST)
    assert '<div class="change">1, igual que al 31-03-2024</div>' in _told(plan, compared)


@pytest.mark.parametrize(
    ("data_kind", "said"), [("register", "1, igual que en 2023"), ("demonstration", "Sin base publicada para comparar")]
)
def test_made_up_counts_are_not_compared(engine, data_kind, said):
    filed = "| folio | filed_on |\n| C1 | 2023-02-28 |\n| C2 | 2024-02-28 |"
    load_table(engine, schema.foi_appeals, filed, covers=COVERS, data_kind=data_kind)
    monitor = Monitor(engine)
    told = _told(monitor, monitor.compare("foi.appeals_filed", against=YearBefore(), period="2024"))
    assert f">{said}</div>" in told
    assert "mejora" not in told
    assert "empeora" not in told
