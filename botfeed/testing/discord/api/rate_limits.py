"""Rate limits of Discord, optional: 50 requests a second in all,
and a bucket for each route and its major parameters.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from botfeed.testing.discord.state import Call

MESSAGES = (5, 5.0)  # requests, seconds: written or changed in one channel
WEBHOOK = (5, 2.0)
OTHERS = (10, 1.0)
MAJOR = ("channel_id", "guild_id", "webhook_token")  # parameters that have buckets of their own
FREE = ("/interactions/", "/webhooks/")  # not counted over all


@dataclass(slots=True)
class _Bucket:
    most: int
    seconds: float
    left: int = 0
    reset: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a rate limit check: `headers` go with the answer. `wait` is above 0 for a 429: the seconds, of the
    bucket
    or in all.
    """

    headers: dict[str, str]
    wait: float = 0.0
    overall: bool = False

    def body(self) -> dict[str, object]:
        said = "You are being rate limited."
        return {"message": said, "retry_after": round(self.wait, 3), "global": self.overall}


@dataclass(slots=True)
class RateLimits:
    """Rate limit windows over an injected clock of seconds. `floods` counts the 429s."""

    clock: Callable[[], float]
    overall: int = 50  # requests in any second
    floods: int = 0
    _sent: deque[float] = field(default_factory=deque)
    _buckets: dict[tuple[str, ...], _Bucket] = field(default_factory=dict)

    def check(self, call: Call, template: str) -> Verdict:
        """Count a request to the route `template`."""
        now = self.clock()
        counted = not call.path.startswith(FREE)
        if counted and (wait := self._full(now)) > 0:
            self.floods += 1
            headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global", "Retry-After": f"{wait:.3f}"}
            return Verdict(headers, wait, overall=True)
        bucket, name = self._bucket(call, template, now)
        if bucket.left == 0:
            self.floods += 1
            wait = bucket.reset - now
            retry = {"X-RateLimit-Scope": "user", "Retry-After": f"{wait:.3f}"}
            return Verdict({**_headers(bucket, name, now), **retry}, wait)
        bucket.left -= 1
        if counted:
            self._sent.append(now)
        return Verdict(_headers(bucket, name, now))

    def _full(self, now: float) -> float:
        while self._sent and self._sent[0] <= now - 1.0:
            self._sent.popleft()
        return self._sent[0] + 1.0 - now if len(self._sent) >= self.overall else 0.0

    def _bucket(self, call: Call, template: str, now: float) -> tuple[_Bucket, str]:
        """Return the bucket of a call and its name; a window begins with its first request."""
        about = [call.params[name] for name in MAJOR if name in call.params]
        most, seconds = _pace(template)
        bucket = self._buckets.setdefault((call.method, template, *about), _Bucket(most, seconds))
        if bucket.reset <= now:
            bucket.left, bucket.reset = bucket.most, now + bucket.seconds
        return bucket, hashlib.md5(f"{call.method} {template}".encode(), usedforsecurity=False).hexdigest()


def _pace(template: str) -> tuple[int, float]:
    if template.startswith("/channels/") and "/messages" in template:
        return MESSAGES
    return WEBHOOK if template.startswith("/webhooks/") else OTHERS


def _headers(bucket: _Bucket, name: str, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(bucket.most),
        "X-RateLimit-Remaining": str(bucket.left),
        "X-RateLimit-Reset": f"{bucket.reset:.3f}",
        "X-RateLimit-Reset-After": f"{bucket.reset - now:.3f}",
        "X-RateLimit-Bucket": name,
    }
