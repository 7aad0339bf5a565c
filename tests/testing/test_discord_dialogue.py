"""Interactions as a dialogue: who does what, and how the bot answers."""

import asyncio
import io

import discord
import pytest

from botfeed.testing import discord as discord_fake

from .discord_client import opened, option, png, running


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
        assert (card.text, card.buttons, card.menus) == ("**a fox**", ["Publish"], ["More"])
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


async def test_a_person_may_have_the_bot_where_it_is_no_member(fake, ada):
    async def answer(interaction):
        await interaction.response.send_message(str(interaction.is_user_integration()))

    elsewhere = fake.guild("Elsewhere", bot=False).channel("general")
    menu = [
        {"name": "imagine", "description": "Paint", "integration_types": [0, 1]},
        {"name": "run", "description": "x"},
    ]
    async with running(fake, answer, menu=menu) as client:
        asked = await ada.slash("imagine", channel=elsewhere)
        await asked.response()
        assert asked.original.content == "True"
        with pytest.raises(LookupError, match="no member"):
            await ada.slash("run", channel=elsewhere)
        with pytest.raises(discord.Forbidden):
            await client.get_partial_messageable(elsewhere.id).send("hi")


def planted(client, heard):
    """A tree as discord.py's users plant it."""
    tree = discord.app_commands.CommandTree(client)

    @tree.command(nsfw=True)
    @discord.app_commands.choices(mood=[discord.app_commands.Choice(name="Calm", value=1)])
    @discord.app_commands.default_permissions(manage_guild=True)
    async def paint(
        interaction, prompt: discord.app_commands.Range[str, 1, 9], mood: int, friend: discord.Member | None
    ):
        heard.append((prompt, mood, friend.name))
        await interaction.response.send_message("ok")

    group = discord.app_commands.Group(name="digest", description="Your digest", guild_only=True)

    @group.command()
    async def hour(interaction, at: float):
        heard.append(at)
        await interaction.response.send_message("ok")

    @tree.context_menu()
    async def Remix(interaction, message: discord.Message):
        heard.append(message.content)
        await interaction.response.send_message("ok")

    tree.add_command(group)
    return tree


async def test_a_command_tree_is_synced_and_served(fake, ada):
    guild, heard = fake.guild("Lounge"), []
    loud, lounge = guild.channel("loud", nsfw=True), guild.channel("general")

    async def nothing(interaction):
        """The tree answers."""

    async with running(fake, nothing, menu=[]) as client:
        await planted(client, heard).sync()
        given = {"prompt": "a fox", "mood": "Calm", "friend": ada}
        with pytest.raises(LookupError, match="age-restricted"):
            await ada.slash("paint", given, channel=lounge, permissions=discord_fake.MANAGE_GUILD)
        asked = await ada.slash("paint", given, channel=loud, permissions=discord_fake.MANAGE_GUILD)
        await asked.response()
        await (await ada.slash("digest hour", {"at": 7.5}, channel=lounge)).response()
        await (await ada.menu("Remix", asked.original)).response()
    assert heard == [("a fox", 1, "ada"), 7.5, "ok"]
    assert fake.violations == []
