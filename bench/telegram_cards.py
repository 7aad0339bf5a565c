"""Screenshots of cards on Telegram, drawn by a page of our own from what our bot really sent to the fake.

The scene: ada paints and publishes, ben opens one card, his library of four and his digest. Everything goes through
python-telegram-bot, a store, the offline painter and a worker; the page knows only the Bot API's messages.
"""

from __future__ import annotations

import asyncio
import base64
import html
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from bench import community
from botfeed.adapters.telegram import receiver
from botfeed.adapters.telegram.receive import polling
from botfeed.core.chat.context import Services
from botfeed.core.digest import tick
from botfeed.core.work import worker
from botfeed.testing.telegram import FakeTelegram, Shown, User

PROMPTS = ("a lighthouse in a storm", "a balloon over the hills at dawn", "a cat in a garden", "a fox asleep in snow")
HOUR = 9  # of cleo's digest, UTC
WIDTH = 420  # px of a chat, as on a phone
_TAGS = {"bold": "b", "italic": "i", "code": "code", "text_link": "a", "bot_command": "a"}
_PAGE = """<!doctype html><meta charset=utf-8><style>
* { box-sizing: border-box; margin: 0 }
body { display: flex; width: max-content; font: 15px/1.32 Roboto, "Liberation Sans", sans-serif; color: #000 }
main { width: %dpx; padding: 12px 10px; background: linear-gradient(150deg, #d5dfc0, #a7c8a4 55%%, #8fbcae) }
main + main { border-left: 1px solid #0002 }
.in { width: 340px; margin-bottom: 12px }
.bubble { background: #fff; border-radius: 15px 15px 15px 5px; overflow: hidden; box-shadow: 0 1px 1px #0003 }
.out { width: max-content; max-width: 320px; margin: 0 0 10px auto }
.out .bubble { background: #effdde; border-radius: 15px 15px 5px 15px }
img { display: block; width: 100%% }
p { padding: 6px 10px 7px 11px; white-space: pre-wrap; overflow-wrap: anywhere }
p a { color: #168acd; text-decoration: none }
code { color: #168acd; font: 14px "Liberation Mono", monospace }
time { float: right; margin: 5px 0 0 10px; color: #a0acb6; font-size: 12px }
.out time { color: #62ac55 }
.row { display: flex; gap: 4px; margin-top: 4px }
.row span { flex: 1; min-width: 0; padding: 8px 4px; border-radius: 7px; background: #5a7f6ad0; color: #fff;
  text-align: center; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
</style>"""


