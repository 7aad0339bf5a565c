"""What is said below a post, as a card of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from botfeed.core.cards import inbox, lines
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Action, Ask, Card, Field
from botfeed.core.chat.text import Text
from botfeed.core.model import Account, Comment, Decision, Post, PostState

SHORT = 40  # characters of a comment in a choice


@dataclass(frozen=True, slots=True)
class Thread:
    """One page of comments, newest first, and who wrote them."""

    comments: tuple[Comment, ...]
    page: int = 1
    pages: int = 1
    authors: dict[int, Account] = field(default_factory=dict)


def thread(voice: Voice, post: Post, what: Thread) -> Card:
    """List a page of comments with what this person may do about them."""
    if not what.comments:
        empty = text.quiet(voice.t(L("Nobody said anything yet.")))
        return Card(empty, actions=_actions(voice, post, what))
    rows = [_row(voice, what, comment) for comment in what.comments]
    place = voice.t(L("page {page} of {pages}"), page=what.page, pages=what.pages) if what.pages > 1 else Text()
    return Card(text.join((*rows, text.quiet(place))), actions=_actions(voice, post, what))


def _row(voice: Voice, what: Thread, comment: Comment) -> Text:
    name = lines.name(voice, what.authors.get(comment.author))
    when = lines.ago(voice, comment.created)
    if comment.state is not PostState.PUBLIC:
        when = voice.s(L("being checked, only you see it"))
    return text.join((text.bold(name), comment.text, text.quiet(when)), " · ")


def _actions(voice: Voice, post: Post, what: Thread) -> tuple[Action, ...]:
    ref = voice.ref(post.id)
    actions = []
    if what.page > 1:
        actions.append(Action(voice.s(L("Newer")), "open", {"post": ref, "page": str(what.page - 1)}))
    if what.page < what.pages:
        actions.append(Action(voice.s(L("Older")), "open", {"post": ref, "page": str(what.page + 1)}))
    me = voice.account.id if voice.account else None
    mine = [c for c in what.comments if c.author == me]
    if mine:
        actions.append(_about(voice, voice.s(L("Delete my comment")), "uncomment", mine, ref))
    others = [c for c in what.comments if c.author != me]
    if others and post.author == me:
        actions.append(_about(voice, voice.s(L("Hide a comment")), "hidecomment", others, ref))
    return tuple(actions)


def _about(voice: Voice, label: str, command: str, comments: list[Comment], post: str) -> Action:
    """Act at once where there is one; ask which where there are several."""
    args = {"comment": voice.ref(comments[0].id)} if len(comments) == 1 else {"post": post}
    return Action(label, command, args)


def which(voice: Voice, command: str, title: str, comments: list[Comment]) -> Ask:
    """Ask which comment is meant."""
    choices = tuple((voice.ref(c.id), text.shorten(c.text, SHORT)) for c in comments)
    return Ask(command, title, (Field("comment", voice.s(L("Which one?")), "choice", choices),))


def decided(voice: Voice, decision: int) -> Card | None:
    row = voice.uow.get(Decision, decision)
    return inbox.decision(voice, row) if row else None
