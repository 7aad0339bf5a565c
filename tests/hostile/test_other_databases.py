"""A database of a newer botfeed, of another program, or no database at all is refused by every command in a sentence."""

import sqlite3
from pathlib import Path

import pytest

from tests.hostile.test_failed_start import environment, run_here

__all__ = ["run_here"]

COMMANDS = {
    "run": ("run", "--roles", "web"),
    "migrate": ("migrate",),
    "chat": ("chat",),
    "chat --database": ("chat", "--database", "sqlite:///{file}"),
    "chat --script": ("chat", "--script", "evening.txt", "--database", "sqlite:///{file}"),
    "doctor": ("doctor",),
    "admin reports": ("admin", "reports"),
    "admin hide": ("admin", "hide", "AAAAAAAAAAA", "--reason", "x"),
    "admin restore": ("admin", "restore", "AAAAAAAAAAA", "--reason", "x"),
    "admin remove": ("admin", "remove", "AAAAAAAAAAA", "--reason", "x"),
    "admin dismiss": ("admin", "dismiss", "AAAAAAAAAAA", "--reason", "x"),
    "admin suspend": ("admin", "suspend", "ada", "--reason", "x"),
    "admin unsuspend": ("admin", "unsuspend", "ada", "--reason", "x"),
    "admin access": ("admin", "access", "ada", "--reason", "x"),
}


def newer(file):
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        made.execute("INSERT INTO alembic_version VALUES ('9999')")


def anothers(file):
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE invoices (id INTEGER)")


def anothers_with_alembic(file):
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        made.execute("INSERT INTO alembic_version VALUES ('1975ea83b712')")


def not_a_database(file):
    file.write_bytes(b"hello, this is a letter\n" * 100)


FILES = {
    newer: "is of a newer botfeed (schema 9999",
    anothers: "holds another program's data (invoices). Set DATABASE_URL to an empty one.",
    anothers_with_alembic: "holds another program's data (a schema of its own)",
    not_a_database: "file is not a database",
}


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_it_in_a_sentence(tmp_path, run_here, command, kind):
    (file := tmp_path / "data" / "other.db").parent.mkdir()
    kind(file)
    Path(tmp_path / "evening.txt").write_text("ada: /feed\n")
    words = [word.format(file=file) for word in COMMANDS[command]]
    given = {**environment(tmp_path), "DATABASE_URL": f"sqlite:///{file}"}
    status, out, said = run_here(tmp_path, given, *words)
    told = out if command == "doctor" else said
    lines = [line for line in told.splitlines() if FILES[kind] in line]
    assert len(lines) == 1, (status, out, said)
    assert status == (1 if command == "doctor" else 2)
    assert "Traceback" not in out + said
    assert command == "doctor" or len(said.splitlines()) == 1


def test_every_command_of_the_command_line_is_in_the_table():
    from typer.main import get_command

    from botfeed import cli

    found = set()
    for name, command in get_command(cli.app).commands.items():
        found |= {f"{name} {sub}" for sub in command.commands} if hasattr(command, "commands") else {name}
    assert found - {"version"} == {" ".join(name.split()[:2]) if "--" not in name else "chat" for name in COMMANDS}
