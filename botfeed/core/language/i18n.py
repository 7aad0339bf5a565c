"""Translations. The English text is the key in the catalogue; Italian is in `locales/`."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from botfeed.core.language.text import Text, fill

LANGUAGES = {"en": "English", "it": "Italiano"}
_LOCALES = Path(__file__).parent / "locales"


class Words:
    """The catalogue of one language.
    `t` and `n` return Text with spans, `s` a plain string (labels, alt texts).
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = gettext.translation("botfeed", _LOCALES, languages=[language], fallback=True)

    def t(self, message: str, **values: object) -> Text:
        return fill(self._catalogue.gettext(message), values)

    def n(self, one: str, many: str, n: int, **values: object) -> Text:
        return fill(self.form(one, many, n), {"n": n, **values})

    def form(self, one: str, many: str, n: int) -> str:
        """Return the translated text for a number, which is not filled in yet."""
        return self._catalogue.ngettext(one, many, n)

    def s(self, message: str, **values: object) -> str:
        return str(self.t(message, **values))

    def entries(self) -> Mapping[str, str]:
        """Return the translations by English text, plurals by their singular; empty for English itself."""
        return self._entries

    @cached_property
    def _entries(self) -> Mapping[str, str]:
        known: Mapping[str | tuple[str, int], str] = getattr(self._catalogue, "_catalog", {})
        plain = ((key if isinstance(key, str) else key[0], shown) for key, shown in known.items())
        return {english: shown for english, shown in plain if english}


@cache
def words(language: str) -> Words:
    return Words(language if language in LANGUAGES else "en")


def guess(locale: str) -> str:
    """Return the language of a platform's locale ("it", "it-IT", "en-GB"), or English if unsupported."""
    code = locale.replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else "en"


class L(str):
    """A text marked for the catalogue, translated when shown."""

    __slots__ = ()
