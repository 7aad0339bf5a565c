"""Content review before publication: word lists at once, and a model by job if one is configured."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import structlog

from botfeed.core.cards import lines
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.policy import REVIEW_AGAIN, REVIEW_LATEST
from botfeed.core.errors import ModelError, Refused, Trouble
from botfeed.core.language.i18n import L
from botfeed.core.model import Decision, KeyValue
from botfeed.core.ports import Unit, Verdict
from botfeed.core.work import model_troubles
from botfeed.core.work.jobs import Retry

log = structlog.get_logger()

_JUDGES = "review.judges"
LACKING = (Trouble.ENDPOINT, Trouble.MODEL)  # the server has no review: that is no outage


def check_text(services: Services, *texts: str) -> Verdict:
    """Check texts together against the word lists."""
    return services.rules.check("\n".join(t for t in texts if t))


def check_or_refuse(ctx: RenderContext, *texts: str) -> Verdict:
    """Check texts against the word lists. Raises Refused naming the category."""
    verdict = check_text(ctx.services, *texts)
    if verdict.category:
        raise Refused(
            L("These words can't be shown here ({category}). Nothing was changed or posted. Try other words."),
            category=category(ctx, verdict.category),
        )
    return verdict


async def ask_model(services: Services, words: str, picture: bytes | None = None) -> Verdict:
    """Review by the model, which no other function asks. Without one, and where the server has no review, the word
    lists judge. Raises ModelError if there is no judgement, whatever the reviewer raised.
    """
    verdict = await _judged(services, words, picture)
    return check_text(services, words) if verdict is None else verdict


async def _judged(services: Services, words: str, picture: bytes | None = None) -> Verdict | None:
    """Return the model's verdict, None without one and where its server has no review. Raises ModelError."""
    try:
        return await services.reviewer.review(words, picture) if services.reviewer else None
    except ModelError as error:
        if error.trouble is Trouble.FILTER:
            return Verdict(error.category or "other")
        if error.trouble not in LACKING:
            await model_troubles.report(services, model_troubles.REVIEWER, error.trouble, str(error))
            raise
        if not error.known:
            said = "the server has no review: word lists judge alone, and nobody looks at pictures"
            log.warning(said, trouble=str(error.trouble), why=str(error))
            await model_troubles.tell(services, model_troubles.REVIEWER, error.trouble, str(error))
            await _remember(services, judges=False)
        return None
    except Exception as error:  # a reviewer's own bug: without a judgement it is asked again
        log.exception("the reviewer raised what a reviewer does not raise")
        raise ModelError(f"no judgement: {type(error).__name__}", Trouble.UNKNOWN) from error


def is_lacking(ctx: RenderContext) -> bool:
    """Return True if the reviewer's server was found to have no review."""
    known = ctx.uow.one(KeyValue, name=_JUDGES)
    return known is not None and known.value == "no"


async def _remember(services: Services, *, judges: bool) -> None:
    """Store whether the reviewer judges, for all processes: the privacy text follows it."""

    def write(uow: Unit) -> None:
        value, known = "yes" if judges else "no", uow.one(KeyValue, name=_JUDGES)
        if known is None:
            uow.insert(KeyValue(uow.new_id(), _JUDGES, value))
        elif known.value != value:
            uow.update(known, value=value)

    await services.store.run(write)


def again(services: Services, created: datetime, error: Exception) -> Retry:
    """Return the Retry of a review that could not be had, for what was written at `created`: slower and slower."""
    waited = services.clock.now() - created
    after = model_troubles.pause(REVIEW_AGAIN.total_seconds(), waited)
    return Retry(min(after, REVIEW_LATEST.total_seconds()), repr(error), counts=False)


async def probe(services: Services) -> None:
    """Ask the reviewer about a harmless word, so that one that is missing is said before anybody waits for it."""
    if services.reviewer is not None:
        with suppress(ModelError):
            await _remember(services, judges=await _judged(services, "hello") is not None)


async def judge(services: Services, words: str, blob: str | None = None) -> Verdict:
    """Review text and picture by the word lists and the model. Raises ModelError if the model fails."""
    found = check_text(services, words)
    if found.category or services.reviewer is None:
        return found
    picture = await services.media.load(blob, "display") if blob else None
    verdict = await ask_model(services, words, picture)
    return Verdict(verdict.category, verdict.sensitive or found.sensitive)


def refuse(uow: Unit, account: int, category: str, *, post: int | None = None, comment: int | None = None) -> Decision:
    """Insert the decision that states the reasons of an automatic refusal."""
    row = Decision(
        id=uow.new_id(),
        kind="refuse",
        reason=category,
        created=uow.now,
        account=account,
        post=post,
        comment=comment,
        by="review",
    )
    uow.insert(row)
    return row


def category(ctx: RenderContext, name: str) -> str:
    """Return the name of a category of `model.CATEGORIES` in the reader's language."""
    return lines.category(ctx, name)
