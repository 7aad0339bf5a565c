"""Places: who sets them up, what follows for those who are in them, and what becomes of it when the bot comes and goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from botfeed.core.chat import wire
from botfeed.core.chat.i18n import words
from botfeed.core.chat.message import Picked, Request, Sender
from botfeed.core.errors import Unreachable
from botfeed.core.model import Address, Decision, Delivery, Post, SendState, Space, Subscription
from botfeed.core.safety import erase, export
from botfeed.core.social import spaces
from tests.core.social.place import Place, channel, labels, text


async def run(place: Place, fn):
    return await place.town.stage.house.store.run(fn)


async def publish(place: Place, who: str = "ada", prompt: str = "a fox", at: Address | None = None, **options) -> Post:
    """Publish to here, from #general."""
    ref = await place.town.paint(who, prompt)
    await place.say(who, "publish", at, picture=ref, **{"audience": "here", **options})
    await place.town.stage.settle()
    return await place.town.newest(who)


# Setting up


async def test_setting_up_asks_the_five_that_matter_and_the_rest_in_a_second_form(place: Place) -> None:
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


async def test_every_setting_is_kept_and_shown(place: Place) -> None:
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


async def test_a_form_that_comes_back_empty_clears(place: Place) -> None:
    await place.setup(showcase="#art", digest="#daily", hour="9", channels="#art")
    await place.setup(showcase="", digest="", hour="off", ceiling="veiled", channels="")
    space = await place.space()
    assert (space.showcase, space.channels) == (None, ())
    row = await run(place, lambda uow: uow.one(Subscription, space=space.id))
    assert row.state == "off"


async def test_only_administrators_and_the_roles_they_named_set_up(place: Place) -> None:
    refused = await place.say("ben", "space.setup", showcase="here", wears=("@staff",))
    assert "Only an administrator" in text(refused)
    await place.setup(command="space.more", setters="@staff")
    await place.say("ben", "space.setup", showcase="here", hour="8", wears=("@staff",))
    assert (await place.space()).showcase.ref == "#general"
    assert "Only an administrator" in text(await place.say("cy", "space.setup", showcase="here", wears=("@artists",)))


@pytest.mark.parametrize(
    ("name", "value"), [("showcase", "#forged"), ("digest", "#forged"), ("channels", "#forged"), ("channels", "@staff")]
)
async def test_what_the_platform_does_not_vouch_for_is_refused(place: Place, name: str, value: str) -> None:
    reply = await place.setup(**{name: value, "hour": "9"}, picked=["@staff"])
    assert "this place" in text(reply)
    space = await place.space()
    assert (space.showcase, space.channels, space.set_up) == (None, (), None)
    assert await run(place, lambda uow: uow.count(Subscription)) == 0


async def test_a_channel_of_another_place_is_refused(place: Place) -> None:
    stage = place.town.stage
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


async def test_a_group_without_lists_is_asked_for_what_here_can_answer(place: Place) -> None:
    """As on Telegram: one question after another."""
    ask = (await place.say("mia", "space.setup", admin=True, forms=False)).ask
    assert [f.name for f in ask.fields] == ["showcase", "hour", "language"]
    assert [label for _, label in ask.fields[0].choices] == ["Here", "Nowhere"]
    for value in ("here", "9", "it"):
        await place.say("mia", "fill", admin=True, forms=False, value=value)
    space = await place.space()
    assert (space.showcase.ref, space.language) == ("#general", "it")
    row = await run(place, lambda uow: uow.one(Subscription, space=space.id))
    assert (row.address.ref, row.minute) == ("#general", 540)


async def test_the_hour_is_an_hour(place: Place) -> None:
    for wrong in ("24", "x", "-1"):
        assert "0 to 23" in text(await place.setup(hour=wrong))
    await place.say("mia", "digest.set", admin=True, hour="9", minute="30")
    await place.setup(hour="9", ceiling="none")
    row = await run(place, lambda uow: uow.all(Subscription))
    assert row[0].minute == 570, "the same hour keeps its minute"


# What follows


