"""The library of own pictures, and new pictures made from them."""

from dataclasses import replace

import pytest

from botfeed.core import dispatch
from botfeed.core.model import Painting, Picture, Post
from botfeed.testing.stage import Stage


async def paint(stage: Stage, who: str, line: str) -> None:
    await stage.say(who, f"/imagine {line}")
    await stage.settle()


async def ref(stage: Stage, n: int = -1) -> str:
    pictures = await stage.services.store.read(lambda uow: uow.all(Picture))
    return stage.services.sealer.ref(pictures[n].id)


async def test_the_library_is_paged_in_place(stage: Stage) -> None:
    for n in range(6):
        await paint(stage, "ada", f"fox number {n} --style ink --seed {n}")
    first = await stage.say("ada", "/mine")
    assert first.private
    assert [a.label for a in first.cards[0].actions] == ["1", "2", "3", "4", "Older ▶"]
    assert stage.text("ada").startswith(
        "Your pictures. Only you see this.\n1. fox number 5\nmade with AI · tiny-1 · ink · seed 5 · tiny · just now\n2. "
    )
    assert len(first.cards[0].media) == 4
    second = await stage.press("ada", "Older")
    assert second.update
    assert "1. fox number 1\n" in stage.text("ada")
    assert [a.label for a in second.cards[0].actions] == ["1", "2", "◀ Newer"]
    await stage.press("ada", "2")
    assert stage.text("ada").startswith("fox number 0")


async def test_the_library_is_searched_by_prompt(stage: Stage) -> None:
    await paint(stage, "ada", "a FOX in snow")
    await paint(stage, "ada", "a hen")
    await paint(stage, "ben", "a fox of ben")
    await stage.say("ada", "/mine fox")
    assert "a FOX in snow" in stage.text("ada")
    assert "hen" not in stage.text("ada")
    assert "ben" not in stage.text("ada")
    await stage.say("ada", "/mine 100%")
    assert stage.text("ada") == "None of your pictures has “100%” in its prompt."


async def test_an_empty_library_says_what_to_do(stage: Stage) -> None:
    reply = await stage.say("ada", "/mine")
    assert stage.text("ada") == "You have no pictures yet."
    assert [a.label for a in reply.cards[0].actions] == ["Paint"]
    reply = await stage.press("ada", "Paint")
    assert reply.ask


async def test_show_describes_a_picture_to_its_owner_only(stage: Stage) -> None:
    await paint(stage, "ada", "a fox --seed 5")
    mine = await ref(stage)
    reply = await stage.say("ada", f"/show {mine}", stage.place("lounge"))
    assert reply.private
    assert f"Its reference is {mine}." in stage.text("ada")
    for one in (mine, stage.services.sealer.ref(1), "AbCdEfGhIjK"):
        await stage.say("ben", f"/show {one}")
        assert stage.text("ben") == "That picture is not there, or not there for you."


async def test_vary_keeps_the_prompt_and_starts_from_the_picture(stage: Stage) -> None:
    await paint(stage, "ada", "a fox --style ink --seed 5")
    await stage.press("ada", "Vary")
    await stage.settle()
    first, second = stage.services.painters[0].orders
    assert (second.prompt, second.style) == ("a fox", "ink")
    assert second.seed != first.seed
    assert second.source in stage.services.media.blobs.values()
    mine = await ref(stage, 0)
    assert f"from your {mine}" in stage.text("ada")


async def test_again_uses_the_same_settings_and_another_seed(stage: Stage) -> None:
    await paint(stage, "ada", "a fox --shape wide --count 2 --seed 5")
    await stage.press("ada", "Again")
    await stage.settle()
    first, second = stage.services.painters[0].orders
    assert (second.prompt, second.shape, second.count) == (first.prompt, first.shape, first.count)
    assert second.seed != first.seed
    assert second.source is None


