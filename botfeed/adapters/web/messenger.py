"""Keep each person's last messages on the page in memory, and stream changes to open pages."""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from cachetools import LRUCache

from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.errors import MessageGone
from botfeed.core.language.text import Text
from botfeed.core.model import Address
from botfeed.core.ports import Clock

KEPT = 200  # messages a person, for a reload
ROOMS = 2000  # people whose messages are kept, the least recently active dropped first
WAITING = 256  # unread events of a slow browser, before it has to connect anew
LOGGED = 512  # events that a browser which lost its stream can still be told
ASIDE = "aside-"  # how the reference of a message over the page begins
PARTIAL_MOST = 200_000  # bytes of a half-painted picture that is worth sending


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """Message in a conversation.
    `kind` is said (the person's own text), reply or delivery. `on`: the message whose button led here. `aside`:
    shown over the page, not in the conversation. `n`: its position, kept by edits. `revision` grows with every
    change, so that an answer that an edit overtook does not undo it.
    """

    ref: str
    kind: str
    at: datetime
    reply: Reply = Reply()
    said: str = ""
    on: str = ""
    aside: bool = False
    n: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a stream; its type is entry, gone, progress, feed, or reset: load every conversation anew.
    `n`: its number, 0 for what nobody has to catch up with.
    """

    type: str
    who: str = ""
    entry: ShownMessage | None = None
    ref: str = ""
    text: Text = Text()
    picture: str = ""
    n: int = 0


class Stream:
    """An open page. `None` in the queue ends it; the browser then connects anew from the last event it read."""

    def __init__(self, people: Iterable[str]) -> None:
        self.people = frozenset(people)
        self.queue: asyncio.Queue[Event | None] = asyncio.Queue(WAITING)
        self.ended = False

    def put(self, event: Event) -> None:
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        self.ended = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class WebMessenger:
    """Messenger of the page. A message that is not here any more raises MessageGone, and is sent again."""

    platform = "web"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rooms: LRUCache[str, OrderedDict[str, ShownMessage]] = LRUCache(ROOMS)
        self._recalled: LRUCache[str, bool] = LRUCache(ROOMS)
        self._streams: set[Stream] = set()
        self._count = 0
        self._run = secrets.token_hex(4)  # numbers of an earlier process say nothing here
        self._log: deque[Event] = deque(maxlen=LOGGED)
        self._last = 0  # number of the newest event
        self._fed = 0  # number of the newest change of the feed

    async def send(self, address: Address, reply: Reply, key: str) -> Receipt:
        ref = name(f"key:{key}")
        self.put(address.ref, ShownMessage(ref, "delivery", self._clock.now(), reply))
        self.changed()
        return Receipt(ref)

    async def edit(self, address: Address, ref: str, reply: Reply) -> Receipt:
        self.show(address.ref, ref, reply)
        self.changed()
        return Receipt(ref)

    async def delete(self, address: Address, ref: str) -> None:
        self.get(address.ref, ref)
        self.drop(address.ref, ref)

    async def progress(self, address: Address, ref: str, text: Text, partial: bytes | None) -> None:
        picture = ""
        if partial and len(partial) <= PARTIAL_MOST:
            picture = f"data:image/png;base64,{base64.b64encode(partial).decode()}"
        self._publish(Event("progress", address.ref, ref=ref, text=text, picture=picture))

    def entries(self, who: str) -> list[ShownMessage]:
        room = self._rooms.get(who)
        return list(room.values()) if room is not None else []

    def has(self, who: str, ref: str) -> bool:
        room = self._rooms.get(who)
        return room is not None and ref in room

    def get(self, who: str, ref: str) -> ShownMessage:
        """Return a message. Raises MessageGone if it is not kept any more."""
        room = self._rooms.get(who)
        if room is None or ref not in room:
            raise MessageGone(ref)
        return room[ref]

    def put(self, who: str, entry: ShownMessage) -> ShownMessage:
        """Add a message, or replace the one of the same reference at its position."""
        room: OrderedDict[str, ShownMessage] = self._rooms.setdefault(who, OrderedDict())
        self._count += 1
        known = room.get(entry.ref)
        at, n = (known.at, known.n) if known else (entry.at, self._count)
        entry = replace(entry, at=at, n=n, revision=self._count)
        room[entry.ref] = entry
        while len(room) > KEPT:
            room.popitem(last=False)
        self._publish(Event("entry", who, entry))
        return entry

    def is_recalled(self, who: str) -> bool:
        """Return True if the messages from before this process are here, or were."""
        return who in self._recalled and who in self._rooms

    def recall(self, who: str, earlier: Iterable[ShownMessage]) -> None:
        """Put messages from before this process before those of it, once."""
        if self.is_recalled(who):
            return
        now: OrderedDict[str, ShownMessage] = self._rooms.get(who) or OrderedDict()
        room: OrderedDict[str, ShownMessage] = OrderedDict()
        for entry in earlier:
            if entry.ref not in now:
                self._count += 1
                room[entry.ref] = replace(entry, n=self._count, revision=self._count)
        room.update(now)
        self._rooms[who] = room
        self._recalled[who] = True

    def show(self, who: str, ref: str, reply: Reply) -> ShownMessage:
        """Replace the content of a message. Raises MessageGone."""
        return self.put(who, replace(self.get(who, ref), reply=reply))

    def drop(self, who: str, ref: str) -> None:
        room = self._rooms.get(who)
        if room and room.pop(ref, None):
            self._publish(Event("gone", who, ref=ref))

    def changed(self) -> None:
        """Notify every open page that the feed may have changed."""
        self._publish(Event("feed"))

    @property
    def cursor(self) -> str:
        """Return the name of this moment: a stream that is opened from it misses nothing since."""
        return self.name_of(self._last)

    @property
    def revision(self) -> int:
        """Return the newest revision of any message."""
        return self._count

    @property
    def run(self) -> str:
        """Return the name of this process: messages' revisions compare within one only."""
        return self._run

    def name_of(self, n: int) -> str:
        return f"{self._run}.{n}"

    def open(self, people: Iterable[str], after: str | None = None) -> Stream:
        """Open a stream that begins with what happened since the cursor `after`."""
        stream = Stream(people)
        for event in self._since(self._last if after is None else self._read(after)):
            if not event.who or event.who in stream.people:
                stream.put(event)
        self._streams.add(stream)
        return stream

    def _read(self, cursor: str) -> int:
        """Return the number of the event that a cursor names, -1 where it names none of this process."""
        run, _, n = cursor.partition(".")
        known = run == self._run and n.isascii() and n.isdigit() and len(n) < 16 and int(n) <= self._last
        return int(n) if known else -1

    def _since(self, n: int) -> list[Event]:
        """Return the events after a number; one of type reset where they are not known any more."""
        oldest = self._log[0].n if self._log else 1
        if n < 0 or (n < oldest - 1 and len(self._log) == LOGGED):
            return [Event("reset", n=self._last)]
        missed = [event for event in self._log if event.n > n]
        if len(missed) >= WAITING:
            return [Event("reset", n=self._last)]
        return [*missed, Event("feed", n=self._last)] if self._fed > n else missed

    def leave(self, stream: Stream) -> None:
        self._streams.discard(stream)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for stream in list(self._streams):
            stream.end()
        self._streams.clear()

    def _publish(self, event: Event) -> None:
        if event.type != "progress":
            self._last += 1
            event = replace(event, n=self._last)
        if event.type == "feed":
            self._fed = self._last
        elif event.n:
            self._log.append(event)
        for stream in list(self._streams):
            if not event.who or event.who in stream.people:
                stream.put(event)
                if stream.ended:
                    self._streams.discard(stream)


def name(what: str) -> str:
    """Return the reference of the message of a request or delivery: the same one for the same."""
    return blake2b(what.encode(), digest_size=12).hexdigest()
