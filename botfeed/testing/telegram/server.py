"""Telegram in this process, over HTTP, for an unmodified `telegram.Bot`.

async with FakeTelegram() as fake:
    bot = telegram.Bot(fake.token, base_url=fake.base_url, base_file_url=fake.base_file_url)
    ada = fake.user("ada", language="it")
    await ada.say("/imagine a fox")
    await fake.until(lambda: fake.last(ada).labels)
    tap = await ada.press(fake.last(ada), "Publish")
    await tap.answered()
    assert fake.violations == []
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self, TypeVar

from aiohttp import web

from botfeed.testing import faults
from botfeed.testing.contracts import Checked
from botfeed.testing.fault_injection import FaultInjector
from botfeed.testing.faults import Fault, Plan
from botfeed.testing.telegram import contract, servers
from botfeed.testing.telegram.api import bot_methods, calls, edit_methods, ephemeral_methods, send_methods
from botfeed.testing.telegram.api.calls import ApiError, Call, Json, Violation, bad
from botfeed.testing.telegram.api.methods import METHODS
from botfeed.testing.telegram.api.rate_limits import RateLimits
from botfeed.testing.telegram.contract import Contract
from botfeed.testing.telegram.groups import Group
from botfeed.testing.telegram.people import Shown, User
from botfeed.testing.telegram.rules import call_rules
from botfeed.testing.telegram.servers import Server
from botfeed.testing.telegram.state import Chat, TelegramState
from botfeed.testing.telegram.webhook import WebhookSender

T = TypeVar("T")

METHOD_MODULES = (bot_methods, edit_methods, ephemeral_methods, send_methods)  # each fills METHODS
UPLOAD = 50 * 1024 * 1024  # bytes of one request
TOKEN = "123456:a-token-of-no-worth"  # noqa: S105  the fake's own


class FakeTelegram:
    """Every call and every answer is checked by the package's facts, and by `contracts`, a folder of official
    descriptions, where one is given (`checked=False` turns both off, for benches). `violations` holds, one line each,
    what the bot did against the contract, and what the fake's own answers broke; `calls` every call in order, failed
    ones too. `limits` turns Telegram's pace on, `lag` (s) delays every answer; `lacks` names methods that this server
    is too old to know. Raises Disagreement at its end if the two contracts differed about a message.
    """

    def __init__(
        self,
        contracts: Path | None = None,
        *,
        username: str = "botfeed_bot",
        now: Callable[[], float] = time.time,
        limits: RateLimits | None = None,
        lag: float = 0.0,
        checked: bool = True,
    ) -> None:
        self.token = TOKEN
        bot = {"id": int(TOKEN.partition(":")[0]), "is_bot": True, "first_name": "botfeed", "username": username}
        self.state = TelegramState(bot, now)
        self._official = contract.official(contracts) if checked else None
        self.contracts: Checked[Contract] | None = Checked(Contract(contract.facts())) if checked else None
        self.become(Server.CONTRACT)
        self.faults = FaultInjector(Plan(faults.load("telegram")))
        self.limits = limits
        self.lag = lag
        self.lacks: frozenset[str] = frozenset()
        self.violations: list[str] = []
        self.calls: list[Call] = []
        self.base_url = ""
        self.base_file_url = ""
        self.webhook_sender = WebhookSender(self.state)
        self._carrying: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/bot"
        self.base_file_url = f"http://{host}:{port}/file/bot"
        self._carrying = asyncio.create_task(self.webhook_sender.run())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.state.updates.closed = True
        self.state.condition.notify()
        self.faults.release()
        if self._carrying:
            self._carrying.cancel()
        if self._runner:
            await self._runner.cleanup()
        if self.contracts and kind is None:
            self.contracts.close()

    def become(self, server: Server) -> None:
        """Handle ephemeral messages as this server does from now on."""
        self.server = server
        if self.contracts:
            later = servers.later(server)
            self.contracts.facts = Contract(contract.facts(), later)
            self.contracts.official = Contract(self._official, later) if self._official else None

    # --- people and chats

    def user(self, name: str, language: str = "en", *, started: bool = False) -> User:
        """Make a person. The bot cannot write to them before they wrote to it, unless they `started`."""
        number = 7000 + self.state.number()
        first = name.capitalize()
        json: Json = {"id": number, "is_bot": False, "first_name": first, "username": name}
        json["language_code"] = language
        self.state.people[number] = json
        self.state.chats[number] = Chat(number, "private", first, person=json, started=started)
        return User(self.state, json)

    def group(self, title: str, *, forum: bool = False, large: bool = False, admins: Sequence[User] = ()) -> Group:
        """Make a group with the bot in it: a basic one, or a supergroup if `large` or a `forum`."""
        large = large or forum
        number = -(1_001_000_000_000 if large else 500) - self.state.number()
        members = {person.id: "creator" if person is admins[0] else "administrator" for person in admins}
        kind = "supergroup" if large else "group"
        self.state.chats[number] = Chat(number, kind, title, forum=forum, members=members)
        return Group(self.state, self.state.chats[number])

    def channel(self, title: str, admins: Sequence[User], *, writers: Sequence[User] | None = None) -> Group:
        """Make a channel without the bot; all its administrators may post there, or `writers` alone."""
        number = -1_003_000_000_000 - self.state.number()
        members = {person.id: "creator" if person is admins[0] else "administrator" for person in admins}
        may = {person.id for person in (admins if writers is None else writers)}
        self.state.chats[number] = Chat(number, "channel", title, bot="left", members=members, writers=may)
        return Group(self.state, self.state.chats[number])

    def messages(self, where: User | Group | int) -> list[Shown]:
        """Return all messages in a chat, oldest first."""
        wanted = where if isinstance(where, int) else where.id
        return [Shown(message) for (chat, _), message in sorted(self.state.messages.items()) if chat == wanted]

    def ephemeral(self, group: Group, person: User) -> list[Shown]:
        """Return all ephemeral messages of one person in a group, oldest first."""
        found = sorted(self.state.ephemeral.items())
        return [Shown(message) for (chat, who, _), message in found if (chat, who) == (group.id, person.id)]

    def last(self, where: User | Group | int) -> Shown:
        """Return the bot's newest message in a chat; an empty one if it has sent nothing yet."""
        mine = [shown for shown in self.messages(where) if self.state.is_own(shown.raw)]
        return mine[-1] if mine else Shown({})

    def draft(self, who: User) -> str:
        """Return the draft at the end of their private chat, empty for none."""
        shown = self.state.drafts.get(who.id)
        return str(shown["text"]) if shown and self.state.now() < shown["until"] else ""

    def forces_reply(self, message: Shown) -> bool:
        """Return True if the person's client asks for a reply to this message."""
        where = (message.raw["chat"]["id"], message.id)
        return bool(self.state.keyboards.get(where, {}).get("force_reply"))

    async def until(self, look: Callable[[], T], seconds: float = 5.0) -> T:
        """Wait until something became true; looked at after every change. Raises TimeoutError."""
        return await self.state.condition.until(look, seconds)

    def redeliver(self, update_id: int | None = None) -> Json:
        """Deliver an update (the last one delivered) once more, under its own id."""
        return self.state.updates.redeliver(update_id)

    def push_raw(self, update: Json) -> int:
        """Queue any update, well-formed or not."""
        return self.state.updates.push_raw(update)

    def fault(self, fault: Fault | str, method: str = "", times: int = 1) -> Fault:
        """Play a fault, by name or spelled out, for the next `times` calls of `method` (any if empty).

        KeyError for a name that is not in the table. `self.faults.release()` lets hanging calls go.
        """
        return self.faults.arm(fault, method, times)

    # --- the server

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await calls.read(request)
        except web.HTTPRequestEntityTooLarge:
            return ApiError(413, "Request Entity Too Large").response()
        except ValueError:
            self._blame(f"{request.match_info['method']}: the body is no JSON")
            return ApiError(400, "Bad Request: can't parse request JSON object").response()
        self.calls.append(call)
        armed = self.faults.take(call.method)
        self.state.condition.notify()
        if armed and not armed.after:
            return await self.faults.play(armed.fault, request)
        answer = await self._answer(request.match_info["token"], call)
        if self.lag:
            await asyncio.sleep(self.lag)
        return await self.faults.play(armed.fault, request) if armed else answer

    async def _answer(self, token: str, call: Call) -> web.Response:
        try:
            call.answer = await self._perform(token, call)
        except Violation as violation:
            self._blame(f"{call.method}: {violation.description}")
            return violation.response()
        except ApiError as error:
            self.state.condition.notify()
            return error.response()
        except (TypeError, KeyError, AttributeError) as malformed:  # of a shape that no contract was there to refuse
            self._blame(f"{call.method}: {malformed!r}")
            return ApiError(400, "Bad Request: can't parse the parameters").response()
        self.state.condition.notify()
        if broken := self._check_answer(call):
            for line in broken:
                self._blame(f"the fake's own {line}")
            return ApiError(500, "Internal Server Error: the fake broke the contract").response()
        return web.json_response({"ok": True, "result": call.answer})

    async def _perform(self, token: str, call: Call) -> object:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        perform = METHODS.get(call.method.lower())
        polling = call.method.lower() == "getupdates"
        if (perform is None and not polling) or call.method in self.lacks:
            raise ApiError(404, "Not Found")
        call = servers.read_as(self.server, call)
        if "sendRichMessage" in self.lacks and "rich_message" in call.params:
            raise bad("message text is empty")  # a server that is too old passes over what it does not know
        if self.limits:
            self.limits.check(call)
        call_rules.check(call)
        if self.contracts and (broken := self.contracts.problems(call.method, lambda known: known.check_call(call))):
            for line in broken[1:]:
                self._blame(line)
            raise Violation(broken[0])
        if perform is None:
            return await self._poll(call)
        return perform(self.state, call)

    def _check_answer(self, call: Call) -> Sequence[str]:
        if self.contracts is None:
            return []
        answer = call.answer
        if call.method.lower() == "getupdates":
            answer = [update for update in answer if update["update_id"] not in self.state.updates.raw]
        message = f"the answer to {call.method}"
        return self.contracts.problems(message, lambda known: known.check_answer(call.method, answer))

    async def _poll(self, call: Call) -> list[Json]:
        if self.state.webhook.get("url"):
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        return await self.state.updates.poll(call.params)

    def _blame(self, line: str) -> None:
        self.violations.append(line)
        self.state.condition.notify()

    async def _download(self, request: web.Request) -> web.Response:
        kept = self.state.files.get(request.match_info["path"].rpartition("/")[2])
        if kept is None or request.match_info["token"] != self.token:
            return ApiError(404, "Not Found").response()
        return web.Response(body=kept.data, content_type="application/octet-stream")
