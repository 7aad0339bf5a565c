"""Read lines from a terminal, with history, completion and editing, by prompt_toolkit."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from botfeed.adapters.console.completion import Suggestion

Complete = Callable[[str], Awaitable[Iterable[Suggestion]]]


class Terminal:
    """Reads one line after another; `complete` is asked for what may stand at the end of what is typed."""

    def __init__(self, history: Path | None, complete: Complete) -> None:
        self._session: PromptSession[str] = PromptSession(
            history=_history(history), completer=_Completer(complete), complete_while_typing=False
        )

    async def read(self, prompt: str) -> str:
        """Return the next line. Raises EOFError at Ctrl-D and KeyboardInterrupt at Ctrl-C, at once."""
        return await self._session.prompt_async(prompt)


@contextlib.asynccontextmanager
async def shared_screen() -> AsyncIterator[None]:
    """Print whatever is printed meanwhile above the line that is being typed."""
    with patch_stdout(raw=True):
        yield


def _history(path: Path | None) -> History:
    """Return the lines of earlier conversations, those of this one alone where their file cannot be used."""
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


class _Completer(Completer):
    def __init__(self, complete: Complete) -> None:
        self._complete = complete

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Return nothing: completions are asked of the store, and come by the asynchronous way below."""
        del document, complete_event
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        del complete_event
        for one in await self._complete(document.text_before_cursor):
            yield Completion(one.text, start_position=-one.replaces, display=one.label, display_meta=one.says)
