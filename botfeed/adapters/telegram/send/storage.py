"""The storage chat: a picture that was sent there has a file id, by which it goes into any chat without an upload."""

from __future__ import annotations

from typing import Any

import structlog

from botfeed.adapters.telegram.api.client import UPLOAD
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.core.cards import lines
from botfeed.core.model import Picture

log = structlog.get_logger()


async def keep(messenger: Messenger, chat: int, picture: Picture) -> None:
    """Send a picture there that has no file id, in a turn that nobody waits for. Raises SendError."""
    async with messenger.files.photo((lines.media(picture),)) as photo:
        content = photo.content
        if isinstance(content, str):
            return
        line = messenger.line
        options: dict[str, Any] = {"disable_notification": True, "write_timeout": UPLOAD}
        message = await line.say(chat, lambda to: line.bot.send_photo(to, content, **options), patient=True)
        await messenger.files.remember(photo, message)
