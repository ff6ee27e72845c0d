"""What a file says of itself and what it is called, of answers as pages ask them."""

from __future__ import annotations

import csv
import io

import fastexcel
import pytest

from dashboards.blocks import listings, provenance
from dashboards.display import measures
from dashboards.serving import questions, session
from dashboards.serving.cache import Cache
from metrics import Filters, Monitor

NUBLE = Filters.of({"region": "16"})


@pytest.fixture
def running(demo_engine, monkeypatch):
    """A page runs over the demonstration, and nothing was asked before."""
    monkeypatch.setattr(session, "open_monitor", lambda viewer: Monitor(demo_engine, viewer=viewer))
    monkeypatch.setattr(session, "_cache", Cache(1_000_000))
    with session.at_one_snapshot() as monitor:
        yield monitor


def _answer(*metric_ids, **asked):
    return questions.observe(*metric_ids, **asked).answers


def _rows(content, delimiter=","):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_a_single_value_is_a_file_of_one_row(running):
    (answer,) = _answer("attention.records", period="2024", where=NUBLE)
    files = listings.answer_files(answer, key="atenciones", address="https://x.cl/territorio?region=16")
    assert [file.name for file in files] == [
        "pnme-atenciones-presenciales-2024-region-16-demostracion.csv",
        "pnme-atenciones-presenciales-2024-region-16-demostracion-excel.csv",
        "pnme-atenciones-presenciales-2024-region-16-demostracion.xlsx",
    ]
    assert [file.key for file in files] == ["atenciones-csv", "atenciones-excel", "atenciones-xlsx"]
    header, _ = csv.reader(io.StringIO(files[0].make().decode()))
    assert len(header) == len(set(header))
    (row,) = _rows(files[0].make())
    assert row == {
        "indicador_codigo": "attention.records",
        "indicador": "Atenciones presenciales",
        "attention.records": "4740",
        "attention.records.estado": "con_dato",
        "definicion": answer.metric.definition,
        "unidad": "atenciones",
        "periodo": "2024",
        "datos_hasta": "2024-12-31",
        "territorio": "Ñuble",
        "territorio_codigo": "16",
        "filtros": "ninguno",
        "tipo_de_dato": "datos de demostración",
        "fuente": "Registro Nacional de Atenciones, Dirección de Territorio e Inclusión (SERMIG)",
        "conocido_al": "2025-03-31",
        "notas": row["notas"],
        "version_de_datos": running.snapshot.data_version,
        "licencia": "CC-BY-4.0",
        "direccion": "https://x.cl/territorio?region=16",
    }
    assert row["notas"].lower().startswith("recuentos protegidos")


def test_people_read_the_same_in_words(running):
    (answer,) = _answer("budget.execution_share", period="2024")
    _, for_excel, workbook = (file.make() for file in listings.answer_files(answer, key="x"))
    (row,) = _rows(for_excel, ";")
    assert row["Ejecución del presupuesto vigente"].endswith("%")
    assert (row["periodo"], row["datos_hasta"], row["territorio"]) == ("2024", "31-12-2024", "todo el país")
    assert row["licencia"] == "Creative Commons Atribución 4.0"
    assert row["direccion"] == "/indicadores?indicador=budget.execution_share"
    book = fastexcel.read_excel(workbook)
    assert book.load_sheet("Datos").to_polars()["Ejecución del presupuesto vigente"].to_list() == [
        pytest.approx(0.9996, abs=1e-3)
    ]
    said = dict(book.load_sheet("Acerca de", header_row=None).to_polars().rows())
    assert said["indicador"] == "Ejecución del presupuesto vigente"
    assert {*said} - {*row} == {"indicador", "indicador_codigo"}


def test_what_has_no_value_says_so(running):
    (answer,) = _answer("attention.records_per_1000_residents", period="2024", where=NUBLE)
    (row,) = _rows(listings.answer_files(answer, key="x")[0].make())
    assert (row["attention.records_per_1000_residents"], row["attention.records_per_1000_residents.estado"]) == (
        "",
        "sin_dato",
    )


