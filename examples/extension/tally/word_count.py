"""The table: how often each word was tallied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from botfeed.core.model.noun import FOREVER, noun


@noun(table="tally_word", unique=[("word",)], keep=FOREVER)
@dataclass(frozen=True, slots=True)
class WordCount:
    """A word and its count. No field names a person, so there is nothing to export, merge or erase."""

    id: int
    word: str
    created: datetime
    times: int = 0
