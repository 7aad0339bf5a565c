"""Decisions of moderators: each writes one statement of reasons, notifies the people concerned, and may be
appealed once.
Posts and comments: hide, restore, remove, dismiss. People: suspend, unsuspend. People and spaces: admit, bar.
Each is one step in a transaction, used by chat commands and the command line alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from botfeed.core.cards import moderation as cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.copies import standing
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, AccountState, Comment, Decision, Post, PostState, Report, Space
from botfeed.core.moderation import reports
from botfeed.core.people import accounts, departures
from botfeed.core.ports import Unit
from botfeed.core.safety import visibility
from botfeed.core.social import comments, notices, posts
from botfeed.core.work import outbox
from botfeed.core.work.messages import MessageKind, To, message


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the number of people notified of it."""

    decision: Decision
    notified: int


def hide(uow: Unit, what: Post | Comment, reason: str, by: str = "operator") -> Decided:
    """Hide a post or comment; it can be restored. Raises BadInput if it is not visible already."""
    if what.state in (PostState.HIDDEN, PostState.REMOVED, PostState.REFUSED):
        raise BadInput(L("That is out of sight already."))
    if isinstance(what, Post):
        posts.hide(uow, what, reason)
    else:
        comments.hide(uow, what)
    return _leave(uow, "hide", reason, by, what)


def remove(uow: Unit, what: Post | Comment, reason: str, by: str = "operator") -> Decided:
    """Remove a post or comment permanently. Raises BadInput if it is removed already.
    One that its author took down meanwhile stays down: its picture cannot be published again.
    """
    if what.state is PostState.REMOVED and isinstance(what, Comment):
        raise BadInput(L("That is removed already."))
    if isinstance(what, Post):
        posts.remove(uow, what, reason)
    else:
        comments.hide(uow, what, PostState.REMOVED)
    return _leave(uow, "remove", reason, by, what)


def restore(uow: Unit, what: Post | Comment, reason: str, by: str = "operator") -> Decided:
    """Publish a hidden or refused post or comment again. Raises BadInput if it was neither."""
    show_again(uow, what)
    return _leave(uow, "restore", reason, by, what)


def show_again(uow: Unit, what: Post | Comment) -> None:
    """Make a hidden or refused post or comment visible again, without a statement.
    Raises BadInput if it was neither.
    """
    if what.state not in (PostState.HIDDEN, PostState.REFUSED):
        raise BadInput(L("That was neither hidden nor refused."))
    if isinstance(what, Post):
        posts.restore(uow, what)
    else:
        comments.restore(uow, what)


def dismiss(uow: Unit, what: Post | Comment, reason: str, by: str = "operator") -> Decided:
    """Close the open reports and change nothing else. Only the reporters are notified.
    Raises BadInput without open reports.
    """
    if not reports.about(uow, what).reports:
        raise BadInput(L("There is no open report about that."))
    return _leave(uow, "dismiss", reason, by, what)


def close(uow: Unit, id: int, reason: str, by: str = "operator") -> Decided:
    """Close the open reports about a post or comment that is gone. Only the reporters are notified.
    Raises NotFound without open reports.
    """
    open_reports = reports.about_gone(uow, id)
    if not open_reports:
        raise NotFound(L("There is no post and no comment of that reference."))
    row = Decision(uow.new_id(), "dismiss", reason, uow.now, post=open_reports[0].post, by=by)
    return _record(uow, row, open_reports)


def suspend(uow: Unit, who: Account, reason: str, by: str = "operator") -> Decided:
    """Suspend an active account: it may read but not post, and its posts are hidden meanwhile.
    Raises BadInput.
    """
    if not uow.compare_and_set(Account, {"id": who.id, "state": AccountState.ACTIVE}, state=AccountState.SUSPENDED):
        raise BadInput(L("That account is not active."))
    standing.follow(uow, who.id)
    return _record(uow, Decision(uow.new_id(), "suspend", reason, uow.now, account=who.id, by=by))


