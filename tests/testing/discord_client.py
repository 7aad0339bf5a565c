"""Unmodified discord.py, running against the fake."""

import asyncio
import io
from contextlib import asynccontextmanager

import discord
from PIL import Image

from botfeed.testing import discord as discord_fake
from tests.official import CONTRACTS

INTENTS = discord.Intents(guilds=True, messages=True, reactions=True)
MENU = [
    {
        "name": "imagine",
        "description": "Paint a picture from words.",
        "options": [
            {"type": 3, "name": "prompt", "description": "What to paint", "required": True, "max_length": 1000},
            {"type": 3, "name": "style", "description": "A style", "autocomplete": True},
            {"type": 3, "name": "shape", "description": "A shape", "choices": [{"name": "Wide", "value": "wide"}]},
            {"type": 11, "name": "picture", "description": "A picture"},
            {"type": 6, "name": "friend", "description": "A person"},
        ],
    },
    {
        "name": "digest",
        "description": "Your daily digest.",
        "default_member_permissions": str(discord_fake.MANAGE_GUILD),
        "contexts": [0],
        "options": [
            {
                "type": 1,
                "name": "set",
                "description": "Choose the hour.",
                "options": [{"type": 4, "name": "hour", "description": "The hour", "min_value": 0, "max_value": 23}],
            }
        ],
    },
    {"name": "Remix", "type": 3},
    {"name": "Follow", "type": 2},
]


@asynccontextmanager
async def opened(**options):
    """Yield a fake; the whole test has half a minute."""
    async with asyncio.timeout(30), discord_fake.FakeDiscord(CONTRACTS, **options) as fake:
        yield fake


class Client(discord.Client):
    """Unmodified discord.py client that hands its dispatched events to the test."""

    def __init__(self, fake, on_interaction=None, intents=INTENTS, **more):
        super().__init__(
            intents=intents, connector=fake.connector(), max_messages=None, guild_ready_timeout=0.0, **more
        )
        self.fake = fake
        self.answer = on_interaction
        self.heard = []
        self.failures = []

    async def before_identify_hook(self, shard_id, *, initial=False):
        """Skip the 5 s that discord.py waits before it identifies again."""

    async def on_interaction(self, interaction):
        try:
            await self.answer(interaction)
        except Exception as error:
            self._hear(error, self.failures)

    async def on_message(self, message):
        self._hear(message)

    async def on_raw_reaction_add(self, payload):
        self._hear(payload)

    async def on_raw_reaction_remove(self, payload):
        self._hear(payload)

    async def on_guild_join(self, guild):
        self._hear(("joined", guild.id))

    async def on_guild_remove(self, guild):
        self._hear(("left", guild.id))

    async def on_guild_channel_delete(self, channel):
        self._hear(("deleted", channel.id))

    def _hear(self, thing, into=None):
        (self.heard if into is None else into).append(thing)
        self.fake.state.condition.notify()

    async def next(self, kind):
        """Return the first received event of that kind."""

        def look():
            return next((thing for thing in self.heard if isinstance(thing, kind)), None)

        return await self.fake.until(look)


@asynccontextmanager
async def running(fake, on_interaction=None, menu=MENU, **options):
    client = Client(fake, on_interaction, **options)
    await client.login(fake.token)
    await client.http.bulk_upsert_global_commands(client.application_id, menu)
    task = asyncio.create_task(client.connect())
    try:
        await fake.ready()
        yield client
    finally:
        await client.close()
        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 5)


def png(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, "PNG")
    return out.getvalue()


def option(interaction, name):
    return next(each["value"] for each in interaction.data["options"] if each["name"] == name)
