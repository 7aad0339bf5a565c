"""Check Discord for `botfeed doctor`, without changing anything."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import discord

WAIT = 5.0  # seconds for an answer


async def look(token: str, **options: Any) -> tuple[bool, str]:
    """Return whether Discord accepts the token of this bot, by one request. The text does not contain the token.

    `options` go to `discord.Client` (connector, proxy).
    """
    logging.getLogger("discord").setLevel(logging.ERROR)  # it warns of voice and intents, which nothing here needs
    client = discord.Client(intents=discord.Intents.none(), **options)
    try:
        async with asyncio.timeout(WAIT), client:
            await client.login(token)
            return True, f"{client.user} answers"
    except discord.LoginFailure:
        return False, "does not know DISCORD_TOKEN; copy it anew at discord.com/developers"
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        return False, f"does not answer ({type(error).__name__}); check the network"
