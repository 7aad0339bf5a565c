"""Removing posts from a space and restoring them: moderators, the author's answer, the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from botfeed.core import serialization
from botfeed.core.chat.message import Request
from botfeed.core.model import Decision, Delivery, Post
from tests.core.support.space_admin import Place, channel, labels, publish, run, text


async def moderated(place: Place) -> Post:
    await place.setup(showcase="#wall")
    await place.setup(command="space.more", log="#mods", setters="@staff")
    return await publish(place)


async def taken_out_and_answered(place: Place, post: Post) -> None:
    """Remove the post as mia, and answer as ada."""
    await place.say("mia", "space.remove", admin=True, post=place.people.ref(post), reason="off topic")
    await place.people.stage.say("ada", "/inbox")
    await place.people.stage.press("ada", "Answer its moderators")
    await place.people.stage.say("ada", "But why")
    await place.people.stage.settle()


async def test_moderators_remove_and_restore_a_post(place: Place) -> None:
    post = await moderated(place)
    ref = place.people.ref(post)
    await place.say("ben", "open", post=ref)
    await place.say("ada", "audience", place.people.stage.home("ada"), post=ref, audience="everyone")
    await place.people.stage.settle()
    menu = await place.say("mia", "more", admin=True, post=ref)
    assert labels(menu)[-1] == "Remove from here"
    ask = (await place.say("mia", "space.remove", admin=True, post=ref)).ask
    assert ask.fields[0].name == "reason"
    await place.say("mia", "space.remove", admin=True, post=ref, reason="off topic")
    await place.people.stage.settle()
    assert place.shown("#wall") == []
    assert "not there" in text(await place.say("ben", "open", post=ref))
    assert await place.people.sees("cy", post), "elsewhere it stands"
    assert (await place.people.post(post)).state == "public"
    assert "mia took a fox by ada out of here · off topic" in text(place.shown("#mods")[0])
    assert "off topic" in text(await place.say("mia", "space.log", admin=True))
    assert "out of this place already" in text(await place.say("mia", "space.remove", admin=True, post=ref, reason="x"))

    await place.say("zoe", "space.restore", wears=("@staff",), post=ref)
    await place.people.stage.settle()
    assert "a fox" in text(await place.say("ben", "open", post=ref))
    assert "put back since" in text(await place.say("mia", "space.log", admin=True))


async def test_a_restored_post_returns_to_the_showcase(place: Place) -> None:
    post = await moderated(place)
    for _ in range(2):
        await place.say("mia", "space.remove", admin=True, post=place.people.ref(post), reason="off topic")
        await place.people.stage.settle()
        assert place.shown("#wall") == []
        await place.say("mia", "space.restore", admin=True, post=place.people.ref(post))
        await place.people.stage.settle()
        assert len(place.shown("#wall")) == 1


async def test_only_moderators_of_the_space_remove_posts(place: Place) -> None:
    post = await moderated(place)
    for line in ("space.remove", "space.restore"):
        assert "Only an administrator" in text(await place.say("ben", line, post=place.people.ref(post), reason="x"))
    assert "Only an administrator" in text(await place.say("ben", "space.log"))
    assert "Remove from here" not in labels(await place.say("ben", "more", post=place.people.ref(post)))
    assert await run(place, lambda uow: uow.count(Decision)) == 0
    alone = await place.say(
        "mia", "space.remove", place.people.stage.home("mia"), admin=False, post=place.people.ref(post), reason="x"
    )
    assert "inside a server or group" in text(alone)


async def test_the_author_is_notified_and_can_answer(place: Place) -> None:
    post = await moderated(place)
    await place.say("mia", "space.remove", admin=True, post=place.people.ref(post), reason="off topic")
    await place.people.stage.settle()
    await place.people.stage.say("ada", "/inbox")
    said = place.people.stage.text("ada")
    assert "was taken out of lounge by its moderators" in said
    assert "Reason: off topic" in said
    await place.people.stage.press("ada", "Answer its moderators")
    await place.people.stage.say("ada", "It is a fox, and this is a place for foxes")
    await place.people.stage.settle()
    assert "this is a place for foxes" in text(place.shown("#mods")[-1])
    assert labels(place.shown("#mods")[-1]) == ["Put it back"]


async def test_without_a_log_the_answer_goes_to_the_person_who_set_it_up(place: Place) -> None:
    await place.people.stage.say("mia", "/start")
    await place.setup(showcase="#wall")
    post = await publish(place)
    await taken_out_and_answered(place, post)
    assert "But why" in place.people.stage.text("mia")


async def test_a_button_pressed_in_private_checks_rights_in_its_space(place: Place) -> None:
    """On Telegram a menu opens in the private chat."""
    post = await moderated(place)
    stage = place.people.stage
    stage.admins = {"mia"}
    args = {
        "post": place.people.ref(post),
        "place": stage.services.sealer.ref((await place.space()).id),
        "reason": "off topic",
    }
    for who in ("ben", "mia"):
        await place.say(who, "space.remove", stage.home(who), admin=False, **args)
        await stage.settle()
    assert "Only an administrator" in stage.text("ben")
    assert "It is out of this place" in stage.text("mia")
    (row,) = await run(place, lambda uow: uow.all(Decision))
    assert row.by == "mia"


async def test_removal_reasons_are_checked_by_the_word_lists(place: Place) -> None:
    post = await moderated(place)
    args = {"admin": True, "post": place.people.ref(post)}
    said = text(await place.say("mia", "space.remove", reason="naughty", **args))
    assert "These words can't be shown here" in said
    assert await run(place, lambda uow: uow.count(Decision)) == 0


async def test_admin_rights_of_one_space_do_not_hold_in_another(place: Place) -> None:
    post, den = await publish(place, audience="everyone"), channel("den", space="den")
    await place.say("mia", "start", den)
    place.people.stage.admins = {"mia"}
    args = {"post": place.people.ref(post), "reason": "off topic"}
    args["place"] = place.people.stage.services.sealer.ref((await place.space("den")).id)
    await place.say("mia", "space.remove", admin=False, **args)
    await place.people.stage.settle()
    (row,) = await run(place, lambda uow: uow.all(Delivery, kind="carried"))
    assert serialization.load(Request, row.args["request"]).sender.admin is False
    assert await run(place, lambda uow: uow.count(Decision)) == 1


async def test_answers_to_moderators_reach_an_inbox_where_there_is_no_log(place: Place) -> None:
    """dora never opened a private chat: her inbox keeps the answer, with a button that restores the post."""
    await place.setup(who="dora", showcase="#wall")
    post = await publish(place)
    await taken_out_and_answered(place, post)
    kept = await place.say("dora", "inbox")
    assert "ada answers: “But why”" in text(kept)
    assert "Put it back" in labels(kept)
    assert "But why" not in text(await place.say("cleo", "inbox"))


async def test_answers_reach_operators_where_no_moderator_can_be_messaged(place: Place) -> None:
    stage = place.people.stage
    stage.services = replace(
        stage.services, policy=replace(stage.services.policy, operators=frozenset({"console:olga"}))
    )
    await stage.say("olga", "/start")
    await place.setup(who="dora", showcase="#wall")
    post = await publish(place)
    await taken_out_and_answered(place, post)
    assert "But why" in stage.text("olga")


async def test_the_push_of_a_removal_names_the_post(place: Place) -> None:
    post = await moderated(place)
    await place.people.stage.say("ada", "/pushes yes")
    await place.say("mia", "space.remove", admin=True, post=place.people.ref(post), reason="off topic")
    said = [await _push(place, at) for at in (0, 2)]
    assert any("a fox was taken out of" in one and "by its moderators" in one for one in said), said


async def _push(place: Place, hours: int) -> str:
    place.people.stage.services.clock.advance(timedelta(hours=hours))
    await place.people.stage.settle()
    return place.people.stage.text("ada")
