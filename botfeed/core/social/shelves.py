"""Shelves: posts that somebody keeps for later, and shelves whose link they gave away.

A saved post is a reference: whoever looks sees what they may see at that moment, and what is gone is quietly gone.
"""

from __future__ import annotations

from botfeed.core.chat.context import Context, Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Choice
from botfeed.core.chat.text import Line
from botfeed.core.errors import BadInput, Limited, NotFound
from botfeed.core.model import Account, Collection, Post, PostState, Saved
from botfeed.core.safety import review, visibility
from botfeed.core.safety.visibility import Eyes

TITLE_MOST = 40  # characters
MOST = 25  # shelves: as many as one list of choices holds
LOOK_BACK = 900  # newest saved posts of one shelf that can be paged through


def mine(voice: Voice, me: Account) -> list[Collection]:
    """Give one's own shelves, the oldest first."""
    return voice.uow.all(Collection, account=me.id)


def own(voice: Voice, me: Account, title: str) -> Collection:
    """Find one's own shelf by its title, whatever its case. Raises NotFound."""
    found = _titled(voice, me, title)
    if found is None:
        raise NotFound(
            L("You have no shelf {title:b}. {saved:c} shows what you saved."), title=title, saved=Line("/saved")
        )
    return found


def _titled(voice: Voice, me: Account | None, title: str) -> Collection | None:
    wanted = _flat(title).casefold()
    return next((shelf for shelf in mine(voice, me) if shelf.title.casefold() == wanted), None) if me else None


def _flat(title: str) -> str:
    return " ".join(title.strip(' "').split())


def _made(voice: Voice, me: Account, title: str) -> Collection:
    """Give the shelf of that title, made where there is none. Raises Limited, Refused."""
    try:
        return own(voice, me, title)
    except NotFound:
        pass
    if voice.uow.count(Collection, account=me.id) >= MOST:
        raise Limited(L("You have {n} shelves, which is as many as there can be."), n=MOST)
    review.check_or_refuse(voice, title)
    shelf = Collection(voice.uow.new_id(), me.id, _flat(title), voice.now)
    return shelf if voice.uow.add(shelf) else own(voice, me, title)  # it was made in another transaction meanwhile


def save(voice: Voice, me: Account, post: Post, title: str = "") -> bool:
    """Keep a post, on a shelf where `title` names one: a post stands on one shelf. True: it was not kept there yet."""
    shelf = _made(voice, me, title).id if _flat(title) else None
    if voice.uow.add(Saved(voice.uow.new_id(), me.id, post.id, voice.now, shelf)):
        return True
    if not title:
        return False
    return voice.uow.swap(Saved, {"account": me.id, "post": post.id, "collection__ne": shelf}, collection=shelf) > 0


def unsave(voice: Voice, me: Account, post: int) -> bool:
    return voice.uow.remove(Saved, account=me.id, post=post) > 0


def is_saved(voice: Voice, post: Post) -> bool:
    return voice.account is not None and voice.uow.count(Saved, account=voice.account.id, post=post.id) > 0


def rename(voice: Voice, me: Account, title: str, to: str) -> Collection:
    """Give a shelf another title. Raises NotFound, BadInput where another one has it, Refused."""
    shelf = own(voice, me, title)
    if not _flat(to):
        raise BadInput(L("A shelf needs a title."))
    review.check_or_refuse(voice, to)
    if any(s.id != shelf.id and s.title.casefold() == _flat(to).casefold() for s in mine(voice, me)):
        raise BadInput(L("You have a shelf {title:b} already."), title=to)
    return voice.uow.change(shelf, title=_flat(to))


def delete(voice: Voice, me: Account, title: str) -> Collection:
    """Take a shelf away, and its link; what stood on it stays saved."""
    shelf = own(voice, me, title)
    voice.uow.swap(Saved, {"account": me.id, "collection": shelf.id}, collection=None)
    voice.uow.remove(Collection, id=shelf.id)
    return shelf


def share(voice: Voice, me: Account, title: str, wanted: bool = True) -> Collection:
    """Let whoever has its reference look at a shelf, or end that."""
    return voice.uow.change(own(voice, me, title), shared=wanted)


def opened(voice: Voice, named: str) -> tuple[Collection, Account]:
    """Give a shelf that may be looked at, and whose it is: by its reference, one's own also by its title.

    Raises NotFound.
    """
    shelf = voice.uow.get(Collection, voice.house.sealer.id(named.strip())) or _titled(voice, voice.account, named)
    owner = voice.uow.get(Account, shelf.account) if shelf else None
    me = voice.account.id if voice.account else None
    if shelf and owner and owner.id == me:
        return shelf, owner
    apart = owner is not None and owner.id in visibility.eyes(voice.uow, voice.account).blocked
    if shelf is None or owner is None or not shelf.shared or apart or not visibility.is_here(owner):
        raise NotFound(L("That shelf is not there, or not shared any more."))
    return shelf, owner


def posts(voice: Voice, who: Eyes, owner: int, shelf: Collection | None = None) -> list[Post]:
    """Give what somebody saved, or one shelf of it, the latest first, as far as these eyes may see it."""
    where = {"account": owner} | ({"collection": shelf.id} if shelf else {})
    rows = voice.uow.all(Saved, newest=True, limit=LOOK_BACK, **where)
    known = {p.id: p for p in voice.uow.all(Post, id__in=[row.post for row in rows])} if rows else {}
    standing = (known[row.post] for row in rows if row.post in known)
    return [p for p in visibility.seeable(voice.uow, who, standing) if p.state is PostState.PUBLIC]


def suggest(ctx: Context, typed: str) -> list[Choice]:
    """Complete the title of one's own shelf."""
    return [Choice(shelf.title, shelf.title) for shelf in _holding(ctx, typed)]


def _holding(ctx: Context, typed: str) -> list[Collection]:
    stem = typed.strip().casefold()
    return [shelf for shelf in mine(ctx, ctx.actor) if stem in shelf.title.casefold()][:MOST]


def suggest_open(ctx: Context, typed: str) -> list[Choice]:
    """Complete the reference of one's own shelf by its title."""
    return [Choice(ctx.ref(shelf.id), shelf.title) for shelf in _holding(ctx, typed)]
