import asyncio
import io

import discord
import pytest
from PIL import Image

from botfeed.testing import discord as discord_fake
from botfeed.testing.discord import posts
from botfeed.testing.faults import Fault

from .discord_client import Client, opened, running


def png(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, "PNG")
    return out.getvalue()


def option(interaction, name):
    return next(each["value"] for each in interaction.data["options"] if each["name"] == name)


@pytest.fixture
async def fake():
    async with opened() as running_fake:
        yield running_fake


@pytest.fixture
def lounge(fake):
    return fake.guild("Lounge").channel("general")


@pytest.fixture
def ada(fake):
    return fake.user("ada", locale="it")


async def test_discord_py_logs_in_and_sees_its_guilds(fake, lounge):
    async with running(fake) as client:
        await asyncio.wait_for(client.wait_until_ready(), 5)
        assert client.user.name == "botfeed"
        [guild] = client.guilds
        assert (guild.name, [channel.name for channel in guild.text_channels]) == ("Lounge", ["general"])
        assert guild.get_channel(lounge.id).permissions_for(guild.me).send_messages
        assert fake.gateway.heartbeats == 1
    assert (fake.identifies, fake.violations) == (1, [])


async def test_a_wrong_token_is_a_login_failure(fake):
    client = Client(fake)
    with pytest.raises(discord.LoginFailure):
        await client.login("wrong")
    await client.close()
    assert fake.invalid_requests == 1


async def test_a_slash_command_arrives_with_its_options_and_is_answered(fake, lounge, ada):
    bob = fake.user("bob")
    seen = []

    async def answer(interaction):
        [picture] = interaction.data["resolved"]["attachments"].values()
        kept = discord.Attachment(data=picture, state=interaction._state)
        seen.append((interaction.locale, option(interaction, "prompt"), await kept.read()))
        await interaction.response.send_message("painting", ephemeral=True)

    async with running(fake, answer) as client:
        options = {"prompt": "a fox", "shape": "Wide", "picture": discord_fake.File("a.png", png()), "friend": bob}
        asked = await ada.slash("imagine", options, channel=lounge)
        response = await asked.response()
        assert (response.kind, asked.original.content, asked.ephemeral) == (4, "painting", True)
        assert {option["name"]: option["value"] for option in asked.payload["data"]["options"]}["shape"] == "wide"
        assert client.failures == []
    assert seen == [(discord.Locale.italian, "a fox", png())]
    assert fake.messages(lounge) == []
    assert fake.messages(lounge, seen_by=ada) == [asked.original]
    assert fake.violations == []


class Card(discord.ui.LayoutView):
    def __init__(self, name):
        super().__init__(timeout=None)
        gallery = discord.ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description="a red fox"))
        row = discord.ui.ActionRow(discord.ui.Button(label="Publish", custom_id="publish:1"))
        menu = discord.ui.ActionRow(
            discord.ui.Select(
                custom_id="more",
                placeholder="More",
                options=[discord.SelectOption(label="Rename", value="rename"), discord.SelectOption(label="Delete")],
            )
        )
        self.add_item(discord.ui.Container(discord.ui.TextDisplay("**a fox**"), gallery, row, menu))


async def test_a_deferred_answer_becomes_a_card_with_a_picture(fake, lounge, ada):
    async def answer(interaction):
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(view=Card("fox.png"))
            return
        await interaction.response.defer(thinking=True)
        file = discord.File(io.BytesIO(png()), "fox.png", description="a red fox")
        await interaction.edit_original_response(view=Card("fox.png"), attachments=[file])

    async with running(fake, answer) as client:
        asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=lounge)
        assert (await asked.response()).deferred
        card = await asked.edited()
        assert card.v2
        assert not asked.ephemeral
        assert (card.text, card.buttons) == ("**a fox**", ["Publish"])
        [picture] = card.pictures
        assert picture["description"] == "a red fox"
        assert await client.http.get_from_cdn(picture["url"]) == png()
        assert card.payload["attachments"][0]["width"] == 8

        pressed = await ada.press(card, "Publish")
        assert (await pressed.response()).kind == 7
        assert pressed.original is card
        assert card.revision == 2
        picked = await ada.select(card, "More", "Rename")
        await picked.response()
        assert picked.payload["data"]["values"] == ["rename"]
        fake.clock.advance(25 * 3600)
        with pytest.raises(discord.NotFound):
            await client.http.get_from_cdn(picture["url"])
        assert client.failures == []
    assert fake.messages(lounge) == [card]
    assert fake.violations == []


