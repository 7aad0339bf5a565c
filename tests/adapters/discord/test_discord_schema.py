"""The menu: what Discord is told about the verbs, and when."""

import pytest

from botfeed.adapters.discord import schema
from botfeed.core.chat.command import REGISTRY
from botfeed.testing.discord import menu_rules
from tests.adapters.discord.door import opened


def test_the_menu_keeps_the_rules_that_the_contract_does_not_know():
    assert menu_rules.menu(schema.commands()) == []
    names = [command["name"] for command in schema.commands()]
    assert len(names) == len(set(names))
    assert len(names) <= 100


def test_every_verb_of_the_menu_is_there():
    there = set()
    for command in schema.commands():
        subs = [o["name"] for o in command["options"] if o["type"] == 1]
        there |= {f"{command['name']}.{sub}" for sub in subs} or {command["name"]}
    assert there == {what.name for what in REGISTRY.values() if what.menu}


def test_an_option_carries_its_limits_choices_and_completion():
    imagine = next(c for c in schema.commands() if c["name"] == "imagine")
    options = {o["name"]: o for o in imagine["options"]}
    assert options["prompt"]["required"]
    assert options["prompt"]["max_length"] == 1000
    assert options["style"]["autocomplete"]
    assert [c["value"] for c in options["shape"]["choices"]] == ["square", "wide", "tall"]
    assert (options["count"]["min_value"], options["count"]["max_value"]) == (1, 4)
    assert options["here"]["type"] == 5


def test_descriptions_are_there_in_italian():
    for command in schema.commands():
        assert set(command["description_localizations"]) == {"it"}
        assert all("it" in option["description_localizations"] for option in command["options"])


def test_only_what_asks_for_rights_throughout_is_hidden_from_others():
    rights = {c["name"]: c["default_member_permissions"] for c in schema.commands()}
    assert rights["digest"] is None
    assert rights["imagine"] is None
    assert rights["admin"] == str(1 << 5)


def puts(fake):
    return [call for call in fake.calls if call.method == "PUT" and call.path.endswith("/commands")]


async def test_the_menu_is_pushed_once_and_again_only_when_it_changed(tmp_path, monkeypatch):
    async with opened(tmp_path) as door:
        for _ in range(2):
            async with door.connected(working=False):
                assert len(puts(door.fake)) == 1
        known = schema.commands()
        monkeypatch.setattr(schema, "commands", lambda: known[:-1])
        async with door.connected(working=False):
            assert len(puts(door.fake)) == 2


@pytest.mark.parametrize("fault", ["command_creates_exhausted", "http_503"])
async def test_a_menu_that_is_not_taken_keeps_no_door_closed(tmp_path, fault):
    async with opened(tmp_path) as door:
        if fault not in door.fake._plan.known:
            pytest.skip("the contracts are not there")
        door.fake.fault(fault, route="PUT /applications/{id}/commands", times=9)
        async with door.connected(working=False):
            assert door.fake.identifies == 1
        assert await door.house.store.read(lambda uow: uow.count(schema.Fact, name=schema.FACT)) == 0
