"""What is counted of the public port: a few routes, whatever strangers write as a path."""

from __future__ import annotations

import io
import json
import logging

import pytest

from dashboards.serving.observing import log
from dashboards.serving.observing.traffic import Measured, Routes
from tests.loops import run

ROUTES = Routes(frozenset({"plan", "territorio"}), outlines="mapa/regiones.css")


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "page"),
        ("/plan", "page"),
        ("/territorio/", "page"),
        ("/salud", "health"),
        ("/mapa/regiones.css", "map"),
        ("/_stcore/stream", "stream"),
        ("/_stcore/host-config", "streamlit"),
        ("/media/abc.csv", "file"),
        ("/static/js/index.js", "asset"),
        ("/favicon.png", "asset"),
        ("/.env", "other"),
        ("/plan/otro", "other"),
        ("/" + "x" * 5000, "other"),
    ],
)
def test_every_path_is_one_of_a_few_routes(path, route):
    assert ROUTES.of(path) == route


def through(app, path="/plan", kind="http", method="GET"):
    """What is told of one request; what fails inside fails outside."""
    told, ticks = [], iter((1.0, 1.25))

    async def nothing(*_):
        return None

    measured = Measured(app, routes=ROUTES, answered=lambda **said: told.append(said), clock=lambda: next(ticks))
    scope = {"type": kind, "path": path, "method": method, "headers": []}
    try:
        run(measured(scope, nothing, nothing))
    except ZeroDivisionError:
        told.append("raised")
    return told


def sending(*messages):
    async def app(_scope, _receive, send):
        for message in messages:
            await send(message)

    return app


async def failing(*_):
    raise ZeroDivisionError


START, BODY = {"type": "http.response.start", "status": 404}, {"type": "http.response.body", "body": b""}


def test_an_answer_is_told_with_its_status_and_seconds():
    assert through(sending(START, BODY)) == [{"route": "page", "status": 404, "seconds": 0.25}]


def test_who_left_before_the_answer_is_told_as_such():
    assert through(sending()) == [{"route": "page", "status": 499, "seconds": 0.25}]


def test_a_failure_is_a_500_and_goes_on():
    assert through(failing) == [{"route": "page", "status": 500, "seconds": 0.25}, "raised"]


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ([{"type": "websocket.accept"}, {"type": "websocket.send"}, {"type": "websocket.close"}], 101),
        ([{"type": "websocket.close"}], 403),
        ([{"type": "websocket.http.response.start", "status": 503}], 503),
    ],
)
def test_a_websocket_is_told_once_when_it_is_let_in_or_not(messages, status):
    told = through(sending(*messages), "/_stcore/stream", "websocket")
    assert told == [{"route": "stream", "status": status, "seconds": None}]


def logged(level, app, **request):
    stream = io.StringIO()
    configured = log.configure(level, stream=stream)
    through(app, **request)
    configured.close()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_requests_are_logged_where_that_is_asked_for_and_assets_never():
    [line] = logged(logging.INFO, sending(START, BODY), method="BREW\n")
    assert {name: line[name] for name in ("event", "route", "method", "status", "seconds")} == {
        "event": "request",
        "route": "page",
        "method": "OTHER",
        "status": 404,
        "seconds": 0.25,
    }
    assert logged(logging.INFO, sending(START, BODY), path="/static/js/index.js") == []
    assert logged(logging.WARNING, sending(START, BODY)) == []


def test_a_failure_is_logged_with_its_route():
    [line] = logged(logging.WARNING, failing)
    assert (line["event"], line["route"], line["error"]) == ("request_failed", "page", "ZeroDivisionError")
