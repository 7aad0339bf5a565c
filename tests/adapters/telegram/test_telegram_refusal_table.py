"""Every refusal of the table, and one that is not listed, at every call by which a message is sent or edited."""

import itertools

import pytest

from botfeed.adapters.telegram.api import refusals
from botfeed.adapters.telegram.api.refusals import BadCaption, BadPicture, NoPictures, WrongFile
from botfeed.core.chat.message import Attachment, Card, Media, Reply
from botfeed.core.errors import (
    Expired,
    MessageGone,
    NotPermitted,
    Rejected,
    SendError,
    SendUnknown,
    TooLarge,
    TryAgain,
    Unreachable,
)
from botfeed.core.language.text import Span, Text
from botfeed.core.model import Address
from botfeed.testing.telegram import Fault
from tests.adapters.telegram.test_telegram_faults import pictures, speaks  # noqa: F401  a fixture

NEW = "SOMETHING_NEW_OF_NEXT_YEAR"
SAID = {
    400: (*refusals.TABLE, NEW),
    403: ("CHAT_SEND_PHOTOS_FORBIDDEN", "IMAGE_PROCESS_FAILED", NEW),
    413: ("Request Entity Too Large",),
}
ALWAYS = 50
LONG = "a fox in the snow, " * 20
SHOWN = (BadPicture, BadCaption, NoPictures, TooLarge, WrongFile)  # refusals of the picture, not of the chat


def refusal(words, status=400):
    body = {"ok": False, "error_code": status, "description": f"Bad Request: {words}"}
    return Fault(f"{status} {words}", status=status, body=body)


def card(text, *media):
    return Reply((Card(Text((Span(text),)), media),))


async def media(adapter, n=0, variant="display"):
    return Media((await adapter.services.media.keep(pictures()[n], ai=False, model="m")).blob, "a", variant=variant)


async def replies(adapter):
    """Return the kinds of replies by name, each with the methods that send it and those that make it of a text."""
    picture, blob = await media(adapter), await adapter.services.media.keep_file(b"words")
    album = tuple([await media(adapter, n, "file") for n in (0, 1)])
    return {
        "text": (card("hello"), "sendMessage", "editMessageText"),
        "picture": (card("a fox", picture), "sendPhoto", "editMessageMedia"),
        "long": (card(LONG * 5, picture), "sendPhoto", "editMessageMedia"),
        "original": (card("a fox", album[0]), "sendDocument", ""),
        "album": (card("a fox", *album), "sendMediaGroup", ""),
        "file": (Reply(card("here").cards, files=(Attachment("a.txt", "text/plain", blob, 5),)), "sendDocument", ""),
    }


def wanted(words, status):
    return {type(refusals.refused(f"Bad Request: {words}", Rejected if status == 400 else Unreachable))}


def test_every_class_of_refusal_is_in_the_table():
    kinds = set(refusals.TABLE.values())
    for kind in (Unreachable, MessageGone, Expired, NotPermitted, BadPicture, BadCaption, NoPictures, TooLarge):
        assert kind in kinds
    for words in refusals.TABLE:
        assert words == words.casefold()


@pytest.mark.parametrize("status", [400, 403, 413])
@pytest.mark.parametrize("way", ["poll"])
async def test_a_refused_message_is_sent_simpler_or_its_refusal_is_classed(adapter, ada, speaks, status):  # noqa: F811
    """At each call that sends: always refused at that method, other methods work."""
    ada.chat.started = True
    where, tried = Address("telegram", str(ada.id)), 0
    for (name, (reply, method, _)), words in itertools.product((await replies(adapter)).items(), SAID[status]):
        adapter.fake.faults.clear()
        adapter.fake.fault(refusal(words, status), method, times=ALWAYS)
        before = len(adapter.fake.messages(ada))
        try:
            await speaks.send(where, reply, f"{name}{words}{status}")
        except SendError as error:
            assert not isinstance(error, SendUnknown | TryAgain), (name, words)
        else:
            shown = adapter.fake.messages(ada)[before:]
            assert any("fox" in message.text for message in shown), (name, words)
        if name in ("picture", "long") and status != 413 and wanted(words, status) & set(SHOWN):
            assert len(adapter.fake.messages(ada)) > before, (name, words)
        tried += 1
    assert tried == len(SAID[status]) * 6


