"""Find names in the environment and in `.env` that look like settings of botfeed and are none."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values

OURS = "BOTFEED_"
_TOOLS = frozenset({"BOTFEED_SHARED", "BOTFEED_UPDATE"})  # of the tests
_LINKED = re.compile(
    r"BOTFEED(?:_\w+)?_(?:SERVICE_(?:HOST|PORT\w*)|PORT(?:_\d+_\w+)?)"
)  # set for a service by its cluster
_OTHERS = {
    "DISCORD_BOT_TOKEN": "DISCORD_TOKEN",
    "TELEGRAM_BOT_TOKEN": "TELEGRAM_TOKEN",
    "BOT_TOKEN": "TELEGRAM_TOKEN or DISCORD_TOKEN",
    "OPENAI_KEY": "OPENAI_API_KEY",
    "OPENAI_TOKEN": "OPENAI_API_KEY",
    "OPENAI_API_BASE": "OPENAI_BASE_URL",
    "OPENAI_API_URL": "OPENAI_BASE_URL",
    "OPENAI_URL": "OPENAI_BASE_URL",
    "DATABASE_URI": "DATABASE_URL",
}


def misspelt(known: Iterable[str], file: Path, environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return a sentence for each name that is no setting: any with our prefix, and in `file` also what other
    programs call our settings. Raises UnicodeDecodeError or OSError where `file` cannot be read.
    """
    names = frozenset(known)
    written = [name for name in dotenv_values(file, encoding="utf-8") if name] if file.exists() else []
    extra = {name for name in (*written, *environ) if name.startswith(OURS)} - names - _TOOLS
    odd = sorted(name for name in extra if not _LINKED.fullmatch(name) or name in written)
    theirs = sorted(name for name in written if name in _OTHERS and name not in names)
    return (*(_unknown(name, names) for name in odd), *(f"{n} is no setting here; it is {_OTHERS[n]}" for n in theirs))


def _unknown(name: str, known: frozenset[str]) -> str:
    near = get_close_matches(name, sorted(known), 1, cutoff=0.75)
    return f"{name} is no setting" + (f"; {near[0]} may be meant" if near else "; take it out")
