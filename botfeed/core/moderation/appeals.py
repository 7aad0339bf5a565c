"""Appeals: one for each decision, read and answered by a person."""

from __future__ import annotations

from botfeed.core.cards import lines
from botfeed.core.cards import moderation as cards
from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Choice, Reply
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language import dates, folding
from botfeed.core.language.i18n import L
from botfeed.core.model import Account, Decision, Post, PostState, Report, Space
from botfeed.core.moderation import decisions, reports
from botfeed.core.ports import Unit
from botfeed.core.ports.fields import DecisionWhere
from botfeed.core.spaces import removals
from botfeed.core.work import operators
from botfeed.core.work.messages import message


def appeal(services: Services, uow: Unit, who: Account, id: int, text: str) -> Decision:
    """Appeal a decision, once, and notify the operators. Raises NotFound and BadInput."""
    row = uow.get(Decision, id)
    if row is None or not _concerns(uow, row, who):
        raise NotFound(L("There is no decision of that reference that you can appeal."))
    if not uow.compare_and_set(Decision, {"id": id, "appealed": None}, appeal=text, appealed=uow.now):
        raise BadInput(L("That decision was appealed already. You will hear what came of it."))
    current = uow.get(Decision, id) or row
    if row.space is None or not removals.answered(uow, current):
        operators.tell(services, uow, appealed, f"appealed:{id}", decision=id, by=who.id)
    return current


def _concerns(uow: Unit, row: Decision, who: Account) -> bool:
    if row.kind == "dismiss":
        return bool(uow.count(Report, decision=row.id, account=who.id))
    return row.account == who.id and row.kind in cards.GRAVE


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete the reference of a decision about the actor that can still be appealed, latest first."""
    mine: DecisionWhere = {"account": ctx.actor.id, "appealed": None, "kind__in": sorted(cards.GRAVE)}
    rows = ctx.uow.all(Decision, newest=True, limit=25, **mine)
    named = ((row, _label(ctx, row)) for row in rows)
    return [Choice(ctx.ref(row.id), label) for row, label in named if folding.holds(label, typed)]


def _label(ctx: Context, row: Decision) -> str:
    kind = ctx.s(cards.KINDS.get(row.kind, L("refused")))
    return f"{kind}, {dates.full(ctx.words, row.created.date())}: {lines.category(ctx, row.reason)}"


@message(readers=operators.read)
def appealed(ctx: RenderContext, decision: int, by: int) -> Reply | None:
    """Render an appeal for an operator; None if it is answered already."""
    row = ctx.uow.get(Decision, decision)
    if row is None or row.outcome:
        return None
    return Reply(cards=(cards.appealed(ctx, row, ctx.uow.get(Account, by)),))


def answer(uow: Unit, id: int, reason: str, *, overturn: bool) -> Decision:
    """Answer an appeal, once: uphold the decision or reverse it. Raises NotFound and BadInput."""
    row = uow.get(Decision, id)
    if row is None or row.appealed is None:
        raise NotFound(L("There is no appeal of that reference."))
    if not uow.compare_and_set(Decision, {"id": id, "outcome": ""}, outcome=reason, overturned=overturn):
        raise BadInput(L("That appeal is answered already."))
    if overturn:
        _take_back(uow, row)
    appellants = [r.account for r in uow.all(Report, decision=id)] if row.kind == "dismiss" else [row.account]
    for account in appellants:
        if account is not None:
            decisions.tell(uow, answered, row, account)
    return uow.get(Decision, id) or row


def _take_back(uow: Unit, row: Decision) -> None:
    if row.kind == "dismiss":
        uow.compare_and_set(Report, {"decision": row.id}, state="open", decision=None)
    elif row.kind == "suspend":
        if who := uow.get(Account, row.account):
            decisions.activate(uow, who)
    elif row.kind == removals.AWAY:
        space, post = uow.get(Space, row.space), uow.get(Post, row.post)
        if space and post and removals.standing(uow, space, post.id):
            removals.put_back(uow, space, post, "operator")
    elif row.kind == "bar":
        uow.compare_and_set(Account, {"id": row.account}, invited=True)
    else:
        what = reports.thing(uow, row.comment or row.post or 0)
        if row.kind == "remove":
            what = uow.update(what, state=PostState.HIDDEN)  # removed by this decision, not by its author
        decisions.show_again(uow, what)


@message(kind="appeal.answer")
def answered(ctx: RenderContext, decision: int) -> Reply | None:
    """Render the answer to an appeal for the person who appealed; None before there is one."""
    row = ctx.uow.get(Decision, decision)
    return Reply(cards=(cards.answered(ctx, row),)) if row and row.outcome else None
