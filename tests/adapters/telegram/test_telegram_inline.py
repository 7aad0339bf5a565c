"""Inline queries (`@bot fox`): only public pictures are offered in any chat, with credit."""

import re
from dataclasses import replace

import aiohttp
import pytest

from botfeed.adapters.telegram import decode
from botfeed.adapters.telegram.jobs import warm
from botfeed.adapters.telegram.receive.inline import PAGE, InlineSettings
from botfeed.core.model import Account, AccountState, Audience, Job, KeyValue, Post, PostState
from botfeed.core.social import search
from botfeed.core.work.jobs import Retry


async def answered(adapter, who, words, offset=""):
    asked = await who.ask_inline(words, offset)
    return asked, await asked.answered()


async def published(adapter, who, *prompts):
    found = []
    for prompt in prompts:
        await adapter.published(who, prompt)
        found.append(*await adapter.there(Post, id__gt=found[-1].id if found else 0))
    return found


def ids(answer):
    return [result["id"] for result in answer["results"]]


async def test_public_pictures_are_offered_with_credit_and_a_link(adapter, ada, ben):
    fox, _ = await published(adapter, ada, "a fox in snow", "a red boat")
    asked, answer = await answered(adapter, ben, "fox")
    (result,) = answer["results"]
    assert result["type"] == "photo"
    assert result["photo_file_id"] in adapter.fake.state.files
    assert result["title"] == "a fox in snow"
    assert result["caption"].splitlines()[:2] == ["a fox in snow", "ada"]
    assert answer["is_personal"] is True
    (button,) = result["reply_markup"]["inline_keyboard"][0]
    ref = adapter.services.sealer.ref(fox.id)
    assert button["url"] == f"https://t.me/botfeed_bot?start=p_{ref}"
    before = fox.impressions
    await ben.choose(asked, ref)
    await adapter.there(Post, id=fox.id, impressions=before + 1)


async def test_new_people_get_a_button_to_the_bot(adapter, ada, ben):
    await published(adapter, ada, "a fox in snow")
    _, answer = await answered(adapter, ben, "fox")
    assert answer["button"]["start_parameter"] == "hi"
    _, answer = await answered(adapter, ada, "fox")
    assert "button" not in answer


async def test_a_query_without_matches_gets_a_button(adapter, ada, ben):
    await published(adapter, ada, "a fox in snow")
    for who in (ada, ben):
        _, answer = await answered(adapter, who, "walrus")
        assert answer["results"] in ("[]", [])
        assert answer["button"] == {"text": "Nothing public matches “walrus”", "start_parameter": "hi"}
    _, answer = await answered(adapter, ada, "walrus " * 30)
    assert len(answer["button"]["text"]) <= 60


@pytest.mark.parametrize("words", ["snów fox", "fox " * 60])
async def test_matches_without_a_file_id_or_address_get_a_button(adapter, ada, ben, words):
    await published(adapter, ada, "a snów fox at sea")
    await adapter.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
    adapter.services.messengers["telegram"].files._known.clear()
    for who in (ada, ben):
        _, answer = await answered(adapter, who, words)
        assert ids(answer) == []
        assert answer["button"]["text"] == "Open botfeed to see what matches"
        assert re.fullmatch(r"q_[\w-]{1,62}", answer["button"]["start_parameter"], re.ASCII)
    await ben.say(f"/start {answer['button']['start_parameter']}")
    assert (await adapter.shown(ben, "a snów fox at sea")).photo


@pytest.mark.parametrize("payload", ["q_", "q_!", "q_x", "q__w", "q_äö"])
async def test_a_forged_search_link_starts_the_bot(adapter, ben, payload):
    await ben.say(f"/start {payload}")
    await adapter.shown(ben, "AI")


def test_a_query_too_long_for_a_link_opens_the_bot():
    assert decode.search_link("x" * 99) == decode.search_link(" ") == "hi"
    assert decode.search_link("fox\ud83d") == decode.search_link("fox")  # half a character
    assert decode.search_link("fox " + "x" * 99) == decode.search_link("fox")


