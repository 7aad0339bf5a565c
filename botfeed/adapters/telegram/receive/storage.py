"""Send pictures to the storage chat, where they get the file ids by which inline queries can offer them."""

from __future__ import annotations

from typing import Any

from botfeed.adapters.telegram.api.client import UPLOAD
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.core.cards import lines
from botfeed.core.model import Picture


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
