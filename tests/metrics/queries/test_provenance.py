"""What an answer tells of itself: kinds of data, days known, demonstration, version."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from metrics import Monitor
from metrics.model.errors import DayError
from metrics.queries.provenance import coverage
from metrics.queries.reader import Reader
from tests.tables import clear, load_observations, load_table

DEMO = "| folio | received_on | region_code |\n| A1 | 2024-03-01 | 13 |\n| A2 | 2024-03-01 | 16 |"
REAL = "| folio | received_on | region_code |\n| A1 | 2024-03-01 | 13 |\n| B1 | 2024-04-01 | 13 |"
MARCH, APRIL = date(2024, 3, 31), date(2024, 4, 30)


def _load(engine, text, day, kind, *, since=None):
    covers = (since or day.replace(day=1), day)
    load_table(engine, schema.foi_requests, text, recorded_on=day, covers=covers, data_kind=kind)


def _flags(engine, **question):
    frame = (
        Monitor(engine)
        .observe("foi.requests_received", by=["region"], where={"region": ["13", "16", "12"]}, **question)
        .frame
    )
    return dict(frame.select("region", "demonstration").iter_rows())


def test_demonstration_rows_mark_the_values_they_are_behind(engine):
    _load(engine, DEMO, MARCH, "demonstration")
    answer = Monitor(engine).observe("foi.requests_received").answers[0]
    assert (answer.is_demonstration, answer.kinds) == (True, {"demonstration"})
    assert _flags(engine) == {"13": True, "16": True, "12": True}


def test_real_rows_take_the_place_of_every_demonstration_row(engine):
    """One real load, and none of the rows that were made up is in any answer from then on; the days before stay."""
    _load(engine, DEMO, MARCH, "demonstration")
    _load(engine, REAL, APRIL, "register", since=date(2024, 3, 1))
    answer = Monitor(engine).observe("foi.requests_received").answers[0]
    assert (answer.value, answer.kinds, answer.days) == (2, {"register"}, (date(2024, 3, 1), APRIL))
    assert Monitor(engine).observe("foi.requests_open").answers[0].value == 2
    assert not any(_flags(engine).values())
    assert _flags(engine, as_of=MARCH)["13"] is True
    assert Monitor(engine).observe("foi.requests_received", as_of=MARCH).answers[0].value == 2


def test_a_zero_of_a_demonstration_register_is_demonstration(engine):
    _load(engine, DEMO, MARCH, "demonstration")
    assert Monitor(engine).observe("foi.requests_received", period="2024-03-02").answers[0].is_demonstration is True
    assert Monitor(engine).observe("foi.requests_received", where={"region": "12"}).answers[0].is_demonstration is True


def test_a_zero_of_a_real_register_is_real(engine):
    _load(engine, DEMO, MARCH, "register")
    assert Monitor(engine).observe("foi.requests_received", period="2024-03-02").answers[0].is_demonstration is False
    assert not any(_flags(engine).values())


def test_published_values_are_not_demonstration(engine):
    text = "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 9 |"
    load_observations(engine, "inclusion.talks", text, data_kind="published")
    answer = Monitor(engine).observe("inclusion.talks").answers[0]
    assert (answer.is_demonstration, answer.kinds) == (False, {"published"})


@pytest.mark.parametrize(
    ("period", "partial"),
    [
        ("2024-03", False),
        ("2024-04", False),
        ("2024-03..2024-04", False),
        ("2024-Q2", True),
        ("2024", True),
        (None, False),
    ],
)
def test_a_period_with_days_that_are_not_known_is_partial(engine, period, partial):
    _load(engine, DEMO, MARCH, "register")
    _load(engine, REAL, APRIL, "register")
    answer = Monitor(engine).observe("foi.requests_received", period=period).answers[0]
    assert answer.partial is partial
    assert Monitor(engine).observe("foi.requests_open", period=period).answers[0].partial is False


def test_the_days_that_an_answer_speaks_of(engine):
    _load(engine, DEMO, MARCH, "register")
    answer = Monitor(engine).observe("foi.requests_received", period="2024").answers[0]
    assert (answer.days, answer.period, answer.known_on) == ((date(2024, 3, 1), MARCH), "2024", MARCH)


def test_a_register_without_batches_covers_nothing(engine):
    known = coverage((), "foi_requests")
    assert (known.horizon, known.covers_from, known.covers_to, known.kinds) == (0, None, None, frozenset())
    assert known.overlap(None) is None


def test_the_version_changes_with_every_load_and_with_nothing_else(engine):
    versions = [Monitor(engine).observe("foi.requests_received").data_version]
    for text, day in ((DEMO, MARCH), (REAL, APRIL)):
        _load(engine, text, day, "register")
        versions += [
            Monitor(engine).observe(metric).data_version for metric in ("foi.requests_received", "inclusion.talks")
        ]
    assert versions[1] == versions[2]
    assert versions[3] == versions[4]
    assert len(set(versions)) == 3
    assert all(len(version) == 12 for version in versions)


def test_the_same_loads_give_the_same_version(engine):
    versions = set()
    for _ in range(2):
        clear(engine)
        _load(engine, DEMO, MARCH, "register")
        versions.add(Monitor(engine).observe("foi.requests_received").data_version)
    assert len(versions) == 1


def test_business_day_numbers(engine):
    with engine.connect() as connection:
        reader = Reader(connection)
        edition = reader.calendar(None)
        days = (date(2000, 1, 1), date(2000, 1, 3), date(2000, 1, 4), date(2079, 12, 31))
        assert [reader.business_day_number(day, edition) for day in days[:3]] == [0, 1, 2]
        assert reader.business_day_number(days[3], edition) > 19_000
        with pytest.raises(DayError, match="2080-01-01 is outside the calendar of business days"):
            reader.business_day_number(date(2080, 1, 1), edition)


def test_several_metrics_answer_in_one_frame(engine):
    _load(engine, DEMO, MARCH, "register")
    result = Monitor(engine).observe(
        "foi.requests_received", "foi.answered_share", by=["channel"], where={"channel": "portal"}
    )
    assert result.frame.columns == [
        *("metric", "period", "channel", "value", "unit"),
        *("suppressed", "protected", "demonstration", "partial", "missing"),
    ]
    assert result.frame.select("metric", "value", "unit").rows() == [
        ("foi.requests_received", 2, "count"),
        ("foi.answered_share", 0, "percent"),
    ]
    assert result["foi.answered_share"].metric.id == "foi.answered_share"
