"""Litigation: appeals before the courts and administrative appeals."""

from metrics.model.expectations import PartOf, Ref, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_19880, LEY_21325
from metrics.model.units import BUSINESS_DAYS, PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_RATE = Observed(behaves_as=ObservationKind.RATE)
_APPEAL_TYPES = ("protection", "amparo", "expulsion_claim", "other")
_TO_DATE = "El año 2025 va «hasta la fecha», sin fecha de corte."


METRICS: tuple[Metric, ...] = (
    published(
        id="litigation.appeals",
        label="Recursos judiciales según tipo",
        definition=(f"Recursos judiciales interpuestos en la Región Metropolitana y en el resto del país. {_TO_DATE}"),
        unit=count("recursos"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="appeal_type"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="litigation.appeals_total",
        label="Recursos judiciales, total",
        definition=(
            "Total publicado de recursos judiciales; sólo se publica para las regiones fuera de la Metropolitana. "
            f"{_TO_DATE}"
        ),
        unit=count("recursos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(SumOf(tuple(Ref(metric="litigation.appeals", member=each) for each in _APPEAL_TYPES)),),
    ),
    published(
        id="litigation.mean_annual_appeals",
        label="Recursos judiciales al año, promedio",
        definition=(
            "Promedio anual de recursos judiciales entre 2022 y 2024, redondeado. No se publican los totales de cada "
            "año."
        ),
        unit=count("recursos"),
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="litigation.effectiveness_share",
        label="Efectividad judicial",
        definition=(
            "Tasa de efectividad en los recursos judiciales, publicada como «superó el». No se define la base ni se "
            "explicita el período."
        ),
        unit=PERCENT,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="litigation.administrative_appeals",
        label="Recursos administrativos tramitados",
        definition=(
            "Recursos administrativos por rechazo de residencias tramitados en el período. El año 2025 no da fecha de"
            " corte."
        ),
        unit=count("recursos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_19880,
    ),
    published(
        id="litigation.administrative_appeals_in_time",
        label="Recursos administrativos resueltos en plazo",
        definition=(
            "Recursos administrativos resueltos en hasta 90 días hábiles. De 2025 sólo se dice que fueron todos."
        ),
        unit=count("recursos"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_19880,
        expected=(PartOf(Ref(metric="litigation.administrative_appeals")),),
    ),
    published(
        id="litigation.administrative_appeals_deadline",
        label="Plazo de referencia de los recursos administrativos",
        definition=(
            "Días hábiles en que el Servicio se propone resolver un recurso administrativo. Es un parámetro, no un "
            "resultado."
        ),
        unit=BUSINESS_DAYS,
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_19880,
    ),
)
