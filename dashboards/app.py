"""The script that Streamlit runs for every visitor: the frame of every page, and what people see when one fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from time import perf_counter

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from dashboards.blocks import finder, notices
from dashboards.blocks.block import show
from dashboards.display import words
from dashboards.display.markdown import as_text
from dashboards.inputs import address
from dashboards.pages import PUBLIC_PAGES, by_section
from dashboards.serving import session
from dashboards.serving.observing.events import Event
from dashboards.serving.observing.log import tell
from dashboards.serving.page import Page, Section
from dashboards.serving.process import figures
from data_access.engine import DatabaseUnavailableError, DatabaseUrlError
from metrics import MetricError

_STATIC = Path(__file__).parent / "serving" / "static"


def _framed(page: Page) -> Callable[[], None]:
    """A page as a fragment, so that a filter redraws it and not its frame; all of it at one version of the data.

    What fails in a fragment has to be told inside it.
    """

    @st.fragment
    @wraps(page.render)
    def draw() -> None:
        began = perf_counter()
        try:
            with session.at_one_snapshot():
                show(notices.outage(session.source().outage))
                address.begin()
                page.render()
                address.settle()
                show((notices.foot(),))
        except MetricError as error:
            tell(Event.QUESTION_REFUSED, page=page.address, error=error)
            st.warning(as_text(f"No se puede mostrar lo que se pidió: {words.sentence(error.message)}.").source)
        except (DatabaseUnavailableError, DatabaseUrlError, SQLAlchemyError) as error:
            _fail(page, error)
        except Exception as error:  # noqa: BLE001  whatever a page does, it says so and the others go on
            tell(Event.PAGE_FAILED, page=page.address, fault="program", error=error)
            figures.page_failed(page.address, "program")
            show((notices.broken(),))
        finally:
            figures.page_drawn(page.address, perf_counter() - began)

    return draw


def _fail(page: Page, error: Exception) -> None:
    found = session.told(error)
    tell(Event.PAGE_FAILED, page=page.address, fault=found.fault, error=error)
    figures.page_failed(page.address, found.fault)
    show((notices.unavailable(found.spanish),))


def _in_navigation(page: Page) -> st.Page:
    return st.Page(_framed(page), title=page.title, url_path=page.address, default=page.section is Section.FRONT)


def run() -> None:
    """Draw the page that the address names."""
    sections = by_section(PUBLIC_PAGES)
    listed = {str(section): [_in_navigation(one) for one in pages] for section, pages in sections.items()}
    page = st.navigation(listed, expanded=True)  # all of them: Streamlit would fold those after the twelfth
    st.set_page_config(f"{page.title} · Monitor PNME", layout="wide")
    address.arrive(page.url_path)
    st.logo(_STATIC / "logo.svg", size="large")
    with st.sidebar:
        finder.field(place="menu").show()
    page.run()


if __name__ == "__main__":  # not in the process that draws images, which imports what this one runs
    run()
