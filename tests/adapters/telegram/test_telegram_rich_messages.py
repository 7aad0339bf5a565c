"""Text as rich messages: whole, in one message, edited in place, and plain at once where they are not supported."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.send import rich
from botfeed.core.chat.message import Action, Card, Media, Reply
from botfeed.core.errors import TryAgain
from botfeed.core.language.text import Span, Style, Text, link, of
from botfeed.core.model import Address
from botfeed.testing.faults import Fault
from botfeed.testing.telegram.rules import rich_messages as reading
from tests.adapters.telegram.test_telegram_messages import blob

LONG = "so many words about a tail " * 600


@pytest.fixture
def rich_on():
    return True


@pytest.fixture
async def speaking(adapter, ada):
    ada.chat.started = True
    return adapter.services.messengers["telegram"], Address("telegram", str(ada.id))


def reply(words, *labels):
    return Reply((Card(of(words), actions=tuple(Action(n, "help", payload="help") for n in labels)),))


def methods(adapter, *kinds):
    return [call.method for call in adapter.fake.calls if call.method in kinds]


def said(adapter, who):
    return [m for m in adapter.fake.messages(who) if m.raw["from"]["is_bot"]]


def refusal(description, status=400, **more):
    body = {"ok": False, "error_code": status, "description": description}
    return Fault(description, status=status, **({"body": body} | more))


NO_METHOD = frozenset({"sendRichMessage"})


async def test_text_without_a_picture_is_a_rich_message(adapter, ada):
    await ada.say("/help")
    shown = await adapter.shown(ada, "")
    assert "rich_message" in shown.raw
    assert shown.labels
    (call,) = [call for call in adapter.fake.calls if call.method == "sendRichMessage"]
    assert call.params["rich_message"].keys() == {"html", "skip_entity_detection"}
    assert call.params["rich_message"]["skip_entity_detection"] is True
    await ada.press(shown, "People")
    below = await adapter.until(lambda: next((m for m in said(adapter, ada) if m.id > shown.id), None))
    assert "rich_message" in below.raw
    assert methods(adapter, "sendMessage") == []


async def test_rich_messages_are_edited_in_place(adapter, ada, speaking):
    speaks, here = speaking
    receipt = await speaks.send(here, reply("One", "Help"), "k")
    assert await speaks.edit(here, receipt.ref, reply("Two", "More", "Help")) == receipt
    (shown,) = said(adapter, ada)
    assert (shown.text, shown.labels, "rich_message" in shown.raw) == ("Two", ["More", "Help"], True)
    assert "text" not in adapter.fake.calls[-1].params


async def test_peoples_text_is_escaped(adapter, ada):
    await ada.say("/search <b>fox</b> @durov https://evil.example/?a=1&b=2 <script> &lt;")
    shown = await adapter.shown(ada, "<b>fox</b> @durov https://evil.example/?a=1&b=2 <script> &lt;")
    assert set(reading.kinds(shown.raw["rich_message"])) <= {"bold", "italic", "code"}


async def test_long_text_is_whole_and_cut_on_a_word(adapter, ada, speaking):
    speaks, here = speaking
    await speaks.send(here, reply(LONG, "Help"), "k")
    (shown,) = said(adapter, ada)
    assert (shown.text, shown.labels) == (LONG.strip(), ["Help"])
    await speaks.send(here, reply(LONG * 4), "k")
    longest = said(adapter, ada)[-1].text
    assert render.TEXT < rich.MOST - 100 < len(longest) <= rich.MOST
    assert longest.endswith("…")


async def test_text_and_picture_replace_each_other(adapter, ada, speaking):
    speaks, here = speaking
    picture = Reply((Card(of("A fox"), (Media(await blob(adapter), "a fox"),)),))
    receipt = await speaks.send(here, reply("Painting", "Cancel"), "k")
    assert (await speaks.edit(here, receipt.ref, picture)).ref == receipt.ref
    (shown,) = said(adapter, ada)
    assert shown.photo
    assert "rich_message" not in shown.raw
    again = await speaks.edit(here, receipt.ref, reply("It is gone", "Help"))
    (shown,) = said(adapter, ada)
    assert (shown.text, "rich_message" in shown.raw) == ("It is gone", True)
    assert again.ref == f"{ada.id}/{shown.id}"


async def test_an_edit_without_a_change_is_no_error_and_sends_no_plain_text(adapter, ada, speaking):
    speaks, here = speaking
    receipt = await speaks.send(here, reply("Hello"), "k")
    assert await speaks.edit(here, receipt.ref, reply("Hello")) == receipt
    assert methods(adapter, "editMessageText") == ["editMessageText"]
    assert "rich_message" in said(adapter, ada)[0].raw


async def test_progress_is_shown_in_a_waiting_rich_message(adapter, ada, speaking):
    speaks, here = speaking
    waits = Reply((Card(of("One moment")),), pending=True)
    receipt = await speaks.send(here, waits, "k")
    adapter.later(timedelta(seconds=9))
    await speaks.progress(here, receipt.ref, of("Half of it"), None)
    assert [m.text for m in said(adapter, ada)] == ["Half of it"]
    assert await speaks.edit(here, receipt.ref, reply("All of it")) == receipt
    assert [(m.text, "rich_message" in m.raw) for m in said(adapter, ada)] == [("All of it", True)]


async def test_a_waiting_rich_message_becomes_the_picture(adapter, ada):
    assert (await adapter.picture(ada)).photo


async def test_a_server_without_rich_messages_is_asked_once(adapter, ada, speaking):
    adapter.fake.lacks = NO_METHOD
    speaks, here = speaking
    with capture_logs() as logs:
        receipt = await speaks.send(here, reply("Hello"), "k")
        assert adapter.clock.slept == []
        await speaks.send(here, reply("Again"), "k")
        await speaks.edit(here, receipt.ref, reply("Hello you"))
    assert [m.raw["text"] for m in said(adapter, ada)] == ["Hello you", "Again"]
    assert methods(adapter, "sendRichMessage") == ["sendRichMessage"]
    assert [entry["log_level"] for entry in logs if "rich" in entry["event"]] == ["warning"]


async def test_an_edit_also_finds_a_server_without_rich_messages(adapter, ada, speaking):
    speaks, here = speaking
    receipt = await speaks.send(here, reply("Hello"), "k")
    adapter.fake.lacks = NO_METHOD
    await speaks.edit(here, receipt.ref, reply("Hello you"))
    assert said(adapter, ada)[0].raw["text"] == "Hello you"
    await speaks.send(here, reply("Again"), "k")
    assert methods(adapter, "sendRichMessage") == ["sendRichMessage"]


async def test_refused_rich_content_is_sent_plainly_once(adapter, ada, speaking):
    speaks, here = speaking
    adapter.fake.fault(refusal("Bad Request: RICH_MESSAGE_EMAIL_INVALID"), "sendRichMessage")
    await speaks.send(here, reply("Hello"), "k")
    await speaks.send(here, reply("Again"), "k")
    assert ["rich_message" in m.raw for m in said(adapter, ada)] == [False, True]
    adapter.fake.fault(refusal("Bad Request: RICH_MESSAGE_EMAIL_INVALID"), "editMessageText")
    await speaks.edit(here, f"{ada.id}/{said(adapter, ada)[1].id}", reply("Again and again"))
    assert said(adapter, ada)[1].raw["text"] == "Again and again"


PASSING = [refusal("Not Found", 404, body=None, text="<html>"), refusal("Unauthorized", 401)]


@pytest.mark.parametrize("fault", PASSING, ids=["proxy", "forgot"])
async def test_a_proxys_error_does_not_disable_rich_messages(adapter, ada, speaking, fault):
    speaks, here = speaking
    adapter.fake.fault(fault, "sendRichMessage")
    with pytest.raises(TryAgain):
        await speaks.send(here, reply("Hello"), "k")
    await speaks.send(here, reply("Hello"), "k")
    assert ["rich_message" in m.raw for m in said(adapter, ada)] == [True]


@pytest.mark.parametrize("fault", ["flood", "bad_gateway", Fault("reset", action="reset")], ids=str)
async def test_a_fault_of_a_rich_message_is_retried(adapter, ada, fault):
    adapter.fake.fault(fault, "sendRichMessage")
    await ada.say("/privacy")
    assert "rich_message" in (await adapter.shown(ada, "how long")).raw
    assert methods(adapter, "sendMessage") == []


def test_only_web_addresses_are_links():
    written = rich.markup(link("here", 'https://x.example/?a=1&b="2"') + " " + link("there", "tg://user?id=1") + " it")
    assert written == "<p>here there it</p>"
    assert rich.markup(link("here", "https://x.example/?a=1&b=2")) == (
        '<p><a href="https://x.example/?a=1&amp;b=2">here</a></p>'
    )


def test_empty_lines_separate_paragraphs_and_spaces_are_kept():
    text = Text((Span("Title\n", Style.BOLD), Span("\na  b\n c\n\n\n"), Span(" d ", Style.CODE)))
    assert rich.markup(text) == (
        "<p><b>Title</b></p><p>a \N{NO-BREAK SPACE}b<br>\N{NO-BREAK SPACE}c<br></p>"
        "<p><code>\N{NO-BREAK SPACE}d</code></p>"
    )


def test_text_beyond_the_block_limit_is_sent_plainly():
    assert rich.markup(of("a\n\n" * 1000)) == ""
    assert rich.markup(of(" \n ")) == ""
