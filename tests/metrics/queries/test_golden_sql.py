"""The SQL that each kind of formula becomes, for three databases, as files that a review can read.

`tests/golden/<kind>.sql` holds what one question asks of rows, and of a roll-up where one covers it. A
golden that is missing or differs fails; PNME_RENEW_GOLDENS=1 writes them anew, to be read before they
are committed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from data_access import schema
from metrics import ENTITLED, PUBLIC, Monitor, Viewer
from metrics.queries.reader import Reader
from metrics.queries.rollups import declared
from tests.goldens import GOLDEN, check_golden
from tests.tables import load_rows, load_table, observation_rows
from tests.trino import TrinoDialect

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect(), "trino": TrinoDialect()}
COVERS = (date(2023, 1, 1), date(2024, 12, 31))
_ROLLUP = re.compile(r"(rollup_of_\w+_)[0-9a-f]{6}")
_PIECES = re.compile(
    r"BETWEEN \S+( \S+)? AND|[()]| *\n|, | (?=AND |OR )|(?<!OUTER) (?=LEFT OUTER JOIN |JOIN |GROUP BY |ORDER BY )"
)

REQUESTS = """
    | folio | received_on | first_answer_on | region_code |
    | A1    | 2023-02-01  | 2023-03-08      | 13          |
    | A2    | 2024-02-29  | 2024-03-08      | 13          |
    | A3    | 2024-03-04  |                 | 16          |
"""
ATTENTIONS = """
    | folio | attended_on | unit_code |
    | T1    | 2024-03-01  | 13        |
    | T2    | 2024-03-01  | 13        |
    | T3    | 2024-03-04  | 13        |
    | T4    | 2024-03-05  | 13        |
    | T5    | 2024-03-06  | 13        |
    | T6    | 2024-03-06  | 13        |
"""
OPERATIONS = """
    | folio | held_on    | unit_code | people_attended |
    | O1    | 2024-03-01 | 13        | 40              |
"""
RESIDENTS = """
    | territory_code | period_from | period_to  | value  |
    | 13             | 2023-12-31  | 2023-12-31 | 900000 |
"""
CASES = """
    | territory_code | member      | period_from | period_to  | value |
    | 13             | human_trafficking | 2024-01-01 | 2024-12-31 | 12    |
"""
MEASURES = """
    | code | axis_number |
    | 1.1  | 1           |
    | 2.1  | 2           |
"""
BUDGET = """
    | line_code | month      | stage   | amount_clp |
    | 21.01     | 2024-01-01 | current | 100        |
    | 21.01     | 2024-02-01 | accrued | 40         |
"""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A question that stands for a kind of formula."""

    name: str
    metric: str
    by: tuple[str, ...] = ()
    period: str
    where: dict[str, Any] = field(default_factory=dict)
    has_rollup: bool = True
    viewer: Viewer = ENTITLED

    def __str__(self) -> str:
        kept = [f"{name} {', '.join(values)}" for name, values in self.where.items()]
        return "; ".join([self.metric, *(f"by {name}" for name in self.by), self.period, *kept])


KINDS = (
    Kind(name="count", metric="foi.requests_received", by=("region", "month"), period="2024"),
    Kind(name="sum", metric="field_operations.people", by=("region",), period="2024"),
    Kind(name="ratio", metric="foi.answered_share", by=("quarter",), period="2024", where={"region": ["13", "16"]}),
    Kind(name="share_of_total", metric="plan.axis_share", by=("axis",), period="2024", has_rollup=False),
    Kind(name="cumulative_to_date", metric="budget.execution_share", by=("month",), period="2024", has_rollup=False),
    Kind(name="stock_at_a_date", metric="foi.requests_overdue", by=("region",), period="2024-03"),
    Kind(name="quantile", metric="foi.response_days_median", by=("region",), period="2024"),
    Kind(name="survival", metric="foi.waiting_after_20_days_share", by=("year",), period="2024"),
    Kind(name="difference", metric="foi.requests_unanswered", period="2024-Q1", where={"region": ["13"]}),
    Kind(name="growth", metric="foi.requests_received_growth", by=("year",), period="2024"),
    Kind(name="per_capita", metric="attention.records_per_1000_residents", by=("region",), period="2024"),
    Kind(name="protected", metric="attention.referrals", by=("region",), period="2024-03", viewer=PUBLIC),
    Kind(name="observed", metric="trafficking.cases", by=("region",), period="2024", has_rollup=False),
)


