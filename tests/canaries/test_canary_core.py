"""Canary words in what the core says: what a viewer may not read reaches them by no command, button, file or message."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from botfeed import catalog
from botfeed.adapters.clock import SteppedClock
from botfeed.store import engine
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import MemoryMedia, Shown
from tests.canaries import history, readers
from tests.canaries import world as worlds
from tests.canaries.readers import Reader
from tests.canaries.talker import Talker
from tests.canaries.world import VIEWERS, Canary, World

UNREAD = 10  # words that may be read and that no line shows, such as what is half filled in


def test_every_command_is_tried_or_says_nothing_of_others() -> None:
    names = {command.name for command in catalog.COMMANDS}
    assert not readers.LINES.keys() & readers.SILENT
    assert names == readers.LINES.keys() | readers.SILENT, "a new command: what does it show, and to whom?"
    assert names >= readers.MOVING


@asynccontextmanager
async def copied(store: Store, lived: World, path: Path) -> AsyncIterator[World]:
    """Yield the lived world on a copy of its database, so that no viewer's acts change what another one sees."""
    clock = SteppedClock(lived.services.clock.now())
    shutil.copyfile(store.path, path)  # type: ignore[union-attr]  # the embedded store's
    again = engine.open_store(f"sqlite:///{path}", clock)
    made = make_services(again, clock, talker=Talker(), media=lived.services.media)
    world = worlds.opened(made)
    world.stage.names, world.refs, world.canaries = lived.stage.names, lived.refs, lived.canaries
    world.stage.shown = list(lived.stage.shown)  # so that messages have names of their own
    world.stage._n = lived.stage._n
    yield world
    await again.close()


def permitted(canary: Canary, who: str, shown: Shown, *, inside: bool, world: World) -> bool:
    """Return True if a canary may stand in a shown message: the declared rule, for who reads there."""
    if shown.to == world.stage.door.lounge.ref:
        return canary.shared
    reads = shown.to
    if reads not in VIEWERS:
        return True  # an author of the history beside them
    if reads != who or shown.event == "delivery":
        return reads in canary.alone | canary.lounge
    return reads in (canary.lounge if inside else canary.alone)


async def leaks(reader: Reader, lines: list[str], seen: set[str]) -> list[str]:
    """Return what reached anybody by this reader's acts that they may not read; add all that was read to `seen`."""
    world, who, inside, bad = reader.world, reader.who, reader.inside, []
    for why, shown in await reader.read(lines):
        words = readers.words_of(shown.reply) + await readers.files_of(world, shown.reply)
        for canary in worlds.found(words, world.canaries):
            seen.add(canary.word)
            if not permitted(canary, who, shown, inside=inside, world=world):
                bad += [f"{who} by {why}: {canary.word} to {shown.to} ({shown.event})"]
    for why, words in await reader.completed():
        for canary in worlds.found(words, world.canaries):
            if who not in worlds.readers_of(canary, inside=inside):
                bad += [f"{who} completes {why}: {canary.word}"]
    return bad


async def test_no_viewer_reads_what_is_not_for_them(
    store: Store, clock: SteppedClock, tmp_path: Path, size: Callable[[int, int], int]
) -> None:
    lived = worlds.opened(make_services(store, clock, talker=Talker(), media=MemoryMedia()))
    await history.live(lived)
    await store.close()
    bad: list[str] = []
    for inside in (False, True):
        seen: set[str] = set()
        for n, who in enumerate(VIEWERS):
            async with copied(store, lived, tmp_path / f"{who}{inside}.db") as world:
                reader = Reader(world, who, inside, most=size(1, 1000))
                typed = readers.lines(world, n, size(17, 1)) + await readers.forged(world, n, size(300, 1))
                bad += await leaks(reader, typed, seen)
        there = {canary.word for canary in lived.canaries.values() if worlds.readers_of(canary, inside=inside)}
        assert len(seen & there) >= size(40, len(there) - UNREAD), sorted(there - seen)
    assert not bad, "\n".join(bad)
