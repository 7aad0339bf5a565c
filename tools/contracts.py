"""Write the facts of the platforms' interfaces from their official descriptions: `python -m tools.contracts FOLDER`.

FOLDER holds `discord/openapi.json`, `openai/openapi.json`, `telegram/api.json` and `SOURCES.md`, whose table names
source, commit, date, version and licence of each. Facts are names, types, limits and values; no sentence is kept. Only
the operations that the fakes serve are kept, with the schemas that these reach.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botfeed.testing.contracts import json_schema
from botfeed.testing.discord.api import routes
from botfeed.testing.openai import fake as openai
from botfeed.testing.telegram import description, server

Json = dict[str, Any]
OUT = Path(__file__).parent.parent / "botfeed" / "testing" / "contracts"
SERVICES = {"discord": "discord/openapi.json", "openai": "openai/openapi.json", "telegram": "telegram/api.json"}
WIDTH = 118  # columns: what fits stands on one line
NOTE = "facts only, written by tools.contracts; edit that, not this file"
VALUES = frozenset({"enum", "const"})
NAMED = frozenset({"properties"})
KEYWORDS = frozenset({
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "exclusiveMaximum", "exclusiveMinimum", "format",
    "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum",
    "not", "pattern", "properties", "required", "type", "uniqueItems",
})  # fmt: skip
MEDIA = ("application/json", "multipart/form-data")


def main(folder: Path) -> None:
    """Write the three files and print their sizes."""
    for service in SERVICES:
        text = written(made(service, folder))
        (OUT / f"{service}.json").write_text(text, encoding="utf-8")
        print(f"{service}.json: {len(text.encode()) / 1000:.0f} kB")  # noqa: T201  a tool speaks


def made(service: str, folder: Path) -> Json:
    """Return the facts of a service, with a head that names their source."""
    document = json.loads((folder / SERVICES[service]).read_text(encoding="utf-8"))
    facts = {"discord": discord_facts, "openai": openai_facts, "telegram": telegram_facts}[service](document)
    return {"about": head(folder / "SOURCES.md", SERVICES[service]), **facts}


def head(sources: Path, file: str) -> Json:
    """Return source, commit, date, version and licence from the row of a Markdown table. LookupError without one."""
    for line in sources.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if cells[0] == file and len(cells) == 5:
            source, date, version, licence = cells[1:]
            found = re.search(r"(\S+/\S+) (\S+) \((?:\S* )?([0-9a-f]{40})\)", source)
            if found is None:
                break
            named = {"source": found[1], "file": found[2], "commit": found[3], "date": date, "version": version}
            return {**named, "licence": licence, "note": NOTE}
    raise LookupError(f"{sources} has no row for {file}")


# --- OpenAPI ---------------------------------------------------------------------------------------


def discord_facts(document: Json) -> Json:
    """Keep the operations of the fake's routes; bodies are JSON, in a form as `payload_json`."""
    return openapi_facts(document, [(method, path) for method, path, _ in routes.TABLE], media=MEDIA[:1])


def openai_facts(document: Json) -> Json:
    """Keep the operations that the fake serves, and the events of its streams."""
    wanted = [("GET" if path == "/models" else "POST", path) for path in openai.CALLS]
    wanted += [("GET", "/models/{model}")]
    return openapi_facts(document, wanted, media=MEDIA, schemas=list(openai.EVENTS.values()))


def openapi_facts(
    document: Json, wanted: list[tuple[str, str]], *, media: tuple[str, ...], schemas: list[str] | None = None
) -> Json:
    """Return the wanted operations and the schemas that they (and `schemas`) reach, as plain JSON Schema."""
    relaxed = json_schema.relax(document, named=False)
    known = {shape(path): path for path in relaxed["paths"]}
    paths: Json = {}
    for method, template in wanted:
        path = known[shape(template)]
        item = relaxed["paths"][path]
        kept = paths.setdefault(path, {"parameters": parameters(item)} if parameters(item) else {})
        kept[method.lower()] = operation(item[method.lower()], relaxed, media)
    return {"paths": paths, "components": {"schemas": reached(relaxed, [*references(paths), *(schemas or [])])}}


