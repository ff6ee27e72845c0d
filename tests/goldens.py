"""Texts that a review can read, kept in `tests/golden`: one that is missing or differs fails.

PNME_RENEW_GOLDENS=1 writes them anew, to be read before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
RENEWS = os.environ.get("PNME_RENEW_GOLDENS") == "1"


def check_golden(name, text):
    """`text` is what the golden of that name holds."""
    path = GOLDEN / f"{name}.sql"
    if RENEWS:
        path.write_text(text, encoding="utf-8")
    how = "the same test with PNME_RENEW_GOLDENS=1 writes it; read it before committing"
    assert path.is_file(), f"no golden {path.name}: {how}"
    assert text == path.read_text(encoding="utf-8"), f"{path.name} differs: {how}"
