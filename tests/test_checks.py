"""The machine's clock is checked against a service's; `test_findings.py` tries every fault."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import structlog
from pydantic import SecretStr

from botfeed import checks
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


async def test_a_start_logs_nothing_where_all_is_well(tmp_path):
    with structlog.testing.capture_logs() as lines:
        await checks.warn(Settings(_env_file=None, data=tmp_path))
    assert lines == []
