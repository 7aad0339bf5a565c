"""Pictures in an S3-compatible store: where objects lie, what is signed, and what happens when it fails."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import timedelta

import obstore
import pytest

from botfeed.adapters.media import in_s3, s3
from botfeed.testing.s3 import FakeS3, signed
from tests.adapters.media.samples import encoded, picture


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "RETRIES", 0)
    monkeypatch.setattr(s3, "RETRY_TIMEOUT", timedelta(seconds=1))


async def test_objects_lie_below_the_prefix_and_nothing_stays_of_a_dropped_picture(fake_s3: FakeS3) -> None:
    media = in_s3(fake_s3.bucket("pictures", "feed/one"))
    assert fake_s3.calls == []
    kept = await media.keep(encoded(picture()), ai=True, model="m")
    folder = f"feed/one/{kept.blob[:2]}/{kept.blob[2:4]}/{kept.blob}"
    assert set(fake_s3.objects["pictures"]) == {
        f"{folder}/{variant}" for variant in ("original", "file", "display", "thumb", "blurred")
    }
    assert fake_s3.calls[-1] == ("PUT", f"/pictures/{folder}/original")
    assert media.path(kept.blob, "original") is None
    await media.drop(kept.blob)
    assert fake_s3.objects["pictures"] == {}


async def test_another_file_is_stored_as_it_is(fake_s3: FakeS3) -> None:
    media = in_s3(fake_s3.bucket("pictures"))
    blob = await media.keep_file(b"a zip")
    assert list(fake_s3.objects["pictures"].values()) == [b"a zip"]
    assert await media.load(blob, "original") == b"a zip"


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("wrong", [{"secret_key": "another"}, {"key_id": "another"}, {"name": "nowhere"}])
async def test_wrong_keys_and_a_missing_bucket_are_errors_of_the_store(fake_s3: FakeS3, wrong: dict[str, str]) -> None:
    media = in_s3(replace(fake_s3.bucket("pictures"), **wrong))
    with pytest.raises(OSError) as caught:
        await media.keep_file(b"a zip")
    assert caught.value.errno == errno.EIO
    assert "of-no-worth" not in str(caught.value)
    assert fake_s3.objects == {"pictures": {}}


@pytest.mark.usefixtures("_impatient")
async def test_a_failing_server_raises_oserror_and_later_keeps_the_same_picture(fake_s3: FakeS3) -> None:
    media, data = in_s3(fake_s3.bucket("pictures")), encoded(picture())
    fake_s3.failing = 503
    with pytest.raises(OSError) as caught:
        await media.keep(data, ai=True, model="m")
    assert not isinstance(caught.value, FileNotFoundError)
    fake_s3.failing = 0
    kept = await media.keep(data, ai=True, model="m")
    assert await media.load(kept.blob, "original") == data


async def test_the_check_writes_reads_and_deletes_one_object(fake_s3: FakeS3) -> None:
    bucket = fake_s3.bucket("pictures", "feed")
    assert await s3.check(bucket) == (True, f"s3://pictures/feed at {fake_s3.endpoint} can be written")
    assert [method for method, _ in fake_s3.calls] == ["PUT", "GET", "DELETE"]
    assert fake_s3.objects["pictures"] == {}


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"secret_key": "another"}, "refuses us; check AWS_ACCESS_KEY_ID"),
        ({"name": "nowhere"}, "has no such bucket; make it"),
        ({"endpoint": "http://127.0.0.1:1"}, "no answer"),
        ({"allow_http": False}, "AWS_ALLOW_HTTP"),
    ],
)
async def test_the_check_says_what_is_wrong_and_names_no_key(
    fake_s3: FakeS3, wrong: dict[str, object], says: str
) -> None:
    well, text = await s3.check(replace(fake_s3.bucket("pictures"), **wrong))
    assert not well
    assert says in text
    assert "of-no-worth" not in text


def test_a_bucket_shows_no_key(fake_s3: FakeS3) -> None:
    assert "secret-of-no-worth" not in repr(fake_s3.bucket("pictures"))


def test_the_fake_signs_as_amazons_example_does() -> None:
    """The GET of the examples in the S3 reference, with their keys."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": empty,
        "x-amz-date": "20130524T000000Z",
    }
    key, scope = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524/us-east-1/s3/aws4_request"
    assert (
        signed(key, scope, "GET", "/test.txt", headers)
        == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


def test_the_fake_refuses_what_the_picture_store_never_asks(fake_s3: FakeS3) -> None:
    store = s3.connect(fake_s3.bucket("pictures"))
    with pytest.raises(obstore.exceptions.BaseError, match="NotImplemented"):
        obstore.list(store).collect()
