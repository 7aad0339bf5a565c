"""Answer inline queries (`@bot fox` in any chat) with public pictures, their credit and a link to their post.

Only posts that everybody may see are offered: their author's own come first, and sharing one publishes nothing. A query
that is a post's reference offers that post, as a Share button writes it; one that asks to paint (`@bot paint a fox`)
gets a button into the private chat, where the words wait under a draft of the person's.

A picture is named by the file id that Telegram gave it, or by its public address. One that has neither is sent to the
storage chat, if the operator set one up, so that the next query finds it; new posts are sent there by a job.
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
from botfeed.adapters.telegram.api.addresses import PLATFORM
from botfeed.adapters.telegram.decode import search_link
from botfeed.adapters.telegram.messenger import Messenger
from botfeed.adapters.telegram.receive import storage
from botfeed.core.cards.posts import share
from botfeed.core.cards.studio import painting
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.errors import SendError
from botfeed.core.feed import impressions
from botfeed.core.language.i18n import L, guess, words
from botfeed.core.language.text import shorten
from botfeed.core.model import Account, Address, Identity, Picture, Post, PostState
from botfeed.core.parsing import intent_parser
from botfeed.core.ports import Unit
from botfeed.core.safety import access, public_visibility, visibility
from botfeed.core.social import search
from botfeed.core.studio import begun

log = structlog.get_logger()

PAGE = 50  # results that Telegram takes at once
FOUND = 200  # matches that are considered
CACHE = 60  # seconds that Telegram may show the same answer to the same person, if it is not of their own making
OWN = 10  # of their own posts, ahead of the others where nothing is sought
TYPED = 100  # characters of a query that are read
WARM = 4  # pictures sent to the storage chat after one query
TITLE = 60  # characters
MISSED = 30  # characters that are quoted of a query without a match

Result = InlineQueryResultCachedPhoto | InlineQueryResultPhoto


@dataclass(frozen=True, slots=True)
class InlineSettings:
    """`address`: the public base URL, empty for none. `storage`: the chat where pictures get file ids, 0 for none."""

    address: str = ""
    storage: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    post: Post
    picture: Picture
    body: render.Body


@dataclass(frozen=True, slots=True)
class Found:
    """Posts that a query found. `prompt`: what it asks to paint; `typed`: what it seeks. `admitted`: whoever asks may
    use this botfeed, as for a command; nothing is found for others.
    """

    offers: list[Offer]
    account: Account | None
    language: str
    typed: str
    prompt: str
    admitted: bool = True


class InlineQueries:
    """Answers to the latest inline query of each person; an earlier one that is still being answered is cancelled."""

    def __init__(self, services: Services, messenger: Messenger, settings: InlineSettings) -> None:
        self._services = services
        self._messenger = messenger
        self._settings = settings
        self._answering: dict[int, asyncio.Task[None]] = {}  # by person
        self._background: set[asyncio.Task[None]] = set()

    def answer(self, query: InlineQuery) -> None:
        """Start to answer a query."""
        user = query.from_user.id
        if before := self._answering.pop(user, None):
            before.cancel()
        task = asyncio.create_task(_log_errors(self._answer(query)))
        self._answering[user] = task
        task.add_done_callback(lambda done: self._answering.get(user) is done and self._answering.pop(user))

    def chosen(self, result: ChosenInlineResult) -> None:
        """Record that a result was sent on as an impression of its post."""
        self.start(self._services.store.run(lambda uow: self._record(uow, result)))

    async def stop(self) -> None:
        left = [*self._answering.values(), *self._background]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Do something in the background; its errors are logged."""
        task = asyncio.create_task(_log_errors(work))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _answer(self, query: InlineQuery) -> None:
        start = int(query.offset) if query.offset.isdecimal() else 0
        found = await self._services.store.read(lambda uow: self.find(uow, query.from_user, query.query))
        page = found.offers[start : start + PAGE]
        ids = await self._messenger.files.known([o.picture.blob for o in page])
        built = (self.result(offer, ids.get(offer.picture.blob, ""), found.language) for offer in page)
        results = [result for result in built if result]
        button = await self._paint_button(found) or _button(found, hidden=bool(page) and not results)
        bot = self._messenger.bot
        await self._messenger.client.request(
            0,
            lambda _: bot.answer_inline_query(
                query.id,
                results,
                cache_time=0 if found.prompt or self._has_own(found) else CACHE,
                is_personal=True,  # without the people whom they blocked
                next_offset=str(start + PAGE) if len(found.offers) > start + PAGE else "",
                button=button,
            ),
        )
        if self._settings.storage:
            cold = [offer.picture for offer in page if offer.picture.blob not in ids]
            self.start(self._store(cold[:WARM]))

    def find(self, uow: Unit, user: User, asked: str) -> Found:
        """Return the posts that may be offered, and who asks for what in which language."""
        identity = uow.one(Identity, platform=PLATFORM, user=str(user.id))
        account = uow.get(Account, identity.account) if identity else None
        language = account.language if account else guess(user.language_code or "")
        if not access.is_admitted(self._services.policy, account, identity, PLATFORM):
            return Found([], account, language, "", "", admitted=False)
        command, args = intent_parser.route(asked, language) or ("", {})
        prompt = args.get("prompt", "")[: painting.ASKED_MOST] if command == "imagine" else ""
        typed = (prompt or asked)[:TYPED].strip()
        posts = self._posts(uow, account, typed)
        pictures = {p.id: p for p in uow.all(Picture, id__in=[post.picture for post in posts])} if posts else {}
        ctx = RenderContext(uow, self._services, words(language), Address(PLATFORM, str(user.id)))
        offers = [Offer(post, pictures[post.picture], self._body(ctx, post)) for post in posts]
        return Found(offers, account, language, typed, prompt)

    def _posts(self, uow: Unit, account: Account | None, typed: str) -> list[Post]:
        """Return the posts that a query means and everybody may see: the one that it names, else what it finds."""
        who = visibility.viewer(uow, account)
        named = uow.get(Post, self._services.sealer.id(typed))
        if named is not None:
            return public_visibility.showable(uow, visibility.seeable(uow, who, [named]))
        found = search.find(uow, who, typed, limit=FOUND)
        mine = []
        if account is not None and not typed:
            mine = uow.all(Post, author=account.id, state=PostState.PUBLIC, newest=True, limit=OWN)
        ordered = {post.id: post for post in (*mine, *found)}
        return [post for post in public_visibility.showable(uow, ordered.values()) if post.author not in who.muted]

    @staticmethod
    def _has_own(found: Found) -> bool:
        return found.account is not None and any(offer.post.author == found.account.id for offer in found.offers)

    async def _paint_button(self, found: Found) -> InlineQueryResultsButton | None:
        """Return the button that leads to the private chat to paint there; None where nothing is to be painted."""
        if not found.prompt:
            return None
        return InlineQueryResultsButton(paint_label(found), start_parameter=await self.paint_link(found))

    async def paint_link(self, found: Found) -> str:
        """Keep the words to paint for the private chat of who asked; return the payload of the link to it."""
        person, prompt, services = found.account, found.prompt, self._services
        paced = services.typing.allows(f"{PLATFORM}:inline:{person.id if person else 0}", services.clock.monotonic())
        if person is None or not paced:  # somebody who only types is not written down
            return "paint"
        draft = await services.store.run(lambda uow: begun.keep(uow, person, prompt))
        return f"d_{services.sealer.ref(draft)}"

    def _body(self, ctx: RenderContext, post: Post) -> render.Body:
        return render.Body(*render.words(share.words(ctx, post), render.CAPTION))

    def result(self, offer: Offer, file: str, language: str) -> Result | None:
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
        if not self._settings.address:
            return None
        url = f"{self._settings.address}/shared/{ref}"
        sizes: dict[str, Any] = {"photo_width": offer.picture.width, "photo_height": offer.picture.height}
        return InlineQueryResultPhoto(ref, f"{url}/display.jpg", f"{url}/thumb.jpg", **sizes, **more)

    async def _store(self, pictures: list[Picture]) -> None:
        for picture in pictures:
            await storage.keep(self._messenger, self._settings.storage, picture)

    def _record(self, uow: Unit, result: ChosenInlineResult) -> None:
        post = uow.get(Post, self._services.sealer.id(result.result_id))
        if post is not None:
            impressions.show(uow, _account(uow, result.from_user), post.id, surface="inline", position=1)


