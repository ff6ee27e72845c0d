"""Regions beside each other, in words and in tables: values in the measure asked for, ranks, changes and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboards.display import dates, words
from dashboards.display.columns import Column
from dashboards.display.formats import ValueFormat, format_of, number
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from metrics import ENOUGH, Against, Answer, Direction, Measure, Members, RegionalTable, Unit, Verdict

RANK, CHANGE = "rank", "difference"
_SHARE = Unit(id="percent", label="porcentaje del país", multiplier=100, decimals=1)
PER = {
    Measure.PER_INHABITANT: "por 1.000 habitantes",
    Measure.PER_FOREIGN_RESIDENT: "por 1.000 personas extranjeras residentes",
}
_DECIMALS = ((10.0, 1), (1.0, 2), (0.1, 3), (0.0, 4))
"""From which country's value on how many decimals tell regions apart."""


def format_in(table: RegionalTable) -> ValueFormat:
    """How values in the measure are written."""
    asked = table.asked
    match asked.measure:
        case Measure.AMOUNT:
            return format_of(asked.metric.unit)
        case Measure.SHARE:
            return format_of(_SHARE)
        case Measure.PER_INHABITANT | Measure.PER_FOREIGN_RESIDENT:
            decimals = _decimals(table.national or 0.0)
            label = f"{asked.metric.unit.label} {PER[asked.measure]}"
            return format_of(Unit(id="per_1000_people", label=label, decimals=decimals))


def _decimals(size: float) -> int:
    return next(count for least, count in _DECIMALS if abs(size) >= least)


def per_people(value: float, measure: Measure) -> str:
    """'0,12 por 1.000 habitantes'."""
    return f"{number(value, _decimals(value))} {PER[measure]}"


def told(table: RegionalTable) -> str:
    """What the values are: 'Atenciones presenciales por 1.000 habitantes (población de 2024)'."""
    return measured(table) + (f" (población de {table.people.year})" if table.people else "")


def measured(table: RegionalTable) -> str:
    """What they are of whatever year."""
    label = table.asked.metric.label
    match table.asked.measure:
        case Measure.AMOUNT:
            return label
        case Measure.SHARE:
            return f"{label}, parte del país"
        case Measure.PER_INHABITANT | Measure.PER_FOREIGN_RESIDENT:
            return f"{label} {PER[table.asked.measure]}"


