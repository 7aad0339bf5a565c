"""Requests for pictures, whose results only the person who asked sees."""

from datetime import timedelta

import pytest

from botfeed.core.chat.policy import Policy
from botfeed.core.model import LedgerEntry, Painting, PaintState, Picture
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage


async def test_the_answer_is_immediate_and_is_edited_into_the_picture(stage: Stage) -> None:
    first = await stage.say("ada", "/imagine a fox in snow --style ink --seed 7")
    assert stage.text("ada") == "Painting “a fox in snow”, about 20 seconds."
    assert first.private
    assert first.pending
    asked = stage.last("ada").ref
    await stage.settle()
    shown = stage.last("ada")
    assert (shown.event, shown.ref) == ("edit", asked)
    assert stage.text("ada").startswith("Here it is. Only you see it until you publish.\na fox in snow\n")
    assert "made with AI · tiny-1 · ink · seed 7 · tiny" in stage.text("ada")
    (card,) = shown.reply.cards
    assert [a.label for a in card.actions] == ["Publish", "Remix", "Vary", "Again", "Delete"]
    assert card.media[0].alt == "A picture of a fox in snow"


async def test_options_after_plain_phrases_are_not_part_of_the_prompt(stage: Stage) -> None:
    await stage.say("ada", "paint a fox in snow --style ink --seed 7, please")
    assert stage.text("ada") == "Painting “a fox in snow”, about 20 seconds."
    await stage.settle()
    assert "made with AI · tiny-1 · ink · seed 7 · tiny" in stage.text("ada")
    await stage.say("ada", "paint a fox --ar 16:9")
    assert stage.text("ada").startswith("There is no option --ar here. There is: ")


