"""The composition root: `build(settings) -> App`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from botfeed import catalog
from botfeed.adapters.clock import SystemClock
from botfeed.adapters.media import picture_store as media
from botfeed.adapters.models.rules import WordRules
from botfeed.core.cards import surface
from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.chat.command import Command
from botfeed.core.chat.context import Services, Surface
from botfeed.core.errors import StartError
from botfeed.core.ids import Sealer
from botfeed.core.parsing.menu import Menu
from botfeed.core.ports import Clock, Painter
from botfeed.core.work import jobs as work_jobs
from botfeed.core.work import messages as work_messages
from botfeed.core.work.jobs import ForwardJob, JobKind
from botfeed.core.work.messages import MessageKind
from botfeed.settings import Settings
from botfeed.store import engine


@dataclass(frozen=True, slots=True)
class App:
    settings: Settings
    services: Services
    store: engine.AnyStore

    async def migrate(self) -> str:
        return await engine.migrate(self.store)


def build(
    settings: Settings,
    clock: Clock | None = None,
    pictures: Path | None = None,
    *,
    commands: Iterable[Command[...]] = catalog.COMMANDS,
    surfaces: Iterable[Surface] = catalog.SURFACES,
    jobs: Iterable[JobKind[Any] | ForwardJob[Any]] = catalog.JOBS,
    messages: Iterable[MessageKind[Any]] = catalog.MESSAGES,
) -> App:
    """Assemble the application. Opens, reads and writes nothing except the instance secret.
    Raises StartError if a setting is incomplete, a name or kind is listed twice, or a button fits no command.
    """
    secret = settings.key  # first: where the folder cannot be written it says so in words
    time = clock or SystemClock()
    store = engine.open_store(settings.database_url, time)
    services = Services(
        store=store,
        clock=time,
        media=media.on_disk(pictures or settings.home / "pictures"),
        rules=WordRules(),
        sealer=Sealer(secret),
        menu=Menu(tuple(commands), BUTTONS),
        surfaces=surface.listed(surfaces),
        policy=settings.policy,
        painters=_painters(settings),
        secret=secret,
        jobs=work_jobs.listed(jobs),
        messages=work_messages.listed(messages),
    )
    return App(settings, _with_models(settings, services), store)


def _painters(settings: Settings) -> tuple[Painter, ...]:
    """Return the painters, the default first.
    The sample community is always painted by the sketcher, which costs nothing.
    """
    from botfeed.adapters.models.sketch_painter import SketchPainter

    if settings.paints_with == "sketch":
        return (SketchPainter(),)
    from botfeed.adapters.models.openai_painter import OpenAIPainter

    key, url = settings.openai_key.get_secret_value(), settings.openai_url or None
    if not key:
        raise StartError("BOTFEED_PAINTER is openai, and OPENAI_API_KEY is empty. Set the key, or paint with sketch.")
    paid = OpenAIPainter(
        key, base_url=url, model=settings.image_model, quality=settings.image_quality, streams=settings.streams
    )
    return (paid, SketchPainter()) if settings.sample else (paid,)


def _with_models(settings: Settings, services: Services) -> Services:
    """Return the services with reviewer and language model, if an OpenAI key is set."""
    key = settings.openai_key.get_secret_value()
    if not key:
        return services
    from botfeed.adapters.models.openai_review import OpenAIReviewer
    from botfeed.adapters.models.openai_talk import OpenAITalker

    return replace(
        services,
        reviewer=OpenAIReviewer(key, base_url=settings.openai_url or None),
        talker=OpenAITalker(key, base_url=settings.openai_url or None, model=settings.chat_model),
    )
