"""Gender: training of migrant women and of staff, and the analysts hired with a regional government."""

from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_21325
from metrics.model.units import count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_NO_CUT_DATE = "La columna 2025 no da fecha de corte."


METRICS: tuple[Metric, ...] = (
    published(
        id="gender.foreign_women_trained",
        label="Mujeres extranjeras capacitadas",
        definition=(
            "Personas beneficiadas por capacitaciones a mujeres extranjeras. Puede ser la versión redondeada de las "
            "participantes en Apoya Mujer Migrante; el documento no lo aclara."
        ),
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="gender.staff_sensitised",
        label="Funcionarios y funcionarias sensibilizados en género",
        definition=(
            "Personas del Servicio que participaron en la sensibilización en enfoque de género durante el período."
        ),
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="gender.support_sessions",
        label="Jornadas Apoya Mujer Migrante",
        definition=f"Jornadas realizadas de la iniciativa Apoya Mujer Migrante. {_NO_CUT_DATE}",
        unit=count("jornadas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="gender.support_participants",
        label="Mujeres participantes en Apoya Mujer Migrante",
        definition=f"Participaciones de mujeres en las jornadas de Apoya Mujer Migrante. {_NO_CUT_DATE}",
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="gender.analysts_hired",
        label="Mujeres jefas de hogar contratadas como analistas",
        definition=(
            "Mujeres jefas de hogar contratadas en teletrabajo con el Gobierno Regional Metropolitano para analizar "
            "residencias."
        ),
        unit=count("personas"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="gender.analysts_programme_months",
        label="Duración del programa de analistas",
        definition=(
            "Meses que dura el programa de analistas del Gobierno Regional Metropolitano. Es un dato del convenio."
        ),
        unit=count("meses"),
        formula=Observed(behaves_as=ObservationKind.RATE),
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="gender.analysts_requests_analysed",
        label="Solicitudes analizadas por el programa de analistas",
        definition=(
            "Solicitudes migratorias analizadas por las analistas del programa. El período termina en junio de 2025, "
            "después del cierre de las demás cifras."
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        periodicity=Periodicity.IRREGULAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
)
