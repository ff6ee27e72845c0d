"""How did each region get where it is? A small line for each, all on one scale of time and of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.charts.sparkline import Frame, Instant, Sparkline, drawn

WIDTH, HEIGHT = 228, 64


@dataclass(frozen=True, kw_only=True)
class Multiple:
    """A line, and the last value of its series that is there, as it is written; no line where there is nothing to compare."""

    code: str
    line: Sparkline | None


def multiples(series: Mapping[str, Sequence[Instant]]) -> tuple[Multiple, ...]:
    """The lines of several series, which all reach from the first to the last day of all, and from zero to their highest value."""
    known = [one for instants in series.values() for one in instants if one.value is not None]
    if not known:
        return tuple(Multiple(code=code, line=None) for code in series)
    frame = Frame.of(known, width=WIDTH, height=HEIGHT, starts_at_zero=True)
    return tuple(Multiple(code=code, line=drawn(instants, frame)) for code, instants in series.items())
