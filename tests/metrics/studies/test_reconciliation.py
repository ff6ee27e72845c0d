"""Published figures against their parts, their repetitions and the metrics layer."""

from __future__ import annotations

from datetime import date

import pytest

from data_access import schema
from data_access.published import published_figures
from metrics import Message, Monitor
from metrics.studies.reconciliation import CheckKind, Group, Outcome, concerning, printed_decimals, standing_alone
from tests.tables import load_observations, load_rows, observation_rows, published_figure


def _checks(engine, *figures):
    load_rows(engine, {schema.published_figures: list(figures)}, data_kind="published")
    return {check.id: check for check in Monitor(engine).reconcile()}


def _observed(engine, indicator, text):
    load_observations(engine, indicator, text, data_kind="published", covers=(date(2022, 1, 1), date(2025, 5, 31)))


def _talks(engine, value):
    _observed(engine, "inclusion.talks", f"| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | {value} |")


@pytest.mark.parametrize(
    ("raw", "decimals"),
    [("25.009", 0), ("99,96%", 2), ("13,80 %", 2), ("$ 21.792.353.341", 0), ("72%", 0), ("0,5", 1), ("12,*", 0)],
)
def test_printed_decimals(raw, decimals):
    assert printed_decimals(raw) == decimals


@pytest.mark.parametrize(
    ("printed", "qualifier", "computed", "outcome"),
    [
        ("170", "", 170, Outcome.AGREES),
        ("170", "", 171, Outcome.DIFFERS),
        ("170", "", 169, Outcome.DIFFERS),
        ("170", "gt", 171, Outcome.AGREES),
        ("170", "ge", 170, Outcome.AGREES),
        ("170", "gt", 169, Outcome.DIFFERS),
        ("170", "le", 170, Outcome.AGREES),
        ("170", "le", 171, Outcome.DIFFERS),
        ("170", "approx", 170, Outcome.AGREES),
        ("170", "approx", 171, Outcome.UNDECIDABLE),
        ("170", "rounded", 168, Outcome.UNDECIDABLE),
        ("0", "", 0, Outcome.AGREES),
        ("0", "", 1, Outcome.DIFFERS),
    ],
)
def test_a_figure_against_its_metric(engine, printed, qualifier, computed, outcome):
    _talks(engine, computed)
    check = _checks(engine, published_figure("a", "inclusion.talks", printed, qualifier=qualifier))["metrics:a"]
    assert (check.published, check.computed, check.outcome) == (int(printed), computed, outcome)
    assert check.difference == int(printed) - computed


def test_a_figure_without_a_value_to_compare_is_undecidable(engine):
    check = _checks(engine, published_figure("a", "inclusion.talks", "170"))["metrics:a"]
    assert (check.computed, check.difference, check.outcome) == (None, None, Outcome.UNDECIDABLE)
    assert check.note == Message.of("no_value_on_that_date")


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("published", Group.CARRIED_OVER),
        ("demonstration", Group.CARRIED_OVER),
        ("register", Group.RESTATEMENT),
        (None, Group.CARRIED_OVER),  # nothing was loaded: nothing could differ
    ],
)
def test_a_metric_is_another_witness_where_an_institution_loaded_its_rows(engine, kind, group):
    if kind:
        rows = "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 171 |"
        load_observations(
            engine, "inclusion.talks", rows, data_kind=kind, covers=(date(2024, 1, 1), date(2024, 12, 31))
        )
    check = _checks(engine, published_figure("a", "inclusion.talks", "170"))["metrics:a"]
    assert (check.group, check.as_row()["group"]) == (group, str(group))


def test_only_what_could_fail_backs_a_figure(engine):
    _talks(engine, 170)
    found = _checks(
        engine,
        published_figure("alone", "inclusion.talks", "170", territory_code="13"),
        published_figure("a", "gender.support_sessions", "40"),
        published_figure("b", "gender.support_sessions", "40", restates="a", line=2),
    )
    assert [figure.id for figure in standing_alone(list(found.values()))] == ["alone"]


@pytest.mark.parametrize(
    ("raw", "value", "computed", "outcome"),
    [
        ("64,25%", "64.25", 0.6425, Outcome.AGREES),
        ("64,25%", "64.25", 0.642549, Outcome.AGREES),
        ("64,25%", "64.25", 0.642551, Outcome.DIFFERS),
        ("64%", "64", 0.6449, Outcome.AGREES),
        ("64%", "64", 0.6451, Outcome.DIFFERS),
    ],
)
def test_a_percentage_agrees_within_its_printed_digits(engine, raw, value, computed, outcome):
    metric = "regional.outreach_compliance_share"
    _observed(engine, metric, f"| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | {computed} |")
    check = _checks(engine, published_figure("a", metric, value, raw=raw, unit="%"))["metrics:a"]
    assert check.outcome is outcome


