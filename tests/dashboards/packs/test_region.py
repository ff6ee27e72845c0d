"""The sheet of a region: a page for each of the sixteen, in words that its numbers bear, and errors that say what there is."""

from __future__ import annotations

import pytest

from dashboards.display import sheet
from dashboards.documents.pdf import as_pdf
from dashboards.packs import region
from dashboards.packs.region import SheetError
from dashboards.serving import questions, session
from data_access import schema
from tests.pdfs import pages_of
from tests.tables import load_observations, load_table


@pytest.mark.parametrize("period", ["2022", "2024", "2025", "2025-Q1", "2024-12"])
def test_a_page_is_enough_for_each_region(demo_engine, served, period):
    served(demo_engine)
    with session.at_one_snapshot():
        for code, name in questions.regions().labels.items():
            pages = pages_of(as_pdf(region.paper(code, period)))
            assert len(pages) == 1, (code, period)
            assert name in pages[0]
            assert "Qué requiere atención" in pages[0]
            assert "Datos de demostración" in pages[0]


def test_what_nothing_backs_is_said_to_be_demonstration_and_what_is_printed_is_not(demo_engine, served):
    served(demo_engine)
    with session.at_one_snapshot():
        told = sheet.paragraph(questions.sheet("16", "2024"), "Ñuble")
    assert told.startswith("Ñuble registró 4.7")
    assert "puesto 10 de 16" in told
    assert "Hizo 17 operativos en terreno, con 4" in told
    assert "Según datos de demostración, 1.160 solicitudes de información vinieron de Ñuble" in told


def test_one_is_singular_none_is_said_and_what_is_not_known_is_not(engine, served):
    load_table(engine, schema.field_operations, "| folio | unit_code | people_attended |\n| O1 | 16 | 20 |")
    served(engine)
    with session.at_one_snapshot():
        one = sheet.paragraph(questions.sheet("16", "2024"), "Ñuble")
        none = sheet.paragraph(questions.sheet("15", "2024"), "Arica y Parinacota")
    assert one == "Hizo 1 operativo en terreno, con 20 personas atendidas: 20,0 por operativo, lo mismo que en el país."
    assert none == "No hizo operativos en terreno."


def test_a_region_of_which_only_its_inhabitants_are_known(engine, served):
    load_observations(
        engine,
        "population.inhabitants",
        "| territory_code | period_from | period_to | value |\n| 16 | 2024-06-30 | 2024-06-30 | 500000 |",
    )
    load_table(engine, schema.field_operations, "| folio | unit_code |\n| O1 | 13 |")
    served(engine)
    with session.at_one_snapshot():
        (page,) = pages_of(as_pdf(region.paper("16", "2024")))
    assert "500.000" in page
    assert "demostración" not in page


@pytest.mark.parametrize(
    ("title", "own", "of_all"),
    [
        ("Abrir una oficina en O'Higgins", ["M1"], []),
        ("Coordinar mesas regionales", [], ["M1"]),
        ("Otra cosa", [], []),
    ],
)
def test_measures_that_name_a_region_or_speak_of_all(title, own, of_all):
    import polars as pl

    assert sheet.naming(pl.DataFrame({"code": ["M1"], "title": [title]}), "O’Higgins") == (own, of_all)


@pytest.mark.parametrize(
    ("code", "period", "name", "told"),
    [
        ("99", "2024", "x.pdf", "no hay una región «99»; hay: 15 Arica y Parinacota, 01"),
        ("CL", "2024", "x.pdf", "la ficha es de una región"),
        ("16", "1999", "x.pdf", "no hay datos del período «1999»; hay años 2025, 2024, 2023, 2022"),
        ("16", "'; DROP", "x.pdf", "no hay datos del período «'; DROP»"),
        ("16", "2024", "x.doc", "la ficha se escribe en un archivo .pdf; se pidió «x.doc»"),
    ],
)
def test_what_cannot_be_written_says_what_there_is(demo_engine, served, tmp_path, code, period, name, told):
    served(demo_engine)
    with session.at_one_snapshot(), pytest.raises(SheetError) as caught:
        region.write(code, period, tmp_path / name)
    assert told in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_all_sixteen_are_written_into_a_folder(demo_engine, served, tmp_path):
    served(demo_engine)
    with session.at_one_snapshot():
        written = region.write_all("2024", tmp_path / "fichas")
        with pytest.raises(SheetError, match="con --all indique una carpeta"):
            region.write_all("2024", written[0])
        with pytest.raises(SheetError, match="no se puede crear la carpeta"):
            region.write_all("2024", written[0] / "dentro")
    assert len(written) == 16
    assert written[9].name == "pnme-ficha-16-nuble-2024-publicado-demostracion.pdf"
    assert all(path.read_bytes().startswith(b"%PDF") for path in written)
