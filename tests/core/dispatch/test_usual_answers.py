"""Usual answers stand beside a question where each is asked by itself, and every one of them is taken."""

from __future__ import annotations

import pytest

from botfeed import catalog
from botfeed.testing.stage import Stage

ASKING = sorted({(what.name, spec.name) for what in catalog.COMMANDS for spec in what.specs if spec.param.usual})


def test_hours_and_zones_have_usual_answers() -> None:
    assert {("digest.set", "hour"), ("digest.zone", "zone")} <= set(ASKING)


@pytest.mark.parametrize(("command", "name"), ASKING)
async def test_every_usual_answer_is_taken(stage: Stage, command: str, name: str) -> None:
    line = f"/{command.replace('.', ' ')}"
    asked = (await stage.say("ada", line)).ask
    assert asked
    (field,) = asked.fields
    assert field.name == name
    assert not field.closed  # others can be written
    assert field.hint
    for value, label in field.choices:
        assert label
        await stage.say("ada", line)
        reply = await stage.fill("ada", **{name: value})
        assert (reply.ask, len(reply.cards)) == (None, 1), value
