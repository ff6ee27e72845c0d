"""The SQL that README.md gives for a role that only reads."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def reading_role(*, password: str, name: str = "pnme_lectura", database: str = "faulty") -> list[str]:
    """Its statements, with a password in place of the dots, and with the name and the database of a test."""
    (block,) = re.findall(r"```sql\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    changes = {"'…'": f"'{password}'", "DATABASE pnme": f"DATABASE {database}", "pnme_lectura": name}
    without_comments = re.sub(r"--.*", "", block)
    for written, wanted in changes.items():
        without_comments = without_comments.replace(written, wanted)
    return [statement.strip() for statement in without_comments.split(";") if statement.strip()]
