"""The dialogues of tests/flows through the unmodified python-telegram-bot: the same lines, tapped and typed there."""

import asyncio
from pathlib import Path

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import play
from botfeed.adapters.models.rules import WordRules
from botfeed.adapters.models.sketch import SketchPainter
from botfeed.core.chat.policy import Policy
from botfeed.store import engine
from botfeed.testing.telegram import FakeTelegram
from tests.adapters.telegram.conftest import CONTRACTS, START, Door, build
from tests.adapters.telegram.playing import Play

FLOWS = Path(__file__).resolve().parents[2] / "flows"
# `pressed_twice` is about the console's names for buttons: on Telegram a pressed Like is the one that takes it back.
APART = {"pressed_twice", "two_platforms"}  # the second needs two doors at once
NAMES = sorted(path.stem for path in FLOWS.glob("*.txt") if path.stem not in APART)
ENDS = {  # what somebody reads at the end, beside that every line could be played
    "first_evening": ("ada", "ben"),
    "in_a_group": ("ada", "Digest of this place"),
    "comment_by_reply": ("ada", "ben"),
    "caught_up": ("ben", "caught up"),
    "strangers_buttons": ("cleo", "/dance"),
    "report_and_appeal": ("ada", "operat"),
}


@pytest.mark.parametrize("flow", NAMES)
async def test_a_dialogue_can_be_held_on_telegram(flow, tmp_path):
    clock = SteppedClock(START)
    contracts = CONTRACTS if CONTRACTS.is_dir() else None
    async with asyncio.timeout(60), FakeTelegram(contracts, now=lambda: clock.now().timestamp()) as fake:
        olga = fake.user("olga", started=True)
        policy = play.policy(Policy(operators=frozenset({f"telegram:{olga.id}"})))
        house = build(tmp_path, clock, painters=(SketchPainter(),), rules=WordRules(), policy=policy)
        await engine.migrate(house.store)
        door = Door(fake, house, clock)
        played = Play(door, {"olga": olga})
        try:
            await door.open()
            await played.run((FLOWS / f"{flow}.txt").read_text(encoding="utf-8"))
        finally:
            await door.kill()
            await house.store.close()
        assert fake.violations == []
        assert not [text for name in played.people for text in played.texts(name) if "on our side" in text]
        if flow in ENDS:
            who, words = ENDS[flow]
            assert any(words in text for text in played.texts(who)), played.texts(who)
