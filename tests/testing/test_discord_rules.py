"""Rules that only Discord's prose states, each by refused and accepted examples."""

import pytest

from botfeed.testing.discord.model import V2
from botfeed.testing.discord.rules import command_rules, message_rules

TEXT = {"type": 10, "content": "hi"}


def button(custom_id="a", **more):
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def row(*children):
    return {"type": 1, "components": list(children)}


def menu(custom_id="s", count=2, **more):
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": custom_id, "options": options, **more}


def gallery(count, **more):
    return {"type": 12, "items": [{"media": {"url": "attachment://a.png"}, **more}] * count}


def where(flaws):
    return [".".join(map(str, flaw.path)) for flaw in flaws]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"content": "x" * 2000}, []),
        ({"content": "x" * 2001}, ["content"]),
        ({}, [""]),
        ({"content": "x", "nonce": "n" * 26}, ["nonce"]),
        ({"embeds": [{"title": "x"}] * 11}, ["embeds"]),
        ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, ["embeds"]),
        ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2000}]}, []),
        ({"embeds": [{"fields": [{"name": "a", "value": "x" * 1025}]}]}, ["embeds.0.fields.0.value"]),
        ({"content": "x", "components": [row(button())]}, []),
        ({"content": "x", "components": [row(button())] * 6}, ["components"] + [f"components.{n}.components.0.custom_id" for n in range(6)]),
        ({"content": "x", "components": [TEXT]}, ["components.0.type"]),
        ({"content": "x", "components": [row(button(label="x" * 81))]}, ["components.0.components.0.label"]),
        ({"content": "x", "components": [row(button(""))]}, ["components.0.components.0.custom_id"]),
        ({"content": "x", "components": [row(button("c" * 101))]}, ["components.0.components.0.custom_id"]),
        ({"content": "x", "components": [row({"type": 2, "style": 5, "label": "x", "url": "no url"})]}, ["components.0.components.0.url"]),
        ({"content": "x", "components": [row({"type": 2, "style": 5, "label": "x", "url": "https://example.org"})]}, []),
        ({"content": "x", "components": [row(button(label=None))]}, ["components.0.components.0"]),
        ({"content": "x", "components": [row(*[button(str(n)) for n in range(6)])]}, ["components.0.components"]),
        ({"content": "x", "components": [row(button(), menu())]}, ["components.0.components"]),
        ({"content": "x", "components": [row(menu(count=26))]}, ["components.0.components.0.options"]),
        ({"content": "x", "components": [row(menu(max_values=3))]}, ["components.0.components.0.max_values"]),
        ({"content": "x", "components": [row(menu(placeholder="x" * 151))]}, ["components.0.components.0.placeholder"]),
        ({"content": "x", "components": [row()]}, ["components.0.components"]),
        ({"attachments": [{"id": 0, "description": "x" * 1025}]}, ["attachments.0.description"]),
    ],
)  # fmt: skip
def test_rules_of_plain_messages(body, wrong):
    files = ["a.png"] if "attachments" in body else []
    assert where(message_rules.message(body, files, flags=0, creating=True)) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"components": [TEXT]}, []),
        ({"components": [TEXT], "content": "x"}, ["content"]),
        ({"components": [TEXT], "embeds": [{"title": "x"}]}, ["embeds"]),
        ({"components": [TEXT] * 40}, []),
        ({"components": [TEXT] * 41}, ["components"]),
        ({"components": [{"type": 17, "components": [TEXT] * 40}]}, ["components"]),
        ({"components": [{"type": 10, "content": "x" * 2001}] * 2}, ["components"]),
        ({"components": [{"type": 17, "components": [{"type": 17, "components": [TEXT]}]}]}, ["components.0.components.0.type"]),
        ({"components": [{"type": 17, "components": []}]}, ["components.0.components"]),
        ({"components": [gallery(10)]}, []),
        ({"components": [gallery(11)]}, ["components.0.items"]),
        ({"components": [gallery(0)]}, ["components.0.items"]),
        ({"components": [gallery(1, description="x" * 1025)]}, ["components.0.items.0.description"]),
        ({"components": [{"type": 12, "items": [{"media": {"url": "attachment://b.png"}}]}]}, ["components.0.items.0.media.url"]),
        ({"components": [{"type": 13, "file": {"url": "https://example.org/a"}}]}, ["components.0.file.url"]),
        ({"components": [{"type": 9, "components": [TEXT], "accessory": button()}]}, []),
        ({"components": [{"type": 9, "components": [TEXT]}]}, ["components.0.accessory"]),
        ({"components": [{"type": 9, "components": [TEXT] * 4, "accessory": button()}]}, ["components.0.components"]),
        ({"components": [row(button()), row(button())]}, ["components.0.components.0.custom_id", "components.1.components.0.custom_id"]),
        ({"components": [button()]}, ["components.0.type"]),
        ({"components": [{**TEXT, "id": 4}, {**TEXT, "id": 4}]}, ["components.0.id", "components.1.id"]),
    ],
)  # fmt: skip
def test_rules_of_component_messages(body, wrong):
    assert where(message_rules.message(body, ["a.png"], flags=V2, creating=True)) == wrong


def command(**more):
    return {"name": "imagine", "description": "Paint", **more}


