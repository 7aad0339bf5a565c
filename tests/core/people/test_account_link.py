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
from tests.core.support.linked_accounts import Pair
from tests.core.support.queries import count, labels, one


async def test_linking_joins_two_accounts(pair: Pair) -> None:
    for n in range(2):
        await pair.town.paint("ada", f"a fox {n}")
    await pair.other.paint("ada_p", "a whale")
    code = await pair.code(pair.discord, "ada")
    assert pair.discord.last("ada").event == "edit"
    reply = await pair.telegram.say("ada_p", f"/link {code[:4].lower()}-{code[4:].lower()}")
    assert pair.telegram.text("ada_p").startswith(
        "Join ada on Discord and ada_p on Telegram, with 2 and 1 pictures?\nThey become one person, ada:"
    )
    assert labels(reply) == ["Yes, join us", "No"]
    await pair.telegram.press("ada_p", "Yes, join us")
    assert pair.telegram.text("ada_p") == "Now say yes on Discord too: I asked you there. It waits for ten minutes."
    await pair.discord.settle()
    assert pair.discord.last("ada").event == "delivery", "nobody there had asked for it just now"
    assert "ada_p typed your code. If that is not you, say no" in pair.discord.text("ada")
    await pair.discord.press("ada", "Yes, join us")
    await pair.discord.settle()
    told = pair.discord.last("ada")
    assert pair.discord.text("ada").startswith("Done. You are ada, on Discord and Telegram; ada_p still finds you.")
    assert pair.telegram.text("ada_p") == "Done. You are ada, on Discord and Telegram; ada_p still finds you."
    assert sorted(labels(told.reply)) == ["Discord", "Telegram"], "it is asked where their digest shall come"
    for stage, who in ((pair.discord, "ada"), (pair.telegram, "ada_p")):
        await stage.say(who, "/mine")
        assert all(words in stage.text(who) for words in ("a fox 0", "a fox 1", "a whale"))
    assert (await pair.services.store.read(lambda uow: accounts.find(uow, "ada_p"))).handle == "ada"


async def test_link_codes_are_not_stored(pair: Pair) -> None:
    code = await pair.typed()

    def rows(uow: Any) -> str:
        found = (row for table in metadata.sorted_tables for row in uow.connection.execute(select(table)))
        return " ".join(str(tuple(row)) for row in found)

    assert code not in await pair.services.store.read(rows)


@pytest.mark.parametrize("why", ["wrong", "used", "over", "void"])
async def test_all_invalid_codes_get_the_same_answer(pair: Pair, clock: SteppedClock, why: str) -> None:
    code = await pair.code(pair.discord, "ada")
    if why == "wrong":
        code = "22222222"
    if why == "used":
        await pair.telegram.say("ben", f"/link {code}")
    if why == "over":
        clock.advance(timedelta(minutes=10))
    if why == "void":
        await pair.code(pair.discord, "ada")
    await pair.telegram.say("ada_p", f"/link {code}")
    said = "That code does not work: it was used, it is over, or it never was one. /link gives a new one."
    assert pair.telegram.text("ada_p") == said


async def test_code_attempts_are_rate_limited(pair: Pair, clock: SteppedClock) -> None:
    code = await pair.code(pair.discord, "ada")
    for _ in range(account_link.TRIES):
        await pair.telegram.say("ada_p", "/link 22222222")
        clock.advance(timedelta(seconds=3))
    await pair.telegram.say("ada_p", f"/link {code}")
    assert pair.telegram.text("ada_p").startswith("Those were many codes. Wait")
    clock.advance(timedelta(minutes=6))
    await pair.telegram.say("ada_p", f"/link {code}")
    assert "Join ada on Discord" in pair.telegram.text("ada_p")


async def test_linking_works_only_in_private(pair: Pair) -> None:
    for line in ("/link", "/link 22222222"):
        await pair.discord.say("ada", line, pair.discord.place("lounge"))
        assert pair.discord.text("ada") == "A code is for your eyes only. Write /link to me in private."


