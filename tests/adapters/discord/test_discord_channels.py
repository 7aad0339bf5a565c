"""Servers, rights, digests and plain text on Discord."""

from botfeed.core.digest import tick
from botfeed.core.model import Account, Delivery, Draft, Link, Painting, Placement, Post, Space, Subscription
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY
from tests.adapters.discord.adapter import bare

ADMIN = ORDINARY | MANAGE_GUILD


async def set_digest(adapter, who=None, **more):
    said = await (who or adapter.ada).slash(
        "digest set", {"hour": 9, "zone": "Europe/Rome"}, channel=adapter.lounge, permissions=ADMIN, **more
    )
    await said.message()
    return await adapter.once(Subscription)


async def test_an_administrator_sets_the_channels_digest(adapter):
    row = await set_digest(adapter)
    assert row.account is None
    assert row.address.ref == str(adapter.lounge.id)
    assert row.address.title == "Lounge"
    again = await adapter.ada.slash("digest show", channel=adapter.lounge)
    assert "09:00" in bare((await again.message()).text)


async def test_others_are_refused_privately(adapter):
    said = await adapter.ben.slash("digest set", {"hour": 9}, channel=adapter.lounge)
    card = await adapter.says(said, "administrator")
    assert card.ephemeral
    assert await adapter.services.store.read(lambda uow: uow.count(Subscription)) == 0


async def test_a_channels_digest_is_one_message_with_a_button_for_each_picture(adapter):
    for prompt in ("a fox", "a hare", "an owl"):
        await adapter.published(adapter.ben, prompt, adapter.lounge)
    row = await set_digest(adapter)
    adapter.jump((row.due - adapter.services.clock.now()).total_seconds() + 1)
    await tick.due(adapter.services)
    adapter.services.store.wake()
    await adapter.once(Delivery, kind="digest", state="sent")
    (digest,) = adapter.fake.messages(adapter.lounge)
    assert len(digest.pictures) == 1
    assert digest.buttons[:3] == ["1", "2", "3"]
    assert "Digest of Lounge" in bare(digest.text)
    opened = await adapter.ada.press(digest, "2")
    shown = await adapter.shows(opened, "Like")
    assert shown.ephemeral
    assert digest.revision == 0


async def test_a_persons_digest_comes_to_their_direct_messages(adapter):
    for prompt in ("a fox", "a hare", "an owl"):
        await adapter.published(adapter.ben, prompt, adapter.lounge)
    said = await adapter.ada.slash("digest set", {"hour": 9, "where": "private"}, channel=adapter.lounge)
    await said.message()
    row = await adapter.once(Subscription)
    adapter.jump((row.due - adapter.services.clock.now()).total_seconds() + 1)
    await tick.due(adapter.services)
    adapter.services.store.wake()
    (digest,) = await adapter.fake.posted(adapter.ada)
    assert digest.buttons[:3] == ["1", "2", "3"]
    assert "More" in digest.buttons
    opened = await adapter.ada.press(digest, "1")
    await adapter.shows(opened, "Like")


async def test_plain_text_in_direct_messages_is_understood(adapter):
    await adapter.ada.dm("paint a fox in snow")
    _, card = await adapter.fake.posted(adapter.ada, 2)
    await adapter.shows(card, "Publish")
    assert (await adapter.once(Painting)).prompt == "a fox in snow"
    assert len(card.pictures) == 1


async def test_server_messages_without_a_mention_are_ignored(adapter):
    await adapter.ada.say("paint a fox", channel=adapter.lounge)
    await adapter.ada.say(f"<@{adapter.ben.id}> paint a fox", channel=adapter.lounge)
    asked = await adapter.ben.slash("help", channel=adapter.lounge)
    await asked.message()
    assert await adapter.services.store.read(lambda uow: uow.count(Painting)) == 0


