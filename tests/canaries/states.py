"""States in which a post can end, and who may see it there: the part of the declared rule that is about posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.canaries.world import EVERYBODY

ADA = frozenset({"ada"})
OLGA = frozenset({"olga"})
UNBLOCKED = EVERYBODY - {"bob"}
FANS = frozenset({"ada", "fan"})


@dataclass(frozen=True, slots=True)
class State:
    """Way in which ada publishes a picture, what is done to it then, and who may see it: alone, in the lounge, and in a message
    that all of the lounge reads. `kept`: it was published at all.
    """

    options: str
    acts: tuple[tuple[str, str], ...]
    alone: frozenset[str]
    lounge: frozenset[str]
    shared: bool = False


STATES: Mapping[str, State] = {
    "open": State("everyone", (), UNBLOCKED, UNBLOCKED, shared=True),
    "followers": State("followers", (), FANS, FANS),
    "here": State("here", (), ADA, UNBLOCKED, shared=True),
    "hidden": State("everyone", (("olga", "/admin hide {ref} {reason}"),), ADA, ADA),
    "removed": State("everyone", (("olga", "/admin remove {ref} {reason}"),), ADA, ADA),
    "deleted": State("everyone", (("ada", "/unpublish {ref} --sure"),), ADA, ADA),
    "blurred": State("everyone --sensitive yes", (), UNBLOCKED, UNBLOCKED),
    "narrowed": State("everyone", (("ada", "/audience {ref} followers"),), FANS, FANS),
    "away": State(
        "everyone", (("mod", "/space remove {ref} --reason {reason}"),), UNBLOCKED, frozenset({"ada", "mod"})
    ),
    "unremixed": State("everyone", (("ada", "/remixes {ref} --allowed no"),), UNBLOCKED, UNBLOCKED, shared=True),
    "reported": State("everyone", (("cara", "/report {ref} spam {note}"),), UNBLOCKED, UNBLOCKED, shared=True),
}
# Published after the last digest, so that nobody has seen them yet.
FRESH = {f"fresh{name}": STATES[name] for name in ("open", "followers", "here", "blurred", "hidden")}
