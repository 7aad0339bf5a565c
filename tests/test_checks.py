"""The doctor names each fault in one line that says what to do, and a start logs the same lines."""

import asyncio
import tempfile
import zoneinfo
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
import structlog
from pydantic import SecretStr

from botfeed import checks, doctor
from botfeed.settings import Settings


@asynccontextmanager
async def dated(away):
    """Yield the address of a server whose clock is `away` from ours."""

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        date = format_datetime(datetime.now(UTC) + away, usegmt=True)
        writer.write(f"HTTP/1.1 200 OK\r\ndate: {date}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def findings(settings):
    return {check.name: check.says for check in await checks.run(settings) if not check.well}


@pytest.mark.parametrize(
    ("away", "says"),
    [
        (timedelta(hours=1), "s behind Telegram's; let it be set by the network"),
        (timedelta(days=-50), "s ahead of Telegram's; let it be set by the network"),
        (timedelta(seconds=5), ""),
    ],
)
async def test_a_clock_that_is_off_is_told_by_a_services_clock(tmp_path, away, says):
    async with dated(away) as url:
        settings = Settings(_env_file=None, data=tmp_path, telegram_token=SecretStr("1:x"), telegram_api=url)
        found = await checks._clock(settings)
    assert found.well is (not says)
    assert says in found.says


async def test_without_a_service_the_clock_is_only_compared_with_the_release(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "OLDEST_CLOCK", datetime.now(UTC) + timedelta(days=1))
    assert "let it be set by the network" in (await findings(Settings(_env_file=None, data=tmp_path)))["clock"]


def unwritable(folder, monkeypatch):
    def refuse(dir):
        raise PermissionError(13, "Permission denied", dir)

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)


def no_temporary_folder(folder, monkeypatch):
    def refuse():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", refuse)


def no_zones(folder, monkeypatch):
    def refuse(name):
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(checks, "ZoneInfo", refuse)


def full(folder, monkeypatch):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: SimpleNamespace(free=1024))


FAULTS = {
    unwritable: ("pictures", "cannot be written; set BOTFEED_DATA to another folder"),
    no_temporary_folder: ("temporary files", "no folder can be written; set TMPDIR to one that can"),
    no_zones: ("time zones", "none are known, so no digest knows its hour; pip install tzdata"),
    full: ("pictures", "0 MiB free"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
async def test_each_fault_of_the_machine_is_one_line(tmp_path, monkeypatch, fault):
    settings, (name, says) = Settings(_env_file=None, data=tmp_path), FAULTS[fault]
    assert await findings(settings) == {}
    fault(tmp_path, monkeypatch)
    found = await findings(settings)
    assert list(found) == [name]
    assert says in found[name]
    assert "\n" not in found[name]
    lines = []
    assert await doctor.report(settings, lines.append) == 1
    assert [line for line in lines if f"✗ {name}: " in line and says in line]


async def test_a_start_logs_what_is_not_well_and_nothing_else(tmp_path, monkeypatch):
    settings = Settings(_env_file=None, data=tmp_path)
    with structlog.testing.capture_logs() as lines:
        await checks.warn(settings)
    assert lines == []
    no_zones(tmp_path, monkeypatch)
    with structlog.testing.capture_logs() as lines:
        await checks.warn(settings)
    assert [(line["event"], line["check"]) for line in lines] == [("not well", "time zones")]
