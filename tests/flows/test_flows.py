"""Dialogues of this folder, each compared with the golden transcript beside it.
BOTFEED_UPDATE=1 rewrites the transcripts; read them before committing.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import player, script_run
from botfeed.adapters.media import picture_store as media
from botfeed.adapters.models.rules import WordRules
from botfeed.adapters.models.sketch_painter import SketchPainter
from botfeed.core import ids
from botfeed.core.chat.context import Services
from botfeed.core.chat.policy import Policy
from botfeed.run import TICKS
from botfeed.store import engine
from botfeed.testing import databases
from botfeed.testing.plugin import make_services

HERE = Path(__file__).parent
FLOWS = sorted(path.stem for path in HERE.glob("*.txt"))
OPERATORS = frozenset({"console:olga"})


def opener(url: str, pictures: Path) -> script_run.Open:
    """Return a function that opens services as `botfeed chat` does, with ids that are the same every time."""

    @asynccontextmanager
    async def opened(clock: SteppedClock) -> AsyncIterator[Services]:
        store = engine.open_store(url, clock, ids.Maker(Random(7).getrandbits))
        await engine.migrate(store)
        parts: dict[str, Any] = {"media": media.on_disk(pictures), "painters": (SketchPainter(),), "rules": WordRules()}
        services = make_services(store, clock, policy=player.policy(Policy(operators=OPERATORS)), **parts)
        try:
            yield services
        finally:
            await store.close()

    return opened


async def transcript(flow: str, opened: script_run.Open) -> str:
    lines: list[str] = []
    source = (HERE / f"{flow}.txt").read_text(encoding="utf-8")
    ticks = [tick for _, _, tick in TICKS]
    status = await script_run.perform(source, opened, paths=False, ticks=ticks, out=lines.append, report=lines.append)
    assert status == script_run.DONE, "\n".join(lines[-12:])
    return "\n".join(lines) + "\n"


@pytest.fixture
def paints(request: pytest.FixtureRequest, flow: str) -> None:
    """Render real pictures in one dialogue; the others use quick sketches."""
    if flow != "first_evening":
        request.getfixturevalue("quick_sketches")


@pytest.mark.usefixtures("paints")
@pytest.mark.parametrize("flow", FLOWS)
async def test_a_dialogue_matches_its_transcript(flow: str, tmp_path: Path) -> None:
    databases.create(tmp_path / "flow.db")
    played = await transcript(flow, opener(f"sqlite:///{tmp_path}/flow.db", tmp_path / "pictures"))
    golden = HERE / f"{flow}.out"
    if os.environ.get("BOTFEED_UPDATE"):
        golden.write_text(played, encoding="utf-8")
    assert played == golden.read_text(encoding="utf-8")


@pytest.mark.usefixtures("quick_sketches")
@pytest.mark.parametrize("flow", FLOWS)
async def test_a_dialogue_matches_its_transcript_on_postgresql(flow: str, postgres_url: str, tmp_path: Path) -> None:
    played = await transcript(flow, opener(postgres_url, tmp_path / "pictures"))
    assert played == (HERE / f"{flow}.out").read_text(encoding="utf-8")
