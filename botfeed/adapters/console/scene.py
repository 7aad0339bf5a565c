"""From a script file to an exit status: reads it, finds where things are kept, plays it, says what went wrong."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from botfeed.adapters import lock
from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import play, script
from botfeed.adapters.console.play import Out, Tick
from botfeed.adapters.console.script import START, ScriptError
from botfeed.core.chat.context import House
from botfeed.core.errors import StartError

DONE, MISSING, UNREADABLE = 0, 1, 2  # exit statuses


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a conversation keeps its things: a database URL and a folder for pictures."""

    url: str
    pictures: Path


Build = Callable[[Kept, SteppedClock], AbstractAsyncContextManager[House]]  # migrates, opens; closes at the end


async def perform(
    source: str,
    build: Build,
    *,
    database: str | None = None,
    json: bool = False,
    paths: bool = True,
    ticks: Sequence[Tick] = (),
    out: Out | None = None,
    complain: Out | None = None,
) -> int:
    """Play the script `source`; give the exit status. What people are shown goes to `out`, trouble to `complain`.

    `build` makes the house with `play.policy(...)` as its policy.
    """
    out, complain = out or _print, complain or _grumble
    try:
        lines = script.parse(source)
        with kept(database) as where:
            clock = SteppedClock(START)
            async with build(where, clock) as house:
                await play.run(house, clock, lines, out, ticks=ticks, json=json, paths=paths)
    except play.Missing as missing:
        complain(str(missing))
        return MISSING
    except (ScriptError, StartError) as error:
        complain(str(error))
        return UNREADABLE
    return DONE


@contextmanager
def kept(database: str | None) -> Iterator[Kept]:
    """Say where a database's pictures are kept: beside a SQLite file, whose lock is held meanwhile.

    Without a database all of it is temporary; the pictures stay until the system tidies up, so that they can be opened.
    """
    if database is None:
        folder = Path(tempfile.mkdtemp(prefix="botfeed-chat-"))
        yield Kept(f"sqlite:///{folder / 'chat.db'}", folder / "pictures")
    elif database.startswith("sqlite:///"):
        file = Path(database.removeprefix("sqlite:///").partition("?")[0])
        with lock.hold(file.with_name(f"{file.name}.lock"), str(file)):
            yield Kept(database, file.with_name(f"{file.stem}-pictures"))
    else:
        yield Kept(database, Path(tempfile.mkdtemp(prefix="botfeed-pictures-")))


def _print(line: str) -> None:
    print(line, flush=True)


def _grumble(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
