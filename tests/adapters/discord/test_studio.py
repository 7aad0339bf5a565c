async def test_a_picture_comes_into_the_answer_for_the_askers_eyes(door):
    asked = await door.ada.slash("imagine", {"prompt": "a fox"}, channel=door.lounge)
    answer = await asked.response()
    assert answer.data["flags"] & 64
    card = await door.shows(asked, "Publish")
    assert asked.ephemeral
    assert card.pictures[0]["description"] == "A picture of a fox"
    assert door.fake.messages(door.lounge) == []
    assert door.fake.messages(door.lounge, seen_by=door.ada) == [card]
    print(card.text, card.buttons)


async def test_publishing_asks_in_a_form(door):
    card = await door.published(door.ada, channel=door.lounge)
    print(card.text, card.buttons)
    assert "Undo" in card.buttons
