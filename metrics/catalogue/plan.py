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
        id="plan.measures_at_risk",
        label="Medidas en riesgo",
        definition="Medidas que no están implementadas ni atrasadas y que tienen un hito de su plan vigente cuya fecha pasó "
        "sin que se informara cumplido.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.AT_RISK),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_due_soon",
        label="Medidas con un hito en los próximos 30 días",
        definition="Medidas que no están implementadas y que tienen un hito pendiente de su plan vigente entre la fecha "
        "consultada y los 30 días siguientes.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.DUE_SOON),
        direction=Direction.NEUTRAL,
    ),
    _metric(
        id="plan.measures_moved",
        label="Medidas que se movieron desde la sesión anterior",
        definition="Medidas cuyo estado o avance reportado no es el que se conocía en la sesión anterior del Comité.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES_THEN_AND_NOW, where=plan.MOVED),
        direction=Direction.NEUTRAL,
    ),
    _metric(
        id="plan.measures_missing_report",
        label="Medidas sin reporte en la última ronda",
        definition="Medidas que no están implementadas y de las que nada se reportó para la última ronda de reportes cuyo "
        "plazo venció. No reportar no es tener 0 % de avance.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.MISSING_REPORT),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_without_evidence",
        label="Medidas implementadas sin evidencia",
        definition="Medidas reportadas como implementadas de las que no se ha presentado ningún medio de verificación.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.UNPROVED),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_replanned",
        label="Medidas reprogramadas",
        definition="Medidas con algún hito que el plan vigente fija para después de lo que fijaba la línea base.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.REPLANNED),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_blocked",
        label="Medidas que esperan a otro organismo",
        definition="Medidas que no están implementadas y que tienen un bloqueo sin resolver: otro organismo debe actuar primero.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.BLOCKED),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.measures_promised_at_first",
        label="Medidas que la línea base comprometía terminadas",
        definition="Medidas cuyo último hito, según la línea base del plan, debía estar cumplido a más tardar en la fecha consultada.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.PROMISED_AT_FIRST),
        direction=Direction.NEUTRAL,
    ),
    _metric(
        id="plan.measures_promised",
        label="Medidas que el plan vigente comprometía terminadas",
        definition="Medidas cuyo último hito, según el plan vigente, debía estar cumplido a más tardar en la fecha consultada.",
        unit=count("medidas"),
        formula=Count(dataset=plan.MEASURES, where=plan.PROMISED_NOW),
        direction=Direction.NEUTRAL,
    ),
    _metric(
        id="plan.agreements",
        label="Acuerdos del Comité",
        definition="Acuerdos tomados en las sesiones del Comité Interministerial, en cualquier estado.",
        unit=count("acuerdos"),
        formula=Count(dataset=plan.AGREEMENTS),
        direction=Direction.NEUTRAL,
    ),
    _metric(
        id="plan.agreements_open",
        label="Acuerdos sin cumplir",
        definition="Acuerdos del Comité que no se han cumplido ni se han dejado sin efecto, venza su plazo o no.",
        unit=count("acuerdos"),
        formula=Count(dataset=plan.AGREEMENTS, where=plan.AGREEMENT_OPEN),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.agreements_overdue",
        label="Acuerdos vencidos",
        definition="Acuerdos del Comité sin cumplir cuyo plazo ya pasó.",
        unit=count("acuerdos"),
        formula=Count(dataset=plan.AGREEMENTS, where=plan.AGREEMENT_OVERDUE),
        direction=Direction.LOWER_IS_BETTER,
    ),
    _metric(
        id="plan.implemented_share",
        label="Parte implementada de las medidas del Plan",
        definition="Medidas implementadas sobre el total de medidas del Plan.",
        unit=PERCENT,
        formula=Ratio(numerator=_IMPLEMENTED, denominator=_ALL),
        direction=Direction.HIGHER_IS_BETTER,
        expected=(QuotientOf(Ref(metric="plan.measures_implemented"), Ref(metric="plan.measures", period="2024")),),
    ),
    _metric(
        id="plan.in_progress_share",
        label="Parte en desarrollo de las medidas del Plan",
        definition="Medidas en desarrollo sobre el total de medidas del Plan.",
        unit=PERCENT,
        formula=Ratio(numerator=_IN_PROGRESS, denominator=_ALL),
        direction=Direction.LOWER_IS_BETTER,
        expected=(QuotientOf(Ref(metric="plan.measures_in_progress"), Ref(metric="plan.measures", period="2024")),),
    ),
    _metric(
        id="plan.axis_share",
        label="Participación de cada eje en las medidas con eje informado",
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
