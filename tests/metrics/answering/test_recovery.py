"""Nothing of a small cell is found by asking more: by subtracting answers, nor by anything else."""

from __future__ import annotations

from random import Random

import pytest

from metrics import ENTITLED, PUBLIC, Monitor
from metrics.queries import protection
from tests.attack.recovery import as_shown, attack, everything_told, hiding_few, random_world, twin_of


@pytest.mark.parametrize("uses", [True, False], ids=["roll-ups", "rows"])
def test_no_small_cell_is_recovered(engine, uses):
    found, targets = attack(engine, Monitor, as_shown, 1, use_rollups=uses)
    assert (found, targets > 900) == (0, True)


def test_protecting_answer_by_answer_gives_most_of_them_away(engine):
    """The same attack, where exact counts are shown and those of 1 to 4 hidden in each answer: it must succeed."""
    found, targets = attack(engine, lambda one: Monitor(one, viewer=ENTITLED), hiding_few, 1, use_rollups=True)
    assert found > 0.9 * targets


def test_another_register_gives_the_same_answers(engine, monkeypatch):
    """Every count that is not zero is another one, as of every day, and no answer to the public is: none can tell it."""
    world = random_world(Random(2))
    offsets = {}
    drawn = protection.offset_of

    def as_drawn(*named):
        return offsets.setdefault(named[-1], drawn(*named))

    monkeypatch.setattr(protection, "offset_of", as_drawn)
    world.load_into(engine)
    told = everything_told(Monitor(engine))
    exact = everything_told(Monitor(engine, viewer=ENTITLED))
    twin, offsets_of_twin = twin_of(world, offsets)
    monkeypatch.setattr(protection, "offset_of", lambda *named: offsets_of_twin[named[-1]])
    twin.load_into(engine)
    assert everything_told(Monitor(engine, viewer=PUBLIC)) == told
    assert everything_told(Monitor(engine, viewer=ENTITLED)) != exact
    for before, after in zip(world.counts, twin.counts, strict=True):
        assert {cell for cell, count in before.items() if count} == {cell for cell, count in after.items() if count}
        assert all(after[cell] != count for cell, count in before.items() if count)
    assert sum(1 for load, *_ in world.targets() if load >= 0) > 600
