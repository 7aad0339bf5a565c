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
async def asking(adapter, ada, writer):
    """Ask in private, with nothing written yet. Return the waiting message."""
    await ada.say("/start")
    await adapter.shown(ada, "picture")
    await adapter.working_stops()
    await ada.say("why is the sky blue")
    waiting = await adapter.shown(ada, WAITS)
    await adapter.there(Placement, ref=f"{ada.id}/{waiting.id}")
    await adapter.confirmed()
    adapter.later(timedelta(seconds=9))
    adapter.work()
    return waiting


def write(adapter, writer, text):
    adapter.clock.advance(timedelta(seconds=9))
    writer.texts.put_nowait(text)


def methods(adapter):
    return [call.method for call in adapter.fake.calls]


def standing(adapter, ada, text):
    return [m for m in adapter.fake.messages(ada) if text in m.text]


async def test_an_answer_grows_in_a_draft_and_replaces_it(adapter, ada, writer, asking):
    write(adapter, writer, "The sky")
    await adapter.until(lambda: adapter.fake.draft(ada).startswith("The sky\n"))
    assert BY in adapter.fake.draft(ada)
    write(adapter, writer, "The sky is blue")
    await adapter.until(lambda: "is blue" in adapter.fake.draft(ada))
    drafts = [call.params for call in adapter.fake.calls if call.method == "sendMessageDraft"]
    assert {draft["draft_id"] for draft in drafts} == {asking.id}
    assert [e["type"] for e in drafts[-1]["entities"]] == ["italic"]
    assert not any("parse_mode" in draft for draft in drafts)
    assert standing(adapter, ada, WAITS)
    write(adapter, writer, None)
    final = await adapter.shown(ada, "The sky is blue")
    assert BY in final.text
    assert adapter.fake.draft(ada) == ""
    await adapter.until(lambda: not standing(adapter, ada, WAITS))
    assert len(standing(adapter, ada, "The sky is blue")) == 1
    await adapter.there(Placement, ref=f"{ada.id}/{final.id}")
    assert "editMessageText" not in methods(adapter)


async def test_drafts_contain_no_autolinks(adapter, ada, writer, asking):
    write(adapter, writer, "<b>ask</b> @somebody at evil.example")
    await adapter.until(lambda: adapter.fake.draft(ada))
    shown = adapter.fake.draft(ada)
    assert shown.replace(JOINER, "").startswith("<b>ask</b> @somebody at evil.example\n")
    assert list(entities.find(shown)) == []
    write(adapter, writer, None)
    await adapter.shown(ada, BY)


async def test_a_typing_action_precedes_the_draft(adapter, ada, asking, writer):
    actions = [call.params["action"] for call in adapter.fake.calls if call.method == "sendChatAction"]
    assert actions == ["typing"]
    write(adapter, writer, "So it is")
    write(adapter, writer, None)
    await adapter.shown(ada, "So it is")


REFUSED = {"ok": False, "error_code": 400, "description": "Bad Request: TEXTDRAFT_FORBIDDEN"}


@pytest.mark.parametrize("knows", [True, False])
async def test_a_server_without_drafts_shows_progress_in_the_message(adapter, ada, writer, asking, knows):
    adapter.fake.lacks = frozenset() if knows else frozenset({"sendMessageDraft"})
    if knows:
        adapter.fake.fault(Fault("refused", status=400, body=REFUSED), "sendMessageDraft")
    write(adapter, writer, "The")
    await adapter.until(lambda: "sendMessageDraft" in methods(adapter))
    write(adapter, writer, "The sky")
    assert (await adapter.shown(ada, "The sky\n")).id == asking.id
    write(adapter, writer, "The sky is")
    assert (await adapter.shown(ada, "The sky is\n")).id == asking.id
    write(adapter, writer, "The sky is blue")
    write(adapter, writer, None)
    assert (await adapter.shown(ada, "is blue")).id == asking.id
    assert methods(adapter).count("sendMessageDraft") == 1


REFUSALS = ["flood", "blocked", "bad_gateway", Fault("reset", action="reset"), Fault("silence", action="delay")]


