"""Forms that quote comments quote those that the person may read, by whichever way the form is asked for."""

from __future__ import annotations

import pytest

from botfeed.core.chat.message import Reply
from botfeed.core.model import Comment, Post, PostState
from tests.core.support.people import People

GONE = ("/me delete --sure", "/block ada")


def quoted(reply: Reply) -> str:
    shown = [reply.notice, *(str(card.text) for card in reply.cards)]
    for one in reply.ask.fields if reply.ask else ():
        shown += [one.label, one.value, str(one.choices)]
    return " ".join(shown)


async def commented(people: People) -> tuple[Post, str]:
    """Return a post of ada's below which ben wrote, and the reference of his comment."""
    post = await people.publish("ada")
    await people.stage.say("ben", f"/comment {people.ref(post)} canary")
    await people.stage.say("cy", f"/comment {people.ref(post)} hello")
    (said,) = await people.stage.services.store.read(lambda uow: uow.all(Comment, text="canary"))
    return post, people.stage.services.sealer.ref(said.id)


@pytest.mark.parametrize("left", GONE)
@pytest.mark.parametrize("verb", ["hidecomment", "answercomment"])
async def test_no_form_quotes_somebody_who_is_not_seen_any_more(people: People, verb: str, left: str) -> None:
    """The form to hide a comment listed those of people who were leaving or suspended."""
    post, comment = await commented(people)
    await people.stage.say("dora", f"/comment {people.ref(post)} hm")  # one alone is not quoted
    listed, one = f"/{verb} --post {people.ref(post)}", f"/answercomment {comment}"
    assert "canary" in quoted(await people.stage.say("ada", listed))
    assert (await people.stage.say("ada", one)).ask
    await people.stage.say("ben", left)
    assert "canary" not in quoted(await people.stage.say("ada", listed))
    assert "not there any more" in quoted(await people.stage.say("ada", one))


async def test_a_comment_that_waits_for_review_is_answered_by_nobody(people: People) -> None:
    _, comment = await commented(people)
    id = people.stage.services.sealer.id(comment)
    await people.stage.services.store.run(lambda uow: uow.compare_and_set(Comment, {"id": id}, state=PostState.HELD))
    for who in ("ada", "cy"):
        assert "not there any more" in quoted(await people.stage.say(who, f"/answercomment {comment}"))
