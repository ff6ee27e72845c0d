"""The days of a request for information, as a reader types them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboards.display import dates
from dashboards.inputs import address
from dashboards.inputs.address import Parameter
from metrics import foi_clock

_RECEIVED, _EXTENDED, _ASKED, _REPLIED, _ANSWERED, _CLOSED, _AS_OF = map(
    Parameter, ("recibida", "prorrogada", "pedida", "aclarada", "respondida", "cerrada", "al")
)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A request and the day on which it is looked at; `case` is None until it says when it was received.

    `unread` are the texts that are no days; `is_reply_alone`: a reply to what was not asked.
    """

    case: foi_clock.Case | None
    as_of: date | None
    unread: tuple[str, ...] = ()
    is_reply_alone: bool = False


def typed(today: date | None) -> Typed:
    """Ask for the days; who names none to look at it on looks on `today`, that of the data, or on the last day named."""
    unread: list[str] = []

    def ask(parameter: Parameter, label: str) -> date | None:
        text = address.type_in(parameter, label, placeholder="dd-mm-aaaa")
        day = dates.written(text)
        if text and day is None:
            unread.append(text)
        return day

    received, extended, answered, closed = _row(
        ask,
        (_RECEIVED, "Recibida el"),
        (_EXTENDED, "Prórroga notificada el"),
        (_ANSWERED, "Respondida el"),
        (_CLOSED, "Derivada o cerrada el"),
    )
    asked, replied, looked, _ = _row(
        ask, (_ASKED, "Aclaración pedida el"), (_REPLIED, "Aclarada el"), (_AS_OF, "Como está el"), None
    )
    pauses = (foi_clock.Pause(from_on=asked, to_on=replied),) if asked else ()
    case = received and foi_clock.Case(
        received_on=received, extended_on=extended, pauses=pauses, answered_on=answered, closed_on=closed
    )
    named = [day for day in (today, received, extended, answered, closed, asked, replied) if day]
    return Typed(
        case=case or None,
        as_of=looked or max(named, default=None),
        unread=tuple(unread),
        is_reply_alone=bool(replied and not asked),
    )


def _row(ask: Callable[[Parameter, str], date | None], *fields: tuple[Parameter, str] | None) -> list[date | None]:
    found: list[date | None] = []
    for field, place in zip(fields, st.columns(len(fields)), strict=True):
        if field is None:
            found.append(None)
            continue
        with place:
            found.append(ask(*field))
    return found
