"""Digest settings: permissions, places and accepted input."""

from dataclasses import replace

import pytest

from botfeed.core import dispatch
from botfeed.core.digest import cities, time_zones
from botfeed.core.model import (
    Audience,
    Right,
    Subscription,
)
from tests.core.support.clock import DAY, MORNING, advance_to, delivered, labels, write


async def test_an_administrator_sets_a_channels_digest(stage, world):
    lounge = stage.place("lounge")
    stage.admins = {"ada"}
    await stage.say("ben", "/digest set 9", lounge)
    await stage.settle()
    assert stage.text("ben") == "Only an administrator of this place can do that."
    await stage.say("ada", "/digest set --hour 9 --zone Europe/Rome", lounge)
    assert stage.text("ada") == "One moment, checking that you may."
    await stage.settle()
    assert stage.text("ada").startswith("Digest of this place: every day at 09:00 (Europe/Rome), up to 8 pictures.")

    def begin(uow):
        here = world.space(uow, "lounge")
        world.post(uow, "ada", "for followers", audience=Audience.FOLLOWERS)
        world.post(uow, "ada", "spicy", sensitive=True)
        world.post(uow, "cleo", "only here", audience=Audience.HERE, space=here)
        for n in range(2):
            world.post(uow, f"painter{n}", f"for all {n}")

    await write(stage, begin)
    await advance_to(stage, MORNING)
    (reply,) = delivered(stage, "#lounge")
    text = str(reply.cards[0].text)
    assert text.startswith("Digest of lounge · Tuesday 24 November")
    assert ("only here" in text, "for all 0" in text) == (True, True)
    assert "not shown here before" in text
    assert ("followers" in text, "spicy" in text) == (False, False)
    assert labels(reply) == ["1", "2", "3", "Show mine", "Tune"]
    assert not reply.private
    await stage.press("ben", "Show mine", of="#lounge", at=lounge)
    assert stage.last("ben").reply.private
    await advance_to(stage, MORNING + DAY)
    assert len(delivered(stage, "#lounge")) == 1


async def test_show_mine_in_a_channel_has_buttons_for_ones_own_digest(stage, world):
    lounge = stage.place("lounge")
    stage.admins = {"ada"}
    await stage.say("ada", "/digest set 8", lounge)
    await stage.settle()
    await write(stage, lambda uow: [world.post(uow, "cleo", f"for all {n}") for n in range(3)])
    await advance_to(stage, MORNING)
    await stage.press("ben", "Show mine", of="#lounge", at=lounge)
    actions = {action.label: action for action in stage.last("ben").reply.cards[0].actions}
    assert {actions[label].args["where"] for label in ("Tune", "Pause")} == {"private"}
    pause = stage.find("ben", "Pause")
    await stage.say("ben", "/digest set 7 --where private", lounge)
    await stage.press("ben", pause[1].label, at=lounge)
    await stage.settle()
    states = await write(stage, lambda uow: {row.account is None: row.state for row in uow.all(Subscription)})
    assert states == {True: "active", False: "paused"}


async def test_ones_own_digest_can_be_set_in_a_group(stage):
    lounge = stage.place("lounge")
    await stage.say("ben", "/digest set 7 --where private --days weekends --size 3 --minute 5", lounge)
    assert stage.text("ben").startswith("Your digest: Saturday and Sunday at 07:05 (UTC), up to 3 pictures.")
    row = await write(stage, lambda uow: uow.one(Subscription))
    assert (row.address.ref, row.space, row.days, row.minute) == ("ben", None, 96, 425)
    assert await write(stage, lambda uow: uow.count(Right)) == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/digest set 24", "hour goes from 0 to 23."),
        (
            "/digest set 9 --zone Xanadu",
            "Xanadu is no time zone I know. They look like Europe/Rome or America/New_York.",
        ),
        ("/digest set 9 --zone Roma", "Your digest: every day at 09:00 (Europe/Rome)"),
        ("/digest set 9 --zone milano", "Your digest: every day at 09:00 (Europe/Rome)"),
        ("/digest set 9 --zone Berln", "Berln is no time zone I know. Did you mean Europe/Berlin?"),
        ("/digest set 9 --zone europe/rma", "europe/rma is no time zone I know. They look like"),
        ("/digest set 9 --zone Karachy", "Karachy is no time zone I know. Did you mean Asia/Karachi?"),
        ("/digest set 9 --zone utc+2", "Your digest: every day at 09:00 (UTC+2), up to 8 pictures."),
        ("/digest set 9 --zone Etc/GMT+3", "Your digest: every day at 09:00 (UTC-3)"),
        ("/digest set 9 --zone GMT+0", "Your digest: every day at 09:00 (UTC+0)"),
        ("/digest set 9 --zone ../../etc/passwd", "../../etc/passwd is no time zone I know."),
        ("/digest set 9 --days moonday", "moonday is no day here. Say daily, weekdays, weekends or days like mon,wed."),
        ("/digest set 9 --size 9", "size goes from 1 to 8."),
        ("/digest pause", "There is no digest yet. /digest set 9 starts one."),
        ("/digest show", "You have no digest yet."),
        ("/digest set 9 --zone rome", "Your digest: every day at 09:00 (Europe/Rome)"),
        ('/digest set 9 --days "fri, mon"', "Your digest: Monday, Friday at 09:00 (UTC)"),
    ],
)
async def test_typed_settings_are_accepted_or_explained(stage, line, said):
    await stage.say("ben", line)
    assert stage.text("ben").startswith(said)


async def test_a_missing_hour_is_asked_for(stage):
    await stage.say("ben", "/digest show")
    await stage.press("ben", "Choose an hour")
    await stage.fill("ben", hour="18")
    assert "at 18:00 (UTC)" in stage.text("ben")
    await stage.say("ben", "/digest set 7")
    assert await write(stage, lambda uow: uow.count(Subscription)) == 1


def test_every_city_maps_to_a_valid_time_zone():
    for city, zone in cities.zones().items():
        assert time_zones.read(city) == time_zones.read(zone) == zone


async def test_time_zones_and_days_are_completed(stage):
    await stage.say("ben", "/digest show")
    request = replace(stage._request("ben", None, ""), command="digest.set")
    assert [c.value for c in await dispatch.suggest(stage.services, request, "zone", "rom")][:1] == ["Europe/Rome"]
    assert [c.value for c in await dispatch.suggest(stage.services, request, "zone", "milan")] == ["Europe/Rome"]
    (ahead,) = await dispatch.suggest(stage.services, request, "zone", "UTC+2")
    assert (ahead.value, ahead.label) == ("Etc/GMT-2", "UTC+2")
    assert [c.value for c in await dispatch.suggest(stage.services, request, "days", "week")] == [
        "weekdays",
        "weekends",
    ]
    assert len(await dispatch.suggest(stage.services, request, "zone", "")) == 25
