"""One bad row breaks its own row: a figure that cannot be read tells of itself, and the others are checked as before."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from dashboards.display import checks as written
from data_access import schema
from metrics import Monitor, Outcome
from metrics.studies.reconciliation import CheckKind, standing_alone
from tests.tables import load_observations, load_rows, published_figure

_GOOD = published_figure("good", "inclusion.talks", "170", label="Charlas", line=2)
_UNREADABLE = "no se puede comprobar: no se entiende "
_NO_MEMBER = f"{_UNREADABLE}el miembro, que su indicador no tiene:"


def _change(engine, table, row_is, column, value):
    """Write what no load would let in; half of SQLite's types keep whatever they are given."""
    with engine.begin() as connection:
        statement = sa.text(f"UPDATE {table.name} SET {column} = {value} WHERE {row_is}")
        connection.execute(statement)


def _load(engine, **odd):
    bad = published_figure("bad", "inclusion.talks", "40", label="Rara", territory_code="13", line=1)
    load_rows(engine, {schema.published_figures: [bad | odd, _GOOD]}, data_kind="published")
    load_observations(
        engine,
        "inclusion.talks",
        "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 170 |",
        data_kind="published",
    )


def _told(engine):
    """The row of the odd figure and that of the good one, as people read them, and all checks."""
    checks = Monitor(engine).reconcile()
    rows = written.in_words(checks).to_dicts()
    by_kind = {(row["figure"].partition(",")[0], row["kind"]): row for row in rows}
    good = by_kind["Charlas", "El indicador"]
    assert (good["published"], good["computed"], good["difference"]) == ("170", "170", "0")
    return next(row for row in rows if row["figure"].startswith("Rara")), checks


@pytest.mark.parametrize(
    ("odd", "note"),
    [
        ({"metric": "no.such"}, f"{_UNREADABLE}el indicador «no.such»"),
        ({"metric": ""}, f"{_UNREADABLE}el indicador «»"),
        ({"member": "x"}, f"{_NO_MEMBER} «x»"),
    ],
)
def test_a_figure_of_which_nothing_can_be_asked_says_so(engine, odd, note):
    _load(engine, **odd)
    row, checks = _told(engine)
    assert (row["note"], row["published"], row["computed"], row["lines"]) == (note, "40", "—", "1")
    check = checks[0]
    assert (check.id, check.kind, check.outcome) == ("reading:bad", CheckKind.READING, Outcome.UNDECIDABLE)
    assert check.as_row()["published"] is None
    assert [figure.id for figure in standing_alone(checks)] == ["good"]


def test_a_number_that_is_none_says_so(engine):
    """PostgreSQL keeps NaN, SQLite text and infinity: each is told, and nothing is added to it."""
    _load(engine)
    is_sqlite = engine.dialect.name == "sqlite"
    found = {"'muchas'": "muchas", "9e999": "Infinity", "1e300": None} if is_sqlite else {"'NaN'": "NaN"}
    for value, told in found.items():
        _change(engine, schema.published_figures, "id = 'bad'", "value", value)
        row, _ = _told(engine)
        assert row["note"].startswith(f"{_UNREADABLE}el valor «{told or ''}")
        assert row["published"] == "40"


@pytest.mark.parametrize(
    ("column", "value", "note"),
    [("line", "'abc'", "la línea «abc»"), ("period_to", "'nunca'", "el fin del período «nunca»")],
)
def test_text_where_sqlite_expects_none_says_so(engine, column, value, note):
    if engine.dialect.name == "postgresql":
        return  # which keeps no text in such a column
    _load(engine)
    _change(engine, schema.published_figures, "id = 'bad'", column, value)
    row, _ = _told(engine)
    assert row["note"] == _UNREADABLE + note


@pytest.mark.parametrize(
    ("odd", "published"),
    [
        ({"value": Decimal("3.1416"), "raw": "3,14159"}, "3,1416"),
        ({"value": Decimal("3.1416"), "raw": "3,14159", "unit": "%"}, "3,1416 %"),
        ({"raw": "40," + "0" * 57}, "40,0000"),
        ({"raw": "cuarenta, o así, más o menos"}, "40"),
        ({"unit": "leguas"}, "40"),
        ({"unit": ""}, "40"),
        ({"line": 0}, "40"),
        ({"line": -5}, "40"),
        ({"qualifier": "quizás"}, "40"),
        ({"period": "en otoño"}, "40"),
        ({"period": "2024-H9"}, "40"),
        ({"period": ".."}, "40"),
        ({"restates": "nadie"}, None),
        ({"period_from": None}, "40"),
        ({"period_to": None}, "40"),
        ({"period_from": None, "period_to": None}, "40"),
        ({"value": Decimal("-40")}, "-40"),
        ({"value": Decimal(0)}, "0"),
        ({"value": Decimal(99999999999)}, "99.999.999.999"),
        ({"dimension": "=x=y"}, "40"),
        ({"chapter": "", "table_name": ""}, "40"),
    ],
)
def test_what_is_odd_and_can_be_read_is_checked(engine, odd, published):
    _load(engine, **odd)
    row, checks = _told(engine)
    assert row["published"] == published or published is None
    assert "bad" in {figure.id for check in checks for figure in check.figures}
    assert written.alone(standing_alone(checks)).height == len(standing_alone(checks))


def test_five_decimals_are_held_against_the_four_that_are_stored(engine):
    figure = published_figure("pi", "budget.execution_share", "3.1416", raw="3,14159 %", unit="%", line=3)
    load_rows(engine, {schema.published_figures: [figure]}, data_kind="published")
    row = written.in_words(Monitor(engine).reconcile()).row(0, named=True)
    assert row["published"] == "3,1416 %"


@pytest.mark.parametrize("value", ["'NaN'", "'Infinity'", "9e999", "1e300", "-1e300"])
def test_an_observation_that_is_no_number_leaves_its_figure_undecided(engine, value):
    _load(engine)
    is_sqlite = engine.dialect.name == "sqlite"
    if value.startswith("'") if is_sqlite else value == "9e999":
        return  # neither keeps what the other one does
    _change(engine, schema.observations, "indicator = 'inclusion.talks'", "value", value)
    check = next(check for check in Monitor(engine).reconcile() if check.id == "metrics:good")
    assert check.outcome is (Outcome.DIFFERS if "1e300" in value else Outcome.UNDECIDABLE)
    assert written.in_words([check]).height == 1
