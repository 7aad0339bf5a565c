"""Report what is configured, what each missing part would bring, and whether the configured parts work."""

from __future__ import annotations

import base64
import binascii
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sqlalchemy import text

from botfeed import app, lock
from botfeed.adapters.media import s3
from botfeed.core.errors import StartError
from botfeed.settings import Settings
from botfeed.store import engine

OLDEST_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this release is wrong
SKEW = 5.0  # seconds between this machine's clock and the database's
ROOM = 500 * 1024 * 1024  # bytes that should be free for pictures
# View channels, send messages (in threads too), attach files, embed links, read message history: nothing more.
DISCORD_PERMISSIONS = (1 << 10) | (1 << 11) | (1 << 38) | (1 << 15) | (1 << 14) | (1 << 16)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that can be configured: whether it is connected, what it brings, and the steps to get it."""

    name: str
    connected: bool
    brings: str
    how: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    well: bool
    says: str


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
    return (
        f"https://discord.com/oauth2/authorize?client_id={number}"
        f"&scope=bot+applications.commands&permissions={DISCORD_PERMISSIONS}"
    )


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
    write(f"  {settings.per_person} pictures a person and {settings.per_day} in all per day")
    write("Checks")
    found = [*await _database(settings)]
    for ask in (_discord, _telegram, _openai):
        found += await ask(settings)
    found += [await _pictures(settings), _clock(), _zones()]
    for check in found:
        write(f"  {'✓' if check.well else '✗'} {check.name}: {check.says}")
    return 0 if all(check.well for check in found) else 1


async def _database(settings: Settings) -> list[Check]:
    try:
        built = app.build(settings)
    except ImportError as error:
        return [Check("database", False, f"{error.name} is missing: pip install '.[postgres]'")]
    except (StartError, OSError) as error:
        return [Check("database", False, lock.reason(error))]
    try:
        now, revision = await built.store.with_connection(
            lambda connection: (
                connection.execute(text("SELECT CURRENT_TIMESTAMP")).scalar_one(),
                engine.current(connection),
            )
        )
    except Exception as error:
        return [Check("database", False, f"cannot be opened ({type(error).__name__}); check DATABASE_URL")]
    finally:
        await built.store.close()
    newest = engine.newest()
    schema = f"{revision}, newest is {newest}: run botfeed migrate"
    if revision in (newest, None):
        schema = revision or "none yet; the first start makes it"
    kind = settings.database_url.partition(":")[0]
    return [
        Check("database", True, f"{kind} answers"),
        Check("schema", revision in (newest, None), schema),
        _skew(now),
    ]


async def _discord(settings: Settings) -> list[Check]:
    """Check the bot token with Discord."""
    token = settings.discord_token.get_secret_value()
    if not token:
        return []
    from botfeed.adapters.discord import checkup  # noqa: PLC0415 - only where it is configured

    return [Check("Discord", *await checkup.look(token))]


async def _telegram(settings: Settings) -> list[Check]:
    """Ask Telegram, or the operator's own server, whether it knows the bot."""
    token = settings.telegram_token.get_secret_value()
    called = settings.telegram_mode == "webhook"
    if not token:
        return []
    from botfeed.adapters.telegram import checkup  # noqa: PLC0415 - only where it is configured
    from botfeed.adapters.telegram.receive.webhook import WebhookReceiver  # noqa: PLC0415 - likewise

    url = WebhookReceiver(settings.public_url, settings.key, token).url if called else ""
    return [Check("Telegram", *await checkup.look(token, url, **settings.telegram_server))]


async def _openai(settings: Settings) -> list[Check]:
    """Check the key with OpenAI, or with a server that speaks its API."""
    key = settings.openai_key.get_secret_value()
    if not key:
        return []
    from botfeed.adapters.models import checkup  # noqa: PLC0415 - only where it is configured

    paints = {"BOTFEED_IMAGE_MODEL": settings.image_model} if settings.paints_with == "openai" else {}
    models = {**paints, "BOTFEED_CHAT_MODEL": settings.chat_model}
    return [Check("OpenAI", *await checkup.look(key, settings.openai_url or None, models))]


def _skew(there: object) -> Check:
    parsed = there if isinstance(there, datetime) else datetime.fromisoformat(str(there))
    away = abs((datetime.now(UTC) - (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC))).total_seconds())
    well = away < SKEW  # SQLite tells whole seconds, so less is no difference
    return Check("database clock", well, "as ours" if well else f"{away:.0f} s from ours; set one of them right")


async def _pictures(settings: Settings) -> Check:
    """Check that the bucket, or the folder, where pictures live can be written."""
    if bucket := app.bucket(settings):
        return Check("pictures", *await s3.check(bucket))
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return Check("pictures", False, f"{folder} cannot be written; set BOTFEED_DATA to another folder")
    free = shutil.disk_usage(folder).free
    return Check("pictures", free > ROOM, f"{free // 2**20} MiB free in {folder}")


def _clock() -> Check:
    now = datetime.now(UTC)
    return Check("clock", now > OLDEST_CLOCK, now.isoformat(timespec="seconds"))


def _zones() -> Check:
    try:
        ZoneInfo("Europe/Rome")
    except ZoneInfoNotFoundError:
        return Check("time zones", False, "no time zone database; pip install tzdata")
    return Check("time zones", True, f"{len(available_timezones())} known")
