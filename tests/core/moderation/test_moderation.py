"""Reports, decisions and appeals: ada publishes, ben and cleo report, olga decides."""

from typing import Any

import pytest

from botfeed.adapters.clock import SteppedClock
from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.errors import BadInput
from botfeed.core.model import Account, AccountState, Comment, Decision, Notice, Post, PostState, Report, Space
from botfeed.core.moderation import decisions, reports
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage

OPERATORS = frozenset({"console:olga", "telegram:never_met"})


@pytest.fixture
def stage(any_store: Store, clock: SteppedClock) -> Stage:
    return Stage(make_services(any_store, clock, policy=Policy(operators=OPERATORS, per_minute=1000)))


async def published(stage: Stage, who: str = "ada", caption: str = "Winter") -> str:
    """Let a person publish a picture; return its post's reference."""
    await stage.say(who, "/imagine a fox in snow")
    await stage.settle()
    await stage.press(who, "Publish")
    await stage.fill(who, caption=caption, audience="everyone")
    (post,) = await rows(stage, Post, caption=caption)
    return stage.services.sealer.ref(post.id)


async def rows(stage: Stage, noun: type[Any], **where: Any) -> list[Any]:
    return await stage.services.store.read(lambda uow: uow.all(noun, **where))


async def told(stage: Stage, who: str, since: int = 0) -> list[str]:
    """Return the texts delivered to a person unasked."""
    await stage.settle()
    return [
        "\n".join(str(c.text) for c in s.reply.cards)
        for s in stage.shown[since:]
        if s.to == who and s.event == "delivery"
    ]


async def test_one_case_reaches_the_operator_once(stage: Stage) -> None:
    await stage.say("olga", "/start")
    ref = await published(stage)
    for who in ("ben", "cleo"):
        await stage.say(who, f"/report {ref} --reason spam --note <b>buy</b>")
    (word,) = await told(stage, "olga")
    assert word.splitlines()[0] == "Reported 2 times: spam (2)"
    assert "“<b>buy</b>”" in word
    await stage.say("ben", f"/report {ref} --reason spam")
    assert stage.text("ben").startswith("You reported that already")
    await stage.say("ada", f"/report {ref} --reason spam")
    assert stage.text("ada") == "That is your own. You can delete it instead."
    assert len(await rows(stage, Report)) == 2


async def test_invisible_posts_cannot_be_reported(stage: Stage) -> None:
    ref = await published(stage)
    await stage.say("ben", "/start")
    await stage.say("ada", "/block ben")
    await stage.say("ben", f"/report {ref} --reason spam")
    assert stage.text("ben") == "That is not there, or not there for you."


@pytest.mark.parametrize(
    ("verb", "state"), [("hide", PostState.HIDDEN), ("remove", PostState.REMOVED), ("dismiss", PostState.PUBLIC)]
)
async def test_a_decision_is_recorded_once_and_sent_once_to_each_person(
    stage: Stage, verb: str, state: PostState
) -> None:
    await stage.say("olga", "/start")
    ref = await published(stage)
    for who in ("ben", "cleo"):
        await stage.say(who, f"/report {ref} --reason spam")
    await stage.settle()
    since = len(stage.shown)
    await stage.say("olga", f"/admin {verb} {ref} it sells something")
    (post,) = await rows(stage, Post)
    assert post.state is state
    (decision,) = await rows(stage, Decision)
    assert (decision.kind, decision.reason, decision.post, decision.by) == (
        verb,
        "it sells something",
        post.id,
        "olga",
    )
    for who in ("ben", "cleo"):
        (word,) = await told(stage, who, since)
        assert word.startswith("You reported Winter." if verb == "dismiss" else "You reported a picture by ada.")
        assert "Reason: it sells something. Decided by a person who runs this place." in word
    words = await told(stage, "ada", since)
    assert len(words) == (0 if verb == "dismiss" else 1)
    assert {row.state for row in await rows(stage, Report)} == {"decided"}
    assert {row.decision for row in await rows(stage, Report)} == {decision.id}
    await stage.say("olga", "/admin reports")
    assert stage.text("olga") == "There is no open report."


