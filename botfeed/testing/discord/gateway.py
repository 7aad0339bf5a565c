"""Gateway v10: HELLO, IDENTIFY, READY, events with sequence numbers, heartbeats, RESUME with replay, ops 7 and 9."""

from __future__ import annotations

import asyncio
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from botfeed.testing import faults
from botfeed.testing.discord import payloads
from botfeed.testing.discord.state import DiscordState

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
GUILDS = 1 << 0
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content
_KNOWN_INTENTS = (1 << 26) - 1
_ABOUT_GUILDS = frozenset({"GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"})
_INVALIDATING = frozenset({1000, 1001})  # a client that closes so does not mean to come back


@dataclass(slots=True, eq=False)
class Session:
    """Session that a client can resume: every event it was sent, or would have been."""

    id: str
    intents: int
    shard: list[int] | None
    sequence: int = 0
    events: list[tuple[int, str, Any]] = field(default_factory=list)
    connection: Connection | None = None

    def hears(self, guild: int | None) -> bool:
        """Return True if a guild's events go to this shard; events of no guild go to the first."""
        number, count = self.shard or (0, 1)
        return number == (0 if guild is None else (guild >> 22) % count)

    def push(self, event: str, data: Any) -> None:
        self.sequence += 1
        self.events.append((self.sequence, event, data))
        if self.connection is not None:
            self.connection.dispatch(self.sequence, event, data)


