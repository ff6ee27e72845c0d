"""The institution and the bodies that govern the policy."""

from functools import partial

from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import DECRETO_78, DECRETO_181, LEY_19882, LEY_21325
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_STOCK = Observed(behaves_as=ObservationKind.STOCK)

_published = partial(published, periodicity=Periodicity.IRREGULAR)

METRICS: tuple[Metric, ...] = (
    _published(
        id="institution.strategic_axes",
        label="Ejes estratégicos de la Política",
        definition="Ejes de la Política Nacional de Migración y Extranjería, promulgada en diciembre de 2023.",
        unit=count("ejes"),
        formula=_STOCK,
        direction=Direction.NEUTRAL,
        legal_basis=DECRETO_181,
    ),
    _published(
        id="institution.specific_objectives",
        label="Objetivos específicos de la Política",
        definition="Objetivos específicos de la Política Nacional de Migración y Extranjería.",
        unit=count("objetivos"),
        formula=_STOCK,
        direction=Direction.NEUTRAL,
        legal_basis=DECRETO_181,
    ),
    _published(
        id="institution.committee_undersecretariats",
        label="Subsecretarías en el Comité Asesor Interministerial",
        definition=(
            "Subsecretarías que integran el Comité, creado en mayo de 2024. El documento lo atribuye a un "
            "decreto y, en otro pasaje, a una resolución, ambos N° 78."
        ),
        unit=count("subsecretarías"),
        formula=_STOCK,
        direction=Direction.NEUTRAL,
        legal_basis=DECRETO_78,
    ),
    _published(
        id="institution.committee_ministries",
        label="Ministerios representados en el Comité Asesor",
        definition="Ministerios a los que pertenecen las subsecretarías del Comité, según el texto.",
        unit=count("ministerios"),
        formula=_STOCK,
        direction=Direction.NEUTRAL,
        legal_basis=DECRETO_78,
    ),
    _published(
        id="institution.committee_subcommittees",
        label="Subcomités del Comité Asesor",
        definition="Subcomités en que trabaja el Comité Asesor Interministerial.",
        unit=count("subcomités"),
        formula=_STOCK,
        direction=Direction.NEUTRAL,
        legal_basis=DECRETO_78,
    ),
    _published(
        id="institution.council_sessions",
        label="Sesiones del Consejo de Política Migratoria",
        definition="Sesiones ordinarias del Consejo Interministerial de Política Migratoria en el año.",
        unit=count("sesiones"),
        formula=_FLOW,
        periodicity=Periodicity.YEAR,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    _published(
        id="institution.declared_challenges",
        label="Desafíos declarados para el año",
        definition="Desafíos que el documento declara en número para el año siguiente, según la materia.",
        unit=count("desafíos"),
        formula=Observed(behaves_as=ObservationKind.STOCK, by="challenge_area"),
        periodicity=Periodicity.YEAR,
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    _published(
        id="institution.regional_directorates",
        label="Direcciones Regionales",
        definition="Direcciones Regionales del Servicio, una por región.",
        unit=count("direcciones regionales"),
        formula=_STOCK,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    _published(
        id="institution.regional_authorities",
        label="Autoridades regionales nombradas",
        definition=(
            "Autoridades regionales de Alta Dirección Pública nombradas, de las previstas en la ley, al completarse "
            "el proceso."
        ),
        unit=count("autoridades"),
        formula=_STOCK,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=LEY_19882,
    ),
    _published(
        id="institution.audit_plan_executed_share",
        label="Plan Anual de Auditoría ejecutado",
        definition="Parte de las actividades del Plan Anual de Auditoría ejecutada en el año.",
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE),
        periodicity=Periodicity.YEAR,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    _published(
        id="institution.bolivia_agreements",
        label="Acuerdos bilaterales suscritos con Bolivia",
        definition="Acuerdos suscritos con Bolivia en la fecha indicada.",
        unit=count("acuerdos"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
)
