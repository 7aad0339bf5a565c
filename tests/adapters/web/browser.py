"""Chromium before a real server, in one event loop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from botfeed.adapters.web import server
from botfeed.core import digest
from botfeed.core.chat.context import Services
from botfeed.core.work import worker

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # ms for anything to show up


class Server(uvicorn.Server):
    """Server that reports when it is up, and leaves the signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self):
        yield


@contextlib.asynccontextmanager
async def serve(services: Services, **parts) -> AsyncIterator[tuple[Starlette, str]]:
    """Serve the page on a free port beside a worker; yield the app and its address."""
    app = server.build(services, digest=digest.now, **parts)
    serving = Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, timeout_graceful_shutdown=1))
    tasks = [asyncio.create_task(serving.serve()), asyncio.create_task(worker.work(services))]
    await asyncio.wait_for(serving.up.wait(), PATIENCE / 1000)
    try:
        yield app, f"http://127.0.0.1:{serving.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.close(app)
        serving.should_exit = True
        await tasks[0]
        tasks[1].cancel()
        await asyncio.gather(tasks[1], return_exceptions=True)


@dataclass
class Browser:
    """Browser of a test: `page = await browser.page(width, height)`; `complaints` holds the errors of all pages."""

    chromium: object
    url: str
    app: Starlette
    complaints: list[str] = field(default_factory=list)

    async def page(self, width: int = 1440, height: int = 900, **more):
        context = await self.chromium.new_context(viewport={"width": width, "height": height}, **more)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((self.url, "data:")) else self.complaints.append(r.url))
        await page.goto(self.url)
        await page.wait_for_selector("html[data-ready]")
        return page
