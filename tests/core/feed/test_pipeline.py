"""The whole feed pipeline, on both engines."""

from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest

from botfeed.core.cards.choices import View
from botfeed.core.chat.policy import Policy
from botfeed.core.feed import home as feed
from botfeed.core.feed import impressions
from botfeed.core.feed.reasons import Reason
from botfeed.core.model import Account, AccountState, Audience, Block, Event, Mute, Post, PostState, Space
from botfeed.core.safety import visibility
from botfeed.store import statements
from botfeed.testing.community import Community
from botfeed.testing.plugin import make_services

HOUR = timedelta(hours=1)


def look(uow, services, world, who="zoe", view=View.FOR_YOU, n=8, space=None, **options):
    account = uow.get(Account, world.person(uow, who))
    viewer = visibility.viewer(uow, account, uow.get(Space, space))
    return feed.home(uow, services, account, viewer, view, n, Random(1), **options)


def posts(page):
    return [placed.post.id for placed in page]


async def test_followed_authors_come_first_with_their_reason(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        friend, other = world.post(uow, "ada", age=10 * HOUR), world.post(uow, "ben", age=10 * HOUR)
        world.follow(uow, "zoe", "ada")
        return [friend, other], look(uow, services, world)

    expected, page = await any_store.run(write)
    assert posts(page) == expected
    assert [(p.reason, p.friend, p.position) for p in page] == [(Reason.FOLLOW, True, 1), (Reason.NEW, False, 2)]
    assert page[0].terms.followed == 0.5


async def test_invisible_and_unwanted_posts_are_left_out(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        me = world.person(uow, "zoe")
        lounge, attic = world.space(uow, "lounge"), world.space(uow, "attic")
        world.post(uow, "zoe")
        world.post(uow, "ada", audience=Audience.FOLLOWERS)
        world.post(uow, "ada", state=PostState.HIDDEN)
        world.post(uow, "ada", audience=Audience.HERE, space=attic)
        world.post(uow, "muted")
        uow.insert(Mute(uow.new_id(), me, world.person(uow, "muted"), uow.now))
        world.post(uow, "blocker")
        uow.insert(Block(uow.new_id(), world.person(uow, "blocker"), me, uow.now))
        world.post(uow, "gone")
        world.person(uow, "gone", state=AccountState.LEAVING)
        spicy = world.post(uow, "ben", sensitive=True)
        here = world.post(uow, "cleo", audience=Audience.HERE, space=lounge)
        fine = world.post(uow, "dan")
        pages = {
            "alone": look(uow, services, world),
            "lounge": look(uow, services, world, space=lounge, sensitive=False),
            "here": look(uow, services, world, view=View.HERE, space=lounge),
        }
        return (spicy, here, fine), {name: set(posts(page)) for name, page in pages.items()}

    (spicy, here, fine), pages = await any_store.run(write)
    assert pages == {"alone": {spicy, fine}, "lounge": {here, fine}, "here": {here}}


async def test_shown_posts_are_logged_with_their_terms_and_not_repeated(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        for n in range(12):
            world.post(uow, f"author{n % 6}", age=n * HOUR)
        shown = []
        account = uow.get(Account, world.person(uow, "zoe"))
        while page := look(uow, services, world, n=1):
            impressions.shown(uow, account, page, "feed")
            shown += page
        log = uow.all(Event, account=account.id, kind="impression")
        return shown, log, [uow.get(Post, p.post.id).impressions for p in shown]

    shown, log, looks = await any_store.run(write)
    assert len(shown) == len(set(posts(shown))) == 12
    assert [(e.post, e.position) for e in log] == [(p.post.id, n) for n, p in enumerate(shown, 1)]
    assert [e.terms for e in log] == [p.terms.row() for p in shown]
    assert looks == [1] * 12


async def test_hides_and_likes_change_an_authors_rank(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        me, old = world.person(uow, "zoe"), {n: world.post(uow, n, age=40 * HOUR) for n in ("ada", "ben", "cleo")}
        for name, kind in (("ada", "hide"), ("ben", "like")):
            for _ in range(3):
                uow.insert(Event(uow.new_id(), me, old[name], kind, uow.now))
        for post in old.values():
            impressions.remember(uow, uow.get(Account, me), post)
        fresh = {n: world.post(uow, n, age=20 * HOUR) for n in ("ada", "cleo", "ben")}
        before = posts(look(uow, services, world))
        world.person(uow, "zoe", personal=False)
        return [fresh["ben"], fresh["cleo"], fresh["ada"]], before, look(uow, services, world)

    expected, personal, plain = await any_store.run(write)
    assert personal == expected
    assert all(p.terms.affinity == p.terms.followed == 0 for p in plain)


async def test_following_and_new_are_newest_first(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        world.follow(uow, "zoe", "ada")
        ids = [world.post(uow, name, warm=9 - k) for k, name in enumerate(("ada", "ben", "ada", "ben", "ada"))]
        secret = world.post(uow, "ada", audience=Audience.FOLLOWERS)
        return (
            [*ids, secret],
            posts(look(uow, services, world, view=View.FOLLOWING)),
            posts(look(uow, services, world, view=View.NEW)),
        )

    ids, following, new = await any_store.run(write)
    assert following == [ids[5], ids[4], ids[2], ids[0]]
    assert new == ids[::-1]


async def test_a_feed_reaches_past_many_seen_posts(any_store, clock):
    """The pull query reads the newest posts only; where filters leave too few, the plain join is used."""
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        account = uow.get(Account, world.person(uow, "zoe"))
        oldest = world.post(uow, "quiet")
        world.follow(uow, "zoe", "quiet")
        for n in range(230):
            post = world.post(uow, f"a{n}")
            world.follow(uow, "zoe", f"a{n}")
            impressions.remember(uow, account, post)
        return oldest, posts(look(uow, services, world, view=View.FOLLOWING))

    oldest, page = await any_store.run(write)
    assert page == [oldest]


async def test_many_posts_of_a_muted_author_do_not_fill_the_sources(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        wanted = world.post(uow, "ada")
        for _ in range(100):
            world.post(uow, "flood")
        uow.insert(Mute(uow.new_id(), world.person(uow, "zoe"), world.person(uow, "flood"), uow.now))
        return wanted, posts(look(uow, services, world))

    wanted, page = await any_store.run(write)
    assert page == [wanted]


async def test_the_exploration_slot_shows_a_newcomer_unless_disabled(any_store, clock):
    services, world = make_services(any_store, clock), Community()
    plain = make_services(any_store, clock, policy=Policy(explore=False))

    def write(uow):
        for n in range(10):
            world.post(uow, f"known{n}", impressions=100, warm=60)
        unknown = world.post(uow, "newcomer", age=60 * HOUR)
        return unknown, look(uow, services, world), look(uow, plain, world)

    unknown, page, without = await any_store.run(write)
    assert (page[3].post.id, page[3].reason) == (unknown, Reason.NEWCOMER)
    assert page[3].terms.explore > 0
    assert unknown not in posts(without)


async def test_a_spaces_feed_shows_what_all_there_may_see_and_no_repeats(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        lounge = world.space(uow, "lounge")
        once = world.post(uow, "ada")
        here = world.post(uow, "ben", audience=Audience.HERE, space=lounge)
        world.post(uow, "cleo", audience=Audience.FOLLOWERS)
        viewer = visibility.viewer(uow, None, uow.get(Space, lounge))
        rng = Random(1)
        return here, posts(
            feed.home(uow, services, None, viewer, View.FOR_YOU, 8, rng, sensitive=False, without={once})
        )

    here, page = await any_store.run(write)
    assert page == [here]


@contextmanager
def counted(uow):
    """Count the statements that one unit sends."""
    seen = []

    def note(connection, text, values=()):
        seen.append(text)
        return execute(connection, text, values)

    execute = statements.execute
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "execute", note)
        yield seen


async def test_the_number_of_queries_is_bounded(any_store, clock):
    services, world = make_services(any_store, clock), Community()

    def write(uow):
        world.follow(uow, "zoe", "a0")
        counts = []
        for size, n in ((3, 1), (60, 8)):
            for k in range(size):
                world.post(uow, f"a{k % 20}")
                world.follow(uow, "zoe", f"a{k % 7}")
            with counted(uow) as sent:
                page = look(uow, services, world, n=n)
            assert len(page) == n
            counts.append(len(sent))
        return counts

    few, many = await any_store.run(write)
    assert 4 < many <= few + 2 <= 16, "two more for the exploration slot of a whole page"
