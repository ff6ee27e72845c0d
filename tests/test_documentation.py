"""What the engineers' documents show is what happens: their examples are run, and answer as it is written there."""

from __future__ import annotations

import doctest
import re
import shlex
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from dashboards.cli import main
from data_access import schema
from metrics import Monitor, datasets, reconciliation, rollups
from metrics.catalogue import catalogue, foi
from metrics.model.formulas import Formula
from tests.tables import load_table

ROOT = Path(__file__).parents[1]
METRICS, CONTRIBUTING = ROOT / "docs" / "metrics.md", ROOT / "CONTRIBUTING.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _blocks(text, language):
    return [body for name, body in _BLOCK.findall(text) if name == language]


def _sections(path):
    """The parts of a document that start with a heading of the second level, by heading."""
    return {part.partition("\n")[0]: part for part in re.split(r"^## ", path.read_text(), flags=re.MULTILINE)[1:]}


SECTIONS = _sections(METRICS)


def _commands(block):
    """The commands of a terminal and what each one writes."""
    return [part.partition("\n")[::2] for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]


def test_every_block_is_run():
    for name, body in _BLOCK.findall(METRICS.read_text()):
        assert (name, body[:4]) in {("python", ">>> "), ("console", "$ pn")}


@pytest.mark.parametrize("heading", SECTIONS)
def test_examples_answer_as_written(demo_engine, heading):
    text = "\n".join(_blocks(SECTIONS[heading], "python"))
    said = []
    names = {"monitor": Monitor(demo_engine)}
    test = doctest.DocTestParser().get_doctest(text, names, heading, METRICS.name, None)
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert "".join(said) == ""


@pytest.mark.parametrize(("command", "written"), _commands("".join(_blocks(METRICS.read_text(), "console"))))
def test_commands_write_what_is_written(demo_url, capsys, monkeypatch, command, written):
    monkeypatch.setenv("PNME_DATABASE_URL", demo_url)
    with pytest.raises(SystemExit):
        main(shlex.split(command)[1:])
    said = capsys.readouterr()
    assert said.out + said.err == written


# --- a metric, as a newcomer adds one ---------------------------------------------------------------


@pytest.fixture
def newcomer(monkeypatch):
    """The blocks of CONTRIBUTING.md in their places: a condition, a declaration, and the test that is left to run."""
    condition, declaration, test = _blocks(_sections(CONTRIBUTING)["A metric"], "python")
    before = set(vars(datasets))
    exec(condition, vars(datasets))  # noqa: S102
    added = set(vars(datasets)) - before
    metric = eval(declaration, {**vars(datasets), **vars(foi)})  # noqa: S307
    monkeypatch.setattr(foi, "METRICS", (*foi.METRICS, metric))
    names = {"date": date, "load_table": load_table, "observe": observe, "schema": schema}
    exec(test, names)  # noqa: S102
    _forget()
    yield metric, next(found for name, found in names.items() if name.startswith("test_"))
    for name in added:
        delattr(datasets, name)
    monkeypatch.undo()
    _forget()


def _forget():
    catalogue.cache_clear()
    rollups.declared.cache_clear()


def test_a_metric_is_a_declaration_and_a_test(engine, newcomer):
    metric, its_test = newcomer
    assert catalogue()[metric.id] is metric
    its_test(engine)


def test_the_rest_comes_by_itself(engine, newcomer, capsys):
    metric, its_test = newcomer
    its_test(engine)
    by_region = Monitor(engine).observe(metric.id, by=["region", "month"], explain=True)
    assert "rollup_of_foi_requests_counts" in by_region.statements[0]
    assert by_region.rows() == Monitor(engine).observe(metric.id, by=["region", "month"], use_rollups=False).rows()
    with pytest.raises(SystemExit):
        main(["metrics", "show", metric.id, "--format", "csv"])
    assert metric.definition in capsys.readouterr().out


def test_every_formula_has_its_question():
    table = _sections(CONTRIBUTING)["A metric"].partition("| question | formula |")[2]
    named = re.findall(r"^\| .* \| `(\w+)", table, flags=re.MULTILINE)
    assert sorted(named) == sorted(formula.__name__ for formula in get_args(Formula))


def test_the_readme_counts_the_metrics():
    assert f"| {len(catalogue())} indicadores declarados" in (ROOT / "README.md").read_text()
