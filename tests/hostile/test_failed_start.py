"""Failed starts print a few clear lines and exit with status 2; no secret is ever logged."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from botfeed import cli, logs, page_socket
from botfeed.adapters.clock import SystemClock
from botfeed.core.chat.context import Services
from botfeed.core.chat.message import Request, Sender
from botfeed.core.errors import StartError
from botfeed.core.model import Address, Painting, PaintState
from botfeed.settings import Settings
from botfeed.store import engine
from botfeed.testing.faults import Fault
from botfeed.testing.openai import FakeOpenAI
from botfeed.testing.plugin import make_services
from tests.store.wake_listener import woken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9"  # the port of "discard": nobody listens there
KEY, TELEGRAM, SECRET = (
    "sk-proj-Hush0123456789abcdefABCDEF",
    "1234567890:AAHushHushHushHushHushHushHushHush1",
    "house-secret-0123456789",
)

PRIVATE = "xylophone"
IN_A_PROCESS = (
    "BOTFEED_WEB_PORT=eighty",
    "BOTFEED_WEB_HOST=not a host",
)  # refused when it is read, and when it is used


def environment(folder: Path, **given: str) -> dict[str, str]:
    """Return the environment of a process: no settings of this machine, and no route to the network."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    proxies = {"HTTPS_PROXY": NOWHERE, "HTTP_PROXY": NOWHERE, "NO_PROXY": "127.0.0.1"}
    return {
        **kept,
        **proxies,
        "PYTHONPATH": str(ROOT),
        "BOTFEED_DATA": str(folder / "data"),
        "BOTFEED_WEB_PORT": "0",
        **given,
    }


