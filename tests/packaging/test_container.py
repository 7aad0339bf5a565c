"""Compare the Dockerfile and compose.yaml with the project, and run the health check."""

import os
import re
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from botfeed import run
from botfeed.settings import Settings
from tools import dockerfile

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
STAGES = dockerfile.parse((ROOT / "Dockerfile").read_text("utf-8"))


def test_the_image_runs_botfeed_without_root():
    command = STAGES[-1].last("CMD")
    assert command.words == ["botfeed", "run"]
    assert command.user.split(":")[0] not in {"0", "root"}
    assert command.env["BOTFEED_DATA"] == STAGES[-1].last("VOLUME").text


def test_both_stages_use_one_supported_python():
    (image,) = {stage.image for stage in STAGES}
    assert SpecifierSet(PROJECT["project"]["requires-python"]).contains(re.search(r"python:([\d.]+)-", image)[1])


def test_the_build_stage_gets_the_wheels_sources():
    copied = {word for step in STAGES[0].steps if step.verb == "COPY" for word in step.words[:-1]}
    wanted = {
        "pyproject.toml",
        "requirements/run.txt",
        PROJECT["project"]["readme"],
        *PROJECT["project"]["license-files"],
    }
    wanted |= set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert wanted <= copied
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {f"!{name}" for name in copied} <= set(ignored)


@pytest.fixture
def answering():
    """Return a function that starts a server on 127.0.0.1 which answers /healthz with one status."""
    servers = []

    def start(status):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status if self.path == "/healthz" else 404)
                self.end_headers()

            def log_message(self, *_):
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Answer))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}).start()
        return servers[-1].server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def asked(port):
    """Return the exit status of the image's health check, with an unreachable proxy set."""
    python, *words = STAGES[-1].last("HEALTHCHECK").words
    assert python == "python"
    given = {**os.environ, "BOTFEED_WEB_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run([sys.executable, *words], env=given, check=False, capture_output=True, timeout=60).returncode


def test_the_health_check_follows_the_status(answering):
    assert asked(answering(200)) == 0
    assert asked(answering(503)) == 1


def test_the_health_check_fails_without_a_server(answering, unused_tcp_port):
    assert asked(unused_tcp_port) == 1


def test_compose_names_existing_settings_and_roles():
    text = (ROOT / "compose.yaml").read_text("utf-8")
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    named = set(re.findall(r"^ +([A-Z][A-Z_]+): ", text, re.MULTILINE))
    assert {name for name in named if not name.startswith("POSTGRES_")} <= known
    roles = {role for found in re.findall(r'--roles, "([a-z,]+)"', text) for role in found.split(",")}
    assert roles == set(run.ROLES)


def test_a_dockerfile_is_read_with_the_state_of_each_step():
    first, second = dockerfile.parse(
        "# a comment\nFROM debian:13 AS one\nENV A=1 \\\n    B='two words'\nWORKDIR /src\n"
        "FROM debian:13\nUSER 5\nWORKDIR a\nWORKDIR b\nCOPY --from=one --chown=5 x y/\nRUN echo $A && \\\n  true\n"
    )
    assert (first.name, second.name) == ("one", "1")
    assert first.last("WORKDIR").env["B"] == "two words"
    step = second.last("COPY")
    assert (step.words, step.flags, step.folder, step.user) == (
        ["x", "y/"],
        {"from": "one", "chown": "5"},
        "/a/b",
        "5:5",
    )
    assert second.last("RUN").words == ["/bin/sh", "-c", "echo $A && true"]
    assert "A" not in second.last("RUN").env


def test_an_unknown_instruction_is_refused():
    with pytest.raises(ValueError, match="ONBUILD"):
        dockerfile.parse("FROM debian:13\nONBUILD RUN true\n")


def test_a_stage_without_a_step_of_a_kind_raises():
    (stage,) = dockerfile.parse("FROM debian:13\n")
    with pytest.raises(ValueError, match="no CMD"):
        stage.last("CMD")
