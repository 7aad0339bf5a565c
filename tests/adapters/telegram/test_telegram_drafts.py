"""Partial answers: drafted in a private chat, else shown in the waiting message, and complete in the end."""

import asyncio
from datetime import timedelta

import pytest

from botfeed.adapters.telegram.api.autolinks import JOINER
from botfeed.core.assistant import answer
from botfeed.core.chat.message import Card, Reply
from botfeed.core.errors import ModelError
from botfeed.core.language.text import of
from botfeed.core.model import Address, Delivery, Job, Placement, SendState
from botfeed.testing.faults import Fault
from botfeed.testing.telegram.rules import entities

WAITS = "One moment"
BY = "written by a language model"


class Writer:
    """Writer that writes the texts it is given; None ends the answer."""

    def __init__(self):
        self.texts = asyncio.Queue()

    async def answer(self, question, language, person, partial=None):
        said = ""
        while (text := await self.texts.get()) is not None:
            if isinstance(text, Exception):
                raise text
            said = text
            await partial(said)
        return said


@pytest.fixture
def writer():
    return Writer()


@pytest.fixture
def kept(writer):
    return {"talker": writer}


@pytest.fixture
async def asking(door, ada, writer):
    """Ask in private, with nothing written yet. Return the waiting message."""
    await ada.say("/start")
    await door.shown(ada, "picture")
    await door.working_stops()
    await ada.say("why is the sky blue")
    waiting = await door.shown(ada, WAITS)
    await door.there(Placement, ref=f"{ada.id}/{waiting.id}")
    await door.confirmed()
    door.later(timedelta(seconds=9))
    door.work()
    return waiting


def write(door, writer, text):
    door.clock.advance(timedelta(seconds=9))
    writer.texts.put_nowait(text)


def methods(door):
    return [call.method for call in door.fake.calls]


def standing(door, ada, text):
    return [m for m in door.fake.messages(ada) if text in m.text]


async def test_an_answer_grows_in_a_draft_and_replaces_it(door, ada, writer, asking):
    write(door, writer, "The sky")
    await door.until(lambda: door.fake.draft(ada).startswith("The sky\n"))
    assert BY in door.fake.draft(ada)
    write(door, writer, "The sky is blue")
    await door.until(lambda: "is blue" in door.fake.draft(ada))
    drafts = [call.params for call in door.fake.calls if call.method == "sendMessageDraft"]
    assert {draft["draft_id"] for draft in drafts} == {asking.id}
    assert [e["type"] for e in drafts[-1]["entities"]] == ["italic"]
    assert not any("parse_mode" in draft for draft in drafts)
    assert standing(door, ada, WAITS)
    write(door, writer, None)
    final = await door.shown(ada, "The sky is blue")
    assert BY in final.text
    assert door.fake.draft(ada) == ""
    await door.until(lambda: not standing(door, ada, WAITS))
    assert len(standing(door, ada, "The sky is blue")) == 1
    await door.there(Placement, ref=f"{ada.id}/{final.id}")
    assert "editMessageText" not in methods(door)


async def test_drafts_contain_no_autolinks(door, ada, writer, asking):
    write(door, writer, "<b>ask</b> @somebody at evil.example")
    await door.until(lambda: door.fake.draft(ada))
    shown = door.fake.draft(ada)
    assert shown.replace(JOINER, "").startswith("<b>ask</b> @somebody at evil.example\n")
    assert list(entities.find(shown)) == []
    write(door, writer, None)
    await door.shown(ada, BY)


async def test_a_typing_action_precedes_the_draft(door, ada, asking, writer):
    actions = [call.params["action"] for call in door.fake.calls if call.method == "sendChatAction"]
    assert actions == ["typing"]
    write(door, writer, "So it is")
    write(door, writer, None)
    await door.shown(ada, "So it is")


REFUSED = {"ok": False, "error_code": 400, "description": "Bad Request: TEXTDRAFT_FORBIDDEN"}


@pytest.mark.parametrize("knows", [True, False])
async def test_a_server_without_drafts_shows_progress_in_the_message(door, ada, writer, asking, knows):
    door.fake.lacks = frozenset() if knows else frozenset({"sendMessageDraft"})
    if knows:
        door.fake.fault(Fault("refused", status=400, body=REFUSED), "sendMessageDraft")
    write(door, writer, "The")
    await door.until(lambda: "sendMessageDraft" in methods(door))
    write(door, writer, "The sky")
    assert (await door.shown(ada, "The sky\n")).id == asking.id
    write(door, writer, "The sky is")
    assert (await door.shown(ada, "The sky is\n")).id == asking.id
    write(door, writer, "The sky is blue")
    write(door, writer, None)
    assert (await door.shown(ada, "is blue")).id == asking.id
    assert methods(door).count("sendMessageDraft") == 1


