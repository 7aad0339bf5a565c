"""Deployment with people and pictures, for the benches of the platforms."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from botfeed import app
from botfeed.core.chat.policy import Policy
from botfeed.core.digest import digest_message
from botfeed.core.feed.reasons import Reason
from botfeed.core.model import (
    Account,
    Address,
    Audience,
    Edition,
    Identity,
    Painting,
    PaintState,
    Picture,
    Post,
    PostState,
    Subscription,
)
from botfeed.core.work.messages import To
from botfeed.settings import Settings

if TYPE_CHECKING:
    from botfeed.core.chat.context import Services
    from botfeed.core.ports import Clock, StoredPicture, Unit

AUTHORS = 20
POSTS = 400
PICTURES = 8  # different ones, which the posts share
SIDE = 768  # pixels


def composed(folder: Path, clock: Clock | None = None) -> app.App:
    """Compose the real services as `botfeed run` does: SQLite with durable commits, pictures on disk, drawn offline."""
    settings = Settings(
        _env_file=None,
        BOTFEED_DATA=folder,
        DATABASE_URL=f"sqlite:///{folder}/botfeed.db",
        BOTFEED_SECRET="bench",
        BOTFEED_PAINTER="sketch",
    )
    return app.build(settings, clock)


async def opened(folder: Path) -> app.App:
    """Compose the real services and let a community move in."""
    built = composed(folder)
    policy = Policy(per_person=10**6, per_day=10**9, per_minute=10**6)
    built = replace(built, services=replace(built.services, policy=policy))
    await built.migrate()
    media = built.services.media
    kept = [await media.keep(_picture(n), ai=False, model="bench") for n in range(PICTURES)]
    await built.services.store.run(lambda uow: _settle(uow, kept))
    return built


def _picture(n: int) -> bytes:
    """Noise over a gradient: as large when compressed as a real picture."""
    from PIL import Image, ImageChops

    noise = Image.effect_noise((SIDE, SIDE), 20)
    slope = Image.linear_gradient("L").resize((SIDE, SIDE)).rotate(n * 360 / PICTURES)
    picture = Image.merge("RGB", (slope, ImageChops.add(slope, noise, 2), ImageChops.invert(slope)))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _settle(uow: Unit, kept: list[StoredPicture]) -> None:
    authors = [Account(uow.new_id(), f"author{n}", uow.now) for n in range(AUTHORS)]
    for account in authors:
        uow.insert(account)
    for n in range(POSTS):
        _publish(uow, authors[n % AUTHORS], n, kept[n % PICTURES])


def _publish(uow: Unit, author: Account, n: int, kept: StoredPicture) -> None:
    here = Address("web", author.handle)
    painting = Painting(
        uow.new_id(), author.id, f"a fox in picture {n}", uow.now, uow.now, here, f"bench:{n}", "sketch",
        state=PaintState.DONE,
    )  # fmt: skip
    picture = Picture(
        uow.new_id(), painting.id, author.id, 0, kept.blob, kept.mime, kept.width, kept.height, uow.now,
        f"A fox in picture {n}", model="sketch", print=n * 7919 << 20,
    )  # fmt: skip
    post = Post(
        uow.new_id(), author.id, picture.id, f"Picture {n}", uow.now, Audience.EVERYONE,
        state=PostState.PUBLIC, published=uow.now, print=picture.print,
    )  # fmt: skip
    for row in (painting, picture, post):
        uow.insert(row)
    uow.compare_and_set(Account, {"id": author.id}, last_post=post.id)


async def due(services: Services, platform: str, readers: Sequence[tuple[str, str]]) -> None:
    """Let a digest be due for each reader, composed ahead: eight posts and their sheet. They had one yesterday."""
    posts = await services.store.read(lambda uow: uow.all(Post, newest=True, limit=8))
    pictures = await services.store.read(lambda uow: [uow.get(Picture, post.picture) for post in posts])
    collage = await services.media.collage([p.blob for p in pictures if p], [False] * len(posts))
    ids = tuple(post.id for post in posts)
    for first in range(0, len(readers), 100):
        some = readers[first : first + 100]
        await services.store.run(lambda uow, some=some: [_digest(uow, platform, who, ids, collage) for who in some])


def _digest(uow: Unit, platform: str, who: tuple[str, str], posts: tuple[int, ...], collage: str) -> None:
    user, room = who
    account = Account(uow.new_id(), f"{platform[0]}{user}"[-20:], uow.now)
    home = Address(platform, f"@{user}" if platform == "discord" else user)
    identity = Identity(
        uow.new_id(), account.id, platform, user, account.handle, uow.now, home, asked=uow.now, opened=uow.now,
        room=room,
    )  # fmt: skip
    subscription = Subscription(uow.new_id(), home, uow.now, account.id, due=uow.now + timedelta(days=1))
    edition = Edition(
        uow.new_id(), subscription.id, uow.now.date().isoformat(), uow.now, state="queued", posts=posts,
        reasons=(Reason.NEW,) * len(posts), terms=({},) * len(posts), collage=collage,
    )  # fmt: skip
    for row in (account, identity, subscription, edition):
        uow.insert(row)
    to = To(home, key=f"digest:{subscription.id}:{edition.period}", account=account.id, urgent=False)
    digest_message.digest.post(uow, to, edition=edition.id)
