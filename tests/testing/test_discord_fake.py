"""An unmodified discord.py against the fake: the gateway, channels, messages, people who write and react."""

import asyncio
import io

import discord
import pytest

from botfeed.testing.discord import messages
from botfeed.testing.faults import Fault

from .discord_client import Client, opened, png, running


async def test_discord_py_logs_in_and_sees_its_guilds(fake, lounge):
    async with running(fake) as client:
        await asyncio.wait_for(client.wait_until_ready(), 5)
        assert client.user.name == "botfeed"
        [guild] = client.guilds
        assert (guild.name, [channel.name for channel in guild.text_channels]) == ("Lounge", ["general"])
        assert guild.get_channel(lounge.id).permissions_for(guild.me).send_messages
        assert fake.gateway.heartbeats == 1
    assert (fake.identifies, fake.violations) == (1, [])


async def test_existing_objects_can_be_fetched(fake, lounge):
    ada, home = fake.user("ada"), lounge.room.space

    async with running(fake) as client:
        await ada.say("hi", channel=lounge)
        guild = await client.fetch_guild(home.id)
        assert (guild.name, guild.approximate_member_count) == ("Lounge", 1)
        assert [channel.name for channel in await guild.fetch_channels()] == ["general"]
        assert (await guild.fetch_member(ada.id)).name == "ada"
        assert (await client.fetch_channel(lounge.id)).name == "general"
        assert (await client.fetch_channel((await client.create_dm(ada)).id)).recipient.name == "ada"
        assert (await client.application_info()).approximate_guild_count == 1
        async with client.get_partial_messageable(lounge.id).typing():
            pass
        with pytest.raises(discord.NotFound):
            await guild.fetch_member(client.user.id)
    assert fake.violations == []


async def test_a_wrong_token_is_a_login_failure(fake):
    client = Client(fake)
    with pytest.raises(discord.LoginFailure):
        await client.login("wrong")
    await client.close()
    assert fake.invalid_requests == 1


async def test_content_is_sent_only_to_bots_that_may_read_it(fake, lounge, ada):
    async with running(fake) as client:
        card = await client.get_partial_messageable(lounge.id).send("a card")
        shown = fake.messages(lounge)[0]
        await ada.say("nothing to do with you", channel=lounge)
        await ada.say(f"hello <@{client.user.id}>", channel=lounge)
        await ada.reply(shown, "so calm")
        await ada.reply(shown, "quietly", ping=False)
        await ada.dm("paint a fox")
        await fake.until(lambda: len([each for each in client.heard if isinstance(each, discord.Message)]) == 6)
        contents = [message.content for message in client.heard]
        assert contents == ["a card", "", f"hello <@{client.user.id}>", "so calm", "", "paint a fox"]
        assert client.heard[3].reference.message_id == card.id
        assert client.heard[5].guild is None
    assert fake.violations == []


async def test_reactions_are_received_and_added(fake, lounge, ada):
    async with running(fake) as client:
        card = await client.get_partial_messageable(lounge.id).send("a card")
        shown = fake.messages(lounge)[0]
        await ada.react(shown, "❤")
        heard = await client.next(discord.RawReactionActionEvent)
        assert (str(heard.emoji), heard.user_id, heard.message_id) == ("❤", ada.id, card.id)
        await card.add_reaction("👍")
        await ada.unreact(shown, "❤")
        await fake.until(lambda: len(client.heard) >= 4)
        assert shown.reactions == {"👍": {client.user.id}}
        again = await client.get_partial_messageable(lounge.id).fetch_message(card.id)
        assert [(str(each.emoji), each.me) for each in again.reactions] == [("👍", True)]
    assert fake.violations == []


async def test_a_repeated_nonce_gives_the_first_message(fake, lounge):
    async with running(fake) as client:
        channel = client.get_partial_messageable(lounge.id)
        first = await channel.send("a card", nonce="outbox-1")
        assert (await channel.send("a card", nonce="outbox-1")).id == first.id
        fake.fault(Fault("lost", action="reset"), route="POST /channels/{id}/messages", after=True)
        with pytest.raises(OSError):
            await channel.send("another", nonce="outbox-2")
        await channel.send("another", nonce="outbox-2")
        assert [message.content for message in fake.messages(lounge)] == ["a card", "another"]
        fake.clock.advance(600)
        assert (await channel.send("a card", nonce="outbox-1")).id != first.id
    assert fake.violations == []


