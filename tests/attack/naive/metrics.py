"""Each metric of a register said once more, in plain Python: which rows count, by what they are split, what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests import naive
from tests.attack.naive.calendar import Calendar
from tests.attack.naive.knowing import Known
from tests.attack.naive.members import packaged
from tests.attack.naive.time import GRAINS
from tests.attack.world import Row

Condition = Callable[[Row, "Moment"], bool]
Number = Fraction | None


@dataclass(frozen=True)
class Moment:
    """The day that rows are looked at, and the calendar known."""

    today: date
    calendar: Calendar


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register's rows: when each counts, what it is split by, and the members that are always there."""

    name: str
    table: str
    day: str | None
    dimensions: Mapping[str, str]
    rows: Callable[[Known, Moment], list[Row]] | None = None
    by_month: bool = False

    def rows_of(self, known: Known, moment: Moment) -> list[Row]:
        return self.rows(known, moment) if self.rows else known.rows[self.table]

    def member(self, row: Row, dimension: str) -> str | None:
        value = row[self.dimensions[dimension]]
        return None if value is None else str(value)

    @property
    def all_dimensions(self) -> tuple[str, ...]:
        return (*self.dimensions, *(GRAINS if self.day else ()))


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is added up: the rows that meet a condition, or what a column of them holds."""

    meets: Condition = lambda row, moment: True
    column: str | None = None

    def of(self, rows: list[Row], moment: Moment) -> Fraction:
        return Fraction(sum(row[self.column] if self.column else 1 for row in rows if self.meets(row, moment)))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a value is made. `name` is that of the formula; the rest is what the questions ask of it."""

    name: str
    register: Register
    parts: tuple[Part, ...] = ()
    combine: Callable[[list[Fraction]], Number] = lambda parts: parts[0]
    to_date: bool = False
    requires: tuple[str, ...] = ()
    over: str | None = None
    population: str | None = None
    is_exact: bool = True
    periodicity: str = "day"
    holds: Condition = lambda row, moment: True
    among: Condition = lambda row, moment: True
    waited: Callable[[Row, Moment], tuple[int, bool] | None] = lambda row, moment: None
    q: Fraction = Fraction(1, 2)
    days_waited: int = 20

    @property
    def of(self) -> str:
        """The register that it is of."""
        return self.register.name

    @property
    def dimensions(self) -> tuple[str, ...]:
        return self.register.all_dimensions


def divided(parts: list[Fraction]) -> Number:
    return parts[0] / parts[1] if parts[1] > 0 else None


def subtracted(parts: list[Fraction]) -> Number:
    return parts[0] - parts[1]


# --- registers ---------------------------------------------------------------------------------------------


def _budget_rows(known: Known, moment: Moment) -> list[Row]:
    lines = {line["code"]: line for line in packaged("budget_lines.csv")}
    return [row | _classified(lines[row["line_code"]]) for row in known.rows["budget_entries"]]


def _classified(line: dict[str, str]) -> Row:
    return {"subtitle": line["subtitle"], "item": line["item"], "budget_item": f"{line['subtitle']}.{line['item']}"}


def _plan_rows(known: Known, moment: Moment) -> list[Row]:
    return [row | _state_of(row["code"], known, moment.today) for row in known.rows["measures"]]


def _state_of(code: str, known: Known, today: date) -> Row:
    def mine(table: str) -> list[Row]:
        return [row for row in known.rows[table] if row["measure_code"] == code]

    reports = sorted((row for row in mine("progress_reports") if row["cut_on"] <= today), key=lambda row: row["cut_on"])
    leads = sorted(row["undersecretariat_code"] for row in mine("measure_bodies") if row["role"] == "lead")
    lead = leads[0] if leads else None
    body = next((body for body in packaged("undersecretariats.csv") if body["code"] == lead), {})
    rounds = [row["cut_on"] for row in known.rows["reporting_rounds"] if row["due_on"] <= today]
    state = {
        "status": reports[-1]["status"] if reports else None,
        "lead_body": lead,
        "ministry": body.get("ministry_code"),
        "subcommittee": body.get("subcommittee_code"),
        "reported_on": reports[-1]["cut_on"] if reports else None,
        "round": max(rounds, default=None),
        "milestones": mine("milestones"),
        "evidence": mine("evidence"),
        "is_blocked": any(row["resolved_on"] is None for row in mine("blockers")),
    }
    return state | {"schedule": _schedule(state, today), "proof": _proof(state["evidence"])}