async def test_a_repeated_decision_is_recorded_once(stage: Stage) -> None:
    ref = await published(stage)
    await stage.say("olga", f'/admin hide {ref} --reason "not here"')
    await stage.say("olga", f'/admin hide {ref} --reason "not here"')
    assert stage.text("olga") == "That is out of sight already."
    assert len(await rows(stage, Decision)) == 1
    await stage.say("olga", f'/admin restore {ref} --reason "looked again"')
    assert [(row.kind, row.by) for row in await rows(stage, Decision)] == [("hide", "olga"), ("restore", "olga")]
    assert (await rows(stage, Post))[0].state is PostState.PUBLIC


@pytest.mark.parametrize(
    "line", ["reports", "hide {ref} no", "remove {ref} no", "suspend ada no", "access ada", "dismiss {ref} no"]
)
async def test_only_operators_decide(stage: Stage, line: str) -> None:
    ref = await published(stage)
    await stage.say("ben", f"/admin {line.format(ref=ref)}")
    assert stage.text("ben") == "Only the people who run this botfeed can do that."
    assert await rows(stage, Decision) == []


async def test_the_queue_is_paged_and_its_buttons_decide(stage: Stage) -> None:
    for n in range(3):
        ref = await published(stage, caption=f"Winter {n}")
        await stage.say("ben", f"/report {ref} --reason hate")
    await stage.say("olga", "/admin reports")
    assert "Winter 0" in stage.text("olga")
    assert "3 cases are open" in stage.text("olga")
    await stage.press("olga", "Next case")
    assert "Winter 1" in stage.text("olga")
    await stage.press("olga", "Dismiss")
    await stage.fill("olga", reason="nothing wrong with it")
    assert stage.text("olga") == "Done: dismissed. One person is told why."
    await stage.press("olga", "Open reports")
    assert "2 cases are open" in stage.text("olga")


async def test_a_comment_is_reported_and_hidden(stage: Stage) -> None:
    ref = await published(stage)
    await stage.say("ben", f"/comment {ref} you are all fools")
    (comment,) = await rows(stage, Comment)
    said = stage.services.sealer.ref(comment.id)
    await stage.say("cleo", f"/report {said} --reason harassment")
    await stage.say("olga", "/admin reports")
    assert "“you are all fools”" in stage.text("olga")
    await stage.press("olga", "Hide")
    await stage.fill("olga", reason="it insults people")
    (comment,) = await rows(stage, Comment)
    (post,) = await rows(stage, Post)
    assert (comment.state, post.comments, post.state) == (PostState.HIDDEN, 0, PostState.PUBLIC)
    assert "A comment of yours is not shown." in (await told(stage, "ben"))[-1]
    await stage.say("olga", f"/admin restore {said} it was a quotation")
    assert (await rows(stage, Post))[0].comments == 1


async def test_an_appeal_is_made_once_and_answered_once(stage: Stage) -> None:
    await stage.say("olga", "/start")
    ref = await published(stage)
    await stage.say("olga", f"/admin remove {ref} it is copied")
    await stage.settle()
    await stage.press("ada", "Appeal")
    await stage.fill("ada", text="I painted it here")
    (decision,) = await rows(stage, Decision)
    again = stage.services.sealer.ref(decision.id)
    await stage.say("ada", f"/appeal {again} once more")
    assert stage.text("ada").startswith("That decision was appealed already.")
    await stage.say("ben", f"/appeal {again} me too")
    assert stage.text("ben") == "There is no decision of that reference that you can appeal."
    await stage.settle()
    assert "“I painted it here”" in stage.text("olga")
    await stage.press("olga", "Overturn")
    await stage.fill("olga", reason="she did")
    assert (await rows(stage, Post))[0].state is PostState.PUBLIC
    (decision,) = await rows(stage, Decision)
    assert (decision.overturned, decision.outcome) == (True, "she did")
    assert "the decision is taken back" in (await told(stage, "ada"))[-1]
    await stage.say("olga", f"/admin appeal {again} uphold too late")
    assert stage.text("olga") == "That appeal is answered already."


