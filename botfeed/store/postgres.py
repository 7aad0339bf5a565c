"""PostgreSQL through asyncpg: one transaction per function, retried after a deadlock. LISTEN wakes other processes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from botfeed.core.errors import StoreAway
from botfeed.core.ids import Maker
from botfeed.core.ports import Clock, Hear, Unit
from botfeed.store import statements
from botfeed.store.unit import SqlUnit
from botfeed.store.wake import CHANNEL, Listeners

T = TypeVar("T")
log = structlog.get_logger()

NOTIFY = text("SELECT pg_notify(:channel, :text)")
TRIES = 4
CONNECT = 5.0  # seconds to connect
STALLED = 20.0  # seconds after which a server that does not answer counts as away
_AWAY = ("08", "53", "57")  # classes of codes: connection, resources, operator's intervention
_AGAIN = ("40001", "40P01")  # serialization failure, deadlock


async def _bounded(work: Coroutine[Any, Any, T]) -> T:
    """Wait for a transaction so long at most. Raises StoreAway if the server is away or does not answer.

    Who is cancelled does not wait for the server either: on a connection that hangs not even cancelling ends.
    """
    task = asyncio.create_task(work)
    task.add_done_callback(_forget)
    try:
        done, _ = await asyncio.wait({task}, timeout=STALLED)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        raise StoreAway("the database does not answer")
    try:
        return task.result()
    except (DBAPIError, OSError, PoolTimeout) as error:
        if not isinstance(error, DBAPIError) or _is_away(error):
            raise StoreAway(repr(error)[:200]) from error
        raise


def _forget(task: asyncio.Task[Any]) -> None:
    """Take note of how a transaction ended that nobody waited for."""
    if not task.cancelled():
        task.exception()


def _is_away(error: DBAPIError) -> bool:
    return error.connection_invalidated or str(getattr(error.orig, "sqlstate", "") or "")[:2] in _AWAY


class PostgresStore:
    def __init__(self, url: str, clock: Clock, new_id: Maker) -> None:
        self._url = make_url(url).set(drivername="postgresql+asyncpg")
        self._engine = create_async_engine(  # a connection that hangs is given up, and another is opened
            self._url,
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            pool_timeout=STALLED,
            connect_args={"timeout": CONNECT},
        )
        self._clock = clock
        self.new_id = new_id
        self._listeners = Listeners()
        self._listener: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """Return its address without the password."""
        return self._url.set(drivername="postgresql", password=None).render_as_string()

    async def run(self, fn: Callable[[Unit], T], *, patient: bool = False) -> T:
        del patient  # its commits run beside each other, and the server lets them share the disk
        return await _bounded(self._run(fn))

    async def _run(self, fn: Callable[[Unit], T]) -> T:
        for attempt in range(1, TRIES + 1):
            try:
                return await self._once(fn)
            except DBAPIError as error:
                if attempt == TRIES or getattr(error.orig, "sqlstate", "") not in _AGAIN:
                    raise
        raise AssertionError("unreachable")

    async def _once(self, fn: Callable[[Unit], T]) -> T:
        async with self._engine.begin() as connection:
            uow, result = await connection.run_sync(self._with_unit, fn)
            if uow.wakes:
                await connection.execute(NOTIFY, {"channel": CHANNEL, "text": self._listeners.written(uow.wakes)})
        for call in uow.afters:
            call()
        if uow.wakes:
            self._listeners.tell(uow.wakes)
        return result

    def _with_unit(self, connection: Connection, fn: Callable[[Unit], T]) -> tuple[SqlUnit, T]:
        connection.info.pop(statements.LOST, None)
        uow = SqlUnit(connection, self._clock.now(), self.new_id)
        return uow, fn(uow)

    async def read(self, fn: Callable[[Unit], T]) -> T:
        return await _bounded(self._read(fn))

    async def _read(self, fn: Callable[[Unit], T]) -> T:
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            _, result = await connection.run_sync(self._with_unit, fn)
            return result

    async def with_connection(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on a connection in a transaction; for migrations and checks."""
        async with self._engine.begin() as connection:
            return await connection.run_sync(fn)

    def listening(self, hear: Hear) -> contextlib.AbstractContextManager[None]:
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen())
        return self._listeners.listening(hear)

    def wake(self) -> None:
        self._listeners.tell(frozenset())

    async def _listen(self) -> None:
        """Hold one connection that listens to other processes; a lost one is reopened after a pause."""
        import asyncpg  # noqa: PLC0415 - an extra: only who uses PostgreSQL has it

        dsn = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                connection = await asyncpg.connect(dsn)
                closed = asyncio.Event()
                connection.add_termination_listener(lambda *_, closed=closed: closed.set())
                await connection.add_listener(CHANNEL, self._notified)
                self.wake()  # what was written while nobody listened
                await closed.wait()
            except (OSError, asyncpg.PostgresError):
                log.warning("lost the wake channel; polling until it is back")
            await asyncio.sleep(1.0)

    def _notified(self, _connection: Any, _pid: int, _channel: str, text: str) -> None:
        self._listeners.notified(text)

    async def close(self) -> None:
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
            self._listener = None
        await self._engine.dispose()
