"""Browsing others' pictures: the feed in one message, comments, remixes, the inbox, the digest."""

from datetime import timedelta

from botfeed.core.digest import tick as digests
from botfeed.core.model import Comment, Delivery, Post, Reaction, Subscription


async def test_the_feed_is_paged_in_one_message_until_its_end(adapter, ada, ben):
    await adapter.published(ada, "a fox in snow")
    await adapter.published(ada, "a red boat at sea")
    await ben.say("/feed")
    first = await adapter.shown(ben, "ada", "Like")
    picture = first.photo
    assert picture
    tap = await ben.press(first, "Like")
    assert (await tap.answered())["text"] == "Liked."
    liked = await adapter.shown(ben, "ada", "♥ Liked 1")
    assert liked.id == first.id
    assert await adapter.rows(Reaction)
    await ben.press(liked, "More")
    await adapter.until(lambda: adapter.fake.last(ben).photo != picture)
    second = adapter.fake.last(ben)
    assert second.id == first.id
    await ben.press(second, "More")
    end = await adapter.shown(ben, "You are caught up", "New")
    assert not end.photo
    assert len(adapter.texts(ben)) == 2  # what ben typed, and the one message


async def test_a_reply_becomes_a_comment_after_the_first_question(adapter, ada, ben):
    await adapter.published(ada)
    await ben.say("/feed")
    card = await adapter.shown(ben, "ada", "Like")
    await ben.reply(card, "so calm")
    asked = await adapter.shown(ben, "Post your reply as a comment?", "Comment")
    await ben.press(asked, "Comment")
    await adapter.shown(ben, "Your comment is there.")
    await ben.reply(card, "and so white")
    await adapter.until(lambda: adapter.texts(ben)[-1] == "Your comment is there.")
    assert [c.text for c in await adapter.rows(Comment)] == ["so calm", "and so white"]


async def test_a_comment_by_its_button_is_asked_for_and_shown_with_the_post(adapter, ada, ben):
    await adapter.published(ada)
    await ben.say("/feed")
    await ben.press(await adapter.shown(ben, "ada", "Comment"), "Comment")
    question = await adapter.shown(ben, "What do you want to say?")
    assert adapter.fake.forces_reply(question)
    await ben.reply(question, "what a tail")
    await adapter.shown(ben, "Your comment is there.")
    (post,) = await adapter.rows(Post)
    await ben.say(f"/open {adapter.services.sealer.ref(post.id)}")
    opened = await adapter.shown(ben, "what a tail")
    assert opened.photo  # one message: the picture, and below it what is said


async def test_a_remix_is_prefilled_and_credited(adapter, ada, ben):
    await adapter.published(ada)
    await ben.say("/feed")
    await ben.press(await adapter.shown(ben, "ada", "Remix"), "Remix")
    question = await adapter.shown(ben, "a fox in snow", "Keep it")
    await ben.press(question, "Keep it")
    painted = await adapter.shown(ben, "Here it is", "Publish")
    assert "ada" in painted.text
    assert painted.id == question.id


async def test_the_inbox_lists_notices(adapter, ada, ben):
    await adapter.published(ada)
    await ben.say("/feed")
    await ben.press(await adapter.shown(ben, "ada", "Like"), "Like")
    await adapter.shown(ben, "ada", "Liked")
    await ada.say("/inbox")
    shown = await adapter.shown(ada, "ben")
    assert "liked" in shown.text


async def test_undo_removes_the_copies(adapter, ada, ben):
    post = await adapter.published(ada)
    await ben.say("/feed")
    card = await adapter.shown(ben, "ada", "Like")
    await ada.press(post, "Undo")
    await adapter.shown(ada, "Back to private", "Publish")
    await adapter.until(lambda: card.id not in [m.id for m in adapter.fake.messages(ben)])


async def test_a_digest_is_one_numbered_collage(adapter, ada, ben):
    for prompt in ("a fox in snow", "a red boat", "an old mill"):
        await adapter.published(ada, prompt)
    await ben.say("/digest_set 12 --zone Europe/Rome")
    await adapter.shown(ben, "12:00")
    assert (await adapter.rows(Subscription))[0].state == "active"
    adapter.clock.advance(timedelta(hours=3))
    await digests.due(adapter.services)
    digest = await adapter.shown(ben, "1", "Tune")
    assert digest.photo
    assert [b for b in digest.labels if b.isdigit()] == ["1", "2", "3"]
    await adapter.there(Delivery, kind="digest", state="sent")
    await ben.press(digest, "2")
    opened = await adapter.shown(ben, "ada", "Like")
    assert opened.id == digest.id


async def test_deep_links_open_a_post(adapter, ada, ben):
    await adapter.published(ada)
    (post,) = await adapter.rows(Post)
    await ben.say(f"/start p_{adapter.services.sealer.ref(post.id)}")
    assert (await adapter.shown(ben, "ada", "Like")).photo


async def test_the_language_is_guessed_from_the_client(adapter):
    carla = adapter.fake.user("carla", language="it")
    await carla.say("dipingi una volpe")
    shown = await adapter.until(lambda: next((m for m in adapter.fake.messages(carla) if m.photo), None))
    assert "una volpe" in shown.text
