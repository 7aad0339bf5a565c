"""A kind is declared once: a second builder or job of its name would silently take the place of the first."""

import pytest

from botfeed.core.work import jobs, outbox


def test_two_builders_of_one_kind_are_refused(monkeypatch):
    monkeypatch.setattr(outbox, "MESSAGES", {})
    outbox.message("twice")(first := lambda ctx, args: None)
    with pytest.raises(ValueError, match="twice"):
        outbox.message("twice")(lambda ctx, args: None)
    assert outbox.MESSAGES["twice"].build is first


def test_two_jobs_of_one_name_are_refused(monkeypatch):
    async def perform(services, job):
        raise AssertionError

    monkeypatch.setattr(jobs, "KINDS", {})
    jobs.job("twice")(perform)
    with pytest.raises(ValueError, match="twice"):
        jobs.job("twice")(perform)
