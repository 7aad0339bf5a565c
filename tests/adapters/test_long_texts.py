"""An opened post and all its comments can be read to the end on every platform."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import discord
import pytest

from botfeed.adapters.discord import render as discord_render
from botfeed.adapters.discord.messenger import Messenger as DiscordMessenger
from botfeed.adapters.discord.send import markdown
from botfeed.adapters.telegram import render as telegram_render
from botfeed.adapters.telegram.api import autolinks
from botfeed.adapters.telegram.messenger import Messenger as TelegramMessenger
from botfeed.core.chat.message import Reply
from botfeed.testing.stage import Stage
from tests.core.support.people import People


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)


CAPTION = "I walked along the old harbour.\nThe light was right;\n\n" + "fog " * 95 + "THE-END"
COMMENTS = {
    "short": [f"word {n}." for n in range(12)],
    "long": [f"comment {n} " + "snow fox " * 108 + f"END{n}" for n in range(7)],
    "markup": [f"{n}" + "*_~`|[]()" * 108 + f"END{n}" for n in range(6)],
    "links": [f"{n} " + "a.b.co/x " * 108 + f"END{n}" for n in range(6)],
    "emoji": [f"{n} " + "🦊" * 490 + f"END{n}" for n in range(6)],
    "lines": [f"{n}" + "\nline" * 190 + f"END{n}" for n in range(6)],
}


class Measured(Stage):
    """A stage whose platform counts text as a real one does."""

    room: int = 0
    takes: Callable[[str], int]


def on_discord(reply: Reply) -> Iterator[str]:
    view = discord_render.reply(reply).view
    yield from (re.sub(r"\\(.)", r"\1", item.content) for item in view.walk_children() if hasattr(item, "content"))
    assert view.content_length() <= markdown.MOST


def on_telegram(reply: Reply) -> Iterator[str]:
    for body in telegram_render.bodies(reply):
        yield body.text.replace(autolinks.JOINER, "")
        if body.rest:
            yield body.rest.text.replace(autolinks.JOINER, "")


PLATFORMS = {"discord": (DiscordMessenger, on_discord), "telegram": (TelegramMessenger, on_telegram)}


@pytest.mark.parametrize("kind", COMMENTS)
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_word_of_a_post_and_its_comments_is_on_some_page(people: People, platform: str, kind: str) -> None:
    messenger, read = PLATFORMS[platform]
    stage = Measured(people.stage.services, _n=1000)
    stage.room, stage.takes = messenger.room, messenger.takes
    post = await people.publish("ada", "a fox", f'--caption "{CAPTION}" --audience everyone')
    for said in COMMENTS[kind]:
        await stage.say("ben", f"/comment {people.ref(post)} {said}")
    await stage.say("cleo", f"/open {people.ref(post)}")
    pages = [stage.last("cleo").reply]
    while any(action.label == "Older" for card in pages[-1].cards for action in card.actions):
        pages.append(await stage.press("cleo", "Older"))
    shown = [re.sub(r"\s*\n\s*", "\n", text) for page in pages for text in read(page)]
    for said in (CAPTION, *COMMENTS[kind]):
        plain = re.sub(r"\s*\n\s*", "\n", said)
        assert any(plain in text for text in ["\n".join(shown), *shown]) or _in_parts(plain, shown), said[:30]
    assert len(pages) > 1


def _in_parts(said: str, shown: list[str]) -> bool:
    """Return True if a text goes on in the next message behind an ellipsis."""
    return said.replace(" ", "") in re.sub(r"…\n…?", "", "\n".join(shown)).replace(" ", "")


async def test_a_feed_shows_the_beginning_of_a_long_caption(people: People) -> None:
    await people.publish("ada", "a fox", f'--caption "{CAPTION}" --audience everyone')
    await people.stage.say("ben", "/feed")
    assert "THE-END" not in people.stage.text("ben")
    await people.stage.press("ben", "⋯ Menu")
    await people.stage.press("ben", "Open")
    assert CAPTION in people.stage.text("ben")


def test_cards_share_the_room_of_a_message_by_need() -> None:
    from botfeed.core.chat.message import Card
    from botfeed.core.language.text import of

    body = discord_render.reply(Reply((Card(of("short")), Card(of("x" * 3900)))))
    texts = [item.content for item in body.view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    assert texts == ["short", "x" * 3900]
