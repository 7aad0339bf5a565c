"""Publishing, browsing, liking, commenting, remixing and following on Discord, by two people."""

import asyncio

from botfeed.core.model import Account, Comment, Delivery, Follow, Placement, Post, Reaction
from tests.adapters.discord.door import bare, plain


async def count(door, noun, **known):
    return await door.services.store.read(lambda uow: uow.count(noun, **known))


async def test_publishing_asks_in_a_form_and_names_the_audience(door):
    painted = await door.painted(door.ada, channel=door.lounge)
    form = await door.ada.press(painted, "Publish")
    asked = await form.modal()
    labels = [part["label"] for part in asked["components"] if part["type"] == 18]
    assert labels == ["Caption", "Who sees it?", "Sensitive? It then arrives blurred."]
    assert "**Lounge**" in asked["components"][0]["content"]
    sent = await door.ada.submit(form, {"Caption": "Winter", "Who sees it?": "Followers"})
    card = await door.says(sent, "Published.")
    assert card.ephemeral
    assert "Your followers can see it" in card.text
    assert card.buttons == ["Undo", "Change audience", "Edit caption", "Delete"]
    post = await door.services.store.read(lambda uow: uow.one(Post))
    assert (post.caption, post.audience) == ("Winter", "followers")


async def test_a_caption_is_edited_and_the_audience_changed_in_the_same_message(door):
    card = await door.published(door.ada, channel=door.lounge)
    form = await door.ada.press(card, "Edit caption")
    assert (await form.modal())["components"][0]["component"]["value"] == "a fox, published"
    await door.ada.submit(form, {"Caption": "Snow"})
    await door.says(card, "Snow")
    form = await door.ada.press(card, "Change audience")
    await door.ada.submit(form, {"Who sees it?": "Here"})
    await door.says(card, "Only people inside Lounge can see it")


async def test_undo_unpublishes(door):
    card = await door.published(door.ada, channel=door.lounge)
    await door.ada.press(card, "Undo")
    await door.says(card, "Back to private")
    assert (await door.services.store.read(lambda uow: uow.one(Post))).state == "removed"


async def test_a_feed_is_paged_in_one_message(door):
    for prompt in ("a fox", "a hare"):
        await door.published(door.ada, prompt, door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    first = await door.shows(asked, "Like", "Comment", "Remix")
    assert first.ephemeral
    before = first.text
    revision = first.revision
    await door.press(door.ben, asked, "Next" if "next" in plain(first.buttons) else "More")
    await door.fake.until(lambda: first.revision > revision)
    await door.fake.until(lambda: first.text != before)
    assert len(first.pictures) == 1


async def test_a_like_shows_on_the_card_that_was_pressed(door):
    await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    await door.shows(asked, "Like")
    await door.press(door.ben, asked, "Like")
    card = await door.shows(asked, "Liked")
    assert any("1" in b for b in card.buttons)
    assert len(card.pictures) == 1
    await door.press(door.ben, asked, "Liked")
    await door.shows(asked, "Like")
    assert await count(door, Reaction) == 0


async def test_commenting_opens_a_form(door):
    await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    await door.shows(asked, "Comment")
    form = await door.press(door.ben, asked, "Comment")
    await door.ben.submit(form, {"What do you want to say?": "so *calm* <@1> @everyone"})
    await door.fake.until(lambda: any("Comment 1" in b for b in asked.original.buttons))
    row = await door.services.store.read(lambda uow: uow.one(Comment))
    assert row.text == "so *calm* <@1> @everyone"


async def test_a_remix_starts_from_the_prompt_and_credits(door):
    await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    await door.shows(asked, "Remix")
    form = await door.press(door.ben, asked, "Remix")
    assert (await form.modal())["components"][0]["component"]["value"] == "a fox"
    made = await door.ben.submit(form, {"What to paint": "a fox at sea"})
    card = await door.shows(made, "Publish")
    assert "remix of ada" in card.text
    assert len(asked.original.pictures) == 1


async def test_the_more_menu_is_answered_privately(door):
    await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    card = await door.shows(asked, "Like")
    dots = next(b for b in card.buttons if "⋯" in b)
    menu = await door.ben.press(asked, dots)
    shown = await door.shows(menu, "Follow", "Mute", "Block", "Report")
    assert shown is not card
    assert shown.ephemeral
    await door.press(door.ben, menu, "Follow")
    await door.shows(menu, "Unfollow")
    assert await count(door, Follow) == 1


async def shared(door):
    asked = await door.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=door.lounge)
    return await door.shows(asked, "Like")


