"""Opening the doors that are configured. A platform's library is imported here, when its door opens."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from botfeed.app import App
from botfeed.core.digest import due as digests

Say = Callable[[str], None]


async def web(app: App, sock: socket.socket, ready: Say, stop: asyncio.Event) -> None:
    """Serve the page on a bound socket until `stop`."""
    import uvicorn

    from botfeed.adapters.web import server
    from botfeed.doctor import connections

    settings = app.settings
    page = server.build(
        app.house,
        hosts=settings.hosts,
        local=settings.web_host in ("127.0.0.1", "localhost", "::1"),
        connections=connections(settings),
        previews=_previews(),
        digest=digests.now,
        sample=settings.sample,
    )
    config = uvicorn.Config(page, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=2)
    running = _Server(config, lambda: ready(f"The page: http://{settings.web_host}:{sock.getsockname()[1]}/"))
    serving = asyncio.create_task(running.serve(sockets=[sock]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    running.should_exit = True
    stopping.cancel()
    await serving


async def telegram(app: App, ready: Say) -> None:
    from botfeed.adapters.telegram import receiver

    token = app.settings.telegram_token.get_secret_value()
    await receiver.serve(app.house, token, ready=lambda name: ready(f"Telegram: https://t.me/{name}"))


async def discord(app: App, ready: Say) -> None:
    from botfeed.adapters.discord import receiver

    token = app.settings.discord_token.get_secret_value()
    await receiver.serve(app.house, token, ready=lambda link: ready(f"Discord, install with: {link}"))
