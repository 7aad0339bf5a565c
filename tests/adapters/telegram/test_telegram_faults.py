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


async def send(door, speaks, ada, ref):
    await speaks.send(Address("telegram", str(ada.id)), WORDS, "k")


async def edit(door, speaks, ada, ref):
    assert (await speaks.edit(Address("telegram", str(ada.id)), ref, WORDS)).ref == ref


async def tap(door, speaks, ada, ref):
    await speaks.acknowledge("tap-1")


async def originals(door, speaks, ada, ref):
    blobs = [(await door.services.media.keep(data, ai=False, model="m")).blob for data in pictures()]
    media = tuple(Media(blob, "a", variant="file") for blob in blobs)
    await speaks.send(Address("telegram", str(ada.id)), Reply((Card(Text((Span("two"),)), media),)), "k")


async def photo(door, speaks, ada, ref):
    blob = (await door.services.media.keep(pictures()[0], ai=False, model="m")).blob
    await speaks.send(Address("telegram", str(ada.id)), Reply((Card(Text((Span("one"),)), (Media(blob, "a"),)),)), "k")


async def poll(door, speaks, ada, ref):
    await polling.poll(Receiver(door.services, speaks.bot, speaks), lambda: None)


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
    "parse_entities": ("sendMessage", send, Rejected),
    "wrong_url": ("sendPhoto", photo, Rejected),
    "album_type": ("sendMediaGroup", originals, Rejected),
    "conflict_poll": ("getUpdates", poll, StartError),
    "conflict_webhook": ("getUpdates", poll, StartError),
    "unauthorized": ("", poll, StartError),
    "bad_token_or_method": ("", poll, StartError),
    "too_large": ("sendPhoto", photo, Rejected),
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
async def speaks(door):
    """Return a messenger that waits a third of a second for an answer."""
    await door.kill()
    request = HTTPXRequest(read_timeout=0.3)
    urls = {"base_url": door.fake.base_url, "base_file_url": door.fake.base_file_url}
    async with Bot(door.fake.token, request=request, **urls) as bot:
        yield Messenger(door.services, bot)


@pytest.mark.parametrize("way", ["poll"])
@pytest.mark.parametrize("name", ENDS)
async def test_each_refusal_becomes_its_error_and_the_next_message_is_sent(door, ada, speaks, name):
    method, do, end = ENDS[name]
    ada.chat.started = True
    ref = (await speaks.send(Address("telegram", str(ada.id)), WORDS, "k")).ref
    if method == "editMessageText" and end is CALM:
        door.fake.state.messages[ada.id, int(ref.partition("/")[2])]["text"] = "other"
    door.fake.fault(name, method, times=1 if method else 2)  # the token is looked at twice before we stop
    if end is CALM:
        await do(door, speaks, ada, ref)
    else:
        with pytest.raises(end) as refused:
            await do(door, speaks, ada, ref)
        assert door.fake.token not in str(refused.value)
    assert name in door.fake.faults.played
    door.fake.faults.release()
    if end is Moved:
        assert await door.rows(KeyValue, name__begins="telegram:moved:")
        return
    await speaks.send(Address("telegram", str(ada.id)), WORDS, "k")
    assert door.fake.last(ada).text == "hello"


@pytest.mark.parametrize("way", ["webhook"])
async def test_set_webhook_waits_as_long_as_told(door):
    base = door.fake.state.webhook["url"].rpartition("/telegram/")[0]
    door.fake.state.webhook = {}
    door.fake.fault("set_webhook_twice", "setWebhook")
    await webhook.WebhookReceiver(base, door.services.secret, door.fake.token)._set(door.receiver)
    assert door.fake.state.webhook["url"]
    assert 1.0 in door.clock.slept


@pytest.mark.parametrize("way", ["webhook"])
async def test_webhook_deliveries_carry_the_secret_and_repeat_until_a_2xx(door, ada):
    await door.kill()
    await ada.say("/privacy")
    await door.until(lambda: 0 in door.fake.webhook_sender.answers)
    await door.open()
    await door.shown(ada, "how long")
    assert door.fake.webhook_sender.answers[-1] == 200


async def test_duplicate_update_has_one_effect(door, ada):
    await ada.say("/privacy")
    await door.shown(ada, "how long")
    door.fake.redeliver()
    await door.confirmed()
    assert len([text for text in door.texts(ada) if "how long" in text]) == 1


def test_every_fault_row_has_a_test():
    assert set(faults.load("telegram")) == {*ENDS, *OTHERS}
