"""Each stage of the feed pipeline alone, without a store."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed.core.cards.choices import View
from botfeed.core.feed import candidates, exploration, filters, fingerprints, mixing, reasons, score
from botfeed.core.feed.candidates import Candidate
from botfeed.core.feed.exploration import Draw
from botfeed.core.feed.feed_context import FeedContext
from botfeed.core.feed.reasons import Reason
from botfeed.core.feed.score import Scored, Terms
from botfeed.core.model import Post, PostState, Viewer
from botfeed.core.ports import Tally

NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)
ME, ADA, BEN = 1, 2, 3


def post(id, author=ADA, *, age=0.0, **values):
    born = NOW - timedelta(hours=age)
    return Post(id, author, id, f"post {id}", born, state=PostState.PUBLIC, published=born, **values)


def candidate(id, author=ADA, *, names=("newest",), **values):
    return Candidate(post(id, author, **values), frozenset(names))


def scored(id, author=ADA, *, hot=1.0, names=("newest",), **values):
    return Scored(candidate(id, author, names=names, **values), Terms(hot=hot))


def viewer(**values):
    return FeedContext(Viewer(ME), NOW, **values)


def ids(page):
    return [s.post.id for s in page]


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 63))
def test_distance_is_a_metric_in_bits(a, b, bit):
    assert fingerprints.distance(a, b) == fingerprints.distance(b, a) >= 0
    assert (fingerprints.distance(a, b) == 0) == (a == b)
    assert fingerprints.distance(a, a ^ (1 << bit)) == 1


def test_a_picture_without_a_fingerprint_matches_none():
    assert not fingerprints.alike(0, 0)
    assert fingerprints.alike(0b1111, 0b1110)


def test_merge_joins_the_sources_of_a_post():
    a, b = post(5), post(9)
    merged = candidates.merge({"hot": [a], "newest": [b, a]})
    assert [(c.post.id, c.sources) for c in merged] == [(9, {"newest"}), (5, {"hot", "newest"})]


@pytest.mark.parametrize(
    ("what", "who", "fits"),
    [
        (post(1), viewer(), True),
        (post(1, ME), viewer(), False),
        (post(1), FeedContext(Viewer(ME, muted=frozenset({ADA})), NOW), False),
        (post(1), viewer(without=frozenset({1})), False),
        (post(1, sensitive=True), viewer(), True),
        (post(1, sensitive=True), viewer(sensitive=False), False),
    ],
)
def test_own_muted_excluded_and_sensitive_posts_are_filtered(what, who, fits):
    assert filters._fits(who, what) is fits


def test_the_rate_counts_impressions_and_likes():
    few, many = post(1, warm=1, impressions=3), post(2, warm=200, impressions=400)
    ignored, fresh = post(3, impressions=300), post(4)
    assert score.rate(ignored) < score.rate(fresh) < score.rate(few) < score.rate(many)
    assert 0 < score.rate(post(5, warm=40)) < 1, "a link brings likes without looks"


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0, 1000), st.floats(0.1, 1000))
def test_hot_falls_with_age_and_grows_with_likes(likes, looks, age, later):
    assert score.hot(post(1, warm=likes, impressions=looks + likes, age=age), NOW) > 0
    assert score.hot(post(1, warm=likes, age=age), NOW) > score.hot(post(1, warm=likes, age=age + later), NOW)
    assert score.hot(post(1, warm=likes + 1, impressions=1000), NOW) > score.hot(
        post(1, warm=likes, impressions=1000), NOW
    )


def test_hot_follows_its_formula():
    assert score.hot(post(1, warm=9, impressions=90, age=6), NOW) == pytest.approx(2.5849625 / 8**1.2, rel=1e-6)


def test_terms_hold_follow_affinity_and_hide():
    taste = {ADA: Tally(impressions=5, warm=5), BEN: Tally(hides=5)}
    who = viewer(follows=frozenset({ADA}), tastes=taste)
    mine, theirs = score.terms(who, candidate(1)), score.terms(who, candidate(2, BEN))
    assert (mine.followed, mine.affinity, mine.hide) == (0.5, 0.25, 0.0)
    assert (theirs.followed, theirs.affinity, theirs.hide) == (0.0, 0.0, 3.0)
    assert mine.base == mine.hot + 0.75
    assert mine.row()["total"] == pytest.approx(mine.base, abs=1e-3)


def test_without_personalisation_only_hot_and_own_hides_count():
    taste = {ADA: Tally(impressions=5, warm=5, hides=1)}
    terms = score.terms(viewer(personal=False, follows=frozenset({ADA}), tastes=taste), candidate(1))
    assert terms == Terms(hot=terms.hot, hide=1.0)


@given(st.integers(0, 99), st.integers(0, 99))
def test_affinity_is_between_zero_and_one(warm, looks):
    assert 0 <= score.affinity(Tally(looks, warm)) < 1


def test_decay_has_the_published_values():
    assert [mixing.decay(k) for k in range(4)] == [1.0, 0.625, 0.4375, 0.34375]


def test_an_author_has_at_most_two_places_in_eight():
    many = [scored(n, ADA, hot=9 - n / 10) for n in range(1, 9)] + [scored(20 + n, 10 + n, hot=0.1) for n in range(9)]
    page = mixing.arrange(many, 16, (), 1, None)
    authors = [s.post.author for s in page]
    assert all(authors[k : k + 8].count(ADA) <= 2 for k in range(len(authors) - 7))
    assert ids(page)[:2] == [1, 2]
    assert page[1].terms.decay == 0.625


def test_author_caps_hold_across_pages():
    before = [post(1, ADA), post(2, ADA)]
    assert ids(mixing.arrange([scored(3, ADA, hot=9), scored(4, BEN, hot=0.1)], 1, before, 3, None)) == [4]


def test_author_caps_give_way_to_an_otherwise_empty_page():
    alone = [scored(n, ADA, hot=n) for n in range(6, 0, -1)]
    assert ids(mixing.arrange(alone, 1, [post(9), post(8)], 3, None)) == [6]
    assert ids(mixing.arrange(alone, 8, (), 1, None)) == [6, 5, 4]


def test_remixes_and_near_duplicates_are_shown_once():
    root, remix = scored(1, 11, hot=3), scored(2, 12, hot=5, root=1)
    double, other = scored(3, 13, hot=4, print=0b1010), scored(4, 14, hot=2, print=0b1011)
    rest = [scored(n, n, hot=1) for n in range(21, 24)]
    page = mixing.arrange(sorted([root, remix, double, other, *rest], key=lambda s: -s.terms.hot), 8, (), 1, None)
    assert ids(page) == [2, 3, 21, 22, 23]


@given(st.lists(st.tuples(st.integers(1, 6), st.floats(-3, 3)), max_size=40), st.integers(1, 16))
def test_a_page_holds_no_post_twice_and_no_more_than_asked(posts, n):
    every = sorted((scored(k, a, hot=h) for k, (a, h) in enumerate(posts, 1)), key=lambda s: -s.terms.base)
    page = ids(mixing.arrange(every, n, (), 1, None))
    assert len(page) == len(set(page)) <= n
    assert bool(page) == bool(posts)


def test_the_fourth_of_eight_places_is_for_exploration():
    known = [scored(n, n, hot=5) for n in range(1, 12)]
    unknown = scored(99, 99, hot=0.01)
    page = mixing.arrange([*known, unknown], 8, (), 1, Draw(99, 0.3))
    assert ids(page).index(99) == 3
    assert page[3].terms.explore == 0.3
    assert ids(mixing.arrange([*known, unknown], 1, (), 12, Draw(99, 0.3))) == [99]
    assert [n for n in range(1, 25) if exploration.is_slot(n)] == [4, 12, 20]


def test_thompson_prefers_the_warmer_newcomer_and_is_deterministic():
    pool = [scored(1, ADA), scored(2, BEN)]
    tallies = {ADA: Tally(40, 0), BEN: Tally(10, 6)}
    won = [exploration.thompson(pool, tallies, Random(seed)).post for seed in range(200)]
    assert won.count(2) > 190
    assert exploration.thompson(pool, tallies, exploration.rng(ME, NOW)) == exploration.thompson(
        pool, tallies, exploration.rng(ME, NOW)
    )
    assert exploration.thompson(pool, {}, Random(1)) is None


def test_hidden_authors_are_not_explored():
    hidden = Scored(candidate(1), Terms(hot=1, hide=1))
    assert exploration.thompson([hidden], {ADA: Tally()}, Random(1)) is None


@pytest.mark.parametrize(
    ("view", "terms", "values", "follows", "reason"),
    [
        (View.FOR_YOU, Terms(hot=1, explore=0.2), {}, {ADA}, Reason.NEWCOMER),
        (View.FOR_YOU, Terms(hot=1, followed=0.5), {}, {ADA}, Reason.FOLLOW),
        (View.FOR_YOU, Terms(hot=0.1, affinity=0.4), {}, set(), Reason.AFFINITY),
        (View.FOR_YOU, Terms(hot=1), {"likes": 5}, set(), Reason.HOT),
        (View.FOR_YOU, Terms(hot=1), {"likes": 5, "age": 30}, set(), Reason.NEW),
        (View.FOR_YOU, Terms(hot=1), {"age": 100}, set(), Reason.UNSEEN),
        (View.NEW, Terms(hot=1), {"likes": 5}, set(), Reason.NEW),
        (View.HERE, Terms(hot=1), {"likes": 5}, set(), Reason.HERE),
        (View.FOLLOWING, Terms(hot=1), {}, {ADA}, Reason.FOLLOW),
    ],
)
def test_the_reason_follows_from_the_terms(view, terms, values, follows, reason):
    one = Scored(candidate(1, **values), terms)
    assert reasons.of(view, viewer(follows=frozenset(follows)), one) is reason
