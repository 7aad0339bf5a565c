"""Benchmarks behind the README's figures: `python -m bench.NAME [--json]`."""