async def test_a_strangers_press_on_a_shared_card_is_answered_privately(door):
    card = await shared(door)
    words, pictures = card.text, card.pictures
    pressed = await door.press(door.ben, card, "Like")
    said = await door.says(pressed, "Liked.")
    assert said.ephemeral
    assert said.owner is door.ben.account
    await door.fake.until(lambda: any("1" in b for b in card.buttons))
    assert card.text == words
    assert len(card.pictures) == len(pictures) == 1
    assert "liked" not in plain(card.buttons)


async def test_a_strangers_delete_is_refused_privately(door):
    card = await shared(door)
    (row,) = await door.services.store.read(lambda uow: uow.all(Post))
    mine = await door.ada.press(card, next(b for b in card.buttons if "⋯" in b))
    shown = await door.shows(mine, "Delete")
    forged = next(p for p in payloads(shown) if p.startswith("unpublish/"))
    card.payload["components"][0]["components"][-1]["components"][0]["custom_id"] = forged
    pressed = await door.press(door.ben, card, card.buttons[0])
    said = await door.says(pressed, "belongs to ada")
    assert said.ephemeral
    assert (await door.services.store.read(lambda uow: uow.get(Post, row.id))).state == "public"


def payloads(message):
    from botfeed.testing.discord import components

    return [b["custom_id"] for b in components.of_kind(message.payload["components"], 2)]


async def test_a_forged_button_is_explained(door):
    card = await shared(door)
    for forged in ("nonsense", "like/AAAAAAAAAAA/1|0.0", "like/1/2/3/4/5|x", "~AAAAAAAAAAA|", "|", "admin.remove/x|1"):
        card.payload["components"][0]["components"][-1]["components"][0]["custom_id"] = forged
        pressed = await door.ben.press(card, card.buttons[0])
        said = await pressed.message()
        assert said.ephemeral
        assert said.text


async def test_only_a_heart_is_a_like(door):
    card = await shared(door)
    await door.ben.react(card, "👍")
    await door.ben.react(card, "❤️")
    await door.fake.until(lambda: any("1" in b for b in card.buttons))
    assert await count(door, Reaction) == 1
    door.jump(11)
    await door.ben.unreact(card, "❤️")
    await door.fake.until(lambda: not any("1" in b for b in card.buttons))
    assert await count(door, Reaction) == 0


async def test_reactions_to_others_messages_create_no_account(door):
    said = await door.ada.say("hello", channel=door.lounge)
    calls = len(door.fake.calls)
    await door.ben.react(said, "❤️")
    await door.ben.unreact(said, "❤️")
    await door.painted(door.ada, channel=door.lounge)
    assert not [c for c in door.fake.calls[calls:] if c.path.startswith("/users/")]
    assert await count(door, Account, handle="ben") == 0


async def test_reaction_events_fetch_no_user_from_discord(door):
    card = await shared(door)
    await door.ben.react(card, "❤️")
    await door.once(Account, handle="ben")
    alone = (await door.painted(door.ada)).original
    stranger = door.fake.user("cy")
    card.reactions.setdefault("❤️", set()).add(stranger.id)  # while we did not listen
    calls = len(door.fake.calls)
    await stranger.unreact(card, "❤️")
    await door.ada.react(alone, "❤️")
    await door.ben.unreact(card, "❤️")
    await door.painted(door.ada, channel=door.lounge)
    async with asyncio.timeout(5):
        while await count(door, Reaction):  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.01)
    assert not [c for c in door.fake.calls[calls:] if c.path.startswith("/users/")]
    assert await count(door, Account, handle="cy") == 0


async def test_a_pinging_reply_becomes_a_comment_after_a_private_question(door):
    card = await shared(door)
    await door.tells(door.ben)
    await door.ben.reply(card, "so calm")
    (question,) = await door.fake.posted(door.ben)
    assert bare(question.text) == "Post your reply as a comment? Only people inside Lounge can see it."
    assert len(door.fake.messages(door.lounge)) == 2
    await door.ben.press(question, "Comment")
    await door.says(question, "Your comment is there")
    await door.ben.reply(card, "and warm")
    await door.once(Comment, text="and warm")
    door.jump(11)
    await door.fake.until(lambda: any("2" in b for b in card.buttons))
    assert len(door.fake.messages(door.ben)) == 1


async def test_a_pinging_reply_sends_direct_messages_only_after_opt_in(door):
    card = await shared(door)
    standing = len(door.fake.messages(door.lounge))
    await door.ben.reply(card, "so calm")
    await door.once(Account, handle="ben")
    await door.ben.react(card, "❤️")
    await door.fake.until(lambda: any("1" in b for b in card.buttons))
    assert door.fake.messages(door.ben) == []
    assert len(door.fake.messages(door.lounge)) == standing + 1, "what he said"
    assert not [c for c in door.fake.calls if c.path == "/users/@me/channels"]
    await door.tells(door.ben)
    await door.ben.reply(card, "and warm")
    await door.says((await door.fake.posted(door.ben))[-1], "Post your reply as a comment?")


