"""Let one person chat in a terminal (`botfeed chat`); buttons are pressed by their number or their label."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from botfeed.adapters.clock import SystemClock
from botfeed.adapters.console import completion, graphics, labels, messenger, render
from botfeed.adapters.console.messenger import ConsoleMessenger
from botfeed.adapters.console.screen import Screen, Shown
from botfeed.core import dispatch
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Action, Ask, Receipt, Request, Sender
from botfeed.core.language.i18n import L
from botfeed.core.work import worker

PROMPT = "> "
LEAVE = frozenset({"/quit", "/exit"})


class Open(Protocol):
    def __call__(self, clock: SystemClock, /) -> AbstractAsyncContextManager[Services]: ...


class Read(Protocol):
    """Reader of typed lines: returns the next one without its end. Raises EOFError at the end."""

    def __call__(self, prompt: str, /) -> str: ...


async def run(
    opened: Open,
    *,
    name: str = "",
    read: Read | None = None,
    out: Callable[[str], None] | None = None,
    history: Path | None = None,
) -> int:
    """Chat until the input ends, or /quit. Returns the exit status.

    A terminal has editing, completion and the lines of `history`, and shows pictures if it can; without a terminal,
    or with a `read` given, lines are read as they come.
    """
    write, lively = out or _print, read is None and sys.stdin.isatty() and sys.stdout.isatty()
    draws = graphics.protocol() if lively else ""
    async with opened(SystemClock()) as services:
        talk = Talk(services, name or _name(), await messenger.names(services.store), write, draws)
        working = asyncio.create_task(worker.work(services))
        try:
            async with _terminal(talk, history) if lively else _plain(read or input) as lines:
                await talk.send_line("/start")
                write("(/quit or Ctrl-D leaves.)")
                await _converse(talk, lines)
        finally:
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working
            talk.close()
    return 0


@contextlib.asynccontextmanager
async def _terminal(talk: Talk, history: Path | None) -> AsyncIterator[Lines]:
    from botfeed.adapters.console import terminal  # noqa: PLC0415 - a script or a pipe needs none

    async with terminal.shared_screen():
        yield terminal.Terminal(history, talk.complete).read


@contextlib.asynccontextmanager
async def _plain(read: Read) -> AsyncIterator[Lines]:
    async def line(prompt: str) -> str:
        return await asyncio.to_thread(read, prompt)

    yield line


async def _converse(talk: Talk, read: Lines) -> None:
    while True:
        try:
            line = (await read(talk.prompt)).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.casefold() in LEAVE:
            return
        if line or talk.asked:
            await talk.receive_line(line)


Lines = Callable[[str], Awaitable[str]]


class Talk:
    """Conversation of one person. `asked` is the question that the next line answers."""

    def __init__(
        self, services: Services, name: str, names: Iterator[str], out: Callable[[str], None], draws: str = ""
    ) -> None:
        """`draws`: the protocol by which the terminal shows pictures, empty for none."""
        self.services = services
        self._draws = draws
        self.asked: Ask | None = None
        self._out = out
        self._name = name
        self._home = messenger.home("console", name)
        self._names = names
        self._screen = Screen(services, self._show, copies=True)
        self._buttons: list[tuple[Shown, Action]] = []  # as numbered on the newest message that has any
        services.messengers["console"] = ConsoleMessenger("console", self._screen, self._names)

    @property
    def prompt(self) -> str:
        if self.asked is None:
            return PROMPT
        field = self.asked.fields[0]
        given = f" [{field.value}]" if field.value else ""
        return f"{field.label}{given}{' ' if field.label.endswith('?') else ': '}"

    async def receive_line(self, line: str) -> None:
        """Handle one typed line: an answer, a button's number or label, a command, or plain text."""
        if self.asked and not line.startswith("/"):
            await self._handle(replace(self._request(), command="words", args={"text": self._answer(line)}))
        elif button := self._pressed(line):
            shown, action = button
            args = {"payload": action.payload}
            await self._handle(replace(self._request(), command="payload", args=args, pressed=shown.ref))
        elif line.isdecimal():
            self._out(await self._no_button(line))
        else:
            await self.send_line(line)

    async def send_line(self, line: str) -> None:
        """Run a command, or send plain text."""
        request = self._request()
        if not line.startswith("/"):
            request = replace(request, command="words", args={"text": line})
        elif found := self.services.menu.find(line):
            request = replace(request, command=found[0].name, text=found[1])
        else:
            request = replace(request, command=line[1:].partition(" ")[0])
        await self._handle(request)

    async def _no_button(self, line: str) -> str:
        """Return the answer to a number that no button has."""
        words = await dispatch.words_for(self.services, self._request())
        if not self._buttons:
            says = L("There is no button {number} here, and no other. {help:c} shows what you can say.")
            return words.s(says, number=line[:20], help="/help")
        return words.s(
            L("There is no button {number} here. The last message with buttons has {first} to {last}."),
            number=line[:20],
            first=1,
            last=len(self._buttons),
        )

    async def complete(self, line: str) -> list[completion.Suggestion]:
        """Return what may stand at the end of a line that is being typed."""
        return await completion.complete(self.services, self._request(), self.asked, line)

    def close(self) -> None:
        """Delete the copies of pictures that were shown."""
        self._screen.close()

    def _answer(self, line: str) -> str:
        """Return the value of the choice whose number was typed, else the line itself."""
        if self.asked is None or not line.isdecimal() or not render.is_numbered(field := self.asked.fields[0]):
            return line
        at = int(line) - 1
        return field.choices[at][0] if 0 <= at < len(field.choices) else line

    def _pressed(self, line: str) -> tuple[Shown, Action] | None:
        if line.isdecimal():
            at = int(line) - 1
            return self._buttons[at] if 0 <= at < len(self._buttons) else None
        if line.startswith("/"):
            return None
        return next((b for b in self._buttons if labels.pick(self.services.menu, (b[1],), line)), None)

    def _request(self) -> Request:
        sender = Sender("console", self._name, self._name, None, self._home, shown=self._name)
        return Request(f"console:{next(self._names)}", "", sender, self._home)

    async def _handle(self, request: Request) -> None:
        reply = await dispatch.handle(self.services, request)
        self.asked = reply.ask
        changed = self._screen.message(request.pressed) if reply.update and reply.cards else None
        ref = changed.ref if changed else next(self._names)
        event = "edit" if changed else "reply"
        await self._screen.show(Shown(self._name, True, event, reply, self._home, ref))
        if reply.cards:
            await dispatch.record_placement(self.services, request, self._home, reply, Receipt(ref))

    def _show(self, shown: Shown) -> None:
        for line in self._lines(shown):
            self._out(line)

    def _lines(self, shown: Shown) -> Iterator[str]:
        actions = [action for card in shown.reply.cards for action in card.actions if action.sends]
        if actions:
            self._buttons = [(shown, action) for action in actions]
        n = 0
        for card, files in zip(shown.reply.cards, shown.files, strict=True):
            yield ""
            yield from render.body(card, files)
            yield from self._pictures(files)
            yield from (f"{action.label}: {action.url}" for action in card.actions if action.url)
            buttons = [action.label for action in card.actions if action.sends]
            if buttons:
                yield "  ".join(f"{n + at} [{label}]" for at, label in enumerate(buttons, 1))
            n += len(buttons)
        yield from shown.attached
        if shown.reply.notice:
            yield shown.reply.notice
        if shown.reply.ask:
            yield from render.question(shown.reply.ask, numbered=True)

    def _pictures(self, files: tuple[str, ...]) -> Iterator[str]:
        if self._draws:
            for file in files:
                with contextlib.suppress(OSError):  # the line above has its path
                    yield graphics.drawn(self._draws, Path(file).read_bytes())


def _name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "you"


def _print(line: str) -> None:
    print(line, file=sys.stdout, flush=True)
