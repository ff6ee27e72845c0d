"""What a process does at its start and after a load, so that no visitor pays for being the first."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from dashboards.serving import session
from dashboards.serving.observing.events import Event
from dashboards.serving.observing.log import tell
from dashboards.serving.page import Page


def warm_up(pages: Iterable[Page], then: Callable[[], None]) -> None:
    """Draw every page once for nobody, do `then`, and take what is then alive out of the collector's sight.

    Streamlit collects garbage after every run of a script. Over all that the imports leave alive that takes
    about 100 ms; over what came after the freeze, less than one.
    """
    _settle()
    with _without_a_reader():
        for page in pages:
            _draw(page)
    then()
    _settle()


def _draw(page: Page) -> None:
    """As for who comes with nothing chosen on another page: what a page shows is forgotten before the next."""
    try:
        with session.at_one_snapshot():
            page.render()
    except Exception as error:  # noqa: BLE001 - who opens the page is told; the others are warmed up all the same
        tell(Event.WARM_UP_FAILED, page=page.address, error=error)
    st.session_state.clear()


def _settle() -> None:
    gc.collect()
    gc.freeze()


@contextmanager
def _without_a_reader() -> Iterator[None]:
    """Streamlit says at every element that no session is there to receive it."""
    complaints = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    complaints.addFilter(_unheard)
    try:
        yield
    finally:
        complaints.removeFilter(_unheard)


def _unheard(_: logging.LogRecord) -> bool:
    return False
