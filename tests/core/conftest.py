import pytest

from botfeed.core.chat.context import Services
from botfeed.testing.stage import Stage
from tests.core.support.linked_accounts import Pair
from tests.core.support.people import Town
from tests.core.support.space_admin import Place


@pytest.fixture
def town(stage: Stage) -> Town:
    return Town(stage)


@pytest.fixture
def place(town: Town) -> Place:
    return Place(town)


@pytest.fixture
async def pair(services: Services) -> Pair:
    made = Pair(services)
    await made.meet()
    return made
