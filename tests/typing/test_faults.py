"""mypy finds each deliberate fault of the files beside this one, on its own line, and nothing else there."""

from pathlib import Path

from mypy import api

HERE = Path(__file__).parent


def test_each_deliberate_fault_is_an_error_on_its_line() -> None:
    files = sorted(HERE.glob("faults_*.py"))
    wanted = {
        (file.name, n)
        for file in files
        for n, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line.endswith("# error")
    }
    said, _, status = api.run(["--strict", "--no-pretty", "--hide-error-context", *map(str, files)])
    found = set()
    for line in said.splitlines():
        path, _, rest = line.partition(":")
        number, _, rest = rest.partition(":")
        if rest.startswith(" error:"):
            found.add((Path(path).name, int(number)))
    assert status == 1, said
    assert found == wanted, said


def test_a_field_that_is_not_there_is_named_with_the_one_that_is() -> None:
    said, _, _ = api.run(["--strict", str(HERE / "faults_store.py")])
    assert '"autor"' in said
    assert 'did you mean "author"' in said
