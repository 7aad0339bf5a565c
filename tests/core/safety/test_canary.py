"""Canary words: what a viewer may not see reaches them on no door, by no field. The one rule says what they may."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Reply, Request, Sender
from botfeed.core.model import Account, Address, Post
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from tests.core.support.people import People

CAPTION, PROMPT = "canarycaption", "canaryprompt"
VIEWERS = ("ada", "follower", "stranger", "blocked", "muting", "member", "mona", "olga")
# How the post is published, and what is done to it then.
POSTS: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "everyone": ("everyone", ()),
    "followers only": ("followers", ()),
    "here only": ("here", ()),
    "hidden": ("everyone", (("olga", "/admin hide {ref} not nice"),)),
    "removed": ("everyone", (("olga", "/admin remove {ref} not nice"),)),
    "deleted": ("everyone", (("ada", "/unpublish {ref} --sure"),)),
    "narrowed": ("everyone", (("ada", "/audience {ref} followers"),)),
    "suspended": ("everyone", (("olga", "/admin suspend ada not nice"),)),
    "leaving": ("everyone", (("ada", "/me delete --sure"),)),
    "blurred": ("everyone --sensitive yes", ()),
}
LINES = (
    "/feed", "/feed following", "/feed new", "/search {caption}", "/search {prompt}", "/search @ada", "/search", "/profile @ada", "/open {ref}",
    "/more {ref}", "/similar {ref}", "/unveil {ref}", "/saved", "/shelf open Foxes", "/digest preview --where private", "/inbox", "/remix {ref}",
    "/tag show", "/like {ref}", "/comment {ref} hm", "/report {ref} --reason spam", "/save {ref} Foxes", "/unsave {ref}", "/followers @ada",
    "/mine", "/me export",
)  # fmt: skip
COMPLETED = (
    ("open", "post"),
    ("save", "post"),
    ("remix", "post"),
    ("unsave", "post"),
    ("like", "post"),
    ("tag.follow", "tag"),
)


@pytest.fixture
async def world(people: People) -> People:
    """Eight viewers in their relations with the owner of a post, who write in the lounge."""
    policy = replace(people.stage.services.policy, operators=frozenset({"console:olga"}))
    people.stage.services = replace(people.stage.services, policy=policy)
    people.stage.admins.add("mona")
    for who in VIEWERS:
        await people.stage.say(who, "/start")
    await people.stage.say("ada", "/block blocked")
    await people.stage.say("follower", "/follow ada")
    await people.stage.say("muting", "/mute ada")
    for who in ("member", "mona"):
        await people.stage.say(who, "/start", people.stage.place("lounge"))
    return people


def said(reply: Reply) -> Iterator[str]:
    """Yield all that a reply shows or carries, but for payloads."""
    yield reply.notice
    for card in reply.cards:
        yield str(card.text)
        yield card.about.title
        yield from (media.alt for media in card.media)
        yield from (action.label for action in card.actions)
    for field in reply.ask.fields if reply.ask else ():
        yield from (field.value, *(label for _, label in field.choices))


async def exported(people: People, reply: Reply) -> str:
    """Return the words of the files of a reply, but for a person's own paintings."""
    found = []
    for file in reply.files:
        data = await people.stage.services.media.load(file.blob, "original")
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            tables = [name for name in pack.namelist() if name.endswith(".json")]
            found += [json.dumps(json.loads(pack.read(name)), ensure_ascii=False) for name in tables]
    return " ".join(found)


async def completed(people: People, who: str, at: Address) -> str:
    """Return the labels that are offered while somebody types."""
    labels = []
    for command, param in COMPLETED:
        sender = Sender("console", who, who, False, people.stage.home(who))
        request = Request(f"console:{who}:{command}", command, sender, at)
        labels += [choice.label for choice in await dispatch.suggest(people.stage.services, request, param, "")]
    return " ".join(labels)


async def may_see(people: People, who: str, post: Post, at: Address) -> bool:
    me = await people.id(who)

    def look(uow: Unit) -> bool:
        row = uow.get(Post, post.id)
        account = uow.get(Account, me)
        return row is not None and visibility.may_see(uow, visibility.of_address(uow, account, at), row)

    return await people.stage.services.store.read(look)


@pytest.mark.parametrize("place", ["alone", "lounge"])
@pytest.mark.parametrize("how", POSTS)
async def test_no_door_shows_a_viewer_what_they_may_not_see(world: People, how: str, place: str) -> None:
    people, stage = world, world.stage
    options, acts = POSTS[how]
    at = stage.place("lounge")
    post = await people.publish("ada", f"{PROMPT} of a fox", f"--caption {CAPTION} --audience {options}", at=at)
    await stage.say("ada", f"/remixes {people.ref(post)} --allowed no", at)
    for who in VIEWERS[1:]:
        await stage.say(who, f"/save {people.ref(post)} Foxes", at)
        await stage.say(who, f"/comment {people.ref(post)} hm", at)
    for who, line in acts:
        await stage.say(who, line.format(ref=people.ref(post)))
    await stage.settle()
    for who in VIEWERS[1:]:
        where = stage.home(who) if place == "alone" else at
        since = len(stage.shown)
        words = await completed(people, who, where)
        for line in LINES:
            asked = line.format(ref=people.ref(post), caption=CAPTION, prompt=PROMPT)
            if not await may_see(people, who, post, where):
                reply = await stage.say(who, asked, where)
                words += (
                    " ".join(said(reply))
                    if "search" not in line
                    else " ".join(m.alt for c in reply.cards for m in c.media)
                )
        await stage.settle()
        later = [one.reply for one in stage.shown[since:] if one.to == who and one.event != "reply"]
        if await may_see(people, who, post, where):
            continue
        words += " ".join(word for reply in later for word in said(reply))
        words += " ".join([await exported(people, reply) for reply in later])
        assert CAPTION not in words, (who, how)
        assert PROMPT not in words, (who, how)


async def test_the_rule_shows_the_canary_to_who_may_see_it(world: People) -> None:
    """The test above finds what is there to be found."""
    post = await world.publish("ada", f"{PROMPT} of a fox", f"--caption {CAPTION} --audience followers")
    assert await may_see(world, "follower", post, world.stage.home("follower"))
    reply = await world.stage.say("follower", "/feed following")
    assert CAPTION in " ".join(said(reply))
    for who in ("stranger", "blocked", "member", "mona", "olga"):
        assert not await may_see(world, who, post, world.stage.home(who))