async def test_a_dropped_connection_resumes_and_missed_events_are_replayed(fake, lounge, ada):
    async with running(fake) as client:
        await ada.dm("before")
        await client.next(discord.Message)
        fake.drop_connections()
        missed = client.heard
        write_meanwhile(fake.state, ada)
        await fake.until(lambda: any(getattr(each, "content", "") == "meanwhile" for each in missed))
    assert (fake.identifies, fake.resumes) == (1, 1)


def write_meanwhile(world, person):
    """Write while the bot is disconnected: `dm` would wait for it."""
    messages.create(world, world.dm_room(person.account), person.account, {"content": "meanwhile"}, {})


async def test_privileged_intents_are_refused_unless_granted(fake, lounge):
    client = Client(fake, intents=discord.Intents(guilds=True, message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await asyncio.wait_for(client.start(fake.token), 10)
    await client.close()


async def test_a_granted_intent_lets_the_bot_read():
    async with opened(privileged=1 << 15) as fake:
        lounge = fake.guild("Lounge").channel("general")
        async with running(fake, intents=discord.Intents(guilds=True, messages=True, message_content=True)) as client:
            await fake.user("ada").say("just so", channel=lounge)
            assert (await client.next(discord.Message)).content == "just so"


async def test_joining_and_leaving_guilds_is_announced(fake, lounge):
    async with running(fake) as client:
        await asyncio.wait_for(client.wait_until_ready(), 5)
        home = fake.guild("Home")
        home.invite_bot()
        await fake.until(lambda: ("joined", home.id) in client.heard)
        room = home.channel("art")
        home.kick_bot()
        await fake.until(lambda: ("left", home.id) in client.heard)
        lounge.forbid_bot()
        for channel, code in ((room, 50001), (lounge, 50013)):
            with pytest.raises(discord.Forbidden) as refused:
                await client.get_partial_messageable(channel.id).send("hi")
            assert refused.value.code == code
        lounge.delete()
        await fake.until(lambda: ("deleted", lounge.id) in client.heard)
        with pytest.raises(discord.NotFound):
            await client.get_partial_messageable(lounge.id).send("hi")
        assert fake.invalid_requests == 2


async def test_closed_direct_messages_refuse_the_bot(fake, lounge, ada):
    async with running(fake) as client:
        user = await client.fetch_user(ada.id)
        with pytest.raises(discord.Forbidden) as refused:
            await user.send("your digest")
        assert refused.value.code == 50278
        await ada.say("hi", channel=lounge)
        await user.send("your digest")
        ada.close_dms()
        with pytest.raises(discord.Forbidden) as refused:
            await user.send("your digest")
        assert refused.value.code == 50007
        assert [message.content for message in fake.messages(ada)] == ["your digest"]


async def test_requests_that_break_a_rule_are_refused_and_recorded(fake, lounge):
    async with running(fake) as client:
        with pytest.raises(discord.HTTPException) as refused:
            await client.get_partial_messageable(lounge.id).send("x" * 2001)
        assert (refused.value.status, refused.value.code) == (400, 50035)
        assert "content" in str(refused.value)
        [violation] = fake.violations
        assert violation.startswith(f"POST /channels/{lounge.id}/messages: content")
        with pytest.raises(discord.NotFound):
            await client.http.request(discord.http.Route("GET", "/nowhere"))
        assert "does not play this route" in fake.violations[1]


class Everything(discord.ui.LayoutView):
    def __init__(self):
        super().__init__(timeout=None)
        site = "https://example.org/a.png"
        inside = discord.ui.Container(accent_colour=0x336699)
        inside.add_item(discord.ui.Section("one", "two", accessory=discord.ui.Thumbnail(site, description="a fox")))
        inside.add_item(discord.ui.Separator(spacing=discord.SeparatorSpacing.large))
        inside.add_item(
            discord.ui.Section("three", accessory=discord.ui.Button(label="Follow", custom_id="f", emoji="❤"))
        )
        inside.add_item(discord.ui.File("attachment://notes.txt"))
        self.add_item(inside)
        self.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem(site, spoiler=True)))
        self.add_item(discord.ui.ActionRow(discord.ui.ChannelSelect(custom_id="c", min_values=0)))
        self.add_item(discord.ui.ActionRow(discord.ui.Button(label="Site", url="https://example.org")))


