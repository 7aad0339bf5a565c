"""The job that counts, and the message that tells of it."""

from __future__ import annotations

from typing import Any

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language.i18n import L
from botfeed.core.model import Address, Job
from botfeed.core.work import pools
from botfeed.core.work.jobs import job
from botfeed.core.work.messages import To, message

from .word_count import WordCount


@job(kind="tally", row=True, pool=pools.ORDINARY)
async def count_word(services: Services, row: Job, word: str, account: int, address: Address) -> None:
    """Count a word once and post the message, in one transaction: a job that is done twice counts once."""

    def write(uow: Any) -> None:  # Any: the store's types know the nouns that are listed in botfeed alone
        if counted.post(uow, To(address, key=f"tally:{row.id}", account=account), word=word):
            uow.insert(WordCount(uow.new_id(), word, uow.now))  # has no effect where the word is there
            uow.increment(WordCount, uow.one(WordCount, word=word).id, times=1)

    await services.store.run(write)


@message(kind="tally")
def counted(ctx: RenderContext, word: str) -> Reply | None:
    """Tell how often a word was tallied by now; None where nobody did."""
    uow: Any = ctx.uow
    found = uow.one(WordCount, word=word)
    return Reply((Card(ctx.t(L("{word:b} so far: {n}"), word=word, n=found.times)),)) if found else None


JOBS = (count_word,)
MESSAGES = (counted,)
