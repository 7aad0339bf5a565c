"""Page in a real Chromium: the five steps, the phone, the keyboard, and accessibility."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from botfeed.adapters.clock import SystemClock
from botfeed.adapters.discord import preview as discord
from botfeed.adapters.telegram import preview as telegram
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language import text
from botfeed.core.model import Address
from botfeed.store import engine
from botfeed.testing import databases
from botfeed.testing.plugin import make_services
from tests.adapters.web.browser import ARGS, CHROMIUM, Browser, serve

playwright = pytest.importorskip("playwright.async_api", reason="no playwright: install the dev group")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.asyncio(loop_scope="module"),  # one browser for all of them lives in one loop
]

MARKUP = "<img src=x onerror=alert(1)>"
CONTRAST = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const [r, g, b, a = 1] = parse(style.backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest(".sr, .skip, script, .elsewhere")) continue;
    const behind = ground(node);
    if (!behind) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${node.textContent.trim().slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return low;
}"""
NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea, [role=tab]")]
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim() || node.labels?.length))
  .map((node) => node.outerHTML.slice(0, 120))"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[playwright.Browser]:
    async with playwright.async_playwright() as driver:
        launched = await driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser(tmp_path: Path, chromium: playwright.Browser) -> AsyncIterator[Browser]:
    """Yield a browser with a page server and contexts of its own in the one Chromium."""
    clock = SystemClock()
    databases.create(tmp_path / "page.db")
    store = engine.open_store(f"sqlite:///{tmp_path}/page.db", clock)
    await engine.migrate(store)
    previews = {"discord": discord.show, "telegram": telegram.show}
    async with serve(make_services(store, clock), previews=previews) as (app, url):
        one = Browser(chromium, url, app)
        yield one
        for context in chromium.contexts:
            await context.close()
    await store.close()
    assert one.complaints == []


async def paint(page, line: str = "/imagine a fox") -> None:
    button = ".talk.current [data-command=publish]"
    known = await page.locator(button).count()
    await page.fill(".talk.current .box textarea", line)
    await page.keyboard.press("Enter")
    await page.wait_for_selector(f"{button} >> nth={known}")


async def publish(page) -> None:
    await page.click(".talk.current [data-command=publish] >> nth=-1")
    tiles = await page.locator(".tile").count()
    await page.click(".talk.current .form .primary")
    await page.wait_for_selector(f".tile >> nth={tiles}")


async def test_the_five_steps_need_only_their_buttons(browser: Browser) -> None:
    began = time.monotonic()
    page = await browser.page()
    await page.click("[data-step=paint]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".step.done[data-step=paint]")
    await page.wait_for_selector(".talk.current [data-command=publish]")
    await page.click("[data-step=publish]")
    await page.wait_for_selector(".form .primary.hint")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".step.done[data-step=publish]")
    await page.click("[data-step=like]")
    await page.wait_for_selector('.talk.current[data-who="ben"] [data-command=like].hint')
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".step.done[data-step=like]")
    await page.click("[data-step=remix]")
    await page.wait_for_selector(".form .primary.hint")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".step.done[data-step=remix]")
    await page.click('.person:has-text("ada")')
    for prompt in ("an owl", "a bear", "a boat"):
        await paint(page, f"/imagine {prompt}")
        await publish(page)
    await page.click('.person:has-text("ben")')
    await page.click("[data-step=digest]")
    await page.wait_for_selector(".ribbon .all")
    assert "Your digest" in await page.inner_text(".talk.current .answer >> nth=-1")
    assert time.monotonic() - began < 90


async def test_a_phone_shows_one_pane_and_the_feed_is_one_swipe_away(browser: Browser) -> None:
    page = await browser.page(390, 844, is_mobile=True, has_touch=True)
    await paint(page)
    await publish(page)
    width = "document.scrollingElement.scrollWidth"
    assert await page.evaluate(width) == 390
    for step in await page.query_selector_all(".ribbon button"):
        box = await step.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert (await (await page.query_selector(".side")).bounding_box())["x"] == 390
    await page.tap("#swipe button >> nth=1")
    await page.wait_for_function("() => document.querySelector('.side').getBoundingClientRect().x === 0")
    await page.tap(".tile")
    await page.wait_for_selector(".viewer[open] .opened")
    assert await page.evaluate(width) == 390


async def test_everything_works_by_keyboard(browser: Browser) -> None:
    page = await browser.page()
    await page.keyboard.press("/")
    await page.keyboard.type("im")
    await page.wait_for_selector(".choice[aria-selected=true]:has-text('/imagine')")
    await page.keyboard.press("Tab")
    assert await page.input_value("#composer") == "/imagine "
    await page.keyboard.type("a fox --shape w")
    await page.wait_for_selector(".choice:has-text('wide')")
    await page.keyboard.press("Enter")
    assert await page.input_value("#composer") == "/imagine a fox --shape wide"
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".talk.current [data-command=publish]")
    await publish(page)
    await page.focus("#composer")
    await page.keyboard.press("ArrowUp")
    last = "document.activeElement === [...document.querySelectorAll('.answer')].at(-1)"
    assert await page.evaluate(last)
    await page.keyboard.press("ArrowUp")
    assert not await page.evaluate(last)
    assert await page.evaluate("document.activeElement.matches('.answer')")
    await page.focus('.person:has-text("ben")')
    await page.keyboard.press("Enter")
    await page.focus(".tile")
    await page.keyboard.press("l")
    await page.wait_for_selector(".tile .hearts.mine")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".viewer[open] .opened [data-command=like]")
    await page.keyboard.press("l")
    await page.wait_for_selector(".tile:not(:has(.hearts))")
    await page.keyboard.press("r")
    await page.wait_for_selector(".viewer[open] .extra textarea")
    await page.keyboard.press("Escape")
    await page.wait_for_selector(".viewer[open] .extra", state="detached")
    await page.keyboard.press("Escape")
    await page.wait_for_selector(".viewer:not([open])", state="attached")
    assert await page.evaluate("document.activeElement.matches('.tile')")


