"""Facts of the interfaces in the package: no prose, nothing more than the fakes need, and all of it true."""

import json
import re
from random import Random

import pytest
from aiohttp import ClientSession

from botfeed.testing.contracts import Checked, Disagreement, facts, openapi
from botfeed.testing.discord.api import routes
from botfeed.testing.openai import fake as openai
from botfeed.testing.telegram import FakeTelegram, contract, description, server
from tests.official import CONTRACTS
from tests.testing.malformed import mutated
from tests.testing.samples import SchemaSamples, TelegramSamples
from tests.testing.updates import KINDS
from tools import contracts as tool

SERVICES = ("discord", "openai", "telegram")


def strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from strings(value)
    elif isinstance(node, list):
        for item in node:
            yield from strings(item)


def body(service):
    return {key: value for key, value in facts.read(service).items() if key != "about"}


@pytest.mark.parametrize("service", SERVICES)
def test_facts_contain_no_prose(service):
    named = (text.removeprefix("Array of ").removeprefix("Array of ") for text in strings(body(service)))
    assert [text for text in named if len(text.split()) > 3] == []


@pytest.mark.parametrize("service", SERVICES)
def test_facts_contain_no_prose_keywords(service):
    """Names of fields may be "title"; keywords of a schema may not."""

    def keywords(node, *, named):
        if isinstance(node, list):
            for item in node:
                yield from keywords(item, named=False)
        elif isinstance(node, dict):
            for key, value in node.items():
                if not named:
                    yield key
                yield from keywords(value, named=key in ("properties", "fields", "methods", "types", "schemas"))

    assert not {"description", "summary", "title", "example", "examples", "href"} & set(
        keywords(body(service), named=True)
    )


