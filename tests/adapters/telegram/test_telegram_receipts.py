"""A receipt names every message that an answer became, and each of them is found again."""

from __future__ import annotations

import pytest

from botfeed.adapters.telegram.send.overflow import FACT
from botfeed.core.chat.message import Attachment, Card, Media, Reply
from botfeed.core.language.text import Span, Text
from botfeed.core.model import Address, KeyValue, Placement
from tests.adapters.telegram.test_telegram_messages import LONG, blob, said


def words(text: str) -> Card:
    return Card(Text((Span(text),)))


async def replies(adapter, name: str) -> Reply:
    one = await blob(adapter)
    shown, file = Media(one, "a"), Media(one, "a", variant="file")
    part = Attachment("a.zip", "application/zip", await adapter.services.media.keep_file(b"PK"), 2)
    made = {
        "words": Reply((words("one"),)),
        "three cards": Reply((words("one"), words("two"), words("three"))),
        "a picture": Reply((Card(Text((Span("a"),)), (shown,)),)),
        "a picture with more words than fit": Reply((Card(Text((Span(LONG),)), (shown,)),)),
        "an original": Reply((Card(Text((Span("a"),)), (file,)),)),
        "originals": Reply((Card(Text((Span("a"),)), (file,) * 4),)),
        "more originals than an album holds": Reply((Card(Text((Span("a"),)), (file,) * 13),)),
        "words and files": Reply((words("one"),), files=(part, part)),
        "pictures and words": Reply(
            (Card(Text((Span("a"),)), (shown,)), Card(Text((Span("b"),)), (shown,)), words("c"))
        ),
    }
    return made[name]


NAMES = (
    "words", "three cards", "a picture", "a picture with more words than fit", "an original", "originals",
    "more originals than an album holds", "words and files", "pictures and words",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_a_receipt_names_all_messages_of_an_answer(adapter, ada, name: str) -> None:
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    before = {m.id for m in said(adapter, ada)}
    speaks = adapter.services.messengers["telegram"]
    receipt = await speaks.send(Address("telegram", str(ada.id)), await replies(adapter, name), "k")
    refs = {receipt.ref, *receipt.also}
    rests = await adapter.rows(KeyValue, name__begins=FACT)
    named = {int(ref.rpartition("/")[2]) for ref in (*refs, *(row.value for row in rests if row.value))}
    assert named == {m.id for m in said(adapter, ada)} - before
    assert len(receipt.also) == len(refs) - 1


async def test_the_files_of_an_album_go_when_their_person_does(adapter, ada) -> None:
    """The originals of a person's private pictures stayed in the chat after they were erased."""
    await ada.say("/imagine a fox --count 4")
    shown = await adapter.shown(ada, "number 1 of 4")
    reference = shown.text.split("Its reference is ")[1].split(".")[0]
    await ada.say(f"/original {reference} --all")
    await adapter.shown(ada, "The file as it was made")
    files = {m.id for m in said(adapter, ada) if "document" in m.raw}
    assert len(files) == 4

    (last,) = [m.id for m in said(adapter, ada) if "The file as it was made" in m.text]
    await adapter.there(Placement, ref=f"{ada.id}/{last}")
    rows = await adapter.rows(Placement)
    placed = {int(row.ref.rpartition("/")[2]) for row in rows if row.account is not None}
    assert files <= placed