def in_words(table: RegionalTable, names: Members, address: Callable[[str], str], own: str = "") -> pl.DataFrame:
    """A row per region: `CODE`, `NAME` with its address, `VALUE`, `TEXT`, and the rank and the change with their texts."""
    of = format_in(table)
    rows = [
        _row(row, table, of, names, address) | {"is_own": row["region"] == own, "stays": row["region"]}
        for row in table.frame.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA: Mapping[str, Any] = {
    CODE: pl.String,
    NAME: pl.String,
    f"{NAME}_address": pl.String,
    VALUE: pl.Float64,
    TEXT: pl.String,
    "value_text": pl.String,
    RANK: pl.Int64,
    f"{RANK}_text": pl.String,
    "reference": pl.Float64,
    "reference_text": pl.String,
    CHANGE: pl.Float64,
    f"{CHANGE}_text": pl.String,
    "kind": pl.String,
    "has_territory": pl.Boolean,
    "is_own": pl.Boolean,
    "stays": pl.String,
}


def _row(
    row: Mapping[str, Any], table: RegionalTable, of: ValueFormat, names: Members, address: Callable[[str], str]
) -> dict[str, Any]:
    text = of.text(row["value"], is_suppressed=row["suppressed"])
    return {
        CODE: row["region"],
        NAME: names.label(row["region"]),
        f"{NAME}_address": address(row["region"]) if row["has_territory"] else "",
        VALUE: row["value"],
        TEXT: text,
        "value_text": text,
        RANK: row["rank"],
        f"{RANK}_text": place(row, table),
        "reference": row["reference"],
        "reference_text": of.text(row["reference"]),
        CHANGE: row["difference"],
        f"{CHANGE}_text": _change(row, of),
        "kind": kind(row, table),
        "has_territory": row["has_territory"],
    }


def amount(answer: Answer) -> str:
    """The only value of an answer as it is written."""
    return format_of(answer.metric.unit).text(answer.value, is_suppressed=bool(answer.suppressed_cells))


def middle(median: float | None, of: ValueFormat) -> str:
    """A median as it is written: that of an even number of counts may lie half-way between two."""
    if median is None or of.decimals or of.multiplier != 1 or median == int(median):
        return of.text(median)
    return number(median, 1)


def place(row: Mapping[str, Any], table: RegionalTable) -> str:
    """'9 de 16', or that there is no rank."""
    return f"{row['rank']} de {table.ranked}" if row["rank"] else "Sin puesto"


def placed(row: Mapping[str, Any], table: RegionalTable) -> str:
    """The same in a sentence, which says that others have it too: 'puesto 4 de 16 (compartido)'."""
    return f"puesto {place(row, table)}{' (compartido)' if row['is_tied'] else ''}"


def _change(row: Mapping[str, Any], of: ValueFormat) -> str:
    if row["difference"] is None:
        return "No se compara"
    if not row["difference"]:
        return "Igual"
    verdict = words.VERDICTS[Verdict(row["verdict"])] if row["verdict"] else ""
    return of.change(row["difference"]) + (f": {verdict}" if verdict else "")


def kind(row: Mapping[str, Any], table: RegionalTable) -> str:
    """What kind of data is behind a row's value; nothing where there is none."""
    if row["value"] is None:
        return ""
    if row["demonstration"]:
        return words.KINDS_OF_DATA["demonstration"].capitalize()
    kinds = sorted(table.answer.kinds - {"demonstration"})
    return words.kinds_of_data(kinds).capitalize()


@dataclass(frozen=True)
class _Value(Column):
    """The values of a table, under the id of its metric and its measure in files for programs."""

    code: str = ""

    @property
    def field(self) -> str:
        """The id of the metric, and the measure where it is not the amount."""
        return self.code


def _coded(table: RegionalTable) -> str:
    measure = table.asked.measure
    return table.asked.metric.id + ("" if measure is Measure.AMOUNT else f".{measure}")


def columns(table: RegionalTable) -> tuple[Column, ...]:
    """The columns of a table and of its file."""
    of = format_in(table)
    compared = (
        Column("reference", _reference(table), is_number=True, number_format=of.cell_format),
        Column(CHANGE, "Diferencia", is_number=True, number_format=of.cell_format),
    )
    return (
        Column(NAME, "Región o unidad"),
        Column(CODE, "Código"),
        _Value(VALUE, told(table), is_number=True, number_format=of.cell_format, code=_coded(table)),
        Column(RANK, "Puesto", is_number=True),
        *(compared if table.before or table.asked.against is Against.COUNTRY else ()),
        Column("kind", "Tipo de dato"),
    )


def _reference(table: RegionalTable) -> str:
    return dates.months(table.before.period) if table.before else "País"


def sentence(table: RegionalTable, region: str, names: Members) -> str:
    """What the table says of a region, or of the country."""
    of = format_in(table)
    row = table.row(region)
    national = _national(table, of)
    if row is None:
        told_of_median = (
            f" La mediana de las regiones es {middle(table.median, of)}." if table.median is not None else ""
        )
        return f"{national}{told_of_median}".strip()
    value = of.text(row["value"], is_suppressed=row["suppressed"])
    ranked = f", {placed(row, table)}" if row["rank"] else _why_no_rank(row)
    return f"{_lowered(told(table))}: {value}{ranked}. {national}".strip()


def _why_no_rank(row: Mapping[str, Any]) -> str:
    return f", sin puesto: son menos de {ENOUGH} casos" if row["is_of_few"] and row["value"] is not None else ""


def _national(table: RegionalTable, of: ValueFormat) -> str:
    if table.asked.measure is Measure.SHARE:
        return ""
    if table.national is None:
        return "No hay un valor de todo el país."
    return f"En todo el país: {of.text(table.national)}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def why_not_compared(table: RegionalTable) -> str:
    """Why no region is compared, if none is."""
    return f"No se compara: {words.sentence(table.reason)}." if table.reason else ""


def order_told(table: RegionalTable) -> str:
    """What rank 1 means."""
    if not table.ranked:
        return "Ninguna región tiene puesto."
    is_low_better = table.asked.metric.direction is Direction.LOWER_IS_BETTER
    highest = "el valor más bajo, que es el mejor" if is_low_better else "el valor más alto"
    of_nothing = "" if table.is_backed else " Los puestos salen de datos de demostración que nada publicado respalda."
    return (
        f"El puesto 1 es {highest}, entre las {number(table.ranked)} regiones que tienen puesto; los empates lo comparten."
        f"{of_nothing}"
    )
