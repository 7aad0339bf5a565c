"""Take updates by webhook: a route with a secret path that answers 200 once the update is durable.
Path and secret are derived from the installation's secret and the bot's token, so that every process can compute them
and no log contains them. Telegram keeps one queue a chat and repeats updates that are not answered by a 2xx.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import blake2b

import structlog
from telegram import error

from botfeed.adapters import key_value_cache
from botfeed.adapters.telegram.api.refusals import seconds
from botfeed.adapters.telegram.receive import raw_updates
from botfeed.adapters.telegram.receive.updates import SENT_BY, UNKNOWN, Receiver
from botfeed.core.errors import StartError, TryAgain
from botfeed.core.model import KeyValue

log = structlog.get_logger()

HEADER = "x-telegram-bot-api-secret-token"
MOST = 2 * 1024 * 1024  # bytes of one update
AT_ONCE = 40  # updates that Telegram sends side by side
FACT = "telegram:webhook"  # the address that was set, so that no other is removed
TRIES = 5  # at setting it: Telegram refuses a second call within a second
PAUSE = 2.0  # seconds after a failed try
REFUSED = "Telegram refused the webhook at BOTFEED_PUBLIC_URL: {why}. It wants https on port 443, 80, 88 or 8443."


class WebhookReceiver:
    """Receiver of updates from the web server, which passes bodies at `path` to `take`.
    `base` is the public base URL.
    """

    most = MOST

    def __init__(self, base: str, secret: bytes, token: str) -> None:
        self.path = f"/telegram/{_derive(secret, token, 'path')[:24]}"
        self.url = base.rstrip("/") + self.path
        self._secret = _derive(secret, token, "secret")
        self._receiver: Receiver | None = None

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Return True if the headers hold the secret; compares in constant time."""
        return hmac.compare_digest(headers.get(HEADER, "").encode(), self._secret.encode())

    async def take(self, body: bytes) -> bool:
        """Handle one update. Returns True once it is durable, or if it cannot be read and a repeat would not help."""
        receiver = self._receiver
        if receiver is None:
            return False
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("a body that is no update was put aside", bytes=len(body))
            return True
        try:
            arrived = await receiver.read(raw)
        except TryAgain:
            return False
        if arrived:
            receiver.passed_over(arrived.chat, arrived.number)
            try:
                await receiver.take(arrived, repeated=True, patience=SENT_BY)
            except TryAgain:
                return False
        return True

    async def listen(self, receiver: Receiver, ready: Callable[[], None]) -> None:
        """Receive updates until cancelled. Raises StartError and ConnectionError."""
        self._receiver = receiver
        try:
            await self._set(receiver)
            receiver.messenger.check_webhook = partial(self._set_once, receiver)
            ready()
            await asyncio.Event().wait()
        finally:
            receiver.messenger.check_webhook = None
            self._receiver = None

    async def _set(self, receiver: Receiver) -> None:
        """Set the webhook, with retries. Raises StartError if Telegram will never take it, else ConnectionError."""
        for tried in range(TRIES):
            try:
                await self._set_once(receiver)
            except (error.InvalidToken, error.Forbidden):
                raise StartError(UNKNOWN) from None
            except error.BadRequest as e:
                raise StartError(REFUSED.format(why=e.message)) from None
            except error.TelegramError as e:
                if tried == TRIES - 1:
                    raise ConnectionError(type(e).__name__) from None
                await receiver.services.clock.sleep(seconds(e) if isinstance(e, error.RetryAfter) else PAUSE)
            else:
                return

    async def _set_once(self, receiver: Receiver) -> None:
        known = await receiver.bot.get_webhook_info()
        same = set(known.allowed_updates or ()) == set(raw_updates.ALLOWED) and known.max_connections == AT_ONCE
        if known.url == self.url and same:
            return
        await receiver.services.store.run(lambda uow: key_value_cache.keep(uow, FACT, self.url))
        await receiver.bot.set_webhook(
            self.url, allowed_updates=raw_updates.ALLOWED, max_connections=AT_ONCE, secret_token=self._secret
        )


async def unset(receiver: Receiver) -> None:
    """Remove the webhook if this installation set it, so that it can poll again."""
    (ours,) = await receiver.services.store.read(lambda uow: uow.all(KeyValue, name=FACT)) or (None,)
    if ours is None:
        return
    try:
        if (await receiver.bot.get_webhook_info()).url == ours.value:
            await receiver.bot.delete_webhook()
    except error.TelegramError as e:
        raise ConnectionError(type(e).__name__) from None
    await receiver.services.store.run(lambda uow: key_value_cache.keep(uow, FACT, ""))


def _derive(secret: bytes, token: str, purpose: str) -> str:
    return blake2b(f"telegram {purpose} {token}".encode(), key=secret[:64], digest_size=32).hexdigest()
