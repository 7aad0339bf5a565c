"""Publishing as a dialogue."""

from __future__ import annotations

from datetime import timedelta

from botfeed.adapters.clock import SteppedClock
from botfeed.core.model import Account, Audience, Decision, Event, Notice, Picture, PostState
from tests.core.support.people import People


def labels(reply) -> list[str]:
    return [a.label for card in reply.cards for a in card.actions]


async def test_publishing_asks_first_and_says_who_will_see_it(people: People) -> None:
    ref = await people.paint("ada")
    reply = await people.stage.say("ada", f"/publish {ref}")
    assert reply.ask
    assert [f.name for f in reply.ask.fields] == ["caption", "audience", "sensitive"]
    assert [v for v, _ in reply.ask.fields[1].choices] == ["everyone", "followers"]
    assert "Followers: who follows you" in str(reply.ask.note)
    reply = await people.stage.fill("ada", caption="Winter", audience="everyone")
    assert "Published. Everyone can see it." in people.stage.text("ada")
    assert labels(reply) == ["Undo", "Change audience", "Edit caption", "Alt text", "Delete"]
    assert reply.private
    post = await people.newest("ada")
    assert (post.caption, post.audience, post.state) == ("Winter", Audience.EVERYONE, PostState.PUBLIC)
    assert (await people.account("ada")).last_post == post.id


async def test_here_is_offered_only_inside_a_space_and_posts_there(people: People) -> None:
    lounge = people.stage.place("lounge")
    ref = await people.paint("ada")
    reply = await people.stage.say("ada", f"/publish {ref}", lounge)
    assert reply.ask
    assert [v for v, _ in reply.ask.fields[1].choices] == ["everyone", "followers", "here"]
    assert "only people inside lounge" in str(reply.ask.note)
    await people.stage.say("ada", f"/publish {ref} --audience here", lounge)
    await people.stage.settle()
    shown = people.stage.last("#lounge")
    assert shown.event == "delivery"
    assert not shown.reply.private
    post = await people.newest("ada")
    assert await people.sees("ben", post, lounge)
    assert not await people.sees("ben", post)
    assert not await people.sees("ben", post, people.stage.place("other"))
    private = await people.paint("ada")
    await people.stage.say("ada", f"/publish {private} --audience here")
    assert "server or group" in people.stage.text("ada")


async def test_a_picture_is_published_once_at_a_time(people: People) -> None:
    ref = await people.paint("ada")
    await people.stage.say("ada", f"/publish {ref} --audience everyone")
    first = await people.newest("ada")
    await people.stage.say("ada", f"/publish {ref} --audience followers")
    assert (await people.newest("ada")).id == first.id
    await people.stage.press("ada", "Undo")
    assert "Back to private" in people.stage.text("ada")
    assert await people.state(first) is PostState.REMOVED
    assert (await people.account("ada")).last_post == -1
    await people.stage.say("ada", f"/publish {ref} --audience followers")
    again = await people.newest("ada")
    assert (again.id != first.id, again.audience) == (True, Audience.FOLLOWERS)


async def test_undo_lasts_ten_minutes(people: People, clock: SteppedClock) -> None:
    post = await people.publish("ada")
    clock.advance(timedelta(minutes=10, seconds=1))
    await people.stage.press("ada", "Undo")
    assert "ten minutes for Undo are over" in people.stage.text("ada")
    assert await people.state(post) is PostState.PUBLIC


