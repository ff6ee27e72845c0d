"""Where values come from. A register declares its own source; the published account is everybody's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a value comes from. `id` is the source's id in the provenance tables."""

    id: str
    label: str
    institution: str


CUENTA_PUBLICA_2024 = Source(
    id="cuenta_publica_2024",
    label="Cuenta Pública Participativa 2024",
    institution="Servicio Nacional de Migraciones",
)
