"""Publishing as a dialogue."""

from __future__ import annotations

from datetime import timedelta

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Account, Audience, Decision, Event, Notice, Picture, PostState
from tests.core.support.people import Town


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_publishing_asks_first_and_says_who_will_see_it(town: Town) -> None:
    ref = await town.paint("ada")
    reply = await town.stage.say("ada", f"/publish {ref}")
    assert reply.ask
    assert [f.name for f in reply.ask.fields] == ["caption", "audience", "sensitive"]
    assert [v for v, _ in reply.ask.fields[1].choices] == ["everyone", "followers"]
    assert "Followers: who follows you" in str(reply.ask.note)
    reply = await town.stage.fill("ada", caption="Winter", audience="everyone")
    assert "Published. Everyone can see it." in town.stage.text("ada")
    assert labels(reply) == ["Undo", "Change audience", "Edit caption", "Delete"]
    assert reply.private
    post = await town.newest("ada")
    assert (post.caption, post.audience, post.state) == ("Winter", Audience.EVERYONE, PostState.PUBLIC)
    assert (await town.account("ada")).last_post == post.id


async def test_here_is_offered_only_inside_a_space_and_posts_there(town: Town) -> None:
    lounge = town.stage.place("lounge")
    ref = await town.paint("ada")
    reply = await town.stage.say("ada", f"/publish {ref}", lounge)
    assert reply.ask
    assert [v for v, _ in reply.ask.fields[1].choices] == ["everyone", "followers", "here"]
    assert "only people inside lounge" in str(reply.ask.note)
    await town.stage.say("ada", f"/publish {ref} --audience here", lounge)
    await town.stage.settle()
    shown = town.stage.last("#lounge")
    assert shown.event == "delivery"
    assert not shown.reply.private
    post = await town.newest("ada")
    assert await town.sees("ben", post, lounge)
    assert not await town.sees("ben", post)
    assert not await town.sees("ben", post, town.stage.place("other"))
    private = await town.paint("ada")
    await town.stage.say("ada", f"/publish {private} --audience here")
    assert "server or group" in town.stage.text("ada")


async def test_a_picture_is_published_once_at_a_time(town: Town) -> None:
    ref = await town.paint("ada")
    await town.stage.say("ada", f"/publish {ref} --audience everyone")
    first = await town.newest("ada")
    await town.stage.say("ada", f"/publish {ref} --audience followers")
    assert (await town.newest("ada")).id == first.id
    await town.stage.press("ada", "Undo")
    assert "Back to private" in town.stage.text("ada")
    assert await town.state(first) is PostState.REMOVED
    assert (await town.account("ada")).last_post == -1
    await town.stage.say("ada", f"/publish {ref} --audience followers")
    again = await town.newest("ada")
    assert (again.id != first.id, again.audience) == (True, Audience.FOLLOWERS)


async def test_undo_lasts_ten_minutes(town: Town, clock: SteppedClock) -> None:
    post = await town.publish("ada")
    clock.advance(timedelta(minutes=10, seconds=1))
    await town.stage.press("ada", "Undo")
    assert "ten minutes for Undo are over" in town.stage.text("ada")
    assert await town.state(post) is PostState.PUBLIC


async def test_deleting_takes_a_second_press_that_says_what_is_lost(town: Town) -> None:
    post = await town.publish("ada", "a fox")
    await town.stage.say("ben", f"/like {town.ref(post)}")
    await town.stage.press("ada", "Delete")
    assert "Lost for good: 1 like." in town.stage.text("ada")
    assert await town.state(post) is PostState.PUBLIC
    await town.stage.press("ada", "Yes, delete")
    assert await town.state(post) is PostState.REMOVED
    assert not await town.sees("ben", post)


async def test_only_own_pictures_can_be_published(town: Town) -> None:
    ref = await town.paint("ada")
    await town.stage.say("ben", f"/publish {ref} --audience everyone")
    assert town.stage.text("ben") == "That picture is not there, or not there for you."


