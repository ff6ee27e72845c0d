"""HTML from templates: whatever they are given is escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboards.blocks.block import Html

_templates = Environment(
    loader=PackageLoader("dashboards.blocks"),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(template: str, **values: Any) -> Html:
    """What the template of that name writes with `values`."""
    return Html(_templates.get_template(f"{template}.html").render(values))