def test_a_total_and_its_regions(engine):
    parts = [published_figure(f"r{code}", "inclusion.talks", "50", territory_code=code) for code in ("13", "16")]
    checks = _checks(engine, published_figure("total", "inclusion.talks", "101"), *parts)
    check = checks["total:total:regions"]
    assert (check.kind, check.published, check.computed, check.difference) == (CheckKind.TOTAL, 101, 100, 1)
    assert check.outcome is Outcome.DIFFERS
    assert [figure.id for figure in check.figures] == ["total", "r13", "r16"]


def test_a_span_and_its_years(engine):
    years = [
        published_figure(
            f"y{year}",
            "inclusion.talks",
            "50",
            period=year,
            period_from=date(int(year), 1, 1),
            period_to=date(int(year), 12, 31),
        )
        for year in ("2023", "2024")
    ]
    span = published_figure("span", "inclusion.talks", "100", period="2023..2024", period_from=date(2023, 1, 1))
    assert _checks(engine, span, *years)["total:span:periods"].outcome is Outcome.AGREES


def test_years_that_do_not_fill_the_span_are_not_held_against_it(engine):
    year = published_figure("y", "inclusion.talks", "50")
    span = published_figure("span", "inclusion.talks", "100", period="2022..2024", period_from=date(2022, 1, 1))
    assert "total:span:periods" not in _checks(engine, span, year)


@pytest.mark.parametrize(("again", "outcome"), [("170", Outcome.AGREES), ("171", Outcome.DIFFERS)])
def test_a_figure_printed_twice(engine, again, outcome):
    checks = _checks(
        engine,
        published_figure("a", "inclusion.talks", "170"),
        published_figure("b", "inclusion.talks", again, restates="a", line=2),
    )
    assert checks["restatement:b"].outcome is outcome
    assert checks["date:b"].outcome is Outcome.AGREES
    assert "restatement:a" not in checks


@pytest.mark.parametrize(
    ("ends", "outcome", "days", "note"),
    [
        (date(2024, 12, 31), Outcome.AGREES, 0, None),
        (date(2024, 12, 1), Outcome.DIFFERS, -30, Message.of("same_amount_two_dates")),
        (None, Outcome.UNDECIDABLE, None, Message.of("undated")),
    ],
)
def test_a_figure_printed_with_two_dates(engine, ends, outcome, days, note):
    checks = _checks(
        engine,
        published_figure("a", "inclusion.talks", "170"),
        published_figure("b", "inclusion.talks", "170", restates="a", line=2, period_to=ends),
    )
    check = checks["date:b"]
    assert (check.outcome, check.difference, check.note) == (outcome, days, note)


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        (("34.5", "65.5"), Outcome.AGREES),
        (("34.5", "65.4"), Outcome.AGREES),  # each may be off by half of its last digit
        (("34.5", "65.3"), Outcome.DIFFERS),
    ],
)
def test_members_add_up_to_a_hundred_within_their_rounding(engine, parts, outcome):
    members = zip(("temporary", "definitive"), parts, strict=True)
    figures = [published_figure(name, "permits.backlog_share", value, unit="%", member=name) for name, value in members]
    found = {key: check for key, check in _checks(engine, *figures).items() if check.kind is CheckKind.TOTAL}
    (check,) = found.values()
    assert (check.published, check.outcome) == (100, outcome)


def test_a_share_against_its_parts(engine):
    figures = [
        published_figure("above", "foi.requests_answered", "3", unit="solicitudes"),
        published_figure("below", "foi.requests_received", "4", unit="solicitudes"),
        published_figure("share", "foi.answered_share", "75", unit="%"),
    ]
    check = _checks(engine, *figures)["percentage:share"]
    assert (check.published, check.computed, check.outcome) == (75, 75, Outcome.AGREES)


def test_a_share_of_which_one_part_is_not_printed_is_undecidable(engine):
    figures = [
        published_figure("above", "foi.requests_answered", "3", unit="solicitudes"),
        published_figure("share", "foi.answered_share", "75", unit="%"),
    ]
    check = _checks(engine, *figures)["percentage:share"]
    assert (check.outcome, check.note) == (Outcome.UNDECIDABLE, Message.of("ratio_not_published"))


