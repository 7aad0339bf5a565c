"""Wrong uses of typed objects are errors of mypy: each `faults_*.py` marks the lines where it must find one."""

import re
from pathlib import Path

from mypy import api

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def test_mypy_finds_every_marked_fault_and_nothing_else(tmp_path):
    files = sorted(HERE.glob("faults_*.py"))
    marked = {
        (file.name, n)
        for file in files
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.endswith("# error")
    }
    config = ("--strict", "--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path))
    said, wrong, _ = api.run([*config, *map(str, files)])
    assert not wrong
    found = re.findall(r"^(?:.*[/\\])?([\w.]+):(\d+): error:", said, re.MULTILINE)
    assert {(name, int(line)) for name, line in found} == marked
    assert len(marked) >= 2 * len(files)
