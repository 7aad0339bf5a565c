"""The inbox as cards: one line a group, decisions with their reasons."""

from __future__ import annotations

from dataclasses import dataclass

from botfeed.core.cards import lines
from botfeed.core.cards import post as post_cards
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import About, Action, Card, Look
from botfeed.core.chat.text import Text
from botfeed.core.model import Account, Decision, Notice, Post, Space
from botfeed.core.work import reach

_ALONE = ("decision", "answer", "digest")  # kinds that are about no post
NAME_MOST = 40  # characters of a picture's title in a line
BUTTONS = 2  # pictures that a button leads to


@dataclass(frozen=True, slots=True)
class Group:
    """Notices of one kind about one picture, newest first."""

    kind: str
    notices: tuple[Notice, ...]
    unread: bool


_ONE = {
    "like": L("{who:b} liked {title}"),
    "comment": L("{who:b} commented on {title}"),
    "follow": L("{who:b} follows you"),
    "remix": L("{who:b} remixed {title}"),
    "mention": L("{who:b} mentioned you in {title}"),
}
_TWO = {
    "like": L("{who:b} and {other:b} liked {title}"),
    "comment": L("{who:b} and {other:b} commented on {title}"),
    "follow": L("{who:b} and {other:b} follow you"),
    "remix": L("{who:b} and {other:b} remixed {title}"),
    "mention": L("{who:b} and {other:b} mentioned you in {title}"),
}
_MANY = {
    "like": L("{who:b} and {n} others liked {title}"),
    "comment": L("{who:b} and {n} others commented on {title}"),
    "follow": L("{who:b} and {n} others follow you"),
    "remix": L("{who:b} and {n} others remixed {title}"),
    "mention": L("{who:b} and {n} others mentioned you in {title}"),
}


def line(voice: Voice, group: Group) -> Text:
    """Say it in one line: "ada and 3 others liked Winter"."""
    newest = group.notices[0]
    if group.kind == "decision":
        row = voice.uow.get(Decision, newest.subject)
        return _says(voice, row) if row else voice.t(L("A decision about {title}"), title=_title(voice, newest))
    if group.kind == "answer":
        return _answer(voice, newest)
    if group.kind == "digest":
        return voice.t(L("Your digest could not be brought to you"))
    actors = list(dict.fromkeys(n.actor for n in group.notices if n.actor is not None))
    names = [lines.name(voice, voice.uow.get(Account, actor)) for actor in actors[:2]]
    values = {"who": names[0], "title": _title(voice, newest)}
    if len(actors) == 1:
        return voice.t(_ONE[group.kind], **values)
    if len(actors) == 2:
        return voice.t(_TWO[group.kind], other=names[1], **values)
    return voice.t(_MANY[group.kind], n=len(actors) - 1, **values)


def _answer(voice: Voice, notice: Notice) -> Text:
    """What an author says to the moderators of a place."""
    row = voice.uow.get(Decision, notice.subject)
    who = lines.name(voice, voice.uow.get(Account, row.account) if row else None)
    said = text.shorten(row.appeal, NAME_MOST) if row else ""
    return voice.t(L("{who:b} answers: “{said}”"), who=who, said=said)


def _title(voice: Voice, notice: Notice) -> str:
    post = voice.uow.get(Post, notice.post)
    return text.shorten(post_cards.title(voice, post), NAME_MOST) if post else voice.s(L("your account"))


def inbox(voice: Voice, groups: list[Group], left: int) -> Card:
    """List what happened, unread first; `left` says how many more groups there are."""
    if not groups:
        empty = voice.t(L("Nothing yet: likes, comments, new followers and remixes will be here."))
        return Card(empty, actions=(Action(voice.s(L("Look around")), "feed", look=Look.PRIMARY),))
    rows = [_row(voice, group) for group in groups]
    more = voice.n(L("and {n} more like these"), L("and {n} more like these"), left) if left else Text()
    onward = (Action(voice.s(L("Next")), "inbox"),) if left else ()
    actions = (*_buttons(voice, groups), *onward, _messages(voice))
    return Card(text.join((*rows, text.quiet(more))), actions=actions, about=About(surface="inbox"))