def test_a_growth_fits_one_of_its_bases_or_is_held_against_all(engine):
    before = [
        published_figure("law", "budget.enacted", "100", unit="M$"),
        published_figure("final", "budget.current", "125", unit="M$"),
        published_figure(
            "next", "budget.enacted", "150", unit="M$", period="2025", period_from=date(2025, 1, 1), period_to=None
        ),
    ]
    growth = {"unit": "%", "period": "2025", "period_from": date(2025, 1, 1), "period_to": None}
    checks = _checks(
        engine,
        *before,
        published_figure("fits", "budget.increase", "20", **growth),
        published_figure("fits_none", "budget.increase", "13.8", **growth, line=2),
    )
    found = {
        key: (check.computed, check.outcome) for key, check in checks.items() if check.kind is CheckKind.PERCENTAGE
    }
    assert found == {
        "percentage:fits:budget.current": (20, Outcome.AGREES),
        "percentage:fits_none:budget.current": (20, Outcome.DIFFERS),
        "percentage:fits_none:budget.enacted": (50, Outcome.DIFFERS),
    }


def test_a_share_that_no_whole_number_gives(engine):
    figures = [
        published_figure("measures", "plan.measures", "86", unit="medidas"),
        published_figure("fits", "plan.axis_share", "34.9", unit="%", member="1"),
        published_figure("fits_none", "plan.axis_share", "34.5", unit="%", member="2", line=2),
    ]
    checks = _checks(engine, *figures)
    assert checks["percentage:fits:whole"].outcome is Outcome.AGREES
    assert checks["percentage:fits_none:whole"].outcome is Outcome.DIFFERS
    assert checks["percentage:fits_none:whole"].note == Message.of("nearest_whole", nearest=30, total=86)


def test_a_sum_of_which_one_part_is_not_printed_is_undecidable(engine):
    figures = [
        published_figure("fines", "revenue.fines", "30", unit="CLP"),
        published_figure("airlines", "revenue.fines_airlines", "10", unit="CLP"),
    ]
    found = _checks(engine, *figures)["total:fines:revenue.fines_regularity+revenue.fines_airlines"]
    assert (found.outcome, found.note) == (Outcome.UNDECIDABLE, Message.of("part_not_published"))


def test_parts_that_are_more_than_the_whole_differ_though_one_is_not_printed(engine):
    figures = [
        published_figure("fines", "revenue.fines", "30", unit="CLP"),
        published_figure("airlines", "revenue.fines_airlines", "31", unit="CLP"),
    ]
    found = _checks(engine, *figures)["total:fines:revenue.fines_regularity+revenue.fines_airlines"]
    assert (found.outcome, found.note) == (Outcome.DIFFERS, None)


@pytest.mark.parametrize(("part", "outcome"), [("4", Outcome.AGREES), ("5", Outcome.AGREES), ("6", Outcome.DIFFERS)])
def test_a_part_is_no_larger_than_its_whole(engine, part, outcome):
    figures = [
        published_figure("part", "permits.bolivia_mercosur_granted", part),
        published_figure("whole", "permits.bolivia_mercosur_requested", "5"),
    ]
    check = _checks(engine, *figures)["bound:part:permits.bolivia_mercosur_requested"]
    assert (check.published, check.computed, check.outcome) == (int(part), 5, outcome)


def test_a_part_of_what_is_not_printed_is_not_checked(engine):
    checks = _checks(engine, published_figure("part", "permits.bolivia_mercosur_granted", "5"))
    assert not any(check.kind is CheckKind.BOUND for check in checks.values())


@pytest.mark.parametrize(("resolved", "outcome"), [("75", Outcome.AGREES), ("76", Outcome.DIFFERS)])
def test_what_is_resolved_is_what_is_not_left(engine, resolved, outcome):
    then, now = ({"period_from": day, "period_to": day} for day in (date(2022, 12, 31), date(2025, 4, 3)))
    figures = [
        published_figure("then", "permits.backlog_pending", "400", **then),
        published_figure("now", "permits.backlog_pending", "100", **now, line=2),
        published_figure("share", "permits.backlog_resolved_share", resolved, unit="%", **now, line=3),
    ]
    check = _checks(engine, *figures)["percentage:share:remainder"]
    assert (check.computed, check.outcome) == (75, outcome)


