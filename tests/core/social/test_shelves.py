"""Saved posts, and shelves that can be shared."""

from __future__ import annotations

from botfeed.core.model import Account, Collection, Saved
from botfeed.core.social import shelves
from tests.core.support.people import People


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_saved_posts_are_listed_until_they_are_unpublished(people: People) -> None:
    fox, cat = await people.publish("ada", "a fox"), await people.publish("ada", "a cat")
    await people.stage.say("ben", f"/open {people.ref(fox)}")
    await people.stage.press("ben", "Menu")
    reply = await people.stage.press("ben", "Save")
    assert reply.notice == "Saved. /saved shows it."
    assert "Unsave" in labels(reply)
    await people.stage.say("ben", f"/save {people.ref(cat)} foxes")
    reply = await people.stage.say("ben", "/saved")
    assert "1 a cat · ada\n2 a fox · ada" in people.stage.text("ben")
    assert labels(reply) == ["1", "2", "foxes"]
    await people.stage.say("ada", f"/unpublish {people.ref(cat)} --sure")
    await people.stage.say("ben", "/saved")
    assert "a cat" not in people.stage.text("ben")
    await people.stage.say("ben", f"/unsave {people.ref(fox)}")
    await people.stage.say("ben", "/saved")
    assert "Nothing is saved here" in people.stage.text("ben")


