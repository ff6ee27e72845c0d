"""What goes wrong with copies."""

from __future__ import annotations


class BackupError(RuntimeError):
    """A copy that cannot be made or put back; `spanish` is what people are told. The database is as it was."""

    def __init__(self, english: str, spanish: str) -> None:
        super().__init__(english)
        self.spanish = spanish
