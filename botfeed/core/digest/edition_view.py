"""Rendering of an edition for its readers at this moment.
Posts that are gone since composition are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from botfeed.core.cards import buttons, lines
from botfeed.core.cards import digest as cards
from botfeed.core.cards.choices import Place, View
from botfeed.core.cards.digest import DigestLine
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Action, Card
from botfeed.core.digest import inactivity, subscriptions, time_zones
from botfeed.core.feed import reasons
from botfeed.core.language import dates, text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Account, Edition, Painting, Picture, Post, Space, Subscription, Viewer
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs, visibility

KEPT = timedelta(days=6)  # sheets: less than the seven days after which an erased person's pictures must be gone


def viewer(uow: Unit, row: Subscription) -> Viewer:
    """Return the viewer of a subscription: a person at its address, or a channel.
    A channel sees what all its members may see.
    """
    return visibility.viewer(uow, uow.get(Account, row.account), space(uow, row), row.address)


def space(uow: Unit, row: Subscription) -> Space | None:
    """Return the space whose digest it is, or in which a person reads theirs."""
    return uow.get(Space, row.space) or visibility.space_of(uow, row.address)


def card(ctx: RenderContext, row: Subscription, edition: Edition) -> Card | None:
    """Build the card of the posts that may still be seen; None if none is left."""
    entries = _entries(ctx, row, edition)
    if not entries:
        return None
    whole = [e.post.id for e in entries] == list(edition.posts)
    bared = any(e.post.sensitive and e.post.id not in edition.veiled for e in entries)
    sheet = edition.collage if whole and not bared else ""
    return cards.digest(ctx, _heading(ctx, row, edition), entries, sheet, _end(ctx, row), _actions(ctx, row))


def _entries(ctx: RenderContext, row: Subscription, edition: Edition) -> list[DigestLine]:
    uow, who = ctx.uow, viewer(ctx.uow, row)
    known = {post.id: post for post in uow.all(Post, id__in=edition.posts)}
    seeable = visibility.seeable(uow, who, (known[id] for id in edition.posts if id in known))
    posts = [p for p in seeable if p.author not in who.muted and (who.sensitive or not p.sensitive)]
    pictures = {p.id: p for p in uow.all(Picture, id__in=sorted({p.picture for p in posts}))}
    paintings = {p.id: p for p in uow.all(Painting, id__in=sorted({p.painting for p in pictures.values()}))}
    authors = {a.id: a for a in uow.all(Account, id__in=sorted({p.author for p in posts}))}
    why = dict(zip(edition.posts, edition.reasons, strict=True))
    found = []
    for post in posts:
        picture, name = pictures[post.picture], lines.name(ctx, authors.get(post.author))
        painting = paintings.get(picture.painting)
        title, alt = lines.title(post.caption, painting), lines.alt(post, picture, painting)
        found.append(DigestLine(post, picture, title, alt, name, reasons.line(ctx, why[post.id], name)))
    return found


def _heading(ctx: RenderContext, row: Subscription, edition: Edition) -> Text:
    day = dates.in_words(ctx.words, date.fromisoformat(edition.period[:10]))
    if row.account is None:
        if edition.state not in ("queued", "sent"):
            return text.bold(ctx.s(L("Digest of {place} · {date}"), place=row.address.title, date=day))
        numbered = L("Digest of {place} · {date} · No. {n}")
        return text.bold(ctx.s(numbered, place=row.address.title, date=day, n=edition.number))
    return text.bold(ctx.s(L("Your digest · {date}"), date=day))


def _end(ctx: RenderContext, row: Subscription) -> Text:
    if row.state != subscriptions.ACTIVE or row.due is None:
        line = "/digest set 9 --where private" if row.account and not row.address.private else "/digest set 9"
        return ctx.t(L("The end. Nothing is sent until you choose an hour: {set:c}."), set=CommandLine(line))
    following = row.due if row.due > ctx.now else subscriptions.upcoming(row, ctx.now)
    if row.weekly and not inactivity.away(ctx.uow, row):  # who is back has it as before
        following = subscriptions.upcoming(replace(row, weekly=False), ctx.now)
    day = dates.in_words(ctx.words, following.astimezone(time_zones.zone(row.zone)).date())
    if inactivity.away(ctx.uow, row):
        return ctx.t(L("The end. Once a week while you are away; the next one comes on {date}."), date=day)
    return ctx.t(L("The end. The next one comes on {date}."), date=day)


def _actions(ctx: RenderContext, row: Subscription) -> tuple[Action, ...]:
    if row.account is None:
        return (buttons.digest_mine(ctx, L("Show mine")), buttons.digest_show(ctx, L("Tune")))
    more = buttons.feed(ctx, L("More"), view=View.FOR_YOU)
    own = Place.PRIVATE  # in a channel too, where the place has a digest of its own
    return (more, buttons.digest_show(ctx, L("Tune"), own), buttons.digest_pause(ctx, L("Pause"), where=own))


async def collage(services: Services, posts: Sequence[Post]) -> str:
    """Build the numbered contact sheet of these posts, outside any transaction.
    Returns empty for fewer than two posts, where the picture is shown by itself.
    """
    if len(posts) < 2:
        return ""
    ids = sorted({post.picture for post in posts})
    pictures = await services.store.read(lambda uow: {p.id: p for p in uow.all(Picture, id__in=ids)})
    held = [pictures[post.picture].blob for post in posts]
    made = await services.media.collage(held, [post.sensitive for post in posts])
    kept = await services.store.run(lambda uow: blobs.own(uow, made, "sheet", KEPT, pictures=ids))
    return made if kept else ""
