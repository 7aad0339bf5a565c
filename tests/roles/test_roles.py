"""Roles alone, each in a process of its own, do every kind of job and message that they are for."""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_type_hints

import pytest

from botfeed import catalog, process_roles, run
from botfeed.adapters.clock import SystemClock
from botfeed.core.chat.message import Attachment, Request, Sender
from botfeed.core.errors import StartError
from botfeed.core.model import Address, Delivery, Edition, Job, Subscription
from botfeed.core.work import delivery, jobs, messages
from botfeed.core.work.jobs import JobKind, When
from botfeed.core.work.messages import To
from botfeed.store import engine

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def samples(platform):
    """Return an argument of each type: ids of nothing, and one place."""
    at = Address(platform, "here", "space-1", "Here", private=False)
    request = Request(f"{platform}:1", "help", Sender(platform, "ada", "ada"), at)
    known = (
        1,
        "x",
        True,
        at,
        request,
        Edition(1, 1, "2026-01-01", NOW),
        Subscription(1, at, NOW),
        Attachment("x", "x", "x", 1),
    )
    return {type(value): value for value in known}


def arguments(parameters, platform):
    hints, known = get_type_hints(parameters.function), samples(platform)
    return {name: known.get(hints[name], ["x"] if hints[name] == list[str] else None) for name in parameters.names}


def mine(role):
    """Return the listed jobs that a role does: with a messenger, or as the worker."""
    for each in catalog.JOBS:
        if not isinstance(each, JobKind) or each is delivery.deliver:
            continue
        if each.messenger in (jobs.ANY, role) if role != "worker" else not each.messenger:
            yield each


async def seed(store, role):
    """Write one due row of each kind; return the ids of the jobs."""

    def write(uow):
        for each in mine(role):
            each.enqueue(uow, When(f"lane:{each.kind}"), **arguments(each.parameters, role))
        for each in catalog.MESSAGES if role != "worker" else ():
            to = To(Address(role, f"place-{each.kind}"), key=each.kind)
            each.post(uow, to, **arguments(each._parameters, role))
        return {job.id: job.kind for job in uow.all(Job)}

    return await store.run(write)


async def untouched(store, seeded):
    """Return the kinds whose row nobody has claimed yet."""
    rows = await store.read(lambda uow: uow.all(Job, id__in=sorted(seeded)))
    return sorted(seeded[row.id] for row in rows if not row.epoch)


@pytest.mark.parametrize("role", run.ROLES)
async def test_a_role_alone_does_all_its_jobs(role, database_url, tmp_path):
    store = engine.open_store(database_url, SystemClock())
    seeded = await seed(store, role)
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {"DATABASE_URL": database_url, "BOTFEED_DATA": str(tmp_path / "data"), "BOTFEED_WEB_PORT": "0"}
    tokens = {"DISCORD_TOKEN": "not.a.token", "TELEGRAM_TOKEN": "1:not-a-token"}
    child = await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).with_name("one_role.py")), role, cwd=tmp_path,
        env={**kept, **given, **tokens, "PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        for _ in range(600):
            if child.returncode is not None or not (left := await untouched(store, seeded)):
                break
            await asyncio.sleep(0.1)
    finally:
        if child.returncode is None:
            child.terminate()
        said = (await child.communicate())[0].decode()
    assert left == [], said
    assert "unknown kind" not in said
    assert child.returncode == 0, said
    if role != "worker":
        rows = await store.read(lambda uow: {row.kind: row.attempts for row in uow.all(Delivery)})
        assert {each.kind for each in catalog.MESSAGES} <= rows.keys()
    await store.close()


def test_all_roles_together_do_every_job():
    done = {each.kind for role in run.ROLES for each in mine(role)} | {delivery.deliver.kind}
    assert done == jobs.listed(catalog.JOBS).keys()


@pytest.mark.parametrize("role", run.ROLES)
def test_a_role_without_its_jobs_refuses_to_start(services, role):
    for lacking in ({"jobs": {}}, {"messages": {}}):
        with pytest.raises(StartError, match=f"--roles names {role}, and no"):
            process_roles.check_work(replace(services, **lacking), frozenset({role}))
    process_roles.check_work(services, frozenset(run.ROLES))
    assert messages.listed(catalog.MESSAGES).keys() == services.messages.keys()
