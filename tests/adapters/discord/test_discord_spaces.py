"""Servers on Discord: the settings form, the showcase, moderators, joining and leaving."""

import asyncio

import pytest

from botfeed.core.model import Decision, Delivery, Member, Post, Space, Subscription
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY, payloads
from tests.adapters.discord.adapter import bare

ADMIN = ORDINARY | MANAGE_GUILD


async def space(adapter):
    return await adapter.services.store.read(lambda uow: uow.one(Space, ref=str(adapter.guild.id)))


async def ready(adapter):
    """Wait until our client has its guild list: a later guild counts as new."""
    async with asyncio.timeout(5):
        while not adapter.told:  # noqa: ASYNC110 - this sends no event
            await asyncio.sleep(0.01)


async def setup(adapter, **values):
    form = await adapter.ada.slash("space setup", channel=adapter.lounge, permissions=ADMIN)
    sent = await adapter.ada.submit(form, values, permissions=ADMIN)
    return await adapter.says(sent, "Showcase")


async def here(adapter, who, prompt="a fox", channel=None):
    painted = await adapter.painted(who, prompt, channel or adapter.lounge)
    form = await who.press(painted, "Publish")
    sent = await who.submit(form, {"Who sees it?": "Here"})
    return await adapter.says(sent, "Published.")


async def test_the_settings_form_has_five_fields_and_the_present_values(adapter):
    art, daily = adapter.guild.channel("art"), adapter.guild.channel("daily")
    form = await adapter.ada.slash("space setup", channel=adapter.lounge, permissions=ADMIN)
    assert len((await form.modal())["components"]) == 5
    picked = {
        "showcase": [art],
        "digest": [daily],
        "hour": "09:00",
        "ceiling": "never here",
        "channels": [art, adapter.lounge],
    }
    sent = await adapter.ada.submit(form, picked, permissions=ADMIN)
    card = await adapter.says(sent, "Showcase: #art")
    assert card.ephemeral
    for said in ("09:00", "#daily", "never here", "#art, #general"):
        assert said in bare(card.text)
    again = await adapter.ada.slash("space setup", channel=adapter.lounge, permissions=ADMIN)
    unchanged = await adapter.ada.submit(again, {}, permissions=ADMIN)
    assert bare((await adapter.says(unchanged, "#art, #general")).text) == bare(card.text)
    found = await space(adapter)
    assert (found.showcase.ref, found.channels) == (str(art.id), (str(art.id), str(adapter.lounge.id)))
    assert (await adapter.once(Subscription)).address.ref == str(daily.id)


async def test_empty_lists_clear_the_setting(adapter):
    art = adapter.guild.channel("art")
    await setup(adapter, showcase=[art], channels=[art, adapter.lounge])
    await setup(adapter, showcase=[], channels=[])
    found = await space(adapter)
    assert (found.showcase, found.channels) == (None, ())


async def test_the_second_form_sets_roles_and_they_apply(adapter):
    artists, staff = adapter.guild.role("artists", adapter.ada), adapter.guild.role("staff", adapter.ben)
    form = await adapter.ada.slash("space more", channel=adapter.lounge, permissions=ADMIN)
    sent = await adapter.ada.submit(
        form, {"roles": [artists, staff], "setters": [staff], "log": [adapter.lounge]}, permissions=ADMIN
    )
    await adapter.says(sent, "@artists, @staff")
    cy = adapter.fake.user("cy")
    said = await cy.slash("feed", channel=adapter.lounge)
    assert (await adapter.says(said, "I only answer @artists, @staff")).ephemeral
    with pytest.raises(LookupError, match="not shown to members"):
        await adapter.ben.slash("space setup", channel=adapter.lounge)
    adapter.guild.opens("space")
    form = await adapter.ben.slash("space setup", channel=adapter.lounge)
    await form.modal()
    refused = await adapter.ada.slash("space setup", channel=adapter.lounge)
    await adapter.says(refused, "Only an administrator")


async def test_other_channels_are_refused_and_threads_follow_their_channel(adapter):
    art = adapter.guild.channel("art")
    await setup(adapter, channels=[art])
    said = await adapter.ben.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
    assert (await adapter.says(said, "Here I only answer in #art.")).ephemeral
    said = await adapter.ben.slash("feed", channel=art.thread("foxes"))
    await adapter.says(said, "caught up")


