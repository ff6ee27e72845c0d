"""Demonstration rows: generated, deterministic, without persons, and adding up to what is published.

Each module builds the batches of its registers from the published figures, by their ids, and ends in
its STEPS. Rows are known month by month up to LAST_DAY, which is the present of these data: never the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pkgutil import iter_modules

from data_access.loading import Batch

Step = tuple[str, Callable[[], Iterable[Batch]]]
"""What is generated, in Spanish, and the batches to load in their order."""

_FIRST = ("plan", "foi", "attention", "budget")


def demonstration_steps() -> tuple[Step, ...]:
    """The STEPS of every module here: those of _FIRST, then of what was added since, by name.

    The version of the data is a digest of the loads in their order, so a register that is added goes last.
    """
    added = sorted({module.name for module in iter_modules(__path__)} - set(_FIRST))
    modules = [import_module(f"{__name__}.{name}") for name in (*_FIRST, *added)]
    return tuple(step for module in modules for step in getattr(module, "STEPS", ()))
