"""A question as it is asked of the metrics layer and of the naive reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`metrics` by `by`, of `period`, where `filters` hold, as known on `as_of`."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: str | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    as_of: date | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What `Monitor.observe` is given beside the metrics."""
        where = {name: list(members) for name, members in self.filters}
        return {"by": list(self.by), "period": self.period, "where": where or None, "as_of": self.as_of}
