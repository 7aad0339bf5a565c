"""From SVG to PNG, in a process of its own.

The renderer holds the interpreter's lock while it works; a thread would stop the caller's event loop for as long.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from botfeed_sketch.order import RenderError

COMMAND = (sys.executable, "-P", str(Path(__file__).with_name("resvg_process.py")))
MOST_SECONDS = 20.0  # a picture takes about 0.3 s; more means a machine in trouble


def png(svg: str) -> bytes:
    """Render an SVG without text, at its own size. Raise RenderError where the process fails or takes too long."""
    try:
        done = subprocess.run(COMMAND, input=svg.encode(), capture_output=True, timeout=MOST_SECONDS, check=True)  # noqa: S603 - our own file, and no word of anybody's in its arguments
    except (OSError, subprocess.SubprocessError) as error:
        raise RenderError(f"the sketch could not be rendered: {error}") from error
    return done.stdout
