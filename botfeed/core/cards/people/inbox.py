"""Inbox cards: one line per group of notices, and decisions with their reasons."""

from __future__ import annotations

from dataclasses import dataclass

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.listing.pages import Count, Page
from botfeed.core.model import Account, Decision, Notice, Post, Space

_ALONE = ("decision", "answer", "digest")  # kinds that are about no post
NAME_MOST = 40  # characters of a picture's title in a line
INBOX = "inbox"  # its kind of view
BUTTONS = 2  # pictures that a button leads to


@dataclass(frozen=True, slots=True)
class Group:
    """Notices of one kind about one post, newest first."""

    kind: str
    notices: tuple[Notice, ...]
    unread: bool


_ONE = {
    "like": L("{who:b} liked {title}"),
    "comment": L("{who:b} commented on {title}"),
    "follow": L("{who:b} follows you"),
    "remix": L("{who:b} remixed {title}"),
    "mention": L("{who:b} mentioned you in {title}"),
    "named": L("{who:b} mentioned you in a comment on {title}"),
    "said": L("{who:b} answered you below {title}"),
    "thread": L("{who:b} commented on {title} as well"),
    "wish": L("{who:b} asks to follow you"),
    "accepted": L("{who:b} lets you follow them"),
}
_TWO = {
    "like": L("{who:b} and {other:b} liked {title}"),
    "comment": L("{who:b} and {other:b} commented on {title}"),
    "follow": L("{who:b} and {other:b} follow you"),
    "remix": L("{who:b} and {other:b} remixed {title}"),
    "mention": L("{who:b} and {other:b} mentioned you in {title}"),
    "named": L("{who:b} and {other:b} mentioned you in comments on {title}"),
    "said": L("{who:b} and {other:b} answered you below {title}"),
    "thread": L("{who:b} and {other:b} commented on {title} as well"),
    "wish": L("{who:b} and {other:b} ask to follow you"),
    "accepted": L("{who:b} and {other:b} let you follow them"),
}
_MANY = {
    "like": L("{who:b} and {n} others liked {title}"),
    "comment": L("{who:b} and {n} others commented on {title}"),
    "follow": L("{who:b} and {n} others follow you"),
    "remix": L("{who:b} and {n} others remixed {title}"),
    "mention": L("{who:b} and {n} others mentioned you in {title}"),
    "named": L("{who:b} and {n} others mentioned you in comments on {title}"),
    "said": L("{who:b} and {n} others answered you below {title}"),
    "thread": L("{who:b} and {n} others commented on {title} as well"),
    "wish": L("{who:b} and {n} others ask to follow you"),
    "accepted": L("{who:b} and {n} others let you follow them"),
}


def line(ctx: RenderContext, group: Group) -> Text:
    """Return a group as one line, such as "ada and 3 others liked Winter"."""
    newest = group.notices[0]
    if group.kind == "decision":
        row = ctx.uow.get(Decision, newest.subject)
        return _says(ctx, row) if row else ctx.t(L("A decision about {title}"), title=_title(ctx, newest))
    if group.kind == "answer":
        return _answer(ctx, newest)
    if group.kind == "digest":
        return ctx.t(L("Your digest could not be brought to you"))
    actors = list(dict.fromkeys(n.actor for n in group.notices if n.actor is not None))
    names = [lines.name(ctx, ctx.uow.get(Account, actor)) for actor in actors[:2]]
    values = {"who": names[0], "title": _title(ctx, newest)}
    if len(actors) == 1:
        return ctx.t(_ONE[group.kind], **values)
    if len(actors) == 2:
        return ctx.t(_TWO[group.kind], other=names[1], **values)
    return ctx.t(_MANY[group.kind], n=len(actors) - 1, **values)


def _answer(ctx: RenderContext, notice: Notice) -> Text:
    """Return an author's answer to the moderators of a space as a line."""
    row = ctx.uow.get(Decision, notice.subject)
    who = lines.name(ctx, ctx.uow.get(Account, row.account) if row else None)
    said = text.shorten(row.appeal, NAME_MOST) if row else ""
    return ctx.t(L("{who:b} answers: “{said}”"), who=who, said=said)


def _title(ctx: RenderContext, notice: Notice) -> str:
    post = ctx.uow.get(Post, notice.post)
    return text.shorten(post_cards.title(ctx, post), NAME_MOST) if post else ctx.s(L("your account"))


def inbox(ctx: RenderContext, groups: list[Group], left: Count, *, pushed: bool) -> Card:
    """Build the inbox card. `left`: the number of older notices; `pushed`: the reader gets messages about them."""
    if not groups:
        empty = ctx.t(L("Nothing yet: likes, comments, new followers and remixes will be here."))
        return Card(empty, actions=(buttons.feed(ctx, L("Look around")).primary(),))
    rows = [_row(ctx, group) for group in groups]
    more = left.said(ctx, L("and {n} more like these"), L("and {n} more like these")) if left else Text()
    actions = (*_buttons(ctx, groups), _messages(ctx, pushed=pushed))
    wishes = (buttons.me_requests(ctx, L("Follow requests")).primary(),) if _wish_in(groups) else ()
    return Card(text.join((*rows, text.quiet(more))), actions=(*wishes, *actions), about=About(surface=INBOX))


