"""The composition root: `build(settings) -> App`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from botfeed import catalog, private_files
from botfeed.adapters.clock import SystemClock
from botfeed.adapters.media import picture_store as media
from botfeed.adapters.media import s3
from botfeed.adapters.models.rules import WordRules
from botfeed.core.cards import surface
from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.chat.command import Command
from botfeed.core.chat.context import Services, Surface
from botfeed.core.errors import StartError
from botfeed.core.ids import Sealer
from botfeed.core.parsing.menu import Menu
from botfeed.core.ports import Clock, Media, Painter, Reviewer
from botfeed.core.work import jobs as work_jobs
from botfeed.core.work import messages as work_messages
from botfeed.core.work.jobs import ForwardJob, JobKind
from botfeed.core.work.messages import MessageKind
from botfeed.settings import Settings
from botfeed.store import engine

MakePainter = Callable[[Settings], Painter]
MakeReviewer = Callable[[Settings], Reviewer | None]


def sketch_painter(_settings: Settings) -> Painter:
    """Make the painter that needs no network."""
    from botfeed.adapters.models.sketch_painter import SketchPainter

    return SketchPainter()


def openai_painter(settings: Settings) -> Painter:
    """Make the painter that asks OpenAI, or a server that speaks its API. Raises StartError without a key."""
    from botfeed.adapters.models.openai_painter import OpenAIPainter

    key, url = settings.openai_key.get_secret_value(), settings.openai_url or None
    if not key:
        raise StartError("BOTFEED_PAINTER is openai, and OPENAI_API_KEY is empty. Set the key, or paint with sketch.")
    return OpenAIPainter(
        key,
        base_url=url,
        model=settings.image_model,
        quality=settings.image_quality,
        streams=settings.streams,
        sizes=tuple(filter(None, settings.image_sizes.split(","))),
    )


def openai_reviewer(settings: Settings) -> Reviewer | None:
    """Make the reviewer that asks OpenAI's moderation model; None without a key: then word lists judge alone."""
    key = settings.openai_key.get_secret_value()
    if not key:
        return None
    from botfeed.adapters.models.openai_review import OpenAIReviewer

    return OpenAIReviewer(key, base_url=settings.openai_url or None)


# Painters by their names in BOTFEED_PAINTER. A new painter is one line here.
PAINTERS: Mapping[str, MakePainter] = {"openai": openai_painter, "sketch": sketch_painter}


@dataclass(frozen=True, slots=True)
class App:
    settings: Settings
    services: Services
    store: engine.AnyStore

    async def migrate(self) -> str:
        for folder in {self.settings.data, self.settings.home}:
            private_files.tighten(folder)
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
    painters: Mapping[str, MakePainter] = PAINTERS,
    reviewer: MakeReviewer = openai_reviewer,
) -> App:
    """Assemble the application. Opens, reads and writes nothing except the instance secret.
    `pictures` is a folder for pictures, wherever the settings keep them.
    Raises StartError if a setting is incomplete, a name or kind is listed twice, or a button fits no command.
    """
    secret = settings.key  # first: where the folder cannot be written it says so in words
    time = clock or SystemClock()
    store = engine.open_store(settings.database_url, time)
    services = Services(
        store=store,
        clock=time,
        media=_media(settings, pictures),
        rules=WordRules(),
        sealer=Sealer(secret),
        menu=Menu(tuple(commands), BUTTONS),
        surfaces=surface.listed(surfaces),
        policy=settings.policy,
        painters=_painters(settings, painters),
        reviewer=reviewer(settings),
        secret=secret,
        jobs=work_jobs.listed(jobs),
        messages=work_messages.listed(messages),
    )
    return App(settings, _with_talker(settings, services), store)


def bucket(settings: Settings) -> s3.Bucket | None:
    """Return the bucket where pictures live, None if they are files."""
    if settings.bucket is None:
        return None
    name, prefix = settings.bucket
    return s3.Bucket(
        name,
        prefix,
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        allow_http=settings.s3_allow_http,
        key_id=settings.s3_key_id,
        secret_key=settings.s3_secret_key.get_secret_value(),
        session_token=settings.s3_session_token.get_secret_value(),
    )


def _media(settings: Settings, folder: Path | None) -> Media:
    """Return the store of pictures. Raises StartError if the bucket's configuration is refused."""
    shared = bucket(settings)
    if folder or shared is None:
        return media.on_disk(folder or settings.home / "pictures")
    try:
        return media.in_s3(shared)
    except ValueError as error:
        raise StartError(f"BOTFEED_PICTURES cannot be used: {error}") from None


def _painters(settings: Settings, known: Mapping[str, MakePainter]) -> tuple[Painter, ...]:
    """Return the painters, the chosen one first.
    The sample community is always painted by the sketcher, which costs nothing. Raises StartError for an unknown name.
    """
    name = settings.paints_with
    if name not in known:
        raise StartError(f"BOTFEED_PAINTER is {name}. The painters are {', '.join(sorted(known))}.")
    chosen = known[name](settings)
    return (chosen, sketch_painter(settings)) if settings.sample and name != "sketch" else (chosen,)


def _with_talker(settings: Settings, services: Services) -> Services:
    """Return the services with the language model, if an OpenAI key is set."""
    key = settings.openai_key.get_secret_value()
    if not key:
        return services
    from botfeed.adapters.models.openai_talk import OpenAITalker

    return replace(services, talker=OpenAITalker(key, base_url=settings.openai_url or None, model=settings.chat_model))
