"""The sheet of a region in words: its indicators, what asks for attention and why, and a paragraph written from the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import polars as pl

from dashboards.display import dates, links, regions, told, words
from dashboards.display.columns import Column
from dashboards.display.formats import format_of
from dashboards.display.words import folded
from metrics import METROPOLITAN, REST, Answer, Measure, Members, Reason, Rule, Sheet, SheetLine, Verdict

DEMONSTRATION = "Demostración"
_REGIONAL = (
    "las regiones",
    "regiones del pais",
    "direcciones regionales",
    "a regiones",
    "regionales",
    "diferentes regiones",
)
"""What a measure that is of all regions says."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A line of the sheet as it is read. `address` leads to the metric among the regions."""

    label: str
    address: str
    value: str
    rank: str
    country: str
    middle: str
    peers: str
    change: str
    kind: str


def shown(sheet: Sheet, period: str) -> tuple[Shown, ...]:
    """Each line as it is read."""
    return tuple(_shown(line, sheet.region, period) for line in sheet.lines)


def _shown(line: SheetLine, region: str, period: str) -> Shown:
    table, row = line.table, line.row
    of = regions.format_in(table)
    is_part = line.metric.adds_over("region") and table.asked.measure is Measure.AMOUNT
    return Shown(
        label=regions.told(table),
        address=of_line(line.metric.id, line.table.asked.measure, period, region),
        value=of.text(row["value"], is_suppressed=row["suppressed"]),
        rank=regions.place(row, table),
        country=f"{of.text(table.national)}{' en total' if is_part else ''}",
        middle=regions.middle(table.median, of),
        peers=regions.middle(line.peers_median, of),
        change=_change(line, of.change),
        kind=DEMONSTRATION if row["demonstration"] else regions.kind(row, table),
    )


def of_line(metric_id: str, measure: Measure, period: str, region: str) -> str:
    """Where an indicator is seen among the regions, in the same measure."""
    return links.of_territory(indicador=metric_id, periodo=period, region=region, medida=words.MEASURE_CODES[measure])


def _change(line: SheetLine, write: Callable[[float], str]) -> str:
    difference = line.row["difference"]
    if difference is None:
        return "No se compara"
    if not difference:
        return "Igual"
    verdict = words.VERDICTS[Verdict(line.row["verdict"])] if line.row["verdict"] else ""
    return write(difference) + (f": {verdict}" if verdict else "")


COLUMNS = (
    Column("label", "Indicador"),
    Column("value", "Región", is_number=True),
    Column("rank", "Puesto", is_number=True),
    Column("country", "País", is_number=True),
    Column("middle", "Mediana de las regiones", is_number=True),
    Column("peers", "Mediana de las parecidas", is_number=True),
    Column("change", "Frente al año anterior", is_number=True),
    Column("kind", "Tipo de dato"),
)


def listed(sheet: Sheet, period: str) -> pl.DataFrame:
    """The lines as a table; files give the values."""
    rows = [{column.name: getattr(one, column.name) for column in COLUMNS} for one in shown(sheet, period)]
    return pl.DataFrame(rows, schema={column.name: pl.String for column in COLUMNS})


VALUES = (
    Column("code", "Código del indicador"),
    Column("measure", "Medida"),
    Column("label", "Indicador"),
    Column("value", "Región", is_number=True),
    Column("rank", "Puesto", is_number=True),
    Column("ranked", "Regiones con puesto", is_number=True),
    Column("country", "País", is_number=True),
    Column("middle", "Mediana de las regiones", is_number=True),
    Column("peers", "Mediana de las parecidas", is_number=True),
    Column("before", "Un año antes", is_number=True),
    Column("kind", "Tipo de dato"),
)


def values(sheet: Sheet) -> pl.DataFrame:
    """The lines as a file has them: values in stored units, and the word for each that is not there."""
    rows = [_values(line) for line in sheet.lines]
    text = {"code", "measure", "label", "kind", "value_text"}
    schema: dict[str, Any] = {
        name: pl.String if name in text else pl.Int64 if name in ("rank", "ranked") else pl.Float64
        for name in (*(column.name for column in VALUES), "value_text")
    }
    return pl.DataFrame(rows, schema=schema)


