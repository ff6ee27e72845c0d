"""Checks that tell of one contradiction are one finding, on an invented document; of the real one, each check is in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data_access.published import PublishedFigure
from metrics import Message, findings, undecided
from metrics.studies.reconciliation import CheckKind, Outcome, document_checks
from metrics.studies.reconciliation.checks import check
from tests.tables import claims_of, published_figure

_QUARTER = {"period": "2025-Q1", "period_from": date(2025, 1, 1), "period_to": date(2025, 3, 31)}
_TO_MAY = {"period": "2025-05", "period_from": date(2025, 1, 1), "period_to": date(2025, 5, 31)}


def _figure(figure_id, metric, value, **changes):
    return PublishedFigure(**published_figure(figure_id, metric, value, **changes))


def _found(*figures, claims="| id | kind |"):
    """Which checks each contradiction consists of, in order."""
    return [[one.id for one in found.checks] for found in findings(document_checks(figures, claims_of(claims)))]


def _regional(figure_id, metric, total, parts, **changes):
    """A total printed above its parts, on lines 9 and 1 onwards of one table."""
    codes = ("13", "16", "08")
    return [
        _figure(figure_id, metric, total, table_name="Tabla 1", line=9, **changes),
        *(
            _figure(
                f"{figure_id}.{code}", metric, part, table_name="Tabla 1", line=line, territory_code=code, **changes
            )
            for line, (code, part) in enumerate(zip(codes, parts, strict=True), 1)
        ),
    ]


def test_a_line_of_totals_is_one_finding_with_all_its_places():
    restated = _figure("text", "inclusion.talks", "10", chapter="Introducción", restates="talks", line=0)
    figures = [
        restated,
        *_regional("talks", "inclusion.talks", "10", ("1", "2", "3")),
        *_regional("sessions", "inclusion.training_sessions", "9", ("1", "2", "3")),
    ]
    carried = [check(CheckKind.METRICS, [one], 6.0, is_carried_over=True) for one in (restated, figures[1])]
    (found,) = findings([*carried, *document_checks(figures, ())])
    assert [one.id for one in found.checks] == [
        "metrics:text",
        "metrics:talks",
        "total:sessions:regions",
        "total:talks:regions",
    ]
    assert (found.id, found.published, found.computed) == ("total:sessions:regions", 9, 6)
    assert (found.chapter, found.table, found.line, found.could_fail) == ("Capítulo", "Tabla 1", 9, 2)
    assert found.said == Message.of("total_differs", table="Tabla 1", checks=found.checks[2:])
    assert [one.line for one in found.passages] == [0, 1, 1, 2, 2, 3, 3, 9, 9]


def test_two_lines_of_totals_are_two_findings():
    second = [
        replace(one, line=one.line + 10) for one in _regional("sessions", "inclusion.training_sessions", "9", "123")
    ]
    assert _found(*_regional("talks", "inclusion.talks", "10", "123"), *second) == [
        ["total:talks:regions"],
        ["total:sessions:regions"],
    ]


def test_a_part_that_stands_in_two_sums_joins_nothing():
    """A share and a total that both use the figure `received`: neither is what the other is of."""
    figures = [
        *_regional("received", "foi.requests_received", "10", ("1", "2", "7")),
        _figure("answered", "foi.requests_answered", "5", line=20),
        _figure("share", "foi.answered_share", "60", unit="%", line=21),
        _figure("again", "foi.requests_received", "11", line=22, period_from=None, period_to=None, restates="received"),
    ]
    assert _found(*figures) == [["restatement:again"], ["percentage:share"]]


def test_a_restatement_belongs_to_what_it_restates():
    figures = [
        *_regional("talks", "inclusion.talks", "10", ("1", "2", "3")),
        _figure("again", "inclusion.talks", "12", line=22, restates="talks"),
        _figure("third", "inclusion.talks", "12", line=23, restates="again"),
    ]
    assert _found(*figures) == [["total:talks:regions", "restatement:again"]]


def test_what_repeats_a_wrong_figure_is_among_its_places_although_it_agrees():
    again = _figure("again", "inclusion.talks", "10", line=22, restates="talks")
    (found,) = findings(document_checks([*_regional("talks", "inclusion.talks", "10", "123"), again], ()))
    assert ([one.id for one in found.checks], found.passages[-1]) == (["total:talks:regions"], again)


def test_shares_of_another_whole_are_one_finding():
    shares = [
        _figure(f"axis{axis}", "plan.axis_share", value, unit="%", member=str(axis), dimension=f"eje={axis}", line=axis)
        for axis, value in ((1, "34.5"), (2, "22.6"), (3, "42.9"))
    ]
    measures = _figure("measures", "plan.measures", "86", line=10)
    (found,) = findings(document_checks([*shares, measures], ()))
    assert [one.id for one in found.checks] == [f"percentage:axis{axis}:whole" for axis in (1, 2, 3)]
    assert (found.said.id, found.published) == ("percentage_differs_from_whole_number", 34.5)


def test_parts_that_do_not_make_up_their_whole_are_all_suspect():
    shares = [
        _figure(f"axis{axis}", "plan.axis_share", value, unit="%", member=str(axis), line=axis)
        for axis, value in ((1, "50"), (2, "25.2"))
    ]
    measures = _figure("measures", "plan.measures", "4", line=10)
    assert _found(*shares, measures) == [["total:axis1:whole", "percentage:axis2:whole"]]


def test_a_table_that_is_dated_otherwise_in_the_text_is_one_finding():
    told = [
        ("talks", "inclusion.talks", "4", 20),
        ("sessions", "inclusion.training_sessions", "5", 21),
    ]
    figures = [
        *(
            _figure(name, metric, value, table_name="Tabla 5", line=line, **_TO_MAY)
            for name, metric, value, line in told
        ),
        *(
            _figure(f"{name}.text", metric, value, line=line - 10, restates=name, **_QUARTER)
            for name, metric, value, line in told
        ),
    ]
    (found,) = findings(document_checks(figures, ()))
    assert [one.id for one in found.checks] == ["date:talks.text", "date:sessions.text"]
    assert (found.table, found.line, found.said.id) == ("Tabla 5", 20, "date_differs")


def test_figures_that_are_dated_otherwise_and_stand_in_no_table_are_two_findings():
    figures = [
        figure
        for line, metric in enumerate(("inclusion.talks", "inclusion.training_sessions"), 1)
        for figure in (
            _figure(f"{line}", metric, "4", line=line, **_TO_MAY),
            _figure(f"{line}.text", metric, "4", line=line, restates=f"{line}", **_QUARTER),
        )
    ]
    assert _found(*figures) == [["date:1.text"], ["date:2.text"]]


def test_parts_that_are_larger_than_their_whole_share_it():
    figures = [
        _figure("part", "permits.bolivia_mercosur_granted", "6"),
        _figure("whole", "permits.bolivia_mercosur_requested", "5", line=2),
        _figure("other", "permits.bolivia_mercosur_granted", "7", line=3, territory_code="13"),
        _figure("here", "permits.bolivia_mercosur_requested", "6", line=4, territory_code="13"),
    ]
    assert _found(*figures) == [
        ["bound:part:permits.bolivia_mercosur_requested", "total:part:regions", "total:whole:regions"],
        ["bound:other:permits.bolivia_mercosur_requested"],
    ]


def test_alternatives_of_one_figure_are_one_finding():
    next_year = {"period": "2025", "period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)}
    figures = [
        _figure("law", "budget.enacted", "100", unit="M$", line=1),
        _figure("final", "budget.current", "110", unit="M$", line=2, chapter="Otro"),
        _figure("next", "budget.enacted", "120", unit="M$", line=3, **next_year),
        _figure("increase", "budget.increase", "13.8", unit="%", line=4, **next_year),
    ]
    assert _found(*figures)[1:] == [["percentage:increase:budget.current", "percentage:increase:budget.enacted"]]


def test_claims_that_share_one_are_one_finding():
    claims = """
    | id    | kind  | subject | about           | when    |
    | plan  | event | Manual  | to_be_approved  | 2025    |
    | done  | event | Manual  | approved        | 2024    |
    | again | event | Manual  | to_be_approved  | 2025    |
    | other | event | Unidad  | installed       | 2024-09 |
    | late  | event | Unidad  | installed       | 2025-01 |
    """
    figure = _figure("a", "inclusion.talks", "1")
    assert _found(figure, claims=claims) == [["order:plan:done", "order:again:done"], ["date:late"]]


def test_numbers_of_one_subject_in_one_sentence_are_one_finding():
    claims = [
        replace(one, line=line)
        for one, line in zip(
            claims_of("""
            | id | kind     | subject | about    | when    | value |
            | a  | quantity | Consejo | ONG      | 2025-03 | 4     |
            | b  | quantity | Consejo | gremios  | 2025-03 | 2     |
            | c  | quantity | Consejo | ONG      | 2025    | 13    |
            | d  | quantity | Consejo | gremios  | 2025    | 3     |
            | e  | quantity | Consejo | sesiones | 2025    | 8     |
            | f  | quantity | Consejo | sesiones | 2025    | 9     |
            """),
            (10, 10, 20, 20, 30, 31),
            strict=True,
        )
    ]
    found = findings(document_checks([_figure("x", "inclusion.talks", "1")], claims))
    assert [[one.id for one in each.checks] for each in found] == [["number:c", "number:d"], ["number:f"]]


def test_they_come_by_chapter_and_line():
    figures = [
        _figure("late", "inclusion.talks", "4", chapter="Eje 10", line=50),
        _figure("late.again", "inclusion.talks", "5", chapter="Eje 10", restates="late", line=51),
        _figure("early", "inclusion.training_sessions", "4", chapter="Eje 9", line=40),
        _figure("early.again", "inclusion.training_sessions", "5", chapter="Eje 9", restates="early", line=60),
    ]
    found = findings(document_checks(reversed(figures), ()))
    assert [(one.chapter, one.line) for one in found] == [("Eje 9", 40), ("Eje 10", 50)]


def test_what_nothing_decides_is_apart_by_reason_and_place():
    figures = [
        _figure(name, metric, "4", chapter=chapter, line=line)
        for line, (name, metric, chapter) in enumerate(
            [
                ("a", "inclusion.talks", "Eje 1"),
                ("b", "inclusion.training_sessions", "Eje 1"),
                ("c", "inclusion.talks", "Eje 2"),
            ],
            1,
        )
    ]
    checks = [check(CheckKind.METRICS, [one], None, note=Message.of("no_value_on_that_date")) for one in figures]
    assert findings(checks) == ()
    assert [[one.id for one in each.checks] for each in undecided(checks)] == [
        ["metrics:a", "metrics:b"],
        ["metrics:c"],
    ]


def test_every_check_of_the_document_is_in_one_finding(demo_checks):
    for group, outcome in ((findings, Outcome.DIFFERS), (undecided, Outcome.UNDECIDABLE)):
        told = [one.id for found in group(demo_checks) for one in found.checks]
        assert sorted(told) == sorted(one.id for one in demo_checks if one.outcome is outcome)
        assert len(set(told)) == len(told)


def test_what_the_document_gets_wrong(demo_checks):
    found = findings(demo_checks)
    (total,) = (one for one in found if one.table == "Tabla 13")
    assert (len(found), len(total.checks), total.could_fail) == (31, 13, 4)
    assert {22, 1598, 1599, 1600, 1680} <= {one.line for one in total.passages}
    assert [(one.table, len(one.checks)) for one in found if one.table] == [
        ("Tabla 5", 5),
        ("Tabla 13", 13),
        ("Tabla 17", 1),
        ("Tabla 17", 1),
        ("Tabla 19", 1),
    ]
    assert [one.line for one in found] == sorted(one.line for one in found)
