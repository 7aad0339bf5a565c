"""Every row of the table of faults is named by a test of the service it belongs to, so none is only known on paper."""

import ast
import json
from functools import cache
from pathlib import Path

import pytest

from tests.testing.discord_client import CONTRACTS

TABLE = CONTRACTS / "faults.json"
TESTS = Path(__file__).parent


def rows():
    return json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else []


@cache
def named(service):
    """All strings in the tests that speak of a service."""
    files = [path for path in TESTS.rglob("test_*.py") if service in path.stem]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


@pytest.mark.skipif(not TABLE.exists(), reason="the table of faults is not beside this checkout")
@pytest.mark.parametrize("service", ["discord", "telegram", "openai"])
def test_every_fault_is_named_by_a_test(service):
    assert [row["name"] for row in rows() if row["service"] == service and row["name"] not in named(service)] == []
