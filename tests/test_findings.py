"""Each fault of a configuration or a machine is one line of the doctor that says what to do, and one of a start's log."""

import os
import re
import socket
import sqlite3
import tempfile
import zoneinfo
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import structlog

from botfeed import checks, doctor, proxy, settings
from botfeed.core.errors import StartError
from botfeed.testing.discord import FakeDiscord
from botfeed.testing.openai import DIALECTS, FakeOpenAI
from botfeed.testing.telegram import FakeTelegram
from tests import certificate
from tests.test_checks import dated

DOES = re.compile(
    r"\b(set|check|make|copy|give|choose|take|write|let|run|start|restore|pip install|renew|turn off|begin|try)\b",
    re.IGNORECASE,
)
TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"


@dataclass
class Machine:
    """Machine and configuration on which one thing is wrong."""

    patch: pytest.MonkeyPatch
    folder: Path

    def set(self, **values):
        for name, value in values.items():
            self.patch.setenv(name, value)

    def refuse(self, where, name, error):
        def raises(*_args, **_more):
            raise error

        self.patch.setattr(where, name, raises)


def closed_port():
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@asynccontextmanager
async def openai(machine, path="/v1", models=("gpt-image-2.6", "gpt-5-mini"), **more):
    async with FakeOpenAI(models=models, **more) as fake:
        url = fake.base_url.removesuffix("/v1") + path
        machine.set(OPENAI_API_KEY=fake.key, OPENAI_BASE_URL=url, BOTFEED_IMAGE_STREAM="off")
        yield fake


@asynccontextmanager
async def telegram(machine):
    async with FakeTelegram() as fake:
        machine.set(TELEGRAM_TOKEN=fake.token, TELEGRAM_API_URL=fake.base_url.removesuffix("/bot"))
        yield fake


@asynccontextmanager
async def discord(machine):
    async with FakeDiscord() as fake:
        fake.guild("Lounge")
        machine.set(DISCORD_TOKEN=fake.token)
        machine.patch.setattr(proxy, "discord_options", lambda: {"connector": fake.connector()})
        machine.patch.setattr(checks, "_services", lambda _: [])  # its clock is Discord's own, which is not asked here
        yield fake


@asynccontextmanager
async def url_without_v1(machine):
    async with openai(machine, path="") as fake:
        yield "OpenAI", f"is at another address: set OPENAI_BASE_URL={fake.base_url}"


@asynccontextmanager
async def url_with_another_prefix(machine):
    async with openai(machine, path="/api/v2") as fake:
        yield "OpenAI", f"is at another address: set OPENAI_BASE_URL={fake.base_url}"


@asynccontextmanager
async def url_of_a_page(machine):
    async with openai(machine, dialect=DIALECTS["a page for everything"]):
        yield "OpenAI", "answers with something else than OpenAI's API; set OPENAI_BASE_URL right (most end in /v1)"


@asynccontextmanager
async def url_where_nothing_listens(machine):
    machine.set(OPENAI_API_KEY="sk-x", OPENAI_BASE_URL=f"http://127.0.0.1:{closed_port()}/v1")
    yield "OpenAI", "does not answer (nothing listens there); check the network, and OPENAI_BASE_URL"


@asynccontextmanager
async def url_of_no_host(machine):
    machine.set(OPENAI_API_KEY="sk-x", OPENAI_BASE_URL="http://models.invalid/v1")
    yield "OpenAI", "does not answer (no such host is known here); check the network, and OPENAI_BASE_URL"


@asynccontextmanager
async def no_list_of_models(machine):
    async with openai(machine, lacks=("models",)):
        yield "OpenAI", "answers, and tells no list of its models; if nothing is painted, OPENAI_BASE_URL is wrong"


@asynccontextmanager
async def self_signed_certificate(machine):
    async with openai(machine, tls=certificate.served(machine.folder)):
        yield "OpenAI", "its certificate is signed by nobody known here; set SSL_CERT_FILE to a file with it"


@asynccontextmanager
async def https_of_a_server_without_it(machine):
    async with openai(machine) as fake:
        machine.set(OPENAI_BASE_URL=fake.base_url.replace("http:", "https:"))
        yield "OpenAI", "does not speak TLS there; begin the address with http:// if that is meant"


