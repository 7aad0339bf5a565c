"""Language model of the canaries: it says something about the question, which is for who asked alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable


class Talker:
    async def answer(
        self, question: str, language: str, person: str, partial: Callable[[str], Awaitable[None]] | None = None
    ) -> str:
        return f"an answer to {question}"
