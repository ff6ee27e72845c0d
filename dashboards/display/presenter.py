"""The words and the formats as one object, for those who may not import them."""

from __future__ import annotations

from dashboards.display import words
from dashboards.display.formats import format_of
from metrics import Message, Unit


class SpanishPresenter:
    """Messages as sentences and values as text, in Spanish of Chile."""

    def sentence(self, message: Message) -> str:
        """A message in a sentence, without its full stop."""
        return words.sentence(message)

    def value(self, value: float | None, unit: Unit, *, is_suppressed: bool) -> str:
        """A stored value as people read it; what is absent or hidden says so."""
        return format_of(unit).text(value, is_suppressed=is_suppressed)
