"""What a search brought, or did not, and what one could ask next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from botfeed.core.cards import lines, sheet
from botfeed.core.cards import post as post_cards
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Action, Card, Look
from botfeed.core.chat.text import Line
from botfeed.core.model import Post

BUTTONS = 8  # tags that have a button


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search. `more`: there is another."""

    words: str
    page: int
    posts: Sequence[Post]
    more: bool = False
    newest: bool = False


def found(voice: Voice, what: Found, people: Sequence[str], tag: str, *, follows: bool) -> Card:
    """Show a page; `people` are handles that fit, `tag` is the one that was asked for alone."""
    values = {"words": text.bold(what.words), "page": what.page}
    heading = voice.t(L("Pictures with {words}, page {page}"), **values)
    if what.page == 1:
        says = L("Pictures with {words}") if what.posts else L("People called something like {words}")
        heading = voice.t(says, **values)
    actions = [Action(f"@{handle}", "profile", {"who": handle}) for handle in people]
    if tag:
        label = voice.s(L("Unfollow {tag}") if follows else L("Follow {tag}"), tag=f"#{tag}")
        actions.append(Action(label, "tag.unfollow" if follows else "tag.follow", {"tag": f"#{tag}"}))
    return sheet.sheet(voice, heading, what.posts, (*actions, *_turns(voice, what)), surface="search")


def _turns(voice: Voice, what: Found) -> list[Action]:
    args, by = {"words": what.words}, "newest" if what.newest else "best"
    turns = []
    if what.more:
        turns.append(Action(voice.s(L("More")), "search", {**args, "page": str(what.page + 1), "by": by}, Look.PRIMARY))
    if what.page > 1:
        turns.append(Action(voice.s(L("Back")), "search", {**args, "page": str(what.page - 1), "by": by}))
    if len(what.posts) > 1:
        other = ("best", L("Best first")) if what.newest else ("newest", L("Newest first"))
        turns.append(Action(voice.s(other[1]), "search", {**args, "page": "1", "by": other[0]}))
    return turns


def nothing(voice: Voice, words: str, tags: Sequence[str]) -> Card:
    """Say that nothing was found, and offer what is there."""
    says = voice.t(L("Nothing that you can see has {words}. Try fewer words, or one of these."), words=text.bold(words))
    tries = tuple(_search(tag) for tag in tags)
    paint = Action(voice.s(L("Paint it")), "imagine", {"prompt": words})
    return Card(says, actions=(*tries, Action(voice.s(L("Look around")), "feed", look=Look.PRIMARY), paint))


def similar(voice: Voice, post: Post, alike: Sequence[Post], notes: Mapping[int, str]) -> Card:
    """Show what is like a post, each with the reason."""
    title = text.shorten(post_cards.title(voice, post), lines.TITLE_MOST)
    if not alike:
        says = voice.t(L("Nothing here is like {title:b} yet."), title=title)
        remix = Action(voice.s(L("Remix")), "remix", {"post": voice.ref(post.id)}, Look.PRIMARY)
        return Card(says, actions=(remix, Action(voice.s(L("Look around")), "feed")))
    return sheet.sheet(voice, voice.t(L("Like {title:b}"), title=title), alike, notes=notes, surface="similar")


def tags(voice: Voice, mine: Sequence[str], others: Sequence[str]) -> Card:
    """List the tags somebody follows, and offer others."""
    if mine:
        says = voice.t(L("You follow {tags:b}. Their pictures come to your feed and your digest."), tags=_named(mine))
    else:
        says = voice.t(L("You follow no tags yet. Write {follow:c}, or choose one."), follow=Line("/tag follow fox"))
    look = tuple(_search(tag) for tag in mine[:BUTTONS])
    add = (Action(voice.s(L("Follow {tag}"), tag=f"#{tag}"), "tag.follow", {"tag": f"#{tag}"}) for tag in others)
    return Card(says, actions=(*look, *add))


def _named(tags: Sequence[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def _search(tag: str) -> Action:
    return Action(f"#{tag}", "search", {"words": f"#{tag}"})
