"""Where things are: read from the environment (prefix PNME_), never from code."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`home` holds what the product writes; `database_url` replaces the embedded file in it."""

    model_config = SettingsConfigDict(env_prefix="PNME_")

    home: Path = Path("var")
    database_url: str | None = None
    protection_key: str | None = None
    """The secret by which `pnme init` has a new database round protected counts, to round them as another one does."""
    boundaries: Path | None = None
    """An institution's own file of regional boundaries, in place of the official division."""
    pg_bin: Path | None = None
    """The folder of pg_dump, pg_restore and psql, where those on PATH are not the ones to use."""

    @property
    def url(self) -> str:
        """The database to use: the one named, else the embedded SQLite file."""
        return self.database_url or f"sqlite:///{(self.home / 'pnme.sqlite3').resolve()}"

    @property
    def regions_path(self) -> Path:
        """The simplified map that `pnme init` derives."""
        return self.home / "regions.geojson"
