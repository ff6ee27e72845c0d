"""The budget as people read it: amounts in one unit or another, sentences by rule, warnings, steps, and what is not told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.blocks import budget as blocks
from dashboards.charts import execution, waterfall
from dashboards.charts.spec import with_rows
from dashboards.display import budget as in_words
from dashboards.display import classifier, costs
from dashboards.display import modifications as changes
from dashboards.display import pace as paces
from dashboards.display.formats import Amounts, in_units_of, money
from dashboards.inputs.budget import Look
from dashboards.serving import questions, session
from data_access import schema
from metrics import metric
from tests.tables import load_rows, load_table, rows_of

CLP = metric("budget.current").unit
PESOS, THOUSANDS = Amounts.PESOS, Amounts.THOUSANDS
ENTRIES = """
    | line_code | month      | stage   | amount_clp   |
    | 21.01     | 2024-01-01 | enacted | 1000000      |
    | 21.01     | 2024-01-01 | current | 1000000      |
    | 22.05     | 2024-01-01 | current | 500          |
    | 21.01     | 2024-03-01 | accrued | 275500       |
    | 22.05     | 2024-03-01 | accrued | 1499         |
"""
QUARTER = (date(2024, 1, 1), date(2024, 3, 31))
MARCH = Look(month="2024-03", amounts=PESOS)


@pytest.fixture
def told(engine, served):
    """A quarter of a small budget, asked as a page asks."""
    load_table(engine, schema.budget_entries, ENTRIES, covers=QUARTER, recorded_on=QUARTER[1])
    served(engine)
    with session.at_one_snapshot():
        yield engine


# --- amounts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "in_pesos", "in_thousands"),
    [
        (24_111_333_000, "$24.111.333.000", "M$ 24.111.333"),
        (3_692_523_523, "$3.692.523.523", "M$ 3.692.524"),
        (1_499, "$1.499", "M$ 1"),
        (500, "$500", "M$ 1"),
        (499, "$499", "M$ 0"),
        (0, "$0", "M$ 0"),
        (-500, "-$500", "-M$ 1"),
        (-70_000_000, "-$70.000.000", "-M$ 70.000"),
        (None, "Sin dato", "Sin dato"),
    ],
)
def test_an_amount_is_whole_in_pesos_and_the_nearest_in_thousands(value, in_pesos, in_thousands):
    assert money(CLP, PESOS).text(value) == money(CLP, PESOS).headline(value) == in_pesos
    assert money(CLP, THOUSANDS).text(value) == money(CLP, THOUSANDS).headline(value) == in_thousands


@given(thousands=st.integers(-(10**12), 10**12), rest=st.integers(-499, 499))
def test_thousands_are_exact_integers(thousands, rest):
    assert in_units_of(1000, float(thousands * 1000)) == thousands
    assert in_units_of(1000, float(thousands * 1000 + rest)) == thousands


def test_other_units_are_written_as_ever():
    share = metric("budget.execution_share").unit
    assert money(share, THOUSANDS).text(0.9996) == "99,96 %"


# --- sentences -------------------------------------------------------------------------------------------


def test_a_sentence_by_rule(told):
    found = questions.breakdown("", "2024-03")
    assert in_words.sentence(found, PESOS) == (
        "De cada $100 vigentes se devengaron $27,69: $276.999 de $1.000.500. Quedan $723.501 por devengar. "
        "Frente a la ley la ejecución es de 27,70 %."
    )
    assert in_words.sentence(questions.breakdown("22", "2024-03"), THOUSANDS) == (
        "De cada $100 vigentes se devengaron $299,80: M$ 1 de M$ 1. Se devengó M$ 1 más que lo vigente."
    )
    assert (
        in_words.sentence(questions.breakdown("29", "2024-03"), PESOS)
        == "Sin presupuesto ni gasto en enero a marzo de 2024."
    )


def test_nothing_is_said_of_a_year_with_a_month_that_was_never_loaded(engine, served):
    text = "| line_code | month | stage | amount_clp |\n| 21.01 | 2024-03-01 | current | 5 |"
    load_table(engine, schema.budget_entries, text, covers=(date(2024, 3, 1), QUARTER[1]), recorded_on=QUARTER[1])
    served(engine)
    with session.at_one_snapshot():
        assert in_words.sentence(questions.breakdown("", "2024-03"), PESOS) == ""


def test_what_is_not_at_the_pace_of_the_year_comes_gravest_first(told):
    found = questions.breakdown("", "2024-03")
    alerts = list(in_words.alerts(found, questions.members("subtitle"), MARCH.said))
    assert alerts == [
        (
            "22 Bienes y servicios de consumo sobrepasa su presupuesto: lleva 299,80 % de lo vigente",
            "/gasto?codigo=22&periodo=2024-03&montos=pesos",
            False,
        )
    ]


@pytest.mark.parametrize(
    ("accrued", "said"),
    [
        (
            750_000,
            "21 Gastos en personal va adelantado: lleva 75,00 % de lo vigente con 25,00 % del año; a este ritmo se agota en abril",
        ),
        (10_000, "21 Gastos en personal va atrasado: lleva 1,00 % de lo vigente con 25,00 % del año"),
    ],
)
def test_ahead_and_behind(engine, served, accrued, said):
    text = f"| line_code | month | stage | amount_clp |\n| 21.01 | 2024-01-01 | current | 1000000 |\n| 21.01 | 2024-03-01 | accrued | {accrued} |"
    load_table(engine, schema.budget_entries, text, covers=QUARTER, recorded_on=QUARTER[1])
    served(engine)
    with session.at_one_snapshot():
        found = questions.breakdown("", "2024-03")
        assert [text for text, _, _ in in_words.alerts(found, questions.members("subtitle"), {})] == [said]


def test_what_is_spent_without_a_budget_says_so(engine, served):
    text = "| line_code | month | stage | amount_clp |\n| 21.01 | 2024-03-01 | accrued | 7 |"
    load_table(engine, schema.budget_entries, text, covers=QUARTER, recorded_on=QUARTER[1])
    served(engine)
    with session.at_one_snapshot():
        found = questions.breakdown("", "2024-03")
        said = [text for text, _, _ in in_words.alerts(found, questions.members("subtitle"), {})]
    assert said == ["21 Gastos en personal gasta sin presupuesto vigente"]


@pytest.mark.parametrize(
    ("value", "said"), [(0.9996, "$99,96"), (1, "$100,00"), (0.99998, "casi $100,00"), (1.5, "$150,00"), (0, "$0,00")]
)
def test_what_is_not_all_is_not_written_as_all(value, said):
    assert in_words.out_of_100(value) == said


@pytest.mark.parametrize(("change", "said"), [(499, "M$ 0"), (-499, "M$ 0"), (500, "+M$ 1"), (-70_000, "-M$ 70")])
def test_a_change_too_small_to_be_written_has_no_sign(change, said):
    assert money(CLP, THOUSANDS).change(change) == said


def test_the_parts_as_a_table_and_as_bars(told):
    found, members = questions.breakdown("", "2024-03"), questions.members("subtitle")
    table = classifier.in_table(found, members, (PESOS, MARCH.said), ())
    shown = [column.shown(table.row(1, named=True)) for column in classifier.table_columns("subtitle")]
    assert shown == [
        "22 Bienes y servicios de consumo",
        "$0",
        "$500",
        "$1.499",
        "$0",
        "-$999",
        "299,80 %",
        "0,05 %",
        "Sobrepasado",
        "Registro",
    ]
    total = [column.shown(table.row(2, named=True)) for column in classifier.table_columns("subtitle")]
    assert total[:4] == ["Total", "$1.000.000", "$1.000.500", "$276.999"]
    filed = [column.title for column in classifier.filed_columns("subtitle")]
    assert filed[:2] == ["Código", "Subtítulo"]
    assert filed[-4:] == ["% de la ley", "% del total", "Ritmo", "Clase de dato"]
    bars = classifier.in_bars(found, members, PESOS)
    assert bars.select("size", "spent").row(0) == pytest.approx((1_000_000 / 1_000_500, 0.2755))
    spec = execution.execution(bars, found.passed)
    (rows,) = with_rows(spec)["datasets"].values()
    assert [row["told"] for row in rows] == ["27,55 %: $275.500 de $1.000.000", "299,80 %: $1.499 de $500"]
    assert [(row["whole"], row["due"]) for row in rows] == [(1.0, 0.25)] * 2


def test_what_is_printed_of_a_part_says_its_line(demo_engine, served):
    served(demo_engine)
    with session.at_one_snapshot():
        found = questions.breakdown("", "2024-12")
        table = classifier.in_table(found, questions.members("subtitle"), (PESOS, {}), blocks.printed("2024-12"))
        kinds = dict(table.select("code", "kind").iter_rows())
        assert blocks.printed("2024-11") == ()
    assert kinds == {
        "21": "Demostración; lo devengado está impreso (línea 2262)",
        "22": "Demostración",
        "29": "Demostración; lo devengado está impreso (línea 2266)",
        "34": "Demostración",
        "24": "Demostración; lo devengado está impreso (línea 2263)",
        "": "Demostración",
    }


# --- pace, modifications, costs, prices ------------------------------------------------------------------


def test_why_nothing_is_projected(told):
    assert paces.projected(questions.pace("", "2024-03"), PESOS) == (
        "No se proyecta el gasto a diciembre: harían falta al menos tres años cerrados para probar el método y no hay ninguno."
    )


def test_what_a_year_comes_to(engine, served):
    rows = [
        {
            "line_code": "21.01",
            "month": date(year, month, 1),
            "stage": "accrued",
            "amount_clp": 1000,
            "corrected_on": None,
        }
        for year in (2021, 2022, 2023, 2024)
        for month in range(1, 13 if year < 2024 else 4)
    ]
    covers = (date(2021, 1, 1), QUARTER[1])
    load_rows(engine, {schema.budget_entries: rows}, covers=covers, recorded_on=covers[1])
    served(engine)
    with session.at_one_snapshot():
        pace = questions.pace("", "2024-03")
        said = paces.projected(pace, PESOS)
        spec = blocks.pace_chart(pace, MARCH)
    assert said.startswith(
        "Si el resto de 2024 sigue como los años cerrados, el gasto llegaría en diciembre a $12.000, entre $12.000"
    )
    assert "su mayor error fue de 0,0 %" in said
    texts = [row.get("text") for rows in with_rows(spec)["datasets"].values() for row in rows]
    assert "$12.000, entre $12.000 y $12.000" in texts
    (highest,) = [one["value"] for one in spec["params"] if one["name"] == "highest"]
    assert highest >= 12_000  # though the budget and what was spent are far below


def test_steps_and_what_no_decree_explains(engine, served):
    decrees = "| year | decree | line_code | dated | label | amount_clp |\n| 2024 | H-1 | 21.01 | 2024-02-10 | <b>Más</b> | 200000 |\n| 2024 | H-2 | 22.05 | 2024-03-01 | Reasignación | 5 |\n| 2024 | H-2 | 21.01 | 2024-03-01 | Reasignación | -5 |"
    tables = {
        schema.budget_entries: rows_of(
            schema.budget_entries, ENTRIES + "    | 21.01 | 2024-02-01 | current | 250000 |\n"
        ),
        schema.budget_modifications: rows_of(schema.budget_modifications, decrees),
    }
    load_rows(engine, tables, covers=QUARTER, recorded_on=QUARTER[1])
    served(engine)
    with session.at_one_snapshot():
        found = questions.modifications("", "2024-03")
        steps = changes.steps(found, PESOS)
        bars = changes.in_steps(found, PESOS)
        assert changes.modified(found, PESOS) == (
            "2 decretos lo llevaron de $1.000.000 a $1.250.500: +$250.500. De eso, +$50.500 no tiene decreto informado."
        )
    assert steps.select("dated_text", "decree", "lines", "amount_text", "after_text").rows() == [
        ("10-02-2024", "H-1", "21.01: +$200.000", "+$200.000", "$1.200.000"),
        ("01-03-2024", "H-2", "22.05: +$5; 21.01: -$5", "Reasigna, sin cambiar el total", "$1.200.000"),
        ("Sin dato", "Sin decreto informado", "No se sabe", "+$50.500", "$1.250.500"),
    ]
    assert bars["short"].to_list() == ["$1.000.000", "+$200.000", "Reasigna", "+$50.500", "$1.250.500"]
    spec = waterfall.waterfall(bars, money(CLP, PESOS))
    (rows,) = with_rows(spec)["datasets"].values()
    floor = 1_000_000 - 0.25 * 250_500
    assert [(row["start"], row["end"]) for row in rows] == [
        (floor, 1_000_000),
        (1_000_000, 1_200_000),
        (1_200_000, 1_200_000),
        (1_200_000, 1_250_500),
        (floor, 1_250_500),
    ]
    assert spec["layer"][0]["encoding"]["x"]["title"] == "Pesos (el eje no parte de cero)"


def test_a_budget_that_nothing_changed(engine, served):
    text = "| line_code | month | stage | amount_clp |\n| 21.01 | 2024-01-01 | enacted | 5 |\n| 21.01 | 2024-01-01 | current | 5 |"
    load_table(engine, schema.budget_entries, text, covers=QUARTER, recorded_on=QUARTER[1])
    served(engine)
    with session.at_one_snapshot():
        said = changes.modified(questions.modifications("", "2024-03"), PESOS)
    assert said == "Ningún decreto lo ha modificado: rige lo que aprobó la ley."


def test_a_budget_that_was_only_moved_within_and_one_that_is_not(engine, served):
    entries = "| line_code | month | stage | amount_clp |\n| 22.05 | 2024-01-01 | enacted | 5000 |\n| 22.05 | 2024-01-01 | current | 5000 |"
    decrees = "| year | decree | line_code | dated | amount_clp |\n| 2024 | H-1 | 22.05 | 2024-02-10 | 7 |\n| 2024 | H-1 | 22.06 | 2024-02-10 | -7 |"
    tables = {
        schema.budget_entries: rows_of(schema.budget_entries, entries),
        schema.budget_modifications: rows_of(schema.budget_modifications, decrees),
    }
    load_rows(engine, tables, covers=QUARTER, recorded_on=QUARTER[1])
    served(engine)
    with session.at_one_snapshot():
        moved = changes.modified(questions.modifications("22", "2024-03"), PESOS)
        none = changes.modified(questions.modifications("29", "2024-03"), PESOS)
        alone = paces.pace_told(questions.pace("22", "2024-03"), PESOS)
    assert moved == "1 decreto reasignó dentro de él, sin cambiar su total de $5.000."
    assert none == "No hay presupuesto, ni decreto que lo cambie."
    assert alone == "Devengado acumulado de 2024 hasta marzo: $0; un ritmo parejo daría $1.250"


def test_what_an_expulsion_cost_and_where_it_is_not_told(demo_engine, served):
    served(demo_engine)
    with session.at_one_snapshot():
        year, quarter = (costs.unit_cost(questions.unit_costs(month)[0], THOUSANDS) for month in ("2024-12", "2025-03"))
    assert year == (
        "Gasto por expulsión en 2024: M$ 3.357 ($3.356.840). Son M$ 3.692.524 divididos por 1.100 expulsiones."
    )
    assert quarter == (
        "Gasto por expulsión en enero a marzo de 2025: no se calcula. El gasto de enero a marzo de 2025 es de M$ 991.142, y "
        "las 438 expulsiones que se publican son de otros días (01-01-2025 a 31-05-2025): dividir uno por otras no diría nada."
    )


def test_real_terms(engine, served):
    prices = "| month | level |\n| 2024-01-01 | 100 |\n| 2024-02-01 | 100 |\n| 2024-03-01 | 110 |\n| 2023-01-01 | 50 |\n| 2023-02-01 | 50 |\n| 2023-03-01 | 50 |"
    rows = ENTRIES + "    | 21.01 | 2023-01-01 | accrued | 100000 |\n"
    covers = (date(2023, 1, 1), QUARTER[1])
    load_table(engine, schema.budget_entries, rows, covers=covers, recorded_on=covers[1])
    load_table(engine, schema.price_index, prices, covers=covers, recorded_on=covers[1])
    served(engine)
    with session.at_one_snapshot():
        assert costs.real(questions.deflated("", "2024-03", "2024-01"), PESOS) == (
            "Lo devengado en enero a marzo de 2024 son $276.999, o $251.817 en pesos de enero de 2024. Frente a los mismos "
            "meses de 2023 el gasto creció 177,00 % en pesos corrientes y creció 25,91 % en pesos de enero de 2024."
        )
        assert costs.real(questions.deflated("", "2024-03", "2020-01"), PESOS) == (
            "No se muestran montos reales en pesos de enero de 2020: el índice de precios cargado no tiene enero de 2020."
        )


def test_real_terms_of_a_year_whose_year_before_has_no_index(engine, served):
    prices = "| month | level |\n| 2024-01-01 | 100 |\n| 2024-02-01 | 100 |\n| 2024-03-01 | 110 |"
    rows = ENTRIES + "    | 21.01 | 2023-01-01 | accrued | 100000 |\n"
    covers = (date(2023, 1, 1), QUARTER[1])
    load_table(engine, schema.budget_entries, rows, covers=covers, recorded_on=covers[1])
    load_table(engine, schema.price_index, prices, covers=covers, recorded_on=covers[1])
    served(engine)
    with session.at_one_snapshot():
        said = costs.real(questions.deflated("", "2024-03", "2024-01"), PESOS)
    assert said == (
        "Lo devengado en enero a marzo de 2024 son $276.999, o $251.817 en pesos de enero de 2024. No se compara con 2023: el "
        "índice no tiene enero de 2023, febrero de 2023, marzo de 2023."
    )


def test_what_the_printed_increase_could_mean(demo_engine, served):
    served(demo_engine)
    with session.at_one_snapshot():
        said, table = costs.meant(questions.meanings()), costs.meanings(questions.meanings(), PESOS)
    assert said == (
        "La Cuenta Pública imprime 13,80% (línea 2249) y no dice sobre qué. En pesos corrientes el aumento es de 19,50 % sobre "
        "el presupuesto ley de 2024 y 8,01 % sobre el presupuesto vigente de 2024: no es ninguno de ellos. Sería real sobre el "
        "presupuesto ley de 2024 si los precios hubieran subido 5,01 %. Sobre el presupuesto vigente de 2024 sólo lo sería si "
        "los precios hubieran bajado. Qué quiso decir no se puede saber con lo publicado."
    )
    assert table["agrees"].to_list() == ["No", "No"]
    assert table["amount"].to_list() == ["$21.791.324.000", "$24.111.333.000"]
    assert costs.meant(()) == ""


def test_what_was_told_otherwise_before(engine, served):
    for amount, day, corrected in ((120, date(2024, 1, 31), None), (90, date(2024, 4, 30), date(2024, 4, 12))):
        row = {"line_code": "21.01", "month": date(2024, 1, 1), "stage": "accrued", "amount_clp": amount}
        load_rows(
            engine,
            {schema.budget_entries: [row | {"corrected_on": corrected}]},
            covers=(date(2024, 1, 1), date(2024, 1, 31)),
            recorded_on=day,
        )
    served(engine)
    with session.at_one_snapshot():
        found = changes.corrected(questions.corrections("2024-01"), questions.members("budget_line"), PESOS)
    row = found.row(0, named=True)
    assert [column.shown(row) for column in changes.CORRECTED_COLUMNS] == [
        "12-04-2024",
        "30-04-2024",
        "enero de 2024",
        "21.01 Personal de planta",
        "Devengado",
        "$120",
        "$90",
    ]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (
            (47, 43, 2, 2),
            "De 47 comprobaciones de montos de presupuesto e ingresos, 43 concuerdan, 2 difieren, 2 no se pueden decidir. 2 contradicciones del documento tocan estos montos, y nada se corrige:",
        ),
        (
            (1, 1, 0, 0),
            "De 1 comprobación de montos de presupuesto e ingresos, 1 concuerda.",
        ),
        (
            (3, 1, 1, 1),
            "De 3 comprobaciones de montos de presupuesto e ingresos, 1 concuerda, 1 difiere, 1 no se puede decidir. "
            "1 contradicción del documento toca estos montos, y nada se corrige:",
        ),
    ],
)
def test_how_the_amounts_agree(numbers, said):
    assert in_words.checked(*numbers) == said
