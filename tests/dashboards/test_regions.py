"""Regions in words: values in their measure, places, changes and what they mean, and the small lines on one scale."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.charts.multiples import HEIGHT, WIDTH, multiples
from dashboards.charts.sparkline import Instant
from dashboards.display import regions
from dashboards.display.formats import format_of
from data_access import schema
from metrics import Against, Measure, Members, Monitor, metric
from tests.tables import load_observations, load_table

OPERATIONS = "| folio | held_on | unit_code |\n" + "\n".join(
    f"| {code}{number} | {year}-03-01 | {code} |"
    for code, year, count in (("16", 2023, 2), ("16", 2024, 3), ("13", 2024, 3), ("TI", 2024, 1))
    for number in (f"{year}{one}" for one in range(count))
)
PEOPLE = """
    | territory_code | period_from | period_to  | value   |
    | 16             | 2024-06-30  | 2024-06-30 | 500000  |
    | 13             | 2024-06-30  | 2024-06-30 | 8000000 |
"""
NAMES = Members({"16": "Ñuble", "13": "Metropolitana", "TI": "Territorio e Inclusión"})


@pytest.fixture
def told(engine):
    load_table(engine, schema.field_operations, OPERATIONS, covers=(date(2023, 1, 1), date(2024, 12, 31)))
    load_observations(engine, "population.inhabitants", PEOPLE)

    def ask(**said):
        return Monitor(engine).territory.table("field_operations.count", period="2024", **said)

    return ask


def row(table, code):
    frame = regions.in_words(table, NAMES, lambda region: f"/territorio?region={region}")
    return next(frame.filter(frame["code"] == code).iter_rows(named=True))


def test_each_measure_is_written_in_its_unit(told):
    written = {measure: row(told(measure=measure), "16")["text"] for measure in Measure}
    assert written == {
        Measure.AMOUNT: "3",
        Measure.SHARE: "42,9 %",
        Measure.PER_INHABITANT: "0,0060",
        Measure.PER_FOREIGN_RESIDENT: "Sin dato",
    }
    per = told(measure=Measure.PER_INHABITANT)
    assert regions.told(per) == "Operativos en terreno por 1.000 habitantes (población de 2024)"
    assert regions.columns(per)[2].field == "field_operations.count.per_1000_inhabitants"


def test_a_tie_is_said_in_a_sentence_and_what_has_no_territory_leads_nowhere(told):
    table = told()
    assert row(table, "16")["rank_text"] == "1 de 16"
    assert regions.sentence(table, "16", NAMES) == (
        "operativos en terreno: 3, puesto 1 de 16 (compartido). En todo el país: 7."
    )
    assert regions.sentence(table, "CL", NAMES) == "En todo el país: 7. La mediana de las regiones es 0."
    unit = row(table, "TI")
    assert (unit["rank_text"], unit["name_address"], unit["text"]) == ("Sin puesto", "", "1")


def test_a_share_of_the_country_tells_no_country(told):
    assert regions.sentence(told(measure=Measure.SHARE), "16", NAMES).endswith(
        "parte del país: 42,9 %, puesto 1 de 16 (compartido)."
    )


def test_a_change_has_its_sign_and_what_it_means(told):
    table = told(against=Against.YEAR_BEFORE)
    assert row(table, "16")["difference_text"] == "+1: mejora"
    assert row(table, "12")["difference_text"] == "Igual"
    assert regions.why_not_compared(told(against=Against.COUNTRY)) == (
        "No se compara: una región es parte del total del país: no se compara con él."
    )


def test_what_rank_one_is(told):
    assert regions.order_told(told()) == (
        "El puesto 1 es el valor más alto, entre las 16 regiones que tienen puesto; los empates lo comparten."
    )
    assert regions.order_told(told(measure=Measure.PER_FOREIGN_RESIDENT)) == "Ninguna región tiene puesto."


def test_a_median_of_counts_may_lie_between_two():
    of = format_of(metric("field_operations.count").unit)
    assert [regions.middle(one, of) for one in (None, 3.0, 1042.5)] == ["Sin dato", "3", "1.042,5"]


# --- small lines -------------------------------------------------------------------------------------------


def series(*values: float | None) -> list[Instant]:
    return [Instant(start=date(2024, 1 + 3 * number, 1), value=value) for number, value in enumerate(values)]


def test_lines_share_one_scale_that_begins_at_zero():
    low, high = multiples({"a": series(10, 10), "b": series(20, 40)})
    assert (high.line.path, low.line.path) == (
        f"M4.0 {HEIGHT / 2} L{WIDTH - 4}.0 4.0",
        f"M4.0 46.0 L{WIDTH - 4}.0 46.0",
    )


def test_a_series_of_one_value_or_of_none_has_no_line():
    alone, nothing, whole = multiples({"a": series(1, None), "b": series(None, None), "c": series(1, 2)})
    assert (alone.line, nothing.line) == (None, None)
    assert whole.line is not None
    assert [one.line for one in multiples({"a": series(None)})] == [None]
