"""Handles, bios and follow lists."""

from __future__ import annotations

from datetime import timedelta

import pytest

from botfeed.core.chat.message import Picked, Request, Sender
from botfeed.core.model import Account, Alias, Identity
from botfeed.core.people import accounts, handles
from botfeed.core.ports import Unit
from tests.core.support.people import Town


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


REFUSED = [
    ("a", "empty"),
    ("ben", "somebody's"),
    ("Ben", "somebody's"),
    ("ada", "your handle already"),
    ("12345", "at least one of them a letter"),
    ("naïve", "2 to 20 characters"),
    ("a b", "2 to 20 characters"),
    ("admin", "who run this botfeed"),
    ("__botfeed__", "who run this botfeed"),
    ("for_naughty", "can't be shown here"),
    ("a" * 21, "2 to 20 characters"),
]


@pytest.mark.parametrize(("name", "why"), REFUSED)
async def test_invalid_handles_are_refused(town: Town, name: str, why: str) -> None:
    await town.id("ada")
    await town.id("ben")
    await town.stage.say("ada", f"/handle {name}")
    assert why in town.stage.text("ada")
    assert (await town.account("ada")).handle == "ada"


async def test_a_former_handle_leads_to_its_person_and_stays_taken(town: Town) -> None:
    await town.id("ada")
    await town.id("ben")
    await town.stage.say("ada", "/handle @Lovelace")
    assert "You are lovelace now. ada still leads to you" in town.stage.text("ada")
    await town.stage.say("ben", "/profile ada")
    assert town.stage.text("ben").startswith("lovelace")
    await town.stage.say("ben", "/handle ada")
    assert "somebody's, or was" in town.stage.text("ben")
    newcomer = await town.stage.services.store.run(
        lambda uow: accounts.new(town.stage.services, uow, "ada", "en").handle
    )
    assert newcomer == "ada2"
    await town.stage.say("ada", "/handle ada")  # it is theirs to take back
    assert (await town.account("ada")).handle == "ada"
    await town.stage.say("ben", "/profile lovelace")
    assert town.stage.text("ben").startswith("ada")


async def test_a_handle_can_change_twice_a_month(town: Town, clock) -> None:
    await town.id("ada")
    for name in ("one", "two", "three"):
        await town.stage.say("ada", f"/handle {name}")
    assert "2 times in a month" in town.stage.text("ada")
    assert (await town.account("ada")).handle == "two"
    clock.advance(timedelta(days=31))
    for name in ("ada", "one", "two"):  # back and forth counts as well
        await town.stage.say("ada", f"/handle {name}")
    assert (await town.account("ada")).handle == "one"
    assert await town.stage.services.store.read(lambda uow: uow.count(Alias)) == 3


async def test_a_bio_is_one_plain_line_on_the_profile(town: Town) -> None:
    await town.stage.say("ada", "/bio I paint *foxes*\nand @ben <b>")
    assert "Your profile says now: I paint *foxes* and @ben <b>" in town.stage.text("ada")
    await town.stage.say("ben", "/profile ada")
    assert "ada\nI paint *foxes* and @ben <b>\n" in town.stage.text("ben")
    await town.stage.say("ada", "/bio naughty words")
    assert "can't be shown here" in town.stage.text("ada")
    await town.stage.say("ada", f"/bio {'x' * 161}")
    assert "at most 160 fit" in town.stage.text("ada")
    reply = await town.stage.say("ada", "/bio")
    assert reply.ask
    assert reply.ask.fields[0].value == "I paint *foxes* and @ben <b>"
    await town.stage.fill("ada", text="")
    assert (await town.account("ada")).bio == ""


async def test_follow_lists_are_paged_without_blocked_people(town: Town) -> None:
    people = [f"p{n}" for n in range(8)]
    for who in people:
        await town.id("ada")
        await town.stage.say(who, "/follow ada")
    await town.stage.say("ben", "/follow p7")
    await town.stage.say("ben", "/block p6")
    reply = await town.stage.say("ben", "/followers ada")
    assert "Who follows ada" in town.stage.text("ben")
    assert labels(reply) == ["p7", *(f"Follow p{n}" for n in (5, 4, 3, 2, 1)), "Older ▶"]
    reply = await town.stage.press("ben", "Older")
    assert (reply.update, labels(reply)) == (True, ["Follow p0", "◀ Newer"])
    await town.stage.press("ben", "Follow p0")
    reply = await town.stage.say("ben", "/following")
    assert labels(reply) == ["p0", "p7"]
    suspended = await town.id("p0")
    await town.stage.services.store.run(lambda uow: uow.compare_and_set(Account, {"id": suspended}, state="suspended"))
    assert labels(await town.stage.say("ben", "/following")) == ["p7"]
    await town.stage.say("p6", "/followers ben")
    assert "nobody called" in town.stage.text("p6")
    reply = await town.stage.say("ben", "/profile ada")
    assert labels(reply) == ["Follow", "Mute", "Block", "Followers"]


async def test_platform_numbers_find_people_only_in_platform_menus(town: Town) -> None:
    """Platform numbers are resolved only where the platform itself shows the people: in its menus."""
    ada = await town.id("ada")
    other = Identity(1, ada, "discord", "ada", "ada", town.stage.services.clock.now())
    assert await town.stage.services.store.run(lambda uow: uow.insert(other))
    assert await town.stage.services.store.read(lambda uow: accounts.find(uow, "discord:ada").id) == ada
    for who in ("console:ada", "discord:ada", "console:nobody", ":", "console:"):
        await town.stage.say("ben", f"/follow {who}")
        assert "nobody called" in town.stage.text("ben"), who
    home = town.stage.home("ben")
    for n, (who, said) in enumerate((("console:ada", "ada"), ("console:nobody", "They have not been here yet."))):
        request = Request(
            f"menu{n}", "profile", Sender("console", "ben", "ben"), home, {"who": who}, picked={who: Picked("")}
        )
        await town.stage.handle("ben", request)
        assert town.stage.text("ben").startswith(said)


@pytest.mark.parametrize("name", ["Admin", "Botfeed", "_Review_", "everyone"])
async def test_reserved_display_names_become_a_neutral_handle(town: Town, name: str) -> None:
    made = await town.stage.services.store.run(lambda uow: accounts.new(town.stage.services, uow, name, "en").handle)
    assert made == "painter"


async def test_a_handle_given_up_between_two_queries_stays_taken(town: Town) -> None:
    ada, ben = await town.account("ada"), await town.account("ben")

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

    assert await town.stage.services.store.run(lambda uow: handles._is_taken(Meanwhile(uow), "ada", ben))
    assert not await town.stage.services.store.run(lambda uow: handles._is_taken(uow, "ada", ada))
