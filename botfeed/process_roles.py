"""Roles of a process: what each needs to be configured and listed before it starts."""

from __future__ import annotations

from botfeed.core.chat.context import Services
from botfeed.core.digest import compose
from botfeed.core.errors import StartError
from botfeed.core.studio import paint
from botfeed.core.work import delivery
from botfeed.settings import Settings

ROLES = ("web", "worker", "discord", "telegram")


def check(settings: Settings, roles: frozenset[str]) -> None:
    """Raise StartError if a role is named whose platform is not configured.
    All roles together mean those configured.
    """
    if roles == frozenset(ROLES):
        return
    for role, token in (("discord", settings.discord_token), ("telegram", settings.telegram_token)):
        if role in roles and not token.get_secret_value():
            raise StartError(f"--roles names {role}, which is not connected: set {role.upper()}_TOKEN or leave it out.")


def check_work(services: Services, roles: frozenset[str]) -> None:
    """Raise StartError if the jobs or messages that a role needs are not listed."""
    needed: dict[str, tuple[str, ...]] = dict.fromkeys(ROLES, (delivery.deliver.kind,))
    needed["worker"] = (paint.paint.kind, compose.compose.kind)
    for role in sorted(roles):
        if missing := [kind for kind in needed[role] if kind not in services.jobs]:
            raise StartError(f"--roles names {role}, and no listed job does its work: {', '.join(missing)}.")
        if not services.messages:
            raise StartError(f"--roles names {role}, and no messages are listed: it could say nothing.")


def configured(settings: Settings) -> frozenset[str]:
    """Return the platforms that this process or another of this instance connects."""
    tokens = {"discord": settings.discord_token, "telegram": settings.telegram_token}
    return frozenset(name for name, token in tokens.items() if token.get_secret_value())


def check_shards(settings: Settings, roles: frozenset[str]) -> None:
    if "discord" not in roles or not settings.discord_token.get_secret_value():
        raise StartError("--shards is about Discord, and Discord is not connected here: set DISCORD_TOKEN.")
    if settings.database_url.startswith("sqlite"):
        raise StartError(
            "Several processes with shards of their own share one PostgreSQL: set DATABASE_URL. "
            "One process alone can have all shards: BOTFEED_DISCORD_SHARDS=auto."
        )
