"""What a reader must be told, as an id and what its sentence names; the dashboards hold the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """`id` names the sentence; `named` are the (name, value) pairs that it mentions, every value hashable."""

    id: str
    named: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, message_id: str, **named: Any) -> Message:
        """The message of that id about `named`."""
        return cls(message_id, tuple(named.items()))

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What the sentence names, by name."""
        return dict(self.named)