@pytest.mark.parametrize(("year", "outcome"), [("50", Outcome.AGREES), ("101", Outcome.DIFFERS)])
def test_a_year_is_no_more_than_all_years_to_date(engine, year, outcome):
    to_date = {"period_from": None, "period_to": date(2025, 3, 31)}
    figures = [
        published_figure("year", "inclusion.talks", year),
        published_figure("all", "inclusion.talks", "100", **to_date, line=2),
    ]
    assert _checks(engine, *figures)["bound:year:all"].outcome is outcome


@pytest.mark.parametrize(("other", "outcome"), [("170", Outcome.AGREES), ("171", Outcome.DIFFERS)])
def test_two_figures_of_one_cell_have_one_number(engine, other, outcome):
    figures = [published_figure("a", "inclusion.talks", "170"), published_figure("b", "inclusion.talks", other, line=2)]
    assert _checks(engine, *figures)["restatement:b:same_cell"].outcome is outcome


def test_a_metric_that_refuses_the_question_is_undecidable_and_says_why(engine):
    rows = "| member | period_from | period_to | value |\n| women | 2024-01-01 | 2024-12-31 | 0.4 |\n| men | 2024-01-01 | 2024-12-31 | 0.6 |"
    load_rows(engine, {schema.observations: observation_rows("communications.instagram_audience_by_sex", rows)})
    figure = published_figure("a", "communications.instagram_audience_by_sex", "40", unit="%")
    check = _checks(engine, figure)["metrics:a"]
    assert check.outcome is Outcome.UNDECIDABLE
    assert check.note == Message.of("not_additive", metric="communications.instagram_audience_by_sex", dimension="sex")


def test_nothing_loaded_nothing_checked(engine):
    assert Monitor(engine).reconcile() == []


@pytest.mark.parametrize(
    ("printed", "changes", "period", "found"),
    [
        ("170", {}, "2024", "a"),
        ("171", {}, "2024", None),
        ("170", {}, "2023..2024", None),  # another period
        ("170", {"territory_code": "13"}, "2024", None),
        ("170", {"qualifier": "gt"}, "2024", None),
        ("170", {}, "2023", None),  # nothing to hold it against
    ],
)
def test_a_figure_that_is_printed_otherwise(engine, printed, changes, period, found):
    _talks(engine, 171)
    figures = [published_figure("a", "inclusion.talks", printed, **changes)]
    load_rows(engine, {schema.published_figures: figures}, data_kind="published")
    figure = Monitor(engine).published_otherwise(Monitor(engine).observe("inclusion.talks", period=period).answers[0])
    assert (figure and figure.id) == found


def test_a_whole_that_is_not_printed_is_not_checked(engine):
    checks = _checks(engine, published_figure("a", "plan.axis_share", "34.5", unit="%", member="1"))
    assert "percentage:a:whole" not in checks


# --- the whole document -----------------------------------------------------------------------------

DIFFERING = {
    # Tabla 13: the totals are not those of the rows, and the metrics count the rows
    *(
        f"{kind}:field_ops.{what}.total.{period}{suffix}"
        for what in ("operations", "persons")
        for period in ("2024", "2025_q1")
        for kind, suffix in (("metrics", ""), ("metrics", ".text"), ("total", ":regions"))
    ),
    "metrics:intro.field_operations.2024",
    # Tabla 17: outside the Metropolitan region the rows do not add up to the totals
    "total:litigation.outside_rm.total.2024:protection+amparo+expulsion_claim+other",
    "total:litigation.outside_rm.total.2025:protection+amparo+expulsion_claim+other",
    # 64,25 % of executed outreach, 64,14 % by its own parts
    "percentage:regional.outreach_compliance_pct.2025_q1",
    # 13,80 % of increase fits neither base
    "percentage:budget.increase_pct.2025:budget.current",
    "percentage:budget.increase_pct.2025:budget.enacted",
    # shares of the axes are of 84 measures, not of 86
    *(
        f"percentage:pnme.axis_share.{axis}:whole"
        for axis in (
            "integration_inclusion",
            "international_protection",
            "governance_management",
            "economic_development",
            "security_borders",
            "family_reunification",
            "chileans_abroad",
            "multilateralism",
        )
    ),
    # in force before it is signed, before it is formalised; begun before what it is said to follow
    "order:reconduction.in_force:reconduction.signed",
    "order:judicial_protocol.in_force:judicial_protocol.formalised",
    "order:siac.own_starts:siac.last_answer",
    # told as done in 2024, and announced for 2025
    "order:report_4.to_be_published:report_4.published",
    "order:collection_manual.to_be_approved:collection_manual.approved",
    "order:collection_manual.to_be_approved:collection_manual.approved.act",
    "order:digital_flow.to_be_installed:digital_flow.installed",
    "order:digital_flow.to_be_installed.again:digital_flow.installed",
    "order:pdi_link.to_be_installed:pdi_link.installed",
    "order:pdi_link.to_be_installed.again:pdi_link.installed",
    "order:sernameg.to_be_signed:sernameg.in_force",
    # set up twice
    "date:collection_unit.installed.2024",
    # one quantity, two numbers
    "number:municipalities.this_year",
    "number:cosoc.members.migrant",
    "number:cosoc.members.ngo",
    "number:cosoc.members.academia",
    "number:studies.gender_reports",
    "number:commissions.held",
    # an average that is not that of its parts, a rate of more than all, an order of size that is none
    "average:commissions.average",
    "percentage:siac.rate",
    "rank:rank.social.x.followers",
    # one number of two things, one thing with two names
    "base:equipment.all",
    "base:talks.public_bodies",
    "base:children.attentions.text",
    "name:committee.act.resolution",
    "name:committee.name.again",
    "name:pnme.name.again",
    "name:framework.parties.again",
    "name:letter_053.reaffirms",
    # the same amount, to March and to May
    "date:expulsions.spending.2025.text",
    "date:expenditure.expulsions.2025_q1",
    "date:expulsion_procedures.started.2025.text",
    "date:expulsion_procedures.resolutions.2025.text",
    "date:expulsion_procedures.exit_authorizations_with_entry_ban.2025.text",
}


