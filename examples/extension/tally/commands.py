"""The verb: `/tally fox`."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Card, Reply
from botfeed.core.language.i18n import L
from botfeed.core.work import jobs
from botfeed.core.work.jobs import When

from .counting import count_word


@command()
def tally(ctx: Context, word: Annotated[str, Param(least=1, most=40, says=L("the word to count"))]) -> Reply:
    """Count a word."""
    lane = When(f"tally:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST)
    count_word.enqueue(ctx.uow, lane, word=word.casefold(), account=ctx.actor.id, address=ctx.reads_at)
    return Reply((Card(ctx.t(L("Counting {word:b}."), word=word)),))


COMMANDS = (tally,)