async def test_every_component_and_embed_survives_a_round_trip(fake, lounge):
    async with running(fake) as client:
        channel = client.get_partial_messageable(lounge.id)
        file = discord.File(io.BytesIO(b"notes"), "notes.txt")
        sent = await channel.send(view=Everything(), file=file)
        assert len(list(discord.ui.LayoutView.from_message(sent).walk_children())) == 15
        [shown] = fake.messages(lounge)
        assert shown.text.split("\n") == ["one", "two", "three"]
        assert [each["description"] for each in shown.pictures] == ["a fox", None]
        assert shown.buttons == ["Follow", "Site"]
        embed = discord.Embed(title="A fox", colour=1, url="https://example.org").set_footer(text="sketch")
        embed.add_field(name="By", value="ada").set_image(url="attachment://a.png")
        await channel.send(embed=embed, file=discord.File(io.BytesIO(png()), "a.png"), reference=sent)
        plain = fake.messages(lounge)[1]
        assert plain.text == "A fox\nBy: ada"
        assert plain.pictures[0]["url"].startswith("https://cdn.discordapp.com/attachments/")
    assert fake.violations == []


async def test_history_is_read_in_pages(fake, lounge):
    async with running(fake) as client:
        channel = client.get_partial_messageable(lounge.id)
        sent = [await channel.send(str(number)) for number in range(4)]
        await sent[3].delete()
        assert [each.content async for each in channel.history(limit=2)] == ["2", "1"]
        assert [each.content async for each in channel.history(before=sent[1])] == ["0"]
        assert [each.content async for each in channel.history(after=sent[0])] == ["1", "2"]
        with pytest.raises(discord.NotFound):
            await sent[3].edit(content="x")
    assert fake.violations == []


async def test_nobody_is_pinged_unless_allowed(fake, lounge, ada):
    async with running(fake) as client:
        channel = client.get_partial_messageable(lounge.id)
        await channel.send(f"<@{ada.id}>", allowed_mentions=discord.AllowedMentions.none())
        await channel.send(f"<@{ada.id}>", allowed_mentions=discord.AllowedMentions(users=[discord.Object(ada.id)]))
        assert [[each["id"] for each in message.payload["mentions"]] for message in fake.messages(lounge)] == [
            [],
            [str(ada.id)],
        ]


@pytest.mark.parametrize(
    ("asked", "body", "where"),
    [
        ("POST /channels/{id}/messages", {"embeds": [{"title": "x", "color": 1 << 24}]}, "embeds.0.color"),
        ("POST /channels/{id}/messages", {"content": 7, "flags": "none"}, "content"),
        ("GET /channels/{id}/messages?limit=101", None, "limit"),
        ("GET /channels/{id}/messages?page=2", None, "page"),
        ("POST /users/@me/channels", {"recipient_id": "ada"}, "recipient_id"),
    ],
)
async def test_requests_that_break_the_contract_are_refused_and_recorded(fake, lounge, asked, body, where):
    async with running(fake) as client:
        route = discord.http.Route(*asked.replace("{id}", str(lounge.id)).split(" "))
        with pytest.raises(discord.HTTPException) as refused:
            await client.http.request(route, **({} if body is None else {"json": body}))
        assert (refused.value.status, refused.value.code) == (400, 50035)
        assert where in fake.violations[0]
        assert fake.messages(lounge) == []


async def test_answers_of_the_fake_are_checked_by_the_contract(fake, lounge):
    async with running(fake) as client:
        fake.state.bot.locale = 5
        await client.http.request(discord.http.Route("GET", "/users/@me"))
        assert fake.violations
        assert {said.split(":")[0] for said in fake.violations} == {"the fake's answer to GET /users/@me"}


async def test_only_the_answer_to_an_interaction_can_be_private(fake, lounge):
    async with running(fake) as client:
        route = discord.http.Route("POST", f"/channels/{lounge.id}/messages")
        await client.http.request(route, json={"content": "psst", "flags": 64})
        [shown] = fake.messages(lounge)
        assert not shown.ephemeral
