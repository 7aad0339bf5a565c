"""The showcase of a space: each post published there, once, kept up to date."""

from __future__ import annotations

from tests.core.support.space_admin import Place, channel, publish, text


async def test_posts_to_here_go_to_the_showcase_once(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    (card,) = place.shown("#wall")
    assert card.cards[0].about.post == post.id
    assert not card.private
    assert place.shown("#general") == []
    await publish(place, "ben", "an owl", audience="everyone")
    assert len(place.shown("#wall")) == 1


async def test_without_a_showcase_posts_stay_where_they_were_published(place: Place) -> None:
    await publish(place)
    assert len(place.shown("#general")) == 1


async def test_a_post_is_not_shown_twice_in_one_channel(place: Place) -> None:
    await place.setup(showcase="#wall")
    await place.say("ada", "imagine", channel("wall"), prompt="a fox", here="1")
    await place.people.stage.settle()
    pictures = [r for r in place.shown("#wall") if r.cards[0].media]
    assert len(pictures) == 1
    await place.say("ben", "imagine", channel("general"), prompt="an owl", here="1")
    await place.people.stage.settle()
    assert len([r for r in place.shown("#wall") if r.cards[0].media]) == 2
    assert len([r for r in place.shown("#general") if r.cards and r.cards[0].media]) == 1


async def test_the_showcase_follows_edits_and_takedowns(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    await place.say("ada", "caption", post=place.people.ref(post), caption="First snow")
    await place.people.stage.settle()
    assert "First snow" in text(place.shown("#wall")[0])
    await place.say("ada", "unpublish", post=place.people.ref(post), sure="1")
    await place.people.stage.settle()
    assert place.shown("#wall") == []


async def test_a_changed_audience_and_back_makes_no_second_card(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    for audience in ("everyone", "here"):
        await place.say("ada", "audience", post=place.people.ref(post), audience=audience)
        await place.people.stage.settle()
    assert len(place.shown("#wall")) == 1
    for audience in ("followers", "here"):
        await place.say("ada", "audience", post=place.people.ref(post), audience=audience)
        await place.people.stage.settle()
    assert len(place.shown("#wall")) == 1


async def test_a_showcase_that_allows_no_sensitive_posts_gets_none(place: Place) -> None:
    await place.setup(showcase="#wall")
    night = channel("night", age_restricted=True)
    await publish(place, at=night, sensitive="1")
    assert place.shown("#wall") == []
    (card,) = place.shown("#night")
    assert card.cards[0].media[0].veiled