def _values(line: SheetLine) -> dict[str, Any]:
    row, of = line.row, regions.format_in(line.table)
    return {
        "code": line.metric.id,
        "measure": words.MEASURES[line.table.asked.measure],
        "label": regions.told(line.table),
        "value": row["value"],
        "value_text": of.text(row["value"], is_suppressed=row["suppressed"]),
        "rank": row["rank"],
        "ranked": line.table.ranked,
        "country": line.table.national,
        "middle": line.table.median,
        "peers": line.peers_median,
        "before": row["reference"],
        "kind": regions.kind(row, line.table),
    }


# --- what asks for attention ---------------------------------------------------------------------------------

RULES = (
    "No cumple la meta: el valor es peor que la meta vigente en el último día conocido del período. "
    "Detrás de las parecidas: el valor es peor que el de cada una de las regiones parecidas y que el del país. "
    "Rompe su patrón: el último trimestre completo se aparta de la mediana de los anteriores (al menos cuatro) en más de una "
    "cuarta parte y en más de tres desviaciones."
)


def reason(found: Reason) -> str:
    """Why something asks for attention, in a sentence without its full stop."""
    of = format_of(found.metric.unit)
    label, value, reference = found.metric.label, of.text(found.value), regions.middle(found.reference, of)
    match found.rule:
        case Rule.TARGET:
            return f"{label}: {value}, y la meta es {reference}"
        case Rule.PEERS:
            own, of_peers = (_in_measure(found, one) for one in (found.value, found.reference))
            return f"{label}: {own}, peor que cada región parecida (su mediana es {of_peers}) y que el país"
        case Rule.PATTERN:
            quarter = dates.unit_of_time(found.unit)
            return f"{label}: {value} en el {quarter}, cuando la mediana de los trimestres anteriores es {reference}"


def _in_measure(found: Reason, value: float) -> str:
    """An amount in the unit of the metric, or so many per thousand."""
    if found.measure is Measure.AMOUNT:
        return regions.middle(value, format_of(found.metric.unit))
    return regions.per_people(value, found.measure)


NOTHING = "Nada requiere atención según estas reglas."
NOTHING_BACKED = "Con cifras publicadas o de un registro, nada requiere atención según estas reglas."


# --- a paragraph ---------------------------------------------------------------------------------------------


def paragraph(sheet: Sheet, name: str) -> str:
    """What the numbers say, sentence by sentence; a sentence whose numbers are not there is not said."""
    lines = {(line.metric.id, line.table.asked.measure.value): line for line in sheet.lines}
    found = [sentence for tell in (_attentions, _operations, _requests) for sentence in tell(lines, name)]
    is_all_one = len({is_backed for is_backed, _ in found}) == 1  # then it is said once, of the first
    return " ".join(
        text[:1].upper() + text[1:] if is_backed or (is_all_one and number) else f"Según datos de demostración, {text}"
        for number, (is_backed, text) in enumerate(found)
    )


_Lines = Mapping[tuple[str, str], SheetLine]
_Sentence = tuple[bool, str]
"""Whether something published or registered backs it, and what it says, as it goes on after a comma."""


def _attentions(lines: _Lines, name: str) -> Iterator[_Sentence]:
    records, rate = (lines.get(("attention.records", one)) for one in ("amount", "per_1000_inhabitants"))
    if not _is_known(records):
        return
    per = f": {_text(rate)} por cada 1.000 habitantes, {_beside_country(rate)}" if _is_known(rate) else ""
    counted_records = _counted(records, "atención presencial", "atenciones presenciales")
    yield records.row["is_backed"], f"{name} registró {counted_records}{_ranked(records)}{per}."


def _operations(lines: _Lines, _: str) -> Iterator[_Sentence]:
    operations, people = (lines.get((f"field_operations.{one}", "amount")) for one in ("count", "people"))
    if not _is_known(operations):
        return
    if not operations.row["value"]:
        yield operations.row["is_backed"], "no hizo operativos en terreno."
        return
    mean = lines.get(("field_operations.people_per_operation", "amount"))
    each = f": {_text(mean)} por operativo, {_beside_country(mean)}" if _is_known(mean) else ""
    served = f", con {_counted(people, 'persona atendida', 'personas atendidas')}{each}" if _is_known(people) else ""
    yield operations.row["is_backed"], f"hizo {_counted(operations, 'operativo', 'operativos')} en terreno{served}."