@pytest.mark.parametrize("fault", REFUSALS, ids=lambda fault: getattr(fault, "name", fault))
async def test_a_refused_draft_is_harmless(adapter, ada, writer, asking, fault, monkeypatch):
    monkeypatch.setattr("botfeed.core.work.progress_throttle.LAST", 0.05)
    adapter.fake.fault(fault, "sendMessageDraft")
    write(adapter, writer, "The sky")
    await adapter.until(lambda: "sendMessageDraft" in methods(adapter))
    write(adapter, writer, None)
    await adapter.shown(ada, "The sky\n")
    await adapter.until(lambda: not standing(adapter, ada, WAITS))
    assert len(standing(adapter, ada, "The sky")) == 1


@pytest.mark.parametrize("fault", ["flood", "bad_gateway"])
async def test_a_refused_answer_is_sent_again(adapter, ada, writer, asking, fault):
    write(adapter, writer, "The sky is blue")
    await adapter.until(lambda: adapter.fake.draft(ada))
    adapter.fake.fault(fault, "sendMessage")
    write(adapter, writer, None)
    await adapter.there(Delivery, kind="answer", state=SendState.RETRY)
    adapter.later(timedelta(seconds=60))
    assert (await adapter.shown(ada, "The sky is blue")).id == asking.id
    assert not standing(adapter, ada, WAITS)


async def test_an_undeletable_waiting_message_is_harmless(adapter, ada, writer, asking):
    write(adapter, writer, "The sky is blue")
    await adapter.until(lambda: adapter.fake.draft(ada))
    del adapter.fake.state.messages[ada.id, asking.id]
    write(adapter, writer, None)
    await adapter.shown(ada, "The sky is blue")


async def test_a_broken_answer_ends_with_an_explanation(adapter, ada, writer, asking):
    write(adapter, writer, "The sky")
    await adapter.until(lambda: adapter.fake.draft(ada))
    for attempt in range(1, answer.TRIES + 1):
        write(adapter, writer, ModelError("broke off"))
        if attempt < answer.TRIES:
            await adapter.there(Job, kind="ask", state="ready", attempts=attempt)
            adapter.later(timedelta(seconds=answer.BETWEEN))
    await adapter.shown(ada, "did not answer. This question was not counted.")
    await adapter.until(lambda: not standing(adapter, ada, WAITS))
    assert adapter.fake.draft(ada) == ""


async def test_a_question_from_a_group_is_drafted_in_private(adapter, ada, writer):
    await ada.say("/start")
    await adapter.shown(ada, "picture")
    group = adapter.fake.group("lounge")
    await ada.say("/ask@botfeed_bot why is the sky blue", chat=group)
    waiting = await adapter.shown(ada, WAITS)
    await adapter.there(Placement, ref=f"{ada.id}/{waiting.id}")
    write(adapter, writer, "The sky")
    await adapter.until(lambda: "The sky" in adapter.fake.draft(ada))
    write(adapter, writer, None)
    await adapter.shown(ada, "The sky\n")
    assert not any("The sky" in text for text in adapter.texts(group))


async def test_in_a_group_partial_answers_are_shown_in_the_message(adapter, ada):
    group = adapter.fake.group("lounge")
    speaks, here = adapter.services.messengers["telegram"], Address("telegram", str(group.id), private=False)
    ref = (await speaks.send(here, Reply((Card(of("One moment")),), pending=True), "k")).ref
    adapter.later(timedelta(seconds=9))
    await speaks.draft(here, ref, of("The sky"))
    assert adapter.texts(group) == ["The sky"]
    await speaks.edit(here, ref, Reply((Card(of("The sky is blue")),)))
    await speaks.draft(here, ref, of("Too late"))
    assert adapter.texts(group) == ["The sky is blue"]
    assert "sendMessageDraft" not in methods(adapter)


async def test_a_draft_takes_only_spare_turns(adapter, ada):
    await ada.say("/start")
    await adapter.shown(ada, "picture")
    await adapter.confirmed()
    speaks, here = adapter.services.messengers["telegram"], Address("telegram", str(ada.id))
    await speaks.send(here, Reply((Card(of("One moment")),), pending=True), "k")
    await speaks.draft(here, f"{ada.id}/9", of("The sky"))
    assert "sendMessageDraft" not in methods(adapter)
    adapter.later(timedelta(seconds=9))
    await speaks.draft(here, f"{ada.id}/9", of("The sky"))
    assert methods(adapter).count("sendMessageDraft") == 1
