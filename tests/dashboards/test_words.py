"""Everything that the metrics layer says by an id has its sentence."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import metrics
from dashboards.display import words
from dashboards.display.presenter import SpanishPresenter
from data_access.claims import ClaimKind, claims
from metrics import ChangeKind, CheckKind, Group, Message, Outcome, Verdict, catalogue, definition_changes
from metrics.model.units import PERCENT

SAID = [
    (
        Message.of("unknown_metric", asked="foi.x", near=("foi.a", "foi.b"), some=()),
        "no existe el indicador «foi.x»; los más parecidos son: foi.a, foi.b",
    ),
    (
        Message.of("unknown_metric", asked="zzz", near=(), some=("a.b", "c.d")),
        "no existe el indicador «zzz»; existen, entre otros: a.b, c.d",
    ),
    (
        Message.of("unknown_dimension", metric="foi.x", asked="regin", allowed=("month", "region"), near=("region",)),
        "foi.x no se puede desglosar por «regin»; se puede por: month, region; ¿quiso decir «region»?",
    ),
    (
        Message.of("unknown_dimension", metric="foi.x", asked="sex", allowed=("month", "region"), near=()),
        "foi.x no se puede desglosar por «sex»; se puede por: month, region",
    ),
    (
        Message.of("unknown_member", dimension="region", asked="99", near=("09",), some=()),
        "«99» no es un valor de «region»; los más parecidos son: 09",
    ),
    (Message.of("incomplete_question", asked="", missing="metrics"), "la pregunta está incompleta: indique al menos un indicador"),
    (Message.of("incomplete_question", asked="region", missing="where"), "region está incompleta: indique al menos un valor por filtro"),
    (
        Message.of("not_additive", metric="plan.axis_share", dimension="axis"),
        "plan.axis_share no se puede sumar sobre «axis»: pídalo por axis, o para un solo valor de axis",
    ),
    (
        Message.of("day_outside_calendar", asked=date(2080, 1, 1), first=date(2000, 1, 1), last=date(2079, 12, 31)),
        "el 01-01-2080 está fuera del calendario de días hábiles; se admite del 01-01-2000 al 31-12-2079",
    ),
    (
        Message.of("not_entitled", what="folios"),
        "las solicitudes una por una no se publican: las ve quien administra la base de datos",
    ),
    (
        Message.of(
            "before_it_can", event="answered", day=date(2024, 9, 1), after="received", first=date(2024, 9, 13)
        ),
        "Respondida el 01-09-2024 es antes de que fuera recibida (13-09-2024); se admite ese día o uno posterior",
    ),
    (
        Message.of("member_is_no_code", dimension="region", asked="None"),
        "«None» no es un código de «region»; se admiten códigos como texto, por ejemplo 13",
    ),
    (
        Message.of("levels_not_added", metric="regional.talks", members=("CL", "13")),
        "regional.talks: CL, 13 son territorios de distinto nivel y no se suman; pida el desglose por región",
    ),
    (
        Message.of("late_load", known_on=date(2025, 1, 31), counts_from=date(2025, 3, 31)),
        "hay datos conocidos el 31-01-2025 que llegaron después: cuentan desde el 31-03-2025",
    ),
    (
        Message.of("overlapping_intervals", used=("2025",), aside=3),
        "hay cifras de períodos que se superponen: se usan las de 2025; las otras 3 no se suman",
    ),
    (
        Message.of("no_such_grain", metric="budget.paid", grain="day"),
        "budget.paid no tiene valores por «day»: su fuente los da por períodos más largos",
    ),
    (Message.of("unreadable_period", asked="2024-Q5", allowed="2024, 2024-Q1"), "no se entiende el período «2024-Q5»; se admite: 2024, 2024-Q1"),
    (Message.of("unreadable_filter", asked="region"), "no se entiende el filtro «region»; se admite DIMENSIÓN=VALOR, por ejemplo region=13"),
    (
        Message.of("months_only", metric="attention.records", period="2024-03-05"),
        "attention.records se da por meses completos, para que nadie pueda ser reconocido: pida meses, trimestres o años",
    ),
    (
        Message.of("protected_counts", step=5),
        "recuentos protegidos: el de cada mes y oficina se redondea a un múltiplo de 5 antes de sumarlo, y la suma puede "
        "apartarse un poco de la exacta (vea Métodos)",
    ),
    (
        Message.of("protected_value"),
        "el indicador se muestra con recuentos redondeados, que no deciden si la cifra es exacta",
    ),
    (Message.of("nothing_known"), "sin datos conocidos a esa fecha"),
    (Message.of("no_population"), "sin población cargada para calcular la tasa"),
    (Message.of("no_base_year"), "sin un período completo un año antes con que comparar"),
    (Message.of("longer_periods_left_out", values=3), "3 valores de períodos más largos no se muestran"),
    (Message.of("incomplete_period"), "período incompleto: no se compara"),
    (Message.of("suppressed", period="2024-Q1"), "dato reservado de ene-mar 2024"),
    (Message.of("absent", period="2023"), "sin dato de 2023"),
    (Message.of("illegible"), "uno de los dos valores es ilegible: no se compara"),
    (Message.of("unreadable", column="value", found="NaN"), "no se puede comprobar: no se entiende el valor «NaN»"),
    (
        Message.of("unreadable", column="member", found="x"),
        "no se puede comprobar: no se entiende el miembro, que su indicador no tiene: «x»",
    ),
    (Message.of("part_of_country"), "una región es parte del total del país: no se compara con él"),
    (Message.of("no_published_base"), "sin base publicada para comparar"),
    (Message.of("no_target"), "sin meta declarada para el período"),
    (Message.of("no_value_on_that_date"), "el indicador no tiene dato para la fecha de la cifra"),
    (Message.of("not_one_value"), "el indicador no tiene un único valor para la cifra"),
    (Message.of("part_not_published"), "alguna de las partes no se publica para el período"),
    (Message.of("ratio_not_published"), "falta publicar el numerador o el denominador"),
    (Message.of("growth_base", metric="budget.enacted", period="2024"), "base: Presupuesto ley 2024"),
    (Message.of("growth_base", metric="budget.enacted", period=""), "base: Presupuesto ley"),
    (Message.of("nearest_whole", nearest=30, total=86.0), "lo más cercano: 30 de 86"),
    (Message.of("sum_of_members"), "suma de los miembros, con el margen de su redondeo"),
    (Message.of("same_amount_two_dates"), "la misma cifra con dos fechas"),
    (Message.of("undated"), "una de las dos no fecha su cierre"),
    (Message.of("part_of_whole", metric="budget.enacted"), "es parte de: Presupuesto ley"),
    (Message.of("columns_of_table"), "cifras de la tabla que están en la columna y el año que les toca"),
    (Message.of("periods_of_chapter"), "cifras del capítulo cuyo período calza con el de sus vecinas"),
    (Message.of("order_of_events", later="in_force", earlier="signed"), "entrada en vigencia antes que firma"),
    (Message.of("said_to_follow", subject="el SIAC", event="ends"), "se dice posterior a el SIAC: término"),
    (Message.of("one_event_two_dates", event="installed"), "puesta en marcha, dicho en dos partes"),
    (Message.of("done_and_to_be_done", done="published", planned="published"), "se anuncia como por hacer y se cuenta como hecho: publicación"),
    (Message.of("months_between", period="2024-07..2025-06"), "meses de julio de 2024 a junio de 2025, ambos incluidos"),
    (Message.of("one_quantity", numbers=(1440, 151)), "en otra parte: 1.440, 151"),
    (Message.of("more_than_all"), "da más de 100 %: lo contado no es parte de esa base"),
    (Message.of("comes_after", subject="Seguidores"), "según el texto viene después y no puede ser mayor"),
    (Message.of("largest_of_others"), "el mayor de los demás"),
    (Message.of("said_of", told=("equipos", "equipos viejos")), "de «equipos» y de «equipos viejos»"),
    (Message.of("called", told=("Decreto", "Decreto")), "«Decreto»"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "sentence"), SAID, ids=[message.id for message, _ in SAID])
def test_a_message_has_its_sentence(message, sentence):
    assert words.sentence(message) == sentence


def test_every_sentence_is_shown_above():
    assert {message.id for message, _ in SAID} == set(words.SENTENCES)


def _ids_in(source: str) -> set[str]:
    """The ids of `Message.of("…")`, and of the errors that call `super().__init__("…")`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called == "Message.of" or (called == "super().__init__" and len(node.args) > 1):
                found.add(node.args[0].value)
    return found


