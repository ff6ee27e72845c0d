"""BENCHMARKS.md from the findings of whatever sections have been run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.bench import findings
from tests.bench.findings import Cell, Saved, Table, Target

REPORTS = {False: Path("BENCHMARKS.md"), True: Path("var") / "bench" / "quick" / "BENCHMARKS.md"}
SOAK = ("soak", "strangers")
"""Written by `make soak`, behind everything else; `make bench` leaves what is there as it is."""
_SOAK_BEGINS = "<!-- make soak -->"
_ABSENT = "–"
_HEAD = """# Benchmarks

Written by `make bench` (`python -m tests.bench [section …]`); do not edit. Every figure is a median of the runs
that its section names, and every ratio is of runs that took turns in the same minutes. Raw runs: `var/bench/*.json`.
"""
_QUICK = "\n**Quick runs on tiny sizes: they show that the harness works, not how fast anything is.**\n"
_VERDICTS = {True: "met", False: "**NOT met**", None: "not measured"}


def write(sections: Sequence[str], *, is_quick: bool) -> Path:
    """Render every section that has findings, in the order given."""
    saved = {name: one for name in sections if (one := findings.read(name, is_quick=is_quick))}
    head = _HEAD + _QUICK if is_quick else _HEAD
    parts = [head, _summary(saved), *(_section(name, one) for name, one in saved.items())]
    path = REPORTS[is_quick]
    _, soak = _parted(path)
    path.write_text("\n".join(parts) + soak)
    return path


def write_soak(*, is_quick: bool) -> Path:
    """Render what `make soak` has found, and leave the other sections as they are."""
    path = REPORTS[is_quick]
    before, _ = _parted(path)
    saved = {name: one for name in SOAK if (one := findings.read(name, is_quick=is_quick))}
    machine = _machines(saved).partition("\n")[2].strip()
    parts = [f"\n{_SOAK_BEGINS}\n\n# Soak and strangers\n\nWritten by `make soak`.\n\n{machine}\n"]
    parts += [_section(name, one) for name, one in saved.items()]
    path.write_text(before.rstrip() + "\n" + "\n".join(parts))
    return path


def _parted(path: Path) -> tuple[str, str]:
    """The report as far as `make bench` writes it, and what `make soak` has written."""
    written = path.read_text() if path.is_file() else ""
    before, mark, after = written.partition(_SOAK_BEGINS)
    return before, f"\n{mark}{after}" if mark else ""


def told(name: str, *, is_quick: bool) -> str:
    """One section as text, for who asked for it alone."""
    return _section(name, findings.read(name, is_quick=is_quick))


def _summary(saved: dict[str, Saved]) -> str:
    rows: list[tuple[Cell, ...]] = [
        (one.findings.title, target.claim, _amount(target), _VERDICTS[target.is_met])
        for one in saved.values()
        for target in one.findings.targets
    ]
    table = Table(caption="Targets", columns=("section", "target", "measured", "verdict"), rows=rows)
    return "\n".join([_machines(saved), "## Targets\n", *_grid(table), ""])


def _machines(saved: dict[str, Saved]) -> str:
    """The machine once, or each section's if they were measured on different ones."""
    distinct: list[dict[str, str]] = []
    for one in saved.values():
        if one.machine not in distinct:
            distinct.append(one.machine)
    lines = ["## Machine and versions\n"]
    for described in distinct:
        lines += [f"- {label}: {text}" for label, text in described.items()]
        sections = [one.findings.title for one in saved.values() if one.machine == described]
        lines += [f"- Sections: {'; '.join(sections)}", ""] if len(distinct) > 1 else [""]
    return "\n".join(lines)


def _section(name: str, one: Saved) -> str:
    found = one.findings
    lines = [
        f"## {found.title}\n",
        found.method,
        "",
        f"Measured {one.measured_at}: `python -m tests.{'soak' if name in SOAK else 'bench'} {name}`.",
        "",
    ]
    for table in found.tables:
        lines += [f"**{table.caption}**\n", *_grid(table), ""]
    lines += [f"- {note}" for note in found.notes]
    lines += [_verdict(target) for target in found.targets]
    return "\n".join([*lines, ""])


def _grid(table: Table) -> list[str]:
    head = f"| {' | '.join(table.columns)} |"
    rule = "|" + "---|" * len(table.columns)
    return [head, rule, *(f"| {' | '.join(_text(cell) for cell in row)} |" for row in table.rows)]


def _verdict(target: Target) -> str:
    return f"- Target: {target.claim}. Measured: {_amount(target)}. {_VERDICTS[target.is_met]}."


def _amount(target: Target) -> str:
    return _ABSENT if target.measured is None else f"{_text(target.measured)} {target.unit}".strip()


def _text(cell: Cell) -> str:
    """A number with three significant digits, whole from a hundred on."""
    if cell is None:
        return _ABSENT
    if isinstance(cell, str):
        return cell
    if float(cell).is_integer() or abs(cell) >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.3g}"
