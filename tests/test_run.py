"""Output of `botfeed run` when one part stops the whole."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from botfeed import run
from botfeed.testing.stage import Stage


async def test_a_stop_during_a_tick_logs_no_error(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    began: asyncio.Future[asyncio.Task[None] | None] = asyncio.get_running_loop().create_future()

    async def for_ever(_: object) -> None:
        began.set_result(asyncio.current_task())
        await asyncio.Event().wait()

    monkeypatch.setattr(run, "TICKS", (("slow", timedelta(hours=1), for_ever),))
    with caplog.at_level(logging.ERROR):
        ticking = asyncio.create_task(run._ticking(stage.services))
        async with asyncio.timeout(5):
            tick = await began
        assert tick
        ticking.cancel()
        await asyncio.gather(ticking, tick, return_exceptions=True)
    assert caplog.records == []
