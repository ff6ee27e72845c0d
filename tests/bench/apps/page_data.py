"""The figures of the Transparency page, as one would write them over Parquet files with polars.

Every tool's page uses it, so that what differs between them is the tool.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

COUNTRY = "Todo el país"
PERIODS = {
    "2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "ene-mar 2025": (date(2025, 1, 1), date(2025, 3, 31)),
    "oct-dic 2024": (date(2024, 10, 1), date(2024, 12, 31)),
    "jul-sept 2024": (date(2024, 7, 1), date(2024, 9, 30)),
    "abr-jun 2024": (date(2024, 4, 1), date(2024, 6, 30)),
    "ene-mar 2024": (date(2024, 1, 1), date(2024, 3, 31)),
}
COVERS_TO = date(2025, 3, 31)
TITLE = "Transparencia"
SUBTITLE = (
    "¿Responde el Servicio a tiempo las solicitudes de acceso a la información? La ley da 20 días hábiles, "
    "prorrogables en 10; la meta institucional es 15."
)
SERIES = {
    "received": ("Recibidas, en total", "#c8c8c8"),
    "answered": ("De ellas, respondidas", "#8ab6d6"),
    "within_15": ("De ellas, respondidas en 15 días hábiles o menos", "#1f4e79"),
}
MONTH_COLUMNS = {
    "month": "Mes de recepción",
    "received": "Recibidas",
    "answered": "Respondidas",
    "within_15": "En 15 días hábiles o menos",
    "median": "Mediana de días hábiles",
}
REGION_COLUMNS = {"region": "Región", "received": "Recibidas", "share": "Respondidas en 15 días hábiles o menos"}
_GOAL, _TERM, _EXTENDED_TERM = 15, 20, 30
Days = tuple[date, date]


@dataclass(frozen=True)
class Tile:
    """A figure, its text, and its change from the year before (None where there is nothing to compare)."""

    label: str
    value: float | None
    text: str
    change: str | None
    is_lower_better: bool = False


@dataclass(frozen=True)
class Page:
    """All that the page shows of a region and a period."""

    tiles: list[Tile]
    months: pl.DataFrame
    regions: pl.DataFrame
    national: list[Tile]


class Register:
    """The Parquet files of a folder, in memory."""

    def __init__(self, folder: Path) -> None:
        self.requests = pl.read_parquet(folder / "requests.parquet").with_columns(
            month=pl.col("received_on").dt.strftime("%Y-%m"),
            is_answered=pl.col("first_answer_on").is_not_null(),
            days=pl.col("ended_number") - pl.col("received_number"),
        )
        self.appeals = pl.read_parquet(folder / "appeals.parquet")
        self.regions = pl.read_parquet(folder / "regions.parquet")["region"].to_list()
        self.numbers = dict(pl.read_parquet(folder / "calendar.parquet").iter_rows())
        self.index = dict(pl.read_parquet(folder / "transparency_index.parquet").iter_rows())

    @property
    def places(self) -> list[str]:
        """What the region filter offers."""
        return [COUNTRY, *self.regions]

    def page(self, region: str, period: str) -> Page:
        """The page of a region (or the country) and a period."""
        days = PERIODS[period]
        requests = self.requests if region == COUNTRY else self.requests.filter(pl.col("region") == region)
        received = requests.filter(pl.col("received_on").is_between(*days))
        return Page(
            tiles=self._tiles(requests, days),
            months=self._months(received),
            regions=self._regions(self.requests.filter(pl.col("received_on").is_between(*days))),
            national=self._national(days, period),
        )

    def _tiles(self, requests: pl.DataFrame, days: Days) -> list[Tile]:
        now, before = self._figures(requests, days), self._figures(requests, _year_before(days))
        return [_tile(label, now[label], before[label]) for label in now]

    def _figures(self, requests: pl.DataFrame, days: Days) -> dict[str, float | None]:
        received = requests.filter(pl.col("received_on").is_between(*days))
        answered = received.filter("is_answered")
        is_open, is_overdue = self._open(requests, days[1])
        return {
            "Solicitudes de información recibidas": received.height,
            "Solicitudes respondidas, sobre las recibidas": _share(answered.height, received.height),
            "Respondidas en 15 días hábiles o menos, sobre las respondidas": _share(_within(answered), answered.height),
            "Mediana de días hábiles de respuesta": self._median(received),
            "Solicitudes abiertas": is_open,
            "Solicitudes abiertas fuera de plazo": is_overdue,
        }

    def _open(self, requests: pl.DataFrame, day: date) -> tuple[int, int]:
        ended = pl.min_horizontal("first_answer_on", "closed_on")
        is_open = (pl.col("received_on") <= day) & (ended.is_null() | (ended > day))
        term = pl.when(pl.col("extended_on") <= day).then(_EXTENDED_TERM).otherwise(_TERM)
        rows = requests.filter(is_open)
        overdue = rows.filter(self.numbers[day] - pl.col("received_number") > term)
        return rows.height, overdue.height

    def _median(self, received: pl.DataFrame) -> float | None:
        """Kaplan-Meier: requests still open count for as long as they have waited."""
        waited = pl.col("days").fill_null(self.numbers[COVERS_TO] - pl.col("received_number"))
        histogram = received.group_by(waited.alias("waited")).agg(pl.len(), pl.col("is_answered").sum()).sort("waited")
        waiting, surviving = received.height, 1.0
        for days, rows, answered in histogram.iter_rows():
            surviving *= 1 - answered / waiting
            if surviving <= 0.5 + 1e-12:
                return float(days)
            waiting -= rows
        return None

    def _months(self, received: pl.DataFrame) -> pl.DataFrame:
        counted = received.group_by("month").agg(*_subsets()).sort("month")
        medians = [self._median(group) for _, group in received.sort("month").group_by("month", maintain_order=True)]
        return counted.with_columns(median=pl.Series(medians, dtype=pl.Float64))

    def _regions(self, received: pl.DataFrame) -> pl.DataFrame:
        counted = received.group_by("region").agg(*_subsets())
        listed = pl.DataFrame({"region": self.regions}).join(counted, on="region", how="left")
        share = pl.col("within_15") / pl.col("answered")
        return listed.select("region", "received", (100 * share).round(1).alias("share"))

    def _national(self, days: Days, period: str) -> list[Tile]:
        now, before = (
            self.appeals.filter(pl.col("filed_on").is_between(*one)).height for one in (days, _year_before(days))
        )
        return [
            _tile("Amparos presentados", now, before),
            _tile("Índice de transparencia activa", self.index.get(period), None),
        ]


def register() -> Register:
    """The files that the environment names."""
    return Register(Path(os.environ["BENCH_DATA"]))


def _subsets() -> tuple[pl.Expr, ...]:
    within = pl.col("is_answered") & (pl.col("days") <= _GOAL)
    return pl.len().alias("received"), pl.col("is_answered").sum().alias("answered"), within.sum().alias("within_15")


def _within(answered: pl.DataFrame) -> int:
    return answered.filter(pl.col("days") <= _GOAL).height


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _year_before(days: Days) -> Days:
    first, last = (day.replace(year=day.year - 1) for day in days)
    return first, last


# --- text --------------------------------------------------------------------------------------------

_LOWER_IS_BETTER = ("Mediana", "Solicitudes abiertas", "Amparos")


def _tile(label: str, now: float | None, before: float | None) -> Tile:
    text = _text_of(label)
    change = None if now is None or before is None else _change(text, label, now - before)
    return Tile(label, now, "Sin dato" if now is None else text(now), change, label.startswith(_LOWER_IS_BETTER))


def _change(text: Callable[[float], str], label: str, difference: float) -> str:
    amount = text(abs(difference))
    points = amount.replace("%", "puntos") if "porcentaje" in label else amount
    return f"{'-' if difference < 0 else '+'}{points}"


def _text_of(label: str) -> Callable[[float], str]:
    if "porcentaje" in label:
        return lambda value: f"{number(100 * value, 1)} %"
    return lambda value: number(value, 2 if label.startswith("Índice") else 0)


def number(value: float, decimals: int = 0) -> str:
    """1234.5 with one decimal: '1.234,5'."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
