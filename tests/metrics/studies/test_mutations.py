"""How many misprints the document's own redundancy notices, and which figures nothing backs."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from data_access.claims import claims
from data_access.published import PublishedFigure, published_figures
from metrics import Outcome, standing_alone
from metrics.studies.reconciliation import document_checks
from tests.mutations import MISPRINTS, a_digit, a_factor_of_ten, a_year, mutations, report, two_digits
from tests.tables import published_figure

FIGURES, CLAIMS = published_figures(), claims()


@pytest.fixture(scope="module")
def found():
    return mutations(FIGURES, CLAIMS)


def _figure(value: str, **changes) -> PublishedFigure:
    return PublishedFigure(**published_figure("a", "inclusion.talks", value, **changes))


def _misprinted(misprint, figure) -> set[str]:
    """What it may become."""
    printed = (misprint(figure, random.Random(seed)) for seed in range(100))
    return {one.raw for one in printed if one}


def test_what_a_misprint_may_be():
    assert _misprinted(a_digit, _figure("7")) == {"1", "2", "3", "4", "5", "6", "8", "9"}
    assert _misprinted(two_digits, _figure("105")) == {"150"}  # not 015
    assert _misprinted(two_digits, _figure("96.5")) == {"69,5"}
    assert _misprinted(two_digits, _figure("77")) == set()
    assert _misprinted(a_factor_of_ten, _figure("250")) == {"2500", "25"}
    assert _misprinted(a_factor_of_ten, _figure("96.5")) == {"965,0"}
    assert _misprinted(a_factor_of_ten, _figure("0")) == set()
    years = {a_year(_figure("7"), random.Random(seed)).period_from.year for seed in range(20)}
    assert years == {2023, 2025}
    assert a_year(_figure("7", period_from=None), random.Random(1)) is None


def test_how_many_are_noticed(found):
    """Without claims and with the checks of sums and restatements alone it was 85 of 200."""
    assert len(found) == 200
    assert sum(one.is_noticed for one in found) >= 120
    noticed = Counter(one.misprint for one in found if one.is_noticed)
    asked = Counter(one.misprint for one in found)
    assert noticed["a_year"] >= 0.85 * asked["a_year"]
    assert all(noticed[one.__name__] >= 0.4 * asked[one.__name__] for one in MISPRINTS)


def test_it_is_the_same_every_time(found):
    again = mutations(FIGURES, CLAIMS, times=20)
    assert again == found[:20]


def test_the_report_says_what_cannot_be_noticed(found):
    told = report(found)
    assert told.startswith("noticed ")
    assert "standing alone: " in told
    assert "not noticed in Eje 7 / 7.2: " in told


def test_which_figures_stand_alone(demo_checks):
    alone = standing_alone(demo_checks)
    assert len(alone) == 147
    assert {"refuge.archived.2019", "permits.definitive_residence.resolved.2021"} <= {figure.id for figure in alone}
    assert not {"legal.admin_appeals_within_90_days.2025", "backlog.resolved_pct"} & {figure.id for figure in alone}


def test_no_digit_of_a_figure_that_stands_alone_is_backed(demo_checks):
    """All of them misprinted at once, and no check of a number differs that did not."""
    ids = {figure.id for figure in standing_alone(demo_checks)}
    misprinted = [replace(one, value=one.value + Decimal(7)) if one.id in ids else one for one in FIGURES]
    assert _differing(misprinted) == _differing(FIGURES)


def _differing(figures) -> set[str]:
    return {check.id for check in document_checks(figures, CLAIMS) if check.outcome is Outcome.DIFFERS}


def test_checks_of_the_document_need_no_database_and_have_an_id_of_their_own(demo_checks):
    checks = document_checks(FIGURES, CLAIMS)
    ids = {check.id for check in checks}
    assert len(ids) == len(checks) == 355
    assert ids == {check.id for check in demo_checks if check.group.could_fail}
