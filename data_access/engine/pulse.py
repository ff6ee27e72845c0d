"""Whether a database answers: asked on a connection of its own, and known to all who wait for it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

import psycopg
from sqlalchemy import Engine

from data_access.engine.faults import Fault, NoAnswerError, fault_of

_T = TypeVar("_T")
PING_SECONDS = 1.0
"""How long a database may take to say that it is there."""
_HOLDS_SECONDS = 5.0
"""How long a silence is believed: who found it may have stopped looking."""


class Pulse:
    """What was found last, shared by the threads that use one engine."""

    def __init__(self) -> None:
        self._silent_at: float | None = None

    @property
    def is_silent(self) -> bool:
        """The database did not answer when it was last asked, a moment ago."""
        found = self._silent_at
        return found is not None and monotonic() - found < _HOLDS_SECONDS

    def lost(self) -> None:
        """It was asked, and there was no answer."""
        self._silent_at = monotonic()

    def heard(self) -> None:
        """It answered, be it with a refusal."""
        self._silent_at = None


_CARRIED = "pnme_reach"
_SILENCES = (TimeoutError, NoAnswerError, psycopg.errors.ConnectionTimeout)


class Late(Generic[_T]):
    """A function under way in a thread of its own, which may be waited for as long as one likes and no longer."""

    def __init__(self, function: Callable[[], _T]) -> None:
        self._function, self._ended = function, Event()
        self._value: list[_T] = []
        self._error: BaseException | None = None
        Thread(target=self._run, daemon=True, name="pnme-database").start()

    def _run(self) -> None:
        try:
            self._value.append(self._function())
        except BaseException as error:  # noqa: BLE001  told to whoever waits
            self._error = error
        self._ended.set()

    @property
    def is_over(self) -> bool:
        """It returned or raised."""
        return self._ended.is_set()

    def wait(self, seconds: float) -> _T:
        """What it returned or raised; TimeoutError if it has not within `seconds`."""
        if not self._ended.wait(seconds):
            msg = f"no answer within {seconds} s"
            raise TimeoutError(msg)
        if self._error is not None:
            raise self._error
        return self._value[0]


class Reach:
    """How the database of an engine is asked apart from its pool; an engine carries it among its execution options."""

    def __init__(self, ask: Callable[[], None], pulse: Pulse | None = None) -> None:
        self.pulse = pulse or Pulse()
        self._ask, self._lock = ask, Lock()
        self._asked: Late[None] | None = None

    def carried(self) -> dict[str, object]:
        """The execution options of the engine."""
        return {_CARRIED: self}

    def asking(self) -> Late[None]:
        """The question that is still open, whose answer will do, or a new one: of a silent database there is one."""
        with self._lock:
            if self._asked is None or self._asked.is_over:
                self._asked = Late(self._ask)
            return self._asked


class Watch:
    """Finds out whether the database of an engine that `connect` made answers.

    One thread of the process calls `check` about every second, as long as it serves:

        watch = Watch(engine)
        while not stopping.wait(1.0):
            fault = watch.check()  # None: it answers

    What it finds is known to every connection of the engine. As long as the database is silent, statements that wait for
    it end within 0.2 s and new ones are not begun, all with an error of which `fault_of` says NO_ANSWER; a slow answer of
    a database that is there is waited for. So with the watch a hang ends within 3 s, and without it when the statement's
    own limit does. A silence that is not confirmed for some seconds is forgotten, so a watch may stop at any time.
    """

    def __init__(self, engine: Engine) -> None:
        reach = engine.get_execution_options().get(_CARRIED)
        if not isinstance(reach, Reach):
            msg = "this engine cannot be watched; allowed: one that data_access.engine.connect made"
            raise TypeError(msg)
        self._reach = reach

    def tell_silence(self) -> None:
        """Somebody's own question was not answered: until the next check, nobody else need wait to find that out."""
        self._reach.pulse.lost()

    def check(self, limit: float = PING_SECONDS) -> Fault | None:
        """What is wrong, or None, within `limit` seconds whatever happens. Threads may call it at once."""
        try:
            self._reach.asking().wait(limit)
        except _SILENCES:
            self._reach.pulse.lost()
            return Fault.NO_ANSWER
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is wrong
            self._reach.pulse.heard()
            return fault_of(error)
        self._reach.pulse.heard()
        return None
