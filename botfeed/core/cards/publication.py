"""What an author is shown of their own post: who sees it, and what they can still do."""

from __future__ import annotations

from botfeed.core.cards import inbox, lines
from botfeed.core.cards import post as post_cards
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import About, Action, Ask, Card, Field, Look
from botfeed.core.chat.text import Text
from botfeed.core.model import Audience, Decision, Post, PostState, Space

CAPTION_MOST = 500  # characters
FLAGS = (("0", L("No")), ("1", L("Yes")))


def publication(voice: Voice, post: Post, *, undo: bool, refused: str = "") -> Card:
    """Show an author where their post stands. `refused`: the category for which a new caption was turned down."""
    picture, painting = post_cards.origin(voice, post)
    title = lines.title(post.caption, painting)
    note = Text()
    if refused:
        category = lines.category(voice, refused)
        note = voice.t(L("The new caption can't be shown here ({category}); the old one stands."), category=category)
    elif post.proposed is not None:
        note = voice.t(L("The new caption is being checked; the old one stands meanwhile."))
    blurred = voice.t(L("It arrives blurred, until somebody asks to see it.")) if post.sensitive else Text()
    words = text.join((_says(voice, post), lines.heading(title), note, blurred, lines.made_with(voice, picture)))
    about = About(post.id, picture.id, title, "publication")
    return Card(words, (lines.media(picture, alt=title),), _actions(voice, post, undo=undo), about)


def _says(voice: Voice, post: Post) -> Text:
    if post.state is PostState.PUBLIC:
        return text.join((voice.t(L("Published.")), post_cards.who_sees(voice, post)), " ")
    if post.state is PostState.CHECKING:
        return voice.t(L("It is being checked. Only you see it until that is done."))
    if post.state is PostState.HELD:
        return voice.t(L("The check can't be done right now. It stays private and is tried again by itself."))
    if post.state is PostState.REFUSED:
        category = lines.category(voice, post.why)
        return voice.t(
            L("This can't be published here ({category}). It stays private, yours alone."), category=category
        )
    if post.state is PostState.HIDDEN:
        return voice.t(L("It is hidden: only you see it. Your inbox says why."))
    return voice.t(L("Back to private. Only you see it."))


def _actions(voice: Voice, post: Post, *, undo: bool) -> tuple[Action, ...]:
    ref = {"post": voice.ref(post.id)}
    if post.state is PostState.REFUSED:
        row = voice.uow.one(Decision, post=post.id, kind="refuse")
        return inbox.appeal(voice, row) if row else ()
    if post.state is PostState.REMOVED:
        return (Action(voice.s(L("Publish")), "publish", {"picture": voice.ref(post.picture)}, Look.PRIMARY),)
    actions = [Action(voice.s(L("Undo")), "undo", ref)] if undo else []
    if post.state is PostState.PUBLIC:
        actions.append(Action(voice.s(L("Change audience")), "audience", ref))
    if post.state is not PostState.HIDDEN:
        actions.append(Action(voice.s(L("Edit caption")), "caption", ref))
    actions.append(Action(voice.s(L("Delete")), "unpublish", ref, Look.DANGER))
    return tuple(actions)


def ask_publish(voice: Voice, picture: str, space: Space | None, caption: str, *, sensitive: bool) -> Ask:
    """Ask all that is to be decided before a picture is public, and say who would see it."""
    fields = (
        Field("caption", voice.s(L("Caption")), "text", value=caption, required=False, most=CAPTION_MOST),
        _audience_field(voice, space),
        Field(
            "sensitive",
            voice.s(L("Sensitive? It then arrives blurred.")),
            "flag",
            tuple((value, voice.s(label)) for value, label in FLAGS),
            value="1" if sensitive else "0",
            required=False,
        ),
    )
    return Ask("publish", voice.s(L("Publish")), fields, {"picture": picture}, audience_note(voice, space))


def ask_audience(voice: Voice, post: str, space: Space | None) -> Ask:
    fields = (_audience_field(voice, space),)
    return Ask("audience", voice.s(L("Change audience")), fields, {"post": post}, audience_note(voice, space))


def ask_undo(voice: Voice, choices: tuple[tuple[str, str], ...]) -> Ask:
    """Ask which publication to take back."""
    return Ask(
        "undo", voice.s(L("Take back a publication")), (Field("post", voice.s(L("Which one?")), "choice", choices),)
    )


def ask_caption(voice: Voice, post: Post) -> Ask:
    label = voice.s(L("Caption"))
    field = Field("caption", label, "text", value=post.caption, required=False, most=CAPTION_MOST)
    return Ask("caption", voice.s(L("Edit caption")), (field,), {"post": voice.ref(post.id)})


def _audience_field(voice: Voice, space: Space | None) -> Field:
    choices = [
        (str(Audience.EVERYONE), voice.s(L("Everyone"))),
        (str(Audience.FOLLOWERS), voice.s(L("Followers"))),
    ]
    if space:
        choices.append((str(Audience.HERE), voice.s(L("Here"))))
    return Field("audience", voice.s(L("Who sees it?")), "choice", tuple(choices))


def audience_note(voice: Voice, space: Space | None) -> Text:
    """Say before it is public who would see it."""
    says = voice.t(
        L("Everyone: anybody on any platform. Followers: who follows you, now and later. You can take it back.")
    )
    if space is None:
        return says
    return text.join((says, voice.t(L("Here: only people inside {place:b}."), place=space.title)), " ")


def sure(voice: Voice, post: Post) -> Card:
    """Say what a deletion loses, and ask for the second press."""
    title = post_cards.title(voice, post)
    counts = (
        (post.likes, voice.n(L("{n} like"), L("{n} likes"), post.likes)),
        (post.comments, voice.n(L("{n} comment"), L("{n} comments"), post.comments)),
    )
    lost = text.join((words for n, words in counts if n), ", ")
    says = voice.t(L("Delete {title:b}? Its copies are taken down where the platforms allow it."), title=title)
    loses = voice.t(L("Lost for good: {what}."), what=lost) if lost else Text()
    keeps = voice.t(L("The picture itself stays in your library."))
    ref = voice.ref(post.id)
    actions = (
        Action(voice.s(L("Keep it")), "more", {"post": ref, "back": "1"}),
        Action(voice.s(L("Yes, delete")), "unpublish", {"post": ref, "sure": "1"}, Look.DANGER),
    )
    return Card(text.join((says, loses, keeps)), actions=actions)
