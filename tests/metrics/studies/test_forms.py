"""The periods of tables and of chapters."""

from __future__ import annotations

from datetime import date

from data_access.published import PublishedFigure
from metrics.studies.reconciliation import Outcome
from metrics.studies.reconciliation.forms import series, tables
from metrics.studies.reconciliation.ledger import Ledger
from tests.tables import published_figure


def _figures(text):
    """Figures of a text table: id, line, year, and a member or a metric."""
    header, *rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()
    ]
    return [_figure(**dict(zip(header, row, strict=True))) for row in rows]


def _figure(*, id, line, year, member="", metric="inclusion.talks"):  # noqa: A002
    start, end = date(int(year), 1, 1), date(int(year), 12, 31)
    said = {"line": int(line), "member": member, "table_name": "Tabla 1", "period_from": start, "period_to": end}
    return PublishedFigure(**published_figure(id, metric, "5", **said))


def _came_of(checks):
    return [(check.name, check.published, check.computed, check.outcome) for check in checks]


COLUMNS = """
| id | line | year | member |
| a  | 10   | 2023 | x      |
| b  | 10   | 2024 | x      |
| c  | 12   | 2023 | y      |
| d  | 12   | 2024 | y      |
| e  | 14   | 2023 | z      |
| f  | 14   | 2024 | z      |
"""
LINES = """
| id | line | year | member |
| a  | 10   | 2022 | x      |
| b  | 10   | 2022 | y      |
| c  | 12   | 2023 | x      |
| d  | 12   | 2023 | y      |
| e  | 14   | 2024 | x      |
| f  | 14   | 2024 | y      |
"""


def test_a_table_whose_columns_are_periods():
    assert _came_of(tables(Ledger(_figures(COLUMNS)))) == [("Tabla 1", 6, 6, Outcome.AGREES)]


def test_a_cell_under_another_column():
    (check,) = tables(Ledger(_figures(COLUMNS.replace("| f  | 14   | 2024", "| f  | 14   | 2025"))))
    assert (check.computed, check.outcome) == (4, Outcome.DIFFERS)
    assert [figure.id for figure in check.figures] == ["e", "f"]


def test_a_table_whose_lines_are_periods():
    assert _came_of(tables(Ledger(_figures(LINES)))) == [("Tabla 1", 6, 6, Outcome.AGREES)]


def test_a_cell_of_another_line():
    (check,) = tables(Ledger(_figures(LINES.replace("| c  | 12   | 2023", "| c  | 12   | 2024"))))
    assert [figure.id for figure in check.figures] == ["c", "d"]


def test_a_table_that_leaves_a_year_out():
    text = "| id | line | year |\n| a | 10 | 2022 |\n| b | 10 | 2024 |"
    assert _came_of(tables(Ledger(_figures(text)))) == [("Tabla 1", 2, 0, Outcome.DIFFERS)]


def test_a_chapter_in_its_years():
    assert _came_of(series(Ledger(_figures(COLUMNS)))) == [("Capítulo", 6, 6, Outcome.AGREES)]


def test_a_flow_that_leaves_a_year_out():
    text = "| id | line | year |\n| a | 10 | 2021 |\n| b | 20 | 2023 |\n| c | 30 | 2024 |"
    assert _came_of(series(Ledger(_figures(text)))) == [("Capítulo", 3, 0, Outcome.DIFFERS)]


def test_a_period_that_a_single_member_has():
    text = COLUMNS.replace("| f  | 14   | 2024", "| f  | 14   | 2022")
    (check,) = series(Ledger(_figures(text)))
    assert [figure.id for figure in check.figures] == ["f"]


def test_a_figure_of_days_to_come():
    (check,) = series(Ledger(_figures("| id | line | year |\n| a | 10 | 2024 |\n| b | 20 | 2025 |")))
    assert [figure.id for figure in check.figures] == ["b"]  # the document speaks of days up to June 2025