async def test_a_channel_of_another_server_is_refused(adapter):
    other = adapter.fake.guild("Elsewhere").channel("secret")
    form = await adapter.ada.slash("space setup", channel=adapter.lounge, permissions=ADMIN)
    sent = await adapter.ada.submit(form, {"showcase": [other]}, permissions=ADMIN)
    await adapter.says(sent, "no channel of this place")
    assert (await space(adapter)).showcase is None


async def test_a_channel_can_be_named_by_an_option(adapter):
    art = adapter.guild.channel("art")
    said = await adapter.ada.slash("space setup", {"showcase": art}, channel=adapter.lounge, permissions=ADMIN)
    await adapter.says(said, "Showcase: #art")


async def test_the_showcase_gets_a_post_once_and_follows_it(adapter):
    art = adapter.guild.channel("art")
    await setup(adapter, showcase=[art])
    sent = await here(adapter, adapter.ben)
    (card,) = await adapter.fake.posted(art)
    assert "ben" in bare(card.text)
    assert adapter.fake.messages(adapter.lounge) == []
    pressed = await adapter.press(adapter.ben, sent, "Delete")
    await adapter.press(adapter.ben, await adapter.says(pressed, "Delete a fox"), "Yes, delete")
    await adapter.fake.until(lambda: card.deleted)


async def test_space_moderators_remove_a_picture(adapter):
    art, mods = adapter.guild.channel("art"), adapter.guild.channel("mods")
    await setup(adapter, showcase=[art])
    form = await adapter.ada.slash("space more", channel=adapter.lounge, permissions=ADMIN)
    await adapter.says(await adapter.ada.submit(form, {"log": [mods]}, permissions=ADMIN), "#mods")
    await here(adapter, adapter.ben)
    (card,) = await adapter.fake.posted(art)
    menu = await adapter.ada.press(card, "⋯ Menu", permissions=ADMIN)
    shown = await adapter.shows(menu, "Remove from here")
    form = await adapter.ada.press(shown, "Remove from here", permissions=ADMIN)
    sent = await adapter.ada.submit(form, {"reason": "off topic"}, permissions=ADMIN)
    await adapter.says(sent, "It is out of this place")
    await adapter.fake.until(lambda: card.deleted)
    (line,) = await adapter.fake.posted(mods)
    assert "ada took a fox by ben out of here · off topic" in bare(line.text)
    assert (await adapter.once(Post)).state == "public"
    back = await adapter.ada.press(line, "Put it back", permissions=ADMIN)
    await adapter.says(back, "seen here again")
    await adapter.fake.until(lambda: len(adapter.fake.messages(art)) == 1)
    assert await adapter.services.store.read(lambda uow: uow.count(Decision)) == 2


async def test_a_deleted_channel_ends_its_deliveries(adapter):
    art = adapter.guild.channel("art")
    await setup(adapter, showcase=[art], digest=[art], hour="09:00", channels=[art])
    art.delete()
    await adapter.once(Subscription, state="off")
    found = await space(adapter)
    assert (found.showcase, found.channels) == (None, ())
    form = await adapter.ada.slash("space setup", channel=adapter.lounge, permissions=ADMIN)
    await adapter.says(await adapter.ada.submit(form, {}, permissions=ADMIN), "Showcase: none")


async def rules(adapter, **values):
    form = await adapter.ada.slash("space showcase", channel=adapter.lounge, permissions=ADMIN)
    sent = await adapter.ada.submit(form, values, permissions=ADMIN)
    return await adapter.says(sent, "Showcase")


@pytest.mark.parametrize("member", [True, False], ids=["a member", "who left"])
async def test_what_a_member_publishes_to_everyone_stands_in_the_showcase(adapter, member):
    """Discord is asked who is a member: the bot met both in this server."""
    art = adapter.guild.channel("art")
    await setup(adapter, showcase=[art])
    await rules(adapter, members="Yes")
    await adapter.says(await adapter.ben.slash("help", channel=adapter.lounge), "imagine")
    if not member:
        adapter.ben.leave(adapter.guild)
    await adapter.published(adapter.ben, "a hare")
    await adapter.once(Member, inside=member, account=(await adapter.once(Post)).author)
    if member:
        (card,) = await adapter.fake.posted(art)
        await adapter.shows(card, "Like")
    else:
        assert await adapter.services.store.read(lambda uow: uow.count(Delivery, kind="showcase")) == 0


