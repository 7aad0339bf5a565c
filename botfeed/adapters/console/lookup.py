"""Find the button, the question or the card that a line of a script refers to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from botfeed.adapters.console import labels
from botfeed.adapters.console.screen import Screen, Shown
from botfeed.adapters.console.script import Speaker
from botfeed.core.chat.message import Action, Field
from botfeed.core.chat.verb import Verbs
from botfeed.core.model import Address

Room = tuple[str, str]  # platform and the place's own name


def room(address: Address) -> Room:
    return address.platform, address.space


def button(
    menu: Verbs, screen: Screen, who: Speaker, rooms: Collection[Room], wanted: str
) -> tuple[Shown, Action] | None:
    """Return the newest message with this button that the person can see, and its action."""
    for shown in _sight(screen, who, rooms):
        for card in shown.reply.cards:
            if action := labels.pick(menu, card.actions, wanted):
                return shown, action
    return None


def card(screen: Screen, who: Speaker, rooms: Collection[Room]) -> Shown | None:
    """Return the newest message that shows a post; reactions and replies to others have no effect."""
    return next((shown for shown in _sight(screen, who, rooms) if _post(shown)), None)


def _post(shown: Shown) -> bool:
    return any(card.about.post is not None for card in shown.reply.cards)


def question(screen: Screen, who: Speaker) -> Shown | None:
    """Return the newest question that this person was asked."""
    mine = (shown for shown in reversed(screen.shown) if shown.to == who.name and _asked(who, shown))
    return next((shown for shown in mine if shown.reply.ask), None)


def chosen(field: Field, value: str) -> str:
    """Return the value of a choice named by its value or by its label."""
    return next((v for v, label in field.choices if label.casefold() == value.casefold()), value)


def no_button(screen: Screen, who: Speaker, wanted: str) -> str:
    """Return an error text with the missing button and those of the newest card."""
    newest = next(_sight(screen, who, ()), None)
    there = [action.label for card in newest.reply.cards for action in card.actions] if newest else []
    instead = f"; the newest card has {', '.join(f'[{label}]' for label in there)}" if there else ""
    return f"{who.name} was shown no button {wanted!r}{instead}"


def _sight(screen: Screen, who: Speaker, rooms: Collection[Room]) -> Iterator[Shown]:
    """Yield messages as they are now, newest first: the person's own, those of their rooms, those of other rooms."""
    there = [shown for shown in screen.newest() if _at(who, shown)]
    near: list[Callable[[Shown], bool]] = [
        lambda shown: shown.to == who.name,
        lambda shown: not shown.private and room(shown.address) in rooms,
        lambda shown: not shown.private,
    ]
    if who.place:
        near = [lambda shown: shown.to == who.name or not shown.private]
    return (shown for sees in near for shown in there if sees(shown))


def _asked(who: Speaker, shown: Shown) -> bool:
    """Return True if a question was asked at the place that the line names, or from there."""
    asked = (
        shown.origin is not None
        and who.place == shown.origin.space
        and who.named_platform in ("", shown.origin.platform)
    )
    return asked or _at(who, shown)


def _at(who: Speaker, shown: Shown) -> bool:
    """Return True if a message is on the platform and in the place that the line names, if it names any."""
    return who.named_platform in ("", shown.address.platform) and who.place in ("", shown.address.space)
