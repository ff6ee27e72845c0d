"""The frame of every page: navigation, style, and what people see when something fails."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboards import paths
from dashboards.app_pages import (
    budget,
    home,
    indicators,
    methods,
    plan,
    reconciliation,
    territory,
    transparency,
)
from data_access.engine import DatabaseUnavailableError, DatabaseUrlError
from metrics.errors import MetricError

_log = logging.getLogger("pnme")
_STATIC = Path(__file__).parent / "static"
_TOPICS = {
    paths.PLAN: st.Page(plan.render, title="Plan (86 medidas)", url_path=paths.PLAN),
    paths.TERRITORY: st.Page(territory.render, title="Territorio", url_path=paths.TERRITORY),
    paths.TRANSPARENCY: st.Page(transparency.render, title="Transparencia", url_path=paths.TRANSPARENCY),
    paths.BUDGET: st.Page(budget.render, title="Presupuesto", url_path=paths.BUDGET),
}
_PAGES = {
    "": [st.Page(partial(home.render, _TOPICS), title="Inicio", url_path=paths.HOME, default=True)],
    "Temas": list(_TOPICS.values()),
    "Datos": [
        st.Page(indicators.render, title="Indicadores", url_path=paths.INDICATORS),
        st.Page(reconciliation.render, title="Conciliación", url_path=paths.RECONCILIATION),
        st.Page(methods.render, title="Métodos", url_path=paths.METHODS),
    ],
}


def run() -> None:
    """Draw the page that the address names."""
    st.set_page_config("Monitor PNME", layout="wide")
    page = st.navigation(_PAGES)
    st.logo(_STATIC / "logo.svg", size="large")
    st.html(_STATIC / "pnme.css")
    try:
        page.run()
    except MetricError as error:
        _log.warning("refused question: %s", error)
        st.warning(f"No se puede mostrar lo que se pidió: {error.spanish}.")
    except (DatabaseUnavailableError, DatabaseUrlError, SQLAlchemyError):
        _log.exception("database")
        st.error(
            "**La base de datos no está disponible.** Vuelva a intentarlo en unos minutos. "
            "Si administra el monitor: ejecute `pnme init` o revise PNME_DATABASE_URL; el detalle está en el registro."
        )


run()
