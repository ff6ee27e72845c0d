"""HTML from templates: whatever they are given is escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboards.blocks.block import Html
from dashboards.display.names import as_name
from metrics import legible

_OVERLONG = re.compile(r"\S{30}(?=\S)")


def _seen(value: Any) -> Any:
    """Text without what cannot be seen but acts."""
    return legible(value) if type(value) is str else value


_templates = Environment(
    loader=PackageLoader("dashboards.blocks"),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    finalize=_seen,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _pieces(text: str) -> list[str]:
    """Text in pieces between which a line may break: an overlong word takes no room from the columns beside it."""
    return _OVERLONG.sub(r"\g<0>" + "\0", legible(text)).split("\0")


_templates.filters["pieces"] = _pieces


def html(template: str, **values: Any) -> Html:
    """What the template of that name writes with `values`."""
    return Html(_templates.get_template(f"{template}.html").render(values))


def heading(text: str, *, anchor: str = "", level: int = 2) -> Html:
    """The heading of what follows; an address that ends in `anchor` leads to it."""
    return html("heading", text=text, anchor=anchor or address_of(text), level=level)


def link(address: str, text: str) -> Html:
    """A link to another page of ours, which keeps the filters."""
    return replace(html("link", address=address, text=text), joins=False)


def address_of(text: str) -> str:
    """A text as the end of an address: lower case, without accents, words joined."""
    return as_name(text)
