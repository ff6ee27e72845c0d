"""FOI requests without end: the same ones for the same size, a frame at a time, in the columns of the register.

Received on business days of 2016 to 2025, more each year; answered in business days that follow a gamma; some
extended, some closed without an answer, the last ones still open. What is drawn for a request does not depend on
the day it is looked at: `covers_to` only hides what happened later, so a later day gives newer versions of it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import polars as pl

from data_access.published import published_figures
from data_access.reference.calendar import chilean_calendar
from data_access.reference.law import FOI_EXTENSION_DAYS, FOI_TERM_DAYS

FRAME_ROWS = 250_000
FIRST_DAY, LAST_DAY = date(2016, 1, 1), date(2025, 12, 31)
"""The days that the first rows speak of."""
LATER_DAYS = tuple(date(2026, month, monthrange(2026, month)[1]) for month in range(1, 6))
"""When what comes later is recorded."""

_SEED = 20285
_LATER_SEED = 1_000_000
_GROWTH = 2.5  # a day of 2025 receives so many times what a day of 2016 did
_GAMMA_SHAPE, _GAMMA_SCALE, _LONGEST = 2.6, 5.2, 90
_CLOSED_UNANSWERED, _EXTENDED_IF_LATE, _WITHOUT_REGION, _ASKED = 0.03, 0.9, 0.06, 0.06
_UNITS = {
    "temporary_residence": 54,
    "transparency": 22,
    "sanctions": 8,
    "studies": 6,
    "refuge": 6,
    "audit": 2,
    "other": 2,
}
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

Days = np.ndarray[tuple[int], np.dtype[np.datetime64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class _Calendar:
    """Business days by number, and the number of each day since `origin`."""

    origin: np.datetime64
    number_of: Numbers
    day_of: Days

    def numbers(self, days: Days) -> Numbers:
        """Business days up to and including each day."""
        return self.number_of[(days - self.origin).astype(np.int64)]


@lru_cache(1)
def _calendar() -> _Calendar:
    days = chilean_calendar().days
    opening = [np.datetime64(days[0].day), *(np.datetime64(day.day) for day in days if day.is_business_day)]
    numbers = np.array([day.number for day in days])
    return _Calendar(np.datetime64(days[0].day), numbers, np.array(opening))


@lru_cache(1)
def _regions() -> dict[str, int]:
    """CUT codes, weighted as the document's attentions of 2024."""
    return {
        figure.territory_code: int(figure.value)
        for figure in published_figures()
        if figure.metric == "attention.records" and figure.period == "2024" and figure.territory_code.isdigit()
    }


def frames(rows: int, *, covers_to: date = LAST_DAY, prefix: str = "BA") -> Iterator[pl.DataFrame]:
    """`rows` requests received from FIRST_DAY to LAST_DAY as known on `covers_to`, in order of receipt.

    `prefix` (two letters) begins the folios: other letters are other requests.
    """
    yield from _frames(rows, 0, covers_to, prefix)


