"""Unlinking a platform: its identity becomes a new account, which gets what was painted there (`account_shares`); what
else there is stays with the old one.
Blocks and mutes are copied, so that unlinking cannot evade a block.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from botfeed.core.cards.people import account_links as cards
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.errors import BadInput, Limited
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Account, Block, Draft, Identity, Link, Mute, Right, Space, Subscription
from botfeed.core.people import account_link, account_merge, account_merge_rules, account_shares, accounts
from botfeed.core.ports import Unit
from botfeed.core.work import contactability

TIMES = 3  # a day: each makes an account
APART: tuple[tuple[type[Any], str], ...] = (
    (Block, "account"),
    (Block, "blocked"),
    (Mute, "account"),
    (Mute, "muted"),
)


def ask(ctx: Context, platform: str) -> Reply:
    """Return the card that explains unlinking. Raises NotFound, and BadInput for the only platform."""
    name = account_link.check_linked(ctx, platform)
    return Reply(cards=(cards.unlink_asked(ctx, name, ctx.actor, _remaining(ctx, name)),))


def _remaining(ctx: Context, platform: str) -> tuple[str, ...]:
    """Return the other platforms of the account. Raises BadInput where there is none."""
    others = ctx.uow.all(Identity, account=ctx.actor.id, platform__ne=platform)
    if not others:
        raise BadInput(
            L("That is the only place you are in. {delete:c} ends your account."), delete=CommandLine("/me delete")
        )
    return tuple(identity.platform for identity in others)


def part(ctx: Context, platform: str) -> Reply:
    """Make the identity an account of its own. Raises NotFound, BadInput, Limited."""
    uow, me = ctx.uow, ctx.actor.id
    account_link.hold(uow, me)  # of two that leave at once the second sees what the first left
    name = account_link.check_linked(ctx, platform)
    stays = _remaining(ctx, name)
    leaving = uow.one(Identity, account=me, platform=name)
    assert leaving is not None
    if ctx.uow.quotas.wait(f"unlink:{me}", timedelta(days=1) / TIMES, TIMES):
        raise Limited(L("You left a platform {n} times today. Let it rest until tomorrow."), n=TIMES)
    fresh = _fresh(ctx, leaving)
    if not uow.compare_and_set(Identity, {"id": leaving.id, "account": me}, account=fresh.id, missed=""):
        raise BadInput(L("That changed a moment ago. Look again."))
    _apart(uow, me, fresh.id)
    _follow(uow, me, fresh.id, name)
    account_shares.part(uow, me, fresh.id, name)
    return Reply(cards=(cards.unlinked(ctx, fresh.handle, name, ctx.actor, stays),), update=True)


def _fresh(ctx: Context, leaving: Identity) -> Account:
    """Create the new account with the old one's admission, settings and today's used allowance."""
    account = accounts.new(ctx.services, ctx.uow, leaving.name, ctx.actor.language)
    account_merge.allowances(ctx.uow, ctx.actor.id, account.id, copy=True)
    me = ctx.actor
    return ctx.uow.update(account, zone=me.zone, invited=me.invited, barred=me.barred, pushes=me.pushes)


def _apart(uow: Unit, me: int, fresh: int) -> None:
    """Copy blocks and mutes by and of the account to the new one."""
    for noun, name in APART:
        where: dict[str, Any] = {name: me}
        for row in uow.all(noun, **where):
            uow.insert(replace(row, id=uow.new_id(), **{name: fresh}))


def _follow(uow: Unit, me: int, fresh: int, platform: str) -> None:
    """Move or end everything tied to the platform.
    That is: rights there, open forms, links, and addresses of digest and messages.
    """
    for right in uow.all(Right, account=me):
        space = uow.get(Space, right.space)
        if space and space.platform == platform:
            uow.update(right, account=fresh)
    for draft in uow.all(Draft, account=me):
        if draft.place.startswith(f"{platform}:"):
            uow.delete(Draft, id=draft.id)
    uow.compare_and_set(Link, {"account": me, "state__in": account_merge_rules.OPEN_LINKS}, state="void")
    uow.compare_and_set(Link, {"other": me, "state__in": account_merge_rules.OPEN_LINKS}, state="void")
    uow.compare_and_set(Space, {"keeper": me, "platform": platform}, keeper=fresh)
    uow.compare_and_set(Account, {"id": me, "home": platform}, home="")
    row = uow.one(Subscription, account=me)
    if row and row.address.platform == platform:
        elsewhere = contactability.to(uow, me)
        values = {"address": elsewhere} if elsewhere else {"state": "paused", "due": None}
        uow.update(row, **values)
