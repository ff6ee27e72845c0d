"""The log: one line of JSON whoever speaks, nothing that could be a row in it, and never a flood."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
import warnings

import pytest
import sqlalchemy as sa
from streamlit import logger as streamlit_logger

from dashboards.serving.observing import log
from dashboards.serving.observing.events import Event
from dashboards.serving.observing.flood import OTHERS, Flood
from dashboards.serving.observing.log import tell


class Clock:
    """Stands still until it is told."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def written(clock):
    """Configures the log at a level; then what is written, line by line, as JSON."""
    started = []

    def lines(level=logging.WARNING, **limits):
        stream = io.StringIO()
        started.append(log.configure(level, stream=stream, flood=Flood(clock=clock, **limits)))
        return lambda: [json.loads(line) for line in stream.getvalue().split("\n")[:-1]]

    yield lines
    for one in started:
        one.close()


def divided():
    return 1 / 0


def test_an_event_is_one_line_with_its_moment_level_and_fields(written):
    lines = written()
    tell(Event.SESSION_REFUSED, reason="full", count=300)
    [line] = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("at"))
    assert line == {
        "level": "WARNING",
        "event": "session_refused",
        "request": "",
        "reason": "full",
        "count": 300,
    }


def test_a_failure_says_its_types_and_the_innermost_place_of_ours_and_no_message(written):
    lines = written()
    try:
        with sa.create_engine("sqlite://").connect() as connection:  # one that is left to be collected is told of later
            connection.exec_driver_sql("SELECT secret FROM persons WHERE run = ?", ("12.3",))
    except sa.exc.SQLAlchemyError as error:
        tell(Event.PAGE_FAILED, page="plan", error=error)
    [line] = lines()
    assert line["error"] == "OperationalError < OperationalError"
    assert (line["event"], line["page"], line["level"]) == ("page_failed", "plan", "ERROR")
    assert "secret" not in json.dumps(line)
    assert "12.3" not in json.dumps(line)
    assert "trace" not in line


def test_the_place_is_relative_and_of_our_code(written):
    from metrics import Period

    lines = written()
    try:
        Period.parse("mañana")
    except ValueError as error:
        tell(Event.QUESTION_REFUSED, error=error)
    assert re.fullmatch(r"metrics/model/[a-z/]+\.py:\d+", lines()[0]["where"])


def test_a_cause_is_named_too(written):
    lines = written()
    try:
        try:
            divided()
        except ZeroDivisionError as error:
            raise LookupError from error
    except LookupError as error:
        tell(Event.DATABASE_SILENT, fault="no_answer", error=error)
    assert lines()[0]["error"] == "LookupError < ZeroDivisionError"


def test_frames_stand_in_the_line_only_where_everything_is_asked_for_and_without_messages(written):
    lines = written(logging.DEBUG)
    try:
        divided()
    except ZeroDivisionError as error:
        tell(Event.PAGE_FAILED, error=error)
    line = next(one for one in lines() if one["event"] == "page_failed")
    assert len(line["trace"]) == 2
    assert all(re.fullmatch(r"ZeroDivisionError \S+:\d+", frame) for frame in line["trace"])


@pytest.mark.parametrize(
    "text", ['a\n{"event": "forged"}', "a\r\nb", "a\x1b[2Jb", "a\x00b", "a\u2028b\u0085c", 'a", "level": "DEBUG']
)
def test_no_text_can_end_its_line_or_steer_a_terminal(written, text):
    lines = written()
    stream = logging.getLogger().handlers[0].stream
    tell(Event.QUESTION_REFUSED, why=text)
    assert [(line["event"], line["level"], line["why"]) for line in lines()] == [("question_refused", "WARNING", text)]
    assert re.fullmatch(r"[ -~]+\n", stream.getvalue())


def test_a_library_says_its_template_and_numbers_and_nothing_else_that_it_was_given(written):
    lines = written()
    other = logging.getLogger("some.library")
    other.error("row %s of %d in %s", {"run": "12.345.678-5"}, 7, "postgresql://ana:clave@servidor/pnme")
    other.error("see postgresql://ana:clave@servidor/pnme\n[parameters: ('12.345.678-5',)]")
    other.error(ValueError("12.345.678-5"))
    other.error("%d", "12.345.678-5")
    assert [line["message"] for line in lines()] == [
        "row … of 7 in …",
        "see postgresql://servidor/pnme",
        "ValueError",
        "%d",
    ]
    assert lines()[0]["logger"] == "some.library"


def test_what_streamlit_says_is_one_line_whenever_its_logger_was_made(written):
    early = streamlit_logger.get_logger("streamlit.made_before")
    lines = written()
    late = streamlit_logger.get_logger("streamlit.made_after")
    streamlit_logger.update_formatter()
    for one in (early, late):
        try:
            divided()
        except ZeroDivisionError as error:
            one.error("Uncaught app execution", exc_info=error)
    assert [(line["logger"], line["message"], line["error"]) for line in lines()] == [
        ("streamlit.made_before", "Uncaught app execution", "ZeroDivisionError"),
        ("streamlit.made_after", "Uncaught app execution", "ZeroDivisionError"),
    ]


