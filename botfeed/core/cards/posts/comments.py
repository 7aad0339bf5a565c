"""The comment card below a post."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.people import inbox
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.button import Button, Form
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Ask, Card, Field
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.listing.pages import Page
from botfeed.core.listing.threads import Said
from botfeed.core.model import Comment, Decision, Post, PostState

SHORT = 40  # characters of a comment in a choice
BESIDE = 160  # characters that a platform may count for the name and the time beside a comment
OnComment = Button[[int | None, int | None]]  # acts on a comment, or asks for one below a post


def thread(ctx: RenderContext, post: Post, what: Page[Said]) -> Card:
    """Build one page of comments, with buttons for what the viewer may do about them."""
    if not what.items:
        empty = text.quiet(ctx.t(L("Nobody said anything yet.")))
        return Card(empty, actions=_actions(ctx, post, what))
    return Card(text.join([_row(ctx, said) for said in what.items]), actions=_actions(ctx, post, what))


def _row(ctx: RenderContext, said: Said) -> Text:
    comment, name, to = said.comment, lines.name(ctx, said.author), said.to
    when = lines.ago(ctx, comment.created)
    if comment.state is not PostState.PUBLIC:
        when = ctx.t(L("being checked, only you see it"))
    elif comment.proposed is not None and ctx.account is not None and comment.author == ctx.account.id:
        when = ctx.t(L("your new words are being checked"))
    elif comment.edited is not None:
        when = ctx.t(L("{when}, edited"), when=when)
    head = text.bold(name) + (text.quiet(ctx.s(L(" to {who}"), who=to.handle)) if to else Text())
    return text.join((head, comment.text, text.quiet(when)), " · ")


def _actions(ctx: RenderContext, post: Post, what: Page[Said]) -> tuple[Action, ...]:
    actions = list(
        turns.both(ctx, what, lambda label, page: buttons.open_(ctx, label, post.id, page=page), arrows=False)
    )
    me = ctx.account.id if ctx.account else None
    said = [one.comment for one in what.items]
    mine = [c for c in said if c.author == me]
    if mine:
        actions.append(_about(ctx, buttons.editcomment, L("Edit my comment"), mine))
        actions.append(_about(ctx, buttons.uncomment, L("Delete my comment"), mine))
    others = [c for c in said if c.author != me]
    if others:
        actions.append(_about(ctx, buttons.answercomment, L("Answer"), others))
    if others and post.author == me:
        actions.append(_about(ctx, buttons.hidecomment, L("Hide a comment"), others))
    return tuple(actions)


def _about(ctx: RenderContext, press: OnComment, label: str, comments: list[Comment]) -> Action:
    """Return a button that acts at once on a single comment, or asks which one if there are several."""
    if len(comments) == 1:
        return press(ctx, label, comments[0].id, None)
    return press(ctx, label, None, comments[0].post)


def which(ctx: RenderContext, press: OnComment, title: str, comments: list[Comment]) -> Ask:
    """Build the form that asks which comment is meant."""
    choices = tuple((ctx.ref(c.id), text.shorten(c.text, SHORT)) for c in comments)
    return press.ask(ctx, Form(title, (Field("comment", ctx.s(L("Which one?")), "choice", choices),)), None, None)


def words(ctx: RenderContext, press: OnComment, title: str, found: Sequence[Comment], *, most: int, old: str) -> Ask:
    """Build the form for words about one comment, or about one of several. `old`: words that stand in it."""
    choices = tuple((ctx.ref(c.id), text.shorten(c.text, SHORT)) for c in found)
    which = (Field("comment", ctx.s(L("Which one?")), "choice", choices),) if len(found) > 1 else ()
    label = ctx.s(L("Your words"))
    form = Form(title, (*which, Field("text", label, "long", value=old, most=most)))
    return press.ask(ctx, form, found[0].id if len(found) == 1 else None, found[0].post)


def decided(ctx: RenderContext, decision: int) -> Card | None:
    row = ctx.uow.get(Decision, decision)
    return inbox.decision(ctx, row) if row else None


def reply_asked(ctx: RenderContext, post: Post, actions: tuple[Action, ...]) -> Card:
    """Ask before a reply to a card becomes a comment for the first time, and say who would see it."""
    asks = ctx.t(L("Post your reply as a comment?"))
    about = About(post.id, surface=post_cards.QUESTION)
    return Card(asks + " " + post_cards.who_sees(ctx, post), actions=actions, about=about)


def not_posted(ctx: RenderContext) -> Card:
    """Say that a reply was not made a comment."""
    return Card(ctx.t(L("Nothing was posted.")))
