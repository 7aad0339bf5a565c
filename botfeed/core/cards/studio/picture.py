"""Picture cards for the owner: facts about a picture, and its actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Card
from botfeed.core.chat.messenger import Shrinks
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Account, Painting, Picture, Post, PostState, Shape

NEARLY_SQUARE = 1.1  # longer side by shorter
_MISSHAPEN: Mapping[Shape, str] = {
    Shape.SQUARE: L("The painter makes no square ones, so it is the nearest that it has."),
    Shape.WIDE: L("The painter makes no wide ones, so it is the nearest that it has."),
    Shape.TALL: L("The painter makes no tall ones, so it is the nearest that it has."),
}
PROMPT_MOST = 700  # characters: a caption on Telegram holds 1024


def picture(ctx: RenderContext, picture: Picture, painting: Painting | None) -> Card:
    """Build the card of one picture with all its facts."""
    post = _post(ctx, picture)
    words = [*_facts(ctx, picture, painting, PROMPT_MOST), *_standing(ctx, picture, post)]
    return Card(
        text.join(words),
        media=(lines.media(picture),),
        actions=_actions(ctx, picture, post),
        about=About(picture=picture.id, title=lines.title("", painting)),
    )


def gallery(
    ctx: RenderContext, painting: Painting, pictures: Sequence[Picture], chosen: int = 0, *, lead: Text | str = ""
) -> Card:
    """Build the card of all pictures of a painting.
    Numbered buttons choose the one that the others act on.
    """
    acting = next((p for p in pictures if p.id == chosen), pictures[0])
    post = _post(ctx, acting)
    words = [text.of(lead), *_facts(ctx, acting, painting, PROMPT_MOST), *_standing(ctx, acting, post)]
    numbers: tuple[Action, ...] = ()
    if len(pictures) > 1:
        at, of = pictures.index(acting) + 1, len(pictures)
        words.append(text.quiet(ctx.t(L("The buttons act on number {at} of {of}."), at=at, of=of)))
        numbers = tuple(_number(ctx, n, p, acting) for n, p in enumerate(pictures, 1))
    return Card(
        text.join(words),
        media=tuple(lines.media(p) for p in pictures),
        actions=(*numbers, *_actions(ctx, acting, post)),
        about=About(picture=acting.id, title=lines.title("", painting)),
    )


def short_of(ctx: RenderContext, painting: Painting, pictures: Sequence[Picture], came: int) -> Text:
    """Say where the pictures differ from what was asked for: fewer, or of another shape; empty where they do not.
    `came`: how many passed review.
    """
    said: list[Text] = []
    if came < painting.count:
        fewer = ctx.n(
            L("You asked for {wanted}, and {n} came that can be shown."),
            L("You asked for {wanted}, and {n} came that can be shown."),
            came,
            wanted=painting.count,
        )
        said.append(fewer)
    if pictures and not any(_has_shape(one, painting.shape) for one in pictures):
        said.append(ctx.t(_MISSHAPEN[painting.shape]))
    return text.join(said, " ")


def _has_shape(picture: Picture, shape: Shape) -> bool:
    width, height = picture.width, picture.height
    if shape is Shape.SQUARE:
        return max(width, height) <= NEARLY_SQUARE * min(width, height)
    return width > height if shape is Shape.WIDE else height > width


def line(ctx: RenderContext, picture: Picture, painting: Painting | None) -> Text:
    """Return a picture's two lines in a list: its prompt, and its facts in small print."""
    return text.join(_facts(ctx, picture, painting, 100))


def ready(ctx: RenderContext, pictures: Sequence[Picture]) -> Card:
    """Build the message for a shared chat that a private picture is ready.
    It shows neither the picture nor its prompt.
    """
    said = ctx.n(
        L("{who:b}, your picture is ready, in {mine:c}. Only you can look."),
        L("{who:b}, your pictures are ready, in {mine:c}. Only you can look."),
        len(pictures),
        who=lines.called(ctx, ctx.account),
        mine=CommandLine("/mine"),
    )
    return Card(said, actions=_show(ctx, pictures))


