"""Saved posts, and shelves that can be shared."""

from __future__ import annotations

from botfeed.core.model import Account, Collection, Saved
from botfeed.core.social import shelves
from tests.core.support.people import Town


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_saved_posts_are_listed_until_they_are_unpublished(town: Town) -> None:
    fox, cat = await town.publish("ada", "a fox"), await town.publish("ada", "a cat")
    await town.stage.say("ben", f"/open {town.ref(fox)}")
    await town.stage.press("ben", "Menu")
    reply = await town.stage.press("ben", "Save")
    assert reply.notice == "Saved. /saved shows it."
    assert "Unsave" in labels(reply)
    await town.stage.say("ben", f"/save {town.ref(cat)} foxes")
    reply = await town.stage.say("ben", "/saved")
    assert "1 a cat · ada\n2 a fox · ada" in town.stage.text("ben")
    assert labels(reply) == ["1", "2", "foxes"]
    await town.stage.say("ada", f"/unpublish {town.ref(cat)} --sure")
    await town.stage.say("ben", "/saved")
    assert "a cat" not in town.stage.text("ben")
    await town.stage.say("ben", f"/unsave {town.ref(fox)}")
    await town.stage.say("ben", "/saved")
    assert "Nothing is saved here" in town.stage.text("ben")


async def test_an_old_menu_shows_nothing_of_an_invisible_post(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f"/save {town.ref(post)}")
    await town.stage.say("ben", f"/more {town.ref(post)}")
    await town.stage.say("ada", f"/caption {town.ref(post)} for friends alone")
    await town.stage.say("ada", f"/audience {town.ref(post)} followers")
    reply = await town.stage.press("ben", "Unsave")
    assert (reply.notice, reply.cards) == ("It is not saved any more.", ())


async def test_invisible_posts_cannot_be_saved(town: Town) -> None:
    post = await town.publish("ada", "a fox", "--audience followers")
    await town.stage.say("ben", f"/save {town.ref(post)}")
    assert "not there for you" in town.stage.text("ben")
    assert await town.stage.services.store.read(lambda uow: uow.count(Saved)) == 0


