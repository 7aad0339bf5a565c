"""Page in a real Chromium: what people meet when things go wrong, what the focus and Escape do, and axe in each state."""

from __future__ import annotations

import pytest

from botfeed.adapters.web import messenger
from botfeed.adapters.web.routes import gallery
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language import text
from botfeed.core.model import Address
from tests.adapters.web.browser import CHROMIUM, Browser
from tests.adapters.web.test_web_browser import browser, chromium, paint, publish  # noqa: F401 - fixtures

axe = pytest.importorskip("axe_playwright_python.async_playwright", reason="no axe: install the dev group")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.asyncio(loop_scope="module"),
]

FOCUSED = "document.activeElement.dataset.command ?? document.activeElement.className"


async def violations(page) -> list[str]:
    await page.evaluate(
        "Promise.all(document.getAnimations().filter((a) => a.effect.getTiming().iterations !== Infinity).map((a) => a.finished))"
    )
    found = await axe.Axe().run(page)
    return [f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in found.response["violations"]]


async def named(page) -> list[str]:
    """Return the steps whose name is not seen."""
    steps = page.locator(".step")
    return [n for n in range(await steps.count()) if not (await steps.nth(n).inner_text()).strip("✓12345 \n")]


async def test_two_languages_never_reload_the_page(browser: Browser) -> None:  # noqa: F811
    page = await browser.page()
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    await page.fill(".talk.current .box textarea", "/language it")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("html[lang=it]")
    assert await page.inner_text(".tagline") != "Paint with words. Share what you like."
    await page.click('.person:has-text("ben")')
    await page.wait_for_selector("html[lang=en]")
    assert await page.inner_text(".tagline") == "Paint with words. Share what you like."
    assert "ben" in await page.evaluate("document.activeElement.textContent")
    await page.click('.person:has-text("ada")')
    await page.wait_for_selector("html[lang=it]")
    assert loads == []


async def test_a_browser_without_cookies_is_told_and_never_reloads(browser: Browser) -> None:  # noqa: F811
    page = await browser.page()
    await page.context.clear_cookies()
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    await page.fill(".talk.current .box textarea", "/imagine a fox")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#banner button")
    assert await page.inner_text(".kept p") == "/imagine a fox"
    assert loads == []
    browser.complaints[:] = [c for c in browser.complaints if "401" not in c]


async def test_words_sent_while_the_server_is_away_are_kept(browser: Browser) -> None:  # noqa: F811
    page = await browser.page()
    await page.context.route("**/api/**", lambda route: route.abort())
    browser.app.state.site.messenger.close()
    await page.wait_for_selector("#banner:not([hidden])")
    await page.fill(".talk.current .box textarea", "/imagine a fox")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".kept")
    assert await page.inner_text("#banner") == "No connection to botfeed. Trying again…"
    assert await violations(page) == []
    await page.context.unroute("**/api/**")
    await page.wait_for_selector("#banner", state="hidden")
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    await page.click(".kept .primary")
    await page.wait_for_selector(".talk.current [data-command=publish]")
    await page.wait_for_selector(".kept", state="detached")
    assert await page.locator(".said").count() == 1
    browser.complaints[:] = [c for c in browser.complaints if "ERR_FAILED" not in c and "INCOMPLETE" not in c]


async def test_a_late_answer_brings_no_answered_question_back(browser: Browser) -> None:  # noqa: F811
    page = await browser.page()
    await paint(page)
    held = []

    async def hold(route) -> None:
        answer = await route.fetch()
        held.append((route, answer))

    await page.context.route("**/api/press", hold)
    await page.click(".talk.current [data-command=publish]")
    await page.wait_for_selector(".form .primary")
    await page.click(".form .primary")
    await page.wait_for_selector(".tile")
    await page.wait_for_selector(".form", state="detached")
    ((route, answer),) = held
    async with page.expect_response("**/api/press"):
        await route.fulfill(response=answer)
    await page.wait_for_selector("[data-pressed]:not([aria-disabled])", state="attached")
    assert await page.locator(".form").count() == 0


async def test_what_happens_before_the_stream_opens_is_shown(browser: Browser) -> None:  # noqa: F811
    desk = browser.app.state.site.messenger

    async def later(route) -> None:
        await desk.send(Address("web", "ada"), Reply(cards=(Card(text.of("between")),)), "between")
        await route.continue_()

    page = await browser.page()
    await page.context.route("**/api/events*", later)
    await page.reload()
    await page.wait_for_selector(".answer:has-text('between')")


