"""Parser of typed commands: the command a line names, in any language, and the arguments that follow."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from contextlib import suppress
from difflib import get_close_matches

from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.chat.values import fits, says_yes
from botfeed.core.chat.verb import Spec, Verb, Verbs
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.folding import fold
from botfeed.core.language.i18n import LANGUAGES, L
from botfeed.core.language.text import CommandLine, sound
from botfeed.core.parsing import command_names

NEAR = 0.75  # how alike a mistyped name is to the one that was meant
MISTYPED = 0.8  # the same for a verb of a group, which may be a title too: a shelf called Snow is not `show`
PROSE = 60  # a text that may be longer than this is words, not a word: its option reads up to the next one
MOST_WORDS = 6  # of one value that is written without quotes, such as `alle nove e mezza di sera`
# Phones turn two hyphens into one dash, or into other signs. Only two plain ones mark a name that is unknown.
_NAME = re.compile(r"(?<!\S)(?P<mark>--|[‐‑‒–—―−﹣－]{1,2}|-[‐‑‒–—―−﹣－])(?P<name>[^\W\d_]\w*)(?:[=＝]|(?=\s)|$)")
_QUOTED = {'"': '"”“„', "“": '”“"', "”": "”", "„": '“”"', "«": "»", "»": "«", "‘": "’", "‚": "‘’", "＂": "＂", "'": "'"}
_QUOTED |= {"「": "」", "『": "』", "‹": "›"}
_SINGLE = "'‘‚"  # these are apostrophes too: what they open ends only before a space
_SLASH = re.compile(r"\A\s*[/／⁄∕]?")
_BARE = re.compile(r"\S+")


def find(menu: Verbs, line: str) -> tuple[Verb, str] | None:
    """Return the command of a typed line (`/digest set 9`, `/imagine@bot a fox`) and the rest of the line, or
    None.
    A group alone (`/digest`) means its `show`; with a word that is none of its verbs (`/shelf Foxes`), its
    `open`.
    """
    first, rest = _first_word(_SLASH.sub("", sound(line)))
    name = command_names.english(fold(first.partition("@")[0]).replace("_", "."))
    second, tail = _first_word(rest)
    if found := menu.get(command_names.english(f"{name}.{fold(second)}")):
        return found, tail
    if found := menu.get(f"{name}.{command_names.english(fold(second))}"):  # a path, in any language
        return found, tail
    if found := menu.get(name):
        return found, rest
    if not rest and (found := menu.get(f"{name}.show")):
        return found, rest
    if rest and (found := menu.get(f"{name}.open")) and not _nearly(menu, name, second):
        return found, rest
    return None


def _first_word(line: str) -> tuple[str, str]:
    """Return the first word and the rest, parted by any space."""
    word, *rest = line.split(maxsplit=1) or [""]
    return word, rest[0].strip() if rest else ""


def _nearly(menu: Verbs, group: str, word: str) -> bool:
    """Return True if a word looks like a mistyped verb of the group."""
    inside = [verb.name for verb in menu if verb.name.startswith(f"{group}.")]
    verbs = {command_names.of(verb, code).rpartition(".")[2] for verb in inside for code in LANGUAGES}
    return bool(get_close_matches(fold(word), verbs, n=1, cutoff=MISTYPED))


def spell(menu: Verbs, line: str, way: CommandSyntax, language: str = "en") -> str:
    """Return a line (`/digest set 9 --zone Europe/Rome`) in the syntax of a platform and language.
    Text that is no command is returned unchanged.
    """
    found = find(menu, line)
    if found is None or (way == CommandSyntax() and language == "en"):
        return line
    what, rest = found
    name = command_names.path(what, language) if way.paths else command_names.of(what.name, language)
    return f"/{name.replace('.', way.joint)} {_spelled(what, rest, way, language)}".rstrip()


def _spelled(what: Verb, rest: str, way: CommandSyntax, language: str) -> str:
    """Return the text after a command, with each option in the given syntax and language."""
    if way.named and rest:
        with suppress(BadInput):
            args = parse(what, rest)
            called = {s.name: f"{way.before}{command_names.option(s.name, language)}{way.after}" for s in what.specs}
            return " ".join(f"{called[s.name]}{args[s.name]}" for s in what.specs if s.name in args)

    def renamed(mark: re.Match[str]) -> str:
        spec = _spec(what, mark["name"])
        return mark[0].replace(mark["name"], command_names.option(spec.name, language)) if spec else mark[0]

    return _NAME.sub(renamed, rest)


def unknown(name: str, known: Iterable[Verb], language: str = "en") -> NotFound:
    """Return the error for an unknown command, suggesting the nearest one.
    Names in the reader's language are tried first.
    """
    typed = name.strip().removeprefix("/")[:32]
    flat, there, menu = _flat(typed), dict[str, str](), list(known)
    for code in sorted(LANGUAGES, key=lambda code: code != language):
        for verb in menu:
            group, _, last = verb.name.partition(".")
            if last == "show":
                there.setdefault(_flat(command_names.of(group, code)), group)
            there.setdefault(_flat(command_names.of(verb.name, code)), verb.name.replace(".", " "))
    there.pop(flat, None)
    near = next(iter(get_close_matches(flat, there, n=1, cutoff=NEAR)), "") or next(
        (one for one in there if flat and one.startswith(flat)), ""
    )
    if near:
        says = L("There is no command {name:c}. Did you mean {near:c}? {help:c} shows all of them.")
        return NotFound(says, name=f"/{typed}", near=CommandLine(f"/{there[near]}"), help=CommandLine("/help"))
    return NotFound(
        L("There is no command {name:c}. {help:c} shows all of them."), name=f"/{typed}", help=CommandLine("/help")
    )


def _flat(name: str) -> str:
    return re.sub(r"[\W_]", "", fold(name))


def parse(what: Verb, text: str, language: str = "en") -> dict[str, str]:
    """Parse `words --option value --option="two words" --flag` into arguments by name.
    Other words fill the parameters in order; a `rest` parameter takes all that is left. Option names are read
    in every language; `language` is that of error messages. Raises BadInput.
    """
    args: dict[str, str] = {}
    marks = [mark for mark in _NAME.finditer(text) if mark["mark"] == "--" or _spec(what, mark["name"])]
    left = [text[: marks[0].start()] if marks else text]
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end() : following.start() if following else len(text)]
        spec = _option(what, mark["name"], language)
        args[spec.name], unused = _taken(spec, value)
        left.append(unused)
    words = " ".join(part.strip() for part in left if part.strip())
    return args | _in_order(what, words, args)


def _option(what: Verb, name: str, language: str) -> Spec:
    if spec := _spec(what, name):
        return spec
    known = ", ".join(f"--{command_names.option(s.name, language)}" for s in what.specs if not s.param.rest) or "—"
    raise BadInput(L("There is no option {name:c} here. There is: {known}."), name=f"--{name[:40]}", known=known)


def _spec(what: Verb, name: str) -> Spec | None:
    """Return the parameter an option names; English names take precedence."""
    wanted = fold(name)
    return what.spec(wanted) or next(
        (s for s in what.specs if wanted in map(fold, command_names.options(s.name))), None
    )


def _taken(spec: Spec, value: str) -> tuple[str, str]:
    """Return the value an option takes from the text after it, and the text left over."""
    first, behind, quoted = _value(spec, value)
    if spec.kind is bool:
        return (first, behind) if first and says_yes(first) is not None else ("1", value)
    if _prose(spec) and not quoted:
        return value.strip(), ""
    return first, behind


def _value(spec: Spec, text: str) -> tuple[str, str, bool]:
    """Return the first value in a text, the text behind it, and whether it was quoted: what stands in quotes of any
    kind, or the longest run of words that is one value, or one word.
    """
    start = len(text) - len(text.lstrip())
    if found := _quoted(text, start):
        return *found, True
    ends = [word.end() for _, word in zip(range(MOST_WORDS), _BARE.finditer(text, start), strict=False)]
    if not ends:
        return "", "", False
    end = next((end for end in reversed(ends[1:]) if fits(spec, text[start:end])), ends[0])
    return text[start:end], text[end:], False


def _is_later(what: Verb, spec: Spec, words: str, known: Container[str]) -> bool:
    """Return True if the words are no value of an optional parameter, but one of a later parameter that reads words."""
    if spec.required or spec.param.reads is None or fits(spec, _value(spec, words)[0]):
        return False
    behind = what.specs[what.specs.index(spec) + 1 :]
    return any(each.param.reads and each.name not in known and fits(each, _value(each, words)[0]) for each in behind)


def _quoted(text: str, start: int) -> tuple[str, str] | None:
    """Return what stands in quotes at a place, and the text behind them."""
    opens = text[start : start + 1]
    for end in range(start + 1, len(text)) if opens in _QUOTED and opens else ():
        alone = opens not in _SINGLE or not text[end + 1 : end + 2].strip()
        if text[end] in _QUOTED[opens] and alone:
            return text[start + 1 : end], text[end + 1 :]
    return None


def _prose(spec: Spec) -> bool:
    if spec.param.reads is not None:
        return False
    return spec.kind is str and spec.param.suggest is None and (spec.param.rest or (spec.param.most or 0) > PROSE)


def _in_order(what: Verb, words: str, known: dict[str, str]) -> dict[str, str]:
    """Assign the words that are no options to the parameters in order.
    Raises BadInput for words left over.
    """
    args: dict[str, str] = {}
    for spec in what.specs:
        if spec.name in known or not words or _is_later(what, spec, words, known):
            continue
        if spec.param.rest:
            args[spec.name], words = words, ""
            continue
        value, behind, _ = _value(spec, words)
        if spec.kind is bool and (not value or says_yes(value) is None):
            continue
        args[spec.name], words = value, behind.strip()
    if words:
        raise BadInput(L("I did not expect {value:c} there."), value=words[:60])
    return args
