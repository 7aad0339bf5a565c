"""Groups on Telegram: set up by their administrators, moderated, left and rejoined."""

import asyncio
from datetime import timedelta

import pytest

from botfeed.adapters.telegram.receive import updates
from botfeed.core.digest import tick
from botfeed.core.model import Decision, Delivery, Job, Post, Right, Space, Subscription
from botfeed.core.spaces import spaces
from botfeed.testing.telegram import Fault


@pytest.fixture
def lounge(adapter, ada):
    return adapter.fake.group("Lounge", admins=[ada])


async def started(adapter, *people):
    for person in people:
        await person.say("/start")
        await adapter.shown(person, "AI")


async def chosen(adapter, who, group, *answers, thread=None):
    """Answer the questions of the form, which come to the private chat one after another."""
    await who.say("/space_setup", chat=group, thread=thread)
    for label, answer in zip(("Showcase", "Hour of the digest", "Language"), answers, strict=True):
        await who.press(await adapter.shown(who, label, answer), answer)
    return await adapter.shown(who, "Moderators' log")


async def once(adapter, noun, **known):
    async def look():
        return await adapter.services.store.read(lambda uow: uow.one(noun, **known))

    async with asyncio.timeout(8):
        while not (row := await look()):  # noqa: ASYNC110 - rows send no event
            await asyncio.sleep(0.02)
    return row


async def here(adapter, who, group, prompt="a fox"):
    """Publish a picture to the group, from inside it."""
    picture = await adapter.picture(who, prompt)
    (post,) = [b["callback_data"] for b in picture.buttons if b["text"] == "Publish"]
    reference = post.partition("/")[2]
    await who.say(f"/publish {reference} --audience here", chat=group)
    await adapter.shown(who, "Published")


async def test_administrators_answer_three_questions_in_private(adapter, ada, ben, lounge):
    await started(adapter, ada, ben)
    card = await chosen(adapter, ada, lounge, "Here", "09:00", "Italiano")
    assert "09:00" in card.text
    assert "Sensitive pictures: seen in private chats alone" in card.text
    space = await once(adapter, Space, ref=str(lounge.id))
    assert (space.showcase.ref, space.language) == (str(lounge.id), "it")
    assert (await once(adapter, Subscription)).address.ref == str(lounge.id)
    await ben.say("/space_setup", chat=lounge)
    await adapter.shown(ben, "Only an administrator")


async def test_here_means_the_topic_of_the_request(adapter, ada):
    forum = adapter.fake.group("Forum", admins=[ada], forum=True)
    topic = forum.topic("Pictures", ada)
    await started(adapter, ada)
    await chosen(adapter, ada, forum, "Here", "No digest", "English", thread=topic)
    space = await once(adapter, Space, ref=str(forum.id))
    assert space.showcase.ref == f"{forum.id}:{topic}"
    await here(adapter, ada, forum)
    shown = await adapter.until(lambda: next((m for m in adapter.fake.messages(forum) if m.photo), None))
    assert shown.raw["message_thread_id"] == topic
    assert await adapter.rows(Subscription) == []


async def test_a_groups_showcase_is_the_group_and_shows_a_post_once(adapter, ada, ben, lounge):
    await started(adapter, ada, ben)
    await chosen(adapter, ada, lounge, "Here", "No digest", "English")
    await here(adapter, ben, lounge)
    card = await adapter.shown(lounge, "ben", "Like")
    await ben.say("/imagine an owl --here", chat=lounge)
    await adapter.until(lambda: len([m for m in adapter.fake.messages(lounge) if m.photo]) == 2)
    assert await adapter.services.store.read(lambda uow: uow.count(Delivery, kind="showcase")) == 1
    assert card.photo


async def test_a_moderator_removes_a_picture_by_the_private_menu(adapter, ada, ben, lounge):
    await started(adapter, ada, ben)
    await chosen(adapter, ada, lounge, "Here", "No digest", "English")
    await here(adapter, ben, lounge)
    card = await adapter.shown(lounge, "ben", "Menu")
    await ada.press(card, "Menu")
    await ada.press(await adapter.shown(ada, "ben", "Remove from here"), "Remove from here")
    await adapter.shown(ada, "Reason, as its author reads it")
    await ada.say("off topic")
    await adapter.shown(ada, "It is out of this place")
    await adapter.until(lambda: not [m for m in adapter.fake.messages(lounge) if m.photo])
    (row,) = await adapter.rows(Decision)
    assert (row.kind, row.reason, row.by) == ("away", "off topic", "ada")
    assert (await adapter.rows(Post))[0].state == "public"


async def test_others_get_no_remove_button_and_a_forged_one_is_refused(adapter, ada, ben, lounge):
    await started(adapter, ada, ben)
    await chosen(adapter, ada, lounge, "Here", "No digest", "English")
    await here(adapter, ada, lounge)
    card = await adapter.shown(lounge, "ada", "Menu")
    await ben.press(card, "Menu")
    menu = await adapter.shown(ben, "ada", "Report")
    assert not any("Remove" in label for label in menu.labels)
    (post,), space = await adapter.rows(Post), await once(adapter, Space, ref=str(lounge.id))
    ref = adapter.services.sealer.ref
    await once(adapter, Right, admin=False)  # asked of Telegram when the menu was opened
    tap = ben.tap(menu, f"space.remove/{ref(post.id)}/{ref(space.id)}/rude")
    assert "Only an administrator" in (await tap.answered())["text"]
    assert await adapter.rows(Decision) == []


