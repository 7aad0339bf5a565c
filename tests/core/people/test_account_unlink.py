"""Leaving a platform: nothing is lost, and no limit, block or suspension is evaded."""

from __future__ import annotations

import re
from datetime import timedelta

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import (
    Account,
    AccountState,
    Address,
    Block,
    Follow,
    Identity,
    Mute,
    MutedWord,
    Painting,
    Picture,
    Post,
    Space,
    Subscription,
)
from botfeed.core.people import account_unlink
from botfeed.core.ports import Unit
from botfeed.testing.stage import Stage
from tests.core.support.linked_accounts import LinkedAccounts
from tests.core.support.queries import count, labels, one


async def test_unlinking_leaves_each_side_what_it_brought(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.people.paint("ada", "a fox")
    await of_telegram(linked_accounts, "a whale")
    await linked_accounts.link()
    await linked_accounts.telegram.say("ada_p", "/digest set 9")
    reply = await linked_accounts.discord.say("ada", "/unlink telegram")
    assert linked_accounts.discord.text("ada") == (
        "Leave Telegram as ada? What was painted on Telegram goes along, with its posts. All else stays with ada on "
        "Discord, and whom you follow holds for both. On Telegram you get another name."
    )
    assert labels(reply) == ["Leave Telegram"]
    await linked_accounts.discord.press("ada", "Leave Telegram")
    said = linked_accounts.discord.text("ada")
    assert re.fullmatch(r"You are ada_p\d{3} on Telegram now, and ada on Discord\. /link joins you again\.", said)
    await linked_accounts.discord.settle()
    assert (await one(linked_accounts, Subscription)).address.platform == "discord"
    await linked_accounts.discord.say("ada", "/mine")
    assert "a fox" in linked_accounts.discord.text("ada")
    assert "a whale" not in linked_accounts.discord.text("ada")
    await linked_accounts.telegram.say("ada_p", "/mine")
    assert "a whale" in linked_accounts.telegram.text("ada_p")
    assert "a fox" not in linked_accounts.telegram.text("ada_p")
    twice = await linked_accounts.discord.press("ada", "Leave Telegram")
    assert "You are not on telegram here, but on Discord." in f"{twice.notice}{linked_accounts.discord.text('ada')}"


async def of_telegram(linked_accounts: LinkedAccounts, prompt: str) -> Picture:
    """Paint as from Telegram."""
    picture = await linked_accounts.other.picture("ada_p", prompt)

    def write(uow: Unit) -> None:
        painting = uow.get(Painting, picture.painting)
        assert painting
        uow.update(painting, address=Address("telegram", "ada_p"))

    await linked_accounts.services.store.run(write)
    return picture


async def test_unlinking_moves_posts_with_their_pictures(linked_accounts: LinkedAccounts) -> None:
    """A linked side could throw the other out and keep everything."""
    ref = linked_accounts.services.sealer.ref((await of_telegram(linked_accounts, "a whale")).id)
    await linked_accounts.link()
    await linked_accounts.telegram.say("ada_p", f"/publish {ref} --caption Whale --audience everyone")
    fox = await linked_accounts.people.publish("ada", "a fox")
    await linked_accounts.discord.say("cleo", "/start")
    await linked_accounts.discord.say("ada", "/follow cleo")
    await linked_accounts.discord.say("ada", "/me words spider")
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    await linked_accounts.discord.settle()
    ada, fresh = await linked_accounts.who("discord", "ada"), await linked_accounts.who("telegram", "ada_p")
    (whale,) = await linked_accounts.services.store.read(lambda uow: uow.all(Post, author=fresh.id))
    assert whale.caption == "Whale"
    assert await count(linked_accounts, Post, author=ada.id) == 1
    assert (ada.last_post, fresh.last_post) == (fox.id, whale.id)
    cleo = await linked_accounts.who("discord", "cleo")
    for who in (ada, fresh):
        assert await count(linked_accounts, Follow, follower=who.id, followee=cleo.id) == 1
        assert await count(linked_accounts, MutedWord, account=who.id, word="spider") == 1
    await linked_accounts.discord.say("cleo", f"/open {linked_accounts.services.sealer.ref(whale.id)}")
    assert fresh.handle in linked_accounts.discord.text("cleo")


async def test_the_only_platform_cannot_be_unlinked(linked_accounts: LinkedAccounts) -> None:
    for line in ("/unlink discord", "/unlink discord --sure yes"):
        await linked_accounts.discord.say("ada", line)
        assert linked_accounts.discord.text("ada") == "That is the only place you are in. /me delete ends your account."


async def test_unlinking_gives_no_second_allowance(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.link()
    for n in range(5):
        await linked_accounts.discord.say("ada", f"/imagine a fox {n} --count 2")
        await linked_accounts.discord.settle()
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    await linked_accounts.telegram.say("ada_p", "/imagine a whale")
    assert linked_accounts.telegram.text("ada_p").startswith("That's all for today: 10 of 10.")


async def test_paintings_in_progress_stay_with_the_remaining_account(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.link()
    await linked_accounts.telegram.say("ada_p", "/imagine a whale")
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    await linked_accounts.discord.settle()
    assert not [s for s in linked_accounts.telegram.shown if s.event in ("edit", "delivery") and s.reply.cards[0].media]
    assert "Here it is." in linked_accounts.discord.text("ada"), "it comes to them where they are still themselves"
    assert (await one(linked_accounts, Picture)).account == (await linked_accounts.who("discord", "ada")).id


async def test_unlinked_accounts_can_be_linked_again(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.link()
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    await linked_accounts.link()
    assert await count(linked_accounts, Identity, account=(await linked_accounts.who("discord", "ada")).id) == 2


async def test_unlinking_is_rate_limited(linked_accounts: LinkedAccounts) -> None:
    for _ in range(account_unlink.TIMES):
        await linked_accounts.link()
        await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
        assert "ada on Discord" in linked_accounts.discord.text("ada")
    await linked_accounts.link()
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    assert linked_accounts.discord.text("ada") == "You left a platform 3 times today. Let it rest until tomorrow."
    linked_accounts.services.clock.advance(timedelta(days=1))
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    assert "ada on Discord" in linked_accounts.discord.text("ada")


async def test_unlinking_keeps_blocks_and_mutes(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.link()
    await linked_accounts.telegram.say("ben", "/block ada")
    await linked_accounts.discord.say("cleo", "/start")
    await linked_accounts.discord.say("ada", "/mute cleo")
    await linked_accounts.telegram.say("ada_p", "/unlink telegram --sure yes")
    fresh = await linked_accounts.who("telegram", "ada_p")
    ben, cleo = await linked_accounts.who("telegram", "ben"), await linked_accounts.who("discord", "cleo")
    assert await count(linked_accounts, Block, account=ben.id, blocked=fresh.id) == 1
    assert await count(linked_accounts, Mute, account=fresh.id, muted=cleo.id) == 1
    await linked_accounts.telegram.say("ada_p", "/follow ben")
    assert "There is nobody called ben here" in linked_accounts.telegram.text("ada_p")


async def test_unlinking_voids_open_links_of_the_leaving_account(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.link()
    dora = Stage(linked_accounts.services, "web")
    await dora.say("dora", "/start")
    code = await linked_accounts.code(dora, "dora")
    await linked_accounts.telegram.say("ada_p", f"/link {code}")
    await linked_accounts.telegram.press("ada_p", "Yes, join us")
    await dora.settle()
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    await dora.press("dora", "Yes, join us")
    await dora.settle()
    assert await count(linked_accounts, Identity, account=(await linked_accounts.who("discord", "ada")).id) == 1


async def test_unlinking_moves_the_keeper_of_a_space_to_its_platform(linked_accounts: LinkedAccounts) -> None:
    ada = await linked_accounts.link()
    await linked_accounts.services.store.run(
        lambda uow: uow.insert(Space(uow.new_id(), "telegram", "-1", "lounge", uow.now, keeper=ada.id))
    )
    await linked_accounts.discord.say("ada", "/unlink telegram --sure yes")
    assert (await one(linked_accounts, Space)).keeper == (await linked_accounts.who("telegram", "ada_p")).id


async def test_linking_a_suspended_leaving_account_does_not_erase_the_other(
    linked_accounts: LinkedAccounts, clock: SteppedClock
) -> None:
    await linked_accounts.asked()
    other = await linked_accounts.who("telegram", "ada_p")
    await linked_accounts.services.store.run(lambda uow: uow.update(other, state=AccountState.SUSPENDED))
    await linked_accounts.telegram.say("ada_p", "/me delete --sure")
    await linked_accounts.discord.press("ada", "Yes, join us")
    await linked_accounts.discord.settle()
    clock.advance(timedelta(days=7, minutes=1))
    await linked_accounts.discord.settle()
    assert (await linked_accounts.who("discord", "ada")).state is AccountState.ACTIVE


async def test_linking_does_not_count_as_a_handle_change(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.link()
    for name in ("one", "two"):
        await linked_accounts.discord.say("ada", f"/handle {name}")
    assert (await one(linked_accounts, Account, handle="two")) is not None


async def test_unlink_on_a_single_platform_asks_nothing(linked_accounts: LinkedAccounts) -> None:
    reply = await linked_accounts.discord.say("zoe", "/unlink")
    assert str(reply.cards[0].text).startswith("That is the only place you are in.")
    assert reply.ask is None


async def test_unlink_alone_offers_the_linked_platforms(linked_accounts: LinkedAccounts) -> None:
    await linked_accounts.meet()
    await linked_accounts.link()
    reply = await linked_accounts.discord.say("ada", "/unlink")
    assert reply.ask
    assert [label for _, label in reply.ask.fields[0].choices] == ["Discord", "Telegram"]
    await linked_accounts.discord.say("ada", "Telegram")
    assert "Leave Telegram as ada?" in linked_accounts.discord.text("ada")
