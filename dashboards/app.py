"""The script that Streamlit runs for every visitor: the frame of every page, and what people see when one fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboards.display import words
from dashboards.pages import PUBLIC_PAGES, by_section
from dashboards.serving import session
from dashboards.serving.page import Page, Section
from data_access.engine import DatabaseUnavailableError, DatabaseUrlError
from metrics import MetricError

_log = logging.getLogger("pnme")
_STATIC = Path(__file__).parent / "serving" / "static"


def _framed(render: Callable[[], None]) -> Callable[[], None]:
    """A page as a fragment, so that a filter redraws it and not its frame; all of it at one version of the data.

    What fails in a fragment has to be told inside it.
    """

    @st.fragment
    @wraps(render)
    def draw() -> None:
        try:
            with session.at_one_snapshot():
                render()
        except MetricError as error:
            _log.warning("refused question: %s", error)
            st.warning(f"No se puede mostrar lo que se pidió: {words.sentence(error.message)}.")
        except (DatabaseUnavailableError, DatabaseUrlError, SQLAlchemyError):
            _log.exception("database")
            st.error(
                "**La base de datos no está disponible.** Vuelva a intentarlo en unos minutos. "
                "Si administra el monitor: ejecute `pnme init` o revise PNME_DATABASE_URL; el detalle está en el registro."
            )

    return draw


def _in_navigation(page: Page) -> st.Page:
    return st.Page(_framed(page.render), title=page.title, url_path=page.address, default=page.section is Section.FRONT)


def run() -> None:
    """Draw the page that the address names."""
    st.set_page_config("Monitor PNME", layout="wide")
    sections = by_section(PUBLIC_PAGES)
    page = st.navigation({str(section): [_in_navigation(one) for one in pages] for section, pages in sections.items()})
    st.logo(_STATIC / "logo.svg", size="large")
    st.html(_STATIC / "pnme.css")
    page.run()


run()
