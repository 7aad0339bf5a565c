"""A new table is one declaration: its schema, export, erasure, merging and retention follow from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import NOUNS, Account
from botfeed.core.model.noun import DROP, OWN, Person, batches, keep_for, noun, once
from botfeed.core.people import account_merge, account_merge_history
from botfeed.core.privacy import erasure, export, retention
from botfeed.store.tables import SHAPES, metadata
from botfeed.testing.plugin import make_services


@noun(
    table="wish",
    unique=[("account", "word")],
    index=[("word",)],
    person=Person("account", export=OWN, erase=DROP, merge=once("word")),
    keep=keep_for(timedelta(days=7)),
)
@dataclass(frozen=True, slots=True)
class Wish:
    id: int
    account: int
    word: str
    created: datetime
    size: int | None = None


@noun(
    table="glance",
    person=Person("account", export=OWN, erase=DROP, merge=batches()),
    keep=keep_for(timedelta(days=7)),
)
@dataclass(frozen=True, slots=True)
class Glance:
    id: int
    account: int
    created: datetime


ALL = (*NOUNS, Wish, Glance)
ADA, BEN = 111, 222


async def opened(store: Any) -> Any:
    """Make the new tables; give the store back with ada's and ben's rows in them."""
    for one in (Wish, Glance):
        await store.with_connection(SHAPES[one].table.create)

    def write(uow: Any) -> None:
        for who, handle in ((ADA, "ada"), (BEN, "ben")):
            uow.insert(Account(who, handle, uow.now))
            assert uow.insert(Wish(uow.new_id(), who, "fox", uow.now, size=3))
            assert not uow.insert(Wish(uow.new_id(), who, "fox", uow.now)), "its key holds"
            uow.insert(Glance(uow.new_id(), who, uow.now))
        uow.insert(Wish(uow.new_id(), BEN, "hen", uow.now))

    await store.run(write)
    return store


async def words(store: Any, who: int) -> list[str]:
    return await store.read(lambda uow: [row.word for row in uow.all(Wish, account=who)])


async def test_its_table_is_made_from_the_declaration(any_store: Any) -> None:
    store = await opened(any_store)
    assert await words(store, BEN) == ["fox", "hen"]
    assert "wish" not in metadata.tables, "migrations know the listed nouns alone"
    assert [index.name for index in SHAPES[Wish].table.indexes] == ["ix_wish_word"]


async def test_it_is_exported(any_store: Any, clock: SteppedClock) -> None:
    store = await opened(any_store)
    held = await store.read(lambda uow: export.look(uow, BEN, ALL))
    found = export.rows(make_services(store, clock), held)
    assert [(row["word"], row["account"]) for row in found["wish"]] == [("fox", "@ben"), ("hen", "@ben")]
    assert len(found["glance"]) == 1


async def test_it_is_erased(any_store: Any) -> None:
    store = await opened(any_store)
    await store.run(lambda uow: uow.compare_and_set(Account, {"id": BEN}, leaving_at=uow.now))
    assert await store.run(lambda uow: erasure.forget(uow, BEN, ALL))
    assert await words(store, BEN) == []
    assert await words(store, ADA) == ["fox"]
    assert await store.read(lambda uow: uow.count(Glance, account=BEN)) == 0


async def test_it_is_merged(any_store: Any) -> None:
    store = await opened(any_store)
    await store.run(lambda uow: account_merge.merge(uow, BEN, ADA, ALL))
    assert await words(store, ADA) == ["fox", "hen"]
    while await store.run(lambda uow: account_merge_history.some(uow, BEN, ADA, ALL)):
        pass
    assert await store.read(lambda uow: uow.count(Glance, account=ADA)) == 2


async def test_it_goes_when_its_time_is_over(any_store: Any, clock: SteppedClock) -> None:
    store = await opened(any_store)
    clock.advance(timedelta(days=7, minutes=1))
    gone = await retention.sweep(store, ALL)
    assert (gone["wish"], gone["glance"]) == (3, 2)
