"""Asking in plain words. With a language model a job answers; without one, the phrases that are known."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from botfeed.core.assistant import answer
from botfeed.core.cards import buttons
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Card, Reply
from botfeed.core.commands import message_menus
from botfeed.core.errors import Limited
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.work import jobs
from botfeed.core.work.jobs import When

QUESTION_MOST = 2000  # characters
PROMPT_MOST = 1000  # what /imagine takes


@command()
def ask(
    ctx: Context,
    question: Annotated[
        str, Param(least=1, most=QUESTION_MOST, rest=True, says=L("your question"), asks=L("What do you want to know?"))
    ],
) -> Reply:
    """Ask in plain words."""
    return _to_model(ctx, question) if ctx.services.talker else _no_model(ctx, question)


@command(menu=False, tool="never")
def words(ctx: Context, text: Annotated[str, Param(most=QUESTION_MOST, rest=True)] = "") -> Reply:
    """Answer what no phrase fits, where it is said to us: in a shared place plain words are for the others there."""
    if not message_menus.speaks(ctx) or not (text or ctx.request.called):
        return Reply()
    if ctx.services.talker and text:
        return _to_model(ctx, text)
    return _no_model(ctx, text) if ctx.address.private else _in_a_line(ctx)


def _in_a_line(ctx: Context) -> Reply:
    """Say what can be said here, to who named us and meant nothing that we know; where all read, in one line."""
    says = ctx.t(
        L("Say {paint:c} or {search:c} to me, and it is done. {help:c} shows all that I can do."),
        paint=ctx.s(L("paint a fox in snow")),
        search=ctx.s(L("search fox")),
        help=CommandLine("/help"),
    )
    return Reply(cards=(Card(says),), private=False)


def _to_model(ctx: Context, question: str) -> Reply:
    """Count it, and let a job ask the model; its answer replaces this one."""
    day, limit = ctx.now.date().isoformat(), ctx.policy.questions
    if not ctx.uow.quotas.take(f"ask:{ctx.actor.id}", day, 1, limit):
        hours = round((timedelta(days=1) - timedelta(hours=ctx.now.hour, minutes=ctx.now.minute)) / timedelta(hours=1))
        raise Limited(
            L("That's all questions for today: {n} of {n}. More at 00:00 UTC, in {hours} hours."), n=limit, hours=hours
        )
    answer.ask.enqueue(
        ctx.uow,
        When(f"ask:{ctx.actor.id}", priority=jobs.PEOPLE_FIRST),
        question=question,
        account=ctx.actor.id,
        request=ctx.request.id,
        day=day,
        address=ctx.address,
    )
    return Reply(cards=(Card(ctx.t(L("One moment, I'm reading that."))),), pending=True)


def _no_model(ctx: Context, said: str) -> Reply:
    """Say what is understood without a model, what a key would add, and offer to paint what they said."""
    says = ctx.t(
        L(
            "I know a few plain phrases, like {paint:c} or {feed:c}, and this was none of them. "
            "With a language model's key from the operator I could answer questions too."
        ),
        paint=ctx.s(L("paint a fox in snow")),
        feed=ctx.s(L("show my feed")),
    )
    paint = buttons.imagine(ctx, L("Paint"), said).primary()
    actions = (
        *((paint,) if len(said) <= PROMPT_MOST else ()),
        buttons.help_(ctx, L("What I can do")),
        buttons.feed(ctx, L("Feed")),
    )
    return Reply(cards=(Card(says, actions=actions),))


COMMANDS = (ask, words)
