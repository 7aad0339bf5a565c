"""Custom Bot API server: its settings, its use by the client, and the doctor's check."""

import asyncio

import pytest
from pydantic import SecretStr

from botfeed import doctor, platforms
from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.telegram import receiver
from botfeed.adapters.telegram.receive import polling
from botfeed.adapters.telegram.receive.webhook import WebhookReceiver
from botfeed.app import App
from botfeed.core.errors import StartError, TryAgain
from botfeed.settings import Settings
from botfeed.settings import read as read_settings
from botfeed.store import engine
from botfeed.testing.telegram import FakeTelegram, Fault
from tests.adapters.telegram.conftest import START, RunningClock, build


def settings(fake, tmp_path, **more):
    server = fake.base_url.removesuffix("/bot")
    return Settings(data=tmp_path, telegram_token=SecretStr(fake.token), telegram_api=server, **more)


async def said(settings):
    lines = []
    await doctor.report(settings, lines.append)
    return next((line for line in lines if (" Telegram: " in line and "answer" in line) or "know" in line), "")


async def test_the_client_uses_the_configured_server(tmp_path):
    async with FakeTelegram() as fake:
        read = settings(fake, tmp_path, telegram_local=True)
        assert read.telegram_server == {
            "base_url": fake.base_url,
            "base_file_url": fake.base_file_url,
            "local_mode": True,
        }
        assert "✓ Telegram: botfeed_bot answers; 0 updates wait" in await said(read)
    assert Settings(data=tmp_path).telegram_server == {}


async def test_the_doctor_reports_the_servers_state(tmp_path):
    async with FakeTelegram() as fake:
        read = settings(fake, tmp_path)
        fake.fault(Fault("down", status=502, text="<html>"), "getMe")
        assert "✗ Telegram: does not answer" in await said(read)
        stranger = settings(fake, tmp_path).model_copy(update={"telegram_token": SecretStr("1:other")})
        assert "✗ Telegram: does not know TELEGRAM_TOKEN" in await said(stranger)
        hooked = settings(fake, tmp_path, telegram_mode="webhook", public_url="https://feed.example.org")
        assert "set at the next start" in await said(hooked)
        fake.state.webhook = {"url": WebhookReceiver("https://feed.example.org", hooked.key, fake.token).url}
        assert "0 updates wait" in await said(hooked)


@pytest.mark.parametrize("wrong", ["telegram", "http://a b", "http://127.0.0.1:8081/bot", "ftp://a.example"])
def test_an_invalid_server_address_is_named(tmp_path, monkeypatch, wrong):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_API_URL", wrong)
    with pytest.raises(StartError, match="TELEGRAM_API_URL"):
        read_settings()
    monkeypatch.delenv("TELEGRAM_API_URL")
    monkeypatch.setenv("TELEGRAM_API_LOCAL", "true")
    with pytest.raises(StartError, match="TELEGRAM_API_URL"):
        read_settings()


async def test_an_unreachable_server_raises_try_again(tmp_path):
    """The caller waits for it, with one line in the log."""
    services = build(tmp_path, SteppedClock(START))
    with pytest.raises(TryAgain, match="cannot be reached"):
        await receiver.serve(services, "1:x", lambda _: None, polling.poll, base_url="http://127.0.0.1:1/bot")


@pytest.mark.parametrize("wanted", [True, False])
async def test_the_setting_enables_rich_messages(tmp_path, wanted):
    services = build(tmp_path, RunningClock())
    await engine.migrate(services.store)
    async with asyncio.timeout(20), FakeTelegram() as fake:
        app = App(settings(fake, tmp_path, telegram_rich=wanted), services, services.store)
        up = asyncio.Event()
        adapter = asyncio.create_task(platforms.telegram(app, lambda _: up.set()))
        await up.wait()
        ada = fake.user("ada")
        await ada.say("/privacy")
        await fake.until(lambda: "how long" in fake.last(ada).text)
        assert ("rich_message" in fake.last(ada).raw) is wanted
        adapter.cancel()
        await asyncio.gather(adapter, return_exceptions=True)
    await services.store.close()
