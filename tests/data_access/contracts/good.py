"""A good row of each table, and a load of 2024 that it belongs to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from data_access import schema
from data_access.loading import Batch
from tests.tables import rows_of

FIRST, LAST, TODAY = date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 31)
DAY = date(2024, 3, 4)
REQUEST = rows_of(schema.foi_requests, "| folio | received_on |\n| A1 | 2024-03-04 |")[0]
GOOD = {
    schema.foi_requests: REQUEST,
    schema.foi_appeals: {"folio": "C1", "filed_on": DAY, "answered_on": None},
    schema.attention_records: {"folio": "T1", "attended_on": DAY, "unit_code": "13", "resolution": "immediate"},
    schema.field_operations: {"folio": "O1", "held_on": DAY, "unit_code": "13", "people_attended": 10},
    schema.budget_entries: {"line_code": "21.01", "month": FIRST, "stage": "paid", "amount_clp": -5},
    schema.budget_modifications: {
        "year": 2024,
        "decree": "H-12",
        "line_code": "21.01",
        "dated": DAY,
        "label": "Reajuste",
        "amount_clp": -7,
    },
    schema.revenue_entries: {"month": FIRST, "kind": "fees", "amount_clp": 5},
    schema.price_index: {"month": FIRST, "level": Decimal("105.37")},
    schema.commitments: {
        "code": "D1-1",
        "kind": "promise",
        "chapter": "Eje 1",
        "heading": "Política Nacional de Migración y Extranjería",
        "designation": "",
        "number": "",
        "year": 2025,
        "stage": "",
        "text": "Publicar un informe.",
        "line": 212,
    },
    schema.commitment_reports: {
        "commitment_code": "D1-1",
        "reported_on": DAY,
        "status": "in_progress",
        "undersecretariat_code": "interior",
        "narrative": "",
        "url": "",
    },
    schema.measures: {"code": "M1", "axis_number": 1, "title": "Medida\ncon dos líneas", "source_line": None},
    schema.measure_bodies: {"measure_code": "M1", "undersecretariat_code": "interior", "role": "lead"},
    schema.milestones: {
        "measure_code": "M1",
        "number": 1,
        "label": "Término",
        "baseline_on": DAY,
        "planned_on": date(2030, 1, 1),
        "actual_on": None,
        "target_percent": 100,
        "replanned_because": None,
    },
    schema.reporting_rounds: {"cut_on": DAY, "due_on": date(2024, 3, 8)},
    schema.evidence: {
        "measure_code": "M1",
        "number": 1,
        "label": "Informe",
        "url": "https://example.org/informe.pdf",
        "presented_on": DAY,
        "reviewed_on": None,
    },
    schema.blockers: {
        "measure_code": "M1",
        "number": 1,
        "undersecretariat_code": "hacienda",
        "label": "Falta un convenio",
        "since_on": DAY,
        "resolved_on": None,
    },
    schema.measure_ties: {"measure_code": "M1", "kind": "budget_line", "target": "24.03.001"},
    schema.progress_reports: {
        "measure_code": "M1",
        "cut_on": date(2023, 5, 1),
        "status": "in_progress",
        "progress_percent": 40,
        "confidence": None,
        "narrative": "",
        "evidence": "",
        "undersecretariat_code": None,
        "delivered_on": None,
    },
    schema.committee_sessions: {"code": "S1", "held_on": DAY, "label": "Sesión"},
    schema.agreements: {
        "code": "S1-A1",
        "session_code": "S1",
        "measure_code": None,
        "undersecretariat_code": "interior",
        "label": "Acuerdo",
        "due_on": date(2031, 1, 1),
        "fulfilled_on": None,
        "dropped_on": None,
    },
    schema.observations: {
        "indicator": "permits.requested",
        "territory_code": "CL",
        "member": "temporary",
        "period_key": "2024",
        "period_from": FIRST,
        "period_to": LAST,
        "value": 9.5,
    },
    schema.published_figures: {
        **dict.fromkeys(
            ("chapter", "table_name", "label", "period", "period_note", "territory", "dimension", "unit", "raw"), ""
        ),
        **dict.fromkeys(("qualifier", "restates", "metric", "member"), ""),
        "id": "f",
        "period_from": None,
        "period_to": None,
        "territory_code": "CL",
        "value": Decimal("9.5"),
        "line": 1,
    },
}


def batch_of(*rows, table=schema.foi_requests, **changes):
    """A load of real rows of `table`."""
    return Batch(
        **{
            "register": next(name for name, tables in schema.REGISTERS.items() if table in tables),
            "source_id": "cuenta_publica_2024",
            "data_kind": "register",
            "recorded_on": LAST,
            "covers_from": FIRST,
            "covers_to": LAST,
            "rows": {table: list(rows)},
            **changes,
        }
    )