class Form(discord.ui.Modal, title="Publish"):
    caption = discord.ui.Label(text="Caption", component=discord.ui.TextInput(custom_id="caption", max_length=20))
    where = discord.ui.Label(
        text="Who may see it",
        component=discord.ui.RadioGroup(
            custom_id="where",
            options=[discord.RadioGroupOption(label="Everyone", value="all"), discord.RadioGroupOption(label="Here")],
        ),
    )
    tags = discord.ui.Label(
        text="Tags",
        component=discord.ui.Select(
            custom_id="tags",
            max_values=2,
            required=False,
            options=[discord.SelectOption(label="Fox", value="fox"), discord.SelectOption(label="Red", value="red")],
        ),
    )
    hint = discord.ui.TextDisplay("Think twice.")


async def test_a_form_is_opened_filled_in_and_sent(fake, lounge, ada):
    sent = []

    async def answer(interaction):
        if interaction.type is discord.InteractionType.modal_submit:
            sent.append(interaction.data["components"])
            await interaction.response.send_message("published", ephemeral=True)
        else:
            await interaction.response.send_modal(Form())

    async with running(fake, answer) as client:
        asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=lounge)
        with pytest.raises(LookupError, match="Caption"):
            await ada.submit(asked, {"Who may see it": "Everyone"})
        with pytest.raises(LookupError, match="21 characters"):
            await ada.submit(asked, {"Caption": "x" * 21, "where": "all"})
        with pytest.raises(LookupError, match="Mood"):
            await ada.submit(asked, {"Caption": "calm", "where": "all", "Mood": "?"})
        done = await ada.submit(asked, {"Caption": "calm", "Who may see it": "Everyone", "tags": ["Fox", "red"]})
        assert (await done.response()).data["content"] == "published"
        assert client.failures == []
    fields = {part["component"]["custom_id"]: part["component"] for part in sent[0] if "component" in part}
    assert fields["caption"]["value"] == "calm"
    assert fields["where"]["value"] == "all"
    assert fields["tags"]["values"] == ["fox", "red"]
    assert fake.violations == []


async def test_choices_are_offered_while_a_person_types(fake, lounge, ada):
    async def answer(interaction):
        choices = [discord.app_commands.Choice(name=f"{interaction.data['options'][-1]['value']}ercolour", value="w")]
        await interaction.response.autocomplete(choices)

    async with running(fake, answer) as client:
        offered = await ada.autocomplete("imagine", {"prompt": "a fox", "style": "wat"}, channel=lounge)
        assert [choice["name"] for choice in offered] == ["watercolour"]
        with pytest.raises(LookupError):
            await ada.autocomplete("imagine", {"prompt": "a"}, channel=lounge)
        assert client.failures == []


async def test_what_no_hand_can_do_is_a_lookup_error(fake, lounge, ada):
    async def answer(interaction):
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Off", custom_id="off", disabled=True))
        view.add_item(discord.ui.Button(label="Site", url="https://example.org"))
        await interaction.response.send_message("x", view=view, ephemeral=True)

    async with running(fake, answer):
        for name, options in [
            ("paint", {}),
            ("imagine", {}),
            ("imagine", {"prompt": "x" * 1001}),
            ("imagine", {"prompt": "x", "shape": "Round"}),
            ("imagine", {"prompt": "x", "mood": "sad"}),
            ("digest set", {"hour": 7}),
        ]:
            with pytest.raises(LookupError):
                await ada.slash(name, options, channel=lounge)
        with pytest.raises(LookupError, match="sub-command"):
            await ada.slash("digest", channel=lounge, permissions=discord_fake.ADMINISTRATOR)
        with pytest.raises(LookupError, match="direct messages"):
            await ada.slash("digest set", {"hour": 7})
        asked = await ada.slash("digest set", {"hour": 7}, channel=lounge, permissions=discord_fake.ADMINISTRATOR)
        await asked.response()
        assert asked.payload["data"]["options"][0]["options"] == [{"name": "hour", "type": 4, "value": 7}]
        for button in ("Off", "Site", "None"):
            with pytest.raises(LookupError):
                await ada.press(asked, button)
        with pytest.raises(LookupError, match="ada's eyes"):
            await fake.user("bob").press(asked, "Off")


