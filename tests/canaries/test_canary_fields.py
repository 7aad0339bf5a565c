"""Each text field of each noun is known: it carries a canary in the lived history, or holds codes alone."""

from __future__ import annotations

from sqlalchemy import select

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import NOUNS
from botfeed.store.tables import SHAPES
from botfeed.testing.plugin import Store, make_services
from tests.canaries import fields, history, world
from tests.canaries.talker import Talker


def test_every_text_field_is_in_one_of_the_two_lists() -> None:
    found = {(noun.__name__, name) for noun, name in fields.declared()}
    words = {(noun, name) for noun, names in fields.WORDS.items() for name in names}
    codes = {(noun, name) for noun, names in fields.CODES.items() for name in names}
    assert not words & codes
    assert found == words | codes, "give a new field a canary in history.py, or say that it holds codes"


async def test_the_history_writes_a_canary_into_every_field_for_words(store: Store, clock: SteppedClock) -> None:
    lived = world.opened(make_services(store, clock, talker=Talker()))
    await history.live(lived)

    def look(uow: object) -> set[tuple[str, str]]:
        held = set()
        for noun in NOUNS:
            for row in uow.connection.execute(select(SHAPES[noun].table)):  # type: ignore[attr-defined]  # the SQL unit's
                for name, value in row._mapping.items():
                    if any(word in str(value).casefold() for word in lived.canaries):
                        held.add((noun.__name__, name))
        return held

    held = await store.read(look)
    wanted = {(noun, name) for noun, names in fields.WORDS.items() for name in names}
    assert wanted <= held, sorted(wanted - held)
    codes = {(noun, name) for noun, names in fields.CODES.items() for name in names}
    assert not codes & held, sorted(codes & held)
