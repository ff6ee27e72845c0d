"""Attention channels: booking, offices, digital help and operations in neighbourhoods.

Records of in-person attention come from their register; here is what is only published.
"""

from metrics.model.expectations import PartOf, QuotientOf, Ref, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_19880
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_STOCK = Observed(behaves_as=ObservationKind.STOCK)
_RATE = Observed(behaves_as=ObservationKind.RATE)


METRICS: tuple[Metric, ...] = (
    published(
        id="attention.booked",
        label="Atenciones coordinadas por reserva de horas",
        definition=(
            "Atenciones presenciales coordinadas por el sistema de reserva de horas, «más de», en miles. El "
            "sistema opera en todo el país desde julio de 2024."
        ),
        unit=count("atenciones"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
        expected=(PartOf(Ref(metric="attention.records")),),
    ),
    published(
        id="attention.model_coverage_share",
        label="Cobertura regional del modelo de atención integral",
        definition="Parte de las regiones del país con el modelo de Atención Integral de Personas.",
        unit=PERCENT,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
        expected=(QuotientOf(Ref(metric="attention.model_regions"), Ref(metric="institution.regional_directorates")),),
    ),
    published(
        id="attention.model_regions",
        label="Regiones con el modelo de atención integral",
        definition="Regiones con el modelo de Atención Integral de Personas implementado.",
        unit=count("regiones"),
        formula=_STOCK,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="attention.model_offices",
        label="Oficinas con Ayuda Migraciones y reserva de horas",
        definition="Oficinas que operan con la plataforma Ayuda Migraciones y con la reserva de horas.",
        unit=count("oficinas"),
        formula=_STOCK,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="attention.citizen_requests_received",
        label="Solicitudes ciudadanas ingresadas",
        definition="Solicitudes ingresadas en el año al Sistema Integral de Atención Ciudadana (SIAC).",
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_19880,
    ),
    published(
        id="attention.citizen_requests_answered",
        label="Solicitudes ciudadanas respondidas",
        definition=(
            "Solicitudes respondidas en el año por el SIAC. Incluye las que quedaron pendientes de 2023: por "
            "eso supera a las ingresadas."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_19880,
    ),
    published(
        id="attention.citizen_requests_response_rate",
        label="Tasa de respuesta del SIAC",
        definition=(
            "Parte de las solicitudes por responder que se respondió. No es respondidas sobre ingresadas, "
            "porque considera las pendientes de 2023, cuyo número no se publica."
        ),
        unit=PERCENT,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_19880,
    ),
    published(
        id="attention.help_requests_answered",
        label="Requerimientos respondidos en Ayuda Migraciones",
        definition=(
            "Requerimientos respondidos por la plataforma Ayuda Migraciones, según la respuesta fue personalizada o "
            "automática. La plataforma opera desde el 18 de marzo de 2024."
        ),
        unit=count("requerimientos"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="response_type"),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_19880,
    ),
    published(
        id="attention.help_hours_per_day",
        label="Disponibilidad diaria de Ayuda Migraciones",
        definition="Horas al día en que la plataforma recibe requerimientos. Es un parámetro, sin fecha.",
        unit=count("horas"),
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="attention.help_days_per_week",
        label="Disponibilidad semanal de Ayuda Migraciones",
        definition="Días a la semana en que la plataforma recibe requerimientos. Es un parámetro, sin fecha.",
        unit=count("días"),
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="attention.neighbourhood_regions",
        label="Regiones con «Migraciones en tu Barrio»",
        definition="Regiones en que se ejecutaron operativos de «Migraciones en tu Barrio» en el año.",
        unit=count("regiones"),
        formula=_STOCK,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="attention.neighbourhood_planned",
        label="Operativos «Migraciones en tu Barrio» planificados",
        definition="Operativos de «Migraciones en tu Barrio» planificados para el año.",
        unit=count("operativos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="attention.neighbourhood_additional",
        label="Operativos «Migraciones en tu Barrio» adicionales",
        definition=(
            "Operativos no planificados que gestionaron las Direcciones Regionales de Atacama y Los Lagos, ambas "
            "juntas."
        ),
        unit=count("operativos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="attention.neighbourhood_executed",
        label="Operativos «Migraciones en tu Barrio» ejecutados",
        definition="Operativos de «Migraciones en tu Barrio» ejecutados en el año, planificados y adicionales.",
        unit=count("operativos"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
        expected=(
            SumOf((Ref(metric="attention.neighbourhood_planned"), Ref(metric="attention.neighbourhood_additional"))),
            PartOf(Ref(metric="field_operations.count")),
        ),
    ),
)
