"""The library is searched by the same words as everything else, on each engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from botfeed.core.language import tokenizer
from botfeed.core.model import Address, KeyValue, Painting, Picture
from botfeed.core.work import derived_columns, worker
from botfeed.testing.plugin import make_services
from tests.core.language.test_tokenizer import FOUND


def paint(uow, account: int, prompt: str) -> Picture:
    """Insert a picture with its painting."""
    until = uow.now + timedelta(minutes=1)
    painting = Painting(uow.new_id(), account, prompt, uow.now, until, Address("console", "ada"), "r", "sketch")
    uow.insert(painting)
    picture = Picture(uow.new_id(), painting.id, account, 1, "b", "image/png", 1, 1, uow.now)
    uow.insert(picture)
    return picture


def held(uow, account: int, typed: str, *, whole: bool = True) -> list[int]:
    return [p.id for p in uow.timelines.library(account, tokenizer.needles(typed, 8), 50, whole=whole)]


async def test_words_of_every_language_find_their_picture(any_store) -> None:
    def look(uow):
        pictures = {language: paint(uow, 1, text).id for language, (text, _) in FOUND.items()}
        return [
            (language, typed)
            for language, (_, wanted) in FOUND.items()
            for typed in wanted
            if pictures[language] not in held(uow, 1, typed)
        ]

    assert await any_store.run(look) == []


async def test_the_folded_prompt_follows_every_change_of_the_prompt(any_store) -> None:
    def look(uow):
        picture = paint(uow, 1, "ЛИСА в снегу")
        before = held(uow, 1, "лиса")
        painting = uow.get(Painting, picture.painting)
        uow.update(painting, prompt="a 100% castle_wall")
        renamed = [bool(held(uow, 1, typed)) for typed in ("лиса", "castles", "100%", "_", "%", "castle wall")]
        uow.compare_and_set(Painting, {"id": painting.id}, prompt="")
        return before == [picture.id], renamed, uow.get(Painting, painting.id).folded

    assert await any_store.run(look) == (True, [False, True, True, True, True, True], "")  # signs alone seek nothing


async def test_prompts_of_before_are_folded_some_at_a_time(any_store, clock, monkeypatch) -> None:
    monkeypatch.setattr(derived_columns, "BATCH", 3)
    services = make_services(any_store, clock)

    def seed(uow):
        for n in range(7):
            paint(uow, 1, f"Été {n}")
        uow.compare_and_set(Painting, {"account": 1}, folded="")

    await any_store.run(seed)
    assert await any_store.read(lambda uow: held(uow, 1, "ete")) == []
    await derived_columns.catch_up(services)
    assert await any_store.run(derived_columns.batch)  # another process did a part, and fell
    assert await worker.drain(services) == 1
    assert len(await any_store.read(lambda uow: held(uow, 1, "ete"))) == 7
    await derived_columns.catch_up(services)
    assert await worker.drain(services) == 0
    done = await any_store.read(lambda uow: {row.value for row in uow.all(KeyValue, name__begins="derived.")})
    assert done == {"done"}


async def test_any_of_the_words_is_enough_where_no_picture_has_all(stage) -> None:
    for prompt in ("a fox in snow", "a castle"):
        await stage.say("ada", f"/imagine {prompt}")
        await stage.settle()
    await stage.say("ada", "/mine the castle in the SNOW")
    assert "a castle" in stage.text("ada")
    assert "a fox in snow" in stage.text("ada")
    await stage.say("ada", "/mine foxes in the snow")
    assert "a castle" not in stage.text("ada")
    await stage.say("ada", "/mine whale")
    assert stage.text("ada") == "None of your pictures has “whale” in its prompt."


async def test_what_a_painter_says_of_a_picture_is_cleaned(stage, monkeypatch) -> None:
    painter = stage.services.painters[0]
    paint_plainly = painter.paint

    async def sneaky(order, partial=None):
        return [replace(painted, alt="A\u202e fox\x00 cafe\u0301") for painted in await paint_plainly(order, partial)]

    monkeypatch.setattr(painter, "paint", sneaky)
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert (await stage.services.store.read(lambda uow: uow.all(Picture)))[0].alt == "A fox café"
