"""Sanctioning procedures, collection of fines and reports received from the police."""

from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_21325
from metrics.model.units import CLP, MEAN_BUSINESS_DAYS, UTM, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)


METRICS: tuple[Metric, ...] = (
    published(
        id="sanctions.defences_resolved",
        label="Descargos resueltos",
        definition=(
            "Descargos contra procedimientos sancionatorios resueltos en el período. Para 2025 el documento dice "
            "«analizados»."
        ),
        unit=count("descargos"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="sanctions.defences_mean_response",
        label="Plazo promedio de respuesta a descargos",
        definition="Días hábiles que tarda en promedio la respuesta a un descargo. No se promedia entre períodos.",
        unit=MEAN_BUSINESS_DAYS,
        formula=Observed(behaves_as=ObservationKind.RATE),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="sanctions.prejudicial_collection",
        label="Cobranza prejudicial de multas",
        definition=(
            "UTM recaudadas por cobranza prejudicial según a quiénes alcanza: en 2024 sólo aerolíneas (cifra "
            "sin fecha en el documento), en 2025 también transporte terrestre y empleadores. No son "
            "comparables."
        ),
        unit=UTM,
        formula=Observed(behaves_as=ObservationKind.FLOW, by="collection_scope", overlapping=True),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="sanctions.judicial_collection",
        label="Recaudación de la Unidad de Cobranza Judicial",
        definition=(
            "Recaudación acumulada «a la fecha», «superior a». La unidad se instaló en septiembre de 2024 según"
            " un pasaje y opera desde enero de 2025 según otro."
        ),
        unit=CLP,
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="sanctions.police_reports",
        label="Partes e informes policiales recibidos",
        definition=(
            "Partes e informes policiales con denuncias de personas extranjeras que remitió la PDI en el período."
        ),
        unit=count("documentos policiales"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="police_document"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="sanctions.lawyers_added",
        label="Abogados y abogadas sumados al Departamento Sancionatorio",
        definition="Profesionales que se sumaron al departamento encargado de dictar sanciones, en el período.",
        unit=count("personas"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
)
