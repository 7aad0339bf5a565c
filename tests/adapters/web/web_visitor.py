"""Visitor of the page over ASGI, as a browser would request it."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
from starlette.applications import Starlette

from botfeed.core.chat.context import Services
from botfeed.core.work import worker


class Visitor:
    """Browser of one visitor. `await visitor.say("ada", "/imagine a fox")` returns the JSON of the answer."""

    def __init__(
        self, app: Starlette, services: Services, *, host: str = "127.0.0.1:8080", peer: str = "127.0.0.1"
    ) -> None:
        self.services = services
        self.app = app
        self.origin = f"http://{host}"
        transport = httpx.ASGITransport(app, client=(peer, 50000))
        self.http = httpx.AsyncClient(transport=transport, base_url=self.origin, headers={"host": host})
        self._ids = itertools.count(1)

    async def open(self, **headers: str) -> httpx.Response:
        response = await self.http.get("/", headers=headers)
        self.http.cookies.update(response.cookies)
        return response

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        if isinstance(body, dict):
            body = {"id": f"request-{next(self._ids)}", **body}
        return await self.http.post(path, json=body, headers={"origin": self.origin, **headers})

    async def say(self, who: str, line: str, **more: str) -> dict[str, Any]:
        return await self._done("/api/say", {"who": who, "line": line, **more})

    async def press(self, who: str, command: str) -> dict[str, Any]:
        """Press the newest button of a command in this person's conversation."""
        for entry in reversed(await self.talk(who)):
            for card in entry["cards"]:
                for action in card["actions"]:
                    if action["command"] == command:
                        body = {"who": who, "payload": action["payload"], "pressed": entry["ref"]}
                        return await self._done("/api/press", body)
        raise LookupError(command)

    async def fill(self, who: str, **values: str) -> dict[str, Any]:
        entry = next(e for e in reversed(await self.talk(who)) if e["ask"])
        given = {f["name"]: f["value"] for f in entry["ask"]["fields"]} | values
        body = {"who": who, "payload": entry["ask"]["payload"], "values": given, "asked": entry["ref"]}
        return await self._done("/api/fill", body)

    async def talk(self, who: str) -> list[dict[str, Any]]:
        return (await self.http.get("/api/talks")).json()["said"][who]

    async def feed(self, who: str) -> dict[str, Any]:
        return (await self.http.get("/api/feed", params={"who": who})).json()

    async def settle(self) -> None:
        await worker.drain(self.services)

    async def publish(self, who: str, prompt: str, **values: str) -> str:
        """Paint and publish; return the post's reference."""
        await self.say(who, f"/imagine {prompt}")
        await self.settle()
        await self.press(who, "publish")
        await self.fill(who, **{"audience": "everyone", "caption": prompt, **values})
        await self.settle()
        return next(c["post"] for e in reversed(await self.talk(who)) for c in e["cards"] if c["post"])

    async def _done(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        response = await self.post(path, body)
        assert response.status_code == 200, response.text
        return response.json()