def around(ctx: RenderContext, what: Page[Notice]) -> tuple[Action, ...]:
    """Return the buttons to newer and older notices."""
    return turns.both(
        ctx, what, lambda label, page: buttons.inbox(ctx, label, page=page), after=L("Next"), arrows=False
    )


def _wish_in(groups: list[Group]) -> bool:
    return any(group.kind == "wish" for group in groups)


def _row(ctx: RenderContext, group: Group) -> Text:
    mark = "• " if group.unread else ""
    when = text.quiet(text.of(" · ") + lines.ago(ctx, group.notices[0].created))
    return text.of(mark) + line(ctx, group) + when


def _buttons(ctx: RenderContext, groups: list[Group]) -> tuple[Action, ...]:
    posts = dict.fromkeys(
        (n.subject if g.kind == "remix" else n.post) for g in groups for n in g.notices[:1] if g.kind not in _ALONE
    )
    late = [n.subject for g in groups for n in g.notices[:1] if g.kind == "digest" and n.subject is not None]
    label = ctx.s(L("Open your digest"))
    actions = [buttons.digest_read(ctx, label, id) for id in late[:1]]
    for id in [p for p in posts if p is not None][:BUTTONS]:
        post = ctx.uow.get(Post, id)
        if post:
            label = ctx.s(L("Open {title}"), title=text.shorten(post_cards.title(ctx, post), 20))
            actions.append(buttons.open_(ctx, label, id))
    return tuple(actions)


def _messages(ctx: RenderContext, *, pushed: bool) -> Action:
    label = ctx.s(L("Stop messages")) if pushed else ctx.s(L("Tell me by message"))
    return buttons.pushes(ctx, label, wanted=not pushed)


def push(ctx: RenderContext, groups: list[Group], left: Count) -> Card:
    """Build the push message: the first few unread groups. `left`: the number of other unread notices."""
    rows = [line(ctx, group) for group in groups]
    more = left.said(ctx, L("and {n} more"), L("and {n} more")) if left else Text()
    actions = (
        buttons.inbox(ctx, L("Inbox")).primary(),
        buttons.pushes(ctx, L("Stop messages"), wanted=False),
    )
    return Card(text.join((*rows, text.quiet(more))), actions=actions)


_KINDS = {
    "hide": L("{title} was hidden: others do not see it."),
    "restore": L("{title} was restored: it is seen again as before."),
    "remove": L("{title} was removed for good."),
    "suspend": L("Your account was suspended: you can read, but not post."),
    "unsuspend": L("Your account is active again."),
    "refuse": L("{title} was not published. It stays private, in your library."),
    "away": L("{title} was taken out of {place} by its moderators. Everywhere else it stands as before."),
    "back": L("{title} was put back in {place} by its moderators."),
}


def decision(ctx: RenderContext, row: Decision) -> Card:
    """Build the statement of reasons for the person concerned, with a button for the single appeal."""
    words = text.join((_says(ctx, row), reason(ctx, row), _appeal_line(ctx, row)))
    return Card(words, actions=appeal(ctx, row))


def _says(ctx: RenderContext, row: Decision) -> Text:
    """Return the decision as one sentence."""
    post = ctx.uow.get(Post, row.post)
    about = post_cards.title(ctx, post) if post else ctx.s(L("A comment of yours"))
    if row.comment is not None:
        return ctx.t(L("A comment of yours is not shown."))
    values = {"title": text.shorten(about, NAME_MOST), "place": _place(ctx, row)}
    return ctx.t(_KINDS.get(row.kind, L("A decision about {title}")), **values)


def _place(ctx: RenderContext, row: Decision) -> str:
    space = ctx.uow.get(Space, row.space)
    return space.title if space else ""


def reason(ctx: RenderContext, row: Decision) -> Text:
    """Return the reason, with a note on whether a program or a person decided."""
    if row.space is not None:
        return ctx.t(L("Reason: {why}"), why=row.reason) if row.reason else Text()
    why = lines.category(ctx, row.reason) if row.reason in lines.CATEGORY_WORDS else row.reason
    by = ctx.s(L("an automatic check")) if row.by == "review" else ctx.s(L("a person who runs this place"))
    return ctx.t(L("Reason: {why}. Decided by {by}."), why=why, by=by)


def appeal(ctx: RenderContext, row: Decision) -> tuple[Action, ...]:
    """Return the button of the single appeal; empty once it was used or does not apply."""
    if row.appealed or row.overturned or row.kind in ("restore", "unsuspend", "back"):
        return ()
    if row.space is not None:
        return (buttons.appeal(ctx, L("Answer its moderators"), row.id),)
    return (buttons.appeal(ctx, L("Appeal"), row.id),)


def _appeal_line(ctx: RenderContext, row: Decision) -> Text:
    if row.outcome:
        return ctx.t(L("Your appeal was answered: {outcome}"), outcome=row.outcome)
    return text.quiet(ctx.t(L("Your appeal is being read."))) if row.appealed else Text()
