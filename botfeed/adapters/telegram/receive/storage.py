"""Send pictures to the storage chat, where they get the file ids by which inline queries can offer them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog

from botfeed.adapters.telegram.api.addresses import PLATFORM
from botfeed.adapters.telegram.api.client import UPLOAD
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.core.cards import lines
from botfeed.core.chat.context import Services
from botfeed.core.errors import Rejected, SendUnknown, TryAgain, Unreachable
from botfeed.core.model import Job, Picture, Post
from botfeed.core.ports import Unit
from botfeed.core.safety import public_visibility
from botfeed.core.work import jobs
from botfeed.core.work.jobs import Retry

log = structlog.get_logger()

CLOSED = 20.0  # seconds until a retry where this process is not connected to Telegram, or not yet
AGAIN = 60.0  # seconds after which a picture that may have arrived is sent once more


async def keep(messenger: Messenger, chat: int, picture: Picture) -> None:
    """Send a picture that has no file id to the storage chat, in a patient turn. Raises SendError."""
    async with messenger.files.photo((lines.media(picture),)) as photo:
        content = photo.content
        if isinstance(content, str):
            return
        client = messenger.client
        options: dict[str, Any] = {"disable_notification": True, "write_timeout": UPLOAD}
        message = await client.send(chat, lambda to: client.bot.send_photo(to, content, **options), patient=True)
        await messenger.files.remember(photo, message)


@jobs.job(f"warm.{PLATFORM}", lease=timedelta(minutes=2), attempts=4)
async def warm(services: Services, job: Job) -> None:
    """Send the picture of a new post, if everybody may still see it."""
    messenger = services.messengers.get(PLATFORM)
    if not isinstance(messenger, Messenger):
        raise Retry(CLOSED, "no door to Telegram here", counts=False)
    picture = await services.store.read(lambda uow: _public(uow, int(job.args["post"])))
    if picture is None or not messenger.storage:
        return
    try:
        await keep(messenger, messenger.storage, picture)
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
