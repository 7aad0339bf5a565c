"""The words by which botfeed tells people to call it work where they stand."""

import sys

import pytest
from typer.testing import CliRunner

from botfeed import __version__, cli, invoked, platforms
from botfeed.settings import Settings


@pytest.mark.parametrize(
    ("called", "on_path", "words"),
    [
        (".venv/bin/botfeed", False, ".venv/bin/botfeed doctor"),
        (".venv/bin/botfeed", True, "botfeed doctor"),
        ("botfeed/__main__.py", False, f"{sys.executable.rpartition('/')[2]} -m botfeed doctor"),
        ("pytest", False, "botfeed doctor"),
    ],
)
def test_the_command_is_named_as_it_can_be_called(tmp_path, monkeypatch, called, on_path, words):
    program = tmp_path / called
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", str(program.parent) if on_path else str(tmp_path / "nowhere"))
    assert invoked.command("doctor") == words


@pytest.mark.parametrize(("host", "shown"), [("::1", "http://[::1]:8080/"), ("127.0.0.1", "http://127.0.0.1:8080/")])
def test_the_pages_address_can_be_opened(host, shown):
    class Bound:
        def getsockname(self):
            return (host, 8080)

    line = platforms._page(Settings(_env_file=None, BOTFEED_WEB_HOST=host), Bound())
    assert line.startswith(f"The page: {shown}")


@pytest.mark.parametrize("words", [["--version"], ["version"]])
def test_the_version_is_told_by_option_and_by_command(words):
    told = CliRunner().invoke(cli.app, words)
    assert (told.exit_code, told.output) == (0, f"{__version__}\n")
