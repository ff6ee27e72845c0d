"""The page in four tools, and how each is started."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from geo.boundaries import write_regions
from tests.bench import extract, servers
from tests.bench.drivers import DashReader, MonitorReader, PanelReader
from tests.bench.servers import Served
from tests.readers import Reader, StreamlitReader

PAGE = "transparencia"
OURS, BARE, DASH, PANEL, DASH_TWO = "Monitor PNME", "Streamlit, bare", "Dash", "Panel", "Dash, 2 workers"
_STREAMLIT = (
    *("--server.port", "{port}", "--server.address", "127.0.0.1", "--server.headless", "true"),
    *("--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"),
)
_GUNICORN = (
    "gunicorn",
    "tests.bench.apps.dash_app:server",
    "--bind",
    "127.0.0.1:{port}",
    "--threads",
    "8",
    "--workers",
)


@dataclass(frozen=True, kw_only=True)
class Tool:
    """How a page is served, where it is, what answers when it is ready, and who reads it."""

    command: tuple[str, ...]
    path: str = ""
    healthy: str
    reader: type[Reader]


TOOLS = {
    OURS: Tool(
        command=("pnme", "serve", "--port", "{port}"), path=PAGE, healthy="_stcore/health", reader=MonitorReader
    ),
    BARE: Tool(
        command=("streamlit", "run", "tests/bench/apps/bare_streamlit.py", *_STREAMLIT),
        healthy="_stcore/health",
        reader=StreamlitReader,
    ),
    DASH: Tool(command=(*_GUNICORN, "1"), healthy="_dash-layout", reader=DashReader),
    PANEL: Tool(
        command=("panel", "serve", "tests/bench/apps/panel_app.py", "--port", "{port}", "--address", "127.0.0.1"),
        path="panel_app",
        healthy="panel_app",
        reader=PanelReader,
    ),
    DASH_TWO: Tool(command=(*_GUNICORN, "2"), healthy="_dash-layout", reader=DashReader),
}


@dataclass(frozen=True)
class Stage:
    """What every tool reads: one demonstration database, and its extract."""

    folder: Path
    database: str

    def prepare(self) -> None:
        """Write the files beside the database: the extract and the map."""
        extract.write(self.database, self.folder)
        write_regions(self.folder / "regions.geojson")

    def serve(self, tool: Tool, tree: Path | None = None) -> AbstractContextManager[Served]:
        """A server of the tool, until the context closes; of another tree of the project, if one is given."""
        settings = ({"PYTHONPATH": str(tree)} if tree else {}) | {
            "PNME_DATABASE_URL": self.database,
            "PNME_HOME": str(self.folder),
            "BENCH_DATA": str(self.folder),
        }
        log = self.folder / "servers.log"
        return servers.serve(tool.command, path=tool.path, healthy=tool.healthy, log=log, settings=settings)
