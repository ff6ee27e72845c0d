"""Access to public information (Ley 20.285): requests, answers and appeals."""

from __future__ import annotations

from functools import partial

from data_access.reference.law import FOI_GOAL_DAYS, FOI_TERM_DAYS
from metrics.model.expectations import QuotientOf, Ref
from metrics.model.formulas import Count, Difference, Growth, OpenStock, Quantile, Ratio, Survival
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity, Target
from metrics.model.norms import LEY_20285
from metrics.model.units import BUSINESS_DAYS, PERCENT, count
from metrics.registers import foi

_ARTICLE_14 = LEY_20285.at("art. 14")
_ARTICLE_24 = LEY_20285.at("art. 24")
_GOAL = Target(value=FOI_GOAL_DAYS, label=f"Meta institucional: {FOI_GOAL_DAYS} días hábiles")

_RECEIVED = Count(dataset=foi.REQUESTS)
_ANSWERED = Count(dataset=foi.REQUESTS, where=foi.ANSWERED)
_WITHIN_15 = Count(dataset=foi.REQUESTS, where=foi.ANSWERED_WITHIN_GOAL)
_FILED = Count(dataset=foi.APPEALS)
_APPEALS_ANSWERED = Count(dataset=foi.APPEALS, where=foi.APPEAL_ANSWERED)

_metric = partial(Metric, source=foi.SOURCE, periodicity=Periodicity.DAY, disclosure=Disclosure.PUBLIC)

METRICS = (
    _metric(
        id="foi.requests_received",
        label="Solicitudes de información recibidas",
        definition="Solicitudes de acceso a la información pública recibidas en el período.",
        unit=count("solicitudes"),
        formula=_RECEIVED,
        direction=Direction.NEUTRAL,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.requests_answered",
        label="Solicitudes respondidas",
        definition="Solicitudes recibidas en el período que ya tienen una primera respuesta.",
        unit=count("solicitudes"),
        formula=_ANSWERED,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answered_share",
        label="Solicitudes respondidas, sobre las recibidas",
        definition="Solicitudes recibidas en el período que ya tienen respuesta, sobre todas las recibidas en él.",
        unit=PERCENT,
        formula=Ratio(numerator=_ANSWERED, denominator=_RECEIVED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
        expected=(QuotientOf(Ref(metric="foi.requests_answered"), Ref(metric="foi.requests_received")),),
    ),
    _metric(
        id="foi.answered_within_15_days",
        label="Respondidas en 15 días hábiles o menos",
        definition="Solicitudes recibidas en el período y respondidas en 15 días hábiles o menos, "
        "contados desde el día hábil siguiente a su recepción.",
        unit=count("solicitudes"),
        formula=_WITHIN_15,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answered_within_15_days_share",
        label="Respondidas en 15 días hábiles o menos, sobre las respondidas",
        definition="Solicitudes respondidas en 15 días hábiles o menos, sobre las respondidas.",
        unit=PERCENT,
        formula=Ratio(numerator=_WITHIN_15, denominator=_ANSWERED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
        expected=(QuotientOf(Ref(metric="foi.answered_within_15_days"), Ref(metric="foi.requests_answered")),),
    ),
    _metric(
        id="foi.response_days_median",
        label="Mediana de días hábiles de respuesta",
        definition="Días hábiles en que la mitad de las solicitudes del período ya tenía respuesta. Las que siguen "
        "abiertas cuentan por lo que llevan esperando (estimador de Kaplan-Meier).",
        unit=BUSINESS_DAYS,
        formula=Quantile(dataset=foi.REQUESTS, q=0.5),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
        targets=(_GOAL,),
    ),
    _metric(
        id="foi.waiting_after_20_days_share",
        label="Sin respuesta a los 20 días hábiles, sobre las recibidas",
        definition="Parte de las solicitudes del período que seguía sin respuesta al cumplir 20 días hábiles. Las que "
        "siguen abiertas cuentan por lo que llevan esperando (estimador de Kaplan-Meier).",
        unit=PERCENT,
        formula=Survival(dataset=foi.REQUESTS, days_waited=FOI_TERM_DAYS),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.requests_unanswered",
        label="Solicitudes sin respuesta",
        definition="Solicitudes recibidas en el período menos las que ya tienen una primera respuesta: abiertas, desistidas "
        "o derivadas.",
        unit=count("solicitudes"),
        formula=Difference(minuend=_RECEIVED, subtrahend=_ANSWERED),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.requests_received_growth",
        label="Variación anual de las solicitudes recibidas",
        definition="Solicitudes recibidas en el período, frente a las recibidas en los mismos días del año anterior. Un período "
        "incompleto no se compara.",
        unit=PERCENT,
        formula=Growth(of=_RECEIVED),
        direction=Direction.NEUTRAL,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.requests_open",
        label="Solicitudes abiertas",
        definition="Solicitudes sin respuesta ni cierre al término del período.",
        unit=count("solicitudes"),
        formula=OpenStock(dataset=foi.REQUESTS),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.requests_overdue",
        label="Solicitudes abiertas fuera de plazo",
        definition="Solicitudes abiertas que al término del período superan 20 días hábiles, o 30 si se notificó "
        "prórroga.",
        unit=count("solicitudes"),
        formula=OpenStock(dataset=foi.REQUESTS, overdue=True),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.appeals_filed",
        label="Amparos presentados",
        definition="Reclamos ante el Consejo para la Transparencia presentados en el período.",
        unit=count("amparos"),
        formula=_FILED,
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_24,
    ),
    _metric(
        id="foi.appeals_answered",
        label="Amparos respondidos",
        definition="Amparos presentados en el período que el Servicio ya respondió.",
        unit=count("amparos"),
        formula=_APPEALS_ANSWERED,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_24,
    ),
    _metric(
        id="foi.appeals_answered_share",
        label="Amparos respondidos, sobre los presentados",
        definition="Amparos respondidos sobre los presentados en el período.",
        unit=PERCENT,
        formula=Ratio(numerator=_APPEALS_ANSWERED, denominator=_FILED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_24,
        expected=(QuotientOf(Ref(metric="foi.appeals_answered"), Ref(metric="foi.appeals_filed")),),
    ),
)
