"""Updates of Telegram: people's actions as the fake's builders write them, and kinds made from the facts."""

import copy
import io
from functools import cache

from PIL import Image

from botfeed.testing.contracts import facts
from botfeed.testing.telegram import Group, Shown, User
from botfeed.testing.telegram.state import Chat, TelegramState
from tests import official
from tests.testing.samples import TelegramSamples

BOT = {"id": 123456, "is_bot": True, "first_name": "botfeed", "username": "botfeed_bot"}
NOW = 1_767_258_000  # seconds; 2026-01-01 09:00 UTC
KINDS = tuple(sorted({*facts.read("telegram")["types"]["Update"]["fields"]} - {"update_id"}))
# Actions of a person that the bot has to answer.
ANSWERED = (
    "command in private", "deep link", "command in a group that names the bot", "tap on a message of the bot",
    "tap on a message that is gone",
)  # fmt: skip


@cache
def _built():
    return {**_deeds(), **{f"any {kind}": TelegramSamples(kind, full=0.4).update(kind) for kind in KINDS}}


def built():
    """Return an update of each action, and one of each kind made from the facts, by name."""
    return copy.deepcopy(_built())


def recorded():
    """Return the updates of the folder of official contracts that were checked against it; none without the folder."""
    return official.payloads("telegram/constructed")


def others():
    """Return updates of many shapes and ages: those of the facts with few and with many fields, and recorded ones."""
    made = [TelegramSamples(f"{kind} {number}", full=number / 4).update(kind) for kind in KINDS for number in range(5)]
    folders = ("telegram/official", "telegram/teloxide")
    return made + [what for folder in folders for what in official.payloads(folder).values() if isinstance(what, dict)]


def _deeds():
    state = TelegramState(dict(BOT), lambda: NOW)
    state.updates.allow(KINDS)
    ada, group, forum = _people(state)
    told = {}

    def deed(name, act):
        before = len(state.updates.waiting)
        act()
        for number, update in enumerate(state.updates.waiting[before:], 1):
            told[name if number == 1 else f"{name} {number}"] = update

    card = Shown(state.post(group.chat, BOT, photo=_photo(state), caption="a fox", reply_markup=_keyboard()))
    mine = Shown(state.post(ada.chat, BOT, text="hello", reply_markup=_keyboard()))
    topic = forum.topic("Foxes", ada)
    deed("forum topic", lambda: forum.topic("Hares", ada))
    deed("command in private", lambda: done(ada.say("/help")))
    deed("deep link", lambda: done(ada.say("/start help")))
    deed("words in private", lambda: done(ada.say("a fox in snow, please 🦊")))
    deed("command in a group that names the bot", lambda: done(ada.say("/help@botfeed_bot", chat=group)))
    deed("message in a topic", lambda: done(ada.say("/help@botfeed_bot", chat=forum, thread=topic)))
    deed("photo with a command", lambda: done(ada.send_photo(_png(), "/imagine a fox")))
    deed("reply to a picture", lambda: done(ada.reply(card, "so calm")))
    deed("anonymous administrator", lambda: group.say("/help@botfeed_bot"))
    deed("tap on a message of the bot", lambda: ada.tap(mine, "help"))
    deed("tap on a picture in a group", lambda: ada.tap(card, "like/x/1"))
    gone = Shown({"message_id": mine.id, "chat": ada.chat.json(), "date": 0})
    deed("tap on a message that is gone", lambda: ada.tap(gone, "help"))
    deed("tap on an inline message", lambda: ada.tap(Shown({"inline_message_id": "inline-1"}), "help"))
    deed("reaction", lambda: done(ada.react(card, "❤")))
    deed("reaction taken back", lambda: done(ada.react(card)))
    deed("inline query", lambda: done(ada.ask_inline("fox")))
    deed("bot blocked", ada.block_bot)
    deed("bot unblocked", ada.unblock_bot)
    deed("member promoted", lambda: group.promote(ada))
    deed("bot removed", forum.kick_bot)
    deed("bot added", forum.add_bot)
    small = Chat(-500, "group", "Lounge", members={ada.id: "creator"})
    state.chats[small.id] = small
    deed("group migrated", Group(state, small).migrate)
    told["edited message"] = _again(told["command in private"], "message", "edited_message", edit_date=NOW + 60)
    channel = {"id": -1_002_000_000_001, "type": "channel", "title": "News"}
    told["channel post"] = _again(
        told["words in private"], "message", "channel_post", chat=channel, sender_chat=channel
    )
    return told


def _people(state):
    json = {"id": 7001, "is_bot": False, "first_name": "Ada", "username": "ada", "language_code": "it"}
    state.people[7001] = json
    state.chats[7001] = Chat(7001, "private", "Ada", person=json)
    chats = [
        Chat(
            -1_001_000_000_001 - number,
            "supergroup",
            title,
            forum=forum,
            members={7001: "creator"},
            bot="administrator",
        )
        for number, (title, forum) in enumerate((("Hall", False), ("Forum", True)))
    ]
    state.chats.update({chat.id: chat for chat in chats})
    return User(state, json), *(Group(state, chat) for chat in chats)


def _again(update, kind, other, **changes):
    body = {**update[kind], **changes}
    if other == "channel_post":
        del body["from"]
    return {"update_id": update["update_id"] + 500, other: body}


def _keyboard():
    return {"inline_keyboard": [[{"text": "Help", "callback_data": "help"}]]}


def _png():
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "PNG")
    return out.getvalue()


def _photo(state):
    from botfeed.testing.telegram.api.calls import Upload

    return state.photo_sizes(state.keep(Upload(_png(), "a.png", "image/png"), photo=True))


def done(deed):
    """Run an action that waits for nothing, without a loop; return its result."""
    try:
        deed.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("the deed waits for something")
