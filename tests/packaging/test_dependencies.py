"""Compare the imports of the code, the dependencies of pyproject.toml and the pins of requirements/."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import docs_root, pins

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]
FOLDERS = [ROOT / folder for folder in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]]
OURS = {folder.name for folder in FOLDERS}
DISTRIBUTIONS = packages_distributions()
HASHES = re.compile(r"^(\S+)==(\S+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def declared(*lists):
    """Return the names of distributions in lists of requirements; our own with an extra counts as the extra's list."""
    names = set()
    for requirement in map(Requirement, (line for lines in lists for line in lines if isinstance(line, str))):
        if requirement.name == "botfeed":
            names |= declared(*(EXTRAS[extra] for extra in requirement.extras))
        else:
            names.add(canonicalize_name(requirement.name))
    return names


def imported(paths):
    """Return the top-level modules that are neither ours nor Python's, each with a file that imports it."""
    found = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "importorskip":
                names = [node.args[0].value]
            else:
                continue
            found.update({name.split(".")[0]: path.relative_to(ROOT).as_posix() for name in names})
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names | OURS}


def undeclared(paths, names):
    """Return the imports whose distribution is not among `names`."""
    return {
        module: path
        for module, path in imported(paths).items()
        if not {canonicalize_name(name) for name in DISTRIBUTIONS.get(module, [module])} & names
    }


def product():
    """Return every module of the wheel but those of botfeed.testing."""
    paths = [path for folder in FOLDERS for path in folder.rglob("*.py")]
    return [path for path in paths if not path.is_relative_to(ROOT / "botfeed" / "testing")]


def test_the_product_imports_only_what_it_declares():
    assert (
        undeclared(product(), declared(PROJECT["project"]["dependencies"], EXTRAS["postgres"], EXTRAS["socks"])) == {}
    )


def test_the_test_tools_import_only_what_their_extra_declares():
    paths = (ROOT / "botfeed" / "testing").rglob("*.py")
    assert undeclared(paths, declared(PROJECT["project"]["dependencies"], EXTRAS["testing"])) == {}


def test_an_undeclared_import_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "late.py").write_text(
        "def f():\n    import hypothesis.strategies\n    from pydantic_core import PydanticUndefined\n"
    )
    assert undeclared([tmp_path / "late.py"], {"pydantic"}) == {"hypothesis": "late.py", "pydantic_core": "late.py"}


def test_no_platform_specific_module_is_imported_at_the_top():
    of_unix = {"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog"}
    for path in product():
        for node in ast.parse(path.read_text("utf-8")).body:
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [getattr(node, "module", None)]
            )
            assert not of_unix & set(names), path


def pinned(name):
    """Return {distribution: (version, number of hashes)} of a requirements file."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return {canonicalize_name(n): (v, hashes.count("--hash=")) for n, v, hashes in HASHES.findall(text)}


@pytest.mark.parametrize("name", ["run", "dev"])
def test_each_pin_has_hashes_and_none_an_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith((" ", "#"))]
    assert len(pinned(name)) == len(lines) == len(pins.pinned(ROOT / "requirements" / f"{name}.txt"))
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_both_pin_files_come_from_one_resolution():
    assert pinned("run").items() <= pinned("dev").items()


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("run", [PROJECT["project"]["dependencies"], EXTRAS["postgres"], EXTRAS["socks"], GROUPS["build"]]),
        ("dev", [PROJECT["project"]["dependencies"], *EXTRAS.values(), *(GROUPS[name] for name in ("build", "dev"))]),
    ],
)
def test_the_pins_satisfy_the_declared_ranges(name, lists):
    there = pinned(name)
    for requirement in map(Requirement, (line for lines in lists for line in lines if isinstance(line, str))):
        if requirement.name != "botfeed":
            version, _ = there[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(Version(version), prereleases=True), f"{requirement}: run `make pin`"


def test_the_sdist_carries_what_tests_and_docs_read():
    carried = set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    roots = {name.split("/")[0] for name in docs_root.PAGES}
    assert roots | {"tests", "tools", "docs", "examples", ".github", "mkdocs.yml"} <= carried
