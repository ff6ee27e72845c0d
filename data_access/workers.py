"""Processes that work for another one do not outlive it."""

from __future__ import annotations

import multiprocessing
import os
from threading import Thread

_ORPHANED = 1


def end_with_parent() -> None:
    """The initializer of a pool: this process ends when the one that started it has ended, in whatever way it did.

    A worker whose parent was killed would else wait for work for ever.
    """
    Thread(target=_follow_parent, daemon=True, name="pnme-parent").start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    os._exit(_ORPHANED)