async def test_a_refusal_names_its_category_and_records_the_reason(town: Town) -> None:
    ref = await town.paint("ada", "a forbidden fox")
    reply = await town.stage.say("ada", f"/publish {ref} --audience everyone")
    assert "can't be published here (violence)" in town.stage.text("ada")
    assert labels(reply) == ["Appeal"]
    post = await town.newest("ada")
    assert (post.state, post.why) == (PostState.REFUSED, "violence")
    row = (await town.stage.services.store.read(lambda uow: uow.all(Decision)))[0]
    assert (row.kind, row.by, row.reason, row.post) == ("refuse", "review", "violence", post.id)
    assert not await town.sees("ben", post)
    reply = await town.stage.say("ada", "/inbox")
    assert "Reason: violence. Decided by an automatic check." in town.stage.text("ada")
    assert labels(reply) == ["Appeal"]


async def test_a_sensitive_picture_is_blurred_until_shown_on_request(town: Town) -> None:
    post = await town.publish("ada", "a nude", "--audience everyone --sensitive")
    reply = await town.stage.say("ben", f"/open {town.ref(post)}")
    assert reply.cards[0].media[0].veiled
    assert reply.cards[0].media[0].variant == "blurred"
    assert "blurred: sensitive" in str(reply.cards[0].text)
    reply = await town.stage.press("ben", "Show")
    assert (reply.private, reply.cards[0].media[0].veiled) == (True, False)


async def test_sensitive_pictures_go_only_to_age_restricted_channels(town: Town) -> None:
    ref = await town.paint("ada")
    await town.stage.say("ada", f"/publish {ref} --audience here --sensitive", town.stage.place("lounge"))
    assert "age-restricted" in town.stage.text("ada")
    assert await town.stage.settle() == 0
    picture = await town.stage.services.store.read(lambda uow: uow.one(Picture, id=town.stage.services.sealer.id(ref)))
    assert picture.post is None
    await town.stage.say(
        "ada", f"/publish {ref} --audience here --sensitive", town.stage.place("den", age_restricted=True)
    )
    await town.stage.settle()
    assert town.stage.last("#den").reply.cards[0].media[0].veiled


async def test_a_remix_credits_its_parent_and_notifies_its_author_once(town: Town) -> None:
    first = await town.publish("ada", "a fox")
    second = await town.picture("ben", "a fox at night", parent=first.picture)
    third = await town.picture("cleo", "a fox at dawn", parent=second.id)
    ref = town.stage.services.sealer.ref
    await town.stage.say("ben", f"/publish {ref(second.id)} --audience everyone")
    remix = await town.newest("ben")
    await town.stage.say("cleo", f"/publish {ref(third.id)} --audience everyone")
    grandchild = await town.newest("cleo")
    assert (remix.parent, remix.root) == (first.id, first.id)
    assert (grandchild.parent, grandchild.root) == (remix.id, first.id)
    await town.stage.say("dan", f"/open {ref(grandchild.id)}")
    assert "cleo · just now · remix of ben · from ada" in str(town.stage.last("dan").reply.cards[0].text)
    assert ((await town.post(first)).remixes, (await town.post(remix)).remixes) == (1, 1)
    await town.stage.press("ben", "Undo")
    assert (await town.post(first)).remixes == 0
    await town.stage.say("ben", f"/publish {ref(second.id)} --audience everyone")
    ada = await town.id("ada")
    told = await town.stage.services.store.read(lambda uow: uow.all(Notice, account=ada, kind="remix"))
    assert len(told) == 1
    assert (await town.post(first)).heat == 3.0
    kinds = await town.stage.services.store.read(lambda uow: [e.kind for e in uow.all(Event, post=first.id)])
    assert kinds == ["remix", "remix"]


async def test_a_remix_of_a_post_that_forbids_remixes_stays_private(town: Town) -> None:
    first = await town.publish("ada")
    await town.stage.say("ada", f"/more {town.ref(first)}")
    await town.stage.press("ada", "Forbid remixes")
    made = await town.picture("ben", parent=first.picture)
    await town.stage.say("ben", f"/publish {town.stage.services.sealer.ref(made.id)} --audience everyone")
    assert "may not be remixed" in town.stage.text("ben")
    reply = await town.stage.say("ben", f"/open {town.ref(first)}")
    assert "Remix" not in labels(reply)


