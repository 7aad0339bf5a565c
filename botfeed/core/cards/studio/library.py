"""The private library as cards: its pages, the files themselves, and what is asked before one is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from botfeed.core.cards import buttons, lines, text_card
from botfeed.core.cards.buttons import turns
from botfeed.core.cards.studio import picture as picture_cards
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.listing.pages import Page
from botfeed.core.model import Painting, Picture


def files(ctx: RenderContext, pictures: Sequence[Picture]) -> Card:
    """Give the original files."""
    words = ctx.t(L("The file as it was made, and where it comes from is written inside."))
    return Card(words, media=tuple(lines.media(p, variant="file") for p in pictures))


def page(ctx: RenderContext, what: Page[Picture], paintings: Mapping[int, Painting], search: str) -> Card:
    """List one page of pictures, each with a number to open it."""
    words = [_title(ctx, search)]
    for n, picture in enumerate(what.items, 1):
        words.append(text.of(f"{n}. ") + picture_cards.line(ctx, picture, paintings.get(picture.painting)))
    numbers = [buttons.show(ctx, str(n), p.id) for n, p in enumerate(what.items, 1)]
    around = turns.both(ctx, what, lambda label, page: buttons.mine(ctx, label, search=search, page=page))
    return Card(
        text.join(words),
        media=tuple(lines.media(picture) for picture in what.items),
        actions=(*numbers, *around),
    )


def _title(ctx: RenderContext, search: str) -> Text:
    if search:
        return ctx.t(L("Your pictures with “{search}”. Only you see this."), search=search)
    return ctx.t(L("Your pictures. Only you see this."))


def empty(ctx: RenderContext, search: str) -> Card:
    """Say that no picture fits, or that there is none yet, with the next step."""
    if search:
        words = ctx.t(L("None of your pictures has “{search}” in its prompt."), search=search)
        return text_card.words(words, buttons.mine(ctx, L("My pictures")))
    return text_card.words(ctx.t(L("You have no pictures yet.")), buttons.imagine(ctx, L("Paint")).primary())


def discard_asked(ctx: RenderContext, picture: Picture, prompt: str) -> Card:
    """Say what will be lost, and ask for the second press."""
    words = ctx.t(L("Delete “{prompt}” for good? The picture and its file will be gone from here."), prompt=prompt)
    delete = buttons.discard(ctx, L("Delete for good"), picture.id, sure=True).danger()
    return text_card.words(words, buttons.choose(ctx, L("Keep it"), picture.id), delete)


def discarded(ctx: RenderContext, prompt: str, painting: Painting | None, others: Sequence[Picture]) -> Card:
    """Say that a picture is deleted, above what is left of its gallery."""
    said = ctx.t(L("Deleted “{prompt}”."), prompt=prompt)
    if painting and others:
        return picture_cards.gallery(ctx, painting, others, lead=said)
    return text_card.words(said, buttons.mine(ctx, L("My pictures")))
