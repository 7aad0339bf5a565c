"""Handles for names of every script, and the names that platforms show beside them."""

from __future__ import annotations

import re

import pytest

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.language import romanization
from botfeed.core.model import Account
from botfeed.core.people import accounts
from botfeed.testing import statement_log
from botfeed.testing.stage import Stage
from tests.core.support.people import People

NAMES = {  # of each script the handle that is made of it
    "小明": "xiaoming",
    "さくら": "sakura",
    "김민수": "gimminsu",
    "Дмитрий": "dmitriy",
    "Γιώργος": "giorgos",
    "Łukasz": "lukasz",
    "Øystein": "oystein",
    "Þór": "thor",
    "José María": "jose_maria",
    "राहुल": "rahul",
    "สมชาย": "smchay",
    "مريم": "mrym",
    "אברהם": "vrhm",
    "გიორგი": "giorgi",
    "Նարե": "nare",
    "ሰላም": "selam",
    "Ｍａｒｔａ": "marta",
    "🦊 Marta 🦊": "marta",
    "🦊": "painter",
    "\u2800": "painter",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_makes_a_handle(name):
    assert accounts.slug(name) == NAMES[name]
    assert accounts.HANDLE.fullmatch(accounts.slug(name))


async def greet(stage: Stage, user: str, name: str, shown: str) -> Account:
    """Let somebody be heard for the first time or again, under the names that their platform gives now."""
    sender = Sender("console", user, name, shown=shown, private=stage.home(user))
    request = Request(f"console:{user}:{name}:{shown}", "profile", sender, stage.home(user))
    await dispatch.handle(stage.services, request)

    def look(uow):
        return uow.get(Account, uow.queries.signed_in("console", user)[1].id)

    return await stage.services.store.read(look)


async def test_the_platforms_name_is_shown_beside_the_handle_and_follows_it(people: People) -> None:
    stage = people.stage
    ming = await greet(stage, "m", "小明", "小明")
    assert (ming.handle, ming.name, ming.sought) == ("xiaoming", "小明", "小明")
    await stage.say("ben", "/profile @xiaoming")
    assert stage.text("ben").startswith("小明 (@xiaoming)\n")
    assert (await greet(stage, "m", "小明", "Ming 明")).name == "Ming 明"
    assert (await greet(stage, "m", "小明", "")).name == "Ming 明"  # not every event tells it
    assert (await greet(stage, "m", "小明", "XiaoMing")).name == ""  # that is the handle


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("ada (@ada)", "ada ada"),
        ("naughty", ""),
        ("\u3164\u2800", ""),
        ("Marta\nRossi", "Marta Rossi"),
        ("Mar\u202eta", "Marta"),
        ("x" * 60, "x" * 31 + "…"),
        ("Zoe\u0308", "Zoë"),
    ],
)
async def test_a_shown_name_is_one_plain_harmless_line(people: People, shown: str, kept: str) -> None:
    assert (await greet(people.stage, "u", "somebody", shown)).name == kept


async def test_people_are_completed_by_handle_and_by_shown_name(people: People) -> None:
    stage = people.stage
    await greet(stage, "m", "小明", "小明")
    await greet(stage, "r", "m_r_92", "Marta Rossi")
    await people.id("ben")

    async def offered(typed: str) -> list[tuple[str, str]]:
        request = Request("x", "follow", Sender("console", "ben", "ben"), stage.home("ben"))
        return [(c.value, c.label) for c in await dispatch.suggest(stage.services, request, "who", typed)]

    marta, ming = ("m_r_92", "@m_r_92 · Marta Rossi"), ("xiaoming", "@xiaoming · 小明")
    for typed, choice in (("marta r", marta), ("MARTA", marta), ("m_", marta), ("小", ming), ("@xiao", ming)):
        assert await offered(typed) == [choice], typed
    await stage.say("ben", "/block xiaoming")
    blocked = await stage.services.store.read(lambda uow: uow.queries.signed_in("console", "m")[1])
    assert blocked.handle == "xiaoming"
    request = Request("y", "follow", Sender("console", "m", "小明"), stage.home("m"))
    found = await dispatch.suggest(stage.services, request, "who", "ben")
    assert found == []  # who blocked somebody is not offered to them


async def test_a_thousandth_bearer_of_a_name_costs_no_more_than_the_second(people: People) -> None:
    def fill(uow):
        for n in range(1000):
            uow.insert(Account(n + 1, f"marta{n:03}", uow.now))
        uow.insert(Account(2000, "marta", uow.now))

    await people.stage.services.store.run(fill)

    def come(uow):
        with statement_log.recorded() as log:
            account = accounts.new(people.stage.services, uow, "Marta", "en")
        return account.handle, log.total()

    handle, statements = await people.stage.services.store.run(come)
    assert re.fullmatch(r"marta\d{5}", handle)
    assert statements == 5  # three tries, a look at the aliases, and one at the names of who left


async def test_people_are_found_by_their_name_in_its_own_script(people: People) -> None:
    await greet(people.stage, "m", "小明", "小明")
    for name in ("小明", "@小明", "＠XiaoMing", "XIAOMING"):
        await people.stage.say("ben", f"/profile {name}")
        assert people.stage.text("ben").startswith("小明 (@xiaoming)"), name


async def test_a_handle_typed_in_another_script_is_written_in_latin_letters(people: People) -> None:
    await people.stage.say("ada", "/handle Дмитрий")
    assert people.stage.text("ada").startswith("You are dmitriy now.")


def test_what_is_no_letter_stays_as_it_is():
    assert romanization.latin("Ab-1 ç@é") == "ab-1 c@e"


async def test_people_are_found_by_the_name_that_their_platform_shows(people: People) -> None:
    await greet(people.stage, "r", "m_r_92", "Marta Rossi")
    for name in ("Marta Rossi", "MARTA  ROSSI", "@marta rossi"):
        await people.stage.say("ben", f'/profile "{name}"')
        assert people.stage.text("ben").startswith("Marta Rossi (@m_r_92)"), name
    await greet(people.stage, "s", "m_r_93", "Marta Rossi")
    await people.stage.say("ben", '/profile "Marta Rossi"')  # there are two: nobody is guessed
    assert "nobody called Marta Rossi" in people.stage.text("ben")
    await people.stage.say("ben", '/profile ""')
    assert people.stage.text("ben").startswith("ben")
