"""What can no longer replace its message is never said aloud where others read along."""

from botfeed.core.errors import Expired, PaintRefused


async def test_a_picture_that_cannot_be_edited_in_leaves_a_line_with_a_button_where_it_was_asked(stage):
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


async def test_a_private_outcome_goes_where_they_are_alone(stage):
    stage.house.painters[0].raises = [PaintRefused("violence")]
    lounge = stage.place("lounge")
    await stage.say("ada", "/imagine a fox", lounge)
    stage.raises = [Expired("the token is over")]
    await stage.settle()
    assert stage.last("ada").event == "delivery"
    assert "can't be painted" in stage.text("ada")
    assert not [s for s in stage.shown if s.to == "#lounge" and s.event == "delivery"]