async def test_deleting_takes_a_second_press_that_says_what_is_lost(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/like {people.ref(post)}")
    await people.stage.press("ada", "Delete")
    assert "Lost for good: 1 like." in people.stage.text("ada")
    assert await people.state(post) is PostState.PUBLIC
    await people.stage.press("ada", "Yes, delete")
    assert await people.state(post) is PostState.REMOVED
    assert not await people.sees("ben", post)


async def test_only_own_pictures_can_be_published(people: People) -> None:
    ref = await people.paint("ada")
    await people.stage.say("ben", f"/publish {ref} --audience everyone")
    assert people.stage.text("ben") == "That picture is not there, or not there for you."


async def test_a_refusal_names_its_category_and_records_the_reason(people: People) -> None:
    ref = await people.paint("ada", "a forbidden fox")
    reply = await people.stage.say("ada", f"/publish {ref} --audience everyone")
    assert "can't be published here (violence)" in people.stage.text("ada")
    assert labels(reply) == ["Appeal"]
    post = await people.newest("ada")
    assert (post.state, post.why) == (PostState.REFUSED, "violence")
    row = (await people.stage.services.store.read(lambda uow: uow.all(Decision)))[0]
    assert (row.kind, row.by, row.reason, row.post) == ("refuse", "review", "violence", post.id)
    assert not await people.sees("ben", post)
    reply = await people.stage.say("ada", "/inbox")
    assert "Reason: violence. Decided by an automatic check." in people.stage.text("ada")
    assert labels(reply) == ["Appeal"]


async def test_a_sensitive_picture_is_blurred_until_shown_on_request(people: People) -> None:
    post = await people.publish("ada", "a nude", "--audience everyone --sensitive")
    reply = await people.stage.say("ben", f"/open {people.ref(post)}")
    assert reply.cards[0].media[0].veiled
    assert reply.cards[0].media[0].variant == "blurred"
    assert "blurred: sensitive" in str(reply.cards[0].text)
    reply = await people.stage.press("ben", "Show")
    assert (reply.private, reply.cards[0].media[0].veiled) == (True, False)


async def test_sensitive_pictures_go_only_to_age_restricted_channels(people: People) -> None:
    ref = await people.paint("ada")
    await people.stage.say("ada", f"/publish {ref} --audience here --sensitive", people.stage.place("lounge"))
    assert "age-restricted" in people.stage.text("ada")
    assert await people.stage.settle() == 0
    picture = await people.stage.services.store.read(
        lambda uow: uow.one(Picture, id=people.stage.services.sealer.id(ref))
    )
    assert picture.post is None
    await people.stage.say(
        "ada", f"/publish {ref} --audience here --sensitive", people.stage.place("den", age_restricted=True)
    )
    await people.stage.settle()
    assert people.stage.last("#den").reply.cards[0].media[0].veiled


async def test_a_remix_credits_its_parent_and_notifies_its_author_once(people: People) -> None:
    first = await people.publish("ada", "a fox")
    second = await people.picture("ben", "a fox at night", parent=first.picture)
    third = await people.picture("cleo", "a fox at dawn", parent=second.id)
    ref = people.stage.services.sealer.ref
    await people.stage.say("ben", f"/publish {ref(second.id)} --audience everyone")
    remix = await people.newest("ben")
    await people.stage.say("cleo", f"/publish {ref(third.id)} --audience everyone")
    grandchild = await people.newest("cleo")
    assert (remix.parent, remix.root) == (first.id, first.id)
    assert (grandchild.parent, grandchild.root) == (remix.id, first.id)
    await people.stage.say("dan", f"/open {ref(grandchild.id)}")
    assert "cleo · just now · remix of ben · from ada" in str(people.stage.last("dan").reply.cards[0].text)
    assert ((await people.post(first)).remixes, (await people.post(remix)).remixes) == (1, 1)
    await people.stage.press("ben", "Undo")
    assert (await people.post(first)).remixes == 0
    await people.stage.say("ben", f"/publish {ref(second.id)} --audience everyone")
    ada = await people.id("ada")
    told = await people.stage.services.store.read(lambda uow: uow.all(Notice, account=ada, kind="remix"))
    assert len(told) == 1
    assert (await people.post(first)).heat == 3.0
    kinds = await people.stage.services.store.read(lambda uow: [e.kind for e in uow.all(Event, post=first.id)])
    assert kinds == ["remix", "remix"]


async def test_a_remix_of_a_post_that_forbids_remixes_stays_private(people: People) -> None:
    first = await people.publish("ada")
    await people.stage.say("ada", f"/more {people.ref(first)}")
    await people.stage.press("ada", "Forbid remixes")
    made = await people.picture("ben", parent=first.picture)
    await people.stage.say("ben", f"/publish {people.stage.services.sealer.ref(made.id)} --audience everyone")
    assert "may not be remixed" in people.stage.text("ben")
    reply = await people.stage.say("ben", f"/open {people.ref(first)}")
    assert "Remix" not in labels(reply)


async def test_audience_and_caption_change_in_place(people: People) -> None:
    post = await people.publish("ada")
    reply = await people.stage.press("ada", "Change audience")
    assert reply.ask
    await people.stage.fill("ada", audience="followers")
    assert "Your followers can see it." in people.stage.text("ada")
    assert not await people.sees("ben", post)
    reply = await people.stage.press("ada", "Edit caption")
    assert reply.ask
    await people.stage.fill("ada", caption="forbidden words")
    assert "can't be shown here (violence)" in people.stage.text("ada")
    await people.stage.press("ada", "Edit caption")
    await people.stage.fill("ada", caption="First snow")
    assert (await people.post(post)).caption == "First snow"


async def test_only_the_author_can_change_a_post(people: People) -> None:
    post = await people.publish("ada")
    before, person = await people.post(post), await people.account("ada")
    await people.stage.say("ada", f"/more {people.ref(post)}")
    for label in ("Undo", "Change audience", "Edit caption", "Forbid remixes", "Delete"):
        await people.stage.press("ben", label, of="ada")
        assert "That button belongs to ada" in people.stage.text("ben"), label
    for line in (
        "undo {r}",
        "audience {r} --audience here",
        "caption {r} mine",
        "unpublish {r} --sure",
        "remixes {r} --allowed no",
    ):
        await people.stage.say("ben", "/" + line.format(r=people.ref(post)))
        assert "That button belongs to ada" in people.stage.text("ben"), line
    assert await people.post(post) == before
    assert await people.account("ada") == person


async def test_markup_in_a_caption_stays_text(people: People) -> None:
    post = await people.publish("ada", "a fox", '--audience everyone --caption "<b>*x*</b> @everyone {who}"')
    await people.stage.say("ben", f"/open {people.ref(post)}")
    spans = people.stage.last("ben").reply.cards[0].text.spans
    assert "".join(s.text for s in spans).startswith("<b>*x*</b> @everyone {who}\n")
    assert not any(s.href for s in spans)
    assert await people.stage.services.store.read(lambda uow: uow.count(Account)) == 2


async def test_a_picture_found_sensitive_is_published_as_sensitive(people: People) -> None:
    picture = await people.picture("ada")
    await people.stage.services.store.run(lambda uow: uow.update(picture, sensitive=True))
    ref = people.stage.services.sealer.ref(picture.id)
    reply = await people.stage.say("ada", f"/publish {ref}")
    assert reply.ask
    assert reply.ask.fields[2].value == "1"
    await people.stage.fill("ada", audience="everyone", sensitive="0")
    assert (await people.newest("ada")).sensitive


async def test_unreviewed_pictures_cannot_be_published(people: People) -> None:
    picture = await people.picture("ada")
    await people.stage.services.store.run(lambda uow: uow.update(picture, checking=True))
    await people.stage.say("ada", f"/publish {people.stage.services.sealer.ref(picture.id)} --audience everyone")
    assert (
        people.stage.text("ada") == f"There is no picture {people.stage.services.sealer.ref(picture.id)} among yours."
    )


async def test_the_reference_of_a_private_picture_does_not_name_its_owner(people: People) -> None:
    ref = await people.paint("ada", "a fox")
    for verb in ("show", "publish", "vary", "original", "discard", "remix"):
        await people.stage.say("ben", f"/{verb} {ref}")
        assert people.stage.text("ben") == "That picture is not there, or not there for you.", verb
    await people.stage.say("ben", f"/again {ref}")
    assert people.stage.text("ben") == "That picture is not there any more."


async def test_the_reference_of_a_followers_post_does_not_name_its_author(people: People) -> None:
    post = await people.publish("ada", "a fox", "--audience followers")
    await people.stage.say("ben", f"/unpublish {people.ref(post)}")
    assert people.stage.text("ben") == "That picture is not there, or not there for you."
    await people.stage.say("ben", "/follow ada")
    await people.stage.say("ben", f"/unpublish {people.ref(post)}")
    assert "belongs to ada" in people.stage.text("ben"), "whose it is stands on its card"
