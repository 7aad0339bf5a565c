"""Play the Dockerfile's steps on a Debian without a container engine, as root: build, start, ask its health, stop.

    python -m tools.play_dockerfile [--base FOLDER] [--work FOLDER] [--share FILE ...] [--env NAME=VALUE ...]

For the base image stands a Debian of the same release with its own Python, made by `debootstrap` in FOLDER (kept
and used again). A stage is a copy of it; RUN is a chroot. CMD runs as the image's USER, as process 1, on a root that it
cannot write but for its volumes. `--share` puts a file of this machine into the base, such as its certificates.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.dockerfile import Stage, Step, parse

ROOT = Path(__file__).parent.parent
PACKAGES = "ca-certificates,python3,python3-venv"
PASSED_ON = (
    "PIP_",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
)  # settings of this machine that RUN needs to reach an index
START = 60.0  # seconds until the first healthy answer
STOP = 15.0  # seconds from SIGTERM to the end


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what this tool is for


def run(*words: str) -> None:
    subprocess.run(words, check=True)  # noqa: S603 - our own words


def bootstrap(base: Path, release: str, shared: list[Path]) -> None:
    """Make the root that stands in for the base image, where it is not there yet."""
    if not (base / "usr/bin/python3").exists():
        run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", release, str(base))
    link = base / "usr/local/bin/python"
    if not link.is_symlink():
        link.symlink_to("/usr/bin/python3")
    for path in (Path("/etc/resolv.conf"), Path("/etc/hosts"), *shared):
        (base / path.relative_to("/")).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, base / path.relative_to("/"))


def inside(root: Path, step: Step, words: list[str], given: dict[str, str]) -> list[str]:
    """Return the command that runs `words` in `root`, in the step's folder and with its user and environment."""
    there = [f"{name}={value}" for name, value in {"HOME": "/", **step.env, **given}.items()]
    change = 'cd "$0" && exec "$@"'
    return [
        *("chroot", f"--userspec={step.user}", str(root), "/usr/bin/env", "-i", *there),
        *("/bin/sh", "-c", change, step.folder, *words),
    ]


def build(stage: Stage, root: Path, roots: dict[str, Path]) -> None:
    """Carry out the steps of a stage that change its files."""
    passed = {name: value for name, value in os.environ.items() if name.upper().startswith(PASSED_ON)}
    for step in stage.steps:
        begun = time.monotonic()
        if step.verb == "WORKDIR":
            (root / step.folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif step.verb == "COPY":
            copy(step, root, roots)
        elif step.verb == "RUN":
            subprocess.run(inside(root, step, step.words, passed), check=True)  # noqa: S603 - the Dockerfile's own words
        else:
            continue
        say(f"{time.monotonic() - begun:6.1f} s  {step.verb} {step.text}")


def copy(step: Step, root: Path, roots: dict[str, Path]) -> None:
    """Copy from the checkout, or from another stage: files by name into a folder, a folder as its contents."""
    source, left_out = (roots[step.flags["from"]], "") if "from" in step.flags else (ROOT, "__pycache__")
    *named, target = step.words
    where = root / os.path.join(step.folder, target).lstrip("/")  # noqa: PTH118 - an absolute target replaces the folder
    for name in named:
        path = source / name.lstrip("/")
        if path.is_dir():
            shutil.copytree(path, where, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns(left_out))
        else:
            made = where / path.name if target.endswith("/") else where
            made.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, made)


def start(root: Path, stage: Stage, given: dict[str, str], volumes: list[str]) -> subprocess.Popen[str]:
    """Start CMD as process 1 of its own, on a root that is mounted read-only."""
    mounts = [f"mount --bind {root} {root}"]
    mounts += [f"mount --bind {root}{volume} {root}{volume}" for volume in volumes]
    mounts += [
        f"mount -o remount,bind,ro {root}",
        f"mount -t tmpfs tmpfs {root}/tmp",  # noqa: S108 - of the container
        f"mount -t proc proc {root}/proc",
    ]
    script = " && ".join([*mounts, 'exec "$@"'])
    command = inside(root, stage.last("CMD"), stage.last("CMD").words, given)
    apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script, "sh"]
    return subprocess.Popen([*apart, *command], text=True)  # noqa: S603 - as above


def first(process: subprocess.Popen[str]) -> int:
    """Return the number by which this machine knows the container's process 1."""
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()[0])


def healthy(root: Path, stage: Stage, given: dict[str, str], process: subprocess.Popen[str]) -> float:
    """Ask HEALTHCHECK until it is content; return after how many seconds it was."""
    begun, asked = time.monotonic(), stage.last("HEALTHCHECK")
    while time.monotonic() - begun < START and process.poll() is None:
        if subprocess.run(inside(root, asked, asked.words, given), check=False, capture_output=True).returncode == 0:  # noqa: S603 - as above
            return time.monotonic() - begun
        time.sleep(0.5)
    raise SystemExit("The health check never succeeded.")


def play(stages: list[Stage], base: Path, work: Path, given: dict[str, str]) -> None:
    """Build every stage and run the last. Raises SystemExit, or CalledProcessError, where a step fails."""
    roots: dict[str, Path] = {}
    for stage in stages:
        root = roots[stage.name] = work / stage.name
        root.mkdir(parents=True)
        run("cp", "-a", "--reflink=auto", f"{base}/.", str(root))
        say(f"FROM {stage.image} AS {stage.name}: {base}")
        build(stage, root, roots)
    last = stages[-1]
    root, volumes = roots[last.name], [step.text for step in last.steps if step.verb == "VOLUME"]
    process = start(root, last, given, volumes)
    try:
        say(f"healthy after {healthy(root, last, given, process):.1f} s, as user {last.last('CMD').user}")
        begun = time.monotonic()
        os.kill(first(process), signal.SIGTERM)
        status = process.wait(STOP)
        say(f"stopped by SIGTERM after {time.monotonic() - begun:.1f} s with status {status}")
    finally:
        process.kill()
        process.wait()
    if status:
        raise SystemExit(f"It ended with status {status}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", type=Path, default=Path("/var/tmp/botfeed-base"), help="the root to make, or made")  # noqa: S108 - root's own
    parser.add_argument("--work", type=Path, help="a folder for the stages' roots, kept; without it they are removed")
    parser.add_argument(
        "--share", type=Path, action="append", default=[], help="a file of this machine to put into the base"
    )
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE", help="a setting for CMD")
    args = parser.parse_args()
    if os.getuid():
        sys.exit("This takes root: it makes roots and enters them.")
    stages = parse((ROOT / "Dockerfile").read_text("utf-8"))
    bootstrap(args.base, stages[0].image.rpartition("-")[2], args.share)
    given = dict(pair.partition("=")[::2] for pair in args.env)
    with tempfile.TemporaryDirectory() as folder:
        play(stages, args.base, args.work or Path(folder), given)


if __name__ == "__main__":
    main()
