"""The claims of the Cuenta Pública: each with its line, its figures and a period that can be read."""

from __future__ import annotations

import pytest

from data_access.claims import Claim, ClaimKind, claims
from data_access.published import published_figures
from metrics.model.periods import Period

CLAIMS = claims()
BY_ID = {claim.id: claim for claim in CLAIMS}
FIGURES = {figure.id: figure for figure in published_figures()}
_NUMBERS = {ClaimKind.RANK, ClaimKind.HIGHEST, ClaimKind.AVERAGE, ClaimKind.COMPLEMENT, ClaimKind.RATE, ClaimKind.BASE}


def test_each_once_and_in_the_order_of_the_document():
    assert len(BY_ID) == len(CLAIMS) == 132
    assert [claim.line for claim in CLAIMS] == sorted(claim.line for claim in CLAIMS)
    assert {claim.kind for claim in CLAIMS} == set(ClaimKind)


@pytest.mark.parametrize("claim", CLAIMS, ids=BY_ID)
def test_a_claim_says_what_of_whom_where(claim: Claim):
    assert claim.raw.strip()
    assert claim.subject
    assert 1 <= claim.line <= 2595
    assert bool(claim.about) == (claim.kind in {ClaimKind.EVENT, ClaimKind.QUANTITY, ClaimKind.HIGHEST, ClaimKind.NAME})
    assert bool(claim.base) == (claim.kind is ClaimKind.BASE)
    if claim.when:
        Period.parse(claim.when)


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.figure], ids=lambda claim: claim.id)
def test_a_claim_about_a_figure_does_not_repeat_its_number(claim: Claim):
    figure = FIGURES[claim.figure]
    assert claim.kind is ClaimKind.RANK or not claim.value
    assert claim.line != figure.line or (figure.raw in claim.raw and claim.chapter == figure.chapter)


def test_what_a_claim_is_made_of_is_there():
    for claim in CLAIMS:
        known = BY_ID if claim.kind is ClaimKind.EVENT else FIGURES
        assert set(claim.of) <= set(known), claim.id
        assert claim.figure or claim.kind not in _NUMBERS, claim.id


def test_a_number_that_is_counted_from_a_list_has_no_figure():
    counted = [claim for claim in CLAIMS if claim.kind is ClaimKind.QUANTITY and not claim.figure]
    assert all(claim.value.isdigit() and claim.id.endswith(".listed") for claim in counted)
    assert len(counted) == 7


def test_days_that_are_written_out_are_those_of_the_claim():
    for claim in CLAIMS:
        if claim.kind is ClaimKind.EVENT and claim.when.count("-") == 2:
            day = int(claim.when[-2:])
            assert str(day) in claim.raw, claim.id
