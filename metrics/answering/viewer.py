"""Who asks, and what may be shown to them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks. What may be shown is part of the question: no answer for one viewer is given to another.

    `smallest_count` is the smallest count of persons that is shown; below it, a cell is hidden.
    """

    id: str
    smallest_count: int


PUBLIC = Viewer(id="public", smallest_count=5)
"""Everyone, without login."""
