"""SVG on standard input, PNG on standard output. Run as a process of its own: resvg holds the interpreter's lock while
it draws, and a thread would stop the event loop for as long.
"""

from __future__ import annotations

import sys

import resvg_py


def main() -> None:
    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)))


if __name__ == "__main__":
    main()
