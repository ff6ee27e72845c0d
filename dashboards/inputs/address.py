"""The address and the widgets, kept the same: codes that stay for years in the one, words in the others.

An address wins whenever a whole page is asked for (a link, Back, a reload); a widget does when it is used. What an
address leaves out is what was chosen on another page, or the first option.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import streamlit as st

from dashboards.display.markdown import Markdown, markdown, plain
from dashboards.display.words import folded, listed
from metrics import legible

_KEY = "address"
_SHOWN_LETTERS, _LISTED = 60, 20
_REMEMBERED = 50
"""Addresses of which it is known what they showed."""


@dataclass(frozen=True)
class Parameter:
    """A name in the address. What is `carried` under some name is the same on every page that asks for it under any."""

    name: str
    carried: str = ""


@dataclass
class _Address:
    """One reader's: what was asked on arrival, what the widgets show, and what could not be understood."""

    asked: Mapping[str, str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    shown_before: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    offered: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    here: tuple[str, ...] = ()
    seen: dict[tuple[str, ...], Mapping[str, str]] = field(default_factory=dict)
    is_arrival: bool = True
    is_new: bool = True


def _own() -> _Address:
    """The running reader's."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Address()
    found: _Address = st.session_state[_KEY]
    return found


# --- around the drawing of a page ------------------------------------------------------------------------


def arrive(page: str = "") -> None:
    """A whole page is asked for: its address holds, whatever the widgets showed. Of a name said twice, the first."""
    own = _own()
    own.asked = {name: st.query_params.get_all(name)[0] for name in st.query_params}
    own.here = (page, *(f"{name}={text}" for name, text in sorted(own.asked.items())))
    own.unknown, own.placed, own.is_arrival = {}, {}, True


def begin() -> None:
    """The widgets of a page are about to be drawn."""
    own = _own()
    own.shown_before, own.shown = own.shown, {}


def settle() -> None:
    """The widgets were drawn: an address that said nothing is completed, and a choice is written into it, all at once."""
    own = _own()
    is_chosen = own.shown != own.shown_before if not own.is_arrival else _came_with_a_choice(own)
    if own.shown and (is_chosen or (own.is_arrival and not own.asked)):
        st.query_params.from_dict(own.shown)
    if own.is_arrival and own.asked:
        own.seen[own.here] = dict(own.shown)
        while len(own.seen) > _REMEMBERED:
            own.seen.pop(next(iter(own.seen)))
    own.is_arrival, own.is_new, own.asked = False, False, {}


def _came_with_a_choice(own: _Address) -> bool:
    """A page whose session was lost comes with what its widgets show, which may be newer than its address."""
    return any(own.shown.get(name, text) != text for name, text in own.placed.items())


# --- widgets ---------------------------------------------------------------------------------------------


def place(parameter: Parameter, key: str, read: Callable[[str], str | None], first: str) -> str:
    """Make the widget of that key, about to be drawn, show what the address asks for; what it shows, if it has no value yet.

    `read` makes a widget's value of the address's text, None where it is not understood. Without a text it is what this same
    address showed before, which Back returns to, or what was chosen on another page, or `first`. In a session that is new the widget may have a value that only Streamlit knows,
    so it is given this one as its default.
    """
    own = _own()
    if parameter.name in own.placed and key in st.session_state:
        return str(st.session_state[key])
    text = _in_address(parameter)
    found = read(text) if text else None
    if text and found is None:
        own.unknown[parameter.name] = text
    elsewhere = own.seen.get(own.here, {}).get(parameter.name) or own.carried.get(parameter.carried)
    code = found or (elsewhere and read(elsewhere)) or first
    own.placed[parameter.name] = code
    if not own.is_new:
        st.session_state[key] = code
    return code


def note(parameter: Parameter, text: str, *, is_chosen: bool = True) -> None:
    """The page shows `text` of a parameter; what is nothing is not said, and what nobody chose is not carried to other pages."""
    own = _own()
    if text:
        own.shown[parameter.name] = text
    if parameter.carried and is_chosen:
        own.carried[parameter.carried] = text
    if not own.is_arrival and own.shown_before.get(parameter.name) != text:
        own.unknown.pop(parameter.name, None)


def choose(
    parameter: Parameter,
    label: str,
    options: Mapping[str, str],
    *,
    first: str,
    key: str = "",
    width: int | Literal["stretch"] = "stretch",
    read: Callable[[str], str | None] | None = None,
    describe: Callable[[str], str] = str,
    carries_first: bool = True,
) -> str:
    """Ask for one of `options` (code to words) in a list; the code. The words resolve too, however they are accented.

    Without `carries_first`, that `first` is shown for want of a choice says nothing to other pages. `read` may understand codes that are no options: they become one, in the words of `describe`.
    """
    key = key or parameter.name
    shown = _shown(parameter, key, read or (lambda text: code_of(text, options)), first)
    offered = options if shown in options else {shown: describe(shown), **options}
    chosen = st.selectbox(
        plain(label),
        list(offered),
        index=list(offered).index(shown) if _own().is_new else 0,
        format_func=lambda code: searchable(offered[code]),
        key=key,
        width=width,
    )
    own = _own()
    is_chosen = carries_first or chosen != first or parameter.name in own.asked
    note(parameter, chosen or first, is_chosen=is_chosen or own.carried.get(parameter.carried) in options)
    offer(parameter, offered[chosen or first], options.values())
    return chosen or first


def pick(parameter: Parameter, label: str, options: Mapping[str, str], *, first: str, key: str = "") -> str:
    """As `choose`, of a few options that are all seen."""
    key = key or parameter.name
    shown = _shown(parameter, key, lambda text: code_of(text, options), first)
    chosen = st.segmented_control(
        plain(label),
        list(options),
        default=shown if _own().is_new else None,
        format_func=lambda code: plain(options[code]),
        key=key,
    )
    note(parameter, chosen or first)
    offer(parameter, options[chosen or first], options.values())
    return chosen or first


def _shown(parameter: Parameter, key: str, read: Callable[[str], str | None], first: str) -> str:
    """What the widget shows; another version of the data may no longer have what it showed."""
    shown = place(parameter, key, read, first)
    if read(shown) == shown:
        return shown
    if not _own().is_new:
        st.session_state[key] = first
    return first


def choose_several(parameter: Parameter, label: str, options: Mapping[str, str], *, most: int, key: str) -> list[str]:
    """Ask for some of `options`, at first none; their codes, which the address joins by commas."""
    start = _several(parameter, key, options)[:most]
    chosen: list[str] = st.multiselect(
        plain(label),
        list(options),
        default=start if _own().is_new else None,
        format_func=lambda code: searchable(options[code]),
        key=key,
        max_selections=most,
        select_all=False,  # the first five of an alphabet are nobody's question
        wrap=True,
        placeholder="Elija",
    )
    if chosen:
        note(parameter, ",".join(chosen))
    offer(parameter, listed(options[code] for code in chosen) or "el total", options.values())
    return chosen


def _several(parameter: Parameter, key: str, options: Mapping[str, str]) -> list[str]:
    """What a list of several shows, as `place` does for one."""
    own = _own()
    if parameter.name in own.placed and key in st.session_state:
        st.session_state[key] = [code for code in st.session_state[key] if code in options]
        return list(st.session_state[key])
    text = _in_address(parameter)
    found = [code_of(one, options) for one in text.split(",") if one]
    if None in found:
        own.unknown[parameter.name] = text
    known = list(dict.fromkeys(code for code in found if code))
    own.placed[parameter.name] = text if None in found else ",".join(known)
    if not own.is_new:
        st.session_state[key] = known
    return known


def type_in(parameter: Parameter, label: str, *, placeholder: str) -> str:
    """Ask for words; none at first."""
    shown = place(parameter, parameter.name, str, "")
    typed = st.text_input(
        plain(label),
        value=shown if _own().is_new else "",
        key=parameter.name,
        placeholder=placeholder,
        max_chars=_SHOWN_LETTERS,
    )
    note(parameter, typed.strip())
    return typed.strip()


def is_shown(parameter: Parameter) -> bool:
    """A widget of the page shows it."""
    return parameter.name in _own().shown


def said(parameter: Parameter) -> str:
    """What the address says of something that no widget asks for, and says on."""
    text = _in_address(parameter)
    if text:
        note(parameter, text)
    return text


def _in_address(parameter: Parameter) -> str:
    """Of a name said twice, the first."""
    return (st.query_params.get_all(parameter.name) or [""])[0]


def code_of(text: str, options: Mapping[str, str]) -> str | None:
    """The option that `text` names, by its code or by its words; None if it names none."""
    if text in options:
        return text
    asked = folded(text)
    return next((code for code, words in options.items() if asked in (folded(code), folded(words))), None)


@lru_cache(4096)
def searchable(words: str) -> str:
    """An option of a list, letters and marks apart: who types 'nuble' finds 'Ñuble'. It reads the same."""
    return unicodedata.normalize("NFD", legible(words))


# --- what was not understood -----------------------------------------------------------------------------


def offer(parameter: Parameter, shown: str, known: Iterable[str]) -> None:
    """Remember, in words, what is shown of a parameter and what can be asked for, should the address not be understood."""
    _own().offered[parameter.name] = (shown, list(known))


def tell() -> None:
    """Say of what the address asks for and is not known what is shown instead, and what is known."""
    own = _own()
    for name, text in own.unknown.items():
        shown, known = own.offered.get(name, ("", []))
        if known:
            st.warning(_not_known(text, shown, known).source)


def _not_known(text: str, shown: str, known: Sequence[str]) -> Markdown:
    more = f" y {len(known) - _LISTED} más" if len(known) > _LISTED else ""
    return markdown(
        "No reconocimos «{text}» en el enlace; mostramos **{shown}**. Se puede pedir: {known}.",
        text=_short(text),
        shown=shown,
        known=listed(known[:_LISTED]) + more,
    )


def tell_no_such(text: str, instead: str) -> None:
    """Say that nothing has the name that the address gives, and what to do."""
    st.warning(markdown("No reconocimos «{text}» en el enlace. {instead}", text=_short(text), instead=instead).source)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}…"
