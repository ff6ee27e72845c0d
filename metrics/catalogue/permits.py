"""Residence permits, nationalisation and the backlog of earlier years."""

from metrics.model.expectations import PartOf, QuotientOf, Ref, RemainderOf, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import DECRETO_5142, LEY_21325
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_FLOW_BY_PERMIT = Observed(behaves_as=ObservationKind.FLOW, by="permit")
_SERIES_TO_MARCH_2025 = ("2022", "2023", "2024", "2025-Q1")
_WHOLE_SERIES = "2022-01-01..2025-03-31"


METRICS: tuple[Metric, ...] = (
    published(
        id="permits.backlog_pending",
        label="Solicitudes de residencia rezagadas pendientes",
        definition=(
            "Solicitudes de residencia de años anteriores a 2023 que seguían sin resolver a la fecha indicada."
        ),
        unit=count("solicitudes"),
        formula=Observed(behaves_as=ObservationKind.STOCK),
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="permits.backlog_share",
        label="Rezago según tipo de residencia",
        definition=(
            "Parte de las solicitudes rezagadas que corresponde a cada tipo de residencia, a la fecha indicada."
        ),
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE, by="permit"),
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        members_add_up_to=1.0,
    ),
    published(
        id="permits.backlog_resolved_share",
        label="Rezago resuelto",
        definition=(
            "Parte de las solicitudes rezagadas a diciembre de 2022 que ya estaba resuelta a la fecha indicada."
        ),
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE),
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
        expected=(
            RemainderOf(
                rest=Ref(metric="permits.backlog_pending"),
                whole=Ref(metric="permits.backlog_pending", period="2022-12-31"),
            ),
        ),
    ),
    published(
        id="permits.requested",
        label="Residencias solicitadas",
        definition=(
            "Solicitudes de residencia ingresadas en el período. El corte a marzo de 2025 está anotado sólo en las "
            "residencias temporales; se entiende el mismo para las definitivas."
        ),
        unit=count("solicitudes"),
        formula=_FLOW_BY_PERMIT,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="permits.resolved",
        label="Residencias resueltas",
        definition=(
            "Solicitudes de residencia resueltas en el período, rezagadas y nuevas: pueden superar a las solicitadas. "
            "El corte a marzo de 2025 está anotado sólo en las residencias temporales."
        ),
        unit=count("solicitudes"),
        formula=_FLOW_BY_PERMIT,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="permits.nationalisation_letters",
        label="Cartas de nacionalización otorgadas",
        definition="Cartas de nacionalización otorgadas en el período. El año 2025 llega a marzo.",
        unit=count("cartas"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=DECRETO_5142,
    ),
    published(
        id="permits.humanitarian_requested",
        label="Solicitudes de residencia temporal por razones humanitarias",
        definition=(
            "Solicitudes de residencia temporal por razones humanitarias del período. El año 2025 llega al 31 de marzo."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(PartOf(Ref(metric="permits.requested", member="temporary")),),
    ),
    published(
        id="permits.humanitarian_requested_total",
        label="Solicitudes por razones humanitarias, total de la serie",
        definition=(
            "Solicitudes de residencia temporal por razones humanitarias desde 2022 hasta el 31 de marzo de 2025. "
            "El texto dice que fueron acogidas; la tabla, que fueron solicitadas."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(
            SumOf(
                tuple(Ref(metric="permits.humanitarian_requested", period=period) for period in _SERIES_TO_MARCH_2025)
            ),
        ),
    ),
    published(
        id="permits.humanitarian_granted",
        label="Residencias temporales por razones humanitarias otorgadas",
        definition=(
            "Otorgamientos del período, también de solicitudes de años anteriores: pueden superar a las solicitudes. "
            "El año 2025 llega al 31 de marzo."
        ),
        unit=count("otorgamientos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(PartOf(Ref(metric="permits.resolved", member="temporary")),),
    ),
    published(
        id="permits.humanitarian_granted_total",
        label="Otorgamientos por razones humanitarias, total de la serie",
        definition=(
            "Residencias temporales por razones humanitarias otorgadas desde 2022 hasta el 31 de marzo de 2025."
        ),
        unit=count("otorgamientos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(
            SumOf(tuple(Ref(metric="permits.humanitarian_granted", period=period) for period in _SERIES_TO_MARCH_2025)),
        ),
    ),
    published(
        id="permits.humanitarian_granted_share",
        label="Otorgamiento de residencias por razones humanitarias",
        definition=(
            "Otorgamientos sobre solicitudes entre 2022 y 2025. El texto no da la fecha de cierre; la tabla cierra el"
            " 31 de marzo."
        ),
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(
            QuotientOf(
                Ref(metric="permits.humanitarian_granted_total", period=_WHOLE_SERIES),
                Ref(metric="permits.humanitarian_requested_total", period=_WHOLE_SERIES),
            ),
        ),
    ),
    published(
        id="permits.bolivia_mercosur_requested",
        label="Solicitudes Mercosur de personas bolivianas",
        definition=(
            "Solicitudes de residencia temporal Mercosur de personas bolivianas tramitadas desde que rige el "
            "acuerdo de reciprocidad. El documento da la firma (septiembre de 2023) y no la fecha de vigencia."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="permits.bolivia_mercosur_granted",
        label="Residencias Mercosur otorgadas a personas bolivianas",
        definition=(
            "Solicitudes Mercosur de personas bolivianas que terminaron en otorgamiento desde que rige el acuerdo de "
            "reciprocidad, firmado en septiembre de 2023."
        ),
        unit=count("otorgamientos"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(PartOf(Ref(metric="permits.bolivia_mercosur_requested")),),
    ),
)
