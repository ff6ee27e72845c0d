"""Refugee status: requests, commissions and recognitions."""

from metrics.model.expectations import QuotientOf, Ref, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_20430, LEY_21655
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_RATE = Observed(behaves_as=ObservationKind.RATE)
_RECOMMENDATIONS = ("recognition", "rejection", "complementary_protection")
_NATIONALITIES = ("afghanistan", "venezuela", "ukraine", "other")
_RECOGNITION_YEARS = ("2022", "2023", "2024", "2025-Q1")
_OPEN_END = "El texto dice «entre 2022 y 2025» sin fecha de corte."


METRICS: tuple[Metric, ...] = (
    published(
        id="refuge.admissibility_requests",
        label="Solicitudes de refugio en etapa de admisibilidad",
        definition=(
            "Solicitudes recibidas en la etapa de admisibilidad desde que existe (ley de 2024). No se dan "
            "fechas de inicio ni de término."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21655,
    ),
    published(
        id="refuge.initial_attentions",
        label="Atenciones iniciales de refugio",
        definition="Atenciones iniciales del Departamento de Refugio en el año, todas en formato virtual.",
        unit=count("atenciones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21655,
    ),
    published(
        id="refuge.commissions",
        label="Comisiones de refugio realizadas",
        definition=(
            "Sesiones de la comisión interministerial que evalúa solicitudes de refugio. Las de 2025 son del primer "
            "trimestre."
        ),
        unit=count("comisiones"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.commissions_target",
        label="Comisiones de refugio al año, meta",
        definition="Comisiones de refugio que el Servicio se propone realizar en un año. Es una meta.",
        unit=count("comisiones"),
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.requests_per_commission_target",
        label="Solicitudes por comisión, meta",
        definition=(
            "Solicitudes que se espera revisar en promedio por comisión. El título en que está puede leerse como meta"
            " o resultado."
        ),
        unit=count("solicitudes por comisión"),
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.cases_reviewed_target",
        label="Casos de refugio revisados al año, meta",
        definition="Casos de refugio que el Servicio se propone revisar en un año. Es una meta.",
        unit=count("casos"),
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.requests_evaluated",
        label="Solicitudes de refugio evaluadas en comisión",
        definition=(
            "Solicitudes que la comisión interministerial evaluó en el período; cada una termina en una recomendación."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20430,
        expected=(SumOf(tuple(Ref(metric="refuge.recommendations", member=each) for each in _RECOMMENDATIONS)),),
    ),
    published(
        id="refuge.recommendations",
        label="Recomendaciones de la comisión de refugio",
        definition=(
            "Solicitudes evaluadas según lo que la comisión recomendó. La protección complementaria se recomienda "
            "desde 2025."
        ),
        unit=count("solicitudes"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="recommendation"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.recognised",
        label="Personas reconocidas como refugiadas según nacionalidad",
        definition=f"Personas reconocidas como refugiadas, por nacionalidad. {_OPEN_END}",
        unit=count("personas"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="nationality"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.recognised_total",
        label="Personas reconocidas como refugiadas, total de la serie",
        definition=(
            f"Personas reconocidas como refugiadas. {_OPEN_END} Equivale a la serie anual si 2025 es el primer "
            "trimestre."
        ),
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
        expected=(
            SumOf(tuple(Ref(metric="refuge.recognised", member=each) for each in _NATIONALITIES)),
            SumOf(tuple(Ref(metric="refuge.recognitions", period=period) for period in _RECOGNITION_YEARS)),
        ),
    ),
    published(
        id="refuge.recognised_share",
        label="Reconocimientos según nacionalidad",
        definition=f"Parte de las personas reconocidas como refugiadas que es de cada nacionalidad. {_OPEN_END}",
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE, by="nationality"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
        expected=(QuotientOf(Ref(metric="refuge.recognised"), Ref(metric="refuge.recognised_total")),),
        members_add_up_to=1.0,
    ),
    published(
        id="refuge.formalised",
        label="Solicitudes de refugio formalizadas",
        definition="Solicitudes de refugio formalizadas en el período. El año 2025 es el primer trimestre.",
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.archived",
        label="Solicitudes de refugio archivadas",
        definition=(
            "Solicitudes de refugio archivadas en el período, también de años anteriores. El año 2025 es el primer "
            "trimestre."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.rejected",
        label="Rechazos de refugio",
        definition=(
            "Rechazos de refugio resueltos en el período, también de años anteriores. El año 2025 es el primer "
            "trimestre."
        ),
        unit=count("rechazos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
    published(
        id="refuge.recognitions",
        label="Personas reconocidas como refugiadas",
        definition=(
            "Reconocimientos de la condición de refugiado resueltos en el período. El año 2025 es el primer trimestre."
        ),
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20430,
    ),
)
