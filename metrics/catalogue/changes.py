"""What changed in the definitions of metrics, when and why.

An entry is made with the change, and never edited: `tests/metrics/catalogue/test_changes.py` holds the meaning of each
metric to what was recorded, and says what to do where it is another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.model.metric import Metric


class ChangeKind(StrEnum):
    """What happened to a definition."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class DefinitionChange:
    """One change, of the metrics with these ids or of all those of one kind of `formula`."""

    day: date
    kind: ChangeKind
    what: str
    why: str
    metrics: tuple[str, ...] = ()
    formula: str = ""

    def __post_init__(self) -> None:
        if bool(self.metrics) == bool(self.formula):
            msg = f"change of {self.day}: expected the ids of metrics or a kind of formula, one of the two"
            raise ValueError(msg)

    def concerns(self, metric: Metric) -> bool:
        """The metric's meaning changed with it."""
        return metric.id in self.metrics or metric.formula.kind == self.formula


def definition_changes() -> tuple[DefinitionChange, ...]:
    """All of them, the newest first."""
    return tuple(sorted(CHANGES, key=lambda change: change.day, reverse=True))


_PERSONS = (
    "attention.immediate_responses",
    "attention.records",
    "attention.records_per_1000_residents",
    "attention.referrals",
    "field_operations.people",
)

CHANGES = (
    DefinitionChange(
        day=date(2026, 11, 23),
        kind=ChangeKind.ADDED,
        metrics=("plan.measures_not_reported",),
        what="Las medidas sin reporte oficial a la fecha se cuentan aparte.",
        why="No tener reporte no es tener 0 % de avance.",
    ),
    DefinitionChange(
        day=date(2026, 11, 23),
        kind=ChangeKind.ADDED,
        metrics=("plan.measures_late",),
        what="Se cuentan las medidas no implementadas cuyo último hito ya pasó.",
        why="El plazo de una medida es el de su último hito, y la lista de medidas y la cuenta deben aplicar la misma condición.",
    ),
    DefinitionChange(
        day=date(2026, 11, 23),
        kind=ChangeKind.ADDED,
        metrics=("foi.requests_received_growth", "foi.requests_unanswered"),
        what="Se agregan la variación anual de las solicitudes recibidas y las que no tienen una primera respuesta.",
        why="Se compara con los mismos días del año anterior, y sin respuesta no es lo mismo que abierta: también lo están las "
        "desistidas y las derivadas.",
    ),
    DefinitionChange(
        day=date(2026, 11, 23),
        kind=ChangeKind.ADDED,
        metrics=("foi.waiting_after_20_days_share",),
        what="Se agrega la parte de las solicitudes que seguía sin respuesta a los 20 días hábiles.",
        why="Contar sólo las respondidas daría una espera demasiado corta: las abiertas cuentan por lo que llevan esperando.",
    ),
    DefinitionChange(
        day=date(2026, 11, 23),
        kind=ChangeKind.ADDED,
        metrics=("attention.records_per_1000_residents", "population.foreign_residents"),
        what="Se agregan las personas extranjeras residentes y las atenciones por cada 1.000 de ellas.",
        why="La Cuenta Pública anuncia la estimación y no la imprime: no hay valor hasta que la institución la cargue, y no se "
        "usa una cifra de otra parte.",
    ),
    DefinitionChange(
        day=date(2026, 11, 24),
        kind=ChangeKind.CHANGED,
        formula="observed_flow",
        what="De períodos que se superponen se usan los que cubren más días; los demás no se suman.",
        why="Sumar un período y otro que lo contiene cuenta dos veces lo mismo.",
    ),
    DefinitionChange(
        day=date(2026, 11, 24),
        kind=ChangeKind.CHANGED,
        metrics=_PERSONS,
        what="El recuento de cada mes, oficina y resolución se redondea a un múltiplo de 5 antes de sumarlo. Antes se ocultaban "
        "los de 1 a 4 en cada respuesta.",
        why="Lo que se ocultaba en una respuesta se podía deducir restando otras.",
    ),
)
"""In the order in which they were made."""
