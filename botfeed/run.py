"""The running process: its roles, restarts of parts that failed, and a clean stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from botfeed import checks, lock, page_socket, platforms, process_roles
from botfeed.adapters.clock import SystemClock
from botfeed.adapters.discord.api.shards import Shards
from botfeed.adapters.telegram import jobs as telegram_jobs
from botfeed.app import App
from botfeed.core import digest
from botfeed.core.chat.context import Services
from botfeed.core.errors import StartError, TryAgain
from botfeed.core.ports import Clock
from botfeed.core.privacy import retention
from botfeed.core.safety import review
from botfeed.core.social import search
from botfeed.core.work import clock_repair, derived_columns, pending, worker

log = structlog.get_logger()

ROLES = process_roles.ROLES
SHARED = "SQLite has one process; several with --roles of their own share one PostgreSQL: set DATABASE_URL."
Tick = Callable[[Services], Awaitable[object]]
WORKER_STOPS = worker.GRACE + 3 * worker.HAND_BACK  # seconds until every lease is given back
PARTS_STOP = 1.5  # seconds for the platforms and the page to close
STORE_STOPS = 0.5  # seconds for the store to close
HARD_STOP = WORKER_STOPS + PARTS_STOP + STORE_STOPS + 0.5  # seconds after which a process that hangs is ended
STOP_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_BACKOFF = (1.0, 2.0, 5.0, 15.0, 60.0)
_STARTS = 60.0  # seconds of running, within which a setting that cannot work ends the process
_STEADY = timedelta(minutes=10)  # of running, after which a fall is the first again


async def look_at_clock(services: Services) -> None:
    """Plan anew what a clock ahead of the time planned, once it was set back."""
    if await clock_repair.look(services):
        await digest.replan(services)


async def sweep(services: Services) -> None:
    """Delete rows and digest sheets whose retention time is over; not while a clock that jumped ahead may be wrong."""
    if not services.watch.is_settled(services.clock):
        log.warning("nothing is deleted by its age for an hour: the clock was set ahead")
        return
    try:
        await retention.sweep(services.store)
    finally:
        await digest.tidy(services)


TICKS: tuple[tuple[str, timedelta, Tick], ...] = (
    ("clock", timedelta(seconds=15), look_at_clock),
    ("digest", timedelta(seconds=15), digest.due),
    ("pending", timedelta(seconds=15), pending.sweep),
    ("sweep", timedelta(hours=1), sweep),
    ("index", timedelta(hours=1), search.catch_up),
    ("review", timedelta(days=1), review.probe),
    ("profile", timedelta(days=1), telegram_jobs.check_profile),
    ("derive", timedelta(hours=1), derived_columns.catch_up),
)


async def run(app: App, roles: frozenset[str], ready: Callable[[str], None], shards: Shards | None = None) -> None:
    """Run until SIGINT, SIGTERM or SIGHUP. `ready` receives the lines to print once the page answers.
    `shards` are this process's Discord shards, if several processes share them. A signal during the migration
    stops the process when the migration is done.
    """
    stop = _stopped_by_signals()
    process_roles.check(app.settings, roles)
    app = replace(app, services=replace(app.services, platforms=process_roles.configured(app.settings)))
    process_roles.check_work(app.services, roles)
    if shards:
        process_roles.check_shards(app.settings, roles)
    with contextlib.ExitStack() as stack:
        if app.settings.database_url.startswith("sqlite"):
            way_out = "" if roles == frozenset(ROLES) else SHARED
            stack.enter_context(lock.hold(app.settings.home / "lock", way_out))
        web = stack.enter_context(page_socket.bound(app.settings)) if "web" in roles else None
        await app.migrate()
        if app.settings.database_url.startswith("sqlite"):
            await app.store.run(worker.take_back)  # nobody else has it
        try:
            if not stop.is_set():
                await _work(app, roles, web, partial(_opened, ready), shards, stop)
        finally:
            closing = asyncio.create_task(app.store.close())
            await asyncio.wait({closing}, timeout=STORE_STOPS)
            if not closing.done():
                log.error("the store does not close")
                logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # of each connection that hangs


def _stopped_by_signals() -> asyncio.Event:
    """Return an event that SIGINT, SIGTERM and SIGHUP set from now on."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def asked() -> None:
        stop.set()
        for watch in _STOPS:
            watch.set()

    for name in STOP_SIGNALS:
        loop.add_signal_handler(name, asked)
    return stop


@contextlib.contextmanager
def ended_in_time(seconds: float = HARD_STOP) -> Iterator[None]:
    """End the process that many seconds after a signal to stop, whatever hangs: a database that does not answer lets
    no query be cancelled. For a process of its own, around all that it runs.
    """
    asked, over = threading.Event(), threading.Event()

    def watch() -> None:
        asked.wait()
        if not over.wait(seconds):
            log.error("the stop hangs, so the process is ended: what it held goes on when its leases lapse")
            os._exit(1)

    threading.Thread(target=watch, name="botfeed-stop", daemon=True).start()
    _STOPS.append(asked)
    try:
        yield
    finally:
        _STOPS.remove(asked)
        over.set()
        asked.set()


