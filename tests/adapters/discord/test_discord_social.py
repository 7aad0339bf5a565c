"""Publishing, browsing, liking, commenting, remixing and following on Discord, by two people."""

import asyncio

from botfeed.core.model import Account, Comment, Delivery, Follow, Placement, Post, Reaction
from tests.adapters.discord.adapter import bare, plain


async def count(adapter, noun, **known):
    return await adapter.services.store.read(lambda uow: uow.count(noun, **known))


async def test_publishing_asks_in_a_form_and_names_the_audience(adapter):
    painted = await adapter.painted(adapter.ada, channel=adapter.lounge)
    form = await adapter.ada.press(painted, "Publish")
    asked = await form.modal()
    labels = [part["label"] for part in asked["components"] if part["type"] == 18]
    assert labels == ["Caption", "Who sees it?", "Sensitive? It then arrives blurred."]
    assert "**Lounge**" in asked["components"][0]["content"]
    sent = await adapter.ada.submit(form, {"Caption": "Winter", "Who sees it?": "Followers"})
    card = await adapter.says(sent, "Published.")
    assert card.ephemeral
    assert "Your followers can see it" in card.text
    assert card.buttons == ["Undo", "Change audience", "Edit caption", "Alt text", "Delete"]
    post = await adapter.services.store.read(lambda uow: uow.one(Post))
    assert (post.caption, post.audience) == ("Winter", "followers")


async def test_a_caption_is_edited_and_the_audience_changed_in_the_same_message(adapter):
    card = await adapter.published(adapter.ada, channel=adapter.lounge)
    form = await adapter.ada.press(card, "Edit caption")
    assert (await form.modal())["components"][0]["component"]["value"] == "a fox, published"
    await adapter.ada.submit(form, {"Caption": "Snow"})
    await adapter.says(card, "Snow")
    form = await adapter.ada.press(card, "Change audience")
    await adapter.ada.submit(form, {"Who sees it?": "Here"})
    await adapter.says(card, "Only people inside Lounge can see it")


async def test_undo_unpublishes(adapter):
    card = await adapter.published(adapter.ada, channel=adapter.lounge)
    await adapter.ada.press(card, "Undo")
    await adapter.says(card, "Back to private")
    assert (await adapter.services.store.read(lambda uow: uow.one(Post))).state == "removed"


