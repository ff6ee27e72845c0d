"""What an answer says of itself, in words."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from dashboards.display import told
from metrics import Answer, Filters, Freshness, Members, Message, Monitor, metric

REGIONS = Members({"13": "Metropolitana", "16": "Ñuble"})
MARCH, JUNE = date(2025, 3, 31), date(2025, 6, 30)


def _answer(metric_id="foi.requests_received", missing=(), **said):
    cell = {"value": [1.0], "suppressed": [False], "demonstration": [False], "missing": [list(missing)]}
    unsaid = {
        "period": "2025",
        "filters": Filters(),
        "days": (date(2025, 1, 1), MARCH),
        "known_on": MARCH,
        "kinds": frozenset({"register"}),
        "partial": False,
        "partial_units": {},
        "provisional_from": None,
        "freshness": Freshness(last_load=None, covers_to=None, expected_next=None),
        "is_protected": False,
        "notes": (),
    }
    return Answer(
        metric=metric(metric_id),
        frame=pl.DataFrame(cell, schema_overrides={"missing": pl.List(pl.String)}),
        **unsaid | said,
    )


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({"demonstration"}, "Datos de demostración"),
        ({"register", "published"}, "Cifra publicada, registro institucional"),
        ((), "Sin datos"),
    ],
)
def test_what_kind_of_data_it_is(kinds, said):
    assert told.kind(_answer(kinds=frozenset(kinds))) == said


@pytest.mark.parametrize(
    ("last_load", "expected_next", "said"),
    [
        (MARCH, JUNE, "Actualizado el 31-03-2025; el próximo dato se espera para el 30-06-2025"),
        (MARCH, None, "Actualizado el 31-03-2025"),
        (None, None, ""),
    ],
)
def test_when_it_was_updated(last_load, expected_next, said):
    fresh = Freshness(last_load=last_load, covers_to=last_load, expected_next=expected_next)
    assert told.updated(_answer(freshness=fresh)) == said


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (None, ""),
        (date(2025, 3, 1), "Provisorio desde el 01-03-2025"),
        (date(2025, 1, 1), "Cifras provisorias"),
    ],
)
def test_what_is_provisional(since, said):
    assert told.provisional(_answer(provisional_from=since)) == said


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, ""),
        ({"partial": True}, "Período incompleto: datos hasta el 31-03-2025"),
        ({"partial": True, "days": None}, ""),
        ({"partial": True, "partial_units": {"2025": MARCH}}, ""),
        ({"partial": True, "missing": ["2025-02"]}, "Período incompleto: falta febrero de 2025"),
        ({"partial": True, "missing": ["2025-04"]}, "Período incompleto: datos hasta el 31-03-2025"),
        ({"partial": True, "missing": ["2025-02", "region=16"]}, "Período incompleto: faltan febrero de 2025 y Ñuble"),
        ({"partial": True, "missing": ["region=13", "region=99"]}, "Período incompleto: faltan Metropolitana y 99"),
        (
            {"partial": True, "missing": ["2021", "2022", "2023", "2024-01", "2024-02"]},
            "Período incompleto: faltan 2021, 2022, 2023 y 2 más",
        ),
        (
            {"partial": True, "missing": ["2021", "2022", "2023", "2024-01"]},
            "Período incompleto: faltan 2021, 2022, 2023 y enero de 2024",
        ),
    ],
)
def test_what_is_missing(said, expected):
    assert told.incomplete(_answer(**said), REGIONS) == expected


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ({}, ""),
        ({"2025": MARCH}, "Incompleto: 2025 (al 31-03-2025)"),
        ({"2024": None, "2025-03": MARCH}, "Incompletos: 2024 (sin fecha de corte) y mar 2025 (al 31-03-2025)"),
    ],
)
def test_which_units_of_a_series_are_not_whole(units, said):
    assert told.incomplete_units(_answer(partial_units=units)) == said


@pytest.mark.parametrize(
    ("metric_id", "said"),
    [("foi.requests_received", ""), ("foi.requests_open", "Al 31-03-2025"), ("plan.measures", "Al 31-03-2025")],
)
def test_a_state_is_of_a_day(metric_id, said):
    assert told.at_a_date(_answer(metric_id)) == said


def test_each_note_once():
    notes = (Message.of("nothing_known"), Message.of("nothing_known"), Message.of("no_population"))
    assert told.notes(_answer(notes=notes)) == (
        "Sin datos conocidos a esa fecha",
        "Sin población cargada para calcular la tasa",
    )


def test_all_that_is_said_and_nothing_else():
    fresh = Freshness(last_load=MARCH, covers_to=MARCH, expected_next=None)
    answer = _answer("foi.requests_open", provisional_from=MARCH, freshness=fresh, notes=(Message.of("no_population"),))
    assert told.phrases(answer, REGIONS) == (
        "Registro institucional",
        "Al 31-03-2025",
        "Provisorio desde el 31-03-2025",
        "Sin población cargada para calcular la tasa",
        "Actualizado el 31-03-2025",
    )


def test_of_the_demonstration(demo_engine):
    monitor = Monitor(demo_engine)
    answer = monitor.observe("budget.execution_share", period="2025").answers[0]
    assert told.phrases(answer, monitor.regions()) == (
        "Datos de demostración",
        "Período incompleto: datos hasta el 31-03-2025",
        "Actualizado el 31-03-2025; el próximo dato se espera para el 30-04-2025",
    )