async def test_an_upheld_appeal_changes_nothing(stage: Stage) -> None:
    ref = await published(stage)
    await stage.say("olga", f"/admin hide {ref} it is copied")
    await stage.settle()
    await stage.press("ada", "Appeal")
    await stage.fill("ada", text="I painted it here")
    (decision,) = await rows(stage, Decision)
    await stage.say("olga", f"/admin appeal {stage.services.sealer.ref(decision.id)} uphold it is not hers")
    assert (await rows(stage, Post))[0].state is PostState.HIDDEN
    assert (await told(stage, "ada"))[-1] == "The decision stands.\nReason: it is not hers"


async def test_the_reporter_can_appeal_a_dismissal(stage: Stage) -> None:
    ref = await published(stage)
    await stage.say("ben", f"/report {ref} --reason copied")
    await stage.say("olga", f"/admin dismiss {ref} nothing to see")
    await stage.settle()
    await stage.press("ben", "Appeal")
    await stage.fill("ben", text="it is my own photograph")
    (decision,) = await rows(stage, Decision)
    await stage.say("olga", f"/admin appeal {stage.services.sealer.ref(decision.id)} overturn true enough")
    (report,) = await rows(stage, Report)
    assert report.state == "open"


async def test_a_suspended_person_can_read_but_not_act(stage: Stage) -> None:
    ref = await published(stage)
    await stage.say("ben", "/imagine a bird")
    await stage.settle()
    await stage.say("olga", "/admin suspend ben nothing but advertisements")
    refused = "Your account is suspended. /inbox says why, and how to appeal."
    reading = ("feed", "next", "mine", f"open {ref}", f"more {ref}", "profile ada", "digest", "digest preview", "inbox")
    for line in (*reading, "privacy"):
        await stage.say("ben", f"/{line}")
        assert stage.text("ben") != refused, line
    for line in (f"like {ref}", f"comment {ref} hello", "imagine a fox", "follow ada", "digest set 9:00"):
        await stage.say("ben", f"/{line}")
        assert stage.text("ben") == refused, line


async def test_a_suspended_persons_posts_are_hidden_and_they_can_appeal(stage: Stage) -> None:
    ref = await published(stage)
    await stage.say("ben", f"/report {ref} --reason spam")
    await stage.say("olga", "/admin suspend ada nothing but advertisements")
    (account,) = await rows(stage, Account, handle="ada")
    assert account.state is AccountState.SUSPENDED
    await stage.say("ben", f"/open {ref}")
    assert stage.text("ben") == "That picture is not there, or not there for you."
    await stage.say("ada", "/imagine a bird")
    assert stage.text("ada").startswith("Your account is suspended.")
    assert "Its author's account was suspended." in (await told(stage, "ben"))[-1]
    await stage.press("ada", "Appeal")
    await stage.fill("ada", text="I sell nothing")
    decision = (await rows(stage, Decision))[0]
    await stage.say("olga", f"/admin appeal {stage.services.sealer.ref(decision.id)} overturn indeed")
    await stage.say("ben", f"/open {ref}")
    assert "Winter" in stage.text("ben")
    await stage.say("olga", "/admin unsuspend ada again")
    assert stage.text("olga") == "That account is not suspended."