def _schedule(state: Row, today: date) -> str | None:
    """'done', 'late', 'at_risk' or 'on_time'; None without milestones."""
    milestones = state["milestones"]
    if state["status"] == "implemented":
        return "done"
    if not milestones:
        return None
    if max(row["planned_on"] for row in milestones) < today:
        return "late"
    overdue = [row for row in milestones if row["actual_on"] is None and row["planned_on"] < today]
    return "at_risk" if overdue else "on_time"


def _proof(evidence: list[Row]) -> str:
    if not evidence:
        return "none"
    return "reviewed" if any(row["reviewed_on"] for row in evidence) else "presented"


def _agreement_rows(known: Known, moment: Moment) -> list[Row]:
    return [row | {"state": _agreement_state(row, moment.today)} for row in known.rows["agreements"]]


def _agreement_state(row: Row, today: date) -> str:
    if row["dropped_on"]:
        return "dropped"
    if row["fulfilled_on"]:
        return "fulfilled" if row["fulfilled_on"] <= row["due_on"] else "fulfilled_late"
    return "overdue" if row["due_on"] < today else "pending"


def _breach_rows(known: Known, moment: Moment) -> list[Row]:
    def broken_on(row: Row) -> date | None:
        return naive.broken_on(row, moment.today, moment.calendar.between)

    return [row | {"broken_on": broken_on(row)} for row in known.rows["foi_requests"]]


FOI = Register(
    name="foi_requests",
    table="foi_requests",
    day="received_on",
    dimensions={"region": "region_code"} | {name: name for name in ("channel", "topic", "outcome", "responsible_unit")},
)
ANSWERS = replace(FOI, day="first_answer_on")
BREACHES = replace(FOI, day="broken_on", rows=_breach_rows)
APPEALS = Register(name="foi_appeals", table="foi_appeals", day="filed_on", dimensions={})
ATTENTIONS = Register(
    name="attentions",
    table="attentions",
    day="attended_on",
    dimensions={"region": "unit_code", "resolution": "resolution"},
)
OPERATIONS = Register(
    name="field_operations", table="field_operations", day="held_on", dimensions={"region": "unit_code"}
)
OPERATIONS_BY_TYPE = replace(OPERATIONS, dimensions={"region": "unit_code", "operation_type": "operation_type"})
BUDGET = Register(
    name="budget",
    table="budget_entries",
    day="month",
    dimensions={"subtitle": "subtitle", "budget_item": "budget_item", "budget_line": "line_code"},
    rows=_budget_rows,
    by_month=True,
)
REVENUE = Register(
    name="revenue", table="revenue_entries", day="month", dimensions={"revenue_kind": "kind"}, by_month=True
)
PLAN = Register(
    name="plan",
    table="measures",
    day=None,
    dimensions={"axis": "axis_number"}
    | {name: name for name in ("status", "schedule", "proof", "lead_body", "ministry", "subcommittee")},
    rows=_plan_rows,
)
AGREEMENTS = Register(
    name="plan",
    table="agreements",
    day=None,
    dimensions={"agreement_state": "state", "agreement_body": "undersecretariat_code"},
    rows=_agreement_rows,
)


# --- conditions --------------------------------------------------------------------------------------------


def is_answered(row: Row, moment: Moment) -> bool:
    return naive.is_answered(row, moment.today)


def is_quick(row: Row, moment: Moment) -> bool:
    return is_within(15)(row, moment)


def is_within(days: int) -> Condition:
    """Answered within so many business days of its clock."""
    return lambda row, moment: is_answered(row, moment) and used(row, row["first_answer_on"], moment) <= days


def used(row: Row, day: date, moment: Moment) -> int:
    return naive.used(row, day, moment.calendar.between)


def is_extended(row: Row, moment: Moment) -> bool:
    return naive.is_extended(row, moment.today, moment.calendar.between)


def _is_answered_in_time(row: Row, moment: Moment) -> bool:
    return is_answered(row, moment) and waited(row, moment)[0] <= (30 if is_extended(row, moment) else 20)


def is_older(days: int) -> Condition:
    return lambda row, moment: is_open(row, moment) and used(row, moment.today, moment) > days


def _is_due(first: int, last: int) -> Condition:
    """It is open, its clock runs, and it has so many days left."""

    def holds(row: Row, moment: Moment) -> bool:
        if not is_open(row, moment):
            return False
        asked, replied = row["clarification_asked_on"], row["clarified_on"]
        stands = asked is not None and asked <= moment.today and (replied is None or replied > moment.today)
        left = (30 if is_extended(row, moment) else 20) - used(row, moment.today, moment)
        return not stands and first <= left <= last

    return holds


