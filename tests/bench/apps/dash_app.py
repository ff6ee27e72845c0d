"""The Transparency page as Dash's documentation teaches it: `gunicorn tests.bench.apps.dash_app:server`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, callback, dash_table, dcc, html

from tests.bench.apps import page_data

app = Dash(__name__, title=page_data.TITLE, update_title=None)
server = app.server
register = page_data.register()


@lru_cache(1024)
def ask(region: str, period: str) -> page_data.Page:
    return register.page(region, period)


def tiles(shown: list[page_data.Tile]) -> list[html.Div]:
    return [
        html.Div(
            [html.Small(tile.label), html.H3(tile.text, className="tile"), html.Span(tile.change)], style={"flex": 1}
        )
        for tile in shown
    ]


def months_figure(page: page_data.Page) -> go.Figure:
    """Three bars at the same place, each a part of the one behind it."""
    figure = go.Figure(
        [
            go.Bar(x=page.months["month"].to_list(), y=page.months[name].to_list(), name=label, marker_color=colour)
            for name, (label, colour) in page_data.SERIES.items()
        ]
    )
    return figure.update_layout(
        barmode="overlay",
        template="plotly_white",
        xaxis_title="Mes de recepción",
        yaxis_title="Solicitudes",
        legend={"orientation": "h", "y": 1.1},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def table(name: str, columns: dict[str, str]) -> dash_table.DataTable:
    return dash_table.DataTable(id=name, columns=[{"name": label, "id": column} for column, label in columns.items()])


ROW = {"display": "flex", "gap": "12px"}
app.layout = html.Div(
    [
        html.H1(page_data.TITLE),
        html.P(page_data.SUBTITLE),
        html.Div(
            [
                dcc.Dropdown(list(page_data.PERIODS), next(iter(page_data.PERIODS)), id="period", clearable=False),
                dcc.Dropdown(register.places, page_data.COUNTRY, id="region", clearable=False),
            ],
            style=ROW,
        ),
        html.Div(id="tiles", style=ROW),
        html.H2("¿Cuántas se responden, y cuántas dentro de la meta?"),
        dcc.Graph(id="chart"),
        html.Details([html.Summary("Ver los datos"), table("months", page_data.MONTH_COLUMNS)]),
        html.Details([html.Summary("Por región de quien solicita"), table("regions", page_data.REGION_COLUMNS)]),
        html.H2("Amparos (reclamos) y transparencia activa"),
        html.Div(id="national", style=ROW),
    ]
)


@callback(
    Output("tiles", "children"),
    Output("chart", "figure"),
    Output("months", "data"),
    Output("regions", "data"),
    Output("national", "children"),
    Input("region", "value"),
    Input("period", "value"),
)
def update(region: str, period: str) -> tuple[Any, ...]:
    page = ask(region, period)
    rows = page.months.to_dicts(), page.regions.to_dicts()
    return tiles(page.tiles), months_figure(page), *rows, tiles(page.national)
