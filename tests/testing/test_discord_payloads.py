"""The fake's interactions beside recorded ones: whatever key a recorded one bears, ours bears too."""

import asyncio
import json

import discord
import pytest

from botfeed.testing import discord as discord_fake

from .discord_client import CONTRACTS, opened, running

RECORDED = CONTRACTS / "payloads" / "discord" / "normalised"
pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="the shared payloads are not beside this checkout")
# Not about botfeed, or there by chance: clients' own history of a user, and what a person's own recording held.
APART = {
    "collectibles",
    "clan",
    "display_name_styles",
    "unusual_dm_activity_until",
    "is_pending",
    "color",
    "colors",
    "description",
    "accent_color",
    "banner",
    "avatar_decoration_data",
    "system",
}


def recorded(name):
    return json.loads((RECORDED / f"{name}.json").read_text())


class View(discord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label="Publish", custom_id="p"))
        self.add_item(discord.ui.UserSelect(placeholder="Who", custom_id="w"))


class Form(discord.ui.Modal, title="x"):
    text = discord.ui.Label(text="Text", component=discord.ui.TextInput(custom_id="text"))
    one = discord.ui.Label(
        text="One",
        component=discord.ui.RadioGroup(options=[discord.RadioGroupOption(label=each, value=each) for each in "ab"]),
    )
    many = discord.ui.Label(
        text="Many",
        component=discord.ui.CheckboxGroup(options=[discord.CheckboxGroupOption(label=each) for each in "abc"]),
    )
    tick = discord.ui.Label(text="Tick", component=discord.ui.Checkbox())
    file = discord.ui.Label(text="File", component=discord.ui.FileUpload())


FILLED = {
    "Text": "calm",
    "One": "a",
    "Many": ["a", "c"],
    "Tick": True,
    "File": discord_fake.File("a.txt", b"a", "text/plain"),
}
FIELDS = {
    4: "component_L571",
    21: "component_L2281",
    22: "component_L2380",
    23: "component_L2466",
    19: "component_L2167",
}


async def answer(interaction):
    if interaction.type is discord.InteractionType.application_command and interaction.data["type"] == 1:
        await interaction.response.send_message("hi", view=View())
    elif interaction.type is discord.InteractionType.component and interaction.data["component_type"] == 2:
        await interaction.response.send_modal(Form())
    elif interaction.type is discord.InteractionType.autocomplete:
        await interaction.response.autocomplete([])
    else:
        await interaction.response.send_message("done")


@pytest.fixture(scope="module")
def ours():
    """One of each kind, by the name of the recorded one that it is held against."""

    async def talk():
        async with opened() as fake:
            lounge, ada = fake.guild("Lounge").channel("general"), fake.user("ada")
            async with running(fake, answer) as client:
                asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=lounge)
                await asked.response()
                pressed = await ada.press(asked, "Publish")
                made = {
                    "chat_input": asked,
                    "component_L235": pressed,
                    "component_L683": await ada.select(asked, "Who", [ada]),
                    "component_L571": await ada.submit(pressed, FILLED),
                    "message_command": await ada.menu("Remix", asked.original),
                    "user_command": await ada.menu("Follow", ada, channel=lounge),
                }
                await ada.autocomplete("imagine", {"prompt": "a", "style": "w"}, channel=lounge)
                for each in made.values():
                    await each.response()
                assert client.failures == []
            assert fake.violations == []
        return {name: each.payload for name, each in made.items()}

    return asyncio.run(talk())


NAMES = ["chat_input", "component_L235", "component_L683", "component_L571", "message_command", "user_command"]


@pytest.mark.parametrize("name", NAMES)
def test_no_key_is_missing(ours, name):
    theirs, mine = recorded(name), ours[name]
    for part in ("", "member", "channel", "data"):
        wanted = set(theirs.get(part, {}) if part else theirs)
        have = set(mine.get(part, {}) if part else mine)
        assert wanted - have - APART <= {"message"}, part
    assert set(theirs["member"]["user"]) - set(mine["member"]["user"]) <= APART
    assert (theirs["type"], type(theirs["data"]["custom_id" if theirs["type"] in {3, 5} else "id"])) == (
        mine["type"],
        str,
    )


def test_the_fields_of_a_form_come_back_as_recorded_ones_do(ours):
    sent = {part["component"]["type"]: part for part in ours["component_L571"]["data"]["components"]}
    assert sent.keys() == FIELDS.keys()
    for kind, name in FIELDS.items():
        [theirs] = recorded(name)["data"]["components"]
        assert sent[kind].keys() == theirs.keys()
        assert {key: type(value) for key, value in sent[kind]["component"].items()} == {
            key: type(value) for key, value in theirs["component"].items()
        }


@pytest.mark.parametrize("name", ["component_L683", "user_command", "message_command"])
def test_what_is_resolved_is_spelled_out_alike(ours, name):
    theirs, mine = recorded(name)["data"]["resolved"], ours[name]["data"]["resolved"]
    assert theirs.keys() == mine.keys()
    for kind, entries in theirs.items():
        [one] = mine[kind].values()
        for entry in entries.values():
            assert entry.keys() - one.keys() <= APART
