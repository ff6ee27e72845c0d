"""In-person attention and field operations, by regional directorate."""

from __future__ import annotations

from functools import partial

from metrics.model.expectations import Ref, SumOf
from metrics.model.formulas import Count, PerCapita, Ratio, Sum
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity
from metrics.model.norms import LEY_21325
from metrics.model.units import Unit, count
from metrics.registers import attention

_RECORDS = Count(dataset=attention.RECORDS)
_OPERATIONS = Count(dataset=attention.FIELD_OPERATIONS)
_PEOPLE = Sum(dataset=attention.FIELD_OPERATIONS, column=attention.PEOPLE_ATTENDED)
PEOPLE_PER_OPERATION = Unit(id="per_operation", label="personas por operativo", decimals=1)
PER_1000 = Unit(id="per_1000", label="atenciones por 1.000 personas", decimals=1)

_attention = partial(
    Metric,
    source=attention.SOURCE,
    periodicity=Periodicity.DAY,
    direction=Direction.NEUTRAL,
    disclosure=Disclosure.PROTECTED,
    legal_basis=LEY_21325,
)
_operations = partial(
    Metric,
    source=attention.OPERATIONS_SOURCE,
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
        formula=Count(dataset=attention.RECORDS, where=attention.IMMEDIATE),
    ),
    _attention(
        id="attention.referrals",
        label="Derivaciones",
        definition="Atenciones presenciales derivadas a soporte especializado del Nivel Central.",
        unit=count("atenciones"),
        formula=Count(dataset=attention.RECORDS, where=attention.REFERRED),
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
        formula=Count(dataset=attention.OPERATIONS),
        disclosure=Disclosure.PUBLIC,
    ),
    _operations(
        id="field_operations.people",
        label="Personas atendidas en operativos",
        definition="Personas atendidas en operativos territoriales, sumadas operativo por operativo: "
        "quien asiste a dos se cuenta dos veces.",
        unit=count("personas"),
        formula=_PEOPLE,
        disclosure=Disclosure.PROTECTED,
    ),
    _operations(
        id="field_operations.people_per_operation",
        label="Personas por operativo",
        definition="Personas atendidas en los operativos del período sobre la cantidad de operativos: cuánta gente atiende uno, en "
        "promedio.",
        unit=PEOPLE_PER_OPERATION,
        formula=Ratio(numerator=_PEOPLE, denominator=_OPERATIONS),
        disclosure=Disclosure.PROTECTED,
    ),
)
