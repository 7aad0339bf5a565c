"""The private library: one's own pictures, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.studio import picture as cards
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Action, Card, Choice, Reply
from botfeed.core.errors import BadInput
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine
from botfeed.core.model import Painting, Picture
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs
from botfeed.core.social import posts

FILES = 10  # originals in one answer
PAGE = 4  # pictures: one gallery of a card
SUGGESTED = 25
LABEL_MOST = 80  # characters: Discord shows 100


def of(uow: Unit, painting: int) -> list[Picture]:
    """Give the pictures of a painting that are in the library, in order."""
    return uow.all(Picture, painting=painting, removed=None, checking=False)


def choose(ctx: Context, id: int) -> Reply:
    """Show the gallery a picture belongs to, its buttons acting on this one, in the same place."""
    picture = posts.own_picture(ctx, id)
    painting = ctx.uow.get(Painting, picture.painting)
    if painting is None:
        return show(ctx, id)
    return Reply(cards=(cards.gallery(ctx, painting, of(ctx.uow, painting.id), picture.id),), update=True)


def show(ctx: Context, id: int) -> Reply:
    picture = posts.own_picture(ctx, id)
    return Reply(cards=(cards.picture(ctx, picture, ctx.uow.get(Painting, picture.painting)),))


def original(ctx: Context, id: int, *, all: bool = False) -> Reply:
    """Give the file itself, or those of the whole painting, with their provenance written into them."""
    picture = posts.own_picture(ctx, id)
    words = ctx.t(L("The file as it was made, and where it comes from is written inside."))
    files = _painted_with(ctx, picture) if all else [picture]
    return Reply(cards=(Card(words, media=tuple(lines.media(p, variant="file") for p in files)),))


def _painted_with(ctx: Context, picture: Picture) -> list[Picture]:
    found = ctx.uow.all(Picture, painting=picture.painting, removed=None, checking=False, limit=FILES)
    return [p for p in found if p.account == ctx.actor.id]


def mine(ctx: Context, search: str, page: int | None) -> Reply:
    """One page of the library. A page that was asked for by a button takes the place of the last."""
    at = page or 1
    found = ctx.uow.timelines.library(ctx.actor.id, search, PAGE + 1, (at - 1) * PAGE)
    if not found and at == 1:
        return _empty(ctx, search)
    pictures = found[:PAGE]
    paintings = {p.id: p for p in ctx.uow.all(Painting, id__in=[picture.painting for picture in pictures])}
    words = [_title(ctx, search, at)]
    for n, picture in enumerate(pictures, 1):
        words.append(text.of(f"{n}. ") + cards.line(ctx, picture, paintings.get(picture.painting)))
    numbers = [buttons.show(ctx, str(n), p.id) for n, p in enumerate(pictures, 1)]
    card = Card(
        text.join(words),
        media=tuple(lines.media(picture) for picture in pictures),
        actions=(*numbers, *_turns(ctx, search, at, more=len(found) > PAGE)),
    )
    return Reply(cards=(card,), update=page is not None)


def _title(ctx: Context, search: str, at: int) -> text.Text:
    if search:
        return ctx.t(L("Your pictures with “{search}”, page {at}. Only you see this."), search=search, at=at)
    return ctx.t(L("Your pictures, page {at}. Only you see this."), at=at)


def _turns(ctx: Context, search: str, at: int, *, more: bool) -> list[Action]:
    turns = []
    if at > 1:
        turns.append(buttons.mine(ctx, "◀ " + ctx.s(L("Newer")), search=search, page=at - 1))
    if more:
        turns.append(buttons.mine(ctx, ctx.s(L("Older")) + " ▶", search=search, page=at + 1))
    return turns


def _empty(ctx: Context, search: str) -> Reply:
    if search:
        words = ctx.t(L("None of your pictures has “{search}” in its prompt."), search=search)
        return Reply(cards=(Card(words, actions=(buttons.mine(ctx, L("My pictures")),)),))
    words = ctx.t(L("You have no pictures yet."))
    return Reply(cards=(Card(words, actions=(buttons.imagine(ctx, L("Paint")).primary(),)),))


def discard(ctx: Context, id: int, *, sure: bool) -> Reply:
    """Delete a private picture: the first press says what will be lost, the second does it."""
    picture = posts.own_picture(ctx, id)
    if picture.post is not None:
        raise BadInput(
            L("This picture is published. Take its post down first: {open:c} shows it."), open=CommandLine("/open")
        )
    prompt = lines.title("", ctx.uow.get(Painting, picture.painting))
    if not sure:
        words = ctx.t(L("Delete “{prompt}” for good? The picture and its file will be gone from here."), prompt=prompt)
        delete = buttons.discard(ctx, L("Delete for good"), id, sure=True).danger()
        return Reply(cards=(Card(words, actions=(buttons.choose(ctx, L("Keep it"), id), delete)),), update=True)
    blobs.forget(ctx.uow, picture)
    return Reply(cards=(_left(ctx, picture.painting, ctx.t(L("Deleted “{prompt}”."), prompt=prompt)),), update=True)


def _left(ctx: Context, id: int, said: text.Text) -> Card:
    """What is left of a gallery, under the word that one is gone; with the last picture the prompt goes too."""
    painting, others = ctx.uow.get(Painting, id), of(ctx.uow, id)
    if painting and others:
        return cards.gallery(ctx, painting, others, lead=said)
    if painting:
        ctx.uow.update(painting, prompt="")
    return Card(said, actions=(buttons.mine(ctx, L("My pictures")),))


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete a reference by words of the prompt; the newest pictures first."""
    return _choices(ctx, ctx.uow.timelines.library(ctx.actor.id, typed, SUGGESTED))


def suggest_private(ctx: Context, typed: str) -> list[Choice]:
    """Complete the reference of a picture that is not published; the newest first."""
    found = ctx.uow.timelines.library(ctx.actor.id, typed, SUGGESTED * 4)
    return _choices(ctx, [picture for picture in found if picture.post is None][:SUGGESTED])


def _choices(ctx: Context, found: Sequence[Picture]) -> list[Choice]:
    """Name pictures by their prompt; those of one painting by their numbers, as in their gallery."""
    prompts = {p.id: p.prompt for p in ctx.uow.all(Painting, id__in=[picture.painting for picture in found])}
    shown = Counter(picture.painting for picture in found)
    labels = []
    for picture in found:
        label = text.shorten(prompts.get(picture.painting, ""), LABEL_MOST)
        labels.append(f"{label} · {picture.position}" if shown[picture.painting] > 1 else label)
    return [Choice(ctx.ref(p.id), label) for p, label in zip(found, text.apart(labels), strict=True)]
