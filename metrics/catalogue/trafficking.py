"""Human trafficking and smuggling of migrants."""

from metrics.model.expectations import Ref, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, published
from metrics.model.norms import LEY_20507
from metrics.model.units import count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_CRIMES = ("human_trafficking", "migrant_smuggling")


METRICS: tuple[Metric, ...] = (
    published(
        id="trafficking.cases",
        label="Casos de trata y tráfico según delito",
        definition=(
            "Casos de trata de personas y de tráfico ilícito de migrantes que el Servicio identificó en el período."
        ),
        unit=count("casos"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="crime"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20507,
    ),
    published(
        id="trafficking.cases_total",
        label="Casos de trata y tráfico, total",
        definition=(
            "Casos identificados en el período, de trata de personas y de tráfico ilícito de migrantes juntos."
        ),
        unit=count("casos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20507,
        expected=(SumOf(tuple(Ref(metric="trafficking.cases", member=crime) for crime in _CRIMES)),),
    ),
    published(
        id="trafficking.workshops",
        label="Talleres sobre trata de personas",
        definition="Talleres sobre trata de personas realizados en el período.",
        unit=count("talleres"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20507,
    ),
    published(
        id="trafficking.workshop_attendees",
        label="Personas capacitadas sobre trata",
        definition="Personas capacitadas en los talleres sobre trata de personas del período.",
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20507,
    ),
)
