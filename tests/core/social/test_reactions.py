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
from botfeed.testing.plugin import Store, make_house
from botfeed.testing.stage import Stage
from tests.core.support.people import Town
from tests.soak import examples


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_liking_sets_a_state_and_updates_the_pressed_card(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    reply = await town.stage.say("ben", f"/open {town.ref(post)}")
    assert labels(reply)[:4] == ["♥ Like", "💬 Comment", "Remix", "⋯ Menu"]
    reply = await town.stage.press("ben", "Like")
    assert (reply.update, reply.notice, labels(reply)[0]) == (True, "Liked.", "♥ Liked 1")
    for _ in range(2):
        await town.stage.say("ben", f"/like {town.ref(post)}")
    assert (await town.post(post)).likes == 1
    await town.stage.press("ben", "Liked")
    await town.stage.say("ben", f"/like {town.ref(post)} --wanted no")
    now = await town.post(post)
    assert (now.likes, now.heat) == (0, 0.0)
    kinds = await town.stage.services.store.read(lambda uow: [e.kind for e in uow.all(Event, post=post.id)])
    assert kinds == ["open", "like", "unlike"]


async def test_own_posts_cannot_be_liked(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ada", f"/like {town.ref(post)}")
    assert town.stage.text("ada") == "That one is yours: likes come from others."
    assert (await town.post(post)).likes == 0


async def test_a_repeated_request_counts_once(town: Town) -> None:
    post = await town.publish("ada")
    for _ in range(2):
        await town.stage.say("ben", f"/like {town.ref(post)}", id="update:7")
    assert (await town.post(post)).likes == 1


async def test_concurrent_likes_count_once_per_person(any_store: Store, clock: SteppedClock) -> None:
    town = Town(Stage(make_house(any_store, clock)))
    post = await town.publish("ada")
    for n in range(6):
        await town.id(f"fan{n}")
    lines = [town.stage.say(f"fan{n % 6}", f"/like {town.ref(post)}") for n in range(24)]
    await asyncio.gather(*lines)
    now = await town.post(post)
    rows = await any_store.read(lambda uow: uow.count(Reaction, post=post.id))
    assert (now.likes, rows, now.heat) == (6, 6, 6.0)


async def test_concurrent_publications_of_one_picture_make_one_post(any_store: Store, clock: SteppedClock) -> None:
    town = Town(Stage(make_house(any_store, clock)))
    ref = await town.paint("ada")
    await asyncio.gather(*(town.stage.say("ada", f"/publish {ref} --audience everyone") for _ in range(8)))
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
            town = Town(Stage(make_house(store, clock)))
            post = await town.publish("ada")
            people = [await town.account(f"fan{n}") for n in range(3)]
            for who, wanted in steps:
                await store.run(lambda uow, who=who, wanted=wanted: _like(town, uow, people[who], post, wanted))
            now = await town.post(post)
            return now.likes, now.heat, await store.read(lambda uow: uow.count(Reaction, post=post.id))
        finally:
            await store.close()

    likes, heat, rows = asyncio.run(play())
    last = dict(steps)
    assert likes == heat == rows == sum(last.values())


def _like(town: Town, uow, who: Account, post: Post, wanted: bool) -> None:
    from botfeed.core.chat.context import RenderContext
    from botfeed.core.language.i18n import words

    ctx = RenderContext(uow, town.stage.services, words("en"), town.stage.home(who.handle), who)
    reactions.like(ctx, who, post, wanted)


async def test_a_comment_is_asked_for_posted_and_shown(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f"/open {town.ref(post)}")
    reply = await town.stage.press("ben", "Comment")
    assert reply.ask
    reply = await town.stage.fill("ben", text="so calm")
    assert reply.notice == "Your comment is there."
    now = await town.post(post)
    assert (now.comments, now.heat) == (1, 2.0)
    await town.stage.say("ada", f"/open {town.ref(post)}")
    assert "ben · so calm · just now" in town.stage.text("ada")


async def test_refused_comments_are_not_posted(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/comment {town.ref(post)} forbidden things")
    assert "can't be shown here (violence)" in town.stage.text("ben")
    await town.stage.say("ben", f"/comment {town.ref(post)} {'x' * 1001}")
    assert "too long" in town.stage.text("ben")
    assert await town.stage.services.store.read(lambda uow: uow.count(Comment)) == 0


async def test_comments_are_paged_in_place(town: Town) -> None:
    post = await town.publish("ada")
    for n in range(7):
        await town.stage.say(f"fan{n}", f"/comment {town.ref(post)} word{n}")
    reply = await town.stage.say("ben", f"/open {town.ref(post)}")
    assert [f"word{n}" in town.stage.text("ben") for n in (6, 2, 1)] == [True, True, False]
    assert labels(reply)[4:] == ["Older"]
    reply = await town.stage.press("ben", "Older")
    assert reply.update
    assert [f"word{n}" in town.stage.text("ben") for n in (2, 1, 0)] == [False, True, True]
    await town.stage.press("ben", "Newer")
    assert "page 1 of 2" in town.stage.text("ben")


async def test_comments_are_deleted_by_their_author_and_hidden_by_the_posts_author(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/comment {town.ref(post)} first")
    await town.stage.say("cleo", f"/comment {town.ref(post)} second")
    rows = await town.stage.services.store.read(lambda uow: uow.all(Comment, post=post.id))
    first, second = (town.stage.services.sealer.ref(r.id) for r in rows)
    await town.stage.say("cleo", f"/uncomment {first}")
    assert "not yours" in town.stage.text("cleo")
    await town.stage.say("ben", f"/hidecomment {second}")
    assert "Only the author" in town.stage.text("ben")
    assert (await town.post(post)).comments == 2
    await town.stage.say("ben", f"/open {town.ref(post)}")
    reply = await town.stage.press("ben", "Delete my comment")
    assert reply.update
    assert "first" not in town.stage.text("ben")
    await town.stage.say("ada", f"/open {town.ref(post)}")
    await town.stage.press("ada", "Hide a comment")
    assert "Nobody said anything yet." in town.stage.text("ada")
    now = await town.post(post)
    assert (now.comments, now.heat) == (0, 0.0)


async def test_hiding_asks_which_of_several_comments(town: Town) -> None:
    post = await town.publish("ada")
    for who in ("ben", "cleo"):
        await town.stage.say(who, f"/comment {town.ref(post)} from {who}")
    await town.stage.say("ada", f"/open {town.ref(post)}")
    reply = await town.stage.press("ada", "Hide a comment")
    assert reply.ask
    assert [label for _, label in reply.ask.fields[0].choices] == ["from cleo", "from ben"]
    await town.stage.fill("ada", comment=reply.ask.fields[0].choices[1][0])
    await town.stage.say("ada", f"/open {town.ref(post)}")
    assert "from cleo" in town.stage.text("ada")
    assert "from ben" not in town.stage.text("ada")


@pytest.mark.parametrize("heart", ["❤", "❤️", "♥️", "🖤", "😍", "💛"])
async def test_a_heart_reaction_is_a_like(town: Town, heart: str) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/open {town.ref(post)}")
    reply = await town.stage.native("ben", "react", emoji=heart, wanted="1")
    assert (reply.cards, reply.notice) == ((), "")
    assert (await town.post(post)).likes == 1
    await town.stage.native("ben", "react", emoji=heart, wanted="0")
    assert (await town.post(post)).likes == 0


async def test_other_reactions_are_ignored(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/open {town.ref(post)}")
    for emoji in ("👍", "💩", "", "❤x", "\N{VARIATION SELECTOR-16}"):
        reply = await town.stage.native("ben", "react", emoji=emoji, wanted="1")
        assert (reply.cards, reply.notice) == ((), ""), emoji
    await town.stage.say("ada", f"/open {town.ref(post)}")
    reply = await town.stage.native("ada", "react", emoji="❤", wanted="1")
    assert (reply.cards, reply.notice) == ((), "")
    reply = await town.stage.native("ben", "react", message="nowhere", emoji="❤", wanted="1")
    assert (reply.cards, reply.notice) == ((), "")
    assert (await town.post(post)).likes == 0


async def test_a_reply_to_a_card_becomes_a_comment_after_confirmation(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/open {town.ref(post)}")
    message = town.stage.last("ben").ref
    reply = await town.stage.native("ben", "reply", message=message, text="so calm")
    assert reply.private
    assert labels(reply) == ["Comment", "Not now"]
    assert "Everyone can see it." in town.stage.text("ben")
    assert (await town.post(post)).comments == 0
    await town.stage.press("ben", "Not now")
    assert town.stage.text("ben") == "Nothing was posted."
    await town.stage.native("ben", "reply", message=message, text="so calm")
    await town.stage.press("ben", "Comment")
    assert (await town.post(post)).comments == 1
    reply = await town.stage.native("ben", "reply", message=message, text="and warm")
    assert (reply.cards, reply.notice) == ((), "Your comment is there.")
    assert (await town.post(post)).comments == 2


async def test_the_question_to_a_reply_names_the_authors_followers(town: Town) -> None:
    await town.id("ada")
    await town.stage.say("ben", "/follow ada")
    post = await town.publish("ada", "a fox", "--audience followers")
    assert "Your followers can see it." in town.stage.text("ada")
    for language, says in (("en", "ada's followers can see it."), ("it", "La può vedere chi segue ada.")):
        await town.stage.services.store.run(
            lambda uow, code=language: uow.compare_and_set(Account, {"handle": "ben"}, language=code)
        )
        await town.stage.say("ben", f"/open {town.ref(post)}")
        await town.stage.native("ben", "reply", text="so calm")
        assert town.stage.text("ben").endswith(says)


async def test_a_reply_to_another_message_is_plain_text(town: Town) -> None:
    await town.stage.say("ben", "/help")
    await town.stage.native("ben", "reply", text="who am i")
    assert "ben" in town.stage.text("ben")


async def test_a_reply_to_a_page_of_several_posts_is_ignored(town: Town) -> None:
    lounge = town.stage.place("lounge")
    for words in ("a fox", "a fox at sea"):
        await town.publish("ada", words, "--audience everyone")
    await town.stage.say("ben", "/search fox", lounge)
    message = next(s.ref for s in reversed(town.stage.shown) if s.reply.cards)
    reply = await town.stage.native("ben", "reply", lounge, text="lovely ones", message=message)
    assert (reply.cards, reply.notice, reply.ask) == ((), "", None)


async def test_counters_of_a_shared_card_are_updated_while_it_is_recent(town: Town, clock: SteppedClock) -> None:
    lounge = town.stage.place("lounge")
    post = await town.publish("ada", "a fox", "--audience here", at=lounge)
    await town.stage.settle()
    for who in ("ben", "cleo", "dan"):
        reply = await town.stage.press(who, "Like", of="#lounge", at=lounge)
        assert (reply.cards, reply.notice) == ((), "Liked.")
    await town.stage.settle()
    clock.advance(timedelta(seconds=10))
    await town.stage.settle()
    edits = [s for s in town.stage.shown if s.to == "#lounge" and s.event == "edit"]
    assert (len(edits), edits[-1].reply.cards[0].actions[0].label) == (2, "♥ Like 3")
    clock.advance(timedelta(hours=2))
    await town.stage.say("eve", f"/like {town.ref(post)}", lounge)
    await town.stage.settle()
    assert len([s for s in town.stage.shown if s.to == "#lounge" and s.event == "edit"]) == 2


async def test_comments_of_suspended_people_are_hidden(town: Town) -> None:
    post = await town.publish("ada")
    await town.stage.say("ben", f"/comment {town.ref(post)} spam")
    ben = await town.account("ben")
    await town.stage.services.store.run(lambda uow: uow.update(ben, state="suspended"))
    await town.stage.say("ada", f"/open {town.ref(post)}")
    assert "spam" not in town.stage.text("ada")
    row = await town.stage.services.store.read(lambda uow: uow.one(Comment, post=post.id))
    assert row.state is PostState.PUBLIC
