"""Test stage: people write to the core without any platform, and the shown messages are kept."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from botfeed.core import dispatch
from botfeed.core.chat.message import Action, Receipt, Reply, Request, Sender
from botfeed.core.errors import SendError
from botfeed.core.model import Address, Shape
from botfeed.core.ports import Order, Painted, PainterInfo, StoredPicture, Verdict
from botfeed.core.work import worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from botfeed.core.chat.context import Services


@dataclass(frozen=True, slots=True)
class Shown:
    """Shown message. `to` is a person's name, or `#place`."""

    to: str
    event: str  # reply | edit | delivery | notice | delete
    reply: Reply
    ref: str = ""


class TinyPainter:
    """Painter of small flat squares, another colour for every order; it can be set to raise an error."""

    def __init__(self, *, paid: bool = False) -> None:
        self.info = PainterInfo("tiny", "tiny-1", paid, True, ("ink", "pastel"), seeds=True, edits=True)
        self.orders: list[Order] = []
        self.raises: list[Exception] = []

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:
        from PIL import Image

        self.orders.append(order)
        if self.raises:
            raise self.raises.pop(0)
        size = {Shape.SQUARE: (16, 16), Shape.WIDE: (24, 16), Shape.TALL: (16, 24)}[order.shape]
        painted = []
        for n in range(order.count):
            colour = sha256(f"{order.prompt}{order.style}{order.seed}{n}{len(self.orders)}".encode()).digest()[:3]
            out = io.BytesIO()
            Image.new("RGB", size, tuple(colour)).save(out, "PNG")
            painted.append(Painted(out.getvalue(), "image/png", "tiny-1", f"A picture of {order.prompt}", order.seed))
        return painted


