"""Count the requests of each address in this process: what fails counts as what does not."""

from __future__ import annotations

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request as Http

from botfeed.adapters.web.access import callers
from botfeed.core.rate_limit import RateLimiter

PER_REQUEST = timedelta(milliseconds=100)  # in the long run
BURST = 600  # requests at once: a page with its pictures, several times
PER_POST = timedelta(seconds=1)
POST_BURST = 120
PER_BROWSER = timedelta(hours=4)  # between two new browsers of one address that may act as somebody new
BROWSER_BURST = 5


class Pace:
    def __init__(self) -> None:
        self._all = RateLimiter(PER_REQUEST, BURST)
        self._posts = RateLimiter(PER_POST, POST_BURST)
        self._browsers = RateLimiter(PER_BROWSER, BROWSER_BURST)

    def check(self, http: Http, now: float) -> None:
        """Count a request. `now`: seconds of a clock that only goes forward. Raises HTTPException 429
        over the pace of its address.
        """
        caller, writes = callers.address(http), http.method not in ("GET", "HEAD")
        if not self._all.allows(caller, now) or (writes and not self._posts.allows(caller, now)):
            raise HTTPException(429, "That was fast. Wait a moment and go on.", {"retry-after": "5"})

    def check_new(self, http: Http, now: float) -> None:
        """Count a browser that becomes somebody new. Raises HTTPException 429 if its address has had too many."""
        if not self._browsers.allows(callers.address(http), now):
            raise HTTPException(429, "Too many new visitors from where you are today. Keep the cookie of the first.")
