"""Read a script, play it, and report errors by an exit status."""

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
    report: Out | None = None,
) -> int:
    """Play the script `source` and return the exit status. What people are shown goes to `out`, errors to `report`.

    `opened` opens services on a migrated database with the given clock and `player.policy(...)`, and closes them.
    """
    out, report = out or _print, report or _print_error
    try:
        lines = script.parse(source)
        clock = SteppedClock(START)
        async with opened(clock) as services:
            await player.run(services, clock, lines, out, ticks=ticks, json=json, paths=paths)
    except player.Missing as missing:
        report(str(missing))
        return MISSING
    except (ScriptError, StartError) as error:
        report(str(error))
        return UNREADABLE
    return DONE


def _print(line: str) -> None:
    print(line, flush=True)


def _print_error(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
