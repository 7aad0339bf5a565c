"""The lock of a data folder: one holder, named in the error, and released with its process."""

import errno
import os
import subprocess
import sys

import pytest

from botfeed import lock
from botfeed.core.errors import StartError

HOLDS = """
import sys, pathlib
from botfeed import lock
with lock.hold(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Start a process that holds the lock until its standard input ends or it is killed."""
    running = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout.readline() == "held\n"
    yield running
    running.kill()
    running.communicate()


def test_the_error_names_the_holder(tmp_path, holder):
    with pytest.raises(StartError, match=f"process {holder.pid}"), lock.hold(tmp_path / "lock"):
        pass


def test_the_lock_is_free_after_its_holder_was_killed(tmp_path, holder):
    holder.kill()
    holder.wait(30)
    with lock.hold(tmp_path / "lock"):
        assert (tmp_path / "lock.pid").read_text() == str(os.getpid())


def test_the_lock_is_free_after_its_holder_ended(tmp_path, holder):
    holder.communicate(timeout=30)
    assert not (tmp_path / "lock.pid").exists()
    with lock.hold(tmp_path / "lock"):
        pass


def test_a_holder_without_a_pid_file_is_reported_as_unknown(tmp_path, holder):
    (tmp_path / "lock.pid").unlink()
    with pytest.raises(StartError, match="process unknown"), lock.hold(tmp_path / "lock"):
        pass


def test_a_full_disk_keeps_nobody_from_the_lock(tmp_path):
    """Writing the holder's process id raised OSError, which names neither the folder nor a way out."""
    full = tmp_path / "lock.pid"
    full.mkdir()  # a file of this name cannot be written, whoever runs this
    with lock.hold(tmp_path / "lock"), pytest.raises(StartError, match="process unknown"), lock.hold(tmp_path / "lock"):
        pass


def test_a_flock_of_an_old_version_is_respected(tmp_path):
    """Versions up to 0.1.0 took the same file by flock and wrote their number into it."""
    import fcntl

    with (tmp_path / "lock").open("a+") as before:
        fcntl.flock(before, fcntl.LOCK_EX)
        before.write("4711")
        before.flush()
        with pytest.raises(StartError, match="Another botfeed"), lock.hold(tmp_path / "lock"):
            pass
    assert (tmp_path / "lock").read_text() == "4711"


def test_a_folder_that_cannot_be_created_is_named(tmp_path):
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StartError, match="cannot be written"), lock.hold(tmp_path / "data" / "lock"):
        pass


def test_a_held_lock_is_reported_with_another_way_out(tmp_path):
    refused = pytest.raises(StartError, match=r"another folder\. Use PostgreSQL\.$")
    with lock.hold(tmp_path / "lock"), refused, lock.hold(tmp_path / "lock", "Use PostgreSQL."):
        pass


def test_a_full_disk_is_reported_in_words_with_what_to_do(tmp_path):
    full = OSError(errno.ENOSPC, "No space left on device", "data/lock")
    told = str(lock.unwritable(tmp_path, full))
    assert told.startswith(f"The data folder {tmp_path} cannot be written (No space left on device). Make room")
    assert "Errno" not in told
