"""Servers, rights, digests and plain text on Discord."""

from botfeed.core.digest import tick
from botfeed.core.model import Account, Delivery, Draft, Painting, Space, Subscription
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY
from tests.adapters.discord.door import bare

ADMIN = ORDINARY | MANAGE_GUILD


async def set_digest(door, who=None, **more):
    said = await (who or door.ada).slash(
        "digest set", {"hour": 9, "zone": "Europe/Rome"}, channel=door.lounge, permissions=ADMIN, **more
    )
    await said.message()
    return await door.once(Subscription)


async def test_an_administrator_sets_the_channels_digest(door):
    row = await set_digest(door)
    assert row.account is None
    assert row.address.ref == str(door.lounge.id)
    assert row.address.title == "Lounge"
    again = await door.ada.slash("digest show", channel=door.lounge)
    assert "09:00" in bare((await again.message()).text)


async def test_others_are_refused_privately(door):
    said = await door.ben.slash("digest set", {"hour": 9}, channel=door.lounge)
    card = await door.says(said, "administrator")
    assert card.ephemeral
    assert await door.services.store.read(lambda uow: uow.count(Subscription)) == 0


async def test_a_channels_digest_is_one_message_with_a_button_for_each_picture(door):
    for prompt in ("a fox", "a hare", "an owl"):
        await door.published(door.ben, prompt, door.lounge)
    row = await set_digest(door)
    door.jump((row.due - door.services.clock.now()).total_seconds() + 1)
    await tick.due(door.services)
    door.services.store.wake()
    await door.once(Delivery, kind="digest", state="sent")
    (digest,) = door.fake.messages(door.lounge)
    assert len(digest.pictures) == 1
    assert digest.buttons[:3] == ["1", "2", "3"]
    assert "Digest of Lounge" in bare(digest.text)
    opened = await door.ada.press(digest, "2")
    shown = await door.shows(opened, "Like")
    assert shown.ephemeral
    assert digest.revision == 0


async def test_a_persons_digest_comes_to_their_direct_messages(door):
    for prompt in ("a fox", "a hare", "an owl"):
        await door.published(door.ben, prompt, door.lounge)
    said = await door.ada.slash("digest set", {"hour": 9, "where": "private"}, channel=door.lounge)
    await said.message()
    row = await door.once(Subscription)
    door.jump((row.due - door.services.clock.now()).total_seconds() + 1)
    await tick.due(door.services)
    door.services.store.wake()
    (digest,) = await door.fake.posted(door.ada)
    assert digest.buttons[:3] == ["1", "2", "3"]
    assert "More" in digest.buttons
    opened = await door.ada.press(digest, "1")
    await door.shows(opened, "Like")


async def test_plain_text_in_direct_messages_is_understood(door):
    await door.ada.dm("paint a fox in snow")
    _, card = await door.fake.posted(door.ada, 2)
    await door.shows(card, "Publish")
    assert (await door.once(Painting)).prompt == "a fox in snow"
    assert len(card.pictures) == 1


async def test_server_messages_without_a_mention_are_ignored(door):
    await door.ada.say("paint a fox", channel=door.lounge)
    await door.ada.say(f"<@{door.ben.id}> paint a fox", channel=door.lounge)
    asked = await door.ben.slash("help", channel=door.lounge)
    await asked.message()
    assert await door.services.store.read(lambda uow: uow.count(Painting)) == 0


async def test_a_closed_form_takes_no_message_as_its_answer(door):
    painted = await door.painted(door.ada)
    form = await door.ada.press(painted, "Publish")
    await form.modal()
    assert await door.services.store.read(lambda uow: uow.count(Draft)) == 0
    await door.ada.dm("paint an owl")
    await door.fake.until(lambda: any("owl" in m.text and m.pictures for m in door.fake.messages(door.ada)))


async def test_a_question_to_plain_text_has_a_button_that_opens_the_form(door):
    painted = await door.painted(door.ada)
    assert painted.original.pictures
    await door.ada.reply(painted.original, "what is this")
    await door.ada.dm("paint")
    await door.fake.until(lambda: len(door.fake.messages(door.ada)) >= 4)