_STOPS: list[threading.Event] = []  # set by a signal to stop, besides the event of the loop


def _opened(ready: Callable[[str], None], line: str) -> None:
    settle()
    ready(line)


def settle() -> None:
    """Exclude the objects alive now from garbage collection, as most of them stay.
    A full collection took 200 ms, during which no request was answered.
    """
    gc.collect()
    gc.freeze()


async def _work(
    app: App,
    roles: frozenset[str],
    web: socket.socket | None,
    ready: Callable[[str], None],
    shards: Shards | None,
    stop: asyncio.Event,
) -> None:
    tasks = [asyncio.create_task(part, name=name) for name, part in _parts(app, roles, web, ready, stop, shards)]
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait({stopping, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    stopping.cancel()
    await _close(tasks)
    for task in done - {stopping}:
        task.result()


async def _close(tasks: Sequence[asyncio.Task[None]]) -> None:
    """End the parts: the worker first, whose deliveries need the platforms; no part is waited for beyond its time.
    The page closes by itself.
    """
    for names, seconds in ((("worker", "clock"), WORKER_STOPS), ((*ROLES, "clock"), PARTS_STOP)):
        ending = [task for task in tasks if task.get_name() in names and not task.done()]
        for task in ending:
            if task.get_name() != "web":
                task.cancel()
        if ending:
            await asyncio.wait(ending, timeout=seconds)
    for task in tasks:
        if not task.done():
            log.error("a part did not end", part=task.get_name())
            task.cancel()


def _parts(
    app: App,
    roles: frozenset[str],
    web: socket.socket | None,
    ready: Callable[[str], None],
    stop: asyncio.Event,
    shards: Shards | None,
) -> Iterator[tuple[str, Coroutine[None, None, None]]]:
    token = bool(app.settings.telegram_token.get_secret_value())
    hook = (
        platforms.telegram_hook(app) if token and web is not None and app.settings.telegram_mode == "webhook" else None
    )
    if web is not None:
        yield "web", platforms.web(app, web, ready, stop, {hook.path: hook} if hook else {})
    if "discord" in roles and app.settings.discord_token.get_secret_value():
        yield "discord", supervise("discord", lambda: platforms.discord(app, ready, shards))
    if token and ("telegram" in roles or hook):
        yield "telegram", supervise("telegram", lambda: platforms.telegram(app, ready, hook))
    everything = "worker" in roles
    if everything and web is None:
        ready("The worker runs: it paints pictures, composes digests and does all other jobs.")
    yield "worker", supervise("worker", lambda: worker.work(app.services, messengers_only=not everything))
    if everything:
        yield "clock", _ticking(app.services, partial(checks.warn, app.settings, app.store))


async def supervise(name: str, start: Callable[[], Awaitable[None]], clock: Clock | None = None) -> None:
    """Restart a part that failed, with growing pauses; after `_STEADY` of running they start over.
    Raises StartError at the start, where no retry would fix it. Later only this part stops: a token that was taken back
    says nothing about the others.
    """
    time, falls = clock or SystemClock(), 0
    while True:
        began, least = time.monotonic(), 0.0
        try:
            await start()
        except StartError as error:
            if not falls and time.monotonic() - began < _STARTS:
                raise
            log.warning("stopped; tried again", part=name, why=str(error))
            least = _BACKOFF[-1]
        except TryAgain as error:
            log.warning("has to wait", part=name, why=str(error), seconds=round(error.after))
            least = error.after
        except OSError as error:
            log.warning("cannot be reached; trying again", part=name, why=str(error)[:200])
        except Exception:  # any fault of one part: it is started again, and the others go on
            log.exception("part fell", part=name)
        falls = 0 if time.monotonic() - began > _STEADY.total_seconds() else falls
        pause = _BACKOFF[min(falls, len(_BACKOFF) - 1)]
        falls += 1
        await time.sleep(max(pause, least))


async def _ticking(services: Services, warn: Callable[[], Awaitable[None]] | None = None) -> None:
    """Run the periodic ticks, and `warn` once. Rows decide what is due, so a repeated tick changes nothing."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    if warn:
        scheduler.add_job(_calm, args=("checks", lambda _: warn(), services))
    for name, every, tick in TICKS:
        scheduler.add_job(
            _calm,
            "interval",
            (name, tick, services),
            seconds=every.total_seconds(),
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=3600,
            next_run_time=services.clock.now(),
        )
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)


async def _calm(name: str, tick: Tick, services: Services) -> None:
    """Run one tick and log its failure.
    Cancelling is logged at debug level only; the scheduler would print a traceback.
    """
    try:
        await tick(services)
    except asyncio.CancelledError:
        log.debug("tick stopped", tick=name)
    except Exception:  # any fault of one tick: the next comes in time, and the others go on
        log.exception("tick failed", tick=name)
