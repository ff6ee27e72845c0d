"""Each contradiction in one plain sentence, written from its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboards.blocks.findings import by_chapter
from dashboards.display import contradictions
from dashboards.display import findings as written
from dashboards.display.contradictions import said
from dashboards.display.findings import in_words, pair, places
from dashboards.display.presenter import SpanishPresenter
from dashboards.display.rows import UNWRITTEN
from dashboards.display.words import behind, could_have_failed
from dashboards.display.words import contradictions as counted
from data_access.published import PublishedFigure
from metrics import Message, findings, undecided
from metrics.studies.reconciliation import Check, CheckKind, Outcome, document_checks
from metrics.studies.reconciliation.checks import check
from tests.tables import claims_of, published_figure

_DAYS = {
    "2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "2025": (date(2025, 1, 1), date(2025, 12, 31)),
    "2025-Q1": (date(2025, 1, 1), date(2025, 3, 31)),
    "2025-05": (date(2025, 1, 1), date(2025, 5, 31)),
}


def _figure(figure_id, metric, value, label, *, line=1, period="2024", **changes):
    start, end = _DAYS[period]
    days = {"period": period, "period_from": start, "period_to": end}
    return PublishedFigure(**published_figure(figure_id, metric, value, label=label, line=line, **days, **changes))


def _figures(metric, label, values, **changes):
    """A figure for the country, on line 9, and one for each region that follows it."""
    total, *parts = values
    codes = ("13", "16", "08", "15")
    return [
        _figure(metric, metric, total, label, line=9, **changes),
        *(
            _figure(f"{metric}.{code}", metric, part, label, line=line, territory_code=code, territory=code, **changes)
            for line, (code, part) in enumerate(zip(codes, parts, strict=False), 1)
        ),
    ]


def _only(figures, claims="| id | kind |"):
    (found,) = findings(document_checks(figures, claims_of(claims)))
    return found


def _differs(kind, *figures, computed, **said_too):
    (found,) = findings([check(kind, figures, computed, **said_too)])
    return found


_TALKS = _figure("a", "inclusion.talks", "170", "Charlas")
_SHARE = _figure("s", "foi.answered_share", "60", "Respondidas", unit="%", line=3)
_ANSWERED = _figure("n", "foi.requests_answered", "5", "Respuestas", line=4)
_RECEIVED = _figure("d", "foi.requests_received", "10", "Solicitudes", line=5)


@pytest.mark.parametrize(
    ("values", "changes", "sentence"),
    [
        (
            ("97441", "96000", "300"),
            {"table_name": "Tabla 13"},
            "La Tabla 13 dice 97.441 en «Charlas, 2024»; sus 2 partes suman 96.300: faltan 1.141.",
        ),
        (("5", "4"), {"table_name": "Tabla 1"}, "La Tabla 1 dice 5 en «Charlas, 2024»; su única parte es 4: falta 1."),
        (("5", "4", "2"), {}, "El texto dice 5 en «Charlas, 2024»; sus 2 partes suman 6: sobra 1."),
        (
            ("5", "4", "3"),
            {"table_name": "Cuadro"},
            "«Cuadro» dice 5 en «Charlas, 2024»; sus 2 partes suman 7: sobran 2.",
        ),
        (
            ("9", "4", "4"),
            {"qualifier": "gt", "unit": "CLP"},
            "El texto dice más de $9 en «Charlas, 2024»; sus 2 partes suman $8: falta $1.",
        ),
    ],
)
def test_a_total(values, changes, sentence):
    assert said(_only(_figures("inclusion.talks", "Charlas", values, **changes))).sentence == sentence


def test_a_line_of_totals_says_its_cases():
    figures = [
        *_figures("inclusion.talks", "Charlas", ("10", "4"), table_name="Tabla 13"),
        *_figures("inclusion.training_sessions", "Jornadas", ("5", "4", "2"), table_name="Tabla 13"),
    ]
    found = said(_only(figures))
    assert found.opening == "En la Tabla 13, los totales no son la suma de sus partes"
    assert found.cases == (
        "«Charlas, 2024» dice 10 y suman 4 (faltan 6)",
        "«Jornadas, 2024» dice 5 y suman 6 (sobra 1)",
    )
    assert found.sentence == f"{found.opening}: {'; '.join(found.cases)}."


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            _only([_SHARE, _ANSWERED, _RECEIVED]),
            "El texto dice 60 % en «Respondidas, 2024»; con «Respuestas, 2024» (5) y «Solicitudes, 2024» (10) "
            "resulta 50,0 %.",
        ),
        (
            _differs(CheckKind.METRICS, _TALKS, computed=171.0),
            "El texto dice 170 en «Charlas, 2024»; el indicador da 171.",
        ),
        (
            _differs(CheckKind.BOUND, _TALKS, _RECEIVED, computed=160.0),
            "El texto dice 170 en «Charlas, 2024», que no puede ser más que 160 de «Solicitudes, 2024».",
        ),
        (
            _differs(CheckKind.RESTATEMENT, _TALKS, replace(_TALKS, id="b", line=7), computed=171.0),
            "«Charlas, 2024» dice 170 en la línea 1 y 171 en la línea 7.",
        ),
    ],
    ids=["a share", "a metric", "a part", "twice"],
)
def test_one_check(found, sentence):
    assert said(found).sentence == sentence
    assert SpanishPresenter().finding(found) == sentence


def _shares(*values):
    return [
        _figure(
            f"{axis}",
            "plan.axis_share",
            value,
            "Parte del eje",
            unit="%",
            member=f"{axis}",
            dimension=f"eje=E{axis}",
            line=axis,
        )
        for axis, value in enumerate(values, 1)
    ]


def test_a_share_of_another_whole():
    measures = _figure("m", "plan.measures", "86", "Medidas", line=20)
    assert said(_only([*_shares("34.5", "65.5"), measures])).sentence == (
        "2 porcentajes de «Parte del eje» no corresponden a ningún número entero de 86 («Medidas, 2024»): lo más cercano a "
        "34,5 % es 30, que da 34,88 %; lo más cercano a 65,5 % es 56, que da 65,12 %."
    )
    assert said(_only([*_shares("34.5", "65.1"), measures])).sentence == (
        "El texto dice 34,5 % en «Parte del eje, E1, 2024», que no corresponde a ningún número entero de 86 («Medidas, 2024»): "
        "lo más cercano es 30, que da 34,88 %."
    )


def test_shares_that_are_no_whole():
    figures = [replace(one, metric="communications.instagram_audience_by_sex") for one in _shares("40", "50")]
    assert said(_only(figures)).sentence == "«Parte del eje»: 2 partes suman 90,0 % y debían sumar 100 %."


def test_of_many_cases_two_are_told():
    measures = _figure("m", "plan.measures", "86", "Medidas", line=20)
    found = _only([*_shares("20.1", "20.2", "20.3", "20.4", "19.1"), measures])
    assert said(found).cases[2:] == ("y 3 casos más",)


def test_alternatives():
    figures = [
        _figure("law", "budget.enacted", "100", "Ley", unit="M$"),
        _figure("final", "budget.current", "110", "Final", unit="M$", line=2),
        _figure("next", "budget.enacted", "120", "Ley", unit="M$", line=3, period="2025"),
        _figure("more", "budget.increase", "13.8", "Aumento", unit="%", line=4, period="2025"),
    ]
    _, found = findings(document_checks(figures, ()))
    assert said(found).sentence == (
        "El texto dice 13,8 % en «Aumento, 2025»: con «Ley, 2025» (M$ 120) y «Final, 2024» (M$ 110) resulta 9,09 %; "
        "con «Ley, 2025» (M$ 120) y «Ley, 2024» (M$ 100) resulta 20,00 %."
    )


def test_one_amount_with_two_periods():
    original = _figure("a", "inclusion.talks", "7901", "Charlas", line=9, period="2025-05", table_name="Tabla 5")
    text = _figure("b", "inclusion.talks", "7901", "Charlas (texto)", line=2, period="2025-Q1", restates="a")
    case = "«Charlas» (7.901), 1.er trimestre de 2025 en la línea 2 y mayo de 2025 en la línea 9"
    assert said(_only([original, text])).sentence == f"La misma cifra con dos períodos: {case}."
    others = [
        replace(one, id=f"{one.id}2", restates=one.restates and "a2", metric="gender.support_sessions")
        for one in (original, text)
    ]
    assert (
        said(_only([original, text, *others])).sentence
        == f"2 cifras de la Tabla 5 se repiten con otro período: {case}; {case}."
    )


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        (
            """
            | id | kind  | subject  | about           | when    |
            | a  | event | Manual   | to_be_approved  | 2025    |
            | b  | event | Manual   | approved        | 2024-05 |
            | c  | event | Manual   | to_be_approved  | 2025    |
            """,
            "«Manual», aprobación por hacer (2025) y aprobación (mayo de 2024): se anuncia por hacer lo que ya se cuenta como "
            "hecho.",
        ),
        (
            """
            | id | kind  | subject | about    | when       |
            | a  | event | Acuerdo | in_force | 2024-03-28 |
            | b  | event | Acuerdo | signed   | 2024-12-20 |
            """,
            "«Acuerdo», entrada en vigencia (28-03-2024) y firma (20-12-2024): lo primero no puede ser anterior a lo segundo.",
        ),
        (
            """
            | id | kind  | subject | about  | when    | of |
            | a  | event | Propio  | starts | 2024-03 | b  |
            | b  | event | Ajeno   | ends   | 2024-05 |    |
            """,
            "«Propio», inicio (marzo de 2024); «Ajeno», término (mayo de 2024): según el texto, lo primero vino después de lo "
            "segundo.",
        ),
        (
            """
            | id | kind  | subject | about     | when    |
            | a  | event | Unidad  | installed | 2025-01 |
            | b  | event | Unidad  | installed | 2024-09 |
            """,
            "«Unidad», puesta en marcha (septiembre de 2024) y puesta en marcha (enero de 2025): lo mismo con dos fechas.",
        ),
        (
            """
            | id | kind     | subject | value | when             |
            | a  | duration | Consejo | 1     | 2024-07..2024-08 |
            """,
            "«Consejo» dura 1 mes según el texto; de julio de 2024 a agosto de 2024 hay 2 meses.",
        ),
        (
            """
            | id | kind     | subject | about | when    | value |
            | a  | quantity | Consejo | ONG   | 2024-01 | 4     |
            | b  | quantity | Consejo | ONG   | 2024-02 | 5     |
            | c  | quantity | Consejo | ONG   | 2024    | 1300  |
            """,
            "«Consejo» tiene números distintos: ONG, 1.300 en la línea 3 frente a 4 y 5 en las líneas 1 y 2.",
        ),
        (
            """
            | id | kind | subject | about | value         |
            | a  | name | Comité  | clase | Decreto       |
            | b  | name | Comité  | clase | Resolución    |
            """,
            "«Comité», clase: «Resolución» en la línea 2 y «Decreto» en la línea 1.",
        ),
        (
            """
            | id | kind | subject | base    | when | figure |
            | a  | base | Equipos | todos   | 2024 | s      |
            | b  | base | Equipos | viejos  | 2024 | s      |
            """,
            "«Equipos»: 60 % se dice de «viejos» en la línea 2 y de «todos» en la línea 1.",
        ),
        (
            """
            | id | kind | subject | value | figure |
            | a  | rank | Mayores | 1     | n      |
            | b  | rank | Mayores | 2     | d      |
            """,
            "El texto pone «Solicitudes, 2024» (10) después de «Respuestas, 2024» (5), que es menor.",
        ),
        (
            """
            | id | kind       | subject | when | figure |
            | a  | complement | Mitades | 2024 | s      |
            | b  | complement | Mitades | 2024 | s      |
            """,
            "«Mitades»: 2 partes suman 120,0 % y debían sumar 100 %.",
        ),
    ],
    ids=["announced", "order", "follows", "two dates", "months", "numbers", "names", "bases", "ranks", "complements"],
)
def test_what_the_text_says(claims, sentence):
    share = replace(_SHARE, metric="foi.appeals_answered_share")
    assert said(_only([share, _ANSWERED, _RECEIVED], claims)).sentence == sentence


def test_the_largest_that_is_not():
    figures = _figures("inclusion.talks", "Charlas", ("9", "4", "5"))[1:]
    claims = "| id | kind | subject | about | figure |\n| a | highest | Charlas | members | inclusion.talks.13 |"
    assert (
        said(_only(figures, claims)).sentence
        == "Según el texto, «Charlas, 13, 2024» es lo más alto, con 4; «Charlas, 16, 2024» es más: 5."
    )


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        (1, "«Tabla 12»: 1 de 40 cifras no está en el período que le toca."),
        (3, "«Tabla 12»: 3 de 40 cifras no están en el período que les toca."),
    ],
)
def test_periods(odd, sentence):
    (found,) = findings(
        [
            Check(
                kind=CheckKind.PERIODS,
                figures=(_TALKS,),
                name="Tabla 12",
                published=40,
                computed=40 - odd,
                difference=odd,
                outcome=Outcome.DIFFERS,
            )
        ]
    )
    assert said(found).sentence == sentence


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        (Message.of("undated"), "una de las dos no fecha su cierre"),
        (None, "el número impreso es aproximado y no decide"),
    ],
)
def test_what_nothing_decides_says_why(note, reason):
    (found,) = undecided([check(CheckKind.METRICS, [_TALKS], None, note=note)])
    assert said(found).sentence == f"«Charlas, 2024»: {reason}."


def test_every_contradiction_has_its_sentence(demo_checks):
    found = (*findings(demo_checks), *undecided(demo_checks))
    frame = in_words(found)
    assert frame.height == len(found)
    assert not any(UNWRITTEN in text for text in frame["sentence"])
    (total,) = frame.filter(frame["table"] == "Tabla 13").to_dicts()
    assert (total["published"], total["computed"], total["checks"]) == ("567", "585", "13")
    assert total["places"] == "Introducción (línea 22), Eje 6 (líneas 1598, 1599 y 1600), Tabla 13 (líneas 1656 a 1680)"


def test_every_kind_that_can_differ_has_its_sentence():
    told = {id_.partition("_differs")[0] for id_ in contradictions.SENTENCES} - {"undecided"}
    assert told == {str(kind) for kind in CheckKind} - {CheckKind.READING}


def test_both_figures():
    assert pair(_only([_SHARE, _ANSWERED, _RECEIVED])) == written.Pair(
        published="60 %", against="Calculado", computed="50,0 %"
    )
    again = replace(_TALKS, id="b", line=7)
    twice = written.Pair(published="170", against="En otra parte", computed="171")
    assert pair(_differs(CheckKind.RESTATEMENT, _TALKS, again, computed=171.0)) == twice
    names = "| id | kind | subject | about | value |\n| a | name | C | c | D |\n| b | name | C | c | R |"
    assert pair(_only([_TALKS], names)) is None


def test_places_are_told_in_the_order_of_the_document():
    figures = _figures("inclusion.talks", "Charlas", ("10", "4", "3", "2", "5"), table_name="Tabla 13")
    text = _figure(
        "text", "inclusion.talks", "10", "Charlas", chapter="Introducción", restates="inclusion.talks", line=20
    )
    assert places(_only([*figures, text])) == "Tabla 13 (líneas 1 a 9), Introducción (línea 20)"


def test_a_finding_that_cannot_be_written_says_so(monkeypatch):
    found = _differs(CheckKind.METRICS, _TALKS, computed=171.0)
    monkeypatch.setattr(contradictions, "SENTENCES", {})
    assert in_words([found])["sentence"].item() == UNWRITTEN
    assert UNWRITTEN in by_chapter([found]).markup


def test_findings_stand_under_their_chapter_and_table():
    figures = [
        *_figures("inclusion.talks", "Charlas <b>", ("10", "4"), table_name="Tabla 13", chapter="Eje 6"),
        replace(_SHARE, chapter="Eje 6"),
        _ANSWERED,
        _RECEIVED,
        _figure("x", "gender.support_sessions", "4", "Sesiones", chapter="Eje 7", line=30),
        _figure("y", "gender.support_sessions", "5", "Sesiones", chapter="Eje 7", line=31, restates="x"),
    ]
    markup = by_chapter(findings(document_checks(figures, ()))).markup
    order = [
        "<h2>Eje 6</h2>",
        "<h3>En el texto</h3>",
        "60 %",
        "<h3>Tabla 13</h3>",
        "Charlas &lt;b&gt;",
        "<h2>Eje 7</h2>",
        "Sesiones",
    ]
    assert sorted(order, key=markup.index) == order
    assert (markup.count("<h3>"), markup.count("<details>"), "<b>" in markup) == (2, 3, False)


def test_the_headline_counts():
    carried = check(CheckKind.METRICS, [_TALKS], 171.0, is_carried_over=True)
    all_checks = [carried, *document_checks([_SHARE, _ANSWERED, _RECEIVED], ())]
    found = findings(all_checks)
    assert (counted(found), counted(found[:1])) == ("2 contradicciones", "1 contradicción")
    assert (behind(found[0]), behind(replace(found[0], checks=found[0].checks * 2))) == (
        "Ver la comprobación",
        "Ver las 2 comprobaciones",
    )
    could_fail = len(all_checks) - 1
    assert could_have_failed(found, all_checks) == (
        f"Se notan en 1 de las {could_fail} comprobaciones que pudieron fallar; otras {could_fail - 1} concuerdan y 0 no se "
        "pueden decidir. No se cuentan las 1 que comparan una cifra con lo que se hizo a partir de ella."
    )
