"""Each of the three clients goes through the proxy that is set, and through none to a host that is excepted."""

import asyncio
import contextlib
import importlib.util

import pytest

from botfeed import checks, proxy, settings
from botfeed.core.errors import StartError

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
ASKED = {
    "DISCORD_TOKEN": ("discord.com", "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"),
    "TELEGRAM_TOKEN": ("api.telegram.org", TOKEN),
    "OPENAI_API_KEY": ("api.openai.com", "sk-test"),
}
CHECKS = {"DISCORD_TOKEN": checks._discord, "TELEGRAM_TOKEN": checks._telegram, "OPENAI_API_KEY": checks._openai}


@pytest.fixture
def environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in (*settings.names(), "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


@contextlib.asynccontextmanager
async def recording(answer):
    """Yield a proxy's port and a list of what was first said to it; `answer` handles each connection."""
    heard = []

    async def serve(reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            heard.append(await answer(reader, writer))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heard


async def connect(reader, writer):
    """Refuse an HTTP proxy's request; return its first line."""
    line = (await reader.readline()).decode()
    writer.write(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")
    await writer.drain()
    return line.strip()


async def socks(reader, writer):
    """Speak SOCKS 5 as far as the name of the host that is wanted, and refuse; return it."""
    version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(bytes([version, 0]))
    _, _, _, kind, length = await reader.readexactly(5)
    name = await reader.readexactly(length + 2)
    writer.write(bytes([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]))
    await writer.drain()
    return f"{kind} {name[:-2].decode()}:{int.from_bytes(name[-2:])}"


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("given", ["BOTFEED_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
async def test_each_client_goes_through_the_http_proxy(environment, name, given):
    host, token = ASKED[name]
    environment.setenv(name, token)
    async with recording(connect) as (port, heard):
        environment.setenv(given, f"http://127.0.0.1:{port}")
        found = await CHECKS[name](settings.read())
    assert heard
    assert {line.split()[1] for line in heard} == {f"{host}:443"}
    assert [check.well for check in found if check.name in ("Discord", "Telegram", "OpenAI")] == [False]


@pytest.mark.parametrize("name", ASKED)
async def test_each_client_goes_through_the_socks_proxy_and_leaves_the_name_to_it(environment, name):
    host, token = ASKED[name]
    environment.setenv(name, token)
    async with recording(socks) as (port, heard):
        environment.setenv("BOTFEED_PROXY", f"socks5h://127.0.0.1:{port}")
        await CHECKS[name](settings.read())
    assert set(heard) == {f"3 {host}:443"}


def test_the_setting_replaces_the_environment_and_spares_this_machine(environment):
    environment.setenv("HTTPS_PROXY", "http://other:1")
    environment.setenv("BOTFEED_PROXY", "http://proxy:3128/")
    settings.read()
    assert proxy.to("discord.com") == "http://proxy:3128"
    assert proxy.to("localhost") == proxy.to("127.0.0.1") == ""


def test_an_excepted_host_is_reached_directly(environment):
    environment.setenv("HTTPS_PROXY", "http://proxy:3128")
    environment.setenv("NO_PROXY", "discord.com")
    settings.read()
    assert proxy.to("discord.com") == ""
    assert proxy.discord_options() == {}
    assert proxy.to("api.telegram.org") == "http://proxy:3128"


def test_what_a_socks_proxy_needs_is_named_at_the_start(environment):
    environment.setattr(importlib.util, "find_spec", lambda name: None)
    environment.setenv("ALL_PROXY", "socks5://proxy:1080")
    with pytest.raises(StartError, match=r"socksio and aiohttp_socks is missing: pip install '\.\[socks\]'"):
        settings.read()


def test_the_password_of_a_proxy_is_a_secret(environment):
    environment.setenv("BOTFEED_PROXY", "http://me:hush-hush-hush@proxy:3128")
    assert "hush-hush-hush" in settings.read().secrets
