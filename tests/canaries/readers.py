"""Readers of the canaries: every command that can show something, every completion, and every button they are handed."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from botfeed.core import digest, dispatch
from botfeed.core.chat.message import Action, Reply, Request, Sender
from botfeed.core.model import (
    Collection,
    Comment,
    Decision,
    Delivery,
    Edition,
    Link,
    Painting,
    Picture,
    Post,
    Report,
)
from botfeed.core.ports import Unit
from botfeed.testing.stage import Shown
from tests.canaries.world import BAIT, World

# What is typed for each command: {post} is each post of the history in turn, {shelf} the shared shelf. What only
# changes something of the reader's own is said too where its answer quotes what it is about.
LINES: Mapping[str, tuple[str, ...]] = {
    "feed": ("/feed", "/feed following", "/feed new", "/feed here"),
    "next": (),
    "search": (f"/search {BAIT}", f"/search {BAIT} --by newest", "/search @ada", "/search @sue", "/search @lea"),
    "similar": ("/similar {post}",),
    "open": ("/open {post}",),
    "more": ("/more {post}",),
    "unveil": ("/unveil {post}",),
    "show": ("/show {post}",),
    "original": ("/original {post}",),
    "remix": ("/remix {post}",),
    "comment": ("/comment {post}",),
    "answercomment": ("/answercomment --post {post}",),
    "editcomment": ("/editcomment --post {post}",),
    "uncomment": ("/uncomment --post {post}",),
    "hidecomment": ("/hidecomment --post {post}",),
    "report": ("/report {post}",),
    "like": ("/like {post}",),
    "save": ("/save {post} Foxes",),
    "unsave": ("/unsave {post}",),
    "shelf.put": ("/shelf put {post}",),
    "publish": ("/publish {post}",),
    "caption": ("/caption {post}",),
    "alt": ("/alt {post}",),
    "audience": ("/audience {post}",),
    "space.remove": ("/space remove {post}",),
    "admin.hide": ("/admin hide {post}",),
    "profile": ("/profile", "/profile @ada", "/profile @cara", "/profile @sue", "/profile @lea", "/profile @gus"),
    "followers": ("/followers", "/followers @ada", "/followers @sue"),
    "following": ("/following", "/following @ada", "/following @sue"),
    "follow": ("/follow @sue",),
    "unmute": ("/unmute @sue",),
    "unblock": ("/unblock @sue",),
    "inbox": ("/inbox",),
    "mine": ("/mine", f"/mine {BAIT}"),
    "saved": ("/saved", "/saved Foxes"),
    "shelf.show": ("/shelf show",),
    "shelf.open": ("/shelf open Foxes", "/shelf open {shelf}"),
    "tag.show": ("/tag show",),
    "digest.show": ("/digest show",),
    "digest.preview": ("/digest preview", "/digest preview --where private"),
    "digest.mine": ("/digest mine",),
    "space.show": ("/space show",),
    "space.log": ("/space log",),
    "space.reports": ("/space reports",),
    "admin.reports": ("/admin reports", "/admin reports 2", "/admin reports 3"),
    "me.show": ("/me show",),
    "me.words": ("/me words",),
    "me.requests": ("/me requests",),
    "me.reports": ("/me reports",),
    "me.export": ("/me export",),
    "start": ("/start",),
    "home": ("/home",),
    "undo": ("/undo",),
    "privacy": ("/privacy",),
    "help": ("/help",),
    "link": ("/link",),
    "unlink": ("/unlink",),
}
# Commands that answer nothing about others, that only buttons call (which are pressed), or that need words of one's own.
SILENT = frozenset(
    [
        "menu",
        "ask",
        "words",
        "digest.back",
        "digest.set",
        "digest.pause",
        "digest.resume",
        "digest.read",
        "digest.off",
        "hide",
        "fill",
        "link.join",
        "link.agree",
        "link.no",
        "unfollow",
        "mute",
        "block",
        "handle",
        "bio",
        "pushes",
        "me.access",
        "help.section",
        "language",
        "me.delete",
        "me.keep",
        "me.consent",
        "me.personal",
        "me.notices",
        "me.quiet",
        "me.approve",
        "me.accept",
        "me.decline",
        "me.unfollower",
        "appeal",
        "admin.restore",
        "admin.remove",
        "admin.dismiss",
        "admin.suspend",
        "admin.unsuspend",
        "admin.access",
        "admin.appeal",
        "unpublish",
        "remixes",
        "react",
        "reply",
        "replied",
        "nevermind",
        "received",
        "tag.follow",
        "tag.unfollow",
        "shelf.new",
        "shelf.share",
        "shelf.post",
        "shelf.rename",
        "shelf.delete",
        "space.setup",
        "space.more",
        "space.restore",
        "space.leave",
        "space.pass",
        "imagine",
        "cancel",
        "vary",
        "again",
        "choose",
        "discard",
        "start.waits",
    ]
)
NAMED = (Post, Picture, Painting, Comment, Decision, Report, Edition, Collection, Link, Delivery)
# Buttons that move what others may see, or who follows whom: what comes after them would follow another rule.
MOVING = frozenset(
    [
        "block",
        "unblock",
        "follow",
        "unfollow",
        "publish",
        "audience",
        "undo",
        "unpublish",
        "remixes",
        "admin.hide",
        "admin.restore",
        "admin.remove",
        "admin.dismiss",
        "admin.suspend",
        "admin.unsuspend",
        "admin.access",
        "admin.appeal",
        "space.remove",
        "space.restore",
        "space.leave",
        "space.pass",
        "hidecomment",
        "me.delete",
        "me.accept",
        "me.decline",
        "unlink",
        "shelf.share",
        "shelf.delete",
        "discard",
    ]
)


@dataclass
class Reader:
    """One viewer, who acts alone or inside the lounge, and presses `most` buttons of each command."""

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


def lines(world: World, part: int = 0, of: int = 1) -> list[str]:
    """Return the lines, for each post in turn; only each `of`-th of them, beginning at `part`."""
    found = []
    for typed in LINES.values():
        for line in typed:
            refs = [ref for name, ref in world.refs.items() if name != "shelf"] if "{post}" in line else [""]
            found += [line.format(post=ref, shelf=world.refs["shelf"]) for ref in refs]
    return found[part % of :: of]


async def forged(world: World, part: int = 0, of: int = 1) -> list[str]:
    """Return a line for each command that takes a reference and each row that one could name, as who guesses writes
    them; only each `of`-th of them.
    """

    def look(uow: Unit) -> list[int]:
        return [row.id for noun in NAMED for row in uow.all(noun)]

    refs = [world.ref(id) for id in await world.services.store.read(look)]
    verbs = [verb for verb in world.services.menu if any(spec.param.ref for spec in verb.specs)]
    found = [f"/{verb.name.replace('.', ' ')} {ref}" for verb in verbs for ref in refs if verb.name not in MOVING]
    return found[part % of :: of]


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
