"""Write the pages of the API reference: one a package, found in the tree, so that no module can be forgotten.

A page names its modules for mkdocstrings, which reads signatures and docstrings from the source without importing it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEFT_OUT = ("botfeed.store.migrations",)  # written by a tool, and read by alembic alone
INTRO = """# API

Every public name of the package, as the source declares it. Whoever writes a command needs `botfeed.core.chat`,
`botfeed.core.model` and `botfeed.core.errors`; a painter or a platform `botfeed.core.ports` and `botfeed.core.chat`; a
test `botfeed.testing`. [Extending](../extending.md) shows one of each.

| Package | |
|---|---|
"""


def pages() -> dict[str, str]:
    """Return the text of each page by its name: `api/index.md`, and `api/<package>.md`."""
    found = dict(packages(ROOT / "botfeed"))
    index = INTRO + "".join(f"| [`{name}`]({name}.md) | {says(name, modules)} |\n" for name, modules in found.items())
    return {"api/index.md": index, **{f"api/{name}.md": page(name, modules) for name, modules in found.items()}}


def page(package: str, modules: list[str]) -> str:
    shown = "".join(f"\n::: {module}\n" for module in modules)
    return f"---\nsearch:\n  boost: 0.1\n---\n\n# {package}\n{shown}"  # a search finds the other pages first


def packages(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Give each package below a folder with the names of its modules, itself first, in alphabetical order."""
    name = ".".join(folder.relative_to(ROOT).parts)
    if name in LEFT_OUT:
        return
    modules = [file for file in sorted(folder.glob("*.py")) if not file.name.startswith("__")]
    own = [name] if (folder / "__init__.py").exists() and has_names(folder / "__init__.py") else []
    if own or modules:
        yield name, [*own, *(f"{name}.{file.stem}" for file in modules)]
    for inside in sorted(folder.iterdir()):
        if (inside / "__init__.py").exists():
            yield from packages(inside)


def has_names(file: Path) -> bool:
    """Return True if a module has anything to show: a docstring or a definition."""
    tree = ast.parse(file.read_text("utf-8"))
    return bool(ast.get_docstring(tree)) or any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)


def says(package: str, modules: list[str]) -> str:
    """Return the first line of a package's docstring; the names of its modules where it has none."""
    file = ROOT.joinpath(*package.split("."), "__init__.py")
    line = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").partition("\n")[0].replace("|", "\\|")
    return line or ", ".join(module.rpartition(".")[2] for module in modules)
