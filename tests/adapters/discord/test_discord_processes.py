"""Two processes with a shard each, on one PostgreSQL and one data folder, as an operator starts them."""

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from botfeed.core.model import Account, HandledRequest, Painting
from botfeed.store import engine
from botfeed.testing.discord import FakeDiscord
from botfeed.testing.plugin import postgres_database
from tests.adapters.discord.adapter import bare, plain

ROOT = Path(__file__).parents[3]
PATIENCE = 60  # seconds until a process is up, or has done what was asked, on a busy machine
START = """
import sys, aiohttp
from botfeed.testing.discord.connector import Connector
aiohttp.TCPConnector = lambda **_: Connector({port})
from botfeed.cli import main
sys.argv = ["botfeed", "run", "--roles", "discord,worker", "--shards", "{shards}"]
main()
"""


@asynccontextmanager
async def process(fake, shards, **given):
    """Run a process until it is ready; it is stopped cleanly at the end."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-c", START.format(port=fake.port, shards=shards), cwd=given["BOTFEED_DATA"],
        env={**kept, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": fake.token, **given},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield running
        running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            _, said = await running.communicate()
        assert running.returncode == 0, said.decode()
        assert "Traceback" not in said.decode()
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


def guilds(fake):
    """Return two guilds, one for each shard."""
    found = {}
    while len(found) < 2:
        guild = fake.guild("G")
        fake.clock.advance(0.001)
        found.setdefault((guild.id >> 22) % 2, guild)
    return found


async def painted(fake, who, channel):
    """Return the answer to an interaction, once a worker of either process has put the picture there."""
    fake.clock.advance((datetime.now(UTC) - fake.clock.now()).total_seconds())  # their clocks are real
    asked = await who.slash("imagine", {"prompt": "a fox"}, channel=channel)

    def look():
        message = asked.original
        return message if message and not message.loading and "publish" in plain(message.buttons) else None

    return await fake.until(look, timeout=PATIENCE)


@pytest.fixture
def empty_url(postgres_server):
    """Yield a database without tables: both processes migrate it at once."""
    with postgres_database(postgres_server, f"t{uuid4().hex}") as url:
        yield url


async def test_two_processes_start_together_and_answer_their_own_shards(tmp_path, empty_url, clock):
    async with FakeDiscord(shards=2) as fake:
        mine = guilds(fake)
        given = {"BOTFEED_DATA": str(tmp_path), "DATABASE_URL": empty_url}
        async with AsyncExitStack() as both:
            for number in range(2):
                await both.enter_async_context(process(fake, f"{number}/2", **given))
            await fake.ready(shards=2, timeout=PATIENCE)
            for number, name in enumerate(("ada", "ben")):
                who, channel = fake.user(name), mine[number].channel("general")
                who.join(mine[number])
                assert "a fox" in bare((await painted(fake, who, channel)).text)
        assert sorted(tuple(each["shard"]) for each in fake.gateway.identifies) == [(0, 2), (1, 2)]
        assert len([call for call in fake.calls if call.method == "PUT" and call.path.endswith("/commands")]) == 1
        store = engine.open_store(empty_url, clock)
        left = await store.read(lambda uow: (uow.count(Account), uow.count(HandledRequest), uow.count(Painting)))
        await store.close()
        assert left == (2, 2, 2)
        assert fake.violations == []
