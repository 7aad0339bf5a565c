"""Migrations make exactly the tables that the nouns say, on each engine."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from botfeed.core.errors import StartError
from botfeed.store import engine, lock
from botfeed.store.tables import metadata


async def test_the_migrated_schema_is_the_declared_one(any_store):
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await any_store.with_connection(differences) == []


async def test_migrating_twice_is_migrating_once(any_store):
    assert await engine.migrate(any_store) == engine.newest()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://"])
def test_a_database_that_we_do_not_speak_is_said_clearly(url, clock):
    with pytest.raises(StartError, match="DATABASE_URL"):
        engine.open_store(url, clock)


def test_the_newest_revision_is_alembics_head():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(engine._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == engine.newest()


def test_two_processes_on_one_folder(tmp_path):
    with lock.hold(tmp_path / "lock"), pytest.raises(StartError, match="Another botfeed"), lock.hold(tmp_path / "lock"):
        pass
    with lock.hold(tmp_path / "lock"):
        pass


def test_a_folder_that_cannot_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StartError, match="cannot be written"), lock.hold(blocked / "data" / "lock"):
        pass