class Connection:
    """Websocket of one client. Frames go through a queue, so that any caller may send without waiting."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self.silent = False
        self.session: Session | None = None
        self._zlib = zlib.compressobj() if compressed else None
        self._frames: asyncio.Queue[str | int | None] = asyncio.Queue()

    def send(self, payload: dict[str, Any]) -> None:
        if not self.silent:
            self._frames.put_nowait(json.dumps(payload))

    def dispatch(self, sequence: int, event: str, data: Any) -> None:
        self.send({"op": DISPATCH, "s": sequence, "t": event, "d": data})

    def close(self, code: int) -> None:
        """Close after sending all that waits to be sent."""
        self.leave_session()
        self._frames.put_nowait(code)

    def cut(self) -> None:
        """Cut the connection without a close frame, as a network does."""
        self.leave_session()
        self._frames.put_nowait(None)

    def leave_session(self) -> None:
        if self.session is not None and self.session.connection is self:
            self.session.connection = None

    async def write(self, request: web.Request) -> None:
        while not self.socket.closed:
            frame = await self._frames.get()
            if frame is None:
                faults.reset(request)
                return
            if isinstance(frame, int):
                await self.socket.close(code=frame)
                return
            if self._zlib is None:
                await self.socket.send_str(frame)
            else:
                packed = self._zlib.compress(frame.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)


class Gateway:
    """Gateway of the fake. `identifies` and `resumes` count the clients' requests; `heartbeats` those they sent."""

    def __init__(
        self, state: DiscordState, plan: faults.Plan, *, privileged: int = 0, heartbeat_every: float = 41.25
    ) -> None:
        self._state = state
        self._plan = plan
        self._privileged = privileged
        self._hello = {"op": HELLO, "s": None, "t": None, "d": {"heartbeat_interval": round(heartbeat_every * 1000)}}
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._gone_wrong: list[faults.Fault] = []
        self.identifies: list[dict[str, Any]] = []
        self.resumes: list[dict[str, Any]] = []
        self.heartbeats = 0

    @property
    def connected(self) -> bool:
        """Return True if a client has a session and is connected."""
        return bool(self.shards)

    @property
    def shards(self) -> set[int]:
        """Return the numbers of the connected shards; 0 for a client without shards."""
        return {(session.shard or [0])[0] for session in self._sessions.values() if session.connection is not None}

    @property
    def begun(self) -> int:
        return len(self.identifies)

    def may_read(self, intent: int) -> bool:
        return any(session.intents & intent for session in self._sessions.values())

    def emit(self, event: str, data: dict[str, Any], *, intent: int = 0) -> None:
        found = str(data.get("id" if event in _ABOUT_GUILDS else "guild_id"))
        guild = int(found) if found.isdigit() else None
        for session in self._sessions.values():
            if (not intent or session.intents & intent) and session.hears(guild):
                session.push(event, data)

    def fault(self, fault: faults.Fault, times: int) -> None:
        """Play a fault now where a client is connected; a refusal, and all without a client, at the next connects."""
        if self.connected and not fault.gateway_refuse:
            for connection in list(self._connections):
                self._go_wrong(connection, fault)
        else:
            self._gone_wrong += [fault] * times

    def _go_wrong(self, connection: Connection, fault: faults.Fault) -> None:
        connection.silent = fault.gateway_silent
        if fault.gateway_send is not None:
            if fault.gateway_send == {"op": INVALID_SESSION, "d": False} and connection.session is not None:
                self._sessions.pop(connection.session.id, None)
            connection.send(fault.gateway_send)
        if fault.gateway_close:
            connection.close(fault.gateway_close)

    def drop(self) -> None:
        """Cut every connection; the sessions stay, to be resumed."""
        for connection in list(self._connections):
            connection.cut()

    def close(self) -> None:
        for connection in list(self._connections):
            connection.close(1001)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self._gone_wrong and self._gone_wrong[0].gateway_refuse:
            self._gone_wrong.pop(0)
            return web.Response(status=503, text="unavailable")
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write(request))
        try:
            connection.send(self._hello)
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._hear(connection, json.loads(message.data))
        finally:
            writer.cancel()
            self._connections.discard(connection)
            self._left(connection, socket.close_code)
        return socket

    def _left(self, connection: Connection, code: int | None) -> None:
        if connection.session is not None and code in _INVALIDATING and connection.session.connection is connection:
            self._sessions.pop(connection.session.id, None)
        connection.leave_session()
        self._state.condition.notify()

    def _hear(self, connection: Connection, payload: dict[str, Any]) -> None:
        op, data = payload.get("op"), payload.get("d")
        if op == HEARTBEAT:
            self.heartbeats += 1
            connection.send({"op": HEARTBEAT_ACK, "s": None, "t": None, "d": None})
        elif op == IDENTIFY and isinstance(data, dict):
            self._identify(connection, data)
        elif op == RESUME and isinstance(data, dict):
            self._resume(connection, data)
        elif op != PRESENCE:
            connection.close(4001)
        self._state.condition.notify()

    def _identify(self, connection: Connection, data: dict[str, Any]) -> None:
        self.identifies.append(data)
        intents = int(data.get("intents", 0))
        if self._gone_wrong:
            self._go_wrong(connection, self._gone_wrong.pop(0))
        elif data.get("token") != self._state.token:
            connection.close(4004)
        elif intents & ~_KNOWN_INTENTS:
            connection.close(4013)
        elif intents & PRIVILEGED & ~self._privileged:
            connection.close(4014)
        elif connection.session is not None:
            connection.close(4005)
        elif not _is_shard(data.get("shard")):
            connection.close(4010)
        else:
            self._welcome(connection, intents, data.get("shard"))

    def _welcome(self, connection: Connection, intents: int, shard: list[int] | None) -> None:
        state = self._state
        session = Session(f"session-{state.ids.next()}", intents, shard, connection=connection)
        connection.session = self._sessions[session.id] = session
        guilds = [space for space in state.spaces.values() if space.bot_inside and session.hears(space.id)]
        ready: dict[str, Any] = {
            "v": 10,
            "user": payloads.me(state.bot),
            "guilds": [{"id": str(space.id), "unavailable": True} for space in guilds],
            "session_id": session.id,
            "resume_gateway_url": "wss://gateway-us-east1-b.discord.gg",
            "application": {"id": str(state.bot.id), "flags": 0},
        }
        session.push("READY", ready if shard is None else {**ready, "shard": shard})
        if intents & GUILDS:
            for space in guilds:
                session.push("GUILD_CREATE", payloads.guild_create(space, state.bot))

    def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        self.resumes.append(data)
        if self._gone_wrong:
            self._go_wrong(connection, self._gone_wrong.pop(0))
            return
        session = self._sessions.get(str(data.get("session_id")))
        if data.get("token") != self._state.token:
            connection.close(4004)
        elif session is None:
            connection.send({"op": INVALID_SESSION, "s": None, "t": None, "d": False})
        elif int(data.get("seq") or 0) > session.sequence:
            connection.close(4007)
        else:
            for sequence, event, sent in session.events:
                if sequence > int(data.get("seq") or 0):
                    connection.dispatch(sequence, event, sent)
            connection.session, session.connection = session, connection
            session.push("RESUMED", {})


def _is_shard(given: object) -> bool:
    """Return True for [number, count], or nothing."""
    if given is None:
        return True
    if not isinstance(given, list) or len(given) != 2 or not all(isinstance(each, int) for each in given):
        return False
    return bool(0 <= given[0] < given[1])
