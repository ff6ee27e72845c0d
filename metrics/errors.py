"""What can be wrong with a question: each error says what was asked and what would be allowed.

`str(error)` is English, for the log; `error.spanish` is the sentence that people are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class MetricError(ValueError):
    """A question that the metrics layer refuses."""

    def __init__(self, english: str, spanish: str) -> None:
        super().__init__(english)
        self.spanish = spanish


def _suggested(asked: str, allowed: Iterable[str]) -> tuple[str, str]:
    """The names nearest to the one asked or, where none is near, a few of those there are."""
    listed = sorted(allowed)
    near = ", ".join(get_close_matches(asked, listed, n=3, cutoff=0.4))
    if near:
        return f"nearest: {near}", f"los más parecidos son: {near}"
    some = ", ".join(listed[:8])
    return f"there are, among others: {some}", f"existen, entre otros: {some}"


class UnknownMetricError(MetricError):
    """No metric has that id."""

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        english, spanish = _suggested(asked, known)
        super().__init__(
            f"unknown metric {asked!r}; {english}",
            f"no existe el indicador «{asked}»; {spanish}",
        )


class UnknownDimensionError(MetricError):
    """The metric has no such dimension."""

    def __init__(self, metric: str, asked: str, allowed: Iterable[str]) -> None:
        names = sorted(allowed)
        listed = ", ".join(names)
        near = get_close_matches(asked, names, n=1)
        super().__init__(
            f"{metric}: unknown dimension {asked!r}; allowed: {listed}" + (f"; nearest: {near[0]}" if near else ""),
            f"{metric} no se puede desglosar por «{asked}»; se puede por: {listed}"
            + (f"; ¿quiso decir «{near[0]}»?" if near else ""),
        )


class EmptyQuestionError(MetricError):
    """Something that a question needs was left empty."""

    def __init__(self, asked: str, missing: str) -> None:
        spanish = {"metrics": "al menos un indicador", "period": "un período", "where": "al menos un valor por filtro"}
        english = {"metrics": "at least one metric", "period": "a period", "where": "at least one member"}
        super().__init__(
            f"{asked or 'the question'} is incomplete: it needs {english[missing]}",
            f"{asked or 'la pregunta'} está incompleta: indique {spanish[missing]}",
        )


class NotAdditiveError(MetricError):
    """The cells of a metric cannot be added over a dimension."""

    def __init__(self, metric: str, dimension: str) -> None:
        super().__init__(
            f"{metric} cannot be added over {dimension}; ask for it by {dimension}, or for one {dimension}",
            f"{metric} no se puede sumar sobre «{dimension}»: pídalo por {dimension}, o para un solo valor de {dimension}",
        )


class GrainError(MetricError):
    """The metric has no values of days, months or quarters so short."""

    def __init__(self, metric: str, grain: str) -> None:
        super().__init__(
            f"{metric} has no values by {grain}: its source gives longer periods",
            f"{metric} no tiene valores por «{grain}»: su fuente los da por períodos más largos",
        )


class UnknownMemberError(MetricError):
    """The dimension has no such member."""

    def __init__(self, dimension: str, asked: str, known: Iterable[str]) -> None:
        english, spanish = _suggested(asked, known)
        super().__init__(
            f"{dimension}: unknown member {asked!r}; {english}",
            f"«{asked}» no es un valor de «{dimension}»; {spanish}",
        )


class PeriodError(MetricError):
    """A period that cannot be read."""

    def __init__(self, asked: str) -> None:
        allowed = "2024, 2024-Q1, 2024-03, 2024-03-31, 2024-01-01..2024-03-31"
        super().__init__(
            f"period {asked!r} cannot be read; allowed: {allowed}",
            f"no se entiende el período «{asked}»; se admite: {allowed}",
        )


class FilterError(MetricError):
    """A filter that is not DIMENSION=VALUE."""

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"filter {asked!r} cannot be read; allowed: DIMENSION=VALUE, such as region=13",
            f"no se entiende el filtro «{asked}»; se admite DIMENSIÓN=VALOR, por ejemplo region=13",
        )
