"""An S3-compatible server on 127.0.0.1, with the requests that the picture store makes: PUT, GET, HEAD and DELETE.

with FakeS3("pictures") as fake:
    store = picture_store.in_s3(fake.bucket("pictures"))
    ...
    assert fake.objects["pictures"]

Signatures (SigV4) and payload hashes are computed and compared; what does not match is refused, as S3 does.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Self
from urllib.parse import unquote, urlsplit

from botfeed.adapters.media.s3 import Bucket

REGION = "us-east-1"
MODIFIED = "Thu, 01 Jan 2026 09:00:00 GMT"
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8}/[^/]+/s3/aws4_request), ?"
    r"SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})"
)
_SIGNED = {"host", "x-amz-content-sha256", "x-amz-date"}  # must be covered by the signature


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    code: str = ""  # of an error
    body: bytes = b""
    etag: str = ""


class FakeS3:
    """Buckets in dictionaries, by key. `calls` has the requests; `failing` is a status that answers them all."""

    key_id = "key-of-no-worth"
    secret_key = "secret-of-no-worth"  # noqa: S105 - of a server that stands for this process alone

    def __init__(self, *buckets: str) -> None:
        self.objects: dict[str, dict[str, bytes]] = {name: {} for name in buckets}
        self.calls: list[tuple[str, str]] = []
        self.failing = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def bucket(self, name: str, prefix: str = "") -> Bucket:
        """Return how to reach a bucket, there or not."""
        keys = {"key_id": self.key_id, "secret_key": self.secret_key}
        return Bucket(name, prefix, endpoint=self.endpoint, region=REGION, allow_http=True, **keys)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Check a request and do what it asks."""
        parts = urlsplit(target)
        self.calls.append((method, parts.path))
        if self.failing:
            return Answer(self.failing, "InternalError")
        if refusal := self._refusal(method, target, headers, body):
            return refusal
        bucket, _, key = unquote(parts.path).removeprefix("/").partition("/")
        if parts.query or not key:
            return Answer(501, "NotImplemented")
        if bucket not in self.objects:
            return Answer(404, "NoSuchBucket")
        return _done(method, self.objects[bucket], key, body)

    def _refusal(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """Return the answer to a request whose signature or payload hash does not match, None if both do."""
        found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if found is None or not set(found[3].split(";")) >= _SIGNED:
            return Answer(403, "AccessDenied")
        if found[1] != self.key_id:
            return Answer(403, "InvalidAccessKeyId")
        if headers.get("x-amz-content-sha256") != hashlib.sha256(body).hexdigest():
            return Answer(400, "XAmzContentSHA256Mismatch")
        signature = signed(self.secret_key, found[2], method, target, {n: headers[n] for n in found[3].split(";")})
        return None if hmac.compare_digest(signature, found[4]) else Answer(403, "SignatureDoesNotMatch")


def signed(secret_key: str, scope: str, method: str, target: str, headers: dict[str, str]) -> str:
    """Return the SigV4 signature of a request: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    `scope` is `date/region/s3/aws4_request`; `headers` are the signed ones, by names in lower case.
    """
    parts, names = urlsplit(target), sorted(headers)
    lines = [f"{name}:{headers[name].strip()}\n" for name in names]
    query = "&".join(sorted(parts.query.split("&")))
    request = [method, parts.path, query, "".join(lines), ";".join(names), headers["x-amz-content-sha256"]]
    hashed = hashlib.sha256("\n".join(request).encode()).hexdigest()
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashed])
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def _done(method: str, objects: dict[str, bytes], key: str, body: bytes) -> Answer:
    if method == "PUT":
        objects[key] = body
        return Answer(200, etag=_etag(body))
    if method == "DELETE":
        objects.pop(key, None)  # one that is not there is no error on S3
        return Answer(204)
    if method not in {"GET", "HEAD"}:
        return Answer(405, "MethodNotAllowed")
    if key not in objects:
        return Answer(404, "NoSuchKey")
    return Answer(200, body=objects[key], etag=_etag(objects[key]))


def _etag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: ClassVar[FakeS3]

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.fake.answer(self.command, self.path, headers, body)
        data = f"<Error><Code>{answer.code}</Code></Error>".encode() if answer.code else answer.body
        self.send_response(answer.status)
        if answer.etag:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", MODIFIED)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""
