"""`pnme`: what programs read, and what a person is told in one line."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import psutil
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from dashboards.cli import app, main
from data_access import schema
from data_access.engine import connect, rebuilding
from data_access.engine.revision import head
from data_access.migration import upgrade as migrate
from metrics import neutral
from tests.pdfs import pages_of
from tests.tables import load_observations, load_rows, load_table, published_figure

QUERY = ("metrics", "query")


def _run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def _fails(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    return said.err


def test_query_as_json(demo_url):
    run = _run(
        *QUERY,
        "foi.requests_received",
        "foi.answered_share",
        "--period",
        "2025-Q1",
        "--format",
        "json",
        "--database",
        demo_url,
    )
    found = json.loads(run.stdout)
    assert run.exit_code == 0
    assert list(found) == ["data_version", "as_of", "rows"]
    assert found["as_of"] == "2025-03-31"
    assert found["rows"][0] == {
        "metric": "foi.requests_received",
        "period": "2025-Q1",
        "value": 4838,
        "unit": "count",
        "suppressed": False,
        "protected": False,
        "partial": False,
        "missing": [],
        "demonstration": True,
    }
    assert round(found["rows"][1]["value"], 3) == 0.981


def test_query_by_dimensions_and_filters(demo_url):
    run = _run(
        *QUERY, "foi.appeals_filed", "--by", "year, quarter", "--period", "2024", "--format", "json", "--database", demo_url
    )  # fmt: skip
    rows = json.loads(run.stdout)["rows"]
    assert [row["quarter"] for row in rows] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert sum(row["value"] for row in rows) == 791
    filters = ("--where", "region=13", "--where", "region=16", "--by", "region")
    run = _run(*QUERY, "field_operations.count", *filters, "--format", "json", "--database", demo_url)
    assert [row["region"] for row in json.loads(run.stdout)["rows"]] == ["13", "16"]


def test_query_of_what_is_not_known_is_null(demo_url):
    run = _run(*QUERY, "foi.requests_received", "--period", "2030", "--format", "json", "--database", demo_url)
    assert json.loads(run.stdout)["rows"][0]["value"] is None


def test_query_as_of_a_day(demo_url):
    asked = (*QUERY, "plan.measures_implemented", "--format", "json", "--database", demo_url)
    rows = {}
    for day in ("2024-08-21", "2020-01-01"):
        found = json.loads(_run(*asked, "--as-of", day).stdout)
        assert found["as_of"] == day
        rows[day] = found["rows"][0]["value"]
    assert rows == {"2024-08-21": 62, "2020-01-01": None}


def test_query_as_csv(demo_url):
    run = _run(*QUERY, "foi.appeals_filed", "--by", "year", "--format", "csv", "--database", demo_url)
    rows = list(csv.DictReader(io.StringIO(run.stdout)))
    assert [(row["year"], float(row["value"])) for row in rows] == [
        ("2022", 569),
        ("2023", 967),
        ("2024", 791),
        ("2025", 266),
    ]


def test_query_as_a_table(demo_url):
    run = _run(*QUERY, "foi.appeals_filed", "--period", "2030", "--database", demo_url)
    assert "foi.appeals_filed" in run.stdout
    assert "Sin dato" in run.stdout
    run = _run(*QUERY, "foi.appeals_filed", "--by", "year", "--period", "2030", "--database", demo_url)
    assert run.stdout == "Sin filas.\n"
    run = _run(
        *QUERY, "foi.appeals_filed", "--by", "year", "--period", "2030", "--format", "csv", "--database", demo_url
    )
    assert run.stdout == ""


def test_list():
    found = json.loads(_run("metrics", "list", "--format", "json").stdout)
    assert {"id": "foi.requests_received", "label": "Solicitudes de información recibidas", "unit": "count"} in found
    assert len(found) >= 200


def test_show():
    found = json.loads(_run("metrics", "show", "foi.response_days_median", "--format", "json").stdout)
    assert (found["formula"], found["targets"], found["direction"]) == ("Quantile", [15], "lower_is_better")
    assert found["legal_basis"] == "Ley 20.285, art. 14"
    assert "region" in found["dimensions"]
    assert "campo" in _run("metrics", "show", "foi.response_days_median").stdout


def test_reconcile(engine):
    url = engine.url.render_as_string(hide_password=False)
    load_rows(
        engine,
        {schema.published_figures: [published_figure("a", "inclusion.talks", "170", line=1)]},
        data_kind="published",
    )
    load_observations(
        engine,
        "inclusion.talks",
        "| period_from | period_to | value |\n| 2024-01-01 | 2024-12-31 | 171 |",
        data_kind="published",
    )
    run = _run("reconcile", "--format", "json", "--database", url)
    told = json.loads(run.stdout)
    check = next(check for check in told["checks"] if check["kind"] == "metrics")
    assert (check["id"], check["published"], check["computed"], check["outcome"]) == ("metrics:a", 170, 171, "differs")
    (found,) = (one for one in told["findings"] if one["checks"] == ["metrics:a"])
    assert found == {
        "id": "metrics:a",
        "chapter": "Capítulo",
        "table": "",
        "lines": [1],
        "checks": ["metrics:a"],
        "published": 170,
        "computed": 171,
        "sentence": "El texto dice 170 en «Cifra, 2024»; el indicador da 171.",
    }
    table = _run("reconcile", "--database", url).stdout
    assert f"{len(told['findings'])} contradicciones\n" in table
    assert "metrics:a" in "".join(table.split())
    assert (check["group"], told["groups"]["carried_over"]["differs"]) == ("carried_over", 1)
    assert told["stands_alone"] == [{"figure": "a", "raw": "170", "line": 1, "where": "Capítulo"}]
    assert sum(told["groups"]["arithmetic"].values()) == len(
        [one for one in told["checks"] if one["group"] == "arithmetic"]
    )
    assert "comprobaciones que pudieron fallar: " in table
    assert "1 contra lo hecho a partir de la cifra: 0 concuerdan, 1 difieren, 0 no se pueden decidir" in table
    assert "1 cifras están solas" in table
    assert "metrics:a,metrics,carried_over,a,170,171" in _run("reconcile", "--format", "csv", "--database", url).stdout


def _named(engine, name):
    """Metropolitana by another name, and attentions of it."""
    territories = schema.territories
    with engine.begin() as connection:
        connection.execute(sa.update(territories).where(territories.c.code == "13").values(short_name=name))
    load_observations(
        engine,
        "inclusion.talks",
        "| territory_code | period_from | period_to | value |\n| 13 | 2024-01-01 | 2024-12-31 | 7 |",
    )
    return engine.url.render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b[2J\x1b]0;x\x07", "13 �[2J�]0;x�"),
        ("a\nb\rc", "13 a b c"),
        (":smile: [red]x[/red]", "13 :smile: [red]x[/red]"),
        ("\u202eb", "13 �b"),
    ],
)
def test_a_table_gives_a_terminal_no_orders(engine, name, shown):
    run = _run(*QUERY, "inclusion.talks", "--by", "region", "--period", "2024", "--database", _named(engine, name))
    assert f" {shown} " in run.stdout
    assert run.stdout.count("\n") == 2
    assert not any(ord(letter) < 32 and letter != "\n" for letter in run.stdout)


@pytest.mark.parametrize("place", ["=1+1", " =1+1", "＝1+1", "x;=1+1", "@x"])
def test_files_and_tables_of_the_command_line_run_nothing(engine, place):
    rows = {schema.published_figures: [published_figure("a", "inclusion.talks", "-5", label="Cifra", table_name=place)]}
    load_rows(engine, rows, data_kind="published")
    url = engine.url.render_as_string(hide_password=False)
    text = _run("reconcile", "--format", "csv", "--database", url).stdout
    row = next(row for row in csv.DictReader(io.StringIO(text, newline="")) if row["id"] == "metrics:a")
    assert (row["where"], row["published"]) == (neutral(place), "-5")
    assert row["where"].startswith("'") or ";'=" in row["where"]
    told = json.loads(_run("reconcile", "--format", "json", "--database", url).stdout)
    assert told["checks"][0]["where"] == [place]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("foi.request_received",),
            "no existe el indicador «foi.request_received»; los más parecidos son: foi.requests_received",
        ),
        (("foi.requests_received", "--by", "sex"), "no se puede desglosar por «sex»"),
        (("foi.requests_received", "--period", "2024-Q5"), "no se entiende el período «2024-Q5»"),
        (("foi.requests_received", "--where", "region"), "no se entiende el filtro «region»"),
        (("foi.requests_received", "--where", "region='; DROP TABLE x"), "no es un valor de «region»"),
        (("foi.requests_received", "--as-of", "ayer"), "no se entiende la fecha «ayer»; se admite AAAA-MM-DD"),
        (("foi.requests_received", "--as-of", "20240331"), "no se entiende la fecha «20240331»; se admite AAAA-MM-DD"),
        (("plan.axis_share",), "no se puede sumar sobre «axis»"),
        (("foi.requests_received", "--format", "xml"), "xml"),
        ((), "ID"),
    ],
)
def test_bad_questions_are_told_in_one_line(demo_url, capsys, arguments, said):
    error = _fails(capsys, *QUERY, *arguments, "--database", demo_url)
    assert error.startswith("pnme: ")
    assert said in error


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://ana:secret@host/x", "se admite postgresql://usuario"),
        ("sqlite:////nowhere/pnme.sqlite3", "ejecute pnme init"),
        ("postgresql://ana:secret@/x?host=/nowhere", "rechaza la conexión: revise"),
    ],
)
def test_a_database_that_is_not_there_is_told_in_one_line(capsys, url, said):
    error = _fails(capsys, *QUERY, "plan.measures", "--database", url)
    assert said in error
    assert "secret" not in error


def test_done_is_zero(demo_url, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*QUERY, "plan.measures", "--database", demo_url])
    assert ended.value.code == 0
    assert "86" in capsys.readouterr().out


def test_init_without_demonstration_and_again(bare_url, monkeypatch, tmp_path):
    monkeypatch.setenv("PNME_HOME", str(tmp_path))
    (tmp_path / "regions.geojson").write_text("{}")  # the map is there already: other tests make it
    first = _run("init", "--no-demo", "--database", bare_url)
    assert first.exit_code == 0
    assert "filas nuevas" in first.stdout
    again = _run("init", "--no-demo", "--database", bare_url)
    assert "La base de datos ya estaba al día." in again.stdout
    found = json.loads(
        _run(
            *QUERY,
            "foi.requests_received",
            "inclusion.talks",
            "--period",
            "2024",
            "--format",
            "json",
            "--database",
            bare_url,
        ).stdout
    )
    assert [row["value"] for row in found["rows"]] == [None, 171]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "no existe la orden 'nothing'.; vea"),
        (("metrcs", "list"), "no existe la orden 'metrcs'. ¿quiso decir 'metrics'?"),
        (("metrics", "nothing"), "no existe la orden 'nothing'."),
        (("metrics", "show"), "falta el argumento 'ID'."),
        (("metrics", "show", "a.b", "more"), "sobran argumentos en: pnme metrics show a.b more"),
        (("serve", "--prot", "3"), "no existe la opción --prot (¿quiso decir --host, --port)"),
        (("serve", "--port"), "la opción '--port' necesita un valor."),
        (("init", "--demo=3"), "la opción '--demo' no lleva valor."),
        (
            ("serve", "--port", "abc"),
            "valor no admitido en '--port': «abc» no es un número entero; se admite: 1 a 65535",
        ),
        (("serve", "--port", "99999"), "«99999» es demasiado grande; se admite: 1 a 65535"),
        (("metrics", "list", "--format", "xml"), "«xml» no se admite; se admite: table, json, csv"),
    ],
)
def test_wrong_use_is_told_in_spanish(capsys, arguments, said):
    assert said in _fails(capsys, *arguments)


@pytest.mark.parametrize("asked", ["niñez", "ninez", "NIÑEZ"])
def test_metrics_are_found_by_words_with_or_without_accents(asked):
    found = [row["id"] for row in json.loads(_run("metrics", "list", asked, "--format", "json").stdout)]
    everything = json.loads(_run("metrics", "list", "--format", "json").stdout)
    assert 0 < len(found) < len(everything)
    assert found[0] == "children.attentions"


def test_what_is_found_is_listed_best_first():
    found = json.loads(_run("metrics", "list", "residencia definitiva", "--format", "json").stdout)
    assert found[0] == {"id": "permits.requested", "label": "Residencias solicitadas", "unit": "count"}
    lines = _run("metrics", "list", "presupuesto", "--format", "csv").stdout.splitlines()
    assert lines[:2] == ["id,label,unit", "budget.current,Presupuesto vigente,clp"]


def test_what_is_not_there_is_not_found():
    assert _run("metrics", "list", "zzz").stdout == "Sin filas.\n"


def test_a_table_is_whole_where_there_is_no_terminal(demo_url):
    """Ids and definitions uncut, a share as a percentage, a region by name beside its code."""
    assert "attention.records_per_1000_residents" in _run("metrics", "list").stdout
    asked = ("foi.answered_within_15_days_share", "--by", "region", "--period", "2024", "--database", demo_url)
    lines = _run(*QUERY, *asked).stdout.splitlines()
    (nuble,) = [line.split() for line in lines if "Ñuble" in line]
    assert nuble[0] == "foi.answered_within_15_days_share"
    assert nuble[2:4] == ["16", "Ñuble"]
    assert nuble[5] == "%"


def test_refresh(demo_url, engine):
    url = engine.url.render_as_string(hide_password=False)
    found = json.loads(_run("refresh", "--format", "json", "--database", url).stdout)
    assert {one["batches"] for one in found["rollups"]} == {0}


def test_the_statements_are_shown_where_they_are_asked_for(demo_url):
    run = _run(*QUERY, "foi.appeals_filed", "--explain", "--from-rows", "--database", demo_url)
    assert "FROM foi_appeals" in run.stderr


def test_loads_are_listed_and_one_is_withdrawn(engine, capsys):
    text = "| folio | received_on |\n| A1 | 2024-03-01 |"
    number = load_table(engine, schema.foi_requests, text)
    address = engine.url.render_as_string(hide_password=False)
    listed = json.loads(_run("loads", "--format", "json", "--database", address).stdout)["loads"]
    assert [(one["load"], one["register"], one["standing"]) for one in listed[1:]] == [(number, "foi_requests", True)]
    done = _run("withdraw", number, "--known-on", "2025-01-31", "--format", "json", "--database", address)
    said = {"load": number + 1, "withdraws": number, "restored": 0, "closed": 1, "counts_from": "2025-01-31"}
    assert json.loads(done.stdout) == said
    asked = (*QUERY, "foi.requests_received", "--format", "json", "--database", address)
    assert json.loads(_run(*asked).stdout)["rows"][0]["value"] is None
    assert json.loads(_run(*asked, "--as-of", "2025-01-30").stdout)["rows"][0]["value"] == 1
    assert "retira" in _run("loads", "--database", address).stdout
    said = _fails(capsys, "withdraw", number, "--known-on", "2025-02-28", "--database", address)
    assert said == f"pnme: la carga {number} ya fue retirada, o retira a otra; se admite una carga vigente\n"


def test_a_database_of_an_earlier_revision_says_what_to_run_and_is_upgraded(bare_url, capsys):
    opened = connect(bare_url)
    with rebuilding(opened) as connection:
        migrate(connection, "0001")
    opened.dispose()
    assert "ejecute pnme upgrade" in _fails(capsys, "loads", "--database", bare_url)
    run = _run("upgrade", "--database", bare_url)
    assert run.stdout == f"Base de datos actualizada de la revisión 0001 a la {head()}.\n"
    assert "ya estaba en la revisión" in _run("upgrade", "--database", bare_url).stdout
    assert _run("loads", "--database", bare_url).exit_code == 0


def test_there_is_nothing_to_upgrade_where_nothing_is(bare_url, capsys):
    assert "ejecute pnme init" in _fails(capsys, "upgrade", "--database", bare_url)


def test_a_later_revision_is_refused_by_every_command(engine, capsys, monkeypatch):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    url = engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("PNME_DATABASE_URL", url)  # serve sets it
    asked = (("loads",), ("refresh",), ("reconcile",), ("upgrade",), ("init",), ("serve", "--init"))
    for arguments in asked:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--database", url])
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        assert "una versión más nueva del programa (revisión 9999" in said.err.splitlines()[-1]


def test_an_init_that_is_killed_leaves_no_process(sqlite_server, database_names, tmp_path):
    environment = os.environ | {"PNME_HOME": str(tmp_path)}
    program = "import sys; from dashboards.cli import main; main(sys.argv[1:])"
    url = sqlite_server.create(next(database_names))
    command = [sys.executable, "-c", program, "init", "--database", url]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        children = []
        while not children and running.poll() is None:
            children = psutil.Process(running.pid).children(recursive=True)
        running.kill()
        _, alive = psutil.wait_procs(children, timeout=30)
    for process in alive:
        process.kill()
    assert (len(children), alive) == (1, [])


def test_pack_writes_what_a_session_carries(demo_url, tmp_path):
    once, again = tmp_path / "one.pdf", tmp_path / "two.PDF"
    for out in (once, again):
        run = _run("pack", "--session", "2025-03", "--out", out, "--database", demo_url)
        assert run.stdout == f"Carpeta de la sesión 2025-03 en {out}\n"
    assert once.read_bytes() == again.read_bytes()
    assert "62 medidas están implementadas y 7 atrasadas" in pages_of(once.read_bytes())[1]


@pytest.mark.parametrize(
    ("session", "name", "said"),
    [
        (
            "2025-99",
            "a.pdf",
            "no hay una sesión «2025-99»; hay 2025-03, 2024-11, 2024-08, 2024-05, o un día AAAA-MM-DD",
        ),
        ("2025-03", "a.doc", "la carpeta se escribe en un archivo .pdf o .xlsx; se pidió «a.doc»"),
        ("2025-03", "nowhere/a.pdf", "no se puede escribir en la carpeta "),
    ],
)
def test_pack_says_what_there_is(demo_url, tmp_path, capsys, session, name, said):
    told = _fails(capsys, "pack", "--session", session, "--out", tmp_path / name, "--database", demo_url)
    assert told.startswith(f"pnme: {said}")
    assert list(tmp_path.iterdir()) == []


CLOCK = ("foi", "clock", "--received", "2024-09-13", "--as-of", "2024-10-20")


def test_clock_as_json(demo_url):
    run = _run(*CLOCK, "--paused", "2024-10-04..2024-10-11", "--format", "json", "--database", demo_url)
    assert json.loads(run.stdout) == {
        "due": "2024-10-23",
        "days_used": 17,
        "days_left": 3,
        "state": "due_soon",
        "term_days": 20,
        "ended": None,
        "extension_late": False,
        "as_of": "2024-10-20",
    }


def test_clock_in_words(demo_url):
    run = _run(*CLOCK, "--extended", "2024-10-10", "--answered", "2024-10-18", "--database", demo_url)
    assert "30-10-2024" in run.stdout
    assert "Respondida en plazo" in run.stdout


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("--extended", "2024-09-01", "Prorrogada el 01-09-2024 es antes de que fuera recibida (13-09-2024)"),
        ("--paused", "ayer", "no se entiende la pausa «ayer»"),
        ("--paused", "2024-10-04..2024-10-01", "Aclarada el 01-10-2024 es antes de que fuera pedida su aclaración"),
        ("--answered", "2024-02-30", "no se entiende la fecha «2024-02-30»"),
        ("--as-of", "2190-01-01", "el 01-01-2190 está fuera del calendario de días hábiles"),
    ],
)
def test_clock_says_what_is_wrong(demo_url, capsys, option, text, said):
    assert said in _fails(capsys, *CLOCK, option, text, "--database", demo_url)


# --- requests for information --------------------------------------------------------------------------------


def test_waits_as_json_and_in_words(demo_url):
    told = json.loads(_run("foi", "waits", "--period", "2024", "--format", "json", "--database", demo_url).stdout)
    assert (told["received"], told["answered"], told["points"][0]["waiting"]) == (25009, 24143, 1)
    assert "68,1 %" in _run("foi", "waits", "--period", "2024", "--database", demo_url).stdout


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_no_rank_is_written_of_few_answers(demo_url, form):
    """Magallanes in a month: no topic has thirty answers."""
    asked = ("--by", "topic", "--period", "2025-03", "--where", "region=12", "--format", form, "--database", demo_url)
    written = _run("foi", "ranking", *asked).stdout
    if form == "json":
        told = json.loads(written)
        ranks = {row["rank"] for row in told["rows"]}
        assert (told["minimum"], ranks) == (30, {None})
    else:
        cut = (lambda line: line.split(",")[1]) if form == "csv" else (lambda line: line.split()[1])
        assert {cut(line) for line in written.splitlines()[1:]} == {"" if form == "csv" else "—"}


def test_due_by_day_and_one_by_one(demo_url):
    told = json.loads(_run("foi", "due", "--format", "json", "--database", demo_url).stdout)
    assert (told["as_of"], len(told["days"]), told["forecast"]["until"]) == ("2025-03-31", 21, "2025-04-29")
    folios = json.loads(_run("foi", "due", "--folios", "--format", "json", "--database", demo_url).stdout)["rows"]
    assert len(folios) == told["rows"]
    assert sum(row["left"] is None for row in folios) == told["paused"]
    assert sum(row["left"] is not None and row["left"] < 0 for row in folios) == told["overdue"]


def test_a_ranking_by_what_is_no_dimension_is_refused(demo_url, capsys):
    assert "se puede por: channel" in _fails(capsys, "foi", "ranking", "--by", "'; DROP TABLE", "--database", demo_url)
