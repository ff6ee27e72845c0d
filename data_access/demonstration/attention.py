"""In-person attentions (Tabla 12) and field operations (Tabla 13), cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from data_access import schema
from data_access.bulk import Row
from data_access.demonstration import Step
from data_access.demonstration.months import QUARTER_2025, YEAR_2024, apportion, month_end, monthly_batches
from data_access.loading import Batch
from data_access.published import PublishedFigure, figure_value, published_figures
from data_access.reference import read_csv
from data_access.reference.calendar import chilean_calendar
from data_access.reference.territories import COUNTRY

_PERIODS = {date(2024, 12, 31): (YEAR_2024, "2024"), date(2025, 3, 31): (QUARTER_2025, "2025_q1")}


_ATTENTIONS = {
    "information": 34,
    "temporary_residence": 27,
    "permanent_residence": 21,
    "documents": 9,
    "sanctions": 5,
    "other": 4,
}
_OPERATIONS = {"municipal": 45, "mobile_office": 25, "community": 20, "institutional": 10}
"""How often each kind comes, in percent: nothing published says so."""


def _cells(metric: str, period_to: date) -> list[PublishedFigure]:
    return [
        figure
        for figure in published_figures()
        if figure.metric == metric
        and figure.period_to == period_to
        and figure.territory_code != COUNTRY
        and not figure.restates
    ]


def _business_days(months: list[date]) -> list[date]:
    return [
        day.day
        for day in chilean_calendar().days
        if months[0] <= day.day <= month_end(months[-1]) and day.is_business_day
    ]


def _communes() -> dict[str, list[str]]:
    """The communes of each region, its capital first."""
    codes: dict[str, list[str]] = {}
    for row in read_csv("dimension_members.csv"):
        if row["dimension"] == "commune":
            codes.setdefault(row["member"][:2], []).append(row["member"])
    return codes


def _placed(random: Random, unit: str, communes: dict[str, list[str]]) -> str | None:
    """A commune of the unit's region, the more often the earlier it is listed; none of a body without territory."""
    own = communes.get(unit)
    return random.choices(own, [1 / number for number in range(1, len(own) + 1)])[0] if own else None


def _attention_rows(random: Random) -> Iterator[Row]:
    apart, communes = Random(1213), _communes()  # what was told later of a row changes nothing told before
    for period_to, (months, suffix) in _PERIODS.items():
        cells = _cells("attention.records", period_to)
        days = _business_days(months)
        referrals = figure_value(f"rna.referrals.{suffix}")
        referred = apportion(int(referrals), [float(cell.value) for cell in cells])
        for cell, referred_here in zip(cells, referred, strict=True):
            total = int(cell.value)
            resolutions = ["referred"] * referred_here + ["immediate"] * (total - referred_here)
            random.shuffle(resolutions)
            for number, resolution in enumerate(resolutions, 1):
                yield {
                    "folio": f"AP-{suffix}-{cell.territory_code}-{number:05}",
                    "attended_on": random.choice(days),
                    "unit_code": cell.territory_code,
                    "resolution": resolution,
                    "attention_type": apart.choices([*_ATTENTIONS], [*_ATTENTIONS.values()])[0],
                    "commune_code": _placed(apart, cell.territory_code, communes),
                }


def _operation_rows(random: Random) -> Iterator[Row]:
    apart, communes = Random(1314), _communes()
    for period_to, (months, suffix) in _PERIODS.items():
        days = _business_days(months)
        people = {cell.territory_code: int(cell.value) for cell in _cells("field_operations.people", period_to)}
        for cell in _cells("field_operations.count", period_to):
            weights = [random.uniform(0.4, 1.6) for _ in range(int(cell.value))]
            attended = apportion(people[cell.territory_code], weights) if weights else []
            for number, persons in enumerate(attended, 1):
                yield {
                    "folio": f"OP-{suffix}-{cell.territory_code}-{number:03}",
                    "held_on": random.choice(days),
                    "unit_code": cell.territory_code,
                    "people_attended": persons,
                    "operation_type": apart.choices([*_OPERATIONS], [*_OPERATIONS.values()])[0],
                    "commune_code": _placed(apart, cell.territory_code, communes),
                }


def attention_batches() -> Iterator[Batch]:
    """Attentions of 2024 and 2025-Q1, known at each month's end."""
    rows = list(_attention_rows(Random(1212)))
    yield from monthly_batches("attentions", schema.attention_records, rows, lambda row: row["attended_on"])


def field_operation_batches() -> Iterator[Batch]:
    """Field operations of 2024 and 2025-Q1, known at each month's end."""
    rows = list(_operation_rows(Random(1313)))
    yield from monthly_batches("field_operations", schema.field_operations, rows, lambda row: row["held_on"])


STEPS: tuple[Step, ...] = (
    ("Generando atenciones presenciales", attention_batches),
    ("Generando operativos en terreno", field_operation_batches),
)
