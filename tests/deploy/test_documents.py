"""What the documents for operators name is there, and what an operator can set, see or be told is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from dashboards.cli import app
from dashboards.serving.observing.events import Event
from dashboards.serving.settings import ServingSettings
from data_access.engine import Fault
from data_access.settings import Settings

ROOT = Path(__file__).parents[2]
OPERATION = (ROOT / "docs" / "operacion.md").read_text()
SECURITY = (ROOT / "SECURITY.md").read_text()
README = (ROOT / "README.md").read_text()
FIELDS = {f"PNME_{name.upper()}" for kind in (Settings, ServingSettings) for name in kind.model_fields}
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "pnme.rules.yml").read_text())["groups"][0]["rules"]
_COMMAND = re.compile(
    r"\bpnme ((?:backup|foi|init|loads|metrics|reconcile|refresh|restore|serve|upgrade|withdraw)[^`\n#|>;]*)"
)


def _variables(text):
    return set(re.findall(r"\bPNME_[A-Z_]+[A-Z]\b", text))


def _rows(heading):
    """What the first cells of the tables below a heading name, without those of their heads."""
    section = OPERATION.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return {
        name
        for row in re.findall(r"^\| (.+?) \|(?!.*\n\|--)", section, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }


def test_every_setting_is_in_the_table_and_nothing_else_is():
    assert _rows("Variables") == FIELDS


def test_no_document_or_file_names_another_setting():
    shipped = [path.read_text() for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    assert {name for text in (OPERATION, SECURITY, README, *shipped) for name in _variables(text)} <= FIELDS


def test_the_examples_hold_every_setting():
    examples = "".join(path.read_text() for path in (ROOT / "deploy" / "etc").iterdir())
    assert _variables(examples) == FIELDS


@pytest.mark.parametrize("said", sorted({one.strip() for one in _COMMAND.findall(OPERATION + README)}))
def test_every_command_that_is_named_exists(said):
    """With the options that it is named with."""
    commands, command = get_command(app).commands, None
    for word in said.split():
        if word in commands:
            command = commands[word]
            commands = getattr(command, "commands", {})
    assert command is not None, said
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert set(re.findall(r"(?<!\S)--[\w-]+", said)) <= options


def test_every_file_that_is_named_is_there():
    named = set(re.findall(r"`?((?:deploy|docs|tests)/[\w./@-]*\w)`?", OPERATION + SECURITY))
    mine = {"deploy/secrets", "deploy/certificate"}
    assert {path for path in named - mine if not (ROOT / path).exists()} == set()


def test_links_lead_somewhere():
    for folder, text in ((ROOT / "docs", OPERATION), (ROOT, SECURITY), (ROOT, README)):
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert target.startswith("http") or (folder / target).exists(), target


def test_every_fault_and_event_is_told():
    assert _rows("Fallas") == set(Fault)
    assert _rows("Registro") == set(Event)


def test_every_alert_is_told_and_looks_at_figures_that_there_are():
    assert _rows("Cifras y alertas") >= {rule["alert"] for rule in RULES}
    code = "".join(path.read_text() for path in (ROOT / "dashboards" / "serving" / "observing").glob("*.py"))
    made = set(re.findall(r'"(pnme_\w+)"', code))
    for rule in RULES:
        for name in re.findall(r"\bpnme_\w+", rule["expr"]):
            assert re.sub(r"_(total|bucket|count|sum)$", "", name) in made, name
