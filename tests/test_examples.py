"""The extension in `examples/` does what its page says."""

from pathlib import Path

import pytest
import pytest_asyncio

from botfeed.core.model import Address
from botfeed.settings import Settings
from botfeed.testing.stage import Stage

FOLDER = Path(__file__).parent.parent / "examples" / "extension"


@pytest_asyncio.fixture
async def built(database_url, clock, tmp_path, monkeypatch):
    """Give botfeed with the extension, on each engine in turn."""
    monkeypatch.syspath_prepend(str(FOLDER))
    from tally import __main__ as extension

    made = extension.build(Settings(data=tmp_path, database=database_url), clock)
    await extension.migrate(made)
    yield made
    await made.store.close()


@pytest.fixture
def stage(built):
    return Stage(built.services)


async def test_the_verb_counts_and_the_message_tells(stage):
    await stage.say("ada", "/tally fox")
    assert stage.text("ada") == "Counting fox."
    await stage.settle()
    assert stage.text("ada") == "fox so far: 1"
    await stage.say("ben", "/tally Fox")
    await stage.settle()
    assert stage.text("ben") == "fox so far: 2"


async def test_a_job_that_is_done_twice_counts_once(stage):
    from tally.counting import count_word
    from tally.word_count import WordCount

    from botfeed.core.model import Account, Job

    await stage.say("ada", "/tally fox")
    store = stage.services.store
    (row,) = await store.read(lambda uow: uow.all(Job, kind="tally"))
    ada = await store.read(lambda uow: uow.one(Account, handle="ada").id)
    for _ in range(2):
        await count_word.parameters.function(stage.services, row, "fox", ada, Address("console", "ada"))
    assert await store.read(lambda uow: uow.one(WordCount, word="fox").times) == 1


async def test_its_table_is_made_once(built):
    from tally import __main__ as extension

    await extension.migrate(built)
