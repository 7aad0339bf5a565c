"""What is said below a post, as a card of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from botfeed.core.cards import lines
from botfeed.core.cards.people import inbox
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Ask, Card, Field
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Comment, Decision, Post, PostState

SHORT = 40  # characters of a comment in a choice


@dataclass(frozen=True, slots=True)
class Thread:
    """One page of comments, newest first, and who wrote them."""

    comments: tuple[Comment, ...]
    page: int = 1
    pages: int = 1
    authors: dict[int, Account] = field(default_factory=dict)


def thread(ctx: RenderContext, post: Post, what: Thread) -> Card:
    """List a page of comments with what this person may do about them."""
    if not what.comments:
        empty = text.quiet(ctx.t(L("Nobody said anything yet.")))
        return Card(empty, actions=_actions(ctx, post, what))
    rows = [_row(ctx, what, comment) for comment in what.comments]
    place = ctx.t(L("page {page} of {pages}"), page=what.page, pages=what.pages) if what.pages > 1 else Text()
    return Card(text.join((*rows, text.quiet(place))), actions=_actions(ctx, post, what))


def _row(ctx: RenderContext, what: Thread, comment: Comment) -> Text:
    name = lines.name(ctx, what.authors.get(comment.author))
    when = lines.ago(ctx, comment.created)
    if comment.state is not PostState.PUBLIC:
        when = ctx.s(L("being checked, only you see it"))
    return text.join((text.bold(name), comment.text, text.quiet(when)), " · ")


def _actions(ctx: RenderContext, post: Post, what: Thread) -> tuple[Action, ...]:
    ref = ctx.ref(post.id)
    actions = []
    if what.page > 1:
        actions.append(Action(ctx.s(L("Newer")), "open", {"post": ref, "page": str(what.page - 1)}))
    if what.page < what.pages:
        actions.append(Action(ctx.s(L("Older")), "open", {"post": ref, "page": str(what.page + 1)}))
    me = ctx.account.id if ctx.account else None
    mine = [c for c in what.comments if c.author == me]
    if mine:
        actions.append(_about(ctx, ctx.s(L("Delete my comment")), "uncomment", mine, ref))
    others = [c for c in what.comments if c.author != me]
    if others and post.author == me:
        actions.append(_about(ctx, ctx.s(L("Hide a comment")), "hidecomment", others, ref))
    return tuple(actions)


def _about(ctx: RenderContext, label: str, command: str, comments: list[Comment], post: str) -> Action:
    """Act at once where there is one; ask which where there are several."""
    args = {"comment": ctx.ref(comments[0].id)} if len(comments) == 1 else {"post": post}
    return Action(label, command, args)


def which(ctx: RenderContext, command: str, title: str, comments: list[Comment]) -> Ask:
    """Ask which comment is meant."""
    choices = tuple((ctx.ref(c.id), text.shorten(c.text, SHORT)) for c in comments)
    return Ask(command, title, (Field("comment", ctx.s(L("Which one?")), "choice", choices),))


def decided(ctx: RenderContext, decision: int) -> Card | None:
    row = ctx.uow.get(Decision, decision)
    return inbox.decision(ctx, row) if row else None
