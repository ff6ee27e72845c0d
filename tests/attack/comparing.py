"""Asks the metrics layer and the naive reference the same, and tells in what they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import polars as pl
from sqlalchemy import Engine

from metrics import ENTITLED, Answer, MetricError, Monitor
from tests.attack.asked import Asked
from tests.attack.naive.said import Cell, Key, Refused, Said

EXACT = ENTITLED
"""Sees every cell, however small: what is compared is the figures, not what is hidden of them."""

_CLOSE = 1e-12
UNTOLD = "null"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """Where and how a question is answered."""

    database: str
    monitor: Monitor
    uses_rollups: bool

    @property
    def name(self) -> str:
        return f"{self.database}, {'roll-ups' if self.uses_rollups else 'rows'}"


def variants(engines: dict[str, Engine]) -> list[Variant]:
    """Each database with and without roll-ups, at one snapshot."""
    monitors = {name: Monitor(engine, viewer=EXACT) for name, engine in engines.items()}
    return [
        Variant(database=name, monitor=monitor, uses_rollups=uses)
        for name, monitor in monitors.items()
        for uses in (True, False)
    ]


def asked_of(variant: Variant, asked: Asked) -> dict[str, Said] | Refused:
    """What the metrics layer says, in the words of the reference."""
    try:
        result = variant.monitor.observe(*asked.metrics, use_rollups=variant.uses_rollups, **asked.arguments)
    except MetricError as error:
        return Refused(error.message.id)
    except Exception as error:  # noqa: BLE001  whatever breaks is a difference like any other
        return Refused(f"{type(error).__name__}: {error}"[:300])
    return {answer.metric.id: _said(answer, asked.by) for answer in result.answers}


def _said(answer: Answer, by: Sequence[str]) -> Said:
    fresh = answer.freshness
    return Said(
        cells=_cells(answer.frame, by),
        period=answer.period,
        days=answer.days,
        known_on=answer.known_on,
        kinds=answer.kinds,
        partial=answer.partial,
        partial_units=dict(answer.partial_units),
        provisional_from=answer.provisional_from,
        freshness=(fresh.last_load, fresh.covers_to, fresh.expected_next),
        notes=frozenset((note.id, note.named) for note in answer.notes),
    )


def _cells(frame: pl.DataFrame, by: Sequence[str]) -> dict[Key, Cell]:
    cells: dict[Key, Cell] = {}
    for row in frame.iter_rows(named=True):
        key = tuple(row[name] for name in by)
        assert key not in cells, f"{key} is there twice"
        cells[key] = Cell(
            value=row["value"],
            demonstration=row["demonstration"],
            missing=(UNTOLD,) if row["missing"] is None else tuple(row["missing"]),
            suppressed=row["suppressed"],
        )
    return cells


def differences(expected: dict[str, Said] | Refused, found: dict[str, Said] | Refused) -> list[str]:
    """In what an answer differs from what it should be."""
    if isinstance(expected, Refused) or isinstance(found, Refused):
        should, is_ = (_refusal(one) for one in (expected, found))
        return [] if should == is_ else [f"expected {should}, got {is_}"]
    return [f"{metric}: {one}" for metric in expected for one in _of_answer(expected[metric], found[metric])]


def _refusal(one: dict[str, Said] | Refused) -> str:
    return f"refusal {one.message}" if isinstance(one, Refused) else "an answer"


def _of_answer(expected: Said, found: Said) -> Iterator[str]:
    for one in fields(Said):
        should, is_ = getattr(expected, one.name), getattr(found, one.name)
        if one.name == "cells":
            yield from _of_cells(should, is_, is_exact=expected.is_exact)
        elif one.compare and should != is_:
            yield f"{one.name}: expected {_text(should)}, got {_text(is_)}"


def _of_cells(expected: dict[Key, Cell], found: dict[Key, Cell], *, is_exact: bool) -> Iterator[str]:
    for key in [key for key in expected if key not in found]:
        yield f"cell {key}: expected {_text(expected[key])}, got none"
    for key in [key for key in found if key not in expected]:
        yield f"cell {key}: expected none, got {_text(found[key])}"
    both = [key for key in expected if key in found]
    for key in both:
        if not _same(expected[key], found[key], is_exact=is_exact):
            yield f"cell {key}: expected {_text(expected[key])}, got {_text(found[key])}"
    if both != [key for key in found if key in expected]:
        yield f"order of cells: expected {both}, got {list(found)}"


def _same(expected: Cell, found: Cell, *, is_exact: bool) -> bool:
    flags = ("demonstration", "missing", "suppressed")
    return _same_value(expected.value, found.value, is_exact=is_exact) and all(
        getattr(expected, name) == getattr(found, name) for name in flags
    )


def _same_value(expected: Fraction | float | None, found: Fraction | float | None, *, is_exact: bool) -> bool:
    if expected is None or found is None:
        return expected is found
    if is_exact:
        return float(expected) == found
    return math.isclose(expected, found, rel_tol=_CLOSE, abs_tol=_CLOSE)


def _text(value: Any) -> str:
    if isinstance(value, Cell):
        number = None if value.value is None else float(value.value)
        said = [f"{number}", *(name for name in ("demonstration", "suppressed") if getattr(value, name))]
        return ", ".join([*said, *(f"misses {name}" for name in value.missing)])
    return str(sorted(value, key=repr) if isinstance(value, frozenset) else value)
