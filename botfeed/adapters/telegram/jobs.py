"""Telegram's own jobs. Importing this loads no library of Telegram's: every process lists them."""

from __future__ import annotations

import structlog

from botfeed.core.chat.context import Services
from botfeed.core.errors import Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Job, Picture, Post
from botfeed.core.ports import Unit
from botfeed.core.safety import public_visibility
from botfeed.core.social import posts
from botfeed.core.work import pools
from botfeed.core.work.jobs import Retry, When, job

log = structlog.get_logger()

PLATFORM = "telegram"
CLOSED = 20.0  # seconds until another look where this process has not opened Telegram, or not yet
TRIES = 24  # at setting what Telegram shows of the bot: a day; then comes the next daily check
LEAST, MOST = 15.0, 3600.0  # seconds between them
AGAIN = 60.0  # seconds after which what may have arrived is sent once more


@job(implements=posts.warm_picture, kind=f"warm.{PLATFORM}", pool=pools.ORDINARY, attempts=4, messenger=PLATFORM)
async def warm(services: Services, post: int) -> None:
    """Send the picture of a new post to the storage chat, if everybody may still see it."""
    from botfeed.adapters.telegram.messenger import Messenger  # noqa: PLC0415 - it loads the library
    from botfeed.adapters.telegram.receive import storage  # noqa: PLC0415

    messenger = services.messengers.get(PLATFORM)
    if not isinstance(messenger, Messenger):
        raise Retry(CLOSED, "Telegram is not connected in this process", counts=False)
    picture = await services.store.read(lambda uow: _public(uow, post))
    if picture is None or not messenger.storage:
        return
    try:
        await storage.keep(messenger, messenger.storage, picture)
    except TryAgain as error:
        raise Retry(error.after, str(error)) from None
    except SendUnknown as error:
        raise Retry(AGAIN, str(error)) from None
    except (Unreachable, Rejected) as error:
        log.warning("the storage chat did not take a picture", chat=messenger.storage, why=type(error).__name__)


async def check_profile(services: Services) -> None:
    """Queue a check of what Telegram shows of the bot, and of its webhook, where Telegram is connected."""
    if PLATFORM in services.platforms or PLATFORM in services.messengers:
        when = When("telegram:profile", key="telegram:profile")
        await services.store.run(lambda uow: profile.enqueue(uow, when))


@job(kind="profile.telegram", pool=pools.ORDINARY, attempts=TRIES, messenger=PLATFORM, row=True)
async def profile(services: Services, row: Job) -> None:
    """Set what Telegram shows of the bot where it differs; another program or @BotFather may have changed it."""
    from telegram import error  # noqa: PLC0415 - it loads the library

    from botfeed.adapters.telegram import schema  # noqa: PLC0415
    from botfeed.adapters.telegram.api import refusals  # noqa: PLC0415
    from botfeed.adapters.telegram.messenger import Messenger  # noqa: PLC0415

    messenger = services.messengers.get(PLATFORM)
    if not isinstance(messenger, Messenger):
        raise Retry(CLOSED, "Telegram is not connected in this process", counts=False)
    try:
        if await schema.push(services, messenger.bot):
            log.warning("Telegram showed another menu or profile of the bot; it is set anew")
        if messenger.check_webhook:
            await messenger.check_webhook()
    except error.RetryAfter as e:
        raise Retry(refusals.seconds(e), type(e).__name__) from None
    except error.TelegramError as e:
        raise Retry(min(MOST, LEAST * 2.0**row.attempts), type(e).__name__) from None


def _public(uow: Unit, post: int) -> Picture | None:
    row = uow.get(Post, post)
    shown = public_visibility.showable(uow, [row]) if row else []
    return uow.get(Picture, shown[0].picture) if shown else None
