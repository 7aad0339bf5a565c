"""Search for posts by words, #tags and @handles, among the posts the viewer may see.
An inverted index (`Term`) holds the tokens of every public post (`language/tokenizer.py`) and is updated in the
transaction that changes the post. A job indexes posts published before these tokens existed, continuing where it last
stopped.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.errors import NotFound
from botfeed.core.feed import score
from botfeed.core.ids import REF_LENGTH
from botfeed.core.language import folding, tokenizer
from botfeed.core.language.tokenizer import Sought
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Count, Listing, Page
from botfeed.core.model import Account, KeyValue, Painting, Picture, Post, PostState, Space, Topic, Viewer
from botfeed.core.parsing import tokens
from botfeed.core.people import accounts
from botfeed.core.ports import PostFilter, SearchQuery, Unit
from botfeed.core.safety import visibility
from botfeed.core.work import batches, pools
from botfeed.core.work.jobs import Retry, When, job

POOL = 120  # newest matches, of which the best come first
RECENT, BEST = 200, 9  # newest posts of a person among which the warmest are sought; those on a profile
STEMS = 32  # words that what is being typed may become
TAILED, TAILS = 2, 8  # sought words that may be the end of a longer one; such words of each
ASKED = 8  # words of one search
KEPT = 400  # tokens of one post
BATCH, BATCHES = 30, 150  # posts a transaction, a tenth of a second; transactions a job

_CURSOR, _DONE = "search.tokens", "done"
_OLD_CURSOR = "search.indexed"  # of the words that were indexed before there were stems and pairs
_EXACT, _FORM, _TAIL = 4, 2, 1  # what a word is worth as it was typed, by its stem or beginning, and by its end


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: words, whole tags with their `#`, the tag that is being typed, and handles."""

    words: tuple[Sought, ...] = ()
    tags: tuple[str, ...] = ()
    stem: str = ""
    who: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.tags or self.stem or self.who)


@dataclass(frozen=True, slots=True)
class _Group:
    """The tokens that match one sought word, with what each is worth."""

    worth: dict[str, int]

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(self.worth)


def parse(text: str) -> Query:
    """Parse typed text into a query. Never raises; characters that form no word are skipped."""
    plain, at = [], 0
    marks = list(tokens.marks(text))
    for mark in marks:
        plain.append(text[at : mark.start])
        at = mark.end
    tail = text[at:]
    tags = list(dict.fromkeys(f"#{mark.tag}" for mark in marks if mark.tag))[:ASKED]
    typing = bool(tags) and not tail.strip() and bool(marks[-1].tag)
    words = tokenizer.sought(" ".join((*plain, tail)), ASKED)
    who = dict.fromkeys(mark.who for mark in marks if mark.who)
    return Query(tuple(words), tuple(tags[:-1] if typing else tags), tags[-1] if typing else "", tuple(who))


def find(uow: Unit, who: Viewer, text: str, *, limit: int = 25, newest: bool = False) -> list[Post]:
    """Return posts that hold the tags, come from the person and hold a word of a text, if the viewer may see them.
    Those that hold the most words come first, then by hot score, or newest first. The last word and tag match as a
    prefix. Empty text returns the currently hot posts. At most `POOL` posts are considered.
    """
    asked = parse(text)
    if asked:
        found, worth = _matching(uow, who, asked)
    else:
        found, worth = [] if text.strip() else uow.timelines.hot(POOL, post_filter=post_filter(who, known=False)), {}
    shown = visibility.seeable(uow, who, found)
    if newest:
        shown.sort(key=lambda post: (-worth.get(post.id, (0, 0))[0], -post.id))
    else:
        shown.sort(
            key=lambda post: (*(-part for part in worth.get(post.id, (0, 0))), -score.hot(post, uow.now), -post.id)
        )
    return shown[:limit]


def page(ctx: RenderContext, space: Space | None, text: str, turn: str, size: int, *, newest: bool) -> Page[Post]:
    """Return a page of what is found. One person's pictures alone, newest first, go on to their first one."""
    who = visibility.of(ctx, space)
    author = _author(ctx.uow, parse(text)) if newest else None
    if author is not None and len(turn) <= 1 + REF_LENGTH:
        return pages.turn(ctx, of_author(ctx, space, author), turn, size)
    found = find(ctx.uow, who, text, limit=POOL, newest=newest)
    found = [post for post in found if who.sensitive or not post.sensitive]
    return pages.ranked(ctx, found, attrgetter("id"), turn, size)


def of_author(ctx: RenderContext, space: Space | None, author: int) -> Listing[Post, Post]:
    """List a person's public posts that the viewer may see here, newest first."""
    who = visibility.of(ctx, space)

    def shown(rows: Sequence[Post]) -> list[tuple[Post, Post]]:
        seen = visibility.seeable(ctx.uow, who, [row for row in rows if who.sensitive or not row.sensitive])
        return [(post, post) for post in seen]

    return Listing(pages.by_id(ctx.uow, Post, author=author, state=PostState.PUBLIC), shown)


def best(ctx: RenderContext, them: Account, space: Space | None = None) -> tuple[list[Post], Count]:
    """Return a person's warmest posts that may be seen here, at most `BEST`, and the number of all of them."""
    recent, on = pages.after(of_author(ctx, space, them.id), None, RECENT)
    warmest = sorted(recent, key=lambda post: (post.heat, post.id), reverse=True)[:BEST]
    return warmest, pages.number(recent, on)