async def test_remix_offers_the_old_prompt_first(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    reply = await stage.press("ada", "Remix")
    assert reply.ask
    assert reply.ask.fields[0].value == "a fox"
    await stage.fill("ada", prompt="a fox with a hat")
    await stage.settle()
    assert stage.text("ada").startswith("Here it is.")
    painting = (await stage.services.store.read(lambda uow: uow.all(Painting)))[-1]
    picture = (await stage.services.store.read(lambda uow: uow.all(Picture)))[0]
    assert (painting.verb, painting.parent, painting.prompt) == ("remix", picture.id, "a fox with a hat")


async def test_private_pictures_can_be_used_by_their_owner_only(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    for label in ("Remix", "Vary", "Again", "Delete"):
        await stage.press("ben", label, of="ada")
        assert stage.text("ben") == "That button belongs to ada. Type /imagine to paint your own."
    assert await stage.services.store.read(lambda uow: uow.count(Painting)) == 1


async def test_delete_asks_once_and_then_drops_the_file(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    reply = await stage.press("ada", "Delete")
    assert reply.update
    assert stage.text("ada") == "Delete “a fox” for good? The picture and its file will be gone from here."
    await stage.press("ada", "Keep it")
    assert stage.text("ada").startswith("a fox")
    await stage.press("ada", "Delete")
    await stage.press("ada", "Delete for good")
    assert stage.text("ada") == "Deleted “a fox”."
    await stage.settle()
    assert stage.services.media.blobs == {}
    assert (await stage.services.store.read(lambda uow: uow.all(Painting)))[0].prompt == ""
    await stage.say("ada", "/mine")
    assert stage.text("ada") == "You have no pictures yet."


async def test_deleting_one_picture_keeps_the_rest_of_the_gallery(stage: Stage) -> None:
    await paint(stage, "ada", "a fox --count 3")
    await stage.press("ada", "2")
    await stage.press("ada", "Delete")
    reply = await stage.press("ada", "Delete for good")
    assert stage.text("ada").startswith("Deleted “a fox”.\na fox\n")
    assert len(reply.cards[0].media) == 2
    await stage.settle()
    assert len(stage.services.media.blobs) == 2


async def test_pictures_are_completed_by_words_of_the_prompt(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    await paint(stage, "ada", "a hen")
    await paint(stage, "ben", "a hen of ben")
    asked = replace(stage._request("ada", None, ""), command="show")
    found = await dispatch.suggest(stage.services, asked, "picture", "hen")
    assert [choice.label for choice in found] == ["a hen"]
    await stage.say("ada", f"/show {found[0].value}")
    assert stage.text("ada").startswith("a hen")


async def test_a_file_used_by_another_picture_is_kept(stage: Stage, monkeypatch) -> None:
    painter = stage.services.painters[0]
    whole, kept = painter.paint, []

    async def same(order, partial=None):
        kept.extend([] if kept else await whole(order))
        return kept

    monkeypatch.setattr(painter, "paint", same)
    await paint(stage, "ben", "a fox")
    await paint(stage, "ada", "a fox")
    await stage.press("ada", "Delete")
    await stage.press("ada", "Delete for good")
    await stage.settle()
    assert len(stage.services.media.blobs) == 1


async def test_original_sends_the_file(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    reply = await stage.say("ada", f"/original {await ref(stage)}")
    assert reply.cards[0].media[0].variant == "file"


async def test_styles_are_completed(stage: Stage) -> None:
    await stage.say("ada", "/mine")
    asked = replace(stage._request("ada", None, ""), command="imagine")
    found = await dispatch.suggest(stage.services, asked, "style", "P")
    assert [choice.value for choice in found] == ["pastel"]


async def publish(stage: Stage, who: str, **values: str) -> str:
    await stage.press(who, "Publish")
    await stage.fill(who, **{"caption": "", "audience": "everyone", **values})
    await stage.settle()
    (post,) = await stage.services.store.read(lambda uow: uow.all(Post, newest=True, limit=1))
    return stage.services.sealer.ref(post.id)


async def test_a_remix_credits_the_post_it_comes_from(stage: Stage) -> None:
    await paint(stage, "ada", "a fox --style ink --shape wide")
    post = await publish(stage, "ada")
    reply = await stage.say("ben", f"/remix {post}")
    assert reply.ask
    assert reply.ask.fields[0].value == "a fox"
    await stage.fill("ben", prompt="a fox with a hat")
    await stage.settle()
    assert "remix of ada" in stage.text("ben")
    assert stage.services.painters[0].orders[-1].shape == "wide"
    await publish(stage, "ben")
    first, second = await stage.services.store.read(lambda uow: uow.all(Post))
    assert (second.parent, second.root, first.remixes) == (first.id, first.id, 1)


async def test_forbidden_remixes_do_not_bind_the_author(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    post = await publish(stage, "ada")
    await stage.services.store.run(lambda uow: uow.compare_and_set(Post, {}, remixable=False))
    await stage.say("ben", f"/remix {post} a hen")
    assert stage.text("ben").startswith("Its author asked that nobody remix this picture.")
    await stage.say("ada", f"/remix {post} a hen")
    assert stage.text("ada").startswith("Painting “a hen”")


async def test_invisible_posts_cannot_be_remixed(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    post = await publish(stage, "ada", audience="followers")
    await stage.say("ben", f"/remix {post} a hen")
    assert "Painting" not in stage.text("ben")


async def test_a_published_picture_links_its_post_and_cannot_be_deleted(stage: Stage) -> None:
    await paint(stage, "ada", "a fox")
    await publish(stage, "ada")
    mine = await ref(stage)
    reply = await stage.say("ada", f"/show {mine}")
    assert [a.label for a in reply.cards[0].actions] == ["Open", "Remix", "Vary", "Again"]
    await stage.say("ada", f"/discard {mine}")
    assert stage.text("ada").startswith("This picture is published.")
    assert stage.services.media.blobs


@pytest.mark.parametrize("edits", [True, False])
@pytest.mark.parametrize("verb", ["vary {mine}", "remix {mine} a hen", "remix {post} a hen"])
async def test_pictures_made_from_sensitive_pixels_are_sensitive(stage: Stage, verb: str, edits: bool) -> None:
    painter = stage.services.painters[0]
    painter.info = replace(painter.info, edits=edits)
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    (fox,) = await stage.services.store.read(lambda uow: uow.all(Picture))
    mine = stage.services.sealer.ref(fox.id)
    await stage.say("ada", f"/publish {mine} --audience everyone --sensitive")
    (post,) = await stage.services.store.read(lambda uow: uow.all(Post))
    who = "ben" if "{post}" in verb else "ada"
    await stage.say(who, "/" + verb.format(mine=mine, post=stage.services.sealer.ref(post.id)))
    await stage.settle()
    made = (await stage.services.store.read(lambda uow: uow.all(Picture)))[-1]
    assert (made.id != fox.id, made.sensitive) == (True, edits)


async def test_offered_pictures_have_distinct_labels(stage: Stage) -> None:
    await paint(stage, "ada", "a hen")
    await paint(stage, "ada", "a fox --count 3")
    reply = await stage.say("ada", "/original")
    assert [label for _, label in reply.ask.fields[0].choices] == ["a fox · 1", "a fox · 2", "a fox · 3", "a hen"]
    await paint(stage, "ada", "a hen")
    reply = await stage.say("ada", "/original")
    labels = [label for _, label in reply.ask.fields[0].choices]
    assert [label for label in labels if "hen" in label] == ["a hen · 1", "a hen · 2"]
