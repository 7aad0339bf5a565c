"""Leaving a platform: nothing is lost, and no limit, block or suspension is evaded."""

from __future__ import annotations

from datetime import timedelta

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Account, AccountState, Block, Identity, Mute, Picture, Space, Subscription
from botfeed.core.people import account_unlink
from botfeed.testing.stage import Stage
from tests.core.support.linked_accounts import Pair
from tests.core.support.queries import count, labels, one


async def test_unlinking_loses_nothing(pair: Pair) -> None:
    await pair.town.paint("ada", "a fox")
    await pair.other.paint("ada_p", "a whale")
    await pair.link()
    await pair.telegram.say("ada_p", "/digest set 9")
    reply = await pair.discord.say("ada", "/unlink telegram")
    assert pair.discord.text("ada") == (
        "Leave Telegram as ada? Everything stays with ada on Discord: 2 pictures, posts, follows and your digest. "
        "On Telegram you begin anew, as somebody else."
    )
    assert labels(reply) == ["Leave Telegram"]
    await pair.discord.press("ada", "Leave Telegram")
    assert pair.discord.text("ada") == "You are ada_p2 on Telegram now, and ada on Discord. /link joins you again."
    assert (await one(pair, Subscription)).address.platform == "discord"
    await pair.discord.say("ada", "/mine")
    assert "a fox" in pair.discord.text("ada")
    assert "a whale" in pair.discord.text("ada")
    await pair.telegram.say("ada_p", "/mine")
    assert "a whale" not in pair.telegram.text("ada_p")
    twice = await pair.discord.press("ada", "Leave Telegram")
    assert "You are not on telegram here, but on Discord." in f"{twice.notice}{pair.discord.text('ada')}"


async def test_the_only_platform_cannot_be_unlinked(pair: Pair) -> None:
    for line in ("/unlink discord", "/unlink discord --sure yes"):
        await pair.discord.say("ada", line)
        assert pair.discord.text("ada") == "That is the only place you are in. /me delete ends your account."


async def test_unlinking_gives_no_second_allowance(pair: Pair) -> None:
    await pair.link()
    for n in range(5):
        await pair.discord.say("ada", f"/imagine a fox {n} --count 2")
        await pair.discord.settle()
    await pair.discord.say("ada", "/unlink telegram --sure yes")
    await pair.telegram.say("ada_p", "/imagine a whale")
    assert pair.telegram.text("ada_p").startswith("That's all for today: 10 of 10.")


async def test_paintings_in_progress_stay_with_the_remaining_account(pair: Pair) -> None:
    await pair.link()
    await pair.telegram.say("ada_p", "/imagine a whale")
    await pair.discord.say("ada", "/unlink telegram --sure yes")
    await pair.discord.settle()
    assert not [s for s in pair.telegram.shown if s.event in ("edit", "delivery") and s.reply.cards[0].media]
    assert "Here it is." in pair.discord.text("ada"), "it comes to them where they are still themselves"
    assert (await one(pair, Picture)).account == (await pair.who("discord", "ada")).id


async def test_unlinked_accounts_can_be_linked_again(pair: Pair) -> None:
    await pair.link()
    await pair.discord.say("ada", "/unlink telegram --sure yes")
    await pair.link()
    assert await count(pair, Identity, account=(await pair.who("discord", "ada")).id) == 2


async def test_unlinking_is_rate_limited(pair: Pair) -> None:
    for _ in range(account_unlink.TIMES):
        await pair.link()
        await pair.discord.say("ada", "/unlink telegram --sure yes")
        assert "ada on Discord" in pair.discord.text("ada")
    await pair.link()
    await pair.discord.say("ada", "/unlink telegram --sure yes")
    assert pair.discord.text("ada") == "You left a platform 3 times today. Let it rest until tomorrow."
    pair.services.clock.advance(timedelta(days=1))
    await pair.discord.say("ada", "/unlink telegram --sure yes")
    assert "ada on Discord" in pair.discord.text("ada")


async def test_unlinking_keeps_blocks_and_mutes(pair: Pair) -> None:
    await pair.link()
    await pair.telegram.say("ben", "/block ada")
    await pair.discord.say("cleo", "/start")
    await pair.discord.say("ada", "/mute cleo")
    await pair.telegram.say("ada_p", "/unlink telegram --sure yes")
    fresh = await pair.who("telegram", "ada_p")
    ben, cleo = await pair.who("telegram", "ben"), await pair.who("discord", "cleo")
    assert await count(pair, Block, account=ben.id, blocked=fresh.id) == 1
    assert await count(pair, Mute, account=fresh.id, muted=cleo.id) == 1
    await pair.telegram.say("ada_p", "/follow ben")
    assert "There is nobody called ben here" in pair.telegram.text("ada_p")


async def test_unlinking_voids_open_links_of_the_leaving_account(pair: Pair) -> None:
    await pair.link()
    dora = Stage(pair.services, "web")
    await dora.say("dora", "/start")
    code = await pair.code(dora, "dora")
    await pair.telegram.say("ada_p", f"/link {code}")
    await pair.telegram.press("ada_p", "Yes, join us")
    await dora.settle()
    await pair.discord.say("ada", "/unlink telegram --sure yes")
    await dora.press("dora", "Yes, join us")
    await dora.settle()
    assert await count(pair, Identity, account=(await pair.who("discord", "ada")).id) == 1


async def test_unlinking_moves_the_keeper_of_a_space_to_its_platform(pair: Pair) -> None:
    ada = await pair.link()
    await pair.services.store.run(
        lambda uow: uow.insert(Space(uow.new_id(), "telegram", "-1", "lounge", uow.now, keeper=ada.id))
    )
    await pair.discord.say("ada", "/unlink telegram --sure yes")
    assert (await one(pair, Space)).keeper == (await pair.who("telegram", "ada_p")).id


async def test_linking_a_suspended_leaving_account_does_not_erase_the_other(pair: Pair, clock: SteppedClock) -> None:
    await pair.asked()
    other = await pair.who("telegram", "ada_p")
    await pair.services.store.run(lambda uow: uow.update(other, state=AccountState.SUSPENDED))
    await pair.telegram.say("ada_p", "/me delete --sure")
    await pair.discord.press("ada", "Yes, join us")
    await pair.discord.settle()
    clock.advance(timedelta(days=7, minutes=1))
    await pair.discord.settle()
    assert (await pair.who("discord", "ada")).state is AccountState.ACTIVE


async def test_linking_does_not_count_as_a_handle_change(pair: Pair) -> None:
    await pair.link()
    for name in ("one", "two"):
        await pair.discord.say("ada", f"/handle {name}")
    assert (await one(pair, Account, handle="two")) is not None


async def test_unlink_on_a_single_platform_asks_nothing(pair: Pair) -> None:
    reply = await pair.discord.say("zoe", "/unlink")
    assert str(reply.cards[0].text).startswith("That is the only place you are in.")
    assert reply.ask is None


async def test_unlink_alone_offers_the_linked_platforms(pair: Pair) -> None:
    await pair.meet()
    await pair.link()
    reply = await pair.discord.say("ada", "/unlink")
    assert reply.ask
    assert [label for _, label in reply.ask.fields[0].choices] == ["Discord", "Telegram"]
    await pair.discord.say("ada", "Telegram")
    assert "Leave Telegram as ada?" in pair.discord.text("ada")