def test_a_script_that_fails_is_told_once_by_the_application(written):
    from streamlit.error_util import handle_user_script_exception

    lines = written()
    error = ZeroDivisionError("12.345.678-5")
    handle_user_script_exception(error, lambda raised: tell(Event.PAGE_FAILED, page="plan", error=raised) or True)
    assert [(line["event"], line["page"], line["error"]) for line in lines()] == [
        ("page_failed", "plan", "ZeroDivisionError")
    ]


def test_below_a_warning_only_we_speak(written):
    lines = written(logging.DEBUG)
    with sa.create_engine("sqlite://").connect() as connection:
        connection.execute(sa.text("SELECT :run"), {"run": "12.345.678-5"})
    logging.getLogger("alembic.runtime.migration").info("Running upgrade")
    tell(Event.REQUEST, route="page")
    assert [line["event"] for line in lines()] == ["request"]


def test_a_logger_with_a_handler_of_its_own_loses_it(written):
    own = io.StringIO()
    logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler(own))
    lines = written()
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert own.getvalue() == ""
    assert [line["message"] for line in lines()] == ["Invalid HTTP request received."]


def test_a_warning_says_its_kind_and_place(written):
    lines = written()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("the value 12.345.678-5", UserWarning, stacklevel=1)
        logging.captureWarnings(capture=False)
    assert re.fullmatch(r".*test_log\.py:\d+: UserWarning", lines()[0]["message"])


def test_a_thread_that_fails_is_told_of(written):
    lines = written()
    thread = threading.Thread(target=divided)
    thread.start()
    thread.join()
    assert [(line["event"], line["error"]) for line in lines()] == [("thread_failed", "ZeroDivisionError")]


def test_a_process_that_fails_is_told_of_and_an_interruption_is_not(written):
    lines = written()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("12.345"), None)
    assert [(line["event"], line["error"], line["where"]) for line in lines()] == [
        ("process_failed", "ZeroDivisionError", None)
    ]


def test_only_from_the_level_on(written):
    lines = written()
    tell(Event.REQUEST, route="page", status=200)
    assert lines() == []


def test_a_standard_error_that_nobody_reads_stops_nothing():
    class Closed(io.StringIO):
        def write(self, _text):
            raise BrokenPipeError

    configured = log.configure(stream=Closed())
    tell(Event.DATABASE_SILENT)
    configured.close()


def test_a_hundred_thousand_failures_are_twenty_lines_and_a_count(written, clock):
    told = []
    lines = written()
    logging.getLogger().handlers[0]._count = told.append
    for _ in range(100_000):
        tell(Event.PAGE_FAILED, page="plan")
    clock.now = 10.0
    tell(Event.PAGE_FAILED, page="plan")
    assert [line["event"] for line in lines()] == [*["page_failed"] * 20, "suppressed", "page_failed"]
    assert (lines()[20]["suppressed"], lines()[20]["kinds"]) == (99_980, {"page_failed": 99_980})
    assert told == [99_980]


def test_a_hundred_thousand_kinds_are_two_hundred_lines_and_bounded_memory(written, clock):
    lines = written()
    library = logging.getLogger("some.library")
    for number in range(100_000):
        library.error(f"failed at {number}")
    clock.now = 10.0
    library.error("end")
    assert len(lines()) <= 202
    assert lines()[-2]["suppressed"] == 100_000 - (len(lines()) - 2)
    assert lines()[-2]["kinds"] == {OTHERS: lines()[-2]["suppressed"]}


def test_kinds_and_counts_are_bounded_over_windows_that_nobody_asks_for(clock):
    flood = Flood(clock=clock, lines=0, kinds=10)
    for number in range(1000):
        clock.now += 1.0
        flood.admits(f"kind {number}")
    assert len(flood.rest()) <= 11


def test_one_kind_does_not_hold_back_another(clock):
    flood = Flood(clock=clock, lines=2)
    assert [flood.admits("a") for _ in range(3)] == [True, True, False]
    assert flood.admits("b")


def test_all_kinds_together_have_a_ceiling(clock):
    flood = Flood(clock=clock, lines=2, ceiling=3)
    assert [flood.admits(kind) for kind in "abcd"] == [True, True, True, False]
    assert flood.held_back() == {}
    clock.now = 10.0
    assert flood.admits("d")
    assert flood.held_back() == {"d": 1}
    assert flood.held_back() == {}


def test_what_was_held_back_is_told_at_the_end_too(clock):
    stream = io.StringIO()
    configured = log.configure(stream=stream, flood=Flood(clock=clock, lines=1))
    tell(Event.DATABASE_SILENT)
    tell(Event.DATABASE_SILENT)
    configured.close()
    assert [json.loads(line).get("suppressed") for line in stream.getvalue().splitlines()] == [None, 1]


def test_the_root_logger_and_the_hooks_are_given_back():
    root = logging.getLogger()
    before = list(root.handlers), root.level, sys.excepthook, threading.excepthook
    log.configure(stream=io.StringIO()).close()
    assert (list(root.handlers), root.level, sys.excepthook, threading.excepthook) == before
