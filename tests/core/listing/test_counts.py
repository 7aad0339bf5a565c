"""A number that is shown names what its list shows this viewer: each is compared with the list, opened and read through."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.language.i18n import words
from botfeed.core.listing import pages, threads
from botfeed.core.listing.pages import LOOK, MOST, Count, Listing
from botfeed.core.model import Account, Notice, Post
from botfeed.core.ports import Unit
from botfeed.core.social import notices
from botfeed.testing.stage import plain
from tests.core.support.people import People

NAMES = ("ada", "ben", "cleo", "dora", "emma", "finn")
ON = ("older", "more", "next", "later", "older ", "later ")


@pytest.fixture
async def people(people: People) -> People:
    policy = replace(people.stage.services.policy, operators=frozenset({"console:olga"}), per_minute=10_000)
    people.stage.services = replace(people.stage.services, policy=policy)
    people.stage.services.messengers[people.stage.platform] = people.stage
    return people


async def lived(people: People, chance: random.Random) -> list[Post]:
    """Let six people publish, follow, comment, save, mute, block; suspend one and let one leave."""
    stage, lounge = people.stage, people.stage.place("lounge")
    for who in (*NAMES, "olga"):
        await stage.say(who, "/start")
    posts = []
    for n in range(12):
        audience = chance.choice(("everyone", "everyone", "followers", "here", "everyone --sensitive yes"))
        said = f"--caption number{n:02} --audience {audience}"
        posts.append(await people.publish(chance.choice(NAMES), f"a fox {n}", said, at=lounge))
    for _ in range(90):
        who, post, other = chance.choice(NAMES), people.ref(chance.choice(posts)), chance.choice(NAMES)
        act = chance.choice(
            (f"/follow {other}", f"/follow {other}", f"/comment {post} word{chance.randrange(99)}", f"/comment {post} spider",
             f"/save {post} Foxes", f"/save {post} Owls", f"/like {post}", f"/unfollow {other}")
        )  # fmt: skip
        await stage.say(who, act, lounge if chance.random() < 0.7 else None)
    for who in chance.sample(NAMES, 3):
        await stage.say(who, f"/block {chance.choice(NAMES)}")
        await stage.say(who, f"/mute {chance.choice(NAMES)}")
    await stage.say(chance.choice(NAMES), "/me words spider")
    await stage.say(chance.choice(NAMES), f"/unpublish {people.ref(chance.choice(posts))} --sure")
    await stage.say("olga", f"/admin hide {people.ref(chance.choice(posts))} not nice")
    await stage.say("olga", f"/admin suspend {chance.choice(NAMES)} not nice")
    await stage.say(chance.choice(NAMES), "/me delete --sure")
    await stage.settle()
    return posts


async def through(people: People, who: str, line: str, each: Callable[[Reply], list[str]]) -> list[str]:
    """Return what a list shows, over all of its pages."""
    reply = await people.stage.say(who, line)
    found = each(reply)
    for _ in range(20):
        on = next((a.label for card in reply.cards for a in card.actions if plain(a.label) in ON), None)
        if on is None:
            return found
        reply = await people.stage.press(who, on)
        found += each(reply)
    raise AssertionError("a list without an end")


def lines(reply: Reply) -> list[str]:
    """Return the lines of people of a circle."""
    text = str(reply.cards[0].text) if reply.cards else ""
    return [line.split(" · ")[0] for line in text.split("\n")[1:] if line.split(" · ")[0] in NAMES]


def posted(reply: Reply) -> list[str]:
    return [str(post) for card in reply.cards for post in card.about.posts]


def number(text: str, form: str) -> int:
    found = re.search(form, text)
    assert found, (form, text)
    return int(found[1])


async def ctx_of(people: People, who: str, look: Callable[[RenderContext, Account], object]) -> object:
    me = await people.id(who)

    def read(uow: Unit) -> object:
        account = uow.get(Account, me)
        assert account
        services = people.stage.services
        ctx = RenderContext(
            uow=uow, services=services, words=words("en"), address=people.stage.home(who), account=account
        )
        return look(ctx, account)

    return await people.stage.services.store.read(read)


@pytest.mark.parametrize("seed", range(6))
async def test_every_number_is_that_of_its_list(people: People, seed: int) -> None:
    chance = random.Random(seed)
    posts = await lived(people, chance)
    tried = 0
    for who in NAMES:
        for them in NAMES:
            reply = await people.stage.say(who, f"/profile @{them}")
            if not reply.cards or reply.cards[0].about.surface != "profile":
                continue
            said = str(reply.cards[0].text)
            assert number(said, r"(\d+) pictures?") == len(
                await through(people, who, f"/search @{them} --by newest", posted)
            ), (who, them)
            assert number(said, r"(\d+) followers?") == len(await through(people, who, f"/followers @{them}", lines))
            assert number(said, r"follows (\d+)") == len(await through(people, who, f"/following @{them}", lines))
            tried += 3
        for post in posts:
            tried += await same_comments(people, who, post)
        tried += await same_shelves(people, who)
        assert await ctx_of(people, who, unread) == await read_through(people, who)
    assert tried > 60


async def same_comments(people: People, who: str, post: Post) -> int:
    """Compare the number on the button of a post's card with the comments below it."""
    reply = await people.stage.say(who, f"/open {people.ref(post)}")
    if not reply.cards or reply.cards[0].about.post != post.id:
        return 0
    label = next(a.label for a in reply.cards[0].actions if "Comment" in a.label)
    shown = await through(people, who, f"/open {people.ref(post)}", lambda one: commented(one.cards[-1:]))
    assert int((re.search(r"\d+$", label) or ["0"])[0]) == len(shown), (who, label, shown)
    return 1


