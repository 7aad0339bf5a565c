"""Write a migration from what changed in the nouns: `python -m tools.revision NAME`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.operations.ops import CreateTableOp, MigrationScript
from sqlalchemy import create_engine

SCRIPTS = Path(__file__).parent.parent / "botfeed" / "store" / "migrations"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    number = f"{len(list((SCRIPTS / 'versions').glob('*.py'))) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/empty.db")
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(SCRIPTS))
            config.attributes["connection"] = connection
            if number != "0001":
                command.upgrade(config, "head")
            command.revision(
                config, sys.argv[1], autogenerate=True, rev_id=number, process_revision_directives=without_info
            )
        engine.dispose()
    for tidy in (("check", "--fix-only", "-q"), ("format", "-q")):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, str(SCRIPTS)], check=True)  # noqa: S603 - our own words


def without_info(_context: Any, _revision: Any, scripts: Sequence[MigrationScript]) -> None:
    """Leave out what the store notes of a table for itself: a migration makes tables alone."""
    for script in scripts:
        for each in script.upgrade_ops.ops if script.upgrade_ops else ():
            if isinstance(each, CreateTableOp):
                each.info = {}


if __name__ == "__main__":
    main()
