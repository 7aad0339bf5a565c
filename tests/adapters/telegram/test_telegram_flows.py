"""Dialogues of tests/flows through the unmodified python-telegram-bot: the same lines, tapped and typed."""

import asyncio
import re
from pathlib import Path

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import player
from botfeed.adapters.models.rules import WordRules
from botfeed.adapters.models.sketch_painter import SketchPainter
from botfeed.core.chat.policy import Policy
from botfeed.store import engine
from botfeed.testing.telegram import FakeTelegram, Server
from tests.adapters.telegram.conftest import START, Adapter, build
from tests.adapters.telegram.dialogue_player import Play
from tests.official import CONTRACTS

FLOWS = Path(__file__).resolve().parents[2] / "flows"
# `pressed_twice` is about the console's names for buttons: on Telegram a pressed Like is the one that takes it back.
APART = {"pressed_twice", "two_platforms"}  # the second needs two adapters at once
NAMES = sorted(path.stem for path in FLOWS.glob("*.txt") if path.stem not in APART)
GROUPS = ("asked_in_a_group", "in_a_group", "private_until_published", "strangers_buttons")  # also said there alone
ENDS = {  # what somebody reads at the end, beside that every line could be played
    "first_evening": ("ada", "ben"),
    "in_a_group": ("ada", "Digest of this place"),
    "comment_by_reply": ("ada", "ben"),
    "caught_up": ("ben", "caught up"),
    "strangers_buttons": ("cleo", "/dance"),
    "report_and_appeal": ("ada", "operat"),
}


@pytest.mark.parametrize(
    ("flow", "ephemeral_on"), [*((name, False) for name in NAMES), *((name, True) for name in GROUPS)]
)
async def test_each_dialogue_works_on_telegram(flow, ephemeral_on, tmp_path, request):
    if flow != "first_evening":  # one dialogue has its pictures rendered
        request.getfixturevalue("quick_sketches")
    clock = SteppedClock(START)
    async with asyncio.timeout(60), FakeTelegram(CONTRACTS, now=lambda: clock.now().timestamp()) as fake:
        fake.become(Server.V10_3 if ephemeral_on else Server.CONTRACT)
        olga = fake.user("olga", started=True)
        policy = player.policy(Policy(operators=frozenset({f"telegram:{olga.id}"})))
        services = build(tmp_path, clock, painters=(SketchPainter(),), rules=WordRules(), policy=policy)
        await engine.migrate(services.store)
        adapter = Adapter(fake, services, clock, ephemeral_on=ephemeral_on)
        played = Play(adapter, {"olga": olga})
        try:
            await adapter.open()
            await played.run((FLOWS / f"{flow}.txt").read_text(encoding="utf-8"))
        finally:
            await adapter.kill()
            await services.store.close()
        assert fake.violations == []
        assert bool(fake.state.ephemeral) == ephemeral_on
        assert not [text for name in played.people for text in played.texts(name) if "on our side" in text]
        if flow in ENDS:
            who, words = ENDS[flow]
            assert any(words in text for text in played.texts(who)), played.texts(who)


async def test_the_dialogue_on_the_page_about_extending_is_held(adapter, capsys, quick_sketches):
    page = (FLOWS.parents[1] / "docs" / "extending.md").read_text("utf-8")
    (source,) = (part for part in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "async def talk(" in part)
    read = {"__name__": "page"}
    exec(compile(source, "extending.md", "exec"), read)
    await read["talk"](adapter.fake, 30)
    assert capsys.readouterr().out.startswith("Publish")
