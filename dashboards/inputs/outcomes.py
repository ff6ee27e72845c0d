"""Which outcome of the reconciliation."""

from __future__ import annotations

import streamlit as st

from dashboards.display import words
from metrics import Outcome

_FIRST = Outcome.DIFFERS


def outcome() -> Outcome:
    """Ask which checks to show."""
    chosen = st.segmented_control(
        "Resultado",
        [str(one) for one in words.OUTCOMES],
        format_func=lambda text: words.OUTCOMES[Outcome(text)],
        default=str(_FIRST),
        key="resultado",
        bind="query-params",
    )
    return Outcome(chosen or _FIRST)
