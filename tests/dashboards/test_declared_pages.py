"""A page that is declared is everywhere it has to be: navigation, addresses, warm-up and front page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboards import app_pages, pages
from dashboards.app_pages import home
from dashboards.serving import session, warmup
from dashboards.serving.observing.events import Event
from dashboards.serving.observing.lines import SAID
from dashboards.serving.page import Audience, Card, Page, Section
from metrics import Monitor, Snapshot


def _page(audience: Audience = Audience.EVERYONE, **declared) -> Page:
    return Page(
        address="refugio",
        title="Refugio (2 registros)",
        section=Section.TOPICS,
        audience=audience,
        card=Card(question="¿Cuántos?", metric_ids=("refuge.requests",)),
        **{"render": lambda: None, **declared},
    )


def _opened(*declared: Page) -> tuple[Page, ...]:
    return pages.open_to(Audience.EVERYONE, (*pages.DECLARED, *declared))


def test_a_new_page_is_in_the_navigation_and_answered_at_its_address():
    fake = _page()
    opened = _opened(fake)
    assert fake in pages.by_section(opened)[Section.TOPICS]
    assert "refugio" in pages.addresses(opened)
    assert "refugio" not in pages.addresses(pages.PUBLIC_PAGES)


def test_a_new_page_is_warmed_up(monkeypatch):
    drawn = []
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(None, Snapshot("v1", 1), viewer))
    warmup.warm_up([_page(render=lambda: drawn.append("refugio"))], then=lambda: drawn.append("then"))
    assert drawn == ["refugio", "then"]


def test_a_page_that_fails_keeps_no_other_from_being_warmed_up(monkeypatch, caplog):
    drawn = []
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(None, Snapshot("v1", 1), viewer))
    failing = _page(render=lambda: 1 // 0)
    warmup.warm_up([failing, _page(render=lambda: drawn.append("refugio"))], then=lambda: None)
    assert drawn == ["refugio"]
    (told,) = caplog.records
    assert (told.msg, vars(told)[SAID]) == (Event.WARM_UP_FAILED, {"page": "refugio"})


def test_a_new_page_has_its_card_on_the_front_page(monkeypatch):
    shown = []
    monkeypatch.setattr(home, "cards", lambda topics, period: shown.extend(topics) or ())
    monkeypatch.setattr(home.selection, "period", lambda metric_ids: "2024")
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(None, Snapshot("v1", 1), viewer))
    fake = _page()
    front = _opened(fake)[0]
    front.render()
    assert (front.section, (fake, fake.card)) == (Section.FRONT, shown[-1])
    assert [page.short_title for page, _ in shown] == ["Plan", "Territorio", "Transparencia", "Presupuesto", "Refugio"]


def test_a_page_for_the_institution_is_open_to_nobody_else():
    assert "refugio" not in pages.addresses(_opened(_page(Audience.INSTITUTION)))


@pytest.mark.parametrize("module", [path.stem for path in Path(app_pages.__file__).parent.glob("[a-z]*.py")])
def test_every_module_of_pages_is_declared(module):
    renders = {page.render.__module__ for page in pages.PUBLIC_PAGES}
    assert f"dashboards.app_pages.{module}" in renders


def test_addresses_can_be_typed_and_are_one_each():
    found = [page.address for page in pages.PUBLIC_PAGES]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[a-z]+", address) for address in found)
