"""The `pnme` command: each layer's commands together, and `serve`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError
from typer.exceptions import TyperException

from dashboards.display import misuse, words
from dashboards.display.presenter import SpanishPresenter
from dashboards.serving.listening import AddressError
from data_access import cli as data_cli
from data_access.backup import BackupError
from data_access.engine import DatabaseUnavailableError, DatabaseUrlError, Fault, fault_of
from data_access.settings import Settings
from data_access.versions import LoadError
from data_access.workers import end_with_parent
from geo.layer import BoundariesError
from metrics import MetricError
from metrics import cli as metrics_cli
from metrics.queries.rollups import refresh_step

if TYPE_CHECKING:
    from dashboards.serving.web.server import Site

app = typer.Typer(
    help="Monitor de la Política Nacional de Migración y Extranjería.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
metrics_cli.add_commands(app, SpanishPresenter())
data_cli.add_commands(app)
_ROLLUPS = ("Preparando los agregados", refresh_step)
DemoOption = Annotated[bool, typer.Option("--demo/--no-demo", help="Con o sin filas de demostración.")]


@app.command("init")
def init(*, demo: DemoOption = True, database: data_cli.DatabaseOption = None) -> None:
    """Crea las tablas, carga las cifras publicadas, las filas de demostración y el mapa."""
    _initialise(database, demonstration=demo)


@app.command("upgrade")
def upgrade(*, database: data_cli.DatabaseOption = None) -> None:
    """Pone al día las tablas, los datos de referencia y los agregados de una base con datos; no agrega filas."""
    data_cli.upgrade(database, last=[_ROLLUPS])


@app.command("pack")
def pack(
    session: Annotated[str, typer.Option(metavar="SESIÓN", help="Una sesión (2025-03) o un día (AAAA-MM-DD).")],
    out: Annotated[Path, typer.Option(metavar="ARCHIVO", help="Un archivo .pdf o .xlsx.")],
    *,
    database: data_cli.DatabaseOption = None,
) -> None:
    """La carpeta de una sesión del Comité: lo que se sabía ese día, para imprimir o en planilla."""
    from dashboards.documents.writing import UnwrittenError
    from dashboards.packs.session import write

    with _asking(database):
        try:
            write(session, out)
        except UnwrittenError as error:
            _fail(str(error))
    _say(f"Carpeta de la sesión {session} en {out}")


@app.command("sheet")
def sheet(
    period: Annotated[
        str, typer.Option(metavar="PERÍODO", help="Un año, un trimestre o un mes: 2024, 2024-Q1, 2024-03.")
    ],
    out: Annotated[Path, typer.Option(metavar="ARCHIVO", help="Un archivo .pdf o, con --all, una carpeta.")],
    *,
    region: Annotated[str, typer.Option(metavar="CÓDIGO", help="El código CUT de la región: 16.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Las 16 regiones, un archivo cada una.")] = False,
    database: data_cli.DatabaseOption = None,
) -> None:
    """La ficha de una región en una página, para imprimir."""
    from dashboards.documents.writing import UnwrittenError
    from dashboards.packs.region import write, write_all

    if bool(region) == every:
        _fail("indique una región con --region, o todas con --all")
    with _asking(database):
        try:
            if every:
                _say(f"{len(write_all(period, out))} fichas de {period} en {out}")
                return
            write(region, period, out)
        except UnwrittenError as error:
            _fail(str(error))
    _say(f"Ficha de la región {region}, {period}, en {out}")


@app.command("budget-sheet")
def budget_sheet(
    period: Annotated[str, typer.Option(metavar="MES", help="Un mes: 2025-03. De un trimestre o un año, el último.")],
    out: Annotated[Path, typer.Option(metavar="ARCHIVO", help="Un archivo .pdf.")],
    *,
    database: data_cli.DatabaseOption = None,
) -> None:
    """El presupuesto de un mes en una página, para imprimir."""
    from dashboards.documents.writing import UnwrittenError
    from dashboards.packs.budget import write

    with _asking(database):
        try:
            month = write(period, out)
        except UnwrittenError as error:
            _fail(str(error))
    _say(f"Presupuesto de enero a {month} en {out}")


@contextmanager
def _asking(database: str | None) -> Iterator[None]:
    """What pages ask, of a database that is there, outside a page."""
    from dashboards.serving.session import at_one_snapshot

    if database:
        os.environ["PNME_DATABASE_URL"] = database
    data_cli.open_database(None).dispose()
    with at_one_snapshot():
        yield


def _initialise(database: str | None, *, demonstration: bool) -> None:
    """Fill the database while another process derives the map: it takes half as long."""
    settings = Settings()
    with ProcessPoolExecutor(1, initializer=end_with_parent) as pool:
        drawing = None if settings.regions_path.is_file() else pool.submit(_derive_map, settings)
        data_cli.init(database, demonstration=demonstration, last=[_ROLLUPS])
        if drawing:
            drawing.result()


def _derive_map(settings: Settings) -> None:
    from geo.boundaries import write_regions

    write_regions(settings.regions_path, settings.boundaries)


@app.command("serve")
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Puerto.")] = 8501,
    host: Annotated[str, typer.Option(help="Dirección en la que escucha.")] = "127.0.0.1",
    *,
    init_if_empty: Annotated[bool, typer.Option("--init", help="Antes, inicializa la base si no lo está.")] = False,
    database: data_cli.DatabaseOption = None,
) -> None:
    """Sirve los tableros."""
    from dashboards.serving.web import server

    if database:
        os.environ["PNME_DATABASE_URL"] = database
    if init_if_empty and not data_cli.is_initialised(database):
        _initialise(database, demonstration=True)
    data_cli.open_database(None).dispose()
    server.serve(web_site(), host, port, began=lambda: _say(f"Monitor PNME en http://{host}:{port}"))


def _say(sentence: str) -> None:
    """Tell whoever started the server. That nobody can be told, on a full disk or a closed pipe, is no reason not to serve."""
    with suppress(OSError):
        typer.echo(sentence)


def web_site() -> Site:
    """The dashboards, with every page that everyone may open."""
    from dashboards.charts import choropleth, spec
    from dashboards.pages import PUBLIC_PAGES, addresses
    from dashboards.serving import warmup
    from dashboards.serving.web.server import Site

    return Site(
        script=Path(__file__).with_name("app.py"),
        pages=addresses(PUBLIC_PAGES),
        outlines_path=choropleth.OUTLINES_PATH,
        outlines=choropleth.outline_rules,
        # The charts drawn until then are checked against Vega-Lite's schema, and no more: later ones differ in rows.
        warm_up=partial(warmup.warm_up, PUBLIC_PAGES, then=spec.stop_checking),
    )


def main(arguments: list[str] | None = None) -> None:
    """Run `pnme`: exit 0 done, 1 the answer is no, 2 wrong use or bad input in one line on stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(given, standalone_mode=False)
    except typer.Abort:
        _fail("interrumpido")
    except TyperException as error:
        _fail(f"{misuse.sentence(error, given)}; vea: pnme --help")
    except MetricError as error:
        _fail(words.sentence(error.message))
    except (AddressError, BackupError, BoundariesError, LoadError, DatabaseUrlError, DatabaseUnavailableError) as error:
        _fail(error.spanish)
    except (SQLAlchemyError, OSError) as error:
        _fail_by_fault(error)
    sys.exit(code if isinstance(code, int) else 0)


def _fail_by_fault(error: SQLAlchemyError | OSError) -> None:
    """What the database says is wrong, or the disk; another error of a file is one of ours."""
    fault = fault_of(error)
    if fault is Fault.OTHER and isinstance(error, OSError):
        raise error
    _fail(f"{fault.spanish} ({type(error).__name__})" if fault is Fault.OTHER else fault.spanish)


def _fail(message: str) -> None:
    sys.stderr.write(f"pnme: {' '.join(message.split())}\n")
    sys.exit(2)
