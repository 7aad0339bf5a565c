"""Check requests and answers against an OpenAPI 3.1 document, as leniently as the real peers read.

    contract = openapi.facts("discord")                    # the package's own; parsed once per process
    contract = openapi.load(folder)                        # folder/openapi.json, likewise
    operation = contract.operation("POST", "/channels/1/messages")
    operation.check_query({"limit": ["5"]})                # each check answers a list of Problems, empty if all is well
    operation.check_body({"content": "hi"})
    operation.check_form(openapi.form_body([("n", "2"), ("image[]", b"...")]))
    operation.check_response(200, answer)
    contract.check("MessageResponse", message)             # one named schema

Leniency: `oneOf` counts as `anyOf`; `nullable` and boolean `exclusiveMinimum` (3.0) are understood; numbers in strings
pass for numbers where `numbers_in_strings` is set, and always in queries and forms; snowflakes may be integers; fields
that the document does not list pass. Validators are compiled at first use and kept: the documents are large.
"""

from __future__ import annotations

import functools
import json
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botfeed.testing.contracts import facts as data
from botfeed.testing.contracts import json_schema

JSON = "application/json"
FORM = "multipart/form-data"
_ROOT = "urn:contract"


@dataclass(frozen=True, slots=True)
class Problem:
    """Breach of the contract: its path (`body.components[0].label`) and a description."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Operation:
    contract: Contract
    method: str
    template: str

    @property
    def _node(self) -> dict[str, Any]:
        node: dict[str, Any] = self.contract.document["paths"][self.template][self.method.lower()]
        return node

    def check_query(self, query: Mapping[str, Sequence[str]]) -> list[Problem]:
        """Return the problems of a query: unknown names, missing ones, values (lists of strings) that misfit."""
        known = self._query_parameters()
        given = {name.removesuffix("[]"): list(values) for name, values in query.items()}
        found = [Problem(f"query.{name}", "is not a parameter here") for name in given if name not in known]
        for name, (pointer, parameter) in known.items():
            if name not in given:
                found += [Problem(f"query.{name}", "is required")] if parameter.get("required") else []
                continue
            one = given[name][0] if len(given[name]) == 1 else given[name]
            problems = self.contract._errors(pointer, one, f"query.{name}", text=True)
            if problems and isinstance(one, str):  # a list of one value looks like a scalar in a query
                problems = self.contract._errors(pointer, [one], f"query.{name}", text=True) and problems
            found += problems
        return found

    def _query_parameters(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Map a name to (pointer to the schema, parameter): the path's parameters, then the method's."""
        known: dict[str, tuple[str, dict[str, Any]]] = {}
        path = ["paths", self.template]
        item = self.contract.document["paths"][self.template]
        for owner, node in ((path, item), ([*path, self.method.lower()], self._node)):
            for position, parameter in enumerate(node.get("parameters", [])):
                if parameter.get("in") == "query":
                    pointer = _pointer(*owner, "parameters", str(position), "schema")
                    known[parameter["name"].removesuffix("[]")] = (pointer, parameter)
        return known

    def check_body(self, body: object, content_type: str = JSON) -> list[Problem]:
        """Return the problems of a body: parsed JSON (of Discord's multipart, `payload_json`), None for no body."""
        return self._check_request(body, content_type, text=False)

    def check_form(self, body: Mapping[str, Any]) -> list[Problem]:
        """Return the problems of a form's fields as `form_body` gathers them: numbers and booleans may be strings."""
        return self._check_request(body, FORM, text=True)

    def _check_request(self, body: object, content_type: str, *, text: bool) -> list[Problem]:
        request = self._node.get("requestBody")
        if request is None:
            return [] if body in (None, {}) else [Problem("body", "none is expected here")]
        if body is None:
            return [Problem("body", "is required")] if request.get("required") else []
        offered = request["content"]
        chosen = next((kind for kind in (content_type, JSON, FORM) if kind in offered), None)
        if chosen is None:
            return [Problem("body", f"{content_type} is not accepted here")]
        where = _pointer("paths", self.template, self.method.lower(), "requestBody", "content", chosen, "schema")
        return self.contract._errors(where, body, "body", text=text)

    def check_response(self, status: int, body: object, content_type: str = JSON) -> list[Problem]:
        """Return the problems of an answer: a status that is not foreseen, a body unlike its description."""
        responses = self._node["responses"]
        key = next((key for key in (str(status), f"{status // 100}XX", "default") if key in responses), None)
        if key is None:
            return [Problem("status", f"{status} is not foreseen")]
        path = ["paths", self.template, self.method.lower(), "responses", key]
        answer = responses[key]
        if "$ref" in answer:
            path = answer["$ref"].removeprefix("#/").split("/")
            answer = self.contract.document["components"]["responses"][path[-1]]
        if "schema" not in answer.get("content", {}).get(content_type, {}):
            return []
        return self.contract._errors(_pointer(*path, "content", content_type, "schema"), body, "response", text=False)


