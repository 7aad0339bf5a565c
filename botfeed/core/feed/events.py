"""The interaction log: actions of people on posts, each with its purpose and the consent in force."""

from __future__ import annotations

from botfeed.core.model import Account, Consent, Event
from botfeed.core.ports import Unit

EXPORT = "export"  # improving models: off unless granted


def record(
    uow: Unit,
    account: Account | int,
    post: int,
    kind: str,
    *,
    surface: str = "",
    position: int = 0,
    terms: dict[str, float] | None = None,
    reason: str = "",
) -> None:
    """Insert one event. `terms` are the named parts of the score that placed the post."""
    who = account if isinstance(account, int) else account.id
    consent = consent_of(uow, who)
    uow.insert(
        Event(
            id=uow.new_id(),
            account=who,
            post=post,
            kind=kind,
            created=uow.now,
            surface=surface,
            position=position,
            terms=terms,
            purpose=EXPORT if consent else "service",
            consent=consent,
            reason=reason,
        )
    )


def consent_of(uow: Unit, account: int) -> int:
    """Return the version of the export consent in force, or 0 for none."""
    history = uow.all(Consent, account=account, purpose=EXPORT, newest=True, limit=1)
    return history[0].version if history and history[0].granted else 0
