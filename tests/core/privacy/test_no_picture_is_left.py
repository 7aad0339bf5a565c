"""After somebody was erased, no file under the data folder looks like a picture of theirs."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PIL import Image

from botfeed.adapters.media import contact_sheet, imaging, picture_store
from botfeed.core.digest import tick
from botfeed.core.feed import fingerprints
from botfeed.core.model import Painting, Picture
from botfeed.core.ports import Order, Painted, PainterInfo
from botfeed.core.privacy import retention
from tests.core.support.people import People

ALIKE = 14  # bits of 64: a number stands on a cell of a sheet; pictures of different patterns are some 32 apart
SIDE = 256  # pixels


class PatternPainter:
    """Painter of light and dark fields, another pattern for every picture, so that each has a hash of its own."""

    info = PainterInfo("pattern", "pattern-1", False, True, ("ink",), seeds=True, edits=True)

    def __init__(self) -> None:
        self.chance = random.Random(7)

    async def paint(self, order: Order, partial: Callable[[bytes], Awaitable[None]] | None = None) -> list[Painted]:
        return [Painted(self._one(), "image/png", "pattern-1", order.prompt, order.seed) for _ in range(order.count)]

    def _one(self) -> bytes:
        few = Image.frombytes("L", (9, 8), bytes(self.chance.randrange(256) for _ in range(72)))
        out = io.BytesIO()
        few.resize((SIDE, SIDE), Image.Resampling.NEAREST).convert("RGB").save(out, "PNG")
        return out.getvalue()


def pictures(data: bytes) -> Iterator[Image.Image]:
    """Yield all pictures in a file: itself, the cells of a sheet, and the members of an archive."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for name in pack.namelist():
                yield from pictures(pack.read(name))
        return
    try:
        image = Image.open(io.BytesIO(data)).convert("RGB")
    except OSError:
        return
    yield image
    step, cell = contact_sheet.CELL + contact_sheet.GAP, contact_sheet.CELL
    for scale in (1.0, imaging.DISPLAY_SIDE / max(image.size), imaging.THUMB_SIDE / max(image.size)):
        grown = image.resize((round(image.width / scale), round(image.height / scale))) if scale < 1 else image
        for top in range(contact_sheet.GAP, grown.height - cell + 1, step):
            for left in range(contact_sheet.GAP, grown.width - cell + 1, step):
                yield grown.crop((left, top, left + cell, top + cell))


def looks(folder: Path) -> dict[Path, list[int]]:
    """Return the hashes of all pictures in each file of a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: [imaging.dhash(image) for image in pictures(path.read_bytes())] for path in files}


def alike(found: dict[Path, list[int]], prints: list[int]) -> list[Path]:
    return [
        path
        for path, hashes in found.items()
        if any(fingerprints.distance(one, mine) <= ALIKE for one in hashes for mine in prints)
    ]


async def live(people: People) -> None:
    """Let ada's pictures get wherever pictures get: libraries, posts, sheets, previews, exports, others' remixes."""
    stage = people.stage
    for n in range(3):
        await stage.say("ada", f"/imagine a fox {n} --count 2")
        await stage.settle()
        await stage.press("ada", "Publish")
        await stage.fill("ada", audience="everyone", caption=f"Fox {n}")
        await stage.settle()
    await stage.say("ada", "/imagine a private owl")
    await stage.say("cleo", "/imagine a castle")
    await stage.settle()
    await stage.press("cleo", "Publish")
    await stage.fill("cleo", audience="everyone")
    for line in ("/follow ada", "/digest preview", "/digest set 9", "/me export"):
        await stage.say("ben", line)
        await stage.settle()
    post = await people.newest("ada")
    await stage.say("ben", f"/save {people.ref(post)}")
    await stage.say("ben", f"/remix {people.ref(post)} at night")
    await stage.settle()
    stage.services.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]  # the fixture's clock
    await tick.due(stage.services)
    await stage.settle()
    await stage.say("ada", "/mine")
    await stage.say("ada", "/me export")
    await stage.settle()


async def test_no_file_looks_like_a_picture_of_who_was_erased(people: People, tmp_path: Path) -> None:
    stage, folder = people.stage, tmp_path / "pictures"
    policy = replace(stage.services.policy, spread=timedelta(0), per_minute=1000)
    stage.services = replace(
        stage.services, media=picture_store.on_disk(folder), painters=(PatternPainter(),), policy=policy
    )
    stage.services.messengers[stage.platform] = stage
    await live(people)
    read, ada = stage.services.store.read, await people.id("ada")
    mine = await read(lambda uow: uow.all(Picture, account=ada))
    prints, others = [one.print for one in mine], await read(lambda uow: uow.all(Picture, account__ne=ada))
    assert len(prints) == 7
    before = alike(looks(folder), prints)
    kinds = {path.name for path in before}
    assert {"original", "thumb", "display"} <= kinds
    sheets = [path for path in before if not any(one.blob in str(path) for one in mine)]
    assert sheets, "the sheets and the export are recognised"
    await stage.say("ada", "/me delete --sure")
    for days in (8, 1):
        stage.services.clock.advance(timedelta(days=days))  # type: ignore[attr-defined]  # the fixture's clock
        await stage.settle()
        await retention.sweep(stage.services.store)
        await stage.settle()
    assert alike(looks(folder), prints) == []
    assert alike(looks(folder), [one.print for one in others]), "the pictures of others stay"
    assert not await read(lambda uow: uow.count(Painting, account=ada))
