"""The types of the verbs are those that the nouns make, and the unit has what its stub says."""

import ast

from botfeed.core.ports.unit import Unit
from tools import store_types


def test_the_written_types_are_those_of_the_nouns() -> None:
    for path, text in store_types.files().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run python -m tools.store_types"


def test_the_stub_and_the_unit_have_the_same_members() -> None:
    (stub,) = (
        node
        for node in ast.parse((store_types.PORTS / "unit.pyi").read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "Unit"
    )
    named = {node.name for node in stub.body if isinstance(node, ast.FunctionDef)}
    assert named == {name for name in vars(Unit) if not name.startswith("_")}
