"""What the engineers' documents show is what happens: their examples are run, and answer as it is written there."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from dashboards.cli import main
from metrics import Monitor

ROOT = Path(__file__).parents[1]
METRICS = ROOT / "docs" / "metrics.md"
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
    names = {"monitor": Monitor(demo_engine), "Monitor": Monitor}
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
