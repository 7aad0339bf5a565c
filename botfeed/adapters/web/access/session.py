"""Identify a browser by a signed cookie, and name the people it may act as."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request as Http
from starlette.responses import Response

COOKIE = "botfeed"
YEAR = 365 * 24 * 3600  # s
_SIGNATURE = 32  # hex digits: 128 bits


@dataclass(frozen=True, slots=True)
class Session:
    """Session of a browser: `people` are the names it may act as, the first by default."""

    id: str
    people: tuple[str, ...]


def new_id() -> str:
    return secrets.token_hex(16)


def seal(secret: bytes, purpose: str, what: str) -> str:
    """Return the signature of `what` for one purpose; it is not valid for another."""
    return hmac.new(secret, f"web:{purpose}:{what}".encode(), sha256).hexdigest()[:_SIGNATURE]


def sealed(secret: bytes, purpose: str, what: str, signature: str) -> bool:
    """Return True if a signature is valid; compares in constant time."""
    return hmac.compare_digest(seal(secret, purpose, what).encode(), signature.encode())


def read(http: Http, secret: bytes) -> str | None:
    """Return the session's id, None if there is no cookie or it is forged."""
    id, _, signature = http.cookies.get(COOKIE, "").partition(".")
    return id if id and sealed(secret, "session", id, signature) else None


def write(response: Response, http: Http, secret: bytes, id: str) -> None:
    secure = http.url.scheme == "https" or http.headers.get("x-forwarded-proto") == "https"
    response.set_cookie(
        COOKIE,
        f"{id}.{seal(secret, 'session', id)}",
        max_age=YEAR,
        httponly=True,
        samesite="strict",
        secure=secure,
        path="/",
    )
