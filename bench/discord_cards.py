"""Screenshots of cards on Discord, drawn by simcord's preview from what our client really sent.

The scene: ada and ben in a server. ada paints into the channel, ben likes it; ada paints for herself; ben
opens his feed. Everything goes through discord.py, a store, the offline painter and a worker.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partialmethod
from pathlib import Path
from typing import Any

import simcord
from PIL import Image
from playwright.async_api import BrowserType

from bench import community
from botfeed.adapters.clock import SystemClock
from botfeed.adapters.discord import receiver
from botfeed.core.chat.context import Services
from botfeed.core.work import worker

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
    async with scene(folder) as (env, played, shown):
        viewers = [played.ada, played.ben]
        async with env.preview(played.channel, viewers=viewers, width=WIDTH, height=HEIGHT) as preview:
            shots = []
            for viewer, target in shown:
                shot = await preview.screenshot(viewer=viewer, target=target, allow_incomplete=True)
                shots.append(Image.open(io.BytesIO(shot.png)).convert("RGB"))
    _together(shots).save(outdir / "discord.png", optimize=True)
    print(outdir / "discord.png")


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[tuple[Any, Scene, list[tuple[Any, Any]]]]:
    """Play the scene; yield simcord's server, the scene, and who looks at what."""
    clock: Any = SystemClock()
    built = community.composed(folder, clock)
    await built.migrate()
    async with simcord.run(receiver.Client(built.services, lambda _: None)) as env:
        clock.now = env.now
        played = Scene(env, built.services)
        yield env, played, await play(played)
    await built.store.close()


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
