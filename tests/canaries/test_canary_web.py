"""Canary words in all that a browser is given: the page, its JSON, its stream, previews, files and completions."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from botfeed.adapters.discord import preview as discord_preview
from botfeed.adapters.telegram import preview as telegram_preview
from botfeed.adapters.web import server
from botfeed.adapters.web.messenger import Stream
from botfeed.adapters.web.routes import stream
from botfeed.adapters.web.site import Site
from botfeed.core.model import Address
from botfeed.testing.plugin import Store, make_services
from tests.adapters.web.web_visitor import Visitor
from tests.canaries import doors, history, typed
from tests.canaries import world as worlds
from tests.canaries.doors import Handed, Sent, Visit
from tests.canaries.talker import Talker
from tests.canaries.world import VIEWERS, Door, World

WEB = Door(
    "web",
    lambda who: who,
    lambda who: Address("web", who),
    Address("web", "#lounge", "space-lounge", "qtitleloungez", private=False),
)
# What holds messages of before: among them are those that were moved aside from the lounge.
OF_BEFORE = frozenset({"/", "/api/talks", "/api/previews"})
FEWER = ("sam", "bob", "mia", "olga")  # in the normal run
PAUSE = timedelta(seconds=1)  # between two requests of a browser, which has a pace
PREVIEWS = {"discord": discord_preview.show, "telegram": telegram_preview.show}


@dataclass
class WebTalk:
    """The browser of a viewer, on a page that was started anew: what was said before is built again from the store."""

    world: World
    who: str
    every: int = 1  # of the pages and completions, only each so many-th is loaded
    given: list[Sent] = field(default_factory=list)

    async def open(self) -> None:
        """Load the page, and all that it loads by itself."""
        app = server.build(self.world.services, people=(self.who,), previews=PREVIEWS)
        self.here: Site = app.state.site
        self.visitor = Visitor(app, self.world.services)
        await self.visitor.open()
        await self._get("/")
        self.stream: Stream = self.here.messenger.open((self.who,))
        await self._get("/api/talks")
        await self._get("/api/voice", who=self.who)
        await self._get("/api/feed", who=self.who)
        for ref in list(self.world.refs.values())[:: self.every]:
            await self._get("/api/feed", who=self.who, of=ref)
            await self._get("/api/feed", who=self.who, before=ref)

    async def say(self, who: str, line: str, *, inside: bool) -> None:
        assert not inside
        self.world.services.clock.advance(PAUSE)  # type: ignore[attr-defined]  # a stepped clock
        self._note(json.dumps(await self.visitor.say(who, line), ensure_ascii=False))
        await self._settle()

    async def press(self, who: str, button: Handed) -> bool:
        self.world.services.clock.advance(PAUSE)  # type: ignore[attr-defined]  # a stepped clock
        body = {"who": who, "payload": button.payload, "pressed": button.on}
        self._note((await self.visitor.post("/api/press", body)).text)
        await self._settle()
        return True

    async def react(self) -> None:
        """Put a heart on each message."""
        for entry in self.here.messenger.entries(self.who):
            self._note((await self.visitor.post("/api/react", {"who": self.who, "message": entry.ref})).text)
        await self._settle()

    async def look_around(self) -> None:
        """Load previews, files and pictures of each message, complete, and load the conversation anew."""
        for entry in self.here.messenger.entries(self.who):
            await self._get("/api/previews", who=self.who, ref=entry.ref)
        for said in await self.visitor.talk(self.who):
            for file in said["files"]:
                answer = await self.visitor.http.get(file["href"])
                self._note(doors.words_in(answer.content))
        offers = [(verb, spec) for verb in self.world.services.menu for spec in verb.specs if spec.param.suggest]
        for verb, spec in offers[:: self.every]:
            await self._get("/api/suggest", who=self.who, command=verb.name, param=spec.name, typed="")
        await self._get("/api/talks")

    def handed(self, who: str) -> list[Handed]:
        return [
            Handed(action.payload, entry.ref, entry.ref)
            for entry in reversed(self.here.messenger.entries(who))
            for card in entry.reply.cards
            for action in card.actions
        ]

    def sent(self) -> list[Sent]:
        found, self.given = self.given, []
        return found

    async def _get(self, path: str, **query: str) -> None:
        self._note((await self.visitor.http.get(path, params=query)).text, late=path in OF_BEFORE)

    async def _settle(self) -> None:
        await self.visitor.settle()
        while not self.stream.queue.empty():
            event: Any = self.stream.queue.get_nowait()
            self._note(json.dumps(stream._draw(self.here, event), ensure_ascii=False))

    def _note(self, words: str, *, late: bool = False) -> None:
        self.given.append(Sent(self.who, words, late))


async def test_no_browser_is_given_what_its_person_may_not_read(
    store: Store, tmp_path: Path, clock: Any, size: Callable[[int, int], int]
) -> None:
    bad: list[str] = []
    seen: set[str] = set()
    with doors.logged() as log:
        world = worlds.opened(make_services(store, clock, talker=Talker()), WEB)
        await history.live(world)
        for n, who in enumerate(VIEWERS if size(0, 1) else FEWER):
            talk = WebTalk(world, who, size(6, 1))
            await talk.open()
            visit = Visit(world, talk, who, inside=False, most=size(1, 1000), earlier=True)
            bad += visit._held("the page", seen)
            said = typed.lines(world, n, size(60, 1)) + await typed.forged(world, n, size(2000, 10))
            bad += await visit.leaks(said, seen)
            await talk.react()
            await talk.look_around()
            bad += visit._held("looking around", seen)
    assert not bad, "\n".join(bad)
    assert len(seen) >= 40
    assert [canary.word for canary in worlds.found(log.getvalue(), world.canaries)] == []
