"""Thoughts and calls of tools are no part of an answer, whole or streamed, wherever the chunks are split."""

from __future__ import annotations

import json

import pytest

from botfeed.adapters.models import openai_thoughts
from botfeed.adapters.models.openai_talk import OpenAITalker
from botfeed.core.errors import ModelError, Trouble
from botfeed.testing.faults import Fault

SAYS = "The sky is blue."
THOUGHTS = {
    "nothing": SAYS,
    "think": f"<think>secret</think>{SAYS}",
    "think in lines": f"<think>\nsecret\n\nsecret\n</think>\n\n{SAYS}",
    "think in capitals": f"<THINK>secret</THINK>{SAYS}",
    "thinking": f"<thinking>secret</thinking>{SAYS}",
    "with an attribute": f'<think effort="low">secret</think>{SAYS}',
    "reasoning": f"<reasoning>secret</reasoning>\n{SAYS}",
    "twice": "<think>secret</think>The sky <think>secret</think>is blue.",
    "without a beginning": f"secret\nsecret</think>\n{SAYS}",
    "an empty one": f"<think></think>\n\n{SAYS}",
    "a call of a tool": f'<tool_call>{{"name": "secret"}}</tool_call>{SAYS}',
    "a call after": f'{SAYS}<tool_call>\n{{"name": "secret"}}\n</tool_call>',
    "an unfinished call": f'{SAYS}\n<tool_call>{{"name": "sec',
    "in brackets": f"[THINK]secret[/THINK]{SAYS}",
    "of a moon": f"◁think▷secret◁/think▷{SAYS}",
    "of a seed": f"<seed:think>secret</seed:think>{SAYS}",
    "of channels": f"<|channel|>analysis<|message|>secret<|end|><|start|>assistant<|channel|>final<|message|>{SAYS}",
    "of channels, to be continued": f"<|channel|>analysis<|message|>secret<|channel|>final<|message|>{SAYS}<|return|>",
    "with other marks": f"<think>a < b, <b>secret</b></think>{SAYS}",
}
ALONE = {
    "nothing": "",
    "spaces": " \n",
    "thoughts": "<think>secret</think>",
    "unfinished thoughts": "<think>secret, and",
    "a tag alone": "<think>",
    "a call alone": '<tool_call>{"name": "secret"}</tool_call>',
    "an unfinished call": '<tool_call>{"name"',
    "a channel of thoughts": "<|channel|>analysis<|message|>secret",
}
KEPT = ["a < b and b > c", "I <3 foxes", "<b>bold</b>", "a [link](x)", "x <", "use <thing>", "1 <| 2"]


@pytest.mark.parametrize("name", THOUGHTS)
def test_thoughts_are_left_out(name):
    assert openai_thoughts.spoken(THOUGHTS[name]).strip() == SAYS


@pytest.mark.parametrize("name", ALONE)
def test_thoughts_alone_are_no_answer(name):
    assert openai_thoughts.spoken(ALONE[name]).strip() == ""


@pytest.mark.parametrize("text", KEPT)
def test_other_marks_are_kept(text):
    assert openai_thoughts.spoken(text) == text


@pytest.mark.parametrize("name", [name for name in THOUGHTS if name != "without a beginning"])
def test_no_beginning_of_an_answer_shows_a_thought(name):
    for end in range(len(THOUGHTS[name]) + 1):
        shown = openai_thoughts.spoken_so_far(THOUGHTS[name][:end]).strip()
        assert "sec" not in shown
        assert SAYS.startswith(shown) or shown.startswith(SAYS) or shown.replace("  ", " ") in SAYS


CONTENTS = [
    (SAYS, SAYS),
    (None, ""),
    ([{"type": "thinking", "thinking": "secret"}, {"type": "text", "text": SAYS}], SAYS),
    ([{"type": "reasoning", "text": "secret"}, {"type": "output_text", "text": SAYS}], SAYS),
    ([None, "x", {"type": "text"}], ""),
    (7, ""),
]


