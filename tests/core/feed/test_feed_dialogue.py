"""The feed as a dialogue."""

import pytest

from botfeed.core.model import Event, Follow, Seen
from botfeed.testing.community import Community
from botfeed.testing.stage import Stage

CAUGHT_UP = "You are caught up. Come back tomorrow, or look around in New."


@pytest.fixture
def world():
    return Community()


async def write(stage: Stage, fn):
    return await stage.services.store.run(fn)


def labels(reply):
    return [action.label for card in reply.cards for action in card.actions]


async def test_more_pages_through_the_feed_in_one_message(stage, world):
    def begin(uow):
        for n in range(3):
            world.post(uow, "ada", f"fox {n}")
        world.post(uow, "cleo", "a boat")
        world.follow(uow, "ben", "ada")

    await write(stage, begin)
    first = await stage.say("ben", "/feed")
    assert "because you follow ada" in stage.text("ben")
    assert labels(first) == ["♥ Like", "💬 Comment", "Remix", "⋯ Menu", "More"]
    ref, seen = stage.last("ben").ref, [first.cards[0].about.post]
    while CAUGHT_UP not in stage.text("ben"):
        reply = await stage.press("ben", "More")
        assert (stage.last("ben").event, stage.last("ben").ref) == ("edit", ref)
        seen += [card.about.post for card in reply.cards if card.about.post]
    assert len(seen) == len(set(seen)) == 4
    assert labels(reply) == ["New"]
    await stage.press("ben", "New")
    assert stage.text("ben") == "You are caught up. Come back tomorrow, or paint something of your own."


async def test_a_like_and_a_follow_keep_the_card_and_its_reason(stage, world):
    await write(stage, lambda uow: world.post(uow, "ada", "a fox"))
    await stage.say("ben", "/feed")
    assert stage.text("ben").endswith("new")
    assert "Follow" in labels(stage.last("ben").reply)
    await stage.press("ben", "Like")
    assert (stage.last("ben").event, labels(stage.last("ben").reply)[0]) == ("edit", "♥ Liked 1")
    await stage.press("ben", "Follow")
    shown = stage.last("ben").reply
    assert labels(shown) == ["♥ Liked 1", "💬 Comment", "Remix", "⋯ Menu", "More"]
    assert "\nnew" in "\n".join(str(card.text) for card in shown.cards)
    assert await write(stage, lambda uow: uow.count(Follow)) == 1


async def test_hide_is_recorded_and_the_feed_goes_on(stage, world):
    def begin(uow):
        world.post(uow, "ada", "a fox")
        world.post(uow, "ada", "another fox")
        world.post(uow, "cleo", "a boat")

    await write(stage, begin)
    await stage.say("ben", "/feed new")
    await stage.press("ben", "More")
    assert "another fox" in stage.text("ben")
    post = stage.last("ben").reply.cards[0].about.post
    await stage.say("ben", f"/hide {stage.services.sealer.ref(post)}")
    assert stage.text("ben") == "You will see less like this, and this one not again."
    await stage.press("ben", "More")
    assert "a fox" in stage.text("ben")
    log = await write(stage, lambda uow: uow.all(Event, account=world.person(uow, "ben")))
    assert [(e.kind, e.surface, e.position) for e in log] == [
        ("impression", "feed", 1),
        ("impression", "feed", 2),
        ("hide", "feed", 0),
        ("impression", "feed", 3),
    ]


async def test_a_feed_asked_for_in_a_space_is_private_and_not_sensitive(stage, world):
    lounge = stage.place("lounge")

    def begin(uow):
        world.post(uow, "ada", "spicy fox", sensitive=True)
        world.post(uow, "ada", "calm fox")

    await write(stage, begin)
    reply = await stage.say("ben", "/feed", lounge)
    assert reply.private
    assert "calm fox" in stage.text("ben")
    assert not [shown for shown in stage.shown if shown.to == "#lounge"]
    await stage.press("ben", "More", at=lounge)
    assert stage.text("ben") == CAUGHT_UP
    assert "spicy fox" in str((await stage.say("ben", "/feed")).cards[0].text)


@pytest.mark.parametrize("line", ["/feed", "/feed for you", "/feed --view foryou", "/feed For-You", "/feed new"])
async def test_views_are_accepted_as_typed(stage, world, line):
    await write(stage, lambda uow: world.post(uow, "ada", "a fox"))
    await stage.say("ben", line)
    assert "a fox" in stage.text("ben")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/feed following", "You follow nobody yet. Look around in New, and follow whose pictures you like."),
        ("/feed here", "here is what was published in a server or group. Ask for it inside one."),
        ("/feed sideways", "sideways is not one of: for you, following, here, new."),
    ],
)
async def test_an_empty_or_unknown_view_says_what_to_do(stage, line, said):
    await stage.say("ben", line)
    assert stage.text("ben") == said


async def test_an_invisible_post_cannot_be_hidden(stage, world):
    private = await write(stage, lambda uow: world.post(uow, "ada", audience="followers"))
    await stage.say("ben", f"/hide {stage.services.sealer.ref(private)}")
    assert stage.text("ben") == "That picture is not there any more."
    assert await write(stage, lambda uow: uow.count(Seen)) == 0


async def test_another_persons_press_does_not_page_ones_feed(stage, world):
    def begin(uow):
        for n in range(2):
            world.post(uow, "ada", f"fox {n}")

    await write(stage, begin)
    await stage.say("ben", "/feed")
    reply = await stage.press("cleo", "More", of="ben")
    assert reply.private
    assert not reply.update


async def test_opened_and_liked_posts_are_not_shown_again(stage, world):
    """A digest showed as new what its reader had opened a minute before."""

    def begin(uow):
        return [world.post(uow, "ada", f"fox {n}") for n in range(3)]

    posts = await write(stage, begin)
    refs = [stage.services.sealer.ref(getattr(post, "id", post)) for post in posts]
    await stage.say("ben", f"/open {refs[0]}")
    await stage.say("ben", f"/like {refs[1]}")
    reply = await stage.say("ben", "/feed")
    assert stage.services.sealer.ref(reply.cards[0].about.post) == refs[2]
    await stage.press("ben", "More")
    assert CAUGHT_UP in stage.text("ben")
