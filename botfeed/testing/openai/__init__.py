"""Fake of OpenAI's API on the wire: pictures, answers, embeddings and moderation."""

from botfeed.testing.openai.dialect import Dialect
from botfeed.testing.openai.dialects import DIALECTS
from botfeed.testing.openai.fake import Call, FakeOpenAI

__all__ = ["DIALECTS", "Call", "Dialect", "FakeOpenAI"]
