"""Keys of the fake's interactions: all of Discord's, listed here and in a folder of recorded ones."""

import asyncio

import discord
import pytest

from botfeed.testing import discord as discord_fake

from .discord_client import opened, running
from .discord_payloads import recorded

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


# Names of what Discord sends, by part; each was found in a recorded interaction.
EVERY = {
    "app_permissions", "application_id", "attachment_size_limit", "authorizing_integration_owners", "channel",
    "channel_id", "context", "data", "entitlements", "guild_id", "id", "locale", "member", "token", "type",
    "version",
}  # fmt: skip
MEMBER = {
    "avatar", "deaf", "flags", "joined_at", "mute", "nick", "pending", "permissions", "premium_since", "roles",
    "user",
}  # fmt: skip
USER = {
    "avatar", "discriminator", "flags", "global_name", "id", "primary_guild", "public_flags", "username",
}  # fmt: skip
CHANNEL = {
    "flags", "id", "last_message_id", "name", "nsfw", "parent_id", "permission_overwrites", "permissions",
    "position", "rate_limit_per_user", "topic", "type",
}  # fmt: skip
RESOLVED_MEMBER = MEMBER - {"deaf", "mute", "user"}
MESSAGE = {
    "attachments", "author", "channel_id", "components", "content", "edited_timestamp", "embeds", "flags", "id",
    "mention_everyone", "mention_roles", "mentions", "pinned", "timestamp", "tts", "type",
}  # fmt: skip
# The kind, the keys of the whole beside `EVERY`, those of `data`, and those of what is resolved.
KEYS = {
    "chat_input": (2, {"guild_locale"}, {"id", "name", "options", "type"}, {}),
    "component_L235": (3, {"message"}, {"component_type", "custom_id", "id"}, {}),
    "component_L683": (
        3,
        {"message"},
        {"component_type", "custom_id", "id", "resolved", "values"},
        {"members": RESOLVED_MEMBER | {"communication_disabled_until"}, "users": USER | {"bot"}},
    ),
    "component_L571": (5, set(), {"components", "custom_id"}, {}),
    "message_command": (
        2, {"guild_locale"}, {"id", "name", "resolved", "target_id", "type"}, {"messages": MESSAGE},
    ),
    "user_command": (
        2,
        {"guild_locale"},
        {"id", "name", "resolved", "target_id", "type"},
        {"members": RESOLVED_MEMBER, "users": USER | {"bot"}},
    ),
}  # fmt: skip
# Fields of a form: the recorded one that has it, and the type of each of its keys.
FIELDS = {
    4: ("component_L571", {"value": str}),
    21: ("component_L2281", {"value": str}),
    22: ("component_L2380", {"values": list}),
    23: ("component_L2466", {"value": bool}),
    19: ("component_L2167", {"values": list}),
}
FIELD = {"type": int, "id": int, "custom_id": str}


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
    """Return an interaction of each kind, by the name of the recorded one that it is compared with."""

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


@pytest.mark.parametrize("name", KEYS)
def test_interactions_have_every_recorded_key(ours, name):
    mine = ours[name]
    kind, more, data, resolved = KEYS[name]
    assert mine["type"] == kind
    assert EVERY | more <= mine.keys() | {"message"}  # a form may be opened from where there is no message
    assert data <= mine["data"].keys()
    assert mine["member"].keys() >= MEMBER
    assert mine["member"]["user"].keys() >= USER
    assert mine["channel"].keys() >= CHANNEL
    for part, keys in resolved.items():
        [one] = mine["data"]["resolved"][part].values()
        assert keys <= one.keys()
    assert isinstance(mine["data"]["custom_id" if kind in {3, 5} else "id"], str)
    if theirs := recorded().get(name):
        check_recorded(theirs, name)


def check_recorded(theirs, name):
    """Check that the names above are all that a recorded interaction has."""
    kind, more, data, resolved = KEYS[name]
    assert theirs["type"] == kind
    assert theirs.keys() - APART <= EVERY | more
    assert theirs["data"].keys() - APART <= data
    assert theirs["member"].keys() - APART <= MEMBER
    assert theirs["member"]["user"].keys() - APART <= USER
    assert theirs["channel"].keys() - APART <= CHANNEL
    assert set(theirs["data"].get("resolved", {})) == set(resolved)
    for part, entries in theirs["data"].get("resolved", {}).items():
        for entry in entries.values():
            assert entry.keys() - APART <= resolved[part]


@pytest.mark.parametrize("kind", FIELDS)
def test_form_fields_have_the_recorded_shape(ours, kind):
    sent = {part["component"]["type"]: part for part in ours["component_L571"]["data"]["components"]}
    assert sent.keys() == FIELDS.keys()
    name, value = FIELDS[kind]
    assert sent[kind].keys() == {"type", "id", "component"}
    assert {key: type(inner) for key, inner in sent[kind]["component"].items()} == {**FIELD, **value}
    if theirs := recorded().get(name):
        [theirs] = theirs["data"]["components"]
        assert sent[kind].keys() == theirs.keys()
        assert {key: type(inner) for key, inner in theirs["component"].items()} == {**FIELD, **value}
