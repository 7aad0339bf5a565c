"""First attempts of a newcomer and their replies."""

from datetime import timedelta

import pytest

from botfeed.core.chat import values
from botfeed.core.chat.verb import Who
from botfeed.core.model import Painting, PostState
from botfeed.core.parsing import command_parser
from tests.core.support.people import People


async def test_a_bare_tag_searches_for_it(stage):
    people = People(stage)
    post = await people.publish("ada", "a fox", "--audience everyone --caption", '"White #snow"')
    reply = await stage.say("ben", "#snow")
    assert post.id in reply.cards[0].about.posts or post.id == reply.cards[0].about.post
    assert "White #snow" in stage.text("ben")


async def test_a_bare_handle_shows_the_profile(stage):
    await People(stage).publish("ada", "a fox")
    await stage.say("ben", "@ada")
    assert stage.text("ben").startswith("ada")
    await stage.say("ben", "@cleo")
    assert stage.text("ben").startswith("There is nobody called cleo here.")


async def test_plain_cancel_closes_an_open_question(stage):
    assert (await stage.say("ada", "/imagine")).ask
    await stage.say("ada", "Cancel")
    assert stage.text("ada") == "All right, nothing was changed."
    await stage.say("ada", "hello")
    assert stage.text("ada").startswith("Hello ada.")
    await stage.say("ada", "/language it")
    assert (await stage.say("ada", "/imagine")).ask
    await stage.native("ada", "reply", text="annulla")
    assert stage.text("ada") == "Va bene, non è cambiato niente."
    assert await stage.services.store.read(lambda uow: uow.count(Painting)) == 0


async def test_plain_cancel_cancels_a_waiting_painting(stage):
    await stage.say("ada", "/imagine a fox")
    await stage.say("ada", "cancel")
    assert "a fox" in stage.text("ada")
    await stage.settle()
    assert stage.services.painters[0].orders == []


async def test_a_group_name_alone_shows_ones_own(stage):
    await stage.say("ada", "/bio I paint foxes")
    await stage.say("ada", "/me")
    assert stage.text("ada").startswith("ada")
    assert "I paint foxes" in stage.text("ada")
    await stage.say("ada", "/shelf")
    assert stage.text("ada").startswith("You have no shelves yet.")


@pytest.mark.parametrize("line", ["/help save", "/help /save", "/help Save"])
async def test_help_about_a_command_lists_options_and_an_example(stage, line):
    post = await People(stage).publish("ada", "a fox")
    ref = stage.services.sealer.ref(post.id)
    await stage.say("ada", line)
    assert stage.text("ada") == (
        "/save Keep a picture for later, on a shelf if you like.\n"
        "• --post the post · needed\n"
        "• --shelf a shelf, new or known\n"
        f"For example: /save {ref} Foxes"
    )
    await stage.say("ada", stage.text("ada").rpartition(": ")[2])
    assert stage.text("ada").startswith("Saved.")


async def test_help_examples_can_be_run(stage, clock):
    """Bind each example as typed: nothing in it is unexpected, too long or missing."""
    post = await People(stage).publish("ada", "a fox")
    await People(stage).paint("ada", "a cat")
    await stage.say("ada", f"/save {stage.services.sealer.ref(post.id)} Foxes")
    said = 0
    for what in [what for what in stage.services.menu if what.menu and what.who is not Who.OPERATOR]:
        clock.advance(timedelta(seconds=10))
        await stage.say("ada", f"/help {what.name.replace('.', ' ')}")
        assert stage.text("ada").startswith(f"/{what.name.replace('.', ' ')} ")
        _, there, example = stage.text("ada").partition("For example: ")
        found = stage.services.menu.find(example) if there else None
        if found:
            assert found[0] is what, example
            assert not values.bind(what, command_parser.parse(*found), stage.services.sealer.id).missing, example
            said += 1
    assert said > 40


