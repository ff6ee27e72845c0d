"""Every metric can be looked at in every way that it has, with nothing written for one of them."""

from __future__ import annotations

import pytest
from altair.utils import schemapi

from dashboards.app_pages import indicators
from dashboards.blocks import explorer, finder
from dashboards.blocks.block import Advice, Drawing, Html
from dashboards.inputs import exploration
from dashboards.inputs.exploration import Exploration, View
from dashboards.serving import questions, session
from dashboards.serving.cache import Cache
from data_access.engine import connect
from metrics import GRAINS, Monitor, catalogue, metric


@pytest.fixture(scope="module")
def asked(sqlite_server, demonstration_on):
    """A page runs over the demonstration, and what was asked stays known to the tests of this module.

    Answers are the same on both databases (tests/metrics), and charts are checked against their schema in test_charts.
    """
    engine, patch = connect(demonstration_on(sqlite_server), read_only=True), pytest.MonkeyPatch()
    patch.setattr(session, "open_monitor", lambda viewer: Monitor(engine, viewer=viewer))
    patch.setattr(session, "_cache", Cache(500_000_000))
    patch.setattr(schemapi, "DEBUG_MODE", False)
    with session.at_one_snapshot() as monitor:
        yield monitor
    patch.undo()
    engine.dispose()


def _looked_at(metric_id, view=View.CHART, breakdown="", year=None, members=(), beside=""):
    return Exploration(
        metric=metric(metric_id), view=view, breakdown=breakdown, year=year, members=members, beside=beside
    )


def _markup(blocks):
    return "".join(block.markup for block in blocks if type(block) is Html)


def _ways(metric_id):
    """Every breakdown as a drawing and as a table; the years; where it comes from."""
    answer = questions.by_year(metric_id)
    last = answer.frame.drop_nulls("value")["year"][-1] if answer else None
    for breakdown in questions.breakdowns(metric_id):
        year = None if breakdown in GRAINS else last
        yield _looked_at(metric_id, View.CHART, breakdown, year)
        yield _looked_at(metric_id, View.TABLE, breakdown, year)
    for grain in ("month", "quarter"):
        if grain in questions.breakdowns(metric_id):
            yield _looked_at(metric_id, View.YEARS, grain)
    yield _looked_at(metric_id, View.SOURCE)


@pytest.mark.parametrize("metric_id", list(catalogue()))
def test_a_metric_is_shown_in_every_way_that_it_has(asked, metric_id):
    assert _markup(indicators._heading(metric(metric_id)))
    assert finder.cards([next(one for one in finder.find(metric(metric_id).label) if one.metric.id == metric_id)])
    for way in _ways(metric_id):
        shown = indicators._view(way)
        assert shown, way
        assert not any(type(block) is Advice for block in shown), way
        if way.view in (View.CHART, View.YEARS) and way.breakdown:
            assert any(type(block) is Drawing for block in shown), way


def test_members_stand_beside_each_other_with_their_table(asked):
    way = _looked_at("foi.requests_received", breakdown="quarter", members=(("region", "16"), ("region", "08")))
    blocks = explorer.chart(way)
    (drawing,) = [block for block in blocks if type(block) is Drawing]
    assert drawing.description == "Solicitudes de información recibidas, por trimestre"
    fold = blocks[-1]
    table = fold.blocks[0].markup
    assert 'data-label="Ñuble">' in table
    assert 'data-label="Biobío">' in table
    assert table.count("<tr>") == 1 + 13
    asked_for = asked.observe("foi.requests_received", period="2024-Q1", where={"region": "16"}).answers[0].value
    assert f'data-label="Ñuble">{asked_for:.0f}</td>' in table


def test_two_metrics_of_one_unit_share_a_drawing_and_others_have_their_own(asked):
    same = explorer.chart(_looked_at("foi.requests_received", breakdown="quarter", beside="foi.requests_answered"))
    assert sum(type(block) is Drawing for block in same) == 1
    other = explorer.chart(_looked_at("foi.requests_received", breakdown="quarter", beside="foi.response_days_median"))
    assert sum(type(block) is Drawing for block in other) == 2


def test_a_second_metric_without_the_breakdown_is_left_out_and_it_is_said(asked):
    way = _looked_at("foi.requests_received", breakdown="month", beside="permits.requested")
    shown, table = explorer.chart(way), explorer.table(way)
    assert sum(type(block) is Drawing for block in shown) == 1
    assert "Residencias solicitadas" not in _markup(table)
    told = "«Residencias solicitadas» no tiene valores por mes."
    assert [blocks[-1].markdown.source for blocks in (shown, table)] == [told, told]


def test_members_are_seen_of_both_metrics_and_what_one_does_not_have_is_said(asked):
    both = {"breakdown": "month", "members": (("region", "16"), ("region", "08"))}
    shown = explorer.chart(_looked_at("attention.records", beside="attention.referrals", **both))
    assert [block.description for block in shown if type(block) is Drawing] == [
        "Atenciones presenciales, por mes",
        "Derivaciones, por mes",
    ]
    tables = _markup(explorer.table(_looked_at("attention.records", beside="attention.referrals", **both)))
    assert tables.count('<td class="number" data-label="Ñuble">') == 2 * 15
    assert tables.count('<td class="number" data-label="Biobío">') == 2 * 15
    alone = explorer.chart(_looked_at("attention.records", beside="budget.accrued", **both))
    assert alone[-1].markdown.source == "«Gasto devengado» no tiene valores por mes de Ñuble\\, Biobío."


def test_years_beside_each_other_have_their_table(asked):
    shown = explorer.year_against_year(_looked_at("attention.records", View.YEARS, "month"))
    assert shown[-1].blocks[0].markup.count("<tr>") == 1 + 15


def test_the_history_of_a_published_value_says_that_it_is_published(asked):
    shown = _markup(indicators._view(_looked_at("expulsions.total", View.SOURCE)))
    assert "Cifra publicada" in shown


def test_the_source_names_table_line_and_sentence_and_what_does_not_add_up(asked):
    shown = _markup(indicators._view(_looked_at("field_operations.count", View.SOURCE)))
    assert "Tabla 13" in shown
    assert "567" in shown
    assert "La suma de sus partes" in shown
    assert "SELECT" in shown


def test_what_is_found_shows_the_region_that_was_named(asked):
    national = asked.observe("foi.requests_received", period="2024").answers[0].value
    regional = asked.observe("foi.requests_received", period="2024", where={"region": "16"}).answers[0].value
    (found,) = [
        one
        for one in finder.find("solicitudes de información recibidas ñuble")
        if one.metric.id == "foi.requests_received"
    ]
    shown = finder.cards([found]).markup
    assert f"{regional:,.0f}".replace(",", ".") in shown
    assert f"{national:,.0f}".replace(",", ".") not in shown
    assert "indicador=foi.requests_received&amp;miembros=region:16" in shown


def test_nothing_found_says_so_and_shows_the_topics(asked):
    text, topics = finder.results("<script>zzzz</script>")
    assert "Nada calza con «" in text.markdown.source
    assert "Transparencia" in topics.markup


def test_views_offered_are_those_with_something_to_show(asked, monkeypatch):
    monkeypatch.setattr(questions, "has_boundaries", lambda: True)
    assert list(exploration._views(metric("foi.requests_received"))) == ["grafico", "anios", "tabla", "mapa", "fuente"]
    assert list(exploration._views(metric("permits.requested"))) == ["grafico", "tabla", "fuente"]
