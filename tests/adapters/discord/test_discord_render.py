"""Cards in Discord's markup: for any typed text the limits hold and the text can be read back."""

import re

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from botfeed.adapters.discord import preview, render
from botfeed.adapters.discord.api import custom_ids
from botfeed.adapters.discord.send import markdown, modals
from botfeed.core.chat.message import Action, Ask, ButtonStyle, Card, Field, Media, Reply
from botfeed.core.language.text import Span, Style, Text
from botfeed.testing.discord import components
from botfeed.testing.discord.rules import command_rules, message_rules
from tests.testing.discord_client import opened

WILD = st.text(max_size=300) | st.text(alphabet="\\`*_~|<>@#:/.()[]-1 \nabc é中🦊\u202e", max_size=300)
HOSTILE = (
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "<@123> <@!123> <@&123> <#123> <t:1:R> </imagine:1> <a:x:1> @everyone @here",
    "https://evil.example [click](https://evil.example) <https://evil.example>",
    "# title\n## title\n-# small\n> quote\n>>> quote\n- list\n* list\n1. list",
    "\\*already\\* \\\\ \\",
    "\u202eturned around\u202c",
)
SPAN = st.builds(
    Span, WILD, st.sampled_from(list(Style)), st.sampled_from(["", "https://botfeed.example/p/1", "nonsense"])
)
TEXT = st.builds(Text, st.lists(SPAN, max_size=12).map(tuple))
LONG = st.builds(
    Text,
    st.lists(st.builds(Span, st.text(min_size=1, max_size=9000), st.sampled_from(list(Style))), max_size=3).map(tuple),
)
LABEL = st.text(max_size=120)
PAYLOAD = st.from_regex(r"[a-z.]{1,12}(/[A-Za-z0-9%]{0,16}){0,3}", fullmatch=True)
ACTION = st.builds(
    Action, LABEL, st.just("like"), look=st.sampled_from(list(ButtonStyle)), payload=PAYLOAD,
    url=st.sampled_from(["", "", "https://botfeed.example", "javascript:alert(1)", "https://x/" + "y" * 600]),
)  # fmt: skip
MEDIA = st.builds(Media, st.sampled_from("abcdefghijkl"), st.text(max_size=1500), st.booleans())
CARD = st.builds(Card, TEXT | LONG, st.lists(MEDIA, max_size=11).map(tuple), st.lists(ACTION, max_size=35).map(tuple))
REPLY = st.builds(Reply, st.lists(CARD, max_size=7).map(tuple), st.booleans(), st.text(max_size=50))


def wire(body):
    return body.view.to_components()


@settings(suppress_health_check=list(HealthCheck))
@given(REPLY)
async def test_every_reply_keeps_the_limits(reply):
    body = render.reply(reply, "K" * 25)
    tree = wire(body)
    files = [attached.name for attached in body.attached]
    assert message_rules.message({"components": tree}, files, flags=1 << 15, creating=True) == []
    assert len(set(files)) == len(files) <= 10
    shown = preview.show(reply)["messages"]
    buttons = [b for message in shown for row in message["rows"] for b in row]
    if reply.cards:
        assert len(buttons) == len(components.of_kind(tree, components.BUTTON))
        assert sum(len(message["media"]) for message in shown) == len(components.pictures(tree))


@given(TEXT)
def test_text_survives_escaping(text):
    written = markdown.write(text, 10**6)
    assert read(written) == markdown.INVISIBLE.sub("", str(text))


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("style", list(Style))
def test_typed_text_is_no_markup(words, style):
    written = markdown.write(Text((Span("“"), Span(words, style, "https://botfeed.example"), Span("”"))))
    assert read(written) == "“" + markdown.INVISIBLE.sub("", words) + "”"
    if style is Style.PLAIN:
        assert not re.search(r"(?<!\\)[*_~`|<>@#:\[\]()]", re.sub(r"\\\\", "", written))


@given(LONG, st.integers(20, 4000))
def test_a_cut_keeps_marks_whole_and_is_visible(text, most):
    written = markdown.write(text, most)
    assert len(written) <= most
    whole = markdown.INVISIBLE.sub("", str(text))
    got = read(written)
    assert got == whole or (got.endswith("…") and whole.startswith(got[:-1]))


def read(written):
    """Read the subset of Discord's markdown that is used here: escapes, bold, code, links, small print."""
    return "\n".join(_line(line.removeprefix("-# ")) for line in written.split("\n"))


def _line(line):
    mark = re.compile(
        r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)|`([^`]+)`|\[((?:\\.|[^\\\]])*)\]\(https?://[^\s()]+\)|\\([!-/:-@\[-`{-~])"
    )

    def bare(found):
        bold, code, linked, escaped = found.groups()
        return _line(bold or linked) if (bold or linked) else code if code is not None else escaped or ""

    return mark.sub(bare, line)


