"""Check what is configured and what the machine gives, one line a finding. `botfeed doctor` shows all of them; a start
logs those that are not well, and those that an operator should know of all the same.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import httpx
import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from botfeed import app, invoked, lock, proxy
from botfeed.adapters.findings import Finding
from botfeed.adapters.media import s3
from botfeed.core.errors import StartError
from botfeed.settings import Settings
from botfeed.store import engine

log = structlog.get_logger()

# View channels, send messages (in threads too), attach files, embed links, read message history: nothing more.
DISCORD_PERMISSIONS = (1 << 10) | (1 << 11) | (1 << 38) | (1 << 15) | (1 << 14) | (1 << 16)
OLDEST_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this release is wrong
SKEW = 5.0  # seconds between this machine's clock and the database's
FAR = 30.0  # seconds from a platform's clock; less may be the answer's way
ROOM = 500 * 1024 * 1024  # bytes that should be free for pictures
WAIT = 5.0  # seconds for a platform's answer


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    well: bool
    says: str
    note: bool = False

    @classmethod
    def of(cls, name: str, found: Finding) -> Check:
        return cls(name, found.well, found.says, found.note)


async def run(settings: Settings) -> list[Check]:
    """Return the outcome of every check that is about something configured."""
    found = await _database(settings)
    for ask in (_proxies, _discord, _telegram, _openai):
        found += await ask(settings)
    return [*found, await _pictures(settings), _temporary(), await _clock(settings), _zones()]


async def warn(settings: Settings) -> None:
    """Log each check that is not well, or worth a note: at a start, where nobody has asked for them."""
    for check in await run(settings):
        if not check.well:
            log.warning("not well", check=check.name, says=check.says)
        elif check.note:
            log.info("to be known", check=check.name, says=check.says)


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
                _revision(connection),
            )
        )
    except StartError as error:
        return [Check("schema", False, str(error))]
    except Exception as error:  # whatever a driver raises; the address, with its password, is in none of its texts
        why = error.orig if isinstance(error, DBAPIError) else type(error).__name__
        return [Check("database", False, f"cannot be opened ({why}); check DATABASE_URL")]
    finally:
        await built.store.close()
    newest = engine.newest()
    schema = f"{revision}, newest is {newest}: run {invoked.command('migrate')}"
    if revision in (newest, None):
        schema = revision or "none yet; the first start makes it"
    kind = settings.database_url.partition(":")[0]
    return [
        Check("database", True, f"{kind} answers"),
        Check("schema", revision in (newest, None), schema),
        _skew(now),
    ]


def _revision(connection: Connection) -> str | None:
    """Return the revision of our schema. Raises StartError for another's, or a newer one."""
    revision = engine.current(connection)
    engine.check_ours(connection, revision)
    return revision


async def _proxies(settings: Settings) -> list[Check]:
    """Check that the proxies to the configured services can be reached. The text holds no password."""
    used = {url: name for name, address in _services(settings) if (url := proxy.to(urlsplit(address).hostname or ""))}
    return [await _proxy(name, urlsplit(url)) for url, name in used.items()]


async def _proxy(name: str, url: SplitResult) -> Check:
    port = url.port or {"https": 443, "http": 80}.get(url.scheme, 1080)
    where = f"{name} goes by {url.hostname}:{port}"
    try:
        async with asyncio.timeout(WAIT):
            _, writer = await asyncio.open_connection(url.hostname, port)
    except (OSError, TimeoutError):
        return Check("proxy", False, f"{where}, which does not answer; set BOTFEED_PROXY (or HTTPS_PROXY) right")
    writer.close()
    return Check("proxy", True, where)


async def _discord(settings: Settings) -> list[Check]:
    """Check the bot token with Discord."""
    token = settings.discord_token.get_secret_value()
    if not token:
        return []
    from botfeed.adapters.discord import checkup  # noqa: PLC0415 - only where it is configured

    return [Check.of("Discord", await checkup.look(token, DISCORD_PERMISSIONS, **proxy.discord_options()))]