@asynccontextmanager
async def unknown_key(machine):
    async with openai(machine):
        machine.set(OPENAI_API_KEY="sk-another")
        yield "OpenAI", "does not take OPENAI_API_KEY; ask who runs the server for another"


@asynccontextmanager
async def missing_model(machine):
    async with openai(machine, models=("flux",)):
        machine.set(BOTFEED_PAINTER="sketch")
        yield "OpenAI", "answers, and does not list gpt-5-mini (BOTFEED_CHAT_MODEL); choose one that it has"


@asynccontextmanager
async def no_moderation(machine):
    async with openai(machine, lacks=("moderations",)):
        yield "review", "the server has none (moderations); word lists judge alone, and nobody looks at pictures"


@asynccontextmanager
async def no_streaming(machine):
    async with openai(machine):
        machine.set(BOTFEED_IMAGE_STREAM="")
        yield "partial pictures", "a picture comes whole; set BOTFEED_IMAGE_STREAM=on if it sends them"


@asynccontextmanager
async def dead_proxy(machine):
    port = closed_port()
    machine.set(BOTFEED_PROXY=f"http://me:hush-hush@127.0.0.1:{port}", TELEGRAM_TOKEN=TOKEN)
    machine.set(TELEGRAM_API_URL="https://telegram.invalid")
    yield "proxy", f"Telegram goes by 127.0.0.1:{port}, which does not answer; set BOTFEED_PROXY (or HTTPS_PROXY) right"


@asynccontextmanager
async def privacy_mode(machine):
    async with telegram(machine):
        yield "Telegram", "no @mentions (privacy mode, which @BotFather can turn off)"


@asynccontextmanager
async def unknown_telegram_token(machine):
    async with telegram(machine):
        machine.set(TELEGRAM_TOKEN=TOKEN)
        yield "Telegram", "does not know TELEGRAM_TOKEN; copy it anew from @BotFather"


@asynccontextmanager
async def unknown_discord_token(machine):
    async with discord(machine):
        machine.set(DISCORD_TOKEN="another")
        yield "Discord", "does not know DISCORD_TOKEN; copy it anew at discord.com/developers"


@asynccontextmanager
async def missing_permission(machine):
    async with discord(machine) as fake:
        next(iter(fake.state.spaces.values())).bot_permissions = checks.DISCORD_PERMISSIONS & ~(1 << 15)
        yield "Discord", "Lounge does not let the bot attach files; give its role these permissions there"


@asynccontextmanager
async def clock_ahead(machine):
    async with dated(timedelta(hours=-1)) as url:
        machine.set(TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=url)
        yield "clock", "s ahead of Telegram's; let it be set by the network (NTP)"


@asynccontextmanager
async def no_zones(machine):
    machine.refuse(checks, "ZoneInfo", zoneinfo.ZoneInfoNotFoundError("Europe/Rome"))
    yield "time zones", "none are known, so no digest knows its hour; pip install tzdata"


@asynccontextmanager
async def read_only_folder(machine):
    machine.refuse(tempfile, "TemporaryFile", PermissionError(13, "Permission denied"))
    yield "pictures", "cannot be written; set BOTFEED_DATA to another folder"


@asynccontextmanager
async def no_temporary_folder(machine):
    machine.refuse(tempfile, "gettempdir", FileNotFoundError(2, "No usable temporary directory found"))
    yield "temporary files", "no folder can be written; set TMPDIR to one that can"


@asynccontextmanager
async def full_disk(machine):
    machine.patch.setattr(checks.shutil, "disk_usage", lambda _: SimpleNamespace(free=1024))
    yield "pictures", "0 MiB free"


@asynccontextmanager
async def newer_schema(machine):
    with closing(sqlite3.connect(machine.folder / "newer.db")) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
        database.commit()
    machine.set(DATABASE_URL=f"sqlite:///{machine.folder}/newer.db")
    yield "schema", "This database is of a newer botfeed (schema 9999; "


@asynccontextmanager
async def another_programs_database(machine):
    with closing(sqlite3.connect(machine.folder / "other.db")) as database:
        database.execute("CREATE TABLE invoice (id INTEGER)")
    machine.set(DATABASE_URL=f"sqlite:///{machine.folder}/other.db")
    yield "schema", "This database holds another program's data (invoice). Set DATABASE_URL to an empty one."


