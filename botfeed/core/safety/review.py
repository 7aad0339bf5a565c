"""Review: nothing becomes public before it was judged. Word lists at once, a model as a job where there is one."""

from __future__ import annotations

from botfeed.core.cards import lines
from botfeed.core.chat.context import House, Voice
from botfeed.core.chat.i18n import L
from botfeed.core.errors import Refused
from botfeed.core.model import Decision
from botfeed.core.ports import Unit, Verdict


def check_text(house: House, *texts: str) -> Verdict:
    """Judge texts together by the word lists."""
    return house.rules.check("\n".join(t for t in texts if t))


def check_or_refuse(voice: Voice, *texts: str) -> Verdict:
    """Judge at once. Raises Refused naming the category."""
    verdict = check_text(voice.house, *texts)
    if verdict.category:
        raise Refused(
            L("These words can't be shown here ({category}). Nothing was changed or posted. Try other words."),
            category=category(voice, verdict.category),
        )
    return verdict


async def judge(house: House, text: str, blob: str | None = None) -> Verdict:
    """Judge by word lists and the model, picture included. Raises ModelError when no judgement can be had."""
    found = check_text(house, text)
    if found.category or house.reviewer is None:
        return found
    picture = await house.media.load(blob, "display") if blob else None
    verdict = await house.reviewer.review(text, picture)
    return Verdict(verdict.category, verdict.sensitive or found.sensitive)


def refuse(uow: Unit, account: int, category: str, *, post: int | None = None, comment: int | None = None) -> Decision:
    """Leave the statement of reasons of a refusal."""
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
    uow.add(row)
    return row


def category(voice: Voice, name: str) -> str:
    """Name a category of `model.CATEGORIES` in the reader's language."""
    return lines.category(voice, name)
