"""Complete a value while it is being typed."""

from __future__ import annotations

from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Choice, Request
from botfeed.core.dispatch import admission, contexts
from botfeed.core.language.i18n import guess
from botfeed.core.language.text import sound
from botfeed.core.model import Account, Identity
from botfeed.core.ports import Unit


async def suggest(services: Services, request: Request, param: str, typed: str) -> list[Choice]:
    """Return at most 25 completions of `typed`; none to a sender who types faster than people do."""
    if not services.typing.allows(f"{request.sender.platform}:{request.sender.user}", services.clock.monotonic()):
        return []

    def look(uow: Unit) -> list[Choice]:
        what = services.menu.get(request.command)
        spec = what.spec(param) if what else None
        if what is None or spec is None or spec.param.suggest is None:
            return []
        sender = request.sender
        identity = uow.one(Identity, platform=sender.platform, user=sender.user)
        account = uow.get(Account, identity.account) if identity else None
        if identity is None or account is None:  # nobody yet: who only types is not written down
            account = Account(0, "", uow.now, guess(request.locale))
            identity = Identity(0, 0, sender.platform, sender.user, sender.name, uow.now)
        ctx = contexts.for_completion(services, uow, request, account, identity)
        return spec.param.suggest(ctx, sound(typed))[:25] if admission.may_look(ctx, what) else []

    return await services.store.read(look)
