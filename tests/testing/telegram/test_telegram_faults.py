"""Faults by name and spelled out, and Telegram's rate limits."""

import asyncio

import pytest
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from botfeed.testing import faults
from botfeed.testing.telegram import FakeTelegram, Fault, RateLimits

SENDS = {
    "flood": RetryAfter,
    "blocked": Forbidden,
    "deactivated": Forbidden,
    "cannot_initiate": Forbidden,
    "kicked_group": Forbidden,
    "not_member": Forbidden,
    "chat_not_found": BadRequest,
    "migrated": ChatMigrated,
    "not_modified": BadRequest,
    "edit_not_found": BadRequest,
    "query_too_old": BadRequest,
    "parse_entities": BadRequest,
    "wrong_url": BadRequest,
    "album_type": BadRequest,
    "conflict_poll": Conflict,
    "conflict_webhook": Conflict,
    "unauthorized": InvalidToken,
    "bad_token_or_method": InvalidToken,
    "too_large": NetworkError,
    "restart": NetworkError,
    "bad_gateway": NetworkError,
    "set_webhook_twice": RetryAfter,
}


@pytest.mark.parametrize("name", SENDS)
async def test_faults_are_played_by_name(fake, bot, ada, name):
    fake.fault(name, method="sendMessage")
    with pytest.raises(SENDS[name]):
        await bot.send_message(ada.id, "hi")
    assert (await bot.send_message(ada.id, "hi")).text == "hi"
    assert len(fake.messages(ada)) == 1
    assert [call.method for call in fake.calls] == ["getMe", "sendMessage", "sendMessage"]


def test_every_fault_row_has_a_test():
    elsewhere = {"slow", "webhook_delivery", "duplicate_update"}  # a hang, what the fake does not do, redeliver()
    assert set(faults.load("telegram")) == set(SENDS) | elsewhere


async def test_a_slow_answer_times_out_although_the_message_arrived(fake, bot, ada):
    fake.fault("slow", method="sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(ada.id, "twice?", read_timeout=0.2)
    assert fake.last(ada).text == "twice?"


async def test_hangs_resets_and_custom_answers_are_played(fake, bot, ada):
    fake.fault(Fault("down", action="reset"), "sendMessage", times=2)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(ada.id, "hi")
    fake.fault(Fault("busy", status=503, text="<html>"), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "hi")
    fake.fault(Fault("broken", status=200, text='{"ok": tr', action="cut"), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "hi")
    assert fake.messages(ada) == []
    fake.fault(Fault("silence", action="delay for ever"), "sendMessage")
    waiting = asyncio.create_task(bot.send_message(ada.id, "hi", read_timeout=10))
    await fake.until(lambda: fake.messages(ada))
    fake.faults.release()
    with pytest.raises(NetworkError):
        await waiting
    assert fake.faults.played == ["down", "down", "busy", "broken", "silence"]


async def test_an_unknown_fault_name_lists_the_known_ones():
    with pytest.raises(KeyError, match=r"no fault is called 'flod'; known: .*flood"):
        FakeTelegram().fault("flod")


async def test_rate_limits_apply_when_enabled(ada):
    now = [100.0]
    limits = RateLimits(lambda: now[0])
    async with (
        asyncio.timeout(20),
        FakeTelegram(limits=limits) as fake,
        telegram.Bot(fake.token, base_url=fake.base_url) as bot,
    ):
        cleo = fake.user("cleo", started=True)
        for _ in range(3):
            await bot.send_message(cleo.id, "x")
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(cleo.id, "x")
        with pytest.raises(RetryAfter):  # the whole bot waits
            await bot.send_message(fake.user("dan", started=True).id, "x")
        now[0] += flood.value._retry_after.total_seconds()
        await bot.send_message(cleo.id, "x")
        lounge = fake.group("Lounge", admins=[cleo])
        for _ in range(20):
            now[0] += 1
            await bot.send_message(lounge.id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(lounge.id, "x")
        assert limits.floods == 3
