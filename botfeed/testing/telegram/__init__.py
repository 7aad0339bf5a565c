"""Wire-level fake of the Telegram Bot API."""

from botfeed.testing.faults import Fault
from botfeed.testing.telegram.api.rate_limits import RateLimits
from botfeed.testing.telegram.groups import Group
from botfeed.testing.telegram.people import Asked, Shown, User
from botfeed.testing.telegram.server import FakeTelegram
from botfeed.testing.telegram.servers import Server

__all__ = ["Asked", "FakeTelegram", "Fault", "Group", "RateLimits", "Server", "Shown", "User"]
