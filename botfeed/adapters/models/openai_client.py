"""Speak to a server with OpenAI's API: the one way of painter, reviewer and language model.
A call is made once. It is repeated only after a refusal that costs nothing, without the field that was refused.
Answers are read leniently and with a bound on their bytes; every failure is a ServerError.

`openai` takes most of a second to import, so it is imported when the first client is made.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog

from botfeed.adapters import findings
from botfeed.adapters.models import openai_errors
from botfeed.adapters.models.openai_dialect import Dialect
from botfeed.adapters.models.openai_errors import ServerError

if TYPE_CHECKING:
    import openai

log = structlog.get_logger(__name__)

CONNECT = 5.0  # seconds to reach the server
ANSWER_MOST = 160 * 1024 * 1024  # bytes of one answer: four pictures of 25 MB as base64
LINE_MOST = 48 * 1024 * 1024  # bytes of one event
DONE: Final = "[DONE]"  # what a stream of chat completions ends with
# httpx's errors before a byte of the request is sent; the client raises them as causes.
_UNSENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "ProxyError"})
# By call: the client's method, and the fields that it takes by name. The others go beside them.
_METHODS: Mapping[str, tuple[str, frozenset[str]]] = {
    "images.generate": ("images.with_streaming_response.generate", frozenset({"prompt"})),
    "images.edit": ("images.with_streaming_response.edit", frozenset({"prompt", "image"})),
    "moderations": ("moderations.with_streaming_response.create", frozenset({"input"})),
    "responses": ("responses.with_streaming_response.create", frozenset()),
    "chat.completions": ("chat.completions.with_streaming_response.create", frozenset({"messages", "model"})),
}


def connect(key: str, base_url: str | None, seconds: float) -> openai.AsyncOpenAI:
    """Return a client for OpenAI, or for a compatible server at `base_url`; `seconds`: of one call."""
    import openai  # noqa: PLC0415  0.6 s to import: only where it is used

    timeout = openai.Timeout(seconds, connect=CONNECT)
    return openai.AsyncOpenAI(api_key=key or "none", base_url=base_url, timeout=timeout, max_retries=0)


@dataclass(slots=True)
class Answer:
    """Answer to a call: its parsed JSON, or, where the server streams, its events."""

    value: Any = None
    events: AsyncIterator[Any] | None = None


class Server:
    """A server, and what it taught us of its dialect."""

    def __init__(self, key: str, base_url: str | None, seconds: float) -> None:
        self.client = connect(key, base_url, seconds)
        self.seconds = seconds
        self._dialects = {name: Dialect() for name in _METHODS}

    def dialect(self, call: str) -> Dialect:
        return self._dialects[call]

    async def close(self) -> None:
        await self.client.close()

    async def alive(self) -> bool:
        """Return True if the server answers us at all, by its list of models, which costs nothing."""
        try:
            with server_errors():
                async with asyncio.timeout(self.seconds):
                    await self.client.get("/models", cast_to=object)
        except ServerError as error:
            status = error.refusal.status
            return 400 <= status < 500 and status not in (401, 403, 429)
        return True

    async def ask(self, call: str, fields: Mapping[str, Any]) -> Any:
        """Return the JSON of an answer that is not streamed. Raises ServerError."""
        async with self.open(call, fields) as answer:
            return answer.value

    @asynccontextmanager
    async def open(self, call: str, fields: Mapping[str, Any]) -> AsyncIterator[Answer]:
        """Make a call and yield its answer. A server that is asked to stream may answer with the whole.
        Raises ServerError, also while events are read.
        """
        with server_errors():
            async with asyncio.timeout(self.seconds), AsyncExitStack() as stack:
                yield await self._accepted(stack, call, fields)

    async def _accepted(self, stack: AsyncExitStack, call: str, fields: Mapping[str, Any]) -> Answer:
        """Repeat the call, while it is refused for a field, without that field. What was learned is kept if the call is
        taken in the end: else the fields were not the reason, and what a person wrote may have looked like one.
        """
        spoken = self._dialects[call]
        before, changed = deepcopy(spoken), []
        while True:
            sent = spoken.fitted(fields)
            try:
                answer = await self._once(stack, call, sent)
            except ServerError as error:
                if not (learned := spoken.learn(error.refusal, sent)):
                    self._dialects[call] = before
                    raise
                changed.append(learned)
                continue
            if changed:
                log.info("the server takes these fields otherwise, or not", call=call, fields=", ".join(changed))
            return answer

    async def _once(self, stack: AsyncExitStack, call: str, fields: Mapping[str, Any]) -> Answer:
        path, named = _METHODS[call]
        method: Any = self.client
        for part in path.split("."):
            method = getattr(method, part)
        known = {name: value for name, value in fields.items() if name in named}
        others = {name: value for name, value in fields.items() if name not in named}
        with server_errors():
            async with AsyncExitStack() as tried:
                response = await tried.enter_async_context(method(**known, extra_body=others))
                answer = await _answer(response)
                await stack.enter_async_context(tried.pop_all())
                return answer


async def _answer(response: Any) -> Answer:
    """Read a good answer. Raises ServerError for an error or a page in it."""
    if response.headers.get("content-type", "").startswith("text/event-stream"):
        return Answer(events=_events(response))
    body = bytearray()
    async for chunk in response.iter_bytes():
        body += chunk
        if len(body) > ANSWER_MOST:
            raise ServerError(openai_errors.broken("the answer is too large"))
    return Answer(_parsed(bytes(body)))


def _parsed(body: bytes) -> Any:
    """Return the JSON of an answer. Raises ServerError for a page, an error in it, and for what is no JSON."""
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    if openai_errors.is_page(text):
        raise ServerError(openai_errors.page())
    try:
        value = json.loads(text)
    except ValueError:
        cut = text.lstrip()[:1] in ("{", "[")
        why = (
            openai_errors.broken("the answer is cut off") if cut else openai_errors.broken("the answer is no JSON", 200)
        )
        raise ServerError(why) from None
    if refusal := openai_errors.error_in(value):
        raise ServerError(refusal)
    return value


async def _events(response: Any) -> AsyncIterator[Any]:
    """Yield the data of each event of a stream as JSON, and DONE where the server says that it is done.
    Raises ServerError for an error event, and for what cannot be read.
    """
    data: list[bytes] = []
    async for line in _lines(response.iter_bytes()):
        if line:
            name, _, value = line.partition(b":")
            if name == b"data":
                data.append(value.removeprefix(b" "))
            continue
        if data and (found := _event(b"\n".join(data))) is not None:
            yield found
        data = []
    if data and (found := _event(b"\n".join(data))) is not None:
        yield found


def _event(data: bytes) -> Any:
    if data.strip() == DONE.encode():
        return DONE
    if not data.strip():
        return None
    return _parsed(data)


async def _lines(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the lines of a stream, split at line feeds alone: other separators may stand in a text."""
    rest = b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > LINE_MOST:
            raise ServerError(openai_errors.broken("an event is too large"))
        for line in lines:
            yield line.removesuffix(b"\r")
    if rest:
        yield rest


@contextmanager
def server_errors() -> Iterator[None]:
    """Raise ServerError for the errors of the client and of its connection."""
    import httpx2  # noqa: PLC0415  comes with openai, and is as lazy
    import openai  # noqa: PLC0415

    try:
        yield
    except openai.APIConnectionError as error:  # a timeout is one too
        if type(error.__cause__).__name__ in _UNSENT:
            unknown = "its certificate is not trusted here" if findings.is_certificate(error) else "not reached"
            raise ServerError(openai_errors.unreached(unknown)) from error
        raise ServerError(openai_errors.broken("the connection broke")) from error
    except openai.APIStatusError as error:
        raise ServerError(openai_errors.refusal(error.status_code, error.response.headers, _body(error))) from error
    except TimeoutError as error:
        raise ServerError(openai_errors.broken("no answer in time")) from error
    except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
        raise ServerError(openai_errors.broken(type(error).__name__)) from error


def _body(error: openai.APIStatusError) -> Any:
    """Return the whole body of an error: the client keeps only a part of some."""
    text = error.response.text
    try:
        return json.loads(text)
    except ValueError:
        return text
