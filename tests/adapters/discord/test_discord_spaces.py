"""Servers on Discord: the settings form, the showcase, moderators, joining and leaving."""

import asyncio

import pytest

from botfeed.core.model import Decision, Post, Space, Subscription
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY, payloads
from tests.adapters.discord.door import bare

ADMIN = ORDINARY | MANAGE_GUILD


async def space(door):
    return await door.services.store.read(lambda uow: uow.one(Space, ref=str(door.guild.id)))


async def ready(door):
    """Wait until our client has its guild list: a later guild counts as new."""
    async with asyncio.timeout(5):
        while not door.told:  # noqa: ASYNC110 - this rings no bell
            await asyncio.sleep(0.01)


async def setup(door, **values):
    form = await door.ada.slash("space setup", channel=door.lounge, permissions=ADMIN)
    sent = await door.ada.submit(form, values, permissions=ADMIN)
    return await door.says(sent, "Showcase")


async def here(door, who, prompt="a fox", channel=None):
    painted = await door.painted(who, prompt, channel or door.lounge)
    form = await who.press(painted, "Publish")
    sent = await who.submit(form, {"Who sees it?": "Here"})
    return await door.says(sent, "Published.")


async def test_the_settings_form_has_five_fields_and_the_present_values(door):
    art, daily = door.guild.channel("art"), door.guild.channel("daily")
    form = await door.ada.slash("space setup", channel=door.lounge, permissions=ADMIN)
    assert len((await form.modal())["components"]) == 5
    picked = {
        "showcase": [art],
        "digest": [daily],
        "hour": "09:00",
        "ceiling": "never here",
        "channels": [art, door.lounge],
    }
    sent = await door.ada.submit(form, picked, permissions=ADMIN)
    card = await door.says(sent, "Showcase: #art")
    assert card.ephemeral
    for said in ("09:00", "#daily", "never here", "#art, #general"):
        assert said in bare(card.text)
    again = await door.ada.slash("space setup", channel=door.lounge, permissions=ADMIN)
    unchanged = await door.ada.submit(again, {}, permissions=ADMIN)
    assert bare((await door.says(unchanged, "#art, #general")).text) == bare(card.text)
    found = await space(door)
    assert (found.showcase.ref, found.channels) == (str(art.id), (str(art.id), str(door.lounge.id)))
    assert (await door.once(Subscription)).address.ref == str(daily.id)


async def test_empty_lists_clear_the_setting(door):
    art = door.guild.channel("art")
    await setup(door, showcase=[art], channels=[art, door.lounge])
    await setup(door, showcase=[], channels=[])
    found = await space(door)
    assert (found.showcase, found.channels) == (None, ())


async def test_the_second_form_sets_roles_and_they_apply(door):
    artists, staff = door.guild.role("artists", door.ada), door.guild.role("staff", door.ben)
    form = await door.ada.slash("space more", channel=door.lounge, permissions=ADMIN)
    sent = await door.ada.submit(
        form, {"roles": [artists, staff], "setters": [staff], "log": [door.lounge]}, permissions=ADMIN
    )
    await door.says(sent, "@artists, @staff")
    cy = door.fake.user("cy")
    said = await cy.slash("feed", channel=door.lounge)
    assert (await door.says(said, "I only answer @artists, @staff")).ephemeral
    form = await door.ben.slash("space setup", channel=door.lounge)
    await form.modal()
    refused = await door.ada.slash("space setup", channel=door.lounge)
    await door.says(refused, "Only an administrator")


async def test_other_channels_are_refused_and_threads_follow_their_channel(door):
    art = door.guild.channel("art")
    await setup(door, channels=[art])
    said = await door.ben.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    assert (await door.says(said, "Here I only answer in #art.")).ephemeral
    said = await door.ben.slash("feed", channel=art.thread("foxes"))
    await door.says(said, "caught up")


async def test_a_channel_of_another_server_is_refused(door):
    other = door.fake.guild("Elsewhere").channel("secret")
    form = await door.ada.slash("space setup", channel=door.lounge, permissions=ADMIN)
    sent = await door.ada.submit(form, {"showcase": [other]}, permissions=ADMIN)
    await door.says(sent, "no channel of this place")
    assert (await space(door)).showcase is None


async def test_a_channel_can_be_named_by_an_option(door):
    art = door.guild.channel("art")
    said = await door.ada.slash("space setup", {"showcase": art}, channel=door.lounge, permissions=ADMIN)
    await door.says(said, "Showcase: #art")


