"""Search cards: results, empty results, similar posts and tags, with next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.choices import Order
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.cards.posts import sheet
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.listing.pages import Page
from botfeed.core.model import Post

BUTTONS = 8  # tags that have a button


@dataclass(frozen=True, slots=True)
class Found:
    """A page of search results, best first or newest first."""

    words: str
    page: Page[Post]
    newest: bool = False

    @property
    def posts(self) -> tuple[Post, ...]:
        return self.page.items


def found(ctx: RenderContext, what: Found, people: Sequence[str], tag: str, *, follows: bool) -> Card:
    """Build a page of results.
    `people` are matching handles, `tag` is set if one tag alone was searched for.
    """
    says = L("Pictures with {words}") if what.posts else L("People called something like {words}")
    if what.page.before:
        says = L("More pictures with {words}")
    heading = ctx.t(says, words=text.bold(what.words))
    actions = [buttons.profile(ctx, f"@{handle}", handle) for handle in people]
    if tag:
        label = ctx.s(L("Unfollow {tag}") if follows else L("Follow {tag}"), tag=f"#{tag}")
        actions.append((buttons.tag_unfollow if follows else buttons.tag_follow)(ctx, label, f"#{tag}"))
    return sheet.sheet(ctx, heading, what.posts, (*actions, *_turns(ctx, what)), surface="search")


def _turns(ctx: RenderContext, what: Found) -> list[Action]:
    by = Order.NEWEST if what.newest else Order.BEST
    turns = []
    if what.page.after:
        turns.append(buttons.search(ctx, L("More"), what.words, page=what.page.after, by=by).primary())
    if what.page.before:
        turns.append(buttons.search(ctx, L("Back"), what.words, page=what.page.before, by=by))
    if len(what.posts) > 1:
        other = (Order.BEST, L("Best first")) if what.newest else (Order.NEWEST, L("Newest first"))
        turns.append(buttons.search(ctx, ctx.s(other[1]), what.words, page="1", by=other[0]))
    return turns


def nothing(ctx: RenderContext, words: str, tags: Sequence[str]) -> Card:
    """Build the card of an empty search, offering tags, the feed and painting it."""
    says = ctx.t(L("Nothing that you can see has {words}. Try fewer words, or one of these."), words=text.bold(words))
    tries = tuple(_search(ctx, tag) for tag in tags)
    paint = buttons.imagine(ctx, L("Paint it"), words)
    return Card(says, actions=(*tries, buttons.feed(ctx, L("Look around")).primary(), paint))


def similar(ctx: RenderContext, post: Post, alike: Sequence[Post], notes: Mapping[int, str]) -> Card:
    """Build the card of posts similar to a post, with the reason for each."""
    title = text.shorten(post_cards.title(ctx, post), lines.TITLE_MOST)
    if not alike:
        says = ctx.t(L("Nothing here is like {title:b} yet."), title=title)
        remix = buttons.remix(ctx, L("Remix"), post.id).primary()
        return Card(says, actions=(remix, buttons.feed(ctx, L("Look around"))))
    return sheet.sheet(ctx, ctx.t(L("Like {title:b}"), title=title), alike, notes=notes, surface="similar")


def tags(ctx: RenderContext, mine: Sequence[str], others: Sequence[str]) -> Card:
    """Build the card of the tags a person follows, offering others."""
    if mine:
        says = ctx.t(L("You follow {tags:b}. Their pictures come to your feed and your digest."), tags=_named(mine))
    else:
        says = ctx.t(
            L("You follow no tags yet. Write {follow:c}, or choose one."), follow=CommandLine("/tag follow fox")
        )
    look = tuple(_search(ctx, tag) for tag in mine[:BUTTONS])
    add = (buttons.tag_follow(ctx, ctx.s(L("Follow {tag}"), tag=f"#{tag}"), f"#{tag}") for tag in others)
    return Card(says, actions=(*look, *add))


def _named(tags: Sequence[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def _search(ctx: RenderContext, tag: str) -> Action:
    return buttons.search(ctx, f"#{tag}", f"#{tag}")
