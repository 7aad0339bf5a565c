"""Lists of people, with one line and one button each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.buttons import turns
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.listing.pages import Page
from botfeed.core.model import Account

BIO_MOST = 80  # characters of what somebody says of themselves in a line
TAGS_SHOWN = 5  # that have a button
Turn = Callable[[RenderContext, str, str, str], Action]  # the button of a page of somebody


@dataclass(frozen=True, slots=True)
class Circle:
    """A page of people, newest first; `mine` holds the ids of those the viewer follows."""

    page: Page[Account]
    mine: frozenset[int]

    @property
    def people(self) -> tuple[Account, ...]:
        return self.page.items


def circle(
    ctx: RenderContext, turn: Turn, them: Account, what: Circle, heading: Text, empty: Text, tags: tuple[str, ...] = ()
) -> Card:
    """Build one page of people around a person. `turn` makes the paging buttons.
    `tags` are the tags they follow.
    """
    rows = [heading, *(_row(ctx, person) for person in what.people)]
    if not what.people and not tags:
        rows.append(empty)
    if tags:
        rows.append(ctx.t(L("Tags: {tags:b}"), tags=" ".join(f"#{tag}" for tag in tags)))
    people = (_action(ctx, person, what) for person in what.people)
    searches = (buttons.search(ctx, f"#{tag}", f"#{tag}") for tag in tags[:TAGS_SHOWN])
    around = turns.both(ctx, what.page, lambda label, page: turn(ctx, label, them.handle, page))
    return Card(text.join(rows), actions=(*people, *searches, *around))


def _row(ctx: RenderContext, person: Account) -> Text:
    return text.join((text.bold(lines.name(ctx, person)), text.quiet(text.shorten(person.bio, BIO_MOST))), " · ")


def _action(ctx: RenderContext, person: Account, what: Circle) -> Action:
    """Return a Follow button, or a profile button for people already followed and for the viewer."""
    me = ctx.account
    if person.id in what.mine or (me is not None and me.id == person.id):
        return buttons.profile(ctx, person.handle, person.handle)
    return buttons.follow(ctx, ctx.s(L("Follow {who}"), who=person.handle), person.handle).primary()
