"""Browsing others' pictures: the feed in one message, comments, remixes, the inbox, the digest."""

from datetime import timedelta

from botfeed.core.digest import tick as digests
from botfeed.core.model import Comment, Delivery, Post, Reaction, Subscription


async def test_the_feed_is_paged_in_one_message_until_its_end(door, ada, ben):
    await door.published(ada, "a fox in snow")
    await door.published(ada, "a red boat at sea")
    await ben.say("/feed")
    first = await door.shown(ben, "ada", "Like")
    picture = first.photo
    assert picture
    tap = await ben.press(first, "Like")
    assert (await tap.answered())["text"] == "Liked."
    liked = await door.shown(ben, "ada", "♥ Liked 1")
    assert liked.id == first.id
    assert await door.rows(Reaction)
    await ben.press(liked, "More")
    await door.until(lambda: door.fake.last(ben).photo != picture)
    second = door.fake.last(ben)
    assert second.id == first.id
    await ben.press(second, "More")
    end = await door.shown(ben, "You are caught up", "New")
    assert not end.photo
    assert len(door.texts(ben)) == 2  # what ben typed, and the one message


async def test_a_reply_becomes_a_comment_after_the_first_question(door, ada, ben):
    await door.published(ada)
    await ben.say("/feed")
    card = await door.shown(ben, "ada", "Like")
    await ben.reply(card, "so calm")
    asked = await door.shown(ben, "Post your reply as a comment?", "Comment")
    await ben.press(asked, "Comment")
    await door.shown(ben, "Your comment is there.")
    await ben.reply(card, "and so white")
    await door.until(lambda: door.texts(ben)[-1] == "Your comment is there.")
    assert [c.text for c in await door.rows(Comment)] == ["so calm", "and so white"]


async def test_a_comment_by_its_button_is_asked_for_and_shown_with_the_post(door, ada, ben):
    await door.published(ada)
    await ben.say("/feed")
    await ben.press(await door.shown(ben, "ada", "Comment"), "Comment")
    question = await door.shown(ben, "What do you want to say?")
    assert door.fake.forces_reply(question)
    await ben.reply(question, "what a tail")
    await door.shown(ben, "Your comment is there.")
    (post,) = await door.rows(Post)
    await ben.say(f"/open {door.services.sealer.ref(post.id)}")
    opened = await door.shown(ben, "what a tail")
    assert opened.photo  # one message: the picture, and below it what is said


async def test_a_remix_is_prefilled_and_credited(door, ada, ben):
    await door.published(ada)
    await ben.say("/feed")
    await ben.press(await door.shown(ben, "ada", "Remix"), "Remix")
    question = await door.shown(ben, "a fox in snow", "Keep it")
    await ben.press(question, "Keep it")
    painted = await door.shown(ben, "Here it is", "Publish")
    assert "ada" in painted.text
    assert painted.id == question.id


async def test_the_inbox_lists_notices(door, ada, ben):
    await door.published(ada)
    await ben.say("/feed")
    await ben.press(await door.shown(ben, "ada", "Like"), "Like")
    await door.shown(ben, "ada", "Liked")
    await ada.say("/inbox")
    shown = await door.shown(ada, "ben")
    assert "liked" in shown.text


async def test_undo_removes_the_copies(door, ada, ben):
    post = await door.published(ada)
    await ben.say("/feed")
    card = await door.shown(ben, "ada", "Like")
    await ada.press(post, "Undo")
    await door.shown(ada, "Back to private", "Publish")
    await door.until(lambda: card.id not in [m.id for m in door.fake.messages(ben)])


async def test_a_digest_is_one_numbered_collage(door, ada, ben):
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await door.published(ada, prompt)
    await ben.say("/digest_set 12 --zone Europe/Rome")
    await door.shown(ben, "12:00")
    assert (await door.rows(Subscription))[0].state == "active"
    door.clock.advance(timedelta(hours=3))
    await digests.due(door.services)
    digest = await door.shown(ben, "1", "Tune")
    assert digest.photo
    assert [b for b in digest.labels if b.isdigit()] == ["1", "2", "3"]
    await door.there(Delivery, kind="digest", state="sent")
    await ben.press(digest, "2")
    opened = await door.shown(ben, "ada", "Like")
    assert opened.id == digest.id


async def test_deep_links_open_a_post(door, ada, ben):
    await door.published(ada)
    (post,) = await door.rows(Post)
    await ben.say(f"/start p_{door.services.sealer.ref(post.id)}")
    assert (await door.shown(ben, "ada", "Like")).photo


async def test_the_language_is_guessed_from_the_client(door):
    carla = door.fake.user("carla", language="it")
    await carla.say("dipingi una volpe")
    shown = await door.until(lambda: next((m for m in door.fake.messages(carla) if m.photo), None))
    assert "una volpe" in shown.text
