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
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.core.support.people import People, Reviewer


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


@pytest.fixture
def judge() -> Reviewer:
    return Reviewer({"gore": "violence"})


@pytest.fixture
def people(store: Store, clock: SteppedClock, judge: Reviewer) -> People:
    return People(Stage(make_services(store, clock, reviewer=judge)))


async def test_posts_are_reviewed_first_and_undo_counts_from_publication(
    people: People, judge: Reviewer, clock: SteppedClock
) -> None:
    ref = await people.paint("ada", "a fox")
    reply = await people.stage.say("ada", f"/publish {ref} --audience everyone --caption Winter")
    assert reply.pending
    assert "It is being checked." in people.stage.text("ada")
    post = await people.newest("ada")
    assert post.state is PostState.CHECKING
    assert not await people.sees("ben", post)
    clock.advance(timedelta(minutes=30))
    await people.stage.settle()
    assert await people.state(post) is PostState.PUBLIC
    shown = people.stage.last("ada")
    assert (shown.event, labels(shown.reply)[0]) == ("edit", "Undo")
    text, picture = judge.asked[0]
    assert text == "a fox\nWinter\nada"
    assert picture
    clock.advance(timedelta(minutes=9))
    await people.stage.press("ada", "Undo")
    assert await people.state(post) is PostState.REMOVED


async def test_posts_are_held_while_the_reviewer_fails(people: People, judge: Reviewer, clock: SteppedClock) -> None:
    judge.down = True
    post = await people.publish("ada")
    await people.stage.settle()
    assert await people.state(post) is PostState.HELD
    assert "can't be done right now" in people.stage.text("ada")
    assert not await people.sees("ben", post)
    judge.down = False
    assert await people.stage.settle() == 0
    clock.advance(timedelta(minutes=2))
    await people.stage.settle()
    assert await people.state(post) is PostState.PUBLIC
    assert "Published." in people.stage.text("ada")


async def test_a_refusal_by_the_model_names_its_category_and_offers_an_appeal(people: People) -> None:
    post = await people.publish("ada", "gore")
    await people.stage.settle()
    assert await people.state(post) is PostState.REFUSED
    shown = people.stage.last("ada")
    assert (shown.event, labels(shown.reply)) == ("edit", ["Appeal"])
    assert "(violence)" in people.stage.text("ada")
    assert await people.stage.services.store.read(lambda uow: uow.count(Decision, post=post.id, by="review")) == 1
    await people.stage.services.store.run(lambda uow: posts.restore(uow, post_of(uow, post)))
    assert await people.sees("ben", post)


def post_of(uow, post):
    return uow.get(type(post), post.id)


async def test_a_post_undone_during_review_is_not_published(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.press("ada", "Undo")
    await people.stage.settle()
    assert await people.state(post) is PostState.REMOVED


async def test_a_new_caption_is_reviewed_while_the_old_one_is_shown(people: People, judge: Reviewer) -> None:
    post = await people.publish("ada", "a fox", "--audience everyone --caption Winter")
    await people.stage.settle()
    await people.stage.press("ada", "Edit caption")
    reply = await people.stage.fill("ada", caption="gore")
    assert reply.pending
    assert "the old one stands" in people.stage.text("ada")
    assert (await people.post(post)).caption == "Winter"
    await people.stage.settle()
    now = await people.post(post)
    assert (now.caption, now.proposed, now.state) == ("Winter", None, PostState.PUBLIC)
    assert "The new caption can't be shown here (violence)" in people.stage.text("ada")
    await people.stage.press("ada", "Edit caption")
    await people.stage.fill("ada", caption="First snow")
    await people.stage.settle()
    assert (await people.post(post)).caption == "First snow"
    assert await people.sees("ben", post)


async def test_a_later_review_can_take_a_post_down(people: People, judge: Reviewer) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.settle()
    assert await people.sees("ben", post)
    judge.words["fox"] = "other"
    await people.stage.press("ada", "Change audience")
    await people.stage.fill("ada", audience="followers")
    await people.stage.settle()
    assert await people.state(post) is PostState.REFUSED
    assert (await people.account("ada")).last_post == -1


async def test_posts_found_sensitive_are_not_shown_in_open_channels(people: People, judge: Reviewer) -> None:
    judge.sensitive = True
    lounge = people.stage.place("lounge")
    post = await people.publish("ada", "a fox", "--audience here", at=lounge)
    await people.stage.settle()
    assert (await people.post(post)).sensitive
    assert not [s for s in people.stage.shown if s.to == "#lounge" and not s.reply.private]
    assert "It arrives blurred" in "".join(str(c.text) for s in people.stage.shown for c in s.reply.cards)


async def test_a_picture_painted_here_is_posted_after_review(people: People) -> None:
    lounge = people.stage.place("lounge")
    await people.stage.say("ada", "/profile", lounge)
    painting = Request("painting:1", "imagine", Sender("console", "ada", "ada"), lounge)
    said = Reply(cards=(Card(of("Painting.")),), private=False)
    await dispatch.record_placement(people.stage.services, painting, lounge, said, Receipt("m-lounge"))
    picture = await people.picture("ada", "a fox at noon")
    await people.stage.services.store.run(lambda uow: publish_here(people, uow, picture.id, lounge, "ada"))
    await people.stage.settle()
    shown = people.stage.shown[-1]
    assert (shown.event, shown.ref, shown.reply.private) == ("edit", "m-lounge", False)
    assert shown.reply.cards[0].about.title == "a fox at noon"


def publish_here(people: People, uow, picture: int, lounge, who: str):
    from botfeed.core.chat.context import RenderContext
    from botfeed.core.language.i18n import words
    from botfeed.core.model import Account, Audience, Space

    ctx = RenderContext(uow, people.stage.services, words("en"), lounge, uow.one(Account, handle=who))
    space = uow.one(Space, ref=lounge.space)
    return posts.publish(ctx, picture, audience=Audience.HERE, space=space, show=lounge, over="painting:1")


async def test_a_comment_is_visible_to_others_after_review(
    people: People, judge: Reviewer, clock: SteppedClock
) -> None:
    post = await people.publish("ada")
    await people.stage.settle()
    judge.down = True
    reply = await people.stage.say("ben", f"/comment {people.ref(post)} so calm")
    assert "being checked" in reply.notice
    await people.stage.settle()
    await people.stage.say("ada", f"/open {people.ref(post)}")
    assert "so calm" not in people.stage.text("ada")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    assert "so calm · being checked, only you see it" in people.stage.text("ben")
    judge.down = False
    clock.advance(timedelta(minutes=2))
    await people.stage.settle()
    assert (await people.post(post)).comments == 1
    await people.stage.say("cleo", f"/comment {people.ref(post)} gore")
    await people.stage.settle()
    assert "A comment of yours is not shown." in people.stage.text("cleo")
    assert labels(people.stage.last("cleo").reply) == ["Appeal"]
    states = await people.stage.services.store.read(lambda uow: [c.state for c in uow.all(Comment)])
    assert states == [PostState.PUBLIC, PostState.REFUSED]
