"""A filled database that is made in seconds: what is published, and a load of requests and one of attentions, in roll-ups."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

from data_access import schema
from data_access.bulk import Row
from data_access.engine import connect
from data_access.initialise import initialise
from data_access.loading import Batch, load
from metrics.queries.rollups import refresh_step

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
ROWS = 20_000
_REGIONS = [f"{number:02}" for number in range(1, 17)]


def fill(url: str) -> str:
    """Fill the database at an address; return the address."""
    engine = connect(url)
    for _ in initialise(engine, demonstration=False, last=[("", _load), ("", refresh_step)]):
        pass
    engine.dispose()
    return url


def add_request(engine: Engine, folio: str) -> None:
    """One more load: a request of the year after, in the rows and in the roll-ups."""
    with engine.begin() as connection:
        add_request_within(connection, folio)
        refresh_step(connection)


def add_request_within(connection: Connection, folio: str) -> None:
    """The same in the caller's transaction, in the rows only."""
    rows = [_request(0) | {"folio": folio, "received_on": date(2025, 4, 2), "due_on": date(2025, 5, 2)}]
    load(connection, _batch("foi_requests", schema.foi_requests, rows, date(2025, 4, 1), date(2025, 4, 30)))


def has_request(engine: Engine, folio: str) -> bool:
    """A load brought it."""
    with engine.connect() as connection:
        query = sa.select(schema.foi_requests.c.folio).where(schema.foi_requests.c.folio == folio)
        return connection.scalar(query) is not None


def _load(connection: Connection) -> int:
    requests = [_request(number) for number in range(ROWS)]
    load(connection, _batch("foi_requests", schema.foi_requests, requests, FIRST, LAST))
    attentions = [_attention(number) for number in range(ROWS)]
    load(connection, _batch("attentions", schema.attention_records, attentions, FIRST, LAST))
    return 2 * ROWS


def _batch(register: str, table: Table, rows: list[Row], first: date, last: date) -> Batch:
    return Batch(
        register=register,
        source_id="cuenta_publica_2024",
        data_kind="register",
        recorded_on=last,
        covers_from=first,
        covers_to=last,
        rows={table: rows},
    )


def _request(number: int) -> Row:
    received = FIRST + timedelta(days=number % 300)
    return {
        "folio": f"S{number:06}",
        "received_on": received,
        "due_on": received + timedelta(days=28),
        "extended_on": None,
        "first_answer_on": received + timedelta(days=number % 40) if number % 9 else None,
        "closed_on": None,
        "channel": "portal",
        "topic": "other",
        "region_code": _REGIONS[number % 16],
        "outcome": "delivered" if number % 9 else "open",
    }


def _attention(number: int) -> Row:
    return {
        "folio": f"A{number:06}",
        "attended_on": FIRST + timedelta(days=number % 366),
        "unit_code": _REGIONS[number % 7],
        "resolution": "referred" if number % 5 else "immediate",
    }
