"""The 86 measures: what each is about comes from the document, who, when and why is demonstration.

What is told is that of `measures.csv` on three days, and what lies between them is drawn in a straight line. Each load
tells what was known on its day and was not told before, as an institution would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Table

from data_access import schema
from data_access.bulk import Row
from data_access.demonstration import Step
from data_access.demonstration.months import SOURCE, month_end
from data_access.loading import Batch
from data_access.reference import read_csv
from data_access.schema.base import identity

FIRST_LOAD, PUBLISHED_CUT, LAST_CUT = date(2024, 5, 23), date(2024, 8, 21), date(2025, 3, 31)
_CUTS = (
    date(2024, 3, 31),
    date(2024, 4, 30),
    FIRST_LOAD,
    date(2024, 6, 30),
    date(2024, 7, 31),
    PUBLISHED_CUT,
    date(2024, 9, 30),
    date(2024, 10, 31),
    date(2024, 11, 29),
    date(2024, 12, 31),
    date(2025, 1, 31),
    date(2025, 2, 28),
    LAST_CUT,
)
"""The days that each round of reports speaks of; the first two were handed over with the third."""
_SESSIONS = {"2024-05": FIRST_LOAD, "2024-08": PUBLISHED_CUT, "2024-11": date(2024, 11, 29), "2025-03": LAST_CUT}
_MONTHS = {"05": "mayo", "08": "agosto", "11": "noviembre", "03": "marzo"}
_BEGINNING = date(2024, 1, 2)
_ANCHORS = {FIRST_LOAD: "progress_2024_05", PUBLISHED_CUT: "progress_2024_08", LAST_CUT: "progress_2025_03"}
_FULL, _ALMOST = 100, 95

_MILESTONES = (("Diseño aprobado", 35), ("Puesta en marcha", 70), ("Término de la medida", _FULL))
_LONG_DELAY = timedelta(days=200)
"""An end that moved by so much was moved in two steps."""
_SILENT = {"M47": date(2024, 11, 29), "M84": date(2025, 1, 31), "M80": date(2025, 2, 28)}
"""Measures of which nothing is reported after a day."""
_UNEXPLAINED = ("M74",)
_FRANK_FROM = date(2024, 9, 1)
"""Who has little confidence says so from this day on."""

_UNSAID = ""
_EXPLANATIONS = (
    "Demostración: el hito siguiente depende de otro organismo y su fecha no está acordada.",
    "Demostración: la licitación se declaró desierta y se llama otra vez.",
    "Demostración: falta la dotación prevista y se trabaja con equipos de apoyo.",
    "Demostración: cambió el alcance de la medida y se reordenan sus hitos.",
)
_REASONS = (
    "Demostración: se espera el pronunciamiento de otro organismo.",
    "Demostración: el presupuesto del año no alcanzó para la etapa.",
    "Demostración: el sistema que la sostiene se entregó más tarde.",
)
_AGREED = (
    "Acuerdo de demostración: informar el estado de la medida {code} y su nueva fecha.",
    "Acuerdo de demostración: presentar evidencia del avance de la medida {code}.",
    "Acuerdo de demostración: reunir a los organismos que intervienen en la medida {code}.",
)
_BLOCKED_BY = {
    "M24": (("hacienda", date(2024, 10, 7), None),),
    "M29": (("evaluacion_social", date(2024, 9, 12), date(2025, 2, 10)),),
    "M46": (
        ("derechos_humanos", date(2024, 11, 5), None),
        ("hacienda", date(2025, 1, 14), None),
        ("relaciones_exteriores", date(2025, 2, 20), None),
    ),
    "M68": (("trabajo", date(2025, 1, 8), None),),
    "M76": (("hacienda", date(2024, 8, 12), None), ("interior", date(2024, 12, 3), None)),
    "M84": (("relaciones_exteriores", date(2024, 12, 10), None),),
}
_TIES = {
    "M14": (("metric", "attention.model_offices"), ("metric", "attention.model_coverage_share")),
    "M38": (("metric", "refuge.requests_evaluated"),),
    "M54": (("metric", "regional.migration_table_sessions"),),
    "M61": (("budget_line", "21.02"), ("budget_line", "29.07"), ("metric", "budget.payroll")),
    "M63": (("metric", "inclusion.companies_adhered"),),
    "M74": (("metric", "permits.backlog_pending"), ("budget_line", "24.03.001")),
    "M75": (("metric", "expulsions.judicial"), ("budget_line", "22.08.007")),
    "M86": (("metric", "regional.participation_activities"),),
}


@dataclass(frozen=True)
class _Measure:
    """A line of the file, and what follows from it on any day."""

    row: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.row["code"]

    @property
    def number(self) -> int:
        return int(self.code[1:])

    @property
    def ended_on(self) -> date | None:
        return _day(self.row["actual_end"])

    @property
    def starts_reporting(self) -> date:
        """What was not reported at the first load is not before the published cut."""
        return _CUTS[0] if self.row["status_2024_05"] else PUBLISHED_CUT

    # --- progress ----------------------------------------------------------------------------------------

    def progress(self, day: date) -> int:
        """Percent on a day: what the file says on its days, and a straight line in fives between them."""
        if self.ended_on and self.ended_on <= day:
            return _FULL
        known = {_BEGINNING: 0}
        known |= {at: int(self.row[name]) for at, name in _ANCHORS.items() if self.row[name]}
        if day in known:
            return known[day]
        before, after = max(at for at in known if at < day), min(at for at in known if at > day)
        part = (day - before) / (after - before)
        return min(_ALMOST, 5 * int((known[before] + part * (known[after] - known[before])) // 5))

    def _is_reported(self, cut: date) -> bool:
        """Something is reported of it in a round: a measure that ended is told once."""
        previous = max((at for at in _CUTS if self.starts_reporting <= at < cut), default=None)
        had_ended = self.ended_on and previous and self.ended_on <= previous
        return not had_ended and self.starts_reporting <= cut <= _SILENT.get(self.code, LAST_CUT)

    def report(self, cut: date) -> Row | None:
        """What is reported of it in a round, if it is."""
        if not self._is_reported(cut):
            return None
        has_ended = bool(self.ended_on and self.ended_on <= cut)
        return {
            "measure_code": self.code,
            "cut_on": cut,
            "status": "implemented" if has_ended else "in_progress",
            "progress_percent": self.progress(cut),
            "confidence": self._confidence(cut),
            "narrative": self._narrative(cut),
            "evidence": _UNSAID,
            "undersecretariat_code": self.row["lead"],
            "delivered_on": self.delivered_on(cut),
        }

    def delivered_on(self, cut: date) -> date:
        """On the day of the cut, or some days later: never of a cut that is published, or handed over with the first load."""
        is_late = self.row["status"] == "in_progress" and (self.number + 3 * _CUTS.index(cut)) % 11 == 0
        return cut + timedelta(days=6 + self.number % 6) if is_late and cut not in (*_CUTS[:3], PUBLISHED_CUT) else cut

    def _confidence(self, cut: date) -> str:
        said = self.row["confidence"]
        return "medium" if said == "low" and cut < _FRANK_FROM else said

    def _narrative(self, cut: date) -> str:
        is_owed = self._confidence(cut) == "low" or self.progress(cut) + 5 < self._promised(cut)
        return _EXPLANATIONS[self.number % len(_EXPLANATIONS)] if is_owed and self.code not in _UNEXPLAINED else _UNSAID

    # --- milestones --------------------------------------------------------------------------------------

    def _ends(self, day: date) -> list[tuple[date, date]]:
        """The ends that were planned up to a day, each with the day on which it was planned."""
        baseline, planned = date.fromisoformat(self.row["baseline_end"]), date.fromisoformat(self.row["plan_end"])
        ends = [(baseline, _BEGINNING)]
        steps = (
            [planned]
            if planned - baseline <= _LONG_DELAY
            else [month_end(baseline + (planned - baseline) / 2), planned]
        )
        for step in steps:
            moved = max((load for load in _LOADS if load <= ends[-1][0]), default=_LOADS[0])
            if step != ends[-1][0] and moved <= day:
                ends.append((step, moved))
        return ends

    def milestones(self, day: date) -> list[Row]:
        """As they were planned and reached on a day."""
        baseline, *moves = self._ends(day)
        reached = [self._reached_on(index, day) for index in range(len(_MILESTONES))]
        rows = []
        for index, (label, target) in enumerate(_MILESTONES):
            planned = _at(target, baseline[0])
            reason = None
            actual = reached[index]
            for end, moved in moves:
                if not (actual and actual <= moved):
                    planned, reason = _at(target, end, moved), _REASONS[(self.number + index) % len(_REASONS)]
            rows.append(
                {
                    "measure_code": self.code,
                    "number": index + 1,
                    "label": label,
                    "baseline_on": _at(target, baseline[0]),
                    "planned_on": planned,
                    "actual_on": actual,
                    "target_percent": target,
                    "replanned_because": reason,
                }
            )
        return rows

    def _reached_on(self, index: int, day: date) -> date | None:
        target = _MILESTONES[index][1]
        reached: date | None
        if self.ended_on:
            reached = _at(target, self.ended_on)
        else:
            cut = next((at for at in _CUTS if self._is_reported(at) and self.progress(at) >= target), None)
            reached = cut - timedelta(days=3) if cut else None
        return reached if reached and reached <= day else None

    def _promised(self, day: date) -> int:
        """Percent that its milestones had promised by a day."""
        return max((row["target_percent"] for row in self.milestones(day) if row["planned_on"] < day), default=0)

    # --- the rest ----------------------------------------------------------------------------------------

    def evidence(self, day: date) -> Iterator[Row]:
        presented = self.ended_on + timedelta(days=2) if self.ended_on else date(2024, 10, 15)
        later = date(2025, 3, 11) if not self.ended_on and self.number % 4 == 0 else None
        is_presented = self.number % 5 != 0 if self.ended_on else self.number % 2 == 0
        for number, presented_on in enumerate((presented, later), 1):
            if not is_presented or presented_on is None or presented_on > day:
                continue
            reviewed = presented_on + timedelta(days=20)
            yield {
                "measure_code": self.code,
                "number": number,
                "label": f"Evidencia de demostración {number} de la medida {self.code}",
                "url": f"https://example.org/demostracion/{self.code}-{number}",
                "presented_on": presented_on,
                "reviewed_on": reviewed if reviewed <= day and self.number % 3 else None,
            }

    def blockers(self, day: date) -> Iterator[Row]:
        for number, (body, since, resolved) in enumerate(_BLOCKED_BY.get(self.code, ()), 1):
            if since <= day:
                yield {
                    "measure_code": self.code,
                    "number": number,
                    "undersecretariat_code": body,
                    "label": "Demostración: falta su pronunciamiento para seguir.",
                    "since_on": since,
                    "resolved_on": resolved if resolved and resolved <= day else None,
                }


_LOADS = _CUTS[2:]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _at(target: int, end: date, start: date = _BEGINNING) -> date:
    """The day of a milestone of a measure that ends on a day."""
    return start + (end - start) * target // _FULL


# --- what is known on a day --------------------------------------------------------------------------------


def _measure_rows(measures: Sequence[_Measure], _day: date) -> Iterator[Row]:
    for one in measures:
        yield {
            "code": one.code,
            "axis_number": int(one.row["axis"]) if one.row["axis"] else None,
            "title": one.row["title"],
            "source_line": int(one.row["source_line"]),
        }


def _bodies(measures: Sequence[_Measure], _day: date) -> Iterator[Row]:
    for one in measures:
        yield {"measure_code": one.code, "undersecretariat_code": one.row["lead"], "role": "lead"}
        for code in filter(None, one.row["co_responsible"].split(";")):
            yield {"measure_code": one.code, "undersecretariat_code": code, "role": "co_responsible"}


def _milestones(measures: Sequence[_Measure], day: date) -> Iterator[Row]:
    for one in measures:
        yield from one.milestones(day)


def _rounds(_measures: Sequence[_Measure], day: date) -> Iterator[Row]:
    yield from ({"cut_on": cut, "due_on": cut} for cut in _CUTS if cut <= day)


def _reports(measures: Sequence[_Measure], day: date) -> Iterator[Row]:
    """Those that were handed in."""
    for cut in _CUTS:
        for one in measures:
            report = one.report(cut) if one.delivered_on(cut) <= day else None
            if report:
                yield report


def _evidence(measures: Sequence[_Measure], day: date) -> Iterator[Row]:
    for one in measures:
        yield from one.evidence(day)


def _blockers(measures: Sequence[_Measure], day: date) -> Iterator[Row]:
    for one in measures:
        yield from one.blockers(day)


def _ties(_measures: Sequence[_Measure], _day: date) -> Iterator[Row]:
    for code, ties in _TIES.items():
        yield from ({"measure_code": code, "kind": kind, "target": target} for kind, target in ties)


def _sessions(_measures: Sequence[_Measure], day: date) -> Iterator[Row]:
    for code, held_on in _SESSIONS.items():
        if held_on <= day:
            label = f"Sesión de demostración de {_MONTHS[code[5:]]} de {code[:4]}"
            yield {"code": code, "held_on": held_on, "label": label}


def _agreements(measures: Sequence[_Measure], day: date) -> Iterator[Row]:
    """Six of each session, about measures in progress, that end in each of the ways there are."""
    pending = [one for one in measures if one.row["status"] == "in_progress"]
    for order, (session, held_on) in enumerate(_SESSIONS.items()):
        due_on = held_on + timedelta(days=60)
        for index in range(6 if held_on <= day else 0):
            one = pending[(6 * order + index) % len(pending)]
            fulfilled = {0: due_on - timedelta(days=9), 1: due_on + timedelta(days=18)}.get(index)
            dropped = due_on + timedelta(days=5) if index == 2 else None
            yield {
                "code": f"{session}-A{index + 1}",
                "session_code": session,
                "measure_code": one.code,
                "undersecretariat_code": one.row["lead"],
                "label": _AGREED[index % len(_AGREED)].format(code=one.code),
                "due_on": due_on,
                "fulfilled_on": fulfilled if fulfilled and fulfilled <= day else None,
                "dropped_on": dropped if dropped and dropped <= day else None,
            }


_KNOWN: Mapping[Table, Callable[[Sequence[_Measure], date], Iterator[Row]]] = {
    schema.measures: _measure_rows,
    schema.measure_bodies: _bodies,
    schema.milestones: _milestones,
    schema.reporting_rounds: _rounds,
    schema.progress_reports: _reports,
    schema.evidence: _evidence,
    schema.blockers: _blockers,
    schema.measure_ties: _ties,
    schema.committee_sessions: _sessions,
    schema.agreements: _agreements,
}


def _news(table: Table, now: Sequence[Row], before: Sequence[Row]) -> list[Row]:
    """What is told of a table on a day: the statements that are not those of the load before, each whole."""
    names = [column.name for column in identity(table)]

    def statements(rows: Sequence[Row]) -> dict[tuple[object, ...], list[Row]]:
        found: dict[tuple[object, ...], list[Row]] = {}
        for row in rows:
            found.setdefault(tuple(row[name] for name in names), []).append(row)
        return found

    told = statements(before)
    return [row for key, rows in statements(now).items() if told.get(key) != rows for row in rows]


def plan_batches() -> Iterator[Batch]:
    """The plan as it was known on the day of each load."""
    measures = [_Measure(row) for row in read_csv("measures.csv")]
    before: dict[Table, list[Row]] = {}
    covered = date(2024, 3, 1)
    for day in _LOADS:
        now = {table: list(known(measures, day)) for table, known in _KNOWN.items()}
        news = {table: _news(table, rows, before.get(table, ())) for table, rows in now.items()}
        yield Batch(
            register="plan",
            source_id=SOURCE,
            data_kind="demonstration",
            recorded_on=day,
            covers_from=covered,
            covers_to=day,
            rows={table: rows for table, rows in news.items() if rows},
        )
        before, covered = now, day + timedelta(days=1)


STEPS: tuple[Step, ...] = (("Generando el plan de demostración", plan_batches),)