REFUSALS = ["flood", "blocked", "bad_gateway", Fault("reset", action="reset"), Fault("silence", action="delay")]


@pytest.mark.parametrize("fault", REFUSALS, ids=lambda fault: getattr(fault, "name", fault))
async def test_a_refused_draft_is_harmless(door, ada, writer, asking, fault, monkeypatch):
    monkeypatch.setattr("botfeed.core.work.progress_throttle.LAST", 0.05)
    door.fake.fault(fault, "sendMessageDraft")
    write(door, writer, "The sky")
    await door.until(lambda: "sendMessageDraft" in methods(door))
    write(door, writer, None)
    await door.shown(ada, "The sky\n")
    await door.until(lambda: not standing(door, ada, WAITS))
    assert len(standing(door, ada, "The sky")) == 1


@pytest.mark.parametrize("fault", ["flood", "bad_gateway"])
async def test_a_refused_answer_is_sent_again(door, ada, writer, asking, fault):
    write(door, writer, "The sky is blue")
    await door.until(lambda: door.fake.draft(ada))
    door.fake.fault(fault, "sendMessage")
    write(door, writer, None)
    await door.there(Delivery, kind="answer", state=SendState.RETRY)
    door.later(timedelta(seconds=60))
    assert (await door.shown(ada, "The sky is blue")).id == asking.id
    assert not standing(door, ada, WAITS)


async def test_an_undeletable_waiting_message_is_harmless(door, ada, writer, asking):
    write(door, writer, "The sky is blue")
    await door.until(lambda: door.fake.draft(ada))
    del door.fake.state.messages[ada.id, asking.id]
    write(door, writer, None)
    await door.shown(ada, "The sky is blue")


async def test_a_broken_answer_ends_with_an_explanation(door, ada, writer, asking):
    write(door, writer, "The sky")
    await door.until(lambda: door.fake.draft(ada))
    for attempt in range(1, answer.TRIES + 1):
        write(door, writer, ModelError("broke off"))
        if attempt < answer.TRIES:
            await door.there(Job, kind="ask", state="ready", attempts=attempt)
            door.later(timedelta(seconds=answer.BETWEEN))
    await door.shown(ada, "did not answer, and this question was not counted")
    await door.until(lambda: not standing(door, ada, WAITS))
    assert door.fake.draft(ada) == ""


async def test_a_question_from_a_group_is_drafted_in_private(door, ada, writer):
    await ada.say("/start")
    await door.shown(ada, "picture")
    group = door.fake.group("lounge")
    await ada.say("/ask@botfeed_bot why is the sky blue", chat=group)
    waiting = await door.shown(ada, WAITS)
    await door.there(Placement, ref=f"{ada.id}/{waiting.id}")
    write(door, writer, "The sky")
    await door.until(lambda: "The sky" in door.fake.draft(ada))
    write(door, writer, None)
    await door.shown(ada, "The sky\n")
    assert not any("The sky" in text for text in door.texts(group))


async def test_in_a_group_partial_answers_are_shown_in_the_message(door, ada):
    group = door.fake.group("lounge")
    speaks, here = door.services.messengers["telegram"], Address("telegram", str(group.id), private=False)
    ref = (await speaks.send(here, Reply((Card(of("One moment")),), pending=True), "k")).ref
    door.later(timedelta(seconds=9))
    await speaks.draft(here, ref, of("The sky"))
    assert door.texts(group) == ["The sky"]
    await speaks.edit(here, ref, Reply((Card(of("The sky is blue")),)))
    await speaks.draft(here, ref, of("Too late"))
    assert door.texts(group) == ["The sky is blue"]
    assert "sendMessageDraft" not in methods(door)


async def test_a_draft_takes_only_spare_turns(door, ada):
    await ada.say("/start")
    await door.shown(ada, "picture")
    await door.confirmed()
    speaks, here = door.services.messengers["telegram"], Address("telegram", str(ada.id))
    await speaks.send(here, Reply((Card(of("One moment")),), pending=True), "k")
    await speaks.draft(here, f"{ada.id}/9", of("The sky"))
    assert "sendMessageDraft" not in methods(door)
    door.later(timedelta(seconds=9))
    await speaks.draft(here, f"{ada.id}/9", of("The sky"))
    assert methods(door).count("sendMessageDraft") == 1
