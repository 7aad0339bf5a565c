"""Space settings: who may change them, and what they do for members."""

from __future__ import annotations

from dataclasses import replace

import pytest

from botfeed.core.chat.message import Picked, Reply, Request, Sender
from botfeed.core.language.i18n import words
from botfeed.core.model import Post, Subscription
from tests.core.support.space_admin import Place, channel, labels, publish, run, text


async def test_setup_asks_five_settings_and_the_rest_in_a_second_form(place: Place) -> None:
    first = (await place.setup()).ask
    assert [(f.name, f.kind) for f in first.fields] == [
        ("showcase", "channel"), ("digest", "channel"), ("hour", "choice"), ("ceiling", "choice"), ("channels", "channels"),
    ]  # fmt: skip
    second = (await place.setup(command="space.more")).ask
    assert [(f.name, f.kind) for f in second.fields] == [
        ("roles", "roles"),
        ("setters", "roles"),
        ("log", "channel"),
        ("language", "choice"),
    ]


async def test_every_setting_is_stored_and_shown(place: Place) -> None:
    await place.setup(showcase="#art", digest="#daily", hour="9", ceiling="none", channels="#art,#bots")
    await place.setup(command="space.more", roles="@artists", setters="@staff", log="#mods", language="it")
    space = await place.space()
    assert (space.showcase.ref, space.log.ref, space.ceiling, space.channels) == (
        "#art",
        "#mods",
        "none",
        ("#art", "#bots"),
    )
    assert (space.roles, space.setters, space.language) == (("@artists",), ("@staff",), "it")
    assert space.set_up
    card = text(await place.say("ben", "space.show"))
    for word in ("#art", "#daily", "09:00", "never here", "#bots", "@artists", "@staff", "#mods", "Italiano"):
        assert word in card
    again = (await place.setup()).ask
    assert {f.name: f.value for f in again.fields} == {
        "showcase": "#art",
        "digest": "#daily",
        "hour": "9",
        "ceiling": "none",
        "channels": "#art,#bots",
    }


async def test_empty_form_fields_clear_settings(place: Place) -> None:
    await place.setup(showcase="#art", digest="#daily", hour="9", channels="#art")
    await place.setup(showcase="", digest="", hour="off", ceiling="veiled", channels="")
    space = await place.space()
    assert (space.showcase, space.channels) == (None, ())
    row = await run(place, lambda uow: uow.one(Subscription, space=space.id))
    assert row.state == "off"


async def test_only_administrators_and_setter_roles_change_settings(place: Place) -> None:
    refused = await place.say("ben", "space.setup", showcase="here", wears=("@staff",))
    assert "Only an administrator" in text(refused)
    await place.setup(command="space.more", setters="@staff")
    await place.say("ben", "space.setup", showcase="here", hour="8", wears=("@staff",))
    assert (await place.space()).showcase.ref == "#general"
    assert "Only an administrator" in text(await place.say("cy", "space.setup", showcase="here", wears=("@artists",)))


@pytest.mark.parametrize(
    ("name", "value"), [("showcase", "#forged"), ("digest", "#forged"), ("channels", "#forged"), ("channels", "@staff")]
)
async def test_channels_and_roles_unknown_to_the_platform_are_refused(place: Place, name: str, value: str) -> None:
    reply = await place.setup(**{name: value, "hour": "9"}, picked=["@staff"])
    assert "this place" in text(reply)
    space = await place.space()
    assert (space.showcase, space.channels, space.set_up) == (None, (), None)
    assert await run(place, lambda uow: uow.count(Subscription)) == 0


async def test_channels_of_another_space_are_refused(place: Place) -> None:
    stage = place.people.stage
    sender = Sender("console", "mia", "mia", True, stage.home("mia"))
    request = Request(
        "x",
        "space.setup",
        sender,
        channel("general"),
        {"showcase": "9"},
        picked={"9": Picked("art", channel("art", space="other"))},
    )
    assert "no channel of this place" in text(await stage.handle("mia", request))
    assert "none of this place" in text(
        await stage.handle("mia", replace(request, id="y", args={"channels": "@a"}, picked={"@a": Picked("a")}))
    )


async def test_a_platform_without_lists_asks_only_answerable_questions(place: Place) -> None:
    """Telegram asks one question after another."""
    ask = (await place.say("mia", "space.setup", admin=True, forms=False)).ask
    assert [f.name for f in ask.fields] == ["showcase", "hour", "language"]
    assert [label for _, label in ask.fields[0].choices] == ["Here", "Nowhere"]
    for value in ("here", "9", "it"):
        await place.say("mia", "fill", admin=True, forms=False, value=value)
    space = await place.space()
    assert (space.showcase.ref, space.language) == ("#general", "it")
    row = await run(place, lambda uow: uow.one(Subscription, space=space.id))
    assert (row.address.ref, row.minute) == ("#general", 540)


async def test_the_digest_hour_is_validated_and_keeps_its_minute(place: Place) -> None:
    for wrong in ("24", "x", "-1"):
        assert "0 to 23" in text(await place.setup(hour=wrong))
    await place.say("mia", "digest.set", admin=True, hour="9", minute="30")
    await place.setup(hour="9", ceiling="none")
    row = await run(place, lambda uow: uow.all(Subscription))
    assert row[0].minute == 570, "the same hour keeps its minute"


