"""Jobs and messages of a test, listed beside those of botfeed."""

from __future__ import annotations

from typing import Any

from botfeed.core.chat.context import Services
from botfeed.core.work import jobs, messages
from botfeed.core.work.jobs import JobKind
from botfeed.core.work.messages import MessageKind


def add(services: Services, *declared: JobKind[Any] | MessageKind[Any]) -> None:
    """List more jobs and messages for the services of one test, in place of those of the same kinds."""
    own_jobs = jobs.listed(each for each in declared if isinstance(each, JobKind))
    own_messages = messages.listed(each for each in declared if isinstance(each, MessageKind))
    object.__setattr__(services, "jobs", {**services.jobs, **own_jobs})
    object.__setattr__(services, "messages", {**services.messages, **own_messages})
