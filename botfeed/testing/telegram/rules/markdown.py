"""MarkdownV2 as Telegram reads it: every reserved character is markup or escaped, and all that opens is closed."""

from __future__ import annotations

from typing import Any

from botfeed.testing.telegram.api.calls import Violation

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_PAIRS = {"||": "spoiler", "__": "underline", "*": "bold", "_": "italic", "~": "strikethrough"}


def parse(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the visible text and its entities, in UTF-16 units."""
    reader = _Reader(source)
    reader.read()
    return reader.text, sorted(reader.entities, key=lambda found: (found["offset"], -found["length"]))


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.size = 0
        self.open: list[tuple[str, int, int]] = []  # the mark, where its text starts, and where it stands
        self.entities: list[dict[str, Any]] = []

    def read(self) -> None:
        while self.at < len(self.source):
            if not (self._escape() or self._code() or self._quote() or self._link() or self._pair()):
                self._plain()
        quotes = [mark for mark in self.open if mark[0] == ">"]
        if len(quotes) < len(self.open):
            raise _lost(self.source, next(mark for mark in self.open if mark[0] != ">"))
        if quotes:
            self._close("blockquote")

    def _say(self, text: str) -> None:
        self.text += text
        self.size += len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _starts(self, mark: str) -> bool:
        return self.source.startswith(mark, self.at)

    def _escape(self) -> bool:
        if not self._starts("\\") or not 0 < ord(self.source[self.at + 1 : self.at + 2] or "\0") < 127:
            return False
        self._say(self.source[self.at + 1])
        self.at += 2
        return True

    def _code(self) -> bool:
        mark = "```" if self._starts("```") else "`"
        if not self._starts(mark):
            return False
        start, began = self.size, self.at
        self.at += len(mark)
        while not self._starts(mark):
            if self.at >= len(self.source):
                raise _lost(self.source, (mark, start, began))
            if not self._escape():
                self._say(self.source[self.at])
                self.at += 1
        self.at += len(mark)
        self._add("pre" if mark == "```" else "code", start)
        return True

    def _quote(self) -> bool:
        new_line = self.at == 0 or self.source[self.at - 1] == "\n"
        quoting = any(mark[0] == ">" for mark in self.open)
        if new_line and self._starts(">"):
            if not quoting:
                self.open.append((">", self.size, self.at))
            self.at += 1
            return True
        if new_line and quoting:
            self._close("blockquote")
        return False

    def _link(self) -> bool:
        if self._starts("!["):
            self.open.append(("![", self.size, self.at))
            self.at += 2
            return True
        if self._starts("["):
            self.open.append(("[", self.size, self.at))
            self.at += 1
            return True
        if not self._starts("]") or not self.open or self.open[-1][0] not in ("[", "!["):
            return False
        mark, start, _ = self.open.pop()
        self.at += 1
        target = self._target() if self._starts("(") else ""
        if target:
            self._add("custom_emoji" if mark == "![" else "text_link", start, **_names(mark, target))
        return True

    def _target(self) -> str:
        end = self.source.find(")", self.at)
        while end > 0 and self.source[end - 1] == "\\":
            end = self.source.find(")", end + 1)
        if end < 0:
            raise _lost(self.source, ("(", self.size, self.at))
        target = self.source[self.at + 1 : end].replace("\\", "")
        self.at = end + 1
        return target

    def _pair(self) -> bool:
        mark = next((mark for mark in _PAIRS if self._starts(mark)), None)
        if mark is None:
            return False
        if self.open and self.open[-1][0] == mark:
            self._close(_PAIRS[mark])
        elif any(mark == opened for opened, _, _ in self.open):
            raise _lost(self.source, self.open[-1])
        else:
            self.open.append((mark, self.size, self.at))
        self.at += len(mark)
        return True

    def _plain(self) -> None:
        character = self.source[self.at]
        if character in RESERVED:
            raise Violation(
                f"can't parse entities: Character '{character}' is reserved and must be escaped with the preceding '\\'"
            )
        self._say(character)
        self.at += 1

    def _close(self, kind: str) -> None:
        self._add(kind, self.open.pop()[1])

    def _add(self, kind: str, start: int, **more: str) -> None:
        if self.size > start:
            self.entities.append({"type": kind, "offset": start, "length": self.size - start, **more})


def _names(mark: str, target: str) -> dict[str, str]:
    return {"custom_emoji_id": target.rpartition("=")[2]} if mark == "![" else {"url": target}


def _lost(source: str, opened: tuple[str, int, int]) -> Violation:
    where = len(source[: opened[2]].encode("utf-8", "surrogatepass"))
    return Violation(f"can't parse entities: Can't find end of the entity starting at byte offset {where}")
