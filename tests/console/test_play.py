"""Played dialogues: the messages each person is shown, by each line."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import pytest

from botfeed import catalog
from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import player, script_run
from botfeed.core.chat.button import Form
from botfeed.core.chat.command import Command, Param, command
from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import About, Card, Field, Media, Reply
from botfeed.core.chat.policy import Policy
from botfeed.core.language import text
from botfeed.core.parsing.menu import Menu
from botfeed.core.work import messages
from botfeed.core.work.messages import To, message
from botfeed.store import engine
from botfeed.testing import databases
from botfeed.testing.plugin import make_services


@message()
def told(ctx: RenderContext) -> Reply:
    return Reply(cards=(Card(text.of("told"), media=(Media("0" * 64, "a dot"),)),), private=ctx.account is not None)


@pytest.fixture
def menu() -> Menu:
    """Return a menu with a few commands of its own, so that this package is tested without the others."""

    @command()
    def knock(ctx: Context, loud: bool = False, count: Annotated[int, Param(least=0)] = 0) -> Reply:
        """Knock."""
        actions = (
            knock.button(ctx, f"♥ Again {count}", count=count + 1),
            name.button(ctx, "Name"),
            later.button(ctx, "⋯"),
        )
        where = "alone" if ctx.address.private else ctx.address.title
        rights = " with rights" if ctx.admin else ""
        words = f"{ctx.actor.handle} knocks {count} on {ctx.address.platform}, {where}{rights}"
        card = Card(text.of(words), actions=actions, about=About(post=7))
        return Reply(cards=(card,), private=not loud, update=bool(count))

    @command()
    def name(ctx: Context, first: str = "", kind: str = "") -> Reply:
        """Say a name."""
        if not first:
            choices = (("cat", "A cat"), ("dog", "A dog"))
            fields = (
                Field("first", "First name"),
                Field("kind", "Kind", "choice", choices, value="dog", required=False),
            )
            return Reply(ask=name.button.ask(ctx, Form("Who is there", fields, text.of("Only you see it."))))
        return Reply(notice=f"{first} the {kind}")

    @command()
    def later(ctx: Context) -> Reply:
        """Return an answer in steps."""
        account, request = ctx.actor.id, ctx.request.id
        told.post(ctx.uow, To(ctx.address, key=f"told:{request}", account=account, edits=request))
        told.post(ctx.uow, To(ctx.address, key=f"more:{request}", account=account))
        return Reply(cards=(Card(text.of("wait for it")),), pending=True)

    own = (knock, name, later, _echo("react"), _echo("reply"))
    others = [what for what in catalog.COMMANDS if what.name not in {one.name for one in own}]

    return Menu((*others, *own))


def _echo(kind: str) -> Command[...]:
    @command(name=kind, menu=False)
    def echo(ctx: Context, message: str = "", emoji: str = "", wanted: str = "", text: str = "") -> Reply:
        """Echo."""
        return Reply(notice=f"{kind} {emoji}{wanted}{text}")

    return echo


@pytest.fixture
def opened(tmp_path: Path, menu: Menu) -> script_run.Open:
    @asynccontextmanager
    async def open_(clock: SteppedClock) -> AsyncIterator[Services]:
        databases.create(tmp_path / "chat.db")
        store = engine.open_store(f"sqlite:///{tmp_path}/chat.db", clock)
        await engine.migrate(store)
        services = make_services(
            store, clock, policy=player.policy(Policy()), menu=menu, messages=messages.listed([told])
        )
        await services.media.keep(b"\x89PNG", ai=True, model="m")
        services.media.blobs["0" * 64] = b"\x89PNG"  # type: ignore[attr-defined]
        yield services
        await store.close()

    return open_


async def shown(opened: script_run.Open, source: str, *, status: int = 0) -> list[dict[str, Any]]:
    lines: list[str] = []
    troubles: list[str] = []
    assert await script_run.perform(source, opened, json=True, out=lines.append, report=troubles.append) == status, (
        troubles
    )
    return [json.loads(line) for line in lines]


async def test_every_json_line_has_every_key(opened: script_run.Open) -> None:
    first, asked, toast = await shown(opened, "ada: /knock\nada presses name\nada fills first=Tom kind=A cat")
    assert first == {
        "to": "ada",
        "private": True,
        "event": "reply",
        "cards": [
            {
                "text": "ada knocks 0 on console, alone",
                "media": [],
                "alt": [],
                "actions": [
                    {"label": "♥ Again 0", "command": "knock", "args": {"count": "1"}},
                    {"label": "Name", "command": "name", "args": {}},
                    {"label": "⋯", "command": "later", "args": {}},
                ],
                "about": first["cards"][0]["about"],
            }
        ],
        "notice": "",
        "ask": None,
    }
    assert len(first["cards"][0]["about"]) == 11
    assert asked["event"] == "reply"
    assert asked["ask"] == {
        "command": "name",
        "title": "Who is there",
        "note": "Only you see it.",
        "args": {},
        "fields": [
            {"name": "first", "label": "First name", "kind": "text", "choices": [], "value": "", "required": True},
            {
                "name": "kind",
                "label": "Kind",
                "kind": "choice",
                "choices": [{"value": "cat", "label": "A cat"}, {"value": "dog", "label": "A dog"}],
                "value": "dog",
                "required": False,
            },
        ],
    }
    assert set(toast) == set(first)
    assert (toast["event"], toast["notice"], toast["cards"]) == ("notice", "Tom the cat", [])


async def test_an_omitted_field_keeps_its_value(opened: script_run.Open) -> None:
    *_, toast = await shown(opened, "ada: /name\nada fills first=Rex")
    assert toast["notice"] == "Rex the dog"


async def test_a_typed_line_answers_a_question(opened: script_run.Open) -> None:
    *_, last = await shown(opened, "ada@telegram: /name\nada@telegram: Tom\nada@telegram: A cat")
    assert last["notice"] == "Tom the cat"


async def test_a_press_edits_the_persons_own_message(opened: script_run.Open) -> None:
    source = "ada: /knock\nada presses Again\nada presses ♥ again 1"
    assert [(s["event"], s["cards"][0]["text"][11:12]) for s in await shown(opened, source)] == [
        ("reply", "0"),
        ("edit", "1"),
        ("edit", "2"),
    ]


async def test_a_strangers_press_is_answered_privately(opened: script_run.Open) -> None:
    source = "ada in #lounge: /knock --loud\nben presses Again\nada presses Again"
    public, aside, _ = await shown(opened, source)
    assert (public["to"], public["private"]) == ("ada", False)
    assert (aside["to"], aside["private"], aside["event"]) == ("ben", True, "reply")
    assert aside["cards"][0]["text"] == "ben knocks 1 on console, lounge"


async def test_a_line_sets_platform_place_and_rights(opened: script_run.Open) -> None:
    source = "ada@discord in #den (admin): /knock\nada@discord in #den: /knock\nben@telegram: /knock"
    assert [s["cards"][0]["text"] for s in await shown(opened, source)] == [
        "ada knocks 0 on discord, den with rights",
        "ada knocks 0 on discord, den",
        "ben knocks 0 on telegram, alone",
    ]


async def test_the_same_name_on_two_platforms_is_two_people(opened: script_run.Open) -> None:
    one, two = await shown(opened, "ada: /knock\nada@discord: /knock")
    assert (one["to"], two["to"]) == ("ada", "ada")
    assert two["cards"][0]["text"].startswith("ada")
    assert two["cards"][0]["text"].split()[0] != "ada"


async def test_jobs_run_when_the_script_waits(opened: script_run.Open) -> None:
    early, edit, arrives = await shown(opened, "ada: /later\nwait")
    assert (early["event"], early["cards"][0]["text"]) == ("reply", "wait for it")
    assert (edit["event"], arrives["event"]) == ("edit", "delivery")
    (path,) = arrives["cards"][0]["media"]
    assert Path(path).read_bytes() == b"\x89PNG"
    assert arrives["cards"][0]["alt"] == ["a dot"]
    assert len(await shown(opened, "ada: /later")) == 1


async def test_a_clock_jump_runs_ticks_and_jobs(opened: script_run.Open) -> None:
    seen = []

    async def tick(services: Services) -> None:
        seen.append(services.clock.now().isoformat())

    lines: list[str] = []
    source = "ada: /later\nat 2026-01-02T09:00:00+01:00"
    assert await script_run.perform(source, opened, json=True, ticks=[tick], out=lines.append) == 0
    assert seen == ["2026-01-02T08:00:00+00:00"]
    assert len(lines) == 3


async def test_native_actions_apply_to_the_last_card(opened: script_run.Open) -> None:
    source = "ada: /knock\nada reacts ❤\nada unreacts ❤\nada replies so calm"
    assert [s["notice"] for s in (await shown(opened, source))[1:]] == ["react ❤1", "react ❤0", "reply so calm"]


async def test_native_actions_skip_a_card_without_a_post(opened: script_run.Open) -> None:
    *_, last = await shown(opened, "ada: /knock\nada: /later\nada replies so calm")
    assert last["notice"] == "reply so calm"


async def test_a_telegram_group_gets_a_pointer_to_a_private_answer(opened: script_run.Open) -> None:
    aside, told = await shown(opened, "ada@telegram in #lounge: /knock")
    assert (aside["to"], aside["private"], aside["event"]) == ("ada", True, "reply")
    assert told == {
        "to": "ada",
        "private": False,
        "event": "notice",
        "cards": [],
        "notice": "I answered you in private.",
        "ask": None,
    }


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "ada: /knock\nada presses Publish",
            "line 2: ada was shown no button 'Publish'; the newest card has [♥ Again 0], [Name], [⋯]",
        ),
        ("ada: /knock\nben presses Again", "line 2: ben was shown no button 'Again'"),
        ("ada: /knock\nada presses 0", "line 2: ada was shown no button '0'; "),
        ("ada: /knock\nada@telegram presses Again", "line 2: ada was shown no button 'Again'"),
        ("ada: /later\nada presses Again", "line 2: ada was shown no button 'Again'"),
        ("ben reacts ❤", "line 1: ben was shown no card of a post"),
        ("ada: /later\nada replies hm", "line 2: ada was shown no card of a post"),
        ("ben fills first=x", "line 1: ben was asked nothing"),
        ("ben: /name\nben fills second=x", "line 2: ben was not asked for second, but for first, kind"),
    ],
)
async def test_a_missing_button_ends_the_script(opened: script_run.Open, source: str, words: str) -> None:
    troubles: list[str] = []
    status = await script_run.perform(source, opened, out=lambda _: None, report=troubles.append)
    assert status == script_run.MISSING
    assert troubles[0].startswith(words)


async def test_an_unreadable_script_plays_nothing(opened: script_run.Open) -> None:
    lines: list[str] = []
    troubles: list[str] = []
    status = await script_run.perform("ada: /knock\nhm", opened, out=lines.append, report=troubles.append)
    assert (status, lines) == (script_run.UNREADABLE, [])
    assert troubles[0].startswith("line 2: cannot read 'hm'")


async def test_a_transcript_reads_like_a_chat(opened: script_run.Open) -> None:
    lines: list[str] = []
    await script_run.perform("ada in #den: /knock\nada presses Name", opened, out=lines.append)
    assert "\n".join(lines) == (
        "ada in #den: /knock\n"
        "  to ada in #den, only they see it\n"
        "    ada knocks 0 on console, den\n"
        "    [♥ Again 0] [Name] [⋯]\n"
        "ada presses Name\n"
        "  to ada in #den, only they see it\n"
        "    ? Who is there\n"
        "    Only you see it.\n"
        "      first: First name\n"
        "      kind: Kind [cat (A cat) | dog (A dog)] = dog"
    )


@pytest.mark.parametrize("name", ["小明", "राहुल", "สมชาย", "Øystein", "Дмитрий", "قطة", "José", "l_33.t-x"])
async def test_a_line_names_people_of_every_script(opened: script_run.Open, name: str) -> None:
    (said,) = await shown(opened, f"{name}: /knock")
    assert said["to"] == name
