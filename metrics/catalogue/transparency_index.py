"""Transparency: the active-transparency index and what is published of requests and appeals.

Counts of requests and appeals come from the FOI register; here are the figures that only the
institution publishes.
"""

from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_20285
from metrics.model.units import BUSINESS_DAYS, PERCENT, POINTS, count

_RATE = Observed(behaves_as=ObservationKind.RATE)
_ACTIVE_TRANSPARENCY = LEY_20285.at("art. 7")
_DEADLINE = LEY_20285.at("art. 14")
_APPEAL = LEY_20285.at("art. 24")


METRICS: tuple[Metric, ...] = (
    published(
        id="foi.response_deadline_target",
        label="Plazo de respuesta buscado",
        definition=(
            "Días hábiles en que el Servicio se propone responder una solicitud de información. La ley da 20. Es una "
            "meta."
        ),
        unit=BUSINESS_DAYS,
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=_DEADLINE,
    ),
    published(
        id="foi.appeals_first_instance_share",
        label="Amparos resueltos en primera instancia",
        definition=(
            "Parte del total de amparos gestionados que se resolvió en primera instancia. El documento no da período."
        ),
        unit=PERCENT,
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_APPEAL,
    ),
    published(
        id="foi.active_transparency_index",
        label="Índice de Transparencia Activa",
        definition=(
            "Puntaje anual de 0 a 100 del cumplimiento en transparencia activa del Servicio. Se publica con signo de "
            "porcentaje."
        ),
        unit=POINTS,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ACTIVE_TRANSPARENCY,
    ),
    published(
        id="foi.active_transparency_national_average",
        label="Índice de Transparencia Activa, promedio nacional",
        definition="Puntaje promedio de 0 a 100 de los organismos del país. Se publica con signo de porcentaje.",
        unit=POINTS,
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=_ACTIVE_TRANSPARENCY,
    ),
    published(
        id="foi.active_transparency_decrease",
        label="Disminución del Índice de Transparencia Activa",
        definition=("Puntos que bajó el índice del Servicio en el año. El puntaje del año anterior no está publicado."),
        unit=POINTS,
        formula=_RATE,
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ACTIVE_TRANSPARENCY,
    ),
    published(
        id="foi.active_transparency_rank",
        label="Lugar en el ranking nacional de transparencia activa",
        definition=(
            "Lugar del Servicio en el ranking nacional; el 1 es el mejor. El año del lugar previo no está dicho: se "
            "entiende 2023."
        ),
        unit=count("lugar"),
        formula=_RATE,
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ACTIVE_TRANSPARENCY,
    ),
)
