"""Answer administrators who write in the group's name, so that nobody knows which of them it is."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from botfeed.core import dispatch
from botfeed.core.cards import text_card
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Action, Reply, Request
from botfeed.core.errors import UserError
from botfeed.core.language.i18n import L
from botfeed.core.parsing import command_parser
from botfeed.core.ports import Unit
from botfeed.core.work import outbox

_PRESS = L("I can't tell which administrator you are. Press the button, and it is done as yours.")
_WORDS = L("I can't tell who you are: turn off “Remain anonymous” in your administrator's rights, then ask again.")


async def reply(services: Services, request: Request) -> Reply:
    """Return the answer to an administrator who asks in the group's name: a button by which they show who they are.
    The press comes from the person, and whoever presses acts for themselves.
    """
    words, menu = await dispatch.words_for(services, request), services.menu
    what, actions = menu.get(request.command), tuple[Action, ...]()
    if what is not None:
        with contextlib.suppress(UserError):
            typed = command_parser.parse(what, request.text, words.language) if request.text else {}
            actions = (Action(words.s(L("It's me")), what.name, {**typed, **request.args}),)
    answer = Reply((text_card.words(words.t(_PRESS if actions else _WORDS), *actions),), private=False)
    answer = replace(answer, silent=True)
    if not actions:
        return answer

    def seal(uow: Unit) -> Reply:
        return menu.seal(answer, lambda text: outbox.keep(services, uow, text, None))

    return await services.store.run(seal)
