"""Children and adolescents: the Niñez Migrante programme."""

from metrics.model.expectations import PartOf, Ref
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, published
from metrics.model.norms import LEY_21325
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_RESIDENCE_OF_CHILDREN = LEY_21325.at("art. 41")
_TWO_CUT_DATES = "La tabla rotula «2025»; el texto fecha las mismas cifras en el primer trimestre."


METRICS: tuple[Metric, ...] = (
    published(
        id="children.operations",
        label="Operativos Niñez Migrante",
        definition=f"Operativos priorizados para niños, niñas y adolescentes. {_TWO_CUT_DATES}",
        unit=count("operativos"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_RESIDENCE_OF_CHILDREN,
        expected=(PartOf(Ref(metric="field_operations.count")),),
    ),
    published(
        id="children.attentions",
        label="Atenciones a niños, niñas y adolescentes",
        definition=(
            "Atenciones dadas en los operativos Niñez Migrante; un pasaje las llama personas atendidas, así que no son "
            f"necesariamente personas distintas. {_TWO_CUT_DATES}"
        ),
        unit=count("atenciones"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_RESIDENCE_OF_CHILDREN,
        expected=(PartOf(Ref(metric="field_operations.people")),),
    ),
    published(
        id="children.requests_filed",
        label="Solicitudes de residencia ingresadas en operativos Niñez Migrante",
        definition=(
            f"Solicitudes de residencia de niños, niñas y adolescentes ingresadas en los operativos. {_TWO_CUT_DATES}"
        ),
        unit=count("solicitudes"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_RESIDENCE_OF_CHILDREN,
    ),
    published(
        id="children.training_sessions",
        label="Jornadas de capacitación Niñez Migrante",
        definition="Jornadas de capacitación del programa Niñez Migrante en el período.",
        unit=count("jornadas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="children.training_attendees",
        label="Asistentes a capacitación Niñez Migrante",
        definition="Asistencias a las jornadas del programa; quien va a dos cuenta dos veces.",
        unit=count("personas"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="children.training_audience_share",
        label="Asistentes a capacitación Niñez Migrante según público",
        definition=(
            "Parte de los asistentes que es de establecimientos educacionales y parte que es adulto "
            "responsable. El resto no se publica: en 2025 es más de la mitad, y sólo se dice «funcionarios/as»."
        ),
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE, by="training_audience"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
)
