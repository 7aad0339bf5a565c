"""Dispatch of requests, as a dialogue."""

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.model import Account
from botfeed.testing.stage import Stage


async def test_an_unknown_command_is_answered_with_a_pointer_to_help(stage: Stage) -> None:
    await stage.say("ada", "/dance")
    assert stage.text("ada") == "There is no command /dance. /help shows all of them."


async def test_a_forged_button_is_answered_as_invalid(stage: Stage) -> None:
    request = stage._request("ada", None, "")
    from dataclasses import replace

    await stage.handle("ada", replace(request, command="payload", args={"payload": "like/../../x/1/2/3/4/5"}))
    assert "leads nowhere" in stage.text("ada")


async def test_a_repeated_request_makes_one_account_and_one_answer(stage: Stage) -> None:
    first = await stage.say("ada", "/dance", id="update:1")
    again = await stage.say("ada", "/dance", id="update:1")
    assert first == again
    assert await stage.services.store.read(lambda uow: uow.count(Account)) == 1


async def test_completion_for_a_newcomer_creates_no_account(stage):
    request = Request("r", "imagine", Sender("console", "new", "new"), stage.home("new"))
    found = await dispatch.suggest(stage.services, request, "style", "pa")
    assert [choice.value for choice in found] == ["pastel"]
    assert await stage.services.store.read(lambda uow: uow.count(Account)) == 0


@pytest.mark.parametrize("place", [None, "lounge"])
async def test_a_question_stays_open_after_a_wrong_answer(stage, place):
    at = place and stage.place(place)
    where = ["--where", "private"] if place else []
    await stage.say("ada", " ".join(["/digest set", *where]), at)
    again = await stage.say("ada", "some time soon", at)
    assert stage.text("ada") == "I don't understand some time soon there. Write it like 21:30."
    assert again.ask.fields[0].name == "hour"
    again = await stage.say("ada", "24", at)
    assert (stage.text("ada"), again.ask.fields[0].name) == ("hour goes from 0 to 23.", "hour")
    await stage.say("ada", "quarter to nine", at)
    assert stage.text("ada").startswith("Your digest: every day at 08:45")


async def test_errors_name_options_in_the_persons_language(stage):
    await stage.say("ada", "/language it")
    await stage.say("ada", "/digest set")
    await stage.say("ada", "presto")
    assert stage.text("ada") == "Qui non capisco presto. Scrivilo come 21:30."


async def test_unknown_and_malformed_references_are_told_apart(stage):
    for ref in ("AAAAAAAAAAA", "#zzzzzzzzzzz"):
        await stage.say("ada", f"/like {ref}")
        assert stage.text("ada") == "That picture is not there, or not there for you."
    await stage.say("ada", "/like AAAA")
    assert "AAAA is no reference" in stage.text("ada")
