"""Search: posts by words, #tags and @who, over what the asker may see.

Every public post has its words in an inverted index (noun `Term`), which follows it in the transaction that changes
it. What was published before there was an index is taken in by a job, from where it last stopped.
"""

from __future__ import annotations

from dataclasses import dataclass

from botfeed.core.chat.context import Services
from botfeed.core.errors import NotFound
from botfeed.core.feed import score
from botfeed.core.model import KeyValue, Painting, Picture, Post, PostState, Viewer
from botfeed.core.parsing import tokens
from botfeed.core.people import accounts
from botfeed.core.ports import Reader, SearchQuery, Unit
from botfeed.core.safety import visibility
from botfeed.core.work import pools
from botfeed.core.work.jobs import Retry, When, job

POOL = 120  # newest matches, of which the warmest come first
STEMS = 32  # words that what is being typed may become
ASKED = 8  # words of one search
KEPT = 120  # words of one post
BATCH, BATCHES = 100, 50  # posts a transaction; transactions a job

_CURSOR, _DONE = "search.indexed", "done"


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: whole words (a tag with its `#`), the beginning of the last one, and handles."""

    words: tuple[str, ...] = ()
    stem: str = ""
    who: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.stem or self.who)


def parse(text: str) -> Query:
    """Read what was typed. Never raises; signs that are no words are passed over."""
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
    """Find posts that hold all that was typed and may be seen by these eyes, the warm before the cold.

    The last word matches what begins with it. Without words: what is warm these days. At most `POOL` posts.
    """
    asked = parse(text)
    if asked:
        found = _matching(uow, who, asked)
    else:
        found = [] if text.strip() else uow.timelines.hot(POOL, reader=reader(who, known=False))
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
    return uow.terms.search(sought, reader(who), POOL)


def reader(who: Viewer, *, known: bool = True) -> Reader:
    """Give what SQL may leave out for these eyes; not `known`: also what they were shown already may come."""
    return Reader(who.account if known else None, who.space, who.blocked | who.muted, sensitive=who.sensitive)


def terms(uow: Unit, post: Post) -> list[str]:
    """Give the words by which a post is found: its caption's, and its prompt's where the post lets that be read."""
    shown = post.caption
    if post.remixable or not post.caption:
        picture = uow.get(Picture, post.picture)
        painting = uow.get(Painting, picture.painting) if picture else None
        shown = f"{post.caption}\n{painting.prompt}" if painting else post.caption
    found = dict.fromkeys([*(f"#{tag}" for tag in tokens.tags(post.caption)), *tokens.words(shown)])
    return list(found)[:KEPT]


def index(uow: Unit, post: Post) -> None:
    """Let the index follow a post: its words while it is public, nothing else."""
    uow.terms.write(post.id, terms(uow, post) if post.state is PostState.PUBLIC else ())


async def catch_up(services: Services) -> None:
    """Plan the job that takes in what was published before there was an index, until that is done."""

    def plan(uow: Unit) -> None:
        fact = uow.one(KeyValue, name=_CURSOR)
        if fact is None or fact.value != _DONE:
            take_in.enqueue(uow, When("index", key="index"))

    await services.store.run(plan)


@job(kind="index", pool=pools.ORDINARY)
async def take_in(services: Services) -> None:
    """Index some batches of older posts, and come again while there are more."""
    for _ in range(BATCHES):
        if not await services.store.run(batch):
            return
    raise Retry(0.1, "more is to be taken in", counts=False)


def batch(uow: Unit) -> bool:
    """Index the next posts and remember how far that is, in one transaction. False: all are in."""
    fact = uow.one(KeyValue, name=_CURSOR)
    if fact is None:
        fact = KeyValue(uow.new_id(), _CURSOR, "0")
        uow.insert(fact)
    if fact.value == _DONE:
        return False
    found = uow.all(Post, state=PostState.PUBLIC, id__gt=int(fact.value), limit=BATCH)
    for post in found:
        index(uow, post)
    uow.update(fact, value=str(found[-1].id) if found else _DONE)
    return bool(found)
