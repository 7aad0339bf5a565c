"""One answer to a plain question, from the language model, in the person's language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from botfeed.core import serialization
from botfeed.core.assistant import writing
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Card, Reply
from botfeed.core.errors import ModelError
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Address, Job
from botfeed.core.ports import Unit
from botfeed.core.work import jobs, outbox
from botfeed.core.work.jobs import Retry

TRIES = 3
BETWEEN = 5.0  # seconds: somebody is waiting
ANSWER_MOST = 3500  # characters: one message everywhere


@jobs.job("ask", lease=timedelta(minutes=3), attempts=TRIES + 2)
async def ask(services: Services, job: Job) -> None:
    """Ask the model outside any transaction; say kindly when it does not answer."""
    person = await services.store.read(lambda uow: uow.get(Account, int(job.args["account"])))
    if person is None:
        return
    try:
        answer = await _written(services, job, person)
    except ModelError as error:
        if job.attempts + 1 < TRIES:
            raise Retry(BETWEEN, str(error)) from error
        answer = None
    await services.store.run(lambda uow: _say(uow, job, person, answer))


async def _written(services: Services, job: Job, person: Account) -> str | None:
    """The model's answer, shown on its way; None without a model. Raises ModelError."""
    if services.talker is None:
        return None
    request, address = str(job.args["request"]), serialization.load(Address, job.args["address"])
    async with writing.shown(services, person, request, address) as partial:
        return await services.talker.answer(
            str(job.args["question"]), person.language, services.pseudonym(person.id), partial
        )


def _say(uow: Unit, job: Job, person: Account, answer: str | None) -> None:
    if answer is None:
        uow.quotas.give_back(f"ask:{person.id}", str(job.args["day"]), 1)
    address = serialization.load(Address, job.args["address"])
    request = str(job.args["request"])
    args = {"answer": None if answer is None else answer[:ANSWER_MOST]}
    outbox.post(uow, "answer", args, address, f"answer:{request}", account=person.id, edits=request)


@outbox.message("answer")
def answered(ctx: RenderContext, args: dict[str, Any]) -> Reply:
    """Show the answer, or say kindly that there is none."""
    if (answer := args["answer"]) is None:
        sorry = L("The language model did not answer, and this question was not counted. Ask again in a few minutes.")
        return Reply(cards=(Card(ctx.t(sorry)),))
    return Reply(cards=(Card(writing.signed(ctx.words, str(answer))),))
