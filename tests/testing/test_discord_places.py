"""Threads, roles, group chats and shards, and the events that the bot gets of them."""

import asyncio

import discord
import pytest

from .discord_client import MENU, Client, opened, running


async def push(client, menu):
    await client.http.bulk_upsert_global_commands(client.application_id, menu)


async def test_a_thread_is_a_channel_below_its_parent(fake):
    lounge = fake.guild("Lounge").channel("general")
    ada = fake.user("ada")
    seen = []

    async def answer(interaction):
        seen.append((type(interaction.channel), interaction.channel.parent_id))
        await interaction.response.send_message("here")

    async with running(fake, answer):
        thread = lounge.thread("foxes")
        asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=thread)
        await asked.message()
        assert fake.messages(lounge) == []
        assert [m.content for m in fake.messages(thread)] == ["here"]
    assert seen == [(discord.Thread, lounge.id)]
    assert fake.violations == []


async def test_nobody_writes_into_a_locked_thread(fake):
    thread = fake.guild("Lounge").channel("general").thread("foxes")
    thread.lock()
    async with running(fake) as client:
        with pytest.raises(discord.Forbidden) as refused:
            await client.get_partial_messageable(thread.id).send("hello")
    assert refused.value.code == 50013


async def test_a_role_has_holders_and_can_be_picked(fake):
    guild = fake.guild("Lounge")
    lounge, ada = guild.channel("general"), fake.user("ada")
    ada.join(guild)
    painters = guild.role("painters", ada)
    seen = []

    class Pick(discord.ui.View):
        def __init__(self):
            super().__init__(timeout=None)
            self.add_item(discord.ui.RoleSelect(custom_id="role", placeholder="Which role?"))
            self.add_item(discord.ui.ChannelSelect(custom_id="channel", placeholder="Which channel?"))
            self.add_item(discord.ui.UserSelect(custom_id="user", placeholder="Who?"))

    async def answer(interaction):
        seen.append([role.name for role in interaction.user.roles])
        if interaction.type is discord.InteractionType.component:
            seen.append((interaction.data["custom_id"], interaction.data["values"]))
            await interaction.response.defer()
        else:
            await interaction.response.send_message("pick", view=Pick())

    async with running(fake, answer):
        asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=lounge)
        await asked.message()
        for menu, value in (("Which role?", painters), ("Which channel?", lounge), ("Who?", ada)):
            await (await ada.select(asked, menu, [value])).response()
    assert seen[0] == ["@everyone", "painters"]
    chosen = [each for each in seen if isinstance(each, tuple)]
    assert chosen == [("role", [str(painters.id)]), ("channel", [str(lounge.id)]), ("user", [str(ada.id)])]
    assert fake.violations == []


async def test_in_a_group_chat_the_bot_has_only_the_interaction_token(fake):
    ada, bob = fake.user("ada"), fake.user("bob")
    talk = fake.talk("friends", ada, bob)
    seen = []

    async def answer(interaction):
        seen.append((interaction.context.private_channel, interaction.is_user_integration(), interaction.guild_id))
        await interaction.response.send_message("for your eyes", ephemeral=True)

    async with running(fake, answer) as client:
        with pytest.raises(LookupError, match="install"):
            await ada.slash("imagine", {"prompt": "a fox"}, channel=talk)
        await push(client, [{**MENU[0], "integration_types": [0, 1], "contexts": [0, 1, 2]}])
        asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=talk)
        await asked.message()
        with pytest.raises(discord.Forbidden) as refused:
            await client.get_partial_messageable(talk.id).send("hello")
        assert refused.value.code == 50001
    assert seen == [(True, True, None)]
    assert fake.messages(talk) == []
    assert fake.violations == []


class Sharded(discord.AutoShardedClient):
    def __init__(self, fake, **more):
        super().__init__(intents=discord.Intents(guilds=True, messages=True), connector=fake.connector(), **more)
        self.fake = fake
        self.heard = []

    async def before_identify_hook(self, shard_id, *, initial=False):
        """Skip the 5 s that discord.py waits before it identifies again."""

    async def on_message(self, message):
        self.heard.append(message.content)
        self.fake.state.condition.notify()


async def test_two_clients_share_four_shards_and_get_their_own_guilds():
    async with opened(shards=4) as fake:
        guilds = {}
        while len(guilds) < 4:
            guild = fake.guild("G")
            fake.clock.advance(0.001)
            guilds.setdefault((guild.id >> 22) % 4, guild)
        clients = [Sharded(fake, shard_ids=ids, shard_count=4) for ids in ([0, 1], [2, 3])]
        tasks = [asyncio.create_task(client.start(fake.token)) for client in clients]
        try:
            await fake.ready(shards=4)
            ada = fake.user("ada")
            for number, guild in guilds.items():
                await ada.say(f"<@{fake.state.bot.id}> {number}", channel=guild.channel("general"))
            await ada.dm("alone")
            await fake.until(lambda: sum(len(client.heard) for client in clients) == 5)
        finally:
            await asyncio.gather(*(client.close() for client in clients))
            await asyncio.gather(*tasks, return_exceptions=True)
        heard = [sorted(text[-1] for text in client.heard) for client in clients]
        assert heard == [["0", "1", "e"], ["2", "3"]]
        assert sorted(tuple(i["shard"]) for i in fake.gateway.identifies) == [(n, 4) for n in range(4)]


async def test_a_client_opens_the_recommended_number_of_shards():
    async with opened(shards=2) as fake:
        client = Sharded(fake)
        task = asyncio.create_task(client.start(fake.token))
        try:
            await fake.ready(shards=2)
            limits = await client.fetch_session_start_limits()
        finally:
            await client.close()
            await asyncio.gather(task, return_exceptions=True)
    assert client.shard_count == 2
    assert (limits.total, limits.remaining) == (1000, 998)


async def test_an_invalid_shard_is_closed_with_4010(fake):
    client = Client(fake, shard_id=3, shard_count=2)
    with pytest.raises(discord.ConnectionClosed) as closed:
        await client.start(fake.token)
    assert closed.value.code == 4010
    await client.close()
