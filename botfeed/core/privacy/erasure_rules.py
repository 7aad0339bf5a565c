"""Erasure of the tables that need more than a plain strategy;
`@noun(..., erase=erase_by(name))` names these functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from botfeed.core.chat.context import Services
from botfeed.core.chat.messenger import CanDelete
from botfeed.core.errors import SendError, SendUnknown, TryAgain
from botfeed.core.feed import heat
from botfeed.core.model import (
    Account,
    AccountState,
    Address,
    Comment,
    DerivedFile,
    Edition,
    Job,
    Notice,
    Painting,
    Picture,
    Placement,
    Post,
    PostCopy,
    PostState,
    Reaction,
    Saved,
    Seen,
    Subscription,
    Term,
)
from botfeed.core.people import account_merge_history
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs
from botfeed.core.work import jobs, pools, retry_policy
from botfeed.core.work.jobs import Retry, When, job


@job(row=True, pool=pools.ORDINARY, messenger=jobs.ANY)
async def unsay(services: Services, row: Job, address: Address, ref: str) -> None:
    """Delete one message, where its platform still can."""
    jobs.wait_for_platform(services, row, address.platform)
    messenger = services.messengers.get(address.platform)
    if not isinstance(messenger, CanDelete):
        return
    try:
        await messenger.delete(address, ref)
    except TryAgain as error:
        raise Retry(error.after, str(error), counts=False) from error
    except SendUnknown as error:
        raise retry_policy.retry_unknown(row, error) from error
    except SendError:
        return  # gone already, or out of reach for good


def _placements(uow: Unit, me: int) -> None:
    """Ask the messengers to delete the messages that were for this person alone."""
    for place in uow.all(Placement, account=me, gone=None):
        when = When(f"chat:{place.platform}:{place.address.ref}", key=f"unsay:{place.id}")
        unsay.enqueue(uow, when, address=place.address, ref=place.ref)
    for place in uow.all(Placement, account=me):
        uow.delete(PostCopy, placement=place.id)
    uow.delete(Placement, account=me)


def _pictures(uow: Unit, me: int) -> None:
    """Delete bytes and rows; an empty row stays where a post or another person's painting still refers to it."""
    for picture in uow.all(Picture, account=me):
        blobs.forget(uow, picture)
        named = uow.count(Painting, parent=picture.id, account__ne=me) or uow.count(Post, picture=picture.id)
        if not named:
            uow.delete(Picture, id=picture.id)


def _derived(uow: Unit, me: int) -> None:
    """Let a person's exports go before their seven days are over."""
    blobs.disown(uow, uow.all(DerivedFile, account=me))


def _posts(uow: Unit, me: int) -> None:
    """Drop posts with all that hangs on them; an empty row stays where another post credits it."""
    mine = uow.all(Post, author=me)
    for some in account_merge_history.chunks(post.id for post in mine):  # seen and notice have no index of the post
        for noun in (Reaction, Comment, Notice, Seen, PostCopy, Saved, Term):
            uow.delete(noun, post__in=some)
    for post in mine:
        if uow.count(Post, parent=post.id, author__ne=me) or uow.count(Post, root=post.id, author__ne=me):
            uow.update(post, state=PostState.REMOVED, caption="", print=0, why="")
        else:
            uow.delete(Post, id=post.id)


def _reactions(uow: Unit, me: int) -> None:
    account_merge_history.take_back(uow, uow.all(Reaction, account=me))


def _comments(uow: Unit, me: int) -> None:
    for comment in uow.all(Comment, author=me):
        if uow.delete(Comment, id=comment.id) and comment.state is PostState.PUBLIC:
            uow.increment(Post, comment.post, comments=-1)
            heat.commented(uow, comment, -1)


def _subscriptions(uow: Unit, me: int) -> None:
    for subscription in uow.all(Subscription, account=me):
        uow.delete(Edition, subscription=subscription.id)
    uow.delete(Subscription, account=me)


def _account(uow: Unit, me: int) -> None:
    """Keep an empty row, which credit lines call "a former member"."""
    if account := uow.get(Account, me):
        uow.update(
            account,
            state=AccountState.GONE,
            leaving_at=None,
            pushed_at=None,
            invited=False,
            handle=f"gone:{me}",
            language="en",
            zone="UTC",
            last_post=-1,
            bio="",
            home="",
            name="",
        )


SPECIAL: Mapping[str, Callable[[Unit, int], None]] = {
    "account": _account,
    "comments": _comments,
    "derived": _derived,
    "pictures": _pictures,
    "placements": _placements,
    "posts": _posts,
    "reactions": _reactions,
    "subscriptions": _subscriptions,
}
