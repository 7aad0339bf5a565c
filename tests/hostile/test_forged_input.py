"""Forged buttons, forms and command lines are answered clearly and change nothing of others."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from botfeed import catalog
from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat import values as arguments
from botfeed.core.chat.values import YES
from botfeed.core.chat.verb import Verb, Who
from botfeed.core.errors import BadInput
from botfeed.core.language.text import sound
from botfeed.core.model import Post
from botfeed.core.parsing.menu import Menu
from botfeed.store import engine
from tests.hostile.community import OWNERS, Community, internal_error, open_community, restart, words
from tests.soak import examples

MENU = Menu(catalog.COMMANDS)
ACTIONS = sorted(what.name for what in MENU if what.who is Who.OPERATOR)
ANYTHING = st.text(
    st.characters(categories=("L", "M", "N", "P", "S", "Z", "C")), max_size=60
)  # surrogates, controls, zero bytes and all
NUMBERS = st.one_of(st.integers(-(10**30), 10**30).map(str), st.sampled_from(["1", "0", "-1", "9" * 5000, "٣", "1e9"]))
TELLING = st.sampled_from(
    ["", "1", "yes", "off", "everyone", "followers", "here", "operator", "@ada", "ada", "BEN", "%", "_", "../../etc/passwd",
     "spam", "UTC", "daily", "\x00", "\ud800", "~", "~AAAAAAAAAAA", "console:ada", "#lounge", "\u202e", "/", "a/b/c", "%2F"]
)  # fmt: skip


async def test_an_unknown_command_is_answered_with_a_pointer_to_help(community: Community) -> None:
    for line in (
        "/paint a fox",
        "/" + "x" * 10_000,
        "/\x00",
        "/<script>",
        "/../../start",
        "/digest.nothing",
        "//start",
    ):
        reply = await community.stage.say("mallory", line)
        assert words(reply).startswith("There is no command /"), line
        assert words(reply).endswith("/help shows all of them.")
        assert len(words(reply)) < 120


@pytest.mark.parametrize(
    "payload",
    ["", "nothing", "nothing/1", "like", "like/", "like/x/y/z/more", "~", "~AAAAAAAAAAA", "~" + "z" * 11, "\x00", "/" * 64,
     "unpublish/%00/1", "like/%ff%fe", "discard/\ud800/1", "feed/" + "x" * 9000, "fill/yes", "payload/like", "admin.reports"],
)  # fmt: skip
async def test_a_forged_button_is_answered_and_changes_nothing(community: Community, payload: str) -> None:
    before = await community.things()
    for pressed in ("", "m1", "no such message"):
        reply = await community.send("mallory", "payload", pressed, payload=payload)
        assert not internal_error(reply)
    assert await community.things() == before


class SharedCommunity:
    """Community for a whole property test: opened once, then attacked many times."""

    def __init__(self, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.community = self.runner.run(self._open(folder))
        self.refs = self.runner.run(self.community.refs())
        self.before = self.runner.run(self.community.things())

    async def _open(self, folder: Path) -> Community:
        clock = SteppedClock(datetime(2026, 1, 1, 9, tzinfo=UTC))
        store = engine.open_store(f"sqlite:///{folder}/street.db", clock)
        await engine.migrate(store)
        return await open_community(store, clock)

    def close(self) -> None:
        self.runner.run(self.community.stage.services.store.close())  # type: ignore[arg-type]
        self.runner.close()


@pytest.fixture(scope="module")
def shared() -> Any:
    with TemporaryDirectory() as folder:
        opened = SharedCommunity(Path(folder))
        yield opened
        opened.close()


def values(what: Verb, data: st.DataObject, refs: list[str]) -> dict[str, str]:
    """Draw arguments for a command: valid ones, invalid ones, none."""
    given: dict[str, str] = {}
    for spec in what.specs:
        fitting = st.sampled_from(refs) if spec.param.ref else NUMBERS if spec.kind is int else TELLING
        if (value := data.draw(st.one_of(fitting, fitting, TELLING, ANYTHING, st.none()), spec.name)) is not None:
            given[spec.name] = value
    return given


@pytest.mark.parametrize("name", sorted(what.name for what in MENU))
def test_forged_arguments_never_fail_and_never_change_rows_of_others(shared: SharedCommunity, name: str) -> None:
    what = MENU[name]

    @settings(max_examples=examples(3, 8))
    @given(data=st.data())
    def forge(data: st.DataObject) -> None:
        args = values(what, data, shared.refs)
        pressed = data.draw(st.sampled_from(["", "m0", "m3", "m12", "no such message"]), "pressed")
        space = data.draw(st.sampled_from(["", "lounge"]), "space")
        if data.draw(st.booleans(), "as a button"):
            payload = "/".join([name, *(quote(args.get(s.name, ""), safe=" ", errors="replace") for s in what.specs)])
            reply = shared.runner.run(shared.community.send("mallory", "payload", pressed, space, payload=payload))
        else:
            reply = shared.runner.run(shared.community.send("mallory", name, pressed, space, **args))
        assert not internal_error(reply), (name, args)

    forge()
    assert shared.runner.run(shared.community.things()) == shared.before


@pytest.mark.parametrize("name", ACTIONS)
async def test_operator_commands_are_refused_to_others(community: Community, name: str) -> None:
    before = await community.things()
    posts = await community.posts()
    fitting = {
        "ref": posts["ada"],
        "reason": "because I say so",
        "who": "ada",
        "to": "ada",
        "allowed": "0",
        "outcome": "uphold",
    }
    args = {s.name: fitting.get(s.name, posts["ben"]) for s in MENU[name].specs}
    for space in ("", "lounge"):
        reply = await community.send("mallory", name, "", space, **args)
        assert words(reply) == "Only the people who run this botfeed can do that."
    assert await community.things() == before


async def test_a_stranger_pressing_every_button_changes_nothing_of_its_owner(community: Community) -> None:
    """Press every button ever shown to ada, ben and olga: Publish, Delete, Undo, Edit caption, Cancel, Export ..."""
    posts = await community.posts()
    stage = community.stage
    for who, other in (("ada", "ben"), ("ben", "ada")):
        for line in (
            "/start", "/help", "/privacy", "/mine", "/profile", f"/profile {other}", "/inbox", "/feed", "/digest show",
            "/digest preview", "/me delete", "/me consent", "/me personal", "/language", f"/open {posts[who]}",
            f"/open {posts[other]}", f"/unpublish {posts[who]}", f"/more {posts[who]}", f"/more {posts[other]}",
            f"/audience {posts[who]}", f"/caption {posts[who]}", f"/publish {posts[who]}", "/again", f"/report {posts[other]} spam",
        ):  # fmt: skip
            await stage.say(who, line)
    await stage.say("olga", "/admin reports")
    await stage.settle()
    for who in OWNERS:
        await stage.say(who, f"/imagine another wait of {who}")
    shown = [(who, *button) for who in (*OWNERS, "olga") for button in community.buttons(who)]
    kinds = {action.command for _, _, action in shown}
    assert kinds >= {
        "publish",
        "discard",
        "undo",
        "caption",
        "audience",
        "unpublish",
        "cancel",
        "me.delete",
        "admin.hide",
    }
    before = await community.things()
    for _, ref, action in shown:
        reply = await community.send("mallory", "payload", ref, payload=action.payload)
        assert not internal_error(reply), action
        assert not reply.update, f"{action.label} changed somebody else's card"
        if reply.ask:
            filled = {
                field.name: field.value or (field.choices[0][0] if field.choices else "1") for field in reply.ask.fields
            }
            assert not internal_error(
                await community.send("mallory", "payload", ref, payload=reply.ask.payload, **filled)
            )
        assert await community.things() == before, f"{action.label}: {action.payload}"


@pytest.mark.parametrize("line", ["/digest set 7", "/digest pause", "/digest off", "/digest resume", "/digest preview"])
async def test_a_channels_digest_is_changed_by_administrators_only(community: Community, line: str) -> None:
    lounge = community.stage.place("lounge")
    community.stage.admins.add("olga")
    await community.stage.say("olga", "/digest set 9", lounge)
    await community.stage.settle()
    before = await community.stage.services.store.read(lambda uow: uow.timelines.due(uow.now + timedelta(days=2), 10))
    assert len(before) == 3
    reply = await community.stage.say("mallory", line, lounge)
    await community.stage.settle()
    assert not internal_error(reply)
    after = await community.stage.services.store.read(lambda uow: uow.timelines.due(uow.now + timedelta(days=2), 10))
    assert [s for s in after if s.space] == [s for s in before if s.space]


async def test_a_stale_button_still_works_after_years_and_a_restart(community: Community, clock: SteppedClock) -> None:
    posts = await community.posts()
    await community.stage.say("mallory", f"/open {posts['ben']}")
    clock.advance(timedelta(days=730))
    again = restart(community)
    reply = await again.stage.press("mallory", "Like")
    assert reply.notice == "Liked."
    assert await again.stage.services.store.read(lambda uow: uow.count(Post, likes=2)) == 1


async def test_a_stale_button_of_something_deleted_says_that_it_is_gone(community: Community) -> None:
    posts = await community.posts()
    await community.stage.say("ada", f"/open {posts['ben']}")
    pressed = community.buttons("ada")
    await community.stage.say("ben", f"/unpublish {posts['ben']} --sure")
    await community.stage.settle()
    for ref, action in pressed:
        reply = await community.send("ada", "payload", ref, payload=action.payload)
        assert not internal_error(reply), action
    assert words(await community.stage.say("ada", f"/like {posts['ben']}")) != "Liked."


async def test_every_stale_button_of_a_former_member_is_answered(community: Community, clock: SteppedClock) -> None:
    pressed = community.buttons("ada") + community.buttons("ben")
    await community.stage.say("ada", "/me delete --sure")
    for days in (7, 1):
        clock.advance(timedelta(days=days))
        await community.stage.settle()
    for who in ("ada", "ben", "mallory"):
        for ref, action in pressed:
            assert not internal_error(await community.send(who, "payload", ref, payload=action.payload)), action


def test_only_known_values_count_as_yes() -> None:
    """A forged flag cannot skip the confirmation by an odd value."""
    for value in ("2", "yes!", "TRUE ", "\u200b1", "1\x00"):
        try:
            bound = arguments.bind(MENU["me.delete"], {"sure": value}, lambda _: None)
        except BadInput:
            continue
        assert bound.values["sure"] == (sound(value).strip().lower() in YES)
