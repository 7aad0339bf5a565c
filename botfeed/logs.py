"""Logging to stderr, one line per event, with tokens redacted."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any

import structlog

_TOKENS = (
    re.compile(r"()(?<!\d)\d{5,}:[A-Za-z0-9_-]{30,}"),  # a bot's on Telegram
    re.compile(r"()(?<![\w-])[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}", re.ASCII),  # a bot's on Discord
    re.compile(r"()aW50ZXJhY3Rpb246[\w+/=-]*", re.ASCII),  # an interaction's: "interaction:" in base 64
    re.compile(r"(~\d{5,}~)[\w+/=.-]+", re.ASCII),  # the same in an address, as in a lane
    re.compile(r"(/(?:webhooks|interactions)/\d{5,}/)[\w+=.-]+", re.ASCII),  # and in what is called
)
_NOISY = (
    "alembic",
    "httpx",
    "httpcore",
    "httpx2",
    "httpcore2",
    "aiosqlite",  # says every statement with its values: people's words
    "apscheduler",
    "discord",
    "telegram",
    "openai",
    "uvicorn",
    "asyncio",
)


class _Redact:
    """Redacts known secrets and anything like a bot token, in messages, values and tracebacks."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [s for s in secrets if len(s) >= 8]

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        for token in _TOKENS:
            text = token.sub(r"\1[token]", text)
        return text

    def __call__(self, _: Any, __: str, line: Any) -> str:
        """Redact the rendered line: the last processor, so that secrets deep inside values are covered."""
        return self.clean(line)


class _Cleaning(logging.Formatter):
    def __init__(self, redact: _Redact) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact.clean(super().format(record))


def configure(level: str, secrets: Iterable[str] = ()) -> None:
    """Set up structlog and the standard library's loggers. `level` is a lower-case name."""
    redact, number = _Redact(secrets), logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Cleaning(redact))
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
            redact,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