async def test_outside_the_allowed_channels_commands_name_them(place: Place) -> None:
    await place.setup(channels="#art")
    said = await place.say("ben", "imagine", prompt="a fox")
    assert text(said) == "Here I only answer in #art."
    assert said.private
    assert "Painting" in text(await place.say("ben", "imagine", channel("art"), prompt="a fox"))
    assert "Painting" in text(await place.say("ben", "imagine", channel("thread"), prompt="a fox", channel="#art"))
    assert "only answer in" in text(await place.say("mia", "imagine", admin=True, prompt="a fox"))
    for free in ("help", "privacy", "space.show"):
        assert "only answer" not in text(await place.say("ben", free))


async def test_buttons_work_outside_the_allowed_channels(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    await place.setup(channels="#art")
    payload = f"like/{place.people.ref(post)}"
    assert text(await place.say("ben", "payload", channel("wall"), payload=payload, pressed="m1")) == "Liked."


async def test_required_roles_are_named_and_do_not_bind_administrators(place: Place) -> None:
    await place.setup(command="space.more", roles="@artists")
    said = await place.say("ben", "feed")
    assert "@artists" in text(said)
    assert said.private
    for who, more in (("cy", {"wears": ("@artists", "@x")}), ("mia", {"admin": True})):
        assert "@artists" not in text(await place.say(who, "feed", **more))
    assert "kept" in text(await place.say("ben", "privacy"))


@pytest.mark.parametrize(
    ("age_restricted", "ceiling", "there"),
    [(True, "veiled", True), (True, "none", False), (False, "veiled", False), (False, "none", False)],
)
async def test_sensitive_pictures_follow_age_rating_and_ceiling(
    place: Place, age_restricted: bool, ceiling: str, there: bool
) -> None:
    await place.setup(ceiling=ceiling)
    at = channel("general", age_restricted=age_restricted)
    post = await place.people.publish("ada", "a fox", "--audience everyone --sensitive")
    opened = await place.say("ben", "open", at, post=place.people.ref(post))
    assert bool(opened.cards[0].media) is there
    assert all(m.veiled for card in opened.cards for m in card.media)
    assert there or "sensitive" in text(opened)
    seen = await place.say("cy", "feed", at, view="new")
    assert bool(seen.cards[0].media) is there
    unveiled = await place.say("ben", "unveil", at, post=place.people.ref(post))
    assert bool(unveiled.cards[0].media) is there
    assert "ada" in text(await place.say("ben", "profile", at, who="ada"))
    assert bool(place.people.stage.last("ben").reply.cards[0].media) is there
    assert (await place.say("ben", "open", place.people.stage.home("ben"), post=place.people.ref(post))).cards[0].media


async def test_a_space_without_sensitive_pictures_accepts_none(place: Place) -> None:
    await place.setup(ceiling="none", showcase="#wall")
    at = channel("night", age_restricted=True)
    ref = await place.people.paint("ada", "a fox")
    said = await place.say("ada", "publish", at, picture=ref, audience="here", sensitive="1")
    assert "shows no sensitive pictures" in text(said)
    assert await run(place, lambda uow: uow.count(Post)) == 0


async def test_public_messages_are_in_the_language_of_the_space(place: Place) -> None:
    await place.setup(showcase="#wall", language="it")
    await publish(place)
    (card,) = place.shown("#wall")
    assert words("it").s("♥ Like") in labels(card)
    assert "♥ Like" not in labels(card)


async def test_each_answer_is_validated_before_the_next_question(place: Place) -> None:
    """Telegram asks one question after another."""

    async def answer(value: str) -> Reply:
        return await place.say("mia", "fill", admin=True, forms=False, value=value)

    await place.say("mia", "space.setup", admin=True, forms=False)
    again = await answer("the best wall")
    assert "the best wall is not one of: Here, Nowhere." in text(again)
    assert (await answer("Here")).ask.fields[0].name == "hour"
    again = await answer("some time")
    assert text(again).startswith("some time is not one of: No digest, 00:00")
    assert again.ask.fields[0].name == "hour"
    assert (await answer("9")).ask.fields[0].name == "language"
    assert "09:00" in text(await answer("English"))


async def test_the_digest_settings_of_a_space_show_the_time_zone(place: Place) -> None:
    await place.setup(hour="9")
    assert "09:00 (UTC)" in text(await place.say("ben", "space.show"))
    assert "/digest set 9 --zone Europe/Rome" in text(await place.say("mia", "space.show", admin=True))
    assert "--zone" not in text(await place.say("ben", "space.show"))


async def test_a_spaces_digest_takes_the_time_zone_of_its_setter(place: Place) -> None:
    await place.people.stage.say("mia", "/digest set 7 --zone Europe/Rome")
    asked = (await place.setup()).ask
    assert next(f.label for f in asked.fields if f.name == "hour") == "Hour of the digest (Europe/Rome)"
    assert "09:00 (Europe/Rome)" in text(await place.setup(hour="9"))
    assert "10:00 (Europe/Rome)" in text(await place.setup(who="ann", hour="10")), "it keeps its own"


async def test_a_channel_of_the_digest_without_an_hour_asks_for_the_hour(place: Place) -> None:
    """The channel was dropped without a word: the card then said that there is no digest."""
    reply = await place.setup(digest="#daily")
    assert "hour" in text(reply)
    space = await place.space()
    assert await run(place, lambda uow: uow.one(Subscription, space=space.id)) is None
