"""What a process of the dashboards may take: read from the environment (prefix PNME_), never from code."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class ServingSettings(BaseSettings):
    """For one process; several share nothing."""

    model_config = SettingsConfigDict(env_prefix="PNME_")

    memory_mb: int = 256
    """Megabytes (10^6 bytes, estimated) of answers and pages that sessions share."""
