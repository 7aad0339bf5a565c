"""The inbox and its pushes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.message import Receipt, Reply
from botfeed.core.model import Account, Address, Decision, Notice
from botfeed.core.social import notices
from tests.core.support.people import People


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


def pushed(people: People, who: str) -> list[str]:
    return [str(s.reply.cards[0].text) for s in people.stage.shown if s.to == who and s.event == "delivery"]


async def test_an_empty_inbox_offers_a_next_step(people: People) -> None:
    reply = await people.stage.say("ada", "/inbox")
    assert people.stage.text("ada").startswith("Nothing yet")
    assert labels(reply) == ["Look around"]


@pytest.mark.parametrize(
    ("fans", "line"),
    [(1, "fan0 liked Winter"), (2, "fan1 and fan0 liked Winter"), (4, "fan3 and 3 others liked Winter")],
)
async def test_notices_of_one_post_are_grouped(people: People, fans: int, line: str) -> None:
    post = await people.publish("ada", "a fox", "--audience everyone --caption Winter")
    for n in range(fans):
        await people.stage.say(f"fan{n}", f"/like {people.ref(post)}")
    reply = await people.stage.say("ada", "/inbox")
    assert people.stage.text("ada") == f"• {line} · just now"
    assert labels(reply) == ["Open Winter", "Stop messages"]
    await people.stage.say("ada", "/inbox")
    assert people.stage.text("ada") == f"{line} · just now"
    await people.stage.press("ada", "Open Winter")
    assert people.stage.last("ada").reply.cards[0].about.post == post.id


async def test_unread_notices_come_first_and_are_paged(people: People, clock: SteppedClock) -> None:
    posts = [await people.publish("ada", f"fox number {n}") for n in range(10)]
    for post in posts:
        await people.stage.say("ben", f"/like {people.ref(post)}")
        clock.advance(timedelta(minutes=1))
    reply = await people.stage.say("ada", "/inbox")
    assert "and 2 more like these" in people.stage.text("ada")
    assert "fox number 9" in people.stage.text("ada")
    assert "Next" in labels(reply)
    reply = await people.stage.press("ada", "Next")
    assert reply.update
    assert people.stage.text("ada").startswith("• ben liked fox number 1")


async def test_a_withdrawn_like_makes_no_notice(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.say("ben", f"/like {people.ref(post)} --wanted no")
    await people.stage.settle()
    assert pushed(people, "ada") == []
    await people.stage.say("ada", "/inbox")
    assert "Nothing yet" in people.stage.text("ada")


async def test_pushes_come_at_most_once_an_hour(people: People, clock: SteppedClock) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.settle()
    assert pushed(people, "ada") == ["ben liked a fox"]
    for who in ("cleo", "dan"):
        clock.advance(timedelta(minutes=10))
        await people.stage.say(who, f"/comment {people.ref(post)} so calm")
        await people.stage.settle()
    assert len(pushed(people, "ada")) == 1
    clock.advance(timedelta(minutes=40))
    await people.stage.settle()
    assert pushed(people, "ada")[1:] == ["dan and cleo commented on a fox\nben liked a fox"]


async def test_read_notices_are_not_pushed(people: People, clock: SteppedClock) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.say("ada", "/inbox")
    await people.stage.settle()
    assert pushed(people, "ada") == []


async def test_pushes_can_be_stopped(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.settle()
    await people.stage.press("ada", "Stop messages")
    assert "/inbox has it all" in people.stage.text("ada")
    post = await people.publish("ada")
    await people.stage.say("cleo", f"/like {people.ref(post)}")
    await people.stage.settle()
    assert len(pushed(people, "ada")) == 1
    reply = await people.stage.say("ada", "/inbox")
    assert labels(reply)[-1] == "Tell me by message"


async def test_a_decision_is_stated_with_its_reasons_and_one_appeal(people: People) -> None:
    post = await people.publish("ada", "a fox")
    services, ada = people.stage.services, await people.id("ada")

    def decide(uow) -> Decision:
        row = Decision(uow.new_id(), "hide", "hate", uow.now, ada, post.id, by="operator")
        uow.insert(row)
        notices.tell(uow, ada, "decision", post=post.id, subject=row.id)
        return row

    row = await services.store.run(decide)
    reply = await people.stage.say("ada", "/inbox")
    assert "a fox was hidden" in people.stage.text("ada")
    assert "Reason: hate. Decided by a person who runs this place." in people.stage.text("ada")
    assert labels(reply) == ["Appeal"]
    await services.store.run(lambda uow: uow.update(row, appealed=uow.now))
    reply = await people.stage.say("ada", "/inbox")
    assert "Your appeal is being read." in people.stage.text("ada")
    assert labels(reply) == []


async def test_own_actions_make_no_notice_and_repeated_ones_make_one(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ada", f"/comment {people.ref(post)} mine")
    for _ in range(3):
        await people.stage.say("ben", f"/like {people.ref(post)}")
    assert await people.stage.services.store.read(lambda uow: uow.count(Notice)) == 1


async def test_what_comes_while_a_push_is_sent_is_told_by_the_next(
    people: People, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was noted as told by a push that was built before it."""
    post, send, late = await people.publish("ada", "a fox"), people.stage.send, ["cleo"]

    async def slow(address: Address, reply: Reply, key: str) -> Receipt:
        if address.ref == "ada" and late:
            clock.advance(timedelta(seconds=1))
            await people.stage.say(late.pop(), f"/comment {people.ref(post)} so calm")
        return await send(address, reply, key)

    monkeypatch.setattr(people.stage, "send", slow)
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.settle()
    clock.advance(timedelta(hours=2))
    await people.stage.settle()
    assert pushed(people, "ada")[1:] == ["cleo commented on a fox\nben liked a fox"]


async def test_quiet_hours_can_begin_at_midnight(people: People) -> None:
    await people.stage.say("ada", "/me quiet 0 8")
    (ada,) = await people.stage.services.store.read(lambda uow: uow.all(Account, handle="ada"))
    assert (ada.quiet_from, ada.quiet_until) == (0, 480)
