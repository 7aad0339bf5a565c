"""Names by which platforms show people, as far as they may be repeated on cards beside the handle."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from botfeed.core.language.text import is_blank, shorten
from botfeed.core.ports import Rules, Verdict

MOST = 32  # characters
_TAKEN_OUT = str.maketrans("", "", "@＠﹫()（）[]<>#")  # a handle stands in parentheses behind it


def of(rules: Rules, shown: str, handle: str) -> str:
    """Return a platform's name for a person in one line; empty if it is the handle anyway, shows nothing, or holds
    words that the word lists refuse.
    """
    return _checked(rules.check, shown, handle)


@lru_cache(4096)
def _checked(check: Callable[[str], Verdict], shown: str, handle: str) -> str:
    name = shorten(shown.translate(_TAKEN_OUT), MOST)
    if is_blank(name) or name.casefold() == handle or check(name).category:
        return ""
    return name
