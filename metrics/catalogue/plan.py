"""The Plan Nacional de Acción: 86 measures and where they stand."""

from __future__ import annotations

from functools import partial

from metrics.model.expectations import QuotientOf, Ref, SumOf, WholePartOf
from metrics.model.formulas import Count, Ratio, ShareOfTotal
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity
from metrics.model.norms import DECRETO_181
from metrics.model.units import PERCENT, count
from metrics.registers import plan

_ALL = Count(dataset=plan.MEASURES)
_IMPLEMENTED = Count(dataset=plan.MEASURES, where=plan.IMPLEMENTED)
_IN_PROGRESS = Count(dataset=plan.MEASURES, where=plan.IN_PROGRESS)

_metric = partial(
    Metric,
    source=plan.SOURCE,
    periodicity=Periodicity.IRREGULAR,
    disclosure=Disclosure.PUBLIC,
    legal_basis=DECRETO_181,
)

METRICS = (
    _metric(
        id="plan.measures",
        label="Medidas del Plan",
        definition="Medidas del Plan Nacional de Acción de la Política Nacional de Migración y Extranjería.",
        unit=count("medidas"),
        formula=_ALL,
        direction=Direction.NEUTRAL,
        expected=(
            SumOf(
                (
                    Ref(metric="plan.measures_implemented", period="2024-08-21"),
                    Ref(metric="plan.measures_in_progress", period="2024-08-21"),
                )
            ),
        ),
    ),
    _metric(
        id="plan.measures_implemented",
        label="Medidas implementadas",
        definition="Medidas cuyo último reporte oficial a la fecha las da por implementadas.",
        unit=count("medidas"),
        formula=_IMPLEMENTED,
        direction=Direction.HIGHER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_in_progress",
        label="Medidas en desarrollo",
        definition="Medidas cuyo último reporte oficial a la fecha las da en desarrollo. "
        "Una medida sin reporte no se cuenta aquí.",
        unit=count("medidas"),
        formula=_IN_PROGRESS,
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_not_reported",
        label="Medidas sin reporte",
        definition="Medidas de las que no hay un reporte oficial a la fecha. No tener reporte no es tener 0 % de avance.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.NOT_REPORTED),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_late",
        label="Medidas atrasadas",
        definition="Medidas que no están implementadas y cuya fecha de término, la del último hito de su plan vigente, ya pasó.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.LATE),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.implemented_share",
        label="Avance del Plan",
        definition="Medidas implementadas sobre el total de medidas del Plan.",
        unit=PERCENT,
        formula=Ratio(numerator=_IMPLEMENTED, denominator=_ALL),
        direction=Direction.HIGHER_IS_BETTER,
        expected=(QuotientOf(Ref(metric="plan.measures_implemented"), Ref(metric="plan.measures", period="2024")),),
    ),
    _metric(
        id="plan.in_progress_share",
        label="Medidas en desarrollo, en porcentaje",
        definition="Medidas en desarrollo sobre el total de medidas del Plan.",
        unit=PERCENT,
        formula=Ratio(numerator=_IN_PROGRESS, denominator=_ALL),
        direction=Direction.LOWER_IS_BETTER,
        expected=(QuotientOf(Ref(metric="plan.measures_in_progress"), Ref(metric="plan.measures", period="2024")),),
    ),
    _metric(
        id="plan.axis_share",
        label="Participación de cada eje en las medidas",
        definition="Medidas de cada eje sobre las medidas que tienen eje informado. Los porcentajes publicados "
        "corresponden a una base de 84 medidas y no a las 86 del Plan: dos quedan sin eje informado.",
        unit=PERCENT,
        formula=ShareOfTotal(of=Count(dataset=plan.MEASURES, where=plan.HAS_AXIS), over="axis"),
        direction=Direction.NEUTRAL,
        requires=("axis",),
        expected=(WholePartOf(Ref(metric="plan.measures", period="2024")),),
        members_add_up_to=1.0,
    ),
)
