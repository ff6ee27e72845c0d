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
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.CHANGED,
        metrics=(
            "foi.answered_within_15_days",
            "foi.answered_within_15_days_share",
            "foi.response_days_median",
            "foi.waiting_after_20_days_share",
        ),
        what="No corren los días hábiles en que se espera que la persona aclare lo que pide.",
        why="Mientras no aclara, el plazo está detenido (Ley 20.285, art. 12), y el registro ahora dice cuándo.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.CHANGED,
        metrics=("foi.requests_overdue",),
        what="Una prórroga alarga el plazo sólo si se notificó antes de que venciera, y el plazo se detiene mientras se espera "
        "una aclaración.",
        why="La ley pide notificar la prórroga antes del vencimiento (art. 14): una posterior no hace llegar a tiempo lo que ya "
        "estaba vencido.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.ADDED,
        metrics=(
            "foi.answered_in_time_share",
            "foi.answered_within_15_days_of_received_share",
            "foi.answered_within_20_days",
            "foi.answered_within_20_days_of_received_share",
            "foi.answered_within_20_days_share",
            "foi.response_days_p75",
            "foi.response_days_p90",
            "foi.waiting_after_15_days_share",
        ),
        what="Se agregan los percentiles 75 y 90, la espera más allá de 15 días y lo respondido en 20 días y dentro del plazo.",
        why="Una mediana no dice cuánto espera quien más espera, y la meta de 15 días no es el plazo de la ley.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.ADDED,
        metrics=(
            "foi.answers_given",
            "foi.answers_given_within_15_days_share",
            "foi.answers_given_within_20_days_share",
        ),
        what="Se cuentan las respuestas por el día en que se dieron.",
        why="Lo que se recibe en un mes y lo que se responde en él son dos preguntas distintas.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.ADDED,
        metrics=(
            "foi.clarified_share",
            "foi.closing_days_median",
            "foi.extended_share",
            "foi.referred_share",
            "foi.requests_clarified",
            "foi.requests_extended",
            "foi.requests_referred",
            "foi.requests_closed",
        ),
        what="Se agregan las prorrogadas, las que se pidió aclarar, las derivadas, las cerradas y la espera hasta el cierre.",
        why="La primera respuesta no es el fin de una solicitud, y una prórroga o una aclaración mueven su plazo.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.ADDED,
        metrics=(
            "foi.extended_term_missed_share",
            "foi.first_term_missed_share",
            "foi.requests_due_in_6_to_10_days",
            "foi.requests_due_in_0_to_5_days",
            "foi.requests_older_than_15_days",
            "foi.requests_older_than_20_days",
            "foi.requests_older_than_30_days",
            "foi.terms_broken",
            "foi.terms_broken_of_open",
        ),
        what="Se agregan lo que está por vencer, lo que lleva mucho abierto y los plazos que vencieron sin respuesta.",
        why="Quien responde necesita saber qué vence antes de que venza, y de ello se hace el pronóstico.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.ADDED,
        metrics=("population.inhabitants",),
        what="Se agrega la población de cada región según la proyección del INE.",
        why="Una región con más gente atiende más: sin tasas por habitante no se comparan regiones.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.ADDED,
        metrics=("field_operations.people_per_operation",),
        what="Se agregan las personas que atiende un operativo en promedio.",
        why="Muchos operativos de poca gente y pocos de mucha no son lo mismo.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.CHANGED,
        metrics=("field_operations.count",),
        what="Los operativos se pueden ver también por tipo. La cuenta es la misma.",
        why="No es lo mismo atender en una feria que en otro organismo.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.ADDED,
        metrics=(
            "budget.accrued_to_date",
            "budget.execution_of_enacted_share",
            "budget.left",
            "budget.modified",
            "budget.paid_to_date",
        ),
        what="Se agregan lo devengado y lo pagado en el año, lo que queda, las modificaciones y la ejecución de la ley.",
        why="Lo de un mes no se compara con el presupuesto de un año, y la ejecución se puede medir contra dos.",
    ),
    DefinitionChange(
        day=date(2026, 11, 28),
        kind=ChangeKind.CHANGED,
        metrics=(
            "budget.accrued",
            "budget.accrued_by_subtitle",
            "budget.backlog_plan",
            "budget.current",
            "budget.enacted",
            "budget.equipment",
            "budget.execution_share",
            "budget.expulsions",
            "budget.paid",
            "budget.payroll",
        ),
        what=(
            "El presupuesto se puede ver también por ítem, sus líneas son las del clasificador y sólo se suman pesos. "
            "Expulsiones y Plan Rezago pasan de las líneas 22.08 y 24.03 a 22.08.007 y 24.03.001; lo cargado antes se cuenta."
        ),
        why="Quien lo revisa baja del subtítulo al ítem y a la asignación, y dólares y pesos no se suman.",
    ),
)
"""In the order in which they were made."""
