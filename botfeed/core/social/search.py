"""Search for posts by words, #tags and @handles, among the posts the viewer may see.
An inverted index (`Term`) holds the words of every public post and is updated in the transaction that changes
the post. A job indexes posts published before the index existed, continuing where it last stopped.
"""

from __future__ import annotations

from dataclasses import dataclass

from botfeed.core.chat.context import Services
from botfeed.core.errors import NotFound
from botfeed.core.feed import score
from botfeed.core.model import KeyValue, Painting, Picture, Post, PostState, Viewer
from botfeed.core.parsing import tokens
from botfeed.core.people import accounts
from botfeed.core.ports import PostFilter, SearchQuery, Unit
from botfeed.core.safety import visibility
from botfeed.core.work import batches, pools
from botfeed.core.work.jobs import Retry, When, job

POOL = 120  # newest matches, of which the warmest come first
STEMS = 32  # words that what is being typed may become
ASKED = 8  # words of one search
KEPT = 120  # words of one post
BATCH, BATCHES = 100, 50  # posts a transaction; transactions a job

_CURSOR, _DONE = "search.indexed", "done"


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: whole words (a tag with its `#`), the beginning of the last word, and handles."""

    words: tuple[str, ...] = ()
    stem: str = ""
    who: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.stem or self.who)


def parse(text: str) -> Query:
    """Parse typed text into a query. Never raises; characters that form no word are skipped."""
    words: list[str] = []
    who: list[str] = []
    for part in text.split():
        if part.startswith("@") and accounts.HANDLE.fullmatch(part[1:].lower()):
            who.append(part[1:].lower())
        elif part.startswith("#") and (tag := tokens.tag(part)):
            words.append(f"#{tag}")
        else:
            words += tokens.words(part)
    kept = list(dict.fromkeys(words))[:ASKED]
    return Query(tuple(kept[:-1]), kept[-1] if kept else "", tuple(dict.fromkeys(who)))


def find(uow: Unit, who: Viewer, text: str, *, limit: int = 25, newest: bool = False) -> list[Post]:
    """Return posts that match every term and that the viewer may see, by hot score or newest first.
    The last word matches as a prefix. Empty text returns the currently hot posts. At most `POOL` posts are
    considered.
    """
    asked = parse(text)
    if asked:
        found = _matching(uow, who, asked)
    else:
        found = [] if text.strip() else uow.timelines.hot(POOL, post_filter=post_filter(who, known=False))
    shown = visibility.seeable(uow, who, found)
    if not newest:
        shown.sort(key=lambda post: (-score.hot(post, uow.now), -post.id))
    return shown[:limit]


def _matching(uow: Unit, who: Viewer, asked: Query) -> list[Post]:
    try:
        authors = {accounts.find(uow, handle).id for handle in asked.who}
    except NotFound:
        return []
    stems = tuple(uow.terms.beginning(asked.stem, STEMS)) if asked.stem else ()
    if len(authors) > 1 or (asked.stem and not stems):
        return []
    sought = SearchQuery(asked.words, stems, next(iter(authors), None))
    return uow.terms.search(sought, post_filter(who), POOL)


def post_filter(who: Viewer, *, known: bool = True) -> PostFilter:
    """Return the filter that SQL applies for a viewer.
    With `known=False` it names no account: posts already shown to the viewer may come again.
    """
    return PostFilter(who.account if known else None, who.space, who.blocked | who.muted, sensitive=who.sensitive)


def terms(uow: Unit, post: Post) -> list[str]:
    """Return the words that find a post: its caption's, and its prompt's if the post shows the prompt."""
    shown = post.caption
    if post.remixable or not post.caption:
        picture = uow.get(Picture, post.picture)
        painting = uow.get(Painting, picture.painting) if picture else None
        shown = f"{post.caption}\n{painting.prompt}" if painting else post.caption
    found = dict.fromkeys([*(f"#{tag}" for tag in tokens.tags(post.caption)), *tokens.words(shown)])
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


def batch(uow: Unit) -> bool:
    """Index the next posts and store the cursor in one transaction. Returns False when all are indexed."""
    fact = uow.one(KeyValue, name=_CURSOR)
    if fact is None:
        fact = KeyValue(uow.new_id(), _CURSOR, "0")
        uow.insert(fact)
    if fact.value == _DONE:
        return False
    found = uow.all(Post, state=PostState.PUBLIC, id__gt=int(fact.value), limit=BATCH)
    batches.each(uow, "index", found, index, lambda *_: None)  # the cursor passes it: it is found by its next edit
    uow.update(fact, value=str(found[-1].id) if found else _DONE)
    return bool(found)
