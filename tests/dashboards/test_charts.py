"""A chart that is ready to be shown: its data as Arrow bytes, the same rows back, and Chile's numbers and dates in it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dashboards.charts.comparison import comparison
from dashboards.charts.locale import LOCALE
from dashboards.charts.spec import highlighting, to_spec, with_rows
from dashboards.documents import images
from tests.dashboards.splits import VALUES, split_of

BARS = split_of([("16", "Ñuble", 4718.0), ("07", "Maule", None)])


@pytest.fixture
def bars():
    return to_spec(comparison(BARS, VALUES))


def test_data_are_bytes_and_come_back_as_they_were(bars):
    assert {type(data) for data in bars["datasets"].values()} == {bytes}
    (rows,) = with_rows(bars)["datasets"].values()
    assert [(row["name"], row["value"], row["shown"]) for row in rows] == [
        ("Ñuble", 4718.0, 4718.0),
        ("Maule", None, 0.0),
    ]


def test_a_chart_keeps_its_locale_and_none_of_altairs_sizes(bars):
    assert bars["config"]["locale"]["number"]["decimal"] == ","
    assert bars["config"]["locale"]["time"]["months"][0] == "enero"
    assert "continuousWidth" not in bars["config"]["view"]


def test_chile_names_months_and_days_and_abbreviates_them_to_three_letters():
    time = LOCALE.to_dict()["time"]
    assert time["months"][8:] == ["septiembre", "octubre", "noviembre", "diciembre"]
    assert time["shortMonths"][8:] == ["sep", "oct", "nov", "dic"]
    assert time["days"] == ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"]
    assert time["shortDays"] == ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"]


def test_one_member_stands_out_in_a_chart_made_for_all(bars):
    chosen = highlighting(bars, "16")
    assert [one["value"] for one in chosen["params"]] == ["16"]
    assert [one["value"] for one in bars["params"]] == [""]
    image = images.as_png(chosen, "Atenciones", [])
    assert image != images.as_png(bars, "Atenciones", [])


def test_nothing_that_altair_looks_for_is_imported_after_the_charts():
    """A thread that draws would meet it half imported by a thread that does something else."""
    imported = "import sys, dashboards.charts.spec; print('numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", imported], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "True"
