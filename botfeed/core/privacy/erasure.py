"""Account erasure: seven days to cancel, then rows, bytes and every copy that can be reached.
Afterwards the name goes and the posts come down in one step, so that nothing is left to return to; then the rows go.
Where another person's picture credits an erased one an empty row stays, whose author is "a former member".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.policy import LEAVE
from botfeed.core.copies import post_copies
from botfeed.core.errors import BadInput
from botfeed.core.language.i18n import L
from botfeed.core.model import (
    NOUNS,
    Account,
    AccountState,
    Alias,
    Decision,
    Identity,
    Job,
    Person,
    Post,
    PostState,
    declared,
)
from botfeed.core.people import departures
from botfeed.core.ports import Conditions, Unit
from botfeed.core.ports.fields import JobWhere
from botfeed.core.privacy import erasure_rules
from botfeed.core.social import posts
from botfeed.core.work import jobs, pools
from botfeed.core.work.jobs import Retry, When, job

UNSETTLED = 600.0  # seconds until we look again whether the clock is right
FOLLOWING = 5.0  # seconds until we look again whether all messages followed
UP = (PostState.CHECKING, PostState.PUBLIC, PostState.HELD, PostState.HIDDEN)


def ask(ctx: Context) -> Account:
    """Mark the account as leaving; its posts are hidden from now on."""
    account = ctx.actor
    if account.leaving_at:
        return account
    state = AccountState.LEAVING if account.state is AccountState.ACTIVE else account.state
    account = ctx.uow.update(account, state=state, leaving_at=ctx.now + LEAVE)
    name = f"erase:{account.id}"
    erase.enqueue(ctx.uow, When(name, key=name, run_at=account.leaving_at), account=account.id)
    return account


def keep(ctx: Context) -> None:
    """Cancel the erasure. Raises BadInput where none was asked for, and after the seven days."""
    account = ctx.actor
    if account.leaving_at is None:
        raise BadInput(L("You did not ask to leave. All is as it was."))
    if account.leaving_at <= ctx.now:
        raise BadInput(L("Your seven days are over: what was yours is being deleted."))
    state = AccountState.ACTIVE if account.state is AccountState.LEAVING else account.state
    ctx.uow.update(account, state=state, leaving_at=None)
    ctx.uow.delete(Job, key__in=jobs.waiting_keys(f"erase:{account.id}"), state="ready")


@job(pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def erase(services: Services, account: int) -> None:
    """Remove posts, name and sign-in once the seven days are over."""
    if not services.watch.is_settled(services.clock):
        raise Retry(UNSETTLED, "the clock was set ahead: it may not be right", counts=False)

    def end(uow: Unit) -> float:
        if who := _leaves(uow, account):
            departures.record(services, uow, who)
        return part(uow, account)

    left = await services.store.run(end)
    if left > 0:
        raise Retry(left, "the seven days are not over", counts=False)


@job(kind="forget", row=True, pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def forget_all(services: Services, row: Job, account: int) -> None:
    """Delete the rows once every message that shows a post was updated: those jobs come first in the lane."""
    known: JobWhere = {"lane": row.lane, "kind": post_copies.refresh_all.kind, "state__in": ("ready", "leased")}
    if await services.store.read(lambda uow: uow.count(Job, **known)):
        raise Retry(FOLLOWING, "messages still follow", counts=False)
    await services.store.run(lambda uow: forget(uow, account))


def _leaves(uow: Unit, me: int) -> Account | None:
    account = uow.get(Account, me)
    return account if account and account.leaving_at and account.leaving_at <= uow.now else None


def part(uow: Unit, me: int) -> float:
    """Remove posts, name and sign-in immediately: a person who comes back gets a new account.

    Return the seconds until that may be done, 0 where it is done or was taken back. A leave that a clock ahead of the
    time put further off than seven days ends after seven.
    """
    account = _leaves(uow, me)
    if account is None:
        staying = uow.get(Account, me)
        if staying is None or staying.leaving_at is None:
            return 0.0
        until = min(staying.leaving_at, uow.now + LEAVE)
        uow.update(staying, leaving_at=until)
        return (until - uow.now).total_seconds()
    for post in uow.all(Post, author=me, state__in=UP):
        posts.remove(uow, post)
    handles = [account.handle, *(alias.handle for alias in uow.all(Alias, account=me))]
    uow.compare_and_set(Decision, {"by__in": handles, "space__ne": None}, by="moderator")
    uow.compare_and_set(Decision, {"by__in": handles}, by="operator")
    uow.update(account, state=AccountState.GONE, handle=f"gone:{me}")
    uow.delete(Identity, account=me)
    _credit_again(uow, me)
    forget_all.enqueue(uow, When(post_copies.following(me), key=f"forget:{me}"), account=me)
    return 0.0


def _credit_again(uow: Unit, me: int) -> None:
    """Let the copies of others' derived posts credit "a former member".
    A copy whose new caption is under review is updated by the review, which a new revision would void.
    """
    for post in uow.all(Post, author=me):
        for remix in uow.all(Post, parent=post.id, author__ne=me, state=PostState.PUBLIC, proposed=None):
            post_copies.refresh(uow, uow.update(remix, revision=remix.revision + 1))


def forget(uow: Unit, me: int, nouns: Sequence[type[Any]] = NOUNS) -> bool:
    """Erase every row that names the account, table by table. Return False where rows stayed."""
    if _leaves(uow, me) is None:
        return False
    for noun in reversed(nouns):  # what names others first, the account last
        for person in declared(noun).persons:
            erase_rows(uow, noun, person, me)
    return True


def erase_rows(uow: Unit, noun: type[Any], person: Person, me: int) -> None:
    """Handle one table's rows as declared for this field."""
    mine = Conditions({person.field: me})
    if person.erase.by == "special":
        erasure_rules.SPECIAL[person.erase.special](uow, me)
    elif person.erase.by == "blank":
        uow.compare_and_set(noun, mine, **dict(person.erase.values))
    else:
        uow.delete(noun, **mine)
