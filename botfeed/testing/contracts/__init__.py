"""Contracts of the platforms' interfaces: facts that the package carries, checked beside official descriptions.
`discord.json`, `openai.json` and `telegram.json` hold facts alone: methods, paths, names, types, limits, enumerations.
`python -m tools.contracts FOLDER` writes them from the official descriptions; each names its source in its head.
"""

from botfeed.testing.contracts.checked import Checked, Disagreement
from botfeed.testing.contracts.facts import read

__all__ = ["Checked", "Disagreement", "read"]