async def test_own_codes_and_two_accounts_of_one_platform_are_refused(pair: Pair) -> None:
    code = await pair.code(pair.discord, "ada")
    await pair.discord.say("ada", f"/link {code}")
    assert pair.discord.text("ada") == "That code is yours: type it on the other platform."
    await pair.discord.say("adas_cat", f"/link {code}")
    assert pair.discord.text("adas_cat").startswith("Both of you are on Discord already")


@pytest.mark.parametrize("side", ["typed", "first"])
async def test_either_side_may_decline(pair: Pair, side: str) -> None:
    await (pair.typed() if side == "typed" else pair.asked())
    stage, who = (pair.telegram, "ada_p") if side == "typed" else (pair.discord, "ada")
    await stage.press(who, "No")
    assert stage.text(who) == "Nobody is joined. All is as it was."
    await stage.settle()
    if side == "first":
        assert pair.telegram.text("ada_p").startswith("Nobody is joined: the other side did not agree.")
        late = await pair.discord.press("ada", "Yes, join us")
        assert late.notice == "That is over: nobody is joined. /link begins anew."
    assert await count(pair, Account, state=AccountState.GONE) == 0


async def test_a_stranger_cannot_agree(pair: Pair) -> None:
    await pair.asked()
    for stage, who in ((pair.telegram, "ada_p"), (pair.discord, "mallory"), (pair.telegram, "mallory")):
        reply = await stage.press(who, "Yes, join us", of="ada" if stage is pair.discord else "ada_p")
        assert reply.notice, who
    await pair.discord.settle()
    assert await count(pair, Account, state=AccountState.GONE) == 0
    assert (await one(pair, Link)).state == "asked"


async def test_agreeing_after_ten_minutes_links_nobody(pair: Pair, clock: SteppedClock) -> None:
    await pair.asked()
    clock.advance(timedelta(minutes=10))
    late = await pair.discord.press("ada", "Yes, join us")
    assert late.notice == "That is over: nobody is joined. /link begins anew."
    await pair.discord.settle()
    assert await count(pair, Account, state=AccountState.GONE) == 0


async def test_agreeing_twice_counts_once(pair: Pair) -> None:
    await pair.asked()
    await pair.discord.press("ada", "Yes, join us")
    again = await pair.discord.press("ada", "Yes, join us")
    assert again.notice == "You said yes already."
    await pair.discord.settle()
    assert await count(pair, Account, state=AccountState.GONE) == 1
    over = await pair.discord.press("ada", "Yes, join us")
    assert over.notice == "That is done: you are one."


async def test_an_unreachable_other_side_voids_the_link(pair: Pair) -> None:
    await pair.typed()
    await pair.telegram.press("ada_p", "Yes, join us")
    pair.discord.raises.append(Unreachable("50007"))
    await pair.discord.settle()
    assert pair.telegram.text("ada_p").startswith("Nobody is joined")
    assert (await one(pair, Link)).state == "void"


async def test_linking_keeps_a_suspension(pair: Pair) -> None:
    """Both agreed before the operator decided: the merged account is suspended and not visible."""
    await pair.asked()
    await pair.discord.press("ada", "Yes, join us")
    them = await pair.who("telegram", "ada_p")
    await pair.services.store.run(
        lambda uow: uow.compare_and_set(Account, {"id": them.id}, state=AccountState.SUSPENDED)
    )
    await pair.discord.settle()
    assert (await pair.who("discord", "ada")).state is AccountState.SUSPENDED
    await pair.telegram.say("ada_p", "/link")
    assert "suspended" in pair.telegram.text("ada_p")


async def test_a_leaving_account_is_not_linked(pair: Pair) -> None:
    await pair.asked()
    await pair.discord.press("ada", "Yes, join us")
    await pair.telegram.say("ada_p", "/me delete --sure yes")
    await pair.discord.settle()
    assert (await one(pair, Link)).state == "void"
    assert (await pair.who("telegram", "ada_p")).handle == "ada_p"
    await pair.telegram.say("ada_p", "/link")
    assert "You asked to leave" in pair.telegram.text("ada_p")


