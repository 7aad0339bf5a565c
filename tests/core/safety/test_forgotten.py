"""What erasure once left behind: words in buttons, heat, the way from a post to its copies, names of uploaded files."""

from datetime import timedelta

from botfeed.core.model import Payload
from botfeed.core.safety import erase
from botfeed.testing.stage import Stage

WORDS = "the whole evening I looked at this fox and could not say why it is so very calm in the snow"


async def leave(stage: Stage, who: str) -> None:
    await stage.say(who, "/me delete --sure")
    stage.house.clock.advance(timedelta(days=7))
    await stage.settle()
    stage.house.clock.advance(erase.COPIES_FIRST)
    await stage.settle()


async def test_words_in_a_button_that_was_never_pressed_go_with_who_wrote_them(stage: Stage) -> None:
    lounge, read = stage.place("lounge"), stage.house.store.read
    await stage.say("ada", "/imagine a fox --here", lounge)
    await stage.settle()
    await stage.say("ben", "/help")
    await stage.native("ben", "reply", lounge, message=stage.last("#lounge").ref, text=WORDS)
    assert len(await read(lambda uow: uow.all(Payload, text__like="so very calm"))) == 1
    await leave(stage, "ben")
    assert await read(lambda uow: uow.all(Payload, text__like="so very calm")) == []
