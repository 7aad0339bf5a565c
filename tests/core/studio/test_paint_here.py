"""Painting with `here`: the picture is published in this space only."""

import pytest

from botfeed.core.copies import post_copies
from botfeed.core.errors import Rejected, SendError, TooLarge
from botfeed.core.model import (
    Audience,
    Decision,
    LedgerEntry,
    Painting,
    PaintState,
    Picture,
    Placement,
    Post,
    PostState,
    Space,
)
from botfeed.core.ports import Unit, Verdict
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Shown, Stage
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


async def four(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --count 4 --here", stage.place("lounge"))
    await stage.settle()


def messages(stage: Stage) -> dict[str, Shown]:
    """Return what stands in the lounge, by message."""
    found: dict[str, Shown] = {}
    for shown in stage.shown:
        if shown.to == "#lounge" and shown.event == "delete":
            found.pop(shown.ref, None)
        elif shown.to == "#lounge" and shown.reply.cards:
            found[shown.ref] = shown
    return found


async def newest(stage: Stage) -> list[Post]:
    return await stage.services.store.read(lambda uow: uow.all(Post))


async def test_several_pictures_painted_here_are_one_gallery_of_posts(stage: Stage) -> None:
    await four(stage)
    assert [s.event for s in stage.shown if s.to == "#lounge"] == ["reply", "edit"]
    (card,) = stage.last("#lounge").reply.cards
    posts = await newest(stage)
    assert len(card.media) == 4
    assert [action.label for action in card.actions] == ["1", "2", "3", "4"]
    assert card.about.posts == tuple(post.id for post in posts)
    assert [post.state for post in posts] == [PostState.PUBLIC] * 4
    place = await stage.services.store.read(lambda uow: uow.one(Placement, account=None))
    assert place.posts == card.about.posts, "one receipt names all of it"
    for n, post in enumerate(posts, 1):
        opened = await stage.press("ben", str(n), of="#lounge")
        assert opened.private
        assert opened.cards[0].about.post == post.id


async def test_a_gallery_shows_what_may_be_seen_with_its_number(stage: Stage) -> None:
    await four(stage)
    posts = await newest(stage)
    ref = stage.services.sealer.ref
    await stage.say("ada", f"/unpublish {ref(posts[1].id)} --sure")
    await stage.settle()
    (card,) = stage.last("#lounge").reply.cards
    assert [action.label for action in card.actions] == ["1", "3", "4"]
    for post in (posts[0], posts[2], posts[3]):
        await stage.say("ada", f"/unpublish {ref(post.id)} --sure")
    await stage.settle()
    assert messages(stage) == {}


async def test_a_picture_taken_out_and_put_back_finds_its_place(stage: Stage) -> None:
    await four(stage)
    posts = await newest(stage)
    space = await stage.services.store.read(lambda uow: uow.one(Space))

    def out(uow: Unit) -> None:
        row = Decision(uow.new_id(), "away", "", uow.now, account=posts[0].author, post=posts[0].id, space=space.id)
        uow.insert(row)
        post_copies.refresh(uow, posts[0], space=space, mark="out")

    def back(uow: Unit) -> None:
        uow.compare_and_set(Decision, {"post": posts[0].id, "kind": "away"}, overturned=True)
        post_copies.refresh(uow, posts[0], space=space, mark="back")

    for change, left in ((out, ["2", "3", "4"]), (back, ["1", "2", "3", "4"])):
        await stage.services.store.run(change)
        await stage.settle()
        assert [action.label for action in stage.last("#lounge").reply.cards[0].actions] == left
    assert len(messages(stage)) == 1


@pytest.mark.parametrize("refusal", [Rejected("no"), TooLarge("no")])
async def test_one_refusal_of_a_gallery_ends_in_words(stage: Stage, refusal: SendError) -> None:
    await stage.say("ada", "/imagine a fox --count 4 --here", stage.place("lounge"))
    stage.raises = [refusal]
    await stage.settle()
    assert "The pictures are published here, and Console does not take them." in stage.text("#lounge")
    assert len(messages(stage)) == 1


@pytest.mark.parametrize("refused", [0, 1, 4])
async def test_a_gallery_follows_the_review_of_each_picture(store, clock, refused: int) -> None:
    judge = Reviewer()
    stage = Stage(make_services(store, clock, reviewer=judge))
    await stage.say("ada", "/imagine a fox --count 4 --here", stage.place("lounge"))
    known, asked = judge.review, 0

    async def review(text: str, picture: bytes | None = None) -> Verdict:
        nonlocal asked
        asked += 1
        judge.posts = "hate" if 5 < asked <= 5 + refused else ""  # the prompt and four pictures come first
        return await known(text, picture)

    judge.review = review  # type: ignore[method-assign]
    await stage.settle()
    (shown,) = messages(stage).values()
    assert len(shown.reply.cards[0].media) == 4 - refused
    assert [post.state for post in await newest(stage)].count(PostState.PUBLIC) == 4 - refused


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
