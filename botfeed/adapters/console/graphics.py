"""Show pictures in a terminal that can: by kitty's protocol, iTerm2's, or sixels.

Sources: https://sw.kovidgoyal.net/kitty/graphics-protocol/, https://iterm2.com/documentation-images.html, and the
VT330/VT340 programmer reference, chapter 14, for sixels.
"""

from __future__ import annotations

import base64
import io
import os
import select
import sys
from collections.abc import Iterator, Mapping
from typing import TextIO

from PIL import Image

SIDE = 480  # pixels: the longer side of a picture as shown
CHUNK = 4096  # bytes of base64 in one command of kitty's
WAIT = 0.2  # seconds for a terminal's answer
_KITTY = ("kitty", "ghostty")
_ITERM = ("iTerm.app", "WezTerm")
_ATTRIBUTES = "\x1b[c"  # asks which extensions a terminal has; 4 among them is sixel graphics


def protocol(environ: Mapping[str, str] = os.environ, terminal: TextIO | None = None) -> str:
    """Return kitty, iterm2 or sixel for what this terminal shows, empty for none. Inside tmux or screen: none."""
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if environ.get("TMUX") or term.startswith(("screen", "tmux", "dumb")):
        return ""
    if environ.get("KITTY_WINDOW_ID") or any(name in (term + program).lower() for name in _KITTY):
        return "kitty"
    if program in _ITERM or environ.get("LC_TERMINAL") == "iTerm2":
        return "iterm2"
    return "sixel" if "4" in _attributes(terminal or sys.stdin) else ""


def _attributes(terminal: TextIO) -> list[str]:
    """Ask the terminal for its extensions, as numbers; none where it does not answer in time."""
    if not (terminal.isatty() and sys.stdout.isatty()):
        return []
    try:
        import termios  # noqa: PLC0415 - not on Windows
        import tty  # noqa: PLC0415

        before = termios.tcgetattr(terminal)
    except (ImportError, OSError):
        return []
    answer = b""
    try:
        tty.setcbreak(terminal)
        sys.stdout.write(_ATTRIBUTES)
        sys.stdout.flush()
        while select.select([terminal], [], [], WAIT)[0] and not answer.endswith(b"c"):
            answer += os.read(terminal.fileno(), 64)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    return answer.decode("ascii", "ignore").removeprefix("\x1b[?").removesuffix("c").split(";")


def drawn(how: str, picture: bytes) -> str:
    """Return the text that makes a terminal show a picture. Raises OSError for bytes that are none."""
    with Image.open(io.BytesIO(picture)) as image:
        image.thumbnail((SIDE, SIDE))
        shown = image.convert("RGB")
    return {"kitty": _kitty, "iterm2": _iterm2, "sixel": _sixel}[how](shown)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _kitty(image: Image.Image) -> str:
    data = base64.standard_b64encode(_png(image)).decode("ascii")
    parts = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    heads = ["a=T,f=100,q=2,"] + [""] * (len(parts) - 1)
    more = [1] * (len(parts) - 1) + [0]
    return "".join(f"\x1b_G{head}m={m};{part}\x1b\\" for head, m, part in zip(heads, more, parts, strict=True))


def _iterm2(image: Image.Image) -> str:
    data = _png(image)
    return f"\x1b]1337;File=inline=1;size={len(data)}:{base64.standard_b64encode(data).decode('ascii')}\x07"


def _sixel(image: Image.Image) -> str:
    few = image.quantize(64)
    palette = few.getpalette() or []
    colours = "".join(
        f"#{n};2;{palette[3 * n] * 100 // 255};{palette[3 * n + 1] * 100 // 255};{palette[3 * n + 2] * 100 // 255}"
        for n in range(len(palette) // 3)
    )
    bands = "-".join("$".join(_band(few, top)) for top in range(0, few.height, 6))
    return f'\x1bPq"1;1;{few.width};{few.height}{colours}{bands}\x1b\\'


def _band(image: Image.Image, top: int) -> Iterator[str]:
    """Yield, for each colour in six rows of pixels, a line of characters: a bit for each row."""
    width, pixels = image.width, image.tobytes()
    rows = [pixels[(top + y) * width : (top + y + 1) * width] for y in range(min(6, image.height - top))]
    for colour in sorted(set().union(*rows)):
        bits = [sum(1 << y for y, row in enumerate(rows) if row[x] == colour) for x in range(width)]
        yield f"#{colour}{_shortened(bits)}"


def _shortened(bits: list[int]) -> str:
    """Return the characters of a line, repeated ones as `!count`."""
    out, at = [], 0
    while at < len(bits):
        end = at
        while end < len(bits) and bits[end] == bits[at]:
            end += 1
        char = chr(63 + bits[at])
        out.append(f"!{end - at}{char}" if end - at > 3 else char * (end - at))
        at = end
    return "".join(out)
