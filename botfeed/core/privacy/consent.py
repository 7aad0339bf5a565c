"""Consents of a person, kept as history: the last one counts, earlier ones stay readable."""

from __future__ import annotations

from botfeed.core.chat.policy import CONSENT_VERSION
from botfeed.core.feed import events
from botfeed.core.model import Consent
from botfeed.core.ports import Unit


def give(uow: Unit, account: int, *, granted: bool) -> bool:
    """Grant or withdraw the export of interactions. Return False if nothing changed."""
    if bool(events.consent_of(uow, account)) == granted:
        return False
    uow.insert(Consent(uow.new_id(), account, events.EXPORT, CONSENT_VERSION, granted, uow.now))
    return True


def history(uow: Unit, account: int) -> list[Consent]:
    return uow.all(Consent, account=account, purpose=events.EXPORT)
