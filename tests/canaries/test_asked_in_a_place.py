"""Cards asked for in a place, on both doors: each of their buttons works for who is in there, none for who left."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.canaries import test_canary_discord, test_canary_telegram, typed
from tests.canaries.doors import Handed, Talk
from tests.canaries.world import World, found

# Every verb whose answer is for one person and has buttons, about a post that is for the place alone.
ASKED = (
    "/open {here}", "/more {here}", "/feed here", "/search lantern", "/similar {here}", "/unveil {here}", "/profile @ada", "/saved",
    "/shelf open {shelf}", "/digest preview --where private", "/inbox", "/shelf show", "/digest show", "/help", "/tag show",
)  # fmt: skip
GONE = ("not there", "not shown", "nobody called", "works inside", "went wrong")
# What follows these is about somebody who is not seen any more, or is about no post.
ABOUT_OTHERS = typed.MOVING | {
    "mute",
    "unmute",
    "hide",
    "unsave",
    "me.export",
    "shelf.rename",
    "language",
    "tag.follow",
    "tag.unfollow",
}


def left_telegram(talk: Any, who: str) -> None:
    talk.lounge.leave(talk.users[who])


# Discord shows such cards in the server itself, to who asked alone: who left it cannot press them.
DOORS: dict[str, tuple[Callable[[Path], Any], Callable[[Any, str], None] | None]] = {
    "telegram": (test_canary_telegram.lived, left_telegram),
    "discord": (test_canary_discord.lived, None),
}


async def ask_all(world: World, talk: Talk, who: str, every: int) -> list[Handed]:
    """Ask for all cards in the place; return one button of each command, or `every` of them, that came with them."""
    before = {button.name for button in talk.handed(who)}
    for line in ASKED:
        await talk.say(who, line.format(here=world.refs["here"], shelf=world.refs["shelf"]), inside=True)
    taken: dict[str, list[Handed]] = {}
    for button in talk.handed(who):
        decoded = world.services.menu.decode(button.payload)
        if decoded and decoded[0].name not in ABOUT_OTHERS and button.name not in before:
            same = taken.setdefault(decoded[0].name, [])
            if len(same) < every and button.payload not in {one.payload for one in same}:
                same.append(button)
    talk.sent()
    return [button for same in taken.values() for button in same]


@pytest.mark.parametrize("door", DOORS)
async def test_every_button_works_for_a_member_and_none_for_who_left(
    tmp_path: Path, door: str, size: Callable[[int, int], int]
) -> None:
    lived, leaves = DOORS[door]
    async with lived(tmp_path) as (world, talk):
        buttons = await ask_all(world, talk, "meg", size(1, 50))
        assert len(buttons) > 15
        for button in buttons:
            if not await talk.press("meg", button):
                continue  # an earlier press put other buttons there
            words = " ".join(sent.words for sent in talk.sent())
            assert words, button.payload
            assert not [gone for gone in GONE if gone in words], (button.payload, words[:400])
        if leaves is None:
            return
        leaves(talk, "meg")
        world.services.clock.advance(timedelta(minutes=11))
        for button in buttons:
            await talk.press("meg", button)
            for sent in talk.sent():
                inside = [canary.word for canary in found(sent.words, world.canaries) if "meg" not in canary.alone]
                told = [word for word in inside if sent.to == "meg" and not re.fullmatch("qtitle.*", word)]
                assert told == [], (button.payload, sent.words[:400])
