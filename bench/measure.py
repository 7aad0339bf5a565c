"""Parts that every bench shares: percentiles, CPU time, and one flat JSON line at the end."""

from __future__ import annotations

import json
import platform
import resource
import sys
from collections.abc import Mapping, Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of `values`, `share` between 0 and 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def cpu() -> float:
    """Seconds of processor time that this process has used, all threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def finish(figures: Mapping[str, float | int | str], *, as_json: bool) -> None:
    """Print the figures: for people, and as one flat JSON object where it is asked for."""
    print(f"Python {sys.version.split()[0]} on {platform.machine()}")
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        shown = f"{value:,.3f}" if isinstance(value, float) else f"{value}"
        print(f"  {name:<{width}}  {shown}")
    if as_json:
        print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}))
