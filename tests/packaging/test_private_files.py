"""What the product writes is its user's alone, whatever the umask and whatever an earlier version left."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from botfeed import private_files
from tests.packaging.test_service import environment, up

EVENING = "ada: /imagine a fox in snow\nwait\nada: /me export\nwait\n"


def open_to_others(folder):
    """Return what below `folder`, itself included, anybody else may read, write or enter."""
    found = (folder, *folder.rglob("*"))
    return {str(path) for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_life_of_the_product_leaves_private_files(tmp_path, umask):
    script, data = tmp_path / "evening.txt", tmp_path / "data"
    script.write_text(EVENING)
    words = (
        sys.executable,
        "-m",
        "botfeed",
        "chat",
        "--script",
        str(script),
        "--database",
        f"sqlite:///{data}/chat.db",
    )
    done = subprocess.run(
        words, check=False, capture_output=True, text=True, env=environment(data), cwd=tmp_path, umask=umask
    )
    assert done.returncode == 0, done.stderr
    names = {path.name for path in data.rglob("*")}
    assert {"chat.db", "original", "secret"} <= names
    assert open_to_others(data) == set()


async def test_a_data_folder_that_was_open_is_closed_at_the_start(tmp_path):
    data = tmp_path / "data"
    async with up((), data=data):
        pass
    home = data / "sample"
    for folder in (data, home, home / "pictures"):
        folder.chmod(0o755)
    for file in (home / "botfeed.db", home / "secret"):
        file.chmod(0o644)
    async with up((), data=data):
        assert open_to_others(data) == set()
        assert (home / "botfeed.db-wal").exists()


def test_a_folder_that_is_not_the_products_alone_stays_open(tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0o644)
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    private_files.tighten(tmp_path)
    assert open_to_others(tmp_path) >= {str(tmp_path)}
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_missing_folder_is_no_error(tmp_path):
    private_files.tighten(Path(tmp_path / "not" / "there"))
