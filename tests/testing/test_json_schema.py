"""Schemas for the compiled validator: stricter than the lenient ones at most, never more lenient."""

import pytest
from jsonschema_rs import Draft202012Validator

from botfeed.testing.contracts import json_schema

SCHEMAS = [
    {"type": "integer"},
    {"type": ["integer", "null"], "minimum": 0, "maximum": 18014398509481983},
    {"type": "integer", "minimum": 1},
    {"type": "integer", "maximum": 5},
    {"type": "integer", "maximum": 10},
    {"type": "integer", "minimum": 0, "maximum": 99},
    {"type": "integer", "exclusiveMinimum": 0},
    {"type": "integer", "enum": [1, 2]},
    {"type": "number"},
    {"type": "boolean"},
    {"type": ["integer", "string"]},
    {"allOf": [{"anyOf": [{"type": "object", "properties": {"type": {"type": "integer"}}}, {"type": "null"}]}]},
]
VALUES = [
    "32",
    "x",
    "",
    1,
    True,
    None,
    "1.5",
    "-4",
    "true",
    "TRUE",
    "0",
    "00",
    "100",
    "99",
    "10",
    "9",
    "1\n",
    "٣",
    1.5,
    12,
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_the_compiled_schema_accepts_nothing_that_the_lenient_one_refuses(schema):
    quick = Draft202012Validator(json_schema.written(schema))
    lenient = json_schema.validator(lenient=True)[0](schema)
    values = [*VALUES, *({"type": value} for value in VALUES)]
    assert [value for value in values if quick.is_valid(value) and not lenient.is_valid(value)] == []


@pytest.mark.parametrize("value", ["32", 32, None])
def test_a_number_in_a_string_needs_no_second_check(value):
    permissions = {"type": ["integer", "null"], "minimum": 0, "maximum": 18014398509481983}
    assert Draft202012Validator(json_schema.written(permissions)).is_valid(value)