async def test_the_showcase_gets_a_post_once_and_follows_it(door):
    art = door.guild.channel("art")
    await setup(door, showcase=[art])
    sent = await here(door, door.ben)
    (card,) = await door.fake.posted(art)
    assert "ben" in bare(card.text)
    assert door.fake.messages(door.lounge) == []
    pressed = await door.press(door.ben, sent, "Delete")
    await door.press(door.ben, await door.says(pressed, "Delete a fox"), "Yes, delete")
    await door.fake.until(lambda: card.deleted)


async def test_space_moderators_remove_a_picture(door):
    art, mods = door.guild.channel("art"), door.guild.channel("mods")
    await setup(door, showcase=[art])
    form = await door.ada.slash("space more", channel=door.lounge, permissions=ADMIN)
    await door.says(await door.ada.submit(form, {"log": [mods]}, permissions=ADMIN), "#mods")
    await here(door, door.ben)
    (card,) = await door.fake.posted(art)
    menu = await door.ada.press(card, "⋯ Menu", permissions=ADMIN)
    shown = await door.shows(menu, "Remove from here")
    form = await door.ada.press(shown, "Remove from here", permissions=ADMIN)
    sent = await door.ada.submit(form, {"reason": "off topic"}, permissions=ADMIN)
    await door.says(sent, "It is out of this place")
    await door.fake.until(lambda: card.deleted)
    (line,) = await door.fake.posted(mods)
    assert "ada took a fox by ben out of here · off topic" in bare(line.text)
    assert (await door.once(Post)).state == "public"
    back = await door.ada.press(line, "Put it back", permissions=ADMIN)
    await door.says(back, "seen here again")
    await door.fake.until(lambda: len(door.fake.messages(art)) == 1)
    assert await door.services.store.read(lambda uow: uow.count(Decision)) == 2


async def test_a_deleted_channel_ends_its_deliveries(door):
    art = door.guild.channel("art")
    await setup(door, showcase=[art], digest=[art], hour="09:00", channels=[art])
    art.delete()
    await door.once(Subscription, state="off")
    found = await space(door)
    assert (found.showcase, found.channels) == (None, ())
    form = await door.ada.slash("space setup", channel=door.lounge, permissions=ADMIN)
    await door.says(await door.ada.submit(form, {}, permissions=ADMIN), "Showcase: none")


async def test_lost_rights_end_the_showcase(door):
    art = door.guild.channel("art")
    await setup(door, showcase=[art])
    art.forbid_bot()
    await here(door, door.ben)
    await door.once(Space, ref=str(door.guild.id), showcase=None)
    tried = [call for call in door.fake.calls if call.path == f"/channels/{art.id}/messages"]
    assert len(tried) == 1


async def test_settings_survive_a_kick_and_a_new_invitation(door):
    art = door.guild.channel("art")
    await setup(door, showcase=[art], digest=[art], hour="09:00")
    door.guild.kick_bot()
    await door.once(Subscription, state="off")
    assert (await space(door)).left
    door.guild.invite_bot()
    await door.once(Subscription, state="active")
    assert (await space(door)).showcase.ref == str(art.id)


async def test_a_new_invitation_while_offline_is_recorded(closed_door):
    door = closed_door
    async with door.connected():
        art = door.guild.channel("art")
        await setup(door, showcase=[art], digest=[art], hour="09:00")
        door.guild.kick_bot()
        await door.once(Subscription, state="off")
    door.guild.space.bot_inside = True
    async with door.connected():
        await door.once(Subscription, state="active")
        assert (await space(door)).left is None


async def test_the_greeting_is_sent_once_to_the_system_channel(door):
    await ready(door)
    new = door.fake.guild("New place", bot=False)
    hall = new.channel("hall")
    new.greets_in(hall)
    new.invite_bot()
    (said,) = await door.fake.posted(hall)
    assert "/imagine" in said.text
    assert "/space setup" in said.text
    assert said.payload["flags"] & 1 << 12, "without a sound"
    new.kick_bot()
    new.invite_bot()
    asked = await door.ada.slash("help", channel=hall)
    await asked.message()
    assert len(door.fake.messages(hall)) == 1


async def test_a_channel_without_age_restriction_gets_nothing_sensitive(door):
    night = door.guild.channel("night", nsfw=True)
    await setup(door, showcase=[night])
    assert (await space(door)).showcase.age_restricted
    night.restrict(False)
    found = await door.once(Space, ref=str(door.guild.id), opened=(str(night.id),))
    assert not found.showcase.age_restricted
    night.restrict()
    found = await door.once(Space, ref=str(door.guild.id), opened=())
    assert found.showcase.age_restricted


