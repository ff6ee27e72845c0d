"""Text as a name that programs and file systems take: ASCII, lower case, words joined."""

from __future__ import annotations

import re

from dashboards.display.words import folded

_WORDS = re.compile(r"[a-z0-9]+")


def as_name(text: str, *, joint: str = "-", longest: int | None = None) -> str:
    """'Término planificado' as 'termino-planificado'; cut between words where it is longer."""
    name = joint.join(_WORDS.findall(folded(text)))
    if longest is None or len(name) <= longest:
        return name
    whole, cut, _ = name[: longest + 1].rpartition(joint)
    return whole if cut else name[:longest]
