"""Messages of a door: the same readers on a platform's own wire, each request of the bot held against the one rule."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from botfeed import logs
from botfeed.core.model import Placement
from tests.canaries import typed
from tests.canaries.world import EVERYBODY, Canary, World, found

SHARED = ""  # instead of a reader's name: everybody in the lounge reads it


@dataclass(frozen=True, slots=True)
class Sent:
    """Text that reached a viewer, or everybody in the lounge. `late`: unprompted, and so by no rule of one place."""

    to: str
    words: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """Button in somebody's chat: its payload, the message that it stands on as the door knows it, and its name."""

    payload: str
    on: Any
    name: object


class Talk(Protocol):
    """A door's people as they write and press, and what the bot sent since it was last asked."""

    async def say(self, who: str, line: str, *, inside: bool) -> None: ...

    async def press(self, who: str, button: Handed) -> bool:
        """Press a button; False where the message does not have it any more."""

    def handed(self, who: str) -> list[Handed]: ...

    def sent(self) -> list[Sent]: ...


def permits(canary: Canary, sent: Sent, who: str, *, inside: bool) -> bool:
    """Return True if a canary may stand in what was sent: the declared rule, for who reads it and where."""
    if sent.to == SHARED:
        return canary.shared
    if sent.to not in EVERYBODY:
        return True
    if sent.to != who or sent.late:
        return sent.to in canary.alone | canary.lounge
    return sent.to in (canary.lounge if inside else canary.alone)


@dataclass
class Visit:
    """A viewer at a door, alone or in the lounge, who presses at most `most` buttons of each command."""

    world: World
    talk: Talk
    who: str
    inside: bool
    most: int
    earlier: bool = False  # buttons that they were handed before, maybe elsewhere, are pressed too

    async def leaks(self, lines: Iterable[str], seen: set[str]) -> list[str]:
        """Say the lines and press what came; return what somebody read that they may not read."""
        bad: list[str] = []
        old = set() if self.earlier else {button.name for button in self.talk.handed(self.who)}
        for line in lines:
            await self.talk.say(self.who, line, inside=self.inside)
            bad += self._held(line, seen)
        pressed: set[str] = set()
        times: Counter[str] = Counter()
        for button in self.talk.handed(self.who):
            command = self._command(button.payload)
            known = not command or command in typed.MOVING or button.payload in pressed or button.name in old
            if known or times[command] >= self.most:
                continue
            pressed.add(button.payload)
            times[command] += 1
            await self.talk.press(self.who, button)
            bad += self._held(button.payload, seen)
        return bad

    def _command(self, payload: str) -> str:
        decoded = self.world.services.menu.decode(payload)
        return decoded[0].name if decoded else ""

    def _held(self, why: str, seen: set[str]) -> list[str]:
        bad = []
        for sent in self.talk.sent():
            for canary in found(sent.words, self.world.canaries):
                seen.add(canary.word)
                if not permits(canary, sent, self.who, inside=self.inside):
                    bad.append(f"{self.who} by {why}: {canary.word} to {sent.to or 'the lounge'}")
        return bad


async def forget_messages(world: World) -> None:
    """Take the history's messages for deleted: no platform knows them."""
    await world.write(lambda uow: [uow.update(row, gone=uow.now) for row in uow.all(Placement, gone=None)])


def words_in(data: bytes) -> str:
    """Return the text of a file that was sent: of a packed one, that of its tables."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        texts = [name for name in pack.namelist() if name.endswith((".json", ".txt", ".html"))]
        return " ".join([*pack.namelist(), *(pack.read(name).decode() for name in texts)])


@contextlib.contextmanager
def logged() -> Iterator[io.StringIO]:
    """Log as a process does that logs everything, into what is yielded."""
    root, error, out = logging.getLogger(), sys.stderr, io.StringIO()
    handlers, level = root.handlers[:], root.level
    before = structlog.get_config()
    root.handlers = []
    sys.stderr = out
    try:
        logs.configure("debug")
        yield out
    finally:
        sys.stderr = error
        root.handlers = handlers
        root.setLevel(level)
        structlog.configure(**before)
