"""Migrations create exactly the tables that the model declares, on each engine."""

import json
import sqlite3

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations.ops import CreateTableOp, DowngradeOps, MigrationScript, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

from botfeed import lock
from botfeed.core.errors import StartError
from botfeed.core.model import Account, Delivery, Identity, KeyValue, Placement, PostCopy, Space
from botfeed.store import engine
from botfeed.store.tables import metadata, moment
from tools import revision


async def test_the_migrated_schema_is_the_declared_one(any_store):
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await any_store.with_connection(differences) == []


def test_a_written_migration_leaves_out_what_the_store_notes_of_a_table():
    table = CreateTableOp("favourite", [], info={"few": frozenset()})
    revision.without_info(None, None, [MigrationScript("0005", UpgradeOps([table]), DowngradeOps([]))])
    assert table.info == {}


async def test_a_second_migration_changes_nothing(any_store):
    assert await engine.migrate(any_store) == engine.newest()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://"])
def test_an_unsupported_database_is_refused_with_its_setting(url, clock):
    with pytest.raises(StartError, match="DATABASE_URL"):
        engine.open_store(url, clock)


def test_the_newest_revision_is_alembics_head():
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(engine._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == engine.newest()


def test_a_second_holder_of_one_folder_is_refused(tmp_path):
    with lock.hold(tmp_path / "lock"), pytest.raises(StartError, match="Another botfeed"), lock.hold(tmp_path / "lock"):
        pass
    with lock.hold(tmp_path / "lock"):
        pass


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StartError, match="cannot be written"), lock.hold(blocked / "data" / "lock"):
        pass


async def test_existing_rows_get_the_defaults_of_added_columns(tmp_path, clock):
    """0002 once added columns that may not be null, without a value for existing rows."""
    path = tmp_path / "old.db"
    migrated(path, "0001")
    with sqlite3.connect(path) as old:
        old.execute(
            "INSERT INTO account (id, handle, created, language, zone, state, last_post, personal, pushes, invited,"
            " replies_told) VALUES (7, 'ada', 0, 'en', 'UTC', 'active', -1, 1, 1, 0, 0)"
        )
        old.execute("INSERT INTO space VALUES (8, 'discord', '1', 'lounge', 0, 0, 0)")
        people = [(9, 7, "telegram", "1", "ada", 5, "{}", 1), (10, 7, "discord", "2", "ada", 5, "{}", 1)]
        old.executemany("INSERT INTO identity VALUES (?, ?, ?, ?, ?, ?, ?, ?)", people)
    store = engine.open_store(f"sqlite:///{path}", clock)
    await engine.migrate(store)
    try:
        ada = await store.read(lambda uow: uow.one(Account, handle="ada"))
        lounge = await store.read(lambda uow: uow.one(Space, ref="1"))
        asked = await store.read(lambda uow: uow.count(Identity, platform="telegram", asked=moment(5)))
        unasked = await store.read(lambda uow: uow.count(Identity, platform="discord", asked=None))
    finally:
        await store.close()
    assert (ada.bio, ada.home) == ("", "")
    assert (asked, unasked) == (1, 1)
    assert (lounge.channels, lounge.showcase, lounge.ceiling) == ((), None, "veiled")


async def test_a_migration_fills_in_the_channel_of_existing_messages(database_url, clock):
    """0002 left the place of old messages empty: a channel that was opened to all kept its sensitive pictures."""
    store = engine.open_store(database_url, clock)
    try:
        await store.with_connection(lambda connection: moved(connection, "0001"))
        await store.with_connection(_old_messages)
        for to in ("head", "0001", "head"):
            await store.with_connection(lambda connection, to=to: moved(connection, to))
        there = await store.read(lambda uow: uow.all(Placement, place="c1"))
        shared = await store.read(lambda uow: uow.all(PostCopy, post=5, shared=True))
    finally:
        await store.close()
    assert [place.id for place in there] == [11]
    assert [copy.placement for copy in shared] == [11]


