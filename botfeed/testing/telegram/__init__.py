"""A wire-level fake of the Telegram Bot API."""

from botfeed.testing.faults import Fault
from botfeed.testing.telegram.fake import FakeTelegram
from botfeed.testing.telegram.groups import Group
from botfeed.testing.telegram.limits import Limits
from botfeed.testing.telegram.people import Asked, Shown, User
from botfeed.testing.telegram.servers import Server

__all__ = ["Asked", "FakeTelegram", "Fault", "Group", "Limits", "Server", "Shown", "User"]
