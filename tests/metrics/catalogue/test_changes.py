"""The log of definitions: every metric means what was recorded of it, or an entry says what changed and why."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from data_access.schema import foi_requests
from metrics import ChangeKind, DefinitionChange, catalogue, definition_changes
from metrics.model.formulas import Count
from metrics.model.metric import Direction, Metric
from metrics.registers import foi
from tests.goldens import GOLDEN, RENEWS

RECORDED = GOLDEN / "definitions.csv"
_HOW = (
    "describe what changed, when and why in metrics/catalogue/changes.py (a new entry, also for a metric that is withdrawn), and "
    "then record it: the same test with PNME_RENEW_GOLDENS=1. Where only the way it is written is another one, delete their lines of "
    "tests/golden/definitions.csv first"
)
_HOW_IT_IS_READ = frozenset(
    {"dimensions", "labels", "rollups", "versions", "visible", "rows", "waiting", "deadline", "events"}
)
"""Of a dataset, what may be written otherwise and mean the same."""
Recorded = dict[str, tuple[str, int]]
"""By metric: the digest of what it means, and how many entries of the log are about it."""


def _described(value: Any) -> str:
    """What a formula is made of, to the letter of its conditions."""
    if isinstance(value, sa.ClauseElement):
        compiled = value.compile()
        return f"{compiled} {sorted(compiled.params.items())}"
    if is_dataclass(value):
        told = (field.name for field in fields(value) if field.name not in _HOW_IT_IS_READ)
        return f"{type(value).__name__}({', '.join(f'{name}={_described(getattr(value, name))}' for name in told)})"
    return str(sorted(value) if isinstance(value, frozenset) else value)


def _digest(metric: Metric) -> str:
    """Of what changes the meaning of a figure: not of its label, nor of where it is declared."""
    unit = (metric.unit.id, metric.unit.label, metric.unit.multiplier, metric.unit.decimals)
    said = (metric.definition, metric.formula.kind, _described(metric.formula), unit, metric.source.id)
    meaning = "\n".join(map(str, (*said, metric.direction, metric.disclosure)))
    return hashlib.sha256(meaning.encode()).hexdigest()[:16]


def _now(metrics: dict[str, Metric]) -> Recorded:
    log = definition_changes()
    return {one.id: (_digest(one), sum(change.concerns(one) for change in log)) for one in metrics.values()}


def _unlogged(recorded: Recorded, now: Recorded, withdrawn: frozenset[str]) -> set[str]:
    """The metrics that mean something else, or are there no longer, without a new entry of the log."""
    gone = set(recorded) - set(now) - withdrawn
    return gone | {
        name
        for name in set(recorded) & set(now)
        if now[name][0] != recorded[name][0] and now[name][1] <= recorded[name][1]
    }


def _recorded() -> Recorded:
    with RECORDED.open(encoding="utf-8", newline="") as lines:
        return {row["metric"]: (row["digest"], int(row["changes"])) for row in csv.DictReader(lines)}


def _record(now: Recorded) -> None:
    with RECORDED.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerows([("metric", "digest", "changes"), *((name, *told) for name, told in sorted(now.items()))])


def _withdrawn() -> frozenset[str]:
    return frozenset(
        name for change in definition_changes() if change.kind is ChangeKind.WITHDRAWN for name in change.metrics
    )


def test_a_definition_changes_with_an_entry_of_the_log():
    now = _now(catalogue())
    recorded = _recorded() if RECORDED.is_file() else {}
    unlogged = _unlogged(recorded, now, _withdrawn())
    assert not unlogged, f"{', '.join(sorted(unlogged))}: no longer defined as recorded; {_HOW}"
    if RENEWS:
        _record(now)
    differing = sorted({name for name, _ in set(now.items()) ^ set(_recorded().items())})
    assert not differing, (
        f"{', '.join(differing)}: not recorded in {RECORDED.name}; the same test with PNME_RENEW_GOLDENS=1 does"
    )


_METRIC = catalogue()["foi.requests_received"]
_PORTAL = foi_requests.c.channel == "portal"


@pytest.mark.parametrize(
    "change",
    [
        {"definition": "Otra cosa."},
        {"unit": catalogue()["foi.answered_share"].unit},
        {"direction": Direction.HIGHER_IS_BETTER},
        {"source": catalogue()["budget.enacted"].source},
        {"formula": Count(dataset=foi.REQUESTS, where=_PORTAL)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_changes_a_meaning_is_noticed(change):
    changed = replace(_METRIC, **change)
    before, after = ({_METRIC.id: (_digest(one), 0)} for one in (_METRIC, changed))
    assert _unlogged(before, after, frozenset()) == {_METRIC.id}
    assert _unlogged(before, {_METRIC.id: (_digest(changed), 1)}, frozenset()) == set()


def test_a_condition_is_part_of_the_meaning():
    conditions = (_PORTAL, foi_requests.c.channel == "mail")
    one, other = (replace(_METRIC, formula=Count(dataset=foi.REQUESTS, where=where)) for where in conditions)
    assert _digest(one) != _digest(other)
    assert _digest(one) == _digest(replace(one, label="Otro nombre", legal_basis=None))


def test_a_metric_that_is_gone_is_said_to_be_withdrawn():
    recorded = {"topic.gone": ("x", 0)}
    assert _unlogged(recorded, {}, frozenset()) == {"topic.gone"}
    assert _unlogged(recorded, {}, frozenset({"topic.gone"})) == set()


def test_a_new_metric_needs_no_entry():
    assert _unlogged({}, {"topic.new": ("x", 0)}, frozenset()) == set()


def test_the_log_is_about_metrics_of_the_catalogue_and_comes_newest_first():
    log = definition_changes()
    assert [one.day for one in log] == sorted((one.day for one in log), reverse=True)
    named = {name for change in log for name in change.metrics}
    assert named <= set(catalogue()) | _withdrawn()
    assert all(any(change.concerns(one) for one in catalogue().values()) for change in log if change.formula)
    assert all(change.what.endswith(".") and change.why.endswith(".") for change in log)


def test_counts_of_persons_are_rounded_since():
    (change,) = (
        one for one in definition_changes() if one.kind is ChangeKind.CHANGED and "attention.records" in one.metrics
    )
    assert change.day == date(2026, 11, 24)
    protected = {one.id for one in catalogue().values() if str(one.disclosure) == "protected"}
    assert protected == {*change.metrics, "field_operations.people_per_operation"}  # which came later


@pytest.mark.parametrize("about", [{}, {"metrics": ("foi.requests_received",), "formula": "count"}])
def test_a_change_is_of_metrics_or_of_a_kind_of_formula(about):
    with pytest.raises(ValueError, match="one of the two"):
        DefinitionChange(day=date(2026, 11, 25), kind=ChangeKind.CHANGED, what="Qué.", why="Por qué.", **about)
