"""What people see when data or the database are missing: a sentence, never a stack."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from data_access.engine import connect
from data_access.initialise import initialise
from tests.sites import serve, stop

pytestmark = pytest.mark.browser

TOPICS = {
    "plan": "Todavía no hay datos de las medidas del Plan Nacional de Acción.",
    "medida": "Todavía no hay datos de las medidas del Plan Nacional de Acción.",
    "sesion": "Todavía no hay sesiones del Comité registradas.",
    "territorio": "Todavía no hay datos de «Atenciones presenciales».",
    "transparencia": "Todavía no hay datos de solicitudes de información.",
    "tiempos": "Todavía no hay datos de solicitudes de información.",
    "vencimientos": "Todavía no hay datos de solicitudes de información.",
    "presupuesto": "Todavía no hay datos de presupuesto.",
    "gasto": "Todavía no hay datos de presupuesto.",
}


@pytest.mark.parametrize("path", TOPICS)
def test_a_page_without_data_says_what_is_missing_and_names_no_command(empty_site, watched, path):
    page = watched.open(f"{empty_site}/{path}")
    expect(page.get_by_text(TOPICS[path])).to_be_visible()
    assert "pnme " not in page.locator("[data-testid=stMain]").inner_text()


def test_published_figures_are_there_without_demonstration_rows(empty_site, watched):
    page = watched.open(f"{empty_site}/indicadores?indicador=permits.requested")
    expect(page.get_by_role("heading", name="Residencias solicitadas, por año")).to_be_visible()


def test_a_broken_database_gives_a_plain_message(sqlite_server, home, watched):
    url = sqlite_server.create("pnme_broken")
    engine = connect(url)
    for _ in initialise(engine, demonstration=False):
        pass
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE observations RENAME TO observations_lost")
    engine.dispose()
    served = serve(url, home)
    try:
        page = watched.open(f"{served.url}/indicadores?indicador=permits.requested")
        expect(page.get_by_text("La base de datos no está disponible.")).to_be_visible()
        assert "Traceback" not in page.content()
        assert "observations" not in page.locator("[data-testid=stMain]").inner_text()
        page.goto("about:blank")  # else it complains that the server ends
    finally:
        stop(served)


def test_the_server_says_whether_it_can_answer(site):
    with urlopen(f"{site}/salud") as response:  # noqa: S310
        assert json.load(response)["status"] == "ok"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_what_should_not_be_public_is_closed(site):
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{site}/_stcore/metrics"))  # noqa: S310
    assert refused.value.code == 404
    refused.value.close()
