"""Take the pictures of the README and the docs, each from a deployment of its own.

    python -m bench.screenshots OUTDIR

Writes `page.png` (a desktop in the light), `phone.png` (a phone in the dark), `telegram.png` (the cards as
Telegram shows them, from what our bot sent to the local one) and, where simcord's preview is installed (`pip install
"simcord[preview]"`), `discord.png` (the cards as Discord shows them). The sample community moves in, ada
paints and publishes, ben likes what she made; then the pictures are taken. Needs Chromium and the dev group.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from bench import telegram_cards
from botfeed import app, platforms
from botfeed.adapters.web.sample.members import PIECES
from botfeed.core.work import worker
from botfeed.settings import Settings

CHROMIUM = "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PATIENCE = 60_000  # ms: the whole community paints
PROMPT = "a fox asleep in snow under a big moon"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("outdir", type=Path)
    args = parser.parse_args()
    args.outdir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(take(Path(folder), args.outdir))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(telegram_cards.take(Path(folder), args.outdir, CHROMIUM, ARGS))
    if importlib.util.find_spec("linkify_it") is None:
        print('no picture of Discord: pip install "simcord[preview]"')
        return
    from bench import discord_cards

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(discord_cards.take(Path(folder), args.outdir, CHROMIUM, ARGS))


async def take(folder: Path, outdir: Path) -> None:
    async with served(folder) as url:
        await pictures(url, outdir)


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """Yield the address of a page into which the sample community moves."""
    built = app.build(Settings(_env_file=None, BOTFEED_DATA=folder, BOTFEED_WEB_PORT=0))
    await built.migrate()
    stop = asyncio.Event()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        up = asyncio.Event()
        tasks = [
            asyncio.create_task(platforms.web(built, listening, lambda _: up.set(), stop)),
            asyncio.create_task(worker.work(built.services)),
        ]
        await up.wait()
        try:
            yield url
        finally:
            stop.set()
            await tasks[0]
            tasks[1].cancel()
            await asyncio.gather(tasks[1], return_exceptions=True)
            await built.store.close()


async def pictures(url: str, outdir: Path) -> None:
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        desktop = await opened(chromium, url, viewport={"width": 1440, "height": 900}, color_scheme="light")
        await desktop.wait_for_selector(f".tile >> nth={len(PIECES) - 1}")
        await act(desktop)
        await shot(desktop, outdir / "page.png")
        size = {"width": 390, "height": 844}
        phone = await opened(chromium, url, viewport=size, device_scale_factor=2, is_mobile=True, color_scheme="dark")
        await phone.click("#swipe button >> nth=1")
        await shot(phone, outdir / "phone.png")
        await chromium.close()


async def opened(chromium: Any, url: str, **more: Any) -> Page:
    page: Page = await (await chromium.new_context(reduced_motion="reduce", **more)).new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(url)
    await page.wait_for_selector("html[data-ready]")
    return page


async def act(page: Page) -> None:
    """Go through the first steps far enough that there is something to see of each."""
    await page.fill("#composer", f"/imagine {PROMPT}")
    await page.keyboard.press("Enter")
    await page.click(".talk.current [data-command=publish]")
    await page.fill(".talk.current .form [name=caption]", "Winter")
    await page.click(".talk.current .form .primary")
    await page.wait_for_selector(".step.done[data-step=publish]")
    await page.click("[data-step=like]")
    await page.click(".talk.current [data-command=like].hint")
    await page.wait_for_selector(".step.done[data-step=like]")
    await page.evaluate("document.activeElement.blur()")


async def shot(page: Page, where: Path) -> None:
    await page.wait_for_function(
        "() => [...document.querySelectorAll('.tile img')].slice(0, 6).every((i) => i.complete)"
    )
    await page.wait_for_function("() => !document.querySelector('.toast')")
    await page.screenshot(path=where)
    print(where)


if __name__ == "__main__":
    main()
