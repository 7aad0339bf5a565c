"""Channels: an administrator's post is put there by a button, and follows the post."""

import pytest

from botfeed.core.model import Post, Right, Space
from botfeed.testing.telegram import Fault


async def kept(adapter, who, **options):
    """Return a channel into which somebody let the bot."""
    await who.say("/start")
    await adapter.shown(who, "AI")
    news = adapter.fake.channel("News", [who], **options)
    news.let_post(who)
    await adapter.shown(who, "I may post in News now")
    return news


async def sent(adapter, who, card):
    await who.press(card, "Post to News")
    await adapter.shown(who, "on its way to News")


async def test_a_post_is_put_into_a_channel_and_taken_down_with_it(adapter, ada):
    news = await kept(adapter, ada)
    card = await adapter.published(ada, "a fox in snow")
    await sent(adapter, ada, card)
    (shown,) = await adapter.until(lambda: adapter.fake.messages(news))
    assert shown.photo
    assert "a fox in snow" in shown.text
    assert await adapter.rows(Right, admin=True)  # asked of Telegram
    await adapter.shared(news)
    await adapter.confirmed()
    again = await (await ada.press(card, "Post to News")).answered()
    assert "stands in News already" in again["text"]
    await ada.press(card, "Undo")
    await adapter.until(lambda: not any(m.photo for m in adapter.fake.messages(news)))


async def test_readers_of_a_channel_can_use_the_buttons_below_a_post(adapter, ada, ben):
    news = await kept(adapter, ada)
    await ben.say("/start")
    await adapter.shown(ben, "AI")
    news.join(ben)
    await sent(adapter, ada, await adapter.published(ada, "a fox in snow"))
    shown = await adapter.shared(news)
    await (await ben.press(shown, "Like")).answered()
    await adapter.there(Post, likes=1)
    await ben.press(shown, "Menu")
    await adapter.shown(ben, "a fox in snow", "Report")


@pytest.mark.parametrize("why", ["demoted", "may not post", "left", "unknown"])
async def test_who_may_not_post_there_at_that_moment_does_not(adapter, ada, ben, why):
    news = await kept(adapter, ada)
    card = await adapter.published(ada, "a fox in snow")
    news.promote(ben)
    if why == "unknown":
        gone = {"ok": False, "error_code": 400, "description": "Bad Request: CHAT_ADMIN_REQUIRED"}
        for method in ("getChatMember", "getChatAdministrators"):
            adapter.fake.fault(Fault("hidden", status=400, body=gone), method, times=99)
    elif why == "may not post":
        news.promote(ada)
        news.chat.writers.discard(ada.id)
    else:
        news.chat.members[ada.id] = {"demoted": "member", "left": "left"}[why]
    await ada.press(card, "Post to News")
    if why != "unknown":
        await adapter.shown(ada, "Only an administrator of this place")
    await adapter.confirmed()
    assert not adapter.fake.messages(news)


async def test_forged_presses_put_nothing_into_a_channel(adapter, ada, ben):
    """A stranger's post, a stranger to the channel, a group, a followers' post."""
    news = await kept(adapter, ada)
    card = await adapter.published(ada, "a fox in snow")
    payload = next(b["callback_data"] for b in card.buttons if b["text"] == "Post to News")
    await adapter.published(ben, "a red boat")
    (space,) = await adapter.rows(Space)
    (boat,) = await adapter.rows(Post, author=(await adapter.rows(Post))[-1].author)
    ref = adapter.services.sealer.ref
    for who, forged in (
        (ben, payload),
        (ada, f"channel.post/{ref(boat.id)}/{ref(space.id)}"),
        (ben, f"channel.post/{ref(boat.id)}/{ref(space.id)}"),
        (ada, f"{payload[:-1]}x"),
    ):
        who.tap(adapter.fake.last(who), forged)
        await adapter.confirmed()
    await adapter.shown(ben, "Only an administrator of this place")
    await adapter.change(lambda uow: [uow.update(post, audience="followers") for post in uow.all(Post)])
    ada.tap(adapter.fake.last(ada), payload)
    await adapter.confirmed()
    assert not adapter.fake.messages(news)


async def test_a_channel_is_not_offered_once_the_bot_may_not_post(adapter, ada, ben):
    news = await kept(adapter, ada)
    card = await adapter.published(ada, "a fox in snow")
    assert "Post to News" not in (await adapter.published(ben, "a red boat")).labels
    news.forbid_posts(ada)
    await adapter.shown(ada, "I can't post in News any more")
    assert "Post to News" not in (await adapter.published(ada, "an owl")).labels
    refused = await (await ada.press(card, "Post to News")).answered()
    assert "I have to be an administrator there" in refused["text"]
    assert not adapter.fake.messages(news)
    news.let_post(ada)
    await adapter.until(lambda: sum("I may post in News" in text for text in adapter.texts(ada)) == 2)