async def test_a_closed_form_takes_no_message_as_its_answer(adapter):
    painted = await adapter.painted(adapter.ada)
    form = await adapter.ada.press(painted, "Publish")
    await form.modal()
    assert await adapter.services.store.read(lambda uow: uow.count(Draft)) == 0
    await adapter.ada.dm("paint an owl")
    await adapter.fake.until(lambda: any("owl" in m.text and m.pictures for m in adapter.fake.messages(adapter.ada)))


async def test_a_question_to_plain_text_has_a_button_that_opens_the_form(adapter):
    painted = await adapter.painted(adapter.ada)
    assert painted.original.pictures
    await adapter.ada.reply(painted.original, "what is this")
    await adapter.ada.dm("paint")
    await adapter.fake.until(lambda: len(adapter.fake.messages(adapter.ada)) >= 4)


async def test_a_private_card_stays_in_one_message(adapter):
    asked = await adapter.painted(adapter.ada)
    card = asked.original
    assert not card.ephemeral
    await adapter.press(adapter.ada, asked, "Delete")
    await adapter.says(card, "for good")
    await adapter.press(adapter.ada, asked, "Keep it")
    await adapter.shows(card, "Publish")
    assert len(adapter.fake.messages(adapter.ada)) == 1


async def test_the_language_is_guessed_from_the_app(adapter):
    carla = adapter.fake.user("carla", locale="it")
    asked = await carla.slash("help")
    await asked.message()
    assert (await adapter.once(Account, handle="carla")).language == "it"


async def test_an_export_comes_where_it_was_asked_for_and_to_nobody_else(adapter):
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ada.slash("me export", channel=adapter.lounge)
    packed = await adapter.fake.until(lambda: next((m for m in (asked.original,) if m and zips(m)), None))
    assert packed.ephemeral
    assert [part["type"] for part in packed.payload["components"]] == [17, 13]
    assert adapter.fake.messages(adapter.lounge, seen_by=adapter.ben) == []
    assert adapter.fake.messages(adapter.ada) == []


async def test_an_export_that_comes_late_goes_to_direct_messages(disconnected_adapter):
    adapter = disconnected_adapter
    async with adapter.connected(working=False):
        asked = await adapter.ada.slash("me export", channel=adapter.lounge)
        await adapter.says(asked, "Packing")
        await adapter.once(Placement, ref=f"{adapter.lounge.id}/{asked.original.id}")
        adapter.jump(15 * 60)
        adapter.fake.expire_tokens()
        async with adapter.working():
            await adapter.fake.until(lambda: any(zips(m) for m in adapter.fake.messages(adapter.ada)))
    assert not any(zips(m) for m in adapter.fake.messages(adapter.lounge, seen_by=adapter.ben))


def zips(message):
    return [file for file in message.attached if file["filename"].endswith(".zip")]


async def test_a_link_code_is_shown_where_it_is_asked_for_to_one_person_alone(adapter):
    asked = await adapter.ada.slash("me link", channel=adapter.lounge)
    card = await adapter.says(asked, "It works once.")
    assert card.ephemeral
    assert adapter.fake.messages(adapter.lounge, seen_by=adapter.ben) == []
    assert adapter.fake.messages(adapter.ada) == []
    assert (await adapter.once(Link)).address.private, "the question follows in private"


async def test_a_link_asked_for_in_a_message_that_all_read_is_refused(adapter):
    await adapter.tells(adapter.ada)
    await adapter.ada.say(f"<@{adapter.fake.state.bot.id}> /link", channel=adapter.lounge)
    await told_in_private(adapter)
    assert await adapter.services.store.read(lambda uow: uow.count(Link)) == 0


async def told_in_private(adapter):
    await adapter.fake.until(
        lambda: "in private" in "".join(bare(m.text) for m in adapter.fake.messages(adapter.lounge))
    )