async def test_the_focus_stays_and_one_escape_closes_one_thing(browser: Browser) -> None:  # noqa: F811
    page = await browser.page()
    await paint(page)
    await publish(page)
    await page.click('.person:has-text("ben")')
    await page.click(".tile")
    await page.wait_for_selector(".viewer[open] .opened [data-command=like]")
    assert await violations(page) == []
    await page.focus(".viewer [data-command=like]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".viewer .toast")
    await page.wait_for_selector(".viewer [data-command=like][data-wanted='0']")
    assert await page.evaluate(FOCUSED) == "like"
    await page.wait_for_function("document.querySelector('.viewer .live').textContent !== ''")
    await page.click(".viewer [data-command=comment]")
    await page.fill(".viewer .extra textarea", "half a thought")
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await page.wait_for_selector(".viewer .extra", state="detached")
    assert await page.evaluate("document.querySelector('.viewer').open")
    assert await page.evaluate(FOCUSED) == "comment"
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".viewer .extra textarea")
    assert await page.input_value(".viewer .extra textarea") == "half a thought"
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.wait_for_selector(".viewer:not([open])", state="attached")
    await page.fill(".talk.current .box textarea", "/im")
    await page.wait_for_selector(".talk.current .choice")
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await page.wait_for_selector(".talk.current .choice", state="detached")
    assert await page.input_value(".talk.current .box textarea") == "/im"


async def test_every_picture_opens_and_the_arrows_go_through_them(browser: Browser, monkeypatch) -> None:  # noqa: F811
    page = await browser.page()
    for n in range(3):
        await paint(page, f"/imagine picture {n}")
        await publish(page)
    monkeypatch.setattr(gallery, "TILES", 2)
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    seen = []
    await page.click(".tile:has-text('picture 2')")
    for n in (2, 1, 0):
        await page.wait_for_selector(f".viewer .opened .words:has-text('picture {n}')")
        seen.append(await page.get_attribute(".viewer .stage img", "src"))
        await page.keyboard.press("ArrowRight")
    assert len(set(seen)) == 3
    assert all(src.endswith("/display") for src in seen)
    await page.wait_for_selector(".viewer .turn.next", state="hidden")
    await page.keyboard.press("Escape")
    await page.click("#verbs button:has-text('My profile')")
    await page.click(".answer .media.many .look >> nth=1")
    await page.wait_for_selector(".viewer .opened [data-command]")
    await page.keyboard.press("Escape")
    await page.click(".card .all")
    await page.wait_for_selector(".wall .of h2:has-text('ada')")
    assert await violations(page) == []


@pytest.mark.parametrize("size", [(1440, 900), (1000, 800), (390, 844)])
async def test_axe_finds_nothing_and_names_stand_at_every_width(browser: Browser, size: tuple[int, int]) -> None:  # noqa: F811
    page = await browser.page(*size, color_scheme="dark")
    assert await violations(page) == []
    await paint(page)
    await page.click(".talk.current [data-command=publish]")
    await page.wait_for_selector(".form .primary")
    assert await violations(page) == []
    assert await named(page) == []
    assert await page.is_visible("h1")
    tops = [(await page.locator(s).bounding_box())["y"] for s in ("h1", ".who", "#more") if await page.is_visible(s)]
    assert max(tops) - min(tops) < 60 or size[0] > 820
    assert await page.is_visible(".tagline")
    await page.evaluate("document.querySelector('#tab-discord').click()")
    await page.wait_for_selector(".platform.discord", state="attached")
    assert await violations(page) == []
    values = "[...document.querySelectorAll('[aria-hidden]')].map((node) => node.getAttribute('aria-hidden'))"
    assert set(await page.evaluate(values)) == {"true"}


async def test_forced_colours_show_what_is_chosen(browser: Browser) -> None:  # noqa: F811
    page = await browser.page(forced_colors="active")
    ground = "(node) => getComputedStyle(node).backgroundColor"
    pairs = (
        (".person[aria-pressed=true]", ".person[aria-pressed=false]"),
        ("[role=tab][aria-selected=true]", "[role=tab][aria-selected=false]"),
    )
    for chosen, other in (*pairs, (".step.next", ".step:not(.next)")):
        assert await page.eval_on_selector(chosen, ground) != await page.eval_on_selector(other, ground)


async def test_a_tall_answer_is_shown_from_its_beginning(browser: Browser) -> None:  # noqa: F811
    page = await browser.page()
    words = "\n".join(f"line {n}" for n in range(messenger.KEPT))
    await browser.app.state.site.messenger.send(Address("web", "ada"), Reply(cards=(Card(text.of(words)),)), "tall")
    await page.wait_for_selector(".answer")
    top = "document.querySelector('.answer').getBoundingClientRect().top - document.querySelector('.entries').getBoundingClientRect().top"
    assert 0 <= await page.evaluate(top) < 40
