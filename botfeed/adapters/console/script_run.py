"""From the text of a script to an exit status: read it, play it, say what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import player, script
from botfeed.adapters.console.player import Out, Tick
from botfeed.adapters.console.script import START, ScriptError
from botfeed.core.chat.context import Services
from botfeed.core.errors import StartError

DONE, MISSING, UNREADABLE = 0, 1, 2  # exit statuses

Open = Callable[[SteppedClock], AbstractAsyncContextManager[Services]]


async def perform(
    source: str,
    opened: Open,
    *,
    json: bool = False,
    paths: bool = True,
    ticks: Sequence[Tick] = (),
    out: Out | None = None,
    complain: Out | None = None,
) -> int:
    """Play the script `source`; give the exit status. What people are shown goes to `out`, trouble to `complain`.

    `opened` opens a migrated house on the given clock, with `play.policy(...)` as its policy, and closes it.
    """
    out, complain = out or _print, complain or _grumble
    try:
        lines = script.parse(source)
        clock = SteppedClock(START)
        async with opened(clock) as services:
            await player.run(services, clock, lines, out, ticks=ticks, json=json, paths=paths)
    except player.Missing as missing:
        complain(str(missing))
        return MISSING
    except (ScriptError, StartError) as error:
        complain(str(error))
        return UNREADABLE
    return DONE


def _print(line: str) -> None:
    print(line, flush=True)


def _grumble(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
