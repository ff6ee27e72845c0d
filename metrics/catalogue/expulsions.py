"""Expulsions carried out, and the procedures that lead to them."""

from metrics.model.expectations import PartOf, Ref, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, published
from metrics.model.norms import LEY_21325
from metrics.model.units import count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_TWO_CUT_DATES = "La tabla fecha el año 2025 a mayo y el texto da las mismas cifras para el primer trimestre."


METRICS: tuple[Metric, ...] = (
    published(
        id="expulsions.administrative",
        label="Expulsiones administrativas",
        definition="Expulsiones administrativas materializadas en el período. El año 2025 llega al 31 de mayo.",
        unit=count("expulsiones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="expulsions.judicial",
        label="Expulsiones judiciales",
        definition=(
            "Expulsiones ordenadas por un tribunal y materializadas en el período. El año 2025 llega al 31 de mayo."
        ),
        unit=count("expulsiones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="expulsions.total",
        label="Expulsiones materializadas, total",
        definition=(
            "Expulsiones administrativas y judiciales materializadas en el período. El año 2025 llega al 31 de mayo."
        ),
        unit=count("expulsiones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(SumOf((Ref(metric="expulsions.administrative"), Ref(metric="expulsions.judicial"))),),
    ),
    published(
        id="expulsions.procedures_started",
        label="Procedimientos de expulsión iniciados",
        definition=f"Inicios de procedimiento de expulsión registrados en el período. {_TWO_CUT_DATES}",
        unit=count("procedimientos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="expulsions.orders_issued",
        label="Resoluciones de expulsión dictadas",
        definition=f"Resoluciones de expulsión administrativa dictadas en el período. {_TWO_CUT_DATES}",
        unit=count("resoluciones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="expulsions.digital_orders_issued",
        label="Resoluciones de expulsión dictadas con el flujo digital",
        definition=(
            "Resoluciones de expulsión administrativa dictadas con el flujo digital, operativo desde agosto de "
            "2024. Se publica como «más de» y forma parte de las resoluciones dictadas del año."
        ),
        unit=count("resoluciones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(PartOf(Ref(metric="expulsions.orders_issued")),),
    ),
    published(
        id="expulsions.entry_bans",
        label="Salidas autorizadas con prohibición de ingreso",
        definition=f"Autorizaciones de salida con prohibición de ingreso dictadas en el período. {_TWO_CUT_DATES}",
        unit=count("prohibiciones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
)
