"""The inbox and its pushes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Decision, Notice
from botfeed.core.social import notices
from tests.core.support.people import Town


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


def pushed(town: Town, who: str) -> list[str]:
    return [str(s.reply.cards[0].text) for s in town.stage.shown if s.to == who and s.event == "delivery"]


async def test_an_empty_inbox_offers_a_next_step(town: Town) -> None:
    reply = await town.stage.say("ada", "/inbox")
    assert town.stage.text("ada").startswith("Nothing yet")
    assert labels(reply) == ["Look around"]


@pytest.mark.parametrize(
    ("fans", "line"),
    [(1, "fan0 liked Winter"), (2, "fan1 and fan0 liked Winter"), (4, "fan3 and 3 others liked Winter")],
)
async def test_notices_of_one_post_are_grouped(town: Town, fans: int, line: str) -> None:
    post = await town.publish("ada", "a fox", "--audience everyone --caption Winter")
    for n in range(fans):
        await town.stage.say(f"fan{n}", f"/like {town.ref(post)}")
    reply = await town.stage.say("ada", "/inbox")
    assert town.stage.text("ada") == f"• {line} · just now"
    assert labels(reply) == ["Open Winter", "Stop messages"]
    await town.stage.say("ada", "/inbox")
    assert town.stage.text("ada") == f"{line} · just now"
    await town.stage.press("ada", "Open Winter")
    assert town.stage.last("ada").reply.cards[0].about.post == post.id


async def test_unread_notices_come_first_and_are_paged(town: Town, clock: SteppedClock) -> None:
    posts = [await town.publish("ada", f"fox number {n}") for n in range(10)]
    for post in posts:
        await town.stage.say("ben", f"/like {town.ref(post)}")
        clock.advance(timedelta(minutes=1))
    reply = await town.stage.say("ada", "/inbox")
    assert "and 2 more like these" in town.stage.text("ada")
    assert "fox number 9" in town.stage.text("ada")
    assert "Next" in labels(reply)
    reply = await town.stage.press("ada", "Next")
    assert reply.update
    assert town.stage.text("ada").startswith("• ben liked fox number 1")


async def test_a_withdrawn_like_makes_no_notice(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/like {town.ref(post)}")
    await town.stage.say("ben", f"/like {town.ref(post)} --wanted no")
    await town.stage.settle()
    assert pushed(town, "ada") == []
    await town.stage.say("ada", "/inbox")
    assert "Nothing yet" in town.stage.text("ada")


async def test_pushes_come_at_most_once_an_hour(town: Town, clock: SteppedClock) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f"/like {town.ref(post)}")
    await town.stage.settle()
    assert pushed(town, "ada") == ["ben liked a fox"]
    for who in ("cleo", "dan"):
        clock.advance(timedelta(minutes=10))
        await town.stage.say(who, f"/comment {town.ref(post)} so calm")
        await town.stage.settle()
    assert len(pushed(town, "ada")) == 1
    clock.advance(timedelta(minutes=40))
    await town.stage.settle()
    assert pushed(town, "ada")[1:] == ["dan and cleo commented on a fox\nben liked a fox"]


async def test_read_notices_are_not_pushed(town: Town, clock: SteppedClock) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/like {town.ref(post)}")
    await town.stage.say("ada", "/inbox")
    await town.stage.settle()
    assert pushed(town, "ada") == []


async def test_pushes_can_be_stopped(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/like {town.ref(post)}")
    await town.stage.settle()
    await town.stage.press("ada", "Stop messages")
    assert "/inbox has it all" in town.stage.text("ada")
    post = await town.publish("ada")
    await town.stage.say("cleo", f"/like {town.ref(post)}")
    await town.stage.settle()
    assert len(pushed(town, "ada")) == 1
    reply = await town.stage.say("ada", "/inbox")
    assert labels(reply)[-1] == "Tell me by message"


async def test_a_decision_is_stated_with_its_reasons_and_one_appeal(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    services, ada = town.stage.services, await town.id("ada")

    def decide(uow) -> Decision:
        row = Decision(uow.new_id(), "hide", "hate", uow.now, ada, post.id, by="operator")
        uow.insert(row)
        notices.tell(uow, ada, "decision", post=post.id, subject=row.id)
        return row

    row = await services.store.run(decide)
    reply = await town.stage.say("ada", "/inbox")
    assert "a fox was hidden" in town.stage.text("ada")
    assert "Reason: hate. Decided by a person who runs this place." in town.stage.text("ada")
    assert labels(reply) == ["Appeal"]
    await services.store.run(lambda uow: uow.update(row, appealed=uow.now))
    reply = await town.stage.say("ada", "/inbox")
    assert "Your appeal is being read." in town.stage.text("ada")
    assert labels(reply) == []


async def test_own_actions_make_no_notice_and_repeated_ones_make_one(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ada", f"/comment {town.ref(post)} mine")
    for _ in range(3):
        await town.stage.say("ben", f"/like {town.ref(post)}")
    assert await town.stage.services.store.read(lambda uow: uow.count(Notice)) == 1
