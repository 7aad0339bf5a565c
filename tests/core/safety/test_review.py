"""Review by a model: posts wait for it, and nothing unreviewed is public."""

from __future__ import annotations

from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core import dispatch
from botfeed.core.chat.message import Card, Receipt, Reply, Request, Sender
from botfeed.core.language.text import of
from botfeed.core.model import Comment, Decision, PostState
from botfeed.core.social import posts
from botfeed.testing.plugin import Store, make_house
from botfeed.testing.stage import Stage
from tests.core.support.people import Judge, Town


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


@pytest.fixture
def judge() -> Judge:
    return Judge({"gore": "violence"})


@pytest.fixture
def town(store: Store, clock: SteppedClock, judge: Judge) -> Town:
    return Town(Stage(make_house(store, clock, reviewer=judge)))


async def test_posts_are_reviewed_first_and_undo_counts_from_publication(
    town: Town, judge: Judge, clock: SteppedClock
) -> None:
    ref = await town.paint("ada", "a fox")
    reply = await town.stage.say("ada", f"/publish {ref} --audience everyone --caption Winter")
    assert reply.pending
    assert "It is being checked." in town.stage.text("ada")
    post = await town.newest("ada")
    assert post.state is PostState.CHECKING
    assert not await town.sees("ben", post)
    clock.advance(timedelta(minutes=30))
    await town.stage.settle()
    assert await town.state(post) is PostState.PUBLIC
    shown = town.stage.last("ada")
    assert (shown.event, labels(shown.reply)[0]) == ("edit", "Undo")
    text, picture = judge.asked[0]
    assert text == "a fox\nWinter\nada"
    assert picture
    clock.advance(timedelta(minutes=9))
    await town.stage.press("ada", "Undo")
    assert await town.state(post) is PostState.REMOVED


async def test_posts_are_held_while_the_reviewer_fails(town: Town, judge: Judge, clock: SteppedClock) -> None:
    judge.down = True
    post = await town.publish("ada")
    await town.stage.settle()
    assert await town.state(post) is PostState.HELD
    assert "can't be done right now" in town.stage.text("ada")
    assert not await town.sees("ben", post)
    judge.down = False
    assert await town.stage.settle() == 0
    clock.advance(timedelta(minutes=2))
    await town.stage.settle()
    assert await town.state(post) is PostState.PUBLIC
    assert "Published." in town.stage.text("ada")


async def test_a_refusal_by_the_model_names_its_category_and_offers_an_appeal(town: Town) -> None:
    post = await town.publish("ada", "gore")
    await town.stage.settle()
    assert await town.state(post) is PostState.REFUSED
    shown = town.stage.last("ada")
    assert (shown.event, labels(shown.reply)) == ("edit", ["Appeal"])
    assert "(violence)" in town.stage.text("ada")
    assert await town.stage.services.store.read(lambda uow: uow.count(Decision, post=post.id, by="review")) == 1
    await town.stage.services.store.run(lambda uow: posts.restore(uow, post_of(uow, post)))
    assert await town.sees("ben", post)


def post_of(uow, post):
    return uow.get(type(post), post.id)


async def test_a_post_undone_during_review_is_not_published(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.press("ada", "Undo")
    await town.stage.settle()
    assert await town.state(post) is PostState.REMOVED


async def test_a_new_caption_is_reviewed_while_the_old_one_is_shown(town: Town, judge: Judge) -> None:
    post = await town.publish("ada", "a fox", "--audience everyone --caption Winter")
    await town.stage.settle()
    await town.stage.press("ada", "Edit caption")
    reply = await town.stage.fill("ada", caption="gore")
    assert reply.pending
    assert "the old one stands" in town.stage.text("ada")
    assert (await town.post(post)).caption == "Winter"
    await town.stage.settle()
    now = await town.post(post)
    assert (now.caption, now.proposed, now.state) == ("Winter", None, PostState.PUBLIC)
    assert "The new caption can't be shown here (violence)" in town.stage.text("ada")
    await town.stage.press("ada", "Edit caption")
    await town.stage.fill("ada", caption="First snow")
    await town.stage.settle()
    assert (await town.post(post)).caption == "First snow"
    assert await town.sees("ben", post)


async def test_a_later_review_can_take_a_post_down(town: Town, judge: Judge) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.settle()
    assert await town.sees("ben", post)
    judge.words["fox"] = "other"
    await town.stage.press("ada", "Change audience")
    await town.stage.fill("ada", audience="followers")
    await town.stage.settle()
    assert await town.state(post) is PostState.REFUSED
    assert (await town.account("ada")).last_post == -1


async def test_posts_found_sensitive_are_not_shown_in_open_channels(town: Town, judge: Judge) -> None:
    judge.sensitive = True
    lounge = town.stage.place("lounge")
    post = await town.publish("ada", "a fox", "--audience here", at=lounge)
    await town.stage.settle()
    assert (await town.post(post)).sensitive
    assert not [s for s in town.stage.shown if s.to == "#lounge" and not s.reply.private]
    assert "It arrives blurred" in "".join(str(c.text) for s in town.stage.shown for c in s.reply.cards)


async def test_a_picture_painted_here_is_posted_after_review(town: Town) -> None:
    lounge = town.stage.place("lounge")
    await town.stage.say("ada", "/profile", lounge)
    painting = Request("painting:1", "imagine", Sender("console", "ada", "ada"), lounge)
    said = Reply(cards=(Card(of("Painting.")),), private=False)
    await dispatch.record_placement(town.stage.services, painting, lounge, said, Receipt("m-lounge"))
    picture = await town.picture("ada", "a fox at noon")
    await town.stage.services.store.run(lambda uow: publish_here(town, uow, picture.id, lounge, "ada"))
    await town.stage.settle()
    shown = town.stage.shown[-1]
    assert (shown.event, shown.ref, shown.reply.private) == ("edit", "m-lounge", False)
    assert shown.reply.cards[0].about.title == "a fox at noon"


def publish_here(town: Town, uow, picture: int, lounge, who: str):
    from botfeed.core.chat.context import RenderContext
    from botfeed.core.language.i18n import words
    from botfeed.core.model import Account, Audience, Space

    ctx = RenderContext(uow, town.stage.services, words("en"), lounge, uow.one(Account, handle=who))
    space = uow.one(Space, ref=lounge.space)
    return posts.publish(ctx, picture, audience=Audience.HERE, space=space, show=lounge, over="painting:1")


async def test_a_comment_is_visible_to_others_after_review(town: Town, judge: Judge, clock: SteppedClock) -> None:
    post = await town.publish("ada")
    await town.stage.settle()
    judge.down = True
    reply = await town.stage.say("ben", f"/comment {town.ref(post)} so calm")
    assert "being checked" in reply.notice
    await town.stage.settle()
    await town.stage.say("ada", f"/open {town.ref(post)}")
    assert "so calm" not in town.stage.text("ada")
    await town.stage.say("ben", f"/open {town.ref(post)}")
    assert "so calm · being checked, only you see it" in town.stage.text("ben")
    judge.down = False
    clock.advance(timedelta(minutes=2))
    await town.stage.settle()
    assert (await town.post(post)).comments == 1
    await town.stage.say("cleo", f"/comment {town.ref(post)} gore")
    await town.stage.settle()
    assert "A comment of yours is not shown." in town.stage.text("cleo")
    assert labels(town.stage.last("cleo").reply) == ["Appeal"]
    states = await town.stage.services.store.read(lambda uow: [c.state for c in uow.all(Comment)])
    assert states == [PostState.PUBLIC, PostState.REFUSED]
