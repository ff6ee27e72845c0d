"""Compare the answers of two commits: every metric by every dimension, through the command line, whose JSON is stable.

    python -m tests.answers REVISION

makes the demonstration of the working tree, asks it the same questions with the code of REVISION and with that of the
working tree, and prints how many answers were compared and which differ; it exits with 1 if any does. PostgreSQL too,
where PNME_COMPARE_URL names a database that `pnme init` made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_PERIODS = ((), *(("--period", period) for period in ("2024", "2025-Q1", "2024-02-29", "2030")))
_AS_OF = tuple(("--as-of", day) for day in ("2024-08-21", "2025-06-30"))
_ONE = ("--where", "region=16")
_TWO = (*_ONE, "--where", "region=13")


def main(arguments: list[str]) -> int:
    """Ask both and compare."""
    (revision,) = arguments
    with tempfile.TemporaryDirectory(prefix="pnme-answers-") as place:
        earlier, home = Path(place) / "earlier", Path(place) / "home"
        _run("git", "clone", "--quiet", "--shared", str(ROOT), str(earlier))
        _run("git", "-C", str(earlier), "checkout", "--quiet", revision)
        url = os.environ.get("PNME_COMPARE_URL") or f"sqlite:///{home / 'pnme.sqlite3'}"
        if not os.environ.get("PNME_COMPARE_URL"):
            _in_tree(ROOT, home, url, "init")
        before, now = (_in_tree(tree, home, url, "ask") for tree in (earlier, ROOT))
    return _told(json.loads(before), json.loads(now))


def _told(before: dict[str, Any], now: dict[str, Any]) -> int:
    both = before.keys() & now.keys()
    different = sorted(question for question in both if before[question] != now[question])
    gone, new = sorted(before.keys() - now.keys()), sorted(now.keys() - before.keys())
    cells = sum(len(before[question].get("rows", ())) for question in both if isinstance(before[question], dict))
    sys.stdout.write(
        f"{len(both)} answers compared, {cells} cells in them: {len(different)} differ; "
        f"{len(gone)} are no longer answered, {len(new)} are new\n"
    )
    for question in different:
        sys.stdout.write(f"differs: {question}\n  before: {before[question]}\n  now:    {now[question]}\n"[:2000])
    for question in gone:
        sys.stdout.write(f"gone: {question}\n")
    return 1 if different or gone else 0


def _run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603


def _in_tree(tree: Path, home: Path, url: str, what: str) -> str:
    """Run this module's `what` with the code of `tree`."""
    environment = os.environ | {"PYTHONPATH": str(tree), "PNME_HOME": str(home), "PNME_DATABASE_URL": url}
    command = [sys.executable, str(Path(__file__).resolve()), f"--{what}"]
    done = subprocess.run(command, check=True, env=environment, cwd=tree, stdout=subprocess.PIPE)  # noqa: S603
    return done.stdout.decode()


# --- inside one of the trees -----------------------------------------------------------------------------


def ask() -> dict[str, Any]:
    """Every question and its answer: the document that the command line prints, or what it says on refusing."""
    listed = _json("metrics", "list")
    answers = {}
    for metric in listed:
        sheet = _json("metrics", "show", metric["id"])
        answers[f"show {metric['id']}"] = sheet
        for question in _questions(sheet["dimensions"]):
            answers[" ".join((metric["id"], *question))] = _json("metrics", "query", metric["id"], *question)
    answers["reconcile"] = _json("reconcile")
    return answers


def _questions(dimensions: list[str]) -> Iterator[tuple[str, ...]]:
    splits = [(), *(("--by", name) for name in dimensions)]
    pairs = [("--by", f"{dimensions[0]},{name}") for name in dimensions[1:]]
    yield from ((*asked, *split) for asked in (*_PERIODS, *_AS_OF) for split in splits)
    yield from ((*_PERIODS[1], *split) for split in pairs)
    if "region" in dimensions:
        by_region = [(*_ONE,), (*_TWO,), (*_TWO, "--by", "region"), (*_ONE, "--by", "year")]
        yield from ((*asked, *limited) for asked in _PERIODS[:3] for limited in by_region)


def _json(*arguments: str) -> Any:
    import contextlib
    import io

    from dashboards.cli import main as pnme

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        pnme([*arguments, "--format", "json"])
    return json.loads(out.getvalue()) if out.getvalue() else err.getvalue()


if __name__ == "__main__":
    if sys.argv[1:] == ["--ask"]:
        sys.stdout.write(json.dumps(ask(), ensure_ascii=False))
    elif sys.argv[1:] == ["--init"]:
        from dashboards.cli import main as _pnme

        _pnme(["init"])
    else:
        sys.exit(main(sys.argv[1:]))