async def test_the_reactions_that_a_server_chose_bring_a_card_into_its_showcase(adapter):
    art = adapter.guild.channel("art")
    await setup(adapter, showcase=[art])
    said = await rules(adapter, likes="⭐ <:party:1234>", least="2")
    assert "A like is: ⭐ :party:" in bare(said.text)
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    cleo = adapter.fake.user("cleo")
    cleo.join(adapter.guild)
    for who, emoji in ((adapter.ben, "❤️"), (adapter.ben, "party:1234")):
        await who.react(card, emoji)
    await adapter.once(Post, likes=1)
    assert not adapter.fake.messages(art)
    await cleo.react(card, "⭐")
    (shown,) = await adapter.fake.posted(art)
    await adapter.shows(shown, "Like")
    assert (await adapter.once(Post)).likes == 2


@pytest.mark.parametrize("back", [True, False], ids=["given back", "not given back"])
async def test_rights_that_were_lost_end_the_showcase_after_a_day(adapter, back):
    art = adapter.guild.channel("art")
    await setup(adapter, showcase=[art])
    art.forbid_bot()
    await here(adapter, adapter.ben)
    await adapter.waits(kind="showcase", state="retry")
    assert (await space(adapter)).showcase is not None
    if back:
        art.forbid_bot(False)
        adapter.jump(61)
        await adapter.fake.posted(art)
    else:
        adapter.jump(86400)
        await adapter.once(Space, ref=str(adapter.guild.id), showcase=None)
    tried = [call for call in adapter.fake.calls if call.path == f"/channels/{art.id}/messages"]
    assert len(tried) == 2


async def test_settings_survive_a_kick_and_a_new_invitation(adapter):
    art = adapter.guild.channel("art")
    await setup(adapter, showcase=[art], digest=[art], hour="09:00")
    adapter.guild.kick_bot()
    await adapter.once(Subscription, state="off")
    assert (await space(adapter)).left
    adapter.guild.invite_bot()
    await adapter.once(Subscription, state="active")
    assert (await space(adapter)).showcase.ref == str(art.id)


