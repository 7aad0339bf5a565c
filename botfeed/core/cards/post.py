"""A post as a card: the picture, who and when, made with what, and at most four buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from botfeed.core.cards import lines
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import About, Action, Card, Look
from botfeed.core.chat.text import Text
from botfeed.core.model import Account, Audience, Painting, Picture, Post, Reaction, Space

Build = Callable[[Voice, Post], tuple[Card, ...]]
B = TypeVar("B", bound=Build)

SURFACES: dict[str, Build] = {}
OPENED = "opened"  # a post in the place of the digest it stood on


def surface(name: str) -> Callable[[B], B]:
    """Register how a kind of view is built again after a press or an edit. What is not registered stays as it is."""

    def declare(build: B) -> B:
        SURFACES[name] = build
        return build

    return declare


def again(voice: Voice, post: Post, name: str) -> tuple[Card, ...]:
    """Build a view anew; empty where nobody says how."""
    build = SURFACES.get(name)
    return build(voice, post) if build else ()


def post(
    voice: Voice,
    post: Post,
    *,
    reason: str = "",
    surface: str = "post",
    extra: tuple[Action, ...] = (),
    veiled: bool | None = None,
) -> Card:
    """Show a post to who is spoken to. `extra` follows the four buttons; `veiled` None: sensitive ones, to others."""
    picture, painting = origin(voice, post)
    own = voice.account is not None and voice.account.id == post.author
    blurred = (post.sensitive and not own) if veiled is None else veiled
    title = lines.title(post.caption, painting)
    words = text.join(
        (
            lines.heading(title),
            byline(voice, post),
            lines.made_with(voice, picture),
            _warning(voice, post) if post.sensitive else Text(),
            _counts(voice, post) if own else Text(),
            text.quiet(reason),
        )
    )
    actions = _actions(voice, post, own=own, blurred=blurred)
    media = lines.media(picture, veiled=blurred, alt=painting.prompt if painting else title)
    return Card(words, (media,), (*actions, *extra), About(post.id, picture.id, title, surface))


@surface("post")
def _plain(voice: Voice, what: Post) -> tuple[Card, ...]:
    return (post(voice, what),)


@surface("unveiled")
def unveiled(voice: Voice, what: Post) -> tuple[Card, ...]:
    """Show it as it is, to who asked to see it."""
    return (post(voice, what, surface="unveiled", veiled=False),)


def origin(voice: Voice, post: Post) -> tuple[Picture, Painting | None]:
    picture = voice.uow.get(Picture, post.picture)
    assert picture is not None
    return picture, voice.uow.get(Painting, picture.painting)


def title(voice: Voice, post: Post) -> str:
    """Give the caption, else the first words of the prompt."""
    return lines.title(post.caption, None if post.caption else origin(voice, post)[1])


def byline(voice: Voice, post: Post) -> Text:
    """Who, when, and whom it comes from."""
    when = lines.ago(voice, post.published or post.created)
    return text.quiet(" · ".join((_name(voice, post), when, *_lineage(voice, post))))


def credit(voice: Voice, post: Post) -> Text:
    """Who, and whom it comes from."""
    return text.quiet(" · ".join((_name(voice, post), *_lineage(voice, post))))


def _lineage(voice: Voice, post: Post) -> list[str]:
    parent, root = voice.uow.get(Post, post.parent), voice.uow.get(Post, post.root)
    parts = []
    if parent:
        parts.append(voice.s(L("remix of {who}"), who=_name(voice, parent)))
    if parent and root and root.author != parent.author:
        parts.append(voice.s(L("from {who}"), who=_name(voice, root)))
    return parts


def who_sees(voice: Voice, post: Post) -> Text:
    """Say who sees a public post."""
    if post.audience is Audience.FOLLOWERS:
        if voice.account is None or voice.account.id != post.author:
            return voice.t(L("{who}'s followers can see it."), who=_name(voice, post))
        return voice.t(L("Your followers can see it."))
    if post.audience is Audience.HERE:
        space = voice.uow.get(Space, post.space)
        return voice.t(L("Only people inside {place:b} can see it."), place=space.title if space else "?")
    return voice.t(L("Everyone can see it."))


def _name(voice: Voice, post: Post) -> str:
    return lines.name(voice, voice.uow.get(Account, post.author))


def _warning(voice: Voice, post: Post) -> Text:
    word = lines.category(voice, post.why) if post.why else voice.s(L("sensitive"))
    return text.quiet(voice.t(L("blurred: {why}"), why=word))


def _counts(voice: Voice, post: Post) -> Text:
    """Say what its author would otherwise read off the buttons."""
    counted = (
        (post.likes, voice.n(L("{n} like"), L("{n} likes"), post.likes)),
        (post.comments, voice.n(L("{n} comment"), L("{n} comments"), post.comments)),
        (post.remixes, voice.n(L("{n} remix"), L("{n} remixes"), post.remixes)),
    )
    return text.quiet(text.join((words for n, words in counted if n), " · "))


def _actions(voice: Voice, post: Post, *, own: bool, blurred: bool) -> tuple[Action, ...]:
    ref = voice.ref(post.id)
    actions = [Action(voice.s(L("Show")), "unveil", {"post": ref}, Look.PRIMARY)] if blurred else []
    if not own:
        actions.append(_like(voice, post))
    actions.append(Action(counted(voice.s(L("💬 Comment")), post.comments), "comment", {"post": ref}))
    if not blurred and (own or post.remixable):
        actions.append(Action(voice.s(L("Remix")), "remix", {"post": ref}))
    actions.append(Action(voice.s(L("⋯ Menu")), "more", {"post": ref}))
    return tuple(actions)


def _like(voice: Voice, post: Post) -> Action:
    me = voice.account
    liked = me is not None and voice.uow.count(Reaction, account=me.id, post=post.id) > 0
    label = voice.s(L("♥ Liked")) if liked else voice.s(L("♥ Like"))
    wanted = "0" if liked else "1"
    return Action(counted(label, post.likes), "like", {"post": voice.ref(post.id), "wanted": wanted})


def counted(label: str, n: int) -> str:
    """Append a number to a label where it is above zero."""
    return f"{label} {n}" if n else label
