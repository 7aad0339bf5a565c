"""Account merging: each table that names a person is merged as its record type declares.
In one transaction `kept` takes over `gone`'s own rows; the high-volume tables follow in batches. Each step
can be repeated: a second sweep moves rows that a concurrent request still wrote to `gone`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from botfeed.core.chat.policy import CONSENT_VERSION
from botfeed.core.feed import events
from botfeed.core.model import NOUNS, Consent, Job, Person, declared
from botfeed.core.people import account_merge_history, account_merge_rules
from botfeed.core.ports import Conditions, Unit

BOUNDLESS = 1 << 40  # what was used adds up, past any limit
LANES = ("export", "standing", "ask")  # of jobs that name an account


def merge(uow: Unit, gone: int, kept: int, nouns: Sequence[type[Any]] = NOUNS) -> None:
    """Merge `gone` into `kept`; the row stays until the last sweep.
    High-volume tables follow in `account_merge_history.some`.
    """
    agreed = _exports(uow, gone) and _exports(uow, kept)
    sweep(uow, gone, kept, nouns)
    if not agreed and _exports(uow, kept):
        uow.insert(Consent(uow.new_id(), kept, events.EXPORT, CONSENT_VERSION, granted=False, created=uow.now))


def sweep(uow: Unit, gone: int, kept: int, nouns: Sequence[type[Any]] = NOUNS) -> None:
    """Move every row that names `gone`, table by table, except in the high-volume tables."""
    for noun in nouns:
        for person in declared(noun).persons:
            _bring(uow, noun, person, gone, kept)
    allowances(uow, gone, kept)
    for name in LANES:
        for job in uow.all(Job, lane=f"{name}:{gone}", state="ready"):
            uow.update(job, args={**job.args, "account": kept})


def allowances(uow: Unit, of: int, to: int, *, copy: bool = False) -> None:
    """Add up the use of today's and yesterday's allowances. `copy`: the source keeps its use as well."""
    for name in ("person", "ask"):
        for day in (uow.now.date().isoformat(), (uow.now - timedelta(days=1)).date().isoformat()):
            if used := uow.quotas.used(f"{name}:{of}", day):
                uow.quotas.take(f"{name}:{to}", day, used, BOUNDLESS)
                if not copy:
                    uow.quotas.give_back(f"{name}:{of}", day, used)


def _exports(uow: Unit, account: int) -> bool:
    return bool(events.consent_of(uow, account))


def _bring(uow: Unit, noun: type[Any], person: Person, gone: int, kept: int) -> None:
    """Merge one table's rows as declared for this field.
    High-volume tables follow in `account_merge_history.some`.
    """
    how, name = person.merge, person.field
    if how.first:
        account_merge_rules.SPECIAL[how.first](uow, gone, kept)
    if how.by == "between":
        (other,) = how.key
        for one, two in ((gone, kept), (kept, gone)):
            where: dict[str, Any] = {name: one, other: two}
            uow.delete(noun, **where)
    if how.by in ("once", "between"):
        account_merge_history.drop(uow, noun, uow.duplicates(noun, name, gone, kept, how.key))
    if how.by not in ("batches", "special"):
        values: dict[str, Any] = {name: kept}
        uow.compare_and_set(noun, Conditions({name: gone}), **values)
