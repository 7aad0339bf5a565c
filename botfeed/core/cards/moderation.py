"""What the people who keep order see, and what everybody else hears of their decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from botfeed.core.cards import inbox, lines
from botfeed.core.cards import post as post_cards
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Action, Card, Look
from botfeed.core.chat.text import Line, Text
from botfeed.core.model import Account, Comment, Decision, Post, PostState, Report

NOTES = 3  # shown of one case
NOTE_MOST = 200  # characters of each
GRAVE = ("hide", "remove", "suspend", "bar", "refuse", "away")  # what may be appealed by whom it is about

REASONS = {
    "spam": L("spam"),
    "copied": L("somebody else's work or face"),
    **lines.CATEGORY_WORDS,
    "other": L("something else"),
}
_DONE = {
    "hide": L("It was hidden."),
    "restore": L("It was restored."),
    "remove": L("It was removed."),
    "suspend": L("Its author's account was suspended."),
    "dismiss": L("It stays as it is."),
}
_ABOUT_YOU = {
    "admit": L("You may use this botfeed now. {start:c} shows the way."),
    "bar": L("You can't use this botfeed any longer. What you made is kept; {export:c} gives it to you."),
}


def reason(voice: Voice, name: str) -> str:
    """Name a reason in the reader's language; a person's own words stay as they are."""
    return voice.s(REASONS[name]) if name in REASONS else name


def case(voice: Voice, what: Post | Comment, reports: Sequence[Report]) -> Card:
    """One reported thing, why, and what can be done about it."""
    head = voice.n(L("Reported once: {why}"), L("Reported {n} times: {why}"), len(reports), why=_why(voice, reports))
    notes = [text.of(f"“{text.shorten(r.note, NOTE_MOST)}”") for r in reports if r.note][:NOTES]
    author = voice.uow.get(Account, what.author)
    shown = text.of(f"“{what.text}”") if isinstance(what, Comment) else _post(voice, what)
    words = text.join((head, *notes, shown, text.quiet(_state(voice, what, author))))
    picture = () if isinstance(what, Comment) else (lines.media(post_cards.origin(voice, what)[0]),)
    return Card(words, picture, _choices(voice, what, author))


def _why(voice: Voice, reports: Sequence[Report]) -> str:
    counted = Counter(r.reason for r in reports)
    return ", ".join(reason(voice, name) + (f" ({n})" if n > 1 else "") for name, n in counted.most_common())


def _post(voice: Voice, post: Post) -> Text:
    return text.join((text.bold(post_cards.title(voice, post)), post_cards.byline(voice, post)))


def _state(voice: Voice, what: Post | Comment, author: Account | None) -> Text:
    hidden = what.state is not PostState.PUBLIC
    place = voice.t(L("Others do not see it now.")) if hidden else voice.t(L("Others see it now."))
    return text.join(
        (place, voice.t(L("By {who}, ref {ref:c}"), who=lines.name(voice, author), ref=voice.ref(what.id))), " "
    )


def _choices(voice: Voice, what: Post | Comment, author: Account | None) -> tuple[Action, ...]:
    ref = {"ref": voice.ref(what.id)}
    hidden = what.state is PostState.HIDDEN
    actions = [
        Action(voice.s(L("Restore")), "admin.restore", ref)
        if hidden
        else Action(voice.s(L("Hide")), "admin.hide", ref),
        Action(voice.s(L("Dismiss")), "admin.dismiss", ref),
        Action(voice.s(L("Remove")), "admin.remove", ref, Look.DANGER),
    ]
    if author:
        actions.append(Action(voice.s(L("Suspend")), "admin.suspend", {"who": author.handle}, Look.DANGER))
    return tuple(actions)


def pages(voice: Voice, page: int, of: int) -> Card:
    """The foot of the queue: which case this is, and the way to its neighbours."""
    actions = []
    if page > 1:
        actions.append(Action(voice.s(L("Earlier case")), "admin.reports", {"page": str(page - 1)}))
    if page < of:
        actions.append(Action(voice.s(L("Next case")), "admin.reports", {"page": str(page + 1)}))
    return Card(text.quiet(voice.t(L("Case {page} of {of}"), page=page, of=of)), actions=tuple(actions))


def decided(voice: Voice, row: Decision, told: int) -> Card:
    """Confirm a decision to who made it."""
    what = voice.t(L("Done: {kind:b}."), kind=voice.s(KINDS.get(row.kind, row.kind)))
    heard = voice.n(L("One person is told why."), L("{n} people are told why."), told) if told else Text()
    actions = (Action(voice.s(L("Open reports")), "admin.reports", look=Look.PRIMARY),)
    return Card(text.join((what, heard), " "), actions=actions)


KINDS = {
    "hide": L("hidden"),
    "restore": L("restored"),
    "remove": L("removed for good"),
    "suspend": L("suspended"),
    "unsuspend": L("active again"),
    "dismiss": L("dismissed"),
    "admit": L("let in"),
    "bar": L("shut out"),
    "away": L("taken out of a place"),
    "back": L("put back"),
}


def statement(voice: Voice, row: Decision) -> Card:
    """The statement of reasons, as its reader is concerned by it: as the author, or as who reported."""
    me = voice.account
    if me is not None and row.account == me.id and row.kind != "dismiss":
        return _to_author(voice, row)
    return _to_reporter(voice, row)


def _to_author(voice: Voice, row: Decision) -> Card:
    if row.kind not in _ABOUT_YOU:
        return inbox.decision(voice, row)
    says = voice.t(_ABOUT_YOU[row.kind], start=Line("/start"), export=Line("/me export"))
    return Card(text.join((says, inbox.reason(voice, row))), actions=_appeal(voice, row))


def _to_reporter(voice: Voice, row: Decision) -> Card:
    post = voice.uow.get(Post, row.post)
    title = text.shorten(post_cards.title(voice, post), inbox.NAME_MOST) if post else voice.s(L("something"))
    says = voice.t(L("You reported {title:b}. {done}"), title=title, done=voice.s(_DONE.get(row.kind, row.kind)))
    closing = text.quiet(voice.t(L("Your appeal is being read."))) if row.appealed and row.kind == "dismiss" else Text()
    actions = _appeal(voice, row) if row.kind == "dismiss" else ()
    return Card(text.join((says, inbox.reason(voice, row), closing)), actions=actions)


def _appeal(voice: Voice, row: Decision) -> tuple[Action, ...]:
    if row.appealed or row.kind not in (*GRAVE, "dismiss"):
        return ()
    return (Action(voice.s(L("Appeal")), "appeal", {"decision": voice.ref(row.id)}),)


def appealed(voice: Voice, row: Decision, who: Account | None) -> Card:
    """An appeal, for who decides about it."""
    kind = voice.s(KINDS.get(row.kind, L("refused")))
    head = voice.t(L("{who:b} appeals a decision: {kind}."), who=lines.name(voice, who), kind=kind)
    words = text.join((head, inbox.reason(voice, row), text.of(f"“{row.appeal}”")))
    ref = {"decision": voice.ref(row.id)}
    actions = (
        Action(voice.s(L("Uphold")), "admin.appeal", {**ref, "outcome": "uphold"}),
        Action(voice.s(L("Overturn")), "admin.appeal", {**ref, "outcome": "overturn"}),
    )
    return Card(words, actions=actions)


def answered(voice: Voice, row: Decision) -> Card:
    """What came of an appeal."""
    head = L("Your appeal was right: the decision is taken back.") if row.overturned else L("The decision stands.")
    return Card(text.join((voice.t(head), voice.t(L("Reason: {why}"), why=row.outcome))))
