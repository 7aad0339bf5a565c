"""Erasure leaves nothing: every table and every file is searched for traces of the person."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from botfeed.adapters.media import picture_store as media
from botfeed.core.model import Account, AccountState, Identity, Picture, Post
from botfeed.core.privacy import retention
from botfeed.store.tables import metadata
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage
from tests.hostile.community import POLICY, Community, open_community

if TYPE_CHECKING:
    from botfeed.adapters.clock import SteppedClock
    from botfeed.testing.plugin import Store

NAME, MARK = "quasimodo", "xylophone"  # a handle, and a word of theirs, that nobody else would use


def traces(uow: Any, *needles: str) -> list[str]:
    """Return every row of every table that contains one of `needles` in any column."""
    found = []
    for table in metadata.sorted_tables:
        for row in uow.connection.execute(select(table)):
            text = " ".join(f"{name}={value}" for name, value in row._mapping.items())
            found += [f"{table.name}: {text[:160]}" for needle in needles if needle.casefold() in text.casefold()]
    return found


async def live(community: Community) -> None:
    """Use every command as one person, always with a word that nobody else uses."""
    stage = community.stage
    posts = await community.posts()
    say, press, fill, settle = stage.say, stage.press, stage.fill, stage.settle
    await say(NAME, f"/imagine a {MARK} --count 2")
    await settle()
    await say(NAME, f"/imagine another {MARK}")
    await settle()
    await press(NAME, "Publish")
    await fill(NAME, caption=f"my {MARK}", audience="everyone")
    await settle()
    mine = (await stage.services.store.read(lambda uow: uow.all(Post, newest=True, limit=1)))[0]
    ref = stage.services.sealer.ref(mine.id)
    for line in (
        f"/comment {posts['ada']} what a {MARK}", f"/like {posts['ada']}", "/follow ada", "/mute ben", "/block cy", f"/report {posts['ben']} spam a {MARK}",
        "/digest set 9", "/feed", "/inbox", f"/open {posts['ada']}", f"/remix {posts['ben']} a {MARK} with a hat", "/me export", "/me consent on",
        f"/mine {MARK}", f"/ask what is a {MARK}", f"tell me of the {MARK}", f"/caption {ref}", "/profile", "/profile ada", "/language it",
    ):  # fmt: skip
        await say(NAME, line)
        await settle()
    await stage.native(NAME, "reply", text=f"a very long reply about the {MARK} that fits into no button " * 2)
    for who, line in (
        ("ada", f"/follow {NAME}"), ("ada", f"/like {ref}"), ("ada", f"/comment {ref} lovely"), ("ben", f"/open {ref}"), ("ben", f"/profile {NAME}"),
        ("ben", f"/report {ref} spam bad"), ("ben", f"/block {NAME}"), ("ada", "/inbox"), ("ada", "/feed"), ("ada", f"/mute {NAME}"),
        ("olga", "/admin reports"), ("olga", f"/admin hide {ref} not nice at all"),
    ):  # fmt: skip
        await say(who, line)
        await settle()
    await say(NAME, "/inbox")
    await say(NAME, f"/imagine a waiting {MARK}")


async def leave(community: Community) -> None:
    clock: Any = community.stage.services.clock
    await community.stage.say(NAME, "/me delete --sure")
    await community.stage.settle()
    for step in (timedelta(days=7), timedelta(minutes=11), timedelta(minutes=11), timedelta(days=1)):
        clock.advance(step)
        await community.stage.settle()


async def test_erasure_leaves_no_row_and_no_file(any_store: Store, clock: SteppedClock, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    community = await open_community(any_store, clock, media=media.on_disk(folder))
    await community.stage.say("cy", "/start")
    await live(community)
    me = (await community.ids())[NAME]
    blobs = {p.blob for p in await any_store.read(lambda uow: uow.all(Picture, account=me)) if p.blob}
    others = {p.blob for p in await any_store.read(lambda uow: uow.all(Picture, account__ne=me)) if p.blob}
    assert len(blobs) >= 4
    assert not blobs & others
    before = await any_store.read(lambda uow: traces(uow, NAME, MARK, str(me)))
    assert len({line.partition(":")[0] for line in before}) > 12, "they were everywhere"
    await leave(community)
    await retention.sweep(any_store)
    left = await any_store.read(lambda uow: traces(uow, NAME, MARK))
    assert not left, "\n".join(left)
    named = await any_store.read(lambda uow: traces(uow, str(me)))
    assert [line for line in named if not line.startswith(f"account: id={me} handle=gone:{me}")] == []
    account = await any_store.read(lambda uow: uow.get(Account, me))
    assert account
    assert account.state is AccountState.GONE
    kept = {path.parent.name for path in folder.rglob("*") if path.is_file()}
    assert not kept & blobs, "their pictures are bytes no more"
    assert others <= kept, "everybody else's are"
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert NAME.encode() not in data
        assert MARK.encode() not in data


async def test_an_export_holds_only_paths_that_unpack_inside(store: Store, clock: SteppedClock, tmp_path: Path) -> None:
    """No name in the zip leads out of its folder, whatever names people give themselves and their pictures."""
    services = make_services(store, clock, media=media.on_disk(tmp_path / "pictures"), policy=POLICY)
    stage, who = Stage(services), "../../etc/passwd"
    for line in (
        "/imagine ../../../root/.ssh/authorized_keys",
        "/imagine C:\\windows\\system32",
        "/imagine \u202e/etc/cron.d/x",
    ):
        await stage.say(who, line)
        await stage.settle()
    await stage.say(who, "/me export")
    await stage.settle()
    files = [file for one in stage.shown for file in one.reply.files]
    assert files
    assert await store.read(lambda uow: uow.count(Identity, user=who)) == 1
    for file in files:
        assert PurePosixPath(file.name).name == file.name
        with zipfile.ZipFile(io.BytesIO(await services.media.load(file.blob, "original"))) as pack:
            assert len([name for name in pack.namelist() if name.startswith("pictures/")]) == 3
            for name in pack.namelist():
                path = PurePosixPath(name)
                assert not path.is_absolute()
                assert ".." not in path.parts
                assert "\\" not in name
                assert name.isascii()
                assert len(path.parts) <= 2
            pack.extractall(tmp_path / "out")
    assert not (tmp_path / "etc").exists()
