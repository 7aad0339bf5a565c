"""Handles, bios and follow lists."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from botfeed.core.chat.message import Picked, Request, Sender
from botfeed.core.model import Account, Alias, Identity
from botfeed.core.people import accounts, handles
from botfeed.core.ports import Unit
from tests.core.support.people import People


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


REFUSED = [
    ("a", "empty"),
    ("ben", "somebody's"),
    ("Ben", "somebody's"),
    ("ada", "your handle already"),
    ("12345", "at least one of them a letter"),
    ("na-ïve", "2 to 20 characters"),
    ("a b", "2 to 20 characters"),
    ("admin", "who run this botfeed"),
    ("__botfeed__", "who run this botfeed"),
    ("for_naughty", "can't be shown here"),
    ("a" * 21, "2 to 20 characters"),
]


@pytest.mark.parametrize(("name", "why"), REFUSED)
async def test_invalid_handles_are_refused(people: People, name: str, why: str) -> None:
    await people.id("ada")
    await people.id("ben")
    await people.stage.say("ada", f"/handle {name}")
    assert why in people.stage.text("ada")
    assert (await people.account("ada")).handle == "ada"


async def test_a_former_handle_leads_to_its_person_and_stays_taken(people: People) -> None:
    await people.id("ada")
    await people.id("ben")
    await people.stage.say("ada", "/handle @Lovelace")
    assert "You are lovelace now. ada still leads to you" in people.stage.text("ada")
    await people.stage.say("ben", "/profile ada")
    assert people.stage.text("ben").startswith("lovelace")
    await people.stage.say("ben", "/handle ada")
    assert "somebody's, or was" in people.stage.text("ben")
    newcomer = await people.stage.services.store.run(
        lambda uow: accounts.new(people.stage.services, uow, "ada", "en").handle
    )
    assert re.fullmatch(r"ada\d{3}", newcomer)
    await people.stage.say("ada", "/handle ada")  # it is theirs to take back
    assert (await people.account("ada")).handle == "ada"
    await people.stage.say("ben", "/profile lovelace")
    assert people.stage.text("ben").startswith("ada")


async def test_a_handle_can_change_twice_a_month(people: People, clock) -> None:
    await people.id("ada")
    for name in ("one", "two", "three"):
        await people.stage.say("ada", f"/handle {name}")
    assert "2 times in a month" in people.stage.text("ada")
    assert (await people.account("ada")).handle == "two"
    clock.advance(timedelta(days=31))
    for name in ("ada", "one", "two"):  # back and forth counts as well
        await people.stage.say("ada", f"/handle {name}")
    assert (await people.account("ada")).handle == "one"
    assert await people.stage.services.store.read(lambda uow: uow.count(Alias)) == 3


async def test_a_bio_is_one_plain_line_on_the_profile(people: People) -> None:
    await people.stage.say("ada", "/bio I paint *foxes*\nand @ben <b>")
    assert "Your profile says now: I paint *foxes* and @ben <b>" in people.stage.text("ada")
    await people.stage.say("ben", "/profile ada")
    assert "ada\nI paint *foxes* and @ben <b>\n" in people.stage.text("ben")
    await people.stage.say("ada", "/bio naughty words")
    assert "can't be shown here" in people.stage.text("ada")
    await people.stage.say("ada", f"/bio {'x' * 161}")
    assert "at most 160 fit" in people.stage.text("ada")
    reply = await people.stage.say("ada", "/bio")
    assert reply.ask
    assert reply.ask.fields[0].value == "I paint *foxes* and @ben <b>"
    await people.stage.fill("ada", text="")
    assert (await people.account("ada")).bio == ""


async def test_follow_lists_are_paged_without_blocked_people(people: People) -> None:
    names = [f"p{n}" for n in range(8)]
    for who in names:
        await people.id("ada")
        await people.stage.say(who, "/follow ada")
    await people.stage.say("ben", "/follow p7")
    await people.stage.say("ben", "/block p6")
    reply = await people.stage.say("ben", "/followers ada")
    assert "Who follows ada" in people.stage.text("ben")
    assert labels(reply) == ["p7", *(f"Follow p{n}" for n in (5, 4, 3, 2, 1)), "Older ▶"]
    reply = await people.stage.press("ben", "Older")
    assert (reply.update, labels(reply)) == (True, ["Follow p0", "◀ Newer"])
    await people.stage.press("ben", "Follow p0")
    reply = await people.stage.say("ben", "/following")
    assert labels(reply) == ["p0", "p7"]
    suspended = await people.id("p0")
    await people.stage.services.store.run(
        lambda uow: uow.compare_and_set(Account, {"id": suspended}, state="suspended")
    )
    assert labels(await people.stage.say("ben", "/following")) == ["p7"]
    await people.stage.say("p6", "/followers ben")
    assert "nobody called" in people.stage.text("p6")
    reply = await people.stage.say("ben", "/profile ada")
    assert labels(reply) == ["Follow", "Mute", "Block", "Followers"]


async def test_platform_numbers_find_people_only_in_platform_menus(people: People) -> None:
    """Platform numbers are resolved only where the platform itself shows the people: in its menus."""
    ada = await people.id("ada")
    other = Identity(1, ada, "discord", "ada", "ada", people.stage.services.clock.now())
    assert await people.stage.services.store.run(lambda uow: uow.insert(other))
    assert await people.stage.services.store.read(lambda uow: accounts.find(uow, "discord:ada").id) == ada
    for who in ("console:ada", "discord:ada", "console:nobody", ":", "console:"):
        await people.stage.say("ben", f"/follow {who}")
        assert "nobody called" in people.stage.text("ben"), who
    home = people.stage.home("ben")
    for n, (who, said) in enumerate((("console:ada", "ada"), ("console:nobody", "They have not been here yet."))):
        request = Request(
            f"menu{n}", "profile", Sender("console", "ben", "ben"), home, {"who": who}, picked={who: Picked("")}
        )
        await people.stage.handle("ben", request)
        assert people.stage.text("ben").startswith(said)


@pytest.mark.parametrize("name", ["Admin", "Botfeed", "_Review_", "everyone"])
async def test_reserved_display_names_become_a_neutral_handle(people: People, name: str) -> None:
    made = await people.stage.services.store.run(
        lambda uow: accounts.new(people.stage.services, uow, name, "en").handle
    )
    assert made == "painter"


async def test_a_handle_given_up_between_two_queries_stays_taken(people: People) -> None:
    ada, ben = await people.account("ada"), await people.account("ben")

    class Meanwhile:
        """Unit of work in which ada changes her handle after the first query."""

        def __init__(self, uow: Unit) -> None:
            self.uow, self.looks = uow, 0

        def count(self, noun, **where):
            found = self.uow.count(noun, **where)
            self.looks += 1
            if self.looks == 1:
                self.uow.update(ada, handle="lovelace")
                self.uow.insert(Alias(self.uow.new_id(), ada.id, "ada", self.uow.now))
            return found

    assert await people.stage.services.store.run(lambda uow: handles._is_taken(Meanwhile(uow), "ada", ben))
    assert not await people.stage.services.store.run(lambda uow: handles._is_taken(uow, "ada", ada))
