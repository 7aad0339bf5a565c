"""From a prompt's words to an idea of a picture. Nothing here raises, whatever was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from botfeed_sketch.reading import vocabulary as lexicon
from botfeed_sketch.subjects import ALL, Stance, Subject

MOST_WORDS = 160  # of a prompt; the rest is not read
MOST_ACTORS = 4  # different subjects in one picture
MOST_MISSING = 3
REACH = 3  # words between a colour or a number and what it belongs to
TOKEN = re.compile(r"[^\W_]+|[.,;:!?()\n]")


@dataclass(frozen=True, slots=True)
class Actor:
    """A subject in the picture; `count` of 0 means a plural without a number."""

    subject: Subject
    count: int = 1
    colour: str = ""  # a name of `lexicon.COLOUR_HEX`
    hue: str = ""  # what was drawn for it where no colour was asked for


@dataclass(frozen=True, slots=True)
class Idea:
    actors: tuple[Actor, ...] = ()
    relation: str = ""  # of the first actor to the second: "on", "under" or nothing
    place: str = ""
    weather: tuple[str, ...] = ()
    hour: str = ""
    mood: str = ""
    tint: str = ""  # a colour for the whole scene
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """One token or phrase with the role it plays: noun, place, weather, hour, mood, colour, number, relation,
    plain, stop, break or unknown.
    """

    text: str
    role: str
    meaning: str = ""
    plural: bool = False


def fold(text: str) -> str:
    """Lower case, without accents."""
    return "".join(part for part in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(part))


NOUNS: dict[str, tuple[Subject, bool]] = {}
for _subject in ALL:
    for _form, _plural in _subject.forms():
        NOUNS.setdefault(fold(_form).replace("-", " "), (_subject, _plural))
SKIES = frozenset(word for word, place in lexicon.PLACES.items() if place == "sky")  # above any place, unless in it
SUBJECTS = {subject.name: subject for subject in ALL}


def read(prompt: str) -> Idea:
    """What to paint."""
    tokens = TOKEN.findall(fold(prompt[:4000]))[:MOST_WORDS]
    italian = _italian(tokens)
    words = _words(tokens, italian)
    actors, places, colours, relation = _actors(words, italian)
    meanings = {role: [word.meaning for word in words if word.role == role] for role in ("weather", "hour", "mood")}
    idea = Idea(
        actors=actors,
        relation=relation,
        place=next((place for place in places if place != "sky"), places[0] if places else ""),
        weather=tuple(dict.fromkeys(meanings["weather"])),
        hour=meanings["hour"][0] if meanings["hour"] else "",
        mood=meanings["mood"][0] if meanings["mood"] else "",
        tint=colours[0] if colours else "",
        missing=_missing(words, italian),
    )
    return _with_starry_night(idea)


def _italian(tokens: list[str]) -> bool:
    english = sum(token in lexicon.ENGLISH - lexicon.ITALIAN for token in tokens) + (tokens[:1] == ["a"])
    italian = sum(token in lexicon.ITALIAN - lexicon.ENGLISH for token in tokens)
    return italian >= english


def _words(tokens: list[str], italian: bool) -> list[Word]:
    words: list[Word] = []
    at = 0
    while at < len(tokens):
        length = next(
            (size for size in (4, 3, 2) if _role(" ".join(tokens[at : at + size]), words, italian, phrase=True)), 1
        )
        text = " ".join(tokens[at : at + length])
        words.append(_role(text, words, italian, phrase=length > 1) or Word(text, "unknown"))
        at += length
    return words


def _role(text: str, before: list[Word], italian: bool, *, phrase: bool) -> Word | None:
    if phrase and " " not in text:
        return None
    if not phrase and text in lexicon.ONLY_ITALIAN and not italian:
        return None
    if text in lexicon.COLOURS and not (text == "rosa" and _names_a_thing(before)):
        return Word(text, "colour", lexicon.COLOURS[text])
    if text in NOUNS and not (text in lexicon.PLACES and _inside(before)):
        subject, plural = NOUNS[text]
        return Word(text, "noun", subject.name, plural)
    for role, known in (
        ("place", lexicon.PLACES),
        ("weather", lexicon.WEATHER),
        ("hour", lexicon.HOURS),
        ("mood", lexicon.MOODS),
        ("relation", lexicon.RELATIONS),
    ):
        if text in known:
            return Word(text, role, "" if text in SKIES and not _inside(before) else known[text])
    if text in lexicon.NUMBERS:
        return Word(text, "number", str(lexicon.NUMBERS[text]))
    if phrase:
        return None
    return _small_word(text)


def _small_word(text: str) -> Word | None:
    if text in lexicon.STOP:
        return Word(text, "stop")
    if text in lexicon.PLAIN:
        return Word(text, "plain")
    return Word(text, "break") if not text[0].isalnum() else None


def _names_a_thing(before: list[Word]) -> bool:
    """Whether an Italian "rosa" after these words is the flower: it follows no noun."""
    return not before or before[-1].role in ("stop", "number", "break", "relation")


def _inside(before: list[Word]) -> bool:
    """Whether what comes now is where it happens: a preposition stands before its article."""
    last = [word.text for word in before[-2:] if word.role in ("stop", "relation")]
    return any(word in lexicon.INSIDE for word in last)


def _actors(words: list[Word], italian: bool) -> tuple[tuple[Actor, ...], list[str], list[str], str]:
    actors: list[Actor] = []
    spots: list[int] = []
    owned: set[int] = set()
    for spot, word in enumerate(words):
        if word.role != "noun" or len(actors) == MOST_ACTORS:
            continue
        colour = _near(words, spot, "colour", owned, italian)
        number = _near(words, spot, "number", owned, italian=False)
        owned.update(found for found in (colour, number) if found is not None)
        count = int(words[number].meaning) if number is not None else 0 if word.plural and _is_plural(word) else 1
        actor = Actor(SUBJECTS[word.meaning], count, words[colour].meaning if colour is not None else "")
        if any(known.subject is actor.subject for known in actors):
            continue
        actors.append(actor)
        spots.append(spot)
    places = [word.meaning for word in words if word.role == "place" and word.meaning]
    colours = [word.meaning for spot, word in enumerate(words) if word.role == "colour" and spot not in owned]
    return tuple(actors), places, colours, _relation(words, actors, spots)


def _is_plural(word: Word) -> bool:
    """Whether it can only be many: "deer" and "fish" are one as well."""
    subject = SUBJECTS[word.meaning]
    return f"{word.text}/{word.text}" not in fold(subject.nouns).replace("_", " ")


def _near(words: list[Word], spot: int, role: str, owned: set[int], italian: bool) -> int | None:
    """Where the word of this role that belongs to the noun at `spot` stands: after it in Italian, else before."""
    back = range(spot - 1, max(-1, spot - 1 - REACH), -1)
    ahead = range(spot + 1, min(len(words), spot + 1 + REACH))
    for path in (ahead, back) if italian else (back,):
        for other in path:
            word = words[other]
            if word.role == role and other not in owned:
                return other
            if word.role in ("noun", "place", "break", "relation") or (word.role == "stop" and role == "colour"):
                break
    return None


def _relation(words: list[Word], actors: list[Actor], spots: list[int]) -> str:
    if len(actors) < 2:
        return ""
    between = [word.meaning for word in words[spots[0] : spots[1]] if word.role == "relation"]
    standing = all(actor.subject.stance in (Stance.GROUND, Stance.WATER) for actor in actors[:2])
    return between[0] if between and standing else ""


def _missing(words: list[Word], italian: bool) -> tuple[str, ...]:
    """Words that look like a wanted subject and are not known: the head of each noun phrase without a known noun."""
    found: list[str] = []
    phrase: list[Word] = []
    before = ""
    for word in [*words, Word("", "break")]:
        if word.role not in ("stop", "break", "relation"):
            phrase.append(word)
            continue
        head = "" if before in lexicon.PREDICATE else _head(phrase, italian)
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
    return text in lexicon.NOUNS_ALL_THE_SAME or not text.endswith(lexicon.ADJECTIVE_ENDS)


def _with_starry_night(idea: Idea) -> Idea:
    """The same idea where "stars" beside somebody else are the night and not a subject."""
    if len(idea.actors) < 2:
        return idea
    kept = tuple(a for a in idea.actors if not (a.subject.name == "star" and a.count == 0))
    if len(kept) == len(idea.actors):
        return idea
    return replace(idea, actors=kept, weather=(*idea.weather, "stars"), hour=idea.hour or "night")
