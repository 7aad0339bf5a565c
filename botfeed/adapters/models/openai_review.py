"""Review text and pictures by OpenAI's moderation model, which judges minors in text only."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

from botfeed.adapters.models import openai_client
from botfeed.core.errors import ModelError
from botfeed.core.ports import Verdict

MODEL = "omni-moderation-latest"
# Scores from which a picture or text is refused. Where a name is missing, the model's own flag decides.
REFUSE = {"sexual/minors": 0.2, "sexual": 0.8, "violence": 0.9, "violence/graphic": 0.9}
# Scores from which it is shown behind a blur.
SENSITIVE = {"sexual": 0.3, "violence": 0.6, "violence/graphic": 0.4}


class OpenAIReviewer:
    def __init__(self, key: str, base_url: str | None = None, *, seconds: float = 20.0) -> None:
        self._client = openai_client.connect(key, base_url, seconds)
        self._seconds = seconds

    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        """Judge text and picture together. Raises ModelError if there is no judgement."""
        import openai  # noqa: PLC0415  as lazy as the client

        if not text.strip() and picture is None:
            return Verdict()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.moderations.create(model=MODEL, input=_parts(text, picture))
            results = [result.model_dump(by_alias=True) for result in answer.results]
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, TimeoutError) as error:
            raise ModelError(f"no judgement: {type(error).__name__}") from error
        if not results:
            raise ModelError("no judgement: an empty answer")
        return _verdict(results)

    async def close(self) -> None:
        await self._client.close()


def _parts(text: str, picture: bytes | None) -> Any:
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}] if text.strip() else []
    if picture is not None:
        url = f"data:{openai_client.mime_of(picture)};base64,{base64.b64encode(picture).decode()}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return parts


def _verdict(results: list[dict[str, Any]]) -> Verdict:
    refused: list[str] = []
    sensitive = False
    for result in results:
        scores: dict[str, float] = result.get("category_scores") or {}
        flags: dict[str, bool] = result.get("categories") or {}
        refused += [name for name, score in scores.items() if name in REFUSE and (score or 0) >= REFUSE[name]]
        refused += [name for name, flag in flags.items() if flag and name not in REFUSE]
        sensitive |= any((scores.get(name) or 0) >= least for name, least in SENSITIVE.items())
    return Verdict(category=openai_client.worst(refused)) if refused else Verdict(sensitive=sensitive)
