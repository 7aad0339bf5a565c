"""Read SVG from standard input and write PNG to standard output; `render.py` runs this file by its path."""

from __future__ import annotations

import sys

import resvg_py


def main() -> None:
    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)))


if __name__ == "__main__":
    main()
