"""OpenAI in this process, over HTTP, for an unmodified `openai.AsyncOpenAI`.

async with FakeOpenAI() as fake:
    client = openai.AsyncOpenAI(api_key=fake.key, base_url=fake.base_url)
    fake.fault("moderation_blocked", "images.generate")
    ...
    assert fake.count("images.generate") == 1
    assert fake.violations == []
"""

from __future__ import annotations

import base64
import json
import ssl
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiohttp import web
from aiohttp.web_request import FileField

from botfeed.testing import faults
from botfeed.testing.condition import Condition
from botfeed.testing.contracts import Checked, openapi
from botfeed.testing.fault_injection import FaultInjector
from botfeed.testing.faults import Fault, Plan
from botfeed.testing.openai import answers
from botfeed.testing.openai.answers import Json
from botfeed.testing.openai.dialect import Dialect, Said

CALLS = {
    "/images/generations": "images.generate",
    "/images/edits": "images.edit",
    "/moderations": "moderations",
    "/embeddings": "embeddings",
    "/responses": "responses",
    "/chat/completions": "chat.completions",
    "/models": "models",
}
EVENTS = {
    "images.generate": "ImageGenStreamEvent",
    "images.edit": "ImageEditStreamEvent",
    "responses": "ResponseStreamEvent",
    "chat.completions": "CreateChatCompletionStreamResponse",
}


