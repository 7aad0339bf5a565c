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
import yaml
from packaging.specifiers import SpecifierSet

from botfeed import run, settings
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


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def test_compose_names_known_settings_and_roles(compose):
    """A setting of botfeed that is misspelt would have no effect, without a word."""
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    theirs = {
        "postgres": {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"},
        "s3": {"ROOT_ACCESS_KEY", "ROOT_SECRET_KEY"},
    }
    for name, service in compose["services"].items():
        assert service.get("environment", {}).keys() <= theirs.get(name, known), name
    ours = [service["command"] for service in compose["services"].values() if service["image"] == "botfeed"]
    assert all(command[:3] == ["botfeed", "run", "--roles"] for command in ours)
    assert {role for command in ours for role in command[3].split(",")} == set(run.ROLES)


def test_what_compose_takes_from_the_environment_is_a_setting_or_a_password(compose):
    asked = set(re.findall(r"\$\{(\w+)", yaml.safe_dump(compose)))
    assert asked == {"POSTGRES_PASSWORD", "AWS_SECRET_ACCESS_KEY"}


def test_composes_settings_fit_together(compose, monkeypatch, tmp_path):
    """The processes of botfeed start with them: a bucket in the server of that file, and its database."""
    monkeypatch.chdir(tmp_path)
    for name, value in compose["services"]["web"]["environment"].items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+(:\?[^}]*)?\}", "secret", value))
    read = settings.read()
    assert read.bucket == ("botfeed", "")
    server, ours = compose["services"]["s3"], compose["services"]["web"]
    assert read.s3_endpoint == f"http://s3{server['command'][server['command'].index('--port') + 1]}"
    assert read.s3_key_id == server["environment"]["ROOT_ACCESS_KEY"]
    assert server["environment"]["ROOT_SECRET_KEY"].split(":")[0].strip("${}") == "AWS_SECRET_ACCESS_KEY"
    assert {"postgres", "s3"} <= ours["depends_on"].keys()


def test_composes_services_exist_and_their_images_are_pinned(compose):
    services = compose["services"]
    for name, service in services.items():
        assert service.get("depends_on", {}).keys() <= services.keys(), name
        assert service["image"] == "botfeed" or re.search(r":v?\d", service["image"]), name
        for volume in service.get("volumes", ()):
            assert volume.split(":")[0] in compose["volumes"], name
    assert services["bucket"]["entrypoint"][-1] == f"{services['s3']['command'][-1]}/botfeed"
    assert all("healthcheck" in services[name] for name in ("postgres", "s3", "discord", "telegram"))


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
