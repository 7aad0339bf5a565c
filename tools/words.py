"""The catalogue of words: collect what the code says, and compile what translators wrote.

python -m tools.words collect    bring locales/*/LC_MESSAGES/botfeed.po up to date with the code
python -m tools.words compile    write the .mo files that botfeed reads
"""

from __future__ import annotations

import ast
import gettext
import io
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

from botfeed import catalog
from botfeed.core.chat.verb import Verb

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "botfeed" / "core" / "language" / "locales"
CODE = ("core", "adapters")
MARKS = ("t", "s", "L")
PLURALS = {"n": 0, "form": 0, "said": 1}  # functions that take both forms of a number, and which argument is the first


def collected() -> Catalog:
    """Every message of the code: marked strings, what the menu says of each verb, parameter and choice, and names."""
    catalogue = Catalog(project="botfeed", charset="utf-8")
    for path in sorted(path for part in CODE for path in (ROOT / "botfeed" / part).rglob("*.py")):
        for message in said(ast.parse(path.read_text("utf-8"))):
            catalogue.add(message)
    for what in catalog.COMMANDS:
        specs = what.specs if what.menu else ()
        choices = [str(c) for spec in specs if issubclass(spec.kind, StrEnum) for c in spec.kind]
        for text in filter(
            None,
            [
                what.says if what.menu else "",
                *(t for spec in specs for t in (spec.param.says, spec.param.asks)),
                *choices,
            ],
        ):
            catalogue.add(text)
        for name in names(what) if what.menu else ():
            catalogue.add(name)
    return catalogue


def names(what: Verb) -> Iterator[str]:
    """Names as a platform may show them in a language: `/digest`, `/digest set`, `hour:`. The English stays valid."""
    for parts in (what.name.split("."), what.path.split(".")[:-1]):
        yield from (f"/{' '.join(parts[: n + 1])}" for n in range(len(parts)))
    yield from (f"{spec.name}:" for spec in what.specs)


def said(node: ast.AST) -> Iterator[str | tuple[str, str]]:
    """Messages below a node: the literal in `t`, `s` or `L`, and the two forms of a number, which stand together."""
    inside = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = PLURALS.get(name, 0)
        forms = [_literal(argument) for argument in node.args[first : first + 2]]
        if name in PLURALS and len(forms) == 2 and all(forms):
            yield (forms[0], forms[1])
            inside = [part for part in inside if part not in node.args[first : first + 2]]
        elif name in MARKS and forms and isinstance(node.args[0], ast.Constant) and forms[0]:
            yield forms[0]
    for part in inside:
        yield from said(part)


def _literal(node: ast.expr) -> str:
    """The text of a string, bare or marked by `L`; nothing for any other expression."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "L" and node.args:
        return _literal(node.args[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "botfeed.po"


def read(language: str) -> Catalog:
    with po(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def compiled(language: str) -> bytes:
    out = io.BytesIO()
    mofile.write_mo(out, read(language))
    return out.getvalue()


def meaning(catalogue: bytes) -> dict[object, str]:
    """Return what a compiled catalogue says: each form's text by its key, and the rule for plural forms.

    The header also names the compiler and its version, so two compilers write other bytes for the same words.
    """
    texts = dict(gettext.GNUTranslations(io.BytesIO(catalogue))._catalog)  # type: ignore[attr-defined]
    header = str(texts.pop("", ""))
    plurals = [line for line in header.splitlines() if line.startswith("Plural-Forms:")]
    return {**texts, "": "".join(plurals)}


def collect(language: str) -> None:
    path = po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read(language) if path.exists() else Catalog(locale=language, project="botfeed", charset="utf-8")
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path.write_bytes(written(catalogue))


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue's file without the header that names the version of Babel, which differs between machines."""
    out = io.BytesIO()
    pofile.write_po(out, catalogue, width=118, sort_output=True, omit_header=False, no_location=True)
    return b"".join(line for line in out.getvalue().splitlines(True) if not line.startswith(b'"Generated-By:'))


def main() -> None:
    languages = [path.name for path in LOCALES.iterdir() if path.is_dir()] or ["it"]
    for language in languages:
        if sys.argv[1:] == ["collect"]:
            collect(language)
        elif sys.argv[1:] == ["compile"]:
            po(language).with_suffix(".mo").write_bytes(compiled(language))
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
