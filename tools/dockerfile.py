"""Read a Dockerfile: stages, and steps with the folder, user and environment that hold for them."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import PurePosixPath

JSON_OR_SHELL = frozenset({"RUN", "CMD", "HEALTHCHECK"})
KNOWN = JSON_OR_SHELL | {"FROM", "WORKDIR", "COPY", "ENV", "VOLUME", "USER", "EXPOSE"}


@dataclass(frozen=True, slots=True)
class Step:
    verb: str
    text: str  # as written, without flags
    words: list[str]  # arguments, or the command to run
    flags: dict[str, str]
    folder: str
    user: str
    env: dict[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    image: str
    name: str
    steps: list[Step] = field(default_factory=list)

    def last(self, verb: str) -> Step:
        """Return the last step of a kind, which is the one that holds. Raises ValueError where there is none."""
        found = [step for step in self.steps if step.verb == verb]
        if not found:
            raise ValueError(f"The stage {self.name} has no {verb}.")
        return found[-1]


def parse(text: str) -> list[Stage]:
    """Return the stages of a Dockerfile. Raises ValueError for an instruction that is not known here."""
    stages: list[Stage] = []
    folder, user, env = "/", "0:0", dict[str, str]()
    for line in _lines(text):
        verb, _, rest = line.partition(" ")
        verb = verb.upper()
        if verb not in KNOWN:
            raise ValueError(f"The instruction {verb} is not known here.")
        flags, said = _flags(rest.strip())
        if verb == "FROM":
            image, *named = said.split()
            stages.append(Stage(image, named[-1] if named else str(len(stages))))
            folder, user, env = "/", "0:0", {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
            continue
        if verb == "WORKDIR":
            folder = str(PurePosixPath(folder) / said)
        elif verb == "USER":
            user = said if ":" in said else f"{said}:{said}"
        elif verb == "ENV":
            env = env | dict(pair.partition("=")[::2] for pair in shlex.split(said))
        stages[-1].steps.append(Step(verb, said, _words(verb, said), flags, folder, user, env))
    return stages


def _lines(text: str) -> list[str]:
    """Return the instructions, each on one line."""
    plain = "\n".join(line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return [line.strip() for line in re.sub(r"\\\n\s*", "", plain).splitlines()]


def _flags(rest: str) -> tuple[dict[str, str], str]:
    """Part `--name=value` at the beginning from what follows."""
    flags: dict[str, str] = {}
    while found := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
        flags[found[1]] = found[2]
        rest = rest[found.end() :]
    return flags, rest


def _words(verb: str, said: str) -> list[str]:
    if verb == "HEALTHCHECK":
        said = said.removeprefix("CMD ").strip()
    if said.startswith("["):
        return [str(word) for word in json.loads(said)]
    return ["/bin/sh", "-c", said] if verb in JSON_OR_SHELL else said.split()
