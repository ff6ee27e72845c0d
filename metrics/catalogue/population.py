"""Population: what rates are per capita of.

INE projects inhabitants; the Cuenta Pública announces the estimate of foreign residents and does not print it.
"""

from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity
from metrics.model.sources import Source
from metrics.model.units import count

POPULATION_ESTIMATE = Source(
    id="foreign_residents_estimate",
    label="Estimación de personas extranjeras residentes habituales en Chile",
    institution="Instituto Nacional de Estadísticas y Servicio Nacional de Migraciones",
)

INE_PROJECTIONS = Source(
    id="ine_projections_2017",
    label="Estimaciones y proyecciones de población 2002-2035, base 2017",
    institution="Instituto Nacional de Estadísticas",
)

METRICS: tuple[Metric, ...] = (
    Metric(
        id="population.inhabitants",
        label="Habitantes",
        definition="Población al 30 de junio de cada año que proyecta el Instituto Nacional de Estadísticas con base en el Censo "
        "de 2017: todas las personas, de cualquier nacionalidad.",
        unit=count("personas"),
        formula=Observed(behaves_as=ObservationKind.STOCK),
        source=INE_PROJECTIONS,
        periodicity=Periodicity.YEAR,
        direction=Direction.NEUTRAL,
        disclosure=Disclosure.PUBLIC,
        legal_basis=None,
    ),
    Metric(
        id="population.foreign_residents",
        label="Personas extranjeras residentes",
        definition="Personas extranjeras residentes habituales estimadas al 31 de diciembre. La Cuenta Pública anuncia la "
        "estimación y no imprime la cifra: se muestra cuando la institución la carga.",
        unit=count("personas"),
        formula=Observed(behaves_as=ObservationKind.STOCK),
        source=POPULATION_ESTIMATE,
        periodicity=Periodicity.YEAR,
        direction=Direction.NEUTRAL,
        disclosure=Disclosure.PUBLIC,
        legal_basis=None,
    ),
)
