"""Play a fault to a client of an aiohttp server: an answer, a reset, a cut in the middle of a body, or silence."""

from __future__ import annotations

import asyncio

from aiohttp import web

from botfeed.testing import faults
from botfeed.testing.faults import Armed, Fault, Plan

CUT = "cut"  # an action of our own: headers and the first bytes, then the connection breaks


class FaultInjector:
    """Plan of faults and the calls that hang in it until `release`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.played: list[str] = []
        self._released = asyncio.Event()

    def arm(self, fault: Fault | str, call: str = "", times: int = 1, *, after: bool | None = None) -> Fault:
        """Play it for the next `times` calls of `call` (any if empty). `after` says that the call takes effect and
        only its answer is lost; silence is meant so unless told otherwise.
        """
        row = self.plan.named(fault)
        late = row.action.startswith("delay") if after is None else after
        return self.plan.arm(row, route=f"/{call.lower().strip('/')}" if call else faults.ANY, times=times, after=late)

    def take(self, call: str) -> Armed | None:
        armed = self.plan.take(faults.ANY, f"/{call.lower().strip('/')}")
        if armed:
            self.played.append(armed.fault.name)
        return armed

    def clear(self) -> None:
        """Forget the faults that were not played yet."""
        self.plan.clear()

    def release(self) -> None:
        """Release all hanging calls, now and later: their connections are reset."""
        self._released.set()

    async def play(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.action.startswith("delay"):
            await self._released.wait()
        if fault.action == CUT:
            head = web.StreamResponse(status=fault.status, headers={**fault.headers, "Content-Length": "1000000"})
            await head.prepare(request)
            await head.write(fault.content())
        if fault.action:
            faults.reset(request)
            return web.Response()
        if not fault.status:
            raise LookupError(f"{fault.name} is no answer to a call")
        return web.Response(status=fault.status, headers=dict(fault.headers), body=fault.content())
