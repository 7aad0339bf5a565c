"""Interactions and events of Discord, as the fake's builders make them, and values generated from the facts."""

import copy
from functools import cache

from botfeed.testing import discord as discord_fake
from botfeed.testing.discord import components as parts
from botfeed.testing.discord import messages
from botfeed.testing.discord.api import command_routes
from botfeed.testing.discord.people.interaction import MODAL, Response
from botfeed.testing.discord.people.places import Channel, Guild
from botfeed.testing.discord.people.users import User
from botfeed.testing.discord.state import Call, DiscordState
from tests import official
from tests.testing.samples import SchemaSamples

KINDS = (
    "a command with options", "a command with things", "a sub-command", "a sub-command in a group",
    "a command in direct messages", "a command among people", "a command where the bot is no member",
    "a command in a thread", "a message command", "a user command", "something typed", "a button",
    "a button of a plain message", "a button of a private answer", "words picked", "people picked", "roles picked",
    "mentionables picked", "channels picked", "a form", "a form of rows", "a form with a file",
)  # fmt: skip
TYPES = {"string": 3, "integer": 4, "boolean": 5, "person": 6, "channel": 7, "role": 8, "anybody": 9, "number": 10}
MENU = [
    {"name": "all", "description": "x", "options": [
        {"type": kind, "name": name, "description": "x"} for name, kind in {**TYPES, "file": 11}.items()]},
    {"name": "digest", "description": "x", "options": [
        {"type": 1, "name": "set", "description": "x", "options": [{"type": 4, "name": "hour", "description": "x"}]},
        {"type": 2, "name": "place", "description": "x", "options": [{"type": 1, "name": "list", "description": "x"}]}]},
    {"name": "imagine", "description": "x", "integration_types": [0, 1], "contexts": [0, 1, 2], "options": [
        {"type": 3, "name": "prompt", "description": "x", "required": True},
        {"type": 3, "name": "style", "description": "x", "autocomplete": True}]},
    {"name": "Remix", "type": 3},
    {"name": "Follow", "type": 2},
]  # fmt: skip
SELECTS = [
    {"type": 1, "components": [{"type": kind, "custom_id": name, "max_values": 2, **more}]}
    for name, kind, more in (
        ("words", parts.STRING_SELECT, {"options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}),
        ("people", parts.USER_SELECT, {}),
        ("roles", parts.ROLE_SELECT, {}),
        ("anybody", parts.MENTIONABLE_SELECT, {}),
    )
]
OPTIONS = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]
FIELDS = {
    "text": {"type": parts.TEXT_INPUT, "style": 2},
    "one": {"type": parts.RADIO, "options": OPTIONS},
    "many": {"type": parts.CHECKBOXES, "options": OPTIONS},
    "tick": {"type": parts.CHECKBOX},
    "pick": {"type": parts.STRING_SELECT, "options": OPTIONS},
}


def _field(name, field):
    return {"type": parts.LABEL, "id": 0, "label": name, "component": {**field, "id": 0, "custom_id": name}}


FORM = {"custom_id": "form", "title": "x", "components": [_field(name, field) for name, field in FIELDS.items()]}
FILE_FORM = {**FORM, "components": [_field("file", {"type": parts.UPLOAD})]}
ROWS = {**FORM, "components": [
    {"type": 1, "id": 0, "components": [{"type": 4, "id": 0, "custom_id": "text", "style": 1, "label": "text"}]}]}  # fmt: skip


class Listener:
    """Stand in for a gateway whose bot is connected and may read all: record its events."""

    connected, begun = True, 1

    def __init__(self):
        self.told = []

    def emit(self, event, data, *, intent=0):
        self.told.append((event, copy.deepcopy(data)))

    def may_read(self, intent):
        return True


def recorded():
    """Return the interactions of the folder of official contracts by name; none without the folder."""
    return official.payloads("discord/normalised")


async def interactions():
    """Return an interaction of each of `KINDS`, and the recorded ones, by name."""
    made, _ = await _talk()
    return {**copy.deepcopy(made), **recorded()}


async def others():
    """Return payloads of all other shapes: events of the fake, a value of every schema, and recorded ones."""
    _, events = await _talk()
    folders = ("discord/docs", "discord/hikari", "discord/twilight")
    found = [what for folder in folders for what in official.payloads(folder).values()]
    return [what for what in (*copy.deepcopy(events), *_values(), *found) if isinstance(what, dict)]


@cache
def _values():
    samples = SchemaSamples("discord", 20_000)
    return [samples.of(name) for name in samples.names]


_KEPT = []


async def _talk():
    """Play the dialogue once per process."""
    if not _KEPT:
        _KEPT.append(await _held())
    return _KEPT[0]


async def _held():
    state = DiscordState(discord_fake.Clock())
    state.announcer = listener = Listener()
    asked = Call("PUT", "", {}, MENU, params={"application_id": str(state.bot.id)})
    command_routes.overwrite_commands(state, asked)
    guild = Guild(state, state.space("Lounge", "en-US"))
    guild.invite_bot()
    ada, ben = (User(state, state.account(name, locale)) for name, locale in (("ada", "it"), ("ben", "en-US")))
    lounge = guild.channel("general")
    made = await _commands(state, ada, ben, guild, lounge)
    made |= await _presses(state, ada, guild, lounge)
    await _events(ada, guild, lounge)
    return {name: each.payload for name, each in made.items()}, [data for _, data in listener.told]


async def _commands(state, ada, ben, guild, lounge):
    role, file = guild.role("Curators", ada), discord_fake.File("a.png", b"a")
    plain = {"string": "a fox", "integer": 4, "boolean": True, "number": 0.5}
    things = {"person": ben, "channel": lounge, "role": role, "anybody": role, "file": file}
    away = Guild(state, state.space("Elsewhere", "de"))
    away.space.bot_inside = False
    talk = Channel(state, state.talk("friends", (ada.account, ben.account)))
    said = await ben.say("a fox, please", channel=lounge)
    fox = {"prompt": "a fox"}
    made = {
        "a command with options": await ada.slash("all", plain, channel=lounge),
        "a command with things": await ada.slash("all", things, channel=lounge),
        "a sub-command": await ada.slash("digest set", {"hour": 7}, channel=lounge),
        "a sub-command in a group": await ada.slash("digest place list", channel=lounge),
        "a command in direct messages": await ada.slash("imagine", fox),
        "a command among people": await ada.slash("imagine", fox, channel=talk),
        "a command where the bot is no member": await ada.slash("imagine", fox, channel=away.channel("hall")),
        "a command in a thread": await ada.slash("imagine", fox, channel=lounge.thread("foxes")),
        "a message command": await ada.menu("Remix", said),
        "a user command": await ada.menu("Follow", ben, channel=lounge),
    }
    typed = ada.autocomplete("imagine", {"prompt": "a", "style": "w"}, channel=lounge)
    made["something typed"] = await _unanswered(state, typed)
    return made


async def _unanswered(state, deed):
    """Return the interaction of an action that waits for an answer which never comes."""
    try:
        deed.send(None)
    finally:
        deed.close()
    return list(state.interactions.values())[-1]


async def _presses(state, ada, guild, lounge):
    button = {
        "type": parts.ROW,
        "components": [{"type": parts.BUTTON, "style": 2, "label": "Like", "custom_id": "like"}],
    }
    picture = {
        "type": parts.GALLERY,
        "items": [{"media": {"url": "https://example.org/a.png"}, "description": "a fox"}],
    }
    box = {"type": parts.CONTAINER, "components": [{"type": parts.TEXT, "content": "a fox"}, picture, button]}
    channels = {"type": 1, "components": [{"type": parts.CHANNEL_SELECT, "custom_id": "channels"}]}
    card = messages.create(state, lounge.room, state.bot, {"flags": 1 << 15, "components": [box]}, {})
    plain = messages.create(state, lounge.room, state.bot, {"content": "hello", "components": [button]}, {})
    lists = messages.create(state, lounge.room, state.bot, {"content": "pick", "components": [*SELECTS, channels]}, {})
    alone = messages.create(
        state,
        lounge.room,
        state.bot,
        {"content": "psst", "components": [button]},
        {},
        flags=64,
        owner=ada.account,
        interaction=1,
    )
    made = {
        "a button": await ada.press(card, "Like"),
        "a button of a plain message": await ada.press(plain, "Like"),
        "a button of a private answer": await ada.press(alone, "Like"),
        "words picked": await ada.select(lists, "words", ["A", "B"]),
        "people picked": await ada.select(lists, "people", [ada]),
        "roles picked": await ada.select(lists, "roles", [guild.role("Painters", ada)]),
        "mentionables picked": await ada.select(lists, "anybody", [ada]),
        "channels picked": await ada.select(lists, "channels", [lounge]),
    }
    filled = {"text": "calm", "one": "a", "many": ["a", "b"], "tick": True, "pick": "A"}
    for name, form, values in (
        ("a form", FORM, filled),
        ("a form of rows", ROWS, {"text": "calm"}),
        ("a form with a file", FILE_FORM, {"file": discord_fake.File("a.txt", b"a", "text/plain")}),
    ):
        pressed = await ada.press(card, "Like")
        pressed.answer = Response(MODAL, form)
        made[name] = await ada.submit(pressed, values)
    return made


async def _events(ada, guild, lounge):
    said = await ada.say("hello", channel=lounge, files=[discord_fake.File("a.png", b"a")])
    await ada.reply(said, "hello again")
    await ada.dm("my pictures")
    await ada.react(said, "❤️")
    await ada.unreact(said, "❤️")
    thread = lounge.thread("hares")
    thread.archive()
    thread.lock()
    lounge.restrict()
    thread.delete()
    lounge.delete()
    guild.kick_bot()
