"""`python -m tests.bench [section …] [--quick]`: run sections, keep what they found, write BENCHMARKS.md."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys

from tests.bench import findings, report

SECTIONS = ("growth", "load", "limit", "pages", "concurrency")
"""Each is a module with `measure(*, is_quick) -> Findings`, in the order of the report."""
ON_REQUEST = ("versions",)
"""Likewise, but only where it is named, and no part of the report: it is about two commits."""


def main() -> None:
    """Run the sections named, or all; one that is not run again keeps its findings."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "sections",
        nargs="*",
        metavar="section",
        help=f"of {', '.join((*SECTIONS, *ON_REQUEST))}; all but the last if none",
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it works, not how fast")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.sections if name not in (*SECTIONS, *ON_REQUEST)]
    if unknown:
        parser.error(f"no section {', '.join(unknown)}; allowed: {', '.join((*SECTIONS, *ON_REQUEST))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))  # whoever is told to stop stops its servers
    for name in arguments.sections or SECTIONS:
        print(f"{name} …", flush=True)
        found = importlib.import_module(f"tests.bench.{name}").measure(is_quick=arguments.quick)
        print(f"  {findings.save(name, found, is_quick=arguments.quick)}", flush=True)
        if name in SECTIONS:
            print(f"  {report.write(SECTIONS, is_quick=arguments.quick)}", flush=True)
        else:
            print(report.told(name, is_quick=arguments.quick), flush=True)


if __name__ == "__main__":
    main()