class _Clock:
    """The system's, ahead by what the scene skipped: days of digests are not waited for."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def monotonic(self) -> float:
        return self.now().timestamp()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def skip_to(self, hour: float) -> None:
        """Go on to that hour of tomorrow: a digest that is found hours too late is left out."""
        now = self.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        self.ahead += midnight + timedelta(days=1, hours=hour) - now


async def take(folder: Path, outdir: Path, chromium: str, args: list[str]) -> None:
    """Play the scene and write `telegram.png`: one card, a gallery with numbers, a digest."""
    page = await scene(folder)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=args)
        tab = await browser.new_page(viewport={"width": 3 * WIDTH, "height": 600}, device_scale_factor=1)
        await tab.set_content(page)
        await tab.screenshot(path=outdir / "telegram.png", full_page=True)
        await browser.close()
    print(outdir / "telegram.png")


async def scene(folder: Path) -> str:
    """Play the scene; return the page that draws its chats."""
    clock = _Clock()
    built = community.composed(folder, clock)
    await built.migrate()
    async with FakeTelegram(checked=False) as fake:
        urls: dict[str, Any] = {"base_url": fake.base_url, "base_file_url": fake.base_file_url}
        tasks = [
            asyncio.create_task(receiver.serve(built.services, fake.token, lambda _: None, polling.poll, **urls)),
            asyncio.create_task(worker.work(built.services)),
        ]
        try:
            chats = await play(fake, built.services, clock)
            return _PAGE % WIDTH + "".join(f"<main>{''.join(_drawn(fake, m) for m in chat)}</main>" for chat in chats)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await built.store.close()


async def play(fake: FakeTelegram, services: Services, clock: _Clock) -> list[list[Shown]]:
    """Give three chats: what was said there and what came back."""
    ada, ben, cleo = (fake.user(name) for name in ("ada", "ben", "cleo"))
    for prompt in PROMPTS:
        await _published(fake, ada, prompt)
    for who in (ben, cleo):
        await who.say("/start")
        await _card(fake, who, lambda m: bool(m.labels))
    await ben.say("/feed")
    feed = await _card(fake, ben, lambda m: bool(m.photo))
    opened = await _opened(fake, ben, feed)
    asked = await ada.say("/imagine a boat in northern lights --count 4")
    gallery = await _card(fake, ada, lambda m: bool(m.photo) and "2" in m.labels)
    await cleo.say(f"/digest_set {HOUR}")
    await _card(fake, cleo, lambda m: f"{HOUR:02}:00" in m.text)
    clock.skip_to(HOUR + 0.5)
    await tick.due(services)
    services.store.wake()
    digest = await _card(fake, cleo, lambda m: bool(m.photo))
    return [[opened], [asked, gallery], [digest]]


async def _opened(fake: FakeTelegram, who: User, feed: Shown) -> Shown:
    """The card of one picture: a numbered sheet opens each of its posts in its place."""
    if "1" not in feed.labels:
        return feed
    await who.press(feed, "1")
    return await _card(fake, who, lambda m: any("Like" in label for label in m.labels))


async def _published(fake: FakeTelegram, who: User, prompt: str) -> None:
    await who.say(f"/imagine {prompt} --shape wide")
    picture = await _card(fake, who, lambda m: bool(m.photo) and prompt in m.text and "Publish" in m.labels)
    mine = next(b["callback_data"] for b in picture.buttons if b["text"] == "Publish").partition("/")[2]
    await who.say(f"/publish {mine} --audience everyone --sensitive no --caption {prompt.capitalize()}")
    await _card(fake, who, lambda m: m.text.startswith("Published") and prompt.casefold() in m.text.casefold())


async def _card(fake: FakeTelegram, who: User, fits: Callable[[Shown], bool]) -> Shown:
    """The newest message of the bot that fits, once it is there."""

    def find() -> Shown | None:
        mine = (m for m in reversed(fake.messages(who)) if m.raw["from"]["is_bot"])
        return next((m for m in mine if fits(m)), None)

    found = await fake.until(find, 60)
    assert found is not None
    return found


def _drawn(fake: FakeTelegram, message: Shown) -> str:
    """Draw a message as a bubble with its keyboard below it."""
    raw = message.raw
    image = ""
    if message.photo:
        data = base64.b64encode(fake.state.files[message.photo].data).decode()
        image = f'<img src="data:image/jpeg;base64,{data}">'
    words = "".join(_marked(message.text, raw.get("entities") or raw.get("caption_entities") or []))
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    keys = "".join(f"<div class=row>{''.join(map(_key, row))}</div>" for row in rows)
    side = "in" if raw["from"]["is_bot"] else "out"
    at = datetime.fromtimestamp(raw["date"], UTC).strftime("%H:%M")
    return f"<div class={side}><div class=bubble>{image}<p>{words}<time>{at}</time></p></div>{keys}</div>"


def _key(button: dict[str, Any]) -> str:
    return f"<span>{html.escape(button['text'])}</span>"


def _marked(text: str, entities: list[dict[str, Any]]) -> Iterator[str]:
    """The text with its entities as tags; their places count in UTF-16 units."""
    units, at = text.encode("utf-16-le"), 0
    for entity in sorted(entities, key=lambda e: e["offset"]):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        tag = _TAGS.get(entity["type"])
        if start < at or tag is None:
            continue
        yield html.escape(units[2 * at : 2 * start].decode("utf-16-le"))
        yield f"<{tag}>{html.escape(units[2 * start : 2 * end].decode('utf-16-le'))}</{tag}>"
        at = end
    yield html.escape(units[2 * at :].decode("utf-16-le"))
