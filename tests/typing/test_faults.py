"""mypy --strict refuses a wrong name or a wrong type where jobs, messages and the like are called by name.
Each `faults_*.py` of this folder holds errors on lines that end with `# error`, and correct calls on others.
"""

import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
FOUND = re.compile(r"(faults_\w+\.py):(\d+): error: ")


def test_mypy_refuses_exactly_the_marked_lines() -> None:
    files = sorted(FOLDER.glob("faults_*.py"))
    marked = {
        (file.name, n)
        for file in files
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.endswith("# error")
    }
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(FOLDER.parents[1] / "pyproject.toml"),
        *map(str, files),
    ]
    done = subprocess.run(command, cwd=FOLDER.parents[1], capture_output=True, text=True, check=False)
    assert {(name, int(n)) for name, n in FOUND.findall(done.stdout)} == marked, done.stdout + done.stderr
    assert len(marked) >= len(files)