async def test_linking_adds_up_the_days_usage(pair: Pair) -> None:
    for n in range(2):
        await pair.discord.say("ada", f"/imagine a fox {n} --count 4")
        await pair.telegram.say("ada_p", f"/imagine a whale {n} --count 2")
        await pair.discord.settle()
    await pair.link()
    await pair.discord.say("ada", "/imagine a bird")
    assert pair.discord.text("ada").startswith("That's all for today: 12 of 10.")


async def test_a_painting_in_progress_goes_to_the_merged_account(pair: Pair) -> None:
    await pair.asked()
    await pair.telegram.say("ada_p", "/imagine a whale")
    await pair.discord.press("ada", "Yes, join us")
    await pair.discord.settle()
    me = await pair.who("discord", "ada")
    assert (await one(pair, Picture)).account == me.id
    assert any("Here it is." in str(c.text) for s in pair.telegram.shown for c in s.reply.cards if s.to == "ada_p")


async def test_late_rows_of_the_emptied_account_are_moved(pair: Pair, clock: SteppedClock) -> None:
    gone = (await pair.who("telegram", "ada_p")).id
    me = await pair.link()
    await pair.services.store.run(lambda uow: uow.compare_and_set(Picture, {"account": me.id}, account=gone))
    post = await pair.other.publish("ben", "a bird")
    await pair.services.store.run(lambda uow: uow.insert(late_like(uow, gone, post.id)))
    for step in account_link.SWEEPS:
        clock.advance(step)
        await pair.discord.settle()
    named = await pair.services.store.read(lambda uow: traces(uow, gone))
    assert named == [], "after the last sweep nothing names the empty row, and it goes"


def late_like(uow: Any, who: int, post: int) -> Any:
    from botfeed.core.model import Reaction

    return Reaction(uow.new_id(), who, post, uow.now)


def traces(uow: Any, id: int) -> list[str]:
    rows = (
        (t.name, row) for t in metadata.sorted_tables if t.name != "job" for row in uow.connection.execute(select(t))
    )
    return [f"{name}: {row}" for name, row in rows if id in tuple(row)]


async def test_the_digest_goes_to_the_chosen_platform(pair: Pair) -> None:
    await pair.discord.say("ada", "/digest set 9")
    await pair.telegram.say("ada_p", "/digest set 20 --zone Europe/Rome")
    await pair.link()
    assert await count(pair, Subscription) == 1
    await pair.discord.press("ada", "Telegram")
    assert pair.discord.text("ada") == "Your digest and what happens come to you on Telegram now."
    assert (await one(pair, Subscription)).address.platform == "telegram"
    reply = await pair.discord.say("ada", "/digest set 10")
    assert "It comes to you on Telegram." in pair.discord.text("ada"), "the home they chose stands"
    assert "Send it to Discord" in labels(reply)
    await pair.discord.press("ada", "Send it to Discord")
    assert (await one(pair, Subscription)).address.platform == "discord"
    await pair.discord.say("ada", "/home")
    assert pair.discord.text("ada") == "I write to you on Discord. Where shall it be?"


async def test_notices_go_to_the_home_platform_or_elsewhere_if_it_is_closed(pair: Pair, clock: SteppedClock) -> None:
    await pair.link()
    await pair.telegram.say("ada_p", "/home telegram")
    post = await pair.town.publish("ada", "a fox")
    await pair.discord.say("ben", f"/like {pair.town.ref(post)}")
    await pair.discord.settle()
    assert pair.telegram.text("ada_p") == "ben liked a fox"
    clock.advance(timedelta(hours=2))
    pair.telegram.raises.append(Unreachable("blocked"))
    await pair.discord.say("cleo", f"/comment {pair.town.ref(post)} so calm")
    await pair.discord.settle()
    clock.advance(timedelta(hours=2))
    await pair.discord.say("dan", f"/like {pair.town.ref(post)}")
    await pair.discord.settle()
    assert "dan and ben liked a fox" in pair.discord.text("ada")
