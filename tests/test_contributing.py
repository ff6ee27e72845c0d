"""What CONTRIBUTING.md says to do is done, in a copy of the project and from its words alone, and then works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from metrics.model import formulas
from metrics.model.formulas import Formula

ROOT = Path(__file__).parents[1]
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
SHIPPED = ("data_access", "metrics", "dashboards", "geo", "tests", "alembic.ini", "pyproject.toml")
_SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_STEP = re.compile(
    r"^`(?P<path>[\w./]+)`, (?:(?P<new>new)|at the end(?: of `(?P<name>\w+)`)?|after `(?P<line>.+?)`)[;:].*?"
    r"^```\w+\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SECTIONS = dict(_SECTION.findall(CONTRIBUTING.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Copy:
    """A copy of the project, and what runs in it."""

    root: Path

    def run(self, *command: str) -> str:
        """What a program of the environment prints; the test fails where it does."""
        program = str(Path(sys.executable).with_name(command[0]))
        done = subprocess.run(  # noqa: S603
            [program, *command[1:]], cwd=self.root, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_", "PNME_"))}
        return kept | {
            "PYTHONPATH": str(self.root),
            "PNME_HOME": str(self.root / "var"),
            "PNME_DATABASE_URL": f"sqlite:///{self.root / 'var' / 'pnme.sqlite3'}",
        }

    def follow(self, section: str) -> list[str]:
        """Put the blocks of a section where it says; the tests that it brings."""
        text = SECTIONS[section]
        for step in _STEP.finditer(text):
            self._put(**step.groupdict())
        (self.root / "var").mkdir(exist_ok=True)
        (self.root / "var" / "regions.geojson").write_text("{}")  # other tests derive the map
        for block in _COMMANDS.findall(text):
            for command in block.splitlines():
                self.run(*shlex.split(command))
        return [step["path"] for step in _STEP.finditer(text) if step["path"].startswith("tests/")]

    def _put(self, *, path: str, new: str | None, name: str | None, line: str | None, body: str) -> None:
        target = self.root / path
        if new:
            assert not target.exists(), path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(body, encoding="utf-8")
            return
        text = target.read_text(encoding="utf-8")
        if name:
            start = text.index(f"\n{name} = (")
            place = text.index("\n)\n", start) + 1
        else:
            place = text.index("\n", text.index(line)) + 1 if line else len(text)
        target.write_text(text[:place] + body + text[place:], encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "bench", "browser"))
        else:
            shutil.copy(source, tmp_path / name)
    return Copy(tmp_path)


def _tests_pass(copy: Copy, tests: list[str]) -> None:
    assert tests
    told = copy.run(
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:dash",
        "-o",
        "addopts=--import-mode=importlib",
        *tests,
    )
    assert "passed" in told


def test_a_metric(copy):
    _tests_pass(copy, copy.follow("A metric"))
    assert "foi.requests_denied,Solicitudes denegadas" in copy.run(
        "pnme", "metrics", "list", "denegadas", "--format", "csv"
    )


def test_a_register_and_a_formula(copy):
    tests = copy.follow("A register") + copy.follow("A formula")
    _tests_pass(copy, [*tests, "tests/data_access/test_schema.py"])
    copy.run("pnme", "init")
    by_subject = ("--by", "complaint_subject", "--period", "2024-Q1", "--format", "csv", "--explain")
    assert copy.run("pnme", "metrics", "query", "complaints.received", *by_subject).splitlines()[1:] == [
        "complaints.received,2024-Q1,wait,3,count,False,False,True,False,",
        "complaints.received,2024-Q1,treatment,0,count,False,False,True,False,",
    ]
    rollups = copy.run("pnme", "refresh", "--full", "--format", "json")
    assert "rollup_of_complaints_counts_region_complaint_subject" in rollups
    asked = ("field_operations.mean_attendance", "--period", "2024", "--format", "csv", "--exact")
    mean = copy.run("pnme", "metrics", "query", *asked)
    assert float(mean.splitlines()[1].split(",")[2]) == pytest.approx(13933 / 585)
    assert "Mean" in copy.run("pnme", "metrics", "show", "field_operations.mean_attendance")


def test_every_change_names_files_that_are_there():
    """Those that a change makes stand in angle brackets or are new in a section below."""
    made = {step["path"] for step in _STEP.finditer(CONTRIBUTING.read_text(encoding="utf-8"))}
    named = set(re.findall(r"`([\w/]+(?:\.py|\.csv|\.md|/))`", SECTIONS["What to touch"]))
    assert {path for path in named - made if not (ROOT / path).exists() and "/" in path} == set()


def test_every_formula_has_its_question():
    table = SECTIONS["A metric"].partition("| question | formula |")[2]
    named = re.findall(r"^\| .* \| `(\w+)", table, flags=re.MULTILINE)
    assert sorted(named) == sorted(name for name in formulas.__all__ if _is_a_formula(getattr(formulas, name)))


def _is_a_formula(kind: type) -> bool:
    return issubclass(kind, Formula) and kind is not Formula
