"""Text tables as rows: what a test loads is read where it is tested."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Engine, Table

from data_access import schema
from data_access.bulk import Row
from data_access.claims import Claim, ClaimKind
from data_access.contracts import contract_of
from data_access.loading import Batch, load
from data_access.reference.editions import REGISTER as CALENDAR
from metrics.queries.rollups import declared, refresh

COVERS = (date(2024, 1, 1), date(2024, 12, 31))
_DEFAULTS: dict[Table, Row] = {
    schema.foi_requests: {
        "due_on": date(2024, 12, 31),
        "extended_on": None,
        "clarification_asked_on": None,
        "clarified_on": None,
        "first_answer_on": None,
        "closed_on": None,
        "channel": "portal",
        "topic": "other",
        "region_code": None,
        "outcome": "open",
        "responsible_unit": None,
    },
    schema.foi_appeals: {"answered_on": None},
    schema.attention_records: {
        "attended_on": date(2024, 3, 1),
        "unit_code": "13",
        "resolution": "immediate",
        "attention_type": None,
        "commune_code": None,
    },
    schema.field_operations: {
        "held_on": date(2024, 3, 1),
        "unit_code": "13",
        "people_attended": 10,
        "operation_type": None,
        "commune_code": None,
    },
    schema.budget_entries: {"corrected_on": None},
    schema.budget_modifications: {"label": "Modificación"},
    schema.observations: {"territory_code": "CL", "member": ""},
    schema.commitments: {
        "kind": "promise",
        "chapter": "Eje 1",
        "heading": "Política Nacional de Migración y Extranjería",
        "designation": "",
        "number": "",
        "year": None,
        "stage": "",
        "text": "Una promesa.",
        "line": 1,
    },
    schema.commitment_reports: {"status": "in_progress", "narrative": "", "url": ""},
    schema.measures: {"axis_number": 1, "title": "Medida", "source_line": None},
    schema.measure_bodies: {"role": "lead"},
    schema.milestones: {
        "number": 1,
        "label": "Término",
        "actual_on": None,
        "target_percent": None,
        "replanned_because": None,
    },
    schema.progress_reports: {
        "progress_percent": None,
        "confidence": None,
        "narrative": "",
        "evidence": "",
        "undersecretariat_code": None,
        "delivered_on": None,
    },
    schema.evidence: {"number": 1, "label": "Informe", "url": "https://example.org/informe.pdf", "reviewed_on": None},
    schema.blockers: {"number": 1, "label": "Falta un convenio", "resolved_on": None},
    schema.committee_sessions: {"label": "Sesión"},
    schema.agreements: {"measure_code": None, "label": "Acuerdo", "fulfilled_on": None, "dropped_on": None},
}


def rows_of(table: Table, text: str) -> list[Row]:
    """The rows of `text`: columns divided by pipes, header first, an empty cell is None."""
    header, *lines = [_cells(line) for line in text.strip().splitlines()]
    return [
        _DEFAULTS.get(table, {}) | {name: _value(table.c[name], cell) for name, cell in zip(header, line, strict=True)}
        for line in lines
    ]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _value(column: Column[Any], cell: str) -> Any:
    if not cell:
        return None
    kind = column.type.python_type
    return date.fromisoformat(cell) if kind is date else Decimal(cell) if kind is Decimal else kind(cell)


def load_rows(
    engine: Engine,
    rows: dict[Table, list[Row]],
    *,
    recorded_on: date | None = None,
    covers: tuple[date, date] | None = None,
    data_kind: str = "register",
    closes: dict[Table, list[Row]] | None = None,
    today: date | None = None,
) -> int | None:
    """Load `rows` as one batch of the register that their tables belong to.

    Of 2024 up to the day it was known, where the test does not say; known once all that they tell has happened.
    """
    known_on = recorded_on or max(COVERS[1], *(covers or COVERS), *_happened(rows))
    first_day, last_day = covers or (COVERS[0], min(COVERS[1], known_on))
    register = next(name for name, tables in schema.REGISTERS.items() if set(rows) <= set(tables))
    batch = Batch(
        register=register,
        source_id="cuenta_publica_2024",
        data_kind=data_kind,
        recorded_on=known_on,
        covers_from=first_day,
        covers_to=last_day,
        rows=rows,
        closes=closes or {},
    )
    with engine.begin() as connection:
        loaded = load(connection, batch, today=today)
        refresh(connection)
    return loaded.batch_id if loaded else None


def _happened(rows: dict[Table, list[Row]]) -> list[date]:
    days = ((row.get(name) for row in listed for name in contract_of(table).happened) for table, listed in rows.items())
    return [day for told in days for day in told if day is not None]


def load_table(engine: Engine, table: Table, text: str, **options: Any) -> int | None:
    """Load one text table."""
    return load_rows(engine, {table: rows_of(table, text)}, **options)


def observation_rows(indicator: str, text: str) -> list[Row]:
    """Observations of `indicator`; the key of each one's interval is made of its dates."""
    rows = rows_of(schema.observations, text)
    return [
        {
            "period_from": None,
            "period_to": None,
            **row,
            "indicator": indicator,
            "period_key": f"{row.get('period_from') or ''}..{row.get('period_to') or ''}",
        }
        for row in rows
    ]


def load_observations(engine: Engine, indicator: str, text: str, **options: Any) -> int | None:
    """Load observations of one indicator."""
    return load_rows(engine, {schema.observations: observation_rows(indicator, text)}, **options)


def published_figure(figure_id: str, metric: str, value: str, **changes: Any) -> Row:
    """A figure printed for 2024 and the country, unless `changes` say otherwise."""
    said = {
        "id": figure_id,
        "chapter": "Capítulo",
        "table_name": "",
        "label": "Cifra",
        "period": "2024",
        "period_from": COVERS[0],
        "period_to": COVERS[1],
        "period_note": "",
        "territory": "Nacional",
        "territory_code": "CL",
        "dimension": "",
        "value": Decimal(value),
        "unit": "charlas",
        "line": 1,
        "raw": value.replace(".", ","),
        "qualifier": "",
        "restates": "",
        "metric": metric,
        "member": "",
    }
    return said | changes


def clear(engine: Engine) -> None:
    """Remove everything that was loaded; reference data and the calendar stay."""
    with engine.begin() as connection:
        for stored in declared():
            stored.table.drop(connection, checkfirst=True)
        connection.execute(sa.delete(schema.rollup_batches))
        for tables in schema.REGISTERS.values():
            for table in reversed(tables):
                connection.execute(sa.delete(table))
        connection.execute(sa.delete(schema.closed_rows))
        connection.execute(sa.delete(schema.load_batches).where(schema.load_batches.c.register != CALENDAR))


def claims_of(text: str) -> list[Claim]:
    """The claims of a text table; columns that it lacks are empty, the line is that in the table."""
    header, *lines = [_cells(line) for line in text.strip().splitlines()]
    return [_claim(dict(zip(header, line, strict=True)), number) for number, line in enumerate(lines, 1)]


def _claim(said: dict[str, str], number: int) -> Claim:
    texts = dict.fromkeys(Claim.__dataclass_fields__, "") | {"raw": said.get("value", "")} | said
    kind, of = ClaimKind(texts["kind"]), tuple(texts["of"].split())
    return Claim(**texts | {"id": said.get("id", f"c{number}"), "kind": kind, "of": of, "line": number})  # type: ignore[arg-type]