@dataclass(frozen=True, slots=True)
class Call:
    """Request: its name as in `CALLS`, its body as parsed JSON (or form fields), and the uploaded pictures."""

    name: str
    body: Json
    files: tuple[bytes, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class FakeOpenAI:
    """Requests and answers are checked by the package's facts, and by `contracts`, a folder of official descriptions,
    where one is given; Disagreement is raised at the end if the two differed about a message. `lacks` names calls that
    this server answers with 404, as compatible servers do. Its answers may be changed at any time: `draw` makes a
    picture's bytes from prompt, size and number; `urls` gives addresses instead of base64; `flags` maps a word to
    moderation scores; `say` makes an answer from a question. `dialect` is one of `dialects.DIALECTS`: another server.
    `paid` names the calls that made something, in order. With `tls` it speaks HTTPS.
    """

    def __init__(
        self,
        contracts: Path | None = None,
        *,
        lacks: Collection[str] = (),
        models: Iterable[str] = ("gpt-image-2",),
        dialect: Dialect | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.dialect = dialect
        self._tls = tls
        self.paid: list[str] = []
        self.key = "sk-of-no-worth"
        self.base_url = ""
        self.lacks = lacks
        self.models = tuple(models)
        self.draw: Callable[[str, str, int], bytes] = answers.picture
        self.say: Callable[[str], str] = lambda question: f"An answer to: {question}"
        self.urls = False
        self.flags: dict[str, dict[str, float]] = {}
        self.faults = FaultInjector(Plan(faults.load("openai")))
        official = openapi.load(contracts / "openai") if contracts else None
        self.contracts = Checked(openapi.facts("openai"), official)
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._condition = Condition()
        self._drawn: list[bytes] = []
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/pictures/{number}", self._picture)
        app.router.add_route("*", "/v1/{path:.+}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls).start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"{'https' if self._tls else 'http'}://{host}:{port}/v1"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.faults.release()
        if self._runner:
            await self._runner.cleanup()
        if kind is None:
            self.contracts.close()

    def count(self, name: str = "") -> int:
        return sum(call.name == name or not name for call in self.calls)

    def fault(self, fault: Fault | str, call: str = "", times: int = 1) -> Fault:
        """Play a fault, by name or spelled out, for the next `times` calls of `call` (any if empty)."""
        return self.faults.arm(fault, call, times)

    async def until_called(self, name: str = "", times: int = 1, seconds: float = 5.0) -> None:
        """Wait for the `times`-th call. Raises TimeoutError."""
        await self._condition.until(lambda: self.count(name) >= times, seconds)

    # --- the server

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        name = CALLS.get(path, "models" if path.startswith("/models/") else path)
        call = await _read(request, name)
        self.calls.append(call)
        self._condition.notify()
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "Incorrect API key provided.", code="invalid_api_key")
        armed = self.faults.take(name)
        if armed and not armed.fault.sse:
            return await self.faults.play(armed.fault, request)
        if name in self.lacks or name not in CALLS.values():
            return _error(404, f"Unknown request URL: {request.method} {path}", code="unknown_url")
        if problems := self._check_request(request, path, call):
            return _error(400, problems[0], code="invalid_value")
        if self.dialect and (said := self.dialect.refuses(name, call.body)):
            return _said(said)
        self.paid.append(name)
        if armed or call.body.get("stream") in (True, "true"):
            return await self._stream(request, call, armed.fault if armed else None)
        answer = self._answer(call, path)
        if answer is None:
            return _error(404, "The model does not exist or you do not have access to it.", code="model_not_found")
        if self.dialect is None:
            self._check_answer(request.method, path, answer)
        if call.name == "embeddings" and call.body.get("encoding_format") == "base64":
            answer = answers.packed(answer)
        return web.json_response(answer, headers={"x-request-id": f"req_{len(self.calls)}"})

    def _answer(self, call: Call, path: str) -> Json | None:
        if call.name in ("images.generate", "images.edit"):
            most = self.dialect.most if self.dialect else 10
            pictures = [self._paint(call, number) for number in range(min(most, int(call.body.get("n") or 1)))]
            shown = [self._shown(data) for data in pictures]
            return self.dialect.answer(shown) if self.dialect else answers.images(call.body, shown, len(call.files))
        if call.name == "moderations":
            return answers.moderation(call.body, self.flags)
        if call.name == "embeddings":
            return answers.embeddings(call.body)
        if call.name == "responses":
            return answers.response(call.body, self._thought(_question(call.body["input"])))
        if call.name == "chat.completions":
            return answers.chat(call.body, self._thought(_question(call.body["messages"])))
        models = [
            {"id": name, "object": "model", "created": answers.CREATED, "owned_by": "fake"} for name in self.models
        ]
        if path == "/models":
            return {"object": "list", "data": models}
        return next((model for model in models if path == f"/models/{model['id']}"), None)

    def _paint(self, call: Call, number: int) -> bytes:
        return self.draw(str(call.body.get("prompt", "")), str(call.body.get("size", "")), number)

    def _thought(self, question: str) -> Any:
        said = self.say(question)
        return self.dialect.thinks(said) if self.dialect else said

    def _shown(self, data: bytes) -> Any:
        encoded = base64.b64encode(data).decode()
        if not self.urls and not self.dialect:
            return {"b64_json": encoded}
        self._drawn.append(data)
        path = f"/pictures/{len(self._drawn) - 1}"
        url = f"{self.base_url.removesuffix('/v1')}{path}"
        if self.dialect is None:
            return {"url": url}
        return self.dialect.item(encoded, f"http://{self.dialect.host}{path}" if self.dialect.host else url)

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        armed = self.faults.take("pictures")
        if armed:
            return await self.faults.play(armed.fault, request)
        return web.Response(body=self._drawn[int(request.match_info["number"])], content_type="image/png")

    async def _stream(self, request: web.Request, call: Call, fault: Fault | None) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for step in fault.sse if fault else ("all",):
            if "reset" in step:
                faults.reset(request)
                return response
            if step.startswith("event:"):
                await response.write(f"{step}\n\n".encode())
                continue
            for event in self._events(call, step):
                if self.dialect is None:
                    self._check_event(call.name, event)
                kind = f"event: {event['type']}\n" if "type" in event else ""
                await response.write(f"{kind}data: {json.dumps(event)}\n\n".encode())
        if call.name == "chat.completions" and not (fault and "cut" in fault.sse):
            await response.write(b"data: [DONE]\n\n")
        return response

    def _events(self, call: Call, step: str) -> Iterable[Json]:
        """Return the events of a stream, or only those that a fault's step names."""
        if call.name in ("responses", "chat.completions"):
            return self._words(call, step)
        kind = "image_generation" if call.name == "images.generate" else "image_edit"
        data = self._paint(call, 0)
        partials = int(call.body.get("partial_images") or 0) or int("partial" in step)
        events = [answers.image_event(kind, call.body, self._paint(call, 1 + i), i) for i in range(partials)]
        if "partial" in step:
            return events
        done = answers.image_event(kind, call.body, data)
        return [done] if "completed" in step else [*events, done]

    def _words(self, call: Call, step: str) -> Iterable[Json]:
        """Return an answer's events; of a fault's step those of that type, or the chunks that end for that reason."""
        if call.name == "responses":
            return answers.response_step(call.body, self.say(_question(call.body["input"])), step)
        reason = {"all": "stop" if self.dialect is None or self.dialect.ends else "", "cut": ""}.get(step, step)
        return answers.chat_events(call.body, self._thought(_question(call.body["messages"])), reason)

    # --- the contract

    def _check_request(self, request: web.Request, path: str, call: Call) -> list[str]:
        is_form = request.content_type.startswith("multipart/")

        def check(contract: openapi.Contract) -> list[openapi.Problem]:
            operation = contract.operation(request.method, path)
            if operation is None:
                return [openapi.Problem("route", f"{request.method} {path} is not in the contract")]
            return operation.check_form(call.body) if is_form else operation.check_body(call.body or None)

        problems = [str(problem) for problem in self.contracts.problems(call.name, check)]
        self.violations += [f"{call.name}: {problem}" for problem in problems]
        return problems

    def _check_answer(self, method: str, path: str, answer: Json) -> None:
        def check(contract: openapi.Contract) -> list[openapi.Problem]:
            operation = contract.operation(method, path)
            return operation.check_response(200, answer) if operation else []

        message = f"the fake's own {path}"
        self.violations += [f"{message}: {each}" for each in self.contracts.problems(message, check)]

    def _check_event(self, name: str, event: Json) -> None:
        message = f"the fake's own {name}"
        found = self.contracts.problems(message, lambda contract: contract.check(EVENTS[name], event))
        self.violations += [f"{message}: {each}" for each in found]


def _error(status: int, message: str, *, code: str) -> web.Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return web.json_response({"error": error}, status=status)


def _said(said: Said) -> web.Response:
    body = said.body if isinstance(said.body, str) else json.dumps(said.body)
    return web.Response(status=said.status, text=body, content_type=said.kind)


async def _read(request: web.Request, name: str) -> Call:
    headers = {key.lower(): value for key, value in request.headers.items() if key.lower() != "authorization"}
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return Call(name, json.loads(raw) if raw else {}, headers=headers)
    fields: list[tuple[str, str | bytes]] = []
    for key, value in (await request.post()).items():
        if isinstance(value, FileField):
            fields.append((key, value.file.read()))
        else:
            fields.append((key, value if isinstance(value, str) else bytes(value)))
    files = tuple(value for _, value in fields if isinstance(value, bytes))
    return Call(name, openapi.form_body(fields), files, headers)


def _question(given: Any) -> str:
    """Return the last user message in an `input` or in `messages`."""
    if isinstance(given, str):
        return given
    said = next((item for item in reversed(given) if item.get("role") == "user"), {"content": ""})["content"]
    return said if isinstance(said, str) else " ".join(str(part.get("text", "")) for part in said)
