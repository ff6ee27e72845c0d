"""One metric, looked at in any way: the same for each of them, with nothing written for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboards.blocks import figures, listings, markup, provenance, regions, splits
from dashboards.blocks.block import Blocks, Row, Text
from dashboards.charts import marks as charted
from dashboards.charts.comparison import comparison
from dashboards.charts.development import development
from dashboards.charts.marks import Mark
from dashboards.charts.spec import to_spec
from dashboards.charts.trend import trend
from dashboards.charts.years import years
from dashboards.display import dates, links, words
from dashboards.display.columns import Column, MetricColumn
from dashboards.display.formats import format_of
from dashboards.display.frames import Split
from dashboards.display.markdown import as_text, markdown
from dashboards.inputs.exploration import Exploration
from dashboards.serving import questions
from metrics import Against, Answer, Filters, Measure, Metric, metric

_PERIOD = Column("period", "Período")
_NO_LINE = "No hay valores de varios períodos que comparar."


def chart(asked: Exploration) -> Blocks:
    """The metric as a drawing, with its table behind it; the other one in the same, or below in its own."""
    if asked.is_in_time and _shares_a_unit(asked) and not asked.members:
        return _lines(asked, _of_metrics(asked))
    return _each(asked, _drawn)


def table(asked: Exploration) -> Blocks:
    """The metric as a table, with its files; the other one in its columns, or below in its own."""
    if asked.members or not _can_be_split(asked):
        return _each(asked, _tabled)
    return _tabled(asked)


def where(asked: Exploration) -> Blocks:
    """The metric on the map, by region, from which each leads to its place among the others."""
    table = questions.regional_table(
        asked.metric.id, period=asked.year, measure=Measure.AMOUNT, against=Against.NOTHING
    )
    said = {"indicador": asked.metric.id} | ({"periodo": asked.year} if asked.year else {})
    return regions.on_a_map(
        _heading(asked, asked.metric.label), table, lambda code: links.of_territory(region=code, **said), key="mapa"
    )


def year_against_year(asked: Exploration) -> Blocks:
    """The years of the metric beside each other, month by month or quarter by quarter."""
    answer = questions.observe(asked.metric.id, by=(asked.breakdown,)).answers[0]
    marked = charted.of_metric(answer)
    spec = to_spec(years(marked, format_of(asked.metric.unit)))
    heading = f"{asked.metric.label}, año contra año"
    frame, columns = _side_by_side(marked)
    return figures.drawn(heading, spec, frame, columns, (answer,), key="indicador-anios", description=heading)


# --- the two of them -------------------------------------------------------------------------------------


def _each(asked: Exploration, show: Callable[[Exploration], Blocks]) -> Blocks:
    """The metric and then the other one, for which it is said where it has nothing of what was asked."""
    alone = replace(asked, beside="")
    if not asked.beside:
        return show(alone)
    other = metric(asked.beside)
    offered = questions.series_of(other.id) if asked.members else {}
    members = tuple(one for one in asked.members if ":".join(one) in offered)
    if not _can_be_split(asked) or (asked.members and not members):
        return (*show(alone), _nothing_of(other, asked))
    return (*show(alone), *show(replace(alone, metric=other, members=members)))


def _nothing_of(other: Metric, asked: Exploration) -> Text:
    by = words.dimension(asked.breakdown).lower()
    chosen = words.listed(questions.members(dimension).label(code) for dimension, code in asked.members)
    told = markdown("«{label}» no tiene valores por {by}.", label=other.label, by=by)
    of_chosen = markdown("«{label}» no tiene valores por {by} de {chosen}.", label=other.label, by=by, chosen=chosen)
    return Text(of_chosen if chosen else told)


def _drawn(asked: Exploration) -> Blocks:
    if asked.members:
        return _lines(asked, _of_members(asked))
    column = _column(asked.metric)
    split = splits.ask(column, by=asked.breakdown, title=words.dimension(asked.breakdown), period=asked.year)
    return _figure(asked, split, column)


def _tabled(asked: Exploration) -> Blocks:
    if asked.members:
        told = _of_members(asked)
        frame, columns = _side_by_side([mark for _, marked in told for mark in marked])
        return _with_files(asked, frame, columns, [answer for answer, _ in told])
    metric_columns = [_column(one) for one in _metrics(asked)]
    split = splits.ask(*metric_columns, by=asked.breakdown, title=words.dimension(asked.breakdown), period=asked.year)
    return _with_files(asked, split.frame, split.table, split.answers)


def _with_files(
    asked: Exploration, frame: pl.DataFrame, columns: Sequence[Column], answers: Sequence[Answer]
) -> Blocks:
    heading = _heading(asked, " y ".join(one.label for one in _metrics(asked)))
    key = f"indicador-{asked.metric.id}"
    return (
        markup.heading(heading, anchor=key),
        listings.table(frame, columns, caption=heading),
        provenance.source(answers, heading, anchor=key),
        Row(listings.files(frame, columns, provenance.about(answers), key=key)),
    )


# --- several series in one drawing -----------------------------------------------------------------------


def _lines(asked: Exploration, told: Sequence[tuple[Answer, Sequence[Mark]]]) -> Blocks:
    """Members, or metrics of one unit, as lines on one time axis."""
    series = [mark for _, marked in told for mark in marked]
    answers = [answer for answer, _ in told]
    heading = _heading(asked, " y ".join(one.label for one in _metrics(asked)))
    if not series:
        return (Text(as_text(_NO_LINE)),)
    spec = to_spec(development(series, format_of(asked.metric.unit), is_at_a_date=answers[0].tells_a_state))
    frame, columns = _side_by_side(series)
    return figures.drawn(
        heading, spec, frame, columns, answers, key=f"indicador-{asked.metric.id}", description=heading
    )


def _of_members(asked: Exploration) -> list[tuple[Answer, Sequence[Mark]]]:
    """An answer for each dimension that members were chosen of, and their marks."""
    chosen: Mapping[str, list[str]] = defaultdict(list)
    for dimension, code in asked.members:
        chosen[dimension].append(code)
    found: list[tuple[Answer, Sequence[Mark]]] = []
    for dimension, codes in chosen.items():
        where = Filters.of({dimension: codes})
        answer = questions.observe(asked.metric.id, by=(asked.breakdown, dimension), where=where).answers[0]
        named = questions.members(dimension)
        found.append((answer, charted.of_members(answer, dimension, named.label)))
    return found


def _of_metrics(asked: Exploration) -> list[tuple[Answer, Sequence[Mark]]]:
    answers = questions.observe(*(one.id for one in _metrics(asked)), by=(asked.breakdown,)).answers
    return [(answer, charted.of_metric(answer)) for answer in answers]


def _side_by_side(series: Sequence[Mark]) -> tuple[pl.DataFrame, tuple[Column, ...]]:
    """A row for each unit of time, a column for each series."""
    rows: dict[str, dict[str, object]] = {}
    for mark in series:
        named = dates.unit_of_time(mark.unit, is_partial=mark.is_partial, until=mark.until)
        row = rows.setdefault(mark.unit, {_PERIOD.name: mark.unit, _PERIOD.text_name: named})
        row |= {mark.code: mark.value, f"{mark.code}_text": mark.text}
    codes = dict.fromkeys((mark.code, mark.name) for mark in series)
    columns = tuple(Column(code, name, is_number=True) for code, name in codes)
    schema = {_PERIOD.name: pl.String, _PERIOD.text_name: pl.String} | {
        name: kind for one in columns for name, kind in ((one.name, pl.Float64), (one.text_name, pl.String))
    }
    return pl.DataFrame([rows[unit] for unit in sorted(rows)], schema=schema, orient="row"), (_PERIOD, *columns)


# --- one drawing for each metric -------------------------------------------------------------------------


def _figure(asked: Exploration, split: Split, column: MetricColumn) -> Blocks:
    draw = trend if asked.is_in_time else comparison
    heading = _heading(asked, metric(column.name).label)
    return figures.figure(
        heading, to_spec(draw(split, column)), split, key=f"indicador-{column.name}", description=heading
    )


def _heading(asked: Exploration, label: str) -> str:
    by = f"{label}, por {words.dimension(asked.breakdown).lower()}"
    return f"{by}, {asked.year}" if asked.year else by


def _column(one: Metric) -> MetricColumn:
    return MetricColumn(one.id, one.label)


def _metrics(asked: Exploration) -> list[Metric]:
    return [asked.metric, *([metric(asked.beside)] if asked.beside else [])]


def _shares_a_unit(asked: Exploration) -> bool:
    """There are two metrics, of one unit, and both have values by the breakdown."""
    return bool(asked.beside) and metric(asked.beside).unit == asked.metric.unit and _can_be_split(asked)


def _can_be_split(asked: Exploration) -> bool:
    """The other metric, if there is one, has values by the breakdown too."""
    return not asked.beside or asked.breakdown in questions.breakdowns(asked.beside)
