"""The message catalogues: complete, consistent and compiled."""

import ast
import io
import re
from string import Formatter

import pytest
from babel.messages import mofile, pofile

from botfeed.core.language import i18n
from tools import words
from tools.words import compiled, po

LANGUAGES = ["it"]


def keys(catalogue):
    return {message.id for message in catalogue if message.id}


def fields(text):
    """Return the placeholders of a text with their styles, as a bold name must stay bold."""
    return {(name, style) for _, name, style, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_messages_of_the_code(language):
    there, said = keys(words.read(language)), keys(words.collected())
    assert said - there == set(), "run python -m tools.words collect, and translate"
    assert there - said == set(), "run python -m tools.words collect"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    for message in words.read(language):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not message.id or all(strings), message.id
        assert not message.fuzzy or not message.id, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    for message in words.read(language):
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for english, string in zip(ids, strings, strict=True):
                assert fields(string) == fields(english), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_matches_its_source(language):
    there = po(language).with_suffix(".mo").read_bytes()
    assert words.meaning(there) == words.meaning(compiled(language)), "run python -m tools.words compile"


@pytest.mark.parametrize("language", LANGUAGES)
def test_writing_a_catalogue_anew_changes_nothing(language):
    """Every run named the version of Babel in the header, and so changed the file on another machine."""
    there = po(language).read_bytes()
    assert words.written(words.read(language)) == there
    assert b"Babel" not in there


def compiled_from(text):
    out = io.BytesIO()
    mofile.write_mo(out, pofile.read_po(io.BytesIO(text.encode()), locale="it"))
    return words.meaning(out.getvalue())


def test_catalogues_are_compared_by_their_messages():
    header = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"Generated-By: {}\\n"\n\n'
    says = 'msgid "fox"\nmsgstr "{}"\n\nmsgid "{{n}} like"\nmsgid_plural "{{n}} likes"\nmsgstr[0] "{{n}} mi piace"\nmsgstr[1] "{}"\n'
    ours = compiled_from(header.format("Babel 2.18") + says.format("volpe", "{n} mi piace"))
    assert compiled_from(header.format("Babel 9.9") + says.format("volpe", "{n} mi piace")) == ours
    assert compiled_from(header.format("Babel 2.18") + says.format("lupo", "{n} mi piace")) != ours
    assert compiled_from(header.format("Babel 2.18") + says.format("volpe", "{n} piace")) != ours


def test_singular_and_plural_are_collected_as_one_message():
    code = 'voice.n(L("{n} like"), L("{n} likes"), n); voice.s(KINDS.get(kind, L("refused"))); L(name)'
    assert list(words.said(ast.parse(code))) == [("{n} like", "{n} likes"), "refused"]


def test_a_number_selects_the_plural_form():
    italian = i18n.words("it")
    assert [str(italian.n("{n} comment", "{n} comments", n)) for n in (1, 2)] == ["1 commento", "2 commenti"]


def texts(catalogue):
    """Give each message in both its forms, without names of commands and options."""
    for message in catalogue:
        for said in message.id if isinstance(message.id, tuple) else (message.id,):
            if said and not re.fullmatch(r"/[a-z ]+", said):
                yield said


def test_no_message_contains_a_platforms_command_syntax():
    bypassing = [said for said in texts(words.collected()) if re.search(r"(?<!\w)(--|/)[a-z]{2}", said)]
    assert bypassing == [], "pass the line as a value: {help:c} is written as it is typed where it is read"


def test_every_command_line_in_a_message_is_spelled_per_platform():
    """In a file that passes a `Line` (`saved=Line("/saved")`), placeholders of that name are written with `:c`."""
    for path in sorted((words.ROOT / "botfeed" / "core").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        keywords = [word for node in ast.walk(tree) for word in getattr(node, "keywords", ())]
        assert [word.arg for word in keywords if _is_bare(word.value)] == [], f"{path.name}: mark it as a Line"
        lines = {word.arg for word in keywords if getattr(getattr(word.value, "func", None), "id", "") == "Line"}
        messages = [one for said in words.said(tree) for one in (said if isinstance(said, tuple) else (said,))]
        assert [m for m in messages for name in lines if f"{{{name}}}" in m] == [], path.name


def _is_bare(node):
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and re.match(r"/[a-z]", first.value)
