"""What a newcomer tries first, and what comes of it."""

from botfeed.core.model import Painting
from tests.core.social.town import Town


async def test_a_bare_tag_finds_its_pictures(stage):
    town = Town(stage)
    post = await town.publish("ada", "a fox", "--audience everyone --caption", '"White #snow"')
    reply = await stage.say("ben", "#snow")
    assert post.id in reply.cards[0].about.posts or post.id == reply.cards[0].about.post
    assert "White #snow" in stage.text("ben")


async def test_a_bare_handle_shows_who_that_is(stage):
    await Town(stage).publish("ada", "a fox")
    await stage.say("ben", "@ada")
    assert stage.text("ben").startswith("ada")
    await stage.say("ben", "@cleo")
    assert stage.text("ben").startswith("There is nobody called cleo here.")


async def test_cancel_as_a_plain_word_leaves_an_open_question(stage):
    assert (await stage.say("ada", "/imagine")).ask
    await stage.say("ada", "Cancel")
    assert stage.text("ada") == "All right, nothing was changed."
    await stage.say("ada", "hello")
    assert stage.text("ada").startswith("Hello ada.")
    await stage.say("ada", "/language it")
    assert (await stage.say("ada", "/imagine")).ask
    await stage.native("ada", "reply", text="annulla")
    assert stage.text("ada") == "Va bene, non è cambiato niente."
    assert await stage.house.store.read(lambda uow: uow.count(Painting)) == 0


async def test_cancel_as_a_plain_word_takes_a_picture_back(stage):
    await stage.say("ada", "/imagine a fox")
    await stage.say("ada", "cancel")
    assert "a fox" in stage.text("ada")
    await stage.settle()
    assert stage.house.painters[0].orders == []
