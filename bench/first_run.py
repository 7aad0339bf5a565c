"""Clone to first picture, start-up and idle memory, as a newcomer has them.

    python -m bench.first_run [--json] [--skip-install]

A fresh clone of this checkout's HEAD goes to a temporary folder. `make run` is started there twice: cold (pip's cache
empty) and warm (the cache as that left it, a new environment); then the warm environment is started once more for the
start-up time. The clock stops when the page answers, and again when the first picture of the sample can be loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import measure

ROOT = Path(__file__).parent.parent
LIMIT = 600.0  # seconds for one start, installing included
SETTLE = 30.0  # seconds after the start at which idle memory is read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--skip-install", action="store_true", help="measure the start alone, in this environment")
    args = parser.parse_args()
    figures: dict[str, float | int | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        if args.skip_install:
            started(Path(folder), ["python", "-m", "botfeed", "run"], "warm", figures)
        else:
            installed(Path(folder), figures)
    measure.finish(figures, as_json=args.json)


def installed(folder: Path, figures: dict[str, float | int | str]) -> None:
    clone = folder / "botfeed"
    cache = {"PIP_CACHE_DIR": str(folder / "pip"), "UV_CACHE_DIR": str(folder / "uv")}
    for name in ("cold", "cached"):
        shutil.rmtree(clone, ignore_errors=True)
        begun = time.perf_counter()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        with running(clone, ["make", "run"], cache) as (port, process):
            page = until(f"http://127.0.0.1:{port}/", process) - begun
            picture(port, process)
            figures[f"{name}_page_s"] = page
            figures[f"{name}_picture_s"] = time.perf_counter() - begun
        shutil.rmtree(clone / "data", ignore_errors=True)
    started(clone, ["make", "run"], "warm", figures)


def started(where: Path, command: list[str], name: str, figures: dict[str, float | int | str]) -> None:
    begun = time.perf_counter()
    with running(where, command, {}) as (port, process):
        figures[f"{name}_page_s"] = until(f"http://127.0.0.1:{port}/", process) - begun
        picture(port, process)
        figures[f"{name}_picture_s"] = time.perf_counter() - begun
        time.sleep(SETTLE)
        figures["idle_mb"] = memory(process.pid) / 2**20
        figures["idle_cpu_share"] = idle(process.pid)


@contextmanager
def running(where: Path, command: list[str], more: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept = {k: v for k, v in os.environ.items() if not k.endswith("_TOKEN") and k != "OPENAI_API_KEY"}
    env = {**kept, **more, "BOTFEED_WEB_PORT": str(port), "BOTFEED_DATA": str(where / "data")}
    process = subprocess.Popen(command, cwd=where, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield port, process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def until(url: str, process: subprocess.Popen[bytes]) -> float:
    """Wait for an answer; give the moment."""
    limit = time.perf_counter() + LIMIT
    while time.perf_counter() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                answer.read()
                return time.perf_counter()
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{url} did not answer")


def picture(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the page lists a picture, and load it."""
    limit = time.perf_counter() + LIMIT
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.open(f"http://127.0.0.1:{port}/").read()
    while time.perf_counter() < limit and process.poll() is None:
        with opener.open(f"http://127.0.0.1:{port}/api/feed?who=ada") as answer:
            posts = json.loads(answer.read())["tiles"]
        if posts:
            opener.open(f"http://127.0.0.1:{port}{posts[0]['src']}").read()
            return
        time.sleep(0.05)
    raise SystemExit("no picture came")


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [
        pid,
        *(p for child in (children.read_text().split() if children.exists() else ()) for p in family(int(child))),
    ]


def memory(pid: int) -> int:
    """Resident bytes of a process and its children."""
    pages = sum(int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE")


def idle(pid: int, seconds: float = 10.0) -> float:
    """Share of one processor used while nothing happens."""

    def ticks() -> int:
        stats = [Path(f"/proc/{p}/stat").read_text().rpartition(")")[2].split() for p in family(pid)]
        return sum(int(s[11]) + int(s[12]) for s in stats)

    before = ticks()
    time.sleep(seconds)
    return (ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds


if __name__ == "__main__":
    main()
