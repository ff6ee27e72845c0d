"""What a session of the committee reviews, and that what is told later changes nothing of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import Monitor
from tests.small_plan import FIRST, FROM, LAST, SECOND, load_plan, tell_plan
from tests.tables import clear


@pytest.fixture
def plan(engine):
    tell_plan(engine)
    return engine


@pytest.mark.parametrize(
    ("metric", "first", "second", "last"),
    [
        ("plan.measures_implemented", 0, 1, 1),
        ("plan.measures_late", 0, 0, 1),  # M1 ends on 2024-10-31
        ("plan.measures_at_risk", 0, 0, 1),  # M3's design was due on 2024-09-30
        ("plan.measures_due_soon", 1, 0, 0),  # M1's design; on 2024-08-30 the nearest is 31 days away
        ("plan.measures_moved", 0, 2, 1),
        ("plan.measures_missing_report", 2, 2, 3),
        ("plan.measures_without_evidence", 0, 0, 0),
        ("plan.measures_replanned", 0, 1, 1),
        ("plan.measures_blocked", 0, 1, 1),
        ("plan.measures_promised_at_first", 0, 1, 2),
        ("plan.measures_promised", 0, 1, 2),
        ("plan.agreements", 2, 2, 2),
        ("plan.agreements_open", 2, 1, 1),
        ("plan.agreements_overdue", 0, 0, 1),
    ],
)
def test_what_is_counted_on_the_day_of_each_session(plan, metric, first, second, last):
    values = [Monitor(plan).observe(metric, as_of=day).answers[0].value for day in (FIRST, SECOND, LAST)]
    assert values == [first, second, last]


def test_sessions_latest_first(plan):
    assert [(one.code, one.held_on) for one in Monitor(plan).plan.sessions()] == [
        ("2024-11", LAST),
        ("2024-08", SECOND),
        ("2024-05", FIRST),
    ]


def test_what_changed_between_two_sessions(plan):
    found = Monitor(plan).plan.review(as_of=SECOND, since=FIRST)
    assert found.transitions.select("code", "status_before", "status").rows() == [("M2", "in_progress", "implemented")]
    assert found.moved["code"].to_list() == ["M2", "M1"]
    assert found.newly_late.is_empty()
    assert found.evidence.select("code", "presented_on", "reviewed_on", "is_new").rows() == [
        ("M2", date(2024, 8, 1), None, True)
    ]
    assert found.replans.select("code", "label", "from_on", "to_on", "reason").rows() == [
        ("M1", "Diseño", date(2024, 6, 30), date(2024, 9, 30), "Sin presupuesto")
    ]
    assert found.missing["code"].to_list() == ["M3", "M4"]


def test_what_changed_until_the_last_session(plan):
    found = Monitor(plan).plan.review(as_of=LAST, since=SECOND)
    assert found.newly_late.select("code", "schedule_before", "days_late").rows() == [("M1", "on_time", 29)]
    assert found.newly_at_risk.select("code", "schedule_before").rows() == [("M3", "on_time")]
    assert found.evidence.select("code", "reviewed_on", "is_new").rows() == [("M2", date(2024, 9, 3), False)]
    assert found.missing["code"].to_list() == ["M1", "M3", "M4"]


def test_before_the_first_session_nothing_changed(plan):
    found = Monitor(plan).plan.review(as_of=FIRST, since=None)
    assert [found.moved.height, found.transitions.height, found.newly_late.height] == [0, 0, 0]


def test_the_order_of_business_gives_its_reasons(plan):
    found = Monitor(plan).plan.agenda(as_of=LAST, since=SECOND)
    assert found.select("code", "reasons", "blocked_by").rows() == [
        (
            "M1",
            ["newly_late", "low_confidence", "blocked", "overdue_agreement", "missing_report"],
            ["Subsecretaría de Hacienda"],
        ),
        ("M3", ["unexplained", "missing_report"], None),
        ("M4", ["missing_report"], None),
    ]


def test_who_is_behind_or_doubts_and_does_not_say_why_owes_an_explanation(plan):
    frame = Monitor(plan).plan.measures(LAST).frame
    assert dict(frame.select("code", "owes_explanation").iter_rows()) == {
        "M1": False,  # it is far behind, and says why
        "M2": False,
        "M3": True,  # 30 % of the 50 % that it had promised
        "M4": False,  # nothing was reported: that is another debt
    }


def test_agreements_say_how_old_they_are_and_what_became_of_them(plan):
    frame = Monitor(plan).plan.agreements(LAST)
    assert frame.select("code", "sessions_old", "state", "ended_on").rows() == [
        ("A1", 2, "overdue", None),
        ("A2", 2, "fulfilled_late", date(2024, 7, 2)),
    ]
    assert Monitor(plan).plan.agreements(FIRST).select("code", "sessions_old", "state").rows() == [
        ("A1", 0, "pending"),
        ("A2", 0, "pending"),
    ]


def test_who_reports_on_time(plan):
    frame = Monitor(plan).plan.punctuality(LAST)
    assert frame.select("body_code", "due", "on_time", "late", "missing", "on_time_share").rows() == [
        ("hacienda", 3, 0, 1, 2, None),
        ("interior", 5, 4, 0, 1, 0.8),
    ]
    assert frame["demonstration"].to_list() == [False, False]


def test_a_body_of_few_reports_has_no_punctuality(plan):
    frame = Monitor(plan).plan.punctuality(FIRST)
    assert frame["on_time_share"].to_list() == [None, None]


def test_what_was_promised_for_each_day(plan):
    assert Monitor(plan).plan.promises(LAST).rows() == [
        (FIRST, 0, 0),
        (SECOND, 1, 1),
        (LAST, 2, 2),
        (date(2025, 3, 31), 3, 3),
    ]


def test_a_measure_on_its_own(plan):
    found = Monitor(plan).plan.dossier("M1", LAST)
    assert found.milestones.select("number", "baseline_on", "planned_on", "target").rows() == [
        (1, date(2024, 6, 30), date(2024, 9, 30), 0.4),
        (2, date(2024, 10, 31), date(2024, 10, 31), 1.0),
    ]
    assert found.replans.select("told_on", "number").rows() == [(SECOND, 1)]
    assert found.reports["cut_on"].to_list() == [SECOND, FIRST]
    assert found.blockers["body"].to_list() == ["Subsecretaría de Hacienda"]
    assert found.measure["schedule"] == "late"


@pytest.mark.parametrize("code", ["M9", "", "'; DROP TABLE measures; --"])
def test_no_such_measure(plan, code):
    assert Monitor(plan).plan.dossier(code, LAST) is None
    assert Monitor(plan).plan.measures().frame.height == 4


def test_nothing_known(engine):
    told = Monitor(engine).plan
    assert told.sessions() == ()
    assert told.dossier("M1") is None
    assert [told.agreements().height, told.punctuality().height, told.promises().height] == [0, 0, 0]


@pytest.mark.parametrize("as_of", [date(2024, 5, 23), date(2024, 8, 21), date(2024, 11, 29), date(2025, 3, 31)])
def test_the_metrics_count_what_the_studies_list(demo_engine, as_of):
    told = Monitor(demo_engine).plan
    since = next((one.held_on for one in told.sessions() if one.held_on < as_of), None)
    frame = told.measures(as_of).frame
    counted = {
        "plan.measures_late": frame.filter(schedule="late").height,
        "plan.measures_at_risk": frame.filter(schedule="at_risk").height,
        "plan.measures_missing_report": int(frame["misses_report"].sum()),
        "plan.measures_without_evidence": frame.filter(status="implemented", proof="none").height,
        "plan.measures_moved": told.moved(as_of=as_of, since=since).frame.height if since else 0,
        "plan.agreements_overdue": told.agreements(as_of).filter(state="overdue").height,
        "plan.measures": 86,
    }
    found = Monitor(demo_engine).observe(*counted, as_of=as_of).answers
    assert {answer.metric.id: answer.value for answer in found} == counted


# --- what is told later ----------------------------------------------------------------------------------

LATER = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["implemented", "in_progress"]),
        "progress": st.integers(0, 100),
        "cut": st.dates(FROM, date(2025, 6, 30)),
        "planned": st.dates(FROM, date(2026, 12, 31)),
        "lead": st.sampled_from(["hacienda", "justicia", "interior"]),
        "code": st.sampled_from(["M1", "M2", "M3", "M4"]),
    }
)
ASKED = tuple(f"plan.measures{name}" for name in ("", "_implemented", "_late", "_at_risk", "_moved", "_missing_report"))


def _known(engine, day):
    told = Monitor(engine).plan
    values = [answer.value for answer in Monitor(engine).observe(*ASKED, as_of=day).answers]
    return values, told.measures(day).frame.rows(), told.agreements(day).rows(), told.punctuality(day).rows()


@given(st.lists(LATER, min_size=1, max_size=3))
def test_nothing_told_later_changes_what_was_known(engine, later):
    clear(engine)
    tell_plan(engine)
    before = [_known(engine, day) for day in (FIRST, SECOND, LAST)]
    for number, one in enumerate(later, 1):
        code, planned, lead, cut = one["code"], one["planned"], one["lead"], one["cut"]
        load_plan(
            engine,
            date(2025, 6, 30) + timedelta(days=number),
            milestones=f"| measure_code | baseline_on | planned_on |\n| {code} | 2024-06-30 | {planned} |",
            measure_bodies="| measure_code | undersecretariat_code | role |"
            f"\n| {code} | {lead} | lead |\n| {code} | agricultura | lead |",
            progress_reports="| measure_code | cut_on | status | progress_percent |"
            f"\n| {code} | {cut} | {one['status']} | {one['progress']} |",
        )
    assert [_known(engine, day) for day in (FIRST, SECOND, LAST)] == before
    assert Monitor(engine).plan.measures().frame.height == 4
    assert Monitor(engine).observe("plan.measures").answers[0].value == 4