class MemoryMedia:
    """Media in a dictionary; every variant is the original."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    async def keep(self, data: bytes, *, ai: bool, model: str) -> StoredPicture:
        if not data.startswith(b"\x89PNG"):
            raise ValueError("not a picture")
        blob = sha256(data).hexdigest()
        self.blobs[blob] = data
        width, height = (int.from_bytes(data[at : at + 4]) or 16 for at in (16, 20))  # of a PNG's header
        return StoredPicture(blob, "image/png", width, height, "", int(blob[:15], 16))

    async def keep_file(self, data: bytes) -> str:
        blob = sha256(data).hexdigest()
        self.blobs[blob] = data
        return blob

    async def load(self, blob: str, variant: str) -> bytes:
        return self.blobs[blob]

    def path(self, blob: str, variant: str) -> str | None:
        return None

    async def collage(self, blobs: Sequence[str], sensitive: Sequence[bool] = ()) -> str:
        return blobs[0]

    async def drop(self, blob: str) -> None:
        self.blobs.pop(blob, None)


class WordRules:
    """Rules that refuse text with one of a few words."""

    def __init__(self, **words: str) -> None:
        self.words = words or {"forbidden": "violence", "naughty": "sexual"}

    def check(self, text: str) -> Verdict:
        low = text.casefold()
        found = next((category for word, category in self.words.items() if word in low), "")
        return Verdict(found, "spicy" in low)


@dataclass
class Stage:
    """Stage of a test: `await stage.say("ada", "/imagine a fox")`, `await stage.press("ada", "Publish")`,
    `stage.last("ada")`.
    """

    reactions: ClassVar[bool] = True
    services: Services
    platform: str = "console"
    shown: list[Shown] = field(default_factory=list)
    raises: list[SendError] = field(default_factory=list)
    admins: set[str] = field(default_factory=set)
    left: set[tuple[str, str]] = field(default_factory=set)  # who left which space, by its ref
    _n: int = 0

    def __post_init__(self) -> None:
        self.services.messengers[self.platform] = self

    def home(self, who: str) -> Address:
        return Address(self.platform, who)

    def place(self, name: str, *, age_restricted: bool = False) -> Address:
        return Address(self.platform, f"#{name}", f"space-{name}", name, private=False, age_restricted=age_restricted)

    async def say(self, who: str, line: str, at: Address | None = None, *, id: str = "") -> Reply:
        found = self.services.menu.find(line) if line.startswith("/") else None
        request = self._request(who, at, id)
        if found:
            request = replace(request, command=found[0].name, text=found[1])
        elif line.startswith("/"):
            request = replace(request, command=line[1:].split(maxsplit=1)[0])
        else:
            request = replace(request, command="words", args={"text": line})
        return await self.handle(who, request)

    async def press(self, who: str, label: str, *, of: str = "", at: Address | None = None) -> Reply:
        """Press the newest button of that label that `of` (or the presser) was shown."""
        shown, action = self.find(of or who, label)
        request = self._request(who, at or self._address_of(shown.to), "")
        request = replace(request, command="payload", args={"payload": action.payload}, pressed=shown.ref)
        return await self.handle(who, request)

    async def fill(self, who: str, **values: str) -> Reply:
        ask = next(s.reply.ask for s in reversed(self.shown) if s.to == who and s.reply.ask)
        assert ask
        request = replace(self._request(who, None, ""), command="payload", args={"payload": ask.payload, **values})
        return await self.handle(who, request)

    async def native(self, who: str, command: str, at: Address | None = None, **args: str) -> Reply:
        """Use a native reaction or reply: `message` defaults to the last card that they were shown."""
        message = next(s.ref for s in reversed(self.shown) if s.to == who and s.reply.cards)
        request = replace(self._request(who, at, ""), command=command, args={"message": message, **args})
        return await self.handle(who, request)

    async def handle(self, who: str, request: Request) -> Reply:
        reply = await dispatch.handle(self.services, request)
        private = reply.private or request.address.private
        to = who if private else request.address.ref
        address = self.home(who) if private else request.address
        editing = bool(reply.update and request.pressed)
        ref = request.pressed if editing else f"m{len(self.shown)}"
        self.shown.append(Shown(to, "edit" if editing else "reply" if reply.cards else "notice", reply, ref))
        if reply.cards:
            await dispatch.record_placement(self.services, request, address, reply, Receipt(ref))
        return reply

    async def settle(self) -> int:
        return await worker.drain(self.services)

    def find(self, who: str, label: str) -> tuple[Shown, Action]:
        for shown in reversed(self.shown):
            for card in shown.reply.cards if shown.to == who else ():
                for action in card.actions:
                    if plain(action.label) == plain(label):
                        return shown, action
        raise LookupError(f"{who} was shown no button {label!r}")

    def last(self, to: str) -> Shown:
        return next(s for s in reversed(self.shown) if s.to == to)

    def text(self, to: str) -> str:
        """Return the text of the last message they were shown."""
        reply = self.last(to).reply
        return "\n".join([*(str(card.text) for card in reply.cards), reply.notice]).strip()

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        if self.raises:
            raise self.raises.pop(0)
        ref = f"m{len(self.shown)}"
        self.shown.append(Shown(address.ref, "delivery", reply, ref))
        return Receipt(ref)

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        if self.raises:
            raise self.raises.pop(0)
        self.shown.append(Shown(address.ref, "edit", reply, ref))
        return Receipt(ref)

    async def delete(self, address: Address, ref: str) -> None:
        if self.raises:
            raise self.raises.pop(0)
        self.shown.append(Shown(address.ref, "delete", Reply(), ref))

    async def is_admin(self, address: Address, user: str) -> bool:
        return user in self.admins

    async def is_member(self, address: Address, user: str) -> bool:
        return (user, address.space) not in self.left

    def _request(self, who: str, at: Address | None, id: str) -> Request:
        self._n += 1
        address = at or self.home(who)
        admin = None if self.admins else False
        sender = Sender(self.platform, who, who, admin if address.space else None, self.home(who))
        return Request(id or f"{self.platform}:{self._n}", "", sender, address)

    def _address_of(self, to: str) -> Address:
        return self.place(to[1:]) if to.startswith("#") else self.home(to)


def plain(label: str) -> str:
    """Return a label without emoji, counters and case."""
    return "".join(c for c in label if c.isalpha() or c == " ").strip().casefold() or label.strip()