async def test_a_mention_in_a_channel_is_answered(adapter):
    me = f"<@{adapter.fake.state.bot.id}>"
    await adapter.tells(adapter.ada)
    await adapter.ada.say(f"{me} hello there, paint", channel=adapter.lounge)
    await adapter.ada.say("paint a train", channel=adapter.lounge)
    await adapter.ada.say(f"{me}, paint a fox", channel=adapter.lounge)
    await adapter.fake.until(lambda: any(m.pictures and "fox" in m.text for m in adapter.fake.messages(adapter.ada)))
    ours = [bare(m.text) for m in adapter.fake.messages(adapter.lounge) if m.author is adapter.fake.state.bot]
    assert len(ours) == 2
    assert "Say `paint a fox in snow` or `search fox` to me" in ours[0]
    assert ours[1] == "I answered you in private."


async def told(adapter, words):
    """Return the bot's one public message in the lounge."""
    line = await adapter.fake.until(
        lambda: next((m for m in adapter.fake.messages(adapter.lounge) if words in bare(m.text)), None)
    )
    assert not adapter.fake.messages(adapter.ada)
    return line


async def test_a_card_moved_aside_acts_in_its_server_for_members_alone(adapter):
    """Discord is asked who is a member: its last word would let somebody act there who was thrown out."""
    await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    await adapter.once(Post, state="public")
    await adapter.tells(adapter.ben)
    await adapter.ben.say(f"<@{adapter.fake.state.bot.id}> feed", channel=adapter.lounge)
    card = await adapter.shows(
        await adapter.fake.until(lambda: next(iter(adapter.fake.messages(adapter.ben)), None)), "Like"
    )
    await adapter.press(adapter.ben, card, "Like")
    await adapter.once(Post, likes=1)
    adapter.ben.leave(adapter.guild)
    adapter.jump(11 * 60)
    await adapter.says(await adapter.press(adapter.ben, card, "Menu"), "not there for you")


async def test_a_mention_without_direct_messages_has_no_effect(adapter):
    await adapter.ada.say(f"<@{adapter.fake.state.bot.id}> paint a fox", channel=adapter.lounge)
    assert "a slash command like /imagine" in bare((await told(adapter, "Write to me first")).text)
    assert not await adapter.services.store.read(lambda uow: uow.count(Painting))


async def test_a_mention_with_closed_direct_messages_is_explained(adapter):
    await adapter.tells(adapter.ada)
    adapter.ada.close_dms()
    await adapter.ada.say(f"<@{adapter.fake.state.bot.id}> paint a fox", channel=adapter.lounge)
    await told(adapter, "What you did stands.")
    assert await adapter.services.store.read(lambda uow: uow.count(Painting)) == 1


async def test_twelve_mentions_get_one_line_a_minute(adapter):
    for n in range(12):
        await adapter.ada.say(f"<@{adapter.fake.state.bot.id}> paint {n}", channel=adapter.lounge)
    await told(adapter, "Write to me first")
    await adapter.says(await adapter.ada.slash("help", channel=adapter.lounge), "Pictures")
    assert len([m for m in adapter.fake.messages(adapter.lounge) if "Write to me first" in bare(m.text)]) == 1
    adapter.jump(61)
    await adapter.ada.say(f"<@{adapter.fake.state.bot.id}> paint a fox", channel=adapter.lounge)
    await adapter.fake.until(
        lambda: len([m for m in adapter.fake.messages(adapter.lounge) if "Write to me first" in bare(m.text)]) == 2
    )


async def test_a_mention_in_an_excluded_channel_is_not_answered(adapter):
    await adapter.says(await adapter.ada.slash("help", channel=adapter.lounge), "Pictures")
    elsewhere = adapter.guild.channel("elsewhere")
    await adapter.services.store.run(
        lambda uow: uow.compare_and_set(Space, {"platform": "discord"}, channels=(str(elsewhere.id),))
    )
    await adapter.ada.say(f"<@{adapter.fake.state.bot.id}> paint a fox", channel=adapter.lounge)
    await adapter.ada.say(f"<@{adapter.fake.state.bot.id}> paint a fox", channel=elsewhere)
    await adapter.fake.until(lambda: adapter.fake.messages(elsewhere)[1:])
    assert not [m for m in adapter.fake.messages(adapter.lounge) if "Write to me first" in bare(m.text)]
