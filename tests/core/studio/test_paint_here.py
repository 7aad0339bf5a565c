"""Painting with `here`: the picture is published in this space only."""

import pytest

from botfeed.core.model import Audience, LedgerEntry, Painting, PaintState, Picture, Post, PostState
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage
from tests.core.support.reviewer import Reviewer


async def test_a_picture_painted_here_replaces_the_answer_as_a_post(stage: Stage) -> None:
    reply = await stage.say("ada", "/imagine a fox --here", stage.place("lounge"))
    assert not reply.private
    asked = stage.last("#lounge").ref
    await stage.settle()
    shown = stage.last("#lounge")
    assert (shown.event, shown.ref) == ("edit", asked)
    (post,) = await stage.services.store.read(lambda uow: uow.all(Post))
    assert (post.state, post.audience) == (PostState.PUBLIC, Audience.HERE)
    assert shown.reply.cards[0].about.post == post.id
    assert [e.kind for e in await stage.services.store.read(lambda uow: uow.all(LedgerEntry))] == ["hold", "capture"]
    assert (await stage.services.store.read(lambda uow: uow.all(Painting)))[0].state is PaintState.DONE


async def test_several_pictures_painted_here_are_a_post_each(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --count 2 --here", stage.place("lounge"))
    await stage.settle()
    assert [s.event for s in stage.shown if s.to == "#lounge"] == ["reply", "edit", "delivery"]
    assert await stage.services.store.read(lambda uow: uow.count(Post, state=PostState.PUBLIC)) == 2


async def test_a_picture_not_allowed_here_stays_private(stage: Stage) -> None:
    await stage.say("ada", "/imagine a spicy fox --here", stage.place("lounge"))
    await stage.settle()
    shown = stage.last("#lounge").reply
    assert stage.text("#lounge") == "“a spicy fox” is ready, and can't be shown here. Only who asked for it can look."
    assert not any(card.media for card in shown.cards)
    assert await stage.services.store.read(lambda uow: uow.count(Post)) == 0
    await stage.press("ben", "Show", of="#lounge")
    assert "belongs to ada" in stage.text("ben")
    reply = await stage.press("ada", "Show", of="#lounge")
    assert reply.private
    assert not reply.update
    assert stage.last("ada").reply.cards[0].media


async def test_sensitive_pictures_are_posted_in_age_restricted_channels(stage: Stage) -> None:
    await stage.say("ada", "/imagine a spicy fox --here", stage.place("den", age_restricted=True))
    await stage.settle()
    assert await stage.services.store.read(lambda uow: uow.count(Post, sensitive=True)) == 1


@pytest.mark.parametrize("kind", ["hate", ""])
async def test_a_post_painted_here_waits_for_review(store, clock, kind: str) -> None:
    judge = Reviewer()
    stage = Stage(make_services(store, clock, reviewer=judge))
    await stage.say("ada", "/imagine a fox --here", stage.place("lounge"))
    judge.posts = kind
    await stage.settle()
    (post,) = await store.read(lambda uow: uow.all(Post))
    assert post.state is (PostState.REFUSED if kind else PostState.PUBLIC)
    assert bool(stage.last("#lounge").reply.cards[0].media) is not bool(kind)
    assert await store.read(lambda uow: uow.count(Picture, removed=None)) == 1
