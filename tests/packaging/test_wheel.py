"""Install the wheel as another user would: in an environment of its own, outside of this checkout."""

import importlib.util
import os
import runpy
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from botfeed.testing import registration

ROOT = Path(__file__).parents[2]
THEIRS = f"""
from pathlib import Path

import botfeed


def test_the_wheel_is_what_is_tested():
    assert not Path(botfeed.__file__).is_relative_to({str(ROOT)!r})


async def test_an_evening(stage):
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    assert stage.find("ada", "Publish")
"""


def run(*words, cwd, **given):
    """Run a command without this test's own settings of Python and pytest; return how it ended."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    return subprocess.run(
        words, cwd=cwd, env={**kept, **given}, check=False, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel by the pinned backend, without an environment of its own and without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """Make an environment with the wheel in it, and behind it the packages of this one, but not this checkout.
    A .pth file inside a folder that a .pth file names is not read, so our own editable install stays out.
    """
    folder = tmp_path_factory.mktemp("venv")
    made = run(sys.executable, "-m", "venv", str(folder), cwd=folder)
    assert made.returncode == 0, made.stderr
    interpreter = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(
        run(interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip()
    )
    installed = run(interpreter, "-m", "pip", "install", "-q", "--no-index", "--no-deps", str(wheel), cwd=folder)
    assert installed.returncode == 0, installed.stderr
    (site / "behind.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return interpreter


def test_the_wheel_contains_only_the_package(wheel):
    with zipfile.ZipFile(wheel) as there:
        names = there.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"botfeed", "botfeed_sketch"}
    for wanted in (
        "botfeed/py.typed",
        "botfeed/testing/plugin.py",
        "botfeed/core/language/locales/it/LC_MESSAGES/botfeed.mo",
    ):
        assert wanted in names


def test_the_fixtures_come_with_the_package(python, tmp_path):
    """No conftest names the plugin: pytest finds it by its entry point."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    (tmp_path / "test_theirs.py").write_text(THEIRS)
    said = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "2 passed" in said.stdout


def test_the_plugin_may_also_be_named_in_a_conftest(python, tmp_path):
    """Projects written before the entry point was there name it in their conftest."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["botfeed.testing.plugin"]\n')
    (tmp_path / "test_theirs.py").write_text("def test_the_clock(clock):\n    assert clock.now()\n")
    said = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert "1 passed" in said.stdout, said.stdout + said.stderr


def test_without_the_extra_no_plugin_is_registered(monkeypatch):
    """Another project's pytest must still start where botfeed is installed and pytest-asyncio is not."""
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pytest_asyncio" else found(name))
    assert runpy.run_path(registration.__file__)["pytest_plugins"] == ()
