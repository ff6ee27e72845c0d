"""People: contracts, grades and training of the staff."""

from metrics.model.expectations import PartOf, Ref
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, published
from metrics.model.norms import LEY_18834
from metrics.model.units import count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_NO_CUT_DATE = "La columna 2025 no da fecha de corte."


METRICS: tuple[Metric, ...] = (
    published(
        id="people.moved_to_contract",
        label="Funcionarios y funcionarias traspasados a contrata",
        definition=f"Personas a honorarios que pasaron a contrata por vacancias. {_NO_CUT_DATE}",
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_18834,
    ),
    published(
        id="people.grade_improvements",
        label="Mejoras de grado",
        definition=f"Mejoras de grado concedidas en el período. {_NO_CUT_DATE}",
        unit=count("mejoras de grado"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_18834,
    ),
    published(
        id="people.staff_trained",
        label="Funcionarios y funcionarias capacitados",
        definition=(
            "Personas del Servicio capacitadas en el período, en una o más materias. Quien se capacita en dos "
            f"años cuenta en ambos. {_NO_CUT_DATE}"
        ),
        unit=count("personas"),
        formula=Observed(behaves_as=ObservationKind.RATE),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_18834,
    ),
    published(
        id="people.staff_trained_by_topic",
        label="Funcionarios y funcionarias capacitados según materia",
        definition=(
            "Personas del Servicio capacitadas en cada materia. Una persona puede estar en varias: las materias"
            f" no se suman. {_NO_CUT_DATE}"
        ),
        unit=count("personas"),
        formula=Observed(behaves_as=ObservationKind.RATE, by="training_topic", overlapping=True),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_18834,
        expected=(PartOf(Ref(metric="people.staff_trained")),),
    ),
)
