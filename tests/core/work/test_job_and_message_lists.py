"""The lists of jobs and messages: checked when they are built, and complete."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import botfeed
from botfeed import catalog
from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.errors import StartError
from botfeed.core.work import jobs, messages, pools
from botfeed.core.work.jobs import ForwardJob, JobKind, forward_job, job
from botfeed.core.work.messages import MessageKind, message


@job(pool=pools.ORDINARY)
async def twice(services: Services) -> None:
    raise AssertionError


@message(kind="twice")
def said(ctx: RenderContext) -> Reply | None:
    raise AssertionError


@forward_job(kind="above")
def wanted(post: int) -> None: ...


@job(implements=wanted, pool=pools.ORDINARY)
async def implemented(services: Services, post: int) -> None:
    raise AssertionError


def test_two_messages_of_one_kind_are_refused():
    with pytest.raises(StartError, match="Two messages are listed as twice"):
        messages.listed([said, message(kind="twice")(lambda ctx: None)])


def test_two_jobs_of_one_kind_are_refused():
    with pytest.raises(StartError, match="Two jobs are listed as twice"):
        jobs.listed([twice, twice])


def test_an_unknown_pool_is_refused():
    with pytest.raises(StartError, match="names the pool swimming"):
        jobs.listed([job(pool="swimming", kind="x")(twice.parameters.function)])


def test_a_declaration_without_an_implementation_is_refused():
    with pytest.raises(StartError, match="above is declared, and no listed job implements it"):
        jobs.listed([wanted, twice])
    with pytest.raises(StartError, match="implements a declaration that is not listed"):
        jobs.listed([implemented])
    assert list(jobs.listed([wanted, implemented])) == ["above"]


def test_a_second_function_for_one_hook_is_refused():
    declared = message(kind="x")(lambda ctx: None)
    declared.when_sent(lambda sent: None)
    with pytest.raises(ValueError, match="two functions for sent"):
        declared.when_sent(lambda sent: None)


def test_every_declared_job_and_message_is_listed():
    declared = set()
    for module in pkgutil.walk_packages(botfeed.__path__, "botfeed."):
        if not module.name.startswith(("botfeed.testing", "botfeed.store.migrations", "botfeed.__main__")):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, JobKind | ForwardJob | MessageKind):
                    declared.add((type(value).__name__, value.kind, id(value), name))
    listed = {(type(each).__name__, each.kind, id(each)) for each in (*catalog.JOBS, *catalog.MESSAGES)}
    assert {one[:3] for one in declared} == listed


def test_the_parameters_of_every_listed_job_and_message_load():
    for each in catalog.JOBS:
        assert each.parameters.load({}) == {}
    for each in catalog.MESSAGES:
        for parameters in (each._parameters, *each._hooks.values()):
            assert parameters.load({}) == {}


def test_released_kinds_are_still_listed():
    """Rows of any age name these; a new kind need not be added here before its release."""
    assert set(jobs.listed(catalog.JOBS)) >= {
        "ask", "bears", "deadline", "deliver", "digest", "digest.preview", "drop", "erase", "export", "forget",
        "index", "link", "link.sweep", "paint", "refresh", "review", "review.comment", "rights", "standing",
        "takedown", "unsay", "warm.telegram",
    }  # fmt: skip
    assert set(messages.listed(catalog.MESSAGES)) >= {
        "answer", "appeal.answer", "appealed", "card", "carried", "copy", "decided", "decision", "digest",
        "digest.preview", "digest.rests", "export", "export.large", "export.unpacked", "gone", "held", "late", "link.asked",
        "link.code", "link.done", "link.ended", "link.failed", "look", "painted", "published", "push", "remains",
        "reported", "showcase", "space.answer", "space.log", "space.lost", "trying", "unasked", "unfinished",
        "unpainted", "unshown", "welcome",
    }  # fmt: skip


def test_the_catalog_imports_no_platform_library():
    code = "import sys, botfeed.catalog; print(sorted({'discord', 'telegram', 'openai'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
