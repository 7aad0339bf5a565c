"""Export and erasure cover every table that holds a person."""

import dataclasses
import io
import json
import zipfile
from datetime import timedelta
from enum import StrEnum
from typing import Any, get_args

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core import serialization
from botfeed.core.model import (
    NOUNS,
    Account,
    AccountState,
    Address,
    Comment,
    Decision,
    Identity,
    Picture,
    Placement,
    Post,
    PostState,
    Reaction,
    declared,
)
from botfeed.core.model import noun as model
from botfeed.core.people import account_merge_rules
from botfeed.core.privacy import erasure, erasure_rules, export, retention_rules
from botfeed.testing.stage import Stage

# What a field is called when it names a person. A new name for one belongs here and beside its noun.
PERSON = {
    "account",
    "author",
    "actor",
    "follower",
    "followee",
    "muted",
    "blocked",
    "owner",
    "person",
    "user_id",
    "sender",
}
ME, OTHER = 111, 222


def test_every_field_that_names_a_person_is_declared() -> None:
    for noun in NOUNS:
        named = {f.name for f in dataclasses.fields(noun) if f.name in PERSON}
        assert named <= set(declared(noun).people), f"{noun.__name__} names people and does not declare it"


def test_every_special_strategy_is_a_function_and_every_function_is_declared() -> None:
    persons = [person for noun in NOUNS for person in declared(noun).persons]
    erased = {person.erase.special for person in persons if person.erase.by == "special"}
    assert erased == set(erasure_rules.SPECIAL)
    assert {person.merge.first for person in persons} - {""} == set(account_merge_rules.SPECIAL)
    kept = {declared(noun).keep.special for noun in NOUNS} - {""}
    assert kept == set(retention_rules.WALKS) | set(retention_rules.SPECIAL)


def test_a_declaration_names_only_fields_that_are_there() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Wish:
        id: int

    with pytest.raises(TypeError, match="acount"):
        model.noun(table="wish", unique=[("acount",)], keep=model.FOREVER)(Wish)
    with pytest.raises(TypeError, match="Wish is not declared"):
        declared(Wish)


PEOPLE = {noun: declared(noun).people for noun in NOUNS if declared(noun).persons}


def example(noun: type, id: int, now: Any, **given: Any) -> Any:
    """Return a row of any table, its fields filled by their types."""
    known, values = serialization.hints(noun), {"id": id, **given}
    for f in dataclasses.fields(noun):
        bare = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        if f.name not in values and bare:
            values[f.name] = filled(known[f.name], f"{f.name}{id}", id, now)
    return noun(**values)


def filled(kind: Any, text: str, id: int, now: Any) -> Any:
    if type(None) in get_args(kind):
        kind = next(k for k in get_args(kind) if k is not type(None))
    simple = {str: text, int: id, bool: False, float: 0.0, Address: Address("console", text)}
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind))
    return now if kind is type(now) else {}


def everything(uow: Any) -> None:
    """Insert one row of every table for every field that names a person."""
    now, id = uow.now, 1000
    for who, handle in ((ME, "ada"), (OTHER, "ben")):
        uow.insert(Account(who, handle, now))
    for noun, names in PEOPLE.items():
        for name in names if noun is not Account else ():
            others = dict.fromkeys((n for n in names if n != name), OTHER)
            id += 1
            assert uow.insert(example(noun, id, now, **{**others, name: ME})), noun


async def test_one_row_of_every_table_is_in_the_export(stage: Stage) -> None:
    await stage.services.store.run(everything)
    rows = export.rows(stage.services, await stage.services.store.read(lambda uow: export.look(uow, ME)))
    for noun in PEOPLE:
        assert rows[declared(noun).table], noun.__name__
    assert len(rows["mute"]) == 1, "who muted me is theirs to know"


async def test_no_row_of_any_table_is_left_after_erasure(any_store: Any, clock: SteppedClock) -> None:
    await any_store.run(everything)
    await any_store.run(lambda uow: uow.compare_and_set(Account, {"id": ME}, leaving_at=uow.now))
    await any_store.run(lambda uow: erasure.part(uow, ME))
    await any_store.run(lambda uow: erasure.forget(uow, ME))
    for noun, names in PEOPLE.items():
        for name in names if noun is not Account else ():
            left = await any_store.read(lambda uow, noun=noun, name=name: uow.count(noun, **{name: ME}))
            assert left == 0, f"{noun.__name__}.{name}"
    account = await any_store.read(lambda uow: uow.get(Account, ME))
    assert account.state is AccountState.GONE
    assert "ada" not in str(account)
    assert await any_store.read(lambda uow: uow.count(Decision, account=None)) == 1


async def live(stage: Stage) -> None:
    """Let ada and ben paint, publish, like, comment, remix and follow each other."""
    for who in ("ada", "ben"):
        await stage.say(who, f"/imagine a fox of {who}")
        await stage.settle()
        await stage.press(who, "Publish")
        await stage.fill(who, caption="", audience="everyone")
        await stage.settle()
    posts = await stage.services.store.read(lambda uow: [stage.services.sealer.ref(p.id) for p in uow.all(Post)])
    for who, post, other in (("ada", posts[1], "ben"), ("ben", posts[0], "ada")):
        await stage.say(who, f"/like {post}")
        await stage.say(who, f"/comment {post} so calm")
        await stage.say(who, f"/follow {other}")
    await stage.say("ben", f"/remix {posts[0]} a fox with a hat")
    await stage.settle()
    await stage.press("ben", "Publish")
    await stage.fill("ben", caption="", audience="everyone")
    await stage.settle()


