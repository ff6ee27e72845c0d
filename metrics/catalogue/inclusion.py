"""Inclusion: training, municipalities with the Sello Migrante and companies of Compromiso Migrante."""

from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, published
from metrics.model.norms import LEY_21325
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_STOCK = Observed(behaves_as=ObservationKind.STOCK)
_RATE = Observed(behaves_as=ObservationKind.RATE)
_NO_CUT_DATE = "La columna 2025 no da fecha de corte."
_THIS_YEAR = (
    "La introducción dice «este año», que puede ser 2024 o 2025, y no coincide con las tablas de cada iniciativa."
)


METRICS: tuple[Metric, ...] = (
    published(
        id="inclusion.initiative_municipalities",
        label="Municipalidades en iniciativas de inclusión",
        definition=f"Municipalidades adheridas a las iniciativas de inclusión del Servicio. {_THIS_YEAR}",
        unit=count("municipalidades"),
        formula=_STOCK,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="inclusion.initiative_organisations",
        label="Organizaciones en iniciativas de inclusión",
        definition=f"Organizaciones adheridas a las iniciativas de inclusión del Servicio. {_THIS_YEAR}",
        unit=count("organizaciones"),
        formula=_STOCK,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="inclusion.trainers_per_region_target",
        label="Relatores por región, meta",
        definition="Relatores con que cada región debe contar como mínimo. Es una meta, no un resultado.",
        unit=count("relatores por región"),
        formula=_RATE,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="inclusion.training_sessions",
        label="Jornadas de capacitación",
        definition=(
            "Jornadas de capacitación de la formación integral en el período. No incluye las del programa Niñez "
            "Migrante."
        ),
        unit=count("jornadas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.training_attendees",
        label="Asistentes a jornadas de capacitación",
        definition="Asistencias a las jornadas de capacitación; quien va a dos cuenta dos veces.",
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.talks",
        label="Charlas",
        definition=(
            "Charlas de la formación integral en el período. La gestión regional publica las mismas cifras como"
            " charlas a funcionarios y funcionarias de otros organismos públicos; la introducción dice «más de "
            "170»."
        ),
        unit=count("charlas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.talk_participants",
        label="Participantes en charlas",
        definition="Asistencias a las charlas de la formación integral; quien va a dos cuenta dos veces.",
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.seal_municipalities",
        label="Municipalidades con adhesión al Sello Migrante",
        definition=f"Municipalidades adheridas al Sello Migrante. {_NO_CUT_DATE}",
        unit=count("municipalidades"),
        formula=_STOCK,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_21325,
    ),
    published(
        id="inclusion.seal_talks",
        label="Charlas a municipios del Sello Migrante",
        definition=f"Charlas dadas a los municipios adheridos al Sello Migrante. {_NO_CUT_DATE}",
        unit=count("charlas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.seal_talk_attendees",
        label="Asistentes a charlas a municipios",
        definition=f"Asistencias a las charlas dadas a los municipios adheridos al Sello Migrante. {_NO_CUT_DATE}",
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.companies_adhered",
        label="Organizaciones privadas adheridas a Compromiso Migrante",
        definition=(
            "Organizaciones privadas que adhirieron a Compromiso Migrante. Se lee como adhesiones del año, "
            f"porque baja de un año a otro; la tabla no lo dice. {_NO_CUT_DATE}"
        ),
        unit=count("organizaciones"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.company_sectors",
        label="Rubros representados en Compromiso Migrante",
        definition=(
            f"Rubros distintos entre las organizaciones privadas adheridas; no se suman entre años. {_NO_CUT_DATE}"
        ),
        unit=count("rubros"),
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="inclusion.companies_assessed_share",
        label="Empresas evaluadas con el índice ICME",
        definition=(
            "Parte de las empresas adheridas a Compromiso Migrante evaluada con el Índice de Compromiso con la "
            "Migración. No se publica la base."
        ),
        unit=PERCENT,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
)
