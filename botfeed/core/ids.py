"""Ids, and the references that people see.
An id has 63 bits: milliseconds since 1970, and 22 random bits below. A reference is the id encrypted by a
keyed four-round Feistel network over 64 bits, in base 62, so that neighbouring references cannot be guessed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

RANDOM_BITS = 22
REF_LENGTH = 11  # 62**11 > 2**64
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ROUNDS = 4
_HALF = 0xFFFFFFFF
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Maker:
    """Generator of ascending ids; `skip` continues after those of an earlier process with a fast clock."""

    def __init__(self, random: Callable[[int], int] = secrets.randbits) -> None:
        self._random = random
        self._last = 0

    def __call__(self, now: datetime) -> int:
        millis = (now - _EPOCH) // timedelta(milliseconds=1)
        self._last = max(self._last + 1, (millis << RANDOM_BITS) | self._random(RANDOM_BITS))
        return self._last

    def skip(self, id: int) -> None:
        self._last = max(self._last, id)


def first(now: datetime) -> int:
    """Return the lowest id of a moment: rows that a clock ahead of the time made lie above that of now."""
    return ((now - _EPOCH) // timedelta(milliseconds=1)) << RANDOM_BITS


class Sealer:
    """Converter of ids to references and back, keyed with the instance secret."""

    def __init__(self, secret: bytes) -> None:
        self._keys = [hashlib.blake2b(secret, digest_size=16, person=b"ref%d" % n).digest() for n in range(_ROUNDS)]
        self.ref = lru_cache(4096)(self._ref)

    def _round(self, n: int, half: int) -> int:
        digest = hashlib.blake2b(half.to_bytes(4, "big"), key=self._keys[n], digest_size=4).digest()
        return int.from_bytes(digest, "big")

    def _ref(self, id: int) -> str:
        left, right = id >> 32, id & _HALF
        for n in range(_ROUNDS):
            left, right = right, left ^ self._round(n, right)
        number, digits = (left << 32) | right, []
        for _ in range(REF_LENGTH):
            number, digit = divmod(number, 62)
            digits.append(_ALPHABET[digit])
        return "".join(reversed(digits))

    def id(self, ref: str) -> int | None:
        """Return the id of a reference, or None if it is not one."""
        if len(ref) != REF_LENGTH or not all(c in _ALPHABET for c in ref):
            return None
        number = 0
        for char in ref:
            number = number * 62 + _ALPHABET.index(char)
        if number >= 1 << 64:
            return None
        left, right = number >> 32, number & _HALF
        for n in reversed(range(_ROUNDS)):
            left, right = right ^ self._round(n, left), left
        id = (left << 32) | right
        return id if id < 1 << 63 else None