@pytest.mark.parametrize(
    "changed",
    [
        {"audience": Audience.FOLLOWERS},
        {"sensitive": True},
        {"state": PostState.HIDDEN},
        {"state": PostState.REMOVED},
    ],
    ids=str,
)
async def test_only_public_pictures_are_offered_even_to_their_author(adapter, ada, ben, changed):
    fox, boat = await published(adapter, ada, "a fox in snow", "a fox at sea")
    await adapter.change(lambda uow: uow.update(fox, **changed))
    for who in (ben, ada):
        _, answer = await answered(adapter, who, "fox")
        assert ids(answer) == [adapter.services.sealer.ref(boat.id)]


async def test_a_suspended_or_blocked_author_is_not_offered(adapter, ada, ben):
    await published(adapter, ada, "a fox in snow")
    await ben.say("/block ada")
    await adapter.confirmed()
    assert ids((await answered(adapter, ben, "fox"))[1]) == []
    cleo = adapter.fake.user("cleo")
    assert len(ids((await answered(adapter, cleo, "fox"))[1])) == 1
    (author,) = await adapter.rows(Account, handle="ada")
    await adapter.change(lambda uow: uow.update(author, state=AccountState.SUSPENDED))
    assert ids((await answered(adapter, cleo, "fox"))[1]) == []


async def test_many_results_are_paged(adapter, ada, ben, monkeypatch):
    await published(adapter, ada, "a fox in snow")
    whole = search.find

    def many(uow, who, text, *, limit):
        return [replace(post, id=post.id - n) for post in whole(uow, who, text, limit=limit) for n in range(120)][
            :limit
        ]

    monkeypatch.setattr(search, "find", many)
    seen, offset = [], ""
    for expected in (PAGE, PAGE, 20):
        _, answer = await answered(adapter, ben, "fox", offset)
        assert len(answer["results"]) == expected
        seen += ids(answer)
        offset = answer.get("next_offset", "")
    assert (offset, len(set(seen))) == ("", 120)


async def test_malformed_queries_are_answered(adapter, ada, ben):
    await published(adapter, ada, "a fox in snow")
    for words, offset in (("x" * 256, ""), ("fox", "no number"), ("' OR 1=1", ""), ("@nobody", ""), ("fox", "9" * 30)):
        _, answer = await answered(adapter, ben, words, offset)
        assert len(answer["results"]) <= 1
    assert len(ids((await answered(adapter, ben, ""))[1])) == 1  # without words: what is warm


@pytest.mark.parametrize("fault", ["query_too_old", "flood", "bad_gateway"])
async def test_a_refused_inline_answer_is_harmless(adapter, ada, ben, fault):
    await published(adapter, ada, "a fox in snow")
    adapter.fake.fault(fault, "answerInlineQuery")
    await ben.ask_inline("fox")
    await adapter.until(lambda: fault in adapter.fake.faults.played)
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")


async def test_without_a_file_id_the_public_address_is_used(adapter, ada, ben):
    (fox,) = await published(adapter, ada, "a fox in snow")
    await adapter.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
    assert ids((await answered(adapter, ben, "fox"))[1]) == []
    adapter.receiver._inline._settings = InlineSettings("https://feed.example.org")
    _, answer = await answered(adapter, ben, "fox!")
    (result,) = answer["results"]
    ref = adapter.services.sealer.ref(fox.id)
    assert result["photo_url"] == f"https://feed.example.org/shared/{ref}/display.jpg"
    assert result["thumbnail_url"].endswith(f"{ref}/thumb.jpg")


async def test_the_storage_chat_gets_pictures_without_a_file_id(adapter, ada, ben):
    await published(adapter, ada, "a fox in snow")
    await adapter.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
    adapter.services.messengers["telegram"].files._known.clear()
    store = adapter.fake.group("Store", large=True)
    adapter.receiver._inline._settings = InlineSettings(storage=store.id)
    assert ids((await answered(adapter, ben, "fox"))[1]) == []
    await adapter.there(KeyValue, name__begins="telegram:file:")
    assert len(adapter.fake.messages(store)) == 1
    assert len(ids((await answered(adapter, ben, "fox!"))[1])) == 1


