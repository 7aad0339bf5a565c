"""Read a prompt. Nothing here raises, whatever the input."""

from __future__ import annotations

from dataclasses import replace

from botfeed_sketch.reading import tagger, unknown_nouns
from botfeed_sketch.reading.prompt import Mention, ParsedPrompt
from botfeed_sketch.reading.tagger import Word, fold
from botfeed_sketch.subjects import ALL, Stance

MOST_MENTIONS = 4  # different subjects in one picture
REACH = 3  # words between a colour or a number and the noun it belongs to
SUBJECTS = {subject.name: subject for subject in ALL}


def parse(prompt: str) -> ParsedPrompt:
    """Return the subjects, place, weather and light that a prompt names."""
    tokens = tagger.tokens_of(prompt)
    italian = tagger.is_italian(tokens)
    words = tagger.tag(tokens, italian)
    mentions, places, colours, relation = _mentions(words, italian)
    meanings = {role: [word.meaning for word in words if word.role == role] for role in ("weather", "hour", "mood")}
    parsed = ParsedPrompt(
        mentions=mentions,
        relation=relation,
        place=next((place for place in places if place != "sky"), places[0] if places else ""),
        weather=tuple(dict.fromkeys(meanings["weather"])),
        hour=meanings["hour"][0] if meanings["hour"] else "",
        mood=meanings["mood"][0] if meanings["mood"] else "",
        tint=colours[0] if colours else "",
        missing=unknown_nouns.find(words, italian),
    )
    return _with_starry_night(parsed)


def _mentions(words: list[Word], italian: bool) -> tuple[tuple[Mention, ...], list[str], list[str], str]:
    mentions: list[Mention] = []
    spots: list[int] = []
    owned: set[int] = set()
    for spot, word in enumerate(words):
        if word.role != "noun" or len(mentions) == MOST_MENTIONS:
            continue
        colour = _near(words, spot, "colour", owned, italian)
        number = _near(words, spot, "number", owned, italian=False)
        owned.update(found for found in (colour, number) if found is not None)
        count = int(words[number].meaning) if number is not None else 0 if word.plural and _is_plural(word) else 1
        mention = Mention(SUBJECTS[word.meaning], count, words[colour].meaning if colour is not None else "")
        if any(known.subject is mention.subject for known in mentions):
            continue
        mentions.append(mention)
        spots.append(spot)
    places = [word.meaning for word in words if word.role == "place" and word.meaning]
    colours = [word.meaning for spot, word in enumerate(words) if word.role == "colour" and spot not in owned]
    return tuple(mentions), places, colours, _relation(words, mentions, spots)


def _is_plural(word: Word) -> bool:
    """Return True if a noun can only be many; "deer" and "fish" are one as well."""
    subject = SUBJECTS[word.meaning]
    return f"{word.text}/{word.text}" not in fold(subject.nouns).replace("_", " ")


def _near(words: list[Word], spot: int, role: str, owned: set[int], italian: bool) -> int | None:
    """Return the index of the free word of this role that belongs to the noun at `spot`, or None.

    It stands before the noun, in Italian after it too. `owned` are the indexes that belong to another noun.
    """
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


def _relation(words: list[Word], mentions: list[Mention], spots: list[int]) -> str:
    if len(mentions) < 2:
        return ""
    between = [word.meaning for word in words[spots[0] : spots[1]] if word.role == "relation"]
    standing = all(mention.subject.stance in (Stance.GROUND, Stance.WATER) for mention in mentions[:2])
    return between[0] if between and standing else ""


def _with_starry_night(parsed: ParsedPrompt) -> ParsedPrompt:
    """Read "stars" beside another subject as a starry night and not as a subject."""
    if len(parsed.mentions) < 2:
        return parsed
    kept = tuple(a for a in parsed.mentions if not (a.subject.name == "star" and a.count == 0))
    if len(kept) == len(parsed.mentions):
        return parsed
    return replace(parsed, mentions=kept, weather=(*parsed.weather, "stars"), hour=parsed.hour or "night")
