"""Technology at the service of migration control, and security of its systems."""

from metrics.model.expectations import PartOf, Ref
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_21325
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_RATE = Observed(behaves_as=ObservationKind.RATE)


METRICS: tuple[Metric, ...] = (
    published(
        id="technology.control_app_checks",
        label="Controles migratorios con el aplicativo",
        definition=(
            "Controles hechos por policías y ejército con el aplicativo de control migratorio desde septiembre "
            "de 2024. No se indica hasta qué fecha."
        ),
        unit=count("controles"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    published(
        id="technology.control_app_detections",
        label="Personas detectadas con orden de expulsión o impedimento de ingreso",
        definition=(
            "Personas que el aplicativo de control detectó con orden de expulsión vigente o impedimento de "
            "ingreso desde septiembre de 2024. No se indica hasta qué fecha."
        ),
        unit=count("personas"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(PartOf(Ref(metric="technology.control_app_checks")),),
    ),
    published(
        id="technology.equipment_renewed_share",
        label="Equipos computacionales renovados",
        definition=(
            "Parte de los equipos renovada en el año. El título la refiere a los equipos con más de cuatro años; el "
            "cuerpo, a los equipos de trabajo."
        ),
        unit=PERCENT,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="technology.equipment_age_criterion",
        label="Antigüedad que define los equipos por renovar",
        definition=(
            "Años de uso a partir de los cuales un equipo entra en el plan de renovación. Es un criterio, no un "
            "resultado."
        ),
        unit=count("años"),
        formula=_RATE,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="technology.security_procedures",
        label="Procedimientos formales de seguridad implementados",
        definition=(
            "Procedimientos formales de seguridad de la información implementados «durante el período», que se "
            "entiende 2024."
        ),
        unit=count("procedimientos"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="technology.security_bulletins",
        label="Boletines de ciberseguridad publicados",
        definition="Boletines de ciberseguridad publicados «durante el período», que se entiende 2024.",
        unit=count("boletines"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
)