async def test_an_old_menu_shows_nothing_of_an_invisible_post(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/save {people.ref(post)}")
    await people.stage.say("ben", f"/more {people.ref(post)}")
    await people.stage.say("ada", f"/caption {people.ref(post)} for friends alone")
    await people.stage.say("ada", f"/audience {people.ref(post)} followers")
    reply = await people.stage.press("ben", "Unsave")
    assert (reply.notice, reply.update) == ("It is not saved any more.", True)
    assert "not shown any more" in people.stage.text("ben")
    assert all(hidden not in people.stage.text("ben") for hidden in ("friends", "fox"))


async def test_invisible_posts_cannot_be_saved(people: People) -> None:
    post = await people.publish("ada", "a fox", "--audience followers")
    await people.stage.say("ben", f"/save {people.ref(post)}")
    assert "not there for you" in people.stage.text("ben")
    assert await people.stage.services.store.read(lambda uow: uow.count(Saved)) == 0


async def test_a_post_is_on_one_shelf_at_most(people: People) -> None:
    post = await people.publish("ada", "a fox")
    for line in ("", " Animals", " animals", " red"):
        await people.stage.say("ben", f"/save {people.ref(post)}{line}")
    shelves = await people.stage.services.store.read(lambda uow: [s.title for s in uow.all(Collection)])
    assert shelves == ["Animals", "red"]
    await people.stage.say("ben", "/saved ANIMALS")
    assert "Nothing is saved here" in people.stage.text("ben")
    await people.stage.say("ben", f"/save {people.ref(post)} red")
    assert people.stage.text("ben") == "You saved it already. /saved red shows it."
    await people.stage.say("ben", "/shelf rename red Animals")
    assert "already" in people.stage.text("ben")
    await people.stage.say("ben", "/shelf rename red warm colours")
    await people.stage.say("ben", '/saved "nothing here"')
    assert "You have no shelf" in people.stage.text("ben")
    await people.stage.say("ben", '/saved "Warm Colours"')
    assert "a fox" in people.stage.text("ben")
    await people.stage.say("ben", '/shelf delete "warm colours"')
    assert "The picture on it stays saved." in people.stage.text("ben")
    await people.stage.press("ben", "Yes, delete")
    await people.stage.say("ben", "/saved")
    assert "a fox" in people.stage.text("ben")


async def test_a_shared_shelf_shows_each_viewer_what_they_may_see(people: People) -> None:
    open_, friends = await people.publish("ada", "a fox"), await people.publish("ada", "a cat", "--audience followers")
    await people.stage.say("ben", "/follow ada")
    for post in (open_, friends):
        await people.stage.say("ben", f"/save {people.ref(post)} animals")
    shelf = await people.stage.services.store.read(lambda uow: people.stage.services.sealer.ref(uow.one(Collection).id))
    await people.stage.say("cleo", f"/shelf open {shelf}")
    assert "not there" in people.stage.text("cleo")
    await people.stage.say("ben", "/shelf share animals")
    assert f"/shelf open {shelf}" in people.stage.text("ben")
    await people.stage.say("cleo", f"/shelf open {shelf}")
    said = people.stage.text("cleo")
    assert ("animals, a shelf of ben" in said, "a fox" in said, "a cat" in said) == (True, True, False)
    await people.stage.say("cleo", "/follow ada")
    await people.stage.say("cleo", f"/shelf open {shelf}")
    assert "a cat" in people.stage.text("cleo")
    for line in ("/shelf rename animals mine", "/shelf delete animals --sure", "/shelf share animals no"):
        await people.stage.say("cleo", line)
        assert "You have no shelf" in people.stage.text("cleo")
    await people.stage.press("ben", "Stop sharing")
    await people.stage.say("cleo", f"/shelf open {shelf}")
    assert "not shared any more" in people.stage.text("cleo")


async def test_shelves_are_hidden_from_blocked_people_and_of_suspended_owners(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/save {people.ref(post)} animals")
    await people.stage.say("ben", "/shelf share animals")
    shelf = await people.stage.services.store.read(lambda uow: people.stage.services.sealer.ref(uow.one(Collection).id))
    await people.id("cleo")
    await people.stage.say("ben", "/block cleo")
    await people.stage.say("cleo", f"/shelf open {shelf}")
    assert "not there" in people.stage.text("cleo")
    ben = await people.id("ben")
    await people.stage.services.store.run(lambda uow: uow.compare_and_set(Account, {"id": ben}, state="suspended"))
    await people.stage.say("dan", f"/shelf open {shelf}")
    assert "not there" in people.stage.text("dan")


async def test_shelf_titles_are_checked_by_the_word_lists(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/save {people.ref(post)} forbidden")
    assert "can't be shown here" in people.stage.text("ben")
    assert await people.stage.services.store.read(lambda uow: uow.count(Collection)) == 0


async def test_a_shelf_created_meanwhile_by_another_request_is_used(people: People, monkeypatch) -> None:
    post, me = await people.publish("ada", "a fox"), await people.account("ben")

    def meanwhile(ctx, _title):
        ctx.uow.insert(Collection(ctx.uow.new_id(), me.id, "foxes", ctx.now))

    monkeypatch.setattr(shelves.review, "check_or_refuse", meanwhile)
    await people.stage.say("ben", f"/save {people.ref(post)} foxes")
    await people.stage.say("ben", "/saved foxes")
    assert "a fox" in people.stage.text("ben")


async def test_the_menu_of_a_saved_post_offers_a_shelf(people: People) -> None:
    fox, cat = await people.publish("ada", "a fox"), await people.publish("ada", "a cat")
    await people.stage.say("ben", f"/more {people.ref(fox)}")
    await people.stage.press("ben", "Save")
    reply = await people.stage.press("ben", "Put on a shelf")
    assert reply.ask, "there is none to choose from"
    await people.stage.say("ben", "Winter animals")
    assert people.stage.text("ben") == "Saved. /saved Winter animals shows it."
    await people.stage.say("ben", "/saved Winter animals")
    assert "a fox" in people.stage.text("ben")
    await people.stage.say("ben", f"/shelf put {people.ref(cat)}")
    assert labels(people.stage.last("ben").reply) == ["Winter animals", "A new shelf"]
    await people.stage.press("ben", "Winter animals")
    await people.stage.say("ben", "/shelf")
    assert people.stage.text("ben") == "Your shelves. Only you see this.\nWinter animals · 2 pictures"
    await people.stage.press("ben", "Winter animals")
    assert "1 a cat · ada\n2 a fox · ada" in people.stage.text("ben")


async def test_shelf_commands_offer_a_choice_and_accept_titles(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", "/shelf")
    assert people.stage.text("ben").startswith("You have no shelves yet.")
    await people.stage.say("ben", "/shelf share")
    assert people.stage.text("ben") == "There is nothing to choose from yet. /help shelf share says more."
    for title in ("Foxes", "Snow"):
        await people.stage.say("ben", f"/save {people.ref(post)} {title}")
    reply = await people.stage.say("ben", "/shelf share")
    assert reply.ask
    assert [label for _, label in reply.ask.fields[0].choices] == ["Foxes", "Snow"]
    await people.stage.say("ben", "snow")
    assert people.stage.text("ben").startswith("Your shelf Snow is shared.")
    await people.stage.say("ben", "/shelf open snow")
    assert "Snow, a shelf of ben" in people.stage.text("ben")
    assert "a fox" in people.stage.text("ben")
    await people.stage.say("cleo", "/shelf open snow")
    assert people.stage.text("cleo") == "That shelf is not there, or not shared any more."


async def test_a_shared_shelf_can_be_shown_in_a_space(people: People) -> None:
    post, lounge = await people.publish("ada", "a fox"), people.stage.place("lounge")
    await people.stage.say("ben", f"/save {people.ref(post)} Foxes", lounge)
    await people.stage.say("ben", "/shelf share Foxes", lounge)
    await people.stage.press("ben", "Show it here", at=lounge)
    assert people.stage.text("#lounge") == "Foxes, a shelf of ben"
    reply = await people.stage.press("cleo", "Look at it", of="#lounge")
    assert reply.private
    assert "a fox" in people.stage.text("cleo")
    await people.stage.say("ben", "/shelf share Foxes")
    assert "Show it here" not in labels(people.stage.last("ben").reply)


async def test_an_empty_title_makes_no_shelf(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f'/save {people.ref(post)} ""')
    await people.stage.say("ben", f"/save {people.ref(post)} Foxes")
    await people.stage.say("ben", '/shelf rename Foxes " "')
    assert people.stage.text("ben") == "A shelf needs a title."
    assert await people.stage.services.store.read(lambda uow: [s.title for s in uow.all(Collection)]) == ["Foxes"]


async def test_shelf_with_a_title_opens_that_shelf(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/save {people.ref(post)} Red foxes")
    await people.stage.say("ben", "/shelf red foxes")
    assert people.stage.text("ben").startswith("Red foxes, a shelf of ben")
    await people.stage.say("ben", "/shelf Snow")
    assert people.stage.text("ben") == "That shelf is not there, or not shared any more."
    await people.stage.say("ben", "/shelf delte Red foxes")  # a verb, mistyped
    assert people.stage.text("ben").startswith("There is no command /shelf")