def paint_label(found: Found) -> str:
    return words(found.language).s(L("Paint “{words}”"), words=shorten(found.prompt, MISSED))


def _button(found: Found, *, hidden: bool) -> InlineQueryResultsButton | None:
    """Return the button above the results: where there are none, none that can be shown here, or no account yet."""
    catalogue = words(found.language)
    if not found.admitted:
        return InlineQueryResultsButton(catalogue.s(L("Ask to be let in")), start_parameter="hi")
    if hidden:
        label = catalogue.s(L("Open botfeed to see what matches"))
        return InlineQueryResultsButton(label, start_parameter=search_link(found.typed))
    if found.typed and not found.offers:
        label = catalogue.s(L("Nothing public matches “{words}”"), words=shorten(found.typed, MISSED))
    elif found.account is None:
        label = catalogue.s(L("Make pictures of your own"))
    else:
        return None
    return InlineQueryResultsButton(label, start_parameter="hi")


def _account(uow: Unit, user: User) -> Account | None:
    identity = uow.one(Identity, platform=PLATFORM, user=str(user.id))
    return uow.get(Account, identity.account) if identity else None


async def _log_errors(work: Coroutine[Any, Any, object]) -> None:
    """Await, and log errors, since no caller waits for the result."""
    try:
        await work
    except SendError as error:
        log.info("an inline query was not served", why=type(error).__name__)
    except Exception:  # no caller waits for the result
        log.exception("an inline query failed")
