"""Text comes in cleaned by whichever door, and what shows nothing is nothing: for every parameter of every command."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from botfeed import catalog
from botfeed.core import dispatch
from botfeed.core.chat import values
from botfeed.core.chat.message import Request, Sender
from botfeed.core.errors import BadInput
from botfeed.core.model import Account, Collection, Comment, Identity, Painting, Post, Space
from botfeed.core.parsing.menu import Menu
from tests.core.support.people import People

MENU = Menu(catalog.COMMANDS)
WRITTEN = [(what, spec) for what in catalog.COMMANDS for spec in what.specs if spec.kind is str and not spec.param.ref]
NAMES = [f"{what.name}-{spec.name}" for what, spec in WRITTEN]
INVISIBLE = "\u200b\u3164 \u2800\u00ad\u2060\ufeff\u202e\U000e0041\u115f"
DIRTY = "of\u202eficial\x00\u200b \ud800 cafe\u0301"
CLEAN = "official ? café"


def unref(_: str) -> int:
    return 7


@pytest.mark.parametrize(("what", "spec"), WRITTEN, ids=NAMES)
def test_nothing_but_invisible_characters_is_no_argument(what, spec):
    """The same as leaving it empty, for each parameter of text."""
    try:
        bound = values.bind(what, {spec.name: INVISIBLE}, unref)
    except BadInput as error:
        assert "empty" in str(error.says)
        return
    assert spec in bound.missing if spec.required else bound.values[spec.name] in ("", spec.default)


@pytest.mark.parametrize(("what", "spec"), WRITTEN, ids=NAMES)
def test_every_argument_of_text_is_cleaned_in_buttons_too(what, spec):
    """A payload may be forged: what it carries is cleaned where arguments are bound."""
    places = [s.name for s in what.specs]
    parts = ["" for _ in places[: places.index(spec.name)]] + [quote(DIRTY, errors="surrogatepass")]
    decoded = MENU.decode("/".join([what.name, *parts]))
    assert decoded
    if spec.param.most is not None and spec.param.most < len(DIRTY):
        return
    bound = values.bind(decoded[0], {spec.name: DIRTY}, unref)
    assert bound.values[spec.name] == CLEAN


async def test_what_is_stored_of_a_request_is_clean(people: People) -> None:
    """Names of people and places, captions, comments, bios, titles and prompts."""
    stage = people.stage
    post = await people.publish("ada", "a fox", f'--caption "{DIRTY}" --audience everyone')
    await stage.say("ada", f"/imagine a fox {DIRTY}")
    ref = people.ref(post)
    for line in (f"/comment {ref} {DIRTY}", f"/bio {DIRTY}", f'/save {ref} --shelf "{DIRTY}"'):
        await stage.say("ben", line)
    place = replace(stage.place("den"), title=DIRTY)
    sender = Sender("console", "cleo", DIRTY, shown=DIRTY)
    await dispatch.handle(stage.services, Request("r", "help", sender, place))

    def kept(uow):
        texts = [row.prompt for row in uow.all(Painting)] + [row.caption for row in uow.all(Post)]
        texts += [row.text for row in uow.all(Comment)] + [row.title for row in (*uow.all(Collection), *uow.all(Space))]
        return (
            texts
            + [row.bio for row in uow.all(Account)]
            + [row.name for row in (*uow.all(Identity), *uow.all(Account))]
        )

    texts = [text for text in await stage.services.store.read(kept) if "official" in text]
    assert len(texts) == 8
    assert all(" ".join(text.removeprefix("a fox ").split()) == "official ? café" for text in texts)


@pytest.mark.parametrize("line", ["/imagine {}", "/comment {ref} {}", "/shelf put {ref} {}", "/handle {}", "/bio {}"])
async def test_an_invisible_text_is_asked_for_or_changes_nothing(people: People, line: str) -> None:
    post = await people.publish("ada", "a fox", "--caption Winter --audience everyone")
    before = await people.stage.services.store.read(counts)
    await people.stage.say("ben", line.format(INVISIBLE, ref=people.ref(post)))
    assert await people.stage.services.store.read(counts) == before


def counts(uow):
    accounts = [(row.handle, row.bio) for row in uow.all(Account) if row.handle != "ben"]
    return [uow.count(noun) for noun in (Painting, Comment, Collection)], accounts


async def test_two_spellings_of_a_title_are_one_shelf(people: People) -> None:
    one = await people.publish("ada", "a fox", "--caption Winter --audience everyone")
    two = await people.publish("ada", "a hen", "--caption Summer --audience everyone")
    await people.stage.say("ben", f'/save {people.ref(one)} --shelf "Café"')
    for spelling in ("Cafe\u0301", "CAFÉ", "cafe", "Ｃａｆé", " Café\u3000"):
        await people.stage.say("ben", f'/save {people.ref(two)} --shelf "{spelling}"')
        assert [shelf.title for shelf in await people.stage.services.store.read(lambda uow: uow.all(Collection))] == [
            "Café"
        ]
        await people.stage.say("ben", f"/shelf open {spelling}")
        assert "Winter" in people.stage.text("ben"), spelling


@pytest.mark.parametrize("line", ["／imagine a fox", "\u200b/imagine a fox", "\ufeff／immagina a fox"])
async def test_a_line_with_another_slash_is_a_command_by_any_door(people: People, line: str) -> None:
    """Adapters look for a plain slash at the very beginning; what they take for words is read again."""
    request = Request("r", "words", Sender("console", "ada", "ada"), people.stage.home("ada"), args={"text": line})
    await dispatch.handle(people.stage.services, request)
    assert [row.prompt for row in await people.stage.services.store.read(lambda uow: uow.all(Painting))] == ["a fox"]


async def test_a_form_leaves_room_for_an_hour_in_words(people: People) -> None:
    reply = await people.stage.say("ada", "/digest set")
    assert reply.ask
    (field,) = reply.ask.fields
    assert (field.kind, field.most) == ("text", 60)
    await people.stage.fill("ada", hour="alle nove meno un quarto di sera")
    assert people.stage.text("ada").startswith("Your digest: every day at 20:45")
