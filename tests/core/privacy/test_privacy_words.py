"""The privacy text follows who really checks what people write: it is found out while botfeed runs."""

from dataclasses import replace

import pytest

from botfeed.core.errors import ModelError, Trouble
from botfeed.core.ports import Verdict
from botfeed.core.safety import review

MODEL = "go to a model that checks them"
LISTS = "Word lists of this house check what you write"


class Reviewer:
    """Reviewer that answers with what stands in `says`."""

    def __init__(self, says):
        self.says = says

    async def review(self, text, picture=None):
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


JUDGES, FAILS = Verdict(), ModelError("busy", Trouble.OUTAGE)
LACKS = ModelError("404", Trouble.ENDPOINT)
LACKS_MODEL = ModelError("404", Trouble.MODEL)


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ((), MODEL),
        ((JUDGES,), MODEL),
        ((LACKS,), LISTS),
        ((LACKS_MODEL,), LISTS),
        ((LACKS, FAILS), LISTS),
        ((LACKS, JUDGES), MODEL),
        ((JUDGES, LACKS), LISTS),
    ],
)
async def test_the_privacy_text_follows_the_last_probe(stage, answers, line):
    stage.services = replace(stage.services, reviewer=Reviewer(JUDGES))
    for answer in answers:
        stage.services.reviewer.says = answer
        await review.probe(stage.services)
    await stage.say("ada", "/privacy")
    shown = stage.text("ada")
    assert [each for each in (MODEL, LISTS) if each in shown] == [line]


async def test_without_a_reviewer_nobody_is_said_to_check(stage):
    await stage.say("ada", "/privacy")
    assert [each for each in (MODEL, LISTS) if each in stage.text("ada")] == []
