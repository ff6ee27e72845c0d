"""One metric in every region, seen four ways that are one choice: on a map, ranked, over time, in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import polars as pl

from dashboards.blocks import listings, markup, provenance
from dashboards.blocks.block import Advice, Blocks, Caption, File, Html, Row
from dashboards.charts import choropleth
from dashboards.charts.multiples import multiples
from dashboards.charts.sparkline import Instant
from dashboards.display import dates, regions, words
from dashboards.display.columns import Column
from dashboards.display.formats import ValueFormat
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from dashboards.display.markdown import as_text, markdown
from dashboards.documents.images import svg_as_png
from dashboards.documents.spreadsheets import About, Fact
from dashboards.serving import questions
from metrics import (
    COUNTRY,
    NUBLE_SINCE,
    Against,
    Answer,
    Measure,
    MetricError,
    Period,
    Periodicity,
    RegionalTable,
    metric,
)

Address = Callable[[str], str]
"""Where a region is chosen."""
_HELD_BY = {"rapa-nui": "05", "juan-fernandez": "05"}
_ANTARCTIC = "12"


# --- on a map ----------------------------------------------------------------------------------------------


def on_a_map(heading: str, table: RegionalTable, address: Address, *, own: str = "", key: str) -> Blocks:
    """The map with its source and its image; where there is none, a sentence that says so."""
    if not questions.has_boundaries():
        return (
            markup.heading(heading, anchor=key),
            Advice(markdown("El mapa no está disponible por ahora. Las mismas cifras están en la tabla.")),
        )
    frame = regions.in_words(table, questions.members("region"), address)
    about = _about(table, address(own or COUNTRY))
    name = f"{listings.file_stem(about, key=key, by='región')}-mapa.png"
    draw = partial(_image, heading, frame, about, own, _middle(table))
    return (
        markup.heading(heading, anchor=key),
        drawn(heading, frame, regions.told(table), own=own, country=_middle(table)),
        *_told_of_bands(table),
        *_source_and_files(heading, table, frame, about, File(f"{key}-png", "PNG", name, "image/png", draw), key=key),
    )


def _middle(table: RegionalTable) -> float | None:
    """The country's value, where regions lie around it and are no parts of it."""
    adds = table.asked.metric.adds_over("region")
    is_part = table.asked.measure is Measure.SHARE or (table.asked.measure is Measure.AMOUNT and adds)
    return None if is_part else table.national


def _told_of_bands(table: RegionalTable) -> Blocks:
    middle = _middle(table)
    if middle is None:
        return (Caption(as_text("Los tonos reparten las regiones en quintos, del valor más bajo al más alto.")),)
    of = regions.format_in(table)
    told = markdown(
        "Los tonos dicen cuánto se aparta cada región del valor del país ({value}): naranja por debajo, azul por encima, y el tono más fuerte el de "
        "las que más se apartan hacia cada lado.",
        value=of.text(middle),
    )
    return (Caption(told),)


def drawn(description: str, frame: pl.DataFrame, title: str, *, own: str = "", country: float | None = None) -> Html:
    """The panels, the boxes and the grid of a narrow screen."""
    shaded = choropleth.shaded(frame.filter("has_territory"), country=country)
    by_code = {one.code: one for one in shaded}
    addresses = dict(frame.select(CODE, f"{NAME}_address").iter_rows())
    placed = [_placed(place, by_code) for place in _places()]
    panels = [one for one in placed if one["place"].panel.code not in _HELD_BY]
    boxes = [
        (one, by_code[_HELD_BY[one["place"].panel.code]].name) for one in placed if one["place"].panel.code in _HELD_BY
    ]
    return markup.html(
        "choropleth",
        description=description,
        title=title,
        panels=panels,
        boxes=boxes,
        antarctic=by_code.get(_ANTARCTIC),
        elsewhere=frame.filter(~pl.col("has_territory")).select("name", "text").to_dicts(),
        legend=[(band, choropleth.in_words(band)) for band in choropleth.legend(shaded)],
        grid=shaded,
        addresses=addresses,
        own=own,
    )


@lru_cache(1)
def _places() -> tuple[choropleth.Place, ...]:
    """The panels of the map with what is drawn in each, read once."""
    return choropleth.places(questions.boundaries())


def _placed(place: choropleth.Place, by_code: Mapping[str, choropleth.Shaded]) -> dict[str, Any]:
    named = [
        (by_code[outline.region], choropleth.label(place, outline, by_code[outline.region]))
        for outline in place.outlines
        if outline.region in by_code
    ]
    return {"place": place, "regions": named, "margins": choropleth.margins(place, [label for _, label in named])}


