"""Leaving: seven days to change one's mind, then rows, bytes and every copy that can be reached.

When they are over the name goes and the posts come down in one step, so that nothing is left to come back to; then
the rows go. Where somebody else's picture credits one of ours an empty row stays, whose author is "a former member".
"""

from __future__ import annotations

from collections.abc import Callable

from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.messenger import CanDelete
from botfeed.core.chat.policy import LEAVE
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput, SendError, SendUnknown, TryAgain
from botfeed.core.language.i18n import L
from botfeed.core.model import (
    Account,
    AccountState,
    Address,
    Alias,
    Block,
    Collection,
    Comment,
    Consent,
    Decision,
    Delivery,
    Draft,
    Edition,
    Event,
    Follow,
    HandledRequest,
    Identity,
    Job,
    LedgerEntry,
    Link,
    Mute,
    Notice,
    Painting,
    Payload,
    Picture,
    Placement,
    Post,
    PostCopy,
    PostState,
    Reaction,
    Report,
    Right,
    Saved,
    Seen,
    Space,
    Subscription,
    Term,
    Topic,
)
from botfeed.core.people import account_merge_history
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs
from botfeed.core.social import comments, posts
from botfeed.core.work import jobs, pools, retry_policy
from botfeed.core.work.jobs import Retry, When, job

NOBODY = 0  # whose id no account has
FOLLOWING = 5.0  # seconds until we look again whether all messages followed
UP = (PostState.CHECKING, PostState.PUBLIC, PostState.HELD, PostState.HIDDEN)


def ask(ctx: Context) -> Account:
    """Mark the account as leaving; nobody sees its posts from now on."""
    account = ctx.actor
    if account.leaving_at:
        return account
    state = AccountState.LEAVING if account.state is AccountState.ACTIVE else account.state
    account = ctx.uow.update(account, state=state, leaving_at=ctx.now + LEAVE)
    name = f"erase:{account.id}"
    erase.enqueue(ctx.uow, When(name, key=name, run_at=account.leaving_at), account=account.id)
    return account


def keep(ctx: Context) -> None:
    """Take it back. Raises BadInput where nothing was asked, and when the seven days are over."""
    account = ctx.actor
    if account.leaving_at is None:
        raise BadInput(L("You did not ask to leave. All is as it was."))
    if account.leaving_at <= ctx.now:
        raise BadInput(L("Your seven days are over: what was yours is being deleted."))
    state = AccountState.ACTIVE if account.state is AccountState.LEAVING else account.state
    ctx.uow.update(account, state=state, leaving_at=None)
    ctx.uow.delete(Job, key=f"erase:{account.id}", state="ready")


@job(pool=pools.ORDINARY)
async def erase(services: Services, account: int) -> None:
    """Take posts, name and sign-in away once the seven days are over."""
    await services.store.run(lambda uow: part(uow, account))


@job(kind="forget", row=True, pool=pools.ORDINARY)
async def forget_all(services: Services, row: Job, account: int) -> None:
    """Let the rows go once every message that shows a post knows of it: those jobs come first in the lane."""
    known = {"lane": row.lane, "kind": post_copies.refresh_all.kind, "state__in": ("ready", "leased")}
    if await services.store.read(lambda uow: uow.count(Job, **known)):
        raise Retry(FOLLOWING, "messages still follow", counts=False)
    await services.store.run(lambda uow: forget(uow, account))


def _leaves(uow: Unit, me: int) -> Account | None:
    account = uow.get(Account, me)
    return account if account and account.leaving_at and account.leaving_at <= uow.now else None


def part(uow: Unit, me: int) -> None:
    """Take posts, name and sign-in away at once: whoever comes back is somebody new."""
    account = _leaves(uow, me)
    if account is None:
        return
    for post in uow.all(Post, author=me, state__in=UP):
        posts.remove(uow, post)
    handles = [account.handle, *(alias.handle for alias in uow.all(Alias, account=me))]
    uow.compare_and_set(Decision, {"by__in": handles, "space__ne": None}, by="moderator")
    uow.compare_and_set(Decision, {"by__in": handles}, by="operator")
    uow.update(account, state=AccountState.GONE, handle=f"gone:{me}")
    uow.delete(Identity, account=me)
    _credit_again(uow, me)
    forget_all.enqueue(uow, When(post_copies.following(me), key=f"forget:{me}"), account=me)


def _credit_again(uow: Unit, me: int) -> None:
    """Let the copies of what others made from these posts name "a former member".

    One whose new caption is being judged follows with the judgement, which a new revision would void.
    """
    for post in uow.all(Post, author=me):
        for remix in uow.all(Post, parent=post.id, author__ne=me, state=PostState.PUBLIC, proposed=None):
            post_copies.refresh(uow, uow.update(remix, revision=remix.revision + 1))


def forget(uow: Unit, me: int) -> bool:
    """Erase every row that names somebody, table by table. False where they stayed."""
    if _leaves(uow, me) is None:
        return False
    for erase_rows in ERASERS.values():
        erase_rows(uow, me)
    return True


