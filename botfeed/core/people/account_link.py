"""Account linking: a code from one platform, typed on the other, confirmed on both.

    open -> typed -> asked (the other side agreed) -> agreed (so did the owner) -> done      any -> void

A code is a keyed hash of its row's id, so that it can be rendered again without being stored; the row has its
hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from botfeed.core.cards.people import account_links as cards
from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import BadInput, Limited, NotFound
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account, AccountState, Address, Identity, Link, Picture
from botfeed.core.people import account_merge, account_merge_history
from botfeed.core.ports import Unit
from botfeed.core.ports.clock import SKEW
from botfeed.core.ports.fields import LinkWhere
from botfeed.core.work import contactability, jobs, pools
from botfeed.core.work.jobs import Dead, When, job
from botfeed.core.work.messages import Lost, To, message

LIVES = timedelta(minutes=10)
TRIES = 10  # codes asked for and typed, a person and hour
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
LENGTH = 8
SWEEPS = (timedelta(0), timedelta(minutes=1), timedelta(minutes=15))  # the last two: what was under way meanwhile


def offer(ctx: Context) -> Reply:
    """Create a code and send it by the outbox, which stores no text, where nobody else reads it.
    Raises BadInput and Limited.
    """
    asked_at = _alone(ctx)
    _paced(ctx)
    id = ctx.uow.new_id()
    ctx.uow.compare_and_set(Link, {"account": ctx.actor.id, "state": "open"}, state="void")
    hashed = _hash(ctx.services, code(ctx.services, id))
    ctx.uow.insert(Link(id, ctx.actor.id, hashed, asked_at, ctx.now, ctx.now + LIVES))
    to = To(ctx.address, key=f"link.code:{id}", account=ctx.actor.id, edits=ctx.request.id)
    said_code.post(ctx.uow, to, link=id)
    return Reply(cards=(cards.code_follows(ctx),), pending=True)


def code(services: Services, id: int) -> str:
    digest = blake2b(id.to_bytes(8, "big"), key=services.secret[:64], digest_size=16, person=b"link code").digest()
    number = int.from_bytes(digest, "big")
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def _hash(services: Services, typed: str) -> str:
    return blake2b(typed.encode(), key=services.secret[:64], digest_size=16, person=b"link hash").hexdigest()


def take(ctx: Context, typed: str) -> Reply:
    """Accept a typed code and show the accounts it would join.
    Wrong, used and expired codes get the same answer.
    """
    there = _alone(ctx)
    _paced(ctx)
    plain = "".join(c for c in fold(typed).upper() if c.isalnum())
    meant: LinkWhere = {"code": _hash(ctx.services, plain), "state": "open", **_lives(ctx)}
    row = ctx.uow.one(Link, **meant)
    if row and row.account == ctx.actor.id:
        return Reply(cards=(cards.code_is_own(ctx),))
    # Said, not raised: what is raised takes the count of tries back.
    if row is None or not ctx.uow.compare_and_set(
        Link, {"id": row.id, "state": "open"}, state="typed", other=ctx.actor.id, there=there
    ):
        return Reply(cards=(cards.code_is_wrong(ctx),))
    two = sides(ctx.uow, row.account, ctx.actor.id)
    if double := _double(two):
        ctx.uow.compare_and_set(Link, {"id": row.id}, state="void")
        return Reply(cards=(cards.same_platform(ctx, double),))
    return Reply(cards=(cards.join(ctx, row, *two),))


def _lives(ctx: Context) -> LinkWhere:
    """Return the condition of a code that is not over; one that lives too long is of a clock that was ahead."""
    return {"expires__gt": ctx.now, "expires__le": ctx.now + LIVES + SKEW}


def _alone(ctx: Context) -> Address:
    """Return where the actor is asked and told later: in private. Raises BadInput where others read the answer."""
    if not contactability.is_alone(ctx):
        raise BadInput(L("A code is for your eyes only. Write {link:c} to me in private."), link=CommandLine("/link"))
    asked = contactability.ask(ctx)
    return ctx.address if ctx.address.private else asked


def _paced(ctx: Context) -> None:
    if wait := ctx.uow.quotas.wait(f"link:{ctx.actor.id}", timedelta(hours=1) / TRIES, TRIES):
        raise Limited(L("Those were many codes. Wait {minutes} min and go on."), minutes=max(1, round(wait / 60)))


def sides(uow: Unit, first: int, second: int) -> tuple[cards.Side, cards.Side]:
    return _side(uow, first), _side(uow, second)


def _side(uow: Unit, account: int) -> cards.Side:
    who = uow.get(Account, account)
    assert who is not None
    platforms = tuple(identity.platform for identity in uow.all(Identity, account=account))
    return cards.Side(who, platforms, uow.count(Picture, account=account, removed=None, checking=False))


def _double(two: tuple[cards.Side, cards.Side]) -> str:
    """Return a platform that both accounts have; empty if none."""
    return next((name for name in two[0].platforms if name in two[1].platforms), "")


def join(ctx: Context, id: int) -> Reply:
    """Record that the person who typed the code agrees, and ask the code's owner."""
    row = ctx.uow.get(Link, id)
    mine: LinkWhere = {
        "id": id,
        "other": ctx.actor.id,
        "state": "typed",
        **_lives(ctx),
    }
    if row is None or not ctx.uow.compare_and_set(Link, mine, state="asked", expires=ctx.now + LIVES):
        return _over(ctx, row, "asked")
    asked.post(ctx.uow, To(row.address, key=f"link.asked:{id}", account=row.account), link=id)
    return Reply(cards=(cards.asked_there(ctx, row.address.platform),), update=True)


