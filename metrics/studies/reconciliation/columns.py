"""The form of the tables: a figure under another column or another year breaks it, whatever its number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from data_access.published import PublishedFigure
from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import Check, CheckKind, Outcome
from metrics.studies.reconciliation.ledger import Ledger

Cells = Sequence[PublishedFigure]


def columns(ledger: Ledger) -> Iterator[Check]:
    """Each line of a table is of one period, or all lines are of the same ones; and no year is left out."""
    tables: dict[str, list[PublishedFigure]] = defaultdict(list)
    for figure in ledger:
        if figure.table_name:
            tables[figure.table_name].append(figure)
    for name, cells in tables.items():
        in_place = len(cells) - max(_out_of_line(cells), _years_left_out(cells))
        yield Check(
            kind=CheckKind.COLUMNS,
            figures=tuple(cells),
            name=name,
            published=len(cells),
            computed=in_place,
            difference=len(cells) - in_place,
            outcome=Outcome.AGREES if in_place == len(cells) else Outcome.DIFFERS,
            note=Message.of("columns_of_table"),
        )


def _out_of_line(cells: Cells) -> int:
    """Cells of the lines that do not have the periods of the others; where most lines have one each, of those with more."""
    lines: dict[int, list[PublishedFigure]] = defaultdict(list)
    for cell in cells:
        lines[cell.line].append(cell)
    periods = {line: frozenset((one.period_from, one.period_to) for one in found) for line, found in lines.items()}
    usual, _ = Counter(periods.values()).most_common(1)[0]
    singles = sum(len(found) == 1 for found in periods.values())
    is_by_line = singles * 2 > len(periods)
    odd = [line for line, found in periods.items() if (len(found) > 1 if is_by_line else found != usual)]
    return sum(len(lines[line]) for line in odd)


def _years_left_out(cells: Cells) -> int:
    """Years between the first and the last of a table that no cell is of."""
    years = {cell.period_from.year for cell in cells if cell.period_from}
    return max(years) - min(years) + 1 - len(years) if years else 0
