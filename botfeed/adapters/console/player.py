"""Play a dialogue: perform each line, and print what each person is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import lookup, messenger, render
from botfeed.adapters.console.messenger import ConsoleMessenger
from botfeed.adapters.console.screen import Screen, Shown
from botfeed.adapters.console.script import PLATFORMS, ScriptError, ScriptLine, Speaker, Verb
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Receipt, Reply, Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.language.i18n import L
from botfeed.core.model import Address
from botfeed.core.work import worker

Tick = Callable[[Services], Awaitable[object]]
Out = Callable[[str], None]

PER_MINUTE = 6000  # commands a person: in a script the clock stands still while people type


class Missing(ScriptError):
    """Error of a script that refers to a button, a question or a card that is not there."""


def policy(kept: Policy) -> Policy:
    """Return the policy for scripts: digests come on the minute, and commands have no practical rate limit."""
    return replace(kept, spread=timedelta(0), per_minute=max(PER_MINUTE, kept.per_minute))


async def run(
    services: Services,
    clock: SteppedClock,
    lines: Iterable[ScriptLine],
    out: Out,
    *,
    ticks: Sequence[Tick] = (),
    json: bool = False,
    paths: bool = True,
) -> None:
    """Play `lines` and pass each printed line to `out`. Raises ScriptError; Missing for a button that is not there.

    `services` must have been built with `clock` and `policy(...)`; their messengers are replaced by consoles.
    """
    if json:
        screen = Screen(services, lambda shown: out(render.record(shown, services.sealer.ref)))
    else:
        screen = Screen(services, lambda shown: out(render.transcript(shown, paths=paths)))
    play = Play(services, clock, screen, await messenger.names(services.store), ticks)
    for line in lines:
        if not json:
            out(line.source)
        await play.step(line)


@dataclass
class Play:
    """Player of people on their platforms: `step` does one line, `screen` holds what is shown."""

    services: Services
    clock: SteppedClock
    screen: Screen
    names: Iterator[str]
    ticks: Sequence[Tick] = ()
    _rooms: dict[str, set[lookup.Room]] = field(default_factory=dict)  # the rooms where each person has written
    _admins: set[tuple[str, lookup.Room]] = field(default_factory=set)

    def __post_init__(self) -> None:
        consoles = {name: ConsoleMessenger(name, self.screen, self.names) for name in PLATFORMS}
        self.services.messengers.update(consoles)

    async def step(self, line: ScriptLine) -> None:
        if line.verb is Verb.WAIT:
            await worker.drain(self.services)
        elif line.verb is Verb.AT:
            await self._jump(line)
        else:
            self._enter(line.speaker)
            deeds = {Verb.SAYS: self._says, Verb.PRESSES: self._presses, Verb.FILLS: self._fills}
            await deeds.get(line.verb, self._native)(line)

    async def _jump(self, line: ScriptLine) -> None:
        try:
            self.clock.set(line.moment)
        except ValueError as error:
            raise ScriptError(line.number, str(error)) from None
        for tick in self.ticks:
            await tick(self.services)
        await worker.drain(self.services)

    def _enter(self, who: Speaker) -> None:
        if who.place:
            room = lookup.room(_here(who))
            self._rooms.setdefault(who.name, set()).add(room)
            (self._admins.add if who.admin else self._admins.discard)((who.name, room))

    async def _says(self, line: ScriptLine) -> None:
        request, text = self._request(line.speaker, _here(line.speaker)), line.text
        if not text.startswith("/"):
            request = replace(request, command="words", args={"text": text})
        elif found := self.services.menu.find(text):
            request = replace(request, command=found[0].name, text=found[1])
        else:
            name = (text[1:].split(maxsplit=1) or [""])[0].partition("@")[0]
            request = replace(request, command=name)
        await self._handle(line.speaker, request)

    async def _presses(self, line: ScriptLine) -> None:
        who = line.speaker
        found = lookup.button(self.services.menu, self.screen, who, self._rooms.get(who.name, ()), line.text)
        if found is None:
            raise Missing(line.number, lookup.no_button(self.screen, who, line.text))
        shown, action = found
        request = self._request(who, shown.address)
        await self._handle(
            who, replace(request, command="payload", args={"payload": action.payload}, pressed=shown.ref)
        )

    async def _fills(self, line: ScriptLine) -> None:
        who = line.speaker
        shown = lookup.question(self.screen, who)
        ask = shown.reply.ask if shown else None
        if shown is None or ask is None:
            raise Missing(line.number, f"{who.name} was asked nothing")
        known = {f.name: f for f in ask.fields}
        if strange := next((name for name in line.values if name not in known), ""):
            raise Missing(line.number, f"{who.name} was not asked for {strange}, but for {', '.join(known)}")
        given = {f.name: f.value for f in ask.fields if f.value} | {
            name: lookup.chosen(known[name], value) for name, value in line.values.items()
        }
        request = self._request(who, shown.origin or shown.address)
        args = {"payload": ask.payload, **given}
        await self._handle(who, replace(request, command="payload", args=args, pressed=shown.ref, forms=True))

    async def _native(self, line: ScriptLine) -> None:
        """React or reply to the last card that the person was shown."""
        who = line.speaker
        shown = lookup.card(self.screen, who, self._rooms.get(who.name, ()))
        if shown is None:
            raise Missing(line.number, f"{who.name} was shown no card of a post")
        if line.verb is Verb.REPLIES:
            name, args = "reply", {"text": line.text}
        else:
            name, args = "react", {"emoji": line.text, "wanted": "1" if line.verb is Verb.REACTS else "0"}
        request = self._request(who, shown.address)
        await self._handle(who, replace(request, command=name, args={"message": shown.ref, **args}))

    def _request(self, who: Speaker, at: Address) -> Request:
        admin = (who.name, lookup.room(at)) in self._admins if at.space else None
        sender = Sender(at.platform, who.name, who.name, admin, messenger.home(at.platform, who.name), shown=who.name)
        aside = None if at.private or at.platform != "telegram" else sender.private
        return Request(f"console:{next(self.names)}", "", sender, at, aside=aside)

    async def _handle(self, who: Speaker, request: Request) -> None:
        """Handle a request, show the answer where its platform would, and record its message."""
        reply = await dispatch.handle(self.services, request)
        pressed = self.screen.message(request.pressed) if reply.update and reply.cards else None
        if pressed:
            shown = replace(pressed, event="edit", reply=reply)
        elif reply.cards or reply.ask or reply.notice:
            shown = self._answer(who, request, reply)
        else:
            return
        await self.screen.show(shown)
        if reply.cards:
            await dispatch.record_placement(self.services, request, shown.address, reply, Receipt(shown.ref))
        if shown.origin and shown.event == "reply":
            await self._point(shown, request)

    def _answer(self, who: Speaker, request: Request, reply: Reply) -> Shown:
        aside = request.aside if reply.private else None  # that platform's groups have no private messages
        address = aside or request.address
        event = "reply" if reply.cards or reply.ask else "notice"
        ref = next(self.names) if reply.cards else request.pressed
        origin = request.address if aside else None
        return Shown(who.name, reply.private or address.private, event, reply, address, ref, origin=origin)

    async def _point(self, shown: Shown, request: Request) -> None:
        """Note in the shared room that the answer is private:
        to everybody if it was typed, else to the one who pressed.
        """
        pointer = Reply(notice=(await dispatch.words_for(self.services, request)).s(L("I answered you in private.")))
        private = bool(request.pressed)
        await self.screen.show(Shown(shown.to, private, "notice", pointer, request.address, request.pressed))


def _here(who: Speaker) -> Address:
    if who.place:
        return messenger.shared_room(who.platform, who.place, adult=who.adult)
    return messenger.home(who.platform, who.name)