async def test_a_feed_is_paged_in_one_message(adapter):
    for prompt in ("a fox", "a hare"):
        await adapter.published(adapter.ada, prompt, adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    first = await adapter.shows(asked, "Like", "Comment", "Remix")
    assert first.ephemeral
    before = first.text
    revision = first.revision
    await adapter.press(adapter.ben, asked, "Next" if "next" in plain(first.buttons) else "More")
    await adapter.fake.until(lambda: first.revision > revision)
    await adapter.fake.until(lambda: first.text != before)
    assert len(first.pictures) == 1


async def test_a_like_shows_on_the_card_that_was_pressed(adapter):
    await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    await adapter.shows(asked, "Like")
    await adapter.press(adapter.ben, asked, "Like")
    card = await adapter.shows(asked, "Liked")
    assert any("1" in b for b in card.buttons)
    assert len(card.pictures) == 1
    await adapter.press(adapter.ben, asked, "Liked")
    await adapter.shows(asked, "Like")
    assert await count(adapter, Reaction) == 0


async def test_commenting_opens_a_form(adapter):
    await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    await adapter.shows(asked, "Comment")
    form = await adapter.press(adapter.ben, asked, "Comment")
    await adapter.ben.submit(form, {"What do you want to say?": "so *calm* <@1> @everyone"})
    await adapter.fake.until(lambda: any("Comment 1" in b for b in asked.original.buttons))
    row = await adapter.services.store.read(lambda uow: uow.one(Comment))
    assert row.text == "so *calm* <@1> @everyone"


async def test_a_remix_starts_from_the_prompt_and_credits(adapter):
    await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    await adapter.shows(asked, "Remix")
    form = await adapter.press(adapter.ben, asked, "Remix")
    assert (await form.modal())["components"][0]["component"]["value"] == "a fox"
    made = await adapter.ben.submit(form, {"What to paint": "a fox at sea"})
    card = await adapter.shows(made, "Publish")
    assert "remix of ada" in card.text
    assert len(asked.original.pictures) == 1


async def test_the_more_menu_is_answered_privately(adapter):
    await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    dots = next(b for b in card.buttons if "⋯" in b)
    menu = await adapter.ben.press(asked, dots)
    shown = await adapter.shows(menu, "Follow", "Mute", "Block", "Report")
    assert shown is not card
    assert shown.ephemeral
    await adapter.press(adapter.ben, menu, "Follow")
    await adapter.shows(menu, "Unfollow")
    assert await count(adapter, Follow) == 1


async def shared(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    return await adapter.shows(asked, "Like")


async def test_a_strangers_press_on_a_shared_card_is_answered_privately(adapter):
    card = await shared(adapter)
    words, pictures = card.text, card.pictures
    pressed = await adapter.press(adapter.ben, card, "Like")
    said = await adapter.says(pressed, "Liked.")
    assert said.ephemeral
    assert said.owner is adapter.ben.account
    await adapter.fake.until(lambda: any("1" in b for b in card.buttons))
    assert card.text == words
    assert len(card.pictures) == len(pictures) == 1
    assert "liked" not in plain(card.buttons)


async def test_a_strangers_delete_is_refused_privately(adapter):
    card = await shared(adapter)
    (row,) = await adapter.services.store.read(lambda uow: uow.all(Post))
    mine = await adapter.ada.press(card, next(b for b in card.buttons if "⋯" in b))
    shown = await adapter.shows(mine, "Delete")
    forged = next(p for p in payloads(shown) if p.startswith("unpublish/"))
    card.payload["components"][0]["components"][-1]["components"][0]["custom_id"] = forged
    pressed = await adapter.press(adapter.ben, card, card.buttons[0])
    said = await adapter.says(pressed, "belongs to ada")
    assert said.ephemeral
    assert (await adapter.services.store.read(lambda uow: uow.get(Post, row.id))).state == "public"


def payloads(message):
    from botfeed.testing.discord import components

    return [b["custom_id"] for b in components.of_kind(message.payload["components"], 2)]


async def test_a_forged_button_is_explained(adapter):
    card = await shared(adapter)
    for forged in ("nonsense", "like/AAAAAAAAAAA/1|0.0", "like/1/2/3/4/5|x", "~AAAAAAAAAAA|", "|", "admin.remove/x|1"):
        card.payload["components"][0]["components"][-1]["components"][0]["custom_id"] = forged
        pressed = await adapter.ben.press(card, card.buttons[0])
        said = await pressed.message()
        assert said.ephemeral
        assert said.text


async def test_only_a_heart_is_a_like(adapter):
    card = await shared(adapter)
    await adapter.ben.react(card, "👍")
    await adapter.ben.react(card, "❤️")
    await adapter.fake.until(lambda: any("1" in b for b in card.buttons))
    assert await count(adapter, Reaction) == 1
    adapter.jump(11)
    await adapter.ben.unreact(card, "❤️")
    await adapter.fake.until(lambda: not any("1" in b for b in card.buttons))
    assert await count(adapter, Reaction) == 0


async def test_reactions_to_others_messages_create_no_account(adapter):
    said = await adapter.ada.say("hello", channel=adapter.lounge)
    calls = len(adapter.fake.calls)
    await adapter.ben.react(said, "❤️")
    await adapter.ben.unreact(said, "❤️")
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    assert not [c for c in adapter.fake.calls[calls:] if c.path.startswith("/users/")]
    assert await count(adapter, Account, handle="ben") == 0


async def test_reaction_events_fetch_no_user_from_discord(adapter):
    card = await shared(adapter)
    await adapter.ben.react(card, "❤️")
    await adapter.once(Account, handle="ben")
    alone = (await adapter.painted(adapter.ada)).original
    stranger = adapter.fake.user("cy")
    card.reactions.setdefault("❤️", set()).add(stranger.id)  # while we did not listen
    calls = len(adapter.fake.calls)
    await stranger.unreact(card, "❤️")
    await adapter.ada.react(alone, "❤️")
    await adapter.ben.unreact(card, "❤️")
    await adapter.painted(adapter.ada, channel=adapter.lounge)
    async with asyncio.timeout(5):
        while await count(adapter, Reaction):  # noqa: ASYNC110 - rows send no event
            await asyncio.sleep(0.01)
    assert not [c for c in adapter.fake.calls[calls:] if c.path.startswith("/users/")]
    assert await count(adapter, Account, handle="cy") == 0


async def test_a_pinging_reply_becomes_a_comment_after_a_private_question(adapter):
    card = await shared(adapter)
    await adapter.tells(adapter.ben)
    await adapter.ben.reply(card, "so calm")
    (question,) = await adapter.fake.posted(adapter.ben)
    assert bare(question.text) == "Post your reply as a comment? Only people inside Lounge can see it."
    assert len(adapter.fake.messages(adapter.lounge)) == 2
    await adapter.ben.press(question, "Comment")
    await adapter.says(question, "Your comment is there")
    await adapter.ben.reply(card, "and warm")
    await adapter.once(Comment, text="and warm")
    adapter.jump(11)
    await adapter.fake.until(lambda: any("2" in b for b in card.buttons))
    assert len(adapter.fake.messages(adapter.ben)) == 1


async def test_a_pinging_reply_sends_direct_messages_only_after_opt_in(adapter):
    card = await shared(adapter)
    standing = len(adapter.fake.messages(adapter.lounge))
    await adapter.ben.reply(card, "so calm")
    await adapter.once(Account, handle="ben")
    *_, said, offer = await adapter.fake.posted(adapter.lounge, standing + 2)
    assert said.content == "so calm"
    assert (bare(offer.text).split()[0], offer.buttons) == ("ben,", ["Comment"])
    form = await adapter.ben.press(offer, "Comment")
    await adapter.says(await adapter.ben.submit(form, {"text": "so calm"}), "Your comment is there")
    await adapter.ben.reply(card, "once more")
    await adapter.ben.react(card, "❤️")
    await adapter.fake.until(lambda: any("1" in b for b in card.buttons))
    assert adapter.fake.messages(adapter.ben) == []
    assert len(adapter.fake.messages(adapter.lounge)) == standing + 3, "what he said, and one offer a minute"
    assert not [c for c in adapter.fake.calls if c.path == "/users/@me/channels"]
    await adapter.tells(adapter.ben)
    await adapter.ben.reply(card, "and warm")
    await adapter.says((await adapter.fake.posted(adapter.ben))[-1], "Post your reply as a comment?")


async def test_a_reply_without_a_ping_is_ignored(adapter):
    card = await shared(adapter)
    await adapter.ben.reply(card, "so calm", ping=False)
    await adapter.ben.react(card, "❤️")
    await adapter.fake.until(lambda: any("1" in b for b in card.buttons))
    assert await count(adapter, Comment) == 0


async def test_a_sensitive_picture_is_blurred_until_opened_privately(adapter):
    room = adapter.guild.channel("cellar", nsfw=True)
    await adapter.published(adapter.ada, "a spicy fox", adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=room)
    card = await adapter.shows(asked, "Show")
    assert items(card)[0]["spoiler"]
    shown = await adapter.press(adapter.ben, asked, "Show")
    bared = await adapter.shows(shown, "Like")
    assert not items(bared)[0]["spoiler"]
    assert bared.ephemeral


def items(message):
    from botfeed.testing.discord import components

    return components.of_kind(message.payload["components"], components.GALLERY)[0]["items"]


async def test_deleting_removes_the_shared_copy(adapter):
    card = await shared(adapter)
    dots = await adapter.ada.press(card, next(b for b in card.buttons if "⋯" in b))
    await adapter.shows(dots, "Delete")
    await adapter.press(adapter.ada, dots, "Delete")
    await adapter.shows(dots, "Yes, delete")
    await adapter.press(adapter.ada, dots, "Yes, delete")
    await adapter.fake.until(lambda: card.deleted or not card.pictures)
    assert card.deleted


async def test_a_copy_in_a_private_answer_is_removed_while_its_token_is_valid(adapter):
    mine = await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    await adapter.ada.press(mine, "Undo")
    await adapter.fake.until(lambda: card.deleted or not card.pictures)


async def test_an_unreachable_copy_is_counted_without_a_request(adapter):
    mine = await adapter.published(adapter.ada, channel=adapter.lounge)
    await adapter.tells(adapter.ada)
    await adapter.shows(await adapter.ben.slash("feed", channel=adapter.lounge), "Like")
    adapter.fake.expire_tokens()
    asked = await adapter.ada.slash(
        "picture unpublish", {"post": await ref(adapter), "sure": True}, channel=adapter.lounge
    )
    await adapter.says(asked, "Back to private")
    await adapter.once(Placement, stuck__ne=None)
    adapter.jump(61)
    (told,) = await adapter.fake.posted(adapter.ada)
    assert "could not be taken down" in told.text
    assert adapter.fake.invalid_requests == 0
    assert mine


async def ref(adapter):
    post = await adapter.services.store.read(lambda uow: uow.one(Post))
    return adapter.services.sealer.ref(post.id)


async def test_notices_are_sent_once_by_direct_message(adapter):
    await adapter.tells(adapter.ada)
    await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("feed", channel=adapter.lounge)
    await adapter.shows(asked, "Like")
    await adapter.press(adapter.ben, asked, "Like")
    (told,) = await adapter.fake.posted(adapter.ada)
    assert "ben" in told.text
    await adapter.once(Delivery, kind="push", state="sent")
    assert await count(adapter, Delivery, kind="push") == 1


async def test_a_profile_shows_a_contact_sheet(adapter):
    await adapter.published(adapter.ada, channel=adapter.lounge)
    asked = await adapter.ben.slash("profile", {"who": "ada"}, channel=adapter.lounge)
    card = await adapter.says(asked, "ada")
    assert len(card.pictures) == 1
    assert "follow" in plain(card.buttons)


async def test_open_shows_a_post_with_its_comments(adapter):
    await adapter.published(adapter.ada, channel=adapter.lounge)
    said = await adapter.ben.slash(
        "post comment", {"post": await ref(adapter), "text": "# big"}, channel=adapter.lounge
    )
    await said.message()
    asked = await adapter.ada.slash("post open", {"post": await ref(adapter)}, channel=adapter.lounge)
    card = await adapter.says(asked, "# big")
    assert "\\# big" in card.text


async def test_a_shared_shelf_has_a_button_for_everybody(adapter):
    """Before, it only named a line to type."""
    await adapter.published(adapter.ada, channel=adapter.lounge)
    post = await adapter.services.store.read(lambda uow: uow.one(Post))
    saved = {"post": adapter.services.sealer.ref(post.id), "shelf": "Winter foxes"}
    await adapter.says(await adapter.ben.slash("post save", saved, channel=adapter.lounge), "Saved.")
    shared = await adapter.ben.slash("shelf share", {"shelf": "Winter foxes"}, channel=adapter.lounge)
    card = await adapter.shows(shared, "Look at it", "Show it here")
    assert card.ephemeral
    shown = await adapter.says(await adapter.press(adapter.ben, shared, "Show it here"), "Winter foxes, a shelf of ben")
    assert not shown.ephemeral
    opened = await adapter.says(await adapter.press(adapter.ada, shown, "Look at it"), "a fox, published")
    assert opened.ephemeral


async def test_a_like_on_a_shared_card_can_be_taken_back(adapter):
    card = await shared(adapter)
    liked = await adapter.press(adapter.ben, card, "Like")
    note = await adapter.says(liked, "Liked.")
    assert note.ephemeral
    back = await adapter.press(adapter.ben, note, "Take it back")
    await adapter.says(back, "Like taken back.")
    assert await adapter.services.store.read(lambda uow: uow.count(Reaction)) == 0
    assert "Take it back" not in back.original.buttons
