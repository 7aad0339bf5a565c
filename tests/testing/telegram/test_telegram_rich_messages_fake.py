"""Rich messages at the fake: their blocks, and refused content."""

import pytest
from telegram.error import BadRequest, EndPointNotFound

from botfeed.testing.telegram.rules import rich_messages


def seen(html):
    message = rich_messages.read({"html": html})
    return rich_messages.text(message), rich_messages.kinds(message)


async def test_an_unmodified_client_sends_and_edits_rich_messages(fake, bot, ada):
    await bot.initialize()
    html = "<h2>Title</h2><p>a <b>bold <i>fox</i></b><br>in snow</p><hr/><blockquote>so calm</blockquote>"
    content = {"html": html, "skip_entity_detection": True}
    sent = await bot.do_api_request("sendRichMessage", {"chat_id": ada.id, "rich_message": content})
    assert [block["type"] for block in sent["rich_message"]["blocks"]] == [
        "heading", "paragraph", "divider", "blockquote",
    ]  # fmt: skip
    assert fake.last(ada).text == "Title\n\na bold fox\nin snow\n\n\n\nso calm"
    instead = {"text": None, "rich_message": {"html": "gone"}}
    await bot.edit_message_text("", ada.id, sent["message_id"], api_kwargs=instead)
    assert fake.last(ada).text == "gone"
    await bot.edit_message_text("plain", ada.id, sent["message_id"])
    assert "rich_message" not in fake.last(ada).raw
    assert fake.violations == []
    fake.lacks = frozenset({"sendRichMessage"})
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage", {"chat_id": ada.id, "rich_message": content})
    with pytest.raises(BadRequest, match="text is empty"):
        await bot.edit_message_text("", ada.id, sent["message_id"], api_kwargs=instead)


def test_white_space_is_shown_as_html_shows_it():
    assert seen("<p>  a \n\t b<br>  c </p>d &amp; &lt;e&gt; &nbsp;f&#33;") == (
        "a b\nc\n\nd & <e> \N{NO-BREAK SPACE}f!",
        [],
    )
    assert seen('<a href="https://x.example">x</a> <code> y</code>') == ("x y", ["url", "code"])


REFUSED = (
    "", "<p> </p>", "<p><br></p>", "<script>x</script>", "<b>x", "<p>x", "</b>", "<b>x</i>", "<p><p>x</p></p>", "<b><p>x</p></b>",
    '<b class="x">x</b>', "<a>x</a>", '<a href="">x</a>', "<!-- x -->", "<!doctype html>", "<?x?>", "&eacute;", "<img src='x'>",
    "<b>" * 17 + "x" + "</b>" * 17, "x" * 32_769, "<p>x</p>" * 501,
)  # fmt: skip


@pytest.mark.parametrize("html", REFUSED, ids=range(len(REFUSED)))
async def test_content_that_telegram_rejects_is_refused(fake, bot, ada, html):
    await bot.initialize()
    with pytest.raises(BadRequest):
        await bot.do_api_request("sendRichMessage", {"chat_id": ada.id, "rich_message": {"html": html}})
    assert len(fake.violations) == 1


@pytest.mark.parametrize("content", [{}, {"html": "x", "markdown": "x"}, {"html": "x", "entities": []}])
async def test_a_rich_message_has_one_content(fake, bot, ada, content):
    await bot.initialize()
    with pytest.raises(BadRequest):
        await bot.do_api_request("sendRichMessage", {"chat_id": ada.id, "rich_message": content})
