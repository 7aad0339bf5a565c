"""A picture kept in an S3-compatible store, from /imagine to the page; the doctor, and the composition root."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from botfeed import app, doctor
from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.web import server
from botfeed.adapters.web.access import links
from botfeed.core.errors import StartError
from botfeed.core.model import Picture
from botfeed.settings import Settings
from botfeed.testing.s3 import FakeS3
from tests.adapters.web.web_visitor import Visitor


@pytest.fixture
def fake_s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeS3]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeS3("feed") as fake:
        yield fake


@pytest.fixture
def chosen(fake_s3: FakeS3, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        data=tmp_path,
        database=f"sqlite:///{tmp_path}/botfeed.db",
        pictures="s3://feed/pictures",
        s3_endpoint=fake_s3.endpoint,
        s3_allow_http=True,
        s3_key_id=fake_s3.key_id,
        s3_secret_key=SecretStr(fake_s3.secret_key),
    )


@pytest.fixture
async def visitor(chosen: Settings, clock: SteppedClock) -> AsyncIterator[Visitor]:
    built = app.build(chosen, clock)
    await built.migrate()
    one = Visitor(server.build(built.services), built.services)
    await one.open()
    yield one
    await built.store.close()


@pytest.mark.usefixtures("quick_sketches")
async def test_a_published_picture_is_painted_into_the_bucket_and_shown_from_it(
    visitor: Visitor, fake_s3: FakeS3, tmp_path: Path
) -> None:
    await visitor.publish("ada", "a fox")
    (picture,) = await visitor.services.store.read(lambda uow: uow.all(Picture))
    folder = f"pictures/{picture.blob[:2]}/{picture.blob[2:4]}/{picture.blob}"
    shown = await visitor.http.get(links.pictures(visitor.services.secret, "ben")(picture.blob, "display"))
    assert (shown.status_code, shown.content) == (200, fake_s3.objects["feed"][f"{folder}/display"])
    assert not (tmp_path / "pictures").exists()
    fake_s3.objects["feed"].pop(f"{folder}/display")
    assert (
        await visitor.http.get(links.pictures(visitor.services.secret, "ben")(picture.blob, "display"))
    ).status_code == 404


async def test_the_doctor_says_where_pictures_live_and_tries_it(chosen: Settings, fake_s3: FakeS3) -> None:
    said: list[str] = []
    assert await doctor.report(chosen, said.append) == 0
    assert f"  ✓ pictures: s3://feed/pictures at {fake_s3.endpoint} can be written" in said
    assert "  ✓ S3: pictures in a bucket that several machines share" in said
    fake_s3.objects.clear()
    said.clear()
    assert await doctor.report(chosen, said.append) == 1
    assert any("has no such bucket" in line for line in said)
    assert fake_s3.secret_key not in "\n".join(said)


def test_building_sends_nothing_and_a_folder_may_be_given_instead(
    chosen: Settings, fake_s3: FakeS3, tmp_path: Path
) -> None:
    app.build(chosen)
    app.build(chosen, pictures=tmp_path / "script")
    assert fake_s3.calls == []
    assert (tmp_path / "script").is_dir()


def test_what_the_store_refuses_is_told_in_one_line(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CHECKSUM_ALGORITHM", "abacus")
    with pytest.raises(StartError, match=r"^BOTFEED_PICTURES cannot be used: .*$"):
        app.build(chosen)
