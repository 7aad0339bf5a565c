"""Every view that is built again asks who reads it now: a message that was shown once proves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from botfeed.catalog import SURFACES
from botfeed.core.cards.posts.post_menu import MENU
from botfeed.core.chat.message import Reply, Request, Sender
from botfeed.core.model import Address, Placement, Post
from tests.core.support.people import People

CANARY = "canaryword"
BIO = "canarybio"

# What ada or an operator does, after which ben may not see her post; {ref} is the post's reference.
WITHDRAWN: Mapping[str, tuple[str, str]] = {
    "deleted": ("ada", "/unpublish {ref} --sure"),
    "undone": ("ada", "/undo {ref}"),
    "narrowed": ("ada", "/audience {ref} followers"),
    "blocked by its author": ("ada", "/block ben"),
    "hidden": ("olga", "/admin hide {ref} not nice"),
    "removed": ("olga", "/admin remove {ref} not nice"),
    "suspended": ("olga", "/admin suspend ada not nice"),
    "leaving": ("ada", "/me delete --sure"),
}
# Presses that build the pressed message again, as payloads.
PRESSES = (
    "unsave/{ref}",
    "unfollow/ada/{ref}",
    "follow/ada/{ref}",
    "mute/ada/{ref}",
    "unmute/ada",
    "block/ada",
    "unblock/ada",
    "like/{ref}/1",
    "save/{ref}",
    "open/{ref}/2",
)
VIEWS = tuple(surface.name for surface in SURFACES)


@pytest.fixture
async def operated(people: People) -> People:
    """People with olga as operator."""
    policy = replace(people.stage.services.policy, operators=frozenset({"console:olga"}))
    people.stage.services = replace(people.stage.services, policy=policy)
    return people


async def shown_to_ben(people: People, post: Post, surface: str) -> str:
    """Record a message of this kind of view that shows ada's post to ben; return its ref."""
    ben, ref = await people.id("ben"), f"view-{surface}"
    bare = surface == MENU
    await people.stage.services.store.run(
        lambda uow: uow.insert(
            Placement(
                uow.new_id(),
                "console",
                ref,
                Address("console", "ben"),
                uow.now,
                account=ben,
                posts=() if bare else (post.id,),
                surface=surface,
            )
        )
    )
    return ref


def words(reply: Reply) -> str:
    """Return all that a reply shows: texts, alt texts, labels, notice and titles."""
    parts = [reply.notice]
    for card in reply.cards:
        parts += [str(card.text), card.about.title, *(m.alt for m in card.media), *(a.label for a in card.actions)]
    return " ".join(parts)


async def press(people: People, payload: str, ref: str, n: int) -> Reply:
    sender = Sender("console", "ben", "ben", False, people.stage.home("ben"))
    request = Request(
        f"console:press{n}", "payload", sender, people.stage.home("ben"), {"payload": payload}, pressed=ref
    )
    return await people.stage.handle("ben", request)


@pytest.mark.parametrize("surface", VIEWS)
@pytest.mark.parametrize("how", WITHDRAWN)
async def test_no_press_brings_back_what_was_withdrawn(operated: People, surface: str, how: str) -> None:
    people = operated
    await people.stage.say("ada", f"/bio {BIO}")
    post = await people.publish("ada", "a fox", f"--caption {CANARY} --audience everyone")
    ref = people.ref(post)
    view = await shown_to_ben(people, post, surface)
    who, line = WITHDRAWN[how]
    await people.stage.say(who, line.format(ref=ref))
    hides_person = how not in ("deleted", "undone", "narrowed", "hidden", "removed")
    for n, payload in enumerate(PRESSES):
        reply = await press(people, payload.format(ref=ref), view, n)
        if payload.startswith("follow/") and how == "narrowed":
            await people.stage.say("ben", "/unfollow ada")
            continue  # who follows may see it
        assert CANARY not in words(reply), payload
        assert all(media.blob == "" for card in reply.cards for media in card.media), payload
        if hides_person and how != "blocked by its author":
            assert BIO not in words(reply), payload


async def test_a_new_handle_does_not_come_back_to_who_was_blocked(operated: People) -> None:
    people = operated
    await people.publish("ada", "a fox")
    await people.stage.say("ben", "/profile ada")
    view = people.stage.last("ben").ref
    await people.stage.say("ada", "/block ben")
    await people.stage.say("ada", "/handle adele")
    await people.stage.say("ada", f"/bio {BIO}")
    for n, verb in enumerate(("unfollow", "mute", "unmute", "block", "unblock")):
        reply = await press(people, f"{verb}/ada", view, n)
        assert reply.notice
        assert "adele" not in words(reply)
        assert BIO not in words(reply)


async def test_blocking_takes_down_what_stands_in_the_chat_of_both(people: People) -> None:
    theirs = {who: await people.publish(who, f"a fox of {who}") for who in ("ada", "ben")}
    await people.stage.say("ben", f"/open {people.ref(theirs['ada'])}")
    await people.stage.say("ada", f"/open {people.ref(theirs['ben'])}")
    await people.stage.say("ben", "/profile ada")
    await people.stage.settle()
    standing = {who: people.stage.last(who).ref for who in ("ada", "ben")}
    await people.stage.say("ada", "/block ben")
    await people.stage.settle()
    gone = {(shown.to, shown.ref) for shown in people.stage.shown if shown.event == "delete"}
    assert {("ben", standing["ben"]), ("ada", standing["ada"])} <= gone


async def test_a_credit_names_nobody_who_blocked_its_reader(people: People) -> None:
    source = await people.picture("ada", "a fox")
    await people.stage.say("ada", f"/publish {people.stage.services.sealer.ref(source.id)} --audience everyone")
    remix = await people.paint("ben", "a fox at night", parent=source.id)
    await people.stage.say("ben", f"/publish {remix} --audience everyone")
    mine = await people.newest("ben")
    await people.stage.say("ada", "/block ben")
    await people.stage.say("ada", "/handle adele")
    await people.stage.say("ben", f"/open {people.ref(mine)}")
    assert "remix of somebody" in people.stage.text("ben")
    await people.stage.say("ben", f"/show {remix}")
    assert "adele" not in people.stage.text("ben")
    await people.stage.say("cleo", f"/open {people.ref(mine)}")
    assert "remix of adele" in people.stage.text("cleo")