def _requests(lines: _Lines, name: str) -> Iterator[_Sentence]:
    received, share = (
        lines.get((f"foi.{one}", "amount")) for one in ("requests_received", "answered_within_15_days_share")
    )
    if not _is_known(received):
        return
    asked = _counted(received, "solicitud de información vino", "solicitudes de información vinieron")
    quick = ""
    if _is_known(share) and not share.row["is_of_few"]:
        quick = f"; de las respondidas, el {_text(share)} lo fue en 15 días hábiles o menos, {_beside_country(share)}"
    yield received.row["is_backed"], f"{asked} de {name}{quick}."


def _is_known(line: SheetLine | None) -> TypeGuard[SheetLine]:
    return line is not None and line.row["value"] is not None


def _counted(line: SheetLine, one: str, several: str) -> str:
    return f"{_text(line)} {one if line.row['value'] == 1 else several}"


def _text(line: SheetLine) -> str:
    return regions.format_in(line.table).text(line.row["value"], is_suppressed=line.row["suppressed"])


def _ranked(line: SheetLine) -> str:
    return f", {regions.placed(line.row, line.table)}" if line.row["rank"] else ""


def _beside_country(line: SheetLine) -> str:
    of, value, country = regions.format_in(line.table), line.row["value"], line.table.national
    if country is None:
        return "sin valor del país con que comparar"
    if of.text(value) == of.text(country):
        return "lo mismo que en el país"
    return f"{'más' if value > country else 'menos'} que en el país ({of.text(country)})"


# --- what else there is of a region --------------------------------------------------------------------------


def incomplete(sheet: Sheet, names: Members) -> str:
    """What is not known of the period, of one indicator or another, each thing once."""
    found = dict.fromkeys(told.incomplete(line.table.answer, names) for line in sheet.lines)
    return "; ".join(one for one in found if one)


def naming(frame: pl.DataFrame, name: str) -> tuple[list[str], list[str]]:
    """The codes of the measures whose title names the region, and of those that speak of all regions."""
    own, all_of_them = [], []
    for code, title in frame.select("code", "title").iter_rows():
        text = _plain(title)
        if _plain(name) in text:
            own.append(code)
        elif any(one in text for one in _REGIONAL):
            all_of_them.append(code)
    return own, all_of_them


def _plain(text: str) -> str:
    return folded(text).replace("’", "'")


def alike(sheet: Sheet, names: Members) -> str:
    """Which regions it is compared with, and by which rule."""
    if not sheet.peers:
        return "No hay población cargada con que decir a qué regiones se parece."
    listed_names = told.listed([names.label(code) for code in sheet.peers])
    return (
        f"Parecidas son las {len(sheet.peers)} regiones con la población más cercana en proporción (proyección del INE, "
        f"{sheet.people_year}): {listed_names}."
    )


def reasons(found: Sequence[Reason], *, is_backed: bool) -> Iterator[Reason]:
    """Those that something backs, or those that rest on demonstration rows."""
    return (one for one in found if one.is_backed is is_backed)


@dataclass(frozen=True, kw_only=True)
class Litigation:
    """The place of which appeals are told where a region is asked for, of which year, and what that means."""

    place: str
    year: str
    told: str


def litigation(region: str, name: str, period: str) -> Litigation:
    """The Metropolitan region's own, or those of all others together."""
    year = period[:4]
    if region == METROPOLITAN:
        own = "Son los de la Región Metropolitana: la Cuenta Pública separa esta región del resto del país."
        return Litigation(place=METROPOLITAN, year=year, told=own)
    rest = (
        f"La Cuenta Pública sólo separa la Región Metropolitana del resto del país: de {name} sola no hay cifra. Éstas son las de "
        "las quince regiones fuera de la Metropolitana, juntas."
    )
    return Litigation(place=REST, year=year, told=rest)


def no_appeals(asked: Litigation) -> str:
    """What is said where the document prints none of the year."""
    return f"La Cuenta Pública no imprime recursos judiciales de {asked.year}."


APPEALS = (Column("appeal_type", "Tipo de recurso"), Column("value", "Recursos", is_number=True))


def appeals(answer: Answer, names: Members) -> pl.DataFrame:
    """A row per kind of appeal that has a number."""
    of = format_of(answer.metric.unit)
    rows = [
        {"appeal_type": names.label(kind), "value": value, "value_text": of.text(value)}
        for kind, value in answer.frame.drop_nulls("value").select("appeal_type", "value").iter_rows()
    ]
    return pl.DataFrame(rows, schema={"appeal_type": pl.String, "value": pl.Float64, "value_text": pl.String})
