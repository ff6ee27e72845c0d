"""`python -m tests.soak [--sessions 200] [--minutes 15] [--quick]`: hold the site under readers, then under strangers."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import findings, report
from tests.bench.findings import Findings
from tests.sites import PROGRAM, free_port, serving
from tests.soak import told
from tests.soak.soaking import Plan, soak
from tests.soak.strangers import attack_all


def main() -> None:
    """Do what was asked for, write what was found, and end with 1 where it is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help="of soak, strangers; both if none")
    parser.add_argument("--sessions", type=int, default=200, help="readers at once; then twice as many want to come in")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--quick", action="store_true", help="a minute of each: whether it works; BENCHMARKS.md stays")
    given = parser.parse_args()
    if unknown := set(given.parts) - {"soak", "strangers"}:
        parser.error(f"no part {', '.join(unknown)}; allowed: soak, strangers")
    with TemporaryDirectory(prefix="pnme-soak-") as folder:
        home = Path(folder)
        found = {name: _measure(name, given, home) for name in given.parts or ("soak", "strangers")}
    for name, one in found.items():
        findings.save(name, one, is_quick=given.quick)
    print(report.write_soak(is_quick=given.quick))
    sys.exit(any(target.is_met is False for one in found.values() for target in one.targets))


def _measure(name: str, given: argparse.Namespace, home: Path) -> Findings:
    print(f"{name} …", flush=True)
    database = f"sqlite:///{home / 'demonstration.sqlite'}"
    environment = os.environ | {"PNME_DATABASE_URL": database, "PNME_HOME": str(home)}
    subprocess.run([PROGRAM, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    if name == "soak":
        return _soak(_plan(given), database, home)
    with serving(database, home) as served:
        return told.of_strangers(attack_all(served, questions=25 if given.quick else 60))


def _soak(plan: Plan, database: str, home: Path) -> Findings:
    operator = f"127.0.0.1:{free_port()}"
    with serving(database, home, operator_address=operator) as served:
        return told.of_soak(asyncio.run(soak(served, operator, plan, _tell)))


def _plan(given: argparse.Namespace) -> Plan:
    seconds, crowd_seconds = (60.0, 30.0) if given.quick else (60 * given.minutes, 120.0)
    return Plan(
        sessions=given.sessions,
        crowd=2 * given.sessions,
        seconds=seconds,
        crowd_seconds=crowd_seconds,
        is_warmed_up=not given.quick,
    )


def _tell(line: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    main()