async def test_accounts_are_erased_after_seven_days_and_credited_as_former_members(stage: Stage) -> None:
    await live(stage)
    read = stage.services.store.read
    blobs = len(stage.services.media.blobs)
    await stage.say("ada", "/me delete --sure")
    stage.services.clock.advance(timedelta(days=7))
    await stage.settle()
    assert await read(lambda uow: uow.count(Identity, user="ada")) == 0
    assert len(stage.services.media.blobs) == blobs - 1
    ada = await read(lambda uow: uow.one(Account, state=AccountState.GONE))
    ben = await read(lambda uow: uow.one(Account, handle="ben"))
    fox, hat = await read(lambda uow: uow.all(Post, author=ben.id))
    assert (fox.likes, fox.comments) == (0, 0)
    assert await read(lambda uow: uow.count(Reaction) + uow.count(Comment)) == 0
    assert await read(lambda uow: uow.get(Post, hat.parent).state) is PostState.REMOVED
    assert await read(lambda uow: uow.count(Placement, account=ada.id)) == 0
    assert any(s.event == "delete" and s.to == "ada" for s in stage.shown)
    await stage.say("ben", f"/open {stage.services.sealer.ref(hat.id)}")
    assert "remix of a former member" in stage.text("ben")
    assert "ada" not in stage.text("ben")


async def test_deletion_cannot_be_taken_back_after_seven_days(stage: Stage) -> None:
    await live(stage)
    await stage.say("ada", "/me delete --sure")
    stage.services.clock.advance(timedelta(days=7))
    for line in ("/me keep", "/mine"):
        await stage.say("ada", line)
        assert stage.text("ada") == "Your seven days are over: what was yours is being deleted."
    await stage.settle()
    await stage.say("ada", "/me keep")
    assert stage.text("ada") == "You did not ask to leave. All is as it was."


async def test_erasure_deletes_shared_copies(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --here", stage.place("lounge"))
    await stage.settle()
    card = next(s.ref for s in stage.shown if s.to == "#lounge" and s.reply.cards)
    await stage.say("ada", "/me delete --sure")
    stage.services.clock.advance(timedelta(days=8))
    await stage.settle()
    assert ("#lounge", "delete", card) in [(s.to, s.event, s.ref) for s in stage.shown]
    assert await stage.services.store.read(lambda uow: uow.count(Placement, ref=card, gone=None)) == 0


async def test_a_shared_remix_credits_a_former_member_at_once(stage: Stage) -> None:
    await live(stage)
    hat = await stage.services.store.read(lambda uow: uow.all(Post)[-1])
    await stage.say("cleo", f"/open {stage.services.sealer.ref(hat.id)}", stage.place("lounge"))
    assert "remix of ada" in stage.text("cleo")
    await stage.say("ada", "/me delete --sure")
    stage.services.clock.advance(timedelta(days=7))
    await stage.settle()
    edits = [str(s.reply.cards[0].text) for s in stage.shown if s.event == "edit" and s.to == "cleo"]
    assert "remix of a former member" in edits[-1]


async def test_a_person_who_returns_after_erasure_gets_a_new_account(stage: Stage) -> None:
    await stage.say("ada", "/me delete --sure")
    stage.services.clock.advance(timedelta(days=7))
    await stage.settle()
    await stage.say("ada", "/mine")
    assert stage.text("ada") == "You have no pictures yet."
    assert await stage.services.store.read(lambda uow: uow.count(Account, handle="ada")) == 1


def unpacked(stage: Stage, who: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for shown in stage.shown:
        for file in shown.reply.files if shown.to == who else ():
            with zipfile.ZipFile(io.BytesIO(stage.services.media.blobs[file.blob])) as pack:
                found |= {name: pack.read(name) for name in pack.namelist()}
    return found


async def test_the_export_holds_pictures_and_texts(stage: Stage) -> None:
    await live(stage)
    await stage.say("ada", "/me export", stage.place("lounge"))
    await stage.say("ada", "/me export")
    assert stage.text("ada").startswith("Your data is being packed already.")
    await stage.settle()
    assert stage.text("ada").startswith("Your data, part 1 of 1.")
    files = unpacked(stage, "ada")
    picture = await stage.services.store.read(lambda uow: uow.all(Picture)[0])
    assert files[f"pictures/{stage.services.sealer.ref(picture.id)}.png"] == stage.services.media.blobs[picture.blob]
    assert json.loads(files["painting.json"])[0]["prompt"] == "a fox of ada"
    assert {row["followee"] for row in json.loads(files["follow.json"])} == {"@ada", "@ben"}
    assert json.loads(files["comment.json"])[0]["text"] == "so calm"
    assert files["README.txt"].startswith(b"This is all that botfeed keeps about you.")


async def test_a_large_export_comes_in_parts_and_expires_after_a_week(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        await stage.say("ada", f"/imagine fox {n}")
    await stage.settle()
    monkeypatch.setattr(export, "PART", 150)
    await stage.say("ada", "/me export")
    await stage.settle()
    files = [f for s in stage.shown for f in s.reply.files]
    assert [f.name for f in files] == [f"botfeed-{n}.zip" for n in range(1, len(files) + 1)]
    found = unpacked(stage, "ada")
    assert len([name for name in found if name.startswith("pictures/")]) == 3
    paintings = [row for name, data in found.items() if name.startswith("painting-") for row in json.loads(data)]
    assert {row["prompt"] for row in paintings} == {f"fox {n}" for n in range(3)}  # one table in several files
    stage.services.clock.advance(timedelta(days=7))
    await stage.settle()
    assert not any(f.blob in stage.services.media.blobs for f in files)
    assert len(stage.services.media.blobs) == 3
