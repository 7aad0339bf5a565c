"""Similar posts, each with its reason, on each engine."""

from __future__ import annotations

from botfeed.core.model import Account, Audience, Mute
from botfeed.core.safety import visibility
from botfeed.core.social import search, similar
from botfeed.testing.community import Community
from tests.core.support.people import People


async def test_similar_posts_share_looks_words_or_remix_family(any_store) -> None:
    def look(uow):
        world = Community()
        what = world.post(uow, "ada", "fox in snow #winter", print=0b1111 << 40)
        posts = {
            "double": world.post(uow, "ben", "nothing alike", print=0b0111 << 40),
            "remix": world.post(uow, "ben", "something", parent=what, root=what),
            "words": world.post(uow, "ben", "a fox, snow, #winter", print=-1),
            "word": world.post(uow, "ben", "the fox"),
            "common": world.post(uow, "ben", "in the house"),
            "secret": world.post(uow, "ben", "fox snow", audience=Audience.FOLLOWERS),
            "muted": world.post(uow, "mo", "fox snow"),
        }
        for id in (what, *posts.values()):
            search.index(uow, uow.get(similar.Post, id))
        cleo = uow.get(Account, world.person(uow, "cleo"))
        uow.insert(Mute(uow.new_id(), cleo.id, world.people["mo"], uow.now))
        found = similar.find(uow, visibility.viewer(uow, cleo), uow.get(similar.Post, what), 9)
        names = {id: name for name, id in posts.items()}
        return [(names[like.post.id], like.bits, like.kin, sorted(like.words)) for like in found]

    assert await any_store.run(look) == [
        ("double", 1, False, []),
        ("words", None, False, ["fox", "snow", "winter"]),
        ("remix", None, True, []),
        ("word", None, False, ["fox"]),
    ]


async def test_find_similar_lists_posts_with_their_reasons(people: People) -> None:
    fox = await people.publish("ada", "a red fox")
    await people.publish("cleo", "a red cat")
    await people.stage.say("ben", f"/open {people.ref(fox)}")
    await people.stage.press("ben", "Menu")
    await people.stage.press("ben", "Find similar")
    assert "1 a red cat · cleo — both: red" in people.stage.text("ben")
    lonely = await people.publish("ada", "zebra")
    await people.stage.say("ben", f"/similar {people.ref(lonely)}")
    assert "Nothing here is like zebra yet" in people.stage.text("ben")


async def test_invisible_posts_have_no_similar_posts(people: People) -> None:
    fox = await people.publish("ada", "a red fox", "--audience followers")
    await people.stage.say("ben", f"/similar {people.ref(fox)}")
    assert "not there for you" in people.stage.text("ben")