WRONG = (
    url_without_v1,
    url_with_another_prefix,
    url_of_a_page,
    url_where_nothing_listens,
    url_of_no_host,
    self_signed_certificate,
    https_of_a_server_without_it,
    unknown_key,
    dead_proxy,
    unknown_telegram_token,
    unknown_discord_token,
    missing_permission,
    clock_ahead,
    no_zones,
    read_only_folder,
    no_temporary_folder,
    full_disk,
    newer_schema,
    another_programs_database,
)
NOTED = (no_list_of_models, missing_model, no_moderation, no_streaming, privacy_mode)
FOLLOWS = {dead_proxy: {"Telegram"}, clock_ahead: {"Telegram"}}  # what the fault makes fail besides


@pytest.mark.parametrize("fault", [*WRONG, *NOTED], ids=lambda fault: fault.__name__)
async def test_a_fault_is_one_line_of_the_doctor_and_one_of_a_starts_log(environment, tmp_path, fault):
    environment.setenv("BOTFEED_DATA", str(tmp_path / "data"))
    async with fault(Machine(environment, tmp_path)) as (name, says):
        read = settings.read()
        lines = []
        status = await doctor.report(read, lines.append)
        with structlog.testing.capture_logs() as logged:
            await checks.warn(read)
    wrong = fault in WRONG
    mark = "✗" if wrong else "✓"
    mine = [line for line in lines if line.startswith(f"  {mark} {name}: ") and says in line]
    assert len(mine) == 1, lines
    assert "\n" not in mine[0]
    assert status == wrong
    others = {line.split(":")[0].strip("✗ ") for line in lines if "✗" in line} - {name}
    assert others <= FOLLOWS.get(fault, set())
    told = [line for line in logged if line["check"] == name and says in line["says"]]
    assert [(line["event"], line["log_level"]) for line in told] == [
        ("not well", "warning") if wrong else ("to be known", "info")
    ]
    assert "hush-hush" not in str((lines, logged))
    if wrong and fault is not full_disk:
        assert DOES.search(mine[0]), "it says what to do"


REFUSED = {
    "OPENAI_BASE_URL=https://host/v1/images/generations": "the address ends before /images/generations, like https://host/v1",
    "OPENAI_BASE_URL=host/v1": "an address is wanted, like https://host/v1",
    "OPENAI_API_KEY=sk-é": "no key has 'é' in it; copy it again, alone",
    "OPENAI_API_KEY=sk one": "no key has a space; copy it again, alone",
    "DISCORD_TOKEN=a\tb": "no key has a tab; copy it again, alone",
    "TELEGRAM_TOKEN=98765": "that is no token; copy it from @BotFather, it looks like 123456:ABC-DEF1234",
    "TELEGRAM_API_URL=http://127.0.0.1:8081/bot": "the server's address alone is wanted, without /bot or /file",
    "BOTFEED_WEBPORT=80": "BOTFEED_WEBPORT is no setting; BOTFEED_WEB_PORT may be meant",
    "BOTFEED_OPERATOR=telegram:1": "BOTFEED_OPERATOR is no setting; BOTFEED_OPERATORS may be meant",
    "BOTFEED_GLORIOUS_SUNRISE=1": "BOTFEED_GLORIOUS_SUNRISE is no setting; take it out",
    "BOTFEED_OPERATORS=discord:ada": "people on Discord go by a number of 17 to 20 digits",
    "BOTFEED_PROXY=proxy:3128": "a proxy's address is wanted, like http://host:3128 or socks5://host:1080",
    "DATABASE_URL=mysql://x": "a database's address begins with sqlite:/// or postgresql://, or is left empty",
}


@pytest.mark.parametrize("given", REFUSED)
def test_a_setting_that_cannot_be_meant_is_refused_in_one_line(environment, given):
    """Every command reads the settings first, so doctor and a start say the same."""
    name, _, value = given.partition("=")
    environment.setitem(os.environ, name, value)
    with pytest.raises(StartError) as refused:
        settings.read()
    assert [line for line in str(refused.value).splitlines() if REFUSED[given] in line and name in line]
    assert value not in str(refused.value) or not name.endswith(("KEY", "TOKEN"))
