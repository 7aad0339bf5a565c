"""The search command, followed tags and mentions."""

from __future__ import annotations

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.language.text import Style
from botfeed.core.model import KeyValue, Notice, Topic
from botfeed.core.social import search
from tests.core.support.people import People, Reviewer


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_search_results_are_paged_and_reordered(people: People) -> None:
    posts = [await people.publish("ada", f"fox {n}") for n in range(8)]
    reply = await people.stage.say("ben", "/search fox")
    assert labels(reply) == ["1", "2", "3", "4", "5", "6", "More", "Newest first"]
    assert len(reply.cards[0].media) == 6
    reply = await people.stage.press("ben", "More")
    assert (reply.update, labels(reply)) == (True, ["1", "2", "Back", "Newest first"])
    assert "More pictures with fox" in people.stage.text("ben")
    await people.stage.press("ben", "Newest first")
    opened = await people.stage.press("ben", "1")
    assert opened.cards[0].about.post == posts[-1].id


async def test_an_empty_search_offers_next_steps(people: People) -> None:
    await people.publish("ada", "a fox", "--caption Winter #snow --audience everyone")
    reply = await people.stage.say("ben", "/search zebra")
    assert "Nothing that you can see has zebra" in people.stage.text("ben")
    assert labels(reply) == ["#snow", "Look around", "Paint it"]
    await people.stage.press("ben", "#snow")
    assert "1 Winter #snow · ada" in people.stage.text("ben")


async def test_people_are_found_by_handle_prefix(people: People) -> None:
    for who in ("ada", "adele", "ben", "cleo"):
        await people.id(who)
    reply = await people.stage.say("ben", "/search @ad")
    assert "People called something like @ad" in people.stage.text("ben")
    assert labels(reply) == ["@ada", "@adele"]
    await people.stage.say("adele", "/block ben")
    assert labels(await people.stage.say("ben", "/search @ad")) == ["@ada"]
    await people.publish("ada", "a fox")
    assert labels(await people.stage.say("ben", "/search @ada")) == ["1", "@ada"]


async def test_search_shows_sensitive_posts_only_in_age_restricted_channels(people: People) -> None:
    await people.publish("ada", "a spicy fox")
    here, open_here = people.stage.place("lounge"), people.stage.place("den", age_restricted=True)
    for who in ("ben", "ada"):
        reply = await people.stage.say(who, "/search fox", here)
        assert not reply.cards[0].media, who
    reply = await people.stage.say("ben", "/search fox", open_here)
    assert [m.veiled for m in reply.cards[0].media] == [True]


async def test_posts_of_a_followed_tag_come_to_the_feed_with_their_reason(people: People) -> None:
    await people.publish("ada", "first", "--caption A #Fox --audience everyone")
    reply = await people.stage.say("ben", "/search #fox")
    assert "Follow #fox" in labels(reply)
    reply = await people.stage.press("ben", "Follow #fox")
    assert reply.notice == "You follow #fox now: it comes to your feed and digest."
    await people.stage.say("ben", "/tag follow FOX")
    assert people.stage.text("ben") == "You follow #FOX already."
    await people.publish("cleo", "second", "--caption Dogs --audience everyone")
    await people.stage.say("ben", "/feed")
    assert "because you follow #Fox" in people.stage.text("ben")
    assert "A #Fox" in people.stage.text("ben")
    await people.stage.say("ben", "/feed following")
    assert "Dogs" not in people.stage.text("ben")
    reply = await people.stage.say("ben", "/tag")
    assert "You follow #fox." in people.stage.text("ben")
    assert "Tags: #fox" in str((await people.stage.say("ben", "/following")).cards[0].text)
    await people.stage.say("ben", "/tag unfollow #fox")
    assert await people.stage.services.store.read(lambda uow: uow.count(Topic)) == 0
    await people.stage.say("ben", "/tag follow #1!")
    assert "is no tag" in people.stage.text("ben")


async def test_followed_tags_are_private(people: People) -> None:
    await people.stage.say("ada", "/tag follow secret")
    assert "secret" in str((await people.stage.say("ada", "/following")).cards[0].text)
    assert "secret" not in str((await people.stage.say("ben", "/following ada")).cards[0].text)


