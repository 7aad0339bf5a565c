"""Export of a person's data, packed for them: rows as JSON, pictures unchanged.
Rows that others made about a person (blocks, mutes, reports) belong to those others and are left out.
"""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from botfeed.core import serialization
from botfeed.core.cards import export as cards
from botfeed.core.chat.context import Context, RenderContext, Services
from botfeed.core.chat.message import Attachment, Reply
from botfeed.core.errors import Limited
from botfeed.core.language.i18n import L, words
from botfeed.core.model import NOUNS, Account, Address, Block, Job, Picture, declared
from botfeed.core.ports import Unit
from botfeed.core.safety import blobs, visibility
from botfeed.core.work import contactability, pools
from botfeed.core.work.jobs import Dead, When, job
from botfeed.core.work.messages import Lost, To, message

log = structlog.get_logger()

PART = 8 * 2**20  # bytes in one file, unless a single picture is larger: Discord takes 10 MiB, Telegram 50
KEPT = timedelta(days=7)
EXPORTS = 3  # a person and day: each is as large as all their pictures
SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}

CHUNK = 500  # handles read in one statement
# For the machine alone, or about others: a recorded reply and a form quote what they may have withdrawn since.
_HIDDEN = {"reply", "ask", "told", "print", "blur", "by", "code", "there", "mark"}
_REFS = {"id", "post", "picture", "painting", "parent", "root", "comment", "subject", "delivery", "collection"}


def request(ctx: Context) -> Reply:
    """Queue the export by a job; it is sent to this person alone: in place of the answer where nobody else reads that,
    else to their private chat. Raises BadInput, Limited.
    """
    asked = contactability.ask(ctx)
    if ctx.uow.quotas.wait(f"export:{ctx.actor.id}", timedelta(days=1) / EXPORTS, EXPORTS):
        raise Limited(
            L("You asked for your data {n} times today. What you were sent holds all of it; ask again tomorrow."),
            n=EXPORTS,
        )
    here = contactability.is_alone(ctx) and not ctx.address.private
    address, edits = (ctx.address, ctx.request.id) if here else (ctx.address if ctx.address.private else asked, "")
    name = f"export:{ctx.actor.id}"
    if not pack.enqueue(ctx.uow, When(name, key=name), account=ctx.actor.id, address=address, edits=edits):
        raise Limited(L("Your data is being packed already. It comes to you alone when it is ready."))
    return Reply(cards=(cards.packing(ctx),), pending=here)


@job(kind="export", row=True, pool=pools.ORDINARY, attempts=4)
async def pack(services: Services, row: Job, account: int, address: Address, edits: str = "") -> None:
    """Pack in parts that every platform accepts, so that no more than one is in memory.
    `edits`: the request whose answer becomes the first part.
    """
    held = await services.store.read(lambda uow: look(uow, account))
    texts = await asyncio.to_thread(lambda: _texts(rows(services, held), held.language))
    packed: list[Attachment] = []
    async for files in _parts(_loaded(services, texts, _pictures(services, held))):
        data = await asyncio.to_thread(_zip, files)
        blob = await services.media.keep_file(data)
        await services.store.run(partial(blobs.own, blob=blob, kind="export", keep=KEPT, account=account))
        packed.append(Attachment(f"botfeed-{len(packed) + 1}.zip", "application/zip", blob, len(data)))
    await services.store.run(lambda uow: _send(uow, row.id, account, address, edits, packed))


@pack.when_dead
def _given_up(dead: Dead, account: int, address: Address, edits: str = "") -> None:
    """Tell the person who waits, whatever raised."""
    unpacked.post(dead.uow, To(address, key=f"export:{dead.row.id}:unpacked", account=account, edits=edits))


def _send(uow: Unit, job: int, account: int, address: Address, edits: str, packed: list[Attachment]) -> None:
    """Send the parts: the first in place of an answer that one person reads, later ones in private."""
    for n, file in enumerate(packed, 1):
        to = To(address, key=f"export:{job}:{n}", account=account, edits=edits if n == 1 else "")
        export.post(uow, to, file=file, n=n, of=len(packed))


@message()
def export(ctx: RenderContext, file: Attachment, n: int, of: int) -> Reply | None:
    """Build the message with one part of a person's data."""
    return Reply(cards=(cards.part(ctx, n, of),), files=(file,))


@export.when_lost
def _lost(lost: Lost, file: Attachment, n: int, of: int) -> None:
    """Build the note for a platform that takes no file of that size."""
    if lost.why == "TooLarge":
        row = lost.row
        to = To(row.address, key=f"{row.key}:large", account=row.account, edits=row.edits)
        large.post(lost.uow, to, file=file, n=n, of=of)


@export.words
def _unsent(ctx: RenderContext, why: str, file: Attachment, n: int, of: int) -> Reply | None:
    """Say that a part did not arrive; one that is too large has its own words."""
    del file
    return None if why == "TooLarge" else Reply(cards=(cards.unsent(ctx, n, of),))


@message(kind="export.unpacked")
def unpacked(ctx: RenderContext) -> Reply | None:
    """Build the note that nothing was packed."""
    return Reply(cards=(cards.unpacked(ctx),))


