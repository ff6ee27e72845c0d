"""Section 2: how fast rows come in, what the roll-ups of a million cost, and how much memory it takes."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

import adbc_driver_postgresql.dbapi as adbc_postgresql
import adbc_driver_sqlite.dbapi as adbc_sqlite
import polars as pl
from sqlalchemy.engine import make_url

from tests.bench import generator
from tests.bench.databases import KINDS, create_for_pages, load_requests, server
from tests.bench.findings import Findings, Table, Target
from tests.bench.growth import refresh_all
from tests.bench.timing import seconds
from tests.servers import Server

_ROWS = {False: 1_000_000, True: 5_000}
_RUNS = {False: 5, True: 2}
_MORE = 4
"""How many times more rows the peak memory is measured with."""

Times = dict[str, list[float]]


def measure(*, is_quick: bool) -> Findings:
    """Rows per second of our loader and of ADBC alone, and the refresh that follows."""
    rows, runs = _ROWS[is_quick], _RUNS[is_quick]
    times = {kind: _measure_kind(kind, rows, runs) for kind in KINDS}
    peaks = {size: _peak_memory(size) for size in (rows, rows * _MORE)}
    grown = 100 * (peaks[rows * _MORE] / peaks[rows] - 1)
    return Findings(
        title="2. Load",
        method=(
            f"{rows:,} generated requests (generation included) into an empty register, {runs} runs in turn: our loader with its four "
            "indexes, foreign keys and supersession in one transaction; and ADBC into a table without any of them, which is how "
            "fast the driver could go. Then a full refresh. Peak memory is that of a process that does nothing but load into SQLite."
        ),
        tables=[
            Table(
                caption="Rows per second, and seconds of a full refresh per million rows: medians",
                columns=("database", "our loader, rows/s", "ADBC alone, rows/s", "full refresh, s per million"),
                rows=[
                    (
                        kind,
                        *(rows / median(found[name]) for name in ("loader", "adbc")),
                        median(found["refresh"]) * 1e6 / rows,
                    )
                    for kind, found in times.items()
                ],
            ),
            Table(
                caption="Peak memory of the loading process",
                columns=("rows", "MB"),
                rows=list(peaks.items()),
            ),
        ],
        targets=[
            Target(
                claim=f"peak memory does not follow the rows: {_MORE} times the rows, at most 20 % more",
                measured=grown,
                limit=20,
                unit="%",
            )
        ],
        raw={"seconds": times, "peak_mb": {str(size): peak for size, peak in peaks.items()}},
    )


def _measure_kind(kind: str, rows: int, runs: int) -> Times:
    times: Times = {"loader": [], "refresh": [], "adbc": []}
    with server(kind) as made_by:
        for run in range(runs):
            url = create_for_pages(made_by, f"load_{run}")
            times["loader"].append(seconds(lambda url=url: load(url, rows)))
            times["refresh"].append(seconds(lambda url=url: refresh_all(url)))
            times["adbc"].append(seconds(lambda run=run: _ADBC[kind](made_by, f"adbc_{run}", rows)))
            made_by.drop(f"load_{run}")
    return times


def load(url: str, rows: int) -> None:
    """Load generated requests as an institution would."""
    frames = generator.frames(rows)
    load_requests(url, frames, recorded_on=generator.LAST_DAY, covers_from=generator.FIRST_DAY, checksum="first")


def _into_sqlite(made_by: Server, name: str, rows: int) -> None:
    path = make_url(made_by.create(name)).database
    with adbc_sqlite.connect(path) as connection:
        _ingest(connection, rows)


def _into_postgresql(made_by: Server, name: str, rows: int) -> None:
    url = make_url(made_by.create(name)).set(drivername="postgresql")
    with adbc_postgresql.connect(url.render_as_string(hide_password=False)) as connection:
        _ingest(connection, rows)
    made_by.drop(name)


def _ingest(connection: Any, rows: int) -> None:
    for number, frame in enumerate(generator.frames(rows)):
        with connection.cursor() as cursor:
            cursor.adbc_ingest("requests", _plain(frame).to_arrow(), mode="append" if number else "create")
    connection.commit()


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates as text: what SQLite stores, and not slower elsewhere."""
    return frame.with_columns(pl.selectors.date().cast(pl.String))


_ADBC: Mapping[str, Callable[[Server, str, int], None]] = {"sqlite": _into_sqlite, "postgresql": _into_postgresql}


def _peak_memory(rows: int) -> float:
    """MB at the peak of a process of its own."""
    with server("sqlite") as made_by:
        url = create_for_pages(made_by, "peak")
        command = [sys.executable, "-m", "tests.bench.load", url, str(rows)]
        said = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(said.stdout)


def main() -> None:
    """`python -m tests.bench.load URL ROWS`: load, and print the peak memory in MB."""
    load(sys.argv[1], int(sys.argv[2]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)


if __name__ == "__main__":
    main()
