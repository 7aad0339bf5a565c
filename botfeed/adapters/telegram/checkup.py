"""Check Telegram for `botfeed doctor`, without changing anything."""

from __future__ import annotations

import logging
from typing import Any

from telegram import error

from botfeed.adapters.telegram.api import transport

_GROUPS = {
    True: "in groups it hears every message (privacy mode is off) and answers what names it",
    False: "in groups it hears commands and replies to it, no @mentions (privacy mode, which @BotFather can turn off)",
}
_INLINE = {True: "", False: "; inline mode is off, so nothing can be shared into other chats (@BotFather, /setinline)"}
WAIT = 5.0  # seconds for an answer


async def look(token: str, webhook: str, **options: Any) -> tuple[bool, str]:
    """Return whether the server answers for this bot, and how updates come; `webhook` is the address it should call.

    `options` go to `telegram.Bot`. The text holds neither the token nor the webhook's path.
    """
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    bot = transport.bot(token, **options)
    try:
        async with bot:
            info = await bot.get_webhook_info(connect_timeout=WAIT, read_timeout=WAIT)
            hears = _GROUPS[bool(bot.bot.can_read_all_group_messages)]
            hears += _INLINE[bool(bot.bot.supports_inline_queries)]
    except (error.InvalidToken, error.Forbidden):
        return False, "does not know TELEGRAM_TOKEN (a server of your own: log the bot out of Telegram's first)"
    except error.TelegramError as e:
        return False, f"does not answer ({type(e).__name__}); check the network, and TELEGRAM_API_URL if you set it"
    if info.url and not webhook:
        return True, f"{bot.username} answers; a webhook is set, polling takes it down if it is ours"
    if webhook and info.last_error_message:
        return False, f"cannot call the webhook: {info.last_error_message[:120]}"
    if webhook and info.url != webhook:
        return True, f"{bot.username} answers; the webhook is set at the next start; {hears}"
    return True, f"{bot.username} answers; {info.pending_update_count} updates wait; {hears}"
