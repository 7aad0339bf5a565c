"""Report what is configured, what each missing part would bring, and whether the configured parts work."""

from __future__ import annotations

import base64
import binascii
import logging
from collections.abc import Callable
from dataclasses import dataclass

from botfeed import checks
from botfeed.adapters.discord.api import invitation
from botfeed.settings import Settings


@dataclass(frozen=True, slots=True)
class Part:
    """A part that can be configured: whether it is connected, what it brings, and the steps to get it."""

    name: str
    connected: bool
    brings: str
    how: tuple[str, ...] = ()


def discord_link(token: str) -> str:
    """Return the install link with the least permissions, empty for a malformed token.

    The first part of a bot token is its application's id in base 64.
    """
    first = token.split(".", maxsplit=1)[0]
    try:
        number = base64.b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        number = ""
    if not number.isdigit():
        return ""
    return invitation.link(int(number))


def connections(settings: Settings) -> tuple[Part, ...]:
    """Return the parts in the order in which an operator adds them; what is always there comes first."""
    sketches, embedded = settings.paints_with == "sketch", settings.database_url.startswith("sqlite")
    return (
        Part("Sketch", sketches, "pictures drawn offline, free of charge", ("Put BOTFEED_PAINTER=sketch into .env.",)),
        Part("SQLite", embedded, "everything in one file on this machine", ("Take DATABASE_URL out of .env.",)),
        Part(
            "Discord",
            bool(settings.discord_token.get_secret_value()),
            "/imagine in your servers and in direct messages",
            (
                "Make an application at discord.com/developers, and copy its bot token.",
                "Put DISCORD_TOKEN=... into .env and start again: the install link is printed.",
            ),
        ),
        Part(
            "Telegram",
            bool(settings.telegram_token.get_secret_value()),
            "the same in private chats and groups",
            ("Write /newbot to @BotFather, and copy the token.", "Put TELEGRAM_TOKEN=... into .env and start again."),
        ),
        Part(
            "OpenAI",
            bool(settings.openai_key.get_secret_value()),
            "pictures by a model, review by a model, and answers to plain questions",
            (
                "Put OPENAI_API_KEY=... into .env (OPENAI_BASE_URL for a server of your own).",
                "Set BOTFEED_OPERATORS: with a paid painter, people come in by places you approve.",
            ),
        ),
        Part(
            "PostgreSQL",
            not embedded,
            "several processes and machines on one database",
            ("pip install '.[postgres]'", "Put DATABASE_URL=postgresql://... into .env."),
        ),
        Part(
            "S3",
            bool(settings.pictures),
            "pictures in a bucket that several machines share",
            ("Put BOTFEED_PICTURES=s3://bucket into .env, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",),
        ),
    )


async def report(settings: Settings, write: Callable[[str], None]) -> int:
    """Write everything, line by line; return the exit status, 1 if something does not work."""
    write("Configured")
    for part in connections(settings):
        write(f"  {'✓' if part.connected else '·'} {part.name}: {part.brings}")
        if not part.connected:
            for step in part.how:
                write(f"      {step}")
    write(f"  painter: {settings.paints_with}; access: {settings.policy.access}; pages at {settings.web_host}")
    person, total = settings.policy.per_person, settings.policy.per_day
    each = "no limit of pictures a person" if person is None else f"{person} pictures a person"
    write(f"  {each} and {'no limit' if total is None else total} in all per day")
    write("Checks")
    logging.getLogger("discord").setLevel(logging.ERROR)  # it warns of voice and intents, which nothing here needs
    found = await checks.run(settings)
    for check in found:
        write(f"  {'✓' if check.well else '✗'} {check.name}: {check.says}")
    return 0 if all(check.well for check in found) else 1
