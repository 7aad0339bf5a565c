import pytest

from botfeed.core.chat.context import Services
from botfeed.testing.stage import Stage
from tests.core.support.linked_accounts import LinkedAccounts
from tests.core.support.people import People
from tests.core.support.space_admin import Place


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)


@pytest.fixture
def place(people: People) -> Place:
    return Place(people)


@pytest.fixture
async def linked_accounts(services: Services) -> LinkedAccounts:
    made = LinkedAccounts(services)
    await made.meet()
    return made
