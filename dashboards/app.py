"""The frame of every page: navigation, style, and what people see when something fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboards import paths, results
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


def _framed(render: Callable[[], None]) -> Callable[[], None]:
    """A page as a fragment, so that a filter redraws it and not its frame; all of it at one version of the data.

    What fails in a fragment has to be told inside it.
    """

    @st.fragment
    @wraps(render)
    def draw() -> None:
        try:
            with results.pinned():
                render()
        except MetricError as error:
            _log.warning("refused question: %s", error)
            st.warning(f"No se puede mostrar lo que se pidió: {error.spanish}.")
        except (DatabaseUnavailableError, DatabaseUrlError, SQLAlchemyError):
            _log.exception("database")
            st.error(
                "**La base de datos no está disponible.** Vuelva a intentarlo en unos minutos. "
                "Si administra el monitor: ejecute `pnme init` o revise PNME_DATABASE_URL; el detalle está en el registro."
            )

    return draw


_TOPICS = {
    paths.PLAN: st.Page(_framed(plan.render), title="Plan (86 medidas)", url_path=paths.PLAN),
    paths.TERRITORY: st.Page(_framed(territory.render), title="Territorio", url_path=paths.TERRITORY),
    paths.TRANSPARENCY: st.Page(_framed(transparency.render), title="Transparencia", url_path=paths.TRANSPARENCY),
    paths.BUDGET: st.Page(_framed(budget.render), title="Presupuesto", url_path=paths.BUDGET),
}
_PAGES = {
    "": [st.Page(_framed(partial(home.render, _TOPICS)), title="Inicio", url_path=paths.HOME, default=True)],
    "Temas": list(_TOPICS.values()),
    "Datos": [
        st.Page(_framed(indicators.render), title="Indicadores", url_path=paths.INDICATORS),
        st.Page(_framed(reconciliation.render), title="Conciliación", url_path=paths.RECONCILIATION),
        st.Page(_framed(methods.render), title="Métodos", url_path=paths.METHODS),
    ],
}


def run() -> None:
    """Draw the page that the address names."""
    st.set_page_config("Monitor PNME", layout="wide")
    page = st.navigation(_PAGES)
    st.logo(_STATIC / "logo.svg", size="large")
    st.html(_STATIC / "pnme.css")
    page.run()


run()
