"""Named queries in SQL: each statement beside the index that serves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import BigInteger, Integer, Text, bindparam, func, select

from botfeed.core.model import Account, HandledRequest, Identity, KeyValue, Placement
from botfeed.store.statements import KEPT, LAST, Statement, compiled, filled
from botfeed.store.tables import SHAPES, millis, table, together
from botfeed.store.verbs import Verbs

identity, account = table(Identity), table(Account)
placement, answered, fact = table(Placement), table(HandledRequest), table(KeyValue)

AGED = '"age_restricted":true'  # in the stored address of what was said while its channel asked for age


@lru_cache(KEPT)
def signed_in(dialect: str) -> Statement:
    """Index: the unique key identity(platform, user), and the account's own."""
    who = {name: bindparam(name, type_=Text, required=True) for name in ("platform", "user")}
    query = select(identity, account).join(account, account.c.id == identity.c.account)
    return compiled(dialect, query.where(identity.c.platform == who["platform"], identity.c.user == who["user"]))


@lru_cache(KEPT)
def age_restricted(dialect: str, places: int) -> Statement:
    """Select messages in age-restricted places. Index: placement(place, id); with `platform` as a condition the
    planner
    would take another index.
    """
    known = [bindparam(f"place_{n}", type_=Text, required=True) for n in range(places)]
    query = (
        select(placement)
        .where(placement.c.place.in_(known), placement.c.id > bindparam("after", type_=BigInteger, required=True))
        .where(placement.c.gone.is_(None), placement.c.covered.is_(None))
        .where(placement.c.address.contains(bindparam("aged", value=AGED, type_=Text, required=False)))
        .order_by(placement.c.id)
        .limit(bindparam("limit", type_=BigInteger, required=True))
    )
    return compiled(dialect, query)


@lru_cache(KEPT)
def unsaid(dialect: str) -> Statement:
    """Index: answered(created)."""
    begins = func.substr(answered.c.request, 1, bindparam("length", type_=Integer, required=True))
    query = (
        select(answered)
        .where(answered.c.created > bindparam("since", type_=BigInteger, required=True))
        .where(begins == bindparam("begins", type_=Text, required=True), answered.c.address.is_not(None))
        .order_by(answered.c.created.desc(), answered.c.id.desc())
        .limit(bindparam("limit", type_=BigInteger, required=True))
    )
    return compiled(dialect, query)


@lru_cache(KEPT)
def next_name(dialect: str) -> Statement:
    """Select the first name at or after `stem` and before `end`. Index: the unique key fact(name)."""
    stem, end = (bindparam(name, type_=Text, required=True) for name in ("stem", "end"))
    return compiled(dialect, select(func.min(fact.c.name)).where(fact.c.name >= stem, fact.c.name < end))


class SqlQueries:
    """Implementation of `ports.Queries`."""

    def __init__(self, uow: Verbs) -> None:
        self.uow = uow

    def signed_in(self, platform: str, user: str) -> tuple[Identity, Account] | None:
        rows = self.uow.rows(signed_in(self.uow.dialect), {"platform": platform, "user": user})
        return together(rows[0], Identity, Account) if rows else None

    def age_restricted(self, places: Sequence[str], after: int, limit: int) -> list[Placement]:
        if not places:
            return []
        values = {f"place_{n}": place for n, place in enumerate(filled(list(places)))}
        query = age_restricted(self.uow.dialect, len(values))
        rows = self.uow.rows(query, {**values, "after": after, "limit": limit})
        return SHAPES[Placement].records(rows)

    def unsaid(self, platform: str, since: datetime, limit: int) -> list[HandledRequest]:
        begins = f"{platform}:"
        values = {"since": millis(since), "begins": begins, "length": len(begins), "limit": limit}
        rows = self.uow.rows(unsaid(self.uow.dialect), values)
        return SHAPES[HandledRequest].records(rows)

    def forget_files(self, blob: str) -> int:
        """Seek from platform to platform, and from owner to owner there: one seek each, and there are few of either."""
        return sum(
            self.uow.delete(KeyValue, name__begins=f"{platform}:file:{owner}:{blob}:")
            for platform in self._parts("")
            for owner in self._parts(f"{platform}:file:")
        )

    def _parts(self, stem: str) -> Iterator[str]:
        """Yield the part between `stem` and the next colon of each name that begins with `stem`."""
        after = stem
        while name := self.uow.rows(next_name(self.uow.dialect), {"stem": after, "end": stem + LAST})[0][0]:
            part, colon, _ = str(name).removeprefix(stem).partition(":")
            if colon:
                yield part
            after = f"{stem}{part}{colon}{LAST if colon else chr(0x20)}"
