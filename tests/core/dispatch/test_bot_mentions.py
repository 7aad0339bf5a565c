"""Plain text in a space: answered when it mentions the bot or replies to it, and never otherwise."""

from dataclasses import replace

from botfeed.core.chat.message import Reply
from botfeed.testing.stage import Stage


async def said(stage: Stage, who: str, text: str, *, called: bool) -> Reply:
    request = stage._request(who, stage.place("lounge"), "")
    return await stage.handle(who, replace(request, command="words", args={"text": text}, called=called))


async def test_a_phrase_with_a_mention_runs_its_command(stage: Stage) -> None:
    reply = await said(stage, "ada", "paint a fox in snow", called=True)
    assert reply.private
    assert "a fox in snow" in stage.text("ada")
    await said(stage, "ada", "search fox", called=True)
    assert "fox" in stage.text("ada")


async def test_a_mention_without_a_known_phrase_gets_one_public_line(stage: Stage) -> None:
    for text in ("you are nice", ""):
        reply = await said(stage, "ada", text, called=True)
        assert not reply.private
        (card,) = reply.cards
        assert str(card.text) == (
            "Say paint a fox in snow or search fox to me, and it is done. /help shows all that I can do."
        )


async def test_text_without_a_mention_gets_no_answer(stage: Stage) -> None:
    for text in ("paint a fox in snow", "search fox", "help", "good morning", "cancel"):
        assert await said(stage, "ada", text, called=False) == Reply()


async def test_a_command_by_mention_is_confirmed_in_a_lasting_message(stage: Stage) -> None:
    await stage.say("ben", "/start")
    await said(stage, "ada", "follow ben", called=True)
    assert stage.text("ada") == "You follow ben now."
    assert stage.last("ada").reply.cards


async def test_a_reply_to_the_bot_in_a_space_runs_its_command(stage: Stage) -> None:
    at = stage.place("lounge")
    await said(stage, "ada", "", called=True)
    line = stage.last(at.ref).ref
    request = replace(stage._request("ben", at, ""), command="reply", args={"message": line, "text": "paint a cat"})
    await stage.handle("ben", request)
    assert "a cat" in stage.text("ben")


async def test_replies_to_unknown_messages_in_a_space_get_no_answer(stage: Stage) -> None:
    at = stage.place("lounge")
    args = {"message": "elsewhere", "text": "so lovely!"}
    request = replace(stage._request("ben", at, ""), command="reply", args=args)
    assert await stage.handle("ben", request) == Reply()
    alone = replace(stage._request("ben", None, ""), command="reply", args={**args, "text": "paint a cat"})
    assert (await stage.handle("ben", alone)).cards