def _row(voice: Voice, group: Group) -> Text:
    mark = "• " if group.unread else ""
    when = text.quiet(f" · {lines.ago(voice, group.notices[0].created)}")
    return text.of(mark) + line(voice, group) + when


def _buttons(voice: Voice, groups: list[Group]) -> tuple[Action, ...]:
    posts = dict.fromkeys(
        (n.subject if g.kind == "remix" else n.post) for g in groups for n in g.notices[:1] if g.kind not in _ALONE
    )
    late = [n.subject for g in groups for n in g.notices[:1] if g.kind == "digest" and n.subject is not None]
    label = voice.s(L("Open your digest"))
    actions = [Action(label, "digest.read", {"edition": voice.ref(id)}) for id in late[:1]]
    for id in [p for p in posts if p is not None][:BUTTONS]:
        post = voice.uow.get(Post, id)
        if post:
            label = voice.s(L("Open {title}"), title=text.shorten(post_cards.title(voice, post), 20))
            actions.append(Action(label, "open", {"post": voice.ref(id)}))
    return tuple(actions)


def _messages(voice: Voice) -> Action:
    me = voice.account
    wanted = me is not None and (not me.pushes or reach.to(voice.uow, me.id) is None)
    label = voice.s(L("Tell me by message")) if wanted else voice.s(L("Stop messages"))
    return Action(label, "pushes", {"wanted": "1" if wanted else "0"})


def push(voice: Voice, groups: list[Group], all: int) -> Card:
    """Say the first few of what is unread in a message of its own."""
    rows = [line(voice, group) for group in groups]
    left = all - len(groups)
    more = voice.n(L("and {n} more"), L("and {n} more"), left) if left else Text()
    actions = (
        Action(voice.s(L("Inbox")), "inbox", look=Look.PRIMARY),
        Action(voice.s(L("Stop messages")), "pushes", {"wanted": "0"}),
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


def decision(voice: Voice, row: Decision) -> Card:
    """State the reasons of a decision to whom it is about, with the one appeal."""
    words = text.join((_says(voice, row), reason(voice, row), _appeal_line(voice, row)))
    return Card(words, actions=appeal(voice, row))


def _says(voice: Voice, row: Decision) -> Text:
    """What was decided, in a sentence."""
    post = voice.uow.get(Post, row.post)
    about = post_cards.title(voice, post) if post else voice.s(L("A comment of yours"))
    if row.comment is not None:
        return voice.t(L("A comment of yours is not shown."))
    values = {"title": text.shorten(about, NAME_MOST), "place": _place(voice, row)}
    return voice.t(_KINDS.get(row.kind, L("A decision about {title}")), **values)


def _place(voice: Voice, row: Decision) -> str:
    space = voice.uow.get(Space, row.space)
    return space.title if space else ""


def reason(voice: Voice, row: Decision) -> Text:
    """Say why, and who decided: a program or a person."""
    if row.space is not None:
        return voice.t(L("Reason: {why}"), why=row.reason) if row.reason else Text()
    why = lines.category(voice, row.reason) if row.reason in lines.CATEGORY_WORDS else row.reason
    by = voice.s(L("an automatic check")) if row.by == "review" else voice.s(L("a person who runs this place"))
    return voice.t(L("Reason: {why}. Decided by {by}."), why=why, by=by)


def appeal(voice: Voice, row: Decision) -> tuple[Action, ...]:
    """Give the button of the one appeal, until it was used."""
    if row.appealed or row.overturned or row.kind in ("restore", "unsuspend", "back"):
        return ()
    if row.space is not None:
        return (Action(voice.s(L("Answer its moderators")), "appeal", {"decision": voice.ref(row.id)}),)
    return (Action(voice.s(L("Appeal")), "appeal", {"decision": voice.ref(row.id)}),)


def _appeal_line(voice: Voice, row: Decision) -> Text:
    if row.outcome:
        return voice.t(L("Your appeal was answered: {outcome}"), outcome=row.outcome)
    return text.quiet(voice.t(L("Your appeal is being read."))) if row.appealed else Text()
