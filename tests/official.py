"""Optional stricter run: official descriptions and recorded payloads from a folder beside the checkout.
The folder is `../shared`, or the one named by `BOTFEED_SHARED`. Without it every test runs on the project's
own data; with it the same tests also check each message by the official descriptions, and take the recorded
payloads.
"""

import json
import os
from pathlib import Path

FOLDER = Path(os.environ.get("BOTFEED_SHARED", Path(__file__).parents[2] / "shared"))
CONTRACTS = FOLDER / "contracts" if (FOLDER / "contracts").is_dir() else None


def payloads(kind):
    """Return the recorded payloads of a kind ("discord/normalised") by name; none without the folder."""
    files = sorted((FOLDER / "contracts" / "payloads" / kind).glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}