async def test_a_hold_is_captured_once(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --count 2")
    await stage.settle()
    read = stage.services.store.read
    assert [(e.kind, e.pictures) for e in await read(lambda uow: uow.all(LedgerEntry))] == [("hold", 2), ("capture", 2)]
    (painting,) = await read(lambda uow: uow.all(Painting))
    assert painting.state is PaintState.DONE
    assert await read(lambda uow: uow.quotas.used("all", "2026-01-01")) == 2
    assert await stage.settle() == 0


async def test_several_pictures_come_in_one_gallery_with_number_buttons(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --count 3")
    await stage.settle()
    (card,) = stage.last("ada").reply.cards
    assert len(card.media) == 3
    assert [a.label for a in card.actions][:4] == ["1", "2", "3", "Publish"]
    assert "The buttons act on number 1 of 3." in stage.text("ada")
    reply = await stage.press("ada", "2")
    assert reply.update
    assert "The buttons act on number 2 of 3." in stage.text("ada")
    pictures = await stage.services.store.read(lambda uow: uow.all(Picture))
    publish = next(a for a in reply.cards[0].actions if a.label == "Publish")
    assert publish.args["picture"] == stage.services.sealer.ref(pictures[1].id)


async def test_the_answer_counts_the_paintings_before_it(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    await stage.say("ben", "/imagine a hen")
    await stage.say("cleo", "/imagine a crow")
    assert stage.text("cleo") == "Painting “a crow”. 2 before you, about 20 seconds."
    await stage.say("cleo", "/imagine a cow")
    assert stage.text("cleo") == "Painting “a cow”. 3 before you, about 40 seconds."


async def test_many_waiting_paintings_do_not_delay_another_persons_first(stage: Stage) -> None:
    for n in range(5):
        await stage.say("ada", f"/imagine fox number {n}")
    await stage.say("ben", "/imagine a hen")
    await stage.settle()
    painted = [order.prompt for order in stage.services.painters[0].orders]
    assert painted.index("a hen") <= 1
    assert [p for p in painted if p.startswith("fox")] == [f"fox number {n}" for n in range(5)]


async def test_the_eleventh_painting_of_a_day_is_refused(stage: Stage) -> None:
    for n in range(10):
        await stage.say("ada", f"/imagine fox number {n}")
        assert stage.text("ada").startswith(f"Painting “fox number {n}”")
    await stage.say("ada", "/imagine an eleventh")
    assert stage.text("ada").startswith("That's all for today: 10 of 10.")


async def test_a_refused_prompt_names_its_category_and_costs_nothing(stage: Stage) -> None:
    reply = await stage.say("ada", "/imagine something forbidden")
    assert reply.private
    assert stage.text("ada") == (
        "This prompt can't be painted here (violence). Nothing was used from your allowance. Try other words."
    )
    assert await stage.services.store.read(lambda uow: uow.count(LedgerEntry)) == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/imagine a fox --style cubism", "There is no style cubism. There is: ink, pastel."),
        ("/imagine a fox --count 9", "count goes from 1 to 4."),
        ("/imagine a fox --shape round", "round is not one of: square, wide, tall."),
        ("/imagine a fox --here", "here publishes in the server or group where you ask"),
        ("/imagine " + "x" * 10_000, "That is too long: 10000 characters, at most 1000 fit."),
    ],
)
async def test_invalid_options_are_explained(stage: Stage, line: str, said: str) -> None:
    reply = await stage.say("ada", line)
    assert said in stage.text("ada")
    assert reply.private
    assert await stage.services.store.read(lambda uow: uow.count(Painting)) == 0


async def test_an_empty_prompt_is_asked_for(stage: Stage) -> None:
    reply = await stage.say("ada", "/imagine")
    assert reply.ask
    await stage.fill("ada", prompt="a fox")
    assert stage.text("ada").startswith("Painting “a fox”")


async def test_options_the_painter_lacks_are_explained(stage: Stage) -> None:
    from dataclasses import replace

    painter = stage.services.painters[0]
    painter.info = replace(painter.info, styles=(), seeds=False, most=1)
    await stage.say("ada", "/imagine a fox --style ink")
    assert stage.text("ada").startswith("This painter has no styles to choose from.")
    await stage.say("ada", "/imagine a fox --seed 3")
    assert stage.text("ada") == "This painter takes no seed. Leave it out."
    await stage.say("ada", "/imagine a fox --count 2")
    assert stage.text("ada") == "This painter makes at most 1 at once."


async def test_cancel_refunds_everything(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --count 3")
    await stage.press("ada", "Cancel")
    assert stage.text("ada") == "Cancelled “a fox”. Nothing was used from your allowance."
    await stage.settle()
    assert stage.last("ada").event == "edit"
    assert stage.services.painters[0].orders == []
    read = stage.services.store.read
    assert [e.kind for e in await read(lambda uow: uow.all(LedgerEntry))] == ["hold", "refund"]
    assert await read(lambda uow: uow.quotas.used("all", "2026-01-01")) == 0


async def test_only_the_requester_can_cancel_and_only_in_time(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    await stage.press("ben", "Cancel", of="ada")
    assert stage.text("ben") == "That button belongs to ada. Type /imagine to paint your own."
    await stage.settle()
    await stage.press("ada", "Cancel")
    assert stage.text("ada") == "Too late to cancel: it is being painted, or done. /mine has your pictures."


async def test_a_used_up_allowance_says_when_it_renews(stage: Stage) -> None:
    stage.services.clock.advance(timedelta(hours=12))  # 21:00
    for _ in range(2):
        await stage.say("ada", "/imagine a fox --count 4")
    await stage.say("ada", "/imagine a fox --count 4")
    assert stage.text("ada") == "4 do not fit today: 8 of 10 are used. Ask for fewer, or for more at 00:00, in 3 hours."
    await stage.say("ada", "/imagine a fox --count 2")
    await stage.settle()
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada") == "That's all for today: 10 of 10. More at 00:00, in 3 hours."
    stage.services.clock.advance(timedelta(hours=3))
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada").startswith("Painting")


async def test_the_daily_total_stops_everybody_without_charge(store, clock) -> None:
    stage = Stage(make_services(store, clock, policy=Policy(per_day=3)))
    await stage.say("ada", "/imagine a fox --count 3")
    await stage.say("ben", "/imagine a hen")
    assert stage.text("ben") == (
        "Everybody's pictures for today are painted. More at 00:00, in 15 hours; yours are still all there."
    )
    assert await store.read(lambda uow: [p.prompt for p in uow.all(Painting)]) == ["a fox"]
    assert await store.read(lambda uow: uow.quotas.used("all", "2026-01-01")) == 3
