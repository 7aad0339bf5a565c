"""The unit of work, on each engine."""

from datetime import timedelta

import pytest

from botfeed.core.model import Account, Address, Delivery, KeyValue, Post, PostState
from botfeed.core.ports import Unit

HERE = Address("console", "ada")


def account(uow: Unit, handle: str) -> Account:
    made = Account(uow.new_id(), handle, uow.now)
    assert uow.insert(made)
    return made


async def test_an_inserted_row_is_read_back_equal(any_store):
    made = await any_store.run(lambda uow: account(uow, "ada"))
    assert await any_store.read(lambda uow: uow.get(Account, made.id)) == made


async def test_a_second_row_with_the_same_key_is_not_inserted(any_store):
    await any_store.run(lambda uow: account(uow, "ada"))

    def again(uow):
        return uow.insert(Account(uow.new_id(), "ada", uow.now))

    assert await any_store.run(again) is False
    assert await any_store.read(lambda uow: uow.count(Account)) == 1


async def test_structures_and_times_round_trip(any_store):
    def write(uow):
        row = Delivery(
            uow.new_id(), "digest", {"posts": [1, 2], "who": "ben"}, HERE, "k", uow.now, sending=uow.now + timedelta(1)
        )
        uow.insert(row)
        return row

    row = await any_store.run(write)
    assert await any_store.read(lambda uow: uow.one(Delivery, key="k")) == row


async def test_an_exception_rolls_back_its_own_unit_only(any_store):
    def fails(uow):
        account(uow, "ada")
        raise LookupError("no")

    with pytest.raises(LookupError):
        await any_store.run(fails)
    await any_store.run(lambda uow: account(uow, "ben"))
    assert [a.handle for a in await any_store.read(lambda uow: uow.all(Account))] == ["ben"]


async def test_a_savepoint_is_rolled_back_alone(any_store):
    def tries(uow):
        account(uow, "ada")
        with pytest.raises(LookupError), uow.savepoint():
            account(uow, "ben")
            raise LookupError("no")

    await any_store.run(tries)
    assert [a.handle for a in await any_store.read(lambda uow: uow.all(Account))] == ["ada"]


async def test_conditions_select_rows(any_store):
    def write(uow):
        ada = account(uow, "ada")
        for n in range(4):
            state = PostState.PUBLIC if n % 2 else PostState.HIDDEN
            uow.insert(Post(uow.new_id(), ada.id, n, f"100% {n}_fox", uow.now, state=state, likes=n))
        return ada.id

    ada = await any_store.run(write)

    def ask(uow, **where):
        return [p.likes for p in uow.all(Post, author=ada, **where)]

    assert await any_store.read(lambda uow: ask(uow, state=PostState.PUBLIC)) == [1, 3]
    assert await any_store.read(lambda uow: ask(uow, likes__in=(0, 3))) == [0, 3]
    assert await any_store.read(lambda uow: ask(uow, likes__ge=2)) == [2, 3]
    assert await any_store.read(lambda uow: ask(uow, parent=None, likes__ne=1)) == [0, 2, 3]
    assert await any_store.read(lambda uow: [p.likes for p in uow.all(Post, newest=True, limit=2)]) == [3, 2]


async def test_begins_finds_one_stretch_of_names(any_store):
    names = ("a:", "a:1", "a:Z", "a:\u00e9", "a_", "b:1", "A:1")

    def write(uow):
        for name in names:
            uow.insert(KeyValue(uow.new_id(), name, ""))

    def begun(uow, stem):
        return {row.name for row in uow.all(KeyValue, name__begins=stem)}

    await any_store.run(write)
    assert await any_store.read(lambda uow: begun(uow, "a:")) == {"a:", "a:1", "a:Z", "a:\u00e9"}
    assert await any_store.read(lambda uow: begun(uow, "a%")) == set()
    assert await any_store.run(lambda uow: uow.delete(KeyValue, name__begins="a")) == 5


async def test_compare_and_set_returns_the_number_of_changed_rows(any_store):
    ada = await any_store.run(lambda uow: account(uow, "ada"))

    def step(uow):
        return uow.compare_and_set(Account, {"id": ada.id, "language": "en"}, language="it")

    assert await any_store.run(step) == 1
    assert await any_store.run(step) == 0


async def test_on_commit_runs_only_after_the_commit(any_store):
    heard = []

    def works(uow):
        account(uow, "ada")
        uow.on_commit(lambda: heard.append("ada"))

    def fails(uow):
        uow.on_commit(lambda: heard.append("never"))
        raise LookupError

    await any_store.run(works)
    with pytest.raises(LookupError):
        await any_store.run(fails)
    await any_store.run(lambda uow: account(uow, "ben"))
    assert heard == ["ada"]
