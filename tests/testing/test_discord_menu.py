"""Menu of the bot: the pushed commands, those a person is shown, and those that can be picked."""

import discord
import pytest

from botfeed.testing import discord as discord_fake

from .discord_client import running


async def test_autocomplete_offers_choices(fake, lounge, ada):
    async def answer(interaction):
        choices = [discord.app_commands.Choice(name=f"{interaction.data['options'][-1]['value']}ercolour", value="w")]
        await interaction.response.autocomplete(choices)

    async with running(fake, answer) as client:
        offered = await ada.autocomplete("imagine", {"prompt": "a fox", "style": "wat"}, channel=lounge)
        assert [choice["name"] for choice in offered] == ["watercolour"]
        with pytest.raises(LookupError):
            await ada.autocomplete("imagine", {"prompt": "a"}, channel=lounge)
        assert client.failures == []


async def test_impossible_actions_raise_lookup_error(fake, lounge, ada):
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


async def test_a_user_install_works_where_the_bot_is_no_member(fake, ada):
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
    """Return a command tree as users of discord.py build it."""
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


async def test_the_menu_keeps_its_ids_when_it_is_pushed_again(fake, lounge):
    async with running(fake) as client:
        before = {each["name"]: each["id"] for each in await client.http.get_global_commands(client.application_id)}
        again = await client.http.bulk_upsert_global_commands(client.application_id, [{"name": "Remix", "type": 3}])
        assert [each["id"] for each in again] == [before["Remix"]]
        local = {"name": "imagine", "description": "here"}
        made = await client.http.upsert_guild_command(client.application_id, lounge.room.space.id, local)
        assert made["guild_id"] == str(lounge.room.space.id)
        await client.http.delete_guild_command(client.application_id, lounge.room.space.id, made["id"])
        with pytest.raises(discord.HTTPException) as refused:
            await client.http.bulk_upsert_global_commands(client.application_id, [{"name": "No", "description": "x"}])
        assert "name" in str(refused.value)
        assert len(fake.violations) == 1


async def test_an_unreadable_request_is_refused_once(lounge, fake):
    async with running(fake) as client:
        route = discord.http.Route("POST", f"/channels/{lounge.id}/messages")
        with pytest.raises(discord.HTTPException):
            await client.http.request(route, json={"content": "x", "message_reference": {"nothing": 1}})
        assert len(fake.violations) == 1
