"""The post card: picture, byline, provenance, and at most four buttons."""

from __future__ import annotations

from botfeed.core.cards import buttons, lines, surface
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text
from botfeed.core.listing import threads
from botfeed.core.listing.pages import Count
from botfeed.core.model import Account, Audience, Painting, Picture, Post, Reaction, Space
from botfeed.core.parsing import tokens

POST, UNVEILED, OPEN, QUESTION = "post", "unveiled", "open", "question"  # kinds of view
OPENED = "opened"  # a post in the place of the digest it stood on
GATHERED = "gathered"  # a post for everyone in the showcase of a place where its author is


def post(
    ctx: RenderContext,
    post: Post,
    *,
    reason: str = "",
    surface: str = POST,
    extra: tuple[Action, ...] = (),
    veiled: bool | None = None,
) -> Card:
    """Build a post's card for its reader.
    `extra` actions follow the four buttons; `veiled` None blurs sensitive posts of others.
    """
    picture, painting = origin(ctx, post)
    own = ctx.account is not None and ctx.account.id == post.author
    blurred = (post.sensitive and not own) if veiled is None else veiled
    title, said = lines.title(post.caption, painting), threads.count(ctx, post)
    words = text.join(
        (
            whole(post, painting) if surface in (OPEN, OPENED) else lines.heading(title),
            byline(ctx, post),
            lines.made_with(ctx, picture),
            _warning(ctx, post) if post.sensitive else Text(),
            _counts(ctx, post, said) if own else Text(),
            text.quiet(reason),
        )
    )
    actions = _actions(ctx, post, said, own=own, blurred=blurred)
    media = lines.posted(post, picture, painting, veiled=blurred)
    return Card(words, (media,), (*actions, *extra), About(post.id, picture.id, title, surface))


def whole(post: Post, painting: Painting | None) -> Text:
    """Return all that was said with a post, with its line breaks: in bold if it is as short as a title."""
    title = lines.title(post.caption, painting)
    return lines.heading(title) if not post.caption or title == post.caption else tokens.marked(post.caption)


def _plain(ctx: RenderContext, what: Post) -> tuple[Card, ...]:
    return (post(ctx, what),)


def _gathered(ctx: RenderContext, what: Post) -> tuple[Card, ...]:
    return (post(ctx, what, surface=GATHERED),)


def unveiled(ctx: RenderContext, what: Post) -> tuple[Card, ...]:
    """Build a post's card without blur, for a person who asked to see it."""
    return (post(ctx, what, surface=UNVEILED, veiled=False),)


SURFACES = (
    surface.of_post(POST, _plain),
    surface.of_post(GATHERED, _gathered),
    surface.of_post(UNVEILED, unveiled),
)


def origin(ctx: RenderContext, post: Post) -> tuple[Picture, Painting | None]:
    picture = ctx.uow.get(Picture, post.picture)
    assert picture is not None
    return picture, ctx.uow.get(Painting, picture.painting)


def title(ctx: RenderContext, post: Post) -> str:
    """Return the caption, or else the beginning of the prompt."""
    return lines.title(post.caption, None if post.caption else origin(ctx, post)[1])


def byline(ctx: RenderContext, post: Post) -> Text:
    """Return the byline: author, age, and credit of a remix."""
    when = lines.ago(ctx, post.published or post.created)
    return text.quiet(text.join((_name(ctx, post), when, *_lineage(ctx, post)), " · "))


def credit(ctx: RenderContext, post: Post) -> Text:
    """Return the author and the credit of a remix."""
    return text.quiet(" · ".join((_name(ctx, post), *_lineage(ctx, post))))


def _lineage(ctx: RenderContext, post: Post) -> list[str]:
    parent, root = ctx.uow.get(Post, post.parent), ctx.uow.get(Post, post.root)
    parts = []
    if parent:
        parts.append(ctx.s(L("remix of {who}"), who=_credited(ctx, parent)))
    if parent and root and root.author != parent.author:
        parts.append(ctx.s(L("from {who}"), who=_credited(ctx, root)))
    return parts


def who_sees(ctx: RenderContext, post: Post) -> Text:
    """Return the line that says who can see a public post."""
    if post.audience is Audience.FOLLOWERS:
        if ctx.account is None or ctx.account.id != post.author:
            return ctx.t(L("{who}'s followers can see it."), who=_name(ctx, post))
        return ctx.t(L("Your followers can see it."))
    if post.audience is Audience.HERE:
        space = ctx.uow.get(Space, post.space)
        return ctx.t(L("Only people inside {place:b} can see it."), place=space.title if space else "?")
    return ctx.t(L("Everyone can see it."))


def _name(ctx: RenderContext, post: Post) -> str:
    return lines.name(ctx, ctx.uow.get(Account, post.author))


def _credited(ctx: RenderContext, post: Post) -> str:
    return lines.credited(ctx, ctx.uow.get(Account, post.author))


def _warning(ctx: RenderContext, post: Post) -> Text:
    word = lines.category(ctx, post.why) if post.why else ctx.s(L("sensitive"))
    return text.quiet(ctx.t(L("blurred: {why}"), why=word))


def _counts(ctx: RenderContext, post: Post, said: Count) -> Text:
    """Return like, comment and remix counts for the author."""
    counted = (
        (post.likes, ctx.n(L("{n} like"), L("{n} likes"), post.likes)),
        (said, said.said(ctx, L("{n} comment"), L("{n} comments"))),
        (post.remixes, ctx.n(L("{n} remix"), L("{n} remixes"), post.remixes)),
    )
    return text.quiet(text.join((words for n, words in counted if n), " · "))


def _actions(ctx: RenderContext, post: Post, said: Count, *, own: bool, blurred: bool) -> tuple[Action, ...]:
    actions = [buttons.unveil(ctx, L("Show"), post.id).primary()] if blurred else []
    if not own:
        actions.append(_like(ctx, post))
    actions.append(buttons.comment(ctx, counted(ctx.s(L("💬 Comment")), said), post.id))
    if not blurred and (own or post.remixable):
        actions.append(buttons.remix(ctx, L("Remix"), post.id))
    actions.append(buttons.more(ctx, L("⋯ Menu"), post.id))
    return tuple(actions)


def _like(ctx: RenderContext, post: Post) -> Action:
    me = ctx.account
    liked = me is not None and ctx.uow.count(Reaction, account=me.id, post=post.id) > 0
    label = ctx.s(L("♥ Liked")) if liked else ctx.s(L("♥ Like"))
    return buttons.like(ctx, counted(label, post.likes), post.id, wanted=not liked)


def counted(label: str, n: int | Count) -> str:
    """Append a number to a label if it is not zero."""
    return f"{label} {n}" if n else label
