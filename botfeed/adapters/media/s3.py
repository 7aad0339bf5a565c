"""Reach a bucket of an S3-compatible server through obstore, and check that it can be used."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import S3Config

CONNECT = timedelta(seconds=5)
TIMEOUT = timedelta(seconds=30)  # for one request, a picture of 25 MB included
RETRIES = 3
RETRY_TIMEOUT = timedelta(seconds=20)  # a page waits for it; jobs are tried again later in any case


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket with the means to reach it. What is empty is left to the AWS_* variables that obstore reads itself."""

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    allow_http: bool = False
    key_id: str = ""
    secret_key: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """Return its address for people: without keys."""
        place = f"s3://{self.name}/{self.prefix}".rstrip("/")
        return f"{place} at {self.endpoint}" if self.endpoint else place


def connect(bucket: Bucket) -> S3Store:
    """Return the store of a bucket; nothing is sent yet. Raises ValueError if obstore refuses the configuration."""
    config: S3Config = {"disable_bulk_delete": True}  # not every compatible server has the bulk request
    if bucket.endpoint:
        config["endpoint"] = bucket.endpoint
    if bucket.region:
        config["region"] = bucket.region
    if bucket.key_id:
        config["access_key_id"] = bucket.key_id
        config["secret_access_key"] = bucket.secret_key
    if bucket.session_token:
        config["session_token"] = bucket.session_token
    try:
        return S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            config=config,
            client_options={"allow_http": bucket.allow_http, "timeout": TIMEOUT, "connect_timeout": CONNECT},
            retry_config={"max_retries": RETRIES, "retry_timeout": RETRY_TIMEOUT},
        )
    except BaseError as error:
        raise ValueError(str(error).splitlines()[0]) from error


async def check(bucket: Bucket) -> tuple[bool, str]:
    """Put, get and delete a small object; return True if all went well, and a text for people."""
    try:
        await asyncio.to_thread(_try_out, connect(bucket))
    except (UnauthenticatedError, PermissionDeniedError):
        return False, f"{bucket.shown} refuses us; check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and their rights"
    except (FileNotFoundError, NotFoundError):
        return False, f"{bucket.shown} has no such bucket; make it, or correct BOTFEED_PICTURES"
    except (BaseError, ValueError) as error:
        why = "no answer" if "error sending request" in str(error) else type(error).__name__
        return False, f"{bucket.shown} cannot be used ({why}); check AWS_ENDPOINT_URL, AWS_REGION and AWS_ALLOW_HTTP"
    return True, f"{bucket.shown} can be written"


def _try_out(store: S3Store) -> None:
    """Write, read and delete an object. Blocking calls: they leave no callback behind that outlives the event loop."""
    name, data = f"doctor-{secrets.token_hex(8)}", b"botfeed doctor was here"
    obstore.put(store, name, data, use_multipart=False)
    try:
        if bytes(obstore.get(store, name).bytes()) != data:
            raise ValueError("what was written was not read back")
    finally:
        obstore.delete(store, name)
