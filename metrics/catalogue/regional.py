"""Regional management: what the regional directorates did together."""

from metrics.model.expectations import PartOf, QuotientOf, Ref
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, published
from metrics.model.norms import LEY_20500, LEY_21325
from metrics.model.units import PERCENT_2, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_ALL_REGIONS = "Suma de las Direcciones Regionales."


METRICS: tuple[Metric, ...] = (
    published(
        id="regional.outreach_planned",
        label="Actividades de vinculación con el medio planificadas",
        definition=f"Actividades de vinculación con el medio planificadas para el período. {_ALL_REGIONS}",
        unit=count("actividades"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="regional.outreach_executed",
        label="Actividades de vinculación con el medio ejecutadas",
        definition=f"Actividades de vinculación con el medio ejecutadas en el período. {_ALL_REGIONS}",
        unit=count("actividades"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="regional.outreach_compliance_share",
        label="Cumplimiento en vinculación con el medio",
        definition="Actividades de vinculación con el medio ejecutadas sobre planificadas. Puede pasar de 100 %.",
        unit=PERCENT_2,
        formula=Observed(behaves_as=ObservationKind.RATE),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
        expected=(QuotientOf(Ref(metric="regional.outreach_executed"), Ref(metric="regional.outreach_planned")),),
    ),
    published(
        id="regional.migration_table_sessions",
        label="Sesiones de mesas de gestión migratoria",
        definition=(
            f"Sesiones de las mesas de gestión migratoria en el período; el texto las llama reuniones. {_ALL_REGIONS}"
        ),
        unit=count("sesiones"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="regional.directorates_with_tables",
        label="Direcciones Regionales con mesas de gestión migratoria",
        definition="Direcciones Regionales, de 16, en que hubo mesas de gestión migratoria durante el año.",
        unit=count("direcciones regionales"),
        formula=Observed(behaves_as=ObservationKind.STOCK),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
        expected=(PartOf(Ref(metric="institution.regional_directorates")),),
    ),
    published(
        id="regional.sector_table_sessions",
        label="Sesiones de mesas sectoriales con temas migratorios",
        definition=f"Sesiones de mesas sectoriales que trataron temas migratorios en el período. {_ALL_REGIONS}",
        unit=count("sesiones"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="regional.participation_activities",
        label="Actividades regionales de participación ciudadana",
        definition=f"Actividades de participación ciudadana realizadas en el período. {_ALL_REGIONS}",
        unit=count("actividades"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20500,
    ),
    published(
        id="regional.participation_attendees",
        label="Participantes en actividades ciudadanas",
        definition=(
            f"Asistencias a las actividades de participación ciudadana; quien va a dos cuenta dos veces. {_ALL_REGIONS}"
        ),
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_20500,
    ),
    published(
        id="regional.attention_records",
        label="Registros de atención y procedimientos migratorios",
        definition=(
            "Registros de atención y de procedimientos migratorios hechos en las Direcciones Regionales. Es más"
            " amplio que las atenciones presenciales."
        ),
        unit=count("registros"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
)