def shape(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def operation(node: Json, document: Json, media: tuple[str, ...]) -> Json:
    """Return an operation's query parameters, bodies and answers."""
    out: Json = {"responses": {}}
    if found := parameters(node):
        out["parameters"] = found
    if request := node.get("requestBody"):
        out["requestBody"] = {"content": contents(request, media)}
        if request.get("required"):
            out["requestBody"]["required"] = True
    for status, answer in node["responses"].items():
        named = answer.get("$ref", "").rpartition("/")[2]
        found_answer = document["components"]["responses"][named] if named else answer
        kept = contents(found_answer, MEDIA[:1])
        out["responses"][status] = {"content": kept} if kept else {}
    return out


def contents(node: Json, media: tuple[str, ...]) -> Json:
    """Return the schemas of a body by media type."""
    offered = node.get("content", {})
    return {kind: {"schema": stripped(offered[kind]["schema"])} for kind in media if "schema" in offered.get(kind, {})}


def parameters(node: Json) -> list[Json]:
    """Return the query parameters; those of paths are in the templates."""
    return [
        {"name": each["name"], "in": "query", "schema": stripped(each["schema"])}
        | ({"required": True} if each.get("required") else {})
        for each in node.get("parameters", [])
        if each.get("in") == "query"
    ]


def reached(document: Json, names: list[str]) -> Json:
    """Return the stripped schemas of these names, and of all that they refer to."""
    known, found, waiting = document["components"]["schemas"], {}, list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = stripped(known[name])
            waiting += references(found[name])
    return found


def references(node: object) -> Iterator[str]:
    """Give the names of the schemas that a node refers to."""
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value.rpartition("/")[2]
            else:
                yield from references(value)


def stripped(node: Any, *, named: bool = False) -> Any:
    """Return a schema with its facts alone; unions of constants become enumerations."""
    if isinstance(node, list):
        return [stripped(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    if named:
        return {name: stripped(item) for name, item in node.items()}
    out = {
        key: value if key in VALUES else stripped(value, named=key in NAMED)
        for key, value in node.items()
        if key in KEYWORDS and not (key in ("properties", "required") and not value)
    }
    constants = [each["const"] for each in out.get("anyOf", []) if each.keys() == {"const"}]
    if constants and len(constants) == len(out["anyOf"]) and "enum" not in out:
        out["enum"] = constants
        del out["anyOf"]
    if len(parts := out.get("allOf", [])) == 1 and not parts[0].keys() & (out.keys() - {"allOf"}):
        del out["allOf"]
        out |= parts[0]
        return stripped(out)
    return out


# --- the Bot API -----------------------------------------------------------------------------------


def telegram_facts(document: Json) -> Json:
    """Keep the methods that the fake performs, and the types that these take or give."""
    assert server.METHOD_MODULES, "importing the fake fills its table of methods"
    return description.reachable(description.facts(document), {*server.METHODS, "getupdates"})


# --- writing ---------------------------------------------------------------------------------------


def written(facts: Json) -> str:
    """Return JSON with sorted keys: a node on one line where it fits, else a line an entry."""
    return "".join(lines(facts, "", "")) + "\n"


def lines(node: Any, indent: str, lead: str) -> Iterator[str]:
    """Give the pieces of a node that begins after `lead` on its line."""
    short = json.dumps(node, ensure_ascii=False, sort_keys=True)
    if not isinstance(node, dict | list) or not node or (indent and len(indent) + len(lead) + len(short) <= WIDTH):
        yield lead + short
        return
    is_list = isinstance(node, list)
    entries = [("", item) for item in node] if is_list else [(f"{json.dumps(k)}: ", node[k]) for k in sorted(node)]
    yield lead + ("[" if is_list else "{")
    for number, (name, item) in enumerate(entries):
        yield ("," if number else "") + "\n" + indent + " "
        yield from lines(item, indent + " ", name)
    yield "\n" + indent + ("]" if is_list else "}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
