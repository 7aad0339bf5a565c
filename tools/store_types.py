"""Write the types of the store's verbs from the nouns: `python -m tools.store_types`.

It makes `fields.py` and `unit.pyi` in `botfeed/core/ports/`. mypy reads that stub in the place of `unit.py`, so that a
field that a noun does not have, or a value of another type, is an error where the verb is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from botfeed.core.model import NOUNS, declared

PORTS = Path(__file__).parents[1] / "botfeed" / "core" / "ports"
ORDERED = ("int", "float", "str", "datetime")  # types that may be asked for with lt, le, gt, ge
NONE = " | None"

FIELDS = '''"""Fields of each noun, as conditions and values. Written by `python -m tools.store_types`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from botfeed.core.model import (
{names}
)
'''

HEAD = '''"""Types of the store's verbs. Written by `python -m tools.store_types` from the nouns: do not edit."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar, Unpack, overload

from botfeed.core.model import (
{names}
)
from botfeed.core.ports.fields import (
{fields}
)
from botfeed.core.ports.queries import Queries
from botfeed.core.ports.queues import Jobs, Quotas
from botfeed.core.ports.timelines import Terms, Timelines

N = TypeVar("N")

class Conditions(dict[str, Any]): ...
'''

UNIT = """
class Unit(Protocol):
    @property
    def now(self) -> datetime: ...
    def new_id(self) -> int: ...
    def get(self, noun: type[N], id: int | None) -> N | None: ...
    def insert(self, thing: Any) -> bool: ...
    def duplicates(
        self, noun: type[N], name: str, of: int, beside: int, same: Sequence[str], *, until: int | None = None
    ) -> list[N]: ...
    def savepoint(self) -> AbstractContextManager[None]: ...
    def on_commit(self, call: Callable[[], None]) -> None: ...
    def wake(self, kind: str, at: datetime) -> None: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def quotas(self) -> Quotas: ...
    @property
    def timelines(self) -> Timelines: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def queries(self) -> Queries: ...
"""

ALL = "def all(self, noun: type[{0}], *, newest: bool = ..., limit: int | None = ..., **where: Unpack[{0}Where])"
VERBS = (
    "def one(self, noun: type[{0}], **where: Unpack[{0}Where]) -> {0} | None: ...",
    f"{ALL} -> list[{{0}}]: ...",
    "def count(self, noun: type[{0}], **where: Unpack[{0}Where]) -> int: ...",
    "def update(self, thing: {0}, **values: Unpack[{0}Values]) -> {0}: ...",
    "def compare_and_set(self, noun: type[{0}], when: {0}Where | Conditions, **values: Unpack[{0}Values]) -> int: ...",
    "def increment(self, noun: type[{0}], id: int | Sequence[int], **by: Unpack[{0}Counters]) -> None: ...",
    "def delete(self, noun: type[{0}], *, limit: int | None = None, **where: Unpack[{0}Where]) -> int: ...",
)


def files() -> dict[Path, str]:
    """Return what is written, by its path: `fields.py`, and `unit.pyi` with the overloads."""
    return {PORTS / "fields.py": _fields(), PORTS / "unit.pyi": _unit()}


def _fields() -> str:
    words = {word for noun in NOUNS for f in fields(noun) for word in f.type.replace("[", " ").split()}
    named = sorted(word for word in words if word.isidentifier() and word[0].isupper() and word not in ("Any", "None"))
    made = [known for noun in NOUNS for known in _typed_dicts(noun).items()]
    return FIELDS.replace("{names}", _listed(named)) + "".join(_typed_dict(title, known) for title, known in made)


def _unit() -> str:
    counted = [noun for noun in NOUNS if dict(_counters(noun))]
    head = HEAD.replace("{names}", _listed(sorted(noun.__name__ for noun in NOUNS)))
    made = [head.replace("{fields}", _listed(sorted(title for noun in NOUNS for title in _typed_dicts(noun)))), UNIT]
    for verb in VERBS:
        nouns = counted if "Counters" in verb else NOUNS
        made += [f"    @overload\n    {verb.format(noun.__name__)}\n" for noun in nouns]
    return "".join(made)


def _listed(names: Iterable[str]) -> str:
    return "\n".join(f"    {name}," for name in names)


def _typed_dicts(noun: type[Any]) -> dict[str, dict[str, str]]:
    name, counters = noun.__name__, dict(_counters(noun))
    made = {f"{name}Where": dict(_where(noun)), f"{name}Values": dict(_values(noun))}
    return made | ({f"{name}Counters": counters} if counters else {})


def _typed_dict(title: str, known: dict[str, str]) -> str:
    lines = "".join(f"    {key}: {kind}\n" for key, kind in known.items())
    return f"\n\nclass {title}(TypedDict, total=False):\n{lines}"


def _where(noun: type[Any]) -> Iterator[tuple[str, str]]:
    bytewise = declared(noun).bytewise
    for name, kind in _values(noun, with_id=True):
        bare = kind.removesuffix(NONE)
        yield name, f"{kind}{NONE}" if kind == "int" else kind  # who asks for nobody's row gets none
        if bare != "bool" or bare != kind:
            yield f"{name}__ne", kind
        if "[" not in bare and bare not in ("bool", "Address"):
            yield f"{name}__in", f"Iterable[{bare}]"
        if bare in ORDERED:
            yield from ((f"{name}__{test}", bare) for test in ("lt", "le", "gt", "ge"))
        if name in bytewise:
            yield f"{name}__begins", bare


def _values(noun: type[Any], *, with_id: bool = False) -> Iterator[tuple[str, str]]:
    return ((f.name, str(f.type)) for f in fields(noun) if with_id or f.name != "id")


def _counters(noun: type[Any]) -> Iterator[tuple[str, str]]:
    named = declared(noun).people
    return ((name, kind) for name, kind in _values(noun) if kind in ("int", "float") and name not in named)


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, "utf-8")
