"""Contact sheets: several posts on one card, with thumbnails, numbered lines and numbered buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.model import Account, Painting, Picture, Post

PAGE = 6  # pictures: two rows of three
LINE_MOST = 60  # characters of a title: a line stays a line on a phone

_NO_NOTES: Mapping[int, str] = {}


def sheet(
    ctx: RenderContext,
    heading: Text,
    posts: Sequence[Post],
    actions: Sequence[Action] = (),
    *,
    notes: Mapping[int, str] = _NO_NOTES,
    surface: str = "sheet",
) -> Card:
    """Build a sheet of posts under a heading. `notes` are remarks by post id. At most four queries."""
    pictures, paintings = _made(ctx, posts)
    authors = {a.id: a for a in ctx.uow.all(Account, id__in=sorted({p.author for p in posts}))} if posts else {}
    rows, media = [heading], []
    for n, post in enumerate(posts, 1):
        picture = pictures[post.picture]
        painting = paintings.get(picture.painting)
        title = lines.title(post.caption, painting)
        rows.append(_line(ctx, n, title, authors.get(post.author), notes.get(post.id, "")))
        media.append(lines.posted(post, picture, painting, veiled=_veiled(ctx, post), variant="thumb"))
    rows.append(_provenance(ctx, [pictures[post.picture] for post in posts]))
    numbers = [buttons.open_(ctx, str(n), post.id) for n, post in enumerate(posts, 1)]
    about = About(title=str(heading), surface=surface, posts=tuple(post.id for post in posts))
    return Card(text.join(rows), tuple(media), (*numbers, *actions), about)


def _line(ctx: RenderContext, n: int, title: str, author: Account | None, note: str) -> Text:
    who, short = lines.name(ctx, author), text.shorten(title, LINE_MOST)
    if note:
        return ctx.t(L("{n:b} {title} · {who} — {reason:q}"), n=n, title=short, who=who, reason=note)
    return ctx.t(L("{n:b} {title} · {who}"), n=n, title=short, who=who)


def _veiled(ctx: RenderContext, post: Post) -> bool:
    return post.sensitive and not (ctx.account is not None and ctx.account.id == post.author)


def _provenance(ctx: RenderContext, pictures: Sequence[Picture]) -> Text:
    """Return the provenance line, each kind of origin once."""
    return text.quiet(" · ".join(dict.fromkeys(str(lines.made_with(ctx, picture)) for picture in pictures)))


def _made(ctx: RenderContext, posts: Sequence[Post]) -> tuple[dict[int, Picture], dict[int, Painting]]:
    if not posts:
        return {}, {}
    pictures = {p.id: p for p in ctx.uow.all(Picture, id__in=sorted({post.picture for post in posts}))}
    made = sorted({p.painting for p in pictures.values()})
    return pictures, {p.id: p for p in ctx.uow.all(Painting, id__in=made)}


def titles(ctx: RenderContext, posts: Sequence[Post]) -> list[tuple[Post, str]]:
    """Return each post with its caption, or else the beginning of its prompt. Two queries for any number."""
    pictures, paintings = _made(ctx, [post for post in posts if not post.caption])
    found = []
    for post in posts:
        picture = pictures.get(post.picture)
        found.append((post, lines.title(post.caption, paintings.get(picture.painting) if picture else None)))
    return found
