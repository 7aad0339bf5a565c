"""Connect the platforms that are configured; a platform's library is imported only then."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import uvicorn

from botfeed import invoked, proxy
from botfeed.app import App
from botfeed.core import digest
from botfeed.core.chat.message import Reply
from botfeed.settings import Settings

if TYPE_CHECKING:
    from botfeed.adapters.discord.api.shards import Shards
    from botfeed.adapters.telegram.receive.webhook import WebhookReceiver
    from botfeed.adapters.web.routes.webhooks import Webhook

Print = Callable[[str], None]


async def web(
    app: App, sock: socket.socket, ready: Print, stop: asyncio.Event, webhooks: Mapping[str, Webhook] | None = None
) -> None:
    """Serve the page, and the platforms' webhooks by path, on a bound socket until `stop`."""
    from botfeed.adapters.web import server
    from botfeed.adapters.web.connections import BoundedProtocol
    from botfeed.doctor import connections

    settings = app.settings
    page = server.build(
        app.services,
        hosts=settings.hosts,
        local=settings.loopback,
        connections=connections(settings),
        previews=previews(),
        digest=digest.now,
        sample=settings.sample,
        webhooks=webhooks,
        shares=bool(settings.public_url),
    )
    config = uvicorn.Config(
        page,
        http=BoundedProtocol,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=2,
        server_header=False,
        proxy_headers=False,  # the page itself tells a forwarded request by them
    )
    running = _Server(config, lambda: ready(_page(settings, sock)))
    serving = asyncio.create_task(running.serve(sockets=[sock]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    running.should_exit = True
    server.close(page)
    stopping.cancel()
    await serving


def _page(settings: Settings, sock: socket.socket) -> str:
    doctor = invoked.command("doctor")
    hint = "" if settings.connected else f"\nTo connect Discord, Telegram or a model: {doctor}. Ctrl-C stops."
    host = f"[{settings.web_host}]" if ":" in settings.web_host else settings.web_host
    return f"The page: http://{host}:{sock.getsockname()[1]}/{hint}"


class _Server(uvicorn.Server):
    """Calls `up` once it is started, and leaves the signals to `run`."""

    def __init__(self, config: uvicorn.Config, up: Callable[[], None]) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._up()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def previews() -> dict[str, Callable[[Reply], Mapping[str, Any]]]:
    """Return the functions that preview a reply on each platform; each imports its library at its first call."""

    def discord_preview(reply: Reply) -> Mapping[str, Any]:
        from botfeed.adapters.discord import preview

        return preview.show(reply)

    def telegram_preview(reply: Reply) -> Mapping[str, Any]:
        from botfeed.adapters.telegram import preview

        return preview.show(reply)

    return {"discord": discord_preview, "telegram": telegram_preview}


def telegram_hook(app: App) -> WebhookReceiver:
    """Return the receiver of Telegram's updates for the page's server."""
    from botfeed.adapters.telegram.receive.webhook import WebhookReceiver

    return WebhookReceiver(app.settings.public_url, app.services.secret, app.settings.telegram_token.get_secret_value())


async def telegram(app: App, ready: Print, hook: WebhookReceiver | None = None) -> None:
    """Connect to Telegram; updates come by `hook`, by polling, or not at all if another process has the webhook."""
    from botfeed.adapters.telegram import receiver
    from botfeed.adapters.telegram.receive import polling
    from botfeed.adapters.telegram.receive.inline import InlineSettings

    source = hook.listen if hook else receiver.send_only if app.settings.telegram_mode == "webhook" else polling.poll
    token = app.settings.telegram_token.get_secret_value()
    features = {"rich": app.settings.telegram_rich, "ephemeral": app.settings.telegram_ephemeral}
    options = {**features, **app.settings.telegram_server}
    inline = InlineSettings(app.settings.public_url, app.settings.telegram_storage)
    await receiver.serve(
        app.services, token, lambda name: ready(f"Telegram: https://t.me/{name}"), source, inline, **options
    )


async def discord(app: App, ready: Print, shards: Shards | None = None) -> None:
    """Connect to Discord, on all shards or on those of this process."""
    from botfeed.adapters.discord import receiver
    from botfeed.doctor import discord_link as link

    token = app.settings.discord_token.get_secret_value()
    auto = app.settings.discord_shards == "auto"

    def up(name: str) -> None:
        ready(f"Discord: {name}. Install it with {link(token)}")

    await receiver.serve(app.services, token, up, shards=shards, auto=auto, **proxy.discord_options())