@pytest.mark.parametrize("service", SERVICES)
def test_the_head_names_source_version_licence_and_date(service):
    about = facts.read(service)["about"]
    assert re.fullmatch(r"[0-9a-f]{40}", about["commit"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", about["date"])
    assert "/" in about["source"]
    assert about["version"]
    assert about["licence"].startswith("MIT")


def test_the_files_are_small():
    sizes = {service: (tool.OUT / f"{service}.json").stat().st_size for service in SERVICES}
    assert sum(sizes.values()) < 500_000, sizes


@pytest.mark.parametrize("service", SERVICES)
def test_each_facts_file_equals_the_tools_output(service):
    """Made from its own facts, and from the official descriptions where they are: these files are never edited by
    hand.
    """
    text = (tool.OUT / f"{service}.json").read_text(encoding="utf-8")
    assert tool.written(json.loads(text)) == text
    if CONTRACTS:
        assert tool.written(tool.made(service, CONTRACTS)) == text


def test_every_route_of_the_fakes_has_its_operation():
    discord, known = (openapi.facts(service) for service in ("discord", "openai"))
    for method, template, _ in routes.TABLE:
        assert discord.operation(method, re.sub(r"\{\w+\}", "1", template)), (method, template)
    for path in openai.CALLS:
        assert known.operation("GET" if path == "/models" else "POST", path), path
    methods = {name.lower() for name in facts.read("telegram")["methods"]}
    later = {name for name in server.METHODS if "ephemeral" in name}
    assert methods == {*server.METHODS, "getupdates"} - later


@pytest.mark.parametrize(("service", "roots"), [("discord", []), ("openai", [*openai.EVENTS.values()])])
def test_every_schema_is_reached(service, roots):
    document = facts.read(service)
    waiting, found = [*tool.references(document["paths"]), *roots], set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += tool.references(document["components"]["schemas"][name])
    assert found == set(document["components"]["schemas"])


def test_every_type_is_reached():
    telegram = body("telegram")
    assert description.reachable(telegram, {name.lower() for name in telegram["methods"]}) == telegram


DOCUMENT = {
    "paths": {
        "/gateway": {"get": {"summary": "A sentence.", "responses": {"200": {"description": "Another.", "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Gate"}}}}, "4XX": {"$ref": "#/components/responses/No"}}}},
        "/else": {"get": {"responses": {}}},
    },
    "components": {
        "responses": {"No": {"description": "x", "content": {"application/json": {"schema": {"type": "object"}}}}},
        "schemas": {
            "Gate": {"title": "The gate", "description": "It is a gate.", "type": "object", "required": ["kind"], "properties": {
                "title": {"type": "string", "maxLength": 5, "example": "a b c d e", "description": "Of the gate."},
                "kind": {"oneOf": [{"title": "ONE", "const": 1}, {"title": "TWO", "const": 2}], "type": "integer"},
                "next": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Gate"}]}}},
            "Unused": {"type": "string"},
        },
    },
}  # fmt: skip


def test_only_facts_of_a_description_are_kept():
    made = tool.openapi_facts(DOCUMENT, [("GET", "/gateway")], media=("application/json",))
    schema = {"application/json": {"schema": {"$ref": "#/components/schemas/Gate"}}}
    other = {"application/json": {"schema": {"type": "object"}}}
    assert made == {
        "paths": {"/gateway": {"get": {"responses": {"200": {"content": schema}, "4XX": {"content": other}}}}},
        "components": {
            "schemas": {
                "Gate": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {
                        "title": {"type": "string", "maxLength": 5},
                        "kind": {"type": "integer", "enum": [1, 2]},
                        "next": {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Gate"}]},
                    },
                }
            }
        },
    }


PROSE = [
    ("String", "Words, 1-64 characters after entities parsing", {"characters": [1, 64], "parsed": True}),
    ("String", "A code, 1-8 Bytes", {"bytes": [1, 8]}),
    ("String", "Words (up to 9 characters)", {"characters": [0, 9]}),
    ("String", "A kind, must be photo", {"values": ["photo"]}),
    ("String", 'A kind, one of "photo" (a picture), or "video"', {"values": ["photo", "video"]}),
    ("Array of Integer", "Numbers; must include 2-10 items", {"items": [2, 10]}),
    ("Array of Integer", "Numbers. At most 4 of them can be specified.", {"items": [0, 4]}),
    ("Integer", "A number; 1-100. Defaults to 7.", {"numbers": [1, 100]}),
    ("Integer", "A number. Values between 1-100 are good.", {"numbers": [1, 100]}),
    ("Integer", "A number. Must be between 3 and 5 if given.", {"numbers": [3, 5]}),
    ("Integer", "Years, say 2020-2030 of them", {}),
    ("Boolean", "1-64 characters", {}),
]


@pytest.mark.parametrize(("kind", "prose", "limits"), PROSE)
def test_limits_in_prose_become_numbers(kind, prose, limits):
    field = {"name": "it", "types": [kind], "required": True, "description": prose}
    api = {"methods": {"do": {"returns": ["Boolean"], "fields": [field]}}, "types": {}}
    assert description.facts(api)["methods"]["do"]["fields"] == {"it": {"types": [kind], "required": True, **limits}}


def test_a_broken_limit_is_reported():
    kinds = {"fields": {}}
    for number, (kind, prose, _) in enumerate(PROSE):
        kinds["fields"][f"f{number}"] = {"types": [kind], **description.facts(
            {"methods": {}, "types": {"T": {"fields": [{"name": "x", "types": [kind], "required": False, "description": prose}]}}}
        )["types"]["T"]["fields"]["x"]}  # fmt: skip
    known = contract.Contract({"methods": {}, "types": {"T": kinds}})
    good = {
        "f0": "a",
        "f1": "a",
        "f2": "",
        "f3": "photo",
        "f4": "video",
        "f5": [1, 2],
        "f6": [],
        "f7": 1,
        "f8": 100,
        "f9": 3,
    }
    bad = {"f0": "", "f1": "é" * 5, "f2": "x" * 10, "f3": "video", "f4": "x", "f5": [1], "f6": [1] * 5, "f7": 0, "f8": 101, "f9": 6}  # fmt: skip
    assert known.check_type("T", good) == []
    assert len(known.check_type("T", bad)) == len(bad)


# --- facts and official descriptions -----------------------------------------------------------------


def both(service):
    """Return the facts and, where they are, the official description: differences raise at `close`."""
    if service == "telegram":
        whole = contract.official(CONTRACTS)
        return Checked(contract.Contract(contract.facts()), contract.Contract(whole) if whole else None)
    options = {"numbers_in_strings": service == "discord"}
    return Checked(
        openapi.facts(service, **options), openapi.load(CONTRACTS / service, **options) if CONTRACTS else None
    )


@pytest.mark.parametrize("service", ["discord", "openai"])
def test_both_contracts_agree_on_values_of_every_schema(service, size):
    contracts, random, good = both(service), Random(1), 0
    for seed in range(size(1, 20)):
        samples = SchemaSamples(service, seed)
        for name in samples.names:
            value = samples.of(name)
            good += not contracts.problems(name, lambda known, name=name, value=value: known.check(name, value))
            broken = mutated(value, random)
            contracts.problems(name, lambda known, name=name, broken=broken: known.check(name, broken))
    assert good > 0.9 * len(samples.names) * size(1, 20)  # unions of unions are not always met
    contracts.close()


def test_both_contracts_agree_on_values_of_every_type(size):
    contracts, random = both("telegram"), Random(1)
    for seed in range(size(2, 40)):
        samples = TelegramSamples(seed)
        for kind in KINDS:
            value = samples.update(kind)
            assert contracts.problems(kind, lambda known, value=value: known.check_type("Update", value)) == []
            broken = mutated(value, random)
            contracts.problems(kind, lambda known, broken=broken: known.check_type("Update", broken))
    contracts.close()


def test_a_disagreement_names_the_message():
    contracts = Checked("facts", "official")
    assert contracts.problems("POST /a", lambda known: []) == []
    assert contracts.problems("POST /b", lambda known: [known]) == ["facts"]
    contracts.close()
    assert contracts.problems("POST /c", lambda known: ["too long"] if known == "official" else []) == ["too long"]
    with pytest.raises(Disagreement, match="POST /c: facts: accepted; official description: too long"):
        contracts.close()


async def test_a_fake_reports_disagreements_at_its_end(tmp_path):
    (tmp_path / "telegram").mkdir()
    method = {
        "returns": ["User"],
        "fields": [{"name": "secret", "types": ["String"], "required": True, "description": ""}],
    }
    api = {"methods": {"getMe": method}, "types": {"User": {"fields": []}}}
    (tmp_path / "telegram" / "api.json").write_text(json.dumps(api))

    async def ask():
        async with FakeTelegram(tmp_path) as telegram, ClientSession() as http:
            answer = await http.get(f"{telegram.base_url}{telegram.token}/getMe")
            assert answer.status == 400

    with pytest.raises(Disagreement, match=r"getMe: facts: accepted; official description: getMe.secret is required"):
        await ask()
