"""The pack of a session: the same figures as the pages, on paper and in a workbook, and nothing that acts."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import fastexcel
import pytest

from dashboards.blocks import tiles
from dashboards.documents import drawing
from dashboards.documents.pdf import as_pdf
from dashboards.documents.workbook import as_workbook
from dashboards.inputs.measures import Chosen
from dashboards.packs import session as pack
from dashboards.serving import session
from data_access.backup import BackupError
from tests.pdfs import pages_of
from tests.small_plan import FIRST, LAST, SECOND, load_plan, tell_plan

HOSTILE = """#strong[x] $y$ `z` <script>alert("1")</script> \\ = {"a":1} '; DROP TABLE measures --"""


def _printed(day, *chosen):
    return pages_of(as_pdf(pack.paper(day, *chosen)))


def _sheets(content):
    book = fastexcel.read_excel(content)
    return {name: book.load_sheet(name).to_polars() for name in book.sheet_names}


def test_the_paper_says_what_was_known_that_day(plan):
    cover, figures, *rest = _printed(SECOND)
    assert "al 30-08-2024" in cover
    assert "La sesión del 31-05-2024" in cover
    assert "Ninguno: 4 medidas" in cover
    assert "1 medida está implementada y 0 atrasadas. Desde la sesión anterior 2 se movieron" in figures
    whole = " ".join(rest)
    assert "En desarrollo Implementada" in whole  # M2, before and now
    assert "Sin presupuesto" in whole  # why M1 was planned anew
    assert "Cumplido fuera de plazo" in whole or "Cumplido" in whole
    assert "Ninguna medida está atrasada a esta fecha" in whole


def test_what_is_late_comes_with_its_narrative(plan):
    whole = " ".join(_printed(LAST))
    assert "M1 · " in whole
    assert "debía terminar el 31-10-2024, hace 29 días · avance 20 %, comprometido 100 %" in whole
    assert "Se espera" in whole


def test_the_first_session_is_compared_with_nothing(plan):
    whole = " ".join(_printed(FIRST))
    assert "Nada: no hay una sesión anterior" in whole
    assert "Lo que se sabe a esta fecha: 2 cosas No hay una sesión anterior." in whole
    assert "se movi" not in whole


def test_a_day_after_a_session_says_up_to_when_it_was_told(plan):
    """Whose changes are those since the session before that report."""
    cover, figures, *rest = _printed(date(2024, 9, 15))
    assert "15-09-2024, con lo informado hasta el 30-08-2024" in cover
    assert "La sesión del 31-05-2024" in cover
    assert "Desde la sesión anterior 2 se movieron" in figures
    assert "En desarrollo Implementada" in " ".join(rest)


def test_nothing_of_a_long_text_or_word_is_lost(engine, served):
    tell_plan(engine)
    served(engine)
    narrative = " ".join(f"razón{number}" for number in range(1500))
    word = "x" * 400
    reports = f"| measure_code | cut_on | status | confidence | narrative |\n| M1 | 2024-11-29 | in_progress | low | {narrative} |"
    load_plan(engine, LAST, measures=f"| code | title |\n| M9 | {word} |", progress_reports=reports)
    with session.at_one_snapshot():
        told = pack.paper(LAST)
    whole = " ".join(pages_of(as_pdf(told)))
    assert [one for one in narrative.split() if one not in whole] == []
    assert whole.replace("\u200b", "").replace(" ", "").count("x" * 100) > 0


def test_every_page_has_its_number_and_what_it_is_of(plan):
    pages = _printed(SECOND)
    for number, page in enumerate(pages, 1):
        assert f"Página {number} de {len(pages)}" in page
        assert "Monitor PNME · /sesion?id=2024-08 · versión de los datos " in page


def test_the_same_paper_gives_the_same_bytes(plan):
    once, again = (pack.paper(SECOND) for _ in range(2))
    assert as_pdf(once) == as_pdf(again)
    assert as_workbook(once) == as_workbook(again)
    assert as_pdf(once) != as_pdf(pack.paper(LAST))


def test_it_is_tagged_for_screen_readers(plan):
    content = as_pdf(pack.paper(SECOND))
    for mark in (b"/StructTreeRoot", b"/Lang(es-CL)", b"<pdfuaid:part>1</pdfuaid:part>", b"/DisplayDocTitle true"):
        assert mark in content, mark


