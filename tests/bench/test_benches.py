"""Each bench runs with small numbers and prints the keys its figures are read by; no figure is judged."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*line):
    command = [sys.executable, "-m", *line, "--json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_platforms_bench_prints_its_keys():
    figures = run("bench.platforms", "--rate", "20", "--seconds", "1", "--people", "5")
    assert {"discord_cpu_ratio", "telegram_cpu_ratio", "discord_p99_ms", "telegram_p99_ms"} <= figures.keys()
    assert figures["discord_interactions"] + figures["discord_missed"] == 20
    assert figures["telegram_bare_interactions"] + figures["telegram_bare_missed"] == 20


def test_the_delivery_bench_prints_its_keys():
    figures = run("bench.delivery", "--digests", "5")
    assert {"telegram_rate_share", "discord_rate_share", "rate_429", "interactive_p99_ms"} <= figures.keys()
    assert (figures["telegram_sent"], figures["discord_sent"], figures["violations"]) == (5, 5, 0)