class Contract:
    """OpenAPI document, relaxed (see the module) unless it `is_relaxed`;
    operations are looked up by method and path.
    """

    def __init__(
        self, document: Mapping[str, Any], *, numbers_in_strings: bool = False, is_relaxed: bool = False
    ) -> None:
        self.document: dict[str, Any] = dict(document) if is_relaxed else json_schema.relax(document, named=False)
        self._numbers_in_strings = numbers_in_strings
        self._compiled: dict[tuple[str, bool], Any] = {}
        self._quick: dict[str, Any] = {}
        self._templates: dict[int, list[tuple[list[str], str]]] = {}
        for template in self.document["paths"]:
            segments = template.strip("/").split("/")
            self._templates.setdefault(len(segments), []).append((segments, template))

    def operation(self, method: str, path: str) -> Operation | None:
        """Find the operation of a concrete path without the server's prefix; a literal segment beats a parameter."""
        asked = path.strip("/").split("/")
        best: tuple[int, str] | None = None
        for segments, template in self._templates.get(len(asked), []):
            if method.lower() not in self.document["paths"][template]:
                continue
            if all(_is_parameter(part) or part == given for part, given in zip(segments, asked, strict=True)):
                literal = sum(not _is_parameter(part) for part in segments)
                best = max(best or (literal, template), (literal, template))
        return Operation(self, method.upper(), best[1]) if best else None

    def check(self, schema: str, body: object) -> list[Problem]:
        """Return the problems of a value by one schema of `components/schemas`."""
        return self._errors(_pointer("components", "schemas", schema), body, schema, text=False)

    def _errors(self, pointer: str, body: object, where: str, *, text: bool) -> list[Problem]:
        if self._fits(pointer, body):
            return []
        found = []
        for error in self._validator(pointer, text or self._numbers_in_strings).iter_errors(body):
            nearest = _nearest(error)
            found.append(
                Problem(_where(where, nearest.absolute_path), nearest.message[-200:])
            )  # it begins with the value
        return found

    def _fits(self, pointer: str, body: object) -> bool:
        """Return True if a compiled validator passes it: nearly all passes, and explaining is slow.
        It is stricter than `_validator` at most: whatever it refuses is checked there.
        """
        if pointer not in self._quick:
            from jsonschema_rs import Draft202012Validator as Quick

            asked = {"$ref": f"{_ROOT}{pointer}"}
            self._quick[pointer] = Quick(
                asked, registry=self._known, formats=json_schema.FORMATS, validate_formats=True
            )
        try:
            return bool(self._quick[pointer].is_valid(body))
        except UnicodeEncodeError:  # half a surrogate pair: no text, though Python holds it
            return False

    def _validator(self, pointer: str, lenient: bool) -> Any:
        key = (pointer, lenient)
        if key not in self._compiled:
            kind, formats = json_schema.validator(lenient)
            self._compiled[key] = kind({"$ref": f"{_ROOT}{pointer}"}, registry=self._registry, format_checker=formats)
        return self._compiled[key]

    @functools.cached_property
    def _known(self) -> Any:
        from jsonschema_rs import Draft202012, Registry

        document = json_schema.written(self.document) if self._numbers_in_strings else self.document
        return Registry([(_ROOT, document)], draft=Draft202012)

    @functools.cached_property
    def _registry(self) -> Any:
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT202012

        resource: Any = Resource.from_contents(self.document, default_specification=DRAFT202012)
        registry: Any = Registry()
        return registry.with_resource(_ROOT, resource)


@functools.cache
def facts(service: str, *, numbers_in_strings: bool = False) -> Contract:
    """Return the contract of the package's own facts about "discord" or "openai"."""
    return Contract(data.read(service), numbers_in_strings=numbers_in_strings, is_relaxed=True)


@functools.lru_cache(maxsize=8)
def load(folder: Path, *, numbers_in_strings: bool = False) -> Contract:
    """Return the contract in `folder/openapi.json`. FileNotFoundError where it is absent."""
    document = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    return Contract(document, numbers_in_strings=numbers_in_strings)


def form_body(fields: Iterable[tuple[str, str | bytes]]) -> dict[str, Any]:
    """Return a form's fields as one object: `name[]` and repeated names become lists, a file's bytes a stand-in."""
    body: dict[str, Any] = {}
    for name, value in fields:
        plain = "(bytes)" if isinstance(value, bytes) else value
        key = name.removesuffix("[]")
        if name.endswith("[]") or key in body:
            earlier = body.get(key, [])
            body[key] = [*(earlier if isinstance(earlier, list) else [earlier]), plain]
        else:
            body[key] = plain
    return body


def _nearest(error: Any) -> Any:
    """Return, of a union, the error of the alternative most likely meant: the one whose own kind fits."""
    while error.context:
        branches: dict[Any, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        error = min(branches.values(), key=lambda errors: (sum(map(_other_kind, errors)), len(errors)))[0]
    return error


def _other_kind(error: Any) -> int:
    if error.validator == "type" and not error.relative_path:
        return 2
    return int(error.validator in ("const", "enum") and list(error.relative_path) == ["type"])


def _is_parameter(segment: str) -> bool:
    return segment.startswith("{")


def _pointer(*segments: str) -> str:
    escaped = (urllib.parse.quote(part.replace("~", "~0").replace("/", "~1"), safe="~") for part in segments)
    return "#/" + "/".join(escaped)


def _where(start: str, path: Iterable[str | int]) -> str:
    return start + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