def _simply(noun: type, *names: str) -> Callable[[Unit, int], None]:
    def erase_rows(uow: Unit, me: int) -> None:
        for name in names:
            uow.delete(noun, **{name: me})

    return erase_rows


def _placements(uow: Unit, me: int) -> None:
    """Ask the messengers to delete what was said to them alone."""
    for place in uow.all(Placement, account=me, gone=None):
        when = When(f"chat:{place.platform}:{place.address.ref}", key=f"unsay:{place.id}")
        unsay.enqueue(uow, when, address=place.address, ref=place.ref)
    for place in uow.all(Placement, account=me):
        uow.delete(PostCopy, placement=place.id)
    uow.delete(Placement, account=me)


def _pictures(uow: Unit, me: int) -> None:
    """Drop bytes and rows; an empty row stays where a post or somebody else's painting still names it."""
    for picture in uow.all(Picture, account=me):
        blobs.forget(uow, picture)
        named = uow.count(Painting, parent=picture.id, account__ne=me) or uow.count(Post, picture=picture.id)
        if not named:
            uow.delete(Picture, id=picture.id)


def _posts(uow: Unit, me: int) -> None:
    """Drop posts with all that hangs on them; an empty row stays where another post credits it."""
    for post in uow.all(Post, author=me):
        for noun in (Reaction, Comment, Notice, Seen, PostCopy, Saved, Term):
            uow.delete(noun, post=post.id)
        if uow.count(Post, parent=post.id, author__ne=me) or uow.count(Post, root=post.id, author__ne=me):
            uow.update(post, state=PostState.REMOVED, caption="", print=0, why="")
        else:
            uow.delete(Post, id=post.id)


def _reactions(uow: Unit, me: int) -> None:
    account_merge_history.take_back(uow, uow.all(Reaction, account=me))


def _comments(uow: Unit, me: int) -> None:
    for comment in uow.all(Comment, author=me):
        if uow.delete(Comment, id=comment.id) and comment.state is PostState.PUBLIC:
            uow.increment(Post, comment.post, comments=-1, heat=-comments.COMMENT_HEAT)


def _subscriptions(uow: Unit, me: int) -> None:
    for subscription in uow.all(Subscription, account=me):
        uow.delete(Edition, subscription=subscription.id)
    uow.delete(Subscription, account=me)


def _reports(uow: Unit, me: int) -> None:
    """What they reported stays to be decided, without their name and words."""
    uow.compare_and_set(Report, {"account": me}, account=NOBODY, note="")


def _decisions(uow: Unit, me: int) -> None:
    uow.compare_and_set(Decision, {"account": me}, account=None, appeal="")


def _spaces(uow: Unit, me: int) -> None:
    """The place keeps its settings, without the name of who made them."""
    uow.compare_and_set(Space, {"keeper": me}, keeper=None)


def _account(uow: Unit, me: int) -> None:
    """An empty row stays: credit says "a former member"."""
    if account := uow.get(Account, me):
        gone = {"handle": f"gone:{me}", "language": "en", "zone": "UTC", "last_post": -1, "bio": "", "home": ""}
        uow.update(account, state=AccountState.GONE, leaving_at=None, pushed_at=None, invited=False, **gone)


# One for every table that names a person, in an order in which each still finds what it needs.
ERASERS: dict[type, Callable[[Unit, int], None]] = {
    Reaction: _reactions,
    Comment: _comments,
    Follow: _simply(Follow, "follower", "followee"),
    Mute: _simply(Mute, "account", "muted"),
    Block: _simply(Block, "account", "blocked"),
    Notice: _simply(Notice, "account", "actor"),
    Subscription: _subscriptions,
    Report: _reports,
    Decision: _decisions,
    Event: _simply(Event, "account"),
    Consent: _simply(Consent, "account"),
    Seen: _simply(Seen, "account"),
    Post: _posts,
    Picture: _pictures,
    Painting: _simply(Painting, "account"),
    LedgerEntry: _simply(LedgerEntry, "account"),
    Placement: _placements,
    Delivery: _simply(Delivery, "account"),
    HandledRequest: _simply(HandledRequest, "account"),
    Draft: _simply(Draft, "account"),
    Payload: _simply(Payload, "account"),
    Link: _simply(Link, "account", "other"),
    Alias: _simply(Alias, "account"),
    Topic: _simply(Topic, "account"),
    Saved: _simply(Saved, "account"),
    Collection: _simply(Collection, "account"),
    Right: _simply(Right, "account"),
    Space: _spaces,
    Identity: _simply(Identity, "account"),
    Account: _account,
}


@job(row=True, pool=pools.ORDINARY, messenger=jobs.ANY)
async def unsay(services: Services, row: Job, address: Address, ref: str) -> None:
    """Delete one message, where its platform still can."""
    jobs.leave_to_others(services, address.platform)
    messenger = services.messengers.get(address.platform)
    if not isinstance(messenger, CanDelete):
        return
    try:
        await messenger.delete(address, ref)
    except TryAgain as error:
        raise Retry(error.after, str(error), counts=False) from error
    except SendUnknown as error:
        raise retry_policy.unlearnt(row, error) from error
    except SendError:
        return  # gone already, or out of reach for good
