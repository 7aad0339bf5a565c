"""Telegram's own jobs. Importing this loads no library of Telegram's: every process lists them."""

from __future__ import annotations

import structlog

from botfeed.core.chat.context import Services
from botfeed.core.errors import Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Picture, Post
from botfeed.core.ports import Unit
from botfeed.core.safety import public_visibility
from botfeed.core.social import posts
from botfeed.core.work import pools
from botfeed.core.work.jobs import Retry, job

log = structlog.get_logger()

PLATFORM = "telegram"
CLOSED = 20.0  # seconds until another look where this process has not opened Telegram, or not yet
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


def _public(uow: Unit, post: int) -> Picture | None:
    row = uow.get(Post, post)
    shown = public_visibility.showable(uow, [row]) if row else []
    return uow.get(Picture, shown[0].picture) if shown else None