async def test_only_new_public_pictures_are_stored_once(adapter, ada, ben):
    store = adapter.fake.group("Store", large=True)
    object.__setattr__(adapter.services, "policy", replace(adapter.services.policy, warms=frozenset({"telegram"})))
    adapter.services.messengers["telegram"].storage = store.id
    await adapter.published(ada, "a fox in snow")
    await adapter.gone(Job, kind="warm.telegram")
    assert adapter.fake.messages(store) == []  # ada was shown it: it has an id
    picture = await adapter.picture(ada, "a red boat")
    await adapter.working_stops()
    ref = picture.buttons[0]["callback_data"].partition("/")[2]
    await ada.say(f"/publish {ref} --audience everyone --sensitive no --caption boat")
    (job,) = await adapter.there(Job, kind="warm.telegram")
    await adapter.confirmed()
    await adapter.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
    adapter.services.messengers["telegram"].files._known.clear()
    for _ in range(2):  # as a second worker whose lease is newer would
        await warm.perform(adapter.services, job)
    (kept,) = adapter.fake.messages(store)
    assert kept.photo
    assert len(ids((await answered(adapter, ben, "boat"))[1])) == 1
    (post,) = await adapter.rows(Post, id=job.args["post"])
    for changed in ({"sensitive": True}, {"sensitive": False, "audience": Audience.FOLLOWERS}):
        await adapter.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
        adapter.services.messengers["telegram"].files._known.clear()
        await adapter.change(lambda uow, changed=changed: uow.update(post, **changed))
        await warm.perform(adapter.services, job)
    assert len(adapter.fake.messages(store)) == 1


async def test_a_missing_storage_chat_ends_the_job_and_no_messenger_retries(adapter, ada):
    await adapter.published(ada, "a fox in snow")
    (post,) = await adapter.rows(Post)
    await adapter.change(lambda uow: uow.delete(KeyValue, name__begins="telegram:file:"))
    messenger = adapter.services.messengers["telegram"]
    messenger.files._known.clear()
    messenger.storage = -1009
    job = Job(1, "warm.telegram", {"post": post.id}, "warm", adapter.clock.now(), adapter.clock.now())
    await warm.perform(adapter.services, job)
    adapter.services.messengers.pop("telegram")
    with pytest.raises(Retry):
        await warm.perform(adapter.services, job)


@pytest.mark.parametrize("way", ["webhook"])
async def test_the_public_address_serves_only_public_pictures(adapter, ada):
    fox, boat = await published(adapter, ada, "a fox in snow", "a red boat")
    base = adapter.fake.state.webhook["url"].rpartition("/telegram/")[0]

    async def fetch(ref, variant="display.jpg"):
        headers = {"host": "feed.example.org", "x-forwarded-for": "149.154.167.1"}
        async with aiohttp.ClientSession() as http, http.get(f"{base}/shared/{ref}/{variant}", headers=headers) as got:
            return got.status, got.headers, await got.read()

    ref = adapter.services.sealer.ref(fox.id)
    status, headers, data = await fetch(ref)
    assert (status, headers["content-type"], data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert (await fetch(ref, "thumb.jpg"))[0] == 200
    for wrong in ("original", "file", "blurred", "../secret"):
        assert (await fetch(ref, wrong))[0] == 404
    for nobody in ("", "0", "x" * 11, "%2e%2e", str(fox.id)):
        assert (await fetch(nobody))[0] in (404, 421)
    await adapter.change(lambda uow: uow.update(boat, sensitive=True))
    assert (await fetch(adapter.services.sealer.ref(boat.id)))[0] == 404
    await adapter.change(lambda uow: uow.update(fox, audience=Audience.FOLLOWERS))
    assert (await fetch(ref))[0] == 404
    async with aiohttp.ClientSession() as http, http.get(base + "/", headers={"host": "feed.example.org"}) as got:
        assert got.status == 421  # the page itself is not opened by it