async def test_a_reply_without_a_ping_is_ignored(door):
    card = await shared(door)
    await door.ben.reply(card, "so calm", ping=False)
    await door.ben.react(card, "❤️")
    await door.fake.until(lambda: any("1" in b for b in card.buttons))
    assert await count(door, Comment) == 0


async def test_a_sensitive_picture_is_blurred_until_opened_privately(door):
    room = door.guild.channel("cellar", nsfw=True)
    await door.published(door.ada, "a spicy fox", door.lounge)
    asked = await door.ben.slash("feed", channel=room)
    card = await door.shows(asked, "Show")
    assert items(card)[0]["spoiler"]
    shown = await door.press(door.ben, asked, "Show")
    bared = await door.shows(shown, "Like")
    assert not items(bared)[0]["spoiler"]
    assert bared.ephemeral


def items(message):
    from botfeed.testing.discord import components

    return components.of_kind(message.payload["components"], components.GALLERY)[0]["items"]


async def test_deleting_removes_the_shared_copy(door):
    card = await shared(door)
    dots = await door.ada.press(card, next(b for b in card.buttons if "⋯" in b))
    await door.shows(dots, "Delete")
    await door.press(door.ada, dots, "Delete")
    await door.shows(dots, "Yes, delete")
    await door.press(door.ada, dots, "Yes, delete")
    await door.fake.until(lambda: card.deleted or not card.pictures)
    assert card.deleted


async def test_a_copy_in_a_private_answer_is_removed_while_its_token_is_valid(door):
    mine = await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    card = await door.shows(asked, "Like")
    await door.ada.press(mine, "Undo")
    await door.fake.until(lambda: card.deleted or not card.pictures)


async def test_an_unreachable_copy_is_counted_without_a_request(door):
    mine = await door.published(door.ada, channel=door.lounge)
    await door.tells(door.ada)
    await door.shows(await door.ben.slash("feed", channel=door.lounge), "Like")
    door.fake.expire_tokens()
    asked = await door.ada.slash("unpublish", {"post": await ref(door), "sure": True}, channel=door.lounge)
    await door.says(asked, "Back to private")
    await door.once(Placement, stuck__ne=None)
    door.jump(61)
    (told,) = await door.fake.posted(door.ada)
    assert "could not be taken down" in told.text
    assert door.fake.invalid_requests == 0
    assert mine


async def ref(door):
    post = await door.services.store.read(lambda uow: uow.one(Post))
    return door.services.sealer.ref(post.id)


async def test_notices_are_sent_once_by_direct_message(door):
    await door.tells(door.ada)
    await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("feed", channel=door.lounge)
    await door.shows(asked, "Like")
    await door.press(door.ben, asked, "Like")
    (told,) = await door.fake.posted(door.ada)
    assert "ben" in told.text
    await door.once(Delivery, kind="push", state="sent")
    assert await count(door, Delivery, kind="push") == 1


async def test_a_profile_shows_a_contact_sheet(door):
    await door.published(door.ada, channel=door.lounge)
    asked = await door.ben.slash("profile", {"who": "ada"}, channel=door.lounge)
    card = await door.says(asked, "ada")
    assert len(card.pictures) == 1
    assert "follow" in plain(card.buttons)


async def test_open_shows_a_post_with_its_comments(door):
    await door.published(door.ada, channel=door.lounge)
    said = await door.ben.slash("comment", {"post": await ref(door), "text": "# big"}, channel=door.lounge)
    await said.message()
    asked = await door.ada.slash("open", {"post": await ref(door)}, channel=door.lounge)
    card = await door.says(asked, "# big")
    assert "\\# big" in card.text


async def test_a_shared_shelf_has_a_button_for_everybody(door):
    """Before, it only named a line to type."""
    await door.published(door.ada, channel=door.lounge)
    post = await door.services.store.read(lambda uow: uow.one(Post))
    saved = {"post": door.services.sealer.ref(post.id), "shelf": "Winter foxes"}
    await door.says(await door.ben.slash("save", saved, channel=door.lounge), "Saved.")
    shared = await door.ben.slash("shelf share", {"shelf": "Winter foxes"}, channel=door.lounge)
    card = await door.shows(shared, "Look at it", "Show it here")
    assert card.ephemeral
    shown = await door.says(await door.press(door.ben, shared, "Show it here"), "Winter foxes, a shelf of ben")
    assert not shown.ephemeral
    opened = await door.says(await door.press(door.ada, shown, "Look at it"), "a fox, published")
    assert opened.ephemeral
