"""p50 and p99 of /search on a database with many posts, from request to answer.

    python -m bench.search [--posts N] [--requests N] [--json]

Words are drawn as people use them: a few are in thousands of posts, most in a handful (Zipf). Figures of one run are
to be compared with each other only.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from random import Random

from bench import measure
from bench.dispatch import postgres
from botfeed.adapters.clock import SystemClock
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.model import Address
from botfeed.core.ports import Unit
from botfeed.core.social import search
from botfeed.store import engine
from botfeed.testing.community import Community
from botfeed.testing.plugin import make_services

WORDS, AUTHORS, CHUNK = 3000, 200, 500
VOCABULARY = [f"{stem}{n}" for n in range(WORDS // 6) for stem in ("fox", "snow", "red", "cat", "night", "ink")]
ASKED = {
    "common": "fox0",
    "rare": "ink499",
    "two_common": "fox0 snow0",
    "common_and_rare": "fox0 ink480",
    "stem": "fo",
    "tag": "#fox0",
    "person": "@a1",
    "person_word": "@a1 fox0",
    "nothing": "fox0 zebra",
}


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures: dict[str, float | int | str] = {"posts": args.posts, "requests": args.requests}
    with tempfile.TemporaryDirectory() as folder:
        await measured("sqlite", f"sqlite:///{folder}/botfeed.db", args, figures)
        with postgres(Path(folder)) as url:
            if url:
                await measured("postgres", url, args, figures)
    measure.finish(figures, as_json=args.json)


async def measured(name: str, url: str, args: argparse.Namespace, figures: dict[str, float | int | str]) -> None:
    clock = SystemClock()
    store = engine.open_store(url, clock)
    await engine.migrate(store)
    services = make_services(store, clock, policy=Policy(per_minute=10**6))
    try:
        await filled(services, args.posts)
        start = time.perf_counter()
        while await services.store.run(search.batch):
            pass
        figures[f"{name}_index_ms_per_post"] = (time.perf_counter() - start) * 1000 / args.posts
        for kind, words in ASKED.items():
            times = [await asked(services, f"{name}:{kind}:{n}", words) for n in range(args.requests)]
            figures[f"{name}_{kind}_p50_ms"] = measure.percentile(times, 0.5)
            figures[f"{name}_{kind}_p99_ms"] = measure.percentile(times, 0.99)
    finally:
        await store.close()


async def asked(services: Services, id: str, words: str) -> float:
    request = Request(id, "search", Sender("console", "ada", "ada", False), Address("console", "ada"), {"words": words})
    start = time.perf_counter()
    reply = await dispatch.handle(services, request)
    assert reply.cards, reply
    assert "broke" not in str(reply.cards[0].text), reply
    return (time.perf_counter() - start) * 1000


async def filled(services: Services, posts: int) -> None:
    """Publish posts of eight words each, the first words of the vocabulary far more often than the last."""
    world, chance = Community(), Random(5)
    weights = [1 / (n + 1) for n in range(len(VOCABULARY))]

    def write(uow: Unit, first: int) -> None:
        for n in range(first, min(posts, first + CHUNK)):
            said = chance.choices(VOCABULARY, weights, k=8)
            world.post(uow, f"a{n % AUTHORS}", " ".join([*said[:7], f"#{said[7]}"]))

    for first in range(0, posts, CHUNK):
        await services.store.run(lambda uow, first=first: write(uow, first))


if __name__ == "__main__":
    asyncio.run(main())
