"""`@bot fox` in any chat: public pictures with credit and a way to their post.

A picture is named by the file id that Telegram gave it, or by its public address. One that has neither is sent to the
storage chat, where the operator set one up, and is there for the next who asks; what is new goes there by a job.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import (
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultCachedPhoto,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    User,
)

from botfeed.adapters.telegram import render
from botfeed.adapters.telegram.decode import PLATFORM, sought
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.send import storage
from botfeed.core.cards.posts import share
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.errors import SendError
from botfeed.core.feed import impressions
from botfeed.core.language.i18n import L, guess, words
from botfeed.core.language.text import shorten
from botfeed.core.model import Account, Address, Identity, Picture, Post
from botfeed.core.ports import Unit
from botfeed.core.safety import public_visibility, visibility
from botfeed.core.social import search

log = structlog.get_logger()

PAGE = 50  # results that Telegram takes at once
FOUND = 200  # matches that are looked through
CACHE = 60  # seconds that Telegram may show the same answer to the same person
TYPED = 100  # characters of a query that are read
WARM = 4  # pictures sent to the storage chat after one query
TITLE = 60  # characters
MISSED = 30  # characters of what was asked for in vain

Result = InlineQueryResultCachedPhoto | InlineQueryResultPhoto


@dataclass(frozen=True, slots=True)
class Shares:
    """`address`: the house's public one, empty if it has none. `storage`: the chat that warms file ids, 0 for none."""

    address: str = ""
    storage: int = 0


@dataclass(frozen=True, slots=True)
class _Offer:
    post: Post
    picture: Picture
    body: render.Body


class Inline:
    """Answers queries one after the other for each person: what they typed last counts."""

    def __init__(self, services: Services, messenger: Messenger, shares: Shares) -> None:
        self._services = services
        self._messenger = messenger
        self._shares = shares
        self._asking: dict[int, asyncio.Task[None]] = {}  # by person
        self._others: set[asyncio.Task[None]] = set()

    def ask(self, query: InlineQuery) -> None:
        """Answer it beside everything else."""
        user = query.from_user.id
        if before := self._asking.pop(user, None):
            before.cancel()
        task = asyncio.create_task(_calm(self._answer(query)))
        self._asking[user] = task
        task.add_done_callback(lambda done: self._asking.get(user) is done and self._asking.pop(user))

    def chosen(self, result: ChosenInlineResult) -> None:
        """Somebody passed one on: that is a look."""
        self._beside(self._services.store.run(lambda uow: self._look(uow, result)))

    async def stop(self) -> None:
        left = [*self._asking.values(), *self._others]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _beside(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_calm(work))
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def _answer(self, query: InlineQuery) -> None:
        start = int(query.offset) if query.offset.isdecimal() else 0
        offers, known, language = await self._services.store.read(lambda uow: self._find(uow, query))
        page = offers[start : start + PAGE]
        ids = await self._messenger.files.known([o.picture.blob for o in page])
        made = (self._result(offer, ids.get(offer.picture.blob, ""), language) for offer in page)
        results = [result for result in made if result]
        asked, hidden = query.query[:TYPED].strip(), bool(page) and not results
        bot = self._messenger.bot
        await self._messenger.line.ask(
            0,
            lambda _: bot.answer_inline_query(
                query.id,
                results,
                cache_time=CACHE,
                is_personal=True,  # whom they blocked is left out
                next_offset=str(start + PAGE) if len(offers) > start + PAGE else "",
                button=_button(language, asked, found=bool(offers), hidden=hidden, known=known),
            ),
        )
        if self._shares.storage:
            cold = [offer.picture for offer in page if offer.picture.blob not in ids]
            self._beside(self._warm(cold[:WARM]))

    def _find(self, uow: Unit, query: InlineQuery) -> tuple[list[_Offer], bool, str]:
        """Give what may be passed on, whether we know who asks, and their language."""
        account = _account(uow, query.from_user)
        language = account.language if account else guess(query.from_user.language_code or "")
        who = visibility.eyes(uow, account)
        found = search.find(uow, who, query.query[:TYPED], limit=FOUND)
        posts = [post for post in public_visibility.showable(uow, found) if post.author not in who.muted]
        pictures = {p.id: p for p in uow.all(Picture, id__in=[post.picture for post in posts])} if posts else {}
        say = RenderContext(uow, self._services, words(language), Address(PLATFORM, str(query.from_user.id)))
        offers = [_Offer(post, pictures[post.picture], self._body(say, post)) for post in posts]
        return offers, account is not None, language

    def _body(self, say: RenderContext, post: Post) -> render.Body:
        return render.Body(*render.words(share.words(say, post), render.CAPTION))

    def _result(self, offer: _Offer, file: str, language: str) -> Result | None:
        ref = self._services.sealer.ref(offer.post.id)
        link = f"https://t.me/{self._messenger.bot.username}?start=p_{ref}"
        button = InlineKeyboardButton(words(language).s(L("Open")), url=link)
        more: dict[str, Any] = {
            "title": offer.body.text.partition("\n")[0][:TITLE],
            "caption": offer.body.text,
            "caption_entities": offer.body.entities,
            "reply_markup": InlineKeyboardMarkup([[button]]),
        }
        if file:
            return InlineQueryResultCachedPhoto(ref, file, **more)
        if not self._shares.address:
            return None
        url = f"{self._shares.address}/shared/{ref}"
        sizes: dict[str, Any] = {"photo_width": offer.picture.width, "photo_height": offer.picture.height}
        return InlineQueryResultPhoto(ref, f"{url}/display.jpg", f"{url}/thumb.jpg", **sizes, **more)

    async def _warm(self, pictures: list[Picture]) -> None:
        for picture in pictures:
            await storage.keep(self._messenger, self._shares.storage, picture)

    def _look(self, uow: Unit, result: ChosenInlineResult) -> None:
        post = uow.get(Post, self._services.sealer.id(result.result_id))
        if post is not None:
            impressions.show(uow, _account(uow, result.from_user), post.id, surface="inline", position=1)


def _button(language: str, asked: str, *, found: bool, hidden: bool, known: bool) -> InlineQueryResultsButton | None:
    """The way to us, above the results: for who has none, or none that can be named here, and for who is new."""
    say = words(language)
    if hidden:
        return InlineQueryResultsButton(say.s(L("Open botfeed to see what matches")), start_parameter=sought(asked))
    if asked and not found:
        says = say.s(L("Nothing public matches “{words}”"), words=shorten(asked, MISSED))
    elif not known:
        says = say.s(L("Make pictures of your own"))
    else:
        return None
    return InlineQueryResultsButton(says, start_parameter="hi")


def _account(uow: Unit, user: User) -> Account | None:
    identity = uow.one(Identity, platform=PLATFORM, user=str(user.id))
    return uow.get(Account, identity.account) if identity else None


async def _calm(work: Coroutine[Any, Any, object]) -> None:
    """Nobody waits for this: what fails is logged."""
    try:
        await work
    except SendError as error:
        log.info("an inline query was not served", why=type(error).__name__)
    except Exception:
        log.exception("an inline query failed")
