"""Transcript: what changed in each place after an act, with who sees it."""

from __future__ import annotations

import contextlib
import io
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from unittest import mock

from PIL import Image

import botfeed_sketch


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Line:
    """Message as it stands: who can read it, its text, its buttons by row."""

    place: str
    author: str
    text: str
    buttons: tuple[str, ...] = ()
    picture: bool = False

    def __str__(self) -> str:
        text = self.text.strip().replace("\n", "\n        ")
        picture = "(picture) " if self.picture else ""
        buttons = f"\n        {' '.join(f'[{label}]' for label in self.buttons)}" if self.buttons else ""
        return f"  {self.place} <{self.author}> {picture}{text}{buttons}"


@dataclass
class Transcript:
    """Printer of differences between two looks at all places."""

    acts: int = 0
    seen: dict[object, Line] = field(default_factory=dict)

    def act(self, words: str) -> None:
        self.acts += 1
        say(f"\n{self.acts:3} {words}")

    def say(self, words: str) -> None:
        say(f"  {words}")

    def look(self, now: Mapping[object, Line]) -> None:
        for key, line in now.items():
            if key not in self.seen:
                say(line)
            elif self.seen[key] != line:
                say(f" *{str(line)[1:]}")
        for key, line in self.seen.items():
            if key not in now:
                say(f" -{line.place} <{line.author}> gone: {line.text[:50]!r}")
        self.seen = dict(now)


@contextlib.contextmanager
def quick_sketches() -> Iterator[None]:
    """Replace the sketch painter's rasteriser by a plain image, as the tests do."""

    def rendered(svg: str) -> bytes:
        out = io.BytesIO()
        found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        assert found
        width, height = (float(side) for side in found.groups())
        size = (round(64 * width / max(width, height)), round(64 * height / max(width, height)))
        Image.new("RGB", size, f"#{zlib.crc32(svg.encode()) & 0xFFFFFF:06x}").save(out, "PNG")
        return out.getvalue()

    with mock.patch.object(botfeed_sketch, "png", rendered):
        yield
