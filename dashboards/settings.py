"""How the dashboards share one process: read from the environment (prefix PNME_), never from code."""

from __future__ import annotations

from threading import BoundedSemaphore

from pydantic_settings import BaseSettings, SettingsConfigDict


class ServingSettings(BaseSettings):
    """Measured on two cores with 50 sessions that choose something every second."""

    model_config = SettingsConfigDict(env_prefix="PNME_")

    memory_mb: int = 256
    """Megabytes (10^6 bytes, estimated) of answers and finished pages that sessions share."""
    scripts_at_once: int = 4
    """How many pages are drawn at a time; the others wait. More only fight for the interpreter."""
    switch_interval: float = 0.005
    """Seconds that a thread keeps the interpreter while others want it."""


turns = BoundedSemaphore(ServingSettings().scripts_at_once)
"""Held by each page while it is drawn."""