@pytest.mark.parametrize(("content", "text"), CONTENTS, ids=str)
def test_parts_that_are_thoughts_are_left_out(content, text):
    assert openai_thoughts.text_of(content) == text


# --- on the wire


@pytest.fixture
async def talker(fake):
    fake.lacks = {"responses"}
    talker = OpenAITalker(fake.key, "m", fake.base_url, seconds=5)
    await talker.answer("first", "en", "")
    yield talker
    await talker.close()


def chunked(text: str, size: int, *, reason: str | None, done: bool = True) -> Fault:
    """Return a stream of an answer in chunks of so many characters."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    choices = [{"index": 0, "delta": {"content": piece}, "finish_reason": None} for piece in pieces]
    if reason:
        choices.append({"index": 0, "delta": {}, "finish_reason": reason})
    body = "".join(f"data: {json.dumps({'id': 'c', 'choices': [one]})}\n\n" for one in choices)
    kind = {"Content-Type": "text/event-stream"}
    return Fault("stream", status=200, headers=kind, text=body + ("data: [DONE]\n\n" if done else ""))


@pytest.mark.parametrize("name", [name for name in THOUGHTS if name != "without a beginning"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
async def test_streamed_thoughts_are_never_shown(fake, talker, name, size):
    fake.fault(chunked(THOUGHTS[name], size, reason="stop"))
    seen = []

    async def partial(text):
        seen.append(text)

    assert await talker.answer("why", "en", "", partial) == SAYS
    assert "sec" not in "".join(seen)


async def test_a_done_stream_without_a_reason_is_whole(fake, talker):
    async def partial(_text): ...

    fake.fault(chunked(SAYS, 4, reason=None))
    assert await talker.answer("why", "en", "", partial) == SAYS


async def test_a_stream_that_ends_without_being_done_was_paid_and_broke_off(fake, talker):
    async def partial(_text): ...

    fake.fault(chunked(SAYS, 4, reason=None, done=False))
    with pytest.raises(ModelError) as failed:
        await talker.answer("why", "en", "", partial)
    assert (failed.value.trouble, failed.value.paid) == (Trouble.UNKNOWN, True)


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("reason", ["stop", "length"])
async def test_thoughts_alone_were_paid_and_are_not_asked_for_again(fake, talker, name, streamed, reason):
    async def partial(_text): ...

    before = fake.count()
    if streamed:
        fake.fault(chunked(ALONE[name], 3, reason=reason))
    else:
        choice = {"index": 0, "message": {"role": "assistant", "content": ALONE[name]}, "finish_reason": reason}
        fake.fault(Fault("x", status=200, headers={"Content-Type": "application/json"}, body={"choices": [choice]}))
    with pytest.raises(ModelError) as failed:
        await talker.answer("why", "en", "", partial if streamed else None)
    assert (failed.value.trouble, failed.value.paid) == (Trouble.UNUSABLE, True)
    assert fake.count() == before + 1


@pytest.mark.parametrize(
    "body", [None, [], [None], {}, {"choices": []}, {"choices": [None]}, {"output": []}, "<html></html>"]
)
async def test_an_answer_without_words_ends_in_a_model_error(fake, talker, body):
    text = body if isinstance(body, str) else json.dumps(body)
    fake.fault(Fault("x", status=200, headers={"Content-Type": "application/json"}, text=text))
    before = fake.count()
    with pytest.raises(ModelError) as failed:
        await talker.answer("why", "en", "")
    assert failed.value.trouble in (Trouble.UNUSABLE, Trouble.UNKNOWN, Trouble.ENDPOINT)
    assert fake.count() == before + 1


async def test_a_text_with_line_separators_is_one_event(fake, talker):
    async def partial(_text): ...

    says = "one\u2028two\u2029three\x85four"
    body = f"data: {json.dumps({'choices': [{'delta': {'content': says}}]}, ensure_ascii=False)}\r\n\r\ndata: [DONE]\r\n\r\n"
    fake.fault(Fault("x", status=200, headers={"Content-Type": "text/event-stream"}, text=body))
    assert await talker.answer("why", "en", "", partial) == says
