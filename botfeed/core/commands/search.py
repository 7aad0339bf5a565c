"""Finding pictures: by words, tags and people, or by one that is like them; and tags to follow."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards import buttons
from botfeed.core.cards.choices import Order
from botfeed.core.cards.posts import search_results as cards
from botfeed.core.cards.posts import sheet
from botfeed.core.chat.command import Param, command
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Reply
from botfeed.core.language.i18n import L
from botfeed.core.listing.pages import Ranked
from botfeed.core.parsing import tokens
from botfeed.core.safety import visibility
from botfeed.core.social import posts, relations, search, similar, surfaces, tags

WORDS_MOST = 100  # characters of a search
PEOPLE = 4  # people named above what was found
OFFERED = 3  # tags offered where nothing was found


Tag = Annotated[
    str, Param(least=1, most=50, suggest=tags.suggest, says=L("a tag, like #fox"), asks=L("Which tag? Like #fox"))
]


@command(button=buttons.search, reads=True)
def search_(
    ctx: Context,
    words: Annotated[
        str,
        Param(least=1, most=WORDS_MOST, rest=True, says=L("words, #tag or @who"), asks=L("What are you looking for?")),
    ],
    page: Ranked = "",
    by: Annotated[Order, Param(says=L("best or newest first"))] = Order.BEST,
) -> Reply:
    """Find pictures by words, #tag or @who."""
    newest = by is Order.NEWEST
    shown, people = search.page(ctx, ctx.space, words, page, sheet.PAGE, newest=newest), _people(ctx, words)
    if not shown.items and not people:
        empty = cards.nothing(ctx, words, tags.in_use(ctx.uow, visibility.of(ctx, ctx.space), limit=OFFERED))
        return Reply(cards=(empty,), update=bool(page))
    people = [] if shown.before else people
    what = cards.Found(words, shown, newest=newest)
    tag = next((mark.written for mark in tokens.marks(words) if mark.tag and len(mark.written) + 1 == len(words)), "")
    follows = bool(tag) and tags.is_followed(ctx, tag)
    return Reply(cards=(cards.found(ctx, what, people, tag, follows=follows),), update=bool(page))


def _people(ctx: Context, words: str) -> list[str]:
    """Handles that begin as typed, where only `@who` was typed."""
    asked = search.parse(words)
    if asked.words or asked.tags or asked.stem or len(asked.who) != 1:
        return []
    return [choice.value for choice in relations.people(ctx, asked.who[0])][:PEOPLE]


@command(button=buttons.similar, reads=True, menu="post.similar")
def similar_(
    ctx: Context,
    post: Annotated[int, Param(ref=True, says=L("the post"), asks=L("Which post?"), suggest=surfaces.known)],
) -> Reply:
    """Find pictures like one that you see."""
    what, viewer = posts.seen(ctx, post, ctx.space), visibility.of(ctx, ctx.space)
    alike = similar.find(ctx.uow, viewer, what, sheet.PAGE * 2)
    shown = [like for like in alike if viewer.sensitive or not like.post.sensitive][: sheet.PAGE]
    notes = {like.post.id: similar.reason(ctx, like) for like in shown}
    return Reply(cards=(cards.similar(ctx, what, [like.post for like in shown], notes),))


@command(button=buttons.tag_follow)
def follow(ctx: Context, tag: Tag) -> Reply:
    """See pictures with a tag in your feed and digest."""
    what = tags.read(tag)
    fresh = tags.follow(ctx, ctx.actor, what)
    notice = L("You follow {tag} now: it comes to your feed and digest.") if fresh else L("You follow {tag} already.")
    return Reply(notice=ctx.s(notice, tag=f"#{what}"))


@command(button=buttons.tag_unfollow)
def unfollow(
    ctx: Context,
    tag: Annotated[
        str,
        Param(
            least=1, most=50, suggest=tags.suggest_followed, says=L("a tag, like #fox"), asks=L("Which tag? Like #fox")
        ),
    ],
) -> Reply:
    """Stop following a tag."""
    what = tags.read(tag)
    tags.unfollow(ctx, ctx.actor, what)
    return Reply(notice=ctx.s(L("You don't follow {tag}."), tag=f"#{what}"))


@command(name="tag.show", reads=True)
def show(ctx: Context) -> Reply:
    """See the tags you follow, and others to follow."""
    mine = tags.followed(ctx.uow, ctx.actor.id)
    used = tags.in_use(ctx.uow, visibility.of(ctx, ctx.space), limit=OFFERED + len(mine))
    return Reply(cards=(cards.tags(ctx, mine, tags.but(used, mine)[:OFFERED]),))


COMMANDS = (search_, similar_, follow, unfollow, show)
