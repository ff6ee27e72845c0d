"""What a page declares: everything that has to know of it reads it here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """The groups of the navigation, in order, each by its title."""

    FRONT = ""
    TOPICS = "Temas"
    DATA = "Datos"


class Audience(StrEnum):
    """Who may open a page."""

    EVERYONE = "everyone"
    INSTITUTION = "institution"


class Follows(StrEnum):
    """What the figures of a card are of: the period that the reader chose, or the plan's last report."""

    PERIOD = "period"
    LAST_REPORT = "last_report"


@dataclass(frozen=True, kw_only=True)
class Card:
    """A page on the front page: the question that it answers and its first figures."""

    question: str
    metric_ids: tuple[str, ...]
    follows: Follows = Follows.PERIOD


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page. `render` draws it at the monitor that `session.current` gives; `title` is that of the navigation."""

    address: str
    title: str
    section: Section
    audience: Audience
    render: Callable[[], None]
    card: Card | None = None

    @property
    def short_title(self) -> str:
        """The title without what stands in brackets."""
        return self.title.partition(" (")[0]
