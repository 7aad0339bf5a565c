"""Likes and comments, by command and by native reactions and replies."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Account, Comment, Event, Post, PostState, Reaction
from botfeed.core.social import reactions
from botfeed.store.engine import migrate, open_store
from botfeed.testing import databases
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage
from tests.core.support.people import People
from tests.soak import examples


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_liking_sets_a_state_and_updates_the_pressed_card(people: People) -> None:
    post = await people.publish("ada", "a fox")
    reply = await people.stage.say("ben", f"/open {people.ref(post)}")
    assert labels(reply)[:4] == ["♥ Like", "💬 Comment", "Remix", "⋯ Menu"]
    reply = await people.stage.press("ben", "Like")
    assert (reply.update, reply.notice, labels(reply)[0]) == (True, "Liked.", "♥ Liked 1")
    for _ in range(2):
        await people.stage.say("ben", f"/like {people.ref(post)}")
    assert (await people.post(post)).likes == 1
    await people.stage.press("ben", "Liked")
    await people.stage.say("ben", f"/like {people.ref(post)} --wanted no")
    now = await people.post(post)
    assert (now.likes, now.heat) == (0, 0.0)
    kinds = await people.stage.services.store.read(lambda uow: [e.kind for e in uow.all(Event, post=post.id)])
    assert kinds == ["open", "like", "unlike"]


async def test_own_posts_cannot_be_liked(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ada", f"/like {people.ref(post)}")
    assert people.stage.text("ada") == "That one is yours: likes come from others."
    assert (await people.post(post)).likes == 0


async def test_a_repeated_request_counts_once(people: People) -> None:
    post = await people.publish("ada")
    for _ in range(2):
        await people.stage.say("ben", f"/like {people.ref(post)}", id="update:7")
    assert (await people.post(post)).likes == 1


async def test_concurrent_likes_count_once_per_person(any_store: Store, clock: SteppedClock) -> None:
    people = People(Stage(make_services(any_store, clock)))
    post = await people.publish("ada")
    for n in range(6):
        await people.id(f"fan{n}")
    lines = [people.stage.say(f"fan{n % 6}", f"/like {people.ref(post)}") for n in range(24)]
    await asyncio.gather(*lines)
    now = await people.post(post)
    rows = await any_store.read(lambda uow: uow.count(Reaction, post=post.id))
    assert (now.likes, rows, now.heat) == (6, 6, 6.0)


async def test_concurrent_publications_of_one_picture_make_one_post(any_store: Store, clock: SteppedClock) -> None:
    people = People(Stage(make_services(any_store, clock)))
    ref = await people.paint("ada")
    await asyncio.gather(*(people.stage.say("ada", f"/publish {ref} --audience everyone") for _ in range(8)))
    assert await any_store.read(lambda uow: uow.count(Post)) == 1


@settings(max_examples=examples(8, 60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=25))
def test_the_like_counter_equals_the_number_of_rows(
    tmp_path_factory: pytest.TempPathFactory, clock: SteppedClock, steps
) -> None:
    async def play() -> tuple[int, float, int]:
        folder = tmp_path_factory.mktemp("likes")
        databases.create(folder / "botfeed.db")
        store = open_store(f"sqlite:///{folder}/botfeed.db", clock)
        await migrate(store)
        try:
            people = People(Stage(make_services(store, clock)))
            post = await people.publish("ada")
            fans = [await people.account(f"fan{n}") for n in range(3)]
            for who, wanted in steps:
                await store.run(lambda uow, who=who, wanted=wanted: _like(people, uow, fans[who], post, wanted))
            now = await people.post(post)
            return now.likes, now.heat, await store.read(lambda uow: uow.count(Reaction, post=post.id))
        finally:
            await store.close()

    likes, heat, rows = asyncio.run(play())
    last = dict(steps)
    assert likes == heat == rows == sum(last.values())


def _like(people: People, uow, who: Account, post: Post, wanted: bool) -> None:
    from botfeed.core.chat.context import RenderContext
    from botfeed.core.language.i18n import words

    ctx = RenderContext(uow, people.stage.services, words("en"), people.stage.home(who.handle), who)
    reactions.like(ctx, who, post, wanted)


async def test_a_comment_is_asked_for_posted_and_shown(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    reply = await people.stage.press("ben", "Comment")
    assert reply.ask
    reply = await people.stage.fill("ben", text="so calm")
    assert reply.notice == "Your comment is there."
    now = await people.post(post)
    assert (now.comments, now.heat) == (1, 2.0)
    await people.stage.say("ada", f"/open {people.ref(post)}")
    assert "ben · so calm · just now" in people.stage.text("ada")


async def test_refused_comments_are_not_posted(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/comment {people.ref(post)} forbidden things")
    assert "can't be shown here (violence)" in people.stage.text("ben")
    await people.stage.say("ben", f"/comment {people.ref(post)} {'x' * 1001}")
    assert "too long" in people.stage.text("ben")
    assert await people.stage.services.store.read(lambda uow: uow.count(Comment)) == 0


async def test_comments_are_paged_in_place(people: People) -> None:
    post = await people.publish("ada")
    for n in range(7):
        await people.stage.say(f"fan{n}", f"/comment {people.ref(post)} word{n}")
    reply = await people.stage.say("ben", f"/open {people.ref(post)}")
    assert [f"word{n}" in people.stage.text("ben") for n in (6, 2, 1)] == [True, True, False]
    assert labels(reply)[4:] == ["Older", "Answer"]
    reply = await people.stage.press("ben", "Older")
    assert reply.update
    assert [f"word{n}" in people.stage.text("ben") for n in (2, 1, 0)] == [False, True, True]
    await people.stage.press("ben", "Newer")
    assert [f"word{n}" in people.stage.text("ben") for n in (6, 2, 1)] == [True, True, False]


async def test_comments_are_deleted_by_their_author_and_hidden_by_the_posts_author(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/comment {people.ref(post)} first")
    await people.stage.say("cleo", f"/comment {people.ref(post)} second")
    rows = await people.stage.services.store.read(lambda uow: uow.all(Comment, post=post.id))
    first, second = (people.stage.services.sealer.ref(r.id) for r in rows)
    await people.stage.say("cleo", f"/uncomment {first}")
    assert "not yours" in people.stage.text("cleo")
    await people.stage.say("ben", f"/hidecomment {second}")
    assert "Only the author" in people.stage.text("ben")
    assert (await people.post(post)).comments == 2
    await people.stage.say("ben", f"/open {people.ref(post)}")
    reply = await people.stage.press("ben", "Delete my comment")
    assert reply.update
    assert "first" not in people.stage.text("ben")
    await people.stage.say("ada", f"/open {people.ref(post)}")
    await people.stage.press("ada", "Hide a comment")
    assert "Nobody said anything yet." in people.stage.text("ada")
    now = await people.post(post)
    assert (now.comments, now.heat) == (0, 0.0)


async def test_hiding_asks_which_of_several_comments(people: People) -> None:
    post = await people.publish("ada")
    for who in ("ben", "cleo"):
        await people.stage.say(who, f"/comment {people.ref(post)} from {who}")
    await people.stage.say("ada", f"/open {people.ref(post)}")
    reply = await people.stage.press("ada", "Hide a comment")
    assert reply.ask
    assert [label for _, label in reply.ask.fields[0].choices] == ["from cleo", "from ben"]
    await people.stage.fill("ada", comment=reply.ask.fields[0].choices[1][0])
    await people.stage.say("ada", f"/open {people.ref(post)}")
    assert "from cleo" in people.stage.text("ada")
    assert "from ben" not in people.stage.text("ada")


@pytest.mark.parametrize("heart", ["❤", "❤️", "♥️", "🖤", "😍", "💛"])
async def test_a_heart_reaction_is_a_like(people: People, heart: str) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    reply = await people.stage.native("ben", "react", emoji=heart, wanted="1")
    assert (reply.cards, reply.notice) == ((), "")
    assert (await people.post(post)).likes == 1
    await people.stage.native("ben", "react", emoji=heart, wanted="0")
    assert (await people.post(post)).likes == 0


async def test_other_reactions_are_ignored(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    for emoji in ("👍", "💩", "", "❤x", "\N{VARIATION SELECTOR-16}"):
        reply = await people.stage.native("ben", "react", emoji=emoji, wanted="1")
        assert (reply.cards, reply.notice) == ((), ""), emoji
    await people.stage.say("ada", f"/open {people.ref(post)}")
    reply = await people.stage.native("ada", "react", emoji="❤", wanted="1")
    assert (reply.cards, reply.notice) == ((), "")
    reply = await people.stage.native("ben", "react", message="nowhere", emoji="❤", wanted="1")
    assert (reply.cards, reply.notice) == ((), "")
    assert (await people.post(post)).likes == 0


async def test_a_reply_to_a_card_becomes_a_comment_after_confirmation(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/open {people.ref(post)}")
    message = people.stage.last("ben").ref
    reply = await people.stage.native("ben", "reply", message=message, text="so calm")
    assert reply.private
    assert labels(reply) == ["Comment", "Not now"]
    assert "Everyone can see it." in people.stage.text("ben")
    assert (await people.post(post)).comments == 0
    await people.stage.press("ben", "Not now")
    assert people.stage.text("ben") == "Nothing was posted."
    await people.stage.native("ben", "reply", message=message, text="so calm")
    await people.stage.press("ben", "Comment")
    assert (await people.post(post)).comments == 1
    reply = await people.stage.native("ben", "reply", message=message, text="and warm")
    assert (reply.cards, reply.notice) == ((), "Your comment is there.")
    assert (await people.post(post)).comments == 2


async def test_the_question_to_a_reply_names_the_authors_followers(people: People) -> None:
    await people.id("ada")
    await people.stage.say("ben", "/follow ada")
    post = await people.publish("ada", "a fox", "--audience followers")
    assert "Your followers can see it." in people.stage.text("ada")
    for language, says in (("en", "ada's followers can see it."), ("it", "La può vedere chi segue ada.")):
        await people.stage.services.store.run(
            lambda uow, code=language: uow.compare_and_set(Account, {"handle": "ben"}, language=code)
        )
        await people.stage.say("ben", f"/open {people.ref(post)}")
        await people.stage.native("ben", "reply", text="so calm")
        assert people.stage.text("ben").endswith(says)


async def test_a_reply_to_another_message_is_plain_text(people: People) -> None:
    await people.stage.say("ben", "/help")
    await people.stage.native("ben", "reply", text="who am i")
    assert "ben" in people.stage.text("ben")


async def test_a_reply_to_a_page_of_several_posts_is_ignored(people: People) -> None:
    lounge = people.stage.place("lounge")
    for words in ("a fox", "a fox at sea"):
        await people.publish("ada", words, "--audience everyone")
    await people.stage.say("ben", "/search fox", lounge)
    message = next(s.ref for s in reversed(people.stage.shown) if s.reply.cards)
    reply = await people.stage.native("ben", "reply", lounge, text="lovely ones", message=message)
    assert (reply.cards, reply.notice, reply.ask) == ((), "", None)


async def test_counters_of_a_shared_card_are_updated_while_it_is_recent(people: People, clock: SteppedClock) -> None:
    lounge = people.stage.place("lounge")
    post = await people.publish("ada", "a fox", "--audience here", at=lounge)
    await people.stage.settle()
    for who in ("ben", "cleo", "dan"):
        reply = await people.stage.press(who, "Like", of="#lounge", at=lounge)
        assert (reply.cards, reply.notice) == ((), "Liked.")
    await people.stage.settle()
    clock.advance(timedelta(seconds=10))
    await people.stage.settle()
    edits = [s for s in people.stage.shown if s.to == "#lounge" and s.event == "edit"]
    assert (len(edits), edits[-1].reply.cards[0].actions[0].label) == (2, "♥ Like 3")
    clock.advance(timedelta(hours=2))
    await people.stage.say("eve", f"/like {people.ref(post)}", lounge)
    await people.stage.settle()
    assert len([s for s in people.stage.shown if s.to == "#lounge" and s.event == "edit"]) == 2


async def test_comments_of_suspended_people_are_hidden(people: People) -> None:
    post = await people.publish("ada")
    await people.stage.say("ben", f"/comment {people.ref(post)} spam")
    ben = await people.account("ben")
    await people.stage.services.store.run(lambda uow: uow.update(ben, state="suspended"))
    await people.stage.say("ada", f"/open {people.ref(post)}")
    assert "spam" not in people.stage.text("ada")
    row = await people.stage.services.store.read(lambda uow: uow.one(Comment, post=post.id))
    assert row.state is PostState.PUBLIC
