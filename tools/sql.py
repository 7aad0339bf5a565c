"""Print what a verb runs: `python -m tools.sql like` (or with its arguments: `python -m tools.sql save {post}`).

ada has published a picture, `{post}`, and ben says the verb on a fresh database; then the jobs that it left are done,
those for later too: the clock is advanced to the last of them.
A verb whose first parameter must be a reference gets that of the post.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.verb import Verbs
from botfeed.core.model import Job, Post
from botfeed.store import engine
from botfeed.testing import databases, statement_log
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    asyncio.run(_play(" ".join(sys.argv[1:])))


async def _play(verb: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        databases.create(Path(folder) / "botfeed.db")
        clock = SteppedClock(datetime(2026, 1, 1, 9, tzinfo=UTC))
        store = engine.open_store(f"sqlite:///{folder}/botfeed.db", clock)
        await engine.migrate(store)
        try:
            stage = Stage(make_services(store, clock))
            await _prepare(stage)
            post = await store.read(lambda uow: uow.all(Post)[0].id)
            line = _line(stage.services.menu, verb).replace("{post}", stage.services.sealer.ref(post))
            earlier = {row.id for row in await store.read(lambda uow: uow.all(Job))}
            with statement_log.recorded() as answer:
                await stage.say("ben", line)
            with statement_log.recorded() as jobs:
                await stage.settle()
                await _advance(store, clock, earlier)
                await stage.settle()
        finally:
            await store.close()
    _print(f"{line}: the answer", answer)
    _print(f"{line}: its jobs", jobs)


async def _prepare(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await stage.press("ada", "Publish")
    await stage.fill("ada", caption="", audience="everyone")
    await stage.say("ben", "/start")
    await stage.settle()


async def _advance(store: engine.AnyStore, clock: SteppedClock, earlier: set[int]) -> None:
    """Advance the clock to the last job that the verb left waiting; jobs that these leave for later are not done."""
    waiting = await store.read(lambda uow: uow.all(Job, state="ready"))
    clock.advance(max((row.run_at - clock.now() for row in waiting if row.id not in earlier), default=timedelta()))


def _line(menu: Verbs, verb: str) -> str:
    found = menu.find(f"/{verb}")
    if found is None:
        sys.exit(f"There is no verb {verb!r}.")
    command, text = found
    first = next(iter(command.specs), None)
    return f"/{verb} {{post}}" if first and first.param.ref and not text else f"/{verb}"


def _print(title: str, log: Counter[str]) -> None:
    print(f"-- {title}: {sum(log.values())} statements")  # noqa: T201
    for text, times in log.items():
        print(f"{times:3} {' '.join(text.split())}")  # noqa: T201


if __name__ == "__main__":
    main()
