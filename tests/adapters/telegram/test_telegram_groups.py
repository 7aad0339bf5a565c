"""Groups: private answers go to the private chat, public ones stay, and rights are asked of Telegram."""

from datetime import timedelta

import pytest

from botfeed.adapters.telegram.api.chat_migration import ChatMigrations
from botfeed.core.model import Address, Delivery, Post, Reaction, Space, Subscription


@pytest.fixture
def lounge(adapter, ada):
    return adapter.fake.group("Lounge", admins=[ada])


async def test_a_picture_asked_for_in_a_group_is_painted_in_private(adapter, ada, lounge):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    await ada.say("/imagine a fox", chat=lounge)
    await adapter.shown(ada, "Here it is", "Publish")
    line = await adapter.shown(lounge, "I answered you in private.")
    assert line.buttons[0]["url"] == "https://t.me/botfeed_bot"
    assert not any(m.photo for m in adapter.fake.messages(lounge))


async def test_people_without_a_private_chat_get_a_link(adapter, ben, lounge):
    await ben.say("/imagine a fox", chat=lounge)
    line = await adapter.shown(lounge, "Open a chat with me first.")
    assert line.buttons[0]["url"].startswith("https://t.me/botfeed_bot?start=")
    await adapter.shown(lounge, "is ready", "Show")
    assert not any(m.photo for m in adapter.fake.messages(lounge))


async def test_here_publishes_in_the_group(adapter, ada, ben, lounge):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    assert "ada" in card.text
    tap = await ben.press(card, "Like")
    assert (await tap.answered())["text"] == "Liked."
    await adapter.shown(lounge, "ada", "1")
    assert (await adapter.rows(Reaction))[0].account
    assert len([m for m in adapter.fake.messages(lounge) if m.photo]) == 1


async def test_four_pictures_painted_here_are_one_sheet_with_numbers(adapter, ada, lounge):
    await ada.say("/imagine a fox --here --count 4", chat=lounge)
    card = await adapter.shown(lounge, "A number opens that picture", "4")
    assert card.photo
    assert card.labels == ["1", "2", "3", "4"]
    assert len([m for m in adapter.fake.messages(lounge) if m.photo]) == 1
    assert len(await adapter.rows(Post)) == 4


async def test_a_listed_picture_can_be_published_here(adapter, ada, lounge):
    await adapter.picture(ada)
    await ada.say("/publish", chat=lounge)
    which = await adapter.shown(ada, "Which picture?")
    await ada.press(which, next(label for label in which.labels if "fox" in label))
    await ada.press(await adapter.shown(ada, "Caption", "Skip"), "Skip")
    await ada.press(await adapter.shown(ada, "Who sees it?", "Here"), "Here")
    await ada.press(await adapter.shown(ada, "Sensitive", "No"), "No")
    await adapter.shown(ada, "Published")
    (post,) = await adapter.rows(Post)
    assert post.audience == "here"
    assert post.space


async def test_a_strangers_press_changes_nothing_and_is_explained_privately(adapter, ada, ben, lounge):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    (post,) = await adapter.rows(Post)
    tap = ben.tap(card, f"unpublish/{adapter.services.sealer.ref(post.id)}/1")
    assert "ada" in (await tap.answered())["text"]
    assert (await adapter.rows(Post))[0].state == "public"
    assert [m.id for m in adapter.fake.messages(lounge) if m.photo] == [card.id]


async def test_a_press_with_a_private_answer_opens_the_private_chat(adapter, ada, ben, lounge):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    tap = await ben.press(card, "Menu")
    address, _, waits = (await tap.answered())["url"].partition("?start=")
    assert (address, waits[:2]) == ("https://t.me/botfeed_bot", "a_")
    await ben.say(f"/start {waits}")
    await ben.press(await adapter.shown(ben, "a fox", "Report"), "Open")
    await adapter.shown(ben, "Nobody said anything yet")
    tap = await ben.press(card, "Comment")
    assert (await tap.answered())["text"] == "I answered you in private."
    await ben.reply(await adapter.shown(ben, "What do you want to say?"), "lovely")
    await adapter.shown(ben, "Your comment is there.")
    await adapter.shown(lounge, "ada", "Comment 1")


