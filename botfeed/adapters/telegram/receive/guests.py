"""Answer a message that names the bot in a chat where it is not a member (a guest message).

The answer is read by everybody there, so it holds nothing but public pictures and a way into the private chat.
"""

from __future__ import annotations

import re

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.receive.inline import Found, InlineQueries, paint_label
from botfeed.core.chat.context import Services
from botfeed.core.language.i18n import L, words

_HELLO = L("I am not in this chat. In private I paint what you say, and you decide who sees it.")
_PAINT = L("I am not in this chat, so I paint that in private: only you see it until you publish it.")
_TITLE = L("Pictures from words")


async def answer(services: Services, messenger: Messenger, inline: InlineQueries, message: Message) -> None:
    """Send the first public picture that the words find, else a line and a button into the private chat."""
    query, user = message.guest_query_id, message.from_user
    if query is None or user is None:
        return
    name, text = re.escape(messenger.bot.username), message.text or message.caption or ""
    asked = " ".join(re.sub(rf"(?<!\w)@{name}\b", "", text, flags=re.IGNORECASE).split())
    found = await services.store.read(lambda uow: inline.find(uow, user, asked))
    result = await _picture(messenger, inline, found) or await _line(messenger, inline, found)
    await messenger.client.request(0, lambda _: messenger.bot.answer_guest_query(query, result))


async def _picture(messenger: Messenger, inline: InlineQueries, found: Found) -> InlineQueryResult | None:
    """Return the first picture that was sought and can be shown; None where there is none."""
    if found.prompt or not found.typed:
        return None
    ids = await messenger.files.known([offer.picture.blob for offer in found.offers[:1]])
    results = (inline.result(offer, ids.get(offer.picture.blob, ""), found.language) for offer in found.offers[:1])
    return next((result for result in results if result), None)


async def _line(messenger: Messenger, inline: InlineQueries, found: Found) -> InlineQueryResult:
    catalogue = words(found.language)
    link = await inline.paint_link(found) if found.prompt else "hi"
    label = paint_label(found) if found.prompt else catalogue.s(L("Open"))
    text, entities = render.words(catalogue.t(_PAINT if found.prompt else _HELLO), render.TEXT)
    button = InlineKeyboardButton(label, url=messenger.link(link))
    return InlineQueryResultArticle(
        "hello",
        catalogue.s(_TITLE),
        InputTextMessageContent(text, entities=entities),
        reply_markup=InlineKeyboardMarkup([[button]]),
    )
