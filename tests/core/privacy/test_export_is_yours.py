"""An export holds what is one's own, and nothing of what others withdrew or may not be seen any more."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from botfeed.core import serialization
from botfeed.core.digest import tick
from botfeed.core.model import NOUNS, Draft, Payload, declared
from botfeed.core.ports import Unit
from tests.core.support.people import People
from tests.core.support.permissions import CAPTION, PROMPT, TAKEN, Lounge, open_lounge

BIO, SAID, HANDLE = "canarybio", "canarycomment", "adacanary"
# Tables of which this life leaves ben no row, each with the reason.
EMPTY: Mapping[str, str] = {
    "space": "he keeps none",
    "right": "he administers none",
    "link": "he is on one platform",
    "alias": "he kept his name",
    "departed": "he stays",
    "consent": "he gave none",
    "follow_request": "nobody approves followers",
    "pending": "nothing waits",
    "topic": "he follows no tag",
    "decision": "none is about him",
    "derived": "this export is his first",
}


async def life(lounge: Lounge) -> None:
    """Let ben do all that leaves rows about ada's post, last of all begin a remix whose form quotes it."""
    stage = lounge.people.stage
    await lounge.say("ada", f"/bio {BIO}")
    await lounge.say("ada", f"/comment {{ref}} {SAID}")
    for line in (
        "/follow ada", "/like {ref}", "/comment {ref} hm", "/save {ref} Foxes", "/report {ref} --reason spam", "/feed", "/open {ref}",
        "/search fox", "/profile @ada", "/mute cleo", "/block olga", "/me words spider", "/imagine a hen", "/digest set 9",
        "/digest preview", "/inbox",
    ):  # fmt: skip
        await lounge.say("ben", line)
        await stage.settle()
    mine = await lounge.people.publish("ben", "a hen")
    await lounge.say("ada", f"/like {lounge.people.ref(mine)}")
    await lounge.say("ada", f"/comment {lounge.people.ref(mine)} {SAID}")
    stage.services.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]  # the fixture's clock
    await tick.due(stage.services)
    await stage.settle()
    reply = await lounge.say("ben", "/remix {ref}")
    assert reply.ask
    assert PROMPT in str(reply.ask)
    ben, asked = await lounge.people.id("ben"), serialization.dump(reply.ask)

    def begin(uow: Unit) -> None:
        """Keep the form half filled, as where questions are asked one by one, and a button with many words."""
        uow.insert(Draft(uow.new_id(), ben, "telegram:ben", asked, uow.now))
        uow.insert(Payload(uow.new_id(), "imagine/a hen", uow.now, ben))

    await stage.services.store.run(begin)


async def exported(people: People) -> dict[str, Any]:
    """Return the tables of ben's export."""
    since = len(people.stage.shown)
    await people.stage.say("ben", "/me export")
    await people.stage.settle()
    (file,) = [file for one in people.stage.shown[since:] if one.to == "ben" for file in one.reply.files]
    with zipfile.ZipFile(io.BytesIO(await people.stage.services.media.load(file.blob, "original"))) as pack:
        return {name: json.loads(pack.read(name)) for name in pack.namelist() if name.endswith(".json")}


@pytest.fixture
async def lounge(people: People) -> Lounge:
    return await open_lounge(people)


async def test_the_life_leaves_a_row_in_every_table_of_an_export(lounge: Lounge) -> None:
    """A table that is declared anew is lived, too, or says why it stays empty."""
    await life(lounge)
    tables = await exported(lounge.people)
    own = {declared(noun).table for noun in NOUNS if any(person.export for person in declared(noun).persons)}
    assert {name.removesuffix(".json") for name in tables} == own
    assert {name for name in own if not tables[f"{name}.json"]} <= set(EMPTY)


@pytest.mark.parametrize("how", TAKEN)
async def test_an_export_quotes_nothing_that_was_taken_away(lounge: Lounge, how: str) -> None:
    await life(lounge)
    await lounge.take_away(how)
    if how == "blocked":
        await lounge.say("ada", f"/handle {HANDLE}")
    await lounge.people.stage.settle()
    tables = await exported(lounge.people)
    words = json.dumps(tables, ensure_ascii=False)
    for canary in (CAPTION, PROMPT, BIO, SAID, HANDLE):
        at = [name for name, rows in tables.items() if canary in json.dumps(rows, ensure_ascii=False)]
        assert canary not in words, at
    if how in ("blocked", "suspended", "leaving"):
        assert "@ada" not in json.dumps({name: tables[name] for name in ("follow.json", "notice.json")})
