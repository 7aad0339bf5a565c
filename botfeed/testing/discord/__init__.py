"""A Discord to test against: REST v10, gateway v10 and people to talk with, for an unmodified discord.py.

    async with FakeDiscord(contracts) as fake:
        client = discord.Client(intents=..., connector=fake.connector())
        task = asyncio.create_task(client.start(fake.token))
        lounge = fake.guild("Lounge").channel("general")
        ada = fake.user("ada", locale="it")
        asked = await ada.slash("imagine", {"prompt": "a fox"}, channel=lounge)
        assert fake.violations == []

Places: `fake.guild(name)` and its `channel(name, nsfw=)`, a channel's `thread(name)`, a guild's `role(name, *holders)`;
without a channel a person is in direct messages with the bot. `fake.guild(name, bot=False)` is a server where only its
people have installed the bot, each for themselves, and `fake.talk(name, *people)` a group among themselves: there the
bot has nothing but an interaction's token.

Actions of a person: `slash`, `menu` (on a message or a person), `autocomplete`, `press`, `select` (words, users, roles,
channels), `submit` (a form), `say`, `reply`, `react`, `delete`. What nobody could do,
because Discord does not show it there, is a LookupError. Each action returns an `Interaction`: wait for its `response`,
`message`, `edited` or `modal`.

Trouble: `fake.fault(name, route=, times=, after=)` plays a row of faults.json or a `Fault` of one's own, on REST and on
the gateway; `fake.clock.advance(s)`, `fake.expire_tokens()`, `fake.drop_connections()`, `guild.kick_bot()`,
`channel.delete()`, `channel.forbid_bot()`, `user.close_dms()`, `channel.lock()`.

The gateway keeps sessions per shard, replays what was missed to who resumes, and sends a guild's events to the shard
that the guild belongs to; `FakeDiscord(shards=4)` recommends four. Not played: voice, polls, scheduled events.
"""

from botfeed.testing.discord.clock import Clock
from botfeed.testing.discord.model import ADMINISTRATOR, MANAGE_GUILD, ORDINARY, File, Message, Role
from botfeed.testing.discord.people.interaction import Interaction, Response
from botfeed.testing.discord.people.places import Channel, Guild
from botfeed.testing.discord.people.users import User
from botfeed.testing.discord.server import FakeDiscord
from botfeed.testing.discord.state import Call
from botfeed.testing.faults import Fault

__all__ = [
    "ADMINISTRATOR", "MANAGE_GUILD", "ORDINARY", "Call", "Channel", "Clock", "FakeDiscord", "Fault", "File", "Guild",
    "Interaction", "Message", "Response", "Role", "User",
]  # fmt: skip
