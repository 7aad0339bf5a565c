"""The named queries, on each engine."""

from datetime import timedelta

from botfeed.core.model import Account, Address, HandledRequest, KeyValue, Placement
from botfeed.testing.community import Community

HERE = Address("discord", "1")
AGED = Address("discord", "2", private=False, age_restricted=True)


def handled(uow, request, address=HERE, age=timedelta()):
    row = HandledRequest(uow.new_id(), request, {}, uow.now - age, address=address)
    uow.insert(row)
    return row.request


async def test_signing_in_finds_identity_and_account_together(any_store):
    ada = await any_store.run(lambda uow: Community("discord").person(uow, "ada"))
    identity, account = await any_store.read(lambda uow: uow.queries.signed_in("discord", "ada"))
    assert (identity.account, account.id) == (ada, ada)
    assert account == await any_store.read(lambda uow: uow.get(Account, ada))
    assert await any_store.read(lambda uow: uow.queries.signed_in("telegram", "ada")) is None


async def test_unsent_answers_are_those_of_one_platform_newest_first(any_store):
    def write(uow):
        handled(uow, "discord:old", age=timedelta(hours=2))
        handled(uow, "discord:nowhere", address=None)
        handled(uow, "telegram:1")
        return [handled(uow, "discord:1", age=timedelta(seconds=2)), handled(uow, "discord:2")]

    first, second = await any_store.run(write)

    def look(uow, limit=5):
        return [row.request for row in uow.queries.unsaid("discord", uow.now - timedelta(hours=1), limit)]

    assert await any_store.read(look) == [second, first]
    assert await any_store.read(lambda uow: look(uow, 1)) == [second]


async def test_age_restricted_messages_are_found_by_their_channels(any_store):
    def write(uow):
        ids = []
        for n, (address, values) in enumerate([(AGED, {}), (AGED, {"gone": uow.now}), (HERE, {}), (AGED, {})]):
            row = Placement(uow.new_id(), "discord", f"2/{n}", address, uow.now, place="2", **values)
            uow.insert(row)
            ids.append(row.id)
        return ids

    ids = await any_store.run(write)

    def look(uow, after=0, places=("2", "3")):
        return [row.id for row in uow.queries.age_restricted(places, after, 10)]

    assert await any_store.read(look) == [ids[0], ids[3]]
    assert await any_store.read(lambda uow: look(uow, after=ids[0])) == [ids[3]]
    assert await any_store.read(lambda uow: look(uow, places=())) == []


async def test_only_the_values_of_one_file_are_forgotten(any_store):
    names = [
        "telegram:file:7:abc:display",
        "telegram:file:7:abc:thumb",
        "telegram:file:8:abc:thumb",
        "telegram:file:7:abd:x",
    ]

    def write(uow):
        for name in (*names, "telegram:above:abc"):
            uow.insert(KeyValue(uow.new_id(), name, "1"))
        return uow.queries.forget_files("abc")

    assert await any_store.run(write) == 3
    left = await any_store.read(lambda uow: {row.name for row in uow.all(KeyValue)})
    assert {names[3], "telegram:above:abc"} <= left
    assert not left & set(names[:3])
