"""FOI requests and appeals: 104.183 requests to March 2025, and the appeals of Tabla 7.

The published figures fix how many were received and answered, and how many of 2024 within 15
business days. The rest (days of each answer, pauses, extensions, derivations, channel, topic, unit, region) is drawn. A row
is known from the end of the month it was received, and again whenever something happens to it.

98,1 % of the requests of 2025-Q1 are answered on LAST_DAY. So those of its last weeks had to be answered within the days that
were left, and no real ones are: all others take what those of late 2024 take, the 1,9 % without an answer are mostly those of the last
day, and the pages that show requests of that quarter say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from data_access import schema
from data_access.bulk import Row
from data_access.demonstration import Step
from data_access.demonstration.months import (
    LAST_DAY,
    QUARTER_2025,
    YEAR_2024,
    apportion,
    demonstration_batch,
    known_on,
    month_end,
    monthly_batches,
)
from data_access.loading import Batch
from data_access.published import figure_value, published_figures
from data_access.reference.calendar import chilean_calendar
from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_GOAL_DAYS, FOI_TERM_DAYS

_HISTORY = [date(2022 + index // 12, index % 12 + 1, 1) for index in range(1, 24)]
_CHANNELS = {"portal": 93, "mail": 4, "office": 3}
_TOPICS = {
    "residence_status": 46,
    "file_copy": 21,
    "entry_exit": 12,
    "expulsion": 8,
    "statistics": 6,
    "management": 4,
    "other": 3,
}
_UNITS = {
    "residence_status": {"temporary_residence": 88, "refuge": 7, "transparency": 5},
    "file_copy": {"temporary_residence": 62, "refuge": 12, "transparency": 26},
    "entry_exit": {"transparency": 92, "sanctions": 8},
    "expulsion": {"sanctions": 94, "transparency": 6},
    "statistics": {"studies": 96, "transparency": 4},
    "management": {"audit": 58, "transparency": 42},
    "other": {"inclusion": 40, "other": 35, "transparency": 25},
}
_HASTE = {"transparency": 1.35, "studies": 1.2, "sanctions": 0.8, "refuge": 0.75}
"""How much likelier than others the requests of a unit are to be answered within the goal."""
_ANSWERS = {"delivered": 78, "partial": 9, "denied": 5, "nonexistent": 8}
_NOT_ANSWERED = {"withdrawn": 60, "referred": 40}
_CLARIFIED = 0.06
_OPEN_OVERDUE_2024, _OPEN_OVERDUE_2025, _CLOSED_2025 = 36, 6, 4

_SEASON = (1.08, 0.84, 1.14, 1.12, 1.06, 0.96, 1.03, 1.0, 0.86, 1.05, 0.95, 0.91)

_EXTENDED_TERM_DAYS = FOI_TERM_DAYS + FOI_EXTENSION_DAYS
_EVENTS = ("extended_on", "clarification_asked_on", "clarified_on", "first_answer_on", "closed_on")

_calendar = chilean_calendar()


def _pick(random: Random, weights: dict[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _received(random: Random, months: Sequence[date], total: int, trend: Sequence[float]) -> list[date]:
    """Days of receipt in order: business days of each month."""
    days: list[date] = []
    for month, share in zip(months, apportion(total, trend), strict=True):
        span = [month + timedelta(days=offset) for offset in range((month_end(month) - month).days + 1)]
        weights = [1 if _calendar.day(day).is_business_day else 0 for day in span]
        days += random.choices(span, weights, k=share)
    return sorted(days)


def _slow_days(random: Random) -> int:
    """Business days of an answer past the goal: most within the term, some extended, few late, very few very late."""
    kind = random.random()
    if kind < 0.62:
        return random.randint(FOI_GOAL_DAYS + 1, FOI_TERM_DAYS)
    if kind < 0.93:
        return random.randint(FOI_TERM_DAYS + 1, _EXTENDED_TERM_DAYS)
    return _EXTENDED_TERM_DAYS + 1 + min(int(random.expovariate(1 / 12)), 90)


def _quick_days(random: Random) -> int:
    return int(random.triangular(1, FOI_GOAL_DAYS + 1, FOI_GOAL_DAYS - 1))


def _request(random: Random, received_on: date, regions: dict[str, int]) -> Row:
    topic = _pick(random, _TOPICS)
    return {
        "received_on": received_on,
        "due_on": _calendar.after(received_on, FOI_TERM_DAYS),
        "extended_on": None,
        "clarification_asked_on": None,
        "clarified_on": None,
        "first_answer_on": None,
        "closed_on": None,
        "channel": _pick(random, _CHANNELS),
        "topic": topic,
        "region_code": _pick(random, regions) if random.random() < 0.94 else None,
        "outcome": "open",
        "responsible_unit": _pick(random, _UNITS[topic]),
    }


def _paused(row: Row) -> int:
    """Business days during which the clock of a request stood."""
    asked, replied = row["clarification_asked_on"], row["clarified_on"]
    return _calendar.between(asked, replied) if asked and replied else 0


def _ask(random: Random, row: Row, *, most: int) -> None:
    """The applicant is asked to clarify, and replies, within so many business days of receipt."""
    asked = random.randint(1, 4)
    row["clarification_asked_on"] = _calendar.after(row["received_on"], asked)
    row["clarified_on"] = _calendar.after(row["received_on"], min(asked + random.randint(1, 5), most))


def _extend(random: Random, row: Row) -> None:
    used = random.randint(FOI_TERM_DAYS - 4, FOI_TERM_DAYS)
    row["extended_on"] = _calendar.after(row["received_on"], used + _paused(row))


def _answer(random: Random, row: Row, days: int) -> None:
    """After so many days of its clock, or what there are until LAST_DAY."""
    available = _calendar.between(row["received_on"], LAST_DAY)
    days = min(days, available)
    if days > 4 and available - days >= 9 and random.random() < _CLARIFIED:
        _ask(random, row, most=available)
    if days > FOI_TERM_DAYS and random.random() < 0.9:
        _extend(random, row)
    row["first_answer_on"] = _calendar.after(row["received_on"], days + _paused(row))
    row["closed_on"] = _calendar.after(row["first_answer_on"], random.randint(0, 6))
    row["outcome"] = _pick(random, _ANSWERS)


def _close_unanswered(random: Random, row: Row) -> None:
    """Passed on to the body that must answer, or withdrawn: some of these by who did not say what was asked."""
    available = _calendar.between(row["received_on"], LAST_DAY)
    days = min(random.randint(2, 12), available)
    row["closed_on"] = _calendar.after(row["received_on"], days)
    row["outcome"] = _pick(random, _NOT_ANSWERED)
    if row["outcome"] == "withdrawn" and days > 6:
        row["clarification_asked_on"] = _calendar.after(row["received_on"], days - 6)


def _history(random: Random, regions: dict[str, int]) -> list[Row]:
    """Requests before 2024, all closed, with the rising trend that the document says broke in 2024."""
    published = ("foi.requests_received.2024", "foi.requests_received.2025_q1")
    total = int(figure_value("foi.requests_received.cumulative") - sum(figure_value(name) for name in published))
    trend = [(1 + 0.02 * index) * random.uniform(0.92, 1.08) for index in range(len(_HISTORY))]
    rows = [_request(random, day, regions) for day in _received(random, _HISTORY, total, trend)]
    for row in rows:
        if random.random() < 0.03:
            _close_unanswered(random, row)
        else:
            _answer(random, row, _quick_days(random) if random.random() < 0.2 else _slow_days(random))
    return rows


def _year_2024(random: Random, regions: dict[str, int]) -> list[Row]:
    received = int(figure_value("foi.requests_received.2024"))
    answered = int(figure_value("foi.requests_answered.2024"))
    rows = [_request(random, day, regions) for day in _received(random, YEAR_2024, received, _SEASON)]
    shuffled = random.sample(rows, len(rows))
    quick = _quick_ones(random, shuffled[:answered])
    for row in shuffled[:answered]:
        _answer(random, row, _quick_days(random) if id(row) in quick else _slow_days(random))
    for row in shuffled[answered + _OPEN_OVERDUE_2024 :]:
        _close_unanswered(random, row)
    return rows


def _quick_ones(random: Random, answered: list[Row]) -> set[int]:
    """As many as were answered within the goal, more of them towards the end of the year."""
    total = int(figure_value("foi.answered_within_15_days.2024"))
    chance = {
        id(row): random.random() ** (1 / (_HASTE.get(row["responsible_unit"], 1) * (8 + row["received_on"].month)))
        for row in answered
    }
    return set(sorted(chance, key=chance.__getitem__, reverse=True)[:total])


def _quarter_2025(random: Random, regions: dict[str, int]) -> list[Row]:
    received = int(figure_value("foi.requests_received.2025_q1"))
    answered = round(received * figure_value("foi.answered_pct.2025_q1"))
    rows = [_request(random, day, regions) for day in _received(random, QUARTER_2025, received, [1.25, 1.0, 0.8])]
    overdue = random.sample(rows[: received // 3], _OPEN_OVERDUE_2025)
    in_time = _open_in_time(random, rows, received - answered - len(overdue) - _CLOSED_2025)
    still_open = {id(row) for row in [*overdue, *in_time]}
    settled = [row for row in rows if id(row) not in still_open]
    closed = {id(row) for row in random.sample(settled[: received // 2], _CLOSED_2025)}
    for row in settled:
        if id(row) in closed:
            _close_unanswered(random, row)
        else:
            _answer_by_the_end(random, row)
    for row in in_time[::9]:
        row["clarification_asked_on"] = row["received_on"]
    return rows


def _open_in_time(random: Random, rows: list[Row], count: int) -> list[Row]:
    """Those of the last day, which nobody answers before the next, and the rest of them among those whose term still runs."""
    newest = [row for row in rows if row["received_on"] == LAST_DAY][:count]
    running = [row for row in rows if row["received_on"] < LAST_DAY <= row["due_on"]]
    return [*random.sample(running, count - len(newest)), *newest]


def _answer_by_the_end(random: Random, row: Row) -> None:
    """As one of late 2024 if there is time for it until LAST_DAY, and else within the days that there are."""
    available = _calendar.between(row["received_on"], LAST_DAY)
    days = _quick_days(random) if random.random() < 0.45 else _slow_days(random)
    _answer(random, row, days if days <= available else random.randint(1, available))


def _regions() -> dict[str, int]:
    return {
        figure.territory_code: int(figure.value)
        for figure in published_figures()
        if figure.metric == "attention.records" and figure.period == "2024" and figure.territory_code.isdigit()
    }


def _as_known(row: Row, day: date) -> Row:
    """The row as it stood at the end of `day`: what happened later is not there yet."""
    known: dict[str, Any] = dict(row)
    for event in _EVENTS:
        if known[event] and known[event] > day:
            known[event] = None
    if not (known["first_answer_on"] or known["closed_on"]):
        known["outcome"] = "open"
    term = _EXTENDED_TERM_DAYS if known["extended_on"] else FOI_TERM_DAYS
    known["due_on"] = _calendar.after(known["received_on"], term + _paused(known))
    return known


def _versions(row: Row) -> Iterator[tuple[date, Row]]:
    """(day it became known, row as known): at receipt, and in each month with an event."""
    events = [row[name] for name in ("received_on", *_EVENTS)]
    for day in sorted({known_on(event) for event in events if event and event <= LAST_DAY}):
        yield day, _as_known(row, day)


def foi_request_batches() -> Iterator[Batch]:
    """All requests, as known at the end of 2023 and of each month of 2024-01 to 2025-03."""
    random, regions = Random(20285), _regions()
    rows = [*_history(random, regions), *_year_2024(random, regions), *_quarter_2025(random, regions)]
    by_day: dict[date, list[Row]] = {}
    for number, row in enumerate(rows, 1):
        folio = f"AB001T{number:07}"
        for day, known in _versions(row):
            by_day.setdefault(day, []).append({"folio": folio, **known})
    for day in sorted(by_day):
        yield demonstration_batch("foi_requests", day, {schema.foi_requests: by_day[day]})


def _appeal_rows(random: Random) -> Iterator[Row]:
    """Every appeal of a period is answered by its end, as Tabla 7 says (100 %)."""
    for figure in published_figures():
        if figure.metric != "foi.appeals_filed" or figure.restates or figure.id.endswith(".total"):
            continue
        start, end = figure.period_from, figure.period_to
        if start is None or end is None:
            continue
        last = _calendar.number(end) - 1
        span = [day for day in _calendar.days if start <= day.day and day.number <= last and day.is_business_day]
        for number in range(1, int(figure.value) + 1):
            filed = random.choice(span).day
            answered = min(_calendar.after(filed, random.randint(5, 10)), _calendar.after(end, 0))
            yield {"folio": f"C{start.year}-{number:04}", "filed_on": filed, "answered_on": min(answered, end)}


def foi_appeal_batches() -> Iterator[Batch]:
    """Appeals of 2022 to 2025-Q1, known with their answer in the month of the answer."""
    rows = list(_appeal_rows(Random(7)))
    yield from monthly_batches("foi_appeals", schema.foi_appeals, rows, lambda row: row["answered_on"])


STEPS: tuple[Step, ...] = (
    ("Generando solicitudes de información", foi_request_batches),
    ("Generando amparos", foi_appeal_batches),
)
