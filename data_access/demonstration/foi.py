"""FOI requests and appeals: 104.183 requests to March 2025, and the appeals of Tabla 7.

The published figures fix how many were received and answered, and how many of 2024 within 15
business days. The rest (days of each answer, extensions, channel, topic, region) is drawn. A row
is known from the end of the month it was received, and again whenever something happens to it.

98,1 % of the requests of 2025-Q1 are resolved on LAST_DAY, so the last ones of March had to be
answered within days: the response times of 2025-Q1 are shorter than any real quarter's would be.
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
_ANSWERS = {"delivered": 78, "partial": 9, "denied": 5, "nonexistent": 8}
_NOT_ANSWERED = {"withdrawn": 60, "referred": 40}
_OPEN_OVERDUE_2024, _OPEN_OVERDUE_2025, _OPEN_IN_TIME_2025, _CLOSED_2025 = 36, 12, 60, 20

_SEASON = (1.08, 0.84, 1.14, 1.12, 1.06, 0.96, 1.03, 1.0, 0.86, 1.05, 0.95, 0.91)

_calendar = chilean_calendar()


def _pick(random: Random, weights: dict[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _received(random: Random, months: Sequence[date], total: int, trend: Sequence[float]) -> list[date]:
    """Days of receipt in order: any day of the month, weekends less."""
    days: list[date] = []
    for month, share in zip(months, apportion(total, trend), strict=True):
        span = [month + timedelta(days=offset) for offset in range((month_end(month) - month).days + 1)]
        weights = [1.0 if day.weekday() < 5 else 0.15 for day in span]
        days += random.choices(span, weights, k=share)
    return sorted(days)


def _slow_days(random: Random) -> int:
    """Business days of an answer past the goal: most within the term, some extended, few late."""
    kind = random.random()
    if kind < 0.62:
        return random.randint(FOI_GOAL_DAYS + 1, FOI_TERM_DAYS)
    if kind < 0.93:
        return random.randint(FOI_TERM_DAYS + 1, FOI_TERM_DAYS + FOI_EXTENSION_DAYS)
    return random.randint(FOI_TERM_DAYS + FOI_EXTENSION_DAYS + 1, 55)


def _quick_days(random: Random) -> int:
    return round(random.triangular(1, FOI_GOAL_DAYS, 12))


def _request(random: Random, received_on: date, regions: dict[str, int]) -> Row:
    return {
        "received_on": received_on,
        "due_on": _calendar.after(received_on, FOI_TERM_DAYS),
        "extended_on": None,
        "first_answer_on": None,
        "closed_on": None,
        "channel": _pick(random, _CHANNELS),
        "topic": _pick(random, _TOPICS),
        "region_code": _pick(random, regions) if random.random() < 0.94 else None,
        "outcome": "open",
    }


def _extend(random: Random, row: Row) -> None:
    row["extended_on"] = _calendar.after(row["received_on"], random.randint(FOI_TERM_DAYS - 4, FOI_TERM_DAYS))


def _answer(random: Random, row: Row, days: int) -> None:
    if days > FOI_TERM_DAYS and random.random() < 0.9:
        _extend(random, row)
    row["first_answer_on"] = _calendar.after(row["received_on"], days)
    row["closed_on"] = _calendar.after(row["first_answer_on"], random.randint(0, 6))
    row["outcome"] = _pick(random, _ANSWERS)


def _close_unanswered(random: Random, row: Row) -> None:
    available = _calendar.between(row["received_on"], LAST_DAY)
    row["closed_on"] = _calendar.after(row["received_on"], min(random.randint(2, 12), available))
    row["outcome"] = _pick(random, _NOT_ANSWERED)


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
    chance = {id(row): random.random() ** (1 / (8 + row["received_on"].month)) for row in answered}
    return set(sorted(chance, key=chance.__getitem__, reverse=True)[:total])


def _quarter_2025(random: Random, regions: dict[str, int]) -> list[Row]:
    received = int(figure_value("foi.requests_received.2025_q1"))
    answered = round(received * figure_value("foi.answered_pct.2025_q1"))
    rows = [_request(random, day, regions) for day in _received(random, QUARTER_2025, received, [1.25, 1.0, 0.8])]
    unanswered = received - answered
    overdue = random.sample(rows[: received // 3], _OPEN_OVERDUE_2025)
    still_open = {id(row) for row in [*overdue, *rows[-_OPEN_IN_TIME_2025:]]}
    settled = [row for row in rows if id(row) not in still_open]
    closed = random.sample(settled[: received // 2], unanswered - len(still_open))
    for row in closed:
        _close_unanswered(random, row)
    closed_ids = {id(row) for row in closed}
    for row in settled:
        if id(row) not in closed_ids:
            available = _calendar.between(row["received_on"], LAST_DAY)
            _answer(random, row, min(round(random.triangular(1, 24, 9)), available))
    return rows


def _regions() -> dict[str, int]:
    return {
        figure.territory_code: int(figure.value)
        for figure in published_figures()
        if figure.metric == "attention.records" and figure.period == "2024" and figure.territory_code.isdigit()
    }


def _as_known(row: Row, day: date) -> Row:
    """The row as it stood at the end of `day`: what happened later is not there yet."""
    known: dict[str, Any] = dict(row)
    for event in ("extended_on", "first_answer_on", "closed_on"):
        if known[event] and known[event] > day:
            known[event] = None
    if not (known["first_answer_on"] or known["closed_on"]):
        known["outcome"] = "open"
    if known["extended_on"]:
        known["due_on"] = _calendar.after(known["received_on"], FOI_TERM_DAYS + FOI_EXTENSION_DAYS)
    return known


def _versions(row: Row) -> Iterator[tuple[date, Row]]:
    """(day it became known, row as known): at receipt, and in each month with an event."""
    events = [row["received_on"], row["extended_on"], row["first_answer_on"], row["closed_on"]]
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
