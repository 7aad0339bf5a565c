"""Screenshots of cards on Discord, drawn by simcord's preview from what our client really sent.

The scene: ada and ben in a server. ada paints into the channel, ben likes it; ada paints for herself; ben
opens his feed. Everything goes through discord.py, a store, the offline painter and a worker.
"""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime
from functools import partialmethod
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import simcord
from PIL import Image
from playwright.async_api import BrowserType

from botfeed import catalog
from botfeed.adapters.discord import receiver
from botfeed.adapters.media import picture_store
from botfeed.adapters.models.rules import WordRules
from botfeed.adapters.models.sketch_painter import SketchPainter
from botfeed.core.chat.context import Services
from botfeed.core.ids import Sealer
from botfeed.core.work import jobs, messages, worker
from botfeed.store import engine

WIDTH, HEIGHT = 720, 1100  # px of the window
GAP = 12  # px
PROMPTS = ("a cat in a garden", "a balloon over the hills at dawn", "a fox asleep in snow under a big moon")


class Scene:
    """A server with our client in it, on simcord's clock."""

    def __init__(self, env: Any, services: Services) -> None:
        self.env, self.services = env, services
        guild = env.create_guild(name="Lounge")
        self.channel = guild.create_text_channel("pictures")
        self.ada, self.ben = (guild.add_member(env.create_user(name)) for name in ("ada", "ben"))

    async def drain(self) -> None:
        with self.env.time_context():
            await worker.drain(self.services)

    async def press(self, who: Any, message: Any, label: str) -> Any:
        raw = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
        return await who.click(message, custom_id=next(b["custom_id"] for b in _buttons(raw) if label in b["label"]))


def _buttons(parts: list[Any]) -> list[Any]:
    found = []
    for part in parts:
        found += [part] if part.get("type") == 2 and part.get("custom_id") else _buttons(part.get("components") or [])
    return found


async def take(folder: Path, outdir: Path, chromium: str, args: list[str]) -> None:
    """Play the scene and write `discord.png`: a public card, what ada alone sees, ben's feed.

    simcord starts the browser itself, and only one of its own: it is told here which one there is.
    """
    BrowserType.launch = partialmethod(BrowserType.launch, executable_path=chromium, args=args)  # type: ignore[assignment]
    clock: Any = SimpleNamespace(now=lambda: datetime.now(UTC), monotonic=time.monotonic)
    store = engine.open_store(f"sqlite:///{folder}/discord.db", clock)
    await engine.migrate(store)
    media, secret = picture_store.on_disk(folder / "pictures"), b"for a picture of it"
    parts = {"painters": (SketchPainter(),), "secret": secret}
    listed = {"jobs": jobs.listed(catalog.JOBS), "messages": messages.listed(catalog.MESSAGES)}
    services = Services(store, clock, media, WordRules(), Sealer(secret), **parts, **listed)
    async with simcord.run(receiver.Client(services, lambda _: None)) as env:
        clock.now = env.now
        scene = Scene(env, services)
        shown = await play(scene)
        async with env.preview(scene.channel, viewers=[scene.ada, scene.ben], width=WIDTH, height=HEIGHT) as preview:
            shots = []
            for viewer, target in shown:
                shot = await preview.screenshot(viewer=viewer, target=target, allow_incomplete=True)
                shots.append(Image.open(io.BytesIO(shot.png)).convert("RGB"))
    await store.close()
    _together(shots).save(outdir / "discord.png", optimize=True)
    print(outdir / "discord.png")


async def play(scene: Scene) -> list[tuple[Any, Any]]:
    """Give who looks at what, in the order in which it happens."""
    mine = await scene.ada.slash(scene.channel, "imagine", prompt="a lighthouse in a storm", count=2)
    await scene.drain()
    for prompt in PROMPTS:
        await scene.ada.slash(scene.channel, "imagine", prompt=prompt, here=True, shape="wide")
        await scene.drain()
    card = scene.channel.last_message
    await scene.press(scene.ben, card, "♥")
    await scene.drain()
    feed = await scene.ben.slash(scene.channel, "feed")
    await scene.drain()
    return [(scene.ben, card), (scene.ada, mine), (scene.ben, feed)]


def _together(shots: list[Image.Image]) -> Image.Image:
    """Stack the pictures on their common background."""
    ground = shots[0].getpixel((0, 0))
    height = sum(shot.height + GAP for shot in shots) + GAP
    whole = Image.new("RGB", (max(shot.width for shot in shots), height), ground)
    top = GAP
    for shot in shots:
        whole.paste(shot, (0, top))
        top += shot.height + GAP
    return whole