async def test_a_private_card_stays_in_one_message(door):
    asked = await door.painted(door.ada)
    card = asked.original
    assert not card.ephemeral
    await door.press(door.ada, asked, "Delete")
    await door.says(card, "for good")
    await door.press(door.ada, asked, "Keep it")
    await door.shows(card, "Publish")
    assert len(door.fake.messages(door.ada)) == 1


async def test_the_language_is_guessed_from_the_app(door):
    carla = door.fake.user("carla", locale="it")
    asked = await carla.slash("help")
    await asked.message()
    assert (await door.once(Account, handle="carla")).language == "it"


async def test_an_export_is_a_visible_file(door):
    await door.painted(door.ada, channel=door.lounge)
    asked = await door.ada.slash("me export", channel=door.lounge)
    await asked.message()
    door.jump(1)
    found = await door.fake.until(
        lambda: next(
            (
                m
                for m in [*door.fake.messages(door.lounge, seen_by=door.ada), *door.fake.messages(door.ada)]
                if any(a["filename"].endswith(".zip") for a in m.payload["attachments"])
            ),
            None,
        )
    )
    assert found.ephemeral or found.room.space is None
    assert [part["type"] for part in found.payload["components"]] == [17, 13]


async def test_a_mention_in_a_channel_is_answered(door):
    me = f"<@{door.fake.state.bot.id}>"
    await door.tells(door.ada)
    await door.ada.say(f"{me} hello there, paint", channel=door.lounge)
    await door.ada.say("paint a train", channel=door.lounge)
    await door.ada.say(f"{me}, paint a fox", channel=door.lounge)
    await door.fake.until(lambda: any(m.pictures and "fox" in m.text for m in door.fake.messages(door.ada)))
    ours = [bare(m.text) for m in door.fake.messages(door.lounge) if m.author is door.fake.state.bot]
    assert len(ours) == 2
    assert "Say `paint a fox in snow` or `search fox` to me" in ours[0]
    assert ours[1] == "I answered you in private."


async def told(door, words):
    """Return the bot's one public message in the lounge."""
    line = await door.fake.until(
        lambda: next((m for m in door.fake.messages(door.lounge) if words in bare(m.text)), None)
    )
    assert not door.fake.messages(door.ada)
    return line


async def test_a_mention_without_direct_messages_has_no_effect(door):
    await door.ada.say(f"<@{door.fake.state.bot.id}> paint a fox", channel=door.lounge)
    assert "a slash command like `/imagine`" in (await told(door, "Write to me first")).text
    assert not await door.services.store.read(lambda uow: uow.count(Painting))


async def test_a_mention_with_closed_direct_messages_is_explained(door):
    await door.tells(door.ada)
    door.ada.close_dms()
    await door.ada.say(f"<@{door.fake.state.bot.id}> paint a fox", channel=door.lounge)
    await told(door, "What you did stands.")
    assert await door.services.store.read(lambda uow: uow.count(Painting)) == 1


async def test_twelve_mentions_get_one_line_a_minute(door):
    for n in range(12):
        await door.ada.say(f"<@{door.fake.state.bot.id}> paint {n}", channel=door.lounge)
    await told(door, "Write to me first")
    await door.says(await door.ada.slash("help", channel=door.lounge), "Pictures")
    assert len([m for m in door.fake.messages(door.lounge) if "Write to me first" in bare(m.text)]) == 1
    door.jump(61)
    await door.ada.say(f"<@{door.fake.state.bot.id}> paint a fox", channel=door.lounge)
    await door.fake.until(
        lambda: len([m for m in door.fake.messages(door.lounge) if "Write to me first" in bare(m.text)]) == 2
    )


async def test_a_mention_in_an_excluded_channel_is_not_answered(door):
    await door.says(await door.ada.slash("help", channel=door.lounge), "Pictures")
    elsewhere = door.guild.channel("elsewhere")
    await door.services.store.run(
        lambda uow: uow.compare_and_set(Space, {"platform": "discord"}, channels=(str(elsewhere.id),))
    )
    await door.ada.say(f"<@{door.fake.state.bot.id}> paint a fox", channel=door.lounge)
    await door.ada.say(f"<@{door.fake.state.bot.id}> paint a fox", channel=elsewhere)
    await door.fake.until(lambda: door.fake.messages(elsewhere)[1:])
    assert not [m for m in door.fake.messages(door.lounge) if "Write to me first" in bare(m.text)]
