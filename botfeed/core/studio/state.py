"""States of a painting; each step is one guarded change in one transaction.

    accepted -> submitting -> submitted -> generated (captured) -> delivering -> done
                                                                -> refunded, from anywhere before delivering

`refunded` is the stored name of every end without pictures. What was paid for is captured there too (`allowance`).

`submitting` is committed just before the painter is called. A process that finds it cannot tell the outcome;
it submits again at most once, at the operator's cost.
"""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.errors import UserError
from botfeed.core.language.i18n import words
from botfeed.core.language.text import sound
from botfeed.core.model import Account, Audience, Job, Painting, PaintState, Picture, Post, PostState, Space
from botfeed.core.ports import Painted, StoredPicture, Unit, Verdict
from botfeed.core.ports.fields import PaintingWhere
from botfeed.core.safety import blobs
from botfeed.core.social import posts, sources
from botfeed.core.studio import allowance, painting_messages
from botfeed.core.studio.steps import UNPAINTED, settle, step
from botfeed.core.work.messages import To

SUBMITS_MOST = 2


def submit(services: Services, uow: Unit, id: int) -> Painting | None:
    """Commit that the painter is called next.
    Returns None if it must not be: ended, late, or out of calls.
    """
    painting = uow.get(Painting, id)
    if painting is None or painting.state not in UNPAINTED[:3]:
        return None
    if painting.deadline <= uow.now:
        refund(uow, painting, "late")
        return None
    if painting.submits >= SUBMITS_MOST:
        refund(uow, painting, "unknown")
        return None
    if not sources.allows_at(uow, painting.account, painting.address, painting.parent):
        refund(uow, painting, "withdrawn")
        return None
    if not _affordable(services, uow, painting):
        refund(uow, painting, "spent")
        return None
    return step(uow, painting, state=PaintState.SUBMITTING, epoch=painting.epoch + 1, submits=painting.submits + 1)


def _affordable(services: Services, uow: Unit, painting: Painting) -> bool:
    return not painting.submits or allowance.resubmit(uow, painting, services.policy.per_day)


def generated(
    uow: Unit, painting: Painting, made: Sequence[tuple[Painted, StoredPicture]], came: int
) -> Painting | None:
    """Insert the pictures, not yet in the library, and capture the `came` pictures that the painter answered with.
    Returns None if the painting has ended.
    """
    kept = step(uow, painting, state=PaintState.GENERATED, model=made[0][0].model)
    if kept is None:
        return None
    allowance.capture(uow, kept, came)
    for position, (painted, facts) in enumerate(made, 1):
        uow.insert(
            Picture(
                id=uow.new_id(),
                painting=painting.id,
                account=kept.account,  # who asked may have been joined with somebody meanwhile
                position=position,
                blob=facts.blob,
                mime=facts.mime,
                width=facts.width,
                height=facts.height,
                created=uow.now,
                alt=sound(painted.alt) or painting.prompt,
                seed=painted.seed,
                model=painted.model,
                ai=painted.ai,
                blur=facts.blur,
                print=facts.print,
                missing=tuple(map(sound, painted.missing)),
                checking=True,
            )
        )
    return kept


def deliver(services: Services, uow: Unit, painting: Painting, verdicts: dict[int, Verdict]) -> bool:
    """Put the pictures that passed review into the library and queue the message.
    `verdicts` are by picture id.
    """
    now = step(uow, painting, state=PaintState.DELIVERING)
    if now is None:
        return False
    painting = now
    spicy = services.rules.check(painting.prompt).sensitive or from_sensitive(services, uow, painting)
    passed: list[Picture] = []
    for picture in uow.all(Picture, painting=painting.id):
        verdict = verdicts[picture.id]
        if verdict.category:
            blobs.forget(uow, picture)
        else:
            passed.append(uow.update(picture, checking=False, sensitive=spicy or verdict.sensitive))
    if painting.here and _publish(services, uow, painting, passed):
        settle(uow, painting.id, len(passed))
    else:
        painting_messages.painted.post(uow, replaced(painting, "painted"), painting=painting.id, pictures=len(passed))
    return True


def from_sensitive(services: Services, uow: Unit, painting: Painting) -> bool:
    """Return True if the painter started from a picture that is sensitive or was published as such."""
    parent = uow.get(Picture, painting.parent)
    if parent is None or not any(p.info.edits for p in services.painters if p.info.name == painting.painter):
        return False
    return parent.sensitive or uow.count(Post, picture=parent.id, sensitive=True) > 0


def _publish(services: Services, uow: Unit, painting: Painting, pictures: Sequence[Picture]) -> bool:
    """Publish the pictures in the chat they were asked for in.
    Returns False if that is not allowed: they stay private.
    """
    account, address = uow.get(Account, painting.account), painting.address
    space = uow.one(Space, platform=address.platform, ref=address.space)
    assert account
    ctx = RenderContext(uow=uow, services=services, words=words(account.language), address=address, account=account)
    over = painting.request  # of all of them: several are one gallery in its place
    try:
        with uow.savepoint():
            for one in pictures:
                post = posts.publish(ctx, one.id, "", Audience.HERE, one.sensitive, space, show=address, over=over)
                if post.state is PostState.REFUSED:
                    return False
    except UserError:
        return False
    return True


def refund(
    uow: Unit,
    painting: Painting,
    why: str,
    *,
    category: str = "",
    only: Sequence[PaintState] = UNPAINTED,
    tell: bool = True,
) -> bool:
    """End a painting without pictures, and record and send the reason. Pictures not yet reviewed are deleted.
    Nothing is charged unless a call of it may have been paid for.
    """
    before = uow.get(Painting, painting.id)
    mine: PaintingWhere = {"id": painting.id, "state__in": only}
    if not before or not uow.compare_and_set(Painting, mine, state=PaintState.REFUNDED, why=why, refusal=category):
        return False
    allowance.close(uow, before)
    for picture in uow.all(Picture, painting=painting.id, checking=True):
        blobs.forget(uow, picture)
    for key in ("paint", "deadline"):
        uow.delete(Job, key=f"{key}:{painting.id}", state="ready")
    if tell:
        painting_messages.unpainted.post(uow, replaced(painting, "unpainted"), painting=painting.id)
    return True


def replaced(painting: Painting, what: str) -> To:
    """Return the destination of a message that replaces the answer to the request, once per `what`."""
    return To(
        painting.address,
        key=f"{what}:{painting.id}",
        account=painting.account,
        edits=painting.request,
        revision=2,
    )
