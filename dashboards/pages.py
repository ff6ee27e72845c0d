"""Every page, once, in the order of the navigation: a page that is here has its address, its link and its card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboards.app_pages import (
    about,
    budget,
    clock,
    commitments,
    dues,
    home,
    indicators,
    measure,
    methods,
    plan,
    reconciliation,
    region,
    session,
    spending,
    territory,
    transparency,
    waits,
)
from dashboards.serving.page import Audience, Page, Section

DECLARED = (
    plan.PAGE,
    measure.PAGE,
    session.PAGE,
    commitments.PAGE,
    territory.PAGE,
    region.PAGE,
    transparency.PAGE,
    waits.PAGE,
    dues.PAGE,
    clock.PAGE,
    budget.PAGE,
    spending.PAGE,
    indicators.PAGE,
    reconciliation.PAGE,
    methods.PAGE,
    about.PAGE,
)


def open_to(audience: Audience, declared: Iterable[Page] = DECLARED) -> tuple[Page, ...]:
    """The pages that an audience may open, and before them the front page, which leads to them."""
    found = tuple(page for page in declared if page.audience is audience)
    return (home.front_page(found), *found)


def addresses(pages: Iterable[Page]) -> frozenset[str]:
    """What the server answers with a page, the front page at the root; anything else is none."""
    return frozenset("" if page.section is Section.FRONT else page.address for page in pages)


def by_section(pages: Iterable[Page]) -> Mapping[Section, tuple[Page, ...]]:
    """The navigation: the pages of each section."""
    listed = tuple(pages)
    found = {section: tuple(page for page in listed if page.section is section) for section in Section}
    return {section: inside for section, inside in found.items() if inside}


PUBLIC_PAGES = open_to(Audience.EVERYONE)
"""What everyone may open."""
