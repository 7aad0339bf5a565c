"""Every byte that was made of others has an owner row, and goes with what it was made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from botfeed.adapters.media import picture_store
from botfeed.core.model import DerivedFile, Picture
from botfeed.core.privacy import retention
from tests.core.support.people import People


async def picture_files(people: People, folder: Path) -> People:
    services = replace(people.stage.services, media=picture_store.on_disk(folder / "pictures"))
    people.stage.services = services
    services.messengers[people.stage.platform] = people.stage
    return people


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "pictures").rglob("*") if path.is_file()]


async def blobs_of(people: People) -> set[str]:
    read = people.stage.services.store.read
    made = {row.blob for row in await read(lambda uow: uow.all(Picture)) if row.blob}
    return made | {row.blob for row in await read(lambda uow: uow.all(DerivedFile))}


async def test_every_file_has_an_owner_row(people: People, tmp_path: Path) -> None:
    people = await picture_files(people, tmp_path)
    for n in range(4):
        await people.publish("ada", f"a fox number {n}")
    for line in ("/follow ada", "/digest preview", "/digest set 9", "/me export", "/digest preview"):
        await people.stage.say("ben", line)
        await people.stage.settle()
    await people.stage.say("ada", "/me export")
    await people.stage.settle()
    owned = await blobs_of(people)
    assert {row.kind for row in await people.stage.services.store.read(lambda uow: uow.all(DerivedFile))} == {
        "sheet",
        "export",
    }
    assert [path for path in files(tmp_path) if not any(blob in str(path) for blob in owned)] == []


async def test_an_erased_persons_pictures_stand_on_no_sheet_and_in_no_file(people: People, tmp_path: Path) -> None:
    people = await picture_files(people, tmp_path)
    for n in range(3):
        await people.publish("ada", f"a fox number {n}")
    await people.publish("cleo", "a castle")
    for line in ("/follow ada", "/digest preview"):
        await people.stage.say("ben", line)
        await people.stage.settle()
    await people.stage.say("ada", "/me export")
    await people.stage.settle()
    ada = await people.id("ada")
    mine = await people.stage.services.store.read(lambda uow: uow.all(Picture, account=ada))
    assert await people.stage.services.store.read(
        lambda uow: uow.count(DerivedFile, picture__in=[each.id for each in mine])
    )
    before = len(files(tmp_path))
    await people.stage.say("ada", "/me delete --sure")
    for days in (8, 1):
        people.stage.services.clock.advance(timedelta(days=days))  # type: ignore[attr-defined]  # the fixture's clock
        await people.stage.settle()
    owned = await blobs_of(people)
    left = files(tmp_path)
    assert len(left) < before
    assert all(any(blob in str(path) for blob in owned) for path in left)
    assert not await people.stage.services.store.read(lambda uow: uow.count(DerivedFile, account=ada))
    assert not {picture.blob for picture in mine} & {part for path in left for part in path.parts}


async def test_a_deleted_picture_takes_its_sheets_along(people: People, tmp_path: Path) -> None:
    people = await picture_files(people, tmp_path)
    refs = [await people.paint("ada", f"a fox number {n}") for n in range(3)]
    for ref in refs:
        await people.stage.say("ada", f"/publish {ref} --audience everyone")
    await people.stage.say("ben", "/follow ada")
    await people.stage.say("ben", "/digest preview")
    await people.stage.settle()
    (sheet,) = {row.blob for row in await people.stage.services.store.read(lambda uow: uow.all(DerivedFile))}
    post = await people.newest("ada")
    await people.stage.say("ada", f"/unpublish {people.ref(post)} --sure")
    await people.stage.say("ada", f"/discard {refs[-1]} --sure")
    await people.stage.settle()
    assert not [path for path in files(tmp_path) if sheet in str(path)]


async def test_sheets_and_exports_end_by_themselves(people: People, tmp_path: Path) -> None:
    people = await picture_files(people, tmp_path)
    for n in range(3):
        await people.publish("ada", f"a fox number {n}")
    for line in ("/follow ada", "/digest preview", "/me export"):
        await people.stage.say("ben", line)
        await people.stage.settle()
    people.stage.services.clock.advance(timedelta(days=8))  # type: ignore[attr-defined]  # the fixture's clock
    gone = await retention.sweep(people.stage.services.store)
    assert gone["derived"] == 4, "three pictures on a sheet, and an export"
    await people.stage.settle()
    owned = {row.blob for row in await people.stage.services.store.read(lambda uow: uow.all(Picture))}
    assert all(any(blob in str(path) for blob in owned) for path in files(tmp_path))


async def test_exports_of_a_person_have_a_bound(people: People) -> None:
    for _ in range(3):
        await people.stage.say("ada", "/me export")
        await people.stage.settle()
    await people.stage.say("ada", "/me export")
    assert "You asked for your data 3 times today" in people.stage.text("ada")
    people.stage.services.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]  # the fixture's clock
    await people.stage.say("ada", "/me export")
    assert "Packing" in people.stage.text("ada")