FIELD = st.builds(
    Field, st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.text(max_size=80),
    st.sampled_from(["text", "long", "choice", "flag", "number"]),
    st.lists(st.tuples(st.from_regex(r"[a-z]{1,9}", fullmatch=True), st.text(min_size=1, max_size=140)), min_size=1, max_size=30, unique_by=lambda c: c[0]).map(tuple),
    st.text(max_size=9000), st.booleans(), st.integers(0, 3), st.integers(4, 9000), st.text(max_size=200),
)  # fmt: skip
ASK = st.builds(
    Ask, st.just("publish"), st.text(max_size=90), st.lists(FIELD, min_size=1, max_size=7, unique_by=lambda f: f.name).map(tuple),
    note=TEXT, payload=PAYLOAD,
)  # fmt: skip


@settings(suppress_health_check=list(HealthCheck))
@given(ASK)
async def test_every_form_keeps_the_limits(ask):
    assert command_rules.modal(modals.Form(ask, "1" * 19).to_dict()) == []


async def test_a_form_keeps_the_order_and_the_present_values():
    choices = (("everyone", "Everyone"), ("followers", "Followers"))
    fields = (
        Field("caption", "Caption", value="Winter", required=False, most=300),
        Field("audience", "Who sees it?", "choice", choices, "followers"),
        Field("sensitive", "Sensitive?", "flag", value="0"),
    )
    form = modals.Form(Ask("publish", "Publish", fields, payload="publish/x"), "7").to_dict()
    caption, audience, sensitive = (part["component"] for part in form["components"])
    assert (caption["custom_id"], caption["value"], caption["max_length"]) == ("caption", "Winter", 300)
    assert [o["value"] for o in audience["options"] if o.get("default")] == ["followers"]
    assert audience["type"] == components.RADIO
    assert (sensitive["type"], sensitive["default"]) == (components.CHECKBOX, False)
    assert custom_ids.payload(form["custom_id"]) == "publish/x"


async def test_many_choices_are_a_select_and_few_are_radio_buttons():
    many = tuple((str(n), f"choice {n}") for n in range(11))
    fields = (
        Field("zone", "Zone", "choice", many, "3"),
        Field("one", "One", "choice", many[:1]),
        Field("few", "Few", "choice", many[:10], required=False),
        Field("open", "Open", "flag", (("0", "No"), ("1", "Yes")), required=False),
        Field("sure", "Sure?", "flag", value="1"),
    )
    form = modals.Form(Ask("publish", "Publish", fields, payload="publish/x"), "7").to_dict()
    parts = [part["component"] for part in form["components"]]
    assert [p["type"] for p in parts] == [
        components.STRING_SELECT, components.STRING_SELECT, components.RADIO, components.RADIO, components.CHECKBOX
    ]  # fmt: skip
    assert [o["value"] for o in parts[0]["options"] if o.get("default")] == ["3"]
    assert not parts[2]["required"]
    assert parts[4]["default"] is True


async def test_the_client_keeps_no_views():
    async with opened() as fake:
        client = discord.Client(intents=discord.Intents.none(), connector=fake.connector(), max_messages=None)
        await client.login(fake.token)
        room = fake.guild("Lounge").channel("general")
        place = client.get_partial_messageable(room.id)
        card = Card(Text((Span("hello"),)), actions=(Action("Like", "like", payload="like/x"),))
        for n in range(1000):
            body = render.reply(Reply((card,)), str(n))
            assert body.view.is_finished()
            if n % 20 == 0:
                await place.send(view=body.view)
        store = client._connection._view_store
        assert not store._views
        assert not store._synced_message_views
        await client.close()
        assert fake.violations == []


def test_the_preview_matches_discord():
    actions = tuple(Action(f"{n}", "choose", payload=f"choose/{n}") for n in range(7))
    media = (Media("a", "one"), Media("b", "two"))
    text = Text((Span("A fox", Style.BOLD), Span("\nada", Style.QUIET)))
    seen = preview.show(Reply((Card(text, media, actions), Card(Text((Span("below"),)))), private=True))
    assert (seen["kind"], seen["title"]) == ("discord", "Discord")
    first, second = seen["messages"]
    assert first["card"] == 0
    assert first["media"] == [0, 1]
    assert first["layout"] == "gallery"
    assert first["lines"] == [[{"text": "A fox", "style": "bold"}], [{"text": "ada", "style": "quiet"}]]
    assert [[b["label"] for b in row] for row in first["rows"]] == [["0", "1", "2", "3", "4"], ["5", "6"]]
    assert first["note"] == "Only you can see this"
    assert second["rows"] == []
    assert preview.show(Reply((Card(text),), private=False))["messages"][0]["note"] == ""


def test_a_form_without_a_visible_note_is_valid():
    note = Text((Span("\u202e"),))
    form = modals.Form(Ask("imagine", "Paint", (Field("prompt", "What?"),), note=note, payload="imagine"), "1")
    assert [part["type"] for part in form.to_dict()["components"]] == [18]
