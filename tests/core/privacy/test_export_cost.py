"""An export reads handles in chunks, not once a row, and writes its texts off the event loop."""

import threading

from botfeed.core.model import Account
from botfeed.core.privacy import export
from botfeed.testing.community import Community
from botfeed.testing.stage import Stage


async def test_handles_are_read_in_chunks(stage: Stage, monkeypatch) -> None:
    world, asked = Community(), []
    monkeypatch.setattr(export, "CHUNK", 16)

    def look(uow):
        for n in range(40):
            world.follow(uow, "ada", f"friend{n}")
        read = type(uow).all

        def counted(unit, noun, **more):
            asked.append(noun)
            return read(unit, noun, **more)

        with monkeypatch.context() as patch:
            patch.setattr(type(uow), "all", counted)
            return export.look(uow, world.people["ada"])

    held = await stage.services.store.run(look)
    followees = {row["followee"] for row in export.rows(stage.services, held)["follow"]}
    assert followees == {f"@friend{n}" for n in range(40)}
    assert asked.count(Account) == 2 + 3, "the account, its row, and 41 handles in chunks of 16"


async def test_texts_are_written_off_the_event_loop(stage: Stage, monkeypatch) -> None:
    threads, texts = set(), export._texts

    def watched(found, language):
        threads.add(threading.current_thread())
        return texts(found, language)

    monkeypatch.setattr(export, "_texts", watched)
    await stage.say("ada", "/me export")
    await stage.settle()
    assert len(threads) == 1
    assert threading.current_thread() not in threads