async def test_a_post_is_on_one_shelf_at_most(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    for line in ("", " Animals", " animals", " red"):
        await town.stage.say("ben", f"/save {town.ref(post)}{line}")
    shelves = await town.stage.services.store.read(lambda uow: [s.title for s in uow.all(Collection)])
    assert shelves == ["Animals", "red"]
    await town.stage.say("ben", "/saved ANIMALS")
    assert "Nothing is saved here" in town.stage.text("ben")
    await town.stage.say("ben", f"/save {town.ref(post)} red")
    assert town.stage.text("ben") == "You saved it already. /saved red shows it."
    await town.stage.say("ben", "/shelf rename red Animals")
    assert "already" in town.stage.text("ben")
    await town.stage.say("ben", "/shelf rename red warm colours")
    await town.stage.say("ben", '/saved "nothing here"')
    assert "You have no shelf" in town.stage.text("ben")
    await town.stage.say("ben", '/saved "Warm Colours"')
    assert "a fox" in town.stage.text("ben")
    await town.stage.say("ben", '/shelf delete "warm colours"')
    assert "The picture on it stays saved." in town.stage.text("ben")
    await town.stage.press("ben", "Yes, delete")
    await town.stage.say("ben", "/saved")
    assert "a fox" in town.stage.text("ben")


async def test_a_shared_shelf_shows_each_viewer_what_they_may_see(town: Town) -> None:
    open_, friends = await town.publish("ada", "a fox"), await town.publish("ada", "a cat", "--audience followers")
    await town.stage.say("ben", "/follow ada")
    for post in (open_, friends):
        await town.stage.say("ben", f"/save {town.ref(post)} animals")
    shelf = await town.stage.services.store.read(lambda uow: town.stage.services.sealer.ref(uow.one(Collection).id))
    await town.stage.say("cleo", f"/shelf open {shelf}")
    assert "not there" in town.stage.text("cleo")
    await town.stage.say("ben", "/shelf share animals")
    assert f"/shelf open {shelf}" in town.stage.text("ben")
    await town.stage.say("cleo", f"/shelf open {shelf}")
    said = town.stage.text("cleo")
    assert ("animals, a shelf of ben" in said, "a fox" in said, "a cat" in said) == (True, True, False)
    await town.stage.say("cleo", "/follow ada")
    await town.stage.say("cleo", f"/shelf open {shelf}")
    assert "a cat" in town.stage.text("cleo")
    for line in ("/shelf rename animals mine", "/shelf delete animals --sure", "/shelf share animals no"):
        await town.stage.say("cleo", line)
        assert "You have no shelf" in town.stage.text("cleo")
    await town.stage.press("ben", "Stop sharing")
    await town.stage.say("cleo", f"/shelf open {shelf}")
    assert "not shared any more" in town.stage.text("cleo")


async def test_shelves_are_hidden_from_blocked_people_and_of_suspended_owners(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f"/save {town.ref(post)} animals")
    await town.stage.say("ben", "/shelf share animals")
    shelf = await town.stage.services.store.read(lambda uow: town.stage.services.sealer.ref(uow.one(Collection).id))
    await town.id("cleo")
    await town.stage.say("ben", "/block cleo")
    await town.stage.say("cleo", f"/shelf open {shelf}")
    assert "not there" in town.stage.text("cleo")
    ben = await town.id("ben")
    await town.stage.services.store.run(lambda uow: uow.compare_and_set(Account, {"id": ben}, state="suspended"))
    await town.stage.say("dan", f"/shelf open {shelf}")
    assert "not there" in town.stage.text("dan")


async def test_shelf_titles_are_checked_by_the_word_lists(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f"/save {town.ref(post)} forbidden")
    assert "can't be shown here" in town.stage.text("ben")
    assert await town.stage.services.store.read(lambda uow: uow.count(Collection)) == 0


async def test_a_shelf_created_meanwhile_by_another_request_is_used(town: Town, monkeypatch) -> None:
    post, me = await town.publish("ada", "a fox"), await town.account("ben")

    def meanwhile(ctx, _title):
        ctx.uow.insert(Collection(ctx.uow.new_id(), me.id, "foxes", ctx.now))

    monkeypatch.setattr(shelves.review, "check_or_refuse", meanwhile)
    await town.stage.say("ben", f"/save {town.ref(post)} foxes")
    await town.stage.say("ben", "/saved foxes")
    assert "a fox" in town.stage.text("ben")


async def test_the_menu_of_a_saved_post_offers_a_shelf(town: Town) -> None:
    fox, cat = await town.publish("ada", "a fox"), await town.publish("ada", "a cat")
    await town.stage.say("ben", f"/more {town.ref(fox)}")
    await town.stage.press("ben", "Save")
    reply = await town.stage.press("ben", "Put on a shelf")
    assert reply.ask, "there is none to choose from"
    await town.stage.say("ben", "Winter animals")
    assert town.stage.text("ben") == "Saved. /saved Winter animals shows it."
    await town.stage.say("ben", "/saved Winter animals")
    assert "a fox" in town.stage.text("ben")
    await town.stage.say("ben", f"/shelf put {town.ref(cat)}")
    assert labels(town.stage.last("ben").reply) == ["Winter animals", "A new shelf"]
    await town.stage.press("ben", "Winter animals")
    await town.stage.say("ben", "/shelf")
    assert town.stage.text("ben") == "Your shelves. Only you see this.\nWinter animals · 2 pictures"
    await town.stage.press("ben", "Winter animals")
    assert "1 a cat · ada\n2 a fox · ada" in town.stage.text("ben")


async def test_shelf_commands_offer_a_choice_and_accept_titles(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", "/shelf")
    assert town.stage.text("ben").startswith("You have no shelves yet.")
    await town.stage.say("ben", "/shelf share")
    assert town.stage.text("ben") == "There is nothing to choose from yet. /help shelf share says more."
    for title in ("Foxes", "Snow"):
        await town.stage.say("ben", f"/save {town.ref(post)} {title}")
    reply = await town.stage.say("ben", "/shelf share")
    assert reply.ask
    assert [label for _, label in reply.ask.fields[0].choices] == ["Foxes", "Snow"]
    await town.stage.say("ben", "snow")
    assert town.stage.text("ben").startswith("Your shelf Snow is shared.")
    await town.stage.say("ben", "/shelf open snow")
    assert "Snow, a shelf of ben" in town.stage.text("ben")
    assert "a fox" in town.stage.text("ben")
    await town.stage.say("cleo", "/shelf open snow")
    assert town.stage.text("cleo") == "That shelf is not there, or not shared any more."


async def test_a_shared_shelf_can_be_shown_in_a_space(town: Town) -> None:
    post, lounge = await town.publish("ada", "a fox"), town.stage.place("lounge")
    await town.stage.say("ben", f"/save {town.ref(post)} Foxes", lounge)
    await town.stage.say("ben", "/shelf share Foxes", lounge)
    await town.stage.press("ben", "Show it here", at=lounge)
    assert town.stage.text("#lounge") == "Foxes, a shelf of ben"
    reply = await town.stage.press("cleo", "Look at it", of="#lounge")
    assert reply.private
    assert "a fox" in town.stage.text("cleo")
    await town.stage.say("ben", "/shelf share Foxes")
    assert "Show it here" not in labels(town.stage.last("ben").reply)


async def test_an_empty_title_makes_no_shelf(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f'/save {town.ref(post)} ""')
    await town.stage.say("ben", f"/save {town.ref(post)} Foxes")
    await town.stage.say("ben", '/shelf rename Foxes " "')
    assert town.stage.text("ben") == "A shelf needs a title."
    assert await town.stage.services.store.read(lambda uow: [s.title for s in uow.all(Collection)]) == ["Foxes"]


async def test_shelf_with_a_title_opens_that_shelf(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f"/save {town.ref(post)} Red foxes")
    await town.stage.say("ben", "/shelf red foxes")
    assert town.stage.text("ben").startswith("Red foxes, a shelf of ben")
    await town.stage.say("ben", "/shelf Snow")
    assert town.stage.text("ben") == "That shelf is not there, or not shared any more."
    await town.stage.say("ben", "/shelf delte Red foxes")  # a verb, mistyped
    assert town.stage.text("ben").startswith("There is no command /shelf")
