"""Testing package: it imports its declared dependencies only, and finds its installed data."""

import ast
import re
import sys
import tomllib
from importlib import metadata, resources
from pathlib import Path

import botfeed.testing
from botfeed.testing import faults
from botfeed.testing.contracts import facts

ROOM = Path(botfeed.testing.__file__).parent
PROJECT = tomllib.loads((ROOM.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def named(requirements):
    """Return the normalised names of requirements."""
    return {re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-") for requirement in requirements}


def extra(name):
    """Return the names of an extra's requirements, those of the extras that it takes in included."""
    found = set()
    for requirement in PROJECT["optional-dependencies"][name]:
        other = re.match(r"botfeed\[(\w+)\]", requirement)
        found |= extra(other[1]) if other else named([requirement])
    return found


def imported():
    """Return the top-level modules that the package imports, in functions too."""
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"botfeed"}


def test_the_testing_package_imports_only_declared_dependencies():
    known = metadata.packages_distributions()
    declared = named(PROJECT["dependencies"]) | extra("testing")
    assert {name for name in imported() if not named(known[name]) & declared} == set()


def test_the_testing_packages_data_is_found_as_a_resource():
    assert resources.files("botfeed.testing").joinpath("faults.json").is_file()
    assert len(faults.table()) == 82
    for service in ("discord", "openai", "telegram"):
        assert facts.read(service)["about"]["commit"]


def test_no_folder_has_more_than_sixteen_files():
    folders = [ROOM, *(path for path in ROOM.rglob("*") if path.is_dir() and path.name != "__pycache__")]
    assert {str(folder): n for folder in folders if (n := sum(path.is_file() for path in folder.iterdir())) > 16} == {}
