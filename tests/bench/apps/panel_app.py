"""The Transparency page as Panel's documentation teaches it: `panel serve panel_app.py`."""

from __future__ import annotations

from typing import Any

import panel as pn

from tests.bench.apps import page_data

pn.extension("vega", "tabulator", sizing_mode="stretch_width")


@pn.cache
def load() -> page_data.Register:
    return page_data.register()


@pn.cache
def ask(region: str, period: str) -> page_data.Page:
    return load().page(region, period)


def tile(shown: page_data.Tile) -> str:
    return f"<small>{shown.label}</small><h3 class='tile'>{shown.text}</h3><span>{shown.change or ''}</span>"


def months_chart(page: page_data.Page) -> dict[str, Any]:
    """Three bars at the same place, each a part of the one behind it."""
    labels = [label for label, _ in page_data.SERIES.values()]
    colours = {"domain": labels, "range": [colour for _, colour in page_data.SERIES.values()]}
    month = {"field": "month", "type": "nominal", "title": "Mes de recepción"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": page.months.to_dicts()},
        "width": "container",
        "height": 320,
        "layer": [
            {
                "mark": "bar",
                "encoding": {
                    "x": month,
                    "y": {"field": name, "type": "quantitative", "title": "Solicitudes"},
                    "color": {"datum": label, "scale": colours, "legend": {"title": None, "orient": "top"}},
                },
            }
            for name, (label, _) in page_data.SERIES.items()
        ],
    }


region = pn.widgets.Select(name="Región", options=load().places)
period = pn.widgets.Select(name="Período", options=list(page_data.PERIODS))
first = ask(region.value, period.value)
tiles = [pn.pane.HTML(tile(one)) for one in first.tiles]
national = [pn.pane.HTML(tile(one)) for one in first.national]
chart = pn.pane.Vega(months_chart(first))
months = pn.widgets.Tabulator(first.months.to_pandas(), titles=page_data.MONTH_COLUMNS, show_index=False, disabled=True)
regions = pn.widgets.Tabulator(
    first.regions.to_pandas(), titles=page_data.REGION_COLUMNS, show_index=False, disabled=True
)


def update(*_: Any) -> None:
    page = ask(region.value, period.value)
    for pane, one in zip([*tiles, *national], [*page.tiles, *page.national], strict=True):
        pane.object = tile(one)
    chart.object = months_chart(page)
    months.value, regions.value = page.months.to_pandas(), page.regions.to_pandas()


region.param.watch(update, "value")
period.param.watch(update, "value")
pn.Column(
    f"# {page_data.TITLE}",
    page_data.SUBTITLE,
    pn.Row(period, region),
    pn.Row(*tiles),
    "## ¿Cuántas se responden, y cuántas dentro de la meta?",
    chart,
    pn.Card(months, title="Ver los datos", collapsed=True),
    pn.Card(regions, title="Por región de quien solicita", collapsed=True),
    "## Amparos (reclamos) y transparencia activa",
    pn.Row(*national),
).servable(title=page_data.TITLE)