async def test_the_first_step_keeps_the_typed_prompt(browser: Browser) -> None:
    page = await browser.page(locale="it-IT")
    await page.click("[data-step=paint]")
    assert (await page.input_value("#composer")).startswith("/immagina ")
    await page.fill("#composer", "/immagina una volpe blu")
    await page.click("[data-step=paint]")
    await page.wait_for_selector(".talk.current [data-command=publish]")
    assert "una volpe blu" in await page.inner_text(".talk.current .answer >> nth=-1")


async def test_the_composer_completes_either_language_to_the_readers(browser: Browser) -> None:
    page = await browser.page(locale="it-IT")
    for typed in ("/immag", "/imag"):
        await page.fill("#composer", typed)
        await page.wait_for_selector(".choice[aria-selected=true] b:text-is('/immagina')")
    await page.keyboard.press("Tab")
    assert await page.input_value("#composer") == "/immagina "
    for typed in ("--for", "--sha"):
        await page.fill("#composer", f"/imagine una volpe {typed}")
        await page.wait_for_selector(".choice b:text-is('--formato')")
    await page.fill("#composer", "/immagina una volpe --formato w")
    await page.wait_for_selector(".choice:has-text('wide')")
    await page.keyboard.press("Tab")
    assert await page.input_value("#composer") == "/immagina una volpe --formato wide"
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".talk.current [data-command=publish]")
    await page.click("#verbs button:has-text('Le mie immagini')")
    await page.wait_for_selector(".talk.current :text('/mie')")
    await page.wait_for_selector(".talk.current .answer:has-text('Le tue immagini')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_accessible(browser: Browser, scheme: str) -> None:
    page = await browser.page(color_scheme=scheme)
    await paint(page)
    await publish(page)
    assert await page.evaluate(CONTRAST) == []
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate("[...document.images].filter((one) => !one.hasAttribute('alt')).length") == 0
    assert "botfeed to ada" in await page.text_content("body > .live")
    await page.click(".tile")
    await page.wait_for_selector(".viewer[open] .opened")
    assert await page.evaluate(CONTRAST) == []


async def test_reduced_motion_stops_all_motion(browser: Browser) -> None:
    page = await browser.page(reduced_motion="reduce")
    await page.click("[data-step=paint]")
    await page.wait_for_selector(".hint")
    assert await page.evaluate("getComputedStyle(document.querySelector('.hint')).animationName") == "none"


async def test_a_reload_keeps_the_conversation_and_others_see_the_feed_live(browser: Browser) -> None:
    page, other = await browser.page(), await browser.page()
    await other.wait_for_selector(".wall .empty")
    await paint(page)
    await publish(page)
    await other.wait_for_selector(".tile img.ready")
    await other.wait_for_selector(".talk.current .answer")
    before = await page.locator(".talk.current .answer").count()
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    assert await page.locator(".talk.current .answer").count() == before


async def test_a_broken_stream_reconnects_and_misses_nothing(browser: Browser) -> None:
    page = await browser.page()
    desk = browser.app.state.site.messenger
    desk.close()
    await desk.send(Address("web", "ada"), Reply(cards=(Card(text.of("while you were away")),)), "key")
    await page.wait_for_selector(".answer:has-text('while you were away')")


async def test_peoples_text_never_becomes_markup(browser: Browser) -> None:
    page = await browser.page()
    page.on("dialog", lambda dialog: browser.complaints.append(dialog.message))
    await paint(page, f"/imagine {MARKUP}")
    await publish(page)
    await page.click(".tile")
    await page.wait_for_selector(".viewer[open] .opened")
    assert MARKUP in await page.text_content(".viewer .opened")
    assert await page.locator("img[src=x]").count() == 0


async def test_a_card_has_previews_of_other_platforms(browser: Browser) -> None:
    page = await browser.page()
    await paint(page)
    await page.click("#tab-discord")
    await page.wait_for_selector(".platform.discord img.ready")
    assert "Publish" in await page.inner_text(".platform.discord")
    await page.keyboard.press("ArrowRight")
    await page.wait_for_selector(".platform.telegram .key:has-text('Publish')")


async def test_every_empty_state_has_one_sentence_and_one_button(browser: Browser) -> None:
    page = await browser.page(locale="it-IT")
    for place in (".talk.current .empty", ".wall .empty"):
        assert await page.locator(f"{place} p").count() == 1
        assert await page.locator(f"{place} button").count() == 1
    assert await page.get_attribute("html", "lang") == "it"
