"""Private answers said in the group for one person's eyes: BOTFEED_TELEGRAM_EPHEMERAL."""

import itertools
from datetime import timedelta

import pytest

from botfeed.adapters.telegram import ephemeral, line
from botfeed.core.errors import MessageGone, Unreachable
from botfeed.core.model import Address, Copy, Placement, Post
from botfeed.testing.telegram import Group, Server
from botfeed.testing.telegram import whispers as rules
from tests.adapters.telegram.test_telegram_refusals import flood

FORMS = ("ephemeral_message_parameters", "receiver_user_id")


@pytest.fixture
def whispers():
    return True


@pytest.fixture
def lounge(door, ada):
    """A group whose administrator the bot is, on a server that knows how to whisper."""
    door.fake.become(Server.V10_3)
    lounge = door.fake.group("Lounge", admins=[ada], large=True)
    lounge.promote_bot()
    return lounge


async def started(door, *people):
    for person in people:
        await person.say("/start")
        await door.shown(person, "AI")


async def whispered(door, group, person, text, button=""):
    """The newest message that this person alone sees in a group, with these words (and this button)."""

    def find():
        shown = reversed(door.fake.whispers(group, person))
        return next((m for m in shown if text in m.text and (not button or any(button in b for b in m.labels))), None)

    try:
        return await door.until(find)
    except TimeoutError:
        there = [m.text for m in door.fake.whispers(group, person)]
        raise AssertionError(f"{text!r} was never whispered; there is {there}, {door.texts(group)}") from None


def said(door, group):
    """What we said there for all to read."""
    return [m.text for m in door.fake.messages(group) if m.raw["from"]["is_bot"]]


async def pressed(door, person, message, label):
    """What stands newest where a button was pressed, once that is answered."""
    tap = await person.press(message, label)
    await tap.answered()
    await door.confirmed()
    return door.fake.whispers(Group(door.fake.world, door.fake.world.chats[message.raw["chat"]["id"]]), person)[-1]


def stands(door, message):
    return any(message.raw is each for each in door.fake.world.whispers.values())


def asked(door, *methods):
    """The calls of these methods, in any case."""
    return [call for call in door.fake.calls if call.method in methods]


@pytest.mark.parametrize("server", [Server.V10_3, Server.V10_2])
async def test_a_private_answer_is_seen_by_who_asked_alone(door, ada, ben, lounge, server):
    door.fake.become(server)
    await door.picture(ada)
    alone = len(door.fake.messages(ada))
    await ada.say("/mine", chat=lounge)
    shown = await whispered(door, lounge, ada, "Your pictures", "1")
    assert shown.photo
    await door.confirmed()
    assert [m.text for m in door.fake.whispers(lounge, ada)][:1] == ["Only you see what I answer here."]
    assert said(door, lounge) == []
    assert door.fake.whispers(lounge, ben) == []
    assert len(door.fake.messages(ada)) == alone
    assert len(asked(door, "deleteEphemeralMessage")) == 1  # of nothing: whether it is there


async def test_the_line_that_opens_it_is_said_once(door, ada, ben, lounge):
    await ada.say("/mine", chat=lounge)
    await ben.say("/mine", chat=lounge)
    await whispered(door, lounge, ben, "You have no pictures yet.")
    await whispered(door, lounge, ada, "You have no pictures yet.")
    opened = [m.text for who in (ada, ben) for m in door.fake.whispers(lounge, who) if "Only you see what" in m.text]
    assert len(opened) == 1


