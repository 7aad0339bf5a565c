"""Malformed payloads made from valid ones: missing keys, swapped types, extreme numbers and texts."""

import copy
from random import Random

EDGES = (
    None,
    True,
    False,
    0,
    -1,
    2**63,
    1e308,
    "",
    "\x00",
    "\ud83d",
    "0",
    "a" * 5000,
    "\u202e/imagine \u2066x",
    "/imagine a fox",
    [],
    {},
    [None],
    {"id": None},
    [[[]]],
    {"": ""},
)


def mutated(payload, random: Random):
    """Return a copy with one to six changes anywhere in it."""
    changed = copy.deepcopy(payload)
    for _ in range(random.randint(1, 6)):
        holders = list(_holders(changed))
        if not holders:
            return changed
        holder = random.choice(holders)
        key = random.choice(list(holder)) if isinstance(holder, dict) else random.randrange(len(holder))
        deed = random.randrange(4)
        if deed == 0:
            del holder[key]
        elif deed == 1:
            holder[key] = copy.deepcopy(random.choice(EDGES))
        elif deed == 2:
            other = random.choice(holders)
            holder[key] = copy.deepcopy(random.choice(list(other.values()) if isinstance(other, dict) else other))
        else:
            holder[key] = [copy.deepcopy(holder[key])] * random.randint(0, 3)
    return changed


def _holders(value):
    """Return every non-empty object and list in it."""
    if isinstance(value, dict | list) and value:
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)
