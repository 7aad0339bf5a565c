"""Interactions as a dialogue: a person's action, and the bot's answer."""

import asyncio
import io

import discord
import pytest

from botfeed.testing import discord as discord_fake

from .discord_client import option, png, running


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
        assert card.attached[0]["width"] == 8

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


async def test_the_first_follow_up_replaces_a_deferred_answer(fake, lounge, ada):
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


async def test_waits_are_bounded(fake, lounge, ada):
    async def answer(interaction):
        await asyncio.Event().wait()

    async with running(fake, answer):
        asked = await ada.slash("imagine", {"prompt": "x"}, channel=lounge)
        with pytest.raises(TimeoutError):
            await asked.response(timeout=0.05)