def _image(heading: str, frame: pl.DataFrame, about: About, own: str, country: float | None) -> bytes:
    shaded = choropleth.shaded(frame.filter("has_territory"), country=country)
    drawing = choropleth.as_svg(
        questions.boundaries(), shaded, own=own, head=[heading], foot=provenance.in_an_image(about)
    )
    return svg_as_png(drawing.svg)


# --- ranked ------------------------------------------------------------------------------------------------


def ranked(heading: str, table: RegionalTable, address: Address, *, own: str = "", by_value: bool, key: str) -> Blocks:
    """The regions as bars, by value or north to south, with the country's value as a line across them."""
    frame = regions.in_words(table, questions.members("region"), address)
    if by_value:
        frame = frame.sort(regions.RANK, VALUE, descending=[False, True], nulls_last=True, maintain_order=True)
    bars = _bars(frame, _middle(table))
    mark_told = "La raya vertical es el valor del país." if bars["mark"] is not None else ""
    return (
        markup.heading(heading, anchor=key),
        markup.html("ranking", caption=heading, title=_short(table), own=own, mark_told=mark_told, **bars),
        Caption(as_text(regions.order_told(table))),
        *_source_and_files(heading, table, frame, _about(table, address(own or COUNTRY)), key=key),
    )


def _short(table: RegionalTable) -> str:
    return words.MEASURES[table.asked.measure]


def _bars(frame: pl.DataFrame, country: float | None) -> dict[str, Any]:
    """Bars from zero, or from the lowest where some are below it."""
    values: list[float] = [value for value in (*frame[VALUE], country) if value is not None]
    lowest, highest = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    span = highest - lowest or 1.0

    def place(value: float) -> float:
        return round(100 * (value - lowest) / span, 2)

    rows = [
        {
            "code": row[CODE],
            "name": row[NAME],
            "address": row[f"{NAME}_address"],
            "rank": str(row[regions.RANK]) if row[regions.RANK] else "—",
            "text": row[TEXT],
            "start": None if row[VALUE] is None else place(min(row[VALUE], 0.0)),
            "width": None if row[VALUE] is None else round(100 * abs(row[VALUE]) / span, 2),
        }
        for row in frame.iter_rows(named=True)
    ]
    return {"rows": rows, "mark": None if country is None else place(country)}


# --- over time ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Course:
    """A metric by region in each quarter, or each year: what is told of each unit of time, and the answer it is of."""

    answer: Answer
    grain: str
    tables: Mapping[str, RegionalTable]

    @property
    def of(self) -> ValueFormat:
        """How its values are written: as those of the last unit of time."""
        return regions.format_in([*self.tables.values()][-1])

    def last(self, code: str) -> str:
        """The value of the last unit of time as it is written."""
        row = [*self.tables.values()][-1].row(code)
        return self.of.text(row["value"], is_suppressed=row["suppressed"]) if row else self.of.text(None)

    def series(self) -> dict[str, list[Instant]]:
        """The values of each region."""
        return {
            code: [
                Instant(
                    start=Period.parse(unit).start,
                    value=row["value"] if (row := table.row(code)) else None,
                    is_partial=unit in self.answer.partial_units,
                )
                for unit, table in self.tables.items()
            ]
            for code in questions.regions().labels
        }


def over_time(heading: str, table: RegionalTable, address: Address, *, own: str = "", key: str) -> Blocks:
    """Sixteen small lines on one scale, by quarters or, where there are none, by years."""
    course = _course(table.asked.metric.id, table.asked.measure)
    if course is None:
        told = markdown("«{label}» no tiene valores de varios períodos por región.", label=table.asked.metric.label)
        return (markup.heading(heading, anchor=key), Advice(told))
    series, names = course.series(), questions.members("region")
    shown = [
        {
            "code": one.code,
            "name": names.label(one.code),
            "address": address(one.code),
            "told": course.last(one.code),
            "line": one.line,
        }
        for one in multiples(series)
    ]
    about = _about([*course.tables.values()][-1], address(own or COUNTRY))
    files = listings.files(*_side_by_side(course), replace(about, period=_spanned(course)), key=key, by="región")
    return (
        markup.heading(heading, anchor=key),
        markup.html("multiples", description=heading, series=shown, own=own, scale=_scale(course, series)),
        *_new_region(course),
        provenance.source([course.answer, *table.answers[1:]], heading, anchor=key),
        Row(files),
    )


