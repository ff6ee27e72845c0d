"""What is told of a load that is refused: to people what came and what is allowed; to logs where, and never a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table

from data_access.contracts.persons import is_run
from data_access.versions import LoadError

LISTED = 20
"""How many failures are told one by one."""

_SHOWN_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One thing that is wrong: where, which rule, and in Spanish what came and what is allowed.

    `row` counts from 1 in the load's rows of the table; None where it is of the table or of the load as a whole.
    """

    column: str
    rule: str
    came: str
    allowed: str
    table: str | None = None
    row: int | None = None

    @classmethod
    def of(cls, table: Table, row: int, *columns: str, rule: str, came: str, allowed: str) -> Failure:
        """What is wrong in one row of a table."""
        return cls(table=table.name, row=row, column=", ".join(columns), rule=rule, came=came, allowed=allowed)

    @property
    def spanish(self) -> str:
        """One line for who sent the load."""
        place = (self.table, None if self.row is None else f"fila {self.row}", self.column)
        return f"{', '.join(filter(None, place))}: {self.came}; se admite {self.allowed}"

    @property
    def english(self) -> str:
        """One line for the log, without what came."""
        place = (self.table, None if self.row is None else f"row {self.row}", self.column)
        return f"{' '.join(filter(None, place))}: breaks {self.rule}"


class RefusedError(LoadError):
    """A load that was not taken: the first `failures`, in order, and how many more there are (`left_out`)."""

    def __init__(self, register: object, failures: Sequence[Failure], *, left_out: int = 0) -> None:
        self.failures, self.left_out = tuple(failures), left_out
        count = len(failures) + left_out
        english = [f"load of {register!r} refused, {count} wrong", *(one.english for one in failures)]
        heading = f"la carga de {register} se rechaza entera por {count} {'falla' if count == 1 else 'fallas'}"
        spanish = [heading, *(one.spanish for one in failures)]
        if left_out:
            english.append(f"and {left_out} more")
            spanish.append(f"y {left_out} más")
        super().__init__("; ".join(english), "\n".join(spanish))


def shown(*values: Any) -> str:
    """What came, for who sent it. A RUN is not repeated: it identifies a person."""
    return "no llegó nada" if values == (None,) else f"llegó {', '.join(map(_one, values))}"


def _one(value: Any) -> str:
    if is_run(value):
        return "un RUN, que identifica a una persona"
    if type(value) is date:
        return value.isoformat()
    text = repr(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"