async def test_a_new_invitation_while_offline_is_recorded(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected():
        art = adapter.guild.channel("art")
        await setup(adapter, showcase=[art], digest=[art], hour="09:00")
        adapter.guild.kick_bot()
        await adapter.once(Subscription, state="off")
    adapter.guild.space.bot_inside = True
    async with adapter.connected():
        await adapter.once(Subscription, state="active")
        assert (await space(adapter)).left is None


async def test_the_greeting_is_sent_once_to_the_system_channel(adapter):
    await ready(adapter)
    new = adapter.fake.guild("New place", bot=False)
    hall = new.channel("hall")
    new.greets_in(hall)
    new.invite_bot()
    (said,) = await adapter.fake.posted(hall)
    assert "/imagine" in bare(said.text)
    assert "/space setup" in bare(said.text)
    assert said.payload["flags"] & 1 << 12, "without a sound"
    new.kick_bot()
    new.invite_bot()
    asked = await adapter.ada.slash("help", channel=hall)
    await asked.message()
    assert len(adapter.fake.messages(hall)) == 1


async def test_a_channel_without_age_restriction_gets_nothing_sensitive(adapter):
    night = adapter.guild.channel("night", nsfw=True)
    await setup(adapter, showcase=[night])
    assert (await space(adapter)).showcase.age_restricted
    night.restrict(False)
    found = await adapter.once(Space, ref=str(adapter.guild.id), opened=(str(night.id),))
    assert not found.showcase.age_restricted
    night.restrict()
    found = await adapter.once(Space, ref=str(adapter.guild.id), opened=())
    assert found.showcase.age_restricted


async def test_lifting_the_age_restriction_removes_sensitive_pictures(adapter):
    night = adapter.guild.channel("night", nsfw=True)
    thread = night.thread("late")
    for place in (night, thread):
        await adapter.ada.slash("imagine", {"prompt": "a spicy fox", "here": True}, channel=place)
        await adapter.fake.until(
            lambda at=place: [m for m in adapter.fake.messages(at) if m.pictures and not m.loading]
        )
    await adapter.once(Space, ref=str(adapter.guild.id))
    night.restrict(False)
    for place in (night, thread):
        await adapter.fake.until(lambda at=place: not [m for m in adapter.fake.messages(at) if m.pictures])


async def publish_both(adapter, *places):
    """Publish a sensitive picture in each place, and a harmless one."""
    for place in places:
        for prompt in ("a spicy fox", "a calm owl"):
            await adapter.ada.slash("imagine", {"prompt": prompt, "here": True}, channel=place)
            await adapter.fake.until(
                lambda at=place, said=prompt: any(said in m.text and m.pictures for m in standing(adapter, at))
            )
    await adapter.once(Space, ref=str(adapter.guild.id))


def standing(adapter, place):
    return [m for m in adapter.fake.messages(place) if m.pictures and not m.loading]


async def test_a_restriction_lifted_while_offline_removes_sensitive_pictures(disconnected_adapter):
    adapter = disconnected_adapter
    night, dusk = adapter.guild.channel("night", nsfw=True), adapter.guild.channel("dusk", nsfw=True)
    thread = night.thread("late")
    async with adapter.connected():
        await publish_both(adapter, night, dusk, thread)
    night.room.nsfw = False
    async with adapter.connected():
        adapter.jump(61)  # what was under way when it ended is taken up again
        for place in (night, thread):
            await adapter.fake.until(lambda at=place: len(standing(adapter, at)) == 1)
            assert "owl" in standing(adapter, place)[0].text
        found = await adapter.once(Space, ref=str(adapter.guild.id))
        assert set(found.opened) == {str(night.id), str(thread.id)}
        assert len(standing(adapter, dusk)) == 2


async def test_sensitive_pictures_are_removed_from_archived_threads(disconnected_adapter):
    adapter = disconnected_adapter
    night, dusk = adapter.guild.channel("night", nsfw=True), adapter.guild.channel("dusk", nsfw=True)
    threads = night.thread("late"), dusk.thread("early")
    async with adapter.connected():
        await publish_both(adapter, night, *threads)
        for thread in threads:
            thread.archive()
        dusk.restrict(False)  # while we listen
        await adapter.fake.until(lambda: len(standing(adapter, threads[1])) == 1)
    night.room.nsfw = False
    async with adapter.connected():
        adapter.jump(61)
        await adapter.fake.until(lambda: len(standing(adapter, threads[0])) == 1)
    assert all("owl" in standing(adapter, thread)[0].text for thread in threads)
    assert not any(thread.room.archived for thread in threads), "nothing can be changed in one that rests"


async def test_an_unarchived_thread_follows_its_channels_restriction(disconnected_adapter):
    adapter = disconnected_adapter
    night = adapter.guild.channel("night", nsfw=True)
    thread = night.thread("late")
    async with adapter.connected():
        await publish_both(adapter, thread)
        thread.archive()
    night.room.nsfw = False
    async with adapter.connected():
        adapter.jump(61)
        thread.archive(False)
        await adapter.fake.until(lambda: len(standing(adapter, thread)) == 1)


async def test_a_restriction_lifted_during_an_outage_removes_sensitive_pictures(adapter):
    await ready(adapter)
    night = adapter.guild.channel("night", nsfw=True)
    await publish_both(adapter, night)
    adapter.fake.state.emit("GUILD_DELETE", {"id": str(adapter.guild.id), "unavailable": True}, intent=1)
    night.room.nsfw = False
    back = payloads.guild_create(adapter.guild.space, adapter.fake.state.bot, joined=True)
    adapter.fake.state.emit("GUILD_CREATE", {**back, "unavailable": False}, intent=1)
    await adapter.fake.until(lambda: len(standing(adapter, night)) == 1)


@pytest.mark.parametrize("nsfw", [True, False])
async def test_sensitive_pictures_are_shown_only_in_age_restricted_channels(adapter, nsfw):
    place = adapter.guild.channel("place", nsfw=nsfw)
    await adapter.published(adapter.ben, "a fox", **{"Sensitive? It then arrives blurred.": True})
    post = await adapter.once(Post, state="public")
    opened = await adapter.ada.slash("post open", {"post": adapter.services.sealer.ref(post.id)}, channel=place)
    card = await adapter.says(opened, "sensitive")
    assert bool(card.pictures) is nsfw


async def test_the_digest_shows_a_persons_own_pictures_privately(adapter):
    for prompt in ("a fox", "a hare", "an owl"):
        await adapter.published(adapter.ben, prompt, adapter.lounge)
    asked = await adapter.ada.slash("digest preview", channel=adapter.lounge, permissions=ADMIN)
    await adapter.shows(asked, "Show mine")
    mine = await adapter.press(adapter.ada, asked, "Show mine")
    card = await adapter.says(mine, "Your digest")
    assert card.ephemeral
    assert card.buttons[:3] == ["1", "2", "3"]
