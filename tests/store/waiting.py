"""Waiting for a wake, as the worker does."""

import asyncio
import contextlib


async def woken(store, seconds):
    """Return which kinds of jobs were written, and when they are due; None after so many seconds without a word.

    What names no kinds, as when a listener has connected, is passed over.
    """
    heard = asyncio.get_running_loop().create_future()
    told = store.listening(lambda due: heard.set_result(dict(due)) if due and not heard.done() else None)
    with told, contextlib.suppress(TimeoutError):
        return await asyncio.wait_for(heard, seconds)
    return None