@message(kind="export.large")
def large(ctx: RenderContext, file: Attachment, n: int, of: int) -> Reply | None:
    """Build the note that a part is too large. Only a single picture can be the reason: everything else is split."""
    del file
    return Reply(cards=(cards.too_large(ctx, n, of),))


@dataclass(frozen=True, slots=True)
class Held:
    """Stored data of a person, by table, and the handles of all accounts that these rows name."""

    rows: dict[type, list[Any]]
    handles: dict[int, str]
    language: str


def look(uow: Unit, me: int, nouns: Sequence[type[Any]] = NOUNS) -> Held:
    """Read the rows that belong to a person; slow steps with many rows run in a thread."""
    account = uow.get(Account, me)
    found: dict[type, list[Any]] = {}
    for noun in nouns:
        names = [person.field for person in declared(noun).persons if person.export]
        mine: dict[int, Any] = {}
        for name in names:
            where: dict[str, Any] = {name: me}
            mine |= {row.id: row for row in uow.all(noun, **where)}
        if names:
            found[noun] = [row for _, row in sorted(mine.items())]
    return Held(found, _handles(uow, found, me), account.language if account else "en")


def _handles(uow: Unit, found: dict[type, list[Any]], me: int) -> dict[int, str]:
    """Return the handles of the accounts that the rows name, but for those whom this person may not see any more."""
    apart = {row.account for row in uow.all(Block, blocked=me)}
    named = {getattr(row, name) for noun, mine in found.items() for row in mine for name in declared(noun).people}
    ids = sorted(named - {None} - apart)
    chunks = (ids[n : n + CHUNK] for n in range(0, len(ids), CHUNK))
    return {
        account.id: account.handle
        for chunk in chunks
        for account in uow.all(Account, id__in=chunk)
        if me == account.id or visibility.is_here(account)
    }


def _pictures(services: Services, held: Held) -> list[tuple[str, str]]:
    """Return names and blobs of the files."""
    kept = [p for p in held.rows[Picture] if p.blob and not p.checking]
    return [(f"pictures/{services.sealer.ref(p.id)}.{SUFFIX.get(p.mime, 'bin')}", p.blob) for p in kept]


def rows(services: Services, held: Held) -> dict[str, list[dict[str, Any]]]:
    """Return each table's rows that belong to a person, with references and handles as people see them."""
    return {declared(noun).table: [_plain(services, held, row) for row in mine] for noun, mine in held.rows.items()}


def _plain(services: Services, held: Held, row: Any) -> dict[str, Any]:
    declaration = declared(type(row))
    people = set(declaration.people) - {"id"}
    hidden = _HIDDEN | {column.field for column in declaration.derived}  # it says again what its source says
    return {f.name: _value(services, held, f.name, row, people) for f in fields(row) if f.name not in hidden}


def _value(services: Services, held: Held, name: str, row: Any, people: set[str]) -> Any:
    value = getattr(row, name)
    if name in people and isinstance(value, int):
        handle = held.handles.get(value)
        return f"@{handle}" if handle else None
    if name in _REFS and isinstance(value, int):
        return services.sealer.ref(value)
    return serialization.dump(value)


async def _loaded(
    services: Services, texts: dict[str, bytes], files: list[tuple[str, str]]
) -> AsyncIterator[tuple[str, bytes]]:
    """Yield each file by its name, one picture after another."""
    for name, data in texts.items():
        yield name, data
    for name, blob in files:
        try:
            yield name, await services.media.load(blob, "original")
        except (OSError, KeyError):
            log.warning("a picture has no bytes", blob=blob)


async def _parts(files: AsyncIterator[tuple[str, bytes]]) -> AsyncIterator[dict[str, bytes]]:
    """Yield as many files at a time as fit into one part."""
    part: dict[str, bytes] = {}
    async for name, data in files:
        if part and sum(map(len, part.values())) + len(data) > PART:
            yield part
            part = {}
        part[name] = data
    yield part


def _texts(found: dict[str, Any], language: str) -> dict[str, bytes]:
    tables = {name: data for table, what in found.items() for name, data in _table(table, what)}
    return {"README.txt": readme(language).encode(), **tables}


def _table(name: str, what: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Yield a table as JSON; one that is larger than a part in halves, and these likewise."""
    data = json.dumps(what, ensure_ascii=False, indent=1).encode()
    if len(data) <= PART or len(what) < 2:
        yield f"{name}.json", data
        return
    half = len(what) // 2
    yield from _table(f"{name}-1", what[:half])
    yield from _table(f"{name}-2", what[half:])


def readme(language: str) -> str:
    say = words(language)
    lines = (
        say.s(L("This is all that botfeed keeps about you.")),
        say.s(L("Each .json file is one table: your account, paintings (with their prompts), pictures, posts ...")),
        say.s(L("pictures/ holds the files as they were made, named by their references, over all parts.")),
        say.s(L("Times are UTC. References and handles are the ones you see on cards.")),
    )
    return "\n".join(lines) + "\n"


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, data in files.items():
            kind = zipfile.ZIP_STORED if name.startswith("pictures/") else zipfile.ZIP_DEFLATED
            pack.writestr(zipfile.ZipInfo(name), data, compress_type=kind)
    return out.getvalue()
