"""In-person attention and field operations, by regional directorate."""

from __future__ import annotations

from functools import partial

from metrics.datasets import ATTENTIONS, FIELD_OPERATIONS, IMMEDIATE, PEOPLE_ATTENDED, REFERRED
from metrics.model import Count, Direction, Disclosure, Metric, PerCapita, Periodicity, Ref, Source, Sum, SumOf, Unit
from metrics.units import LEY_21325, count

ATTENTION_REGISTER = Source(
    id="attention_register",
    label="Registro Nacional de Atenciones",
    institution="Dirección de Territorio e Inclusión (SERMIG)",
)
OPERATIONS_REGISTER = Source(
    id="field_operations_register",
    label="Registro de operativos en terreno",
    institution="Dirección de Territorio e Inclusión (SERMIG)",
)

_RECORDS = Count(dataset=ATTENTIONS)
PER_1000 = Unit(id="per_1000", label="atenciones por 1.000 personas", symbol="por 1.000", decimals=1)

_attention = partial(
    Metric,
    source=ATTENTION_REGISTER,
    periodicity=Periodicity.DAY,
    direction=Direction.NEUTRAL,
    disclosure=Disclosure.SMALL_CELLS,
    legal_basis=LEY_21325,
)
_operations = partial(
    Metric,
    source=OPERATIONS_REGISTER,
    periodicity=Periodicity.DAY,
    direction=Direction.HIGHER_IS_BETTER,
    legal_basis=None,
)

METRICS = (
    _attention(
        id="attention.records",
        label="Atenciones presenciales",
        definition="Registros de atención presencial en oficinas. Cuenta atenciones y no personas distintas; "
        "no incluye las de Refugio.",
        unit=count("atenciones"),
        formula=_RECORDS,
        expected=(SumOf((Ref(metric="attention.immediate_responses"), Ref(metric="attention.referrals"))),),
    ),
    _attention(
        id="attention.immediate_responses",
        label="Respuestas inmediatas",
        definition="Atenciones presenciales resueltas en el momento.",
        unit=count("atenciones"),
        formula=Count(dataset=ATTENTIONS, where=IMMEDIATE),
    ),
    _attention(
        id="attention.referrals",
        label="Derivaciones",
        definition="Atenciones presenciales derivadas a soporte especializado del Nivel Central.",
        unit=count("atenciones"),
        formula=Count(dataset=ATTENTIONS, where=REFERRED),
    ),
    _attention(
        id="attention.records_per_1000_residents",
        label="Atenciones presenciales por 1.000 personas extranjeras residentes",
        definition="Atenciones presenciales del período por cada 1.000 personas extranjeras residentes en la región, según la "
        "última estimación conocida. Sin estimación cargada no hay valor.",
        unit=PER_1000,
        formula=PerCapita(numerator=_RECORDS, population="population.foreign_residents", per=1000),
    ),
    _operations(
        id="field_operations.count",
        label="Operativos en terreno",
        definition="Operativos territoriales de atención realizados en el período.",
        unit=count("operativos"),
        formula=Count(dataset=FIELD_OPERATIONS),
        disclosure=Disclosure.PUBLIC,
    ),
    _operations(
        id="field_operations.people",
        label="Personas atendidas en operativos",
        definition="Personas atendidas en operativos territoriales, sumadas operativo por operativo: "
        "quien asiste a dos se cuenta dos veces.",
        unit=count("personas"),
        formula=Sum(dataset=FIELD_OPERATIONS, column=PEOPLE_ATTENDED),
        disclosure=Disclosure.SMALL_CELLS,
    ),
)