async def test_who_never_opened_the_private_chat_is_answered_there(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await whispered(door, lounge, ben, "a fox in snow", "Like")
    assert card.photo
    assert said(door, lounge) == []


async def test_a_press_changes_it_in_place(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await whispered(door, lounge, ben, "a fox in snow", "Like")
    stood = len(door.fake.whispers(lounge, ben))
    tap = await ben.press(card, "Like")
    liked = await whispered(door, lounge, ben, "a fox in snow", "1")
    await tap.answered()
    assert liked.raw["ephemeral_message_id"] == card.raw["ephemeral_message_id"]
    assert len(door.fake.whispers(lounge, ben)) == stood
    assert len(asked(door, "editEphemeralMessageMedia")) == 1
    assert said(door, lounge) == []


async def test_words_never_stand_below_the_picture_whose_place_they_take(door, ada, lounge):
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await ada.press(await whispered(door, lounge, ada, "Your pictures", "1"), "1")
    card = await whispered(door, lounge, ada, "a fox in snow", "Publish")
    sure = await pressed(door, ada, card, "Delete")
    assert not sure.photo
    assert not stands(door, card)
    kept = await pressed(door, ada, sure, "Keep it")
    assert kept.photo
    assert kept.raw["ephemeral_message_id"] == sure.raw["ephemeral_message_id"]
    assert said(door, lounge) == []


async def test_what_is_painted_comes_to_the_private_chat_and_the_line_is_for_who_asked(door, ada, lounge):
    await started(door, ada)
    await ada.say("/imagine a fox", chat=lounge)
    await door.shown(ada, "Here it is", "Publish")
    line = await whispered(door, lounge, ada, "I answered you in private.")
    assert line.buttons[0]["url"] == "https://t.me/botfeed_bot"
    assert said(door, lounge) == []


async def test_what_is_painted_for_who_has_no_private_chat_is_shown_by_a_tap(door, ben, lounge):
    await ben.say("/imagine a fox", chat=lounge)
    await whispered(door, lounge, ben, "Open a chat with me first.")
    ready = await door.shown(lounge, "is ready", "Show")
    tap = await ben.press(ready, "Show")
    card = await whispered(door, lounge, ben, "a fox", "Publish")
    assert "url" not in await tap.answered()
    assert card.photo
    assert not any(m.photo for m in door.fake.messages(lounge))


async def test_a_question_is_asked_in_the_private_chat(door, ada, lounge):
    await door.picture(ada)
    await ada.say("/publish", chat=lounge)
    await door.shown(ada, "Which picture?")
    await whispered(door, lounge, ada, "I answered you in private.")


async def test_an_old_server_is_told_nothing_private(door, ada, ben, lounge):
    door.fake.become(Server.OLD)
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await door.shown(ada, "Your pictures")
    await door.shown(lounge, "I answered you in private.")
    await ada.say("/mine", chat=lounge)
    await door.confirmed()
    assert said(door, lounge) == ["I answered you in private."] * 2
    assert [c for c in door.fake.calls if c.method.startswith("send") and any(form in c.params for form in FORMS)] == []
    assert len(asked(door, "deleteEphemeralMessage")) == 1


async def test_a_server_that_drops_the_parameters_is_found_out_by_a_line_that_is_no_secret(door, ada, lounge):
    door.fake.become(Server.HALF)
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await door.shown(ada, "Your pictures")
    await door.shown(lounge, "I answered you in private.")
    await ada.say("/mine", chat=lounge)
    await door.confirmed()
    tried = [c for c in door.fake.calls if c.method.startswith("send") and any(form in c.params for form in FORMS)]
    assert [call.params["text"] for call in tried] == ["Only you see what I answer here."]
    assert said(door, lounge) == ["I answered you in private."] * 2  # that line was taken down
    assert len(asked(door, "deleteMessage")) == 1


async def test_a_server_that_forgets_how_is_noticed_at_once(door, ada, lounge):
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await whispered(door, lounge, ada, "Your pictures")
    door.fake.become(Server.OLD)
    door.fake.fault(flood(1), "deleteMessage")
    await ada.say("/mine", chat=lounge)
    await door.shown(ada, "Your pictures")
    await door.shown(lounge, "I answered you in private.")
    await ada.say("/mine", chat=lounge)
    await door.confirmed()
    assert said(door, lounge) == ["I answered you in private."] * 2
    tried = (
        "sendPhoto",
        "deleteMessage",
        "deleteMessage",
        "sendPhoto",
        "sendPhoto",
    )  # the last two: to the private chat
    assert tuple(call.method for call in asked(door, "sendPhoto", "deleteMessage"))[-5:] == tried


async def test_where_it_is_no_administrator_the_private_chat_is_used_for_a_while(door, ada, lounge):
    await door.picture(ada)
    lounge.demote_bot()
    for _ in range(2):
        await ada.say("/mine", chat=lounge)
        await door.confirmed()
    assert said(door, lounge) == ["I answered you in private."] * 2
    tried = [c for c in door.fake.calls if c.method.startswith("send") and "receiver_user_id" in c.params]
    assert len(tried) == 1
    lounge.promote_bot()
    door.clock.advance(timedelta(minutes=11))
    await ada.say("/mine", chat=lounge)
    await whispered(door, lounge, ada, "Your pictures")


async def test_rights_that_are_lost_in_the_middle_lead_to_the_private_chat(door, ada, lounge):
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await whispered(door, lounge, ada, "Your pictures")
    lounge.demote_bot()
    await ada.say("/mine", chat=lounge)
    await door.shown(ada, "Your pictures")
    await door.shown(lounge, "I answered you in private.")


async def test_a_tap_is_answered_to_one_person_without_any_right(door, ada, ben, lounge):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await door.shared(lounge)
    lounge.demote_bot()
    tap = await ben.press(card, "Menu")
    await whispered(door, lounge, ben, "ada", "Report")
    assert "url" not in await tap.answered()
    assert door.fake.whispers(lounge, ada) == []


async def test_a_tap_that_is_answered_too_late_leads_to_the_private_chat(door, ada, ben, lounge, monkeypatch):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await door.shared(lounge)
    lounge.demote_bot()
    monkeypatch.setattr(rules, "CUED", -1)
    tap = await ben.press(card, "Menu")
    assert (await tap.answered())["url"].startswith("https://t.me/botfeed_bot?start=p_")
    lounge.promote_bot()
    door.clock.advance(timedelta(minutes=11))
    tap = await ben.press(card, "Menu")
    await whispered(door, lounge, ben, "ada", "Report")
    assert "url" not in await tap.answered()


async def test_a_sensitive_picture_of_others_is_seen_in_the_private_chat_alone(door, ada, ben, lounge):
    await door.published(ada)
    (post,) = await door.rows(Post)
    await door.change(lambda uow: uow.change(post, sensitive=True))
    await started(door, ben)
    await ben.say(f"/open {door.house.sealer.ref(post.id)}", chat=lounge)
    card = await door.shown(ben, "a fox in snow", "Show")
    assert card.photo
    await whispered(door, lounge, ben, "I answered you in private.")
    await ada.say("/mine", chat=lounge)  # one's own are seen by oneself
    assert (await whispered(door, lounge, ada, "Your pictures")).photo


async def test_a_take_down_reaches_what_one_person_sees(door, ada, ben, lounge):
    published = await door.published(ada)
    await ben.say("/feed", chat=lounge)
    await whispered(door, lounge, ben, "a fox in snow", "Like")
    await door.there(Copy)
    await ada.press(published, "Undo")
    await ada.press(await door.shown(ada, "", "Yes"), "Yes") if "Yes" in str(door.texts(ada)) else None
    await door.until(lambda: not any(m.photo for m in door.fake.whispers(lounge, ben)))
    await door.gone(Placement, account=None, gone=None)


async def test_what_vanished_by_itself_is_forgotten_calmly(door, ada, ben, lounge):
    published = await door.published(ada)
    await ben.say("/feed", chat=lounge)
    await whispered(door, lounge, ben, "a fox in snow", "Like")
    (place,) = await door.there(Placement, ref__like=f"{lounge.id}~")
    door.fake.world.whispers.clear()
    await ada.press(published, "Undo")
    await door.gone(Placement, id=place.id, gone=None)
    (place,) = await door.rows(Placement, id=place.id)
    assert place.stuck is None


async def test_an_id_that_is_given_again_stands_for_what_is_said_last(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/feed", chat=lounge)
    card = await whispered(door, lounge, ben, "a fox in snow", "Like")
    (before,) = await door.there(Placement, ref__like=f"{lounge.id}~")
    door.fake.world.whispers.clear()
    door.fake.world._numbers = itertools.count(card.raw["ephemeral_message_id"])
    await ben.say("/saved", chat=lounge)
    await whispered(door, lounge, ben, "Nothing is saved here")
    (now,) = await door.there(Placement, ref=before.ref, posts=[])
    assert now.id != before.id
    assert await door.rows(Copy, placement=before.id) == []


async def test_what_is_said_to_us_alone_is_answered_to_them_alone(door, ada, ben, lounge):
    await door.published(ada)
    await ben.say("/mine", chat=lounge)
    await whispered(door, lounge, ben, "You have no pictures yet.")
    lounge.demote_bot()
    await ben.whisper("search fox", lounge)
    assert (await whispered(door, lounge, ben, "a fox in snow")).photo
    assert said(door, lounge) == []
    assert not door.fake.messages(ben)


async def test_a_group_that_has_to_wait_holds_no_private_answer_up(door, ada, lounge):
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await whispered(door, lounge, ada, "Your pictures")
    door.house.messengers["telegram"].line.limiter.refused(str(lounge.id), 40)
    await ada.say("/mine", chat=lounge)
    await door.shown(ada, "Your pictures")


async def test_a_server_that_does_not_answer_is_asked_again_later(door, ada, lounge):
    await door.picture(ada)
    door.fake.fault(flood(120), "deleteEphemeralMessage")
    await ada.say("/mine", chat=lounge)
    await door.shown(ada, "Your pictures")
    door.clock.advance(timedelta(minutes=3))
    await ada.say("/mine", chat=lounge)
    await whispered(door, lounge, ada, "Your pictures")


@pytest.mark.parametrize("whispers", [False])
async def test_off_by_default_nothing_of_it_is_sent(door, ada, ben, lounge):
    await door.picture(ada)
    await ada.say("/mine", chat=lounge)
    await door.shown(ada, "Your pictures")
    await door.shown(lounge, "I answered you in private.")
    await ben.say("/imagine a fox", chat=lounge)
    await door.shown(lounge, "Open a chat with me first.")
    await door.confirmed()
    assert [call for call in door.fake.calls if {*FORMS} & {*call.params} or "phemeral" in call.method] == []


def test_the_names_of_one_persons_messages_are_no_others():
    there = ephemeral.place(Address("telegram", "-1005:7", "-1005", "Lounge", private=False), "42")
    ref = ephemeral.ref(-1005, 42, 9)
    assert ephemeral.parts(ref) == (-1005, 42, 9)
    assert ephemeral.told(ref)
    assert ephemeral.told(there.ref)
    assert not ephemeral.told("-1005/9")
    with pytest.raises(MessageGone):
        line.parts(ref)
    with pytest.raises(Unreachable):
        line.where(there)
