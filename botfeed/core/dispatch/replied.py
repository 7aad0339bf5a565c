"""Read a reply to a message of the bot: what that message shows is the first argument of a command that wants one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from botfeed.core.cards import buttons
from botfeed.core.chat.context import Context
from botfeed.core.chat.verb import Spec, Verb
from botfeed.core.commands import message_menus
from botfeed.core.model import Account, Picture, Post
from botfeed.core.parsing import command_parser
from botfeed.core.studio import lineage

POST, PICTURE, PERSON = ("post", "ref"), ("picture",), ("who",)  # names of first parameters, by what they name
Intent = Callable[[Context], tuple[Verb, Mapping[str, str]] | None]


def arguments(ctx: Context, what: Verb, text: str | None) -> dict[str, str]:
    """Parse the text after a command. Where it replies to a message and names nothing by itself, what the message
    shows comes first; of several, the one whose number comes first. Raises BadInput.
    """
    typed, language = text or "", ctx.words.language
    refs = _shown(ctx, what) if ctx.request.replied else ()
    word, _, rest = typed.strip().partition(" ")
    if len(refs) > 1 and word.isdecimal() and 1 <= int(word) <= len(refs):
        return command_parser.parse(what, f"{refs[int(word) - 1]} {rest}", language)
    if len(refs) == 1 and not _names(ctx, what.specs[0], word):
        return command_parser.parse(what, f"{refs[0]} {typed}", language)
    return command_parser.parse(what, typed, language) if typed else {}


def remix(ctx: Context, intent: Intent) -> tuple[Verb, Mapping[str, str]] | None:
    """Return the remix that words in reply to one's own picture mean; None where they are something else.

    Words that name a command mean that, with this picture. A post is commented on, unless the words say what to make
    of it.
    """
    place = message_menus.placement(ctx, ctx.request.args.get("message", ""))
    if ctx.request.command != "reply" or place is None or not ctx.address.private:
        return None
    shown, published = _own_pictures(ctx, place.pictures, message_menus.posts(ctx, place)), bool(place.posts)
    if len(shown) != 1:
        return None
    meant, words = intent(ctx), ctx.request.args.get("text", "")
    if meant is None or meant[0].name == buttons.remix.name:
        what = ctx.services.menu.get(buttons.remix.name)
        wanted = meant is not None or (ctx.services.painter.edits and not published)
        prompt = meant[1].get("prompt", words) if meant else words
        return (what, lineage.words_on(ctx, shown[0], prompt)) if what and wanted else None
    verb, args = meant
    first = verb.specs[0] if verb.specs else None
    if published or first is None or first.name in args or first.name not in (*POST, *PICTURE):
        return None
    return verb, {**args, first.name: ctx.ref(shown[0].id)}


def _shown(ctx: Context, what: Verb) -> Sequence[str]:
    """Return the references that the first parameter of a command may mean, as the message shows them."""
    first = what.specs[0] if what.specs else None
    place = message_menus.placement(ctx, ctx.request.replied)
    if first is None or place is None:
        return ()
    found = message_menus.posts(ctx, place)
    if first.param.ref and first.name in POST:
        ids = [post.id for post in found]
        if what.name == buttons.remix.name and not place.posts:
            ids = list(place.pictures)
        return [ctx.ref(id) for id in ids]
    if first.param.ref and first.name in PICTURE:
        return [ctx.ref(picture.id) for picture in _own_pictures(ctx, place.pictures, found)]
    if first.name in PERSON and first.required and len(found) == 1:
        author = ctx.uow.get(Account, found[0].author)
        return [author.handle] if author and author.id != ctx.actor.id else ()
    return ()


def _own_pictures(ctx: Context, pictures: Sequence[int], found: Sequence[Post]) -> list[Picture]:
    """Return the actor's own pictures among those of a message and of its posts."""
    ids = list(dict.fromkeys((*pictures, *(post.picture for post in found if post.author == ctx.actor.id))))
    known = {row.id: row for row in ctx.uow.all(Picture, id__in=ids, removed=None)} if ids else {}
    return [known[id] for id in ids if id in known and known[id].account == ctx.actor.id]


def _names(ctx: Context, first: Spec, word: str) -> bool:
    """Return True if a word names something by itself: a reference to what exists, an option, or a person."""
    if not word or word.startswith("--"):
        return False
    if not first.param.ref:
        return True
    id = ctx.services.sealer.id(word)
    return ctx.uow.get(Post, id) is not None or ctx.uow.get(Picture, id) is not None