def unshown(ctx: RenderContext, pictures: Sequence[Picture]) -> Card:
    """Build the message in words for a platform that does not take the pictures as they are."""
    said = ctx.n(
        L("Your picture is painted, and {platform} does not take it. It waits for you in {mine:c}."),
        L("Your pictures are painted, and {platform} does not take them. They wait for you in {mine:c}."),
        len(pictures),
        platform=ctx.address.platform.capitalize(),
        mine=CommandLine("/mine"),
    )
    return Card(said)


def withheld(ctx: RenderContext, painting: Painting, pictures: Sequence[Picture]) -> Card:
    """Build the message for a chat in which a picture may not be shown, though it was asked for there."""
    prompt = text.shorten(painting.prompt, 60)
    said = ctx.t(L("“{prompt}” is ready, and can't be shown here. Only who asked for it can look."), prompt=prompt)
    return Card(said, actions=_show(ctx, pictures))


def _show(ctx: RenderContext, pictures: Sequence[Picture]) -> tuple[Action, ...]:
    return (buttons.choose(ctx, L("Show"), pictures[0].id),)


def _number(ctx: RenderContext, n: int, picture: Picture, acting: Picture) -> Action:
    number = buttons.choose(ctx, str(n), picture.id)
    return number.primary() if picture.id == acting.id else number


def _facts(ctx: RenderContext, picture: Picture, painting: Painting | None, most: int) -> list[Text]:
    parts: list[Text | str] = [lines.made_with(ctx, picture)]
    if painting and painting.style:
        parts.append(painting.style)
    if picture.seed is not None:
        parts.append(ctx.t(L("seed {seed}"), seed=picture.seed))
    if painting:
        parts.append(painting.painter)
    parts.append(lines.ago(ctx, picture.created))
    if credit := _credit(ctx, painting):
        parts.append(credit)
    prompt = text.shorten(painting.prompt if painting else "", most)
    title = text.bold(prompt) if len(prompt) <= lines.TITLE_MOST else text.of(prompt)
    return [title, text.quiet(text.join(parts, " · "))]


def _credit(ctx: RenderContext, painting: Painting | None) -> Text | None:
    """Return the credit of the picture that a painting starts from; None if it starts from none."""
    if painting is None or painting.parent is None:
        return None
    parent = ctx.uow.get(Picture, painting.parent)
    if parent and parent.account == painting.account:
        return ctx.t(L("from your {ref}"), ref=ctx.ref(parent.id))
    owner = ctx.uow.get(Account, parent.account) if parent else None
    return ctx.t(L("remix of {who}"), who=lines.credited(ctx, owner))


def _standing(ctx: RenderContext, picture: Picture, post: Post | None) -> list[Text]:
    said: list[Text] = []
    if picture.missing:
        nouns = ", ".join(f"“{noun}”" for noun in picture.missing[:5])
        said.append(ctx.t(L("I can't draw {nouns} yet."), nouns=nouns))
    if picture.sensitive:
        said.append(text.quiet(ctx.t(L("Sensitive: others would see it blurred first."))))
    if post and post.state is PostState.REMOVED:
        said.append(text.quiet(ctx.t(L("Removed by a decision: it cannot be published again."))))
    elif post:
        said.append(text.quiet(ctx.t(L("Published."))))
    said.append(text.quiet(ctx.t(L("Its reference is {ref:c}."), ref=ctx.ref(picture.id))))
    return said


def _post(ctx: RenderContext, picture: Picture) -> Post | None:
    return ctx.uow.get(Post, picture.post)


def _actions(ctx: RenderContext, picture: Picture, post: Post | None) -> tuple[Action, ...]:
    common = (
        buttons.remix(ctx, L("Remix"), picture.id),
        buttons.vary(ctx, L("Vary"), picture.id),
        buttons.again(ctx, L("Again"), picture.id),
        *original(ctx, picture.id),
    )
    if post and post.state is PostState.REMOVED:
        return common
    if post:
        return (buttons.open_(ctx, L("Open"), post.id).primary(), *common)
    publish = buttons.publish(ctx, L("Publish"), picture.id).primary()
    return (publish, *common, buttons.discard(ctx, L("Delete"), picture.id).danger())


def original(ctx: RenderContext, picture: int) -> tuple[Action, ...]:
    """Return the button that gives the file as it was made, where pictures are shown smaller than they are."""
    messenger = ctx.services.messengers.get(ctx.reads_at.platform)
    return (buttons.original(ctx, L("Original"), picture),) if isinstance(messenger, Shrinks) else ()
