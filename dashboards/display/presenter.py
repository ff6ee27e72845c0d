"""The words and the formats as one object, for those who may not import them."""

from __future__ import annotations

from dashboards.display import contradictions, dates, words
from dashboards.display.formats import format_of
from metrics import Finding, Message, Unit, foi_clock


class SpanishPresenter:
    """Messages as sentences and values as text, in Spanish of Chile."""

    def sentence(self, message: Message) -> str:
        """A message in a sentence, without its full stop."""
        return words.sentence(message)

    def finding(self, finding: Finding) -> str:
        """What a contradiction is, or why nothing is decided, in a sentence."""
        return contradictions.said(finding).sentence

    def clock(self, told: foi_clock.Reading) -> dict[str, str | int]:
        """What a clock says, by what each thing is called."""
        return {
            "vence": dates.day(told.due_on) if told.due_on else "al aclararse",
            "días hábiles usados": told.days_used,
            "días hábiles que quedan": told.days_left,
            "plazo": told.term_days,
            "estado": words.CLOCK_STATES[told.state],
            "prórroga": "avisada tarde: no alarga el plazo" if told.is_extension_late else "—",
        }

    def value(self, value: float | None, unit: Unit, *, is_suppressed: bool) -> str:
        """A stored value as people read it; what is absent or hidden says so."""
        return format_of(unit).text(value, is_suppressed=is_suppressed)
