"""Readers of the canaries: every command that can show something, every completion, and every button they are handed."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from botfeed.core import digest, dispatch
from botfeed.core.chat.message import Action, Reply, Request, Sender
from botfeed.testing.stage import Shown
from tests.canaries.typed import MOVING
from tests.canaries.world import World


@dataclass
class Reader:
    """A viewer, who acts alone or inside the lounge, and presses `most` buttons of each command."""

    world: World
    who: str
    inside: bool
    most: int = 1000
    pressed: set[str] = field(default_factory=set)
    times: Counter[str] = field(default_factory=Counter)
    n: int = 0

    async def read(self, lines: Iterable[str], depth: int = 2) -> list[tuple[str, Shown]]:
        """Type the lines, complete, press what comes and wait for a digest; return what was shown, with what led to it."""
        found: list[tuple[str, Shown]] = []
        at = self.world.stage.door.lounge if self.inside else None
        for line in lines:
            since = len(self.world.stage.shown)
            await self.world.say(self.who, line, at=at)
            found += [(line, one) for one in self.world.stage.shown[since:]]
        for _ in range(depth):
            found += await self._press(found)
        since = len(self.world.stage.shown)
        await self._wait()
        return found + [("later", one) for one in self.world.stage.shown[since:]]

    async def _press(self, found: list[tuple[str, Shown]]) -> list[tuple[str, Shown]]:
        """Press each button that this reader was handed and has not pressed yet."""
        stage, more = self.world.stage, []
        for why, shown in list(found):
            mine = shown.to in (self.who, stage.home(self.who).ref)
            for action in [action for card in shown.reply.cards for action in card.actions] if mine else ():
                if not self._may_press(action):
                    continue
                self.pressed.add(action.payload)
                self.times[action.command] += 1
                since = len(stage.shown)
                await stage.handle(self.who, self.request(action, shown))
                await stage.settle()
                more += [(f"{why} > {action.payload}", one) for one in stage.shown[since:]]
        return more

    def _may_press(self, action: Action) -> bool:
        known = not action.payload or action.payload in self.pressed or action.command in MOVING
        return not known and self.times[action.command] < self.most

    def request(self, action: Action, shown: Shown) -> Request:
        """Return the press of a button where its message stands: aside, for what was moved there."""
        self.n += 1
        stage, home = self.world.stage, self.world.stage.home(self.who)
        sender = Sender(stage.platform, stage.door.user(self.who), self.who, None, home, shown=f"qshown{self.who}z")
        args = {"payload": action.payload}
        return Request(f"{stage.platform}:pressed{self.n}", "payload", sender, home, args, pressed=shown.ref)

    async def _wait(self) -> None:
        """Let an hour pass for what is pushed, and a day for the digests."""
        services = self.world.services
        for step in (timedelta(hours=1, minutes=1), timedelta(days=1)):
            services.clock.advance(step)  # type: ignore[attr-defined]  # a stepped clock
            await digest.due(services)
            await self.world.stage.settle()

    async def completed(self) -> list[tuple[str, str]]:
        """Return what every parameter of every command offers while this reader types nothing yet."""
        services, stage = self.world.services, self.world.stage
        sender = Sender(stage.platform, stage.door.user(self.who), self.who, None, stage.home(self.who))
        at = stage.door.lounge if self.inside else stage.home(self.who)
        words = []
        for verb in services.menu:
            for spec in verb.specs if verb.name not in ("handle", "bio") else ():
                if spec.param.suggest:
                    request = Request(f"completes:{self.who}", verb.name, sender, at)
                    choices = await dispatch.suggest(services, request, spec.name, "")
                    words.append((f"{verb.name} {spec.name}", " ".join(f"{c.label} {c.value}" for c in choices)))
        return words


def words_of(reply: Reply) -> str:
    """Return all that a reply shows or carries: texts, links, alt texts, titles, labels, payloads and forms."""
    found = [reply.notice]
    for card in reply.cards:
        found += [str(card.text), card.about.title, *(span.href for span in card.text.spans)]
        found += [media.alt for media in card.media]
        found += [f"{action.label} {action.payload} {action.url}" for action in card.actions]
    if reply.ask:
        found += [reply.ask.title, str(reply.ask.note), reply.ask.payload, str(dict(reply.ask.args))]
        for one in reply.ask.fields:
            found += [one.label, one.value, one.hint, one.skip, str(one.choices)]
    return " ".join(found)


async def files_of(world: World, reply: Reply) -> str:
    """Return the names and the text of all files that came with a reply."""
    found = []
    for file in reply.files:
        data = await world.services.media.load(file.blob, "original")
        found.append(file.name)
        if file.name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as pack:
                found += pack.namelist()
                texts = [name for name in pack.namelist() if name.endswith((".json", ".txt", ".html"))]
                found += [json.dumps(pack.read(name).decode(), ensure_ascii=False) for name in texts]
    return " ".join(found)
