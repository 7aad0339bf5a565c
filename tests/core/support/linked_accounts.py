"""Two accounts of one person, ada on Discord and ada_p on Telegram, and the steps that link them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from botfeed.core.chat.context import Services
from botfeed.core.model import Account, Identity
from botfeed.testing.stage import Stage
from tests.core.support.people import People


@dataclass
class LinkedAccounts:
    """Two stages over the same services; `discord` was met first, so its account is the older one."""

    services: Services

    def __post_init__(self) -> None:
        self.discord = Stage(self.services, "discord")
        self.telegram = Stage(self.services, "telegram")
        self.people = People(self.discord)
        self.other = People(self.telegram)

    async def meet(self) -> None:
        await self.discord.say("ada", "/start")
        await self.telegram.say("ada_p", "/start")

    async def code(self, stage: Stage, who: str) -> str:
        await stage.say(who, "/link")
        await stage.settle()
        found = re.search(r"/link ([0-9A-Z]{8})", stage.text(who))
        assert found, stage.text(who)
        return found[1]

    async def typed(self) -> str:
        """Get a code on Discord and type it on Telegram; return the code."""
        code = await self.code(self.discord, "ada")
        await self.telegram.say("ada_p", f"/link {code}")
        return code

    async def asked(self) -> None:
        await self.typed()
        await self.telegram.press("ada_p", "Yes, join us")
        await self.discord.settle()

    async def link(self) -> Account:
        await self.asked()
        await self.discord.press("ada", "Yes, join us")
        await self.discord.settle()
        return await self.who("discord", "ada")

    async def who(self, platform: str, user: str) -> Account:
        def look(uow):
            return uow.get(Account, uow.one(Identity, platform=platform, user=user).account)

        return await self.services.store.read(look)