def agree(ctx: Context, id: int) -> Reply:
    """Record that the code's owner agrees too, and queue the merge."""
    row = ctx.uow.get(Link, id)
    mine: LinkWhere = {
        "id": id,
        "account": ctx.actor.id,
        "state": "asked",
        **_lives(ctx),
    }
    if row is None or not ctx.uow.compare_and_set(Link, mine, state="agreed"):
        return _over(ctx, row, "agreed")
    when = When("link", key=f"link:{id}", priority=jobs.PEOPLE_FIRST)
    merge.enqueue(ctx.uow, when, link=id, request=ctx.request.id)
    return Reply(cards=(cards.joining(ctx),), update=True, pending=True)


def refuse(ctx: Context, id: int) -> Reply:
    """Record that one side declines; possible until both agreed."""
    row = ctx.uow.get(Link, id)
    if row is None or ctx.actor.id not in (row.account, row.other):
        return _over(ctx, None, "")
    if not ctx.uow.compare_and_set(Link, {"id": id, "state__in": ("typed", "asked")}, state="void"):
        return _over(ctx, row, "")
    if ctx.actor.id == row.account:
        _end(ctx.uow, row)
    return Reply(cards=(cards.refused(ctx),), update=True)


def _end(uow: Unit, row: Link) -> None:
    """Notify the person who typed the code that nothing comes of it."""
    if row.there is not None and row.other is not None:
        ended.post(uow, To(row.there, key=f"link.ended:{row.id}", account=row.other))


def _over(ctx: Context, row: Link | None, wanted: str) -> Reply:
    """Return the current state for a late or repeated press."""
    theirs = row is not None and ctx.actor.id in (row.account, row.other)
    if row and theirs and row.state == "done":
        line = L("That is done: you are one.")
    elif row and theirs and row.state in (wanted, "agreed"):
        line = L("You said yes already.")
    else:
        line = L("That is over: nobody is joined. {link:c} begins anew.")
    return Reply(notice=ctx.s(line, link=CommandLine("/link")))


@dataclass(frozen=True, slots=True)
class Joined:
    gone: Account
    kept: Account


@job(kind="link", pool=pools.ORDINARY)
async def merge(services: Services, link: int, request: str) -> None:
    """Merge two accounts in one transaction; later sweeps move the high-volume tables."""
    await services.store.run(lambda uow: joined(uow, link, request))


@merge.when_dead
def _given_up(dead: Dead, link: int, request: str) -> None:
    """Void the link, whatever raised, and tell both sides that nobody is joined."""
    row = dead.uow.get(Link, link)
    if row is not None and dead.uow.compare_and_set(Link, {"id": link, "state": "agreed"}, state="void"):
        _not_joined(dead.uow, row, request)


def _not_joined(uow: Unit, row: Link, request: str) -> None:
    """Tell both sides: the code's owner in place of the answer that said that they are being joined."""
    failed.post(uow, To(row.address, key=f"link.failed:{row.id}", account=row.account, edits=request))
    if row.there is not None and row.other is not None:
        failed.post(uow, To(row.there, key=f"link.failed:{row.id}:there", account=row.other))