def _has_happened(*columns: str) -> Condition:
    return lambda row, moment: any(row[name] is not None and row[name] <= moment.today for name in columns)


def _closing_waited(row: Row, moment: Moment) -> tuple[int, bool]:
    is_closed = naive.is_closed(row, moment.today)
    return used(row, row["closed_on"] if is_closed else moment.today, moment), is_closed


def _first_term_waited(row: Row, moment: Moment) -> tuple[int, bool]:
    if is_extended(row, moment):
        return used(row, row["extended_on"], moment), True
    return waited(row, moment)[0], not is_open(row, moment)


def _extended_term_waited(row: Row, moment: Moment) -> tuple[int, bool] | None:
    return (waited(row, moment)[0], not is_open(row, moment)) if is_extended(row, moment) else None


def is_open(row: Row, moment: Moment) -> bool:
    return naive.is_open(row, moment.today)


def is_overdue(row: Row, moment: Moment) -> bool:
    return is_older(30 if is_extended(row, moment) else 20)(row, moment)


def waited(row: Row, moment: Moment) -> tuple[int, bool]:
    """Business days waited, and whether it was for an answer."""
    if is_answered(row, moment):
        return used(row, row["first_answer_on"], moment), True
    end = row["closed_on"] if naive.is_closed(row, moment.today) else moment.today
    return used(row, end, moment), False


def _appeal_answered(row: Row, moment: Moment) -> bool:
    return row["answered_on"] is not None and row["answered_on"] <= moment.today


def _is_done(row: Row) -> bool:
    return row["status"] == "implemented"


def _is_due_soon(row: Row, moment: Moment) -> bool:
    soon = moment.today + timedelta(days=30)
    days = [one["planned_on"] for one in row["milestones"] if one["actual_on"] is None]
    return not _is_done(row) and any(moment.today <= day <= soon for day in days)


def _misses_report(row: Row, moment: Moment) -> bool:
    if _is_done(row):
        return False
    return row["reported_on"] is None or (row["round"] is not None and row["reported_on"] < row["round"])


def _has_ended_by(day: str) -> Condition:
    """The last of these days of its milestones has come."""
    return lambda row, moment: bool(row["milestones"]) and max(one[day] for one in row["milestones"]) <= moment.today


def _never(row: Row, moment: Moment) -> bool:
    """No session is drawn, so nothing moved since one: the test of sessions holds that against the list of measures."""
    return False


def _where(column: str, *values: Any) -> Condition:
    return lambda row, moment: row[column] in values


def _amount(*conditions: Condition) -> Part:
    return Part(column="amount_clp", meets=lambda row, moment: all(meets(row, moment) for meets in conditions))


# --- metrics -----------------------------------------------------------------------------------------------

_ALL = Part()
_ANSWERED, _QUICK, _APPEAL_ANSWERED = Part(meets=is_answered), Part(meets=is_quick), Part(meets=_appeal_answered)
_WITHIN_20 = Part(meets=is_within(20))
_IMPLEMENTED, _IN_PROGRESS = (Part(meets=_where("status", status)) for status in ("implemented", "in_progress"))
_ENACTED, _CURRENT, _ACCRUED, _PAID = (
    _amount(_where("stage", stage)) for stage in ("enacted", "current", "accrued", "paid")
)


def _count(register: Register, part: Part = _ALL, **said: Any) -> Kind:
    return Kind(name="count", register=register, parts=(part,), **said)


def _ratio(register: Register, above: Part, below: Part, **said: Any) -> Kind:
    return Kind(name="ratio", register=register, parts=(above, below), combine=divided, is_exact=False, **said)


def _sum(register: Register, part: Part, **said: Any) -> Kind:
    return Kind(name="sum", register=register, parts=(part,), **said)


def _accrued(*conditions: Condition) -> Kind:
    return _sum(BUDGET, _amount(_where("stage", "accrued"), *conditions), periodicity="month")


def _of_year(above: Part, below: Part) -> Kind:
    return Kind(
        name="difference",
        register=BUDGET,
        parts=(above, below),
        combine=subtracted,
        to_date=True,
        periodicity="month",
    )


def _stock(holds: Condition) -> Kind:
    return Kind(name="open_stock", register=FOI, holds=holds)


def _survival(of: Callable[[Row, Moment], tuple[int, bool] | None], days: int) -> Kind:
    return Kind(name="survival", register=FOI, waited=of, days_waited=days, is_exact=False)


def _is_referred(row: Row, moment: Moment) -> bool:
    return row["outcome"] == "referred" and _has_happened("closed_on")(row, moment)


