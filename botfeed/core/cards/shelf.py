"""What somebody saved, as sheets, and what can be done with a shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botfeed.core.cards import sheet
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Action, Card, Look
from botfeed.core.chat.text import Text
from botfeed.core.model import Account, Collection, Post

BUTTONS = 8  # shelves that have a button


@dataclass(frozen=True, slots=True)
class Page:
    """One page of saved posts."""

    posts: Sequence[Post]
    number: int = 1
    pages: int = 1


def saved(voice: Voice, what: Page, shelves: Sequence[Collection], shelf: Collection | None) -> Card:
    """Show one's own saved posts, all or those of a shelf."""
    heading = voice.t(L("You saved these. Only you see this."))
    if shelf is not None:
        says = L("Your shelf {title:b}. Whoever has its link can look.") if shelf.shared else L("Your shelf {title:b}.")
        heading = voice.t(says, title=shelf.title)
    if not what.posts:
        empty = voice.t(L("Nothing is saved here. Save stands behind ⋯ on every picture."))
        heading = text.join((heading, empty)) if shelf else empty
    actions = _own(voice, shelf) if shelf else _others(shelves)
    turns = _turns(voice, "saved", {"shelf": shelf.title if shelf else ""}, what)
    return _paged(voice, heading, what, (*turns, *actions))


def _own(voice: Voice, shelf: Collection) -> tuple[Action, ...]:
    title = {"shelf": shelf.title}
    share = Action(voice.s(L("Share")), "shelf.share", title)
    if shelf.shared:
        share = Action(voice.s(L("Stop sharing")), "shelf.share", {**title, "wanted": "0"})
    return (
        share,
        Action(voice.s(L("Rename")), "shelf.rename", title),
        Action(voice.s(L("Delete shelf")), "shelf.delete", title, Look.DANGER),
    )


def _others(shelves: Sequence[Collection]) -> tuple[Action, ...]:
    return tuple(Action(shelf.title, "saved", {"shelf": shelf.title}) for shelf in shelves[:BUTTONS])


def opened(voice: Voice, what: Page, shelf: Collection, owner: Account) -> Card:
    """Show somebody's shared shelf, as far as the reader may see what stands on it."""
    heading = voice.t(L("{title:b}, a shelf of {who}"), title=shelf.title, who=owner.handle)
    if not what.posts:
        heading = text.join((heading, voice.t(L("Nothing on it that you can see."))))
    turns = _turns(voice, "shelf.open", {"shelf": voice.ref(shelf.id)}, what)
    return _paged(voice, heading, what, (*turns, Action(owner.handle, "profile", {"who": owner.handle})))


def shared(voice: Voice, shelf: Collection) -> Card:
    """Say how others get to a shelf that is shared now."""
    says = voice.t(
        L("Your shelf {title:b} is shared. Whoever types {open:c} sees of it what they may see."),
        title=shelf.title,
        open=f"/shelf open {voice.ref(shelf.id)}",
    )
    actions = (
        Action(voice.s(L("Look at it")), "shelf.open", {"shelf": voice.ref(shelf.id)}, Look.PRIMARY),
        Action(voice.s(L("Stop sharing")), "shelf.share", {"shelf": shelf.title, "wanted": "0"}),
    )
    return Card(says, actions=actions)


def sure(voice: Voice, shelf: Collection, posts: int) -> Card:
    """Say what goes with a shelf, and ask for the second press."""
    says = voice.t(L("Delete the shelf {title:b}?"), title=shelf.title)
    keeps = voice.n(L("The picture on it stays saved."), L("The {n} pictures on it stay saved."), posts)
    ends = voice.t(L("Its link leads nowhere then.")) if shelf.shared else ""
    title = {"shelf": shelf.title}
    actions = (
        Action(voice.s(L("Keep it")), "saved", title),
        Action(voice.s(L("Yes, delete")), "shelf.delete", {**title, "sure": "1"}, Look.DANGER),
    )
    return Card(text.join((says, keeps if posts else Text(), ends)), actions=actions)


def _paged(voice: Voice, heading: Text, what: Page, actions: tuple[Action, ...]) -> Card:
    place = voice.t(L("page {page} of {pages}"), page=what.number, pages=what.pages) if what.pages > 1 else Text()
    return sheet.sheet(voice, text.join((heading, text.quiet(place))), what.posts, actions, surface="shelf")


def _turns(voice: Voice, verb: str, args: dict[str, str], what: Page) -> tuple[Action, ...]:
    before = Action("◀ " + voice.s(L("Newer")), verb, {**args, "page": str(what.number - 1)})
    after = Action(voice.s(L("Older")) + " ▶", verb, {**args, "page": str(what.number + 1)})
    return ((before,) if what.number > 1 else ()) + ((after,) if what.number < what.pages else ())