async def start(folder: Path, *words: str, **given: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "botfeed", *words, cwd=folder, env=environment(folder, **given),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


def run_apart(folder: Path, given: dict[str, str], *words: str) -> tuple[int, str, str]:
    """Run a command line to its end; return its exit status, stdout and stderr."""
    line = [sys.executable, "-m", "botfeed", *words]
    done = subprocess.run(line, cwd=folder, env=given, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def run_here(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Return a function that does what `run_apart` does inside this process, saving a second of imports."""
    root, noisy = logging.getLogger(), [logging.getLogger(name) for name in logs._NOISY]
    before = [(logger, logger.level) for logger in (root, *noisy)]

    def run(folder: Path, given: dict[str, str], *words: str) -> tuple[int, str, str]:
        for name in [name for name in os.environ if name.startswith(("BOTFEED_", "OPENAI_", "DATABASE_"))]:
            monkeypatch.delenv(name)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(folder)
        monkeypatch.setattr(root, "handlers", [])
        monkeypatch.setattr(sys, "argv", ["botfeed", *words])
        signal.alarm(60)  # one that starts after all is not waited for
        try:
            with pytest.raises(SystemExit) as end:
                cli.main()
        finally:
            signal.alarm(0)
        return (int(end.value.code or 0), *capfd.readouterr())

    yield run
    for logger, level in before:
        logger.setLevel(level)


async def ended(running: asyncio.subprocess.Process) -> tuple[bytes, bytes]:
    """Return stdout and stderr of a process that ends by itself; kill it after 60 seconds and fail."""
    try:
        async with asyncio.timeout(60):
            return await running.communicate()
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def fails(folder: Path, *words: str, **given: str) -> str:
    """Return what a failing start prints: at most 6 lines, no traceback, exit status 2."""
    running = await start(folder, *words, **given)
    out, said = await ended(running)
    text = said.decode()
    assert running.returncode == 2, text
    assert "Traceback" not in text
    assert len(text.splitlines()) <= 6
    assert not out
    return text


@asynccontextmanager
async def up(folder: Path, *words: str, **given: str) -> AsyncIterator[list[str]]:
    """Run botfeed; give the lines of its log, which is complete once it has stopped."""
    running = await start(folder, "run", *words, **given)
    assert running.stdout
    assert running.stderr
    log: list[str] = []

    async def listen() -> None:
        assert running.stderr
        while line := await running.stderr.readline():
            log.append(line.decode())

    listening = asyncio.create_task(listen())
    try:
        async with asyncio.timeout(60):
            assert b"http://" in await running.stdout.readline(), log
        yield log
    finally:
        running.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            rest = await running.stdout.read()
            await running.wait()
            await listening
        log.append(rest.decode())
    assert running.returncode == 0, log


async def test_a_second_process_on_one_data_folder_is_refused(tmp_path: Path) -> None:
    async with up(tmp_path):
        said = await fails(tmp_path, "run")
    assert said.startswith("Another botfeed (process ")
    assert "BOTFEED_DATA" in said
    async with up(tmp_path):
        pass  # the lock went with its holder


async def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    running = await start(tmp_path, "run")
    assert running.stdout
    async with asyncio.timeout(60):
        await running.stdout.readline()
        running.kill()
        await running.communicate()
    async with up(tmp_path):
        pass


async def test_a_second_process_on_one_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("ada: /start\n")
    url = f"sqlite:///{tmp_path}/data/botfeed.db"
    async with up(tmp_path, DATABASE_URL=url):
        said = await fails(tmp_path, "run", DATABASE_URL=url)
    assert said.startswith("Another botfeed")


async def test_a_role_of_its_own_on_a_held_database_names_postgresql(tmp_path: Path) -> None:
    async with up(tmp_path):
        said = await fails(tmp_path, "run", "--roles", "worker")
    assert said.startswith("Another botfeed (process ")
    assert "share one PostgreSQL: set DATABASE_URL" in said


async def test_a_worker_alone_prints_that_it_runs(tmp_path: Path) -> None:
    running = await start(tmp_path, "run", "--roles", "worker")
    assert running.stdout
    async with asyncio.timeout(60):
        line = await running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        rest, said = await running.communicate()
    assert line.startswith(b"The worker runs: ")
    assert (running.returncode, rest, said) == (0, b"", b"")


@pytest.mark.parametrize(
    ("number", "todo"),
    [
        (errno.EADDRINUSE, "Stop what uses it, or choose another: BOTFEED_WEB_PORT=8080"),
        (errno.EACCES, "Ports below 1024 are for root; choose another: BOTFEED_WEB_PORT=8080"),
        (errno.EADDRNOTAVAIL, "Set BOTFEED_WEB_HOST to an address of this machine"),
    ],
)
def test_an_unusable_address_is_named_with_what_to_do(number: int, todo: str) -> None:
    read = Settings.model_construct(web_host="127.0.0.1", web_port=80)
    said = str(page_socket.unusable(read, OSError(number, os.strerror(number))))
    assert said.startswith(f"Port 80 on 127.0.0.1 cannot be used ({os.strerror(number)}).")
    assert todo in said
    assert "Errno" not in said


def test_a_full_disk_ends_a_command_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "data/x")

    monkeypatch.setattr(cli, "app", full)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("No space left on device (data/x). Make room on its disk")


async def test_a_taken_port_is_named_with_another_to_try(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = await fails(tmp_path, "run", BOTFEED_WEB_PORT=str(port))
    assert said.startswith(f"Port {port} on 127.0.0.1 cannot be used")
    assert "BOTFEED_WEB_PORT=" in said


async def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("I am no folder")
    for words in (("run",), ("migrate",)):
        said = await fails(tmp_path, *words)
        assert said.startswith(f"The data folder {tmp_path}/data"), said
        assert "cannot be written" in said
        assert "BOTFEED_DATA" in said


async def test_an_invalid_database_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "rubbish.db").write_bytes(b"this is no database" * 500)
    said = await fails(tmp_path, "run", DATABASE_URL=f"sqlite:///{tmp_path}/rubbish.db")
    assert "rubbish.db" in said


async def test_an_unreachable_database_is_named_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # bound and not listening: a connection is refused
        url = f"postgresql://me:hushhush@127.0.0.1:{bound.getsockname()[1]}/none"
        said = await fails(tmp_path, "run", DATABASE_URL=url)
    assert "127.0.0.1" in said
    assert "hushhush" not in said


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("BOTFEED_WEB_PORT=eighty", "BOTFEED_WEB_PORT"), ("BOTFEED_WEB_PORT=70000", "BOTFEED_WEB_PORT"), ("BOTFEED_LOG=loud", "BOTFEED_LOG"),
        ("BOTFEED_PER_DAY=-1", "BOTFEED_PER_DAY"), ("BOTFEED_PER_PERSON=ten", "BOTFEED_PER_PERSON"), ("BOTFEED_PAINTER=rembrandt", "BOTFEED_PAINTER"),
        ("BOTFEED_ACCESS=closed", "BOTFEED_ACCESS"), ("DATABASE_URL=mysql://x/y", "DATABASE_URL"), ("DATABASE_URL=nonsense", "DATABASE_URL"),
        ("DATABASE_URL=sqlite://", "DATABASE_URL"), ("BOTFEED_WEB_HOST=not a host", "BOTFEED_WEB_HOST"), ("DATABASE_URL=postgresql://h:port/x", "DATABASE_URL"),
        ("BOTFEED_PAINTER=openai", "OPENAI_API_KEY"), ("OPENAI_API_KEY=sk-x\nOPENAI_BASE_URL=not a url", "OPENAI_BASE_URL"),
    ],
)  # fmt: skip
def test_an_invalid_setting_is_named(
    tmp_path: Path, line: str, names: str, request: pytest.FixtureRequest, size: Callable[[int, int], int]
) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKEN={TELEGRAM}\n{line}\n")
    given = environment(tmp_path)
    for name in (part.partition("=")[0] for part in line.splitlines()):
        given.pop(name, None)
    apart = line in IN_A_PROCESS or size(0, 1)
    run = run_apart if apart else request.getfixturevalue("run_here")
    status, out, text = run(tmp_path, given, "run", "--roles", "web")
    assert status == 2, (text, out)
    assert names in text
    assert "Traceback" not in text
    assert TELEGRAM not in text


def test_a_settings_file_that_is_not_text_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from botfeed import settings

    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00BOTFEED_LOG=debug\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StartError, match=r"\.env"):
        settings.read()


def test_an_empty_secret_file_is_replaced(tmp_path: Path) -> None:
    """A crash between creating and writing the file must not leave an empty, guessable secret."""
    (tmp_path / "data" / "sample").mkdir(parents=True)
    (tmp_path / "data" / "sample" / "secret").touch()
    settings = Settings(_env_file=None, BOTFEED_DATA=tmp_path / "data")  # type: ignore[call-arg]
    assert len(settings.key) == 64


def test_two_concurrent_starts_share_one_secret(tmp_path: Path) -> None:
    made = [Settings(_env_file=None, BOTFEED_DATA=tmp_path / "data") for _ in range(2)]  # type: ignore[call-arg]
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda one: one.key, made)
    assert first == second
    assert (tmp_path / "data" / "sample" / "secret").stat().st_mode & 0o077 == 0


def test_secrets_are_masked_anywhere_in_a_log_line(capfd: pytest.CaptureFixture[str]) -> None:
    script = f"""
import logging, structlog
from botfeed import logs
key, token = {KEY!r}, {TELEGRAM!r}
logs.configure("debug", [key])
log = structlog.get_logger()
log.info("with " + key, value=token, headers={{"Authorization": "Bearer " + key}}, deep=[(key, {{"t": token.encode()}})])
logging.getLogger("some.library").debug("calling %s with %r", "https://host/bot" + token, {{"key": key}})
try:
    raise RuntimeError("no access for " + key)
except RuntimeError:
    log.exception("fell", why=token)
    logging.getLogger("some.library").exception("fell of " + token)
"""
    subprocess.run([sys.executable, "-c", script], check=True, env=environment(Path()), timeout=60)
    said = capfd.readouterr().err
    assert said.count("[secret]") >= 6
    assert said.count("[token]") >= 5
    assert KEY not in said
    assert TELEGRAM.partition(":")[2] not in said


def _services(folder: Path, clock: SystemClock) -> Services:
    settings = Settings(_env_file=None, BOTFEED_DATA=folder / "data", BOTFEED_SECRET=SECRET, TELEGRAM_TOKEN=TELEGRAM)  # type: ignore[call-arg]
    return make_services(engine.open_store(settings.database_url, clock), clock)  # type: ignore[arg-type]


async def test_a_whole_run_at_debug_level_logs_no_secret(tmp_path: Path) -> None:
    """Run with a painter that repeats the key it refuses, a reviewer and an unreachable platform."""
    async with FakeOpenAI() as openai:
        given = {
            "TELEGRAM_TOKEN": TELEGRAM, "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": openai.base_url, "BOTFEED_SECRET": SECRET,
            "BOTFEED_LOG": "debug", "BOTFEED_OPERATORS": "console:ada",
        }  # fmt: skip
        openai.key = KEY
        told = {
            "message": f"Incorrect API key provided: {KEY}.",
            "type": "invalid_request_error",
            "code": "invalid_api_key",
        }
        openai.fault(Fault("a key said back", status=401, body={"error": told}), "images.generate", times=20)
        async with up(tmp_path, "--roles", "web,worker,telegram", **given) as log:
            services = _services(tmp_path, SystemClock())
            try:
                ended = await asyncio.wait_for(_paint(services), 60)
            finally:
                await services.store.close()
    assert ended in (PaintState.DELIVERING, PaintState.REFUNDED, PaintState.DONE, PaintState.GENERATED)
    assert openai.count("images.generate"), "the painter was asked"
    text = "".join(log)
    assert "telegram" in text.casefold(), "the run says what went wrong"
    for secret in (KEY, TELEGRAM, SECRET, TELEGRAM.partition(":")[2], KEY.removeprefix("sk-proj-")):
        assert secret not in text
    assert PRIVATE not in text, "nor what people said"


async def _paint(services: Services) -> PaintState:
    """Ask for a picture through the same database and wait until the running worker is done; return the state."""
    from botfeed.core import dispatch

    sender = Sender("console", "ada", "ada", None, Address("console", "ada"))
    request = Request("secret:1", "imagine", sender, Address("console", "ada"), text=f"a fox with a {PRIVATE}")
    await dispatch.handle(services, request)
    while True:
        (row,) = await services.store.read(lambda uow: uow.all(Painting))
        if row.state not in (PaintState.ACCEPTED, PaintState.SUBMITTING, PaintState.SUBMITTED):
            return row.state
        await woken(services.store, 0.3)
