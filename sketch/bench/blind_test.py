"""Test whether somebody who does not know the prompts can name the drawings.

python sketch/bench/blind_test.py draw FOLDER [SEED]      sheets with numbers only, and FOLDER-key.json apart
python sketch/bench/blind_test.py score KEY ANSWERS       ANSWERS holds one "number: name" a line

Show the reader the sheets and nothing else. A name counts when one of the subject's own nouns, English or Italian, is
among its words; what a reader may fairly say instead stands in `ALSO`.
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import contact_sheet
from botfeed_sketch.reading import tagger
from botfeed_sketch.subjects import ALL

A_SHEET = 20
ALSO = {
    "fir": "pine",
    "conifer": "pine",
    "evergreen": "pine",
    "cottage": "house",
    "skyscrapers": "city",
    "buildings": "city",
    "cruise ship": "ship",
    "steamship": "ship",
    "ocean liner": "ship",
    "saturn": "planet",
    "teepee": "tent",
    "tipi": "tent",
    "school bus": "bus",
    "minibus": "bus",
    "daisy": "flower",
    "maple leaf": "leaf",
    "toadstool": "mushroom",
    "rooster": "chicken",
    "cock": "chicken",
    "duckling": "duck",
    "princess": "queen",
    "girl": "woman",
    "boy": "person",
    "clownfish": "fish",
    "bluebird": "bird",
    "reindeer": "deer",
    "present": "gift",
    "lantern": "lamp",
    "airliner": "plane",
    "coffee": "cup",
    "ladybug": "ladybird",
}


def draw(folder: Path, seed: int) -> None:
    """Write the sheets in an order that the seed decides; nothing in a file's name or pixels tells what it shows."""
    order = list(range(len(ALL)))
    random.Random(seed).shuffle(order)
    folder.mkdir(parents=True, exist_ok=True)
    key = {str(place + 1): ALL[number].name for place, number in enumerate(order)}
    for start in range(0, len(order), A_SHEET):
        pictures = [contact_sheet.drawing(number) for number in order[start : start + A_SHEET]]
        for place, picture in enumerate(pictures):
            _number(picture, start + place + 1)
        contact_sheet.sheet(pictures, 5).save(folder / f"sheet-{start // A_SHEET + 1}.png")
    key_file = folder.with_name(f"{folder.name}-key.json")
    key_file.write_text(json.dumps(key, indent=1))
    print(f"{len(order)} drawings on {-(-len(order) // A_SHEET)} sheets; the key is apart, in {key_file}")


def _number(picture: Image.Image, number: int) -> None:
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 40, 28), fill="white")
    pen.text((20, 14), str(number), fill="black", anchor="mm", font=ImageFont.load_default(20))


def named(answer: str, name: str) -> bool:
    """Return True if an answer names this subject."""
    said = tagger.fold(answer).replace("-", " ")
    tokens = re.findall(r"\w+", said)
    phrases = {" ".join(tokens[at : at + size]) for size in (1, 2, 3, 4) for at in range(len(tokens))}
    subjects = {tagger.NOUNS[phrase][0].name for phrase in phrases if phrase in tagger.NOUNS}
    return name in subjects or name in {ALSO[phrase] for phrase in phrases if phrase in ALSO}


def score(key_file: Path, answers_file: Path) -> None:
    key = json.loads(key_file.read_text())
    lines = re.findall(r"^\s*(\d+)\s*[:.)-]\s*(.+)$", answers_file.read_text(), re.MULTILINE)
    answers = dict(lines)
    missed = {number: name for number, name in key.items() if not named(answers.get(number, ""), name)}
    print(f"{len(key) - len(missed)} of {len(key)} named ({100 * (1 - len(missed) / len(key)):.0f} %)")
    for number, name in missed.items():
        print(f"  {number}: {name}, called {answers.get(number, 'nothing')!r}")


def main() -> None:
    verb, first, *rest = sys.argv[1:]
    if verb == "draw":
        draw(Path(first), int(rest[0]) if rest else 7)
    else:
        score(Path(first), Path(rest[0]))


if __name__ == "__main__":
    main()
