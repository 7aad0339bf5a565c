"""Waiting for a wake-up as the worker does."""

import asyncio
import contextlib


async def woken(store, seconds):
    """Return {kind: due time} of the jobs added, or None after `seconds` without one.
    Notifications without kinds, as when a listener has connected, are ignored.
    """
    heard = asyncio.get_running_loop().create_future()
    told = store.listening(lambda due: heard.set_result(dict(due)) if due and not heard.done() else None)
    with told, contextlib.suppress(TimeoutError):
        return await asyncio.wait_for(heard, seconds)
    return None
