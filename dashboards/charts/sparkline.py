"""How did a headline figure get where it is? A line the size of a word, beside the number that it ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

WIDTH, HEIGHT = 96, 28
_AIR = 4
"""Pixels on all sides, for the last point is wider than the line."""


@dataclass(frozen=True, kw_only=True)
class Instant:
    """The value of a unit of time that begins on a day; None where it is absent or hidden."""

    start: date
    value: float | None
    is_partial: bool = False


@dataclass(frozen=True, kw_only=True)
class Sparkline:
    """What the template `sparkline` draws: lines as an SVG path takes them, lone points, and the last point."""

    path: str
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float]
    is_partial: bool
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(series: Sequence[Instant]) -> Sparkline | None:
    """The line of a series in the order of time, as high as its values move; None where nothing could be compared."""
    known = [one for one in series if one.value is not None]
    return drawn(series, Frame.of(known, width=WIDTH, height=HEIGHT)) if known else None


def drawn(series: Sequence[Instant], frame: Frame) -> Sparkline | None:
    """The line of a series in a frame, broken where a value is missing; None where nothing could be compared.

    What is partial is no point of the line: only the last one may be, and is hollow then, alone.
    """
    known = [one for one in series if one.value is not None]
    if len(known) < 2:  # noqa: PLR2004  a point is no line
        return None
    runs = [[frame.point(one) for one in run] for is_known, run in groupby(series, _is_whole) if is_known]
    return Sparkline(
        path=" ".join("M" + " L".join(f"{x} {y}" for x, y in run) for run in runs if len(run) > 1),
        dots=tuple(run[0] for run in runs if len(run) == 1),
        last=frame.point(known[-1]),
        is_partial=known[-1].is_partial,
        width=frame.width,
        height=frame.height,
    )


def _is_whole(one: Instant) -> bool:
    return one.value is not None and not one.is_partial


@dataclass(frozen=True, kw_only=True)
class Frame:
    """From the first to the last day, and from the lowest to the highest value."""

    first: int
    days: int
    lowest: float
    span: float
    width: int
    height: int

    @classmethod
    def of(cls, known: Sequence[Instant], *, width: int, height: int, starts_at_zero: bool = False) -> Frame:
        """The frame of these values, of which there is one; from zero, if asked, unless some are below."""
        days = [one.start.toordinal() for one in known]
        values = [one.value for one in known if one.value is not None]
        lowest = min(0.0, *values) if starts_at_zero else min(values)
        return cls(
            first=min(days),
            days=max(days) - min(days) or 1,
            lowest=lowest,
            span=max(values) - lowest,
            width=width,
            height=height,
        )

    def point(self, one: Instant) -> tuple[float, float]:
        """A series that does not move lies in the middle."""
        along = (one.start.toordinal() - self.first) / self.days
        up = ((one.value or 0.0) - self.lowest) / self.span if self.span else 0.5
        return round(_AIR + along * (self.width - 2 * _AIR), 1), round(
            self.height - _AIR - up * (self.height - 2 * _AIR), 1
        )
