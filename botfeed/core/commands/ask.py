"""Asking in plain words. With a language model a job answers; without one, the phrases that are known."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from botfeed.core.assistant import answer
from botfeed.core.cards import assistant as cards
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.commands import message_menus
from botfeed.core.errors import Limited
from botfeed.core.language.i18n import L
from botfeed.core.work import jobs
from botfeed.core.work.jobs import When

QUESTION_MOST = 2000  # characters


@command()
def ask(
    ctx: Context,
    question: Annotated[
        str, Param(least=1, most=QUESTION_MOST, rest=True, says=L("your question"), asks=L("What do you want to know?"))
    ],
) -> Reply:
    """Ask in plain words."""
    return _to_model(ctx, question) if ctx.services.talker else Reply(cards=(cards.no_model(ctx, question),))


@command(menu=False, tool="never")
def words(ctx: Context, text: Annotated[str, Param(most=QUESTION_MOST, rest=True)] = "") -> Reply:
    """Answer what no phrase fits, where it is said to us: in a shared place plain words are for the others there."""
    if not message_menus.speaks(ctx) or not (text or ctx.request.called):
        return Reply()
    if ctx.services.talker and text:
        return _to_model(ctx, text)
    if ctx.address.private:
        return Reply(cards=(cards.no_model(ctx, text),))
    return Reply(cards=(cards.one_line(ctx),), private=False)


def _to_model(ctx: Context, question: str) -> Reply:
    """Count it, and let a job ask the model; its answer replaces this one."""
    day, limit = ctx.now.date().isoformat(), ctx.policy.questions
    hours = round((timedelta(days=1) - timedelta(hours=ctx.now.hour, minutes=ctx.now.minute)) / timedelta(hours=1))
    if not ctx.uow.quotas.take(f"ask:{ctx.actor.id}", day, 1, limit):
        raise Limited(
            L("That's all questions for today: {n} of {n}. More at 00:00 UTC, in {hours} hours."), n=limit, hours=hours
        )
    if not ctx.uow.quotas.take(answer.ALL, day, 1, ctx.policy.questions_per_day):
        raise Limited(L("Everybody's questions for today are asked. More at 00:00 UTC, in {hours} hours."), hours=hours)
    answer.ask.enqueue(
        ctx.uow,
        When(f"ask:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST),
        question=question,
        account=ctx.actor.id,
        request=ctx.request.id,
        day=day,
        address=ctx.address,
    )
    return Reply(cards=(cards.reading(ctx),), pending=True)


COMMANDS = (ask, words)
