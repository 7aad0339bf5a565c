"""Erasure of button payloads, heat, post copies and names of uploaded files, all once left behind."""

from datetime import timedelta

from botfeed.core.model import Address, Decision, Identity, KeyValue, Link, Payload, Picture, Placement, Post, PostCopy
from botfeed.core.ports import Unit
from botfeed.core.privacy import export
from botfeed.testing.stage import Stage

WORDS = "the whole evening I looked at this fox and could not say why it is so very calm in the snow"


async def leave(stage: Stage, who: str) -> None:
    await stage.say(who, "/me delete --sure")
    stage.services.clock.advance(timedelta(days=7))
    await stage.settle()


async def test_erasure_deletes_text_in_unpressed_buttons(stage: Stage) -> None:
    lounge, read = stage.place("lounge"), stage.services.store.read
    await stage.say("ada", "/imagine a fox --here", lounge)
    await stage.settle()
    await stage.say("ben", "/help")
    await stage.native("ben", "reply", lounge, message=stage.last("#lounge").ref, text=WORDS)
    assert ["so very calm" in row.text for row in await read(lambda uow: uow.all(Payload))].count(True) == 1
    await leave(stage, "ben")
    assert not any("so very calm" in row.text for row in await read(lambda uow: uow.all(Payload)))


async def test_erasing_likes_and_comments_lowers_the_heat(stage: Stage) -> None:
    fox = await published(stage, "ada")
    await stage.say("ben", f"/like {fox}")
    await stage.say("ben", f"/comment {fox} so calm")
    await stage.say("cleo", f"/like {fox}")
    assert await heat(stage) == 4.0
    await leave(stage, "ben")
    assert await heat(stage) == 1.0


async def test_erasing_a_remix_lowers_the_heat(stage: Stage) -> None:
    fox = await published(stage, "ada")
    await stage.say("ben", f"/remix {fox} a fox with a hat")
    await publish(stage, "ben")
    assert await heat(stage) == 3.0
    await leave(stage, "ben")
    assert await heat(stage) == 0.0


async def test_erasure_deletes_copies_of_erased_posts_and_messages(stage: Stage) -> None:
    fox, hen = await published(stage, "ada"), await published(stage, "ben")
    for who in ("ada", "ben"):
        await stage.say(who, f"/open {fox}")
        await stage.say(who, f"/open {hen}")
    await leave(stage, "ada")

    def leads(uow: Unit) -> list[tuple[bool, bool]]:
        return [(bool(uow.get(Post, c.post)), bool(uow.get(Placement, c.placement))) for c in uow.all(PostCopy)]

    left = await stage.services.store.read(leads)
    assert left
    assert set(left) == {(True, True)}


async def test_erasure_deletes_the_names_of_uploaded_files(stage: Stage) -> None:
    await published(stage, "ada")
    await published(stage, "ben")
    blobs = await stage.services.store.read(lambda uow: [picture.blob for picture in uow.all(Picture)])

    def upload(uow: Unit) -> None:
        for blob in blobs:
            uow.insert(KeyValue(uow.new_id(), f"telegram:file:7:{blob}:display", "AgAC"))

    await stage.services.store.run(upload)
    await leave(stage, "ada")
    names = await stage.services.store.read(lambda uow: [fact.name for fact in uow.all(KeyValue)])
    assert names == [f"telegram:file:7:{blobs[1]}:display"]


async def published(stage: Stage, who: str) -> str:
    """Paint and publish a picture; return its post's reference."""
    await stage.say(who, f"/imagine a fox of {who}")
    return await publish(stage, who)


async def publish(stage: Stage, who: str) -> str:
    await stage.settle()
    await stage.press(who, "Publish")
    await stage.fill(who, caption="", audience="everyone")
    await stage.settle()
    post = await stage.services.store.read(lambda uow: uow.all(Post, newest=True, limit=1)[0])
    return stage.services.sealer.ref(post.id)


async def heat(stage: Stage) -> float:
    """Return the heat of the first post."""
    return await stage.services.store.read(lambda uow: uow.all(Post)[0].heat)


async def test_erasure_replaces_former_handles_in_decisions(stage: Stage) -> None:
    await stage.say("mia", "/start")

    def decide(uow: Unit) -> None:
        uow.insert(Decision(uow.new_id(), "away", "off topic", uow.now, by="mia", space=7))

    await stage.services.store.run(decide)
    await stage.say("mia", "/handle thea")
    await leave(stage, "mia")
    (row,) = await stage.services.store.read(lambda uow: uow.all(Decision))
    assert row.by == "moderator"


async def test_an_export_hides_the_other_persons_address_in_links(stage: Stage) -> None:
    """The other person's address in a link row holds their number on that platform."""
    await stage.say("ada", "/start")

    def typed(uow: Unit) -> int:
        me = uow.one(Identity, user="ada")
        assert me
        here, there = Address("console", "ada"), Address("telegram", "number-4711")  # digits alone may stand in an id
        uow.insert(Link(uow.new_id(), me.account, "hash", here, uow.now, uow.now, other=9, state="void", there=there))
        return me.account

    me = await stage.services.store.run(typed)
    rows = export.rows(stage.services, await stage.services.store.read(lambda uow: export.look(uow, me)))
    assert len(rows["link"]) == 1
    assert "number-4711" not in str(rows)
