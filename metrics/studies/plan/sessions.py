"""What a session of the committee reviews: what changed since the one before, what was agreed, who reported on time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
import sqlalchemy as sa

from data_access import schema
from metrics.model.sql import TODAY, is_demonstration, visible
from metrics.queries.reader import Reader
from metrics.registers import plan
from metrics.registers.plan import Schedule
from metrics.studies.plan import dossier, measures
from metrics.studies.plan.reading import bodies_of
from metrics.studies.rows import framed, known_binds

_agreements, _sessions, _evidence = schema.agreements, schema.committee_sessions, schema.evidence
_reports, _rounds, _blockers = schema.progress_reports, schema.reporting_rounds, schema.blockers

ENOUGH = 5
"""With fewer reports due, how punctual a body is says nothing."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """A session of the committee."""

    code: str
    held_on: date
    label: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """What is known on `as_of` and was not on `since`; `since` is None where there was no session before.

    Frames of measures have the columns of `MeasureList`. `moved`: also `status_before`, `progress_before`; `transitions`
    are those of another state. `newly_late`, `newly_at_risk`: also `schedule_before`. `evidence`: `code`, `title`,
    `lead`, `label`, `url`, `presented_on`, `reviewed_on`, `is_new` (else it was reviewed since). `replans`: those of
    `Dossier`, with `title` and `lead`. `missing`: the measures that miss the report of the last round.
    """

    as_of: date
    since: date | None
    listed: measures.MeasureList
    moved: pl.DataFrame
    transitions: pl.DataFrame
    newly_late: pl.DataFrame
    newly_at_risk: pl.DataFrame
    evidence: pl.DataFrame
    replans: pl.DataFrame
    missing: pl.DataFrame


def sessions(reader: Reader) -> tuple[Session, ...]:
    """Those that were held, latest first."""
    known = reader.coverage(plan.REGISTER, None)
    return tuple(
        Session(code=row.code, held_on=row.held_on, label=row.label)
        for row in reader.rows(_SESSIONS, known_binds(known))
    )


def review(reader: Reader, *, as_of: date, since: date | None) -> Review:
    """What a session of `as_of` looks at, against the one of `since`."""
    now = measures.measures(reader, as_of)
    before = measures.measures(reader, since).frame if since else now.frame.clear()
    moved = measures.moved(reader, as_of=as_of, since=since).frame if since else _without_before(now.frame.clear())
    schedules = now.frame.join(
        before.select("code", schedule_before="schedule"), on="code", how="left", maintain_order="left"
    )
    named = now.frame.select("code", "title", "lead", "demonstration")
    return Review(
        as_of=as_of,
        since=since,
        listed=now,
        moved=moved,
        transitions=moved.filter(pl.col("status").ne_missing(pl.col("status_before"))),
        newly_late=_newly(schedules, Schedule.LATE, since),
        newly_at_risk=_newly(schedules, Schedule.AT_RISK, since),
        evidence=_new_evidence(reader, as_of, since).join(named, on="code", maintain_order="left"),
        replans=_new_replans(reader, as_of, since).join(named, on="code", maintain_order="left"),
        missing=now.frame.filter("misses_report"),
    )


def _without_before(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(status_before=pl.lit(None, pl.String), progress_before=pl.lit(None, pl.Float64))


def _newly(frame: pl.DataFrame, schedule: Schedule, since: date | None) -> pl.DataFrame:
    is_new = (pl.col("schedule") == schedule.value) & pl.col("schedule_before").ne_missing(schedule.value)
    return frame.filter(is_new if since else pl.lit(value=False)).sort("days_late", "code", descending=[True, False])


def _new_evidence(reader: Reader, as_of: date, since: date | None) -> pl.DataFrame:
    now, before = (
        _evidence_known(reader, as_of),
        _evidence_known(reader, since).select("code", "number", was="reviewed_on"),
    )
    both = now.join(
        before.with_columns(is_new=pl.lit(value=False)), on=["code", "number"], how="left", maintain_order="left"
    )
    both = both.with_columns(pl.col("is_new").fill_null(value=True))
    return both.filter(pl.col("is_new") | (pl.col("reviewed_on").is_not_null() & pl.col("was").is_null())).drop("was")


def _evidence_known(reader: Reader, day: date | None) -> pl.DataFrame:
    known = reader.coverage(plan.REGISTER, day)
    return framed(reader.rows(_EVIDENCE, known_binds(known)) if day else (), _EVIDENCE_COLUMNS)


def _new_replans(reader: Reader, as_of: date, since: date | None) -> pl.DataFrame:
    told = dossier.all_replans(reader, as_of)
    return told.filter(pl.col("told_on") > since) if since else told


# --- agreements ------------------------------------------------------------------------------------------


def agreements(reader: Reader, as_of: date | None = None) -> pl.DataFrame:
    """The agreements known on a day, of the last session first.

    `code`, `session`, `held_on`, `sessions_old` (sessions held since), `measure` (its code, or null), `body_code`, `body`,
    `label`, `due_on`, `state`, `ended_on` (the day on which it was fulfilled or dropped) and `demonstration`.
    """
    known = reader.coverage(plan.REGISTER, as_of)
    binds = known_binds(known)
    frame = framed(reader.rows(_AGREEMENTS, binds), _AGREEMENT_COLUMNS)
    held = [row.held_on for row in reader.rows(_SESSIONS, binds)]
    old = [sum(one > day for one in held) if day else None for day in frame["held_on"]]
    return frame.with_columns(pl.Series("sessions_old", old, pl.Int64))


# --- who reports -----------------------------------------------------------------------------------------


def punctuality(reader: Reader, as_of: date | None = None) -> pl.DataFrame:
    """How the bodies reported in the rounds that were due: who owes most first, then by name.

    `body_code`, `body`, `due`, `on_time`, `late`, `missing` (measures × rounds), `on_time_share`, null where fewer
    than `ENOUGH` were due, and `demonstration`: some measure that it leads was made up. A report is due for each measure that a body leads, until one has told that it ended.
    """
    known = reader.coverage(plan.REGISTER, as_of)
    binds = known_binds(known)
    rounds = framed(reader.rows(_ROUNDS, binds), {"cut_on": pl.Date, "due_on": pl.Date})
    reports = framed(reader.rows(_DELIVERED, binds), _DELIVERED_COLUMNS)
    leads = framed(reader.rows(_LEADERS, binds), _LEADER_COLUMNS)
    ended = reports.filter(status=plan.Status.IMPLEMENTED.value).group_by("code").agg(ended_on=pl.col("cut_on").min())
    due = (
        leads.join(rounds, how="cross")
        .join(ended, on="code", how="left")
        .filter(pl.col("ended_on").is_null() | (pl.col("cut_on") <= pl.col("ended_on")))
        .join(
            reports.select("code", "cut_on", "delivered_on", told=pl.lit(value=True)), on=["code", "cut_on"], how="left"
        )
    )
    is_told = pl.col("told").fill_null(value=False)
    is_late = is_told & (pl.col("delivered_on") > pl.col("due_on")).fill_null(value=False)
    counted = due.group_by("body_code", "body").agg(
        due=pl.len().cast(pl.Int64),
        on_time=(is_told & ~is_late).sum().cast(pl.Int64),
        late=is_late.sum().cast(pl.Int64),
        missing=(~is_told).sum().cast(pl.Int64),
        demonstration=pl.col("demonstration").any(),
    )
    share = pl.when(pl.col("due") >= ENOUGH).then(pl.col("on_time") / pl.col("due"))
    return counted.with_columns(on_time_share=share).sort("missing", "late", "body", descending=[True, True, False])


# --- the order of business -------------------------------------------------------------------------------

REASONS = ("newly_late", "low_confidence", "blocked", "overdue_agreement", "unexplained", "missing_report")
"""Why a measure is put on the table, in the order in which they are told."""


def agenda(reader: Reader, reviewed: Review) -> pl.DataFrame:
    """The measures that a session should speak of, by rule: those with more reasons first, then the latest.

    The columns of `MeasureList`, `reasons` (a list of `REASONS`) and `blocked_by` (names of bodies).
    """
    known = reader.coverage(plan.REGISTER, reviewed.as_of)
    blocked = framed(reader.rows(_BLOCKED, known_binds(known)), {"code": pl.String, "blocked_by": pl.String})
    blocked = blocked.group_by("code", maintain_order=True).agg("blocked_by")
    agreed = agreements(reader, reviewed.as_of).filter(state=plan.AgreementState.OVERDUE.value)["measure"]
    open_ones = reviewed.listed.frame.filter(pl.col("status").ne_missing(plan.Status.IMPLEMENTED.value))
    frame = open_ones.join(blocked, on="code", how="left", maintain_order="left")
    holds = {
        "newly_late": pl.col("code").is_in(reviewed.newly_late["code"].to_list()),
        "low_confidence": (pl.col("confidence") == measures.LOW).fill_null(value=False),
        "blocked": pl.col("blocked_by").is_not_null(),
        "overdue_agreement": pl.col("code").is_in(agreed.drop_nulls().to_list()),
        "unexplained": pl.col("owes_explanation"),
        "missing_report": pl.col("misses_report"),
    }
    reasons = pl.concat_list([pl.when(holds[name]).then(pl.lit(name)) for name in REASONS]).list.drop_nulls()
    listed = frame.with_columns(reasons=reasons).filter(pl.col("reasons").list.len() > 0)
    order = (pl.col("reasons").list.len(), pl.col("days_late").fill_null(-1), pl.col("code"))
    return listed.sort(*order, descending=[True, True, False])


# --- what was promised -----------------------------------------------------------------------------------


def promises(listed: measures.MeasureList, days: Sequence[date]) -> pl.DataFrame:
    """How many measures had to be done before each day, and after the last that is known until the plan ends.

    `day`, `promised_at_first` (by the baseline) and `promised` (by the current plan).
    """
    frame = listed.frame
    ends = frame["planned_on"].drop_nulls().to_list() + frame["baseline_on"].drop_nulls().to_list()
    later = {day for day in ends if days and day > max(days)}
    asked = sorted({*days, *later})
    counts = [[int((frame[name] <= day).sum()) for day in asked] for name in ("baseline_on", "planned_on")]
    return pl.DataFrame(
        {"day": asked, "promised_at_first": counts[0], "promised": counts[1]},
        schema={"day": pl.Date, "promised_at_first": pl.Int64, "promised": pl.Int64},
    )


# --- reading ---------------------------------------------------------------------------------------------

_SESSIONS = (
    sa.select(_sessions.c.code, _sessions.c.held_on, _sessions.c.label)
    .where(visible(_sessions))
    .order_by(_sessions.c.held_on.desc(), _sessions.c.code)
)
_EVIDENCE_COLUMNS = {"code": pl.String} | dossier.EVIDENCE_COLUMNS
_EVIDENCE = (
    sa.select(
        _evidence.c.measure_code.label("code"),
        *(_evidence.c[name] for name in dossier.EVIDENCE_COLUMNS),
    )
    .where(visible(_evidence))
    .order_by(_evidence.c.measure_code, _evidence.c.number)
)
_AGREEMENT_COLUMNS = {
    "code": pl.String,
    "session": pl.String,
    "held_on": pl.Date,
    "measure": pl.String,
    "body_code": pl.String,
    "body": pl.String,
    "label": pl.String,
    "due_on": pl.Date,
    "state": pl.String,
    "ended_on": pl.Date,
    "demonstration": pl.Boolean,
}
_AGREEMENTS = (
    sa.select(
        _agreements.c.code,
        _agreements.c.session_code.label("session"),
        _sessions.c.held_on,
        _agreements.c.measure_code.label("measure"),
        _agreements.c.undersecretariat_code.label("body_code"),
        bodies_of(_agreements),
        _agreements.c.label,
        _agreements.c.due_on,
        plan.AGREEMENT_STATE.label("state"),
        sa.func.coalesce(_agreements.c.dropped_on, _agreements.c.fulfilled_on).label("ended_on"),
        sa.cast(is_demonstration(_agreements.c.batch_id), sa.Boolean).label("demonstration"),
    )
    .select_from(
        _agreements.outerjoin(_sessions, sa.and_(_sessions.c.code == _agreements.c.session_code, visible(_sessions)))
    )
    .where(visible(_agreements))
    .order_by(_sessions.c.held_on.desc(), _agreements.c.code)
)
_ROUNDS = (
    sa.select(_rounds.c.cut_on, _rounds.c.due_on)
    .where(visible(_rounds), _rounds.c.due_on <= TODAY)
    .order_by(_rounds.c.cut_on)
)
_DELIVERED_COLUMNS = {"code": pl.String, "cut_on": pl.Date, "status": pl.String, "delivered_on": pl.Date}
_DELIVERED = sa.select(
    _reports.c.measure_code.label("code"), _reports.c.cut_on, _reports.c.status, _reports.c.delivered_on
).where(visible(_reports))
_LEADER_COLUMNS = {"code": pl.String, "body_code": pl.String, "body": pl.String, "demonstration": pl.Boolean}
_LEADERS = (
    sa.select(
        schema.measure_bodies.c.measure_code.label("code"),
        schema.measure_bodies.c.undersecretariat_code.label("body_code"),
        bodies_of(schema.measure_bodies),
        sa.cast(is_demonstration(schema.measure_bodies.c.batch_id), sa.Boolean).label("demonstration"),
    )
    .join(schema.measures, schema.measures.c.code == schema.measure_bodies.c.measure_code)
    .where(visible(schema.measure_bodies), visible(schema.measures), schema.measure_bodies.c.role == "lead")
)
_BLOCKED = (
    sa.select(_blockers.c.measure_code.label("code"), bodies_of(_blockers))
    .where(visible(_blockers), _blockers.c.resolved_on.is_(None))
    .order_by(_blockers.c.measure_code, _blockers.c.number)
)
