"""Answers to plain questions by the language model, in the person's language."""

from __future__ import annotations

from botfeed.core.assistant import writing
from botfeed.core.cards import assistant as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import ModelError
from botfeed.core.model import Account, Address, Job
from botfeed.core.ports import Unit
from botfeed.core.work import pools
from botfeed.core.work.jobs import Dead, Retry, job, minutes
from botfeed.core.work.messages import To, message

TRIES = 3
BETWEEN = 5.0  # seconds: somebody is waiting
ANSWER_MOST = 3500  # characters: one message everywhere


@job(row=True, pool=pools.MODEL, lease=minutes(3), attempts=TRIES + 2)
async def ask(
    services: Services, row: Job, question: str, account: int, request: str, day: str, address: Address
) -> None:
    """Ask the model outside any transaction and queue the answer, or an apology after `TRIES` failures."""
    person = await services.store.read(lambda uow: uow.get(Account, account))
    if person is None:
        return
    text = None
    try:
        if services.talker is not None:
            async with writing.shown(services, person, request, address) as partial:
                text = await services.talker.answer(question, person.language, services.pseudonym(person.id), partial)
    except ModelError as error:
        if row.attempts + 1 < TRIES:
            raise Retry(BETWEEN, str(error)) from error
        text = None
    to = To(address, key=f"answer:{request}", account=person.id, edits=request)
    await services.store.run(lambda uow: _queue(uow, to, person, day, text))


@ask.when_dead
def _given_up(dead: Dead, question: str, account: int, request: str, day: str, address: Address) -> None:
    """Apologise, whatever raised, to a person who is still here."""
    del question  # it is not said again
    if person := dead.uow.get(Account, account):
        to = To(address, key=f"answer:{request}", account=person.id, edits=request)
        _queue(dead.uow, to, person, day, None)


def _queue(uow: Unit, to: To, person: Account, day: str, text: str | None) -> None:
    """Queue the answer; without one, give the question back to the person's quota."""
    if text is None:
        uow.quotas.give_back(f"ask:{person.id}", day, 1)
    answer.post(uow, to, answer=None if text is None else text[:ANSWER_MOST])


@message()
def answer(ctx: RenderContext, answer: str | None) -> Reply:
    """Render the answer, or an apology if there is none."""
    return Reply(cards=(cards.no_answer(ctx) if answer is None else cards.answer(ctx, answer),))
