"""Typed text stays text, however long or odd it is and whatever it imitates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from botfeed.core.chat.message import Request, Sender
from botfeed.core.language.text import Style, sound
from botfeed.core.model import Account, Comment, Identity, Painting, Picture, Post, Space
from botfeed.core.people.accounts import HANDLE
from tests.hostile.community import POLICY, Community, internal_error, words

if TYPE_CHECKING:
    from botfeed.adapters.clock import SteppedClock
    from botfeed.core.chat.message import Reply
    from botfeed.testing.plugin import Store

LONG = "fox " * 2_500  # 10,000 characters
MARKUP = (
    "<b>fox</b>", "**fox**", "[fox](https://evil.example)", "@everyone @here <@1234> <#1> <@&2>", "`fox`", "</a><script>alert(1)</script>",
    "tg://user?id=1", "{who} {0} {x.__class__} %s", "||fox||", "> fox", "&lt;fox&amp;", "# fox", "\u202efox", "{{ fox }}", "~~fox~~",
)  # fmt: skip


async def test_too_long_input_is_refused_and_nothing_is_charged(community: Community) -> None:
    stage, posts = community.stage, await community.posts()
    before = await stage.services.store.read(lambda uow: uow.quotas.used("all", "2026-01-01"))
    for line in (
        f"/imagine {LONG}", f"/comment {posts['ada']} {LONG}", f"/caption {posts['ada']} {LONG}", f"/mine {LONG}", f"/follow {LONG}",
        f"/profile {LONG}", f"/remix {posts['ben']} {LONG}", f"/report {posts['ben']} spam {LONG}", f"/ask {LONG}", LONG,
        f"/imagine a fox --style {'x' * 10_000}", f"/imagine a fox --seed {'9' * 10_000}", f"/imagine a fox --{'x' * 10_000}",
        f"/digest set 9 {'x' * 10_000}", f"/open {'x' * 10_000}", f"/like {LONG}", f"/feed {LONG}", f"/language {LONG}",
    ):  # fmt: skip
        reply = await stage.say("ada", line)
        assert not internal_error(reply), line[:40]
        assert len(words(reply)) < 1_000, f"{line[:40]} is answered with {len(words(reply))} characters"
    assert (
        await stage.services.store.read(
            lambda uow: ["fox fox fox" in row.prompt for row in uow.all(Painting)].count(True)
        )
        == 0
    )
    assert (
        await stage.services.store.read(lambda uow: ["fox fox fox" in row.text for row in uow.all(Comment)].count(True))
        == 0
    )
    assert await stage.services.store.read(lambda uow: uow.quotas.used("all", "2026-01-01")) == before


async def test_the_longest_prompt_and_caption_fit_on_every_card(community: Community) -> None:
    stage = community.stage
    for line in (f"/imagine {'w' * 1000}", "/mine"):
        assert not internal_error(await stage.say("cy", line))
        await stage.settle()
    await stage.press("cy", "Publish")
    reply = await stage.fill("cy", caption="c" * 300, audience="everyone")
    assert not internal_error(reply)
    for line in ("/feed new", "/profile", "/mine"):
        assert not internal_error(await stage.say("cy", line))


def _theirs(reply: Reply, text: str) -> list[str]:
    """Return the spans that carry `text` and have a link, which none may."""
    spans = [span for card in reply.cards for span in card.text.spans]
    return [repr(span) for span in spans if text in span.text and (span.style is Style.LINK or span.href)]


@pytest.mark.parametrize("evil", MARKUP)
async def test_markup_and_mentions_in_every_field_stay_plain_text(community: Community, evil: str) -> None:
    """Name, prompt, caption, comment, search, note and reason are each a value in a span, never a template."""
    stage = community.stage
    sender = Sender("console", "evil", evil, None, stage.home("evil"))
    await stage.handle("evil", Request("evil:1", "start", sender, stage.home("evil")))
    handle = (await stage.services.store.read(lambda uow: uow.all(Account, newest=True, limit=1)))[0].handle
    assert HANDLE.fullmatch(handle)
    shown = len(stage.shown)
    await stage.say("evil", f'/imagine "{evil}"')
    await stage.settle()
    await stage.press("evil", "Publish")
    await stage.fill("evil", caption=evil, audience="everyone")
    post = (await stage.services.store.read(lambda uow: uow.all(Post, newest=True, limit=1)))[0]
    ref = stage.services.sealer.ref(post.id)
    assert post.caption == sound(evil)
    await stage.say("ada", f"/comment {ref} x {evil}")
    for who, line in (
        ("ada", f"/open {ref}"), ("ada", "/feed new"), ("ada", f"/profile {handle}"), ("evil", "/inbox"), ("evil", "/mine"),
        ("evil", f"/mine {evil}"), ("ada", f"/report {ref} spam {evil}"), ("olga", "/admin reports"), ("olga", f"/admin hide {ref} because {evil}"),
        ("evil", "/inbox"), ("ada", f"/follow {evil}"), ("ada", f"/{evil}"), ("ada", f"/remix {ref}"), ("ada", f"/feed {evil}"),
    ):  # fmt: skip
        assert not internal_error(await stage.say(who, line)), line
    await stage.settle()
    for one in stage.shown[shown:]:
        assert not _theirs(one.reply, evil), one.reply
    told = "\n".join(str(card.text) for one in stage.shown[shown:] for card in one.reply.cards)
    assert sound(evil) in told, "it reaches people, as words"


NAMES = ("", " ", "😀" * 100, "\u202eada", "a\u200bd\u200ba", "\u0301" * 50, "ﷺ", "א", "李白", "Ａｄａ", "\x00", "\ud800", "ada", "Ada", "__", "-",
         "a" * 5_000, "painter", "gone:1", "@ada", "../../x", "admin", "ﬁ", "İ", "ß", "\n\n", "naughty", "%%", "operator")  # fmt: skip


async def test_any_display_name_becomes_a_typeable_handle(community: Community) -> None:
    stage = community.stage
    for n, name in enumerate(NAMES):
        sender = Sender("console", f"user{n}", name, None, stage.home(f"user{n}"))
        for command in ("start", "profile", "mine"):
            request = Request(
                f"name:{n}:{command}", command, sender, stage.home(f"user{n}"), locale="\ud800" + name[:20]
            )
            assert not internal_error(await stage.handle(f"user{n}", request)), repr(name)
        assert not internal_error(await stage.say("ada", f"/follow {name}"))
    accounts = await stage.services.store.read(lambda uow: uow.all(Account))
    handles = [account.handle for account in accounts]
    assert len(set(handles)) == len(handles) >= len(NAMES)
    for handle in handles:
        assert HANDLE.fullmatch(handle), handle
    assert not any("naughty" in handle for handle in handles)


async def test_characters_that_cannot_be_stored_are_replaced_on_both_engines(
    any_store: Store, clock: SteppedClock
) -> None:
    """Send lone surrogates and zero bytes, as in a forged JSON body, in every field of a request."""
    from botfeed.testing.plugin import make_services
    from botfeed.testing.stage import Stage

    stage = Stage(make_services(any_store, clock, policy=POLICY))
    evil = "fo\x00x\ud800"
    address = replace(stage.place("lounge"), title=evil)
    for n, (command, args) in enumerate(
        (("imagine", {"prompt": evil}), ("imagine", {"prompt": "fox", "style": evil}), (evil, {evil: evil}), ("like", {"post": evil}),
         ("payload", {"payload": evil}), ("payload", {"payload": "imagine/%00%ed%a0%80"}), ("words", {"text": evil}), ("open", {evil: evil}),
         ("react", {"message": evil, "emoji": evil}), ("reply", {"message": evil, "text": evil}), ("report", {evil: "x"}))
    ):  # fmt: skip
        sender = Sender("console", "evil", f"{evil}{n}", None, stage.home("evil"))
        for where in (stage.home("evil"), address):
            request = Request(f"{n}:{where.ref}", command, sender, where, args=args, pressed=evil)
            assert not internal_error(await stage.handle("evil", request)), (command, args)
    typed = Request("t", "imagine", sender, stage.home("evil"), text=evil)
    assert not internal_error(await stage.handle("evil", typed))
    assert await any_store.read(lambda uow: uow.count(Painting, prompt="fox?")) >= 1
    assert (await any_store.read(lambda uow: uow.all(Space)))[0].title == "fox?"
    assert (await any_store.read(lambda uow: uow.all(Identity)))[0].name.startswith("fox?")


async def test_sql_wildcards_are_literal_in_a_search(community: Community) -> None:
    stage = community.stage
    for prompt in (
        "100% wool",
        "snake_case",
        r"back\slash",
        "plain fox",
        "it's 'quoted'",
        'a "fox"; DROP TABLE picture;--',
    ):
        await stage.say("cy", f"/imagine {prompt}")
        await stage.settle()
    for typed, hits in (
        ("%", 0),  # signs are no words
        ("_", 0),
        ("\\", 0),
        ("'", 0),
        ("DROP TABLE", 1),
        ("snake_case", 1),
        ("%%", 0),
        ("fox", 2),
        ("100%", 1),
        ("' OR 1=1 --", 0),
        ("[a-z]", 0),
    ):
        reply = await stage.say("cy", f"/mine {typed}")
        pictures = {card.about.picture for card in reply.cards if card.about.picture} | {
            m.blob for c in reply.cards for m in c.media
        }
        assert (len({m.blob for c in reply.cards for m in c.media}) if hits else len(pictures)) == hits, typed
    assert await stage.services.store.read(lambda uow: uow.count(Picture)) >= 6
