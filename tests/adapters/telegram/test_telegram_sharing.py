"""Sharing from Telegram: a post offered in another chat, words taken along into the private one, codes to copy."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.core.model import Account, Audience, Delivery, Draft, Placement, Post, SendState
from tests.adapters.telegram.test_telegram_inline import answered, ids, published


async def test_a_reference_offers_exactly_that_post_if_all_may_see_it(adapter, ada, ben):
    fox, _ = await published(adapter, ada, "a fox in snow", "a fox at sea")
    ref = adapter.services.sealer.ref(fox.id)
    for who in (ada, ben):
        assert ids((await answered(adapter, who, ref))[1]) == [ref]
    for changed in ({"audience": Audience.FOLLOWERS}, {"audience": Audience.EVERYONE, "sensitive": True}):
        await adapter.change(lambda uow, changed=changed: uow.update(fox, **changed))
        assert ids((await answered(adapter, ada, ref))[1]) == []


async def test_their_own_published_pictures_come_first_and_are_not_kept_by_telegram(adapter, ada, ben):
    fox, boat = await published(adapter, ada, "a fox in snow", "a red boat")
    await adapter.published(ben, "an owl")
    (owl,) = await adapter.there(Post, id__gt=boat.id)
    await adapter.picture(ada, "a private cat")
    refs = [adapter.services.sealer.ref(post.id) for post in (boat, fox, owl)]
    _, answer = await answered(adapter, ada, "")
    assert ids(answer) == refs
    assert answer["cache_time"] == 0
    assert "cat" not in str(answer)


@pytest.mark.parametrize("words", ["paint a fox in snow", "dipingi a fox in snow"])
async def test_what_is_to_be_painted_waits_in_the_private_chat(adapter, ada, ben, words):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    _, answer = await answered(adapter, ada, words)
    link = answer["button"]["start_parameter"]
    assert answer["button"]["text"] == "Paint “a fox in snow”"
    assert re.fullmatch(r"d_[0-9A-Za-z]{11}", link)
    assert answer["cache_time"] == 0
    await ben.say(f"/start {link}")  # a stranger's link leads to no words of hers
    await adapter.shown(ben, "don't have the words")
    await ada.say(f"/start {link}")
    assert (
        "a fox in snow"
        in (await adapter.until(lambda: next((m for m in adapter.fake.messages(ada) if m.photo), None))).text
    )
    await ada.say(f"/start {link}")
    await adapter.shown(ada, "don't have the words")
    assert not await adapter.rows(Draft)


async def test_who_is_not_known_yet_is_asked_what_to_paint_and_not_written_down(adapter, ben):
    _, answer = await answered(adapter, ben, "paint a fox")
    assert answer["button"]["start_parameter"] == "paint"
    assert not await adapter.rows(Account)
    assert not await adapter.rows(Draft)
    await ben.say("/start paint")
    await adapter.shown(ben, "What shall I paint?")


async def test_one_draft_a_person_is_kept_and_ends_after_an_hour(adapter, ada):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    for typed in ("paint a f", "paint a fox", "paint a fox"):
        _, answer = await answered(adapter, ada, typed)
    assert len(await adapter.rows(Draft)) == 1
    adapter.clock.advance(timedelta(hours=2))
    await ada.say(f"/start {answer['button']['start_parameter']}")
    await adapter.shown(ada, "don't have the words")


@pytest.mark.parametrize("inline", [True, False])
async def test_a_public_post_can_be_shared_where_the_bot_has_inline_mode(adapter, ada, ben, inline):
    await adapter.kill()
    adapter.fake.state.inline_mode = inline
    await adapter.open()
    adapter.work()
    card = await adapter.published(ada, "a fox in snow")
    (post,) = await adapter.rows(Post)
    shares = [b.get("switch_inline_query") for b in card.buttons if b["text"] == "Share"]
    assert shares == ([adapter.services.sealer.ref(post.id)] if inline else [])
    await ben.say(f"/start p_{adapter.services.sealer.ref(post.id)}")
    await ben.press(await adapter.shown(ben, "a fox in snow"), "Menu")
    menu = await adapter.shown(ben, "a fox in snow", "Report")
    assert ("Share" in menu.labels) is inline
    await adapter.change(lambda uow: uow.update(post, sensitive=True))
    await ada.press(card, "Edit caption")
    await ada.reply(await adapter.shown(ada, "Caption"), "a quiet fox")
    await adapter.until(lambda: any("a quiet fox" in m.text and m.photo for m in adapter.fake.messages(ada)))
    assert "Share" not in adapter.fake.last(ada).labels


async def test_a_link_code_can_be_copied_with_a_tap(adapter, ada):
    await ada.say("/link")
    code = await adapter.shown(ada, "On the other platform", "Copy")
    (line,) = re.findall(r"/link \S+", code.text)
    assert [b["copy_text"]["text"] for b in code.buttons] == [line]


async def test_the_original_of_a_picture_is_a_button_and_comes_as_a_file(adapter, ada, ben):
    picture = await adapter.picture(ada, "a fox in snow")
    await ada.press(picture, "Original")
    await adapter.until(lambda: adapter.fake.last(ada).raw.get("document"))
    await ben.say("/start")
    await adapter.shown(ben, "AI")
    payload = next(b["callback_data"] for b in picture.buttons if b["text"] == "Original")
    forged = await ben.tap(adapter.fake.last(ben), payload).answered()
    assert forged["text"]
    await adapter.confirmed()
    assert not any("document" in m.raw for m in adapter.fake.messages(ben))


async def test_numbers_of_sheets_open_a_picture_large_with_its_original(adapter, ada, ben):
    """A page of the library, a search and a digest show thumbnails."""
    await adapter.published(ada, "a fox at sea")
    await adapter.picture(ada, "a fox in snow")
    await ada.say("/mine")
    await ada.press(await adapter.shown(ada, "Your pictures"), "1")
    await adapter.shown(ada, "a fox in snow", "Original")
    await ada.say("/search fox")
    await ada.press(await adapter.shown(ada, "Pictures with fox"), "1")
    opened = await adapter.shown(ada, "a fox at sea", "Menu")
    await ada.press(opened, "Menu")
    await adapter.shown(ada, "a fox at sea", "Original")
    await ben.say("/search fox")
    await ben.press(await adapter.shown(ben, "Pictures with fox"), "1")
    await ben.press(await adapter.shown(ben, "Nobody said anything", "Menu"), "Menu")
    assert "Original" not in (await adapter.shown(ben, "a fox at sea", "Report")).labels


@pytest.mark.parametrize("then", ["", "Vary", "Again"])
async def test_here_is_offered_for_a_picture_that_was_asked_for_in_a_group(adapter, ada, then):
    """Also for what a press on it made."""
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    await ada.say("/imagine a fox --count 2" if not then else "/imagine a fox", chat=lounge)

    def pictures():
        return [m for m in adapter.fake.messages(ada) if m.photo and "Publish" in m.labels]

    await adapter.until(pictures)
    if then:
        await ada.press(pictures()[-1], then)
        await adapter.until(lambda: len(pictures()) > 1)
    else:
        await ada.press(pictures()[-1], "2")
    await adapter.confirmed()
    await ada.press(pictures()[-1], "Publish")
    await ada.press(await adapter.shown(ada, "Caption"), "Skip")
    await adapter.shown(ada, "only people inside Lounge", "Here")


@pytest.mark.parametrize("painted", [True, False])
async def test_here_is_offered_to_who_opens_their_first_picture_by_the_link_in_the_group(adapter, ada, ben, painted):
    """The rebuilt answer had lost the place that it was asked in."""
    lounge = adapter.fake.group("Lounge", large=True, admins=[ben])
    if not painted:
        await adapter.working_stops()
    await ada.say("/imagine a fox", chat=lounge)
    pointer = await adapter.shown(lounge, "Open a chat with me first")
    await adapter.until(lambda: not painted or "is ready" in adapter.fake.last(lounge).text)
    await ada.say(f"/start {pointer.buttons[0]['url'].partition('start=')[2]}")
    if not painted:
        await adapter.shown(ada, "Painting")
        adapter.work()
    picture = await adapter.shown(ada, "a fox", "Publish")
    await adapter.confirmed()
    await adapter.there(Placement, ref=f"{ada.id}/{picture.id}")
    await adapter.gone(Delivery, state=SendState.SENDING)  # what is shown is recorded, and with it its place
    await ada.press(picture, "Publish")
    await ada.press(await adapter.shown(ada, "Caption"), "Skip")
    await adapter.shown(ada, "only people inside Lounge", "Here")


async def test_where_the_bot_is_a_guest_it_answers_with_public_pictures_or_a_way_in(adapter, ada, ben):
    (fox,) = await published(adapter, ada, "a fox in snow")
    await adapter.picture(ada, "a private owl")
    asked = await ben.call_guest("fox")
    result = (await asked.answered())["result"]
    assert (result["type"], result["id"]) == ("photo", adapter.services.sealer.ref(fox.id))
    for words in ("hello", "", "private owl"):
        asked = await ada.call_guest(words)
        result = (await asked.answered())["result"]
        assert result["type"] == "article"
        assert "only a guest" in result["input_message_content"]["message_text"]
        (button,) = result["reply_markup"]["inline_keyboard"][0]
        assert button == {"text": "Open", "url": "https://t.me/botfeed_bot?start=hi"}
        assert "owl" not in str(result)


async def test_what_a_guest_is_asked_to_paint_is_painted_in_private(adapter, ada):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    result = (await (await ada.call_guest("paint a fox")).answered())["result"]
    (button,) = result["reply_markup"]["inline_keyboard"][0]
    assert button["text"] == "Paint “a fox”"
    await ada.say(f"/start {button['url'].partition('start=')[2]}")
    await adapter.until(lambda: any(m.photo and "a fox" in m.text for m in adapter.fake.messages(ada)))


@pytest.mark.parametrize("shut_out", ["a stranger", "barred"])
async def test_who_was_not_let_in_is_offered_nothing_in_other_chats_either(adapter, ada, ben, shut_out):
    (fox,) = await published(adapter, ada, "a fox in snow")
    if shut_out == "a stranger":
        await adapter.change(lambda uow: uow.update(uow.all(Account)[0], invited=True))
        object.__setattr__(adapter.services, "policy", replace(adapter.services.policy, access="invite"))
    else:
        await ben.say("/start")
        await adapter.shown(ben, "AI")
        await adapter.change(lambda uow: uow.update(uow.all(Account)[-1], barred=True))
    for typed in ("", "fox", adapter.services.sealer.ref(fox.id), "paint a fox"):
        _, answer = await answered(adapter, ben, typed)
        assert ids(answer) == []
        assert answer["button"] == {"text": "Ask to be let in", "start_parameter": "hi"}
        guest = (await (await ben.call_guest(typed)).answered())["result"]
        assert (guest["type"], "fox" in str(guest)) == ("article", False)
        assert len(ids((await answered(adapter, ada, typed))[1])) == 1
    assert len(await adapter.rows(Draft)) == 1  # ada's own
