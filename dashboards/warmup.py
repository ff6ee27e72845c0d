"""What a process does once, so that no visitor pays for being the first."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from dashboards import results
from dashboards.app_pages import budget, indicators, methods, plan, reconciliation, territory, transparency
from data_access.engine import DatabaseUnavailableError, DatabaseUrlError

_log = logging.getLogger("pnme")
_PAGES = (transparency, territory, plan, budget, indicators, methods, reconciliation)  # the slowest last


def warm_up() -> None:
    """Draw every page once for nobody, and take what is then alive out of the collector's sight.

    Streamlit collects garbage after every run of a script. Over all that the imports leave alive that takes
    about 100 ms; over what came after the freeze, less than one.
    """
    _settle()
    try:
        with results.pinned(), _without_a_reader():
            for page in _PAGES:
                page.render()
    except (DatabaseUnavailableError, DatabaseUrlError, SQLAlchemyError):
        _log.warning("no warm-up: the database does not answer")
    _settle()


def _settle() -> None:
    gc.collect()
    gc.freeze()


@contextmanager
def _without_a_reader() -> Iterator[None]:
    """Streamlit says at every element that no session is there to receive it."""
    complaints = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    level = complaints.level
    complaints.setLevel(logging.ERROR)
    try:
        yield
    finally:
        complaints.setLevel(level)
