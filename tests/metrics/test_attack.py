"""Random worlds asked of the metrics layer and of a naive walk over what was told; `make attack` asks fifty thousand questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.attack.attacking import attack
from tests.attack.naive import knowing
from tests.attack.naive.reference import KINDS, Reference
from tests.servers import Server, migrated_on

QUESTIONS, EACH_WORLD = 400, 40
SEED = 8


@pytest.fixture
def engines(server: Server, database_names):
    name = next(database_names)
    engine = migrated_on(server, name)
    yield {name: engine}
    engine.dispose()
    server.drop(name)


def test_no_answer_differs_from_that_of_a_plain_walk(engines):
    """And every kind of formula, of event and of note is met in what is asked."""
    found = attack(engines, seed=SEED, questions=QUESTIONS, each_world=EACH_WORLD)
    assert not found.failures, "\n".join(map(str, found.failures))
    counts = found.counts
    assert counts["formula"].keys() >= {kind.name + (" to date" if kind.to_date else "") for kind in KINDS.values()}
    assert counts["event"].keys() >= {
        "late load", "closing", "correction", "withdrawal of the newest", "withdrawal of an earlier load",
        "load sent again", "load that is no news", "demonstration load", "provisional load", "holiday decreed",
    }  # fmt: skip
    assert counts["note"].keys() >= {"late_load", "nothing_known", "overlapping_intervals", "no_base_year"}
    assert counts["refused"].keys() >= {"answered", "not_additive", "no_such_grain", "unknown_member"}


class ThatForgets(Reference):
    """A reference for which loads that were taken back still stand."""

    def known(self, register, as_of):
        known = super().known(register, as_of)
        loads = [one for one in knowing.seen(self.told[register], as_of) if isinstance(one, knowing.Load)]
        withdrawn = knowing.what_is_known(register, loads, as_of)
        return replace(known, rows=withdrawn.rows, covered=withdrawn.covered)


class ThatCountsFromReceipt(Reference):
    """A reference that knows a late load from its own day on."""

    def known(self, register, as_of):
        told = [one for one in self.told[register] if as_of is None or one.recorded_on <= as_of]
        return knowing.what_is_known(register, told, None)


@pytest.mark.parametrize("wrong", [ThatForgets, ThatCountsFromReceipt])
def test_a_wrong_rule_is_seen(engines, wrong):
    found = attack(engines, seed=SEED, questions=QUESTIONS, each_world=EACH_WORLD, reference=wrong)
    (failure,) = found.failures
    assert f"seed {SEED}, world {failure.world}, question {failure.question}" in str(failure)


def test_a_wrong_flag_is_seen(engines, monkeypatch):
    """Values alone would not tell: the layer forgets to say that something is missing."""
    monkeypatch.setattr("metrics.model.formulas.base.RowFormula._not_known", lambda *_: ())
    (failure,) = attack(engines, seed=SEED, questions=QUESTIONS, each_world=EACH_WORLD).failures
    assert any("missing" in one or "partial" in one or "misses" in one for one in failure.differences)