async def _telegram(settings: Settings) -> list[Check]:
    """Ask Telegram, or the operator's own server, whether it knows the bot."""
    token = settings.telegram_token.get_secret_value()
    called = settings.telegram_mode == "webhook"
    if not token:
        return []
    from botfeed.adapters.telegram import checkup  # noqa: PLC0415 - only where it is configured
    from botfeed.adapters.telegram.receive.webhook import WebhookReceiver  # noqa: PLC0415 - likewise

    url = WebhookReceiver(settings.public_url, settings.key, token).url if called else ""
    return [Check.of("Telegram", await checkup.look(token, url, **settings.telegram_server))]


async def _openai(settings: Settings) -> list[Check]:
    """Check the key with OpenAI, or with a server that speaks its API."""
    key = settings.openai_key.get_secret_value()
    if not key:
        return []
    from botfeed.adapters.models import checkup  # noqa: PLC0415 - only where it is configured

    paints = {"BOTFEED_IMAGE_MODEL": settings.image_model} if settings.paints_with == "openai" else {}
    models = {**paints, "BOTFEED_CHAT_MODEL": settings.chat_model}
    url = settings.openai_url or None
    found = [Check.of("OpenAI", await checkup.look(key, url, models))]
    if not found[0].well:
        return found
    if paints:
        found.append(_partial_pictures(settings))
    return [*found, Check.of("review", await checkup.look_at_review(key, url))]


def _partial_pictures(settings: Settings) -> Check:
    """Say whether a picture is shown while it is painted; a server's answer to that would have to be paid for."""
    if settings.streams:
        return Check(
            "partial pictures", True, "are asked for; a server that has none is asked without them from then on"
        )
    how = "" if settings.image_stream else "; set BOTFEED_IMAGE_STREAM=on if it sends them"
    return Check("partial pictures", True, f"are not asked of this server, a picture comes whole{how}", note=bool(how))


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
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return Check("pictures", False, f"{folder} cannot be written; set BOTFEED_DATA to another folder")
    free = shutil.disk_usage(folder).free
    return Check("pictures", free > ROOM, f"{free // 2**20} MiB free in {folder}")


def _temporary() -> Check:
    """Check that there is a folder for temporary files, which previews of pictures and uploads pass through."""
    try:
        return Check("temporary files", True, tempfile.gettempdir())
    except FileNotFoundError:
        return Check("temporary files", False, "no folder can be written; set TMPDIR to one that can")


async def _clock(settings: Settings) -> Check:
    """Check this machine's clock against the first configured service that answers."""
    now = datetime.now(UTC)
    for name, url in _services(settings):
        if (there := await _date(url)) is None:
            continue
        away = (datetime.now(UTC) - there).total_seconds()
        if abs(away) > FAR:
            how = "ahead of" if away > 0 else "behind"
            return Check("clock", False, f"{abs(away):.0f} s {how} {name}'s; let it be set by the network (NTP)")
        break
    if now < OLDEST_CLOCK:
        return Check("clock", False, f"it says {now:%Y-%m-%d}; let it be set by the network (NTP)")
    return Check("clock", True, now.isoformat(timespec="seconds"))


def _services(settings: Settings) -> list[tuple[str, str]]:
    telegram = settings.telegram_api or "https://api.telegram.org"
    model = settings.openai_url or "https://api.openai.com/v1"
    known = [
        ("Discord", "https://discord.com/api/v10/gateway", settings.discord_token),
        ("Telegram", telegram, settings.telegram_token),
        ("OpenAI", model, settings.openai_key),
    ]
    return [(name, url) for name, url, secret in known if secret.get_secret_value()]


async def _date(url: str) -> datetime | None:
    """Return the time in an answer's Date header, None without one; no token is sent."""
    try:
        async with httpx.AsyncClient(timeout=WAIT) as client:
            answer = await client.head(url)
        return parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, OSError, KeyError, ValueError):
        return None


def _zones() -> Check:
    try:
        ZoneInfo("Europe/Rome")
    except ZoneInfoNotFoundError:
        return Check("time zones", False, "none are known, so no digest knows its hour; pip install tzdata")
    return Check("time zones", True, f"{len(available_timezones())} known")
