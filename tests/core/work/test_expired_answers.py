"""Outcomes that can no longer replace their message are not shown to others."""

from botfeed.core.errors import Expired, PaintRefused, Unreachable


async def test_an_expired_answer_becomes_a_line_with_a_private_button(stage):
    lounge = stage.place("lounge")
    await stage.say("ada", "/imagine a fox", lounge)
    stage.raises = [Expired("the token is over")]
    await stage.settle()
    said = stage.last("#lounge")
    assert said.event == "delivery"
    assert said.reply.cards[0].media == ()
    assert not said.reply.private
    shown = await stage.press("ada", "Show", of="#lounge")
    assert shown.private
    assert len(shown.cards[0].media) == 1
    assert stage.last("ada").reply is shown


async def test_a_private_outcome_goes_to_the_private_chat(stage):
    await stage.say("ada", "/start")
    stage.services.painters[0].raises = [PaintRefused("violence")]
    lounge = stage.place("lounge")
    await stage.say("ada", "/imagine a fox", lounge)
    stage.raises = [Expired("the token is over")]
    await stage.settle()
    assert stage.last("ada").event == "delivery"
    assert "can't be painted" in stage.text("ada")
    assert not [s for s in stage.shown if s.to == "#lounge" and s.event == "delivery"]


async def test_without_a_private_chat_a_note_hides_prompt_and_reason(stage):
    stage.services.painters[0].raises = [PaintRefused("violence")]
    lounge = stage.place("lounge")
    await stage.say("ada", "/imagine a fox", lounge)
    stage.raises = [Expired("the token is over")]
    await stage.settle()
    assert stage.text("#lounge") == "ada, your picture was not painted. Nothing was used from your allowance."
    assert not [s for s in stage.shown if s.to == "ada" and s.event == "delivery"]


async def test_a_closed_private_chat_leaves_a_note_where_it_was_asked(stage):
    await stage.say("ada", "/start")
    await stage.say("ada", "/imagine a fox", stage.place("lounge"))
    stage.raises = [Expired("the token is over"), Unreachable("50007")]
    await stage.settle()
    assert stage.text("#lounge") == "ada, your picture is ready, in /mine. Only you can look."
    assert stage.last("#lounge").reply.cards[0].media == ()
    await stage.say("ada", "/mine", stage.place("lounge"))
    assert "I could not write to you alone on Console." in stage.text("ada")
    assert "Open your direct messages to me" in stage.text("ada")
    await stage.say("ada", "/mine", stage.place("lounge"))
    assert "I could not write" not in stage.text("ada"), "it is said once"
