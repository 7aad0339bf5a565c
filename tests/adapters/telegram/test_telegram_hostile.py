"""What people do who do not play by the rules, and what happens at the wrong moment."""

import asyncio

import pytest

from botfeed.core.model import Post


@pytest.fixture
def lounge(door, ada):
    return door.fake.group("Lounge", admins=[ada], large=True)


@pytest.mark.parametrize("data", ["fill/mine", "fill"])
async def test_a_forged_answer_to_no_question_replaced_anothers_card(door, ada, ben, lounge, data):
    await ada.say("/imagine a fox --here", chat=lounge)
    card = await door.shared(lounge)
    tap = ben.tap(card, data)
    assert "closed" in (await tap.answered())["text"]
    await door.confirmed()
    (now,) = [m for m in door.fake.messages(lounge) if m.id == card.id]
    assert now.photo == card.photo
    assert now.labels == card.labels
