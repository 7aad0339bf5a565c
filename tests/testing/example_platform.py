"""Pigeon Post, an invented platform: the least that a third adapter needs.
A pigeon brings a note (JSON) to the loft and carries notes back: to a person, or to a perch with several people. Notes
can be edited and deleted. Buttons are seals on a note; a pressed seal is an incoming note.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Ask, Card, Receipt, Reply, Request, Sender
from botfeed.core.chat.verb import Verbs
from botfeed.core.errors import MessageGone, Unreachable
from botfeed.core.language import text as words
from botfeed.core.model import Address

PLATFORM = "pigeon"
Json = dict[str, Any]


@dataclass
class Sky:
    """Platform itself: the people of each place, the notes shown there, and the notes for the loft."""

    perches: dict[str, set[str]] = field(default_factory=dict)
    notes: dict[str, Json] = field(default_factory=dict)  # by name, in the order they came
    hawks: set[str] = field(default_factory=set)  # to whom nothing can be delivered
    incoming: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def drop(self, to: str, note: Json, only: str = "") -> str:
        """Show a note; `only`: the only person who can read it. Raises KeyError for an unknown address."""
        if to in self.hawks:
            raise KeyError(to)
        name = f"note{next(self.numbers)}"
        self.notes[name] = {**note, "to": to, "only": only}
        return name

    def fly(self, note: Json) -> None:
        self.incoming.put_nowait(json.dumps({"id": next(self.numbers), **note}))


class Messenger:
    platform = PLATFORM

    def __init__(self, sky: Sky) -> None:
        self._sky = sky
        self._sent: dict[str, Receipt] = {}

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        if key not in self._sent:
            self._sent[key] = Receipt(drop(self._sky, address.ref, reply))
        return self._sent[key]

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        if ref not in self._sky.notes:
            raise MessageGone(ref)
        self._sky.notes[ref].update(render(reply))
        return Receipt(ref)

    async def delete(self, address: Address, ref: str) -> None:
        if self._sky.notes.pop(ref, None) is None:
            raise MessageGone(ref)


class Receiver:
    """Receiver that reads one note after another; unreadable ones are put aside."""

    def __init__(self, services: Services, sky: Sky) -> None:
        self._services = services
        self._sky = sky

    async def watch(self) -> None:
        while True:
            note = await self._sky.incoming.get()
            try:
                if request := decode(self._services.menu, note):
                    await self._answer(request)
            except (ValueError, KeyError, TypeError):
                pass  # a note that nobody can read
            finally:
                self._sky.incoming.task_done()

    async def _answer(self, request: Request) -> None:
        reply = await dispatch.handle(self._services, request)
        if not (reply.cards or reply.ask or reply.notice):
            return
        editing = reply.update and request.pressed in self._sky.notes
        if editing:
            ref = request.pressed
            self._sky.notes[ref].update(render(reply))
        else:
            ref = drop(self._sky, request.address.ref, reply, request.sender.user if reply.private else "")
        await dispatch.record_placement(self._services, request, request.address, reply, Receipt(ref))


def decode(menu: Verbs, raw: str) -> Request | None:
    """Return the request of a note: text, a command, or a pressed seal. Raises ValueError, KeyError, TypeError."""
    note = json.loads(raw)
    who, perch = note["from"], note.get("perch", "")
    home = Address(PLATFORM, who)
    here = Address(PLATFORM, f"#{perch}", perch, perch, private=False) if perch else home
    request = Request(f"{PLATFORM}:{note['id']}", "words", Sender(PLATFORM, who, who, False, home), here, forms=True)
    if "seal" in note:
        args = {"payload": note["seal"], **note.get("filled", {})}
        return replace(request, command="payload", args=args, pressed=note.get("on", ""))
    text = note["text"]
    if not text.startswith("/"):
        return None if perch else replace(request, args={"text": text})
    if found := menu.find(text):
        return replace(request, command=found[0].name, text=found[1])
    return replace(request, command=text[1:].split(maxsplit=1)[0])


def drop(sky: Sky, to: str, reply: Reply, only: str = "") -> str:
    try:
        return sky.drop(to, render(reply), only)
    except KeyError:
        raise Unreachable("a hawk") from None


def render(reply: Reply) -> Json:
    """Return the note of a reply: its text, seals, and pictures by their alt texts."""
    cards = [*reply.cards, *([_question(reply.ask)] if reply.ask else [])]
    return {
        "text": "\n".join(str(card.text) for card in cards) or reply.notice,
        "seals": [[a.label, a.payload] for card in cards for a in card.actions if not a.url],
        "pictures": [media.alt for card in cards for media in card.media],
        "ask": reply.ask.payload if reply.ask else "",
        "filled": {f.name: f.value for f in reply.ask.fields if f.value} if reply.ask else {},
    }


def _question(ask: Ask) -> Card:
    fields = (f"{each.label}: {'/'.join(value for value, _ in each.choices)}" for each in ask.fields)
    return Card(words.of("\n".join([ask.title, *fields])))
