"""Check Discord for `botfeed doctor`, without changing anything."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
import discord

from botfeed.adapters import findings
from botfeed.adapters.findings import Finding

WAIT = 5.0  # seconds for an answer
SERVERS = 200  # looked at: as many as one answer lists


async def look(token: str, needed: int = 0, **options: Any) -> Finding:
    """Return whether Discord accepts the token of this bot, and its servers give it the `needed` permissions (bits).

    The text does not contain the token. `options` go to `discord.Client` (connector, proxy).
    """
    client = discord.Client(intents=discord.Intents.none(), **options)
    try:
        async with asyncio.timeout(WAIT), client:
            await client.login(token)
            lacking = _lacking(await client.http.get_guilds(SERVERS), needed)
            return Finding(not lacking, lacking or f"{client.user} answers")
    except discord.LoginFailure:
        return Finding(False, "does not know DISCORD_TOKEN; copy it anew at discord.com/developers")
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        return findings.unreached(error)


def _lacking(servers: Iterable[Mapping[str, Any]], needed: int) -> str:
    """Return which permissions the bot lacks in which of its servers, empty for none. An administrator has all."""
    for server in servers:
        given = discord.Permissions(int(server["permissions"]))
        if given.administrator or given.value & needed == needed:
            continue
        names = [name.replace("_", " ") for name, wanted in discord.Permissions(needed & ~given.value) if wanted]
        return f"{server['name']} does not let the bot {', '.join(names)}; give its role these permissions there"
    return ""
