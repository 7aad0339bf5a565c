"""Messages in a chat: long text, unchanged files, a digest that opens in place, progress."""

import asyncio
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.send import files as kept_files
from botfeed.core.chat.message import Action, Attachment, Card, Media, Reply, Request, Sender
from botfeed.core.digest import tick as digests
from botfeed.core.errors import Rejected
from botfeed.core.language.text import Span, Style, Text
from botfeed.core.model import Address, Delivery, KeyValue, Placement

LONG = "so many words about a tail " * 60


def png(colour="red", size=(64, 64)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


async def blob(adapter, colour="red"):
    return (await adapter.services.media.keep(png(colour), ai=False, model="test")).blob


def card(blob, words, *labels):
    text = Text((Span("Title\n", Style.BOLD), Span(words)))
    return Reply((Card(text, (Media(blob, "a"),), tuple(Action(n, "help", payload="help") for n in labels)),))


def said(adapter, who):
    return [m for m in adapter.fake.messages(who) if m.raw["from"]["is_bot"]]


@pytest.fixture
async def speaking(adapter, ada):
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    for message in list(adapter.fake.state.messages):
        del adapter.fake.state.messages[message]
    return adapter.services.messengers["telegram"], Address("telegram", str(ada.id))


async def test_text_too_long_for_a_caption_follows_the_picture(adapter, ada, speaking):
    speaks, here = speaking
    picture = await blob(adapter)
    receipt = await speaks.send(here, card(picture, LONG, "Like"), "k")
    shown, rest = said(adapter, ada)
    assert receipt.ref == f"{ada.id}/{shown.id}"
    assert shown.labels == ["Like"]
    assert render.units(shown.text) <= render.CAPTION
    assert shown.text.endswith("…")
    assert rest.raw["reply_to_message"]["message_id"] == shown.id
    whole = (shown.text.removesuffix("…") + " " + rest.text.removeprefix("…")).split()
    assert whole == f"Title {LONG}".split()

    await speaks.edit(here, receipt.ref, card(picture, "other words " * 120, "Like"))
    assert len(said(adapter, ada)) == 2
    assert "other words" in said(adapter, ada)[1].text
    await speaks.edit(here, receipt.ref, card(picture, "short", "Like"))
    assert [m.text for m in said(adapter, ada)] == ["Title\nshort"]
    assert not await adapter.rows(KeyValue, name__begins="telegram:rest:")

    again = await speaks.send(here, card(picture, LONG), "k")
    assert len(said(adapter, ada)) == 3
    await speaks.delete(here, again.ref)
    assert len(said(adapter, ada)) == 1


async def test_a_reply_to_the_overflow_is_a_reply_to_the_picture(adapter, ada, speaking):
    speaks, here = speaking
    receipt = await speaks.send(here, card(await blob(adapter), LONG, "Like"), "k")
    _, rest = said(adapter, ada)
    request = Request("telegram:1", "reply", Sender("telegram", str(ada.id), "ada"), here)
    for below in (f"{ada.id}/{rest.id}", receipt.ref):
        asked = replace(request, args={"message": below, "text": "so lovely!"})
        assert (await speaks.overflow.redirect(asked)).args == {"message": receipt.ref, "text": "so lovely!"}


async def test_a_picture_sent_to_many_is_uploaded_once(adapter, speaking):
    speaks, _ = speaking
    picture = await blob(adapter)
    readers = [adapter.fake.user(f"reader{n}", started=True) for n in range(8)]
    adapter.fake.lag = 0.05
    await asyncio.gather(
        *(speaks.send(Address("telegram", str(reader.id)), card(picture, "a fox"), "k") for reader in readers)
    )
    named = ["photo" in call.params for call in adapter.fake.calls if call.method == "sendPhoto"]
    assert named == [False] + [True] * 7


async def test_a_deleted_or_refused_overflow_is_harmless(adapter, ada, speaking):
    speaks, here = speaking
    picture = await blob(adapter)
    receipt = await speaks.send(here, card(picture, LONG), "k")
    del adapter.fake.state.messages[ada.id, said(adapter, ada)[1].id]
    await speaks.edit(here, receipt.ref, card(picture, LONG, "More"))
    assert len(said(adapter, ada)) == 2
    adapter.fake.fault("blocked", "sendMessage")
    await speaks.send(here, card(picture, LONG), "k")
    assert len(said(adapter, ada)) == 3


async def test_an_original_is_sent_as_an_unchanged_file(adapter, ada):
    picture = await adapter.picture(ada)
    assert picture.photo
    await ada.say("/mine")
    listed = await adapter.shown(ada, "1.", "1")
    await ada.press(listed, "1")
    reference = (await adapter.shown(ada, "Its reference is")).text.split("Its reference is ")[1].split(".")[0]
    await ada.say(f"/original {reference}")
    shown = await adapter.shown(ada, "The file as it was made")
    assert "photo" not in shown.raw
    document = shown.raw["document"]
    assert document["file_name"].endswith(".png")
    data = adapter.fake.state.files[document["file_id"]].data
    assert b"XML:com.adobe.xmp" in data or b"c2pa" in data  # where it comes from is written inside
    await ada.say(f"/original {reference}")
    await adapter.until(lambda: len([m for m in said(adapter, ada) if "document" in m.raw]) == 2)
    assert [m.raw["document"]["file_id"] for m in said(adapter, ada) if "document" in m.raw] == [
        document["file_id"]
    ] * 2


async def test_a_paintings_originals_are_an_album_and_one_message(adapter, ada):
    await ada.say("/imagine a fox --count 4")
    shown = await adapter.shown(ada, "number 1 of 4")
    assert shown.photo  # one numbered sheet
    assert shown.labels[:4] == ["1", "2", "3", "4"]
    reference = shown.text.split("Its reference is ")[1].split(".")[0]
    await ada.say(f"/original {reference} --all")
    await adapter.shown(ada, "The file as it was made")
    album = [m.raw for m in said(adapter, ada) if "document" in m.raw]
    assert len(album) == 4
    assert len({m["media_group_id"] for m in album}) == 1
    for row in await adapter.rows(KeyValue, name__begins="telegram:file:"):
        await adapter.change(lambda uow, row=row: uow.update(row, value="of-another-bot"))
    adapter.services.messengers["telegram"].files._known.clear()
    await ada.say(f"/original {reference} --all")
    await adapter.until(lambda: len([m for m in said(adapter, ada) if "document" in m.raw]) == 8)


async def test_a_file_above_telegrams_limit_is_not_sent(adapter, ada, speaking, monkeypatch):
    speaks, here = speaking
    file = Attachment("all.zip", "application/zip", "0" * 64, kept_files.DOCUMENT + 1)
    with pytest.raises(Rejected):
        await speaks.send(here, Reply(files=(file,)), "k")
    assert "sendDocument" not in [c.method for c in adapter.fake.calls]


async def digest(adapter, ada, ben):
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await adapter.published(ada, prompt)
    await ben.say("/digest_set 12 --zone Europe/Rome")
    await adapter.shown(ben, "12:00")
    adapter.clock.advance(timedelta(hours=3))
    await digests.due(adapter.services)
    shown = await adapter.shown(ben, "1", "Tune")
    await adapter.there(Delivery, kind="digest", state="sent")
    return shown


async def test_a_digest_opens_its_pictures_in_place_and_returns(adapter, ada, ben):
    shown = await digest(adapter, ada, ben)
    collage = shown.photo
    before = len(said(adapter, ben))
    await ben.press(shown, "2")
    opened = await adapter.shown(ben, "Nobody said anything yet", "Back to the digest")
    assert (opened.id, opened.photo != collage) == (shown.id, True)
    await adapter.there(Placement, ref=f"{ben.id}/{opened.id}", surface__ne="digest")
    await ben.press(opened, "Like")
    liked = await adapter.shown(ben, "Nobody said anything yet", "♥ Liked 1")
    assert "Back to the digest" in " ".join(liked.labels)
    await ben.reply(liked, "so calm")
    await ben.press(await adapter.shown(ben, "Post your reply as a comment?"), "Comment")
    await adapter.shown(ben, "Your comment is there")
    await ben.press(
        await adapter.until(lambda: next(m for m in said(adapter, ben) if m.id == shown.id)), "Back to the digest"
    )
    await adapter.until(lambda: next(m for m in said(adapter, ben) if m.id == shown.id).photo == collage)
    again = next(m for m in said(adapter, ben) if m.id == shown.id)
    assert [b for b in again.labels if b.isdigit()] == ["1", "2", "3"]
    assert len(said(adapter, ben)) == before + 1  # the question about the comment


async def test_progress_is_shown_in_the_answer_and_keeps_cancel(adapter, ada):
    await adapter.working_stops()
    await ada.say("/imagine a fox")
    waiting = await adapter.shown(ada, "Painting", "Cancel")
    await adapter.confirmed()
    speaks, ref = adapter.services.messengers["telegram"], f"{ada.id}/{waiting.id}"
    here = Address("telegram", str(ada.id))
    adapter.later(timedelta(seconds=9))
    await speaks.progress(here, ref, Text((Span("Half of it"),)), None)
    assert (await adapter.shown(ada, "Half of it", "Cancel")).id == waiting.id
    adapter.later(timedelta(seconds=9))
    await speaks.progress(here, ref, Text((Span("Nearly"),)), png())
    shown = await adapter.shown(ada, "Nearly", "Cancel")
    assert shown.photo
    actions = [c for c in adapter.fake.calls if c.method == "sendChatAction"]
    assert len(actions) >= 2
    adapter.work()
    final = await adapter.shown(ada, "Here it is", "Publish")
    assert final.id == waiting.id
    await speaks.progress(here, ref, Text((Span("Too late"),)), png("blue"))
    assert "Here it is" in adapter.fake.last(ada).text


@pytest.mark.parametrize("fault", ["flood", "blocked", "edit_not_found", "not_modified", "bad_gateway"])
async def test_progress_never_raises(adapter, ada, fault):
    await adapter.working_stops()
    await ada.say("/imagine a fox")
    waiting = await adapter.shown(ada, "Painting", "Cancel")
    await adapter.confirmed()
    adapter.later(timedelta(seconds=9))
    adapter.fake.fault(fault, "editMessageText")
    here = Address("telegram", str(ada.id))
    speaks = adapter.services.messengers["telegram"]
    await speaks.progress(here, f"{ada.id}/{waiting.id}", Text((Span("Half"),)), None)
    adapter.fake.fault(fault, "sendChatAction")
    adapter.later(timedelta(seconds=9))
    await speaks.progress(here, f"{ada.id}/{waiting.id}", Text((Span("Half"),)), b"no picture")
    await speaks.progress(Address("telegram", "not a number"), "neither", Text(), None)


async def test_a_chat_action_is_repeated_only_when_it_expired(adapter, ada, speaking):
    speaks, here = speaking
    before = len([c for c in adapter.fake.calls if c.method == "sendChatAction"])
    for _ in range(5):
        await speaks.progress(here, "", Text(), None)
    assert len([c for c in adapter.fake.calls if c.method == "sendChatAction"]) == before + 1
    adapter.clock.advance(timedelta(seconds=5))
    await speaks.progress(here, "", Text(), None)
    assert len([c for c in adapter.fake.calls if c.method == "sendChatAction"]) == before + 2


async def test_a_note_for_one_person_in_a_group_rings_nobody(adapter, ada):
    """Telegram has no mention for who has no public name, so that the others alone would hear it."""
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    messenger = adapter.services.messengers["telegram"]
    note = Card(Text((Span("Ada", Style.BOLD, mentions=str(ada.id)), Span(", your picture is ready."))))
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    for place in (Address("telegram", str(lounge.id), str(lounge.id), private=False), Address("telegram", str(ada.id))):
        await messenger.send(place, Reply((note,)), "note")
        sent = adapter.fake.calls[-1]
        assert (sent.method, bool(sent.params.get("disable_notification"))) == ("sendMessage", not place.private)
