"""What is said of how long people wait, who answers sooner and what is due, to the letter."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from dashboards.display import dues, waits
from metrics import Calibration, Course, Dues, Forecast, Members, Ranking
from metrics.model.survival import points

UNITS = Members({"studies": "Departamento de Estudios", "audit": "Departamento de Auditoría y Cumplimiento"})


def _course(*histogram):
    """Of (days, rows, answered)."""
    rows, answered = (sum(one[place] for one in histogram) for place in (1, 2))
    return Course(points=tuple(points(histogram)), received=rows, answered=answered)


def _quantiles(*values):
    return [SimpleNamespace(value=value) for value in values]


@pytest.mark.parametrize(
    ("course", "quantiles", "told"),
    [
        (
            _course((5, 6, 6), (18, 2, 2), (25, 2, 1)),
            (5, 18, 25),
            "Se estima que, de cada 100 solicitudes recibidas en marzo, 60 tienen respuesta en 15 días hábiles o menos y 80 en 20 o menos. La "
            "mitad espera 5 días hábiles o menos, tres de cada cuatro 18 o menos y una de cada diez, más de 25. De las recibidas, 1 no tiene "
            "respuesta (abiertas, desistidas o derivadas): cuenta por lo que esperó.",
        ),
        (
            _course((1, 1, 1)),
            (1, 1, 1),
            "Se estima que, de cada 100 solicitudes recibidas en marzo, 100 tienen respuesta en 15 días hábiles o menos y 100 en 20 o menos. La "
            "mitad espera 1 día hábil o menos, tres de cada cuatro 1 o menos y una de cada diez, más de 1.",
        ),
        (
            _course((3, 4, 1), (9, 4, 0)),
            (None, None, None),
            "De las recibidas en marzo, cuántas tendrán respuesta en 20 días hábiles no se sabe: ninguna de las que no tienen respuesta "
            "esperó tanto.",
        ),
    ],
)
def test_how_long_people_wait_in_a_sentence(course, quantiles, told):
    assert waits.waited(course, "marzo", _quantiles(*quantiles)) == told


def test_the_table_of_a_course_counts_shares_from_the_other_side():
    table = waits.course_table(_course((5, 3, 3), (20, 1, 0)))
    assert table.select("days", "at_risk", "answered", "share_text").rows() == [
        (5, 4, 3, "75,0 %"),
        (20, 1, 0, "75,0 %"),
    ]
    low, high = table.row(0, named=True)["low"], table.row(0, named=True)["high"]
    assert low < 0.75 < high


def test_a_drawing_ends_where_nearly_all_have_an_answer():
    many = _course(*((days, 1, 1) for days in range(1, 101)))
    assert waits.course_drawn(many)["days"].to_list()[-1] == 60
    assert waits.course_drawn(_course((5, 100, 100), (50, 1, 1)))["days"].to_list() == [5]


def test_who_has_few_answers_has_no_place():
    counted = {"answered": [40, 7], "quick": [20, 7], "share": [0.5, 1.0], "low": [0.35, 0.65], "high": [0.65, 1.0]}
    beside = {
        metric: [1.0, 1.0] for metric in ("foi.requests_received", "foi.answered_in_time_share", "foi.extended_share")
    }
    more = {metric: [0.0, 0.0] for metric in ("foi.clarified_share", "foi.referred_share")}
    frame = pl.DataFrame({"responsible_unit": ["studies", None], "rank": [1, None], **counted, **beside, **more})
    table = waits.ranking_table(Ranking(by="responsible_unit", frame=frame, answers=()), UNITS)
    assert table.select("name", "rank_text", "share_text").rows() == [
        ("Departamento de Estudios", "1.º", "50,0 %"),
        ("Sin informar", "Sin lugar: menos de 30", "100,0 %"),
    ]
    drawn = waits.ranking_drawn(table)
    assert drawn.select("name", "value", "is_ranked").rows() == [
        ("1.º Departamento de Estudios", 50.0, True),
        ("Sin informar", 100.0, False),
    ]


def test_two_shares_that_look_at_odds_are_both_true():
    values = dict.fromkeys(waits.DEFINITION_METRICS) | {
        "foi.requests_received": 25009.0,
        "foi.requests_answered": 24143.0,
        "foi.answered_within_15_days": 7742.0,
        "foi.answered_share": 24143 / 25009,
        "foi.answered_within_15_days_share": 7742 / 24143,
    }
    assert waits.both_are_true(values).startswith("96,5 % y 32,1 % son ciertas las dos")
    table = waits.definitions_table(values)
    assert table.select("counts", "base", "share_text").rows()[:2] == [
        ("respondidas: 24.143", "recibidas: 25.009", "96,5 %"),
        ("respondidas en 15 días hábiles o menos: 7.742", "respondidas: 24.143", "32,1 %"),
    ]
    assert waits.both_are_true(dict.fromkeys(waits.DEFINITION_METRICS)) == ""


def _dues(**buckets):
    told = dict.fromkeys(("overdue", "soon", "next", "later", "paused", "rows"), 0) | buckets
    by_unit = pl.DataFrame([{"responsible_unit": "audit", **told}]) if told["rows"] else pl.DataFrame()
    schema = {"responsible_unit": pl.String} | dict.fromkeys(told, pl.Int64)
    return Dues(
        as_of=date(2025, 3, 31),
        buckets=pl.DataFrame([told]),
        calendar=(),
        by_unit=by_unit if told["rows"] else pl.DataFrame(schema=schema),
        by_region=pl.DataFrame(),
    )


@pytest.mark.parametrize(
    ("found", "told", "pressing"),
    [
        (_dues(), "no hay solicitudes abiertas.", ""),
        (
            _dues(overdue=1, soon=1, paused=1, rows=3),
            "hay 3 solicitudes abiertas: 1 ya venció y 1 vence en los próximos 5 días hábiles. 1 espera que la persona aclare lo que "
            "pide, con el plazo detenido.",
            "La que más debe responder en ellos: Departamento de Auditoría y Cumplimiento, 1 solicitud.",
        ),
        (
            _dues(later=1, rows=1),
            "hay 1 solicitud abierta: ninguna venció y ninguna vence en los próximos 5 días hábiles.",
            "",
        ),
    ],
)
def test_what_is_open_in_a_sentence(found, told, pressing):
    assert (dues.open_now(found), dues.pressing(found, UNITS)) == (told, pressing)


def _forecast(**said):
    told = {"expected": 2.9, "low": 1.1, "high": 4.7, "at_stake": 17, "without_precedent": 0, "paused": 10}
    return Forecast(as_of=date(2025, 3, 31), until=date(2025, 4, 29), **(told | said))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {},
            "De 17 abiertas cuyo plazo termina antes del 29-04-2025, se espera que 2,9 venzan sin respuesta, prorrogadas o no (entre 1,1 y "
            "4,7). Nada se dice de 10 que tienen el plazo detenido. Es lo que pasó con las que habían esperado lo mismo, de las recibidas "
            "en los doce meses anteriores.",
        ),
        (
            {"at_stake": 0, "paused": 0},
            "De las abiertas con el plazo corriendo, ninguna vence antes del 29-04-2025.",
        ),
        (
            {"at_stake": 3, "without_precedent": 3, "paused": 1},
            "No hay con qué pronosticar cuántas vencen antes del 29-04-2025. Nada se dice de 3 sin precedentes: ninguna anterior esperó "
            "tanto ni de 1 que tiene el plazo detenido.",
        ),
    ],
)
def test_what_is_expected_in_a_sentence(said, told):
    assert dues.expected(_forecast(**said)) == told


def test_how_well_it_was_foreseen():
    months = [
        Calibration(month=date(2025, month, 1), forecast=_forecast(), broken=broken)
        for month, broken in ((1, 0), (2, 3), (3, 5))
    ]
    assert [one.holds for one in months] == [False, True, False]
    assert dues.calibration_table(months)["holds"].to_list() == ["No: más", "Sí", "No: menos"]
    assert "dijo 9 y el resultado fue 8; acertó el intervalo en 1 de 3 meses" in dues.calibrated(months)
    assert dues.calibrated([]) == "Todavía no hay un mes entero del que se hubiera hecho el mismo pronóstico."