async def test_hearts_count_where_the_bot_is_administrator(adapter, ada, ben, lounge):
    lounge.promote_bot()
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    assert await ben.react(card, "❤")
    await adapter.shown(lounge, "ada", "Like 1")
    assert await ben.react(card)
    await adapter.gone(Reaction)
    adapter.later(timedelta(seconds=11))  # counters of one card move together
    await adapter.until(lambda: "♥ Like" in adapter.fake.last(lounge).labels)


async def test_an_administrator_sets_the_digest_of_a_group(adapter, ada, ben, lounge):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    await ada.say("/digest_set 9 --zone Europe/Rome", chat=lounge)
    await adapter.shown(ada, "Digest of this place")
    (row,) = await adapter.rows(Subscription)
    assert row.space
    assert row.address.ref == str(lounge.id)
    assert "getChatMember" in [call.method for call in adapter.fake.calls]


async def test_only_administrators_set_the_digest_of_a_group(adapter, ada, ben, lounge):
    await ben.say("/start")
    await adapter.shown(ben, "AI")
    await ben.say("/digest_set 9", chat=lounge)
    await adapter.shown(ben, "Only an administrator of this place can do that.")
    assert await adapter.rows(Subscription) == []


async def test_a_form_opened_in_a_group_continues_in_private(adapter, ada, lounge):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    await ada.say("/digest_set", chat=lounge)
    await ada.reply(await adapter.shown(ada, "At what hour?"), "9")
    await adapter.shown(ada, "Digest of this place")
    (row,) = await adapter.rows(Subscription)
    assert row.space
    assert row.account is None


async def test_a_migrated_group_keeps_its_digest(adapter, ada, lounge):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    await ada.say("/digest_set 9", chat=lounge)
    await adapter.shown(ada, "Digest of this place")
    lounge.migrate()
    await ada.say("/digest_show", chat=lounge)
    await adapter.until(lambda: adapter.fake.last(lounge).text)
    await ada.say("/mine", chat=lounge)
    await adapter.until(lambda: len([t for t in adapter.texts(lounge) if "in private" in t]) >= 2)
    (row,) = await adapter.rows(Subscription)
    assert row.address.ref == str(lounge.id)


async def test_a_migrated_group_with_two_digests_keeps_one(adapter, ada):
    """Both ids of the group had a subscription; one remains."""

    def both(uow):
        spaces = [Space(uow.new_id(), "telegram", ref, "Lounge", uow.now) for ref in ("-5", "-1005")]
        for space in spaces:
            uow.insert(space)
            there = Address("telegram", space.ref, space.ref, "Lounge", private=False)
            uow.insert(Subscription(uow.new_id(), there, uow.now, space=space.id))

    await adapter.change(both)
    await ChatMigrations(adapter.services).record(-5, -1005)
    (row,) = await adapter.rows(Subscription)
    assert row.address.ref == "-1005"


async def test_a_mention_in_a_group_is_answered(adapter, ada, lounge):
    await ada.say("/start")
    await adapter.shown(ada, "AI")
    lounge.promote_bot()  # in privacy mode it would hear no mention
    await ada.say("@botfeed_bot what a day", chat=lounge)
    await adapter.shown(lounge, "Say paint a fox in snow or search fox to me")
    await ada.say("botfeed_bot paint a train", chat=lounge)
    await ada.say("@Botfeed_Bot, paint a fox", chat=lounge)
    await adapter.shown(ada, "Here it is", "Publish")
    assert "fox" in adapter.fake.last(ada).text
    assert (
        len(adapter.fake.messages(lounge))
        - len([m for m in adapter.fake.messages(lounge) if "botfeed_bot" in m.text.lower()])
        == 2
    )