def test_exactly_these_differ(demo_checks):
    assert {check.id for check in demo_checks if check.outcome is Outcome.DIFFERS} == DIFFERING


def test_every_figure_is_held_against_the_metrics(demo_checks):
    held = [check.figures[0].id for check in demo_checks if check.kind is CheckKind.METRICS]
    assert len(held) == 599
    assert set(held) == {figure.id for figure in published_figures()}


def test_checks_have_an_id_of_their_own(demo_checks):
    assert len({check.id for check in demo_checks}) == len(demo_checks)


def test_checks_come_in_the_order_of_the_document(demo_checks):
    lines = [check.passages[0].line for check in demo_checks]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("check_id", "published", "computed"),
    [
        ("total:litigation.outside_rm.total.2024:protection+amparo+expulsion_claim+other", 12481, 13662),
        ("total:litigation.outside_rm.total.2025:protection+amparo+expulsion_claim+other", 3249, 3275),
        ("total:field_ops.operations.total.2024:regions", 567, 585),
        ("total:field_ops.operations.total.2025_q1:regions", 61, 59),
        ("total:field_ops.persons.total.2024:regions", 13164, 13933),
        ("total:field_ops.persons.total.2025_q1:regions", 1029, 980),
        ("metrics:field_ops.persons.total.2024", 13164, 13933),
        ("percentage:regional.outreach_compliance_pct.2025_q1", 64.25, pytest.approx(64.14, abs=0.005)),
        ("percentage:budget.increase_pct.2025:budget.enacted", 13.8, pytest.approx(19.5, abs=0.05)),
        ("percentage:budget.increase_pct.2025:budget.current", 13.8, pytest.approx(8.0, abs=0.05)),
        ("date:expulsions.spending.2025.text", "2025-03", "2025-05"),
        ("date:expulsion_procedures.started.2025.text", "2025-Q1", "2025-05"),
        ("metrics:foi.requests_received.cumulative", 104183, 104183),
    ],
)
def test_known_checks(demo_checks, check_id, published, computed):
    check = next(check for check in demo_checks if check.id == check_id)
    assert (check.published, check.computed) == (published, computed)


def test_a_check_as_a_row(demo_checks):
    row = next(check for check in demo_checks if check.id == "total:field_ops.operations.total.2024:regions").as_row()
    assert row["kind"] == "total"
    assert row["figures"][0] == "field_ops.operations.total.2024"
    assert len(row["figures"]) == len(row["lines"]) == len(row["where"]) == 18
    assert set(row["where"]) == {"Tabla 13"}
    assert (row["difference"], row["outcome"]) == (-18, "differs")


def test_the_checks_that_concern_a_metric(demo_checks):
    found = concerning(demo_checks, "plan.measures_implemented")
    kinds = {CheckKind.METRICS, CheckKind.PERCENTAGE, CheckKind.TOTAL, CheckKind.PERIODS}
    assert {check.kind for check in found} == kinds
    assert all("pnme.measures_implemented" in {figure.id for figure in check.figures} for check in found)
    assert concerning(demo_checks, "foi.requests_open") == ()