def joined(uow: Unit, id: int, request: str) -> Joined | None:
    """Merge into the older account, with language and time zone of the code's owner.
    Returns None, and voids the link, if the two cannot be merged.
    """
    row = uow.get(Link, id)
    if row is None or row.other is None or not uow.compare_and_set(Link, {"id": id, "state": "agreed"}, state="done"):
        return None
    two = _held(uow, row.account, row.other)
    if two is None or _double(sides(uow, row.account, row.other)):
        uow.compare_and_set(Link, {"id": id}, state="void")
        _not_joined(uow, row, request)
        return None
    kept, gone = sorted(two, key=lambda account: account.id)
    first = next(account for account in two if account.id == row.account)
    account_merge.merge(uow, gone.id, kept.id)
    uow.compare_and_set(Account, {"id": kept.id}, language=first.language, zone=first.zone, home="")
    for after in SWEEPS:
        when = When("link", key=f"link.sweep:{gone.id}:{after}", run_at=uow.now + after)
        sweep.enqueue(uow, when, gone=gone.id, kept=kept.id, last=after == SWEEPS[-1])
    to = To(row.address, key=f"link.done:{id}", account=kept.id, edits=request)
    done.post(uow, to, link=id, handle=gone.handle, asks=True)
    if row.there is not None:
        to = To(row.there, key=f"link.done:{id}:there", account=kept.id)
        done.post(uow, to, link=id, handle=gone.handle, asks=False)
    return Joined(gone, kept)


def _held(uow: Unit, *ids: int) -> list[Account] | None:
    """Lock both accounts until the commit, in id order. Returns None if one may not be merged any more."""
    held = []
    for id in sorted(ids):
        account = hold(uow, id)
        if account is None or account.state not in (AccountState.ACTIVE, AccountState.SUSPENDED) or account.leaving_at:
            return None  # what one side asked to have erased must not take the other's along
        held.append(account)
    return held if len({account.id for account in held}) == 2 else None


def hold(uow: Unit, id: int) -> Account | None:
    """Lock an account until the commit by writing its row unchanged.
    Prevents concurrent merging and unlinking. Returns None if it is gone.
    """
    account = uow.get(Account, id)
    if account is None or not uow.compare_and_set(Account, {"id": id, "state": account.state}, state=account.state):
        return None
    return uow.get(Account, id)


@job(kind="link.sweep", pool=pools.ORDINARY, attempts=jobs.A_MONTH)
async def sweep(services: Services, gone: int, kept: int, last: bool) -> None:
    """Move rows still naming the merged account; the last sweep deletes its empty row."""
    await services.store.run(lambda uow: account_merge.sweep(uow, gone, kept))
    while await services.store.run(lambda uow: account_merge_history.some(uow, gone, kept), patient=True):
        pass
    if last:
        await services.store.run(lambda uow: uow.delete(Account, id=gone, state=AccountState.GONE))


@message(kind="link.code")
def said_code(ctx: RenderContext, link: int) -> Reply | None:
    """Render a link code; None once it was used or has expired."""
    row = ctx.uow.get(Link, link)
    if row is None or row.state != "open" or row.expires <= ctx.now:
        return None
    return Reply(cards=(cards.code(ctx, code(ctx.services, row.id)),))


@message(kind="link.asked")
def asked(ctx: RenderContext, link: int) -> Reply | None:
    """Render the question to the code's owner; None if the link is no longer open."""
    row = ctx.uow.get(Link, link)
    if row is None or row.other is None or row.state != "asked" or row.expires <= ctx.now:
        return None
    return Reply(cards=(cards.asked(ctx, row, *sides(ctx.uow, row.account, row.other)),))


@asked.when_lost
def _unheard(lost: Lost, link: int) -> None:
    """Void a link whose owner cannot be asked, and notify the other side."""
    row = lost.uow.get(Link, link)
    if row and lost.uow.compare_and_set(Link, {"id": row.id, "state": "asked"}, state="void"):
        _end(lost.uow, row)


@message(kind="link.ended")
def ended(ctx: RenderContext) -> Reply | None:
    """Notify the person who typed the code that nothing comes of it."""
    return Reply(cards=(cards.ended(ctx),))


@message(kind="link.failed")
def failed(ctx: RenderContext) -> Reply | None:
    """Tell one side of a link that both agreed and could not be joined all the same."""
    return Reply(cards=(cards.failed(ctx),))


@message(kind="link.done")
def done(ctx: RenderContext, link: int, handle: str, asks: bool) -> Reply | None:
    """Render the result of a merge; the code's owner is asked where digests and messages should go."""
    del link  # it is done, and its row may be gone
    if ctx.account is None:
        return None
    homes = [place.platform for place in contactability.places(ctx.uow, ctx.account.id)] if asks else []
    return Reply(cards=(cards.done(ctx, _side(ctx.uow, ctx.account.id), handle, homes),))


def check_linked(ctx: Context, platform: str) -> str:
    """Return the canonical name of a platform the actor is on. Raises NotFound."""
    name = fold(platform.strip())
    if not ctx.uow.count(Identity, account=ctx.actor.id, platform=name):
        known = ", ".join(identity.platform.capitalize() for identity in ctx.uow.all(Identity, account=ctx.actor.id))
        raise NotFound(L("You are not on {platform:b} here, but on {known}."), platform=platform[:20], known=known)
    return name
