"""Citizen participation: the civil-society council, consultations and public accounts."""

from metrics.model.expectations import PartOf, Ref, SumOf, WholePartOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_20500
from metrics.model.units import PERCENT, PERCENT_2, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_STOCK = Observed(behaves_as=ObservationKind.STOCK)
_RATE = Observed(behaves_as=ObservationKind.RATE)
_ORGANISATION_TYPES = ("migrant", "ngo", "academia")


def _all_types(metric: str) -> SumOf:
    return SumOf(tuple(Ref(metric=metric, member=member) for member in _ORGANISATION_TYPES))


METRICS: tuple[Metric, ...] = (
    published(
        id="participation.cosoc_councillors_elected",
        label="Consejeros y consejeras electos al COSOC",
        definition=(
            "Personas elegidas al Consejo de la Sociedad Civil 2025-2027; pertenecen a las organizaciones electas."
        ),
        unit=count("personas"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20500,
        expected=(_all_types("participation.cosoc_organisations_elected"),),
    ),
    published(
        id="participation.cosoc_organisations_elected",
        label="Organizaciones electas al COSOC",
        definition="Organizaciones elegidas al Consejo de la Sociedad Civil 2025-2027, según su tipo.",
        unit=count("organizaciones"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="organisation_type"),
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20500,
    ),
    published(
        id="participation.cosoc_first_session_organisations",
        label="Organizaciones en la primera sesión del COSOC",
        definition="Organizaciones que participaron en la primera sesión ordinaria del consejo 2025-2027.",
        unit=count("organizaciones"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20500,
    ),
    published(
        id="participation.cosoc_sessions",
        label="Sesiones del COSOC",
        definition="Sesiones ordinarias y extraordinarias del Consejo de la Sociedad Civil en el período.",
        unit=count("sesiones"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="session_type"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20500,
    ),
    published(
        id="participation.cosoc_attendance_share",
        label="Asistencia promedio a las sesiones del COSOC",
        definition="Promedio de asistencia de consejeros y consejeras a las sesiones del año.",
        unit=PERCENT,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20500,
    ),
    published(
        id="participation.cosoc_members",
        label="Organizaciones parte del COSOC según tipo",
        definition=(
            "Organizaciones que son parte del consejo «actualmente», sin fecha. El consejo electo en marzo de "
            "2025 tiene 16 organizaciones: la cifra parece anterior."
        ),
        unit=count("organizaciones"),
        formula=Observed(behaves_as=ObservationKind.STOCK, by="organisation_type"),
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20500,
    ),
    published(
        id="participation.cosoc_members_total",
        label="Organizaciones parte del COSOC, total",
        definition=(
            "Organizaciones que son parte del consejo «actualmente», sin fecha. El consejo electo en marzo de "
            "2025 tiene 16 organizaciones: la cifra parece anterior."
        ),
        unit=count("organizaciones"),
        formula=_STOCK,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20500,
        expected=(_all_types("participation.cosoc_members"),),
    ),
    published(
        id="participation.consultation_responses",
        label="Respuestas a la consulta Apoya Mujer Migrante",
        definition=(
            "Respuestas recibidas en la consulta ciudadana sobre Apoya Mujer Migrante; sin fecha explícita, logro de "
            "2024."
        ),
        unit=count("respuestas"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20500,
    ),
    published(
        id="participation.consultation_women_share",
        label="Mujeres entre las respuestas a la consulta",
        definition="Parte de las respuestas a la consulta sobre Apoya Mujer Migrante que dieron mujeres.",
        unit=PERCENT_2,
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20500,
        expected=(WholePartOf(Ref(metric="participation.consultation_responses")),),
    ),
    published(
        id="participation.regional_public_accounts",
        label="Direcciones Regionales con cuenta pública",
        definition="Direcciones Regionales, de 16, que hicieron su propia cuenta pública en el año.",
        unit=count("direcciones regionales"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20500,
        expected=(PartOf(Ref(metric="institution.regional_directorates")),),
    ),
    published(
        id="participation.regional_meetings_target",
        label="Encuentros anuales con organizaciones sociales, meta",
        definition=(
            "Encuentros al año que cada Dirección Regional se propone con las organizaciones del Registro de "
            "Organizaciones Sociales. Es una meta."
        ),
        unit=count("encuentros"),
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20500,
    ),
)
