import json

import pytest

from botfeed.testing.contracts import openapi

DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"$ref": "#/components/schemas/Id"}}],
            "get": {
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}},
                    {"name": "tag", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "kind", "in": "query", "required": True, "schema": {"enum": ["a", "b"]}},
                ],
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                              "4XX": {"$ref": "#/components/responses/Error"}},
            },
        },
        "/things/@me": {
            "post": {
                "requestBody": {"required": True, "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}},
                    "multipart/form-data": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {"204": {"description": "done"}},
            },
        },
    },
    "components": {
        "schemas": {
            "Id": {"type": "string", "format": "snowflake", "pattern": "^[0-9]+$"},
            "Thing": {
                "type": "object",
                "properties": {
                    "id": {"$ref": "#/components/schemas/Id"},
                    "count": {"type": "integer", "maximum": 4},
                    "share": {"type": "number", "minimum": 0, "exclusiveMinimum": True},
                    "nullable": {"type": "string", "nullable": True},
                    "either": {"oneOf": [{"type": "object"}, {"type": "object", "properties": {"a": {"type": "string"}}}]},
                    "url": {"type": "string", "format": "uri"},
                    "at": {"type": "string", "format": "date-time"},
                    "image": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": 2}]},
                },
                "required": ["id"],
            },
        },
        "responses": {"Error": {"content": {"application/json": {"schema": {"type": "object", "required": ["message"]}}}}},
    },
}  # fmt: skip


@pytest.fixture
def contract(tmp_path):
    (tmp_path / "openapi.json").write_text(json.dumps(DOCUMENT))
    return openapi.load(tmp_path)


def test_a_literal_path_segment_precedes_a_parameter(contract):
    assert contract.operation("get", "/things/5").template == "/things/{id}"
    assert contract.operation("POST", "/things/@me").template == "/things/@me"
    assert contract.operation("DELETE", "/things/5") is None
    assert contract.operation("GET", "/things/5/more") is None


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"kind": ["a"], "limit": ["9"], "tag": ["x"]}, []),
        ({"kind": ["a"], "tag": ["x", "y"]}, []),
        ({}, ["query.kind"]),
        ({"kind": ["c"], "limit": ["10"], "page": ["1"]}, ["query.page", "query.limit", "query.kind"]),
        ({"kind": ["a"], "limit": ["many"]}, ["query.limit"]),
    ],
)
def test_a_query_is_checked_as_text(contract, query, where):
    assert [problem.where for problem in contract.operation("GET", "/things/5").check_query(query)] == where


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (
            {
                "id": "7",
                "count": 4,
                "nullable": None,
                "either": {"a": "b"},
                "more": 1,
                "at": "2026-01-01T00:00:00+00:00",
            },
            [],
        ),
        ({"id": 7}, []),
        (None, ["body"]),
        ({}, ["body"]),
        ({"id": "seven"}, ["body.id"]),
        ({"id": "7", "count": 5}, ["body.count"]),
        ({"id": "7", "count": "4"}, ["body.count"]),
        ({"id": "7", "share": 0}, ["body.share"]),
        ({"id": "7", "nullable": 1}, ["body.nullable"]),
        ({"id": "7", "url": "not a url"}, ["body.url"]),
        ({"id": "7", "at": "yesterday"}, ["body.at"]),
        ({"id": "7", "image": ["a", "b", "c"]}, ["body.image"]),
    ],
)
def test_a_body_is_checked(contract, body, where):
    assert [problem.where for problem in contract.operation("POST", "/things/@me").check_body(body)] == where


def test_numbers_in_strings_pass_within_their_bounds_if_enabled():
    operation = openapi.Contract(DOCUMENT, numbers_in_strings=True).operation("POST", "/things/@me")
    assert operation.check_body({"id": "7", "count": "4"}) == []
    assert [p.where for p in operation.check_body({"id": "7", "count": "5"})] == ["body.count"]
    assert [p.where for p in operation.check_body({"id": "7", "count": "four"})] == ["body.count"]


def test_a_form_is_gathered_and_its_numbers_are_text(contract):
    body = openapi.form_body([("id", "7"), ("count", "3"), ("image[]", b"\x89PNG"), ("image[]", b"\x89PNG")])
    assert body == {"id": "7", "count": "3", "image": ["(bytes)", "(bytes)"]}
    operation = contract.operation("POST", "/things/@me")
    assert operation.check_form(body) == []
    assert [p.where for p in operation.check_form({**body, "count": "9"})] == ["body.count"]


def test_a_response_is_checked_by_its_status(contract):
    operation = contract.operation("GET", "/things/5")
    assert operation.check_response(200, {"id": "1"}) == []
    assert [p.where for p in operation.check_response(200, {"id": None})] == ["response.id"]
    assert [p.where for p in operation.check_response(404, {})] == ["response"]
    assert operation.check_response(404, {"message": "no"}) == []
    assert [p.where for p in operation.check_response(500, {})] == ["status"]
    assert contract.operation("POST", "/things/@me").check_response(204, None) == []


def test_a_unions_error_names_the_alternative_of_the_same_kind():
    text = {"type": "object", "properties": {"type": {"enum": [1]}, "text": {"type": "string", "maxLength": 2}}}
    link = {"type": "object", "properties": {"type": {"enum": [2]}}, "required": ["url"]}
    schemas = {"Part": {"oneOf": [{"type": "null"}, link, text]}}
    contract = openapi.Contract({"paths": {}, "components": {"schemas": schemas}})
    assert [problem.where for problem in contract.check("Part", {"type": 1, "text": "long"})] == ["Part.text"]
    assert [problem.where for problem in contract.check("Part", {"type": 2})] == ["Part"]


def test_a_value_is_checked_by_a_named_schema(contract):
    assert contract.check("Thing", {"id": "1"}) == []
    assert str(contract.check("Thing", {"id": "x"})[0]).startswith("Thing.id: ")
