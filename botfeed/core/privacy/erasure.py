"""Leaving: seven days to change one's mind, then rows, bytes and every copy that can be reached.

When they are over the name goes and the posts come down in one step, so that nothing is left to come back to; then
the rows go. Where somebody else's picture credits one of ours an empty row stays, whose author is "a former member".
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
from botfeed.core.ports import Conditions, Unit
from botfeed.core.ports.fields import JobWhere
from botfeed.core.privacy import erasure_rules
from botfeed.core.social import posts
from botfeed.core.work import pools
from botfeed.core.work.jobs import Retry, When, job

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
    known: JobWhere = {"lane": row.lane, "kind": post_copies.refresh_all.kind, "state__in": ("ready", "leased")}
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


def forget(uow: Unit, me: int, nouns: Sequence[type[Any]] = NOUNS) -> bool:
    """Erase every row that names somebody, table by table. False where they stayed."""
    if _leaves(uow, me) is None:
        return False
    for noun in reversed(nouns):  # what names others first, the account last
        for person in declared(noun).persons:
            erase_rows(uow, noun, person, me)
    return True


def erase_rows(uow: Unit, noun: type[Any], person: Person, me: int) -> None:
    """Do with one table's rows what is declared for this field."""
    mine = Conditions({person.field: me})
    if person.erase.by == "special":
        erasure_rules.SPECIAL[person.erase.special](uow, me)
    elif person.erase.by == "blank":
        uow.compare_and_set(noun, mine, **dict(person.erase.values))
    else:
        uow.delete(noun, **mine)
