"""What an interaction costs in this tree and in an earlier commit, in turns: `make bench SECTIONS=versions BASE=…`."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import databases, pages
from tests.bench.findings import Findings, Table, Target
from tests.bench.pages import FULL, QUICK, Scale, Step, Walk, ratio, walk
from tests.bench.timing import middle
from tests.bench.tools import OURS, TOOLS, Stage

EARLIER = "the earlier commit"
Costs = dict[str, dict[str, list[float]]]
_ALLOWED = 1.1
"""Times the earlier cost: two servers of the same commit differ by as much on a virtual machine."""


def measure(*, is_quick: bool) -> Findings:
    """Serve both trees over one demonstration database and walk through each page in turns."""
    scale = QUICK if is_quick else FULL
    with databases.server("sqlite") as made, tempfile.TemporaryDirectory(prefix="pnme-bench-") as folder:
        stage = Stage(Path(folder), databases.create_demonstration(made, "demonstration"))
        stage.prepare()
        tree = _earlier_tree(Path(folder) / "earlier")
        raw = {page: _page(stage, tree, page, steps, scale) for page, steps in _walks().items()}
    return _findings(raw)


def _walks() -> dict[str, list[Step]]:
    """The pages with filters, and the steps through all their questions."""
    return {"transparencia": walk(), "territorio": walk()}


def _earlier_tree(target: Path) -> Path:
    """A checkout of the revision that BASE names."""
    revision = os.environ.get("BASE")
    if not revision:
        msg = "no BASE: name the earlier revision, such as make bench SECTIONS=versions BASE=HEAD~1"
        raise RuntimeError(msg)
    for command in (
        ("git", "clone", "--quiet", "--shared", ".", str(target)),
        ("git", "-C", str(target), "checkout", "--quiet", revision),
    ):
        subprocess.run(command, check=True)
    return target


def _page(stage: Stage, tree: Path, page: str, steps: list[Step], scale: Scale) -> Costs:
    """Processor milliseconds of one interaction of both, by tool, 'new' and 'known', a value per run.

    A page with few questions has a process for each run, or a run would be shorter than the clock's tick.
    """
    if len(steps) >= scale.runs * scale.slice_steps:
        return pages.said(page, _in_one_process(stage, tree, page, steps, scale))
    whole = replace(scale, runs=1, slice_steps=len(steps))
    runs = [_in_one_process(stage, tree, page, steps, whole) for _ in range(scale.runs)]
    return pages.said(
        page,
        {name: {kind: [run[name][kind][0] for run in runs] for kind in ("new", "known")} for name in (OURS, EARLIER)},
    )


def _in_one_process(stage: Stage, tree: Path, page: str, steps: list[Step], scale: Scale) -> Costs:
    tool = replace(TOOLS[OURS], path=page)
    with ExitStack() as stack:
        served = {
            OURS: stack.enter_context(stage.serve(tool)),
            EARLIER: stack.enter_context(stage.serve(tool, tree)),
        }
        return Walk(served, dict.fromkeys(served, tool.reader), steps, scale).measure(tuple(served))


def _findings(raw: dict[str, Any]) -> Findings:
    rows = [
        (
            page,
            kind,
            middle(found[EARLIER][kind]),
            middle(found[OURS][kind]),
            ratio(found[OURS][kind], found[EARLIER][kind]),
        )
        for page, found in raw.items()
        for kind in ("known", "new")
    ]
    return Findings(
        title="6. Versions: an interaction in this tree and in an earlier commit",
        method=(
            "Both trees are served over one demonstration database and walked through in turns, by one reader each. "
            "Processor time is that of the server's processes, without what they use in the same time when nobody asks; a question is new the first time that it is asked."
        ),
        tables=[
            Table(
                caption="Processor time of one interaction",
                columns=("page", "question", "earlier, ms", "now, ms", "times the earlier"),
                rows=rows,
            )
        ],
        targets=[
            Target(
                claim=f"a {kind} question of {page} costs at most {_ALLOWED:g} times what it did",
                measured=times,
                limit=_ALLOWED,
                unit="times",
            )
            for page, kind, _, _, times in rows
        ],
        raw=raw,
    )
