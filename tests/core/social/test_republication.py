"""What people decided about a picture hangs on the picture: it holds when the picture is published again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.core.model import Post, PostState, Report
from tests.core.support.people import People

# Acts of ben's after which a picture is not new to him.
ACTS: Mapping[str, str] = {
    "shown": "/feed",
    "opened": "/open {ref}",
    "liked": "/like {ref}",
    "hidden": "/hide {ref}",
}


@pytest.fixture
async def operated(people: People) -> People:
    policy = replace(people.stage.services.policy, operators=frozenset({"console:olga"}))
    people.stage.services = replace(people.stage.services, policy=policy)
    await people.stage.say("olga", "/start")
    return people


async def republished(people: People, picture: str, times: int = 1) -> Post:
    """Take a picture's post down and publish it again, some times; return the last post."""
    for _ in range(times):
        post = await people.newest("ada")
        await people.stage.say("ada", f"/unpublish {people.ref(post)} --sure")
        await people.stage.say("ada", f"/publish {picture} --audience everyone")
    return await people.newest("ada")


@pytest.mark.parametrize("act", ACTS)
async def test_a_republished_picture_is_not_new_to_who_knows_it(people: People, act: str) -> None:
    """It came as new three times in three republications."""
    picture = await people.paint("ada", "a fox")
    await people.stage.say("ada", f"/publish {picture} --audience everyone")
    await people.stage.say("ben", "/follow ada")
    first = await people.newest("ada")
    await people.stage.say("ben", ACTS[act].format(ref=people.ref(first)))
    for times in (1, 2):
        again = await republished(people, picture, times)
        assert again.state is PostState.PUBLIC
        for view in ("for you", "following", "new"):
            reply = await people.stage.say("ben", f"/feed {view}")
            assert not reply.cards[0].media, view
    assert (await people.stage.say("cleo", "/feed")).cards[0].media


async def test_a_picture_with_an_open_report_is_not_published_anew(operated: People) -> None:
    people = operated
    picture = await people.paint("ada", "a fox")
    await people.stage.say("ada", f"/publish {picture} --audience everyone")
    post = await people.newest("ada")
    await people.stage.say("ben", f"/report {people.ref(post)} --reason spam")
    reply = await people.stage.say("ada", f"/unpublish {people.ref(post)} --sure")
    assert [a.label for card in reply.cards for a in card.actions] == []
    await people.stage.say("ada", f"/publish {picture} --audience everyone")
    assert "was reported and is being looked at" in people.stage.text("ada")
    assert (await people.newest("ada")).id == post.id
    await people.stage.say("olga", f"/admin dismiss {people.ref(post)} it is fine")
    await people.stage.say("ada", f"/publish {picture} --audience everyone")
    assert (await people.newest("ada")).state is PostState.PUBLIC


async def test_a_case_that_its_author_took_down_can_be_decided_for_good(operated: People) -> None:
    people = operated
    picture = await people.paint("ada", "a fox")
    await people.stage.say("ada", f"/publish {picture} --audience everyone")
    post = await people.newest("ada")
    await people.stage.say("ben", f"/report {people.ref(post)} --reason spam")
    await people.stage.say("ada", f"/unpublish {people.ref(post)} --sure")
    reply = await people.stage.say("olga", "/admin reports")
    labels = [a.label for card in reply.cards for a in card.actions]
    assert labels == ["Dismiss", "Remove", "Suspend"]
    await people.stage.say("olga", f"/admin remove {people.ref(post)} not nice at all")
    await people.stage.say("ada", f"/publish {picture} --audience everyone")
    assert "cannot be published again" in people.stage.text("ada")
    reply = await people.stage.say("ada", f"/show {picture}")
    assert not {"Publish", "Open"} & {a.label for a in reply.cards[0].actions}


async def test_a_case_whose_post_is_gone_says_so_and_can_be_closed(operated: People) -> None:
    people = operated
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/report {people.ref(post)} --reason spam")
    await people.stage.say("ada", "/me delete --sure")
    for days in (8, 1):
        people.stage.services.clock.advance(timedelta(days=days))  # type: ignore[attr-defined]  # the fixture's clock
        await people.stage.settle()
    assert await people.stage.services.store.read(lambda uow: uow.get(Post, post.id)) is None
    reply = await people.stage.say("olga", "/admin reports")
    assert "It is gone" in people.stage.text("olga")
    assert [a.label for a in reply.cards[0].actions] == ["Close"]
    await people.stage.say("olga", f"/admin dismiss {people.ref(post)} it is gone")
    (report,) = await people.stage.services.store.read(lambda uow: uow.all(Report))
    assert report.state == "decided"
    await people.stage.say("olga", "/admin reports")
    assert people.stage.text("olga") == "There is no open report."


async def test_what_moderators_took_out_of_a_place_stays_out_when_it_is_published_anew(people: People) -> None:
    lounge = people.stage.place("lounge")
    people.stage.admins.add("mona")
    picture = await people.paint("ada", "a fox")
    await people.stage.say("ada", f"/publish {picture} --audience everyone", lounge)
    post = await people.newest("ada")
    await people.stage.say("mona", f"/space remove {people.ref(post)} --reason no", lounge)
    await people.stage.settle()
    again = await republished(people, picture)
    assert again.id != post.id
    assert not await people.sees("ben", again, lounge)
    assert await people.sees("ben", again)
