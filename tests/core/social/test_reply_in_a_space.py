"""Replies made in a space become comments by a question answered in private."""

from botfeed.core.model import Comment


async def test_the_asked_person_can_answer_in_private(stage):
    lounge = stage.place("lounge")
    await stage.say("ada", "/imagine a fox --here", lounge)
    await stage.settle()
    card = stage.last("#lounge")
    await stage.say("ben", "/help")
    question = await stage.native("ben", "reply", lounge, message=card.ref, text="so calm")
    assert question.private
    await stage.press("ben", "Comment")
    assert stage.text("ben") == "Your comment is there."
    (said,) = await stage.services.store.read(lambda uow: uow.all(Comment))
    assert said.text == "so calm"


async def test_another_person_cannot_answer(stage):
    lounge = stage.place("lounge")
    await stage.say("ada", "/imagine a fox --here", lounge)
    await stage.settle()
    card = stage.last("#lounge")
    await stage.say("ben", "/help")
    await stage.native("ben", "reply", lounge, message=card.ref, text="so calm")
    await stage.press("eve", "Comment", of="ben")
    assert "not there for you" in stage.text("eve")
    assert await stage.services.store.read(lambda uow: uow.all(Comment)) == []
