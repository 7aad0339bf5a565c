"""Messages of account linking: the code, the questions to both sides, and how it ended."""

from __future__ import annotations

from hashlib import blake2b

from botfeed.core.cards.people import account_links as cards
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.model import Account, Identity, Link, Picture
from botfeed.core.ports import Unit
from botfeed.core.work import contactability
from botfeed.core.work.messages import Lost, To, message

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
LENGTH = 8


def code(services: Services, id: int) -> str:
    digest = blake2b(id.to_bytes(8, "big"), key=services.secret[:64], digest_size=16, person=b"link code").digest()
    number = int.from_bytes(digest, "big")
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def sides(uow: Unit, first: int, second: int) -> tuple[cards.Side, cards.Side]:
    return side(uow, first), side(uow, second)


def side(uow: Unit, account: int) -> cards.Side:
    who = uow.get(Account, account)
    assert who is not None
    platforms = tuple(identity.platform for identity in uow.all(Identity, account=account))
    return cards.Side(who, platforms, uow.count(Picture, account=account, removed=None, checking=False))


def end(uow: Unit, row: Link) -> None:
    """Notify the person who typed the code that nothing comes of it."""
    if row.there is not None and row.other is not None:
        ended.post(uow, To(row.there, key=f"link.ended:{row.id}", account=row.other))


@message(kind="link.code")
def said_code(ctx: RenderContext, link: int) -> Reply | None:
    """Render a link code; None once it was used or has expired."""
    row = ctx.uow.get(Link, link)
    if row is None or row.state != "open" or row.expires <= ctx.now:
        return None
    return Reply(cards=(cards.code(ctx, code(ctx.services, row.id)),))


@message(kind="link.asked")
def asked(ctx: RenderContext, link: int) -> Reply | None:
    """Render the question to the code's owner; None if the link is no longer open."""
    row = ctx.uow.get(Link, link)
    if row is None or row.other is None or row.state != "asked" or row.expires <= ctx.now:
        return None
    return Reply(cards=(cards.asked(ctx, row, *sides(ctx.uow, row.account, row.other)),))


@asked.when_lost
def _unheard(lost: Lost, link: int) -> None:
    """Void a link whose owner cannot be asked, and notify the other side."""
    row = lost.uow.get(Link, link)
    if row and lost.uow.compare_and_set(Link, {"id": row.id, "state": "asked"}, state="void"):
        end(lost.uow, row)


@message(kind="link.ended")
def ended(ctx: RenderContext) -> Reply | None:
    """Notify the person who typed the code that nothing comes of it."""
    return Reply(cards=(cards.ended(ctx),))


@message(kind="link.failed")
def failed(ctx: RenderContext) -> Reply | None:
    """Tell one side of a link that both agreed and could not be joined all the same."""
    return Reply(cards=(cards.failed(ctx),))


@message(kind="link.done")
def done(ctx: RenderContext, link: int, handle: str, asks: bool) -> Reply | None:
    """Render the result of a merge; the code's owner is asked where digests and messages should go."""
    del link  # it is done, and its row may be gone
    if ctx.account is None:
        return None
    homes = [place.platform for place in contactability.places(ctx.uow, ctx.account.id)] if asks else []
    return Reply(cards=(cards.done(ctx, side(ctx.uow, ctx.account.id), handle, homes),))
