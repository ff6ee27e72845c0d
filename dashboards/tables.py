"""Answers as the frames that charts and tables take: members with their names, values with their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from dashboards import formats, results
from data_access.published import PublishedFigure
from metrics import Answer, Result
from metrics.catalogue import catalogue
from metrics.model import (
    Count,
    Difference,
    Growth,
    Metric,
    ObservationKind,
    Observed,
    OpenStock,
    PerCapita,
    Quantile,
    Ratio,
    ShareOfTotal,
    Sum,
    Survival,
)
from metrics.periods import GRAINS
from metrics.reconciliation import Check, Kind, Outcome, printed_decimals
from metrics.topics import TOPICS


def with_text(frame: pl.DataFrame, metric: Metric, column: str = "value", hidden: str = "suppressed") -> pl.DataFrame:
    """Add `<column>_text`: each value of `metric` as readers see it."""
    flags = frame[hidden] if hidden in frame.columns else [False] * frame.height
    texts = [
        formats.quantity(value, metric.unit, is_suppressed=bool(is_hidden))
        for value, is_hidden in zip(frame[column], flags, strict=True)
    ]
    return frame.with_columns(pl.Series(f"{column}_text", texts, dtype=pl.String))


def named(frame: pl.DataFrame, dimension: str, partial_units: Mapping[str, date | None] | None = None) -> pl.DataFrame:
    """Add `name`: the label of each member of `dimension`, or the period in words, saying if it is not whole."""
    if dimension in GRAINS:
        names = [_unit_name(code, dimension, partial_units or {}) for code in frame[dimension]]
    else:
        known = results.members_of(dimension)
        names = [known.label(code) for code in frame[dimension]]
    return frame.with_columns(pl.Series("name", names, dtype=pl.String))


def _in_order(keys: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """Members in the display order of their dimension; the others after them."""
    known = {code: number for number, code in enumerate(results.members_of(dimension).labels)}
    order = [known.get(code, len(known)) for code in keys[dimension]]
    return keys.with_columns(pl.Series("_order", order)).sort("_order", maintain_order=True).drop("_order")


def _unit_name(code: str, grain: str, partial_units: Mapping[str, date | None]) -> str:
    name = formats.month(code) if grain == "month" else formats.period(code)
    if code not in partial_units:
        return name
    until = partial_units[code]
    return f"{name} (al {formats.day(until)})" if until else f"{name} (sin fecha de corte)"


def by_member(answer: Answer, dimension: str) -> pl.DataFrame:
    """One answer by one dimension: code, `name`, `value` and its text: `value_text`, `text`, `short` (on bars)."""
    frame = with_text(named(answer.frame, dimension, answer.partial_units), answer.metric)
    flags = zip(frame["value"], frame["suppressed"], strict=True)
    short = [formats.headline(value, answer.metric.unit, is_suppressed=is_hidden) for value, is_hidden in flags]
    return frame.with_columns(text=pl.col("value_text"), short=pl.Series(short, dtype=pl.String))


def side_by_side(result: Result, columns: Mapping[str, str]) -> pl.DataFrame:
    """Several answers by one dimension: code, `name`, and a column with its text for each metric id."""
    dimension = result.by[0]
    parts = []
    for metric_id, column in columns.items():
        answer = result[metric_id]
        named_value = pl.col("value").alias(column), pl.col("value_text").alias(f"{column}_text")
        parts.append(with_text(answer.frame, answer.metric).select(dimension, *named_value))
    keys = pl.concat([part.select(dimension) for part in parts]).unique(maintain_order=True)
    joined = _in_order(keys, dimension)
    for part in parts:
        joined = joined.join(part, on=dimension, how="left", nulls_equal=True, maintain_order="left")
    partial = {unit: day for metric_id in columns for unit, day in result[metric_id].partial_units.items()}
    return named(joined, dimension, partial)


_STATUS = {"implemented": "Implementada", "in_progress": "En desarrollo"}
_NOT_REPORTED = "Sin reporte"
_MILLION = 1_000_000


def measures(frame: pl.DataFrame) -> pl.DataFrame:
    """Measures with their state and progress in words; what was not reported says so."""
    worded = frame.with_columns(
        pl.col("^status.*$").replace_strict(_STATUS, default=_NOT_REPORTED).fill_null(_NOT_REPORTED),
        pl.col("axis").fill_null("Sin eje informado"),
        pl.col("lead").fill_null("Sin informar"),
    )
    if "status_before" in frame.columns:
        was, now = pl.col("status_before"), pl.col("status")
        worded = worded.with_columns(change=pl.when(was == now).then(now).otherwise(pl.format("{} → {}", was, now)))
    for column in ("progress", "progress_before"):
        if column in frame.columns:
            worded = worded.with_columns(pl.Series(f"{column}_text", _percents(frame[column]), dtype=pl.String))
    return worded


def _percents(values: pl.Series) -> list[str]:
    return [f"{formats.number(value * 100)} %" if value is not None else _NOT_REPORTED for value in values]


def in_millions(frame: pl.DataFrame) -> pl.DataFrame:
    """Pesos for a chart: `value` in millions, `pesos` as they are."""
    return frame.with_columns(
        pesos=pl.col("value"),
        pesos_text=pl.col("value_text"),
        value=pl.col("value") / _MILLION,
    )


def axis_title(metric: Metric) -> str:
    """What an axis of `written` values says."""
    return "Millones de pesos" if metric.unit.id == "clp" else metric.unit.label.capitalize()


def written(frame: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    """Values as they are written, for axes: 0.32 as 32, long peso amounts in millions."""
    if metric.unit.id == "clp":
        return in_millions(frame)
    return frame.with_columns(value=pl.col("value") * metric.unit.multiplier)


_KINDS = {
    Kind.METRICS: "El indicador",
    Kind.TOTAL: "La suma de sus partes",
    Kind.PERCENTAGE: "Su numerador y denominador",
    Kind.RESTATEMENT: "La misma cifra, en otra parte",
    Kind.DATE: "La fecha que da en otra parte",
}


def checks(found: Sequence[Check], outcome: Outcome) -> pl.DataFrame:
    """The checks of one outcome, as people read them."""
    rows = [_check_row(check) for check in found if check.outcome is outcome]
    columns = ("figure", "kind", "published", "computed", "difference", "where", "lines", "note")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _check_row(check: Check) -> dict[str, str]:
    figure = check.figures[0]
    places = dict.fromkeys(one.table_name or one.chapter for one in check.figures)
    lines = dict.fromkeys(str(one.line) for one in check.figures)
    decimals = printed_decimals(figure.raw)
    return {
        "figure": _figure_name(figure),
        "kind": _KINDS[check.kind],
        "published": _amount(check.published, figure.unit, decimals),
        "computed": _amount(check.computed, figure.unit, decimals + 1 if figure.unit == "%" else decimals),
        "difference": _difference(check, decimals),
        "where": ", ".join(places),
        "lines": ", ".join(lines),
        "note": check.note,
    }


def _figure_name(figure: PublishedFigure) -> str:
    """Its label, its member or territory, and its period."""
    member = figure.dimension.partition("=")[2] if figure.member else ""
    place = figure.territory if figure.territory_code != "CL" else ""
    return ", ".join(filter(None, [figure.label, member, place, formats.published_period(figure.period)]))


def _difference(check: Check, decimals: int) -> str:
    if check.difference is None:
        return "—"
    if check.kind is Kind.DATE:
        return f"{formats.number(check.difference)} días"
    return _amount(check.difference, "", decimals + 1 if check.figures[0].unit == "%" else decimals)


def _amount(value: float | str | None, unit: str, decimals: int) -> str:
    if value is None:
        return "—"
    if isinstance(value, str):
        return formats.published_period(value)
    text = formats.number(value, decimals)
    return f"{text} %" if unit == "%" else text


_FORMULAS = {
    Count: "Cuenta de filas",
    Sum: "Suma de filas",
    OpenStock: "Filas abiertas a una fecha",
    Quantile: "Mediana con censura (Kaplan-Meier)",
    Ratio: "Cociente de dos indicadores",
    Survival: "Parte que sigue en espera, con censura (Kaplan-Meier)",
    ShareOfTotal: "Parte del total",
    Difference: "Diferencia de dos cuentas o sumas",
    Growth: "Variación frente a los mismos días del año anterior",
    PerCapita: "Cociente por habitantes",
}
_OBSERVED = {
    ObservationKind.FLOW: "Cifra publicada; se suma en el tiempo",
    ObservationKind.STOCK: "Cifra publicada a una fecha; no se suma en el tiempo",
    ObservationKind.RATE: "Cifra publicada; no se suma ni se promedia",
}


def formula_label(metric: Metric) -> str:
    """How a metric is computed, in words."""
    if isinstance(metric.formula, Observed):
        return _OBSERVED[metric.formula.kind]
    return _FORMULAS[type(metric.formula)]


def catalogue_by_topic() -> list[tuple[str, pl.DataFrame]]:
    """(topic, one row per metric), in order of topic."""
    topics: dict[str, list[dict[str, str]]] = {}
    for metric in catalogue().values():
        topics.setdefault(TOPICS[metric.topic], []).append(_sheet_row(metric))
    return [(topic, pl.DataFrame(rows)) for topic, rows in sorted(topics.items())]


def _sheet_row(metric: Metric) -> dict[str, str]:
    return {
        "label": metric.label,
        "definition": metric.definition,
        "unit": metric.unit.label,
        "formula": formula_label(metric),
        "source": f"{metric.source.label} ({metric.source.institution})",
        "basis": str(metric.legal_basis) if metric.legal_basis else "Ninguna",
        "id": metric.id,
    }
