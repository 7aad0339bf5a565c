"""The fault table: every row is named by a test of its service, so none is only documented."""

import ast
import json
from functools import cache
from pathlib import Path

import pytest

from botfeed.testing import faults
from tests.official import CONTRACTS

TESTS = Path(__file__).parent


@cache
def named(service):
    """Return all string constants in the tests of a service."""
    files = [path for path in TESTS.rglob("test_*.py") if service in path.stem]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("service", ["discord", "telegram", "openai"])
def test_every_fault_is_named_by_a_test(service):
    assert [name for name in faults.load(service) if name not in named(service)] == []


def test_the_table_has_the_collected_rows():
    """A folder of official contracts may hold the table as first collected: same rows, other wording."""
    ours = [(row["service"], row["name"]) for row in faults.table()]
    assert len(ours) == len(set(ours)) == 82
    if CONTRACTS:
        collected = json.loads((CONTRACTS / "faults.json").read_text(encoding="utf-8"))
        assert [(row["service"], row["name"]) for row in collected] == ours


def test_each_row_names_its_source_and_expected_behaviour():
    for row in faults.table():
        assert row["source"], row
        assert row["expected_client_behaviour"], row
