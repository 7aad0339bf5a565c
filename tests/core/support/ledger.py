"""Queries about the newest painting: its row, the ledger and the quotas used."""

from datetime import timedelta

from botfeed.core.model import LedgerEntry, Painting
from botfeed.testing.stage import Stage


async def painting(stage: Stage) -> Painting:
    return (await stage.services.store.read(lambda uow: uow.all(Painting)))[-1]


async def ledger(stage: Stage) -> list[str]:
    return [e.kind for e in await stage.services.store.read(lambda uow: uow.all(LedgerEntry))]


async def later(stage: Stage, seconds: float) -> None:
    stage.services.clock.advance(timedelta(seconds=seconds))
    await stage.settle()


async def used(stage: Stage) -> tuple[int, int]:
    """Return the quota used today by the person of the newest painting, and by all."""
    name = f"person:{(await painting(stage)).account}"
    return await stage.services.store.read(lambda uow: tuple(uow.quotas.used(n, "2026-01-01") for n in (name, "all")))