async def test_the_private_chat_link_shows_the_finished_painting(adapter, ben, lounge):
    await ben.say("/imagine a fox", chat=lounge)
    line = await adapter.shown(lounge, "Open a chat with me first.")
    payload = line.buttons[0]["url"].partition("?start=")[2]
    await adapter.shown(lounge, "is ready", "Show")
    await ben.say(f"/start {payload}")
    card = await adapter.shown(ben, "Here it is", "Publish")
    assert card.photo


async def test_a_pending_answer_is_shown_to_its_asker_only(adapter, ada, ben, lounge):
    await ben.say("/imagine a fox", chat=lounge)
    line = await adapter.shown(lounge, "Open a chat with me first.")
    await adapter.shown(lounge, "is ready", "Show")
    await ada.say(f"/start {line.buttons[0]['url'].partition('?start=')[2]}")
    assert not (await adapter.shown(ada, "and it is painted")).photo


async def test_the_private_chat_link_shows_a_pending_answer(adapter, ben, lounge):
    await ben.say("/help", chat=lounge)
    line = await adapter.shown(lounge, "Open a chat with me first.")
    await ben.say(f"/start {line.buttons[0]['url'].partition('?start=')[2]}")
    await adapter.shown(ben, "/shelf_open")


async def test_remove_from_here_needs_no_set_up(adapter, ada, ben, lounge):
    for who in (ada, ben):
        await who.say("/start")
        await adapter.shown(who, "AI")
    await ben.say("/imagine a fox --here", chat=lounge)
    card = await adapter.shared(lounge)
    await ada.press(card, "Menu")
    await adapter.shown(ada, "ben", "Remove from here")
    cy = adapter.fake.user("cy")
    await cy.say("/start")
    await adapter.shown(cy, "AI")
    await cy.press(card, "Menu")
    assert not any("Remove" in label for label in (await adapter.shown(cy, "ben", "Report")).labels)


async def test_an_answer_that_only_its_asker_may_read_is_not_called_outdated(adapter, ada, lounge):
    """A command that asked for rights first was answered by "not shown any more", to all and beside its link."""
    await ada.say("/space setup", chat=lounge)
    line = await adapter.shown(lounge, "Open a chat with me first.")
    await adapter.confirmed()
    await adapter.there(Delivery, state="cancelled")
    assert [text for text in adapter.texts(lounge) if "not shown any more" in text] == []
    await ada.say(f"/start {line.buttons[0]['url'].partition('?start=')[2]}")
    await adapter.shown(ada, "Showcase", "Here")


async def test_the_greeting_is_not_said_twice_by_the_private_chat_link(adapter, ben, lounge):
    await ben.say("/start", chat=lounge)
    line = await adapter.shown(lounge, "Open a chat with me first.")
    await ben.say(f"/start {line.buttons[0]['url'].partition('?start=')[2]}")
    await adapter.shown(ben, "and it is painted")
    await adapter.confirmed()
    assert len([text for text in adapter.texts(ben) if "and it is painted" in text]) == 1


async def test_what_is_heard_in_a_group_is_said_at_its_start(adapter, ada):
    """In privacy mode, which is the default, people talk to a bot that hears nothing of it."""
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    await ada.say("/start")
    assert "reach me" not in (await adapter.shown(ada, "AI")).text
    await ada.say("/start@botfeed_bot", chat=lounge)
    await adapter.shown(ada, "commands and replies to my messages. Other talk does not reach me.")
    lounge.promote_bot()
    await adapter.confirmed()
    await ada.say("/start@botfeed_bot", chat=lounge)
    await adapter.shown(ada, "Every message of this place reaches me.")
    den = adapter.fake.group("Den", large=True, admins=[ada])
    den.kick_bot()
    den.add_bot()
    await adapter.shown(den, "Other talk does not reach me.", "Set up")
