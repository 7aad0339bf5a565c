"""Player of a dialogue of tests/flows on Telegram: each line becomes taps and typed messages."""

from dataclasses import dataclass, field
from datetime import timedelta

from botfeed.adapters.console import labels, script
from botfeed.adapters.console.script import Verb
from botfeed.core import serialization
from botfeed.core.chat.message import Action, Ask
from botfeed.core.model import Draft, Identity, Job
from botfeed.core.work import worker
from botfeed.run import TICKS
from botfeed.testing.telegram import Group, User


@dataclass
class Play:
    adapter: object
    people: dict[str, User] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    rooms: dict[str, list[str]] = field(default_factory=dict)

    async def run(self, source):
        for line in script.parse(source):
            await self.step(line)

    def person(self, name):
        if name not in self.people:
            self.people[name] = self.adapter.fake.user(name, started=True)
        return self.people[name]

    def texts(self, name):
        """Return all texts that a person can read now, oldest first: in private, then in their groups."""
        return [message.text for place in self._places(name) for message in self.shown(name, place)]

    def shown(self, name, place):
        """Return the messages that a person sees in a place, oldest first, ephemeral ones last."""
        alone = self.adapter.fake.ephemeral(place, self.person(name)) if isinstance(place, Group) else []
        return [*self.adapter.fake.messages(place), *alone]

    async def step(self, line):
        if line.verb is Verb.WAIT:
            await self.settle()
        elif line.verb is Verb.AT:
            self.adapter.clock.set(line.moment)
            for _, _, tick in TICKS:
                await tick(self.adapter.services)
            await self.settle()
        else:
            group = self._enter(line.speaker)
            await getattr(self, f"_{line.verb.value}")(line, self.person(line.speaker.name), group)
            await self.adapter.confirmed()

    async def settle(self):
        """Run jobs until none is due; jobs that wait for a placement are looked for once more."""
        for _ in range(20):
            if not await worker.drain(self.adapter.services, 200):
                return
            self.adapter.clock.advance(timedelta(seconds=1))
        raise AssertionError(
            f"this never ends: {[(j.kind, j.error, j.attempts) for j in await self.adapter.rows(Job)]}"
        )

    def _enter(self, who):
        person = self.person(who.name)
        if not who.place:
            return None
        if who.place not in self.groups:
            owner = self.adapter.fake.user(f"owner_of_{who.place}")
            self.groups[who.place] = self.adapter.fake.group(who.place, large=True, admins=[owner])
            self.groups[who.place].promote_bot()  # reactions come to administrators
        group = self.groups[who.place]
        (group.promote if who.admin else group.demote)(person)
        rooms = self.rooms.setdefault(who.name, [])
        rooms.append(who.place) if who.place not in rooms else None
        return group

    def _places(self, name):
        return [self.person(name), *(self.groups[room] for room in self.rooms.get(name, ()))]

    async def _says(self, line, person, group):
        await person.say(line.text, chat=group)

    async def _presses(self, line, person, group):
        others = [there for there in self.groups.values() if there is not group]
        for place in [group] if group else [*self._places(person.json["username"]), *others]:
            for message in reversed(self.shown(person.json["username"], place)):
                buttons = [b for b in message.buttons if "callback_data" in b]
                actions = [
                    Action(b["text"], self._command(b["callback_data"]), payload=b["callback_data"]) for b in buttons
                ]
                if found := labels.pick(self.adapter.services.menu, actions, line.text):
                    person.tap(message, found.payload)
                    return
        raise AssertionError(f"line {line.number}: no button {line.text!r} for {person.json['username']}")

    async def _fills(self, line, person, group):
        """Answer one question after another, each by its button or by text."""
        given = dict(line.values)
        while ask := await self._asked(person):
            await self._answer(person, ask.fields[0], given.pop(ask.fields[0].name, None))
            await self.adapter.confirmed()
        assert not given, f"line {line.number}: nobody asked for {sorted(given)}"

    async def _asked(self, person):
        (who,) = await self.adapter.rows(Identity, user=str(person.id))
        drafts = await self.adapter.rows(Draft, account=who.account, place=f"telegram:{person.id}")
        return serialization.load(Ask, drafts[0].ask) if drafts else None

    async def _answer(self, person, question, value):
        message = self.adapter.fake.last(person)
        labelled = dict(question.choices)
        if value is None:
            await person.press(message, labelled.get(question.value) or question.skip)
        elif question.choices:
            known = {label.casefold(): label for label in labelled.values()}
            await person.press(message, labelled.get(value) or known[value.casefold()])
        else:
            await person.reply(message, value)

    def _card(self, person, group):
        """Return the last card they were shown: a message of the bot's with a picture."""
        for place in [group] if group else self._places(person.json["username"]):
            if cards := [m for m in self.adapter.fake.messages(place) if m.photo]:
                return cards[-1]
        raise AssertionError(f"{person.json['username']} was shown no card")

    async def _reacts(self, line, person, group):
        await person.react(self._card(person, group), line.text.strip())

    async def _unreacts(self, line, person, group):
        await person.react(self._card(person, group))

    async def _replies(self, line, person, group):
        await person.reply(self._card(person, group), line.text)

    def _command(self, payload):
        found = self.adapter.services.menu.decode(payload)
        return found[0].name if found else "~"
