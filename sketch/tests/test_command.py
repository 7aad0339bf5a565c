"""The command line."""

from pathlib import Path

import pytest

from botfeed_sketch import Order, __main__, draw, png


def test_it_writes_a_png_and_prints_its_description(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "fox.png"
    assert __main__.main(["a fox in snow and a unicorn", str(out), "--seed", "7"]) == 0
    [drawing] = draw(Order("a fox in snow and a unicorn", seed=7))
    assert out.read_bytes() == png(drawing.svg)
    assert capsys.readouterr().out == f"{out}: {drawing.description} (seed 7)\n  not drawn: unicorn\n"


def test_it_writes_svg_and_numbers_several_files(tmp_path: Path) -> None:
    asked = [
        "due gatti",
        str(tmp_path / "cats.svg"),
        "--style",
        "ink",
        "--shape",
        "wide",
        "--seed",
        "3",
        "--count",
        "2",
    ]
    assert __main__.main(asked) == 0
    drawings = [(tmp_path / f"cats-{number}.svg").read_text() for number in (1, 2)]
    assert drawings == [one.svg for one in draw(Order("due gatti", "ink", __main__.Shape.WIDE, 3, 2))]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["a fox", str(tmp_path / "nowhere" / "fox.svg")]) == 1
    assert "nowhere" in capsys.readouterr().err
