"""Text lines shared by all cards: names, times, provenance, titles."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Media
from botfeed.core.chat.messenger import CanInvite, Overhears
from botfeed.core.language import dates, text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Span, Style, Text
from botfeed.core.model import Account, Block, Identity, Painting, Picture, Post
from botfeed.core.parsing import tokens

ALT_MOST = 1000  # characters: Discord takes 1024
TITLE_MOST = 120
_BEHIND = re.compile(r"Etc/GMT([+-]?\d{1,2}|)")
CATEGORY_WORDS = {
    "sexual": L("sexual"),
    "minors": L("minors"),
    "violence": L("violence"),
    "hate": L("hate"),
    "harassment": L("harassment"),
    "self-harm": L("self-harm"),
    "illicit": L("illicit"),
    "other": L("against the rules here"),
}


def invites(ctx: RenderContext) -> tuple[Action, ...]:
    """Return the links that add the bot elsewhere: to a server, and to one's own apps; none where there are none."""
    messenger = ctx.services.messengers.get(ctx.address.platform)
    if not isinstance(messenger, CanInvite):
        return ()
    links = ((L("Add to a server"), messenger.invite(alone=False)), (L("Add to my apps"), messenger.invite(alone=True)))
    return tuple(Action(ctx.s(label), "", url=url) for label, url in links if url)


def time_of_day(minute: int) -> str:
    """Return a minute of the day as 21:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def hearing(ctx: RenderContext) -> Text:
    """Return the line about what the bot hears in a shared place; empty where its platform has no such difference."""
    messenger = ctx.services.messengers.get(ctx.address.platform)
    if not ctx.address.space or not isinstance(messenger, Overhears):
        return Text()
    if messenger.hears_all(ctx.address):
        return ctx.t(L("Every message of this place reaches me. I answer what names me, and keep nothing of the rest."))
    return ctx.t(L("In this place I hear commands and replies to my messages. Other talk does not reach me."))


def called(ctx: RenderContext, account: Account | None) -> Text:
    """Return a person's name in a shared chat, so that they notice it where the platform can mention people."""
    known = ctx.uow.one(Identity, platform=ctx.address.platform, account=account.id) if account else None
    return Text((Span(name(ctx, account), Style.BOLD, mentions=known.user if known else ""),))


def ago(ctx: RenderContext, moment: datetime) -> Text:
    """Return the age of a moment: relative up to a week, then the date; a platform may keep it up to date."""
    return Text((Span(_ago(ctx, moment), moment=int(moment.timestamp())),))


def _ago(ctx: RenderContext, moment: datetime) -> str:
    past = max(timedelta(0), ctx.now - moment)
    if past < timedelta(minutes=1):
        return ctx.s(L("just now"))
    if past < timedelta(hours=1):
        return ctx.s(L("{n} min"), n=past // timedelta(minutes=1))
    if past < timedelta(days=1):
        return ctx.s(L("{n} h"), n=past // timedelta(hours=1))
    if past < timedelta(days=7):
        return ctx.s(L("{n} d"), n=past // timedelta(days=1))
    return dates.full(ctx.words, moment.date())


def made_with(ctx: RenderContext, picture: Picture) -> Text:
    """Return the provenance line of a picture: made with AI and by which model, or a sketch.
    Every outgoing picture carries it.
    """
    if not picture.ai:
        return text.quiet(ctx.t(L("sketch, not AI")))
    return text.quiet(ctx.t(L("made with AI · {model}"), model=picture.model or "?"))


def name(ctx: RenderContext, account: Account | None) -> str:
    """Return how an account is called on cards: the name that its platform shows with the handle behind it, or the
    handle alone where they are one. A placeholder after the account is gone.
    """
    if account is None or account.state == "gone":
        return ctx.s(L("a former member"))
    return f"{account.name} (@{account.handle})" if account.name else account.handle


def handle(ctx: RenderContext, account: Account | None) -> str:
    """Return an account's handle alone, for pages that anybody in the world may read."""
    return name(ctx, account and replace(account, name=""))


def credited(ctx: RenderContext, account: Account | None) -> str:
    """Return the name in a credit; a placeholder, where that person blocked the reader."""
    me = ctx.account
    if me is not None and account is not None and ctx.uow.count(Block, account=account.id, blocked=me.id):
        return ctx.s(L("somebody"))
    return name(ctx, account)


def category(ctx: RenderContext, name: str) -> str:
    """Return the name of one of `model.CATEGORIES` in the reader's language."""
    return ctx.s(CATEGORY_WORDS.get(name, CATEGORY_WORDS["other"]))


def title(caption: str, painting: Painting | None) -> str:
    """Return the caption, or else the beginning of the prompt."""
    return text.shorten(caption or (painting.prompt if painting else ""), TITLE_MOST)


def heading(title: str) -> Text:
    """Return a title in bold; if it holds tags or mentions, only those are bold."""
    shown = tokens.marked(title)
    return shown if any(span.style is text.Style.BOLD for span in shown.spans) else text.bold(title)


def media(picture: Picture, *, veiled: bool = False, variant: str = "display", alt: str = "") -> Media:
    """Return a picture as card media; sensitive ones are blurred.
    `alt` is used if the picture has no alt text.
    """
    return Media(
        blob=picture.blob,
        alt=text.shorten(picture.alt or alt, ALT_MOST),
        veiled=veiled,
        variant="blurred" if veiled else variant,
        width=picture.width,
        height=picture.height,
        blur=picture.blur,
    )


def shows_prompt(post: Post) -> bool:
    """Return True if a post's readers may read the prompt of its picture: it has no caption, or may be remixed."""
    return post.remixable or not post.caption


def alt(post: Post, picture: Picture, painting: Painting | None) -> str:
    """Return the alt text of a post's picture. Painters quote the prompt in theirs, so it follows the prompt."""
    if not shows_prompt(post):
        return post.caption
    return picture.alt or (painting.prompt if painting else post.caption)


def posted(
    post: Post, picture: Picture, painting: Painting | None, *, veiled: bool = False, variant: str = "display"
) -> Media:
    """Return a post's picture as card media for its readers."""
    media_of = media(picture, veiled=veiled, variant=variant)
    return replace(media_of, alt=text.shorten(alt(post, picture, painting), ALT_MOST))


def zone_info(name: str) -> ZoneInfo:
    """Return a time zone by its name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")


def zone(name: str) -> str:
    """Return a time zone as people write it: `Etc/GMT-2` of the database is two hours ahead of UTC."""
    behind = _BEHIND.fullmatch(name)
    return f"UTC{-int(behind[1] or 0):+}" if behind else name
