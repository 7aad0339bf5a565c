"""Allowances and rates: each one guarded statement, exact when many ask at once, on both engines."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from botfeed.store import statements
from botfeed.store.statements import Statement
from botfeed.store.tables import gate, millis, tally

if TYPE_CHECKING:
    from botfeed.store.unit import SqlUnit


@lru_cache
def _conforms(dialect: str) -> Statement:
    """Built once: every command takes this step."""
    now, step = bindparam("now", type_=BigInteger), bindparam("step", type_=BigInteger)
    row: Any = (postgresql if dialect == "postgresql" else sqlite).insert(gate)
    row = row.values(name=bindparam("who"), due=bindparam("first", type_=BigInteger)).on_conflict_do_update(
        index_elements=["name"],
        set_={"due": case((gate.c.due > now, gate.c.due), else_=now) + step},
        where=gate.c.due <= bindparam("latest", type_=BigInteger),
    )
    return statements.compiled(dialect, row.returning(gate.c.due))


class SqlQuotas:
    def __init__(self, uow: SqlUnit) -> None:
        self.uow = uow
        self._insert = (postgresql if uow.connection.dialect.name == "postgresql" else sqlite).insert

    def take(self, name: str, day: str, amount: int, limit: int) -> bool:
        if amount > limit:
            return False
        row: Any = self._insert(tally).values(name=name, day=day, used=amount)
        row = row.on_conflict_do_update(
            index_elements=["name", "day"],
            set_={"used": tally.c.used + amount},
            where=tally.c.used + amount <= limit,
        )
        return self.uow.connection.execute(row.returning(tally.c.used)).first() is not None

    def give_back(self, name: str, day: str, amount: int) -> None:
        self.uow.connection.execute(
            update(tally).where(tally.c.name == name, tally.c.day == day).values(used=tally.c.used - amount)
        )

    def used(self, name: str, day: str) -> int:
        query = select(tally.c.used).where(tally.c.name == name, tally.c.day == day)
        return int(self.uow.connection.execute(query).scalar() or 0)

    def wait(self, name: str, per: timedelta, burst: int) -> float:
        """GCRA as ITU-T I.371 has it: `due` is the theoretical arrival time of the next conforming request."""
        now, step = millis(self.uow.now), per // timedelta(milliseconds=1)
        values = {"who": name, "now": now, "step": step, "first": now + step, "latest": now + (burst - 1) * step}
        if _conforms(self.uow.dialect).run(self.uow.connection, values).fetchall():
            return 0.0
        due = self.uow.connection.execute(select(gate.c.due).where(gate.c.name == name)).scalar_one()
        return max(0.001, (int(due) - (burst - 1) * step - now) / 1000)

    def forget(self, before: str) -> int:
        days = self.uow.connection.execute(delete(tally).where(tally.c.day < before)).rowcount
        return days + self.uow.connection.execute(delete(gate).where(gate.c.due <= millis(self.uow.now))).rowcount
