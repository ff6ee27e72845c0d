"""What the rows of each register must be to be loaded, whatever the database: one module a register.

A module ends in its `CONTRACTS`, one for each table of its registers, and is found without being named anywhere. A
table without a contract cannot be loaded.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sqlalchemy import Table

from data_access.contracts.base import Contract, Days, Known, Terms

__all__ = ["CONTRACTS", "Contract", "Days", "Known", "NoContractError", "Terms", "contract_of"]


class NoContractError(LookupError):
    """A table of a register that nobody has said the rows of."""


def _contracts() -> dict[Table, Contract]:
    found: dict[Table, Contract] = {}
    for name in sorted(module.name for module in iter_modules(__path__)):
        declared: tuple[Contract, ...] = getattr(import_module(f"{__name__}.{name}"), "CONTRACTS", ())
        found |= {contract.table: contract for contract in declared}
    return found


CONTRACTS = _contracts()


def contract_of(table: Table) -> Contract:
    """The contract of `table`; NoContractError if there is none."""
    if table not in CONTRACTS:
        msg = (
            f"no contract for {table.name}; allowed: a table that is in CONTRACTS of a module of data_access/contracts"
        )
        raise NoContractError(msg)
    return CONTRACTS[table]
