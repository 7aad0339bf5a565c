"""/link, /unlink and /home for one person on Discord and Telegram."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from botfeed.adapters.clock import SteppedClock
from botfeed.core.errors import Unreachable
from botfeed.core.model import Account, AccountState, Link, Picture, Subscription
from botfeed.core.people import account_link, accounts
from botfeed.store.tables import metadata
from tests.core.support.linked_accounts import LinkedAccounts
from tests.core.support.queries import count, labels, one


async def test_linking_joins_two_accounts(linked_accounts: LinkedAccounts) -> None:
    for n in range(2):
        await linked_accounts.people.paint("ada", f"a fox {n}")
    await linked_accounts.other.paint("ada_p", "a whale")
    code = await linked_accounts.code(linked_accounts.discord, "ada")
    assert linked_accounts.discord.last("ada").event == "edit"
    reply = await linked_accounts.telegram.say("ada_p", f"/link {code[:4].lower()}-{code[4:].lower()}")
    assert linked_accounts.telegram.text("ada_p").startswith(
        "Join ada on Discord and ada_p on Telegram, with 2 and 1 pictures?\nThey become one person, ada:"
    )
    assert labels(reply) == ["Yes, join us", "No"]
    await linked_accounts.telegram.press("ada_p", "Yes, join us")
    assert (
        linked_accounts.telegram.text("ada_p")
        == "Now say yes on Discord too: I asked you there. It waits for ten minutes."
    )
    await linked_accounts.discord.settle()
    assert linked_accounts.discord.last("ada").event == "delivery", "nobody there had asked for it just now"
    assert "ada_p typed your code. If that is not you, say no" in linked_accounts.discord.text("ada")
    await linked_accounts.discord.press("ada", "Yes, join us")
    await linked_accounts.discord.settle()
    told = linked_accounts.discord.last("ada")
    assert linked_accounts.discord.text("ada").startswith(
        "Done. You are ada, on Discord and Telegram; ada_p still finds you."
    )
    assert (
        linked_accounts.telegram.text("ada_p") == "Done. You are ada, on Discord and Telegram; ada_p still finds you."
    )
    assert sorted(labels(told.reply)) == ["Discord", "Telegram"], "it is asked where their digest shall come"
    for stage, who in ((linked_accounts.discord, "ada"), (linked_accounts.telegram, "ada_p")):
        await stage.say(who, "/mine")
        assert all(words in stage.text(who) for words in ("a fox 0", "a fox 1", "a whale"))
    assert (await linked_accounts.services.store.read(lambda uow: accounts.find(uow, "ada_p"))).handle == "ada"


async def test_link_codes_are_not_stored(linked_accounts: LinkedAccounts) -> None:
    code = await linked_accounts.typed()

    def rows(uow: Any) -> str:
        found = (row for table in metadata.sorted_tables for row in uow.connection.execute(select(table)))
        return " ".join(str(tuple(row)) for row in found)

    assert code not in await linked_accounts.services.store.read(rows)


@pytest.mark.parametrize("why", ["wrong", "used", "over", "void"])
async def test_all_invalid_codes_get_the_same_answer(
    linked_accounts: LinkedAccounts, clock: SteppedClock, why: str
) -> None:
    code = await linked_accounts.code(linked_accounts.discord, "ada")
    if why == "wrong":
        code = "22222222"
    if why == "used":
        await linked_accounts.telegram.say("ben", f"/link {code}")
    if why == "over":
        clock.advance(timedelta(minutes=10))
    if why == "void":
        await linked_accounts.code(linked_accounts.discord, "ada")
    await linked_accounts.telegram.say("ada_p", f"/link {code}")
    said = "That code does not work: it was used, it is over, or it never was one. /link gives a new one."
    assert linked_accounts.telegram.text("ada_p") == said


async def test_code_attempts_are_rate_limited(linked_accounts: LinkedAccounts, clock: SteppedClock) -> None:
    code = await linked_accounts.code(linked_accounts.discord, "ada")
    for _ in range(account_link.TRIES):
        await linked_accounts.telegram.say("ada_p", "/link 22222222")
        clock.advance(timedelta(seconds=3))
    await linked_accounts.telegram.say("ada_p", f"/link {code}")
    assert linked_accounts.telegram.text("ada_p").startswith("Those were many codes. Wait")
    clock.advance(timedelta(minutes=6))
    await linked_accounts.telegram.say("ada_p", f"/link {code}")
    assert "Join ada on Discord" in linked_accounts.telegram.text("ada_p")


async def test_linking_works_only_in_private(linked_accounts: LinkedAccounts) -> None:
    for line in ("/link", "/link 22222222"):
        await linked_accounts.discord.say("ada", line, linked_accounts.discord.place("lounge"))
        assert linked_accounts.discord.text("ada") == "A code is for your eyes only. Write /link to me in private."


async def test_own_codes_and_two_accounts_of_one_platform_are_refused(linked_accounts: LinkedAccounts) -> None:
    code = await linked_accounts.code(linked_accounts.discord, "ada")
    await linked_accounts.discord.say("ada", f"/link {code}")
    assert linked_accounts.discord.text("ada") == "That code is yours: type it on the other platform."
    await linked_accounts.discord.say("adas_cat", f"/link {code}")
    assert linked_accounts.discord.text("adas_cat").startswith("Both of you are on Discord already")


@pytest.mark.parametrize("side", ["typed", "first"])
async def test_either_side_may_decline(linked_accounts: LinkedAccounts, side: str) -> None:
    await (linked_accounts.typed() if side == "typed" else linked_accounts.asked())
    stage, who = (linked_accounts.telegram, "ada_p") if side == "typed" else (linked_accounts.discord, "ada")
    await stage.press(who, "No")
    assert stage.text(who) == "Nobody is joined. All is as it was."
    await stage.settle()
    if side == "first":
        assert linked_accounts.telegram.text("ada_p").startswith("Nobody is joined: the other side did not agree.")
        late = await linked_accounts.discord.press("ada", "Yes, join us")
        assert late.notice == "That is over: nobody is joined. /link begins anew."
    assert await count(linked_accounts, Account, state=AccountState.GONE) == 0


async def test_a_stranger_cannot_agree(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.asked()
    for stage, who in (
        (linked_accounts.telegram, "ada_p"),
        (linked_accounts.discord, "mallory"),
        (linked_accounts.telegram, "mallory"),
    ):
        reply = await stage.press(who, "Yes, join us", of="ada" if stage is linked_accounts.discord else "ada_p")
        assert reply.notice, who
    await linked_accounts.discord.settle()
    assert await count(linked_accounts, Account, state=AccountState.GONE) == 0
    assert (await one(linked_accounts, Link)).state == "asked"


async def test_agreeing_after_ten_minutes_links_nobody(linked_accounts: LinkedAccounts, clock: SteppedClock) -> None:
    await linked_accounts.asked()
    clock.advance(timedelta(minutes=10))
    late = await linked_accounts.discord.press("ada", "Yes, join us")
    assert late.notice == "That is over: nobody is joined. /link begins anew."
    await linked_accounts.discord.settle()
    assert await count(linked_accounts, Account, state=AccountState.GONE) == 0


async def test_agreeing_twice_counts_once(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.asked()
    await linked_accounts.discord.press("ada", "Yes, join us")
    again = await linked_accounts.discord.press("ada", "Yes, join us")
    assert again.notice == "You said yes already."
    await linked_accounts.discord.settle()
    assert await count(linked_accounts, Account, state=AccountState.GONE) == 1
    over = await linked_accounts.discord.press("ada", "Yes, join us")
    assert over.notice == "That is done: you are one."


async def test_an_unreachable_other_side_voids_the_link(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.typed()
    await linked_accounts.telegram.press("ada_p", "Yes, join us")
    linked_accounts.discord.raises.append(Unreachable("50007"))
    await linked_accounts.discord.settle()
    assert linked_accounts.telegram.text("ada_p").startswith("Nobody is joined")
    assert (await one(linked_accounts, Link)).state == "void"


async def test_linking_keeps_a_suspension(linked_accounts: LinkedAccounts) -> None:
    """Both agreed before the operator decided: the merged account is suspended and not visible."""
    await linked_accounts.asked()
    await linked_accounts.discord.press("ada", "Yes, join us")
    them = await linked_accounts.who("telegram", "ada_p")
    await linked_accounts.services.store.run(
        lambda uow: uow.compare_and_set(Account, {"id": them.id}, state=AccountState.SUSPENDED)
    )
    await linked_accounts.discord.settle()
    assert (await linked_accounts.who("discord", "ada")).state is AccountState.SUSPENDED
    await linked_accounts.telegram.say("ada_p", "/link")
    assert "suspended" in linked_accounts.telegram.text("ada_p")


async def test_a_leaving_account_is_not_linked(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.asked()
    await linked_accounts.discord.press("ada", "Yes, join us")
    await linked_accounts.telegram.say("ada_p", "/me delete --sure yes")
    await linked_accounts.discord.settle()
    assert (await one(linked_accounts, Link)).state == "void"
    assert (await linked_accounts.who("telegram", "ada_p")).handle == "ada_p"
    await linked_accounts.telegram.say("ada_p", "/link")
    assert "You asked to leave" in linked_accounts.telegram.text("ada_p")


async def test_linking_adds_up_the_days_usage(linked_accounts: LinkedAccounts) -> None:
    for n in range(2):
        await linked_accounts.discord.say("ada", f"/imagine a fox {n} --count 4")
        await linked_accounts.telegram.say("ada_p", f"/imagine a whale {n} --count 2")
        await linked_accounts.discord.settle()
    await linked_accounts.link()
    await linked_accounts.discord.say("ada", "/imagine a bird")
    assert linked_accounts.discord.text("ada").startswith("That's all for today: 12 of 10.")


async def test_a_painting_in_progress_goes_to_the_merged_account(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.asked()
    await linked_accounts.telegram.say("ada_p", "/imagine a whale")
    await linked_accounts.discord.press("ada", "Yes, join us")
    await linked_accounts.discord.settle()
    me = await linked_accounts.who("discord", "ada")
    assert (await one(linked_accounts, Picture)).account == me.id
    assert any(
        "Here it is." in str(c.text) for s in linked_accounts.telegram.shown for c in s.reply.cards if s.to == "ada_p"
    )


async def test_late_rows_of_the_emptied_account_are_moved(linked_accounts: LinkedAccounts, clock: SteppedClock) -> None:
    gone = (await linked_accounts.who("telegram", "ada_p")).id
    me = await linked_accounts.link()
    await linked_accounts.services.store.run(lambda uow: uow.compare_and_set(Picture, {"account": me.id}, account=gone))
    post = await linked_accounts.other.publish("ben", "a bird")
    await linked_accounts.services.store.run(lambda uow: uow.insert(late_like(uow, gone, post.id)))
    for step in account_link.SWEEPS:
        clock.advance(step)
        await linked_accounts.discord.settle()
    named = await linked_accounts.services.store.read(lambda uow: traces(uow, gone))
    assert named == [], "after the last sweep nothing names the empty row, and it goes"


def late_like(uow: Any, who: int, post: int) -> Any:
    from botfeed.core.model import Reaction

    return Reaction(uow.new_id(), who, post, uow.now)


def traces(uow: Any, id: int) -> list[str]:
    rows = (
        (t.name, row) for t in metadata.sorted_tables if t.name != "job" for row in uow.connection.execute(select(t))
    )
    return [f"{name}: {row}" for name, row in rows if id in tuple(row)]


async def test_the_digest_goes_to_the_chosen_platform(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.discord.say("ada", "/digest set 9")
    await linked_accounts.telegram.say("ada_p", "/digest set 20 --zone Europe/Rome")
    await linked_accounts.link()
    assert await count(linked_accounts, Subscription) == 1
    await linked_accounts.discord.press("ada", "Telegram")
    assert linked_accounts.discord.text("ada") == "Your digest and what happens come to you on Telegram now."
    assert (await one(linked_accounts, Subscription)).address.platform == "telegram"
    reply = await linked_accounts.discord.say("ada", "/digest set 10")
    assert "It comes to you on Telegram." in linked_accounts.discord.text("ada"), "the home they chose stands"
    assert "Send it to Discord" in labels(reply)
    await linked_accounts.discord.press("ada", "Send it to Discord")
    assert (await one(linked_accounts, Subscription)).address.platform == "discord"
    await linked_accounts.discord.say("ada", "/home")
    assert linked_accounts.discord.text("ada") == "I write to you on Discord. Where shall it be?"


async def test_notices_go_to_the_home_platform_or_elsewhere_if_it_is_closed(
    linked_accounts: LinkedAccounts, clock: SteppedClock
) -> None:
    await linked_accounts.link()
    await linked_accounts.telegram.say("ada_p", "/home telegram")
    post = await linked_accounts.people.publish("ada", "a fox")
    await linked_accounts.discord.say("ben", f"/like {linked_accounts.people.ref(post)}")
    await linked_accounts.discord.settle()
    assert linked_accounts.telegram.text("ada_p") == "ben liked a fox"
    clock.advance(timedelta(hours=2))
    linked_accounts.telegram.raises.append(Unreachable("blocked"))
    await linked_accounts.discord.say("cleo", f"/comment {linked_accounts.people.ref(post)} so calm")
    await linked_accounts.discord.settle()
    clock.advance(timedelta(hours=2))
    await linked_accounts.discord.say("dan", f"/like {linked_accounts.people.ref(post)}")
    await linked_accounts.discord.settle()
    assert "dan and ben liked a fox" in linked_accounts.discord.text("ada")
