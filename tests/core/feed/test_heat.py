"""Heat counts other people, each once for each kind: nobody warms their own post, or one post ten times."""

from __future__ import annotations

from tests.core.support.people import People


async def warmth(people: People, post) -> tuple[float, int]:
    now = await people.post(post)
    return now.heat, now.warm


async def test_ones_own_comments_and_remixes_warm_nothing(people: People) -> None:
    post = await people.publish("ada", "a fox")
    for n in range(3):
        await people.stage.say("ada", f"/comment {people.ref(post)} look {n}")
    own = await people.picture("ada", "a fox at night", parent=post.picture)
    await people.stage.say("ada", f"/publish {people.stage.services.sealer.ref(own.id)} --audience everyone")
    assert (await people.post(post)).comments == 3
    assert await warmth(people, post) == (0.0, 0)


async def test_each_person_counts_once_for_each_kind(people: People) -> None:
    post = await people.publish("ada", "a fox")
    for _ in range(3):
        await people.stage.say("ben", f"/like {people.ref(post)}")
        await people.stage.say("ben", f"/comment {people.ref(post)} lovely")
    for n in range(2):
        remix = await people.paint("ben", f"a fox with {n} hats", parent=post.picture)
        await people.stage.say("ben", f"/publish {remix} --audience everyone")
    assert ((await people.post(post)).comments, (await people.post(post)).remixes) == (3, 2)
    assert await warmth(people, post) == (6.0, 3)
    await people.stage.say("cleo", f"/comment {people.ref(post)} lovely")
    assert await warmth(people, post) == (8.0, 4)


async def test_warmth_goes_with_the_last_act_of_its_kind(people: People) -> None:
    post = await people.publish("ada", "a fox")
    await people.stage.say("ben", f"/comment {people.ref(post)} one")
    await people.stage.say("ben", f"/comment {people.ref(post)} two")
    for left in ((2.0, 1), (0.0, 0)):
        await people.stage.say("ben", f"/open {people.ref(post)}")
        reply = await people.stage.press("ben", "Delete my comment")
        if reply.ask:
            await people.stage.fill("ben", comment=reply.ask.fields[0].choices[0][0])
        assert await warmth(people, post) == left
