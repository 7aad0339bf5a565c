"""Buttons on which a person's client acts alone stand only where the platform has them."""

from __future__ import annotations

import pytest

from botfeed.core.cards.buttons import client
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Reply
from botfeed.core.chat.messenger import ClientAction
from botfeed.core.language.i18n import words
from botfeed.core.model import Address, Audience, Post, PostState
from botfeed.testing.stage import Stage

PLATFORM = "elsewhere"


class Clicking:
    """Messenger of a platform whose clients do these actions."""

    platform = PLATFORM

    def __init__(self, *actions: ClientAction) -> None:
        self.client_actions = frozenset(actions)


def context(stage: Stage, *actions: ClientAction) -> RenderContext:
    stage.services.messengers[PLATFORM] = Clicking(*actions)  # type: ignore[assignment]  # it sends nothing
    return RenderContext(None, stage.services, words("en"), Address(PLATFORM, "1"))  # type: ignore[arg-type]  # unread


def post(stage: Stage, **values: object) -> Post:
    now = stage.services.clock.now()
    shown = {"audience": Audience.EVERYONE, "state": PostState.PUBLIC, **values}
    return Post(id=1, author=1, picture=1, caption="", created=now, **shown)  # type: ignore[arg-type]


def test_a_platform_without_them_gets_none(stage: Stage) -> None:
    ctx = context(stage)
    assert client.copy(ctx, "Copy", "/link A") == ()
    assert client.offer(ctx, "Share", post(stage)) == ()


def test_only_a_text_that_fits_on_the_clipboard_is_copied(stage: Stage) -> None:
    ctx = context(stage, ClientAction.COPY)
    assert [action.copies for action in client.copy(ctx, "Copy", "x" * client.COPIED)] == ["x" * client.COPIED]
    assert client.copy(ctx, "Copy", "x" * (client.COPIED + 1)) == client.copy(ctx, "Copy", "") == ()


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("state", PostState)
@pytest.mark.parametrize("sensitive", [False, True])
def test_only_what_everybody_may_see_is_offered(
    stage: Stage, audience: Audience, state: PostState, sensitive: bool
) -> None:
    ctx = context(stage, ClientAction.OFFER)
    offered = client.offer(ctx, "Share", post(stage, audience=audience, state=state, sensitive=sensitive))
    public = audience is Audience.EVERYONE and state is PostState.PUBLIC and not sensitive
    assert [action.offers for action in offered] == ([ctx.ref(1)] if public else [])


async def test_no_card_of_the_stage_has_one(stage: Stage) -> None:
    reply: Reply = await stage.say("ada", "/link")
    assert all(action.sends for card in reply.cards for action in card.actions)