def _was_open_before_its_month(row: Row, moment: Moment) -> bool:
    return bool(row["received_on"] < row["broken_on"].replace(day=1))


def _revenue(*kinds: str) -> Kind:
    return _sum(REVENUE, _amount(_where("kind", *kinds)), periodicity="month")


METRICS: Mapping[str, Kind] = {
    "foi.requests_received": _count(FOI),
    "foi.requests_answered": _count(FOI, _ANSWERED),
    "foi.answered_within_15_days": _count(FOI, _QUICK),
    "foi.answered_share": _ratio(FOI, _ANSWERED, _ALL),
    "foi.answered_within_15_days_share": _ratio(FOI, _QUICK, _ANSWERED),
    "foi.response_days_median": Kind(name="quantile", register=FOI, waited=waited),
    "foi.response_days_p75": Kind(name="quantile", register=FOI, waited=waited, q=Fraction(3, 4)),
    "foi.response_days_p90": Kind(name="quantile", register=FOI, waited=waited, q=Fraction(9, 10)),
    "foi.closing_days_median": Kind(name="quantile", register=FOI, waited=_closing_waited),
    "foi.waiting_after_15_days_share": _survival(waited, 15),
    "foi.waiting_after_20_days_share": _survival(waited, 20),
    "foi.first_term_missed_share": _survival(_first_term_waited, 20),
    "foi.extended_term_missed_share": _survival(_extended_term_waited, 30),
    "foi.answered_within_15_days_of_received_share": _ratio(FOI, _QUICK, _ALL),
    "foi.answered_within_20_days": _count(FOI, _WITHIN_20),
    "foi.answered_within_20_days_share": _ratio(FOI, _WITHIN_20, _ANSWERED),
    "foi.answered_within_20_days_of_received_share": _ratio(FOI, _WITHIN_20, _ALL),
    "foi.requests_extended": _count(FOI, Part(meets=is_extended)),
    "foi.requests_clarified": _count(FOI, Part(meets=_has_happened("clarification_asked_on"))),
    "foi.requests_referred": _count(FOI, Part(meets=_is_referred)),
    "foi.answered_in_time_share": _ratio(FOI, Part(meets=_is_answered_in_time), _ANSWERED),
    "foi.extended_share": _ratio(FOI, Part(meets=is_extended), _ALL),
    "foi.clarified_share": _ratio(FOI, Part(meets=_has_happened("clarification_asked_on")), _ALL),
    "foi.referred_share": _ratio(FOI, Part(meets=_is_referred), _ALL),
    "foi.requests_closed": _count(FOI, Part(meets=_has_happened("closed_on"))),
    "foi.answers_given": _count(ANSWERS),
    "foi.answers_given_within_15_days_share": _ratio(ANSWERS, _QUICK, _ALL),
    "foi.answers_given_within_20_days_share": _ratio(ANSWERS, _WITHIN_20, _ALL),
    "foi.terms_broken": _count(BREACHES),
    "foi.terms_broken_of_open": _count(BREACHES, Part(meets=_was_open_before_its_month)),
    "foi.requests_unanswered": Kind(name="difference", register=FOI, parts=(_ALL, _ANSWERED), combine=subtracted),
    "foi.requests_received_growth": Kind(name="growth", register=FOI, parts=(_ALL,), is_exact=False),
    "foi.requests_open": _stock(is_open),
    "foi.requests_overdue": _stock(is_overdue),
    **{f"foi.requests_older_than_{days}_days": _stock(is_older(days)) for days in (15, 20, 30)},
    **{
        f"foi.requests_due_in_{first}_to_{last}_days": replace(_stock(_is_due(first, last)), among=is_open)
        for first, last in ((0, 5), (6, 10))
    },
    "foi.appeals_filed": _count(APPEALS),
    "foi.appeals_answered": _count(APPEALS, _APPEAL_ANSWERED),
    "foi.appeals_answered_share": _ratio(APPEALS, _APPEAL_ANSWERED, _ALL),
    "attention.records": _count(ATTENTIONS),
    "attention.immediate_responses": _count(ATTENTIONS, Part(meets=_where("resolution", "immediate"))),
    "attention.referrals": _count(ATTENTIONS, Part(meets=_where("resolution", "referred"))),
    "attention.records_per_1000_residents": Kind(
        name="per_capita",
        register=ATTENTIONS,
        parts=(_ALL,),
        population="population.foreign_residents",
        is_exact=False,
    ),
    "field_operations.count": _count(OPERATIONS_BY_TYPE),
    "field_operations.people": _sum(OPERATIONS, Part(column="people_attended")),
    "field_operations.people_per_operation": _ratio(OPERATIONS, Part(column="people_attended"), _ALL),
    "budget.enacted": _sum(BUDGET, _ENACTED, to_date=True, periodicity="month"),
    "budget.current": _sum(BUDGET, _CURRENT, to_date=True, periodicity="month"),
    "budget.accrued": _sum(BUDGET, _ACCRUED, periodicity="month"),
    "budget.paid": _sum(BUDGET, _PAID, periodicity="month"),
    "budget.execution_share": _ratio(BUDGET, _ACCRUED, _CURRENT, to_date=True, periodicity="month"),
    "budget.accrued_by_subtitle": _sum(BUDGET, _ACCRUED, requires=("subtitle",), periodicity="month"),
    "budget.accrued_to_date": _sum(BUDGET, _ACCRUED, to_date=True, periodicity="month"),
    "budget.paid_to_date": _sum(BUDGET, _PAID, to_date=True, periodicity="month"),
    "budget.modified": _of_year(_CURRENT, _ENACTED),
    "budget.left": _of_year(_CURRENT, _ACCRUED),
    "budget.execution_of_enacted_share": _ratio(BUDGET, _ACCRUED, _ENACTED, to_date=True, periodicity="month"),
    "budget.payroll": _accrued(_where("subtitle", "21")),
    "budget.expulsions": _accrued(_where("line_code", "22.08.007", "22.08")),
    "budget.backlog_plan": _accrued(_where("line_code", "24.03.001", "24.03")),
    "budget.equipment": _accrued(_where("subtitle", "29"), _where("item", "04", "06", "07")),
    "revenue.total": _revenue("fees", "fines_regularity", "fines_airlines"),
    "revenue.fees": _revenue("fees"),
    "revenue.fines": _revenue("fines_regularity", "fines_airlines"),
    "revenue.fines_regularity": _revenue("fines_regularity"),
    "revenue.fines_airlines": _revenue("fines_airlines"),
    "plan.measures": _count(PLAN, periodicity="irregular"),
    "plan.measures_implemented": _count(PLAN, _IMPLEMENTED, periodicity="irregular"),
    "plan.measures_in_progress": _count(PLAN, _IN_PROGRESS, periodicity="irregular"),
    "plan.measures_not_reported": _count(PLAN, Part(meets=_where("status", None)), periodicity="irregular"),
    "plan.measures_late": _count(PLAN, Part(meets=_where("schedule", "late")), periodicity="irregular"),
    "plan.measures_at_risk": _count(PLAN, Part(meets=_where("schedule", "at_risk")), periodicity="irregular"),
    "plan.measures_due_soon": _count(PLAN, Part(meets=_is_due_soon), periodicity="irregular"),
    "plan.measures_moved": _count(PLAN, Part(meets=_never), periodicity="irregular"),
    "plan.measures_missing_report": _count(PLAN, Part(meets=_misses_report), periodicity="irregular"),
    "plan.measures_without_evidence": _count(
        PLAN, Part(meets=lambda row, moment: _is_done(row) and not row["evidence"]), periodicity="irregular"
    ),
    "plan.measures_replanned": _count(
        PLAN,
        Part(meets=lambda row, moment: any(one["planned_on"] > one["baseline_on"] for one in row["milestones"])),
        periodicity="irregular",
    ),
    "plan.measures_blocked": _count(
        PLAN, Part(meets=lambda row, moment: row["is_blocked"] and not _is_done(row)), periodicity="irregular"
    ),
    "plan.measures_promised_at_first": _count(PLAN, Part(meets=_has_ended_by("baseline_on")), periodicity="irregular"),
    "plan.measures_promised": _count(PLAN, Part(meets=_has_ended_by("planned_on")), periodicity="irregular"),
    "plan.agreements": _count(AGREEMENTS, periodicity="irregular"),
    "plan.agreements_open": _count(
        AGREEMENTS, Part(meets=_where("state", "pending", "overdue")), periodicity="irregular"
    ),
    "plan.agreements_overdue": _count(AGREEMENTS, Part(meets=_where("state", "overdue")), periodicity="irregular"),
    "plan.implemented_share": _ratio(PLAN, _IMPLEMENTED, _ALL, periodicity="irregular"),
    "plan.in_progress_share": _ratio(PLAN, _IN_PROGRESS, _ALL, periodicity="irregular"),
    "plan.axis_share": Kind(
        name="share_of_total",
        register=PLAN,
        parts=(Part(meets=lambda row, moment: row["axis_number"] is not None),),
        over="axis",
        requires=("axis",),
        is_exact=False,
        periodicity="irregular",
    ),
}
