"""The figures of the Cuenta Pública: all there, each with a metric that answers it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from data_access import schema
from data_access.published import figure_value, period_key, published_figures, to_stored
from data_access.reference import read_csv
from metrics.catalogue import catalogue
from metrics.model.formulas import Observed

FIGURES = published_figures()


def test_how_many_and_each_once():
    assert len(FIGURES) == 599
    assert len({figure.id for figure in FIGURES}) == 599


def test_how_many_per_table():
    found = Counter(figure.table_name for figure in FIGURES)
    assert sum(count for table, count in found.items() if table) == 299
    assert {f"Tabla {number}" for number in range(1, 20)} == set(found) - {""}
    assert (found["Tabla 7"], found["Tabla 12"], found["Tabla 13"]) == (15, 36, 72)


def test_every_figure_has_a_metric():
    assert {figure.metric for figure in FIGURES} - set(catalogue()) == set()


def test_the_indicators_are_the_observed_metrics():
    declared = {
        metric.id: (str(metric.formula.behaves_as), metric.formula.by or "")
        for metric in catalogue().values()
        if isinstance(metric.formula, Observed)
    }
    assert {row["id"]: (row["kind"], row["dimension"]) for row in read_csv("indicators.csv")} == declared


def test_every_member_is_known():
    known = {(row["dimension"], row["member"]) for row in read_csv("dimension_members.csv")}
    axes = {("axis", row["number"]) for row in read_csv("axes.csv")}
    for figure in FIGURES:
        formula = catalogue()[figure.metric].formula
        if figure.member:
            dimension = formula.by if isinstance(formula, Observed) else "axis"
            assert (dimension, figure.member) in known | axes, figure.id
        else:
            assert not isinstance(formula, Observed) or formula.by is None, figure.id


def test_every_territory_is_known():
    codes = {row["code"] for row in read_csv("territories.csv")}
    assert {figure.territory_code for figure in FIGURES} <= codes


def test_what_is_restated_exists_and_is_of_the_same_metric():
    by_id = {figure.id: figure for figure in FIGURES}
    restated = [figure for figure in FIGURES if figure.restates]
    assert len(restated) == 57
    for figure in restated:
        original = by_id[figure.restates]
        assert original.metric == figure.metric, figure.id
        assert original.restates in (
            "",
            "expulsions.administrative_series.2024",
            "expulsions.administrative_series.2025_05",
        )
        assert not original.restates or by_id[original.restates].restates == ""


def test_periods_do_not_end_before_they_begin():
    assert [f.id for f in FIGURES if f.period_from and f.period_to and f.period_from > f.period_to] == []


def test_qualifiers():
    assert {figure.qualifier for figure in FIGURES} <= {"", "gt", "ge", "le", "approx", "rounded"}


def test_no_observation_has_two_values():
    keys = Counter(
        (figure.metric, figure.territory_code, figure.member, period_key(figure.period_from, figure.period_to))
        for figure in FIGURES
        if isinstance(catalogue()[figure.metric].formula, Observed) and not figure.restates
    )
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize(
    ("value", "unit", "metric", "stored"),
    [
        ("96.5", "%", "foi.answered_share", "0.965"),
        ("21791324", "M$", "budget.enacted", "21791324000"),
        ("3692523523", "CLP", "budget.expulsions", "3692523523"),
        ("99.96", "%", "foi.active_transparency_index", "99.96"),
        ("12", "talleres", "trafficking.workshops", "12"),
    ],
)
def test_stored_units(value, unit, metric, stored):
    assert to_stored(Decimal(value), unit, metric) == Decimal(stored)


def test_the_value_of_a_figure():
    assert figure_value("foi.requests_received.2024") == 25009
    with pytest.raises(KeyError):
        figure_value("foi.nothing")


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "2024-01-01..2024-12-31"),
        (None, date(2024, 12, 31), "..2024-12-31"),
        (date(2024, 1, 1), None, "2024-01-01.."),
        (None, None, ".."),
    ],
)
def test_intervals_as_text(start, end, key):
    assert period_key(start, end) == key


def test_the_database_holds_them_as_printed(demo_engine):
    table = schema.published_figures
    with demo_engine.connect() as connection:
        found = {row.id: row for row in connection.execute(sa.select(table))}
    assert len(found) == 599
    for figure in FIGURES:
        row = found[figure.id]
        assert (row.value, row.raw, row.line, row.unit) == (figure.value, figure.raw, figure.line, figure.unit)
