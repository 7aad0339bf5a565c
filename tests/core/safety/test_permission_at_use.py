"""Permission is asked where it is used: each job and message is walked, and the permission taken away in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from botfeed import catalog
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.language.i18n import words as words_of
from botfeed.core.model import Account, Address, Delivery, Picture, Post
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.work import jobs, messages
from tests.core.support.people import People
from tests.core.support.permissions import ACTS, CAPTION, PROMPT, TAKEN, Lounge, open_lounge, parked

WORDS = "words of ours alone, or of who asked"
OWN = "the reader's own pictures, words and decisions"
# Messages that show nobody another person's post. Those to operators and moderators are tried below.
ELSEWHERE: Mapping[str, str] = {
    "access.asked": "operator", "appealed": "operator", "failing": "operator", "look": "operator", "reported": "operator",
    "space.passed": "operator", "space.answer": "keeper", "space.lost": WORDS,
    "channel.opened": WORDS, "welcome": WORDS,
    "answer": "words of the model", "appeal.answer": "words of an operator",
    "backlog.broke": WORDS, "backlog.old": WORDS, "digest.rests": WORDS, "gone": WORDS, "unasked": WORDS,
    "unfinished": WORDS, "unshown": WORDS, "trying": OWN, "unpainted": OWN, "painted": OWN, "published": OWN, "held": WORDS,
    "remains": OWN, "decided": OWN, "export": "what is yours: tests/core/privacy", "export.large": WORDS,
    "export.unpacked": WORDS, "link.asked": "names both sides, which agreed", "link.code": WORDS, "link.done": OWN,
    "link.ended": WORDS, "link.failed": WORDS,
}  # fmt: skip
# Jobs by the message above that carries what they read, or why they show nothing.
JOBS: Mapping[str, str] = {
    "apart": "copy", "bears": "copy", "refresh": "copy", "standing": "copy", "backlog": "tried below",
    "deliver": "every message above", "digest": "digest", "digest.preview": "digest.preview",
    "rights": "carried", "membership": "tests/core/dispatch/test_moved_aside.py", "export": "export",
    "paint": "tests/core/social/test_sources.py", "deadline": "unpainted", "ask": "answer",
    "review": "published", "review.alt": "published", "review.comment": "decided",
    "takedown": "takes away", "takedown.sweep": "takes away", "unsay": "takes away", "drop": "takes away",
    "erase": "takes away", "forget": "takes away", "link": "link.done", "unlink.share": "one's own, to oneself", "link.sweep": "link.done",
    "index": "search asks the rule", "showcase.gather": "showcase",
    "showcase.withdraw": "takes away",
    "followers.grant": "who asked to follow, but for the blocked", "derive": "one's own columns", "profile.telegram": WORDS,
    "warm.telegram": "tried in tests/adapters/telegram",
}  # fmt: skip
OPERATORS = [kind for kind, why in ELSEWHERE.items() if why == "operator"]


@pytest.fixture
async def lounge(people: People) -> Lounge:
    return await open_lounge(people)


def test_every_message_and_every_job_is_walked() -> None:
    """A new declaration is walked too: give it an act that shows a post, or say why it shows none."""
    assert sorted([*ACTS, *ELSEWHERE]) == sorted(messages.listed(catalog.MESSAGES))
    assert sorted(JOBS) == sorted(jobs.listed(catalog.JOBS))


def said(reply: Reply) -> str:
    parts = [reply.notice]
    for card in reply.cards:
        parts += [str(card.text), card.about.title, *(m.alt for m in card.media), *(a.label for a in card.actions)]
    return " ".join(parts)


async def may_see(lounge: Lounge, to: str) -> bool:
    """Return True if who reads there may still see the post, by the one rule."""
    people = lounge.people
    who = None if to.startswith("#") else await people.id(to)
    at = people.stage.home(to) if who else Address("console", to, "space-lounge", private=False)

    def look(uow: Unit) -> bool:
        viewer = visibility.of_address(uow, uow.get(Account, who), at)
        return visibility.may_see(uow, viewer, uow.get(Post, lounge.post.id) or lounge.post)

    return await people.stage.services.store.read(look)


async def shown(lounge: Lounge, to: str) -> tuple[str, set[str]]:
    """Return the words and the blobs of all that was sent there lately."""
    sent = [
        one.reply
        for one in lounge.people.stage.shown[lounge.since :]
        if one.to == to and one.event in ("delivery", "edit")
    ]
    return " ".join(said(reply) for reply in sent), {
        m.blob for reply in sent for card in reply.cards for m in card.media
    }


@pytest.mark.parametrize("kind", ACTS)
async def test_a_message_says_what_may_be_said(lounge: Lounge, kind: str) -> None:
    """The test below takes away what is there."""
    act, to, says = ACTS[kind]
    await act(lounge)
    assert await lounge.waits(kind)
    await lounge.people.stage.settle()
    words, _ = await shown(lounge, to)
    assert says in words
    assert lounge.people.stage.shown


@pytest.mark.parametrize("how", TAKEN)
@pytest.mark.parametrize("kind", ACTS)
async def test_a_message_shows_nothing_that_was_taken_away_meanwhile(lounge: Lounge, kind: str, how: str) -> None:
    act, to, _ = ACTS[kind]
    await act(lounge)
    assert await lounge.waits(kind)
    lounge.begin()
    await lounge.take_away(how)
    taken = not await may_see(lounge, to)
    await lounge.people.stage.settle()
    words, blobs = await shown(lounge, to)
    picture = await lounge.people.stage.services.store.read(lambda uow: uow.get(Picture, lounge.post.picture))
    if not taken or (to.startswith("#") and how == "blocked"):
        assert how in ("undone", "blocked"), "too late to undo; and a block parts two people, not a place"
        return
    assert CAPTION not in words
    assert PROMPT not in words
    assert picture is None or picture.blob not in blobs


@pytest.mark.parametrize("how", TAKEN)
async def test_a_request_that_waited_is_answered_with_what_may_be_seen_now(lounge: Lounge, how: str) -> None:
    await parked(lounge)
    lounge.begin()
    await lounge.take_away(how)
    await lounge.people.stage.settle()
    words, _ = await shown(lounge, "ben")
    assert words
    assert CAPTION not in words


async def test_who_stopped_following_is_shown_nothing_for_followers(lounge: Lounge) -> None:
    people = lounge.people
    await lounge.say("ben", "/follow ada")
    await lounge.say("ada", "/audience {ref} followers")
    await ACTS["late"][0](lounge)
    await lounge.say("ben", "/unfollow ada")
    lounge.begin()
    await people.stage.settle()
    words, _ = await shown(lounge, "ben")
    assert CAPTION not in words


@pytest.mark.parametrize("kind", OPERATORS)
async def test_an_operators_message_is_read_by_who_is_an_operator_then(lounge: Lounge, kind: str) -> None:
    people, services = lounge.people, lounge.people.stage.services
    row = services.messages[kind]
    assert row.readers is not None, kind  # type: ignore[attr-defined]  # of the class that implements it
    olga = await people.account("olga")

    def read(operators: frozenset[str], at: Address) -> bool:
        ruled = replace(services, policy=replace(services.policy, operators=operators))
        ctx = RenderContext(uow=uow_of[0], services=ruled, words=words_of("en"), address=at, account=olga)
        return bool(row.readers(ctx))  # type: ignore[attr-defined]

    uow_of: list[Unit] = []

    def look(uow: Unit) -> None:
        uow_of[:] = [uow]
        assert read(frozenset({"console:olga"}), people.stage.home("olga"))
        assert not read(frozenset(), people.stage.home("olga"))
        assert not read(frozenset({"telegram:olga", "console:ben"}), people.stage.home("olga"))

    await services.store.read(look)


async def test_a_report_is_not_shown_to_who_operated_when_it_came(lounge: Lounge) -> None:
    """The whole way: queued for an operator, sent when they are one no more."""
    stage = lounge.people.stage
    await lounge.say("ben", "/report {ref} --reason spam")
    assert await lounge.waits("reported")
    stage.services = replace(stage.services, policy=replace(stage.services.policy, operators=frozenset()))
    await stage.settle()
    words, blobs = await shown(lounge, "olga")
    assert words == ""
    assert not blobs


@pytest.mark.parametrize("how", ["left", "another keeps it", "lost the right"])
async def test_a_places_report_is_read_in_private_by_who_keeps_it_then(lounge: Lounge, how: str) -> None:
    stage, people = lounge.people.stage, lounge.people
    await lounge.set_space(log=None)
    await lounge.say("ben", "/report {ref} --reason spam", lounge.at)
    (row,) = await stage.services.store.read(lambda uow: uow.all(Delivery, kind="space.reported"))
    assert row.address.private
    if how == "another keeps it":
        await lounge.set_space(keeper=await people.id("cleo"))
    else:
        await lounge.know("mo", admin=False, inside=how != "left")
    await stage.settle()
    words, _ = await shown(lounge, "mo")
    assert words == ""


@pytest.mark.parametrize("lost", [None, "left", "the right"])
async def test_the_preview_of_a_places_digest_is_for_who_may_set_it_up_then(lounge: Lounge, lost: str | None) -> None:
    for n in range(3):
        await lounge.people.publish("cleo", f"a castle {n}")
    await lounge.know("mo", admin=True)
    lounge.people.stage.admins.add("mo")
    await lounge.say("mo", "/digest preview", lounge.at)
    await lounge.work()
    assert await lounge.waits("digest.preview")
    if lost:
        await lounge.know("mo", admin=False, inside=lost != "left")
    lounge.begin()
    await lounge.people.stage.settle()
    words, blobs = await shown(lounge, "mo")
    assert bool(blobs) is ("castle" in words) is (lost is None)