async def test_tags_are_completed_from_visible_posts(people: People) -> None:
    await people.publish("ada", "a fox", "--caption Snow #snow #Winter --audience everyone")
    await people.publish("ada", "a fox", "--caption More #snow --audience everyone")
    await people.publish("ada", "a fox", "--caption Mine #secret --audience followers")

    async def offered(typed: str) -> list[str]:
        request = Request("x", "tag.follow", Sender("console", "ben", "ben"), people.stage.home("ben"))
        return [c.value for c in await dispatch.suggest(people.stage.services, request, "tag", typed)]

    await people.id("ben")
    assert await offered("") == ["#snow", "#Winter"]
    assert await offered("#Wi") == ["#Winter"]
    assert await offered("sec") == []
    await people.stage.say("ben", "/tag follow snow")
    assert await offered("") == ["#Winter"]


async def test_a_mention_makes_one_notice_and_is_shown_bold(people: People) -> None:
    for who in ("ada", "ben", "cleo", "dan"):
        await people.id(who)
    await people.stage.say("cleo", "/mute ada")
    await people.stage.say("dan", "/block ada")
    caption = "for @Ben @cleo @dan @ada @nobody"
    post = await people.publish("ada", "a fox", f"--caption {caption} --audience everyone")
    await people.stage.say("ada", f"/caption {people.ref(post)} again @ben and @ben")
    await people.stage.say("ben", "/inbox")
    assert people.stage.text("ben").count("ada mentioned you in again @ben and @ben") == 1
    told = await people.stage.services.store.read(lambda uow: [n.account for n in uow.all(Notice, kind="mention")])
    assert told == [await people.id("ben")]
    await people.stage.say("ben", f"/open {people.ref(post)}")
    spans = people.stage.last("ben").reply.cards[0].text.spans
    assert [s.text for s in spans if s.style is Style.BOLD] == ["@ben", "@ben"]


async def test_republishing_a_picture_makes_no_second_mention(people: People) -> None:
    await people.id("ben")
    picture = await people.paint("ada", "a fox")
    for _ in range(2):
        await people.stage.say("ada", f"/publish {picture} --caption hi @ben --audience everyone")
        await people.stage.press("ada", "Undo")
    assert await people.stage.services.store.read(lambda uow: uow.count(Notice, kind="mention")) == 1


async def test_mentions_reach_only_people_who_may_see_the_post(people: People) -> None:
    for who in ("ada", "ben", "cleo"):
        await people.id(who)
    await people.stage.say("ben", "/follow ada")
    await people.publish("ada", "a fox", "--caption for @ben and @cleo --audience followers")
    told = await people.stage.services.store.read(lambda uow: [n.account for n in uow.all(Notice, kind="mention")])
    assert told == [await people.id("ben")]


async def test_a_mention_waits_for_review(people: People) -> None:
    object.__setattr__(people.stage.services, "reviewer", Reviewer({"bad": "hate"}))
    await people.id("ben")
    for caption in ("bad @ben", "good @ben"):
        await people.publish("ada", "a fox", f"--caption {caption} --audience everyone")
        assert await people.stage.services.store.read(lambda uow: uow.count(Notice, kind="mention")) == 0
        await people.stage.settle()
    assert await people.stage.services.store.read(lambda uow: uow.count(Notice, kind="mention")) == 1


async def test_a_tag_followed_under_the_earlier_folding_is_still_followed(people: People) -> None:
    """The earlier folding took й for и, and left ł as it is."""
    await people.publish("ada", "a fox", "--caption Snow #Зимний #łódź --audience everyone")
    ben, cleo = await people.id("ben"), await people.id("cleo")

    def seed(uow):
        uow.delete(KeyValue, name=search._CURSOR)
        for account, tag in ((ben, "зимнии"), (ben, "łodz"), (cleo, "зимнии"), (cleo, "зимний")):
            uow.insert(Topic(uow.new_id(), account, tag, uow.now))

    await people.stage.services.store.run(seed)
    await search.catch_up(people.stage.services)
    await people.stage.settle()

    def kept(uow):
        return sorted((row.account == ben, row.tag, row.shown) for row in uow.all(Topic))

    assert await people.stage.services.store.read(kept) == [
        (False, "зимний", ""),
        (True, "lodz", "łódź"),
        (True, "зимний", "Зимний"),
    ]
