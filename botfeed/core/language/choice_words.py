"""Words for the choices of an option, in every language: the catalogue's word, and others that mean the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from botfeed.core.language import tokenizer
from botfeed.core.language.folding import joined
from botfeed.core.language.i18n import LANGUAGES, words

_ALSO = {
    # shapes
    "wide": "largo larga panoramico panorama landscape 16:9 3:2 paesaggio",
    "tall": "alto alta ritratto portrait vertical 9:16 2:3",
    "square": "quadrato 1:1 squared",
    # audiences, places, views, orders
    "everyone": "all everybody public tutti pubblico a_tutti",
    "followers": "follower seguaci i_miei_seguaci chi_mi_segue my_followers",
    "here": "qua solo_qui only_here in_questo_posto",
    "private": "privato privatamente dm in_private",
    "for you": "foryou te consigliati",
    "following": "seguiti chi_seguo quelli_che_seguo",
    "new": "nuovo nuovi nuove recenti latest",
    "best": "migliore top popolari",
    "newest": "nuovi nuove recenti latest new",
    "none": "nessuno nessuna niente mai",
    "veiled": "blurred sfocato sfocata velate",
    # languages, switches
    "en": "english inglese",
    "it": "italian italiano",
    "on": "yes si acceso attivo",
    "hearts": "heart cuore",
    "off": "no spento disattivo niente mai none never",
    # reasons
    "sexual": "sessuale",
    "minors": "minore minorenni",
    "hate": "odio",
    "copied": "copia plagio",
    "other": "altra else",
    # styles of the painters
    "photograph": "photo fotografia foto",
    "watercolour": "watercolor acquerello acquarello",
    "oil painting": "oil olio pittura_a_olio dipinto_a_olio",
    "ink": "inchiostro china",
    "comic": "fumetto fumetti",
    "pixel art": "pixel",
    "linocut": "linoleografia",
    "3d render": "3d render",
    "flat": "piatto",
    "pastel": "pastello pastelli",
    "night": "notte notturno",
    "paper": "carta",
    "blueprint": "progetto cianografia",
    "riso": "risograph risografia",
}
_QUOTES = " \"'“”„«»‘’‚"
STYLES = (
    *("photograph", "watercolour", "oil painting", "ink", "comic", "pixel art", "linocut", "3D render"),
    *("flat", "pastel", "night", "paper", "blueprint", "riso"),
)


def meant(typed: str, choices: Iterable[str]) -> str | None:
    """Return the one of the choices that is named: itself, in any language, by another word for it, or in another
    number or gender. None if none is, or several are alike.
    """
    wanted, offered = joined(typed.strip(_QUOTES)), list(choices)
    if not wanted:
        return None
    for choice in offered:
        if joined(choice) == wanted:
            return choice
    named = [choice for choice in offered if wanted in _names(choice)]
    if not named and len(typed.split()) == 1:
        roots = {*tokenizer.stems(wanted)}
        named = [choice for choice in offered if roots & _roots(choice)]
    return named[0] if len(named) == 1 else None


@cache
def _names(choice: str) -> frozenset[str]:
    shown = (words(language).s(choice) for language in LANGUAGES)
    return frozenset(map(joined, (*shown, *_ALSO.get(choice.casefold(), "").split())))


@cache
def _roots(choice: str) -> frozenset[str]:
    return frozenset(stem for name in _names(choice) | {joined(choice)} for stem in tokenizer.stems(name))


def style(typed: str) -> dict[str, str] | None:
    """Return several words as the argument `style` if they name one that some painter has; None if they name none."""
    return {"style": typed} if meant(typed, STYLES) else None
