"""Budget figures that are published and not derived from the budget register."""

from metrics.model.expectations import GrowthOf, Ref
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity
from metrics.model.norms import DECRETO_LEY_1263
from metrics.model.sources import CUENTA_PUBLICA_2024
from metrics.model.units import PERCENT_2

METRICS: tuple[Metric, ...] = (
    Metric(
        id="budget.increase",
        label="Aumento del presupuesto respecto al año anterior",
        definition=(
            "Aumento publicado del presupuesto ley respecto al presupuesto del año anterior. No se dice si la "
            "base es el presupuesto ley o el final, ni si es nominal o real."
        ),
        unit=PERCENT_2,
        formula=Observed(behaves_as=ObservationKind.RATE),
        source=CUENTA_PUBLICA_2024,
        periodicity=Periodicity.YEAR,
        direction=Direction.NEUTRAL,
        disclosure=Disclosure.PUBLIC,
        legal_basis=DECRETO_LEY_1263,
        expected=(
            GrowthOf(
                value=Ref(metric="budget.enacted"),
                bases=(
                    Ref(metric="budget.enacted", period="2024"),
                    Ref(metric="budget.current", period="2024"),
                ),
            ),
        ),
    ),
)
