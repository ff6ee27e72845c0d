"""The 86 measures: what each is about comes from the document, who and when is demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data_access import schema
from data_access.bulk import Row
from data_access.demonstration import Step
from data_access.demonstration.months import demonstration_batch
from data_access.loading import Batch
from data_access.reference import read_csv

_REPORTED = {
    date(2024, 5, 23): ("status_2024_05", "progress_2024_05"),
    date(2024, 8, 21): ("status", "progress_2024_08"),
    date(2025, 3, 31): ("status", "progress_2025_03"),
}
_NARRATIVE = "Reporte de demostración: sin texto de la institución."
_EVIDENCE = "Demostración: sin medio de verificación."


def _measure(row: dict[str, str]) -> Row:
    return {
        "code": row["code"],
        "axis_number": int(row["axis"]) if row["axis"] else None,
        "title": row["title"],
        "source_line": int(row["source_line"]),
    }


def _bodies(row: dict[str, str]) -> Iterator[Row]:
    yield {"measure_code": row["code"], "undersecretariat_code": row["lead"], "role": "lead"}
    for code in filter(None, row["co_responsible"].split(";")):
        yield {"measure_code": row["code"], "undersecretariat_code": code, "role": "co_responsible"}


def _milestone(row: dict[str, str], known_on: date) -> Row:
    actual = date.fromisoformat(row["actual_end"]) if row["actual_end"] else None
    return {
        "measure_code": row["code"],
        "number": 1,
        "label": "Término de la medida",
        "baseline_on": date.fromisoformat(row["baseline_end"]),
        "planned_on": date.fromisoformat(row["plan_end"]),
        "actual_on": actual if actual and actual <= known_on else None,
    }


def _report(row: dict[str, str], cut_on: date) -> Row | None:
    """The report of a measure on a day, or None where it was not reported: that is not 0 %."""
    status, progress = (row[column] for column in _REPORTED[cut_on])
    if not status:
        return None
    return {
        "measure_code": row["code"],
        "cut_on": cut_on,
        "status": status,
        "progress_percent": int(progress) if progress else None,
        "confidence": row["confidence"],
        "narrative": _NARRATIVE,
        "evidence": _EVIDENCE,
    }


def _session(cut_on: date, number: int) -> Row:
    return {"code": f"S{number}", "held_on": cut_on, "label": f"Sesión de demostración {number}"}


def _agreements(measures: list[dict[str, str]], number: int) -> list[Row]:
    """One agreement of the session for each of five measures still in progress."""
    pending = [row for row in measures if row["status"] == "in_progress"][number * 5 : number * 5 + 5]
    return [
        {
            "code": f"S{number}-A{index}",
            "session_code": f"S{number}",
            "measure_code": row["code"],
            "undersecretariat_code": row["lead"],
            "label": "Acuerdo de demostración: informar el estado de la medida y su nueva fecha.",
            "due_on": date.fromisoformat(row["plan_end"]),
            "fulfilled_on": None,
        }
        for index, row in enumerate(pending, 1)
    ]


def plan_batches() -> Iterator[Batch]:
    """The plan as known on three reporting dates; measures and bodies arrive with the first one."""
    measures = read_csv("measures.csv")
    for number, cut_on in enumerate(_REPORTED, 1):
        reports = [report for row in measures if (report := _report(row, cut_on))]
        rows = {
            schema.milestones: [_milestone(row, cut_on) for row in measures],
            schema.progress_reports: reports,
            schema.committee_sessions: [_session(cut_on, number)],
            schema.agreements: _agreements(measures, number),
        }
        if number == 1:
            rows[schema.measures] = [_measure(row) for row in measures]
            rows[schema.measure_bodies] = [body for row in measures for body in _bodies(row)]
        yield demonstration_batch("plan", cut_on, rows)


STEPS: tuple[Step, ...] = (("Generando el plan de demostración", plan_batches),)
