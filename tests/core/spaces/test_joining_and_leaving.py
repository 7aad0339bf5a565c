"""Spaces when the bot joins and leaves, and when their channels change or are deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from botfeed.core.copies import post_copies, sensitive_copies
from botfeed.core.errors import Expired, Unreachable
from botfeed.core.model import Decision, Delivery, Post, SendState, Space, Subscription, declared
from botfeed.core.privacy import erasure, export
from botfeed.core.spaces import spaces
from tests.core.support.people import takedowns_of_each_write
from tests.core.support.space_admin import Place, channel, labels, publish, run, text


async def test_a_deleted_channel_ends_its_showcase_and_digest(place: Place) -> None:
    await place.people.stage.say("mia", "/start")
    await place.setup(showcase="#wall", digest="#wall", hour="9", channels="#wall")
    await run(place, lambda uow: spaces.deleted(uow, "console", "space-lounge", "#wall"))
    space = await place.space()
    assert (space.showcase, space.channels) == (None, ())
    assert (await run(place, lambda uow: uow.all(Subscription)))[0].state == "off"
    await place.people.stage.settle()
    told = "\n".join(text(s.reply) for s in place.people.stage.shown if s.to == "mia")
    assert "showcase of lounge" in told
    assert "digest of lounge" in told
    await publish(place)
    assert len(place.shown("#general")) == 1


async def test_lost_rights_clear_the_showcase_and_end_the_delivery(place: Place) -> None:
    await place.people.stage.say("mia", "/start")
    await place.setup(showcase="#wall")
    stage = place.people.stage
    ref = await place.people.paint("ada")
    await place.say("ada", "publish", picture=ref, audience="here")
    stage.raises = [Unreachable("50013")]
    await stage.settle()
    assert (await place.space()).showcase is None
    (row,) = await run(place, lambda uow: uow.all(Delivery, kind="showcase"))
    assert row.state is SendState.DEAD
    assert "can't write in the showcase" in stage.text("mia")


async def test_no_private_message_to_people_who_did_not_opt_in(place: Place) -> None:
    await place.setup(showcase="#wall")
    before = len(place.people.stage.shown)
    await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    await place.people.stage.settle()
    assert place.people.stage.shown[before:] == []


async def test_settings_survive_leaving_and_rejoining(place: Place) -> None:
    await place.people.stage.say("mia", "/start")
    await place.setup(showcase="#wall", digest="#daily", hour="9", ceiling="none")
    for _ in range(2):
        await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    (row,) = await run(place, lambda uow: uow.all(Subscription))
    assert (row.state, row.due) == ("off", None)
    await place.people.stage.settle()
    assert [text(s.reply) for s in place.people.stage.shown if s.to == "mia"][-1].startswith(
        "I was removed from lounge."
    )
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


async def test_rejoining_does_not_restart_a_digest_that_was_off(place: Place) -> None:
    await place.setup(digest="#daily", hour="9")
    await place.setup(hour="off")
    await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    await run(place, lambda uow: spaces.joined(uow, channel("general"), None))
    (row,) = await run(place, lambda uow: uow.all(Subscription))
    assert row.state == "off"


async def test_the_greeting_is_sent_once_per_space(place: Place) -> None:
    for _ in range(3):
        await run(place, lambda uow: spaces.joined(uow, channel("general"), channel("general"), "it-IT"))
        await place.people.stage.settle()
        await run(place, lambda uow: spaces.left(uow, "console", "space-lounge"))
    (said,) = place.shown("#general")
    assert "/immagina" in text(said)
    assert "/posto imposta" in text(said)
    assert said.silent
    assert (await place.space()).language == "it"


async def test_no_greeting_where_the_bot_cannot_write(place: Place) -> None:
    await run(place, lambda uow: spaces.joined(uow, channel("general"), None))
    await place.people.stage.settle()
    assert place.people.stage.shown == []


async def test_show_mine_gives_each_presser_their_own_digest(place: Place) -> None:
    for n in range(3):
        await place.people.publish("ada", f"a fox {n}")
    mine = await place.say("ben", "digest.mine")
    assert mine.private
    assert text(mine).startswith("Your digest")
    assert labels(mine)[:3] == ["1", "2", "3"]
    assert await run(place, lambda uow: uow.count(Subscription)) == 0


async def test_export_and_erasure_cover_the_keeper_of_a_space(place: Place) -> None:
    await place.setup(showcase="#wall")
    mia = await place.people.id("mia")
    held = await run(place, lambda uow: export.look(uow, mia))
    assert [row.title for row in held.rows[Space]] == ["lounge"]
    assert export.rows(place.people.stage.services, held)["space"][0]["keeper"] == "@mia"
    await run(place, lambda uow: erasure.erase_rows(uow, Space, declared(Space).persons[0], mia))
    space = await place.space()
    assert (space.keeper, space.showcase.ref) == (None, "#wall")


async def test_space_fields_round_trip_on_every_store(any_store) -> None:
    def write(uow):
        space = Space(uow.new_id(), "x", "1", "one", uow.now, names={"1": "art"}, channels=("a",), keeper=5)
        uow.insert(space)
        uow.insert(Decision(uow.new_id(), "away", "why", uow.now, post=7, space=space.id))
        return uow.get(Space, space.id), uow.all(
            Decision, space=space.id, post__in=[7, 8], kind="away", overturned=False
        )

    space, rows = await any_store.run(write)
    assert (space.names, space.channels, space.keeper) == ({"1": "art"}, ("a",), 5)
    assert [row.reason for row in rows] == ["why"]


async def test_removals_where_a_post_was_never_shown_do_not_reach_its_author(place: Place) -> None:
    """Removing a post from a space where it was never shown sends nothing to its author."""
    post = await publish(place, audience="everyone")
    there = channel("den", space="den")
    args = {"admin": True, "post": place.people.ref(post)}
    said = text(await place.say("eve", "space.remove", there, reason="I know where you live", **args))
    assert "where it never stood for all" in said
    await place.people.stage.settle()
    await place.say("eve", "space.restore", there, **args)
    await place.people.stage.say("ada", "/inbox")
    assert "den" not in place.people.stage.text("ada")
    assert await run(place, lambda uow: uow.count(Decision)) == 2


async def test_migration_to_an_already_known_group_id_keeps_its_posts(place: Place) -> None:
    post = await publish(place)
    old = await place.space()

    def move(uow):
        uow.update(old, approved=True)
        now = Space(uow.new_id(), old.platform, "-100", "lounge", uow.now)
        uow.insert(now)
        spaces.moved(uow, uow.get(Space, old.id), now, old.ref)
        return uow.get(Post, post.id).space == now.id, uow.get(Space, now.id).approved

    assert await run(place, move) == (True, True)


@pytest.mark.parametrize("exhibited", [True, False])
async def test_sensitive_copies_are_taken_down_when_a_channel_is_opened(place: Place, exhibited: bool) -> None:
    night = channel("night", age_restricted=True)
    if exhibited:
        await place.setup(showcase="#wall")
        await run(place, lambda uow: uow.compare_and_set(Space, {"ref": "space-lounge"}, showcase=night))
    await publish(place, prompt="an owl", at=night)
    await publish(place, at=night, sensitive="1")
    assert len(place.shown("#night")) == 2
    open_now = channel("night")
    await run(place, lambda uow: spaces.restricted(uow, open_now))
    await place.people.stage.settle()
    (left,) = place.shown("#night")
    assert "an owl" in text(left)
    await run(place, lambda uow: spaces.restricted(uow, night))
    await place.people.stage.settle()
    assert len(place.shown("#night")) == 1


async def test_covered_sensitive_copies_return_when_a_channel_is_restricted_again(place: Place) -> None:
    night = channel("night", age_restricted=True)
    await place.setup(showcase="#wall")
    await publish(place, at=night, sensitive="1")
    place.people.stage.raises = [Expired("too old to be deleted")]
    await run(place, lambda uow: spaces.restricted(uow, channel("night")))
    await place.people.stage.settle()
    place.people.stage.raises = []
    assert [text(shown) for shown in place.shown("#night")] == ["This picture is not shown here any more."]
    await run(place, lambda uow: spaces.restricted(uow, night))
    await place.people.stage.settle()
    (again,) = place.shown("#night")
    assert [m.veiled for m in again.cards[0].media] == [True]


async def test_sensitive_copies_are_taken_down_when_a_space_forbids_them(place: Place) -> None:
    nights = [channel(name, age_restricted=True) for name in ("night", "dusk")]
    await place.setup(showcase="#wall")
    await run(place, lambda uow: uow.compare_and_set(Space, {"ref": "space-lounge"}, showcase=None))
    elsewhere = channel("night", space="other", age_restricted=True)
    for at in (*nights, replace(elsewhere, ref="#far")):
        await publish(place, prompt="an owl", at=at)
        await publish(place, at=at, sensitive="1")
    await place.setup(ceiling="none")
    await place.people.stage.settle()
    for name in ("#night", "#dusk"):
        (left,) = place.shown(name)
        assert "an owl" in text(left)
    assert len(place.shown("#far")) == 2, "another place wants them as it did"


async def test_takedowns_of_sensitive_copies_cover_every_page(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitive_copies, "CHUNK", 2)
    night = channel("night", age_restricted=True)
    await place.setup(showcase="#wall")
    await run(place, lambda uow: uow.compare_and_set(Space, {"ref": "space-lounge"}, showcase=None))
    for _ in range(5):
        await publish(place, at=night, sensitive="1")
    await place.setup(ceiling="none")
    await place.people.stage.settle()
    assert place.shown("#night") == []


async def test_sensitive_copies_of_a_channel_are_taken_down_in_batches(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = channel("night", age_restricted=True)
    await place.setup(showcase="#wall")
    for _ in range(3):
        await publish(place, at=night, sensitive="1")
    monkeypatch.setattr(post_copies, "STEP", 2)
    monkeypatch.setattr(sensitive_copies, "CHUNK", 3)
    assert await run(place, lambda uow: sensitive_copies.aged(uow, "console", ["#wall", night.ref])) == {night.ref}
    assert await run(place, lambda uow: sensitive_copies.aged(uow, "discord", ["#wall", night.ref])) == set(), (
        "others are called so"
    )
    writes = takedowns_of_each_write(monkeypatch)
    await run(place, lambda uow: spaces.restricted(uow, channel("night")))
    await place.people.stage.settle()
    assert place.shown("#night") == []
    assert sorted(writes.values()) == [1, 2]
