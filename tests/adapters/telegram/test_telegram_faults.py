"""Effect of every row of Telegram's fault table, all named in this one module."""

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from botfeed.adapters.telegram.api.refusals import Moved, Paused
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.receive import polling, webhook
from botfeed.adapters.telegram.receive.updates import Receiver
from botfeed.core.chat.message import Card, Media, Reply
from botfeed.core.errors import MessageGone, Rejected, SendUnknown, StartError, TryAgain, Unreachable
from botfeed.core.language.text import Span, Text
from botfeed.core.model import Address, KeyValue
from botfeed.testing import faults

WORDS = Reply((Card(Text((Span("hello"),))),))
CALM = None  # it is no error at all


async def send(adapter, speaks, ada, ref):
    await speaks.send(Address("telegram", str(ada.id)), WORDS, "k")


async def edit(adapter, speaks, ada, ref):
    assert (await speaks.edit(Address("telegram", str(ada.id)), ref, WORDS)).ref == ref


async def tap(adapter, speaks, ada, ref):
    await speaks.acknowledge("tap-1")


async def originals(adapter, speaks, ada, ref):
    blobs = [(await adapter.services.media.keep(data, ai=False, model="m")).blob for data in pictures()]
    media = tuple(Media(blob, "a", variant="file") for blob in blobs)
    await speaks.send(Address("telegram", str(ada.id)), Reply((Card(Text((Span("two"),)), media),)), "k")


async def photo(adapter, speaks, ada, ref):
    blob = (await adapter.services.media.keep(pictures()[0], ai=False, model="m")).blob
    await speaks.send(Address("telegram", str(ada.id)), Reply((Card(Text((Span("one"),)), (Media(blob, "a"),)),)), "k")


async def poll(adapter, speaks, ada, ref):
    await polling.poll(Receiver(adapter.services, speaks.bot, speaks), lambda: None)


# name of the row: (the method it is played at, what we do, what comes of it for the core)
ENDS = {
    "flood": ("sendMessage", send, Paused),
    "blocked": ("sendMessage", send, Unreachable),
    "deactivated": ("sendMessage", send, Unreachable),
    "cannot_initiate": ("sendMessage", send, Unreachable),
    "kicked_group": ("sendMessage", send, Unreachable),
    "not_member": ("sendMessage", send, Unreachable),
    "chat_not_found": ("sendMessage", send, Unreachable),
    "migrated": ("sendMessage", send, Moved),
    "not_modified": ("editMessageText", edit, CALM),
    "edit_not_found": ("editMessageText", edit, MessageGone),
    "query_too_old": ("answerCallbackQuery", tap, CALM),
    "parse_entities": ("sendMessage", send, CALM),
    "wrong_url": ("sendPhoto", photo, CALM),
    "album_type": ("sendMediaGroup", originals, Rejected),
    "conflict_poll": ("getUpdates", poll, TryAgain),
    "conflict_webhook": ("getUpdates", poll, TryAgain),
    "unauthorized": ("", poll, StartError),
    "bad_token_or_method": ("", poll, StartError),
    "too_large": ("sendPhoto", photo, CALM),
    "restart": ("sendMessage", send, TryAgain),
    "bad_gateway": ("sendMessage", send, TryAgain),
    "slow": ("sendMessage", send, SendUnknown),
}
# rows that are no answer to a call of ours, or to none of the messenger's: each has a test of its own below
OTHERS = ("set_webhook_twice", "webhook_delivery", "duplicate_update")


def pictures():
    from tests.adapters.telegram.test_telegram_messages import png

    return png("red"), png("blue")


@pytest.fixture
async def speaks(adapter):
    """Return a messenger that waits a third of a second for an answer."""
    await adapter.kill()
    request = HTTPXRequest(read_timeout=0.3)
    urls = {"base_url": adapter.fake.base_url, "base_file_url": adapter.fake.base_file_url}
    async with Bot(adapter.fake.token, request=request, **urls) as bot:
        yield Messenger(adapter.services, bot)


@pytest.mark.parametrize("way", ["poll"])
@pytest.mark.parametrize("name", ENDS)
async def test_each_refusal_becomes_its_error_and_the_next_message_is_sent(adapter, ada, speaks, name):
    method, do, end = ENDS[name]
    ada.chat.started = True
    ref = (await speaks.send(Address("telegram", str(ada.id)), WORDS, "k")).ref
    if method == "editMessageText" and end is CALM:
        adapter.fake.state.messages[ada.id, int(ref.partition("/")[2])]["text"] = "other"
    adapter.fake.fault(name, method, times=1 if method else 2)  # the token is looked at twice before we stop
    if end is CALM:
        await do(adapter, speaks, ada, ref)
    else:
        with pytest.raises(end) as refused:
            await do(adapter, speaks, ada, ref)
        assert adapter.fake.token not in str(refused.value)
    assert name in adapter.fake.faults.played
    adapter.fake.faults.release()
    if end is Moved:
        assert await adapter.rows(KeyValue, name__begins="telegram:moved:")
        return
    await speaks.send(Address("telegram", str(ada.id)), WORDS, "k")
    assert adapter.fake.last(ada).text == "hello"


@pytest.mark.parametrize("way", ["webhook"])
async def test_set_webhook_waits_as_long_as_told(adapter):
    base = adapter.fake.state.webhook["url"].rpartition("/telegram/")[0]
    adapter.fake.state.webhook = {}
    adapter.fake.fault("set_webhook_twice", "setWebhook")
    await webhook.WebhookReceiver(base, adapter.services.secret, adapter.fake.token)._set(adapter.receiver)
    assert adapter.fake.state.webhook["url"]
    assert 1.0 in adapter.clock.slept


@pytest.mark.parametrize("way", ["webhook"])
async def test_webhook_deliveries_carry_the_secret_and_repeat_until_a_2xx(adapter, ada):
    await adapter.kill()
    await ada.say("/privacy")
    await adapter.until(lambda: 0 in adapter.fake.webhook_sender.answers)
    await adapter.open()
    await adapter.shown(ada, "how long")
    assert adapter.fake.webhook_sender.answers[-1] == 200


async def test_duplicate_update_has_one_effect(adapter, ada):
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    adapter.fake.redeliver()
    await adapter.confirmed()
    assert len([text for text in adapter.texts(ada) if "how long" in text]) == 1


def test_every_fault_row_has_a_test():
    assert set(faults.load("telegram")) == {*ENDS, *OTHERS}
