"""What a study needs of whoever answers questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from data_access.published import PublishedFigure
from metrics.answering.answer import Result
from metrics.model.filters import Filters, Given
from metrics.model.members import Members
from metrics.model.periods import Period


class Asks(Protocol):
    """Answers questions at one snapshot, for one viewer."""

    def observe(
        self,
        *metric_ids: str,
        by: str | Sequence[str] = (),
        period: str | Period | None = None,
        where: Filters | Given | None = None,
        as_of: date | None = None,
    ) -> Result:
        """An answer by each metric, in the order asked."""
        ...

    def regions(self) -> Members:
        """The sixteen regions, north to south."""
        ...

    def figures_of(self, *metric_ids: str, where: Filters | Given | None = None) -> tuple[PublishedFigure, ...]:
        """What the document prints of each metric, in its order, for the members that `where` keeps."""
        ...
