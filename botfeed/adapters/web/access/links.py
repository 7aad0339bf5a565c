"""Make and read the signed addresses of pictures and files, each good for one person only."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from starlette.exceptions import HTTPException

from botfeed.adapters.web.access import session
from botfeed.adapters.web.render import Files, Pictures
from botfeed.core.chat.message import Attachment

_BLOB = re.compile(r"[0-9a-f]{64}")


@lru_cache(4096)
def pictures(secret: bytes, who: str) -> Pictures:
    """Return the function that makes the addresses of pictures for one person."""

    def of(blob: str, variant: str) -> str:
        return f"/media/{who}.{blob}.{session.seal(secret, 'picture', f'{who}.{blob}')}/{variant}"

    return of


@lru_cache(4096)
def files(secret: bytes, who: str) -> Files:
    """Return the function that makes the addresses of attached files for one person."""

    def of(what: Attachment) -> str:
        signature = session.seal(secret, f"file:{what.name}", f"{who}.{what.blob}")
        return f"/files/{who}.{what.blob}.{signature}/{quote(what.name, safe='')}"

    return of


def read(secret: bytes, token: str, purpose: str = "picture") -> tuple[str, str]:
    """Return the person and the blob of a token. Raises HTTPException 404 for a forged one."""
    what, _, signature = token.rpartition(".")
    who, _, blob = what.rpartition(".")
    if not _BLOB.fullmatch(blob) or not session.sealed(secret, purpose, what, signature):
        raise HTTPException(404, "There is no such picture.")
    return who, blob