async def test_outside_the_allowed_channels_it_says_where(place: Place) -> None:
    await place.setup(channels="#art")
    said = await place.say("ben", "imagine", prompt="a fox")
    assert text(said) == "Here I only answer in #art."
    assert said.private
    assert "Painting" in text(await place.say("ben", "imagine", channel("art"), prompt="a fox"))
    assert "Painting" in text(await place.say("ben", "imagine", channel("thread"), prompt="a fox", channel="#art"))
    assert "only answer in" in text(await place.say("mia", "imagine", admin=True, prompt="a fox"))
    for free in ("help", "privacy", "space.show"):
        assert "only answer" not in text(await place.say("ben", free))


async def test_cards_work_wherever_they_stand(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    await place.setup(channels="#art")
    payload = f"like/{place.town.ref(post)}"
    assert text(await place.say("ben", "payload", channel("wall"), payload=payload, pressed="m1")) == "Liked."


async def test_who_lacks_the_role_is_told_kindly_and_administrators_are_not_bound(place: Place) -> None:
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
async def test_sensitive_pictures_stand_where_the_place_bears_them(
    place: Place, age_restricted: bool, ceiling: str, there: bool
) -> None:
    await place.setup(ceiling=ceiling)
    at = channel("general", age_restricted=age_restricted)
    post = await place.town.publish("ada", "a fox", "--audience everyone --sensitive")
    opened = await place.say("ben", "open", at, post=place.town.ref(post))
    assert bool(opened.cards[0].media) is there
    assert all(m.veiled for card in opened.cards for m in card.media)
    assert there or "sensitive" in text(opened)
    seen = await place.say("cy", "feed", at, view="new")
    assert bool(seen.cards[0].media) is there
    unveiled = await place.say("ben", "unveil", at, post=place.town.ref(post))
    assert bool(unveiled.cards[0].media) is there
    assert "ada" in text(await place.say("ben", "profile", at, who="ada"))
    assert bool(place.town.stage.last("ben").reply.cards[0].media) is there
    assert (await place.say("ben", "open", place.town.stage.home("ben"), post=place.town.ref(post))).cards[0].media


async def test_a_place_without_sensitive_pictures_takes_none(place: Place) -> None:
    await place.setup(ceiling="none", showcase="#wall")
    at = channel("night", age_restricted=True)
    ref = await place.town.paint("ada", "a fox")
    said = await place.say("ada", "publish", at, picture=ref, audience="here", sensitive="1")
    assert "shows no sensitive pictures" in text(said)
    assert await run(place, lambda uow: uow.count(Post)) == 0


async def test_what_all_see_is_in_the_language_of_the_place(place: Place) -> None:
    await place.setup(showcase="#wall", language="it")
    await publish(place)
    (card,) = place.shown("#wall")
    assert words("it").s("♥ Like") in labels(card)
    assert "♥ Like" not in labels(card)


# The showcase


async def test_what_is_published_to_here_goes_to_the_showcase_once(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    (card,) = place.shown("#wall")
    assert card.cards[0].about.post == post.id
    assert not card.private
    assert place.shown("#general") == []
    await publish(place, "ben", "an owl", audience="everyone")
    assert len(place.shown("#wall")) == 1


async def test_without_a_showcase_it_stays_where_it_was_published(place: Place) -> None:
    await publish(place)
    assert len(place.shown("#general")) == 1


async def test_it_does_not_stand_twice_in_one_channel(place: Place) -> None:
    await place.setup(showcase="#wall")
    await place.say("ada", "imagine", channel("wall"), prompt="a fox", here="1")
    await place.town.stage.settle()
    pictures = [r for r in place.shown("#wall") if r.cards[0].media]
    assert len(pictures) == 1
    await place.say("ben", "imagine", channel("general"), prompt="an owl", here="1")
    await place.town.stage.settle()
    assert len([r for r in place.shown("#wall") if r.cards[0].media]) == 2
    assert len([r for r in place.shown("#general") if r.cards and r.cards[0].media]) == 1


async def test_the_showcase_follows_edits_and_take_downs(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    await place.say("ada", "caption", post=place.town.ref(post), caption="First snow")
    await place.town.stage.settle()
    assert "First snow" in text(place.shown("#wall")[0])
    await place.say("ada", "unpublish", post=place.town.ref(post), sure="1")
    await place.town.stage.settle()
    assert place.shown("#wall") == []


async def test_a_wider_audience_and_back_is_no_second_card(place: Place) -> None:
    await place.setup(showcase="#wall")
    post = await publish(place)
    for audience in ("everyone", "here"):
        await place.say("ada", "audience", post=place.town.ref(post), audience=audience)
        await place.town.stage.settle()
    assert len(place.shown("#wall")) == 1
    for audience in ("followers", "here"):
        await place.say("ada", "audience", post=place.town.ref(post), audience=audience)
        await place.town.stage.settle()
    assert len(place.shown("#wall")) == 1


async def test_a_showcase_that_bears_no_sensitive_pictures_gets_none(place: Place) -> None:
    await place.setup(showcase="#wall")
    night = channel("night", age_restricted=True)
    await publish(place, at=night, sensitive="1")
    assert place.shown("#wall") == []
    (card,) = place.shown("#night")
    assert card.cards[0].media[0].veiled


# Out of here


async def moderated(place: Place) -> Post:
    await place.setup(showcase="#wall")
    await place.setup(command="space.more", log="#mods", setters="@staff")
    return await publish(place)


async def test_moderators_take_a_picture_out_and_put_it_back(place: Place) -> None:
    post = await moderated(place)
    ref = place.town.ref(post)
    await place.say("ben", "open", post=ref)
    await place.say("ada", "audience", place.town.stage.home("ada"), post=ref, audience="everyone")
    await place.town.stage.settle()
    menu = await place.say("mia", "more", admin=True, post=ref)
    assert labels(menu)[-1] == "Remove from here"
    ask = (await place.say("mia", "space.remove", admin=True, post=ref)).ask
    assert ask.fields[0].name == "reason"
    await place.say("mia", "space.remove", admin=True, post=ref, reason="off topic")
    await place.town.stage.settle()
    assert place.shown("#wall") == []
    assert "not there" in text(await place.say("ben", "open", post=ref))
    assert await place.town.sees("cy", post), "elsewhere it stands"
    assert (await place.town.post(post)).state == "public"
    assert "mia took a fox by ada out of here · off topic" in text(place.shown("#mods")[0])
    assert "off topic" in text(await place.say("mia", "space.log", admin=True))
    assert "out of this place already" in text(await place.say("mia", "space.remove", admin=True, post=ref, reason="x"))

    await place.say("zoe", "space.restore", wears=("@staff",), post=ref)
    await place.town.stage.settle()
    assert "a fox" in text(await place.say("ben", "open", post=ref))
    assert "put back since" in text(await place.say("mia", "space.log", admin=True))


async def test_a_picture_that_was_published_to_here_is_in_the_showcase_again(place: Place) -> None:
    post = await moderated(place)
    for _ in range(2):
        await place.say("mia", "space.remove", admin=True, post=place.town.ref(post), reason="off topic")
        await place.town.stage.settle()
        assert place.shown("#wall") == []
        await place.say("mia", "space.restore", admin=True, post=place.town.ref(post))
        await place.town.stage.settle()
        assert len(place.shown("#wall")) == 1


async def test_only_its_moderators_take_a_picture_out(place: Place) -> None:
    post = await moderated(place)
    for line in ("space.remove", "space.restore"):
        assert "Only an administrator" in text(await place.say("ben", line, post=place.town.ref(post), reason="x"))
    assert "Only an administrator" in text(await place.say("ben", "space.log"))
    assert "Remove from here" not in labels(await place.say("ben", "more", post=place.town.ref(post)))
    assert await run(place, lambda uow: uow.count(Decision)) == 0
    alone = await place.say(
        "mia", "space.remove", place.town.stage.home("mia"), admin=False, post=place.town.ref(post), reason="x"
    )
    assert "inside a server or group" in text(alone)


async def test_its_author_is_told_and_can_answer(place: Place) -> None:
    post = await moderated(place)
    await place.say("mia", "space.remove", admin=True, post=place.town.ref(post), reason="off topic")
    await place.town.stage.settle()
    await place.town.stage.say("ada", "/inbox")
    said = place.town.stage.text("ada")
    assert "was taken out of lounge by its moderators" in said
    assert "Reason: off topic" in said
    await place.town.stage.press("ada", "Answer its moderators")
    await place.town.stage.say("ada", "It is a fox, and this is a place for foxes")
    await place.town.stage.settle()
    assert "this is a place for foxes" in text(place.shown("#mods")[-1])
    assert labels(place.shown("#mods")[-1]) == ["Put it back"]


async def test_without_a_log_the_answer_goes_to_who_set_it_up(place: Place) -> None:
    await place.town.stage.say("mia", "/start")
    await place.setup(showcase="#wall")
    post = await publish(place)
    await place.say("mia", "space.remove", admin=True, post=place.town.ref(post), reason="off topic")
    await place.town.stage.say("ada", "/inbox")
    await place.town.stage.press("ada", "Answer its moderators")
    await place.town.stage.say("ada", "But why")
    await place.town.stage.settle()
    assert "But why" in place.town.stage.text("mia")


async def test_a_button_that_is_pressed_aside_asks_the_platform_about_its_place(place: Place) -> None:
    """As on Telegram, where a menu opens in the private chat."""
    post = await moderated(place)
    stage = place.town.stage
    stage.admins = {"mia"}
    args = {
        "post": place.town.ref(post),
        "place": stage.house.sealer.ref((await place.space()).id),
        "reason": "off topic",
    }
    for who in ("ben", "mia"):
        await place.say(who, "space.remove", stage.home(who), admin=False, **args)
        await stage.settle()
    assert "Only an administrator" in stage.text("ben")
    assert "It is out of this place" in stage.text("mia")
    (row,) = await run(place, lambda uow: uow.all(Decision))
    assert row.by == "mia"


# Coming and going


async def test_a_channel_that_is_gone_ends_what_was_said_there(place: Place) -> None:
    await place.town.stage.say("mia", "/start")
    await place.setup(showcase="#wall", digest="#wall", hour="9", channels="#wall")
    await run(place, lambda uow: spaces.deleted(uow, "console", "space-lounge", "#wall"))
    space = await place.space()
    assert (space.showcase, space.channels) == (None, ())
    assert (await run(place, lambda uow: uow.all(Subscription)))[0].state == "off"
    await place.town.stage.settle()
    told = "\n".join(text(s.reply) for s in place.town.stage.shown if s.to == "mia")
    assert "showcase of lounge" in told
    assert "digest of lounge" in told
    await publish(place)
    assert len(place.shown("#general")) == 1


async def test_lost_rights_clear_the_showcase_and_are_not_tried_for_ever(place: Place) -> None:
    await place.town.stage.say("mia", "/start")
    await place.setup(showcase="#wall")
    stage = place.town.stage
    ref = await place.town.paint("ada")
    await place.say("ada", "publish", picture=ref, audience="here")
    stage.raises = [Unreachable("50013")]
    await stage.settle()
    assert (await place.space()).showcase is None
    (row,) = await run(place, lambda uow: uow.all(Delivery, kind="showcase"))
    assert row.state is SendState.DEAD
    assert "can't write in the showcase" in stage.text("mia")


async def test_who_never_asked_to_be_written_to_alone_is_not(place: Place) -> None:
    await place.setup(showcase="#wall")
    before = len(place.town.stage.shown)
    await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    await place.town.stage.settle()
    assert place.town.stage.shown[before:] == []


async def test_sent_away_and_back_again_its_settings_hold(place: Place) -> None:
    await place.town.stage.say("mia", "/start")
    await place.setup(showcase="#wall", digest="#daily", hour="9", ceiling="none")
    for _ in range(2):
        await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    (row,) = await run(place, lambda uow: uow.all(Subscription))
    assert (row.state, row.due) == ("off", None)
    await place.town.stage.settle()
    assert [text(s.reply) for s in place.town.stage.shown if s.to == "mia"][-1].startswith("I was removed from lounge.")
    post = await publish(place, prompt="an owl")
    assert place.shown("#wall") == []
    await run(place, lambda uow: spaces.joined(uow, channel("general"), None))
    (row,) = await run(place, lambda uow: uow.all(Subscription))
    assert row.state == "active"
    assert row.due
    space = await place.space()
    assert (space.left, space.ceiling, space.showcase.ref) == (None, "none", "#wall")
    assert post
    await publish(place, "ben", "a hare")
    assert len(place.shown("#wall")) == 1


async def test_a_digest_that_was_off_stays_off(place: Place) -> None:
    await place.setup(digest="#daily", hour="9")
    await place.setup(hour="off")
    await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    await run(place, lambda uow: spaces.joined(uow, channel("general"), None))
    (row,) = await run(place, lambda uow: uow.all(Subscription))
    assert row.state == "off"


async def test_the_first_word_is_said_once_ever(place: Place) -> None:
    for _ in range(3):
        await run(place, lambda uow: spaces.joined(uow, channel("general"), channel("general"), "it-IT"))
        await place.town.stage.settle()
        await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    (said,) = place.shown("#general")
    assert "/imagine" in text(said)
    assert "/space setup" in text(said)
    assert said.silent
    assert (await place.space()).language == "it"


async def test_where_it_may_not_write_it_says_nothing(place: Place) -> None:
    await run(place, lambda uow: spaces.joined(uow, channel("general"), None))
    await place.town.stage.settle()
    assert place.town.stage.shown == []


async def test_the_digest_shows_mine_to_whoever_presses(place: Place) -> None:
    for n in range(3):
        await place.town.publish("ada", f"a fox {n}")
    mine = await place.say("ben", "digest.mine")
    assert mine.private
    assert text(mine).startswith("Your digest")
    assert labels(mine)[:3] == ["1", "2", "3"]
    assert await run(place, lambda uow: uow.count(Subscription)) == 0


async def test_export_and_erasure_know_who_set_a_place_up(place: Place) -> None:
    await place.setup(showcase="#wall")
    mia = await place.town.id("mia")
    held = await run(place, lambda uow: export.look(uow, mia))
    assert [row.title for row in held.rows[Space]] == ["lounge"]
    assert export.rows(place.town.stage.house, held)["space"][0]["keeper"] == "@mia"
    await run(place, lambda uow: erase.ERASERS[Space](uow, mia))
    space = await place.space()
    assert (space.keeper, space.showcase.ref) == (None, "#wall")


async def test_on_every_store(any_store) -> None:
    def write(uow):
        space = Space(uow.new_id(), "x", "1", "one", uow.now, names={"1": "art"}, channels=("a",), keeper=5)
        uow.add(space)
        uow.add(Decision(uow.new_id(), "away", "why", uow.now, post=7, space=space.id))
        return uow.get(Space, space.id), uow.all(
            Decision, space=space.id, post__in=[7, 8], kind="away", overturned=False
        )

    space, rows = await any_store.run(write)
    assert (space.names, space.channels, space.keeper) == ({"1": "art"}, ("a",), 5)
    assert [row.reason for row in rows] == ["why"]


async def test_whoever_had_a_server_of_their_own_could_write_to_anybody(place: Place) -> None:
    """A picture is kept out of a place where nobody met it without a word to its author."""
    post = await publish(place, audience="everyone")
    there = channel("den", space="den")
    args = {"admin": True, "post": place.town.ref(post)}
    said = text(await place.say("eve", "space.remove", there, reason="I know where you live", **args))
    assert "where it never stood for all" in said
    await place.town.stage.settle()
    await place.say("eve", "space.restore", there, **args)
    await place.town.stage.say("ada", "/inbox")
    assert "den" not in place.town.stage.text("ada")
    assert await run(place, lambda uow: uow.count(Decision)) == 2


async def test_a_reason_for_taking_out_went_by_the_word_lists(place: Place) -> None:
    post = await moderated(place)
    args = {"admin": True, "post": place.town.ref(post)}
    said = text(await place.say("mia", "space.remove", reason="naughty", **args))
    assert "These words can't be shown here" in said
    assert await run(place, lambda uow: uow.count(Decision)) == 0


async def test_what_was_published_to_a_group_was_lost_where_its_new_id_spoke_first(place: Place) -> None:
    post = await publish(place)
    old = await place.space()

    def move(uow):
        uow.change(old, approved=True)
        now = Space(uow.new_id(), old.platform, "-100", "lounge", uow.now)
        uow.add(now)
        spaces.moved(uow, uow.get(Space, old.id), now, old.ref)
        return uow.get(Post, post.id).space == now.id, uow.get(Space, now.id).approved

    assert await run(place, move) == (True, True)


async def test_who_runs_one_place_was_taken_for_who_runs_another(place: Place) -> None:
    post, den = await publish(place, audience="everyone"), channel("den", space="den")
    await place.say("mia", "start", den)
    place.town.stage.admins = {"mia"}
    args = {"post": place.town.ref(post), "reason": "off topic"}
    args["place"] = place.town.stage.house.sealer.ref((await place.space("den")).id)
    await place.say("mia", "space.remove", admin=False, **args)
    await place.town.stage.settle()
    (row,) = await run(place, lambda uow: uow.all(Delivery, kind="carried"))
    assert wire.load(Request, row.args["request"]).sender.admin is False
    assert await run(place, lambda uow: uow.count(Decision)) == 1
