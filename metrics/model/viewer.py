"""Who asks, and what may be shown to them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks. What may be shown is part of the question: no answer for one viewer is given to another.

    Protected counts are exact for the regions (CUT codes) that the viewer is entitled to, or everywhere, and rounded cell
    by cell elsewhere.
    """

    id: str
    regions: frozenset[str] = frozenset()
    is_entitled_everywhere: bool = False

    def sees_exactly(self, region: str | None) -> bool:
        """Counts of that region are not rounded for this viewer."""
        return self.is_entitled_everywhere or region in self.regions

    def sees_all_exactly(self, regions: tuple[str, ...]) -> bool:
        """Nothing is rounded in what is asked of those regions, of the whole country if none is named."""
        return self.is_entitled_everywhere or (bool(regions) and self.regions.issuperset(regions))


PUBLIC = Viewer(id="public")
"""Everyone, without login."""

ENTITLED = Viewer(id="entitled", is_entitled_everywhere=True)
"""Whoever may see every count as it was registered: who administers the database, who reads it anyway."""
