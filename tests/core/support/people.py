"""People with pictures and posts on a stage."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from botfeed.core.errors import ModelError
from botfeed.core.model import Account, Address, Identity, Job, Painting, PaintState, Picture, Post, PostState
from botfeed.core.ports import Unit, Verdict
from botfeed.store.unit import SqlUnit
from botfeed.testing.stage import Stage


@dataclass
class Reviewer:
    """Reviewer with a fixed verdict: a category for each word; raises ModelError while `down`."""

    words: dict[str, str] = field(default_factory=dict)
    sensitive: bool = False
    down: bool = False
    asked: list[tuple[str, bytes | None]] = field(default_factory=list)

    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        self.asked.append((text, picture))
        if self.down:
            raise ModelError("not reachable")
        return Verdict(next((c for word, c in self.words.items() if word in text), ""), self.sensitive)


def takedowns_of_each_write(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Return a counter of the takedown jobs that each transaction adds from now on."""
    writes: Counter[int] = Counter()
    kept, add = [], SqlUnit.insert

    def counted(self: SqlUnit, thing: Any) -> bool:
        kept.append(self)  # so that no other one gets its id
        if isinstance(thing, Job) and thing.kind == "takedown":
            writes[id(self)] += 1
        return add(self, thing)

    monkeypatch.setattr(SqlUnit, "insert", counted)
    return writes


@dataclass
class People:
    """A stage, with helpers to paint, publish and look up people and posts."""

    stage: Stage

    async def id(self, who: str) -> int:
        def look(uow: Unit) -> int | None:
            identity = uow.one(Identity, platform=self.stage.platform, user=who)
            return identity.account if identity else None

        known = await self.stage.services.store.read(look)
        if known is None:
            await self.stage.say(who, "/profile")
            known = await self.stage.services.store.read(look)
        assert known is not None
        return known

    async def account(self, who: str) -> Account:
        id = await self.id(who)
        found = await self.stage.services.store.read(lambda uow: uow.get(Account, id))
        assert found
        return found

    async def paint(self, who: str, prompt: str = "a fox in snow", *, parent: int | None = None) -> str:
        """Put a picture into a person's library; return its reference."""
        return self.stage.services.sealer.ref((await self.picture(who, prompt, parent=parent)).id)

    async def picture(self, who: str, prompt: str = "a fox in snow", *, parent: int | None = None) -> Picture:
        account = await self.id(who)
        out = io.BytesIO()
        Image.new("RGB", (16, 16), (len(prompt) % 256, account % 256, len(self.stage.shown) % 256)).save(out, "PNG")
        kept = await self.stage.services.media.keep(out.getvalue(), ai=True, model="tiny-1")

        def write(uow: Unit) -> Picture:
            painting = Painting(
                id=uow.new_id(),
                account=account,
                prompt=prompt,
                created=uow.now,
                deadline=uow.now + timedelta(minutes=10),
                address=Address("console", who),
                request="",
                painter="tiny",
                parent=parent,
                state=PaintState.DONE,
            )
            picture = Picture(
                id=uow.new_id(),
                painting=painting.id,
                account=account,
                position=0,
                blob=kept.blob,
                mime=kept.mime,
                width=16,
                height=16,
                created=uow.now,
                alt=f"A picture of {prompt}",
                model="tiny-1",
            )
            uow.insert(painting)
            uow.insert(picture)
            return picture

        return await self.stage.services.store.run(write)

    async def publish(self, who: str, prompt: str = "a fox in snow", *options: str, at: Address | None = None) -> Post:
        """Paint and publish; `options` are typed options, with `--audience everyone` if there are none."""
        ref = await self.paint(who, prompt)
        said = " ".join(options) if options else "--audience everyone"
        await self.stage.say(who, f"/publish {ref} {said}", at)
        return await self.newest(who)

    async def newest(self, who: str) -> Post:
        id = await self.id(who)
        found = await self.stage.services.store.read(lambda uow: uow.all(Post, author=id, newest=True, limit=1))
        return found[0]

    async def post(self, post: Post) -> Post:
        found = await self.stage.services.store.read(lambda uow: uow.get(Post, post.id))
        assert found
        return found

    async def state(self, post: Post) -> PostState:
        return (await self.post(post)).state

    def ref(self, thing: Post) -> str:
        return self.stage.services.sealer.ref(thing.id)

    async def sees(self, who: str, post: Post, at: Address | None = None) -> bool:
        reply = await self.stage.say(who, f"/open {self.ref(post)}", at)
        return bool(reply.cards and reply.cards[0].about.post == post.id)