async def test_context_menus_carry_their_target(fake, lounge, ada):
    seen = []

    async def answer(interaction):
        seen.append((interaction.data["name"], int(interaction.data["target_id"])))
        await interaction.response.send_message("ok", ephemeral=True)

    async with running(fake, answer):
        said = await ada.say("look", channel=lounge)
        await (await ada.menu("Remix", said)).response()
        bob = fake.user("bob")
        await (await ada.menu("Follow", bob, channel=lounge)).response()
    assert seen == [("Remix", said.id), ("Follow", bob.id)]


async def test_content_is_for_those_who_may_read_it(fake, lounge, ada):
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


async def test_reactions_are_heard_and_made(fake, lounge, ada):
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


async def test_a_dropped_connection_is_resumed_and_what_was_missed_comes(fake, lounge, ada):
    async with running(fake) as client:
        await ada.dm("before")
        await client.next(discord.Message)
        fake.drop_connections()
        missed = client.heard
        write_meanwhile(fake.world, ada)
        await fake.until(lambda: any(getattr(each, "content", "") == "meanwhile" for each in missed))
    assert (fake.identifies, fake.resumes) == (1, 1)


def write_meanwhile(world, person):
    """While the bot is away: `dm` would wait for it."""
    posts.create(world, world.dm_room(person.account), person.account, {"content": "meanwhile"}, {})


async def test_an_invalid_session_is_begun_anew(fake, lounge, ada):
    async with running(fake):
        fake.fault(Fault("gw_invalid_session", gateway_send={"op": 9, "d": False}))
        await fake.until(lambda: fake.identifies == 2 and fake.gateway.connected)
        fake.fault(Fault("gw_reconnect", gateway_send={"op": 7, "d": None}))
        await fake.until(lambda: fake.resumes == 1 and fake.gateway.connected)
    assert fake.identifies == 2


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


async def test_guilds_come_and_go(fake, lounge):
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


async def test_direct_messages_may_be_closed(fake, lounge, ada):
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


async def test_an_interaction_is_answered_in_time_and_once(fake, lounge, ada):
    codes = []

    async def answer(interaction):
        prompt = option(interaction, "prompt")
        if prompt == "late":
            fake.clock.advance(4)
        await interaction.response.send_message(prompt)
        try:
            again = discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback")
            await interaction.client.http.request(again, json={"type": 5})
        except discord.HTTPException as error:
            codes.append(error.code)
        fake.expire_tokens()
        await interaction.edit_original_response(content="too late")

    async with running(fake, answer) as client:
        late = await ada.slash("imagine", {"prompt": "late"}, channel=lounge)
        await fake.until(lambda: client.failures)
        assert (client.failures[0].code, late.answer) == (10062, None)
        asked = await ada.slash("imagine", {"prompt": "x"}, channel=lounge)
        await fake.until(lambda: len(client.failures) == 2)
        assert (codes, client.failures[1].code, asked.original.content) == ([40060], 50027, "x")


async def test_a_follow_up_takes_the_place_of_a_thought_and_more_come_after(fake, lounge, ada):
    async def answer(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("first", wait=True)
        await interaction.followup.send("second", wait=True)
        await interaction.delete_original_response()

    async with running(fake, answer) as client:
        asked = await ada.slash("imagine", {"prompt": "x"}, channel=lounge)
        await fake.until(lambda: asked.original and asked.original.deleted)
        assert asked.original.content == "first"
        assert [message.content for message in asked.followups] == ["second"]
        assert client.failures == []
        assert fake.messages(lounge) == asked.followups
    assert fake.violations == []


async def test_a_wait_is_bounded(fake, lounge, ada):
    async def answer(interaction):
        await asyncio.Event().wait()

    async with running(fake, answer):
        asked = await ada.slash("imagine", {"prompt": "x"}, channel=lounge)
        with pytest.raises(TimeoutError):
            await asked.response(timeout=0.05)


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