def _author(uow: Unit, asked: Query) -> int | None:
    """Return the person whose pictures alone are asked for, if there is one."""
    if asked.words or asked.tags or asked.stem or len(asked.who) != 1:
        return None
    try:
        return accounts.find(uow, asked.who[0]).id
    except NotFound:
        return None


def _matching(uow: Unit, who: Viewer, asked: Query) -> tuple[list[Post], dict[int, tuple[int, int]]]:
    """Return the posts found, and of each the number of words that it holds and what they are worth."""
    try:
        authors = {accounts.find(uow, handle).id for handle in asked.who}
    except NotFound:
        return [], {}
    begun = tuple(uow.terms.beginning(asked.stem, STEMS)) if asked.stem else ()
    if len(authors) > 1 or (asked.stem and not begun):
        return [], {}
    must = tuple((tag,) for tag in asked.tags) + ((begun,) if begun else ())
    groups = _groups(uow, asked.words)
    sought = SearchQuery(tuple(group.tokens for group in groups), must, next(iter(authors), None))
    found = {post.id: post for post in uow.terms.search(sought, post_filter(who), POOL)}
    if len(groups) > 1 and len(found) < POOL:
        found |= {post.id: post for post in uow.terms.partly(sought, post_filter(who), POOL)}
    return list(found.values()), _worth(uow, groups, found)


def _groups(uow: Unit, words: Sequence[Sought]) -> list[_Group]:
    """Return the tokens for each word; what the last one may become, and what the longest ones may end."""
    tailed = sorted((word for word in words if word.ends), key=lambda word: -len(word.word))[:TAILED]
    groups = []
    for word in words:
        worth = dict.fromkeys(uow.terms.beginning(word.ends, TAILS) if word in tailed else (), _TAIL)
        if word is words[-1] and word.begins:
            worth |= dict.fromkeys(uow.terms.beginning(word.begins, STEMS), _FORM)
        groups.append(_Group(worth | dict.fromkeys(word.tokens[1:], _FORM) | {word.tokens[0]: _EXACT}))
    return groups


def _worth(uow: Unit, groups: Sequence[_Group], found: Collection[int]) -> dict[int, tuple[int, int]]:
    held = uow.terms.held(found, {token for group in groups for token in group.tokens})
    return {post: _rank(groups, words) for post, words in held.items()}


def _rank(groups: Sequence[_Group], words: set[str]) -> tuple[int, int]:
    best = [max((group.worth[word] for word in words & group.worth.keys()), default=0) for group in groups]
    return sum(1 for each in best if each), sum(best)


def post_filter(who: Viewer, *, known: bool = True) -> PostFilter:
    """Return the filter that SQL applies for a viewer.
    With `known=False` it names no account: posts already shown to the viewer may come again.
    """
    return PostFilter(who.account if known else None, who.space, who.blocked | who.muted, sensitive=who.sensitive)


def terms(uow: Unit, post: Post) -> list[str]:
    """Return the tokens that find a post: its caption's, and its prompt's if the post shows the prompt."""
    shown = post.caption
    if post.remixable or not post.caption:
        picture = uow.get(Picture, post.picture)
        painting = uow.get(Painting, picture.painting) if picture else None
        shown = f"{post.caption}\n{painting.prompt}" if painting else post.caption
    found = dict.fromkeys([*(f"#{tag}" for tag in tokens.tags(post.caption)), *tokenizer.tokens(shown)])
    return list(found)[:KEPT]


def index(uow: Unit, post: Post) -> None:
    """Write the index rows of a public post; delete those of any other."""
    uow.terms.write(post.id, terms(uow, post) if post.state is PostState.PUBLIC else ())


async def catch_up(services: Services) -> None:
    """Add the indexing job unless all older posts are indexed."""

    def plan(uow: Unit) -> None:
        fact = uow.one(KeyValue, name=_CURSOR)
        if fact is None or fact.value != _DONE:
            take_in.enqueue(uow, When("index", key="index"))

    await services.store.run(plan)


@job(kind="index", pool=pools.ORDINARY)
async def take_in(services: Services) -> None:
    """Index some batches of older posts, and retry while there are more."""
    for _ in range(BATCHES):
        if not await services.store.run(batch):
            return
    raise Retry(0.1, "more is to be taken in", counts=False)


def _follow_on(uow: Unit, post: Post) -> None:
    """Let people who followed a tag of this post as it was folded before follow it as it is folded now."""
    for tag, written in tokens.written(post.caption).items():
        if (before := folding.before(written)) != tag:
            for topic in uow.all(Topic, tag=before, limit=BATCH):
                if uow.count(Topic, account=topic.account, tag=tag):
                    uow.delete(Topic, id=topic.id)
                else:
                    uow.update(topic, tag=tag, shown=written)


def _reindex(uow: Unit, post: Post) -> None:
    index(uow, post)
    _follow_on(uow, post)


def batch(uow: Unit) -> bool:
    """Index the next posts and store the cursor in one transaction. Returns False when all are indexed."""
    fact = uow.one(KeyValue, name=_CURSOR)
    if fact is None:
        fact = KeyValue(uow.new_id(), _CURSOR, "0")
        uow.insert(fact)
        uow.delete(KeyValue, name=_OLD_CURSOR)
    if fact.value == _DONE:
        return False
    found = uow.all(Post, state=PostState.PUBLIC, id__gt=int(fact.value), limit=BATCH)
    batches.each(uow, "index", found, _reindex, lambda *_: None)  # the cursor passes it: it is found by its next edit
    uow.update(fact, value=str(found[-1].id) if found else _DONE)
    return bool(found)