@pytest.mark.parametrize(
    ("metric_ids", "asked", "stem"),
    [
        (["foi.requests_received"], {"period": "2025-Q1"}, "solicitudes-de-informacion-recibidas-2025-q1-demostracion"),
        (["permits.resolved"], {"period": "2024"}, "residencias-resueltas-2024-publicado"),
        (["foi.requests_received"], {"period": "2024", "where": Filters.of({"region": ["08", "16"]})},
         "solicitudes-de-informacion-recibidas-2024-region-08-16-demostracion"),
        (["foi.requests_received"], {"period": "2024", "where": Filters.of({"region": ["05", "06", "07", "08"]})},
         "solicitudes-de-informacion-recibidas-2024-varias-regiones-demostracion"),
        (["permits.resolved", "foi.requests_received"], {"period": "2024"}, "listado-2024-publicado-demostracion"),
        (["permits.humanitarian_requested"], {"period": "2024"},
         "solicitudes-de-residencia-temporal-por-razones-humanitarias-2024-publicado"),
    ],
)  # fmt: skip
def test_a_file_is_called_by_what_was_asked(running, metric_ids, asked, stem):
    about = provenance.about(_answer(*metric_ids, **asked))
    assert listings.file_stem(about, key="listado") == f"pnme-{stem}"


def test_a_file_of_several_metrics_defines_each(running):
    answers = _answer("budget.enacted", "budget.execution_share", period="2024")
    said = {fact.name: fact.text for fact in provenance.about(answers).facts}
    assert said["indicador"] == "Presupuesto ley; Ejecución del presupuesto vigente"
    assert said["unidad"] == "Presupuesto ley: pesos; Ejecución del presupuesto vigente: porcentaje"
    assert said["definicion"].startswith("Presupuesto ley: Presupuesto aprobado")


def test_a_file_says_what_else_it_was_limited_to(running):
    answers = _answer("foi.requests_received", period="2024", where=Filters.of({"channel": "portal"}))
    assert {fact.name: fact.text for fact in provenance.about(answers).facts}[
        "filtros"
    ] == "Canal: Portal de Transparencia"


def test_measures_have_their_days_and_shares_as_such(running):
    frame = measures.in_words(questions.measures(None).frame)
    columns = (measures.CODE, measures.STATUS, measures.PROGRESS, measures.PLANNED)
    about = provenance.about(_answer("plan.measures"))
    for_programs, for_excel, _ = (file.make() for file in listings.files(frame, columns, about, key="plan-medidas"))
    coded, worded = _rows(for_programs), _rows(for_excel, ";")
    assert list(coded[0])[:6] == [
        "medida",
        "estado_oficial",
        "avance",
        "avance.estado",
        "termino_planificado",
        "termino_planificado.estado",
    ]
    told = [(row["avance"], row["avance.estado"]) for row in coded]
    assert {bool(value) == (state == "con_dato") for value, state in told} == {True}
    assert {word["Avance"] for word, (value, _) in zip(worded, told, strict=True) if not value} <= {"Sin reporte"}
    assert all(word["Avance"].endswith("%") for word, (value, _) in zip(worded, told, strict=True) if value)
    assert all(row["tipo_de_dato"] == "datos de demostración" for row in coded)


def test_an_image_says_what_there_is_room_for(running):
    lines = provenance.in_an_image(provenance.about(_answer("permits.resolved", period="2024")))
    assert lines == [
        "Indicador: Residencias resueltas",
        "Período: 2024",
        "Territorio: todo el país",
        "Tipo de dato: cifra publicada",
        "Fuente: Cuenta Pública Participativa 2024, Servicio Nacional de Migraciones",
        "Conocido al: 30-06-2025",
        "Notas: ninguna",
        "Licencia: Creative Commons Atribución 4.0",
        "Dirección: /indicadores?indicador=permits.resolved",
    ]
