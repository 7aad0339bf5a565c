"""Look for import circles in the packages, imports inside functions and behind TYPE_CHECKING among them.

import-linter's layers let neighbours of one floor import each other, so a circle inside a floor would pass them.
"""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (ROOT / "botfeed", ROOT / "sketch" / "botfeed_sketch")


def modules(package):
    """Return the files of a package by the names of their modules."""
    named = ((path, path.relative_to(package.parent).with_suffix("").parts) for path in package.rglob("*.py"))
    return {".".join(parts[:-1] if parts[-1] == "__init__" else parts): path for path, parts in named}


def imports(text, known):
    """Return the known modules that a module imports, wherever the statement stands."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            found |= {name if name in known else node.module for name in names}
    return found & known


def check(texts):
    TopologicalSorter({name: imports(text, texts.keys()) for name, text in texts.items()}).prepare()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_no_module_imports_itself_by_others(package):
    files = modules(package)
    assert len(files) > 10
    check({name: path.read_text("utf-8") for name, path in files.items()})


@pytest.mark.parametrize("hidden", ["if TYPE_CHECKING:\n    import p.a", "def late():\n    from p import a"])
def test_a_hidden_circle_is_seen(hidden):
    with pytest.raises(CycleError):
        check({"p": "", "p.a": "from p.b import x", "p.b": hidden})
