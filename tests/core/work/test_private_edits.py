"""Private stays private: no answer for one person replaces, or becomes, a message that everybody reads."""

from __future__ import annotations

import pytest

from botfeed.catalog import MESSAGES
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Card, Receipt, Reply
from botfeed.core.errors import PaintRefused
from botfeed.core.language.text import of
from botfeed.core.model import Address, Delivery, Placement
from botfeed.core.ports import Unit
from botfeed.core.work import messages, placements
from botfeed.core.work.messages import MessageKind, To
from botfeed.testing.stage import Stage

SECRET = "canaryword"


async def shared_answer(services: Services, address: Address, request: str) -> None:
    """Record a message that everybody reads as the answer to a request."""
    waiting = Reply(cards=(Card(of("Painting")),), private=False)
    await services.store.run(
        lambda uow: placements.placed(uow, address, waiting, Receipt("shared"), account=None, request=request)
    )


@pytest.mark.parametrize("edits", ["console:asked", ""], ids=["in place", "anew"])
@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.kind)
async def test_no_message_brings_a_private_answer_into_a_shared_place(
    stage: Stage, kind: MessageKind[...], edits: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.say("ada", "/start")
    lounge, services = stage.place("lounge"), stage.services
    await shared_answer(services, lounge, "console:asked")
    private = Reply(cards=(Card(of(SECRET)),))
    monkeypatch.setattr(MessageKind, "build", lambda *_: private)
    monkeypatch.setattr(MessageKind, "build_note", lambda *_: None)

    def post(uow: Unit) -> bool:
        started = uow.one(Placement, request="console:1")
        account = started.account if started else None
        row = Delivery(uow.new_id(), kind.kind, {}, lounge, "k", uow.now, account)
        return messages.post_again(uow, row, To(lounge, key="k", account=account, edits=edits))

    monkeypatch.setattr(MessageKind, "sent", lambda *_: None)
    assert await services.store.run(post)
    await stage.settle()
    shown = [one for one in stage.shown if one.to == lounge.ref]
    assert all(SECRET not in str(card.text) for one in shown for card in one.reply.cards)
    assert [one.to for one in stage.shown if SECRET in str([card.text for card in one.reply.cards])] == ["ada"]


async def test_everybody_reads_that_nothing_was_painted_and_one_person_why(stage: Stage) -> None:
    """Everybody in the channel read that its prompt cannot be painted here (violence)."""
    await stage.say("ada", "/start")
    stage.services.painters[0].raises.append(PaintRefused("violence"))
    await stage.say("ada", f"/imagine {SECRET} --here yes", stage.place("lounge"))
    await stage.settle()
    told = [str(card.text) for one in stage.shown if one.to == "#lounge" for card in one.reply.cards]
    assert "your picture was not painted" in told[-1]
    assert "violence" not in " ".join(told)
    assert "(violence)" in stage.text("ada")
