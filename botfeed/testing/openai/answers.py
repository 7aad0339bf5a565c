"""Answers of the fake OpenAI: plain functions from a request's body to the documented shapes."""

from __future__ import annotations

import base64
import hashlib
import io
import math
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image, ImageDraw

Json = dict[str, Any]

CREATED = 1_795_000_000  # every answer's time: nothing here depends on the clock
SIZES = ("1024x1024", "1024x1536", "1536x1024")
JUDGED = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
JUDGED_IN_PICTURES = frozenset(
    {"self-harm", "self-harm/instructions", "self-harm/intent", "sexual", "violence", "violence/graphic"}
)
DIMENSIONS = 64  # of an embedding, unless the request says


def picture(prompt: str, size: str, number: int = 0) -> bytes:
    """Draw a real PNG of some 100 pixels, its colours and shapes drawn from the prompt."""
    width, height = {"1536x1024": (96, 64), "1024x1536": (64, 96)}.get(size, (64, 64))
    seed = hashlib.sha256(f"{prompt}|{number}".encode()).digest()
    image = Image.new("RGB", (width, height), tuple(seed[:3]))
    draw = ImageDraw.Draw(image)
    for i in range(3, 27, 6):
        x, y, radius = seed[i] % width, seed[i + 1] % height, 4 + seed[i + 2] % 20
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tuple(seed[i + 3 : i + 6]))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def images(body: Mapping[str, Any], data: list[Json], sources: int = 0) -> Json:
    answer: Json = {"created": CREATED, "data": data, "output_format": body.get("output_format") or "png"}
    for name, allowed in (("size", SIZES), ("quality", ("low", "medium", "high"))):
        if body.get(name) in allowed:
            answer[name] = body[name]
    return answer | {"usage": usage(body, len(data), sources)}


def usage(body: Mapping[str, Any], count: int, sources: int = 0) -> Json:
    words, seen, made = len(str(body.get("prompt", "")).split()), 300 * sources, 1000 * count
    details = {"text_tokens": words, "image_tokens": seen}
    totals = {"input_tokens": words + seen, "output_tokens": made, "total_tokens": words + seen + made}
    return {**totals, "input_tokens_details": details}


def image_event(kind: str, body: Mapping[str, Any], data: bytes, index: int | None = None) -> Json:
    """Return an event of a stream: partial where it has an index, else the completed picture."""
    event = {
        "type": f"{kind}.{'completed' if index is None else 'partial_image'}",
        "b64_json": base64.b64encode(data).decode(),
        "created_at": CREATED,
        "size": body.get("size") if body.get("size") in SIZES else "auto",
        "quality": body.get("quality") or "auto",
        "background": "auto",
        "output_format": body.get("output_format") or "png",
    }
    return event | ({"usage": usage(body, 1)} if index is None else {"partial_image_index": index})


def moderation(body: Mapping[str, Any], flags: Mapping[str, Mapping[str, float]]) -> Json:
    """Return scores by the words of the text; `flags` maps a word to its categories' scores."""
    given = body["input"]
    parts = [{"type": "text", "text": given}] if isinstance(given, str) else given
    scores = dict.fromkeys(JUDGED, 0.0001)
    for part in parts:
        seen = _seen(part)
        for word, found in flags.items():
            if word in seen:
                scores |= {name: score for name, score in found.items() if _judges(name, part)}
    kinds = [part["type"].removesuffix("_url") for part in parts if isinstance(part, dict)] or ["text"]
    result = {
        "flagged": any(score > 0.5 for score in scores.values()),
        "categories": {name: score > 0.5 for name, score in scores.items()},
        "category_scores": scores,
        "category_applied_input_types": {
            name: [kind for kind in ("text", "image") if kind in kinds and (kind == "text" or _sees(name))]
            for name in JUDGED
        },
    }
    return {"id": "modr-1", "model": str(body.get("model") or "omni-moderation-latest"), "results": [result]}


def _sees(category: str) -> bool:
    return category in JUDGED_IN_PICTURES


def _judges(category: str, part: Any) -> bool:
    return isinstance(part, str) or part["type"] == "text" or _sees(category)


def _seen(part: Any) -> str:
    """Return the text to look for flags in: the input, or a picture's bytes (as of a PNG's text chunk)."""
    if isinstance(part, str):
        return part.casefold()
    if part["type"] == "text":
        return str(part["text"]).casefold()
    return base64.b64decode(str(part["image_url"]["url"]).partition(",")[2]).decode("latin-1").casefold()


def embeddings(body: Mapping[str, Any]) -> Json:
    """Return unit vectors of hashed words: texts that share words are near each other."""
    texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
    size = body.get("dimensions") or DIMENSIONS
    data: list[Json] = []
    for index, text in enumerate(texts):
        data.append({"object": "embedding", "index": index, "embedding": _vector(str(text), size)})
    words = sum(len(str(text).split()) for text in texts)
    counts = {"prompt_tokens": words, "total_tokens": words}
    return {"object": "list", "data": data, "model": body["model"], "usage": counts}


