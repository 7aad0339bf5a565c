"""Review text and pictures by OpenAI's moderation model, which judges minors in text only."""

from __future__ import annotations

import base64
import time
from dataclasses import replace
from typing import Any

import structlog

from botfeed.adapters.models import openai_errors
from botfeed.adapters.models.openai_client import Server
from botfeed.adapters.models.openai_errors import Refusal, ServerError
from botfeed.core import picture_kind
from botfeed.core.errors import ModelError, Trouble
from botfeed.core.ports import Verdict

log = structlog.get_logger(__name__)

CALL = "moderations"
MODEL = "omni-moderation-latest"
LOOK_AGAIN = 600.0  # seconds until a server that had no review is asked again
# Scores from which a picture or text is refused. Where a name is missing, the model's own flag decides.
REFUSE = {"sexual/minors": 0.2, "sexual": 0.8, "violence": 0.9, "violence/graphic": 0.9}
# Scores from which it is shown behind a blur.
SENSITIVE = {"sexual": 0.3, "violence": 0.6, "violence/graphic": 0.4}
_LACKING = (Trouble.ENDPOINT, Trouble.MODEL)


class OpenAIReviewer:
    def __init__(self, key: str, base_url: str | None = None, *, seconds: float = 20.0) -> None:
        self._server = Server(key, base_url, seconds)
        self._sees = True  # until the server says that it judges words alone
        self._own = base_url is not None
        self._judges = False  # it has judged something by now
        self._failed = 0  # answers of 500 until then
        self._lacking: ModelError | None = None
        self._look_at = 0.0  # by the monotonic clock

    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        """Judge text and picture together. Raises ModelError if there is no judgement.
        A server without moderation is asked again now and then; meanwhile the error says that it is known.
        """
        if not text.strip() and picture is None:
            return Verdict()
        if self._lacking and time.monotonic() < self._look_at:
            raise ModelError(str(self._lacking), self._lacking.trouble, known=True)
        try:
            verdict = await self._judged(text, picture)
        except ServerError as error:
            refusal = await self._recognised(error.refusal)
            failed = ModelError(refusal.shown, refusal.trouble, again_after=refusal.after, category=refusal.category)
            if refusal.trouble in _LACKING:
                failed.known = self._lacking is not None
                self._lacking, self._look_at = failed, time.monotonic() + LOOK_AGAIN
            raise failed from error
        self._lacking, self._judges = None, True
        return verdict

    async def close(self) -> None:
        await self._server.close()

    async def _recognised(self, refusal: Refusal) -> Refusal:
        """Return the refusal of a server of one's own that never judged anything as that of one without review, if it
        is no outage of the whole server: many say so by 403, 422 or 500, or by an answer with nothing in it.
        """
        self._failed += refusal.status == 500
        odd = refusal.status in (200, 400, 403, 422) or (refusal.status == 500 and self._failed > 1)
        vague = refusal.trouble in (Trouble.REQUEST, Trouble.ACCESS, Trouble.OUTAGE, Trouble.UNKNOWN)
        if self._own and not self._judges and odd and vague and await self._server.alive():
            return replace(refusal, trouble=Trouble.ENDPOINT)
        return refusal

    async def _judged(self, text: str, picture: bytes | None) -> Verdict:
        """Ask with the picture, and with the words alone where the server takes no pictures."""
        if picture is not None and self._sees:
            try:
                return await self._ask(_parts(text, picture))
            except ServerError as error:
                if error.refusal.trouble is not Trouble.REQUEST:
                    raise
            verdict = await self._ask(text) if text.strip() else Verdict()
            log.warning("the review model judges words alone: nobody looks at pictures")
            self._sees = False
            return verdict
        return await self._ask(text) if text.strip() else Verdict()

    async def _ask(self, given: Any) -> Verdict:
        """Ask, a second time without naming a model where the server does not know that one. Raises ServerError."""
        spoken = self._server.dialect(CALL)
        try:
            return _verdict(await self._server.ask(CALL, {"model": MODEL, "input": given}))
        except ServerError as error:
            if error.refusal.trouble is not Trouble.MODEL or "model" in spoken.dropped:
                raise
        verdict = _verdict(await self._server.ask(CALL, {"input": given}))
        spoken.dropped.add("model")
        return verdict


def _parts(text: str, picture: bytes) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}] if text.strip() else []
    url = f"data:{picture_kind.mime(picture)};base64,{base64.b64encode(picture).decode()}"
    return [*parts, {"type": "image_url", "image_url": {"url": url}}]


def _verdict(answer: Any) -> Verdict:
    """Return the verdict of an answer. Raises ServerError if it holds no judgement."""
    results = answer.get("results") if isinstance(answer, dict) else None
    judged = [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []
    if not judged or not any(_mapping(one, "category_scores") or _mapping(one, "categories") for one in judged):
        raise ServerError(openai_errors.broken("an answer without a judgement", 200))
    refused: list[str] = []
    sensitive = False
    for result in judged:
        scores, flags = _mapping(result, "category_scores"), _mapping(result, "categories")
        refused += [name for name, score in scores.items() if name in REFUSE and _score(score) >= REFUSE[name]]
        refused += [name for name, flag in flags.items() if flag and (name not in REFUSE or name not in scores)]
        sensitive |= any(_score(scores.get(name)) >= least for name, least in SENSITIVE.items())
    return Verdict(category=openai_errors.worst(refused)) if refused else Verdict(sensitive=sensitive)


def _mapping(result: dict[str, Any], name: str) -> dict[str, Any]:
    found = result.get(name)
    return found if isinstance(found, dict) else {}


def _score(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
