"""Answers to plain questions by the language model, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from botfeed.core.assistant import writing
from botfeed.core.cards import assistant as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import ModelError, Trouble
from botfeed.core.language.text import sound
from botfeed.core.model import Account, Address, Job
from botfeed.core.ports import Unit
from botfeed.core.work import model_troubles, pools
from botfeed.core.work.jobs import Dead, Retry, job, minutes
from botfeed.core.work.messages import To, message
from botfeed.core.work.model_troubles import FOLLOWS

log = structlog.get_logger()

TRIES = 3  # of a model that is down
SUBMITS_MOST = 2  # calls for one question that may be paid for
BETWEEN = 5.0  # seconds: somebody is waiting
PATIENCE = 60.0  # seconds: a model that asks to wait longer is not waited for
ANSWER_MOST = 3500  # characters: one message everywhere
ALL = "ask:all"  # name of everybody's quota of a day


@dataclass(frozen=True, slots=True)
class _Asked:
    """Question of a person: the request that asked it, and the day whose quotas it counts in."""

    person: Account
    request: str
    day: str

    @property
    def calls(self) -> str:
        """Return the name of the counter of its calls that may have been paid for."""
        return f"asked:{self.request}"


@dataclass(frozen=True, slots=True)
class _End:
    """End of a question: its answer, or why there is none, as in `cards/assistant.py`."""

    answer: str | None = None
    why: str = ""
    category: str = ""


@job(row=True, pool=pools.MODEL, lease=minutes(3), attempts=TRIES + 2)
async def ask(
    services: Services, row: Job, question: str, account: int, request: str, day: str, address: Address
) -> None:
    """Ask the model outside any transaction and queue the answer, or the reason why there is none."""
    person = await services.store.read(lambda uow: uow.get(Account, account))
    if person is None:
        return
    asked = _Asked(person, request, day)
    if await services.store.run(lambda uow: _submit(services, uow, asked)):
        end = await _answered(services, row, asked, question, address)
    else:
        end = _End(why="unknown")
    to = To(address, key=f"answer:{request}", account=person.id, edits=request)
    await services.store.run(lambda uow: _queue(uow, to, asked, end))


@ask.when_dead
def _given_up(dead: Dead, question: str, account: int, request: str, day: str, address: Address) -> None:
    """Apologise, whatever raised, to a person who is still here."""
    del question  # it is not said again
    if person := dead.uow.get(Account, account):
        to = To(address, key=f"answer:{request}", account=person.id, edits=request)
        _queue(dead.uow, to, _Asked(person, request, day), _End(why="unknown"))


def _submit(services: Services, uow: Unit, asked: _Asked) -> bool:
    """Commit that the model is called next. Returns False where it was called often enough, or all have asked enough.
    A second call is the house's decision and counts for the total alone.
    """
    before = uow.quotas.used(asked.calls, asked.day)
    if not uow.quotas.take(asked.calls, asked.day, 1, SUBMITS_MOST):
        return False
    if not before or uow.quotas.take(ALL, asked.day, 1, services.policy.questions_per_day):
        return True
    uow.quotas.give_back(asked.calls, asked.day, 1)
    return False


def _uncall(uow: Unit, asked: _Asked) -> None:
    """Take back a call that cost nothing; the first one's share of the total goes back with the question."""
    uow.quotas.give_back(asked.calls, asked.day, 1)
    if uow.quotas.used(asked.calls, asked.day):
        uow.quotas.give_back(ALL, asked.day, 1)


async def _answered(services: Services, row: Job, asked: _Asked, question: str, address: Address) -> _End:
    """Call the model once. Raises Retry where another call may bring an answer."""
    try:
        return _End(await _said(services, asked, question, address))
    except ModelError as error:
        failed = error
    except Exception as error:  # also a bug of its own: the call may have been paid for
        log.exception("the language model raised what it should not raise")
        failed = ModelError(type(error).__name__, Trouble.UNKNOWN, paid=True)
    follow = FOLLOWS[failed.trouble]
    if not failed.paid:
        await services.store.run(lambda uow: _uncall(uow, asked))
    again = follow.again and failed.trouble is not Trouble.UNUSABLE and row.attempts + 1 < TRIES
    again = again and failed.again_after <= PATIENCE
    if again:
        log.warning("the language model did not answer", trouble=str(failed.trouble), why=str(failed))
        raise Retry(max(BETWEEN, failed.again_after), str(failed)) from failed
    await model_troubles.report(services, model_troubles.TALKER, failed.trouble, str(failed))
    return _End(why=follow.why, category=failed.category)


async def _said(services: Services, asked: _Asked, question: str, address: Address) -> str:
    if services.talker is None:
        raise ModelError("no language model is set", Trouble.ENDPOINT)
    person = asked.person
    async with writing.shown(services, person, asked.request, address) as partial:
        said = await services.talker.answer(question, person.language, services.pseudonym(person.id), partial)
    return sound(said)[:ANSWER_MOST]


def _queue(uow: Unit, to: To, asked: _Asked, end: _End) -> None:
    """Queue the answer; without one, and where no call may have been paid for, give the question back."""
    free = end.answer is None and not uow.quotas.used(asked.calls, asked.day)
    if free:
        for name in (f"ask:{asked.person.id}", ALL):
            uow.quotas.give_back(name, asked.day, 1)
    answer.post(uow, to, answer=end.answer, why=end.why, category=end.category, counted=not free)


@message()
def answer(ctx: RenderContext, answer: str | None, why: str = "", category: str = "", counted: bool = False) -> Reply:
    """Render the answer, or the reason why there is none."""
    if answer is None:
        return Reply(cards=(cards.no_answer(ctx, why, category, counted=counted),))
    return Reply(cards=(cards.answer(ctx, answer),))