def option(name="prompt", **more):
    return {"type": 3, "name": name, "description": "What", **more}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (command(options=[option(required=True), option("style", autocomplete=True)]), []),
        (command(name="città", name_localizations={"it": "immagina"}), []),
        (command(name="Imagine"), ["name"]),
        (command(name="two words"), ["name"]),
        (command(name="x" * 33), ["name"]),
        (command(name_localizations={"it": "Immagina"}), ["name"]),
        (command(description=""), ["description"]),
        (command(description="x" * 101), ["description"]),
        (command(description_localizations={"it": "x" * 101}), ["description"]),
        (command(options=[option(), option("style", required=True)]), ["options.1.required"]),
        (command(options=[option(), option()]), ["options.0.name", "options.1.name"]),
        (command(options=[option(name_localizations={"it": "stile"}), option("style")]), []),
        (command(options=[option(name_localizations={"it": "style"}), option("style")]), ["options.0.name_localizations.it"]),
        (command(options=[option(n, name_localizations={"it": "stile"}) for n in ("a", "b")]), ["options.0.name_localizations.it", "options.1.name_localizations.it"]),
        (command(options=[option(f"o{n}") for n in range(26)]), ["options"]),
        (command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])]), ["options.0.choices"]),
        (command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)]), ["options.0.autocomplete"]),
        (command(options=[option(choices=[{"name": "x" * 101, "value": "a"}])]), ["options.0.choices.0.name"]),
        (command(options=[option(min_value=1)]), ["options.0.min_value"]),
        (command(options=[option(min_length=5, max_length=4)]), ["options.0.min_length"]),
        (command(options=[option(), {"type": 1, "name": "set", "description": "x"}]), ["options"]),
        (command(options=[{"type": 2, "name": "g", "description": "x", "options": [option()]}]), ["options.0.options"]),
        (command(options=[{"type": 2, "name": "g", "description": "x", "options": [{"type": 1, "name": "s", "description": "x", "options": [option()]}]}]), []),
        (command(options=[option(f"o{n}", choices=[{"name": f"{c}" + "x" * 90, "value": "y"} for c in range(20)]) for n in range(5)]), [""]),
        ({"type": 3, "name": "Remix this"}, []),
        ({"type": 3, "name": "Remix this", "description": "x"}, ["description"]),
        ({"type": 2, "name": ""}, ["name"]),
    ],
)  # fmt: skip
def test_rules_of_commands(body, wrong):
    assert where(command_rules.command(body)) == wrong


def test_a_menu_has_a_limit_and_unique_names():
    def many(kind, count):
        return [{"type": kind, "name": f"c{n}", "description": "x" if kind == 1 else ""} for n in range(count)]

    assert command_rules.menu(many(1, 100) + many(2, 15) + many(3, 15)) == []
    assert [flaw.code for flaw in command_rules.menu(many(1, 101))] == ["APPLICATION_COMMANDS_LIMIT"]
    assert [flaw.code for flaw in command_rules.menu(many(3, 16))] == ["APPLICATION_COMMANDS_LIMIT"]
    assert where(command_rules.menu([command(), command(), {"type": 3, "name": "imagine"}])) == ["0.name", "1.name"]


def field(**more):
    return {"type": 4, "custom_id": "caption", "style": 1, **more}


def label(component, **more):
    return {"type": 18, "label": "Caption", "component": component, **more}


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ([label(field()), TEXT], []),
        ([row(field(label="Caption"))], []),
        ([], ["components"]),
        ([TEXT] * 6, ["components"]),
        ([label(field(), label="x" * 46)], ["components.0.label"]),
        ([label(field(), description="x" * 101)], ["components.0.description"]),
        ([label(field(label="Caption"))], ["components.0.component.label"]),
        ([row(field())], ["components.0.components.0.label"]),
        ([row(button())], ["components.0.components.0.type"]),
        ([label(field(max_length=4001))], ["components.0.component.min_length"]),
        ([label(field(placeholder="x" * 101))], ["components.0.component.placeholder"]),
        ([label(menu(count=0))], ["components.0.component.options"]),
        ([label({**menu(count=1), "type": 21})], ["components.0.component.options"]),
        ([label({**menu(count=11), "type": 22})], ["components.0.component.options"]),
        ([label(button())], ["components.0.component.type"]),
        ([label(field()), label(field())], ["components.0.component.custom_id", "components.1.component.custom_id"]),
        ([button()], ["components.0.type"]),
    ],
)
def test_rules_of_forms(parts, wrong):
    found = where(command_rules.modal({"custom_id": "f", "title": "Form", "components": parts}))
    assert [path.removeprefix("data.") for path in found] == wrong


def test_a_form_needs_a_title_and_few_choices():
    assert where(command_rules.modal({"custom_id": "", "title": "x" * 46, "components": [TEXT]})) == [
        "data.custom_id",
        "data.title",
    ]
    assert command_rules.autocomplete({"choices": [{"name": str(n), "value": n} for n in range(25)]}) == []
    assert where(command_rules.autocomplete({"choices": [{"name": str(n), "value": n} for n in range(26)]})) == [
        "data.choices"
    ]
    assert where(command_rules.autocomplete({"choices": [{"name": "", "value": "x" * 101}]})) == [
        "data.choices.0.name",
        "data.choices.0.value",
    ]
