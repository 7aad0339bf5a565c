"""Every row of the table of faults is named by a test of the service it belongs to, so none is only known on paper."""

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
    """All strings in the tests that speak of a service."""
    files = [path for path in TESTS.rglob("test_*.py") if service in path.stem]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("service", ["discord", "telegram", "openai"])
def test_every_fault_is_named_by_a_test(service):
    assert [name for name in faults.load(service) if name not in named(service)] == []


def test_the_table_has_the_rows_that_were_collected():
    """A folder of official contracts may hold the table as it was first collected: same rows, other words."""
    ours = [(row["service"], row["name"]) for row in faults.table()]
    assert len(ours) == len(set(ours)) == 82
    if CONTRACTS:
        collected = json.loads((CONTRACTS / "faults.json").read_text(encoding="utf-8"))
        assert [(row["service"], row["name"]) for row in collected] == ours


def test_each_row_names_its_source_and_what_it_should_cause():
    for row in faults.table():
        assert row["source"], row
        assert row["expected_client_behaviour"], row