async def test_settings_survive_a_kick_and_a_new_invitation(adapter, ada, ben, lounge):
    await started(adapter, ada, ben)
    await chosen(adapter, ada, lounge, "Here", "09:00", "English")
    lounge.kick_bot()
    row = await once(adapter, Subscription, state="off")
    assert row.due is None
    assert (await once(adapter, Space, ref=str(lounge.id))).left
    await adapter.shown(ada, "I was removed from Lounge.")
    lounge.add_bot()
    await once(adapter, Subscription, state="active")
    space = await once(adapter, Space, ref=str(lounge.id), left=None)
    assert space.showcase.ref == str(lounge.id)


async def test_the_greeting_is_sent_once(adapter, ada):
    group = adapter.fake.group("New", admins=[ada])
    group.chat.bot = "left"
    for _ in range(2):
        group.add_bot()
        await once(adapter, Space, ref=str(group.id), left=None)
        await adapter.shown(group, "/imagine")
        group.kick_bot()
        await adapter.confirmed()
    assert len(adapter.fake.messages(group)) == 1


async def test_a_closed_topic_ends_its_deliveries_with_a_notice(adapter, ada, ben):
    forum = adapter.fake.group("Forum", admins=[ada], forum=True)
    topic = forum.topic("Pictures", ada)
    await started(adapter, ada, ben)
    await chosen(adapter, ada, forum, "Here", "No digest", "English", thread=topic)
    closed = Fault(
        "closed", status=400, body={"ok": False, "error_code": 400, "description": "Bad Request: TOPIC_CLOSED"}
    )
    picture = await adapter.picture(ben)
    (post,) = [b["callback_data"] for b in picture.buttons if b["text"] == "Publish"]
    adapter.fake.fault(closed, "sendPhoto", times=99)
    await ben.say(f"/publish {post.partition('/')[2]} --audience here", chat=forum)
    await adapter.there(Job, state="ready", error="topic_closed")  # tried again for a day
    adapter.later(timedelta(days=2))
    await adapter.shown(ada, "I can't write in the showcase of Forum")
    assert (await once(adapter, Space, ref=str(forum.id))).showcase is None


async def test_a_migrated_group_keeps_its_settings(adapter, ada, lounge):
    await started(adapter, ada)
    await chosen(adapter, ada, lounge, "Here", "09:00", "Italiano")
    new = lounge.migrate()
    space = await once(adapter, Space, ref=str(new))
    assert (space.showcase.ref, space.showcase.space, space.language) == (str(new), str(new), "it")


async def test_a_groups_digest_is_silent_and_opens_privately(adapter, ada, ben, lounge):
    await started(adapter, ada, ben)
    for prompt in ("a fox", "a hare", "an owl"):
        await adapter.published(ben, prompt)
    await chosen(adapter, ada, lounge, "Nowhere", "09:00", "English")
    row = await once(adapter, Subscription)
    adapter.later(row.due - adapter.clock.now())
    await tick.due(adapter.services)
    adapter.services.store.wake()
    sheet = await adapter.shown(lounge, "Digest of Lounge", "Show mine")
    assert "No. 1" in sheet.text
    assert sheet.labels[:3] == ["1", "2", "3"]
    (call,) = [
        c for c in adapter.fake.calls if c.method == "sendPhoto" and str(c.params.get("chat_id")) == str(lounge.id)
    ]
    assert str(call.params["disable_notification"]).lower() == "true"
    await ada.press(sheet, "2")
    await adapter.shown(ada, "ben", "Like")
    await ada.press(sheet, "Show mine")
    await adapter.shown(ada, "Your digest")


@pytest.mark.parametrize("way", ["poll", "webhook"])
async def test_an_invitation_is_retried_after_a_store_error(adapter, ada, way, monkeypatch):
    whole, failed = spaces.joined, []

    def full(*args):
        failed.append(args)
        if len(failed) <= 2:
            raise OSError("disk full")
        return whole(*args)

    monkeypatch.setattr(spaces, "joined", full)
    lounge = adapter.fake.group("Lounge", admins=[ada])
    lounge.kick_bot()
    lounge.add_bot()
    await once(adapter, Space, ref=str(lounge.id))
    assert len(failed) == 3
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    await adapter.confirmed()
    assert not adapter.receiver.has_retries


@pytest.mark.parametrize("way", ["poll"])
async def test_an_invitation_that_always_fails_blocks_no_update(adapter, ada, monkeypatch):
    tried = []

    def full(*args):
        tried.append(args)
        raise OSError("disk full")

    monkeypatch.setattr(spaces, "joined", full)
    lounge = adapter.fake.group("Lounge", admins=[ada])
    lounge.kick_bot()
    lounge.add_bot()
    await ada.say("/privacy")
    await adapter.shown(ada, "how long")
    await adapter.confirmed()
    assert len(tried) == updates.TRIES
