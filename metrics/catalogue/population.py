"""Population: what rates are per capita of. The Cuenta Pública announces the estimate and does not print it."""

from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity
from metrics.model.sources import Source
from metrics.model.units import count

POPULATION_ESTIMATE = Source(
    id="foreign_residents_estimate",
    label="Estimación de personas extranjeras residentes habituales en Chile",
    institution="Instituto Nacional de Estadísticas y Servicio Nacional de Migraciones",
)

METRICS: tuple[Metric, ...] = (
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
