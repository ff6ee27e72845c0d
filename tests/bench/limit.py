"""Section 3, the limit: what the page's aggregates take where nothing but the engine is in the way.

Rows with their business-day numbers already joined in, in one Parquet file; no versions, no database, no page.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq

from data_access.reference.calendar import chilean_calendar
from tests.bench import generator
from tests.bench.findings import Findings, Table
from tests.bench.timing import in_turn, middle

SIZES, QUICK_SIZES = (100_000, 1_000_000, 10_000_000), (10_000,)
RUNS, QUICK_RUNS = 5, 2
ENGINES = ("DuckDB, Parquet", "polars, Parquet", "polars, memory")
_COLUMNS = ("received_on", "region_code", "received_number", "ended_number", "is_answered", "is_extended", "ended_on")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """The days of receipt asked for, and the day on which open requests are counted."""

    first: date
    last: date

    @property
    def today_number(self) -> int:
        """The business-day number of the last day."""
        return chilean_calendar().number(self.last)


SCOPES = {
    "one year": Question(date(2024, 1, 1), date(2024, 12, 31)),
    "ten years": Question(generator.FIRST_DAY, generator.LAST_DAY),
}


def measure(*, is_quick: bool) -> Findings:
    """Every size, engine and scope; the engines take turns and must agree."""
    runs = QUICK_RUNS if is_quick else RUNS
    sizes = QUICK_SIZES if is_quick else SIZES
    raw: dict[str, dict[str, dict[str, list[float]]]] = {}
    with tempfile.TemporaryDirectory(prefix="pnme-bench-") as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.parquet"
            _write(path, size)
            raw[str(size)] = _measure_file(path, runs)
            path.unlink()
    return Findings(
        title="3. The limit: the same aggregates without a database",
        method=(
            "The five aggregates behind the Transparency page (received, answered and within 15 business days in the "
            "period; the same by region; by month; the histogram of waiting days that Kaplan-Meier needs; open and "
            "overdue on its last day), all five one after another, over a Parquet file that already holds the "
            f"business-day numbers. Milliseconds, medians of {runs} runs after a warm-up, engines in turn; the "
            "engines' answers are compared and must be equal. This is what the machine can do; the sections on "
            "growth and pages say how near the product comes."
        ),
        tables=[_table(scope, raw) for scope in SCOPES],
        targets=[],
        raw=raw,
    )


def _table(scope: str, raw: Mapping[str, Any]) -> Table:
    rows = [
        (f"{int(size):,}", *(_milliseconds(scopes[scope][engine]) for engine in ENGINES))
        for size, scopes in raw.items()
    ]
    return Table(caption=f"The page's aggregates over {scope}, ms", columns=("rows", *ENGINES), rows=rows)


def _milliseconds(runs: list[float]) -> float | None:
    value = middle(runs)
    return None if value is None else value * 1000


# --- the file ----------------------------------------------------------------------------------------


def _write(path: Path, rows: int) -> None:
    """The generator's rows with the numbers of their days, a frame at a time."""
    days = chilean_calendar().days
    numbers = pl.DataFrame({"day": [day.day for day in days], "number": [day.number for day in days]})
    numbers = numbers.with_columns(pl.col("number").cast(pl.Int32))
    writer: pq.ParquetWriter | None = None
    for frame in generator.frames(rows):
        table = _joined(frame, numbers).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def _joined(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    ended = pl.coalesce("first_answer_on", "closed_on").alias("ended_on")
    return (
        frame.with_columns(
            ended, is_answered=pl.col("first_answer_on").is_not_null(), is_extended=pl.col("extended_on").is_not_null()
        )
        .join(numbers.rename({"number": "received_number"}), left_on="received_on", right_on="day", how="left")
        .join(numbers.rename({"number": "ended_number"}), left_on="ended_on", right_on="day", how="left")
        .select(_COLUMNS)
        .sort("received_on", maintain_order=True)
    )


# --- the questions -----------------------------------------------------------------------------------


def _measure_file(path: Path, runs: int) -> dict[str, dict[str, list[float]]]:
    engines: dict[str, Callable[[Question], list[Rows]]] = {
        "DuckDB, Parquet": _duckdb(path),
        "polars, Parquet": lambda question: _polars(pl.scan_parquet(path), question),
        "polars, memory": _in_memory(path),
    }
    measured = {}
    for scope, question in SCOPES.items():
        _require_agreement({name: ask(question) for name, ask in engines.items()})
        tasks = {name: (lambda ask=ask, question=question: ask(question)) for name, ask in engines.items()}
        measured[scope] = in_turn(tasks, runs=runs)
    return measured


def _require_agreement(answers: Mapping[str, list[Rows]]) -> None:
    said = {name: [sorted(rows, key=repr) for rows in answer] for name, answer in answers.items()}
    first = next(iter(said))
    differing = [name for name, rows in said.items() if rows != said[first]]
    if differing:
        msg = f"engines disagree: {first} and {', '.join(differing)}"
        raise RuntimeError(msg)


_SUBSETS = """count(*), count(*) FILTER (is_answered),
    count(*) FILTER (is_answered AND ended_number - received_number <= 15)"""
_WAITED = "coalesce(ended_number, {today}) - received_number"
_OPEN = "received_on <= DATE '{last}' AND (ended_on IS NULL OR ended_on > DATE '{last}')"
_STATEMENTS = (
    f"SELECT {_SUBSETS} FROM requests WHERE {{period}}",
    f"SELECT region_code, {_SUBSETS} FROM requests WHERE {{period}} GROUP BY ALL",
    f"SELECT strftime(received_on, '%Y-%m'), {_SUBSETS} FROM requests WHERE {{period}} GROUP BY ALL",
    f"SELECT {_WAITED}, count(*), count(*) FILTER (is_answered) FROM requests WHERE {{period}} GROUP BY ALL",
    f"SELECT count(*), count(*) FILTER ({{today}} - received_number > CASE WHEN is_extended THEN 30 ELSE 20 END) "
    f"FROM requests WHERE {_OPEN}",
)


def _duckdb(path: Path) -> Callable[[Question], list[Rows]]:
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW requests AS SELECT * FROM read_parquet('{path}')")

    def ask(question: Question) -> list[Rows]:
        period = f"received_on BETWEEN DATE '{question.first}' AND DATE '{question.last}'"
        binds = {"period": period, "today": question.today_number, "last": question.last}
        return [connection.execute(statement.format(**binds)).fetchall() for statement in _STATEMENTS]

    return ask


def _in_memory(path: Path) -> Callable[[Question], list[Rows]]:
    frame = pl.read_parquet(path)
    return lambda question: _polars(frame.lazy(), question)


def _polars(requests: pl.LazyFrame, question: Question) -> list[Rows]:
    asked = requests.filter(pl.col("received_on").is_between(question.first, question.last))
    waited = pl.coalesce("ended_number", pl.lit(question.today_number)) - pl.col("received_number")
    within = pl.col("ended_number") - pl.col("received_number") <= 15
    answered = pl.col("is_answered").sum().alias("answered")
    subsets = (pl.len().alias("received"), answered, (pl.col("is_answered") & within).sum().alias("within"))
    queries = [
        asked.select(subsets),
        asked.group_by("region_code").agg(subsets),
        asked.group_by(pl.col("received_on").dt.strftime("%Y-%m")).agg(subsets),
        asked.group_by(waited.alias("days")).agg(pl.len(), answered),
        _polars_open(requests, question),
    ]
    return [query.collect().rows() for query in queries]


def _polars_open(requests: pl.LazyFrame, question: Question) -> pl.LazyFrame:
    ended = pl.col("ended_on")
    is_open = (pl.col("received_on") <= question.last) & (ended.is_null() | (ended > question.last))
    term = pl.when("is_extended").then(30).otherwise(20)
    overdue = question.today_number - pl.col("received_number") > term
    return requests.filter(is_open).select(pl.len(), overdue.sum().alias("overdue"))
