"""What a process does once, so that no visitor pays for being the first."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dashboards import charts, results
from dashboards.app_pages import budget, indicators, methods, plan, reconciliation, territory, transparency

_log = logging.getLogger("pnme")
_PAGES = (transparency, territory, plan, budget, indicators, methods, reconciliation)  # the slowest last


def warm_up() -> None:
    """Draw every page once for nobody, and take what is then alive out of the collector's sight.

    Streamlit collects garbage after every run of a script. Over all that the imports leave alive that takes
    about 100 ms; over what came after the freeze, less than one.

    The charts drawn here are checked against Vega-Lite's schema, and later ones no more: they differ in their rows.
    """
    _settle()
    with _without_a_reader():
        for page in _PAGES:
            _draw(page.render)
    charts.stop_checking()
    _settle()


def _draw(render: Callable[[], None]) -> None:
    try:
        with results.pinned():
            render()
    except Exception:  # noqa: BLE001 - who opens the page is told; the others are warmed up all the same
        _log.exception("no warm-up of %s", render.__module__)


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
