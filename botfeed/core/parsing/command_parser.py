"""Parser of typed commands: the command a line names, in any language, and the arguments that follow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches

from botfeed.core.chat.messenger import CommandSyntax
from botfeed.core.chat.values import NO, YES
from botfeed.core.chat.verb import Spec, Verb, Verbs
from botfeed.core.errors import BadInput, NotFound
from botfeed.core.language.i18n import LANGUAGES, L
from botfeed.core.language.text import CommandLine
from botfeed.core.parsing import command_names

NEAR = 0.75  # how alike a mistyped name is to the one that was meant
MISTYPED = 0.8  # the same for a verb of a group, which may be a title too: a shelf called Snow is not `show`
PROSE = 60  # a text that may be longer than this is words, not a word: its option reads up to the next one
_NAME = re.compile(r"(?<!\S)--([a-zA-Z]\w*)(?:=|(?=\s)|$)")
_WORD = re.compile(r'\s*(?:"([^"]*)"|(\S+))')


def find(menu: Verbs, line: str) -> tuple[Verb, str] | None:
    """Return the command of a typed line (`/digest set 9`, `/imagine@bot a fox`) and the rest of the line, or
    None.
    A group alone (`/digest`) means its `show`; with a word that is none of its verbs (`/shelf Foxes`), its
    `open`.
    """
    head, _, rest = line.strip().removeprefix("/").partition(" ")
    first, newline, more = head.partition("\n")
    rest = f"{more} {rest}".strip() if newline else rest.strip()
    name = command_names.english(first.partition("@")[0].lower().replace("_", "."))
    second, _, tail = rest.partition(" ")
    if found := menu.get(command_names.english(f"{name}.{second.lower()}")):
        return found, tail.strip()
    if found := menu.get(f"{name}.{command_names.english(second.lower())}"):  # a path, in any language
        return found, tail.strip()
    if found := menu.get(name):
        return found, rest
    if not rest and (found := menu.get(f"{name}.show")):
        return found, rest
    if rest and (found := menu.get(f"{name}.open")) and not _nearly(menu, name, second):
        return found, rest
    return None


def _nearly(menu: Verbs, group: str, word: str) -> bool:
    """Return True if a word looks like a mistyped verb of the group."""
    inside = [verb.name for verb in menu if verb.name.startswith(f"{group}.")]
    verbs = {command_names.of(verb, code).rpartition(".")[2] for verb in inside for code in LANGUAGES}
    return bool(get_close_matches(word.lower(), verbs, n=1, cutoff=MISTYPED))


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
        spec = _spec(what, mark[1].lower())
        return mark[0].replace(mark[1], command_names.option(spec.name, language)) if spec else mark[0]

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
    return re.sub(r"[\W_]", "", name).casefold()


def parse(what: Verb, text: str, language: str = "en") -> dict[str, str]:
    """Parse `words --option value --option="two words" --flag` into arguments by name.
    Other words fill the parameters in order; a `rest` parameter takes all that is left. Option names are read
    in every language; `language` is that of error messages. Raises BadInput.
    """
    args: dict[str, str] = {}
    marks = list(_NAME.finditer(text))
    left = [text[: marks[0].start()] if marks else text]
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end() : following.start() if following else len(text)]
        spec = _option(what, mark[1].lower(), language)
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
    return what.spec(name) or next((s for s in what.specs if name in command_names.options(s.name)), None)


def _taken(spec: Spec, value: str) -> tuple[str, str]:
    """Return the value an option takes from the text after it, and the text left over."""
    word = _WORD.match(value)
    first = "" if word is None else word[2] if word[1] is None else word[1]
    behind = value[word.end() :] if word else ""
    if spec.kind is bool:
        return (first, behind) if first.lower() in YES | NO and first else ("1", value)
    if _prose(spec) and not (word and word[1] is not None):
        return value.strip(), ""
    return first, behind


def _prose(spec: Spec) -> bool:
    return spec.kind is str and spec.param.suggest is None and (spec.param.rest or (spec.param.most or 0) > PROSE)


def _in_order(what: Verb, words: str, known: dict[str, str]) -> dict[str, str]:
    """Assign the words that are no options to the parameters in order.
    Raises BadInput for words left over.
    """
    args: dict[str, str] = {}
    for spec in what.specs:
        if spec.name in known or not words:
            continue
        if spec.param.rest:
            args[spec.name], words = words, ""
            continue
        word = _WORD.match(words)
        assert word
        value = word[1] if word[1] is not None else word[2]
        if spec.kind is bool and value.lower() not in YES | NO:
            continue
        args[spec.name], words = value, words[word.end() :].strip()
    if words:
        raise BadInput(L("I did not expect {value:c} there."), value=words[:60])
    return args