async def test_lifting_the_age_restriction_removes_sensitive_pictures(door):
    night = door.guild.channel("night", nsfw=True)
    thread = night.thread("late")
    for place in (night, thread):
        await door.ada.slash("imagine", {"prompt": "a spicy fox", "here": True}, channel=place)
        await door.fake.until(lambda at=place: [m for m in door.fake.messages(at) if m.pictures and not m.loading])
    await door.once(Space, ref=str(door.guild.id))
    night.restrict(False)
    for place in (night, thread):
        await door.fake.until(lambda at=place: not [m for m in door.fake.messages(at) if m.pictures])


async def spicy(door, *places):
    """Publish a sensitive picture in each place, and a harmless one."""
    for place in places:
        for prompt in ("a spicy fox", "a calm owl"):
            await door.ada.slash("imagine", {"prompt": prompt, "here": True}, channel=place)
            await door.fake.until(
                lambda at=place, said=prompt: any(said in m.text and m.pictures for m in standing(door, at))
            )
    await door.once(Space, ref=str(door.guild.id))


def standing(door, place):
    return [m for m in door.fake.messages(place) if m.pictures and not m.loading]


async def test_a_restriction_lifted_while_offline_removes_sensitive_pictures(closed_door):
    door = closed_door
    night, dusk = door.guild.channel("night", nsfw=True), door.guild.channel("dusk", nsfw=True)
    thread = night.thread("late")
    async with door.connected():
        await spicy(door, night, dusk, thread)
    night.room.nsfw = False
    async with door.connected():
        door.jump(61)  # what was under way when it ended is taken up again
        for place in (night, thread):
            await door.fake.until(lambda at=place: len(standing(door, at)) == 1)
            assert "owl" in standing(door, place)[0].text
        found = await door.once(Space, ref=str(door.guild.id))
        assert set(found.opened) == {str(night.id), str(thread.id)}
        assert len(standing(door, dusk)) == 2


async def test_sensitive_pictures_are_removed_from_archived_threads(closed_door):
    door = closed_door
    night, dusk = door.guild.channel("night", nsfw=True), door.guild.channel("dusk", nsfw=True)
    threads = night.thread("late"), dusk.thread("early")
    async with door.connected():
        await spicy(door, night, *threads)
        for thread in threads:
            thread.archive()
        dusk.restrict(False)  # while we listen
        await door.fake.until(lambda: len(standing(door, threads[1])) == 1)
    night.room.nsfw = False
    async with door.connected():
        door.jump(61)
        await door.fake.until(lambda: len(standing(door, threads[0])) == 1)
    assert all("owl" in standing(door, thread)[0].text for thread in threads)
    assert not any(thread.room.archived for thread in threads), "nothing can be changed in one that rests"


async def test_an_unarchived_thread_follows_its_channels_restriction(closed_door):
    door = closed_door
    night = door.guild.channel("night", nsfw=True)
    thread = night.thread("late")
    async with door.connected():
        await spicy(door, thread)
        thread.archive()
    night.room.nsfw = False
    async with door.connected():
        door.jump(61)
        thread.archive(False)
        await door.fake.until(lambda: len(standing(door, thread)) == 1)


async def test_a_restriction_lifted_during_an_outage_removes_sensitive_pictures(door):
    await ready(door)
    night = door.guild.channel("night", nsfw=True)
    await spicy(door, night)
    door.fake.state.emit("GUILD_DELETE", {"id": str(door.guild.id), "unavailable": True}, intent=1)
    night.room.nsfw = False
    back = payloads.guild_create(door.guild.space, door.fake.state.bot, joined=True)
    door.fake.state.emit("GUILD_CREATE", {**back, "unavailable": False}, intent=1)
    await door.fake.until(lambda: len(standing(door, night)) == 1)


@pytest.mark.parametrize("nsfw", [True, False])
async def test_sensitive_pictures_are_shown_only_in_age_restricted_channels(door, nsfw):
    place = door.guild.channel("place", nsfw=nsfw)
    await door.published(door.ben, "a fox", **{"Sensitive? It then arrives blurred.": True})
    post = await door.once(Post, state="public")
    opened = await door.ada.slash("open", {"post": door.services.sealer.ref(post.id)}, channel=place)
    card = await door.says(opened, "sensitive")
    assert bool(card.pictures) is nsfw


async def test_the_digest_shows_a_persons_own_pictures_privately(door):
    for prompt in ("a fox", "a hare", "an owl"):
        await door.published(door.ben, prompt, door.lounge)
    asked = await door.ada.slash("digest preview", channel=door.lounge, permissions=ADMIN)
    await door.shows(asked, "Show mine")
    mine = await door.press(door.ada, asked, "Show mine")
    card = await door.says(mine, "Your digest")
    assert card.ephemeral
    assert card.buttons[:3] == ["1", "2", "3"]
