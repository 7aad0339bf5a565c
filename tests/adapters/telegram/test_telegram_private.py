"""One person and the bot, alone: what the chat looks like after each thing they do."""


async def test_a_picture_is_painted_in_the_same_message(door, ada):
    await ada.say("/imagine a fox in snow")
    shown = await door.shown(ada, "Here it is", "Publish")
    assert shown.photo
    assert "a fox in snow" in shown.text
    mine = [m for m in door.fake.messages(ada) if m.raw["from"]["is_bot"]]
    assert len(mine) == 1
