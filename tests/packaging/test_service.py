"""Run botfeed as services do: without HOME, by a user without a name, with umask 077, as process 1.

Users and process numbers can be changed by root alone; where a right is withheld, the test is skipped and names it.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from botfeed import cli
from botfeed.adapters.clock import SystemClock
from botfeed.core.errors import StartError
from botfeed.store import engine

ROOT = Path(__file__).parents[2]
NOBODY = 54321  # in no passwd file
CAUGHT = 1 << (signal.SIGTERM - 1)
# Reading stays allowed, since an interpreter may lie in a folder of root's own; writing does not.
AS_NOBODY = (
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    "--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search",
)  # fmt: skip
AS_FIRST = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child")


def permitted(prefix):
    """Return `prefix`, which starts a command with other rights. Skips where the machine does not allow that."""
    if shutil.which(prefix[0]) is None:
        pytest.skip(f"{prefix[0]} is not installed")
    tried = subprocess.run([*prefix, sys.executable, "-c", ""], check=False, capture_output=True, text=True, timeout=60)
    if tried.returncode:
        pytest.skip(f"the right to {' '.join(prefix[:2])} is withheld: {tried.stderr.strip()}")
    return prefix


def environment(data, **given):
    """Return the environment of a service: a path, its data folder, and no HOME."""
    return {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "BOTFEED_DATA": str(data), "BOTFEED_WEB_PORT": "0", **given}


async def start(prefix, *words, data, umask=0o022, cwd=ROOT, **given):
    return await asyncio.create_subprocess_exec(
        *prefix, sys.executable, "-m", "botfeed", *words, cwd=cwd, env=environment(data, **given), umask=umask,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def ended(running):
    """Return exit status, output and errors; a process that does not end is killed, and the test fails."""
    try:
        async with asyncio.timeout(60):
            out, said = await running.communicate()
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
    return running.returncode, out.decode(), said.decode()


@asynccontextmanager
async def up(prefix, **given):
    """Run botfeed until the block ends, then stop it by SIGTERM."""
    running = await start(prefix, "run", **given)
    try:
        async with asyncio.timeout(60):
            first = await running.stdout.readline()
        assert b"http://" in first, await running.stderr.read()
        yield running
    finally:
        if running.returncode is None:
            os.kill(inner(running), signal.SIGTERM)
        status, _, said = await ended(running)
    assert status == 0, said
    assert "Traceback" not in said


def inner(running):
    """Return the number of the process that is botfeed: the child of `unshare`, else the process itself."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    return (
        int(children[0]) if children and Path(f"/proc/{running.pid}/comm").read_text() == "unshare\n" else running.pid
    )


@pytest.fixture
def folder():
    """Make a folder that anybody may enter and write to; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="botfeed-service-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


async def test_a_user_without_a_name_and_a_home_runs_from_a_checkout_it_cannot_write(folder):
    async with up(permitted(AS_NOBODY), data=folder / "data"):
        pass
    owners = {path.stat().st_uid for path in (folder / "data").rglob("*")}
    assert owners == {NOBODY}


@pytest.mark.parametrize("words", [("doctor",), ("migrate",), ("admin", "reports")])
async def test_each_command_works_for_a_user_without_a_name(folder, words):
    status, out, said = await ended(await start(permitted(AS_NOBODY), *words, data=folder / "data"))
    assert status == 0, said
    assert "Traceback" not in out + said


async def test_postgresql_works_for_a_user_without_a_name(folder, postgres_url):
    running = await start(permitted(AS_NOBODY), "migrate", data=folder / "data", DATABASE_URL=postgres_url)
    status, out, said = await ended(running)
    assert status == 0, said
    assert out.startswith("The schema is at")


async def test_an_unwritable_data_folder_is_reported_in_one_line(folder):
    (folder / "data").mkdir(mode=0o755)
    status, out, said = await ended(await start(permitted(AS_NOBODY), "run", data=folder / "data"))
    assert status == 2, said
    assert said.startswith("The data folder")
    assert "Traceback" not in out + said


async def test_nothing_is_readable_by_others_under_umask_077(folder):
    async with up((), data=folder / "data", umask=0o077):
        pass
    written = list((folder / "data").rglob("*"))
    assert any(path.name == "botfeed.db" for path in written)
    assert [path for path in [folder / "data", *written] if path.stat().st_mode & 0o077] == []


async def test_process_1_stops_at_sigterm(folder):
    async with up(permitted(AS_FIRST), data=folder / "data") as running:
        status = Path(f"/proc/{inner(running)}/status").read_text()
    assert "\t1\n" in next(line + "\n" for line in status.splitlines() if line.startswith("NSpid:"))


async def test_process_1_stops_at_a_sigterm_while_it_starts(folder):
    """The kernel drops a signal for process 1 that it does not handle: a stop once worked only after the page was
    up.
    """
    running = await start(permitted(AS_FIRST), "run", data=folder / "data")
    async with asyncio.timeout(60):
        while not handles_sigterm(running):  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.01)
    os.kill(inner(running), signal.SIGTERM)
    status, out, said = await ended(running)
    assert status == 0, said
    assert out == ""


def handles_sigterm(running):
    child = inner(running)
    if child == running.pid:
        return False
    lines = Path(f"/proc/{child}/status").read_text().splitlines()
    return bool(int(next(line for line in lines if line.startswith("SigCgt:")).split()[1], 16) & CAUGHT)


def test_a_database_url_without_a_user_is_reported_if_no_user_name_exists(monkeypatch):
    def unknown():
        raise KeyError("getpwuid(): uid not found: 54321")

    monkeypatch.delenv("PGUSER", raising=False)
    monkeypatch.setattr("getpass.getuser", unknown)
    with pytest.raises(StartError, match="DATABASE_URL names no user"):
        engine.open_store("postgresql://localhost/botfeed", SystemClock())
    monkeypatch.setenv("PGUSER", "ada")
    engine.open_store("postgresql://localhost/botfeed", SystemClock())


def test_another_users_home_is_not_used(monkeypatch, tmp_path):
    """A connection by asyncpg once failed at certificates that it looked for in a HOME that may not be entered."""
    monkeypatch.setattr("botfeed.logs.configure", lambda _: None)
    monkeypatch.setenv("HOME", str(tmp_path))
    cli.prepare()
    assert os.environ["HOME"] == str(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    cli.prepare()
    assert "HOME" not in os.environ