def test_every_id_that_the_metrics_layer_says_has_a_sentence():
    sources = [path.read_text(encoding="utf-8") for path in Path(metrics.__file__).parent.rglob("*.py")]
    said = {one for source in sources for one in _ids_in(source)}
    assert {"unknown_metric", "nothing_known", "growth_base"} <= said
    assert said <= set(words.SENTENCES)


def test_a_new_message_needs_one_line(monkeypatch):
    message = Message.of("too_old", years=30)
    with pytest.raises(LookupError, match="message 'too_old' has no sentence"):
        words.sentence(message)
    monkeypatch.setitem(words.SENTENCES, "too_old", "es de hace {years} años")
    assert SpanishPresenter().sentence(message) == "es de hace 30 años"


@pytest.mark.parametrize("metric_id", catalogue())
def test_a_metric_says_how_it_is_computed(metric_id):
    assert words.formula(catalogue()[metric_id])


def test_all_members_of_what_is_closed_have_words():
    assert (set(words.VERDICTS), set(words.OUTCOMES)) == (set(Verdict), set(Outcome))
    assert (set(words.OUTCOME_MEANINGS), set(words.CHECKED_AGAINST)) == (set(Outcome), set(CheckKind))
    assert (set(words.GROUPS), set(words.GROUP_MEANINGS)) == (set(Group), set(Group))


def test_every_change_of_a_definition_has_words():
    assert set(words.DEFINITION_CHANGES) == set(ChangeKind)
    earlier = [change for change in definition_changes() if change.day <= date(2026, 11, 24)]
    assert [words.concerned(change) for change in earlier[:3]] == [
        "Todos los que son: cifra publicada; se suma en el tiempo",
        "Respuestas inmediatas, Atenciones presenciales, Atenciones presenciales por 1.000 personas extranjeras residentes, "
        "Derivaciones, Personas atendidas en operativos",
        "Medidas sin reporte",
    ]


def test_every_event_that_the_document_tells_has_words():
    assert {claim.about for claim in claims() if claim.kind is ClaimKind.EVENT} <= set(words.EVENTS)


def test_the_presenter_writes_values():
    present = SpanishPresenter()
    assert present.value(0.3206, PERCENT, is_suppressed=False) == "32,1 %"
    assert present.value(None, PERCENT, is_suppressed=True) == "Reservado"
