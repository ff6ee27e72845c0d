"""What a process of the dashboards may take and whom it believes: read from the environment (prefix PNME_), never from code."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_Listed = Annotated[tuple[str, ...], NoDecode]
"""In the environment, separated by commas."""


class ServingSettings(BaseSettings):
    """For one process; several share nothing."""

    model_config = SettingsConfigDict(env_prefix="PNME_")

    memory_mb: int = 256
    """Megabytes (10^6 bytes, estimated) of answers, pages and files that sessions share."""
    origins: _Listed = ()
    """Where readers find the site (`https://monitor.example.cl`); without any, the port on this machine itself."""
    trusted_proxies: _Listed = ()
    """Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    sessions: int = 300
    """Sessions that may be open at once; whoever comes next is asked to come back."""
    sessions_per_client: int = 150
    """Of these, at most so many of one address, for a whole ministry may be behind one."""
    operator_address: str | None = None
    """Where health and figures are told to who runs it (`127.0.0.1:9501`); nowhere if there is none."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """From which level on events are told; info tells every request, debug where in the program a failure passed."""
    security_contact: str = "https://serviciomigraciones.cl"
    """Where security.txt sends who found a weakness."""

    contact: str = "https://serviciomigraciones.cl"
    """Whom readers ask about the figures: an address of a page or of mail."""

    @field_validator("origins", "trusted_proxies", mode="before")
    @classmethod
    def _parted(cls, value: Any) -> Any:
        return tuple(one.strip() for one in value.split(",") if one.strip()) if isinstance(value, str) else value
