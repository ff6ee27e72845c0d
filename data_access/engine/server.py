"""PostgreSQL: every wait for it has an end, also where it is frozen and its kernel goes on acknowledging."""

from __future__ import annotations

from collections.abc import Generator
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.waiting import READY_NONE
from sqlalchemy import Engine
from sqlalchemy.exc import InvalidatePoolError

from data_access.engine.faults import NoAnswerError
from data_access.engine.pulse import PING_SECONDS, Late, Pulse, Reach

_T = TypeVar("_T")

CONNECT_SECONDS = 2
READER_LOCK_SECONDS, WRITER_LOCK_SECONDS = 2, 30
_GRACE_SECONDS = 1.0
"""The server interrupts what is slow. Who has not heard of it by then waits for a server that is no more."""
_IDLE_SECONDS = 60
_PING_ABANDONED_AFTER = 3.0
_POOL = {"pool_size": 5, "max_overflow": 10, "pool_timeout": 2}
_NETWORK = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}
_READER = {
    "default_transaction_read_only": "on",
    "lock_timeout": f"{READER_LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{_IDLE_SECONDS}s",
}
_WRITER = {"lock_timeout": f"{WRITER_LOCK_SECONDS}s"}


class BoundedConnection(psycopg.Connection[Any]):
    """A connection that gives up: on what takes longer than `limit` seconds, and on a database that is silent.

    It is then closed, since nobody knows what the server would do with it; the pool makes others.
    """

    limit: float | None = None
    pulse: Pulse | None = None

    def wait(self, gen: Generator[Any, Any, _T], *args: Any, **kwargs: Any) -> _T:
        """What psycopg calls for everything that it waits for."""
        try:
            return super().wait(self._bounded(gen), *args, **kwargs)
        except NoAnswerError:
            self.close()
            raise

    def _bounded(self, gen: Generator[Any, Any, _T]) -> Generator[Any, Any, _T]:
        """`gen`, looked after at every interval in which nothing came."""
        begun = monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready == READY_NONE:
                    self._give_up_if_silent(monotonic() - begun)
                wanted = gen.send(ready)
        except StopIteration as end:
            value: _T = end.value
            return value

    def _give_up_if_silent(self, waited: float) -> None:
        if self.limit is not None and waited > self.limit:
            msg = f"no answer within {self.limit} s"
            raise NoAnswerError(msg)
        if self.pulse is not None and self.pulse.is_silent:
            msg = f"no answer after {waited:.1f} s, and the database is silent"
            raise NoAnswerError(msg)

    def ping(self, limit: float) -> None:
        """Ask for nothing, outside of a transaction; psycopg.Error unless there is an answer within `limit` seconds."""
        usual, self.limit = self.limit, limit
        try:
            self.autocommit = True
            self.execute("")
            self.autocommit = False
        finally:
            self.limit = usual


def writing(url: sa.URL) -> Engine:
    """An engine that waits for its turn and, once it has it, as long as it takes."""
    engine = sa.create_engine(url, pool_pre_ping=True)
    _connecting(engine, _options(url, _WRITER), limit=None, pulse=None)
    return engine


def reading(url: sa.URL, seconds: float) -> Engine:
    """An engine that does not write, and of which a question takes `seconds` at most, a lock or a connection less."""
    pulse = Pulse()
    asker = _Asker(url)
    reach = Reach(asker.ask, pulse)
    # Repeatable read: the statements of one question see one version of the data.
    engine = sa.create_engine(url, isolation_level="REPEATABLE READ", execution_options=reach.carried(), **_POOL)
    limits = _READER | {"statement_timeout": f"{seconds * 1000:.0f}ms"}
    _connecting(engine, _options(url, limits), limit=seconds + _GRACE_SECONDS, pulse=pulse)
    _pinging(engine)
    sa.event.listen(engine, "engine_disposed", lambda _: asker.close())
    return engine


def _options(url: sa.URL, settings: dict[str, str]) -> str:
    given = url.query.get("options", "")
    return " ".join([str(given), *(f"-c {name}={value}" for name, value in settings.items())]).strip()


def _connecting(engine: Engine, options: str, *, limit: float | None, pulse: Pulse | None) -> None:
    @sa.event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, args: Any, given: dict[str, Any]) -> BoundedConnection:
        if pulse is not None and pulse.is_silent:
            msg = "not connected: the database is silent"
            raise NoAnswerError(msg)
        connection = connect_within(CONNECT_SECONDS, *args, **{**_NETWORK, **given, "options": options})
        connection.limit, connection.pulse = limit, pulse
        return connection


def connect_within(seconds: float, *args: Any, **given: Any) -> BoundedConnection:
    """A connection; NoAnswerError after `seconds` and the driver's own grain of time.

    The driver bounds each address of a name by itself, and the look-up of the name not at all.
    """
    decided = Lock()  # by whoever takes it: it is in time, or it is too late

    def connect() -> BoundedConnection:
        connection = BoundedConnection.connect(*args, **given)
        if not decided.acquire(blocking=False):
            connection.close()
        return connection

    connecting = Late(connect)
    try:
        return connecting.wait(seconds + _GRAIN_SECONDS)
    except TimeoutError as error:
        if not decided.acquire(blocking=False):
            return connecting.wait(_GRAIN_SECONDS)
        msg = f"no connection within {seconds} s"
        raise NoAnswerError(msg) from error


_GRAIN_SECONDS = 0.3


def _pinging(engine: Engine) -> None:
    """What SQLAlchemy calls pre-ping, with an end: a connection that lay in the pool is tried before it is given out."""

    @sa.event.listens_for(engine, "connect")
    def note(_connection: Any, record: Any) -> None:
        record.info[_FRESH] = True

    @sa.event.listens_for(engine, "checkout")
    def ping(connection: BoundedConnection, record: Any, _proxy: Any) -> None:
        if record.info.pop(_FRESH, False):
            return
        try:
            connection.ping(PING_SECONDS)
        except NoAnswerError:
            raise
        except psycopg.Error as error:
            raise InvalidatePoolError from error


_FRESH = "pnme_fresh"


class _Asker:
    """A connection apart from the pool, by which it is found out whether the server answers."""

    def __init__(self, url: sa.URL) -> None:
        self._url, self._lock = url, Lock()
        self._connection: BoundedConnection | None = None
        self._closings = 0

    def ask(self) -> None:
        """Return if it answers. A connection that was cut is no answer yet: another one is made."""
        connection = self._connection
        if connection is not None and not connection.closed:
            try:
                connection.ping(_PING_ABANDONED_AFTER)
            except NoAnswerError:
                raise
            except psycopg.Error:
                connection.close()
            else:
                return
        closings = self._closings
        self._keep(self._connect(), closings)

    def _keep(self, connection: BoundedConnection, closings: int) -> None:
        """For the next question, unless the engine was disposed of while the connection was made."""
        with self._lock:
            if closings == self._closings:
                self._connection = connection
                return
        connection.close()

    def close(self) -> None:
        """Let go of the connection; the next question makes another."""
        with self._lock:
            self._closings += 1
            if self._connection is not None:
                self._connection.close()

    def _connect(self) -> BoundedConnection:
        args, given = sa.create_engine(self._url).dialect.create_connect_args(self._url)
        given = {name: value for name, value in given.items() if name != "context"}
        return connect_within(CONNECT_SECONDS, *args, **{**_NETWORK, **given, "options": _options(self._url, _READER)})
