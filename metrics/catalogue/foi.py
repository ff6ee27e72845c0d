"""Access to public information (Ley 20.285): requests, answers and appeals."""

from __future__ import annotations

from functools import partial

from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_GOAL_DAYS, FOI_TERM_DAYS
from metrics.model.dataset import Stock
from metrics.model.expectations import QuotientOf, Ref
from metrics.model.formulas import Count, Difference, DueStock, Growth, OpenStock, Quantile, Ratio, Survival
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

_WITHIN_20 = Count(dataset=foi.REQUESTS, where=foi.ANSWERED_WITHIN_TERM)
_IN_TIME = Count(dataset=foi.REQUESTS, where=foi.ANSWERED_IN_TIME)
_EXTENDED = Count(dataset=foi.REQUESTS, where=foi.EXTENDED)
_CLARIFIED = Count(dataset=foi.REQUESTS, where=foi.CLARIFIED)
_REFERRED = Count(dataset=foi.REQUESTS, where=foi.REFERRED)
_GIVEN = Count(dataset=foi.ANSWERS)
_GIVEN_WITHIN_15 = Count(dataset=foi.ANSWERS, where=foi.ANSWERED_WITHIN_GOAL)
_GIVEN_WITHIN_20 = Count(dataset=foi.ANSWERS, where=foi.ANSWERED_WITHIN_TERM)

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
        "prórroga antes de que se cumplieran. No corren los días en que se espera que la persona aclare lo que pide.",
        unit=count("solicitudes"),
        formula=OpenStock(dataset=foi.REQUESTS, stock=Stock.OVERDUE),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    *(
        _metric(
            id=f"foi.requests_older_than_{days}_days",
            label=f"Solicitudes abiertas hace más de {days} días hábiles",
            definition=f"Solicitudes sin respuesta ni cierre al término del período que llevan más de {days} días hábiles, "
            "sin contar los que se esperó a que la persona aclarara lo que pedía.",
            unit=count("solicitudes"),
            formula=OpenStock(dataset=foi.REQUESTS, stock=stock),
            direction=Direction.LOWER_IS_BETTER,
            legal_basis=_ARTICLE_14,
        )
        for days, stock in (
            (FOI_GOAL_DAYS, Stock.OLDER_THAN_GOAL),
            (FOI_TERM_DAYS, Stock.OLDER_THAN_TERM),
            (FOI_TERM_DAYS + FOI_EXTENSION_DAYS, Stock.OLDER_THAN_EXTENDED_TERM),
        )
    ),
    *(
        _metric(
            id=f"foi.requests_due_in_{first}_to_{last}_days",
            label=f"Solicitudes que vencen dentro de {first} a {last} días hábiles",
            definition=f"Solicitudes abiertas al término del período a cuyo plazo le quedan entonces de {first} a {last} días "
            "hábiles. No cuentan las que esperan que la persona aclare lo que pide: su plazo está detenido.",
            unit=count("solicitudes"),
            formula=DueStock(dataset=foi.REQUESTS, first=first, last=last),
            direction=Direction.LOWER_IS_BETTER,
            legal_basis=_ARTICLE_14,
        )
        for first, last in ((0, 5), (6, 10))
    ),
    _metric(
        id="foi.response_days_p75",
        label="Días hábiles en que tres de cada cuatro tuvieron respuesta",
        definition="Días hábiles en que el 75 % de las solicitudes del período ya tenía respuesta (percentil 75). Las que "
        "siguen abiertas cuentan por lo que llevan esperando (estimador de Kaplan-Meier).",
        unit=BUSINESS_DAYS,
        formula=Quantile(dataset=foi.REQUESTS, q=0.75),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
        targets=(_GOAL,),
    ),
    _metric(
        id="foi.response_days_p90",
        label="Días hábiles en que nueve de cada diez tuvieron respuesta",
        definition="Días hábiles en que el 90 % de las solicitudes del período ya tenía respuesta (percentil 90). Las que "
        "siguen abiertas cuentan por lo que llevan esperando (estimador de Kaplan-Meier).",
        unit=BUSINESS_DAYS,
        formula=Quantile(dataset=foi.REQUESTS, q=0.9),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
        targets=(_GOAL,),
    ),
    _metric(
        id="foi.closing_days_median",
        label="Mediana de días hábiles hasta el cierre",
        definition="Días hábiles en que la mitad de las solicitudes del período ya estaba cerrada: la primera respuesta no la "
        "cierra. Las que siguen sin cerrar cuentan por lo que llevan (estimador de Kaplan-Meier).",
        unit=BUSINESS_DAYS,
        formula=Quantile(dataset=foi.CLOSINGS, q=0.5),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.waiting_after_15_days_share",
        label="Sin respuesta a los 15 días hábiles, sobre las recibidas",
        definition="Parte de las solicitudes del período que seguía sin respuesta al cumplir 15 días hábiles. Las que "
        "siguen abiertas cuentan por lo que llevan esperando (estimador de Kaplan-Meier).",
        unit=PERCENT,
        formula=Survival(dataset=foi.REQUESTS, days_waited=FOI_GOAL_DAYS),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answered_within_15_days_of_received_share",
        label="Respondidas en 15 días hábiles o menos, sobre las recibidas",
        definition="Solicitudes del período respondidas en 15 días hábiles o menos, sobre todas las recibidas en él, también "
        "las que siguen abiertas.",
        unit=PERCENT,
        formula=Ratio(numerator=_WITHIN_15, denominator=_RECEIVED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answered_within_20_days",
        label="Respondidas en 20 días hábiles o menos",
        definition="Solicitudes recibidas en el período y respondidas en 20 días hábiles o menos, contados desde el día "
        "hábil siguiente a su recepción.",
        unit=count("solicitudes"),
        formula=_WITHIN_20,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answered_within_20_days_share",
        label="Respondidas en 20 días hábiles o menos, sobre las respondidas",
        definition="Solicitudes respondidas en 20 días hábiles o menos, sobre las respondidas.",
        unit=PERCENT,
        formula=Ratio(numerator=_WITHIN_20, denominator=_ANSWERED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answered_within_20_days_of_received_share",
        label="Respondidas en 20 días hábiles o menos, sobre las recibidas",
        definition="Solicitudes del período respondidas en 20 días hábiles o menos, sobre todas las recibidas en él, también "
        "las que siguen abiertas.",
        unit=PERCENT,
        formula=Ratio(numerator=_WITHIN_20, denominator=_RECEIVED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    *(
        _metric(
            id=f"foi.requests_{name}",
            label=f"Solicitudes {label}",
            definition=definition,
            unit=count("solicitudes"),
            formula=counted,
            direction=Direction.NEUTRAL,
            legal_basis=LEY_20285.at(article),
        )
        for name, label, definition, counted, article in (
            (
                "extended",
                "prorrogadas",
                "Solicitudes recibidas en el período cuya prórroga se notificó dentro del plazo.",
                _EXTENDED,
                "art. 14",
            ),
            (
                "clarified",
                "con aclaración pedida",
                "Solicitudes recibidas en el período en que se pidió a la persona aclarar lo que pide.",
                _CLARIFIED,
                "art. 12",
            ),
            (
                "referred",
                "derivadas",
                "Solicitudes recibidas en el período que se derivaron al organismo que debe responderlas.",
                _REFERRED,
                "art. 13",
            ),
        )
    ),
    _metric(
        id="foi.answered_in_time_share",
        label="Respondidas dentro del plazo legal, sobre las respondidas",
        definition="Solicitudes respondidas dentro de su plazo, sobre las respondidas: 20 días hábiles, o 30 si la prórroga "
        "se notificó antes de que vencieran.",
        unit=PERCENT,
        formula=Ratio(numerator=_IN_TIME, denominator=_ANSWERED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.extended_share",
        label="Prorrogadas, sobre las recibidas",
        definition="Solicitudes del período cuya prórroga se notificó dentro del plazo, sobre las recibidas.",
        unit=PERCENT,
        formula=Ratio(numerator=_EXTENDED, denominator=_RECEIVED),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.clarified_share",
        label="Con aclaración pedida, sobre las recibidas",
        definition="Solicitudes del período en que se pidió a la persona aclarar lo que pide, sobre las recibidas.",
        unit=PERCENT,
        formula=Ratio(numerator=_CLARIFIED, denominator=_RECEIVED),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20285.at("art. 12"),
    ),
    _metric(
        id="foi.referred_share",
        label="Derivadas a otro organismo, sobre las recibidas",
        definition="Solicitudes del período que se derivaron al organismo que debe responderlas, sobre las recibidas.",
        unit=PERCENT,
        formula=Ratio(numerator=_REFERRED, denominator=_RECEIVED),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_20285.at("art. 13"),
    ),
    _metric(
        id="foi.requests_closed",
        label="Solicitudes cerradas",
        definition="Solicitudes recibidas en el período que ya están cerradas: entregadas, denegadas, desistidas o derivadas.",
        unit=count("solicitudes"),
        formula=Count(dataset=foi.REQUESTS, where=foi.CLOSED),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answers_given",
        label="Respuestas dadas",
        definition="Primeras respuestas dadas en el período, sea cuando sea que se recibió la solicitud.",
        unit=count("respuestas"),
        formula=_GIVEN,
        direction=Direction.NEUTRAL,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answers_given_within_15_days_share",
        label="Respuestas dadas en 15 días hábiles o menos",
        definition="De las primeras respuestas dadas en el período, las que tardaron 15 días hábiles o menos.",
        unit=PERCENT,
        formula=Ratio(numerator=_GIVEN_WITHIN_15, denominator=_GIVEN),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.answers_given_within_20_days_share",
        label="Respuestas dadas en 20 días hábiles o menos",
        definition="De las primeras respuestas dadas en el período, las que tardaron 20 días hábiles o menos.",
        unit=PERCENT,
        formula=Ratio(numerator=_GIVEN_WITHIN_20, denominator=_GIVEN),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.terms_broken",
        label="Plazos vencidos sin respuesta",
        definition="Solicitudes cuyo plazo venció en el período sin que tuvieran respuesta, contadas el día hábil siguiente al "
        "último del plazo, hayan tenido o no respuesta después.",
        unit=count("solicitudes"),
        formula=Count(dataset=foi.BREACHES),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.terms_broken_of_open",
        label="Plazos vencidos de solicitudes ya abiertas al empezar el mes",
        definition="De los plazos vencidos sin respuesta en el período, los de solicitudes recibidas antes del mes en que "
        "vencieron: aquellas de las que se podía pronosticar al empezar ese mes.",
        unit=count("solicitudes"),
        formula=Count(dataset=foi.BREACHES, where=foi.OPEN_WHEN_THE_MONTH_BEGAN),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.first_term_missed_share",
        label="Sin respuesta ni prórroga al vencer los 20 días hábiles, sobre las recibidas",
        definition="Parte de las solicitudes del período que cumplió 20 días hábiles sin respuesta, sin cierre y sin prórroga. "
        "Las que siguen abiertas cuentan por lo que llevan (estimador de Kaplan-Meier).",
        unit=PERCENT,
        formula=Survival(dataset=foi.FIRST_TERMS, days_waited=FOI_TERM_DAYS),
        direction=Direction.LOWER_IS_BETTER,
        legal_basis=_ARTICLE_14,
    ),
    _metric(
        id="foi.extended_term_missed_share",
        label="Prorrogadas sin respuesta al vencer los 30 días hábiles, sobre las prorrogadas",
        definition="Parte de las solicitudes prorrogadas del período que cumplió 30 días hábiles sin respuesta ni cierre. Las "
        "que siguen abiertas cuentan por lo que llevan (estimador de Kaplan-Meier).",
        unit=PERCENT,
        formula=Survival(dataset=foi.EXTENDED_TERMS, days_waited=FOI_TERM_DAYS + FOI_EXTENSION_DAYS),
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