async def test_a_suspension_takes_down_copies_in_spaces(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox --here", stage.place("lounge"))
    await stage.settle()
    since = len(stage.shown)
    await stage.say("olga", "/admin suspend ada spam and more spam")
    await stage.settle()
    assert any(s.event in ("delete", "edit") and s.to == "#lounge" for s in stage.shown[since:])


async def test_access_is_given_and_taken(any_store: Store, clock: SteppedClock) -> None:
    policy = Policy(operators=OPERATORS, access="invite")
    stage = Stage(make_services(any_store, clock, policy=policy))
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada").startswith("This botfeed is open by invitation.")
    await stage.say("olga", "/admin access ada")
    await stage.settle()
    assert stage.text("ada").startswith("You may use this botfeed now.")
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada").startswith("Painting")
    await stage.say("olga", '/admin access ada no --reason "too many foxes"')
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada").startswith("This botfeed is closed to you.")
    assert [row.kind for row in await rows(stage, Decision)] == ["admit", "bar"]


async def test_a_space_is_approved_before_or_after_its_first_request(any_store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(any_store, clock, policy=Policy(operators=OPERATORS, access="spaces")))
    lounge = stage.place("lounge")
    await stage.say("ada", "/mine", lounge)
    assert "open by invitation" in stage.text("ada")
    await stage.say("olga", "/admin access #lounge")
    await stage.say("ada", "/mine", lounge)
    assert "open by invitation" not in stage.text("ada")
    await stage.say("olga", "/admin access discord:1234")
    (space,) = await rows(stage, Space, platform="discord")
    assert (space.ref, space.approved) == ("1234", True)
    await stage.say("olga", "/admin access here")
    assert "Only a server or group is a here" in stage.text("olga")
    await stage.say("olga", "/admin access here no", lounge)
    (space,) = await rows(stage, Space, platform="console")
    assert not space.approved


async def test_the_command_line_decides_by_the_same_functions(stage: Stage) -> None:
    ref = await published(stage)
    id = stage.services.sealer.id(ref)
    assert id is not None
    done = await stage.services.store.run(lambda uow: decisions.hide(uow, reports.thing(uow, id), "copied"))
    assert (done.decision.kind, done.notified) == ("hide", 1)
    with pytest.raises(BadInput):
        await stage.services.store.run(lambda uow: decisions.hide(uow, reports.thing(uow, id), "copied"))
    assert len(await rows(stage, Notice, kind="decision")) == 1


async def test_completion_offers_nothing_without_access(any_store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(any_store, clock, policy=Policy(operators=OPERATORS, access="invite")))
    await stage.say("olga", "/start")

    async def offered(who: str) -> list[str]:
        request = Request(f"typing-{who}", "follow", Sender("console", who, who), stage.home(who))
        return [choice.value for choice in await dispatch.suggest(stage.services, request, "who", "o")]

    await stage.say("ada", "/start")
    assert await offered("ada") == await offered("nobody") == []
    await stage.say("olga", "/admin access ada")
    assert await offered("ada") == ["olga"]


@pytest.mark.parametrize("access", ["open", "invite", "spaces"])
async def test_who_is_shut_out_stays_out_whatever_the_access(
    any_store: Store, clock: SteppedClock, access: str
) -> None:
    policy = Policy(operators=OPERATORS, access=access, home=frozenset({"console"}))
    stage = Stage(make_services(any_store, clock, policy=policy))
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada").startswith("Painting")
    await stage.say("olga", "/admin access ada no")
    for at in (None, stage.place("lounge")):
        await stage.say("ada", "/feed", at)
        assert stage.text("ada").startswith("This botfeed is closed to you.")
    await stage.say("olga", "/admin access ada")
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada").startswith("Painting")


async def test_a_place_that_is_shut_out_answers_nobody_there(any_store: Store, clock: SteppedClock) -> None:
    stage = Stage(make_services(any_store, clock, policy=Policy(operators=OPERATORS, access="open")))
    lounge = stage.place("lounge")
    await stage.say("ada", "/mine", lounge)
    await stage.say("olga", "/admin access #lounge no")
    await stage.say("ada", "/imagine a fox", lounge)
    assert "closed to this place" in str(stage.shown[-1].reply.cards[0].text)
    await stage.say("ada", "/imagine a fox")
    assert stage.text("ada").startswith("Painting")


@pytest.mark.parametrize("access", ["open", "spaces"])
async def test_who_was_shut_out_is_not_told_to_be_in(any_store: Store, clock: SteppedClock, access: str) -> None:
    """Requests to be let in had a rule of their own, which knew nobody who was shut out."""
    stage = Stage(make_services(any_store, clock, policy=Policy(operators=OPERATORS, access=access)))
    lounge = stage.place("lounge")
    await stage.say("ada", "/start", lounge)
    await stage.say("olga", "/admin access #lounge")
    await stage.say("olga", "/admin access ada no")
    await stage.say("ada", "/me access", lounge)
    assert "You are in already" not in stage.text("ada")
