"""The private library: a person's own pictures, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from botfeed.core.cards import lines
from botfeed.core.cards.studio import library as library_cards
from botfeed.core.cards.studio import picture as cards
from botfeed.core.chat.context import Context, RenderContext
from botfeed.core.chat.message import Choice, Reply
from botfeed.core.errors import BadInput
from botfeed.core.language import text, tokenizer
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.listing import pages
from botfeed.core.listing.pages import Listing
from botfeed.core.model import Painting, Picture
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs
from botfeed.core.social import posts

FILES = 10  # originals in one answer
PAGE = 4  # pictures: one gallery of a card
SUGGESTED = 25
ASKED = 8  # words of one search
LABEL_MOST = 80  # characters: Discord shows 100


def of(uow: Unit, painting: int) -> list[Picture]:
    """Return the pictures of a painting that are in the library, in order."""
    return uow.all(Picture, painting=painting, removed=None, checking=False)


def choose(ctx: Context, id: int) -> Reply:
    """Show the gallery of a picture's painting in place, with its buttons acting on this picture."""
    picture = posts.own_picture(ctx, id)
    painting = ctx.uow.get(Painting, picture.painting)
    if painting is None:
        return show(ctx, id)
    return Reply(cards=(cards.gallery(ctx, painting, of(ctx.uow, painting.id), picture.id),), update=True)


def show(ctx: Context, id: int) -> Reply:
    picture = posts.own_picture(ctx, id)
    return Reply(cards=(cards.picture(ctx, picture, ctx.uow.get(Painting, picture.painting)),))


def original(ctx: Context, id: int, *, all: bool = False) -> Reply:
    """Return the original file, or those of the whole painting, with embedded provenance."""
    picture = posts.own_picture(ctx, id)
    files = _painted_with(ctx, picture) if all else [picture]
    return Reply(cards=(library_cards.files(ctx, files),))


def _painted_with(ctx: Context, picture: Picture) -> list[Picture]:
    found = ctx.uow.all(Picture, painting=picture.painting, removed=None, checking=False, limit=FILES)
    return [p for p in found if p.account == ctx.actor.id]


def mine(ctx: Context, search: str, page: str) -> Reply:
    """Show one page of the library. A page asked for by a button replaces the message."""
    shown = pages.turn(ctx, listed(ctx, ctx.actor.id, search), page, PAGE)
    if not shown.items and not shown.before:
        return Reply(cards=(library_cards.empty(ctx, search),), update=bool(page))
    paintings = {p.id: p for p in ctx.uow.all(Painting, id__in=[picture.painting for picture in shown.items])}
    return Reply(cards=(library_cards.page(ctx, shown, paintings, search),), update=bool(page))


def listed(ctx: RenderContext, me: int, search: str = "") -> Listing[Picture, Picture]:
    """List a person's pictures whose prompt has every word of a search, or any of them where none has every one."""
    words = tokenizer.needles(search, ASKED)
    nothing = bool(search.strip()) and not words
    whole = nothing or len(words) < 2 or bool(ctx.uow.timelines.library(me, words, 1))

    def read(beyond: int | None, limit: int, back: bool) -> list[Picture]:
        if nothing:
            return []
        return ctx.uow.timelines.library(me, words, limit, whole=whole, beyond=beyond, back=back)

    return pages.every(read)


def _found(ctx: Context, search: str, limit: int) -> list[Picture]:
    return pages.after(listed(ctx, ctx.actor.id, search), None, limit)[0]


def discard(ctx: Context, id: int, *, sure: bool) -> Reply:
    """Delete a private picture. Without `sure` it asks first.
    Raises NotFound, NotYours, and BadInput if it is published.
    """
    picture = posts.own_picture(ctx, id)
    if picture.post is not None:
        raise BadInput(
            L("This picture is published. Take its post down first: {open:c} shows it."), open=CommandLine("/open")
        )
    prompt = lines.title("", ctx.uow.get(Painting, picture.painting))
    if not sure:
        return Reply(cards=(library_cards.discard_asked(ctx, picture, prompt),), update=True)
    blobs.forget(ctx.uow, picture)
    painting, others = ctx.uow.get(Painting, picture.painting), of(ctx.uow, picture.painting)
    if painting and not others:
        painting = ctx.uow.update(painting, prompt="")  # it goes with its last picture
    return Reply(cards=(library_cards.discarded(ctx, prompt, painting, others),), update=True)


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete a reference of one's own pictures by words of the prompt, newest first."""
    return _choices(ctx, _found(ctx, typed, SUGGESTED))


def suggest_private(ctx: Context, typed: str) -> list[Choice]:
    """Complete the reference of a picture that is not published, newest first."""
    found = _found(ctx, typed, SUGGESTED * 4)
    return _choices(ctx, [picture for picture in found if picture.post is None][:SUGGESTED])


def _choices(ctx: Context, found: Sequence[Picture]) -> list[Choice]:
    """Return pictures as choices labelled by prompt.
    Several of one painting are numbered as in their gallery.
    """
    prompts = {p.id: p.prompt for p in ctx.uow.all(Painting, id__in=[picture.painting for picture in found])}
    shown = Counter(picture.painting for picture in found)
    labels = []
    for picture in found:
        label = text.shorten(prompts.get(picture.painting, ""), LABEL_MOST)
        labels.append(f"{label} · {picture.position}" if shown[picture.painting] > 1 else label)
    return [Choice(ctx.ref(p.id), label) for p, label in zip(found, text.apart(labels), strict=True)]
