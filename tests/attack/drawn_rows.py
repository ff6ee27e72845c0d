"""Random rows of each register: few identities, so that loads correct each other, and days on which something turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.attack.naive.members import NORTH_TO_SOUTH, members_of, packaged
from tests.attack.naive.observed import FIGURES
from tests.attack.naive.time import days_of, unit_of
from tests.attack.world import Days, Load, Row

if TYPE_CHECKING:
    from tests.attack.drawing import Drawing

Rows = dict[str, list[Row]]
_FEW_REGIONS = ("13", "16", "15", "12", "08")
_UNITS = ("NC", "TI")
_AROUND_A_TERM = (0, 1, 3, 7, 20, 21, 22, 25, 27, 28, 29, 30, 31, 33, 40, 41, 42, 43, 44, 45, 46, 60)


def _folios(drawing: Drawing, prefix: str) -> list[str]:
    count = drawing.random.choice((0, 1, 2, 4, 8, 12))
    return sorted(drawing.random.sample([f"{prefix}{number}" for number in range(16)], count))


def _before(drawing: Drawing, register: str, table: str, column: str, value: str) -> Row | None:
    """What was last said of a folio, by arrival."""
    for one in reversed(drawing.of(register)):
        if isinstance(one, Load):
            for row in one.rows.get(table, ()):
                if row[column] == value:
                    return row
    return None


def _day(drawing: Drawing, covers: Days, register: str, folio: str, column: str) -> date:
    """That of the row before, if it is covered and not corrected."""
    before = _before(drawing, register, register, "folio", folio)
    if before and covers[0] <= before[column] <= covers[1] and drawing.chance(0.6):
        day: date = before[column]
        return day
    return drawing.day(covers)


def _region(drawing: Drawing) -> str:
    return drawing.random.choice(_FEW_REGIONS if drawing.chance(0.8) else NORTH_TO_SOUTH)


def _unit(drawing: Drawing) -> str:
    return drawing.random.choice(_UNITS) if drawing.chance(0.15) else _region(drawing)


def _event(drawing: Drawing, after: date, recorded_on: date, share: float) -> date | None:
    if not drawing.chance(share):
        return None
    day = after + timedelta(days=drawing.random.choice(_AROUND_A_TERM))
    return day if day <= recorded_on else None


def foi_requests(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    rows = []
    for folio in _folios(drawing, "A"):
        received = _day(drawing, covers, "foi_requests", folio, "received_on")
        answered = _event(drawing, received, recorded_on, 0.6)
        closed = _event(drawing, answered or received, recorded_on, 0.3)
        if drawing.chance(0.1):
            closed = _event(drawing, received, recorded_on, 1)
        asked = _event(drawing, received, recorded_on, 0.25)
        rows.append(
            {
                "folio": folio,
                "received_on": received,
                "due_on": received + timedelta(days=28),
                "extended_on": _event(drawing, received, recorded_on, 0.3),
                "clarification_asked_on": asked,
                "clarified_on": _event(drawing, asked, recorded_on, 0.7) if asked else None,
                "first_answer_on": answered,
                "closed_on": closed,
                "channel": drawing.random.choice(members_of("channel")),
                "topic": drawing.random.choice(members_of("topic")[:3]),
                "region_code": None if drawing.chance(0.12) else _region(drawing),
                "outcome": drawing.random.choice(members_of("outcome")[-3:]),
                "responsible_unit": None
                if drawing.chance(0.1)
                else drawing.random.choice(members_of("responsible_unit")[:3]),
            }
        )
    return {"foi_requests": rows}


def foi_appeals(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    rows = []
    for folio in _folios(drawing, "C"):
        filed = _day(drawing, covers, "foi_appeals", folio, "filed_on")
        rows.append({"folio": folio, "filed_on": filed, "answered_on": _event(drawing, filed, recorded_on, 0.6)})
    return {"foi_appeals": rows}


def attentions(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    rows = [
        {
            "folio": folio,
            "attended_on": _day(drawing, covers, "attentions", folio, "attended_on"),
            "unit_code": _unit(drawing),
            "resolution": drawing.random.choice(members_of("resolution")),
            "attention_type": None,
            "commune_code": None,
        }
        for folio in _folios(drawing, "T")
    ]
    return {"attentions": rows}


def field_operations(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    rows = [
        {
            "folio": folio,
            "held_on": _day(drawing, covers, "field_operations", folio, "held_on"),
            "unit_code": _unit(drawing),
            "people_attended": drawing.random.choice((0, 1, 3, 5, 40, 1200)),
            "operation_type": drawing.random.choice((None, *members_of("operation_type"))),
            "commune_code": None,
        }
        for folio in _folios(drawing, "O")
    ]
    return {"field_operations": rows}


def _months(covers: Days) -> list[date]:
    """The first days of months that a span holds."""
    found, day = [], covers[0]
    while day <= covers[1]:
        if day.day == 1:
            found.append(day)
        day = days_of(unit_of(day, "month"))[1] + timedelta(days=1)
    return found


def _amount(drawing: Drawing) -> int:
    return drawing.random.choice((0, 100, 900, -50, 10**6, 4 * 10**14 + 1, drawing.random.randint(-(10**9), 10**9)))


def budget(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    lines = [line["code"] for line in packaged("budget_lines.csv")]
    keys = {
        (drawing.random.choice(lines), drawing.random.choice(months), drawing.random.choice(stages))
        for months, stages in [(_months(covers), ("enacted", "current", "accrued", "paid"))]
        if months
        for _ in range(drawing.random.choice((0, 2, 6, 14)))
    }
    rows = [
        {
            "line_code": line,
            "month": month,
            "stage": stage,
            "amount_clp": _amount(drawing),
            "corrected_on": recorded_on,
        }
        for line, month, stage in sorted(keys)
    ]
    return {"budget_entries": rows}


def revenue(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    months = _months(covers)
    keys = {
        (drawing.random.choice(months), drawing.random.choice(members_of("revenue_kind")))
        for _ in range(drawing.random.choice((0, 1, 4, 8)))
        if months
    }
    return {
        "revenue_entries": [
            {"month": month, "kind": kind, "amount_clp": _amount(drawing)} for month, kind in sorted(keys)
        ]
    }


def plan(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    random = drawing.random
    codes = sorted(random.sample([f"M{number}" for number in range(9)], random.choice((0, 1, 3, 6, 9))))
    told = [code for code in codes if drawing.chance(0.85)]
    bodies = members_of("lead_body")[:4]
    rows: Rows = {
        "measures": [
            {"code": code, "axis_number": random.choice((1, 1, 2, 10, None)), "title": "Medida", "source_line": None}
            for code in told
        ],
        "measure_bodies": [],
        "milestones": [],
        "reporting_rounds": [
            {"cut_on": cut, "due_on": cut + timedelta(days=random.choice((0, 5)))}
            for cut in {drawing.day(covers) for _ in range(random.choice((0, 1, 2)))}
        ],
        "progress_reports": [],
        "evidence": [],
        "blockers": [],
        "agreements": [_agreement(drawing, covers, number, bodies) for number in range(random.choice((0, 0, 3)))],
    }
    for code in codes:
        _tell_measure(drawing, covers, code, rows, bodies)
        _tell_what_there_is(drawing, covers, code, rows, bodies)
    return {table: found for table, found in rows.items() if found or table == "measures"}


def _tell_measure(drawing: Drawing, covers: Days, code: str, rows: Rows, bodies: tuple[str, ...]) -> None:
    random = drawing.random
    if drawing.chance(0.6):
        chosen = random.sample(bodies, random.choice((1, 2)))
        roles = ["co_responsible" if drawing.chance(0.15) else "lead", random.choice(("co_responsible", "lead"))]
        rows["measure_bodies"] += [
            {"measure_code": code, "undersecretariat_code": body, "role": role}
            for body, role in zip(chosen, roles, strict=False)
        ]
    for number in range(1, random.choice((0, 1, 2, 3)) + 1):
        planned = drawing.day((covers[0] - timedelta(days=200), covers[1] + timedelta(days=200)))
        rows["milestones"].append(
            {
                "measure_code": code,
                "number": number,
                "label": "Hito",
                "baseline_on": planned,
                "planned_on": min(planned + timedelta(days=random.choice((0, 0, 40))), date(2079, 12, 31)),
                "actual_on": drawing.day(covers) if drawing.chance(0.3) else None,
                "target_percent": random.choice((None, 35, 70, 100)),
                "replanned_because": None,
            }
        )
    for cut in {drawing.day(covers) for _ in range(random.choice((0, 1, 1, 2)))}:
        rows["progress_reports"].append(
            {
                "measure_code": code,
                "cut_on": cut,
                "status": random.choice(("implemented", "in_progress")),
                "progress_percent": random.choice((None, 0, 50, 100)),
                "confidence": None,
                "narrative": "",
                "evidence": "",
                "undersecretariat_code": None,
                "delivered_on": None,
            }
        )


def _tell_what_there_is(drawing: Drawing, covers: Days, code: str, rows: Rows, bodies: tuple[str, ...]) -> None:
    """Evidence, and who must act first."""
    if drawing.chance(0.4):
        presented = drawing.day(covers)
        rows["evidence"].append(
            {
                "measure_code": code,
                "number": drawing.random.choice((1, 2)),
                "label": "Informe",
                "url": "https://example.org/informe.pdf",
                "presented_on": presented,
                "reviewed_on": drawing.random.choice((None, presented)),
            }
        )
    if drawing.chance(0.3):
        since = drawing.day(covers)
        rows["blockers"].append(
            {
                "measure_code": code,
                "number": drawing.random.choice((1, 2)),
                "undersecretariat_code": drawing.random.choice(bodies),
                "label": "Falta un convenio",
                "since_on": since,
                "resolved_on": drawing.random.choice((None, None, since)),
            }
        )


def _agreement(drawing: Drawing, covers: Days, number: int, bodies: tuple[str, ...]) -> Row:
    random, due_on = drawing.random, drawing.day((covers[0] - timedelta(days=60), covers[1] + timedelta(days=60)))
    return {
        "code": f"A{number}",
        "session_code": "S1",
        "measure_code": random.choice((None, "M1")),
        "undersecretariat_code": random.choice(bodies),
        "label": "Acuerdo",
        "due_on": due_on,
        "fulfilled_on": drawing.day(covers) if drawing.chance(0.4) else None,
        "dropped_on": drawing.day(covers) if drawing.chance(0.2) else None,
    }


# --- observations ------------------------------------------------------------------------------------------


def observations(drawing: Drawing, covers: Days, recorded_on: date) -> Rows:
    random = drawing.random
    rows: dict[tuple[str, str, str, str], Row] = {}
    for indicator in drawing.indicators:
        if drawing.chance(0.2):
            continue
        dimension = FIGURES[indicator].dimension
        members = members_of(dimension)[:3] if dimension else ("",)
        territories = _territories(drawing)
        for start, end in _intervals(drawing, covers):
            for territory in territories:
                if drawing.chance(0.15):
                    continue
                member = random.choice(members)
                key = f"{start or ''}..{end or ''}"
                rows[indicator, territory, member, key] = {
                    "indicator": indicator,
                    "territory_code": territory,
                    "member": member,
                    "period_key": key,
                    "period_from": start,
                    "period_to": end,
                    "value": float(random.choice((0, 1, 7, 30, 125, random.randint(0, 10**6)))),
                }
    return {"observations": [rows[key] for key in sorted(rows)]}


def _territories(drawing: Drawing) -> tuple[str, ...]:
    choices: tuple[tuple[str, ...], ...] = (
        ("CL",),
        ("CL",),
        ("CL", "13"),
        ("13", "16"),
        ("XRM", "13"),
        ("CL", "XRM", "13"),
        NORTH_TO_SOUTH,
        ("CL", *NORTH_TO_SOUTH),
        ("13", "NC"),
        ("XRM", "16", "13"),
    )
    return drawing.random.choice(choices)


def _intervals(drawing: Drawing, covers: Days) -> list[tuple[date | None, date | None]]:
    """Of each load no two intervals of the same days: which of them is taken would be told by nothing."""
    found: dict[Days, tuple[date | None, date | None]] = {}
    for _ in range(drawing.random.choice((1, 1, 2, 3))):
        day = drawing.day(covers)
        shape = drawing.random.choice(("covers", "month", "quarter", "year", "days", "day", "undated", "no_start"))
        start, end = {
            "month": lambda day: days_of(unit_of(day, "month")),
            "quarter": lambda day: days_of(unit_of(day, "quarter")),
            "year": lambda day: days_of(unit_of(day, "year")),
            "days": lambda day: (day, day + timedelta(days=drawing.random.randint(1, 90))),
            "day": lambda day: (day, day),
        }.get(shape, lambda day: covers)(day)
        start, end = max(start, covers[0]), min(end, covers[1])
        shown = (None if shape == "no_start" else start, None if shape == "undated" else end)
        found.setdefault((shown[0] or end, shown[1] or covers[1]), shown)
    return list(found.values())


DRAWN: Mapping[str, Callable[[Drawing, Days, date], Rows]] = {
    "foi_requests": foi_requests,
    "foi_appeals": foi_appeals,
    "attentions": attentions,
    "field_operations": field_operations,
    "budget": budget,
    "revenue": revenue,
    "plan": plan,
    "observations": observations,
}
