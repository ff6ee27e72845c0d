"""Every refusal says what was asked and what would be allowed: in English for the log, as a message for people."""

from __future__ import annotations

import pytest

from metrics import Message, Monitor
from metrics.catalogue import metric
from metrics.model.errors import (
    EmptyQuestionError,
    FilterError,
    GrainError,
    MetricError,
    NotAdditiveError,
    PeriodError,
    UnknownDimensionError,
    UnknownMemberError,
    UnknownMetricError,
)
from metrics.model.filters import parse_filter

HOSTILE = "'; DROP TABLE foi_requests; --"


@pytest.mark.parametrize(
    ("error", "english", "message"),
    [
        (
            UnknownMetricError("foi.request_received", ["foi.requests_received", "budget.paid"]),
            "unknown metric 'foi.request_received'; nearest: foi.requests_received",
            Message.of("unknown_metric", asked="foi.request_received", near=("foi.requests_received",), some=()),
        ),
        (
            UnknownDimensionError("plan.measures", "sex", ["status", "axis"]),
            "plan.measures: unknown dimension 'sex'; allowed: axis, status",
            Message.of("unknown_dimension", metric="plan.measures", asked="sex", allowed=("axis", "status"), near=()),
        ),
        (
            NotAdditiveError("plan.axis_share", "axis"),
            "plan.axis_share cannot be added over axis; ask for it by axis, or for one axis",
            Message.of("not_additive", metric="plan.axis_share", dimension="axis"),
        ),
        (
            GrainError("permits.requested", "month"),
            "permits.requested has no values by month: its source gives longer periods",
            Message.of("no_such_grain", metric="permits.requested", grain="month"),
        ),
        (
            EmptyQuestionError("channel", "where"),
            "channel is incomplete: it needs at least one member",
            Message.of("incomplete_question", asked="channel", missing="where"),
        ),
        (
            UnknownMemberError("region", "17", ["16", "13"]),
            "region: unknown member '17'; nearest: 16, 13",
            Message.of("unknown_member", dimension="region", asked="17", near=("16", "13"), some=()),
        ),
        (
            UnknownMemberError("region", "'; DROP TABLE x", ["16", "13"]),
            'region: unknown member "\'; DROP TABLE x"; there are, among others: 13, 16',
            Message.of("unknown_member", dimension="region", asked="'; DROP TABLE x", near=(), some=("13", "16")),
        ),
        (
            PeriodError("2024-Q5"),
            "period '2024-Q5' cannot be read; allowed: 2024, 2024-Q1, 2024-03, 2024-03-31, 2024-01-01..2024-03-31",
            Message.of(
                "unreadable_period",
                asked="2024-Q5",
                allowed="2024, 2024-Q1, 2024-03, 2024-03-31, 2024-01-01..2024-03-31",
            ),
        ),
        (
            FilterError("region"),
            "filter 'region' cannot be read; allowed: DIMENSION=VALUE, such as region=13",
            Message.of("unreadable_filter", asked="region"),
        ),
    ],
)
def test_what_is_logged_and_what_is_told(error, english, message):
    assert isinstance(error, MetricError)
    assert (str(error), error.message) == (english, message)


def test_without_a_near_name_some_of_those_that_exist_are_listed():
    error = UnknownMetricError("zzz", [f"a.metric_{number}" for number in range(20)])
    assert str(error).count("a.metric_") == 8


def test_the_nearest_metric_is_named():
    with pytest.raises(UnknownMetricError, match=r"nearest: foi\.requests_received"):
        metric("foi.request_received")


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ({"by": ["sex"]}, UnknownDimensionError),
        ({"by": [HOSTILE]}, UnknownDimensionError),
        ({"where": {"sex": "women"}}, UnknownDimensionError),
        ({"where": {HOSTILE: "1"}}, UnknownDimensionError),
        ({"where": {"month": "2024-01"}}, UnknownDimensionError),
        ({"where": {"region": HOSTILE}}, UnknownMemberError),
        ({"where": {"region": "Ñuble"}}, UnknownMemberError),
        ({"where": {"region": "CL"}}, UnknownMemberError),  # no row is of the country: it would count zero
        ({"where": {"region": ["13", "XRM"]}}, UnknownMemberError),
        ({"where": {"channel": ["portal", "pigeon"]}}, UnknownMemberError),
        ({"period": HOSTILE}, PeriodError),
        ({"period": "2024-02-30"}, PeriodError),
        ({"period": ""}, PeriodError),
    ],
)
def test_bad_questions_are_refused(engine, question, error):
    with pytest.raises(error):
        Monitor(engine).observe("foi.requests_received", **question)
    assert Monitor(engine).observe("foi.requests_received").answers[0].value is None


@pytest.mark.parametrize("asked", ["", HOSTILE, "foi", "foi.requests_received "])
def test_a_metric_that_does_not_exist(engine, asked):
    with pytest.raises(UnknownMetricError):
        Monitor(engine).observe(asked)


def test_a_time_is_asked_for_as_a_period_and_the_error_does_not_offer_it(engine):
    with pytest.raises(UnknownDimensionError) as refused:
        Monitor(engine).observe("foi.requests_received", where={"year": "2024"})
    assert str(refused.value).endswith("allowed: channel, outcome, region, responsible_unit, topic")


@pytest.mark.parametrize(
    ("text", "pair"),
    [("region=13", ("region", "13")), (" region = 13 ", ("region", "13")), ("a=b=c", ("a", "b=c"))],
)
def test_filters_are_read(text, pair):
    assert parse_filter(text) == pair


@pytest.mark.parametrize("text", ["", "region", "=13", "region=", "region= ", " =13", HOSTILE])
def test_filters_that_cannot_be_read(text):
    with pytest.raises(FilterError):
        parse_filter(text)
