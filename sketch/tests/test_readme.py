"""The README: its example and its figures."""

import re
from pathlib import Path

import pytest

import botfeed_sketch
from botfeed_sketch.backdrops import PLACES
from botfeed_sketch.reading.vocabulary import WEATHER
from botfeed_sketch.subjects import ALL

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_example_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(botfeed_sketch, "png", str.encode)
    exec(example, {})
    assert capsys.readouterr().out == re.findall(r"# (A .*)\n", example)[0] + "\n"
    assert (tmp_path / "fox.png").read_text().startswith("<svg ")


def test_the_figures_are_right() -> None:
    assert f"{len(ALL)}\nsubjects at {len(PLACES)} kinds of place, in ten kinds of weather" in README
    assert len(set(WEATHER.values())) == 10
    assert "seven styles: " + ", ".join(botfeed_sketch.STYLES[:-1]) + f" and {botfeed_sketch.STYLES[-1]}." in README
