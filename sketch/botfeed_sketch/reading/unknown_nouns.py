"""Find the nouns of a prompt that no subject has."""

from __future__ import annotations

from botfeed_sketch.reading import grammar
from botfeed_sketch.reading.tagger import Word

MOST_MISSING = 3


def find(words: list[Word], italian: bool) -> tuple[str, ...]:
    """Return at most three unknown nouns: the head of each noun phrase in which nothing is known."""
    found: list[str] = []
    phrase: list[Word] = []
    before = ""
    for word in [*words, Word("", "break")]:
        if word.role not in ("stop", "break", "relation"):
            phrase.append(word)
            continue
        head = "" if before in grammar.PREDICATE else _head(phrase, italian)
        if head and head not in found:
            found.append(head)
        phrase, before = [], word.text
    return tuple(found[:MOST_MISSING])


def _head(phrase: list[Word], italian: bool) -> str:
    if any(word.role in ("noun", "place", "weather", "hour") for word in phrase):
        return ""
    heads = [word.text for word in phrase if word.role == "unknown" and _like_a_noun(word.text)]
    return (heads[0] if italian else heads[-1])[:40] if heads else ""


def _like_a_noun(text: str) -> bool:
    if any(part.isdigit() for part in text) or (text.isascii() and len(text) < 3):
        return False
    return text in grammar.NOUNS_LIKE_ADJECTIVES or not text.endswith(grammar.ADJECTIVE_ENDS)
