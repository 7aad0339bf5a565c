"""Each bench runs with small numbers and prints the keys its figures are read by; no figure is judged."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import community, discord_cards, first_run, screenshots, telegram_cards
from botfeed.testing.plugin import TinyPainter

ROOT = Path(__file__).parents[2]
SMALL = {
    "bench.delivery": ("--digests", "5"),
    "bench.dispatch": ("--requests", "3", "--people", "5"),
    "bench.platforms": ("--rate", "20", "--seconds", "1", "--people", "5"),
    "bench.search": ("--posts", "40", "--requests", "1"),
}
KEYS = {
    "bench.delivery": {"telegram_rate_share", "discord_rate_share", "rate_429", "interactive_p99_ms"},
    "bench.dispatch": {"bare_sqlite_p50_ms", "imagine_cpu_ratio", "like_cpu_ratio", "feed_cpu_ratio"},
    "bench.platforms": {"discord_cpu_ratio", "telegram_cpu_ratio", "discord_p99_ms", "telegram_p99_ms"},
    "bench.search": {"sqlite_index_ms_per_post", "sqlite_common_p50_ms", "sqlite_person_word_p99_ms"},
}
EXACT = {
    "bench.delivery": {"telegram_sent": 5, "discord_sent": 5, "violations": 0},
    "bench.dispatch": {"requests": 3},
    "bench.platforms": {"rate": 20.0, "seconds": 1.0},
    "bench.search": {"posts": 40},
}
PAGES = {"bench.first_run", "bench.screenshots"}  # tried below, without an installation and without a browser


def run(name):
    command = [sys.executable, "-m", name, *SMALL[name], "--json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_every_bench_is_tried():
    commands = {f"bench.{file.stem}" for file in (ROOT / "bench").glob("*.py") if "__main__" in file.read_text("utf-8")}
    assert commands == SMALL.keys() | PAGES


@pytest.mark.parametrize("name", SMALL)
def test_a_bench_prints_its_keys(name):
    figures = run(name)
    assert KEYS[name] <= figures.keys()
    assert {key: figures[key] for key in EXACT[name]} == EXACT[name]
    for missed in (key for key in figures if key.endswith("_missed")):  # a busy machine answers some too late
        assert figures[missed] + figures[missed.replace("missed", "interactions")] == 20


@pytest.fixture
def tiny(monkeypatch):
    """Let the scenes paint in no time."""
    composed = community.composed

    def compose(*args):
        built = composed(*args)
        return replace(built, services=replace(built.services, painters=(TinyPainter(),)))

    monkeypatch.setattr(community, "composed", compose)


async def test_the_scene_on_telegram_shows_a_card_a_gallery_and_a_digest(tiny, tmp_path):
    page = await telegram_cards.scene(tmp_path)
    chats = page.split("<main>")[1:]
    assert ["<img" in chat for chat in chats] == [True, True, True]
    assert ["Like" in chats[0], ">4<" in chats[1], "digest" in chats[2].casefold()] == [True, True, True]


async def test_the_scene_on_discord_shows_a_card_a_private_answer_and_a_feed(tiny, tmp_path):
    async with discord_cards.scene(tmp_path) as (_, scene, shown):
        assert [viewer for viewer, _ in shown] == [scene.ben, scene.ada, scene.ben]
        assert all(target for _, target in shown)


async def test_the_page_that_is_photographed_and_timed_shows_the_samples_first_picture(tmp_path):
    running = SimpleNamespace(poll=lambda: None)
    async with screenshots.served(tmp_path) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        assert await asyncio.to_thread(first_run.until, url, running)
        await asyncio.to_thread(first_run.picture, port, running)
