"""Publication cards: a post's state, audience and remaining actions, shown to its author."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import buttons, lines
from botfeed.core.cards.people import inbox
from botfeed.core.cards.posts import post as post_cards
from botfeed.core.cards.posts import targets
from botfeed.core.chat.button import Form
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Action, Ask, Card, Field
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.listing import threads
from botfeed.core.model import Audience, Decision, Picture, Post, PostState, Report, Space
from botfeed.core.ports import Unit

PUBLICATION = "publication"  # its kind of view
CAPTION_MOST = 500  # characters
NAMED = 3  # places in the note of a form
EARLIER = 500  # posts of one picture that are looked at
FLAGS = (("0", L("No")), ("1", L("Yes")))


def publication(ctx: RenderContext, post: Post, *, undo: bool, refused: str = "") -> Card:
    """Build the card of a post's state for its author.
    `refused`: the category for which a new caption was rejected.
    """
    picture, painting = post_cards.origin(ctx, post)
    title = lines.title(post.caption, painting)
    note = Text()
    if refused:
        category = lines.category(ctx, refused)
        note = ctx.t(L("The new caption can't be shown here ({category}); the old one stands."), category=category)
    elif post.proposed is not None:
        note = ctx.t(L("The new caption is being checked; the old one stands meanwhile."))
    blurred = ctx.t(L("It arrives blurred, until somebody asks to see it.")) if post.sensitive else Text()
    words = text.join((_says(ctx, post), lines.heading(title), note, blurred, lines.made_with(ctx, picture)))
    about = About(post.id, picture.id, title, PUBLICATION)
    return Card(words, (lines.media(picture, alt=title),), _actions(ctx, post, undo=undo), about)


def is_reported(uow: Unit, picture: int) -> bool:
    """Return True while a report about any post of a picture is open: it is not published anew then."""
    posts = [post.id for post in uow.all(Post, picture=picture, limit=EARLIER)]
    return bool(posts) and uow.count(Report, post__in=posts, comment=None, state="open") > 0


def _is_publishable(ctx: RenderContext, post: Post) -> bool:
    picture = ctx.uow.get(Picture, post.picture)
    free = picture is not None and picture.removed is None and picture.post is None
    return free and not is_reported(ctx.uow, post.picture)


def held(ctx: RenderContext) -> Card:
    """Say in a shared chat that a picture waits for its check."""
    said = L("{who:b}, the check of your picture can't be done right now. It is shown here as soon as it is.")
    return Card(ctx.t(said, who=lines.name(ctx, ctx.account)))


def _says(ctx: RenderContext, post: Post) -> Text:
    if post.state is PostState.PUBLIC:
        return text.join((ctx.t(L("Published.")), post_cards.who_sees(ctx, post)), " ")
    if post.state is PostState.CHECKING:
        return ctx.t(L("It is being checked. Only you see it until that is done."))
    if post.state is PostState.HELD:
        return ctx.t(L("The check can't be done right now. It stays private and is tried again by itself."))
    if post.state is PostState.REFUSED:
        category = lines.category(ctx, post.why)
        return ctx.t(L("This can't be published here ({category}). It stays private, yours alone."), category=category)
    if post.state is PostState.HIDDEN:
        return ctx.t(L("It is hidden: only you see it. Your inbox says why."))
    return ctx.t(L("Back to private. Only you see it."))


def _actions(ctx: RenderContext, post: Post, *, undo: bool) -> tuple[Action, ...]:
    if post.state is PostState.REFUSED:
        row = ctx.uow.one(Decision, post=post.id, kind="refuse")
        return inbox.appeal(ctx, row) if row else ()
    if post.state is PostState.REMOVED:
        return (buttons.publish(ctx, L("Publish"), post.picture).primary(),) if _is_publishable(ctx, post) else ()
    actions = [buttons.undo(ctx, L("Undo"), post.id)] if undo else []
    if post.state is PostState.PUBLIC:
        actions.append(buttons.audience(ctx, L("Change audience"), post.id))
    if post.state is not PostState.HIDDEN:
        actions.append(buttons.caption(ctx, L("Edit caption"), post.id))
        actions.append(buttons.alt(ctx, L("Alt text"), post.id))
    actions.extend(targets.of(ctx, post))
    actions.append(buttons.unpublish(ctx, L("Delete"), post.id).danger())
    return tuple(actions)


def ask_publish(
    ctx: RenderContext,
    picture: int,
    space: Space | None,
    caption: str,
    *,
    sensitive: bool,
    showcases: Sequence[Space] = (),
) -> Ask:
    """Build the form to publish a picture: caption, audience, sensitivity, and a note on who would see it.
    `showcases`: places whose showcases take what is for everyone.
    """
    fields = (
        Field("caption", ctx.s(L("Caption")), "text", value=caption, required=False, most=CAPTION_MOST),
        _audience_field(ctx, space, lately(ctx, space)),
        Field(
            "sensitive",
            ctx.s(L("Sensitive? It then arrives blurred.")),
            "flag",
            tuple((value, ctx.s(label)) for value, label in FLAGS),
            value="1" if sensitive else "0",
            required=False,
        ),
    )
    return buttons.publish.ask(ctx, Form(L("Publish"), fields, audience_note(ctx, space, showcases)), picture)


def ask_audience(ctx: RenderContext, post: int, space: Space | None, showcases: Sequence[Space] = ()) -> Ask:
    fields = (_audience_field(ctx, space),)
    return buttons.audience.ask(ctx, Form(L("Change audience"), fields, audience_note(ctx, space, showcases)), post)


def ask_undo(ctx: RenderContext, choices: tuple[tuple[str, str], ...]) -> Ask:
    """Build the form that asks which publication to undo."""
    field = Field("post", ctx.s(L("Which one?")), "choice", choices)
    return buttons.undo.ask(ctx, Form(L("Take back a publication"), (field,)))


def ask_caption(ctx: RenderContext, post: Post) -> Ask:
    label = ctx.s(L("Caption"))
    field = Field("caption", label, "text", value=post.caption, required=False, most=CAPTION_MOST)
    return buttons.caption.ask(ctx, Form(L("Edit caption"), (field,)), post.id)


def lately(ctx: RenderContext, space: Space | None) -> Audience | None:
    """Return the audience of the reader's last publication, if it can be had here."""
    said = ctx.account.audience if ctx.account else ""
    last = Audience(said) if said in set(Audience) else None
    return None if last is Audience.HERE and space is None else last


