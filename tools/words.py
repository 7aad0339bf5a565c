"""The catalogue of words: collect what the code says, and compile what translators wrote.

python -m tools.words collect    bring locales/*/LC_MESSAGES/botfeed.po up to date with the code
python -m tools.words compile    write the .mo files that botfeed reads
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from botfeed.core import commands
from botfeed.core.chat.command import REGISTRY

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "botfeed" / "core" / "chat" / "locales"
KEYWORDS = {"t": (1,), "s": (1,), "L": (1,), "n": (1, 2)}
NOT_MESSAGES = ("",)


def collected() -> Catalog:
    """Every message of the code: marked strings, and what the menu says of each verb and parameter."""
    catalogue = Catalog(project="botfeed", charset="utf-8")
    method = [("botfeed/core/**.py", "python"), ("botfeed/adapters/**.py", "python")]
    for name, _, message, _, _ in extract_from_dir(ROOT, method, keywords=KEYWORDS, comment_tags=()):
        words = message if isinstance(message, tuple) else (message,)
        if all(isinstance(w, str) and w not in NOT_MESSAGES for w in words):
            catalogue.add(message if len(words) > 1 else words[0], locations=[(name, 0)])
    commands.load()
    for what in REGISTRY.values():
        texts = [what.says, *(spec.param.says for spec in what.specs)] if what.menu else []
        for text in filter(None, texts):
            catalogue.add(text, locations=[(f"/{what.name}", 0)])
    return catalogue


def po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "botfeed.po"


def read(language: str) -> Catalog:
    with po(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def compiled(language: str) -> bytes:
    out = io.BytesIO()
    mofile.write_mo(out, read(language))
    return out.getvalue()


def collect(language: str) -> None:
    path = po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read(language) if path.exists() else Catalog(locale=language, project="botfeed", charset="utf-8")
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        pofile.write_po(file, catalogue, width=118, sort_output=True, omit_header=False, no_location=True)


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
