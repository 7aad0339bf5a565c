"""One's own pictures, for their maker's eyes: what they are made of, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import lines
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import About, Action, Card, Look
from botfeed.core.chat.text import Line, Text
from botfeed.core.model import Account, Painting, Picture, Post

PROMPT_MOST = 700  # characters: a caption on Telegram holds 1024


def picture(voice: Voice, picture: Picture, painting: Painting | None) -> Card:
    """Give one picture with all that is known about it."""
    post = _post(voice, picture)
    words = [*_facts(voice, picture, painting, PROMPT_MOST), *_standing(voice, picture, post)]
    return Card(
        text.join(words),
        media=(lines.media(picture),),
        actions=_actions(voice, picture, post),
        about=About(picture=picture.id, title=lines.title("", painting)),
    )


def gallery(
    voice: Voice, painting: Painting, pictures: Sequence[Picture], chosen: int = 0, *, lead: Text | str = ""
) -> Card:
    """Give all pictures of a painting in one gallery; the numbers choose which one the buttons act on."""
    acting = next((p for p in pictures if p.id == chosen), pictures[0])
    post = _post(voice, acting)
    words = [text.of(lead), *_facts(voice, acting, painting, PROMPT_MOST), *_standing(voice, acting, post)]
    numbers: tuple[Action, ...] = ()
    if len(pictures) > 1:
        at, of = pictures.index(acting) + 1, len(pictures)
        words.append(text.quiet(voice.t(L("The buttons act on number {at} of {of}."), at=at, of=of)))
        numbers = tuple(_number(voice, n, p, acting) for n, p in enumerate(pictures, 1))
    return Card(
        text.join(words),
        media=tuple(lines.media(p) for p in pictures),
        actions=(*numbers, *_actions(voice, acting, post)),
        about=About(picture=acting.id, title=lines.title("", painting)),
    )


def line(voice: Voice, picture: Picture, painting: Painting | None) -> Text:
    """Give the two lines of a picture in a list: its prompt, and its facts in small print."""
    return text.join(_facts(voice, picture, painting, 100))


def ready(voice: Voice, pictures: Sequence[Picture]) -> Card:
    """Say where others read along that it is ready: neither the picture nor its prompt, which were asked for alone."""
    said = voice.n(
        L("{who:b}, your picture is ready, in {mine:c}. Only you can look."),
        L("{who:b}, your pictures are ready, in {mine:c}. Only you can look."),
        len(pictures),
        who=lines.name(voice, voice.account),
        mine=Line("/mine"),
    )
    return Card(said, actions=_show(voice, pictures))


def withheld(voice: Voice, painting: Painting, pictures: Sequence[Picture]) -> Card:
    """Say in the place where it was to be published that it may not be shown there."""
    prompt = text.shorten(painting.prompt, 60)
    said = voice.t(L("“{prompt}” is ready, and can't be shown here. Only who asked for it can look."), prompt=prompt)
    return Card(said, actions=_show(voice, pictures))


def _show(voice: Voice, pictures: Sequence[Picture]) -> tuple[Action, ...]:
    return (Action(voice.s(L("Show")), "choose", {"picture": voice.ref(pictures[0].id)}),)


def _number(voice: Voice, n: int, picture: Picture, acting: Picture) -> Action:
    look = Look.PRIMARY if picture.id == acting.id else Look.PLAIN
    return Action(str(n), "choose", {"picture": voice.ref(picture.id)}, look)


def _facts(voice: Voice, picture: Picture, painting: Painting | None, most: int) -> list[Text]:
    parts: list[Text | str] = [lines.made_with(voice, picture)]
    if painting and painting.style:
        parts.append(painting.style)
    if picture.seed is not None:
        parts.append(voice.t(L("seed {seed}"), seed=picture.seed))
    if painting:
        parts.append(painting.painter)
    parts.append(lines.ago(voice, picture.created))
    if credit := _credit(voice, painting):
        parts.append(credit)
    prompt = text.shorten(painting.prompt if painting else "", most)
    title = text.bold(prompt) if len(prompt) <= lines.TITLE_MOST else text.of(prompt)
    return [title, text.quiet(text.join(parts, " · "))]


def _credit(voice: Voice, painting: Painting | None) -> Text | None:
    """Name who made the picture that this one starts from."""
    if painting is None or painting.parent is None:
        return None
    parent = voice.uow.get(Picture, painting.parent)
    if parent and parent.account == painting.account:
        return voice.t(L("from your {ref}"), ref=voice.ref(parent.id))
    owner = voice.uow.get(Account, parent.account) if parent else None
    return voice.t(L("remix of {who}"), who=lines.name(voice, owner))


def _standing(voice: Voice, picture: Picture, post: Post | None) -> list[Text]:
    said: list[Text] = []
    if picture.missing:
        nouns = ", ".join(f"“{noun}”" for noun in picture.missing[:5])
        said.append(voice.t(L("I can't draw {nouns} yet."), nouns=nouns))
    if picture.sensitive:
        said.append(text.quiet(voice.t(L("Sensitive: others would see it blurred first."))))
    if post:
        said.append(text.quiet(voice.t(L("Published."))))
    said.append(text.quiet(voice.t(L("Its reference is {ref:c}."), ref=voice.ref(picture.id))))
    return said


def _post(voice: Voice, picture: Picture) -> Post | None:
    return voice.uow.get(Post, picture.post)


def _actions(voice: Voice, picture: Picture, post: Post | None) -> tuple[Action, ...]:
    mine = {"picture": voice.ref(picture.id)}
    common = (
        Action(voice.s(L("Remix")), "remix", {"post": voice.ref(picture.id)}),
        Action(voice.s(L("Vary")), "vary", mine),
        Action(voice.s(L("Again")), "again", mine),
    )
    if post:
        return (Action(voice.s(L("Open")), "open", {"post": voice.ref(post.id)}, Look.PRIMARY), *common)
    publish = Action(voice.s(L("Publish")), "publish", mine, Look.PRIMARY)
    return (publish, *common, Action(voice.s(L("Delete")), "discard", mine, Look.DANGER))
