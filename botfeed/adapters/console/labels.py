"""Find a button by the name that a script or a person uses: its English label, without emoji and counters.
The newest card is searched first, and an older one only if nothing there has the name. On one card, in this order:

1. the label, letter by letter ("Digest at 10");
2. the label in English, without emoji, counters and case ("like" for "♥ Mi piace 3"); a mere symbol goes by its mark
or by its command ("more" for "⋯");
3. for a button that confirms (`sure=1`): the first word of what it confirms ("Delete" for "Yes, delete" and for
"Delete everything"), so that the same word pressed twice is asked and then done;
4. the wanted state. A button that would undo it answers to the verb as well, and sets it instead:
"Like" on "♥ Liked" likes once more, which changes nothing, and "Follow" on "Unfollow" follows. "Liked" or "Unlike"
takes the like back, "Unfollow" on "Follow" stays unfollowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from botfeed.core.chat.message import Action
from botfeed.core.chat.verb import Verbs
from botfeed.core.language import i18n

_PLACEHOLDER = re.compile(r"\{\w+(?::\w)?\}")


def pick(menu: Verbs, actions: Iterable[Action], wanted: str) -> Action | None:
    """Return the action of that name on one card: the same letters first, then the same meaning."""
    can = [action for action in actions if action.sends]
    exact = (a for a in can if a.label.strip().casefold() == wanted.strip().casefold())
    meant = (a for a in can if means(a, wanted))
    confirming = (a for a in can if confirms(a, wanted))
    states = (there for a in can if (there := state(menu, a, wanted)))
    return next((found for ways in (exact, meant, confirming, states) for found in ways), None)


def means(action: Action, wanted: str) -> bool:
    """Return True if `wanted` names this button. A number alone names only a button with just that label."""
    if word := plain(wanted):
        return word in names(action)
    if any(c.isdigit() for c in wanted):
        return False
    return bool(mark := _mark(wanted)) and mark == _mark(action.label)


def names(action: Action) -> set[str]:
    """Return all names of a button; one that is only a symbol goes by its command's name."""
    if word := plain(action.label):
        return {word, *_english(word)}
    return {plain(action.command.rpartition(".")[2])}


def confirms(action: Action, wanted: str) -> bool:
    """Return True if this button confirms the action of that word."""
    firsts = {name.removeprefix("yes ").partition(" ")[0] for name in names(action)}
    return action.args.get("sure") == "1" and plain(wanted) in firsts - {""}


def state(menu: Verbs, action: Action, wanted: str) -> Action | None:
    """Return the button that sets the wanted state, if this one has the verb or its opposite."""
    verb = plain(wanted)
    if "wanted" in action.args and verb in (action.command, f"un{action.command}"):
        wanted_now = "1" if verb == action.command else "0"
        return _filled(menu, action, action.command, {**action.args, "wanted": wanted_now})
    if menu.get(verb) and verb in (f"un{action.command}", action.command.removeprefix("un")):
        return _filled(menu, action, verb, action.args)
    return None


def _filled(menu: Verbs, action: Action, name: str, args: Mapping[str, str]) -> Action:
    return replace(action, command=name, args=args, payload=menu.encode(name, args))


def plain(label: str) -> str:
    """Return a label without emoji, counters, punctuation and case."""
    return " ".join("".join(c for c in label if c.isalpha() or c == " ").split()).casefold()


def _mark(label: str) -> str:
    return "".join(c for c in label if not c.isalnum() and not c.isspace() and c != "\ufe0f")


def _english(word: str) -> frozenset[str]:
    return frozenset().union(*(_originals(code).get(word, frozenset()) for code in i18n.LANGUAGES))


@cache
def _originals(language: str) -> dict[str, frozenset[str]]:
    """Invert one language's catalogue: map a plain label to the English labels that it translates."""
    found: dict[str, set[str]] = {}
    for english, shown in i18n.words(language).entries().items():
        found.setdefault(plain(_PLACEHOLDER.sub("", shown)), set()).add(plain(_PLACEHOLDER.sub("", english)))
    return {word: frozenset(english) for word, english in found.items()}
