"""The showcase's rules: what members publish to everyone, likes that bring a picture there, and which emoji they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from botfeed.core.errors import SendUnknown, TryAgain
from botfeed.core.language import emojis
from botfeed.core.model import Delivery, Member, Placement, Post, Reaction
from botfeed.core.safety import visibility
from tests.core.support.space_admin import Place, channel, publish, run, text


async def gathering(place: Place, **rules: object) -> None:
    await place.setup(showcase="#wall")
    await place.setup(command="space.showcase", **{"members": "on", **rules})


async def to_everyone(place: Place, who: str = "ada", **options: object) -> Post:
    return await publish(place, who, audience="everyone", **options)


async def like(place: Place, who: str, post: Post, at: str = "general", **options: object) -> None:
    await place.say(who, "like", channel(at), post=place.people.ref(post), **options)
    await place.people.stage.settle()


async def test_a_showcase_takes_what_members_publish_to_everyone_where_the_space_allows_it(place: Place) -> None:
    await place.setup(showcase="#wall")
    await to_everyone(place)
    assert place.shown("#wall") == []
    await place.setup(command="space.showcase", members="on")
    post = await to_everyone(place, "ben")
    (card,) = place.shown("#wall")
    assert card.cards[0].about.post == post.id
    assert post.audience == "everyone"


async def test_who_left_the_space_is_no_member_whatever_was_known(place: Place) -> None:
    await gathering(place)
    await place.say("ada", "help")
    place.people.stage.left.add(("ada", "space-lounge"))
    await place.people.paint("ada", "a hare")
    await to_everyone(place)
    assert place.shown("#wall") == []
    space = await place.space()
    known = await run(place, lambda uow: uow.one(Member, space=space.id, inside=False))
    assert known is not None


async def test_strangers_to_the_space_are_not_asked_for(place: Place) -> None:
    await gathering(place)
    ref = await place.people.paint("dora", "an owl")
    home = place.people.stage.home("dora")
    await place.say("dora", "publish", home, picture=ref, audience="everyone")
    await place.people.stage.settle()
    assert place.shown("#wall") == []


@pytest.mark.parametrize("audience", ["followers", "here"])
async def test_other_audiences_stay_where_they_belong(place: Place, audience: str) -> None:
    await gathering(place)
    await publish(place, at=channel("hall", space="elsewhere"), audience=audience)
    assert place.shown("#wall") == []


async def test_an_author_keeps_out_and_what_stands_is_taken_down(place: Place) -> None:
    await gathering(place)
    await to_everyone(place)
    mine = await publish(place, "ada", "an owl")
    assert len(place.shown("#wall")) == 2
    await place.say("ada", "showcases", wanted="off")
    await place.people.stage.settle()
    assert [card.cards[0].about.post for card in place.shown("#wall")] == [mine.id], "published to here, it stays"
    await to_everyone(place, "ada")
    assert len(place.shown("#wall")) == 1


async def test_the_form_names_the_showcases_before_anything_is_published(place: Place) -> None:
    await gathering(place)
    ref = await place.people.paint("ada", "a fox")
    said = (await place.say("ada", "publish", picture=ref)).ask
    assert said is not None
    assert "the showcase of lounge" in str(said.note)
    await place.say("ada", "showcases", wanted="off")
    said = (await place.say("ada", "publish", picture=ref)).ask
    assert "showcase" not in str(said.note if said else "")


async def test_what_changed_before_sending_counts(place: Place) -> None:
    """Between asking and sending the author keeps out, the space changes its mind, or the post is withdrawn."""
    await gathering(place)
    changes = [
        lambda post: place.say("ada", "showcases", wanted="off"),
        lambda post: place.setup(command="space.showcase", members="off"),
        lambda post: place.say("ada", "unpublish", post=place.people.ref(post), sure="1"),
        lambda post: place.setup(showcase="none"),
    ]
    for change in changes:
        await gathering(place)
        await place.say("ada", "showcases", wanted="on")
        await place.people.stage.settle()
        place.people.stage.raises = [TryAgain("not now", 600.0)]
        post = await to_everyone(place)
        delivery = await run(place, lambda uow: uow.all(Delivery, kind="showcase", newest=True, limit=1)[0])
        assert delivery.state in ("queued", "retry")
        await change(post)
        place.people.stage.services.clock.advance(timedelta(seconds=1200))
        await place.people.stage.settle()
        assert place.shown("#wall") == []


async def test_a_late_message_asks_for_the_member_again(place: Place) -> None:
    await gathering(place)
    place.people.stage.raises = [TryAgain("not now", 600.0)]
    await to_everyone(place)
    place.people.stage.left.add(("ada", "space-lounge"))
    place.people.stage.services.clock.advance(timedelta(seconds=3600))
    await place.people.stage.settle()
    assert place.shown("#wall") == []
    place.people.stage.left.clear()


async def test_an_unanswered_question_is_no_no(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await gathering(place)
    stage, asked = place.people.stage, 0
    known = type(stage).is_member

    async def is_member(self: object, *args: str) -> bool:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise SendUnknown("lost")
        return await known(stage, *args)

    monkeypatch.setattr(type(stage), "is_member", is_member)
    await to_everyone(place)
    stage.services.clock.advance(timedelta(seconds=60))
    await stage.settle()
    assert len(place.shown("#wall")) == 1


async def test_moderators_take_a_gathered_picture_out_and_put_it_back(place: Place) -> None:
    await gathering(place)
    post = await to_everyone(place)
    await place.setup(command="space.remove", post=place.people.ref(post), reason="off topic")
    await place.people.stage.settle()
    assert place.shown("#wall") == []
    await place.setup(command="space.restore", post=place.people.ref(post))
    await place.people.stage.settle()
    assert len(place.shown("#wall")) == 1


@pytest.mark.parametrize("audience", ["here", "everyone"])
async def test_a_picture_enters_with_the_likes_that_the_space_asks_for(place: Place, audience: str) -> None:
    await gathering(place, least=2)
    post = await publish(place, audience=audience)
    await like(place, "ben", post)
    assert place.shown("#wall") == []
    await like(place, "ben", post)
    await like(place, "ben", post, wanted=0)
    await like(place, "ben", post)
    assert place.shown("#wall") == [], "one person is one like"
    await like(place, "cleo", post)
    assert len(place.shown("#wall")) == 1
    await like(place, "dora", post)
    assert len(place.shown("#wall")) == 1


async def test_likes_from_elsewhere_bring_nothing_into_the_showcase(place: Place) -> None:
    await gathering(place, least=2)
    post = await to_everyone(place)
    for who in ("ben", "cleo", "dora"):
        await place.say(who, "like", place.people.stage.home(who), post=place.people.ref(post))
    await place.people.stage.settle()
    assert place.shown("#wall") == []
    given = await run(place, lambda uow: uow.all(Reaction, post=post.id))
    assert [row.space for row in given] == [None] * 3


@pytest.mark.parametrize("least", [-1, 51])
async def test_the_number_of_likes_has_bounds(place: Place, least: int) -> None:
    said = await place.setup(command="space.showcase", least=least)
    assert "goes from 0 to 50" in text(said)
    assert (await place.space()).least == 0


async def test_only_those_who_set_up_choose(place: Place) -> None:
    said = await place.setup(command="space.showcase", members="on", admin=False)
    assert "administrator" in text(said)
    assert (await place.space()).gathers is False


async def test_the_form_and_the_card_show_what_was_chosen(place: Place) -> None:
    await gathering(place, least=3, likes="⭐ hearts")
    ask = (await place.setup(command="space.showcase")).ask
    assert ask is not None
    assert {field.name: field.value for field in ask.fields} == {"members": "on", "least": "3", "likes": "⭐ hearts"}
    shown = text(await place.setup(command="space.show"))
    assert "what members publish to everyone. A picture enters with 3 likes from here." in shown
    assert "A like is: ⭐ hearts" in shown


CUSTOM = "<:party:1234>"


@pytest.mark.parametrize(
    ("likes", "emoji", "counts"),
    [
        ("", "❤️", True), ("", "🧡", True), ("", "⭐", False), ("hearts", "💜", True), ("cuori", "💜", True),
        ("⭐", "⭐", True), ("⭐", "⭐️", True), ("⭐", "❤", False), ("⭐ hearts", "❤", True), ("⭐🔥", "🔥", True),
        ("👍", "👍🏽", True), (CUSTOM, "<a:renamed:1234>", True), (CUSTOM, "<:party:99>", False),
        ("👩‍🚀", "👩🏿‍🚀", True), ("👩‍🚀", "👩", False), ("❤️‍🔥", "❤", False), ("🇮🇹", "🇮🇹", True), ("🇮🇹", "🇫🇷", False),
        ("1️⃣", "1️⃣", True), ("🏳️‍🌈, 🔥", "🏳️‍🌈", True),
    ],
)  # fmt: skip
async def test_a_space_chooses_which_reactions_are_likes(place: Place, likes: str, emoji: str, counts: bool) -> None:
    await place.setup(command="space.showcase", likes=likes)
    post = await publish(place)
    ref = (await run(place, lambda uow: uow.one(Placement, posts=(post.id,), account=None))).ref
    await place.say("ben", "react", message=ref, emoji=emoji, wanted=1)
    assert (await run(place, lambda uow: uow.get(Post, post.id))).likes == counts
    await place.say("ben", "react", message=ref, emoji=emoji, wanted=0)
    assert (await run(place, lambda uow: uow.get(Post, post.id))).likes == 0


@pytest.mark.parametrize("typed", ["stars", "⭐ please", "<@123>", ":party:", "!", " ".join("⭐🔥🌙☀☁🌊🌸🌵🍀🍄🍁")])
async def test_what_is_no_emoji_or_too_many_is_refused(place: Place, typed: str) -> None:
    said = await place.setup(command="space.showcase", likes=typed)
    assert not said.cards or "Name emoji" in text(said) or "At most" in text(said)
    assert (await place.space()).likes == ()


def test_every_heart_counts_where_nothing_was_chosen() -> None:
    assert all(emojis.is_like((), heart) for heart in ("❤", "❤️", "♥", "🩷", "😍", "💘"))
    assert not any(emojis.is_like((), other) for other in ("💔", "👍", "🔥", "", "⭐"))


async def test_the_audience_rule_is_not_widened(place: Place) -> None:
    """A gathered post is one that the place could see anyway."""
    await gathering(place)
    post = await to_everyone(place)
    space = await place.space()
    assert await run(place, lambda uow: visibility.may_see(uow, visibility.viewer(uow, None, space), post))
    await place.say("ada", "audience", post=place.people.ref(post), audience="followers")
    await place.people.stage.settle()
    assert place.shown("#wall") == [], "it follows its audience"
