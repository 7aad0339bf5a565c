"""REST v10: read a request, check it by the contract, run its route, check the answer by the contract too."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from botfeed.testing import faults
from botfeed.testing.contracts import Checked, openapi
from botfeed.testing.discord.api import routes
from botfeed.testing.discord.api.errors import Flaw, Refused, invalid_form
from botfeed.testing.discord.api.rate_limits import RateLimits, Verdict
from botfeed.testing.discord.model import File
from botfeed.testing.discord.state import Call, DiscordState

PREFIX = "/api/v10"
# Without Via, or with a charset in the content type, discord.py takes an error for a ban by the firewall.
_HEADERS = {"Via": "1.1 google", "Content-Type": "application/json"}


class Rest:
    """REST server of the fake; `limits` turns the rate limits on; `lag` (s) delays every answer."""

    def __init__(
        self,
        state: DiscordState,
        contracts: Checked[openapi.Contract] | None,
        plan: faults.Plan,
        *,
        limits: RateLimits | None = None,
        lag: float = 0.0,
    ) -> None:
        self._state = state
        self._contracts = contracts
        self._plan = plan
        self._limits = limits
        self._lag = lag
        self._closing = asyncio.Event()

    def add_to(self, app: web.Application) -> None:
        """Add the routes, literal paths before those with parameters: aiohttp asks them in order."""
        for method, template, handler in routes.TABLE:
            app.router.add_route(method, PREFIX + template, self._acting(handler, template))
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._acting(None, ""))

    def close(self) -> None:
        """Release the requests that never get an answer."""
        self._closing.set()

    def _acting(self, handler: routes.Handler | None, template: str) -> Any:
        async def act(request: web.Request) -> web.StreamResponse:
            call = await read(request)
            pace = self._limits.check(call, template) if self._limits else Verdict({})
            answer = self._too_many(call, pace) if pace.wait else await self._act(request, handler, call)
            answer.headers.update(pace.headers)
            if self._lag:
                await asyncio.sleep(self._lag)
            return answer

        return act

    def _too_many(self, call: Call, pace: Verdict) -> web.StreamResponse:
        call.status = 429
        self._state.calls.append(call)
        self._state.condition.notify()
        return web.Response(status=429, body=json.dumps(pace.body()).encode(), headers=_HEADERS)

    async def _act(self, request: web.Request, handler: routes.Handler | None, call: Call) -> web.StreamResponse:
        armed = self._plan.take(call.method, call.path)
        fault = armed.fault if armed else None
        if armed is None or armed.after or armed.fault.keeps_answer:
            status, body = self._answer(handler, call)
        else:
            status, body = armed.fault.status, None
        call.status = status
        self._state.calls.append(call)
        self._state.condition.notify()
        if fault is not None and not fault.keeps_answer:
            return await self._go_wrong(fault, request, call)
        extra = dict(fault.headers) if fault else {}
        content = b"" if body is None else json.dumps(body).encode()
        return web.Response(status=status, body=content, headers={**_headers(status), **extra})

    def _answer(self, handler: routes.Handler | None, call: Call) -> tuple[int, Any]:
        try:
            status, body = self._admitted(handler, call)
        except Refused as no:
            if no.flaws or no.code == 50006:
                words = "; ".join(map(str, no.flaws)) or no.message
                self._state.violations.append(f"{call.method} {call.path}: {words}")
            status, body = no.status, no.body()
        except (
            Exception
        ) as error:  # what the rules let pass and no route understands; 503 is what no client tries again
            self._state.violations.append(f"{call.method} {call.path}: the fake cannot make sense of it: {error!r}")
            return 503, {"message": "503: Service Unavailable", "code": 0}
        self._check_answer(call, status, body)
        return status, body

    def _admitted(self, handler: routes.Handler | None, call: Call) -> tuple[int, Any]:
        if handler is None:
            self._state.violations.append(f"{call.method} {call.path}: the fake does not play this route")
            raise Refused(404, 0, "404: Not Found")
        if not call.path.startswith(routes.OPEN) and call.token != self._state.token:
            raise Refused(401, 0, "401: Unauthorized")
        self._check_request(call)
        return handler(self._state, call)

    def _check_request(self, call: Call) -> None:
        if self._contracts is None:
            return
        problems = self._contracts.problems(f"{call.method} {call.path}", lambda known: _of_request(known, call))
        if problems:
            raise invalid_form(
                Flaw(tuple(re.findall(r"[^.\[\]]+", problem.where)[1:]), "CONTRACT_VIOLATED", str(problem))
                for problem in problems
            )

    def _check_answer(self, call: Call, status: int, body: object) -> None:
        if self._contracts is None:
            return
        if status >= 400 and isinstance(body, dict):
            body = {name: value for name, value in body.items() if name != "errors"}  # has their codes as numbers
        message = f"the fake's answer to {call.method} {call.path}"
        found = self._contracts.problems(message, lambda known: _of_answer(known, call, status, body))
        self._state.violations += [f"{message}: {each}" for each in found]

    async def _go_wrong(self, fault: faults.Fault, request: web.Request, call: Call) -> web.StreamResponse:
        if fault.action.startswith("reset"):
            faults.reset(request)
        elif fault.action.startswith("delay"):
            await self._closing.wait()
        call.status = fault.status
        return web.Response(
            status=fault.status or 500, body=fault.content(), headers=_stamped(fault.headers, self._state)
        )


def _of_request(contract: openapi.Contract, call: Call) -> list[openapi.Problem]:
    operation = contract.operation(call.method, call.path)
    if operation is None:
        return [openapi.Problem("route", "the contract has no such route")]
    return operation.check_query(call.query) + operation.check_body(call.body)


def _of_answer(contract: openapi.Contract, call: Call, status: int, body: object) -> list[openapi.Problem]:
    operation = contract.operation(call.method, call.path)
    return operation.check_response(status, body) if operation else []


def _headers(status: int) -> dict[str, str]:
    return {"Via": "1.1 google"} if status == 204 else _HEADERS


def _stamped(headers: Mapping[str, str], state: DiscordState) -> dict[str, str]:
    """Return headers with a row's `<epoch+0.65>` as that moment of the fake's clock."""
    out = dict(headers)
    for name, value in headers.items():
        if value.startswith("<epoch+"):
            later = value.removeprefix("<epoch+").removesuffix(">").strip(".")
            out[name] = f"{state.clock.now().timestamp() + float(later or 1):.3f}"
    return out


async def read(request: web.Request) -> Call:
    """Read a request: JSON as it is; of a form, `payload_json` is the body and each `files[n]` a file under its n."""
    body: Any = None
    files: dict[str, File] = {}
    if request.content_type == "multipart/form-data":
        form = await request.post()
        for name, value in form.items():
            if isinstance(value, web.FileField):
                mime = mimetypes.guess_type(value.filename)[0] or "application/octet-stream"
                files[name.removeprefix("files[").removesuffix("]")] = File(value.filename, value.file.read(), mime)
            elif name == "payload_json":
                body = json.loads(str(value))
    elif raw := await request.read():
        body = json.loads(raw)
    query: dict[str, list[str]] = {}
    for name, text in request.query.items():
        query.setdefault(name, []).append(text)
    return Call(
        method=request.method,
        path=request.rel_url.raw_path.removeprefix(PREFIX),
        query=query,
        body=body,
        files=files,
        token=request.headers.get("Authorization", "").removeprefix("Bot "),
        params=dict(request.match_info),
    )