def as_before(ctx: RenderContext, picture: int, audience: Audience, space: Space | None) -> Card:
    """Offer to publish at once for the audience used last, beside the questions of a form."""
    says = {
        Audience.EVERYONE: ctx.t(L("As last time, for everyone?")),
        Audience.FOLLOWERS: ctx.t(L("As last time, for your followers?")),
        Audience.HERE: ctx.t(L("As last time, only inside {place:b}?"), place=space.title if space else "?"),
    }
    return Card(says[audience], actions=(buttons.publish(ctx, L("Publish now"), picture, audience=audience).primary(),))


def ask_alt(ctx: RenderContext, post: Post) -> Ask:
    """Build the form for the words that stand for a picture where it is not seen."""
    picture, _ = post_cards.origin(ctx, post)
    label = ctx.s(L("What is to be seen"))
    field = Field("text", label, "long", value=picture.proposed_alt or picture.alt, required=False, most=lines.ALT_MOST)
    note = ctx.t(L("Read to people who do not see the picture."))
    return buttons.alt.ask(ctx, Form(L("Alt text"), (field,), note), post.id)


def alt_set(ctx: RenderContext, words: str, *, waits: bool) -> Card:
    """Confirm words of one's own for a picture."""
    if waits:
        return Card(ctx.t(L("Your alt text is being checked; the old one stands meanwhile.")))
    return Card(ctx.t(L("The picture is read out as: {words}"), words=words))


def _audience_field(ctx: RenderContext, space: Space | None, last: Audience | None = None) -> Field:
    choices = [
        (str(Audience.EVERYONE), ctx.s(L("Everyone"))),
        (str(Audience.FOLLOWERS), ctx.s(L("Followers"))),
    ]
    if space:
        choices.append((str(Audience.HERE), ctx.s(L("Here"))))
    return Field("audience", ctx.s(L("Who sees it?")), "choice", tuple(choices), value=str(last or ""))


def audience_note(ctx: RenderContext, space: Space | None, showcases: Sequence[Space] = ()) -> Text:
    """Return the note that explains each audience before publication."""
    says = ctx.t(
        L("Everyone: anybody on any platform. Followers: who follows you, now and later. You can take it back.")
    )
    here = ctx.t(L("Here: only people inside {place:b}."), place=space.title) if space else Text()
    return text.join((says, here, _in_showcases(ctx, showcases)), " ")


def _in_showcases(ctx: RenderContext, places: Sequence[Space]) -> Text:
    """Say which showcases take what is for everyone, and how it stays out of them."""
    if not places:
        return Text()
    named = ", ".join(space.title for space in places[:NAMED])
    says = L("What is for everyone stands in the showcase of {places:b} too; {off:c} keeps it out.")
    return ctx.t(says, places=named, off=CommandLine("/showcases off"))


def sure(ctx: RenderContext, post: Post) -> Card:
    """Build the confirmation card for a deletion, naming what is lost."""
    title, said = post_cards.title(ctx, post), threads.count(ctx, post)
    counts = (
        (post.likes, ctx.n(L("{n} like"), L("{n} likes"), post.likes)),
        (said, said.said(ctx, L("{n} comment"), L("{n} comments"))),
    )
    lost = text.join((words for n, words in counts if n), ", ")
    says = ctx.t(L("Delete {title:b}? Its copies are taken down where the platforms allow it."), title=title)
    loses = ctx.t(L("Lost for good: {what}."), what=lost) if lost else Text()
    keeps = ctx.t(L("The picture itself stays in your library."))
    actions = (
        buttons.more(ctx, L("Keep it"), post.id, back=True),
        buttons.unpublish(ctx, L("Yes, delete"), post.id, sure=True).danger(),
    )
    return Card(text.join((says, loses, keeps)), actions=actions)
