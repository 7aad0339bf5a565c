"""Take-downs that Discord refuses for now: tried again until the permission is back."""

import pytest

from botfeed.core.copies import post_copies
from botfeed.core.model import Job, Placement, Post, PostState
from botfeed.core.moderation import decisions

DELETE, CARD = "DELETE /channels/{id}/messages/{message}", "PATCH /channels/{id}/messages/{message}"


def withdrawn(uow, post):
    post_copies.refresh(uow, uow.update(post, state=PostState.REMOVED, revision=post.revision + 1))


def removed(uow, post):
    decisions.remove(uow, post, "child safety", "operator")


@pytest.mark.parametrize("how", [withdrawn, removed], ids=["by its author", "by an operator"])
@pytest.mark.parametrize("lost", ["hidden", "fault"])
async def test_a_refused_take_down_is_tried_until_the_permission_is_back(adapter, how, lost):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    adapter.jump(16 * 60)  # the interaction's token is over
    if lost == "hidden":
        adapter.lounge.hide_from_bot()
    else:
        for route in (DELETE, CARD):
            adapter.fake.fault("missing_permissions", route=route, times=20)
    await adapter.services.store.run(lambda uow: how(uow, uow.one(Post)))
    adapter.services.store.wake()
    await adapter.once(Job, kind="takedown.sweep")
    assert not card.deleted
    assert card.pictures
    for _ in range(2 if lost == "hidden" else 0):
        adapter.jump(6 * 60)
        await adapter.once(Job, kind="takedown.sweep")
    adapter.lounge.hide_from_bot(False)
    adapter.fake.clear_faults()
    adapter.jump(86400)
    await adapter.fake.until(lambda: card.deleted or not card.pictures)
    assert await adapter.once(Placement, ref=f"{adapter.lounge.id}/{card.id}")


async def test_while_its_token_lives_a_card_in_a_hidden_channel_is_taken_down_at_once(adapter):
    asked = await adapter.ada.slash("imagine", {"prompt": "a fox", "here": True}, channel=adapter.lounge)
    card = await adapter.shows(asked, "Like")
    adapter.lounge.hide_from_bot()
    await adapter.services.store.run(lambda uow: removed(uow, uow.one(Post)))
    adapter.services.store.wake()
    await adapter.fake.until(lambda: card.deleted)