async def test_a_migration_fills_in_the_message_of_sent_deliveries(database_url, clock):
    """Without that, the data to rebuild a digest was deleted after a month."""
    store = engine.open_store(database_url, clock)
    try:
        await store.with_connection(lambda connection: moved(connection, "0002"))
        await store.with_connection(_old_deliveries)
        for to in ("head", "0002", "head"):
            await store.with_connection(lambda connection, to=to: moved(connection, to))
        sent = await store.read(lambda uow: {row.id: row.became for row in uow.all(Delivery)})
    finally:
        await store.close()
    assert sent == {21: 11, 22: None}


async def test_a_migration_names_every_message_above_its_text(database_url, clock):
    """0004 gave such a name the id after its text's, and left it out where that was taken."""
    store = engine.open_store(database_url, clock)
    try:
        await store.with_connection(lambda connection: moved(connection, "0003"))
        await store.with_connection(_old_texts)
        await store.with_connection(lambda connection: moved(connection, "0004"))
        early = await store.read(lambda uow: uow.count(KeyValue, name__begins="telegram:above:"))
        for to in ("head", "0004", "head", "0003", "head"):
            await store.with_connection(lambda connection, to=to: moved(connection, to))
        above = await store.read(lambda uow: uow.all(KeyValue, name__begins="telegram:above:"))
    finally:
        await store.close()
    assert early == 1
    names = {row.name.removeprefix("telegram:above:"): row.value for row in above}
    assert names == {"text1": "picture1", "text2": "picture2", "text3": "picture3", "text5": "picture5"}


def _old_texts(connection):
    """Insert five texts below pictures, of which one was deleted and all have ids that follow each other."""
    kept = MetaData()
    kept.reflect(connection, only=("fact",))
    for n in (1, 2, 3, 4, 5):
        row = {"id": 100 + n, "name": f"telegram:rest:picture{n}", "value": "" if n == 4 else f"text{n}"}
        connection.execute(kept.tables["fact"].insert().values(row))


def _old_deliveries(connection):
    """Insert one delivery that became a message, and one that was never sent."""
    kept = MetaData()
    kept.reflect(connection, only=("delivery", "placement"))
    at = json.dumps({"platform": "discord", "ref": "c1", "space": "1"})
    values = {"kind": "digest", "args": "{}", "address": at, "created": 0, "edits": "", "revision": 1, "urgent": False}
    for id, state in ((21, "sent"), (22, "dead")):
        said = {"state": state, "epoch": 0, "attempts": 1, "why": ""}
        connection.execute(kept.tables["delivery"].insert().values(id=id, key=str(id), **values, **said))
    shows = {"posts": "[5]", "pictures": "[]", "surface": "", "created": 0, "request": "", "revision": 0}
    known = {"platform": "discord", "ref": "m1", "address": at, "delivery": 21}
    connection.execute(kept.tables["placement"].insert().values(id=11, **known, **shows))


def _old_messages(connection):
    """Insert one message that all in a channel read, and one for a single person there."""
    kept = MetaData()
    kept.reflect(connection, only=("placement", "copy"))
    for id, account in ((11, None), (12, 7)):
        at = {"platform": "discord", "ref": "c1", "space": "1"}
        values = {"platform": "discord", "ref": str(id), "address": json.dumps(at), "account": account}
        shows = {"posts": "[5]", "pictures": "[]", "surface": "post"}
        said = {"created": 0, "request": "", "revision": 0}
        connection.execute(kept.tables["placement"].insert().values(id=id, **values, **shows, **said))
        connection.execute(kept.tables["copy"].insert().values(id=id + 10, post=5, placement=id))


def moved(connection, to):
    config = Config()
    config.set_main_option("script_location", str(engine._MIGRATIONS))
    config.attributes["connection"] = connection
    (command.downgrade if (_revision(connection) or "") > to else command.upgrade)(config, to)


def _revision(connection):
    return MigrationContext.configure(connection).get_current_revision()


def migrated(path, to):
    config = Config()
    config.set_main_option("script_location", str(engine._MIGRATIONS))
    database = create_engine(f"sqlite:///{path}")
    with database.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    database.dispose()
