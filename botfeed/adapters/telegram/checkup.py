"""Check Telegram for `botfeed doctor`, without changing anything."""

from __future__ import annotations

import logging
from typing import Any

from telegram import WebhookInfo, error

from botfeed.adapters import findings
from botfeed.adapters.findings import Finding
from botfeed.adapters.telegram.api import transport

_GROUPS = {
    True: "in groups it hears every message (privacy mode is off) and answers what names it",
    False: "in groups it hears commands and replies to it, no @mentions (privacy mode, which @BotFather can turn off)",
}
_INLINE = {True: "", False: "; inline mode is off, so nothing can be shared into other chats (@BotFather, /setinline)"}
WAIT = 5.0  # seconds for an answer


async def look(token: str, webhook: str, **options: Any) -> Finding:
    """Return whether the server answers for this bot, and how updates come; `webhook` is the address it should call.

    `options` go to `telegram.Bot`. The text holds neither the token nor the webhook's path.
    """
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    bot = transport.bot(token, **options)
    try:
        async with bot:
            info = await bot.get_webhook_info(connect_timeout=WAIT, read_timeout=WAIT)
            hears, inline = bool(bot.bot.can_read_all_group_messages), bool(bot.bot.supports_inline_queries)
    except (error.InvalidToken, error.Forbidden):
        todo = "copy it anew from @BotFather (for a server of your own, log the bot out of Telegram's first)"
        return Finding(False, f"does not know TELEGRAM_TOKEN; {todo}")
    except error.TelegramError as e:
        return findings.unreached(e, "TELEGRAM_API_URL" if options else "")
    if webhook and info.last_error_message:
        return Finding(False, f"cannot call the webhook: {info.last_error_message[:120]}")
    ways = _GROUPS[hears] + _INLINE[inline]
    return Finding(True, f"{bot.username} answers; {_updates(info, webhook)}; {ways}", note=not (hears and inline))


def _updates(info: WebhookInfo, webhook: str) -> str:
    if info.url and not webhook:
        return "a webhook is set, polling takes it down if it is ours"
    if webhook and info.url != webhook:
        return "the webhook is set at the next start"
    return f"{info.pending_update_count} updates wait"
