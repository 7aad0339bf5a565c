"""Dialogues of tests/flows on the fake Discord: every pressed button has to exist there."""

from dataclasses import replace
from pathlib import Path

import pytest

from botfeed.adapters.console import labels, player, script
from botfeed.adapters.console.script import Verb
from botfeed.adapters.discord.api import custom_ids
from botfeed.core.chat import values
from botfeed.core.chat.message import Action
from botfeed.core.chat.policy import Policy
from botfeed.core.errors import BadInput
from botfeed.core.parsing import command_parser
from botfeed.core.work import worker
from botfeed.run import TICKS
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY, components
from tests.adapters.discord.adapter import bare, opened

FLOWS = Path(__file__).parents[2] / "flows"
# What Discord's own client lets nobody send: no such command or choice, or something required is missing.
UNTYPED = {
    "asked_in_a_group": {"/publish"},
    "caught_up": {"/feed nowhere"},
    "kind_words": {"/imagine", "/imagine a fox --count 9", "/imagine a fox --colour red", "/dance"},
    "lingua_italiana": {"/imagine"},
    "nomi_italiani": {"/immagin un gatto", "/album apri", "/digst set 9"},
    "strangers_buttons": {"/dance"},
    "words_and_shelves": {"/like"},
}
# `pressed_twice` is about the console's names for buttons: on Discord a pressed Like is the button that takes it back.
APART = {"pressed_twice", "two_platforms"}  # the second needs two adapters at once
NAMES = sorted(path.stem for path in FLOWS.glob("*.txt") if path.stem not in APART)


class Hands:
    """People of a script on the fake Discord. After each action the bot has answered; `wait` runs the due jobs."""

    def __init__(self, adapter):
        self.adapter = adapter
        self.people = {}
        self.rooms = {}
        self.forms = {}
        self.untyped = set()

    def person(self, name):
        if name not in self.people:
            self.people[name] = self.adapter.fake.user(name)
            self.people[name].join(self.adapter.guild)
        return self.people[name]

    def room(self, speaker):
        if not speaker.place:
            return None
        name = speaker.place
        if name not in self.rooms:
            self.rooms[name] = self.adapter.guild.channel(name, nsfw=speaker.adult)
        return self.rooms[name]

    async def play(self, line):
        self.adapter.fake.clock.advance(1)
        if line.verb is Verb.WAIT:
            await worker.drain(self.adapter.services)
        elif line.verb is Verb.AT:
            ahead = line.moment - self.adapter.services.clock.now()
            self.adapter.fake.clock.advance(max(0.0, ahead.total_seconds()))
            for _, _, tick in TICKS:
                await tick(self.adapter.services)
            await worker.drain(self.adapter.services)
        else:
            await getattr(self, f"_{line.verb}")(line, self.person(line.speaker.name), self.room(line.speaker))
            await self.settle()

    async def settle(self):
        """Wait for the answer to an event that is no interaction; its row records when it was given."""
        await worker.drain(self.adapter.services)

    async def _says(self, line, who, room):
        if not line.text.startswith("/"):
            before = len(self.adapter.fake.messages(who))
            await who.say(line.text, channel=room)
            if room is None:
                await self.adapter.fake.posted(who, before + 2)
            return
        rights = ORDINARY | (MANAGE_GUILD if line.speaker.admin else 0)
        try:
            name, options = picked(self.adapter.services.menu, line.text)
            asked = await who.slash(name, options, channel=room, permissions=rights)
        except (LookupError, BadInput):
            self.untyped.add(line.text)
            return
        await self._answered(line, asked)

    async def _answered(self, line, asked):
        response = await asked.response()
        if response.kind == 9:
            self.forms[line.speaker.name] = asked
        elif response.kind in (4, 5, 7):
            assert "Something broke" not in bare((await asked.message()).text)

    async def _presses(self, line, who, room):
        for message in self.seen(who, room):
            parts = components.of_kind(message.payload["components"], components.BUTTON)
            buttons = {part["custom_id"]: part for part in parts if "custom_id" in part}
            actions = [
                Action(part["label"], custom_ids.payload(id).split("/")[0], payload=id) for id, part in buttons.items()
            ]
            if chosen := labels.pick(self.adapter.services.menu, actions, line.text):
                await self._answered(line, await who.press(message, chosen.payload))
                return
        raise AssertionError(f"{line.source}: there is no such button")

    def seen(self, who, room):
        """Return the messages that a person sees, newest first."""
        rooms = [room] if room else [who, *self.rooms.values()]
        found = [m for place in rooms for m in self.adapter.fake.messages(place, seen_by=who)]
        mine = [m for m in found if m.author is self.adapter.fake.state.bot]
        return sorted(mine, key=lambda m: (m.payload["edited_timestamp"] or m.payload["timestamp"], m.id), reverse=True)

    async def _fills(self, line, who, room):
        if line.speaker.name not in self.forms:  # asked in words: the button below the question opens the form
            (question, *_) = self.seen(who, room)
            await self._answered(line, await who.press(question, question.buttons[0]))
        await self._answered(line, await who.submit(self.forms.pop(line.speaker.name), line.values))

    async def _reacts(self, line, who, room):
        await who.react(self.card(who, room), line.text)

    async def _unreacts(self, line, who, room):
        await who.unreact(self.card(who, room), line.text)

    async def _replies(self, line, who, room):
        before = len(self.adapter.fake.messages(who))
        await who.reply(self.card(who, room), line.text)
        await self.adapter.fake.posted(who, before + (2 if room is None else 1))

    def card(self, who, room):
        return next(m for m in self.seen(who, room) if m.pictures)


def picked(menu, text):
    """Return a line as the slash command that a person picks and fills in."""
    found = menu.find(text)
    if found is None:
        raise LookupError(text)
    given = command_parser.parse(*found)
    return found[0].path.replace(".", " "), {name: value(found[0].spec(name), said) for name, said in given.items()}


def value(spec, text):
    if spec is None:
        raise LookupError(text)
    if spec.param.ref or not issubclass(spec.kind, int):
        return text
    return text in values.YES if spec.kind is bool else int(text)


@pytest.mark.parametrize("flow", NAMES)
async def test_each_dialogue_works_on_discord(flow, tmp_path):
    lines = script.parse((FLOWS / f"{flow}.txt").read_text(encoding="utf-8"))
    async with opened(tmp_path, start=script.START) as adapter:
        hands = Hands(adapter)
        olga = hands.person("olga")
        policy = player.policy(Policy(operators=frozenset({f"discord:{olga.id}"})))
        adapter.services = replace(adapter.services, policy=policy)
        async with adapter.connected(working=False):
            for line in lines:
                await hands.play(line)
        assert hands.untyped == UNTYPED.get(flow, set())
