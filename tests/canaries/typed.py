"""Lines that the readers type: for every command that can show something, and for every reference that could be guessed."""

from __future__ import annotations

from collections.abc import Mapping

from botfeed.core.model import (
    Collection,
    Comment,
    Decision,
    Delivery,
    Draft,
    Edition,
    Link,
    Painting,
    Payload,
    Picture,
    Post,
    Report,
)
from botfeed.core.ports import Unit
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
    "settings": ("/settings",),
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
    {
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
        "start.paint",
        "channel.post",
        "showcases",
        "space.showcase",
        "digest.zone",
    }
)
NAMED = (Post, Picture, Painting, Comment, Decision, Report, Edition, Collection, Link, Delivery, Draft, Payload)
# Buttons that move what others may see, or who follows whom: what comes after them would follow another rule.
MOVING = frozenset(
    {
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
        "channel.post",
        "showcases",
        "space.showcase",
        "hidecomment",
        "me.delete",
        "me.accept",
        "me.decline",
        "unlink",
        "shelf.share",
        "shelf.delete",
        "discard",
    }
)


def lines(world: World, part: int = 0, of: int = 1) -> list[str]:
    """Return the lines, for each post in turn; only each `of`-th of them, beginning at `part`."""
    found = []
    for typed in LINES.values():
        for line in typed:
            refs = [ref for name, ref in world.refs.items() if name != "shelf"] if "{post}" in line else [""]
            found += [line.format(post=ref, shelf=world.refs["shelf"]) for ref in refs]
    several = [line for line in found if world.refs["open"] in line]  # of the fullest post more often
    return [*found[part % of :: of], *several[part % 4 :: 4]] if of > 4 else found[part % of :: of]


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
