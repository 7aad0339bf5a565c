"""People's text is shown as written: strings through each renderer, 100,000 in a soak, read back by independent rules.
The renderers are not used to check themselves: `testing.discord.rules.markdown` reads as Discord's client shows,
`testing.telegram.rules.entities` as Telegram's server would mark, and `testing.telegram.rules.rich_messages` as it
would read HTML.
"""

import re
from random import Random

import pytest

from botfeed.adapters.discord.send import markdown as discord_markdown
from botfeed.adapters.telegram import render as telegram_render
from botfeed.adapters.telegram.api import autolinks
from botfeed.adapters.telegram.send import rich as telegram_rich
from botfeed.core.language.text import Span, Style, Text
from botfeed.testing.discord.rules import markdown
from botfeed.testing.telegram.rules import entities, rich_messages

TURNED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PARTS = (
    *"*_~`|\\<>[]()#-+=.:/@!&?'\"$%^{};,1234567890 \n\t",
    *("**", "__", "~~", "||", "```", ">>> ", "> ", "# ", "### ", "-# ", "- ", "1. ", "\\*", "\\\\"),
    *("@everyone", "@here", "<@123456>", "<@!1>", "<@&77>", "<#42>", "</imagine:9>", "<t:1795000000:R>", "<:fox:12>"),
    *("<a:fox:1>", "<id:browse>", "@ada", "@ben_2", "#fox", "#·fox", "$TON", "/imagine", "/start@botfeed_bot"),
    *("https://example.org/a_b(c)", "http://x.y", "discord.gg/abc", "example.com", "★.com", "a-.org", "1.1.1.1"),
    *("tg://resolve?domain=x", "ada@example.org", "[here](https://example.org)", "+39 06 1234 5678"),
    *("4242 4242 4242 4242", "3.14", "12:30", "and/or", "e.g. this", "v1.2.3", "www.example.it"),
    *("<b>bold</b>", '<a href="https://example.org">x</a>', "<script>", "&lt;", "&amp;", "<!-- -->"),
    *(
        "\u202efox\u202c",
        "\u2066x\u2069",
        "\u200b",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u200f",
        "\u00ad",
        "\u0301",
        "\ud83d",
    ),
    *("🦊", "👩‍🎨", "volpe", "fox", "snow", "ünï", "狐", "ثعلب", "𝔣𝔬𝔵", "s", "A"),
)
STYLES = (Style.PLAIN, Style.PLAIN, Style.PLAIN, Style.BOLD, Style.QUIET, Style.CODE)


def texts(seed, size):
    """Return texts of one to three spans, of one to eight parts each: a tenth of all, since there are ten seeds."""
    random = Random(seed)
    for _ in range(size(6_000, 100_000) // 10):
        spans = [
            Span("".join(random.choices(PARTS, k=random.randint(1, 8))), random.choice(STYLES))
            for _ in range(random.randint(1, 3))
        ]
        yield Text(tuple(spans))


@pytest.mark.parametrize("seed", range(10))
def test_text_on_discord_reads_as_written(seed, size):
    for text in texts(seed, size):
        written = discord_markdown.write(text, 10_000)
        pieces = markdown.parse(written)
        assert led(shown(pieces)) == led(TURNED.sub("", str(text))), (text, written)
        made = {mark for piece in pieces for mark in piece.marks}
        assert made <= {"bold", "subtext", "code"}, (text, written, made)


def led(text):
    """Return text without white space at line starts: Discord shows none in small print."""
    return re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE)


def shown(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize("seed", range(10))
def test_text_on_telegram_reads_as_written(seed, size):
    for text in texts(seed, size):
        written, marks = telegram_render.words(text, 10_000)
        if written == telegram_render.NOTHING:
            continue
        assert written.replace(autolinks.JOINER, "") == sound(str(text)).replace(autolinks.JOINER, ""), text
        assert {mark.type for mark in marks} <= {"bold", "italic", "code", "bot_command"}
        apart = outside(written, marks)
        assert list(entities.find(apart)) == [], (text, written)


@pytest.mark.parametrize("seed", range(10))
def test_text_in_a_rich_message_reads_as_written(seed, size):
    for text in texts(seed, size):
        written = telegram_rich.markup(text)
        if not written:
            assert not str(text).strip()
            continue
        message = rich_messages.read(telegram_rich.content(written))
        assert spaced(rich_messages.text(message)) == spaced(sound(str(text)).strip()), (text, written)
        meant = {BY_STYLE[span.style] for span in text.spans} - {""}
        assert set(rich_messages.kinds(message)) <= meant, (text, written)
        assert all(block["type"] == "paragraph" for block in message["blocks"])


BY_STYLE = {Style.PLAIN: "", Style.BOLD: "bold", Style.QUIET: "italic", Style.CODE: "code"}


def spaced(text):
    """Return a run of spaces as the non-breaking ones by which HTML shows it."""
    return re.sub("[ \t\r\f\v\N{NO-BREAK SPACE}]", " ", text)


def sound(text):
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x00", "")


def outside(written, marks):
    """Return the text without its code and commands, where Telegram looks for no links."""
    units = written.encode("utf-16-le")
    kept, at = b"", 0
    for mark in (mark for mark in marks if mark.type in ("code", "bot_command")):
        kept += units[2 * at : 2 * mark.offset] + "\0".encode("utf-16-le")
        at = mark.offset + mark.length
    return (kept + units[2 * at :]).decode("utf-16-le")