def commented(cards: Sequence[object]) -> list[str]:
    text = "\n".join(str(card.text) for card in cards)  # type: ignore[attr-defined]  # a card's
    return re.findall(r"(?:word\d+|spider)", text)


async def same_shelves(people: People, who: str) -> int:
    """Compare the numbers of one's shelves with what stands on them."""
    reply = await people.stage.say(who, "/shelf show")
    sizes = re.findall(r"^(Foxes|Owls) · (\d+) picture", str(reply.cards[0].text) if reply.cards else "", re.MULTILINE)
    for title, size in sizes:
        assert int(size) == len(await through(people, who, f"/shelf open {title}", posted)), (who, title)
    return len(sizes)


def unread(ctx: RenderContext, me: Account) -> int:
    """Return what the line about things that happened meanwhile counts."""
    return pages.count(notices.listed(ctx, me, unread=True)).n


async def read_through(people: People, who: str) -> int:
    """Read the whole inbox; return how many notices it showed that were not read before."""
    me = await people.id(who)

    async def left() -> set[int]:
        rows = await people.stage.services.store.read(lambda uow: uow.all(Notice, account=me, read=None))
        return {row.id for row in rows}

    before = await left()
    await through(people, who, "/inbox", lambda _: [])
    return len(before - await left())


def stretch(seen: Callable[[int], bool], many: int) -> Listing[int, int]:
    """List numbers from `many` down to 1, of which the viewer sees some."""

    def read(beyond: int | None, limit: int, back: bool) -> list[int]:
        rows = range((beyond or many + 1) - 1, 0, -1)
        return list(rows[:limit])

    return Listing(read, lambda rows: [(row, row) for row in rows if seen(row)], lambda row: row)


@pytest.mark.parametrize("many", [0, 1, 98, 99, 100, 101, 599, 5000])
def test_a_count_is_exact_up_to_its_bound(many: int) -> None:
    counted = pages.count(stretch(lambda _: True, many))
    assert (counted.n, counted.more) == (min(many, MOST), many > MOST)
    assert str(counted) == (f"{MOST}+" if many > MOST else str(many))


def test_a_count_of_what_is_hidden_says_that_there_may_be_more() -> None:
    """However many rows its viewer does not see, no more than some hundreds are read."""
    assert pages.count(stretch(lambda row: row == 1, 100_000)) == Count(0, more=True)
    assert pages.count(stretch(lambda row: row == 1, LOOK - 10)) == Count(1)


def test_a_long_run_of_hidden_rows_does_not_end_a_list() -> None:
    """A page that was shortened by what its viewer does not see was taken for the last one."""
    what = stretch(lambda row: row % 1500 == 1, 9000)
    found, key, steps = [], None, 0
    while steps == 0 or key is not None:
        items, key = pages.after(what, key, 2)
        found += items
        steps += 1
    assert found == [7501, 6001, 4501, 3001, 1501, 1]


async def test_comments_are_counted_as_everybody_sees_them_on_a_shared_card(people: People) -> None:
    post = await people.publish("ada", "a fox")
    for who in ("ben", "cleo"):
        await people.stage.say(who, f"/comment {people.ref(post)} hm")
    await people.stage.say("olga", "/admin suspend ben not nice")

    def look(uow: Unit) -> tuple[int, int]:
        services, at = people.stage.services, people.stage.place("lounge")
        ctx = RenderContext(uow=uow, services=services, words=words("en"), address=at)
        row = uow.get(Post, post.id)
        assert row
        return row.comments, threads.count(ctx, row).n

    assert await people.stage.services.store.read(look) == (2, 1)
