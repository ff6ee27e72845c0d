"""The classifier of the budget as a table and as bars: each part with its budget, what was spent of it, and which kind of data it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboards.display import links
from dashboards.display.budget import DEMONSTRATION, LEVELS, STANDINGS, clp, share
from dashboards.display.columns import Column
from dashboards.display.contradictions import listed_lines
from dashboards.display.formats import Amounts, ValueFormat
from metrics import Breakdown, Members, PublishedFigure, Standing, legible


def table_columns(level: str) -> tuple[Column, ...]:
    """The columns of a level's table; its files hold pesos, however people read them."""
    cells = clp(Amounts.PESOS).cell_format

    def amount(name: str, title: str) -> Column:
        return Column(name, title, is_number=True, number_format=cells)

    def part(name: str, title: str) -> Column:
        return Column(name, title, is_number=True, number_format="0.00%")

    return (
        Column("named", LEVELS[level]),
        amount("enacted", "Ley"),
        amount("current", "Vigente"),
        amount("accrued_to_date", "Devengado"),
        amount("paid_to_date", "Pagado"),
        amount("left", "Saldo"),
        part("execution_share", "% del vigente"),
        part("weight", "% del total"),
        Column("standing", "Ritmo"),
        Column("kind", "Clase de dato"),
    )


def filed_columns(level: str) -> tuple[Column, ...]:
    """The same in a file: the code and the name apart, and both shares."""
    first, *rest = table_columns(level)
    of_enacted = Column("execution_of_enacted_share", "% de la ley", is_number=True, number_format="0.00%")
    return (Column("code", "Código"), Column("label", first.title), *rest[:6], of_enacted, *rest[6:])


def _joined(kind: str, said: str, row: Mapping[str, Any], figures: Sequence[PublishedFigure]) -> str:
    """The kind of data of a row and where what was spent is printed, to the peso or the thousand, if it is."""
    amount = row["accrued_to_date"]
    lines = sorted({figure.line for figure in figures if amount is not None and figure.stored == int(amount)})
    return f"{kind}; {said.format(listed_lines(lines))}" if lines else kind


PRINTED_COLUMNS = (
    *(column for column in table_columns("subtitle") if column.name not in {"left", "weight", "standing", "kind"}),
    Column("printed_kind", "Clase de dato"),
)


def in_table(
    found: Breakdown, members: Members, look: tuple[Amounts, Mapping[str, str]], figures: Sequence[PublishedFigure]
) -> pl.DataFrame:
    """The parts of a node as people read them, and their total; each leads to its own place.

    `figures` are what is printed of just these months.
    """
    amounts, said = look
    of, rows = clp(amounts), []
    for row in found.frame.iter_rows(named=True):
        label = legible(members.label(row["code"]))
        rows.append(
            row
            | _texts(row, of)
            | {
                "label": label,
                "named": f"{row['code']} {label}",
                "named_address": "" if row["code"] == found.node.code else links.of_budget_node(row["code"], **said),
                "standing": STANDINGS[Standing(row["standing"])],
                "kind": _joined(kind_of(row), "lo devengado está impreso ({})", row, figures),
                "printed_kind": _joined(kind_of(row), "{}", row, figures),
                "is_total": False,
            }
        )
    return pl.DataFrame([*rows, _total(found, of)], infer_schema_length=None) if rows else pl.DataFrame()


def _texts(row: Mapping[str, Any], of: ValueFormat) -> dict[str, str]:
    amounts = ("enacted", "current", "accrued_to_date", "paid_to_date", "left")
    shares = ("execution_share", "execution_of_enacted_share", "weight")
    texts = {f"{name}_text": of.text(row[name]).replace(" ", _JOINED) for name in amounts}
    return texts | {f"{name}_text": share(row[name]) if row[name] is not None else _NO_BASE for name in shares}


_NO_BASE, _JOINED = "Sin presupuesto", "\u00a0"


def _total(found: Breakdown, of: ValueFormat) -> dict[str, Any]:
    """The whole, of which the parts are all."""
    row: dict[str, Any] = {one.metric.id.partition(".")[2]: one.value for one in found.whole.answers}
    row |= {"weight": 1.0 if (row["current"] or 0) > 0 else None}
    row |= {"demonstration": any(answer.is_demonstration for answer in found.whole.answers)}
    return (
        row
        | _texts(row, of)
        | {
            "code": found.node.code,
            "label": "Total",
            "named": "Total",
            "named_address": "",
            "standing": STANDINGS[found.standing],
            "lasts_to": None,
            "kind": kind_of(row),
            "printed_kind": kind_of(row),
            "is_total": True,
        }
    )


def kind_of(row: Mapping[str, Any]) -> str:
    """What kind of data a row is of."""
    return DEMONSTRATION if row["demonstration"] else "Registro"


def in_bars(found: Breakdown, members: Members, amounts: Amounts) -> pl.DataFrame:
    """The rows of the chart of size and execution."""
    of = clp(amounts)
    rows = [
        {
            "name": f"{row['code']} {legible(members.label(row['code']))}",
            "size": max(0.0, row["weight"] or 0.0),
            "spent": max(0.0, row["execution_share"] or 0.0),
            "told": _told(row, of),
            "tip": f"{members.label(row['code'])}: {_told(row, of)}",
        }
        for row in found.frame.iter_rows(named=True)
    ]
    schema = {"name": pl.String} | dict.fromkeys(("size", "spent"), pl.Float64)
    return pl.DataFrame(rows, schema=schema | {"told": pl.String, "tip": pl.String})


def _told(row: Mapping[str, Any], of: ValueFormat) -> str:
    if row["execution_share"] is None:
        return f"{of.text(row['accrued_to_date'])} devengados, sin presupuesto vigente"
    return f"{share(row['execution_share'])}: {of.text(row['accrued_to_date'])} de {of.text(row['current'])}"


def bars_told(frame: pl.DataFrame) -> str:
    """What the chart of the parts shows, for those who do not see it."""
    return "; ".join(frame["tip"].to_list())