def _frames(rows: int, first_frame: int, covers_to: date, prefix: str) -> Iterator[pl.DataFrame]:
    for start in range(first_frame * FRAME_ROWS, rows, FRAME_ROWS):
        size = min(FRAME_ROWS, rows - start)
        received = _spread(_business_days(FIRST_DAY, LAST_DAY), start, size, rows, growth=_GROWTH)
        yield _known(_draw(received, start // FRAME_ROWS, prefix), _folios(prefix, start, size), covers_to)


def later_frames(rows: int, number: int, *, prefix: str = "BA") -> Iterator[pl.DataFrame]:
    """One per cent more, recorded on LATER_DAYS[number]: new requests, and up to as many new versions of open ones."""
    fresh = _fresh_rows(rows)
    yield _renewed(rows, number, prefix).head(rows // 100 - fresh)
    yield from _fresh_frames(rows, number, LATER_DAYS[number], prefix)


def _fresh_rows(rows: int) -> int:
    return rows // 100 - rows // 200


def _fresh_frames(rows: int, number: int, covers_to: date, prefix: str) -> Iterator[pl.DataFrame]:
    """The new requests of a later month, as known on `covers_to`."""
    fresh = _fresh_rows(rows)
    days = _business_days(_day_before(number), LATER_DAYS[number])
    for start in range(0, fresh, FRAME_ROWS):
        size = min(FRAME_ROWS, fresh - start)
        drawn = _draw(_spread(days, start, size, fresh, growth=1.0), _LATER_SEED * (number + 1) + start, prefix)
        yield _known(drawn, _folios(prefix, rows + number * fresh + start, size), covers_to)


def _day_before(number: int) -> date:
    return LATER_DAYS[number - 1] if number else LAST_DAY


def _renewed(rows: int, number: int, prefix: str) -> pl.DataFrame:
    """Requests open when the month began and answered in it: of the first rows, or of those of the month before."""
    found: list[pl.DataFrame] = []
    known = (_latest(rows, number, day, prefix) for day in (_day_before(number), LATER_DAYS[number]))
    for before, after in zip(*known, strict=True):
        is_open = before["first_answer_on"].is_null() & before["closed_on"].is_null()
        is_answered = after["first_answer_on"].is_not_null()
        found.append(after.filter(is_open & is_answered))
    return pl.concat(found)


def _latest(rows: int, number: int, covers_to: date, prefix: str) -> Iterator[pl.DataFrame]:
    """What had come last before a later month; of the first rows the last tenth, the others were closed long before."""
    if number:
        return _fresh_frames(rows, number - 1, covers_to, prefix)
    return _frames(rows, rows * 9 // 10 // FRAME_ROWS, covers_to, prefix)


def _business_days(first: date, last: date) -> Days:
    days = _calendar().day_of[1:]
    return days[(days >= np.datetime64(first)) & (days <= np.datetime64(last))]


def _spread(days: Days, start: int, size: int, rows: int, *, growth: float) -> Days:
    """The days on which requests `start` to `start + size` of `rows` came, if they come ever faster."""
    weights = np.linspace(1.0, growth, len(days)).cumsum()
    share = (np.arange(start, start + size) + 0.5) / rows
    return days[np.searchsorted(weights / weights[-1], share)]


@dataclass(frozen=True)
class _Drawn:
    """What will have happened to each request, whenever it is looked at."""

    received: Days
    extended: Days
    asked: Days
    clarified: Days
    answered: Days
    closed: Days
    is_answered: np.ndarray[tuple[int], np.dtype[np.bool_]]
    texts: Mapping[str, pl.Series]


def _draw(received: Days, part: int, prefix: str) -> _Drawn:
    random = np.random.default_rng([_SEED, part, *prefix.encode()])
    size, calendar = len(received), _calendar()
    number = calendar.numbers(received)
    days = np.clip(np.rint(random.gamma(_GAMMA_SHAPE, _GAMMA_SCALE, size)), 1, _LONGEST).astype(np.int64)
    is_answered = random.random(size) >= _CLOSED_UNANSWERED
    is_extended = is_answered & (days > FOI_TERM_DAYS) & (random.random(size) < _EXTENDED_IF_LATE)
    notified = calendar.day_of[number + random.integers(FOI_TERM_DAYS - 4, FOI_TERM_DAYS + 1, size)]
    is_asked = random.random(size) < _ASKED
    asked, reply = random.integers(1, 5, size), random.integers(1, 6, size)
    paused = np.where(is_asked & (days > asked), reply, 0)
    never = np.datetime64("NaT")
    until_closed = np.where(is_answered, days + random.integers(0, 7, size), random.integers(2, 13, size))
    return _Drawn(
        received=received,
        extended=np.where(is_extended, notified, never),
        asked=np.where(paused > 0, calendar.day_of[number + asked], never),
        clarified=np.where(paused > 0, calendar.day_of[number + asked + paused], never),
        answered=np.where(is_answered, calendar.day_of[number + days + paused], never),
        closed=calendar.day_of[number + until_closed + np.where(is_answered, paused, 0)],
        is_answered=is_answered,
        texts=_texts(random, size),
    )


def _texts(random: np.random.Generator, size: int) -> dict[str, pl.Series]:
    regions = _pick(random, _regions(), size)
    has_region = pl.Series(random.random(size) >= _WITHOUT_REGION)
    return {
        "channel": _pick(random, _CHANNELS, size),
        "topic": _pick(random, _TOPICS, size),
        "region_code": regions.to_frame("code").select(pl.when(has_region).then("code")).to_series(),
        "responsible_unit": _pick(random, _UNITS, size),
        "answer": _pick(random, _ANSWERS, size),
        "no_answer": _pick(random, _NOT_ANSWERED, size),
    }


def _pick(random: np.random.Generator, weights: Mapping[str, int], size: int) -> pl.Series:
    total = sum(weights.values())
    chosen = random.choice(len(weights), size, p=[weight / total for weight in weights.values()])
    return pl.Series(list(weights)).gather(chosen)


def _folios(prefix: str, start: int, size: int) -> pl.Series:
    numbers = pl.DataFrame({"number": np.arange(start + 1, start + size + 1)})
    text = pl.col("number").cast(pl.String).str.zfill(9)
    return numbers.select(pl.concat_str(pl.lit(f"{prefix}001T"), text)).to_series()


def _known(drawn: _Drawn, folios: pl.Series, covers_to: date) -> pl.DataFrame:
    """The requests as they stood at the end of `covers_to`."""
    day_of, number = _calendar().day_of, _calendar().numbers(drawn.received)
    happened = (drawn.extended, drawn.asked, drawn.clarified, drawn.answered, drawn.closed)
    extended, asked, clarified, answered, closed = (_until(days, covers_to) for days in happened)
    term = np.where(np.isnat(extended), FOI_TERM_DAYS, FOI_TERM_DAYS + FOI_EXTENSION_DAYS)
    is_open = np.isnat(answered) & np.isnat(closed)
    outcome = pl.when(pl.Series(is_open)).then(pl.lit("open")).when(pl.Series(drawn.is_answered)).then("answer")
    return pl.DataFrame(
        {
            "folio": folios,
            "received_on": drawn.received,
            "due_on": day_of[number + term],
            "extended_on": extended,
            "clarification_asked_on": asked,
            "clarified_on": clarified,
            "first_answer_on": answered,
            "closed_on": closed,
            **drawn.texts,
        }
    ).select(pl.exclude("answer", "no_answer"), outcome.otherwise("no_answer").alias("outcome"))


def _until(days: Days, last: date) -> Days:
    return np.where(days > np.datetime64(last), np.datetime64("NaT"), days)