def _course(metric_id: str, measure: Measure) -> _Course | None:
    """By quarter, or by year where it has no quarters or is told once a year; None where it has neither."""
    for grain in ("year",) if metric(metric_id).periodicity is Periodicity.YEAR else ("quarter", "year"):
        try:
            answer = questions.observe(metric_id, by=(grain, "region")).answers[0]
        except MetricError:
            continue
        units = answer.frame.drop_nulls("value")[grain].unique().sort().to_list()
        if len(units) > 1:
            table = partial(questions.regional_table, metric_id, measure=measure, against=Against.NOTHING)
            return _Course(answer=answer, grain=grain, tables={unit: table(period=unit) for unit in units})
    return None


def _new_region(course: _Course) -> Blocks:
    """Ñuble was a part of Biobío: what is told of it before its day is of its communes."""
    if Period.parse(next(iter(course.tables))).start >= NUBLE_SINCE:
        return ()
    told = markdown(
        "Ñuble es una región desde el {day}; lo anterior es de las comunas que hoy la forman, y no está en Biobío.",
        day=dates.day(NUBLE_SINCE),
    )
    return (Caption(told),)


def _spanned(course: _Course) -> str:
    first, *_, last = course.tables
    return f"{first}..{last}"


_UNITS = {"quarter": "trimestre", "year": "año"}


def _scale(course: _Course, series: Mapping[str, Sequence[Instant]]) -> str:
    values = [one.value for instants in series.values() for one in instants if one.value is not None]
    if not values:
        return ""
    first, *_, last = course.tables
    ends = (dates.unit_of_time(first), dates.unit_of_time(last))
    span = "del {} al {}" if course.grain == "quarter" else "de {} a {}"
    hollow = " El punto hueco es de un período incompleto." if course.answer.partial_units else ""
    lowest = f"de {course.of.text(min(0.0, *values))} a {course.of.text(max(values))}"
    return (
        f"Todas en la misma escala: {span.format(*ends)}, por {_UNITS[course.grain]}, y {lowest}. El número es el del último "
        f"{_UNITS[course.grain]}.{hollow}"
    )


def _side_by_side(course: _Course) -> tuple[pl.DataFrame, tuple[Column, ...]]:
    """A row per region or unit, a column per unit of time."""
    names, of = questions.members("region"), course.of
    rows: dict[str, dict[str, Any]] = {}
    for unit, table in course.tables.items():
        for row in table.frame.iter_rows(named=True):
            told = rows.setdefault(row["region"], {CODE: row["region"], NAME: names.label(row["region"])})
            told[unit] = row["value"]
            told[f"{unit}_text"] = of.text(row["value"], is_suppressed=row["suppressed"])
    schema: dict[str, Any] = {CODE: pl.String, NAME: pl.String}
    for unit in course.tables:
        schema |= {unit: pl.Float64, f"{unit}_text": pl.String}
    named = tuple(
        Column(
            unit,
            dates.unit_of_time(unit, is_partial=unit in course.answer.partial_units),
            is_number=True,
            number_format=of.cell_format,
        )
        for unit in course.tables
    )
    return pl.DataFrame([*rows.values()], schema=schema), (
        Column(NAME, "Región o unidad"),
        Column(CODE, "Código"),
        *named,
    )


# --- in a table --------------------------------------------------------------------------------------------


def tabled(heading: str, table: RegionalTable, address: Address, *, own: str = "", key: str) -> Blocks:
    """Every region and unit with its value, its place and its change."""
    frame = regions.in_words(table, questions.members("region"), address, own)
    why = regions.why_not_compared(table)
    return (
        markup.heading(heading, anchor=key),
        listings.table(frame, regions.columns(table), caption=heading),
        *((Caption(as_text(why)),) if why else ()),
        Caption(as_text(regions.order_told(table))),
        *_source_and_files(heading, table, frame, _about(table, address(own or COUNTRY)), key=key),
    )


def _source_and_files(
    heading: str, table: RegionalTable, frame: pl.DataFrame, about: About, *more: File, key: str
) -> Blocks:
    files = listings.files(frame, regions.columns(table), about, key=key, by="región")
    return (provenance.source(table.answers, heading, anchor=key), Row((*files, *more)))


def _about(table: RegionalTable, address: str) -> About:
    """What files say of themselves: the measure in which values are, its unit, and where they were seen."""
    about = provenance.about(table.answers, address=address)
    said = {"indicador": regions.told(table), "unidad": regions.format_in(table).label}
    facts = tuple(Fact(one.name, said[one.name]) if one.name in said else one for one in about.facts)
    return replace(about, subject=regions.measured(table), facts=facts)
