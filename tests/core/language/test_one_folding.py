"""Nothing in the core folds, lowers or cuts words by itself: that is the language room's, once for all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from botfeed import core

HERE = Path(core.__file__).parent
OWN = re.compile(r"\.(?:casefold|lower|isidentifier)\(|\bunicodedata\b|NFK?[CD]\b")
ALLOWED = {  # what is compared there is no word that people typed
    "cards/about.py": "names of our own modules",
    "people/display_names.py": "a handle, in ASCII",
}
FILES = sorted(path for path in HERE.rglob("*.py") if path.parent.name != "language")


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(HERE)) for path in FILES])
def test_words_are_folded_in_the_language_room_alone(path):
    found = [line.strip() for line in path.read_text().splitlines() if OWN.search(line)]
    assert found == [] or str(path.relative_to(HERE)) in ALLOWED