def unsuspend(uow: Unit, who: Account, reason: str, by: str = "operator") -> Decided:
    """End a suspension and record the decision. Raises BadInput if the account is not suspended."""
    activate(uow, who)
    return _record(uow, Decision(uow.new_id(), "unsuspend", reason, uow.now, account=who.id, by=by))


def activate(uow: Unit, who: Account) -> None:
    """End a suspension without a statement. Raises BadInput if the account is not suspended."""
    if not uow.compare_and_set(Account, {"id": who.id, "state": AccountState.SUSPENDED}, state=AccountState.ACTIVE):
        raise BadInput(L("That account is not suspended."))
    departures.lifted(uow, who.id)
    standing.follow(uow, who.id)


def access(uow: Unit, to: Account | Space, allowed: bool, reason: str, by: str = "operator") -> Decided:
    """Admit a person or space to this instance, or bar them."""
    kind = "admit" if allowed else "bar"
    if isinstance(to, Space):
        uow.update(to, approved=allowed, barred=not allowed)
        return _record(uow, Decision(uow.new_id(), kind, reason, uow.now, by=by))
    uow.update(to, invited=allowed, barred=not allowed)
    return _record(uow, Decision(uow.new_id(), kind, reason, uow.now, account=to.id, by=by))


def whom(uow: Unit, name: str) -> Account | Space:
    """Return a person by handle, or a space by `platform:id` (created if unknown) or `#title`.
    Raises NotFound.
    """
    if name.startswith("#"):
        found = uow.all(Space, title=name[1:], limit=2)
        if len(found) != 1:
            raise NotFound(L("There is not exactly one place called {name:c}. Name it as platform:id."), name=name[:60])
        return found[0]
    platform, colon, ref = name.partition(":")
    if not colon:
        return accounts.find(uow, name)
    uow.insert(Space(uow.new_id(), platform, ref, ref, uow.now))
    space = uow.one(Space, platform=platform, ref=ref)
    assert space is not None
    return space


def _leave(uow: Unit, kind: str, reason: str, by: str, what: Post | Comment) -> Decided:
    post, comment = (what.id, None) if isinstance(what, Post) else (what.post, what.id)
    row = Decision(uow.new_id(), kind, reason, uow.now, account=what.author, post=post, comment=comment, by=by)
    return _record(uow, row, reports.about(uow, what).reports)


def _record(uow: Unit, row: Decision, closed: Iterable[Report] = ()) -> Decided:
    """Insert the decision, close the reports it answers, and notify everybody concerned once."""
    uow.insert(row)
    if row.kind == "suspend" and row.account is not None:
        closed = reports.of_author(uow, row.account)
    concerned = []
    for report in closed:
        uow.update(report, state="decided", decision=row.id)
        concerned.append(report.account)
    if row.account is not None and row.kind != "dismiss":
        notices.tell(uow, row.account, "decision", post=row.post, subject=row.id, push=False)
        concerned.append(row.account)
    notified = [tell(uow, decision, row, account) for account in dict.fromkeys(concerned)]
    return Decided(row, sum(notified))


def tell(uow: Unit, message: MessageKind[[int]], row: Decision, account: int) -> bool:
    """Queue a private message about a decision, once. Returns False if the person cannot be reached."""
    address = outbox.to(uow, account)
    key = f"{message.kind}:{row.id}:{account}"
    return bool(address and message.post(uow, To(address, key=key, account=account), row.id))


@message(kind="decision")
def decision(ctx: RenderContext, decision: int) -> Reply | None:
    """Render the statement of reasons for a person concerned."""
    row = ctx.uow.get(Decision, decision)
    if row is None or ctx.account is None:
        return None
    post = ctx.uow.get(Post, row.post)
    seen = post if post and visibility.may_see(ctx.uow, visibility.of(ctx), post) else None
    return Reply(cards=(cards.statement(ctx, row, seen),))
