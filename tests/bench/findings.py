"""What a section found, as one JSON file: what was measured, tables, targets and every raw run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import machine

_FOLDERS = {False: Path("var") / "bench", True: Path("var") / "bench" / "quick"}
Cell = str | float | int | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Figures under a caption; a row is as long as `columns`."""

    caption: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True, kw_only=True)
class Target:
    """What was promised, and what was measured: whether it is met is computed, never written."""

    claim: str
    measured: float | None
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """The measured value is within the limit; None where nothing was measured."""
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass(frozen=True, kw_only=True)
class Findings:
    """One section of the report. `method` says in a few sentences what was measured and how."""

    title: str
    method: str
    tables: list[Table]
    targets: list[Target]
    raw: dict[str, Any]
    notes: list[str] = field(default_factory=list)


def save(name: str, findings: Findings, *, is_quick: bool) -> Path:
    """Write the findings of a section, with the machine and the moment; quick ones never replace real ones."""
    path = _path(name, is_quick=is_quick)
    path.parent.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).isoformat(timespec="minutes")
    said = {"measured_at": moment, "machine": machine.describe(), **asdict(findings)}
    path.write_text(json.dumps(said, indent=1, ensure_ascii=False))
    return path


@dataclass(frozen=True, kw_only=True)
class Saved:
    """Findings read back, with when and where they were measured."""

    findings: Findings
    measured_at: str
    machine: dict[str, str]


def read(name: str, *, is_quick: bool) -> Saved | None:
    """The findings of a section, or None if it has not been run."""
    path = _path(name, is_quick=is_quick)
    if not path.is_file():
        return None
    said = json.loads(path.read_text())
    about = {key: said.pop(key) for key in ("measured_at", "machine")}
    said["tables"] = [Table(**table) for table in said["tables"]]
    said["targets"] = [Target(**target) for target in said["targets"]]
    return Saved(findings=Findings(**said), **about)


def _path(name: str, *, is_quick: bool) -> Path:
    return _FOLDERS[is_quick] / f"{name}.json"