@pytest.mark.parametrize(
    ("typed_", "meant"),
    [("/imagin a fox", "/imagine"), ("/serch", "/search"), ("/shelv", "/shelf"), ("/digest sett 9", "/digest set")],
)
async def test_a_mistyped_command_suggests_the_nearest(stage, typed_, meant):
    await stage.say("ada", typed_)
    assert f"Did you mean {meant}?" in stage.text("ada")


async def test_help_hides_operator_commands(stage):
    for line in ("/help admin reports", "/admin_report"):
        await stage.say("ada", line)
        assert stage.text("ada").startswith("There is no command /admin")
        assert "Did you mean /admin" not in stage.text("ada")


async def test_undo_alone_offers_the_posts_that_can_be_undone(stage, clock):
    people = People(stage)
    await stage.say("ada", "/undo")
    assert stage.text("ada") == (
        "There is nothing to take back: that goes within ten minutes. /unpublish deletes an older post."
    )
    await people.publish("ada", "a fox")
    clock.advance(timedelta(minutes=11))
    post = await people.publish("ada", "a cat")
    again = await people.publish("ada", "a hen")
    reply = await stage.say("ada", "/undo")
    assert [label for _, label in reply.ask.fields[0].choices] == ["a hen", "a cat"]
    await stage.say("ada", "a hen")
    assert await people.state(again) is PostState.REMOVED
    reply = await stage.say("ada", "/undo")  # one is left: no question
    assert reply.ask is None
    assert await people.state(post) is not PostState.PUBLIC


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("/imagine", "What shall I paint?"),
        ("/follow", "Who is it? A handle, like @ada"),
        ("/search", "What are you looking for?"),
        ("/like", "Which post?"),
        ("/digest set", "At what hour? 0 to 23"),
    ],
)
async def test_missing_arguments_are_asked_for(stage, line, asked):
    reply = await stage.say("ada", line)
    assert reply.ask.fields[0].label == asked


async def test_a_wrong_reference_is_answered_without_an_example_reference(stage):
    await stage.say("ada", "/like zzz")
    assert stage.text("ada") == (
        "Which post? zzz is no reference: those have eleven letters and digits. /like lets you choose."
    )


async def test_ones_own_follow_lists_are_headed_as_ones_own(stage):
    await stage.say("ada", "/followers")
    assert stage.text("ada").startswith("Who follows you\n")
    await stage.say("ada", "/following")
    assert stage.text("ada").startswith("Whom you follow\n")
    await stage.say("ben", "/followers ada")
    assert stage.text("ben").startswith("Who follows ada\n")


@pytest.mark.parametrize("line", ["/help digest", "/help shelf", "/aiuto digest"])
async def test_help_for_a_group_shows_all_its_commands(stage, line):
    await stage.say("ada", line)
    group = line.split()[1]
    listed = [verb for verb in stage.services.menu if verb.menu and verb.name.startswith(f"{group}.")]
    assert len(listed) > 2
    assert stage.text("ada").splitlines()[:-1] == [f"/{v.name.replace('.', ' ')} {v.says}" for v in listed]
    assert stage.text("ada").endswith("says more about one of them.")


async def test_help_for_a_group_hides_what_operators_alone_may_do(stage):
    await stage.say("ada", "/help admin")
    assert "There is no command /admin" in stage.text("ada")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/comment lovely snow", "Which post? lovely is no reference: those have eleven letters and digits."),
        ("/like it", "Which post? it is no reference: those have eleven letters and digits."),
    ],
)
async def test_a_line_without_a_reference_names_what_is_missing(stage, line, told):
    await stage.say("ada", line)
    assert stage.text("ada").startswith(told)
    assert stage.text("ada").endswith(f"{line.split()[0]} lets you choose.")
    await stage.say("ada", "/language it")
    await stage.say("ada", line)
    assert stage.text("ada").startswith("Quale post? ")


async def test_the_form_of_a_comment_is_titled_by_its_verb(stage):
    await People(stage).publish("ada", "a fox", "--audience everyone")
    assert (await stage.say("ben", "/comment")).ask.title == "Comment"