def packed(answer: Json) -> Json:
    """Return embeddings as base64, which clients request although the description does not list it."""
    packs = []
    for item in answer["data"]:
        floats = struct.pack(f"<{len(item['embedding'])}f", *item["embedding"])
        packs.append({**item, "embedding": base64.b64encode(floats).decode()})
    return {**answer, "data": packs}


def _vector(text: str, size: int) -> list[float]:
    vector = [0.0] * size
    for word in text.casefold().split():
        vector[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % size] += 1.0
    length = math.hypot(*vector) or 1.0
    return [value / length for value in vector]


def response(body: Mapping[str, Any], text: str, status: str = "completed", why: str = "") -> Json:
    """Return a response; `why` it failed, by an error's code, or is incomplete."""
    item, made = _item(text, status), status in ("completed", "incomplete")
    words = len(text.split())
    failed = status == "failed"
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": CREATED,
        "status": status,
        "error": {"code": why, "message": "The model failed to generate a response."} if failed else None,
        "incomplete_details": {"reason": why} if status == "incomplete" else None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "model": body.get("model", ""),
        "output": [item] if made else [],
        "parallel_tool_calls": True,
        "metadata": {},
        "tool_choice": "auto",
        "tools": [],
        "temperature": 1.0,
        "top_p": 1.0,
    } | ({"usage": _tokens("input_tokens", "output_tokens", words)} if made else {})


def _item(text: str, status: str = "completed") -> Json:
    content = [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}]
    return {"id": "msg_1", "type": "message", "role": "assistant", "status": status, "content": content}


def response_events(body: Mapping[str, Any], text: str) -> Iterator[Json]:
    """Return the stream of an answer, word by word."""
    at = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    empty, part = _item("", "in_progress") | {"content": []}, _item(text)["content"][0]
    events: list[Json] = [
        {"type": "response.created", "response": response(body, text, "in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": empty},
        {"type": "response.content_part.added", **at, "part": part | {"text": ""}},
        *({"type": "response.output_text.delta", **at, "delta": word, "logprobs": []} for word in _words(text)),
        {"type": "response.output_text.done", **at, "text": text, "logprobs": []},
        {"type": "response.content_part.done", **at, "part": part},
        {"type": "response.output_item.done", "output_index": 0, "item": _item(text)},
        {"type": "response.completed", "response": response(body, text)},
    ]
    for number, event in enumerate(events):
        yield event | {"sequence_number": number}


def response_step(body: Mapping[str, Any], text: str, step: str) -> list[Json]:
    """Return all events, or those of one type, also of a failing stream: `response.failed server_error`."""
    kind, _, why = step.partition(" ")
    if kind in ("response.incomplete", "response.failed"):
        told = response(body, text, kind.removeprefix("response."), why)
        return [{"type": kind, "response": told, "sequence_number": 99}]
    if kind == "error":
        return [{"type": kind, "code": why or None, "message": "It broke.", "param": None, "sequence_number": 99}]
    return [event for event in response_events(body, text) if kind in ("all", event["type"])]


def _pieces(text: str | list[Json]) -> Iterator[str | list[Json]]:
    """Yield what chunks carry: three characters each where marks have to be split, else words; or a part each."""
    if isinstance(text, list):
        yield from ([part] for part in text)
    elif "<" in text:
        yield from (text[at : at + 3] for at in range(0, len(text), 3))
    else:
        yield from _words(text)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def chat(body: Mapping[str, Any], text: str | list[Json]) -> Json:
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    counts = _tokens("prompt_tokens", "completion_tokens", len(str(text).split()), details=False)
    return {**_chat_head(body, "chat.completion"), "choices": [choice], "usage": counts}


def chat_events(body: Mapping[str, Any], text: str | list[Json], reason: str = "stop") -> Iterator[Json]:
    """Return an answer's chunks, word by word; without a `reason` to end they break off. Usage comes last, if asked."""
    head = _chat_head(body, "chat.completion.chunk")
    usage = bool((body.get("stream_options") or {}).get("include_usage"))
    deltas: list[Json] = [{"role": "assistant", "content": ""}, *({"content": word} for word in _pieces(text))]
    for delta in [*deltas, *([{}] if reason else [])]:
        choice = {"index": 0, "delta": delta, "finish_reason": None if delta else reason, "logprobs": None}
        yield {**head, "choices": [choice]} | ({"usage": None} if usage else {})
    if usage and reason:
        yield {**head, "choices": [], "usage": chat(body, text)["usage"]}


def _chat_head(body: Mapping[str, Any], kind: str) -> Json:
    return {"id": "chatcmpl-1", "object": kind, "created": CREATED, "model": body["model"]}


def _tokens(given: str, made: str, words: int, *, details: bool = True) -> Json:
    counts: Json = {given: 10, made: words, "total_tokens": 10 + words}
    if details:
        counts["input_tokens_details"] = {"cached_tokens": 0, "cache_write_tokens": 0}
        counts["output_tokens_details"] = {"reasoning_tokens": 0}
    return counts
