"""Unit of work: one transaction on a SQLAlchemy connection, the same on both engines."""

from __future__ import annotations

from functools import cached_property

from botfeed.store.jobs import SqlJobs
from botfeed.store.queries import SqlQueries
from botfeed.store.quotas import SqlQuotas
from botfeed.store.terms import SqlTerms
from botfeed.store.timelines import SqlTimelines
from botfeed.store.verbs import Verbs


class SqlUnit(Verbs):
    """Implementation of `ports.Unit`: the verbs, and the named queries by subject."""

    @cached_property
    def jobs(self) -> SqlJobs:
        return SqlJobs(self)

    @cached_property
    def quotas(self) -> SqlQuotas:
        return SqlQuotas(self)

    @cached_property
    def timelines(self) -> SqlTimelines:
        return SqlTimelines(self)

    @cached_property
    def terms(self) -> SqlTerms:
        return SqlTerms(self)

    @cached_property
    def queries(self) -> SqlQueries:
        return SqlQueries(self)
