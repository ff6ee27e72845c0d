"""Requests for information in words and in tables: how long people wait, who answers sooner, what each share is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboards.display import dates, words
from dashboards.display.columns import Column, MetricColumn
from dashboards.display.formats import ABSENT, counted, format_of, number
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from metrics import ENOUGH, Answer, Comparison, Course, Members, Ranking, metric

MARKS: Mapping[int, str] = {15: "Meta: 15", 20: "Plazo: 20", 30: "Prorrogado: 30"}
"""The days that the goal and the law set, as drawings name them."""
_PERCENT = format_of(metric("foi.answered_share").unit)
_NEARLY_ALL = 0.01
_NOBODY_YET = "no se sabe: ninguna de las que no tienen respuesta esperó tanto"


def percent(share: float | None) -> str:
    """A share of 0 to 1 as it is written."""
    return _PERCENT.text(share, is_suppressed=False)


# --- how long people wait ----------------------------------------------------------------------------------

COURSE = (
    Column("days", "Días hábiles", is_number=True),
    Column("at_risk", "Seguían esperando", is_number=True),
    Column("answered", "Respondidas ese día", is_number=True),
    Column("share", "Con respuesta hasta entonces", is_number=True, number_format="0.0%"),
    Column("low", "Al menos (95 %)", is_number=True, number_format="0.0%"),
    Column("high", "A lo más (95 %)", is_number=True, number_format="0.0%"),
)


def course_table(found: Course) -> pl.DataFrame:
    """The columns of COURSE; shares are fractions, with their texts beside them."""
    rows = [
        {
            "days": one.days,
            "at_risk": one.at_risk,
            "at_risk_text": number(one.at_risk),
            "answered": one.answered,
            "answered_text": number(one.answered),
            **_shares(share=1 - one.waiting, low=1 - one.high, high=1 - one.low),
        }
        for one in found.points
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def course_drawn(found: Course) -> pl.DataFrame:
    """What the drawings take: shares in percent, up to where all but one in a hundred have an answer, and no further than 60 days."""
    most = next((one.days for one in found.points if one.waiting <= _NEARLY_ALL), 60)
    rows = [
        {
            "days": one.days,
            "answered": one.answered,
            "share": 100 * (1 - one.waiting),
            "low": 100 * (1 - one.high),
            "high": 100 * (1 - one.low),
            "told": percent(1 - one.waiting),
        }
        for one in found.points
        if one.days <= max(35, min(most, 60))
    ]
    return pl.DataFrame(rows)


def _shares(**values: float | None) -> dict[str, Any]:
    return {**values} | {f"{name}_text": percent(one) for name, one in values.items()}


def waited(found: Course, when: str, quantiles: Sequence[Answer]) -> str:
    """What the curve means, in a sentence or two."""
    told = [
        f"{_of_a_hundred(found, 15)} tienen respuesta en 15 días hábiles o menos",
        f"{_of_a_hundred(found, 20)} en 20 o menos",
    ]
    if found.after(20) is None:
        return f"De las recibidas en {when}, cuántas tendrán respuesta en 20 días hábiles {_NOBODY_YET}."
    half, quarters, most = (answer.value for answer in quantiles)
    sentence = f"Se estima que, de cada 100 solicitudes recibidas en {when}, {told[0]} y {told[1]}."
    if half is not None:
        sentence += f" La mitad espera {counted(int(half), 'día hábil', 'días hábiles')} o menos"
        sentence += f", tres de cada cuatro {number(int(quarters))} o menos" if quarters is not None else ""
        sentence += f" y una de cada diez, más de {number(int(most))}" if most is not None else ""
        sentence += "."
    if left := found.received - found.answered:
        told_left = ("no tiene", "cuenta", "esperó") if left == 1 else ("no tienen", "cuentan", "esperaron")
        sentence += f" De las recibidas, {number(left)} {told_left[0]} respuesta (abiertas, desistidas o derivadas): {told_left[1]} por lo que {told_left[2]}."
    return sentence


def _of_a_hundred(found: Course, days: int) -> str:
    point = found.after(days)
    return ABSENT if point is None else number(round(100 * (1 - point.waiting)))


def rests_on(found: Course) -> str:
    """On how many requests the curve rests at the goal and at the term."""
    goal, term = (counted(found.at_risk(days), "solicitud", "solicitudes") for days in (15, 20))
    return (
        f"Al empezar el día hábil 15 quedaban {goal} en espera, y al empezar el 20, {term}: en ellas descansa la curva allí. "
        "La franja es el intervalo de confianza del 95 % (Kaplan-Meier, Greenwood exponencial): con muchas solicitudes es más "
        "delgada que la línea."
    )


def against(comparison: Comparison, when: str) -> str:
    """Whether fewer wait beyond the goal than a year before, in a sentence; nothing where it is not compared."""
    now, before = comparison.now.value, comparison.reference
    if comparison.reason is not None:
        reason = words.sentence(comparison.reason)
        return f"No se compara con un año antes ({reason[:1].lower()}{reason[1:]})."
    if now is None or before is None:
        return ""
    points = abs(round(100 * now, 1) - round(100 * before, 1))
    if points == 0:
        return f"Un año antes era igual: a los 15 días hábiles esperaba el {percent(before)}."
    direction = "Mejor" if now < before else "Peor"
    return (
        f"{direction} que un año antes: a los 15 días hábiles seguía esperando el {percent(now)} de lo recibido en {when}, y "
        f"entonces el {percent(before)}."
    )


# --- who answers sooner ------------------------------------------------------------------------------------

BY: Mapping[str, str] = {
    "responsible_unit": "Unidad que debe responder",
    "region": "Región de quien pide",
    "channel": "Canal",
    "topic": "Materia",
    "outcome": "Resultado",
}
FEW = f"Sin lugar: menos de {ENOUGH}"
_SHARE = "foi.answered_within_15_days_share"


def ranking_columns(by: str) -> tuple[Column, ...]:
    """The columns of the table of a ranking."""
    return (
        Column(NAME, BY[by]),
        Column("rank", "Lugar", is_number=True),
        Column("answered", "Respondidas", is_number=True),
        Column("share", "En 15 días hábiles o menos", is_number=True, number_format="0.0%"),
        Column("low", "Al menos (95 %)", is_number=True, number_format="0.0%"),
        Column("high", "A lo más (95 %)", is_number=True, number_format="0.0%"),
        MetricColumn("foi.answered_in_time_share", "En el plazo legal"),
        MetricColumn("foi.extended_share", "Prorrogadas"),
        MetricColumn("foi.clarified_share", "Con aclaración pedida"),
        MetricColumn("foi.referred_share", "Derivadas"),
    )


def ranking_table(found: Ranking, members: Members) -> pl.DataFrame:
    """The columns of `ranking_columns`, and what `intervals` draws: shares in percent."""
    beside = [one for one in ranking_columns(found.by) if isinstance(one, MetricColumn)]
    rows = []
    for row in found.frame.iter_rows(named=True):
        told = {one.text_name: one.format.text(row[one.name], is_suppressed=False) for one in beside}
        name = words.member(members, row[found.by])
        rows.append(
            {
                CODE: row[found.by],
                NAME: name,
                "rank": row["rank"],
                "rank_text": FEW if row["rank"] is None else f"{number(row['rank'])}.º",
                "answered": row["answered"],
                "answered_text": number(row["answered"]),
                **_shares(share=row["share"], low=row["low"], high=row["high"]),
                **{one.name: row[one.name] for one in beside},
                **told,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def ranking_drawn(table: pl.DataFrame) -> pl.DataFrame:
    """What `intervals` draws: names with their rank, shares in percent; members without an answer are left out."""
    shown = table.drop_nulls("share")
    is_ranked = pl.col("rank").is_not_null()
    place = pl.when(is_ranked).then(pl.col("rank_text") + " ").otherwise(pl.lit(""))
    return shown.select(
        (place + pl.col(NAME)).alias(NAME),
        (100 * pl.col("share")).alias(VALUE),
        (100 * pl.col("low")).alias("low"),
        (100 * pl.col("high")).alias("high"),
        (pl.col("share_text") + " (" + pl.col("low_text") + " a " + pl.col("high_text") + ")").alias(TEXT),
        is_ranked.alias("is_ranked"),
    )


# --- from receipt to closing -------------------------------------------------------------------------------

STEPS = (
    Column("step", "Paso"),
    Column("count", "Solicitudes", is_number=True),
    Column("share", "De las recibidas", is_number=True, number_format="0.0%"),
    Column("median", "Mediana desde la recepción, días hábiles", is_number=True),
)
STEP_METRICS = (
    "foi.requests_received",
    "foi.requests_clarified",
    "foi.requests_extended",
    "foi.requests_referred",
    "foi.requests_answered",
    "foi.requests_closed",
    "foi.response_days_median",
    "foi.closing_days_median",
)
_NOT_TIED = "No se sabe de cuáles"
_STEPS = (
    ("Recibidas", "foi.requests_received", ""),
    ("Con aclaración pedida", "foi.requests_clarified", ""),
    ("Prorrogadas dentro del plazo", "foi.requests_extended", ""),
    ("Derivadas a otro organismo", "foi.requests_referred", ""),
    ("Con primera respuesta", "foi.requests_answered", "foi.response_days_median"),
    ("Cerradas", "foi.requests_closed", "foi.closing_days_median"),
)


def steps_table(values: Mapping[str, float | None], appeals: float | None) -> pl.DataFrame:
    """The columns of STEPS, from the values of STEP_METRICS; `appeals` filed in the period are those of the whole country, if any."""
    received = values["foi.requests_received"]
    rows: list[dict[str, Any]] = []
    for name, counts, median in _STEPS:
        count, days = values[counts], values[median] if median else None
        share = count / received if count is not None and received else None
        rows.append(
            {
                "step": name,
                "count": count,
                "count_text": ABSENT if count is None else number(int(count)),
                **_shares(share=share),
                "median": days,
                "median_text": "—" if days is None else number(int(days)),
            }
        )
    if appeals is not None:
        told = {"share_text": _NOT_TIED, "median_text": _NOT_TIED, "count_text": number(int(appeals))}
        rows.append(
            {"step": "Amparos presentados en el período", "count": appeals, "share": None, "median": None, **told}
        )
    return pl.DataFrame(rows, infer_schema_length=None)


# --- one thing, said in several ways -----------------------------------------------------------------------

DEFINITIONS = (
    Column("asks", "Qué contesta"),
    Column("counts", "Qué cuenta"),
    Column("base", "Sobre qué base"),
    Column("share", "Valor", is_number=True, number_format="0.0%"),
)
DEFINITION_METRICS = (
    "foi.requests_received",
    "foi.requests_answered",
    "foi.answered_within_15_days",
    "foi.answered_share",
    "foi.answered_within_15_days_share",
    "foi.answered_within_15_days_of_received_share",
    "foi.answered_in_time_share",
    "foi.waiting_after_20_days_share",
)


def definitions_table(values: Mapping[str, float | None]) -> pl.DataFrame:
    """The columns of DEFINITIONS, from the values of DEFINITION_METRICS."""

    def of(name: str) -> str:
        value = values[name]
        return ABSENT if value is None else number(int(value))

    received, answered = f"recibidas: {of('foi.requests_received')}", f"respondidas: {of('foi.requests_answered')}"
    quick = f"respondidas en 15 días hábiles o menos: {of('foi.answered_within_15_days')}"
    told = (
        ("¿Se responde?", answered, received, "foi.answered_share"),
        ("¿Se responde dentro de la meta?", quick, answered, "foi.answered_within_15_days_share"),
        (
            "¿Qué parte de quienes preguntan tuvo respuesta dentro de la meta?",
            quick,
            received,
            "foi.answered_within_15_days_of_received_share",
        ),
        (
            "¿Se responde dentro del plazo de la ley?",
            "respondidas en 20 días hábiles, o 30 con prórroga avisada a tiempo",
            answered,
            "foi.answered_in_time_share",
        ),
        (
            "¿Cuántos siguen esperando cuando vence el plazo?",
            "sin respuesta al cumplir 20 días hábiles",
            received,
            "foi.waiting_after_20_days_share",
        ),
    )
    rows = [
        {"asks": asks, "counts": counts, "base": base, **_shares(share=values[name])}
        for asks, counts, base, name in told
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def both_are_true(values: Mapping[str, float | None]) -> str:
    """Why two shares that look as if they were at odds are both true."""
    share, quick = values["foi.answered_share"], values["foi.answered_within_15_days_share"]
    if share is None or quick is None or percent(share) == percent(quick):
        return ""
    return (
        f"{percent(share)} y {percent(quick)} son ciertas las dos: la primera dice cuántas de las recibidas tienen respuesta, haya "
        "tardado lo que haya tardado; la segunda, cuántas de las respondidas la tuvieron en 15 días hábiles o menos."
    )


# --- appeals -----------------------------------------------------------------------------------------------

_APPEALS = (
    Column("filed", "Amparos presentados", is_number=True),
    Column("answered", "Respondidos por el Servicio", is_number=True),
    Column("received", "Solicitudes recibidas", is_number=True),
    Column("per_1000", "Amparos por cada 1.000 solicitudes", is_number=True, number_format="0.0"),
)
APPEALS = {"year": (Column("year", "Año"), *_APPEALS), "month": (Column("month", "Mes"), *_APPEALS)}
"""By the unit of time."""


def appeals_table(found: pl.DataFrame, grain: str, answers: Sequence[Answer]) -> pl.DataFrame:
    """The columns of APPEALS, from what is known of each year or month; the newest first."""
    until = {unit: day for answer in answers for unit, day in answer.partial_units.items()}
    rows = []
    for row in reversed(found.to_dicts()):
        unit = row[grain]
        counts = {name: row[name] for name in ("filed", "answered", "received")}
        rows.append(
            {
                **row,
                f"{grain}_text": dates.unit_of_time(unit, is_partial=unit in until, until=until.get(unit)),
                **{f"{name}_text": ABSENT if one is None else number(int(one)) for name, one in counts.items()},
                "per_1000_text": "—" if row["per_1000"] is None else number(row["per_1000"], 1),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)
