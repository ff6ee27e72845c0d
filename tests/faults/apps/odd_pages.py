"""`pnme` with two pages more: one that fails and one that waits for a file; and a wall clock that another file sets."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path

_HOME = Path(os.environ["PNME_HOME"])
_read = time.time


def _now() -> float:
    """The hour of the machine, and as many seconds more as the file says."""
    try:
        return _read() + float((_HOME / "clock").read_text() or 0)
    except FileNotFoundError:
        return _read()


class _Datetime(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.fromtimestamp(_now(), tz)


time.time = _now

import streamlit as st  # noqa: E402

from dashboards import pages  # noqa: E402
from dashboards.serving import source  # noqa: E402
from dashboards.serving.page import Audience, Page, Section  # noqa: E402

vars(source)["datetime"] = _Datetime


def _fail() -> None:
    st.title("Falla")
    msg = "SELECT secreto FROM /home/alguien/base"
    raise ZeroDivisionError(msg)


def _wait() -> None:
    st.title("Espera")
    (_HOME / "waiting").touch()
    while not (_HOME / "released").exists():
        time.sleep(0.02)
    st.markdown("Llegó al final.")


def _page(address: str, render) -> Page:
    return Page(address=address, title=address, section=Section.DATA, audience=Audience.EVERYONE, render=render)


def _has_reader() -> bool:
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    return get_script_run_ctx(suppress_warning=True) is not None


def _for_readers(render):
    """Warming up, nobody waits for these."""
    return lambda: render() if _has_reader() else None


pages.PUBLIC_PAGES = (
    *pages.PUBLIC_PAGES,
    _page("falla", _for_readers(_fail)),
    _page("espera", _for_readers(_wait)),
)

if __name__ == "__main__":
    from dashboards.cli import main

    main(sys.argv[2:])
