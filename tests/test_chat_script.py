"""`botfeed chat --script` as a process: its output, its files and its exit status."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

EVENING = """ada: /imagine a fox in snow
wait
ada presses Publish
ada fills caption=Winter audience=everyone
ben: /feed
ben presses Like
"""
KEYS = {"to", "private", "event", "cards", "notice", "ask"}
LIMIT = 120  # seconds: a busy machine is no failure


def play(folder, text, *options):
    script = folder / "script.txt"
    script.write_text(text)
    command = [sys.executable, "-m", "botfeed", "chat", "--script", str(script), *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LIMIT, check=False)


def test_json_output_has_one_line_per_message(tmp_path):
    done = play(tmp_path, EVENING, "--json", "--database", f"sqlite:///{tmp_path}/x.db")
    assert done.returncode == 0, done.stderr
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(set(one) == KEYS for one in shown)
    assert [(one["to"], one["event"]) for one in shown][:2] == [("ada", "reply"), ("ada", "edit")]
    files = [path for one in shown for card in one["cards"] for path in card["media"]]
    assert files
    assert all(Path(path).is_file() and tmp_path in Path(path).parents for path in files)


def test_a_second_script_continues_on_the_same_database(tmp_path):
    database = f"sqlite:///{tmp_path}/x.db"
    assert play(tmp_path, EVENING, "--database", database).returncode == 0
    again = play(tmp_path, "ada: /imagine an owl\nwait\nada: /mine\n", "--json", "--database", database)
    assert again.returncode == 0, again.stderr
    mine = json.loads(again.stdout.splitlines()[-1])
    assert [alt.split(":")[0].split(" ")[1] for alt in mine["cards"][0]["alt"]] == ["owl", "fox"]


def test_a_missing_button_fails_the_script(tmp_path):
    done = play(tmp_path, "ada: /start\nada presses Fly\n")
    assert done.returncode == 1
    assert "Fly" in done.stderr


def test_a_second_script_on_a_locked_database_is_refused(tmp_path):
    from botfeed import lock

    with lock.hold(tmp_path / "x.lock"):
        done = play(tmp_path, "ada: /start\n", "--database", f"sqlite:///{tmp_path}/x.db")
    assert done.returncode == 2
    assert "Another botfeed" in done.stderr


async def test_a_script_runs_on_postgresql(tmp_path, postgres_url):
    database = postgres_url.replace("postgresql+asyncpg", "postgresql")
    done = await asyncio.to_thread(play, tmp_path, EVENING, "--database", database)
    assert done.returncode == 0, done.stderr
    assert "Published. Everyone can see it." in done.stdout


@pytest.mark.parametrize("words", ["--help", "doctor"])
def test_help_and_doctor_succeed(tmp_path, words):
    command = [sys.executable, "-m", "botfeed", words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stderr


def test_a_script_without_a_database_leaves_nothing_behind(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    done = play(tmp_path, EVENING)
    assert done.returncode == 0, done.stderr
    assert list(temporary.iterdir()) == []
    assert "<picture: " in done.stdout
    assert str(temporary) not in done.stdout