@pytest.mark.parametrize("status", [400, 403, 413])
@pytest.mark.parametrize("way", ["poll"])
async def test_a_refused_edit_leaves_no_message_that_waits(adapter, ada, speaks, status):  # noqa: F811
    """At each call that edits: where the refusal is about the picture, the waiting message ends in picture or words."""
    ada.chat.started = True
    where = Address("telegram", str(ada.id))
    kinds = {name: row for name, row in (await replies(adapter)).items() if row[2]}
    for (name, (reply, _, method)), words in itertools.product(kinds.items(), SAID[status]):
        adapter.fake.faults.clear()
        ref = (await speaks.send(where, card("Painting"), f"{name}{words}{status}w")).ref
        adapter.fake.fault(refusal(words, status), method, times=ALWAYS)
        try:
            receipt = await speaks.edit(where, ref, reply)
        except SendError as error:
            assert not isinstance(error, SendUnknown | TryAgain), (name, words)
            listed = wanted(words, status)
            assert name == "text" or not listed & set(SHOWN), (name, words)
        else:
            number = int(receipt.ref.partition("/")[2])
            standing = {m.id: m.text for m in adapter.fake.messages(ada)}
            if refusals.TABLE.get(words) is not refusals.Unchanged:
                assert "Painting" not in standing.get(number, ""), (name, words)
                assert receipt.ref == ref or int(ref.partition("/")[2]) not in standing


@pytest.mark.parametrize("status", [400, 403, 404, 407, 451, 500])
async def test_an_answer_of_a_proxy_says_nothing_of_the_chat(adapter, ada, speaks, status):  # noqa: F811
    ada.chat.started = True
    adapter.fake.fault(Fault("page", status=status, text="<html>blocked</html>"), "sendMessage")
    with pytest.raises(TryAgain):
        await speaks.send(Address("telegram", str(ada.id)), card("hello"), "k")


async def test_a_picture_refused_once_is_sent_as_a_picture(adapter, ada, speaks):  # noqa: F811
    ada.chat.started = True
    where = Address("telegram", str(ada.id))
    for number, words in enumerate(("IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS", "PHOTO_SAVE_FILE_INVALID")):
        adapter.fake.fault(refusal(words), "sendPhoto")
        await speaks.send(where, card("a fox", await media(adapter)), f"k{number}")
        assert adapter.fake.last(ada).photo


async def test_a_picture_that_is_always_refused_comes_as_a_document_then_as_words(adapter, ada, speaks):  # noqa: F811
    ada.chat.started = True
    where = Address("telegram", str(ada.id))
    adapter.fake.fault(refusal("IMAGE_PROCESS_FAILED"), "sendPhoto", times=ALWAYS)
    await speaks.send(where, card("a fox", await media(adapter)), "k")
    assert "document" in adapter.fake.last(ada).raw
    adapter.fake.fault(refusal("CHAT_SEND_DOCS_FORBIDDEN"), "sendDocument", times=ALWAYS)
    await speaks.send(where, card("a fox", await media(adapter)), "k2")
    assert adapter.fake.last(ada).text.startswith("a fox")
    assert "only its words" in adapter.fake.last(ada).text


@pytest.mark.parametrize("size", [(4000, 20), (30, 3000), (9000, 1100), (16000, 800)])
async def test_a_picture_of_any_shape_is_shown_as_a_photo(adapter, ada, speaks, size):  # noqa: F811
    from tests.adapters.telegram.test_telegram_messages import png

    ada.chat.started = True
    kept = await adapter.services.media.keep(png("red", size), ai=False, model="m")
    await speaks.send(Address("telegram", str(ada.id)), card("a line", Media(kept.blob, "a")), "k")
    assert adapter.fake.last(ada).photo