@pytest.fixture
def loaded(engine):
    days = {"covers": COVERS, "recorded_on": COVERS[1]}
    load_table(engine, schema.foi_requests, REQUESTS, **days)
    load_table(engine, schema.attention_records, ATTENTIONS, **days)
    load_table(engine, schema.field_operations, OPERATIONS, **days)
    load_table(engine, schema.measures, MEASURES, **days)
    load_table(engine, schema.budget_entries, BUDGET, **days)
    observed = observation_rows("population.foreign_residents", RESIDENTS) + observation_rows(
        "trafficking.cases", CASES
    )
    load_rows(engine, {schema.observations: observed}, **days)
    return engine


def _asked(engine, monkeypatch, kind, *, use_rollups):
    """The statements that answering runs, each with the values of its binds."""
    run, ran = Reader.rows, []

    def rows(reader, statement, binds=None):
        ran.append(statement.params(**(binds or {})))
        return run(reader, statement, binds)

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "rows", rows)
        answer = (
            Monitor(engine, viewer=kind.viewer)
            .observe(kind.metric, by=kind.by, period=kind.period, where=kind.where, use_rollups=use_rollups)
            .answers[0]
        )
    assert answer.frame["value"].drop_nulls().len() > 0
    return ran


def _text(statement, dialect):
    return str(statement.compile(dialect=DIALECTS[dialect], compile_kwargs={"literal_binds": True}))


def _document(kind, asked):
    """The golden: what is asked, then the statements of each source for each database."""
    sections = [f"-- {kind}\n"]
    for source, statements in asked.items():
        for dialect in DIALECTS:
            texts = [f"{_readable(_text(statement, dialect))};\n" for statement in statements]
            sections.append(f"-- from {source}, {dialect}\n\n" + "\n".join(texts))
    return "\n".join(sections)


def _readable(text):
    """A line for each column, join and condition; no digests of roll-ups, which change with any declaration."""
    depth = 0

    def broken(piece):
        nonlocal depth
        found = piece[0]
        depth += {"(": 1, ")": -1}.get(found, 0)
        if depth:
            return " " if found.endswith("\n") else found
        is_clause = text.startswith(("LEFT", "JOIN", "GROUP", "ORDER"), piece.end())
        return {", ": ",\n  ", " ": "\n" if is_clause else "\n  ", " \n": "\n"}.get(found, found)

    text = _ROLLUP.sub(r"\1digest", text)
    return _PIECES.sub(broken, text)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_a_kind_of_formula_asks(loaded, monkeypatch, kind):
    asked = {"rows": _asked(loaded, monkeypatch, kind, use_rollups=False)}
    if kind.has_rollup:
        asked["a roll-up"] = _asked(loaded, monkeypatch, kind, use_rollups=True)
    check_golden(kind.name, _document(kind, asked))
    with loaded.connect() as connection:
        for statement in (one for statements in asked.values() for one in statements):
            connection.exec_driver_sql(f"EXPLAIN {_text(statement, loaded.dialect.name)}").all()


def test_a_rollup_answers_wherever_the_goldens_say_so(loaded, monkeypatch):
    names = [stored.table.name for stored in declared()]
    for kind in KINDS:
        texts = [_text(one, "sqlite") for one in _asked(loaded, monkeypatch, kind, use_rollups=True)]
        assert any(name in text for name in names for text in texts) is kind.has_rollup, kind.name


def test_every_golden_has_a_question():
    assert {path.stem for path in GOLDEN.glob("*.sql")} == {"citus", *(kind.name for kind in KINDS)}
