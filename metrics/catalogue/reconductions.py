"""Redirections at the border of persons who entered by an unauthorised crossing."""

from metrics.model.expectations import PartOf, Ref, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_21325
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_RATE = Observed(behaves_as=ObservationKind.RATE)
_SERIES = ("2022", "2023", "2024", "2025-01-01..2025-05-31")
_AGREEMENT_DATES = (
    "El documento fecha la vigencia del acuerdo el 28 de marzo de 2024 y su firma el 20 de diciembre de 2024; "
    "no indica hasta qué fecha cuenta."
)


METRICS: tuple[Metric, ...] = (
    published(
        id="reconductions.carried_out",
        label="Reconducciones",
        definition="Reconducciones hechas en la frontera en el período. El año 2025 llega a mayo.",
        unit=count("reconducciones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="reconductions.total",
        label="Reconducciones, total de la serie",
        definition="Reconducciones hechas desde 2022 hasta mayo de 2025.",
        unit=count("reconducciones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(SumOf(tuple(Ref(metric="reconductions.carried_out", period=period) for period in _SERIES)),),
    ),
    published(
        id="reconductions.bolivia_agreement_persons",
        label="Personas reconducidas a Bolivia por Colchane",
        definition=(f"Personas reconducidas por Colchane bajo el acuerdo con Bolivia; «cerca de». {_AGREEMENT_DATES}"),
        unit=count("personas"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(PartOf(Ref(metric="reconductions.carried_out", period="2024-01-01..2025-05-31")),),
    ),
    published(
        id="reconductions.third_country_share",
        label="Personas de terceros países entre las reconducidas por Colchane",
        definition=(
            f"Parte de las personas reconducidas por Colchane que es de terceros países; «más de». {_AGREEMENT_DATES}"
        ),
        unit=PERCENT,
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="reconductions.border_zone_width",
        label="Ancho de la zona de control fronterizo",
        definition=(
            "Distancia desde la frontera dentro de la cual cabe la reconducción. Es un parámetro, no un resultado."
        ),
        unit=count("km"),
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
)
