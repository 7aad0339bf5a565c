"""Updates by webhook: a route that only Telegram can find and use, and that answers 200 once the update is durable.

The path and the secret are derived from the house's secret and the bot's token, so every process knows them and no
log needs to. Telegram keeps one queue a chat and sends anything again that is not answered by a 2xx.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping
from hashlib import blake2b

import structlog
from telegram import error

from botfeed.adapters import key_value_cache
from botfeed.adapters.telegram.api.refusals import seconds
from botfeed.adapters.telegram.receiver import ALLOWED, SAID_BY, UNKNOWN, Receiver
from botfeed.core.errors import StartError, TryAgain
from botfeed.core.model import KeyValue

log = structlog.get_logger()

HEADER = "x-telegram-bot-api-secret-token"
MOST = 2 * 1024 * 1024  # bytes of one update
AT_ONCE = 40  # updates that Telegram sends side by side
FACT = "telegram:webhook"  # the address that we set, so that we take down none but ours
TRIES = 5  # to set it: a second one within a second is refused
PAUSE = 2.0  # seconds after a failed try
REFUSED = "Telegram refused the webhook at BOTFEED_PUBLIC_URL: {why}. It wants https on port 443, 80, 88 or 8443."


class Hook:
    """One way in. `base` is the house's public address; the web server hands what it hears at `path` to `take`."""

    most = MOST

    def __init__(self, base: str, house_secret: bytes, token: str) -> None:
        self.path = f"/telegram/{_derived(house_secret, token, 'path')[:24]}"
        self.url = base.rstrip("/") + self.path
        self._secret = _derived(house_secret, token, "secret")
        self._receiver: Receiver | None = None

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Whether these headers come from who was told the secret. Takes as long for a near miss as for a far one."""
        return hmac.compare_digest(headers.get(HEADER, "").encode(), self._secret.encode())

    async def take(self, body: bytes) -> bool:
        """Handle one update; gives whether it is durable and may be forgotten.

        What cannot be read is put aside: sent again it would be no better.
        """
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
            await receiver.take(arrived, repeated=True, patience=SAID_BY)
        return True

    async def listen(self, receiver: Receiver, ready: Callable[[], None]) -> None:
        """Have updates sent here until cancelled."""
        self._receiver = receiver
        try:
            await self._set(receiver)
            ready()
            await asyncio.Event().wait()
        finally:
            self._receiver = None

    async def _set(self, receiver: Receiver) -> None:
        """Tell Telegram the address, if it does not know it. Raises StartError where it will never take it."""
        for tried in range(TRIES):
            try:
                await self._tell(receiver)
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

    async def _tell(self, receiver: Receiver) -> None:
        known = await receiver.bot.get_webhook_info()
        same = set(known.allowed_updates or ()) == set(ALLOWED) and known.max_connections == AT_ONCE
        if known.url == self.url and same:
            return
        await receiver.services.store.run(lambda uow: key_value_cache.keep(uow, FACT, self.url))
        await receiver.bot.set_webhook(
            self.url, allowed_updates=ALLOWED, max_connections=AT_ONCE, secret_token=self._secret
        )


async def unset(receiver: Receiver) -> None:
    """Take down the webhook that this house set, before it polls again; another's stays where it is."""
    (ours,) = await receiver.services.store.read(lambda uow: uow.all(KeyValue, name=FACT)) or (None,)
    if ours is None:
        return
    try:
        if (await receiver.bot.get_webhook_info()).url == ours.value:
            await receiver.bot.delete_webhook()
    except error.TelegramError as e:
        raise ConnectionError(type(e).__name__) from None
    await receiver.services.store.run(lambda uow: key_value_cache.keep(uow, FACT, ""))


def _derived(house_secret: bytes, token: str, purpose: str) -> str:
    return blake2b(f"telegram {purpose} {token}".encode(), key=house_secret[:64], digest_size=32).hexdigest()