def test_it_is_made_by_another_process(plan, monkeypatch):
    asked_for = []
    made = drawing.Drawer._made_once
    monkeypatch.setattr(
        drawing.Drawer, "_made_once", lambda self, make, *given: asked_for.append(make) or made(self, make, *given)
    )
    as_pdf(pack.paper(SECOND))
    assert asked_for == [drawing._set]


def test_the_workbook_has_typed_cells_under_a_header_that_stays_and_filters(plan):
    content = as_workbook(pack.paper(SECOND))
    sheets = _sheets(content)
    assert list(sheets) == [
        "Portada",
        "Cifras",
        "Atrasadas",
        "Orden del día",
        "Cambios",
        "Matriz",
        "Acuerdos",
        "Medidas",
    ]
    assert sheets["Cifras"]["Valor"].to_list()[:2] == [1.0, 1.0]
    assert sheets["Matriz"]["Tipo de dato"].unique().to_list() == ["Registro institucional"]
    measures = sheets["Medidas"]
    assert measures["Avance"].to_list() == ["0.2", "1", "Sin reporte", "Sin reporte"]  # numbers, and words beside them
    assert [day.date() for day in sheets["Acuerdos"]["Plazo"]] == [date(2024, 8, 30), date(2024, 6, 30)]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        listed = book.read("xl/worksheets/sheet8.xml").decode()
    assert 'state="frozen"' in listed
    assert '<autoFilter ref="A1:L5"/>' in listed


def test_what_is_filtered_is_said_and_the_whole_plan_stays_whole(plan):
    chosen = Chosen((("responsable", "hacienda"),))
    cover, figures, *rest = _printed(SECOND, chosen)
    assert "Subsecretaría: Subsecretaría de Hacienda" in cover
    assert "Las cifras y los gráficos son de todo el plan; los filtros valen para las listas." in figures
    assert "Anexo: 1 medida" in " ".join(rest)
    assert _sheets(as_workbook(pack.paper(SECOND, chosen)))["Medidas"]["Medida"].to_list() == ["M3"]


def test_the_figures_are_those_of_the_page(plan):
    _, figures, *_ = _printed(SECOND)
    for one in tiles.in_words(pack.headlines(SECOND)):
        assert f"{one.label} {one.value}" in figures


def test_hostile_text_is_read_to_the_letter(engine, served):
    tell_plan(engine)
    served(engine)
    load_plan(engine, LAST, measures=f"| code | title |\n| M9 | {HOSTILE} |")
    with session.at_one_snapshot():
        told = pack.paper(LAST)
    assert HOSTILE in " ".join(pages_of(as_pdf(told)))
    assert HOSTILE in _sheets(as_workbook(told))["Medidas"]["Qué es"].to_list()


@pytest.mark.parametrize("name", ["a.doc", "a", "a.pdf.exe"])
def test_another_kind_of_file_is_refused(plan, tmp_path, name):
    with pytest.raises(pack.SessionError, match=r"\.pdf o \.xlsx; se pidió «a"):
        pack.write("2024-08", tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["2023-01", "1999-01-01", "hoy", "'; DROP", ""])
def test_another_session_is_refused_with_those_there_are(plan, tmp_path, name):
    with pytest.raises(pack.SessionError, match="hay 2024-11, 2024-08, 2024-05"):
        pack.write(name, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_any_known_day_will_do(plan, tmp_path):
    pack.write("2024-07-15", tmp_path / "a.xlsx")
    assert _sheets((tmp_path / "a.xlsx").read_bytes())["Portada"].height > 0
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_where_nothing_can_be_written_nothing_is(plan, tmp_path):
    with pytest.raises(BackupError):
        pack.write("2024-08", tmp_path / "nowhere" / "a.pdf")


def test_without_a_plan_there_is_no_pack(engine, served, tmp_path):
    served(engine)
    with (
        session.at_one_snapshot(),
        pytest.raises(pack.SessionError, match="no hay una sesión «2025-03»; no hay ninguna"),
    ):
        pack.write("2025-03", tmp_path / "a.pdf")
