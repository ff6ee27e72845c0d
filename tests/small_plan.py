"""A small plan over three sessions, told as three loads: the same for those who study it and those who print it."""

from __future__ import annotations

from datetime import date

from data_access import schema
from tests.tables import load_rows, rows_of

FIRST, SECOND, LAST = date(2024, 5, 31), date(2024, 8, 30), date(2024, 11, 29)
FROM = date(2024, 5, 1)


def load_plan(engine, day, **texts):
    tables = schema.metadata.tables
    rows = {tables[name]: rows_of(tables[name], text) for name, text in texts.items()}
    load_rows(engine, rows, recorded_on=day, covers=(FROM, day))


def tell_plan(engine):
    """Four measures over three sessions; M4 is led by nobody, and nobody reports it."""
    load_plan(
        engine,
        FIRST,
        measures="| code |\n| M1 |\n| M2 |\n| M3 |\n| M4 |",
        measure_bodies="""
            | measure_code | undersecretariat_code | role |
            | M1           | interior              | lead |
            | M2           | interior              | lead |
            | M3           | hacienda              | lead |
        """,
        milestones="""
            | measure_code | number | label  | baseline_on | planned_on | target_percent |
            | M1           | 1      | Diseño | 2024-06-30  | 2024-06-30 | 40             |
            | M1           | 2      | Fin    | 2024-10-31  | 2024-10-31 | 100            |
            | M2           | 1      | Fin    | 2024-07-31  | 2024-07-31 | 100            |
            | M3           | 1      | Diseño | 2024-09-30  | 2024-09-30 | 50             |
            | M3           | 2      | Fin    | 2025-03-31  | 2025-03-31 | 100            |
        """,
        reporting_rounds="| cut_on | due_on |\n| 2024-05-31 | 2024-05-31 |",
        progress_reports="""
            | measure_code | cut_on     | status      | progress_percent | delivered_on |
            | M1           | 2024-05-31 | in_progress | 10               | 2024-05-31   |
            | M2           | 2024-05-31 | in_progress | 80               | 2024-05-30   |
        """,
        committee_sessions="| code | held_on |\n| 2024-05 | 2024-05-31 |",
        agreements="""
            | code | session_code | measure_code | undersecretariat_code | due_on     |
            | A1   | 2024-05      | M1           | interior              | 2024-08-30 |
            | A2   | 2024-05      |              | hacienda              | 2024-06-30 |
        """,
    )
    load_plan(
        engine,
        SECOND,
        milestones="""
            | measure_code | number | label  | baseline_on | planned_on | actual_on  | target_percent | replanned_because |
            | M1           | 1      | Diseño | 2024-06-30  | 2024-09-30 |            | 40             | Sin presupuesto   |
            | M1           | 2      | Fin    | 2024-10-31  | 2024-10-31 |            | 100            |                   |
            | M2           | 1      | Fin    | 2024-07-31  | 2024-07-31 | 2024-07-30 | 100            |                   |
        """,
        reporting_rounds="| cut_on | due_on |\n| 2024-08-30 | 2024-08-30 |",
        progress_reports="""
            | measure_code | cut_on     | status      | progress_percent | confidence | narrative | delivered_on |
            | M1           | 2024-08-30 | in_progress | 20               | low        | Se espera | 2024-08-30   |
            | M2           | 2024-08-30 | implemented | 100              |            | Terminada | 2024-08-30   |
        """,
        evidence="| measure_code | presented_on |\n| M2 | 2024-08-01 |",
        blockers="| measure_code | undersecretariat_code | since_on |\n| M1 | hacienda | 2024-08-01 |",
        committee_sessions="| code | held_on |\n| 2024-08 | 2024-08-30 |",
        agreements="""
            | code | session_code | measure_code | undersecretariat_code | due_on     | fulfilled_on |
            | A2   | 2024-05      |              | hacienda              | 2024-06-30 | 2024-07-02   |
        """,
    )
    load_plan(
        engine,
        LAST,
        reporting_rounds="| cut_on | due_on |\n| 2024-11-29 | 2024-11-29 |",
        progress_reports="""
            | measure_code | cut_on     | status      | progress_percent | delivered_on |
            | M3           | 2024-08-30 | in_progress | 30               | 2024-09-12   |
        """,
        evidence="| measure_code | presented_on | reviewed_on |\n| M2 | 2024-08-01 | 2024-09-03 |",
        committee_sessions="| code | held_on |\n| 2024-11 | 2024-11-29 |",
    )