async def test_audience_and_caption_change_in_place(town: Town) -> None:
    post = await town.publish("ada")
    reply = await town.stage.press("ada", "Change audience")
    assert reply.ask
    await town.stage.fill("ada", audience="followers")
    assert "Your followers can see it." in town.stage.text("ada")
    assert not await town.sees("ben", post)
    reply = await town.stage.press("ada", "Edit caption")
    assert reply.ask
    await town.stage.fill("ada", caption="forbidden words")
    assert "can't be shown here (violence)" in town.stage.text("ada")
    await town.stage.press("ada", "Edit caption")
    await town.stage.fill("ada", caption="First snow")
    assert (await town.post(post)).caption == "First snow"


async def test_only_the_author_can_change_a_post(town: Town) -> None:
    post = await town.publish("ada")
    before, person = await town.post(post), await town.account("ada")
    await town.stage.say("ada", f"/more {town.ref(post)}")
    for label in ("Undo", "Change audience", "Edit caption", "Forbid remixes", "Delete"):
        await town.stage.press("ben", label, of="ada")
        assert "That button belongs to ada" in town.stage.text("ben"), label
    for line in (
        "undo {r}",
        "audience {r} --audience here",
        "caption {r} mine",
        "unpublish {r} --sure",
        "remixes {r} --allowed no",
    ):
        await town.stage.say("ben", "/" + line.format(r=town.ref(post)))
        assert "That button belongs to ada" in town.stage.text("ben"), line
    assert await town.post(post) == before
    assert await town.account("ada") == person


async def test_markup_in_a_caption_stays_text(town: Town) -> None:
    post = await town.publish("ada", "a fox", '--audience everyone --caption "<b>*x*</b> @everyone {who}"')
    await town.stage.say("ben", f"/open {town.ref(post)}")
    spans = town.stage.last("ben").reply.cards[0].text.spans
    assert "".join(s.text for s in spans).startswith("<b>*x*</b> @everyone {who}\n")
    assert not any(s.href for s in spans)
    assert await town.stage.services.store.read(lambda uow: uow.count(Account)) == 2


async def test_a_picture_found_sensitive_is_published_as_sensitive(town: Town) -> None:
    picture = await town.picture("ada")
    await town.stage.services.store.run(lambda uow: uow.update(picture, sensitive=True))
    ref = town.stage.services.sealer.ref(picture.id)
    reply = await town.stage.say("ada", f"/publish {ref}")
    assert reply.ask
    assert reply.ask.fields[2].value == "1"
    await town.stage.fill("ada", audience="everyone", sensitive="0")
    assert (await town.newest("ada")).sensitive


async def test_unreviewed_pictures_cannot_be_published(town: Town) -> None:
    picture = await town.picture("ada")
    await town.stage.services.store.run(lambda uow: uow.update(picture, checking=True))
    await town.stage.say("ada", f"/publish {town.stage.services.sealer.ref(picture.id)} --audience everyone")
    assert town.stage.text("ada") == f"There is no picture {town.stage.services.sealer.ref(picture.id)} among yours."


async def test_the_reference_of_a_private_picture_does_not_name_its_owner(town: Town) -> None:
    ref = await town.paint("ada", "a fox")
    for verb in ("show", "publish", "vary", "original", "discard", "remix"):
        await town.stage.say("ben", f"/{verb} {ref}")
        assert town.stage.text("ben") == "That picture is not there, or not there for you.", verb
    await town.stage.say("ben", f"/again {ref}")
    assert town.stage.text("ben") == "That picture is not there any more."


async def test_the_reference_of_a_followers_post_does_not_name_its_author(town: Town) -> None:
    post = await town.publish("ada", "a fox", "--audience followers")
    await town.stage.say("ben", f"/unpublish {town.ref(post)}")
    assert town.stage.text("ben") == "That picture is not there, or not there for you."
    await town.stage.say("ben", "/follow ada")
    await town.stage.say("ben", f"/unpublish {town.ref(post)}")
    assert "belongs to ada" in town.stage.text("ben"), "whose it is stands on its card"
