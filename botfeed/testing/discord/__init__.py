"""A Discord to test against: REST v10, gateway v10 and people to talk with, for an unmodified discord.py."""

from botfeed.testing.discord.clock import Clock
from botfeed.testing.discord.interaction import Interaction, Response
from botfeed.testing.discord.model import ADMINISTRATOR, MANAGE_GUILD, ORDINARY, File, Message
from botfeed.testing.discord.people import Channel, Guild, User
from botfeed.testing.discord.server import FakeDiscord
from botfeed.testing.discord.world import Call
from botfeed.testing.faults import Fault

__all__ = [
    "ADMINISTRATOR", "MANAGE_GUILD", "ORDINARY", "Call", "Channel", "Clock", "FakeDiscord", "Fault", "File", "Guild",
    "Interaction", "Message", "Response", "User",
]  # fmt: skip
